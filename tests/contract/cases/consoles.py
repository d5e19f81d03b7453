"""Consoles: the address of one, by the current call and the actions before it, and what is refused."""
from table import Table


class Consoles(Table):
    def test_addresses(self):
        self.table('compute', '''
            200 POST !keys @2.6 /servers/<web>/remote-consoles {"remote_console": {"protocol": "vnc", "type": "novnc"}}
            200 POST !keys @2.93 /servers/<web>/remote-consoles {"remote_console": {"protocol": "vnc", "type": "novnc"}}
            200 POST !keys @2.1 /servers/<web>/action {"os-getVNCConsole": {"type": "novnc"}}
            200 POST !keys @2.5 /servers/<web>/action {"os-getVNCConsole": {"type": "novnc"}}
            404 POST @2.6 /servers/<web>/action {"os-getVNCConsole": {"type": "novnc"}}
        ''', web=self.cloud.web())

    def test_the_address_has_a_token(self):
        body = self.post('compute', '/servers/%s/remote-consoles' % self.cloud.web(),
                         {'remote_console': {'protocol': 'vnc', 'type': 'novnc'}}, 200, mv='2.93',
                         record='keys')
        path = body['remote_console']['url'].partition('/vnc_lite.html')[2]
        self.script.note('its end', path)
        self.assertRegex(path, r'^\?path=%3Ftoken%3D[0-9a-f-]{36}$')

    def test_refusals(self):
        self.table('compute', '''
            400 POST @2.6 /servers/<web>/remote-consoles {"remote_console": {"protocol": "spice", "type": "spice-html5"}}
            400 POST @2.6 /servers/<web>/remote-consoles {"remote_console": {"protocol": "serial", "type": "serial"}}
            400 POST @2.8 /servers/<web>/remote-consoles {"remote_console": {"protocol": "mks", "type": "webmks"}}
            400 POST @2.7 /servers/<web>/remote-consoles {"remote_console": {"protocol": "mks", "type": "webmks"}}
            400 POST @2.6 /servers/<web>/remote-consoles {"remote_console": {"protocol": "vnc", "type": "xvpvnc"}}
            400 POST @2.6 /servers/<web>/remote-consoles {"remote_console": {"protocol": "vnc"}}
            400 POST @2.6 /servers/<web>/remote-consoles {}
            404 POST @2.6 /servers/<nobody>/remote-consoles {"remote_console": {"protocol": "vnc", "type": "novnc"}}
            403 POST @2.6 as:reader /servers/<web>/remote-consoles {"remote_console": {"protocol": "vnc", "type": "novnc"}}
            400 POST @2.1 /servers/<web>/action {"os-getSPICEConsole": {"type": "spice-html5"}}
            400 POST @2.1 /servers/<web>/action {"os-getSerialConsole": {"type": "serial"}}
            400 POST @2.1 /servers/<web>/action {"os-getVNCConsole": {"type": "nonsense"}}
            400 POST @2.1 /servers/<web>/action {"os-getVNCConsole": {}}
        ''', web=self.cloud.web())
