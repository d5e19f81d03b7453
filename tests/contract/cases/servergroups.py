"""Server groups: created with a policy, refused, shown with their members, deleted."""
from table import Table

POLICIES = ('affinity', 'anti-affinity', 'soft-affinity', 'soft-anti-affinity')


class ServerGroups(Table):
    def groups(self, text, **words):
        self.table('compute', text, tag=self.cloud.tag, **words)

    def group(self, name, policy='affinity', mv='2.64', **more):
        row = self.post('compute', '/os-server-groups', {'server_group': dict(
            {'name': self.own(name), 'policy': policy}, **more)}, 200, mv=mv)['server_group']
        self.cloud.made('compute', '/os-server-groups/' + row['id'])
        self.cloud.known[row['id']] = name
        return row['id']

    def test_life(self):
        group = self.group('life', 'soft-anti-affinity')
        for policy in POLICIES:
            self.group(policy, policy)
        self.groups('''
            200 GET /os-server-groups/<group>
            200 GET @2.13 /os-server-groups/<group>
            200 GET @2.64 /os-server-groups/<group>
            404 GET @2.64 /os-server-groups/<nobody>
            404 GET @2.64 /os-server-groups/nonsense
            200 GET !status @2.64 /os-server-groups
            200 GET !status @2.64 /os-server-groups?limit=0
            200 GET !status @2.64 /os-server-groups?nonsense=1&offset=1000
            400 GET @2.75 /os-server-groups?nonsense=1
            400 GET @2.64 /os-server-groups?limit=x
            400 GET @2.64 /os-server-groups?limit=-1
            200 GET @2.64 as:reader /os-server-groups/<group>
            403 DELETE @2.64 as:reader /os-server-groups/<group>
            204 DELETE @2.64 /os-server-groups/<group>
            404 DELETE @2.64 /os-server-groups/<group>
            404 DELETE @2.64 /os-server-groups/<nobody>
        ''', group=group)

    def test_list(self):
        self.group('one')
        self.group('two')
        self.get('compute', '/os-server-groups', mv='2.64', pick=self.mine('server_groups'))
        self.get('compute', '/os-server-groups', pick=self.mine('server_groups'))

    def test_created_at_older_microversions(self):
        self.groups('''
            200 POST /os-server-groups {"server_group": {"name": "<tag>-a", "policies": ["affinity"]}}
            400 POST /os-server-groups {"server_group": {"name": "<tag>-b", "policies": ["soft-affinity"]}}
            200 POST @2.15 /os-server-groups {"server_group": {"name": "<tag>-c", "policies": ["soft-affinity"]}}
            400 POST @2.15 /os-server-groups {"server_group": {"name": "<tag>-d", "policy": "affinity"}}
            400 POST @2.15 /os-server-groups {"server_group": {"name": "<tag>-e", "policies": []}}
            400 POST @2.15 /os-server-groups {"server_group": {"name": "<tag>-f", "policies": ["affinity", "anti-affinity"]}}
            400 POST @2.15 /os-server-groups {"server_group": {"name": "<tag>-g", "policies": "affinity"}}
        ''')

    def test_refused(self):
        self.groups('''
            400 POST @2.64 /os-server-groups {}
            400 POST @2.64 /os-server-groups {"server_group": {}}
            400 POST @2.64 /os-server-groups {"server_group": {"name": "<tag>-a"}}
            400 POST @2.64 /os-server-groups {"server_group": {"policy": "affinity"}}
            400 POST @2.64 /os-server-groups {"server_group": {"name": "", "policy": "affinity"}}
            400 POST @2.64 /os-server-groups {"server_group": {"name": " a", "policy": "affinity"}}
            400 POST @2.64 /os-server-groups {"server_group": {"name": "<x256>", "policy": "affinity"}}
            400 POST @2.64 /os-server-groups {"server_group": {"name": 5, "policy": "affinity"}}
            400 POST @2.64 /os-server-groups {"server_group": {"name": "<tag>-a", "policy": "nonsense"}}
            400 POST @2.64 /os-server-groups {"server_group": {"name": "<tag>-a", "policies": ["affinity"]}}
            400 POST @2.64 /os-server-groups {"server_group": {"name": "<tag>-a", "policy": "affinity", "nonsense": 1}}
            400 POST @2.64 /os-server-groups {"server_group": {"name": "<tag>-a", "policy": "affinity", "rules": {"max_server_per_host": 2}}}
            400 POST @2.64 /os-server-groups {"server_group": {"name": "<tag>-a", "policy": "anti-affinity", "rules": {"max_server_per_host": 0}}}
            400 POST @2.64 /os-server-groups {"server_group": {"name": "<tag>-a", "policy": "anti-affinity", "rules": {"nonsense": 1}}}
            200 POST @2.64 /os-server-groups {"server_group": {"name": "<tag>-b", "policy": "anti-affinity", "rules": {"max_server_per_host": 3}}}
            403 POST @2.64 as:reader /os-server-groups {"server_group": {"name": "<tag>-a", "policy": "affinity"}}
        ''')

    def create(self, hints, expect, key='os:scheduler_hints'):
        body = dict(self.cloud.server_body('member', imageRef=self.cloud.image['id']),
                    **{key: hints})
        row = self.post('compute', '/servers', body, expect, mv='2.71',
                        record='status' if expect == 202 else 'full')
        if expect != 202:
            return None
        server = row['server']['id']
        self.cloud.made('compute', '/servers/' + server)
        self.cloud.known[server] = 'member'
        return server

    def test_members(self):
        group = self.group('members')
        server = self.create({'group': group}, 202)
        self.cloud.settled(server, 'ACTIVE')
        shown = self.get('compute', '/servers/' + server, mv='2.71', record='status')['server']
        self.script.note('groups of the server', [g == group for g in shown['server_groups']])
        self.get('compute', '/os-server-groups/' + group, mv='2.64')
        second = self.create({'group': group}, 202, 'OS-SCH-HNT:scheduler_hints')
        self.cloud.settled(second, 'ACTIVE')
        self.assertEqual(self.cloud.server(server)['hostId'], self.cloud.server(second)['hostId'])
        # The group goes, its members stay.
        self.groups('204 DELETE @2.64 /os-server-groups/<group>', group=group)
        shown = self.get('compute', '/servers/' + server, mv='2.71', record='status')['server']
        self.script.note('groups afterwards', shown['server_groups'])

    def test_a_deleted_member(self):
        group = self.group('empty')
        server = self.create({'group': group}, 202)
        self.cloud.settled(server, 'ACTIVE')
        self.delete('compute', '/servers/' + server, 204)
        self.cloud.gone('compute', '/servers/' + server)
        self.get('compute', '/os-server-groups/' + group, mv='2.64')

    def test_hints_refused(self):
        self.create({'group': '00000000-0000-4000-8000-000000000000'}, 400)
        self.create({'group': 'nonsense'}, 400)
        self.create({'group': 5}, 400)

    def test_quota(self):
        path = '/os-quota-sets/%s/detail' % self.cloud.member.project
        quota = self.cloud.json(path, microversion='2.64')['quota_set']['server_groups']
        for i in range(quota['limit'] - quota['in_use']):
            row = self.cloud.post('compute', '/os-server-groups', {'server_group': {
                'name': self.own('many-%d' % i), 'policy': 'affinity'}}, microversion='2.64')
            self.cloud.made('compute', '/os-server-groups/' + row['server_group']['id'])
        self.groups('''
            403 POST @2.64 /os-server-groups {"server_group": {"name": "<tag>-more", "policy": "affinity"}}
        ''')
