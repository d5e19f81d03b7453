"""A reader of the project may read, and only read."""
from case import Case


class Reader(Case):
    def test_reads(self):
        web, (db, *_) = self.cloud.web(), self.cloud.db()
        for service, path in (
                ('compute', '/servers'), ('compute', '/servers/detail'),
                ('compute', '/servers/' + web), ('compute', '/flavors/detail'),
                ('compute', '/limits'), ('compute', '/servers/%s/os-instance-actions' % web),
                ('compute', '/servers/%s/os-volume_attachments' % db),
                ('volume', '/volumes/detail'), ('volume', '/snapshots/detail'),
                ('volume', '/limits'), ('image', '/v2/images'), ('network', '/v2.0/networks'),
                ('network', '/v2.0/ports?device_id=' + web)):
            self.get(service, path, account='reader', record='status')

    def test_compute(self):
        web = self.cloud.web()
        for body in ({'createImage': {'name': 'x'}}, {'os-stop': None}, {'os-start': None},
                     {'reboot': {'type': 'SOFT'}}, {'pause': None}, {'lock': None},
                     {'os-getConsoleOutput': {}}):
            self.action(web, body, 403, account='reader')
        self.action(self.cloud.db()[0], {'createImage': {'name': 'x'}}, 403, account='reader')
        self.delete('compute', '/servers/' + web, 403, account='reader')
        self.ask('PUT', 'compute', '/servers/' + web, 403, body={'server': {'name': 'x'}},
                 account='reader')
        self.post('compute', '/servers', self.cloud.server_body(
            'x', imageRef=self.cloud.image['id']), 403, account='reader')
        self.post('compute', '/servers/%s/os-volume_attachments' % web,
                  {'volumeAttachment': {'volumeId': self.cloud.db()[2]}}, 403, account='reader')

    def test_volume(self):
        volume = self.cloud.make_volume('guarded')
        snapshot = self.cloud.post('volume', '/snapshots', {'snapshot': {
            'volume_id': volume, 'name': self.own('guarded')}})['snapshot']['id']
        self.cloud.made('volume', '/snapshots/' + snapshot)
        self.cloud.snapshot_is(snapshot)
        self.post('volume', '/snapshots', {'snapshot': {'volume_id': volume, 'name': 'x'}}, 403,
                  account='reader')
        self.post('volume', '/volumes', {'volume': {'size': 1, 'name': 'x'}}, 403, account='reader')
        for path in ('/volumes/' + volume, '/snapshots/' + snapshot):
            self.delete('volume', path, 403, account='reader')
            self.ask('PUT', 'volume', path, 403, account='reader',
                     body={path.split('/')[1][:-1]: {'name': 'x'}})

    def test_image(self):
        image = self.cloud.post('image', '/v2/images', {
            'name': self.own('guarded'), 'disk_format': 'raw', 'container_format': 'bare'})['id']
        self.cloud.made('image', '/v2/images/' + image)
        self.post('image', '/v2/images', {'name': 'x'}, 403, account='reader')
        self.delete('image', '/v2/images/' + image, 403, account='reader')
        self.ask('PATCH', 'image', '/v2/images/' + image, 403, account='reader',
                 data='[{"op": "replace", "path": "/name", "value": "x"}]',
                 headers={'Content-Type': 'application/openstack-images-v2.1-json-patch'})
        self.get('image', '/v2/images/' + image, account='reader', record='keys')
