"""Deleting servers: what goes with them, what stays, what is refused; and volumes with snapshots."""
from table import Table

TASK = 'OS-EXT-STS:task_state'


class Deletion(Table):
    def attach(self, server, volume, goes):
        self.post('compute', '/servers/%s/os-volume_attachments' % server, {'volumeAttachment': {
            'volumeId': volume, 'delete_on_termination': goes}}, 200, mv='2.79')
        self.cloud.volume_is(volume, 'in-use')
        self.cloud.settled(server, 'ACTIVE')

    def make(self, name):
        server = self.cloud.make_server(name, imageRef=self.cloud.image['id'])
        self.cloud.settled(server, 'ACTIVE')
        return server

    def deleted(self, server):
        self.delete('compute', '/servers/' + server, 204)
        self.cloud.gone('compute', '/servers/' + server)
        self.get('compute', '/servers/' + server, 404)

    def test_volumes(self):
        """A volume goes with its server if it says so, which can be changed from 2.85 on."""
        server = self.make('leaves')
        goes, stays, spared, taken = (self.cloud.make_volume('leaves-' + name) for name in (
            'goes', 'stays', 'spared', 'taken'))
        for volume in (goes, spared):
            self.attach(server, volume, True)
        for volume in (stays, taken):
            self.attach(server, volume, False)
        self.table('compute', '''
            400 PUT @2.85 /servers/<server>/os-volume_attachments/<goes> {}
            400 PUT @2.85 /servers/<server>/os-volume_attachments/<goes> {"volumeAttachment": {}}
            400 PUT @2.85 /servers/<server>/os-volume_attachments/<goes> {"volumeAttachment": {"volumeId": "<goes>", "nonsense": 1}}
            400 PUT @2.85 /servers/<server>/os-volume_attachments/<goes> {"volumeAttachment": {"volumeId": "<goes>", "delete_on_termination": "perhaps"}}
            400 PUT @2.84 /servers/<server>/os-volume_attachments/<goes> {"volumeAttachment": {"volumeId": "<goes>", "delete_on_termination": false}}
            403 PUT @2.84 /servers/<server>/os-volume_attachments/<goes> {"volumeAttachment": {"volumeId": "<goes>"}}
            403 PUT @2.85 /servers/<server>/os-volume_attachments/<goes> {"volumeAttachment": {"volumeId": "<nobody>"}}
            403 PUT @2.85 as:reader /servers/<server>/os-volume_attachments/<goes> {"volumeAttachment": {"volumeId": "<goes>", "delete_on_termination": false}}
            404 PUT @2.85 /servers/<nobody>/os-volume_attachments/<goes> {"volumeAttachment": {"volumeId": "<goes>", "delete_on_termination": false}}
            404 PUT @2.85 /servers/<server>/os-volume_attachments/<nobody> {"volumeAttachment": {"volumeId": "<nobody>", "delete_on_termination": false}}
            400 PUT @2.85 /servers/<server>/os-volume_attachments/<goes> {"volumeAttachment": {"volumeId": "<goes>", "id": "<nobody>"}}
            400 PUT @2.85 /servers/<server>/os-volume_attachments/<goes> {"volumeAttachment": {"volumeId": "<goes>", "serverId": "<nobody>"}}
            400 PUT @2.85 /servers/<server>/os-volume_attachments/<goes> {"volumeAttachment": {"volumeId": "<goes>", "device": "/dev/vdz"}}
            400 PUT @2.85 /servers/<server>/os-volume_attachments/<goes> {"volumeAttachment": {"volumeId": "<goes>", "tag": "x"}}
            202 PUT @2.85 /servers/<server>/os-volume_attachments/<spared> {"volumeAttachment": {"volumeId": "<spared>", "delete_on_termination": false}}
            202 PUT @2.93 /servers/<server>/os-volume_attachments/<taken> {"volumeAttachment": {"volumeId": "<taken>", "delete_on_termination": true}}
        ''', server=server, goes=goes, spared=spared, taken=taken)
        rows = self.cloud.server(server)['os-extended-volumes:volumes_attached']
        self.script.note('flags', sorted(row['delete_on_termination'] for row in rows))
        self.deleted(server)
        for volume in (goes, taken):
            self.cloud.gone('volume', '/volumes/' + volume)
        for volume in (stays, spared):
            self.cloud.volume_is(volume)
            self.assertEqual(self.get('volume', '/volumes/' + volume)['volume']['attachments'], [])

    def test_volume_with_snapshots(self):
        """Nova ignores that Cinder refuses: the volume stays."""
        server = self.make('holds')
        volume = self.cloud.make_volume('holds')
        self.attach(server, volume, True)
        row = self.cloud.post('volume', '/snapshots', {'snapshot': {
            'volume_id': volume, 'name': self.own('holds'), 'force': True}})['snapshot']
        self.cloud.made('volume', '/snapshots/' + row['id'])
        self.cloud.known[row['id']] = 'snapshot of holds'
        self.cloud.snapshot_is(row['id'])
        self.deleted(server)
        self.cloud.volume_is(volume)
        self.delete('volume', '/volumes/' + volume, 400)
        self.delete('volume', '/snapshots/' + row['id'], 202)
        self.cloud.gone('volume', '/snapshots/' + row['id'])
        self.delete('volume', '/volumes/' + volume, 202)
        self.cloud.gone('volume', '/volumes/' + volume)
        self.delete('volume', '/volumes/' + volume, 404)

    def test_locked(self):
        server = self.make('locked')
        self.action(server, {'lock': None}, 202)
        self.delete('compute', '/servers/' + server, 409)
        self.action(server, {'forceDelete': None}, 409)
        self.delete('compute', '/servers/' + server, 403, account='reader')
        self.action(server, {'unlock': None}, 202)
        self.action(server, {'restore': None}, 409)
        self.deleted(server)
        self.delete('compute', '/servers/' + server, 404)

    def test_task(self):
        """While a server is deleted its task says so, and another deletion changes nothing."""
        server = self.make('goes')
        self.delete('compute', '/servers/' + server, 204)

        def read():
            answer = self.cloud.member.send('GET', 'compute', '/servers/' + server)
            if answer.status_code == 404:
                return 404
            row = answer.json()['server']
            return '%s/%s' % (row['status'], row[TASK])
        passed = ['ACTIVE/deleting', 'DELETED/None']
        self.states('delete', read, 404, passed + [404], passed)

    def test_force(self):
        server = self.make('forced')
        self.action(server, {'forceDelete': None}, 403, account='reader')
        self.action(server, {'forceDelete': None}, 202)
        self.cloud.gone('compute', '/servers/' + server)

    def test_port(self):
        """A port that was made by hand stays, and keeps its name."""
        cloud = self.cloud
        port = cloud.post('network', '/v2.0/ports', {'port': {
            'network_id': cloud.network['id'], 'name': self.own('mine')}})['port']
        cloud.made('network', '/v2.0/ports/' + port['id'])
        cloud.known[port['id']] = 'own port'
        body = cloud.server_body('on-port', imageRef=cloud.image['id'])
        body['server']['networks'] = [{'port': port['id']}]
        server = cloud.post('compute', '/servers', body, microversion='2.67')['server']['id']
        cloud.made('compute', '/servers/' + server)
        cloud.known[server] = 'on-port'
        cloud.settled(server, 'ACTIVE')
        self.deleted(server)
        row = self.get('network', '/v2.0/ports/' + port['id'], record='keys')['port']
        self.script.note('the port', [row['device_id'], row['name'] == self.own('mine'),
                                      row['status']])
