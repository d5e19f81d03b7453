"""createImage: of a server on an image, and of one on volumes."""
from case import NOBODY, Case

TASK = 'OS-EXT-STS:task_state'
TASKS = ['image_snapshot_pending', 'image_snapshot', 'image_pending_upload', 'image_uploading', None]
# what the base image brings along is each cloud's own
KEPT = {'architecture', 'hw_disk_bus', 'hw_vif_model', 'os_distro', 'os_version', 'os_type',
        'os_admin_user', 'kernel_id', 'ramdisk_id', 'hw_qemu_guest_agent', 'os_require_quiesce'}


class Snapshots(Case):
    def create(self, server, name, expect=202, mv='2.93', **kw):
        """createImage; the new image's id, by whichever way the microversion tells it."""
        body = self.action(server, {'createImage': dict({'name': self.own(name)}, **kw)}, expect,
                           mv=mv)
        if mv and tuple(map(int, mv.split('.'))) >= (2, 45):
            self.assertEqual(list(body), ['image_id'])
            self.assertNotIn('Location', self.answer.headers)
            image = body['image_id']
        else:
            self.assertIsNone(body)
            image = self.answer.headers['Location'].rsplit('/', 1)[1]
        self.cloud.known[image] = 'image ' + name
        self.cloud.made('image', '/v2/images/' + image)
        return image

    def inherited(self):
        """Properties of the base image, and such as every guest image may carry."""
        standard = {'id', 'name', 'status', 'visibility', 'owner', 'tags', 'self', 'file', 'schema',
                    'protected', 'os_hidden', 'os_hash_algo', 'created_at', 'updated_at', 'size',
                    'min_disk', 'min_ram', 'checksum', 'os_hash_value', 'virtual_size',
                    'disk_format', 'container_format'}
        return (set(self.cloud.image) - standard) | (KEPT - {'os_type'})

    def show(self, image, **kw):
        return self.get('image', '/v2/images/' + image, drop=self.inherited(), **kw)

    def volume_snapshots(self, name, count):
        """The volume snapshots of a snapshot, registered to be deleted."""
        rows = self.cloud.json('/snapshots/detail?name=snapshot for ' + self.own(name),
                               'volume')['snapshots']
        for row in rows:
            self.cloud.made('volume', '/snapshots/' + row['id'])
        self.assertEqual(len(rows), count)
        return rows


class OfAnImageBackedServer(Snapshots):
    def tasks(self, server):
        self.states('task_state', lambda: self.cloud.server(server)[TASK], None, TASKS,
                    ['image_snapshot_pending', 'image_snapshot'])

    def test_2_1(self):
        image = self.create(self.cloud.web(), 'old', mv=None, metadata={'purpose': 'nightly'})
        row = self.show(image)
        self.assertIn(row['status'], ('queued', 'saving'))
        self.tasks(self.cloud.web())
        self.cloud.image_is(image)
        row = self.show(image)
        self.assertEqual(row['purpose'], 'nightly')
        self.assertEqual(row['instance_uuid'], self.cloud.web())
        self.assertEqual(row['base_image_ref'], self.cloud.image['id'])
        self.assertGreater(row['size'], 0)
        self.assertEqual(row['min_disk'], max(self.cloud.flavor['disk'],
                                              self.cloud.image['min_disk']))
        self.delete('image', '/v2/images/' + image, 204)
        self.get('image', '/v2/images/' + image, 404)

    def test_2_45_and_while_it_runs(self):
        web = self.cloud.web()
        image = self.create(web, 'busy', mv='2.45')
        path = '/servers/' + web
        row = self.get('compute', path, mv='2.93', record='status')['server']
        self.assertEqual(row['status'], 'ACTIVE')
        self.assertIsNotNone(row[TASK])
        # the state in the words depends on when the request came
        states = '|'.join(TASKS[:-1])
        for body in ({'createImage': {'name': self.own('second')}}, {'os-stop': None},
                     {'reboot': {'type': 'SOFT'}}, {'pause': None}):
            verb = next(iter(body))
            answer = self.cloud.member.send('POST', 'compute', path + '/action', json=body)
            self.assertEqual(answer.status_code, 409, answer.text)
            self.assertRegex(answer.json()['conflictingRequest']['message'],
                             "^Cannot '.*' instance %s while it is in task_state (%s)$" % (
                                 web, states))
            self.script.note('409 of ' + verb, answer.json()['conflictingRequest']['message']
                             .rsplit(' ', 1)[0])
        self.tasks(web)
        self.cloud.image_is(image)
        actions = self.get('compute', path + '/os-instance-actions?limit=1', mv='2.93')
        request = actions['instanceActions'][0]['request_id']
        self.get('compute', '%s/os-instance-actions/%s' % (path, request), mv='2.93')

    def test_image_states(self):
        long = self.own('x').ljust(255, 'x')
        image = self.create(self.cloud.web(), 'states', metadata={'image_type': 'snapshot',
                                                                 'keep': long})
        self.states('image', lambda: self.cloud.json('/v2/images/' + image, 'image')['status'],
                    'active', ['queued', 'saving', 'active'], ['queued', 'saving'])
        self.cloud.settled(self.cloud.web(), 'ACTIVE')
        for query in ('instance_uuid=' + self.cloud.web(), 'name=' + self.own('states'),
                      'keep=' + long, 'image_type=snapshot&name=' + self.own('states')):
            body = self.get('image', '/v2/images?' + query, record='status')
            self.assertEqual([i['id'] for i in body['images']], [image], query)

    def test_of_a_shut_off_server(self):
        server = self.cloud.make_server('off', imageRef=self.cloud.image['id'])
        self.action(server, {'os-stop': None}, 202)
        self.cloud.settled(server, 'SHUTOFF')
        image = self.create(server, 'of-off')
        self.tasks(server)
        self.cloud.image_is(image)
        self.assertEqual(self.cloud.server(server)['status'], 'SHUTOFF')

    def test_delete_while_it_runs(self):
        server = self.cloud.make_server('vanishes', imageRef=self.cloud.image['id'])
        image = self.create(server, 'of-vanishing')
        self.delete('compute', '/servers/' + server, 204)
        self.cloud.gone('compute', '/servers/' + server)
        # what becomes of the image is decided by where the capture was: nova may leave it queued
        answer = self.cloud.member.send('GET', 'image', '/v2/images/' + image)
        self.assertIn(answer.status_code, (200, 404))


class OfAVolumeBackedServer(Snapshots):
    def test_2_93(self):
        server, root, data = self.cloud.db()
        image = self.create(server, 'set', metadata={'instance_uuid': server,
                                                     'image_type': 'snapshot'})
        self.assertIsNone(self.cloud.server(server)[TASK])
        rows = self.volume_snapshots('set', 2)
        self.assertEqual({r['volume_id'] for r in rows}, {root, data})
        self.cloud.image_is(image)
        row = self.show(image)
        self.assertEqual(row['size'], 0)
        self.assertEqual(row['min_disk'], self.cloud.flavor['disk'])
        for snapshot in rows:
            self.states('volume snapshot', lambda: self.cloud.json(
                '/snapshots/' + snapshot['id'], 'volume')['snapshot']['status'],
                'available', ['creating', 'available'], ['creating'])
        for mv in (None, '3.70'):
            self.get('volume', '/snapshots/detail?name=snapshot for ' + self.own('set'), mv=mv,
                     pick=lambda b: dict(b, snapshots=sorted(
                         b['snapshots'], key=lambda s: s['volume_id'] == data)))
        self.delete('image', '/v2/images/' + image, 204)
        self.get('image', '/v2/images/' + image, 404)
        states = {self.cloud.json('/snapshots/' + r['id'], 'volume')['snapshot']['status']
                  for r in rows}
        self.assertEqual(states, {'available'}, 'volume snapshots outlive the image')
        # a volume with snapshots stays
        self.delete('volume', '/volumes/' + data, 400)

    def test_2_1_inherits_nothing(self):
        server, *_ = self.cloud.db()
        image = self.create(server, 'plain', mv=None)
        self.volume_snapshots('plain', 2)
        self.cloud.image_is(image)
        row = self.show(image)
        self.assertNotIn('instance_uuid', row)
        self.assertNotIn('image_type', row)
        self.get('compute', '/servers/%s/os-instance-actions?limit=1' % server, mv='2.93')

    def test_launch(self):
        """A server from the image of a snapshot: new volumes, which outlive it."""
        server, root, data = self.cloud.db()
        image = self.create(server, 'launch', metadata={'instance_uuid': server})
        rows = self.volume_snapshots('launch', 2)
        for row in rows:
            self.cloud.snapshot_is(row['id'])
        before = {v['id'] for v in self.cloud.json('/volumes', 'volume')['volumes']}
        # an image that wants more room than the volume has is refused
        self.ask('PATCH', 'image', '/v2/images/' + image, 200, drop=self.inherited(), data=(
            '[{"op": "replace", "path": "/min_disk", "value": %d}]' % (
                self.cloud.flavor['disk'] + 1)), headers={
                    'Content-Type': 'application/openstack-images-v2.1-json-patch'})
        self.post('compute', '/servers', self.cloud.server_body('small', imageRef=image), 400,
                  numbers=True)
        self.ask('PATCH', 'image', '/v2/images/' + image, 200, drop=self.inherited(), data=(
            '[{"op": "replace", "path": "/min_disk", "value": %d}]' % self.cloud.flavor['disk']),
            headers={'Content-Type': 'application/openstack-images-v2.1-json-patch'})
        mark = self.cloud.mark()
        launched = self.cloud.make_server('launched', imageRef=image)
        made = [v for v in self.cloud.json('/volumes/detail', 'volume')['volumes']
                if v['id'] not in before]
        made = [v for v in made if v['snapshot_id'] in {r['id'] for r in rows}]
        self.assertEqual({v['volume_id'] for v in rows}, {root, data})
        self.assertEqual(len(made), 2)
        self.cloud.known.update({r['id']: 'snapshot of ' + ('root' if r['volume_id'] == root
                                                            else 'data') for r in rows})
        self.get('compute', '/servers/' + launched, mv='2.93')
        for volume in sorted(made, key=lambda v: v['snapshot_id'] != [
                r['id'] for r in rows if r['volume_id'] == root][0]):
            self.get('volume', '/volumes/' + volume['id'], mv='3.70')
        self.delete('compute', '/servers/' + launched, 204)
        self.cloud.gone('compute', '/servers/' + launched)
        for volume in made:
            self.cloud.volume_is(volume['id'])
            self.cloud.made('volume', '/volumes/' + volume['id'])
        self.assertGreaterEqual(self.cloud.mark(), mark)


class Refused(Snapshots):
    def test_names(self):
        for server in (self.cloud.web(), self.cloud.db()[0]):
            for name in ('', ' ', 'x' * 256, ' blank', 'blank ', None, 5, 'line\nbreak'):
                self.action(server, {'createImage': {'name': name}}, 400)
            self.action(server, {'createImage': {}}, 400)
            self.action(server, {'createImage': None}, 400)

    def test_metadata(self):
        for metadata in ({'k': 'x' * 256}, {'k' * 256: 'x'}, {'a/b': 'x'}, {'k': 5}, 'text'):
            self.action(self.cloud.web(), {'createImage': {'name': 'x', 'metadata': metadata}}, 400)
        self.action(self.cloud.web(), {'createImage': {'name': 'x', 'nonsense': 1}}, 400)

    def test_name_of_255(self):
        image = self.create(self.cloud.web(), 'x' * (255 - len(self.own(''))))
        self.cloud.image_is(image)
        self.assertEqual(len(self.cloud.json('/v2/images/' + image, 'image')['name']), 255)
        self.cloud.settled(self.cloud.web(), 'ACTIVE')

    def test_absent(self):
        self.action(NOBODY, {'createImage': {'name': 'x'}}, 404, mv='2.93')

    def test_wrong_states(self):
        server = self.cloud.make_server('shelved', imageRef=self.cloud.image['id'])
        self.action(server, {'shelve': None}, 202)

        def read():
            row = self.cloud.server(server)
            return '%s/%s' % (row['status'], row[TASK])
        order = ['ACTIVE/shelving', 'ACTIVE/shelving_image_pending_upload',
                 'ACTIVE/shelving_image_uploading', 'SHELVED/None', 'SHELVED/shelving_offloading',
                 'SHELVED_OFFLOADED/None']
        self.states('shelve', read, 'SHELVED_OFFLOADED/None', order, order[:-1])
        images = self.cloud.json('/v2/images?name=%s-shelved' % self.own('shelved'),
                                 'image')['images']
        self.assertEqual(len(images), 1)
        self.cloud.known[images[0]['id']] = 'shelved image'
        self.cloud.made('image', '/v2/images/' + images[0]['id'])
        self.show(images[0]['id'])
        self.action(server, {'createImage': {'name': 'x'}}, 409, mv='2.93')
        self.get('compute', '/servers/' + server, mv='2.93')
        self.action(server, {'unshelve': None}, 202)
        self.cloud.settled(server, 'ACTIVE')
