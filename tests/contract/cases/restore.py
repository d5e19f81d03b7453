"""What becomes of snapshots: volumes, servers, and volumes gone back to one."""
import json

from case import NOBODY, Case

PATCH = {'Content-Type': 'application/openstack-images-v2.1-json-patch'}


class FromVolumeSnapshots(Case):
    def volume_snapshot(self, volume, name):
        row = self.cloud.post('volume', '/snapshots', {'snapshot': {
            'volume_id': volume, 'name': self.own(name), 'force': True}})['snapshot']
        self.cloud.known[row['id']] = 'snapshot ' + name
        self.cloud.made('volume', '/snapshots/' + row['id'])
        self.cloud.snapshot_is(row['id'])
        return row['id']

    def revert(self, volume, snapshot, expect, mv='3.40'):
        self.post('volume', '/volumes/%s/action' % volume, {'revert': {'snapshot_id': snapshot}},
                  expect, mv=mv)

    def test_volume(self):
        """A volume is as large as its snapshot or larger, and in time available."""
        source = self.cloud.make_volume('from', 2)
        snapshot = self.volume_snapshot(source, 'from')
        self.post('volume', '/volumes', {'volume': {
            'name': self.own('small'), 'size': 1, 'snapshot_id': snapshot}}, 400)
        for name, size in (('equal', None), ('larger', 3)):
            wanted = {'name': self.own(name), 'snapshot_id': snapshot, 'size': size}
            row = self.post('volume', '/volumes', {'volume': wanted}, 202)['volume']
            self.assertEqual(row['size'], size or 2)
            self.cloud.known[row['id']] = name
            self.cloud.made('volume', '/volumes/' + row['id'])
            self.states(name, lambda: self.cloud.json('/volumes/' + row['id'], 'volume')['volume'][
                'status'], 'available', ['creating', 'available'], ['creating'])
            self.get('volume', '/volumes/' + row['id'], mv='3.70')
        # nothing leans on the snapshot: the volumes outlive it
        self.delete('volume', '/snapshots/' + snapshot, 202)
        self.cloud.gone('volume', '/snapshots/' + snapshot)
        self.get('volume', '/volumes/' + row['id'], mv='3.70')

    def test_revert_refused(self):
        """Only to the latest one of a volume that nothing uses and that has kept its size."""
        volume = self.cloud.make_volume('back')
        self.revert(volume, NOBODY, 400)
        first = self.volume_snapshot(volume, 'first')
        latest = self.volume_snapshot(volume, 'latest')
        self.revert(volume, latest, 404, mv='3.39')
        self.revert(volume, first, 400)
        self.revert(volume, NOBODY, 400)
        self.revert(volume, None, 400)
        self.post('volume', '/volumes/%s/action' % volume, {'os-extend': {'new_size': 2}}, 202)
        self.cloud.volume_is(volume)
        self.revert(volume, latest, 400)

    def test_revert_in_use(self):
        _, _, data = self.cloud.db()
        snapshot = self.volume_snapshot(data, 'attached')
        self.revert(data, snapshot, 409)

    def test_server(self):
        """A server on a volume of its own that nova makes from a volume snapshot."""
        _, root, _ = self.cloud.db()
        snapshot = self.volume_snapshot(root, 'boot')
        device = {'boot_index': 0, 'uuid': snapshot, 'source_type': 'snapshot',
                  'destination_type': 'volume', 'delete_on_termination': True}
        server = self.cloud.make_server('booted', block_device_mapping_v2=[device])
        attached = self.cloud.server(server)['os-extended-volumes:volumes_attached']
        self.assertEqual(len(attached), 1)
        volume = attached[0]['id']
        self.cloud.known[volume] = 'booted volume'
        self.get('compute', '/servers/' + server, mv='2.93')
        self.get('volume', '/volumes/' + volume, mv='3.70')
        self.delete('compute', '/servers/' + server, 204)
        self.cloud.gone('compute', '/servers/' + server)
        self.cloud.gone('volume', '/volumes/' + volume)

    def test_server_refused(self):
        """Refused as a whole, before anything is made: devices that are not there, or do not boot."""
        _, root, _ = self.cloud.db()
        snapshot = self.volume_snapshot(root, 'refused')

        def device(source, uuid, **more):
            return dict({'uuid': uuid, 'source_type': source, 'destination_type': 'volume'}, **more)

        for devices in (
                [device('snapshot', NOBODY, boot_index=0)],
                [device('volume', NOBODY, boot_index=0)],
                [device('image', NOBODY, boot_index=0, volume_size=1)],
                [device('snapshot', snapshot, boot_index=1)],
                [device('snapshot', snapshot)],
                [device('snapshot', snapshot, boot_index=-1)],
                [device('snapshot', snapshot, boot_index=0),
                 device('snapshot', snapshot, boot_index=0)],
                [device('snapshot', snapshot, boot_index=0),
                 device('snapshot', snapshot, boot_index=2)]):
            self.post('compute', '/servers', self.cloud.server_body(
                'refused', block_device_mapping_v2=devices), 400, mv='2.67')
        # where there are devices, the image has to be one of them
        self.post('compute', '/servers', self.cloud.server_body(
            'refused', imageRef=self.cloud.image['id'],
            block_device_mapping_v2=[device('snapshot', snapshot, boot_index=-1)]), 400, mv='2.67')


class ImageChanges(Case):
    def patch(self, image, expect, *changes):
        body = [dict({'op': op, 'path': path}, **({'value': value[0]} if value else {}))
                for op, path, *value in changes]
        self.ask('PATCH', 'image', '/v2/images/' + image, expect, data=json.dumps(body),
                 headers=PATCH)

    def test_patch(self):
        row = self.cloud.post('image', '/v2/images', {'name': self.own('patched'), 'colour': 'red'})
        image = row['id']
        self.cloud.known[image] = 'patched'
        self.cloud.made('image', '/v2/images/' + image)
        self.patch(image, 200, ('replace', '/min_disk', 3), ('replace', '/os_hidden', True))
        self.patch(image, 200, ('replace', '/os_hidden', False), ('add', '/taste', 'sweet'))
        self.patch(image, 200, ('replace', '/colour', 'blue'), ('remove', '/taste'))
        self.patch(image, 409, ('remove', '/taste'))
        self.patch(image, 409, ('replace', '/smell', 'none'))
        self.patch(image, 400, ('replace', '/min_disk', -1))
        self.patch(image, 400, ('replace', '/os_hidden', 'perhaps'))
        self.patch(image, 403, ('replace', '/size', 5))
        self.patch(image, 200, ('replace', '/protected', True))
        try:
            self.delete('image', '/v2/images/' + image, 403)
        finally:
            self.patch(image, 200, ('replace', '/protected', False))
        self.delete('image', '/v2/images/' + image, 204)
