"""Ports, networks and what else a server's page reads."""
from case import NOBODY, Case


class Network(Case):
    def test_ports(self):
        web = self.cloud.web()
        body = self.get('network', '/v2.0/ports?device_id=' + web, record='shape')
        self.assertEqual([p['device_id'] for p in body['ports']], [web])
        self.assertEqual(body['ports'][0]['status'], 'ACTIVE')
        self.assertEqual(body['ports'][0]['device_owner'].split(':')[0], 'compute')
        self.get('network', '/v2.0/ports/' + body['ports'][0]['id'], record='shape')
        self.get('network', '/v2.0/ports?device_id=' + NOBODY)
        self.get('network', '/v2.0/ports?device_id=%s&fields=id&fields=status' % web,
                 record='shape')

    def test_networks(self):
        network = self.cloud.network['id']
        self.get('network', '/v2.0/networks?id=' + network, record='shape')
        self.get('network', '/v2.0/networks/' + network, record='shape')
        self.get('network', '/v2.0/networks?name=' + NOBODY)
        for word in ('True', 'False', 'true', 'false'):
            rows = self.get('network', '/v2.0/networks?router%3Aexternal=' + word,
                            record='status')['networks']
            self.assertEqual(network in [row['id'] for row in rows], word.lower() == 'false')
        self.get('network', '/v2.0/subnets?network_id=' + network, record='shape',
                 pick=lambda b: {'subnets': b['subnets'][:1]})

    def test_security_groups(self):
        body = self.get('network', '/v2.0/security-groups?name=default', record='shape',
                        pick=lambda b: {'security_groups': [
                            {k: v for k, v in g.items() if k != 'security_group_rules'}
                            for g in b['security_groups'][:1]]})
        self.assertTrue(body['security_groups'])

    def test_absent(self):
        for kind in ('ports', 'networks', 'subnets', 'security-groups'):
            self.get('network', '/v2.0/%s/%s' % (kind, NOBODY), 404)
            self.get('network', '/v2.0/%s/nonsense' % kind, 404)
