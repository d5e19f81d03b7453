"""What a server refuses in each state that it can be brought into."""
from table import Table

POWER = ('{"os-start": null}', '{"os-stop": null}', '{"reboot": {"type": "SOFT"}}',
         '{"pause": null}', '{"unpause": null}', '{"suspend": null}', '{"resume": null}')
MOVES = ('{"unshelve": null}', '{"confirmResize": null}', '{"revertResize": null}')
RESIZE = '{"resize": {"flavorRef": "<larger>"}}'
CAPTURE = '{"createImage": {"name": "x"}}'


def without(bodies, *allowed):
    return [body for body in bodies if not any('"%s"' % action in body for action in allowed)]


class ServerStates(Table):
    def refused(self, server, bodies):
        for body in bodies:
            self.table('compute', '409 POST @2.93 /servers/<server>/action ' + body,
                       server=server, larger=self.larger['id'])

    def bring(self, server, body, status):
        self.action(server, body, 202, record='status')
        self.cloud.settled(server, status)

    def setUp(self):
        super().setUp()
        flavors = self.cloud.json('/flavors/detail')['flavors']
        own = self.cloud.flavor
        self.larger = min((f for f in flavors if f['id'] != own['id'] and f['disk'] >= own['disk']),
                          key=lambda f: (f['disk'], f['ram']))
        self.cloud.known[self.larger['id']] = 'larger'

    def test_power(self):
        server = self.cloud.make_server('states', imageRef=self.cloud.image['id'])
        self.refused(server, without(POWER + MOVES, 'os-stop', 'reboot', 'pause', 'suspend'))
        self.bring(server, {'os-stop': None}, 'SHUTOFF')
        self.refused(server, without(POWER + MOVES, 'os-start'))
        self.bring(server, {'os-start': None}, 'ACTIVE')
        self.bring(server, {'pause': None}, 'PAUSED')
        self.refused(server, without(POWER + MOVES, 'unpause') + [RESIZE])
        self.bring(server, {'unpause': None}, 'ACTIVE')
        self.bring(server, {'suspend': None}, 'SUSPENDED')
        self.refused(server, without(POWER + MOVES, 'resume') + [RESIZE])
        self.bring(server, {'resume': None}, 'ACTIVE')
        self.action(server, {'lock': None}, 202)
        self.get('compute', '/servers/' + server, mv='2.93', record='keys',
                 pick=lambda b: b['server'])
        self.action(server, {'unlock': None}, 202)

    def test_moves(self):
        server = self.cloud.make_server('moves', imageRef=self.cloud.image['id'])
        self.bring(server, {'resize': {'flavorRef': self.larger['id']}}, 'VERIFY_RESIZE')
        self.refused(server, without(POWER + MOVES, 'confirmResize', 'revertResize') +
                     [RESIZE, CAPTURE, '{"shelve": null}'])
        self.bring(server, {'revertResize': None}, 'ACTIVE')
        self.get('compute', '/servers/' + server, record='status')
        self.bring(server, {'shelve': None}, 'SHELVED_OFFLOADED')
        # why start and stop are refused depends on whether the host is free already
        self.refused(server, without(POWER + MOVES, 'unshelve', 'os-start', 'os-stop') +
                     [RESIZE, CAPTURE, '{"shelve": null}', '{"reboot": {"type": "HARD"}}',
                      '{"os-getConsoleOutput": {}}'])
        self.bring(server, {'unshelve': None}, 'ACTIVE')
