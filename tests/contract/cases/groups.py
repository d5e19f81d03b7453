"""Volume groups: created, filled, captured, restored and deleted, and what Cinder refuses."""
import time

from case import NOBODY
from table import Table

TYPE = 'generic'


class Groups(Table):
    def groups(self, text, **words):
        self.table('volume', text, tag=self.cloud.tag, type=TYPE, **words)

    def row(self, path, key, mv='3.14'):
        return self.cloud.json(path, 'volume', microversion=mv)[key]

    def settled(self, path, key):
        """The row in its last state."""
        for _ in range(300):
            got = self.row(path, key)
            if got['status'] in ('available', 'error'):
                return got
            time.sleep(0.3)
        self.fail('%s stays %s' % (path, got['status']))

    def group(self, name, types=('standard',)):
        row = self.post('volume', '/groups', {'group': {
            'name': self.own(name), 'group_type': TYPE, 'volume_types': list(types)}}, 202, mv='3.13')['group']
        self.cloud.known[row['id']] = name
        self.addCleanup(self.emptied, row['id'])
        self.assertEqual(self.settled('/groups/' + row['id'], 'group')['status'], 'available')
        return row['id']

    def send(self, method, path, body=None):
        return self.cloud.member.send(method, 'volume', path, json=body, microversion='3.14')

    def vanish(self, path):
        for _ in range(300):
            if self.send('GET', path).status_code == 404:
                return
            time.sleep(0.3)
        self.fail(path + ' stays')

    def emptied(self, group):
        """Removes what a failed case has left of a group, so that its volumes can be deleted."""
        if self.send('GET', '/groups/' + group).status_code == 404:
            return
        for row in self.row('/group_snapshots/detail', 'group_snapshots'):
            if row['group_id'] == group:
                self.send('DELETE', '/group_snapshots/' + row['id'])
                self.vanish('/group_snapshots/' + row['id'])
        for row in self.row('/volumes/detail', 'volumes'):
            if row['group_id'] == group:
                self.send('PUT', '/groups/' + group, {'group': {'remove_volumes': row['id']}})
                self.settled('/groups/' + group, 'group')
        self.send('POST', '/groups/%s/action' % group, {'delete': {'delete-volumes': False}})
        self.vanish('/groups/' + group)

    def change(self, group, expect=202, **values):
        self.ask('PUT', 'volume', '/groups/' + group, expect, body={'group': values}, mv='3.13')
        if expect == 202:
            self.settled('/groups/' + group, 'group')

    def stable(self, body):
        """Without the IDs that each cloud gives its types."""
        return {k: v for k, v in body['group'].items() if k not in ('group_type', 'volume_types')}

    def test_refused(self):
        volume = self.cloud.make_volume('lone')
        group = self.group('refused')
        self.groups('''
            404 GET @3.12 /groups
            404 GET @3.13 /groups/<nobody>
            404 GET @3.13 /group_snapshots
            404 GET @3.14 /group_snapshots/<nobody>
            404 POST @3.13 /groups {"group": {"name": "x", "group_type": "nonsense", "volume_types": ["standard"]}}
            404 POST @3.13 /groups {"group": {"name": "x", "group_type": "<nobody>", "volume_types": ["standard"]}}
            404 POST @3.13 /groups {"group": {"name": "x", "group_type": "<type>", "volume_types": ["nonsense"]}}
            400 POST @3.13 /groups {"group": {"name": "x", "group_type": "<type>", "volume_types": []}}
            400 POST @3.13 /groups {"group": {"name": "x", "group_type": "<type>"}}
            400 POST @3.13 /groups {"group": {"name": "x", "volume_types": ["standard"]}}
            400 POST @3.13 /groups {"group": {"name": "x", "group_type": "<type>", "volume_types": ["standard"], "x": 1}}
            400 POST @3.13 /groups {"group": {"name": "x", "group_type": "<type>", "volume_types": ["standard"], "availability_zone": "mars"}}
            403 POST @3.13 as:reader /groups {"group": {"name": "x", "group_type": "<type>", "volume_types": ["standard"]}}
            404 PUT @3.13 /groups/<nobody> {"group": {"name": "x"}}
            400 PUT @3.13 /groups/<group> {"group": {}}
            400 PUT @3.13 /groups/<group> {"group": {"add_volumes": "<nobody>"}}
            400 PUT @3.13 /groups/<group> {"group": {"remove_volumes": "<volume>"}}
            400 PUT @3.13 /groups/<group> {"group": {"add_volumes": "<volume>", "remove_volumes": "<volume>"}}
            403 PUT @3.13 as:reader /groups/<group> {"group": {"name": "x"}}
            404 POST @3.14 /group_snapshots {"group_snapshot": {"group_id": "<nobody>"}}
            400 POST @3.14 /group_snapshots {"group_snapshot": {"name": "x"}}
            403 POST @3.14 as:reader /group_snapshots {"group_snapshot": {"group_id": "<group>"}}
            404 POST @3.14 /groups/action {"create-from-src": {"name": "x", "group_snapshot_id": "<nobody>"}}
            400 POST @3.14 /groups/action {"create-from-src": {"name": "x"}}
            404 POST @3.13 /groups/<nobody>/action {"delete": {"delete-volumes": false}}
            400 POST @3.13 /groups/<group>/action {"delete": {"delete-volumes": "perhaps"}}
            400 POST @3.13 /groups/<group>/action {"delete": {"x": true}}
            403 POST @3.13 as:reader /groups/<group>/action {"delete": {"delete-volumes": false}}
            202 POST @3.13 /groups/<group>/action {"delete": {"delete-volumes": false}}
        ''', group=group, volume=volume)
        self.vanish('/groups/' + group)

    def test_over_the_quota(self):
        """The first volume fits, the second does not: there is neither a group nor a volume. Sizes do not count."""
        cloud, small = self.cloud, self.cloud.small

        def post(path, key, **values):
            row = small.send('POST', 'volume', path, json={key: values}, microversion='3.14').json()
            return row[key if key in row else 'group']['id']

        def ends(path, key):
            for _ in range(300):
                if self.cloud.json(path, 'volume', small, microversion='3.14')[key]['status'] == 'available':
                    return
                time.sleep(0.3)
            self.fail(path + ' does not become available')

        def gone(path):
            for _ in range(300):
                if small.send('GET', 'volume', path, microversion='3.14').status_code == 404:
                    return
                time.sleep(0.3)
            self.fail(path + ' stays')
        volumes = [cloud.make_volume(name, account=small) for name in ('first', 'second')]
        group = post('/groups', 'group', name=self.own('full'), group_type=TYPE, volume_types=['standard'])
        ends('/groups/' + group, 'group')
        small.send('PUT', 'volume', '/groups/' + group, json={'group': {'add_volumes': ','.join(volumes)}},
                   microversion='3.14')
        ends('/groups/' + group, 'group')
        both = post('/group_snapshots', 'group_snapshot', name=self.own('both'), group_id=group)
        cloud.known[both] = 'both'
        ends('/group_snapshots/' + both, 'group_snapshot')
        limits = cloud.json('/limits', 'volume', small)['limits']['absolute']
        free = limits['maxTotalVolumes'] - limits['totalVolumesUsed']
        self.assertLess(free, 300, 'too large a quota to be filled')
        for number in range(free - 1):
            row = cloud.post('volume', '/volumes', {'volume': {'name': self.own('filler'), 'size': 1}}, small)
            cloud.made('volume', '/volumes/' + row['volume']['id'], small)
        self.post('volume', '/groups/action', {'create-from-src': {
            'name': self.own('copy'), 'group_snapshot_id': both}}, 400, mv='3.14', account='small', numbers=True)
        listed = cloud.json('/groups/detail', 'volume', small, microversion='3.14')['groups']
        self.assertEqual([one['id'] for one in listed if one['name'] == self.own('copy')], [])
        listed = cloud.json('/volumes/detail', 'volume', small, microversion='3.14')['volumes']
        self.assertEqual(len(listed), limits['maxTotalVolumes'] - 1)
        small.send('DELETE', 'volume', '/group_snapshots/' + both, microversion='3.14')
        gone('/group_snapshots/' + both)
        small.send('PUT', 'volume', '/groups/' + group, json={'group': {'remove_volumes': ','.join(volumes)}},
                   microversion='3.14')
        ends('/groups/' + group, 'group')
        small.send('POST', 'volume', '/groups/%s/action' % group, json={'delete': {'delete-volumes': False}},
                   microversion='3.14')
        gone('/groups/' + group)

    def test_life(self):
        """What is in a group cannot be deleted, and is captured and restored together."""
        first = self.cloud.make_volume('first')
        second = self.cloud.make_volume('second')
        group = self.group('life')
        self.get('volume', '/groups/' + group, mv='3.13', pick=self.stable)
        self.get('volume', '/groups/' + group, mv='3.14', pick=self.stable)
        self.change(group, add_volumes=first + ',' + second)
        self.change(group, 400, add_volumes=first)
        self.get('volume', '/groups/%s?list_volume=True' % group, mv='3.25',
                 pick=lambda body: sorted(self.cloud.known[one] for one in body['group']['volumes']))
        self.assertEqual(self.cloud.json('/volumes/' + first, 'volume', microversion='3.13')['volume']['group_id'], group)
        self.delete('volume', '/volumes/' + first, 400)
        self.change(group, name=self.own('renamed'), description='for a test')
        self.change(group, 400, name=self.own('renamed'))
        self.groups('400 POST @3.13 /groups/<group>/action {"delete": {"delete-volumes": false}}', group=group)
        row = self.post('volume', '/group_snapshots', {'group_snapshot': {
            'group_id': group, 'name': self.own('both')}}, 202, mv='3.14')['group_snapshot']
        self.cloud.known[row['id']] = 'both'
        got = self.settled('/group_snapshots/' + row['id'], 'group_snapshot')
        self.assertEqual((got['status'], got['group_id']), ('available', group))
        parts = [one for one in self.cloud.json('/snapshots/detail', 'volume', microversion='3.14')['snapshots']
                 if one['group_snapshot_id'] == row['id']]
        self.assertEqual(sorted(one['volume_id'] for one in parts), sorted([first, second]))
        self.assertEqual({one['name'] for one in parts}, {self.own('both')})
        for one in parts:
            self.cloud.known[one['id']] = 'part'
        self.delete('volume', '/snapshots/' + parts[0]['id'], 400)
        self.groups('400 POST @3.13 /groups/<group>/action {"delete": {"delete-volumes": true}}', group=group)
        copy = self.post('volume', '/groups/action', {'create-from-src': {
            'name': self.own('copy'), 'group_snapshot_id': row['id']}}, 202, mv='3.14')['group']
        self.cloud.known[copy['id']] = 'copy'
        self.addCleanup(self.emptied, copy['id'])
        self.assertEqual(self.settled('/groups/' + copy['id'], 'group')['status'], 'available')
        made = [one for one in self.cloud.json('/volumes/detail', 'volume', microversion='3.13')['volumes']
                if one['group_id'] == copy['id']]
        self.assertEqual([(one['name'], one['volume_type']) for one in made],
                         [(made[0]['name'], 'standard')] * 2)
        for one in made:
            self.cloud.known[one['id']] = 'copied'
        self.groups('202 POST @3.13 /groups/<copy>/action {"delete": {"delete-volumes": true}}', copy=copy['id'])
        self.vanish('/groups/' + copy['id'])
        for one in made:
            self.cloud.gone('volume', '/volumes/' + one['id'])
        self.delete('volume', '/group_snapshots/' + row['id'], 202, mv='3.14')
        self.vanish('/group_snapshots/' + row['id'])
        self.change(group, remove_volumes=first)
        self.change(group, 400, remove_volumes=first)
        self.change(group, remove_volumes=second)
        self.groups('202 POST @3.13 /groups/<group>/action {"delete": {"delete-volumes": false}}', group=group)
        self.vanish('/groups/' + group)
        self.groups('404 GET @3.13 /groups/<nobody>')
