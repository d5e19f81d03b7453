"""Interfaces of a server: networks and ports connected and disconnected, and what is refused."""
from table import Table


class Interfaces(Table):
    def setUp(self):
        super().setUp()
        self.web = self.cloud.web()
        self.net = self.cloud.network['id']

    def ports(self):
        rows = self.cloud.json('/v2.0/ports?device_id=' + self.web, 'network')['ports']
        for row in rows:
            self.cloud.known.setdefault(row['id'], 'port')
        return [row['id'] for row in rows]

    def nova(self, text, **words):
        self.table('compute', text, web=self.web, net=self.net, tag=self.cloud.tag, **words)

    def own_port(self):
        body = self.post('network', '/v2.0/ports', {'port': {
            'network_id': self.net, 'name': self.own('spare')}}, 201, record='status')
        port = body['port']['id']
        self.cloud.made('network', '/v2.0/ports/' + port)
        self.cloud.known[port] = 'own port'
        return port

    def detached(self, port, kept):
        """Nova does it a while after its answer."""
        def probe():
            rows = self.cloud.json('/v2.0/ports?id=' + port, 'network')['ports']
            return (not rows[0]['device_id'] if rows else False) if kept else not rows
        self.cloud.wait('detached', probe)
        self.script.note('afterwards the port is', 'kept' if kept else 'deleted')

    def test_a_network(self):
        before = self.ports()
        body = self.post('compute', '/servers/%s/os-interface' % self.web, {
            'interfaceAttachment': {'net_id': self.net}}, 200, mv='2.93', record='shape')
        port = body['interfaceAttachment']['port_id']
        self.cloud.known[port] = 'new port'
        self.assertNotIn(port, before)
        self.nova('''
            200 GET !shape @2.93 /servers/<web>/os-interface/<port>
            200 GET !shape @2.93 /servers/<web>/os-interface
            202 DELETE /servers/<web>/os-interface/<port>
        ''', port=port)
        self.detached(port, False)
        self.nova('404 GET /servers/<web>/os-interface/<port>', port=port)

    def test_a_port_of_a_user_is_kept(self):
        port = self.own_port()
        self.nova('''
            200 POST !shape @2.93 /servers/<web>/os-interface {"interfaceAttachment": {"port_id": "<port>"}}
            409 POST @2.93 /servers/<web>/os-interface {"interfaceAttachment": {"port_id": "<port>"}}
            202 DELETE /servers/<web>/os-interface/<port>
        ''', port=port)
        self.detached(port, True)

    def test_refusals(self):
        self.nova('''
            400 POST /servers/<web>/os-interface {"interfaceAttachment": {"net_id": "<net>", "port_id": "<nobody>"}}
            400 POST /servers/<web>/os-interface {"interfaceAttachment": {"fixed_ips": [{"ip_address": "10.0.0.9"}]}}
            400 POST /servers/<web>/os-interface {"interfaceAttachment": {"net_id": "nonsense"}}
            400 POST /servers/<web>/os-interface {"interfaceAttachment": {"net_id": "<net>", "fixed_ips": []}}
            400 POST @2.48 /servers/<web>/os-interface {"interfaceAttachment": {"net_id": "<net>", "tag": "x"}}
            404 POST /servers/<web>/os-interface {"interfaceAttachment": {"port_id": "<nobody>"}}
            404 POST /servers/<nobody>/os-interface {"interfaceAttachment": {"net_id": "<net>"}}
            403 POST as:reader /servers/<web>/os-interface {"interfaceAttachment": {"net_id": "<net>"}}
            403 DELETE as:reader /servers/<web>/os-interface/<nobody>
            404 DELETE /servers/<nobody>/os-interface/<nobody>
        ''')

    def test_a_locked_server(self):
        self.action(self.web, {'lock': None}, 202)
        self.nova('''
            409 POST /servers/<web>/os-interface {"interfaceAttachment": {"net_id": "<net>"}}
            409 DELETE /servers/<web>/os-interface/<nobody>
        ''')
        self.action(self.web, {'unlock': None}, 202)
