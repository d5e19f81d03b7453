"""Volumes and their snapshots, and what holds them."""
from case import NOBODY, Case


class VolumeReads(Case):
    def test_show(self):
        _, root, data = self.cloud.db()
        spare = self.cloud.make_volume('spare')
        for mv in (None, '3.12', '3.47', '3.48', '3.61', '3.63', '3.65', '3.70'):
            for volume in (root, data, spare):
                self.get('volume', '/volumes/' + volume, mv=mv)

    def test_list(self):
        for name in ('a', 'b', 'c'):
            self.cloud.make_volume('list-' + name)
        for mv in (None, '3.70'):
            self.get('volume', '/volumes', mv=mv, pick=self.mine('volumes'),
                     drop=['volumes_links'])
            self.get('volume', '/volumes/detail', mv=mv, pick=self.mine('volumes'),
                     drop=['volumes_links'])
        self.get('volume', '/volumes/detail?name=%s&with_count=True' % self.own('list-a'),
                 mv='3.45')
        self.get('volume', '/volumes?with_count=nonsense', 400, mv='3.45')

    def test_paging(self):
        volumes = [self.cloud.make_volume('page-' + n) for n in 'abc']
        seen, marker = [], ''
        while True:
            body = self.get('volume', '/volumes?limit=1&sort=name:asc' + marker,
                            record='status')
            if not body['volumes']:
                break
            self.assertEqual([link['rel'] for link in body['volumes_links']], ['next'])
            self.assertIn('marker=' + body['volumes'][0]['id'], body['volumes_links'][0]['href'])
            seen.append(body['volumes'][0]['id'])
            marker = '&marker=' + seen[-1]
        self.script.lines.clear()       # how many pages there are is the cloud's own affair
        self.assertEqual([v for v in seen if v in volumes], volumes)
        self.assertEqual(len(seen), len(set(seen)))
        self.get('volume', '/volumes?limit=0', record='keys')
        for wrong in ('limit=-1', 'limit=x', 'marker=' + NOBODY, 'sort=nonsense',
                      'sort=name:sideways', 'offset=-1'):
            self.get('volume', '/volumes?' + wrong, 404 if wrong.startswith('marker') else 400)

    def test_filters(self):
        one = self.cloud.make_volume('filter', metadata={'colour': self.own('red')})
        for query, expected in (('name=' + self.own('filter'), [one]),
                                ('name=%s&status=available' % self.own('filter'), [one]),
                                ('name=%s&status=in-use' % self.own('filter'), []),
                                ('status=nonsense', []), ('name=' + NOBODY, []),
                                ('metadata={"colour":"%s"}' % self.own('red'), [one]),
                                ('name=%s&bootable=false' % self.own('filter'), [one]),
                                ('name=%s&bootable=true' % self.own('filter'), [])):
            body = self.get('volume', '/volumes?' + query)
            self.assertEqual([v['id'] for v in body['volumes']], expected, query)

    def test_absent(self):
        for path in ('/volumes/', '/snapshots/'):
            self.get('volume', path + NOBODY, 404)
            self.get('volume', path + 'nonsense', 404)
            self.delete('volume', path + NOBODY, 404)
            self.ask('PUT', 'volume', path + NOBODY, 404,
                     body={path.strip('/')[:-1]: {'name': 'x'}})

    def test_limits(self):
        project = self.cloud.member.project
        self.get('volume', '/limits', record='shape')
        self.get('volume', '/os-quota-sets/' + project, record='status')
        self.get('volume', '/os-quota-sets/%s?usage=True' % project, record='status')
        usage = self.answer.json()['quota_set']
        for key in ('volumes', 'snapshots', 'gigabytes'):
            self.script.note(key, sorted(usage[key]))
        self.get('volume', '/types', record='shape', pick=lambda b: {
            'volume_types': [{k: v for k, v in t.items() if k != 'extra_specs'}
                             for t in b['volume_types'][:1]]})
        self.get('volume', '/types/default', record='shape', pick=lambda b: {
            'volume_type': {k: v for k, v in b['volume_type'].items() if k != 'extra_specs'}})
        self.get('volume', '/messages', mv='3.3', record='keys')

    def test_another_project(self):
        url = self.cloud.member.urls['volume'].replace(self.cloud.member.project, 'f' * 32)
        self.get('volume', url + '/volumes', 400)


class VolumeChanges(Case):
    def test_life(self):
        body = self.post('volume', '/volumes', {'volume': {
            'name': self.own('life'), 'size': 1, 'description': 'of a case',
            'metadata': {'k': 'v'}}}, 202)
        volume = body['volume']['id']
        self.cloud.made('volume', '/volumes/' + volume)
        self.cloud.known[volume] = 'life'
        # Of no type: it gets the default.
        usual = self.cloud.json('/types/default', 'volume')['volume_type']['name']
        self.assertEqual(self.cloud.json('/volumes/' + volume, 'volume')['volume']['volume_type'], usual)
        self.states('create', lambda: self.cloud.json('/volumes/' + volume, 'volume')['volume'][
            'status'], 'available', ['creating', 'available'], ['creating'])
        self.get('volume', '/volumes/' + volume)
        self.ask('PUT', 'volume', '/volumes/' + volume, 200,
                 body={'volume': {'name': self.own('renamed'), 'description': None}})
        self.post('volume', '/volumes/%s/metadata' % volume, {'metadata': {'a': 'b'}}, 200)
        # as a whole
        self.ask('PUT', 'volume', '/volumes/' + volume, 200, body={'volume': {'metadata': {'only': 'this'}}})
        self.get('volume', '/volumes/%s/metadata' % volume)
        self.post('volume', '/volumes/%s/action' % volume, {'os-extend': {'new_size': 2}}, 202)
        self.cloud.volume_is(volume)
        self.post('volume', '/volumes/%s/action' % volume, {'os-extend': {'new_size': 1}}, 400)
        self.post('volume', '/volumes/%s/action' % volume, {'nonsense': None}, 400)
        self.delete('volume', '/volumes/' + volume, 202)
        self.cloud.gone('volume', '/volumes/' + volume)
        self.get('volume', '/volumes/' + volume, 404)

    def test_refused(self):
        for change in ({'size': 0}, {'size': -1}, {'size': 'x'}, {'size': None},
                       {'name': 'x' * 256}, {'volume_type': 'nonsense'},
                       {'imageRef': NOBODY}, {'snapshot_id': NOBODY}, {'source_volid': NOBODY},
                       {'availability_zone': 'nonsense'}):
            expect = 404 if set(change) & {'volume_type', 'snapshot_id', 'source_volid'} else 400
            self.post('volume', '/volumes', {'volume': dict({'name': 'x', 'size': 1}, **change)},
                      expect)
        self.post('volume', '/volumes', {}, 400)
        self.post('volume', '/volumes', {'volume': {'name': 'x'}}, 400)
        self.post('volume', '/volumes', {'volume': {'name': 'x', 'size': 10000000}}, 413,
                  numbers=True)

    def test_in_use(self):
        _, root, data = self.cloud.db()
        for volume in (root, data):
            self.delete('volume', '/volumes/' + volume, 400)
            self.post('volume', '/volumes/%s/action' % volume, {'os-extend': {'new_size': 100}},
                      400)

    def test_attach_and_detach(self):
        web = self.cloud.web()
        volume = self.cloud.make_volume('moves')
        path = '/servers/%s/os-volume_attachments' % web
        self.post('compute', path, {'volumeAttachment': {'volumeId': volume}}, 200, mv='2.89')
        self.cloud.volume_is(volume, 'in-use')
        self.cloud.settled(web, 'ACTIVE')
        self.get('compute', path, mv='2.89')
        self.get('volume', '/volumes/' + volume)
        self.post('compute', path, {'volumeAttachment': {'volumeId': volume}}, 400)
        self.post('compute', path, {'volumeAttachment': {'volumeId': NOBODY}}, 404)
        self.delete('compute', '%s/%s' % (path, volume), 202)
        self.cloud.volume_is(volume)
        self.delete('compute', '%s/%s' % (path, volume), 404)
        server, root, _ = self.cloud.db()
        self.delete('compute', '/servers/%s/os-volume_attachments/%s' % (server, root), 400)


    def test_attach_refusals(self):
        web = self.cloud.web()
        volume = self.cloud.make_volume('held')
        path = '/servers/%s/os-volume_attachments' % web
        for change in ({'device': 'nonsense'}, {'volumeId': 'nonsense'}, {'tag': 'a/b'},
                       {'delete_on_termination': 'perhaps'}, {'delete_on_termination': None}):
            self.post('compute', path, {'volumeAttachment': dict({'volumeId': volume}, **change)},
                      400, mv='2.89')
        self.post('compute', path, {'volumeAttachment': {
            'volumeId': volume, 'delete_on_termination': True}}, 400, mv='2.78')
        self.action(web, {'lock': None}, 202)
        self.post('compute', path, {'volumeAttachment': {'volumeId': volume}}, 409, mv='2.89')
        self.action(web, {'unlock': None}, 202)

    def test_flags(self):
        volume = self.cloud.make_volume('flags')
        act = '/volumes/%s/action' % volume
        self.post('volume', act, {'os-update_readonly_flag': {'readonly': True}}, 202)
        self.get('volume', '/volumes/' + volume)
        self.post('volume', act, {'os-update_readonly_flag': {'readonly': False}}, 202)
        self.post('volume', act, {'os-set_bootable': {'bootable': True}}, 200)
        self.get('volume', '/volumes/' + volume)
        _, _, data = self.cloud.db()
        self.post('volume', '/volumes/%s/action' % data,
                  {'os-update_readonly_flag': {'readonly': True}}, 400)

    def test_image_properties(self):
        volume = self.cloud.make_volume('boots')
        act = '/volumes/%s/action' % volume
        show = {'os-show_image_metadata': None}
        self.post('volume', act, {'os-set_image_metadata': {
            'metadata': {'hw_firmware_type': 'uefi', 'hw_machine_type': 'q35'}}}, 200)
        self.post('volume', act, {'os-set_image_metadata': {
            'metadata': {'hw_machine_type': 'pc'}}}, 200)
        self.get('volume', '/volumes/' + volume)
        # Only what boots hands them on.
        plain = self.cloud.make_volume('plain', source_volid=volume)
        self.post('volume', '/volumes/%s/action' % plain, show, 404)
        self.post('volume', act, {'os-set_bootable': {'bootable': True}}, 200)
        # A volume snapshot has what the volume had; the volume may change meanwhile.
        snapshot = self.post('volume', '/snapshots', {'snapshot': {
            'volume_id': volume, 'name': self.own('boots')}}, 202, record='status')['snapshot']
        self.cloud.made('volume', '/snapshots/' + snapshot['id'])
        self.cloud.snapshot_is(snapshot['id'])
        self.post('volume', act, {'os-unset_image_metadata': {'key': 'hw_firmware_type'}}, 200)
        self.post('volume', act, show, 200)
        for copy, source in (('from-snapshot', {'snapshot_id': snapshot['id']}),
                             ('from-volume', {'source_volid': volume})):
            made = self.cloud.make_volume(copy, **source)
            self.post('volume', '/volumes/%s/action' % made, show, 200)

    def test_retype(self):
        volume = self.cloud.make_volume('retype')
        act = '/volumes/%s/action' % volume
        self.post('volume', act, {'os-retype': {'new_type': 'standard'}}, 400)
        self.post('volume', act, {'os-retype': {
            'new_type': 'fast', 'migration_policy': 'sometimes'}}, 400)
        self.post('volume', act, {'os-retype': {
            'new_type': 'fast', 'migration_policy': 'on-demand'}}, 202)
        self.cloud.wait('retyped', lambda: self.cloud.json(
            '/volumes/' + volume, 'volume')['volume']['volume_type'] == 'fast')
        self.cloud.volume_is(volume)

    def test_upload_refusals(self):
        volume = self.cloud.make_volume('upload')
        act = '/volumes/%s/action' % volume
        for change in ({'image_name': ''}, {'disk_format': 'nonsense'}, {'force': 'perhaps'},
                       {'visibility': 'nonsense'}, {'nonsense': 1}):
            self.post('volume', act, {'os-volume_upload_image': dict(
                {'image_name': 'x'}, **change)}, 400, mv='3.70')
        _, _, data = self.cloud.db()
        self.post('volume', '/volumes/%s/action' % data,
                  {'os-volume_upload_image': {'image_name': 'x'}}, 400, mv='3.70')


class VolumeTransfers(Case):
    def test_offer(self):
        volume = self.cloud.make_volume('offer')
        body = self.post('volume', '/os-volume-transfer', {'transfer': {
            'volume_id': volume, 'name': self.own('offer')}}, 202, record='keys')
        transfer, key = body['transfer']['id'], body['transfer']['auth_key']
        self.cloud.known[transfer] = 'transfer'
        self.cloud.known[key] = 'key'
        self.get('volume', '/os-volume-transfer/' + transfer, record='keys')
        self.get('volume', '/volumes/' + volume)
        self.post('volume', '/os-volume-transfer', {'transfer': {'volume_id': volume}}, 400)
        self.post('volume', '/os-volume-transfer/%s/accept' % transfer,
                  {'accept': {'auth_key': 'wrong'}}, 400)
        self.post('volume', '/os-volume-transfer/%s/accept' % transfer, {'accept': {}}, 400)
        self.post('volume', '/os-volume-transfer/%s/accept' % NOBODY,
                  {'accept': {'auth_key': key}}, 404)
        self.delete('volume', '/os-volume-transfer/' + transfer, 202)
        self.delete('volume', '/os-volume-transfer/' + transfer, 404)
        self.cloud.volume_is(volume)
        _, _, data = self.cloud.db()
        self.post('volume', '/os-volume-transfer', {'transfer': {'volume_id': data}}, 400)
        self.post('volume', '/os-volume-transfer', {'transfer': {'volume_id': NOBODY}}, 404)
        self.post('volume', '/os-volume-transfer', {'transfer': {}}, 400)


class VolumeSnapshots(Case):
    def snapshot(self, volume, name, expect=202, mv=None, known=None, **more):
        body = self.post('volume', '/snapshots', {'snapshot': dict(
            {'volume_id': volume, 'name': self.own(name)}, **more)}, expect, mv=mv)
        if expect != 202:
            return None
        snapshot = body['snapshot']['id']
        self.cloud.known[snapshot] = 'snapshot ' + name
        self.cloud.made('volume', '/snapshots/' + snapshot)
        return snapshot

    def status(self, snapshot):
        answer = self.cloud.member.send('GET', 'volume', '/snapshots/' + snapshot)
        return answer.json()['snapshot']['status'] if answer.ok else answer.status_code

    def test_life(self):
        volume = self.cloud.make_volume('source')
        snapshot = self.snapshot(volume, 'life', description='of a case', metadata={'k': 'v'})
        self.delete('volume', '/snapshots/' + snapshot, 400)
        self.states('create', lambda: self.status(snapshot), 'available',
                    ['creating', 'available'], ['creating'])
        for mv in (None, '3.14', '3.41', '3.65', '3.70'):
            self.get('volume', '/snapshots/' + snapshot, mv=mv)
        self.ask('PUT', 'volume', '/snapshots/' + snapshot, 200,
                 body={'snapshot': {'name': self.own('renamed'), 'description': 'other'}})
        self.post('volume', '/snapshots/%s/metadata' % snapshot, {'metadata': {'a': 'b'}}, 200)
        self.ask('PUT', 'volume', '/snapshots/%s/metadata' % snapshot, 200,
                 body={'metadata': {'only': 'this'}})
        self.get('volume', '/snapshots/%s/metadata' % snapshot)
        # its volume stays as long as it does
        self.delete('volume', '/volumes/' + volume, 400)
        self.delete('volume', '/snapshots/' + snapshot, 202)
        self.states('delete', lambda: self.status(snapshot), 404, ['deleting', 404], ['deleting'])
        self.get('volume', '/snapshots/' + snapshot, 404)
        self.delete('volume', '/snapshots/' + snapshot, 404)

    def test_delete_twice(self):
        volume = self.cloud.make_volume('twice')
        snapshot = self.snapshot(volume, 'twice')
        self.cloud.snapshot_is(snapshot)
        self.delete('volume', '/snapshots/' + snapshot, 202)
        self.delete('volume', '/snapshots/' + snapshot, 400)
        self.get('volume', '/snapshots/' + snapshot, record='shape')

    def test_in_use(self):
        """force: needed below 3.66, refused when false and needless from there on."""
        _, root, data = self.cloud.db()
        self.snapshot(data, 'refused', 400)
        self.snapshot(data, 'refused', 400, mv='3.65')
        self.snapshot(data, 'refused', 400, mv='3.65', force=False)
        self.snapshot(data, 'forced', mv='3.65', force=True)
        self.snapshot(data, 'refused', 400, mv='3.66', force=False)
        self.snapshot(data, 'needless', mv='3.66', force=True)
        self.snapshot(data, 'plain', mv='3.66')
        self.snapshot(root, 'root', mv='3.70')

    def test_refused(self):
        volume = self.cloud.make_volume('picky')
        for change, expect in (({'name': 'x' * 256}, 400), ({'volume_id': NOBODY}, 404),
                               ({'volume_id': 'nonsense'}, 400), ({'nonsense': 1}, 400),
                               ({'metadata': {'k': 'x' * 256}}, 400), ({'force': 'x'}, 400)):
            self.post('volume', '/snapshots', {'snapshot': dict(
                {'volume_id': volume, 'name': 'x'}, **change)}, expect)
        self.post('volume', '/snapshots', {}, 400)
        self.post('volume', '/snapshots', {'snapshot': {'name': 'x'}}, 400)

    def test_lists(self):
        volume = self.cloud.make_volume('listed')
        # they may share a second, and their order by time is then by chance: sorted by name
        made = [self.snapshot(volume, 'list-' + n, metadata={'n': n}) for n in 'abc']
        for snapshot in made:
            self.cloud.snapshot_is(snapshot)
        for mv in (None, '3.70'):
            self.get('volume', '/snapshots', mv=mv, pick=self.mine('snapshots'),
                     drop=['snapshots_links'])
            self.get('volume', '/snapshots/detail?volume_id=' + volume, mv=mv,
                     pick=self.mine('snapshots'))
        of = 'volume_id=%s&' % volume
        for query, mv, expected in (
                (of + 'name=' + self.own('list-b'), None, made[1:2]),
                (of + 'status=error', None, []),
                (of + 'sort=name:desc&status=available', '3.30', made[::-1]),
                (of + 'sort=name:asc&limit=2', '3.30', made[:2]),
                (of + 'sort=name:asc&limit=1&marker=' + made[1], '3.30', made[2:]),
                (of + 'metadata={"n":"c"}', '3.22', made[2:])):
            body = self.get('volume', '/snapshots?' + query, mv=mv)
            self.assertEqual([s['id'] for s in body['snapshots']], expected, query)
        self.get('volume', '/snapshots?%swith_count=True&sort=name:asc' % of, mv='3.45')
        self.get('volume', '/snapshots?name~=list', 400, mv='3.31')
        self.get('volume', '/snapshots/detail?name~=list', 400, mv='3.70')
        self.get('volume', '/volumes/detail?name~=list', 400, mv='3.70')
        self.get('volume', '/snapshots?marker=' + NOBODY, 404)
        self.get('volume', '/snapshots?limit=-1', 400)

    def test_dependants(self):
        volume = self.cloud.make_volume('parent')
        snapshot = self.snapshot(volume, 'parent')
        self.cloud.snapshot_is(snapshot)
        self.post('volume', '/volumes', {'volume': {
            'name': 'x', 'size': 10000, 'snapshot_id': snapshot}}, 413, numbers=True)
        child = self.cloud.make_volume('child', snapshot_id=snapshot)
        self.get('volume', '/volumes/' + child)
        self.delete('volume', '/volumes/%s?cascade=true' % volume, 202)
        self.cloud.gone('volume', '/volumes/' + volume)
        self.assertEqual(self.status(snapshot), 404)
        self.get('volume', '/volumes/' + child)

    def test_quota(self):
        """Over the number of snapshots: 413 of cinder; and nothing is left behind."""
        cloud = self.cloud
        volume = cloud.make_volume('full', account=cloud.small)
        limits = cloud.json('/limits', 'volume', cloud.small)['limits']['absolute']
        free = limits['maxTotalSnapshots'] - limits['totalSnapshotsUsed']
        self.assertLess(free, 300, 'too large a quota to be filled')
        for number in range(free):
            row = cloud.post('volume', '/snapshots', {'snapshot': {
                'volume_id': volume, 'name': self.own('full-%d' % number)}}, cloud.small)
            cloud.made('volume', '/snapshots/' + row['snapshot']['id'], cloud.small)
        self.post('volume', '/snapshots', {'snapshot': {
            'volume_id': volume, 'name': self.own('over')}}, 413, account='small', numbers=True)
        self.assertEqual(self.answer.headers.get('Retry-After'), '0')
        body = self.get('volume', '/snapshots?name=' + self.own('over'), account='small')
        self.assertEqual(body['snapshots'], [])
        # nova looks at it before anything is made
        server = [s for s in cloud.json('/servers/detail', account=cloud.small)['servers']
                  if s['id'] not in cloud.known and s['image'] == '' and s['status'] in ('ACTIVE', 'SHUTOFF')
                  and s['OS-EXT-STS:task_state'] is None
                  and s['os-extended-volumes:volumes_attached']][0]
        self.action(server['id'], {'createImage': {'name': self.own('over')}}, 403, mv='2.93',
                    account='small', numbers=True)
        body = self.get('image', '/v2/images?name=' + self.own('over'), account='small')
        self.assertEqual(body['images'], [])


    def test_largest_volume(self):
        """Larger than a volume of the project may be: 413, when it is created and when it is extended."""
        cloud = self.cloud
        quotas = cloud.json('/os-quota-sets/' + cloud.small.project, 'volume', cloud.small)['quota_set']
        self.assertIn(quotas['per_volume_gigabytes'], range(1, 60000000))
        self.post('volume', '/volumes', {'volume': {
            'name': self.own('large'), 'size': 60000000}}, 413, account='small', numbers=True)
        volume = cloud.make_volume('plain', account=cloud.small)
        self.post('volume', '/volumes/%s/action' % volume, {'os-extend': {'new_size': 60000000}}, 413,
                  account='small', numbers=True)
        row = cloud.json('/volumes/' + volume, 'volume', cloud.small)['volume']
        self.assertEqual((row['status'], row['size']), ('available', 1))

    def test_quota_of_a_type(self):
        """Over the number of volumes of one type: 413, in the words of cinder; nothing is left behind."""
        cloud = self.cloud
        quotas = cloud.json('/os-quota-sets/%s?usage=True' % cloud.small.project, 'volume', cloud.small)
        fast = quotas['quota_set']['volumes_fast']
        plain = cloud.make_volume('plain', account=cloud.small)
        for number in range(fast['limit'] - fast['in_use']):
            cloud.make_volume('fast-%d' % number, account=cloud.small, volume_type='fast')
        self.post('volume', '/volumes', {'volume': {
            'name': self.own('over'), 'size': 1, 'volume_type': 'fast'}}, 413, account='small', numbers=True)
        body = self.get('volume', '/volumes?name=' + self.own('over'), account='small')
        self.assertEqual(body['volumes'], [])
        self.post('volume', '/volumes/%s/action' % plain, {'os-retype': {
            'new_type': 'fast', 'migration_policy': 'on-demand'}}, 413, account='small', numbers=True)
        row = cloud.json('/volumes/' + plain, 'volume', cloud.small)['volume']
        self.assertEqual((row['status'], row['volume_type']), ('available', 'standard'))


class SharedVolumes(Case):
    """A volume that several servers have at the same time, where a type allows that."""

    def test_two_servers(self):
        types = self.cloud.json('/types', 'volume')['volume_types']
        shared = next((row['name'] for row in types
                       if row['extra_specs'].get('multiattach') == '<is> True'), None)
        if shared is None:
            self.skipTest('no type for several servers')
        volume = self.cloud.make_volume('shared', volume_type=shared)
        first, second = self.cloud.web(), self.cloud.make_server(
            'second', imageRef=self.cloud.image['id'])
        wanted = {'volumeAttachment': {'volumeId': volume}}
        path = '/servers/%s/os-volume_attachments'
        self.post('compute', path % first, wanted, 400, mv='2.59')
        self.post('compute', path % first, wanted, 200, mv='2.60')
        self.cloud.volume_is(volume, 'in-use')
        self.post('compute', path % first, wanted, 400, mv='2.60')
        self.post('compute', path % second, wanted, 200, mv='2.60')
        self.cloud.volume_is(volume, 'in-use')
        row = self.cloud.json('/volumes/' + volume, 'volume')['volume']
        self.script.note('shared', [row['multiattach'], len(row['attachments'])])
        self.post('volume', '/volumes/%s/action' % volume, {'os-retype': {
            'new_type': 'standard', 'migration_policy': 'never'}}, 400)
        for server in (second, first):
            self.delete('compute', (path % server) + '/' + volume, 202)
            left = self.cloud.wait('detached', lambda server=server: next((
                [len(v['attachments'])] for v in [self.cloud.json('/volumes/' + volume, 'volume')['volume']]
                if server not in [a['server_id'] for a in v['attachments']]), None))
            self.script.note('left', left)
        self.cloud.volume_is(volume)
