"""Security groups and their rules: made, changed, refused, deleted; on servers and on ports."""
from table import Table


def by_rule(rule):
    """An order for rules that does not depend on their ids."""
    return [str(rule[key]) for key in ('direction', 'ethertype', 'protocol', 'port_range_min',
                                       'port_range_max', 'remote_ip_prefix')]


def ordered(body):
    """A group with its rules in a fixed order."""
    group = body['security_group']
    return dict(group, security_group_rules=sorted(group['security_group_rules'], key=by_rule))


class SecurityGroups(Table):
    def group(self, name, **more):
        body = self.post('network', '/v2.0/security-groups', {'security_group': dict(
            {'name': self.own(name)}, **more)}, 201, pick=ordered)
        group = body['security_group']['id']
        self.cloud.made('network', '/v2.0/security-groups/' + group)
        self.cloud.known[group] = name
        return group

    def rules(self, group, text, **words):
        self.table('network', text, group=group, tag=self.cloud.tag, **words)

    def test_groups(self):
        group = self.group('plain')
        self.group('described', description='HTTP', stateful=False)
        self.get('network', '/v2.0/security-groups/' + group, pick=ordered)
        self.get('network', '/v2.0/security-groups?name=' + self.own('plain'),
                 pick=lambda b: [ordered({'security_group': g}) for g in b['security_groups']])
        self.rules(group, '''
            200 PUT !shape /v2.0/security-groups/<group> {"security_group": {"name": "<tag>-renamed", "description": "x"}}
            200 PUT !shape /v2.0/security-groups/<group> {"security_group": {"stateful": false}}
            200 GET /v2.0/security-groups/<group>?fields=name&fields=description&fields=stateful
            200 PUT !status /v2.0/security-groups/<group> {"security_group": {}}
            400 PUT /v2.0/security-groups/<group> {"security_group": {"id": "<nobody>"}}
            400 PUT /v2.0/security-groups/<group> {"security_group": {"nonsense": 1}}
            400 PUT /v2.0/security-groups/<group> {"security_group": {"name": null}}
            400 PUT /v2.0/security-groups/<group> {"security_group": {"name": "<x256>"}}
            404 PUT /v2.0/security-groups/<nobody> {"security_group": {"name": "x"}}
            400 POST /v2.0/security-groups {}
            400 POST /v2.0/security-groups {"security_group": {"name": 5}}
            400 POST /v2.0/security-groups {"security_group": {"name": "<x256>"}}
            400 POST /v2.0/security-groups {"security_group": {"name": "x", "nonsense": 1}}
            409 POST /v2.0/security-groups {"security_group": {"name": "default"}}
            409 POST /v2.0/security-groups {"security_group": {"name": "Default"}}
            403 POST as:reader /v2.0/security-groups {"security_group": {"name": "x"}}
            403 PUT as:reader /v2.0/security-groups/<group> {"security_group": {"name": "x"}}
            403 DELETE as:reader /v2.0/security-groups/<group>
            404 DELETE /v2.0/security-groups/<nobody>
            404 GET /v2.0/security-groups/<nobody>
            204 DELETE /v2.0/security-groups/<group>
            404 DELETE /v2.0/security-groups/<group>
        ''')

    def test_two_of_one_name(self):
        first = self.group('twin')
        second = self.group('twin')
        self.assertNotEqual(first, second)

    def test_default(self):
        groups = self.cloud.json('/v2.0/security-groups?name=default', 'network')
        group = groups['security_groups'][0]['id']
        self.cloud.known[group] = 'default group'
        self.rules(group, '''
            409 PUT /v2.0/security-groups/<group> {"security_group": {"name": "x"}}
            409 PUT /v2.0/security-groups/<group> {"security_group": {"name": "default"}}
            409 DELETE /v2.0/security-groups/<group>
        ''')

    def rule(self, group, expect=201, **rule):
        body = self.post('network', '/v2.0/security-group-rules', {'security_group_rule': dict(
            {'security_group_id': group, 'direction': 'ingress'}, **rule)}, expect)
        if expect == 201:
            self.cloud.known[body['security_group_rule']['id']] = 'rule'
            return body['security_group_rule']['id']
        return None

    def test_rules(self):
        group = self.group('rules')
        ssh = self.rule(group, protocol='tcp', port_range_min=22, port_range_max=22,
                        remote_ip_prefix='0.0.0.0/0', description='SSH')
        for more in (
                {'protocol': 'TCP', 'port_range_min': 80, 'port_range_max': 81},
                {'protocol': 'udp', 'port_range_min': '53', 'port_range_max': '53',
                 'remote_ip_prefix': '192.0.2.7'},
                {'protocol': 'icmp', 'remote_ip_prefix': '192.0.2.9/24'},
                {'protocol': 'icmp', 'port_range_min': 8, 'port_range_max': 0},
                {'protocol': 'icmp', 'port_range_min': 3},
                {'protocol': 'ipv6-icmp', 'ethertype': 'IPv6'},
                {'protocol': 'icmp', 'ethertype': 'ipv6', 'remote_ip_prefix': '2001:db8::/32'},
                {'protocol': 'tcp', 'ethertype': 'IPv6', 'port_range_min': 22,
                 'port_range_max': 22, 'remote_ip_prefix': '::/0'},
                {'protocol': 'tcp', 'port_range_min': 1, 'port_range_max': 65535},
                {'protocol': '47'}, {'protocol': 50}, {'protocol': 'vrrp'},
                {'remote_group_id': group},
                {'protocol': 'tcp', 'port_range_min': 5432, 'port_range_max': 5432,
                 'remote_group_id': group},
                {'direction': 'egress', 'protocol': 'tcp', 'port_range_min': 443,
                 'port_range_max': 443}):
            self.rule(group, **more)
        for more, status in (
                ({'protocol': 'tcp', 'port_range_min': 22, 'port_range_max': 22}, 409),
                ({'protocol': 'tcp', 'port_range_min': 22, 'port_range_max': 22,
                  'remote_ip_prefix': '0.0.0.0/0'}, 409),
                ({'protocol': '6', 'port_range_min': 80, 'port_range_max': 81}, 409),
                ({'direction': 'egress'}, 409),
                ({'protocol': 'tcp', 'port_range_min': 23}, 400),
                ({'protocol': 'tcp', 'port_range_max': 23}, 400),
                ({'protocol': 'tcp', 'port_range_min': 24, 'port_range_max': 23}, 400),
                ({'protocol': 'tcp', 'port_range_min': 0, 'port_range_max': 23}, 400),
                ({'protocol': 'tcp', 'port_range_min': 23, 'port_range_max': 65536}, 400),
                ({'protocol': 'tcp', 'port_range_min': -1, 'port_range_max': 23}, 400),
                ({'protocol': 'tcp', 'port_range_min': 'x', 'port_range_max': 23}, 400),
                ({'port_range_min': 23, 'port_range_max': 23}, 400),
                ({'protocol': 'nonsense'}, 400),
                ({'protocol': '256'}, 400),
                ({'protocol': 'gre', 'port_range_min': 1, 'port_range_max': 2}, 400),
                ({'protocol': 'icmp', 'port_range_min': 256}, 400),
                ({'protocol': 'icmp', 'port_range_max': 0}, 400),
                ({'protocol': 'ipv6-icmp'}, 400),
                ({'ethertype': 'IPv5'}, 400),
                ({'ethertype': 'IPv6', 'remote_ip_prefix': '192.0.2.0/24'}, 400),
                ({'remote_ip_prefix': 'nonsense'}, 400),
                ({'remote_ip_prefix': '192.0.2.0/33'}, 400),
                ({'remote_ip_prefix': '192.0.2.0/24', 'remote_group_id': group}, 400),
                ({'direction': 'sideways'}, 400),
                ({'nonsense': 1}, 400)):
            self.rule(group, status, **more)
        self.rules(group, '''
            404 POST /v2.0/security-group-rules {"security_group_rule": {"security_group_id": "<nobody>", "direction": "ingress"}}
            404 POST /v2.0/security-group-rules {"security_group_rule": {"security_group_id": "<group>", "direction": "ingress", "protocol": "tcp", "remote_group_id": "<nobody>"}}
            400 POST /v2.0/security-group-rules {"security_group_rule": {"security_group_id": "<group>"}}
            400 POST /v2.0/security-group-rules {"security_group_rule": {"direction": "ingress"}}
            403 POST as:reader /v2.0/security-group-rules {"security_group_rule": {"security_group_id": "<group>", "direction": "ingress", "protocol": "udp"}}
            403 DELETE as:reader /v2.0/security-group-rules/<ssh>
            200 GET /v2.0/security-group-rules/<ssh>
            200 GET /v2.0/security-group-rules?security_group_id=<group>&protocol=tcp&port_range_min=22&ethertype=IPv4&fields=id
            400 PUT /v2.0/security-group-rules/<ssh> {"security_group_rule": {"port_range_min": 1}}
            500 PUT /v2.0/security-group-rules/<ssh> {"security_group_rule": {"description": "x"}}
            204 DELETE /v2.0/security-group-rules/<ssh>
            404 DELETE /v2.0/security-group-rules/<ssh>
            404 DELETE /v2.0/security-group-rules/<nobody>
        ''', ssh=ssh)
        self.get('network', '/v2.0/security-groups/' + group, pick=ordered)

    def test_on_a_port(self):
        web = self.cloud.web()
        port = self.cloud.json('/v2.0/ports?device_id=' + web, 'network')['ports'][0]
        self.cloud.known[port['id']] = 'port'
        before = port['security_groups']
        group, other = self.group('on-port'), self.group('stateless', stateful=False)
        self.rules(group, '''
            200 PUT !shape /v2.0/ports/<port> {"port": {"security_groups": ["<group>"]}}
            200 GET /v2.0/ports/<port>?fields=security_groups
            409 DELETE /v2.0/security-groups/<group>
            409 PUT /v2.0/security-groups/<group> {"security_group": {"stateful": false}}
            409 PUT /v2.0/ports/<port> {"port": {"security_groups": ["<group>", "<other>"]}}
            404 PUT /v2.0/ports/<port> {"port": {"security_groups": ["<nobody>"]}}
            400 PUT /v2.0/ports/<port> {"port": {"security_groups": ["nonsense"]}}
            403 PUT as:reader /v2.0/ports/<port> {"port": {"security_groups": []}}
            200 PUT !status /v2.0/ports/<port> {"port": {"security_groups": []}}
            200 PUT !shape /v2.0/ports/<port> {"port": {"admin_state_up": false}}
            200 PUT !shape /v2.0/ports/<port> {"port": {"admin_state_up": true}}
            400 PUT /v2.0/ports/<port> {"port": {"admin_state_up": "maybe"}}
            403 PUT as:reader /v2.0/ports/<port> {"port": {"admin_state_up": false}}
            200 GET /v2.0/ports/<port>?fields=security_groups
        ''', port=port['id'], other=other)
        shown = self.get('compute', '/servers/' + web, mv='2.93', record='status')['server']
        self.script.note('without groups', shown.get('security_groups'))
        self.cloud.member.send('PUT', 'network', '/v2.0/ports/' + port['id'],
                               json={'port': {'security_groups': before}})

    def test_if_nothing_has_changed(self):
        """A port is only changed if it has the revision that the client has read."""
        port = self.post('network', '/v2.0/ports', {'port': {
            'network_id': self.cloud.network['id'], 'name': self.own('revised')}}, 201,
            record='status')['port']
        path = '/v2.0/ports/' + port['id']
        self.cloud.made('network', path)
        self.cloud.known[port['id']] = 'port'

        def put(expect, match, **kw):
            answer = self.ask('PUT', 'network', path, expect, body={'port': {'description': match}},
                              headers={'If-Match': match}, numbers=True, **kw)
            return answer['port']['revision_number'] if expect == 200 else None

        before = port['revision_number']
        after = put(200, 'revision_number=%d' % before, record='status')
        self.assertGreater(after, before)
        put(412, 'revision_number=%d' % before)
        put(400, 'revision_number=nonsense')
        put(200, 'nonsense', record='status')
        put(403, 'revision_number=%d' % before, account='reader')
        group = self.group('revised')
        self.ask('PUT', 'network', '/v2.0/security-groups/' + group, 412, numbers=True,
                 body={'security_group': {'name': self.own('other')}},
                 headers={'If-Match': 'revision_number=0'})

    def test_on_a_server(self):
        web = self.cloud.web()
        group = self.group('on-server')
        self.table('compute', '''
            202 POST /servers/<web>/action {"addSecurityGroup": {"name": "<tag>-on-server"}}
            404 POST /servers/<web>/action {"addSecurityGroup": {"name": "<tag>-nothing"}}
            202 POST /servers/<web>/action {"removeSecurityGroup": {"name": "<group>"}}
        ''', web=web, tag=self.cloud.tag, group=group)

    def test_quota(self):
        limits = self.cloud.json('/v2.0/quotas/%s/details' % self.cloud.member.project, 'network')
        quota = limits['quota']['security_group']
        for i in range(quota['limit'] - quota['used']):
            row = self.cloud.post('network', '/v2.0/security-groups',
                                  {'security_group': {'name': self.own('many-%d' % i)}})
            self.cloud.made('network', '/v2.0/security-groups/' + row['security_group']['id'])
        self.rules('', '''
            409 POST /v2.0/security-groups {"security_group": {"name": "<tag>-more"}}
        ''')
