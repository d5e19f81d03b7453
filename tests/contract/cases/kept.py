"""Where Nova's reclaim_instance_interval is set, a deleted server is kept, and can be restored or deleted at last."""
from table import Table


class Kept(Table):
    kept = True

    def make(self, name):
        server = self.cloud.make_server(name, imageRef=self.cloud.image['id'])
        self.cloud.settled(server, 'ACTIVE')
        return server

    def deleted(self, server):
        self.delete('compute', '/servers/' + server, 204)
        self.cloud.settled(server, 'SOFT_DELETED')

    def seen(self, what, server):
        """What a member reads of it: alone, and in which lists."""
        row = self.get('compute', '/servers/' + server, mv='2.93', record='keys')['server']
        self.script.note(what, [row['status'], row['OS-EXT-STS:vm_state'], row['OS-EXT-STS:power_state'],
                                sorted(key for key in row if key in ('fault', 'progress'))])
        for query in ('', '&status=SOFT_DELETED', '&status=ACTIVE', '&deleted=true', '&changes-since=2020-01-01T00:00:00Z'):
            self.get('compute', '/servers?name=%s%s' % (self.own(''), query), mv='2.93')
        rows = self.get('compute', '/servers/%s/os-instance-actions' % server, mv='2.93', record='status')
        self.script.note('actions', [action['action'] for action in rows['instanceActions']])

    def test_restore(self):
        server = self.make('kept')
        self.action(server, {'restore': None}, 409)
        self.deleted(server)
        self.seen('deleted', server)
        self.action(server, {'restore': None}, 403, account='reader')
        self.action(server, {'restore': None}, 202)
        self.cloud.settled(server, 'ACTIVE')
        self.seen('restored', server)

    def test_shut_off(self):
        """What was shut off runs after it was restored."""
        server = self.make('off')
        self.action(server, {'os-stop': None}, 202)
        self.cloud.settled(server, 'SHUTOFF')
        self.deleted(server)
        self.action(server, {'restore': None}, 202)
        row = self.cloud.settled(server, 'ACTIVE')
        self.script.note('power', row['OS-EXT-STS:power_state'])

    def test_deleted_at_last(self):
        server = self.make('gone')
        self.deleted(server)
        self.deleted(server)
        self.action(server, {'forceDelete': None}, 403, account='reader')
        self.action(server, {'forceDelete': None}, 202)
        self.cloud.gone('compute', '/servers/' + server)
        self.action(server, {'restore': None}, 404)

    def test_refused(self):
        """What may not be asked of a server that is only kept."""
        server = self.make('still')
        self.deleted(server)
        for body in ({'os-start': None}, {'os-stop': None}, {'reboot': {'type': 'HARD'}}, {'pause': None},
                     {'suspend': None}, {'rescue': {}}, {'shelve': None}, {'resize': {'flavorRef': self.cloud.flavor['id']}},
                     {'createImage': {'name': self.own('image')}}, {'rebuild': {'imageRef': self.cloud.image['id']}}):
            self.action(server, body, 409)

    def test_volume(self):
        """A volume stays with a server that is only kept, and goes with it at last if it says so."""
        server = self.make('holds')
        volume = self.cloud.make_volume('holds-volume')
        self.post('compute', '/servers/%s/os-volume_attachments' % server, {'volumeAttachment': {
            'volumeId': volume, 'delete_on_termination': True}}, 200, mv='2.79')
        self.cloud.volume_is(volume, 'in-use')
        self.cloud.settled(server, 'ACTIVE')
        self.deleted(server)
        self.cloud.volume_is(volume, 'in-use')
        self.action(server, {'forceDelete': None}, 202)
        self.cloud.gone('compute', '/servers/' + server)
        self.cloud.gone('volume', '/volumes/' + volume)

    def test_detach(self):
        """A volume can be taken from a server that is only kept, and another one given to it."""
        server = self.make('loses')
        volume = self.cloud.make_volume('loses-volume')
        self.post('compute', '/servers/%s/os-volume_attachments' % server, {'volumeAttachment': {
            'volumeId': volume}}, 200, mv='2.79')
        self.cloud.volume_is(volume, 'in-use')
        self.cloud.settled(server, 'ACTIVE')
        self.deleted(server)
        self.delete('compute', '/servers/%s/os-volume_attachments/%s' % (server, volume), 202)
        self.cloud.volume_is(volume)
        late = self.cloud.make_volume('late')
        self.post('compute', '/servers/%s/os-volume_attachments' % server, {'volumeAttachment': {
            'volumeId': late}}, 200, mv='2.79')
        self.cloud.volume_is(late, 'in-use')
        self.action(server, {'restore': None}, 202)
        self.cloud.settled(server, 'ACTIVE')
        self.delete('compute', '/servers/%s/os-volume_attachments/%s' % (server, late), 202)
        self.cloud.volume_is(late)
