"""Floating IPs: allocated, associated, moved, disassociated, released; ports made by hand."""
import time

from table import Table


class FloatingIps(Table):
    def setUp(self):
        super().setUp()
        networks = self.cloud.json('/v2.0/networks?router:external=True', 'network')['networks']
        self.external = networks[0]['id']
        self.cloud.known[self.external] = 'external network'

    def port(self, server):
        port = self.cloud.json('/v2.0/ports?device_id=' + server, 'network')['ports'][0]
        self.cloud.known[port['id']] = 'port'
        return port

    def allocate(self, **more):
        body = self.post('network', '/v2.0/floatingips', {'floatingip': dict(
            {'floating_network_id': self.external}, **more)}, 201)
        row = body['floatingip']
        self.cloud.made('network', '/v2.0/floatingips/' + row['id'])
        self.cloud.known[row['id']] = 'floating IP'
        if row['router_id']:
            self.cloud.known[row['router_id']] = 'router'
        return row

    def neutron(self, text, **words):
        self.table('network', text, net=self.cloud.network['id'], ext=self.external,
                   tag=self.cloud.tag, **words)

    def settled(self, floating, status):
        """Its body when it has the status: Neutron sets it a moment after the answer."""
        path = '/v2.0/floatingips/' + floating
        self.cloud.wait('floating IP ' + status, lambda: self.cloud.json(
            path, 'network')['floatingip']['status'] == status)
        return self.get('network', path)

    def addresses(self, server, count):
        """The server's addresses: Neutron tells Nova within a moment."""
        def probe():
            rows = self.cloud.server(server)['addresses'].values()
            found = [a['OS-EXT-IPS:type'] for row in rows for a in row]
            return sorted(found) if len(found) == count else None
        self.script.note('addresses of the server', self.cloud.wait('addresses', probe))

    def test_life(self):
        web = self.cloud.web()
        port = self.port(web)
        row = self.allocate(description='for the site')
        ip = row['id']
        self.settled(ip, 'DOWN')
        self.neutron('''
            200 PUT !shape /v2.0/floatingips/<ip> {"floatingip": {"port_id": "<port>"}}
        ''', ip=ip, port=port['id'])
        self.cloud.known.setdefault(self.cloud.json(
            '/v2.0/floatingips/' + ip, 'network')['floatingip']['router_id'], 'router')
        self.settled(ip, 'ACTIVE')
        self.addresses(web, 2)
        second = self.allocate()['id']
        self.neutron('''
            409 PUT /v2.0/floatingips/<second> {"floatingip": {"port_id": "<port>"}}
            200 PUT !shape /v2.0/floatingips/<ip> {"floatingip": {"description": "moved"}}
            200 PUT !shape /v2.0/floatingips/<ip> {"floatingip": {"port_id": null}}
        ''', ip=ip, second=second, port=port['id'])
        self.settled(ip, 'DOWN')
        self.addresses(web, 1)
        self.neutron('''
            200 PUT !status /v2.0/floatingips/<ip> {"floatingip": {"port_id": "<port>", "fixed_ip_address": "<fixed>"}}
            200 PUT !status /v2.0/floatingips/<ip> {"floatingip": {"description": "still"}}
            200 GET /v2.0/floatingips/<ip>?fields=description&fields=port_id
            204 DELETE /v2.0/floatingips/<ip>
            404 DELETE /v2.0/floatingips/<ip>
            404 GET /v2.0/floatingips/<ip>
        ''', ip=ip, port=port['id'], fixed=port['fixed_ips'][0]['ip_address'])
        self.addresses(web, 1)

    def test_allocate_for_a_port(self):
        web = self.cloud.web()
        row = self.allocate(port_id=self.port(web)['id'])
        self.settled(row['id'], 'ACTIVE')
        self.addresses(web, 2)

    def test_refused(self):
        ip = self.allocate()['id']
        self.neutron('''
            400 POST /v2.0/floatingips {}
            400 POST /v2.0/floatingips {"floatingip": {}}
            400 POST /v2.0/floatingips {"floatingip": {"floating_network_id": "nonsense"}}
            400 POST /v2.0/floatingips {"floatingip": {"floating_network_id": "<net>"}}
            404 POST /v2.0/floatingips {"floatingip": {"floating_network_id": "<nobody>"}}
            404 POST /v2.0/floatingips {"floatingip": {"floating_network_id": "<ext>", "port_id": "<nobody>"}}
            400 POST /v2.0/floatingips {"floatingip": {"floating_network_id": "<ext>", "port_id": "nonsense"}}
            403 POST /v2.0/floatingips {"floatingip": {"floating_network_id": "<ext>", "floating_ip_address": "203.0.113.200"}}
            403 POST as:reader /v2.0/floatingips {"floatingip": {"floating_network_id": "<ext>"}}
            404 PUT /v2.0/floatingips/<nobody> {"floatingip": {"port_id": null}}
            404 PUT /v2.0/floatingips/<ip> {"floatingip": {"port_id": "<nobody>"}}
            400 PUT /v2.0/floatingips/<ip> {"floatingip": {"port_id": "nonsense"}}
            400 PUT /v2.0/floatingips/<ip> {"floatingip": {"fixed_ip_address": "nonsense"}}
            400 PUT /v2.0/floatingips/<ip> {"floatingip": {"floating_network_id": "<net>"}}
            400 PUT /v2.0/floatingips/<ip> {"floatingip": {"nonsense": 1}}
            403 PUT as:reader /v2.0/floatingips/<ip> {"floatingip": {"port_id": null}}
            403 DELETE as:reader /v2.0/floatingips/<ip>
            404 DELETE /v2.0/floatingips/<nobody>
        ''', ip=ip)

    def test_a_port_and_its_fixed_address(self):
        port = self.port(self.cloud.web())
        ip = self.allocate()['id']
        self.neutron('''
            400 PUT /v2.0/floatingips/<ip> {"floatingip": {"port_id": "<port>", "fixed_ip_address": "192.0.2.1"}}
        ''', ip=ip, port=port['id'])


class Ports(Table):
    def setUp(self):
        super().setUp()
        self.network = self.cloud.own_network()

    def made_port(self, name, **more):
        body = self.post('network', '/v2.0/ports', {'port': dict(
            {'network_id': self.network, 'name': self.own(name)}, **more)}, 201,
            record='shape')
        port = body['port']
        self.cloud.made('network', '/v2.0/ports/' + port['id'])
        self.cloud.known[port['id']] = name
        return port

    def neutron(self, text, **words):
        self.table('network', text, net=self.network, tag=self.cloud.tag, **words)

    def test_life(self):
        port = self.made_port('by-hand')
        self.script.note('status', [port['status'], port['device_id'], port['device_owner']])
        subnet = port['fixed_ips'][0]['subnet_id']
        address = port['fixed_ips'][0]['ip_address']
        self.neutron('''
            200 PUT !shape /v2.0/ports/<port> {"port": {"name": "<tag>-renamed", "description": "x"}}
            200 GET /v2.0/ports/<port>?fields=name&fields=description&fields=device_owner
            409 POST /v2.0/ports {"port": {"network_id": "<net>", "fixed_ips": [{"ip_address": "<address>"}]}}
            400 POST /v2.0/ports {"port": {"network_id": "<net>", "fixed_ips": [{"ip_address": "192.0.2.1"}]}}
            400 POST /v2.0/ports {"port": {}}
            404 POST /v2.0/ports {"port": {"network_id": "<nobody>"}}
            400 POST /v2.0/ports {"port": {"network_id": "<net>", "nonsense": 1}}
            404 POST /v2.0/ports {"port": {"network_id": "<net>", "security_groups": ["<nobody>"]}}
            403 POST as:reader /v2.0/ports {"port": {"network_id": "<net>"}}
            403 DELETE as:reader /v2.0/ports/<port>
            404 PUT /v2.0/ports/<nobody> {"port": {"name": "x"}}
            404 DELETE /v2.0/ports/<nobody>
            204 DELETE /v2.0/ports/<port>
            404 DELETE /v2.0/ports/<port>
        ''', port=port['id'], subnet=subnet, address=address)

    def test_with_an_address(self):
        probe = self.made_port('probe')['fixed_ips'][0]
        head = probe['ip_address'].rsplit('.', 1)[0]
        port = self.made_port('chosen', fixed_ips=[{'ip_address': head + '.251'}])
        self.assertEqual(port['fixed_ips'], [{'ip_address': head + '.251',
                                              'subnet_id': probe['subnet_id']}])

    def test_a_server_on_it(self):
        port = self.made_port('taken')
        row = self.cloud.post('compute', '/servers', self.cloud.server_body(
            'on-port', imageRef=self.cloud.image['id'], networks=[{'port': port['id']}]),
            microversion='2.67')['server']
        server = row['id']
        self.cloud.made('compute', '/servers/' + server)
        self.cloud.known[server] = 'on-port'
        self.cloud.settled(server, 'ACTIVE')
        shown = self.cloud.json('/v2.0/ports/' + port['id'], 'network')['port']
        self.script.note('port', [shown['status'], shown['device_id'] == server,
                                  shown['device_owner'].split(':')[0]])
        self.table('compute', '''
            409 POST @2.67 /servers {"server": {"name": "<tag>-x", "flavorRef": "<flavor>", "imageRef": "<image>", "networks": [{"port": "<port>"}]}}
            400 POST @2.67 /servers {"server": {"name": "<tag>-x", "flavorRef": "<flavor>", "imageRef": "<image>", "networks": [{"port": "<nobody>"}]}}
        ''', tag=self.cloud.tag, flavor=self.cloud.flavor['id'], image=self.cloud.image['id'],
            port=port['id'])
        # a port made by hand outlives its server
        self.delete('compute', '/servers/' + server, 204)
        self.cloud.gone('compute', '/servers/' + server)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            shown = self.cloud.json('/v2.0/ports/' + port['id'], 'network')['port']
            if not shown['device_id']:
                break
            time.sleep(0.25)
        self.script.note('port afterwards', [shown['status'], shown['device_id'],
                                             shown['device_owner']])

    def test_router_ports(self):
        self.neutron('''
            200 GET !status /v2.0/ports?device_owner=network:router_gateway
        ''')
