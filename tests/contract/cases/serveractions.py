"""Pause, suspend, lock, rename and reboot: what they do, in which states, and what is told of them."""
from table import Table

TASK, POWER = 'OS-EXT-STS:task_state', 'OS-EXT-STS:power_state'
EVERY = ('{"os-start": null}', '{"os-stop": null}', '{"reboot": {"type": "SOFT"}}',
         '{"pause": null}', '{"unpause": null}', '{"suspend": null}', '{"resume": null}',
         '{"unshelve": null}', '{"shelve": null}', '{"confirmResize": null}',
         '{"revertResize": null}', '{"unrescue": null}', '{"restore": null}',
         '{"resize": {"flavorRef": "<larger>"}}')
MICROVERSIONS = (None, '2.9', '2.51', '2.62', '2.73', '2.84', '2.93')


class ServerTransitions(Table):
    """Each action with the states that it takes a server through, and what is refused between."""

    def setUp(self):
        super().setUp()
        own = self.cloud.flavor
        flavors = self.cloud.json('/flavors/detail')['flavors']
        self.larger = min((f for f in flavors if f['id'] != own['id'] and f['disk'] >= own['disk']),
                          key=lambda f: (f['disk'], f['ram']))['id']
        self.cloud.known[self.larger] = 'larger'

    def make(self, name):
        self.server = self.cloud.make_server(name, imageRef=self.cloud.image['id'])
        return self.server

    def refused(self, *allowed):
        """Every action but the allowed ones is refused in the server's present state."""
        for body in EVERY:
            if not any(body.startswith('{"%s"' % action) for action in allowed):
                self.table('compute', '409 POST @2.93 /servers/<server>/action ' + body,
                           server=self.server, larger=self.larger)

    def moves(self, body, task, status, power):
        """Acts, then follows the server to `status`; what a poll may miss is not recorded."""
        row = self.cloud.server(self.server)
        before = row['status']
        self.action(self.server, body, 202)
        busy = 'HARD_REBOOT' if task[0].startswith('rebooting_hard') and before == 'ACTIVE' \
            else 'REBOOT' if task[0] == 'rebooting' else before

        def read():
            row = self.cloud.server(self.server)
            return '%s/%s' % (row['status'], row[TASK])
        order = ['%s/None' % before] + ['%s/%s' % (busy, t) for t in task] + ['%s/None' % status]
        missed = order[:-1]
        if before == status:        # a reboot of a running server: it ends as it began
            self.states(str(body), read, order[-1], order[1:], missed)
        else:
            self.states(str(body), read, order[-1], order, missed)
        row = self.cloud.server(self.server)
        self.script.note('after ' + str(body), [row['status'], row['OS-EXT-STS:vm_state'],
                                                row[TASK], row[POWER]])
        self.assertEqual(row[POWER], power)

    def told(self, *actions):
        """What the log of the server's actions tells, with the events of the latest."""
        path = '/servers/%s/os-instance-actions' % self.server
        for mv in MICROVERSIONS:
            rows = self.get('compute', path, mv=mv)['instanceActions']
        self.assertEqual([row['action'] for row in rows], list(actions) + ['create'])
        for row in rows[:-1]:
            for mv in (None, '2.51', '2.62', '2.84'):
                self.get('compute', '%s/%s' % (path, row['request_id']), mv=mv)

    def test_pause(self):
        server = self.make('pause')
        self.moves({'pause': None}, ['pausing'], 'PAUSED', 3)
        for mv in MICROVERSIONS:
            self.get('compute', '/servers/' + server, mv=mv)
        self.refused('unpause', 'shelve')
        self.table('compute', '''
            200 GET @2.93 /servers?name=<name>&status=PAUSED
            200 GET @2.93 /servers?name=<name>&status=ACTIVE
            200 POST !shape /servers/<server>/action {"os-getConsoleOutput": {}}
            200 POST /servers/<server>/metadata {"metadata": {"role": "paused"}}
            200 PUT !status /servers/<server> {"server": {"name": "<name>"}}
        ''', server=server, name=self.own('pause'))
        self.moves({'unpause': None}, ['unpausing'], 'ACTIVE', 1)
        self.told('unpause', 'pause')

    def test_suspend(self):
        server = self.make('suspend')
        self.moves({'suspend': None}, ['suspending'], 'SUSPENDED', 7)
        for mv in MICROVERSIONS:
            self.get('compute', '/servers/' + server, mv=mv)
        self.refused('resume', 'shelve')
        self.table('compute', '''
            200 GET @2.93 /servers?name=<name>&status=SUSPENDED
            200 POST /servers/<server>/metadata {"metadata": {"role": "suspended"}}
            200 PUT !status /servers/<server> {"server": {"name": "<name>"}}
        ''', server=server, name=self.own('suspend'))
        self.moves({'resume': None}, ['resuming'], 'ACTIVE', 1)
        self.told('resume', 'suspend')

    def test_hard_reboot(self):
        """It starts a server from every state that it is allowed in."""
        self.make('reboot')
        hard, tasks = {'reboot': {'type': 'HARD'}}, [
            'rebooting_hard', 'reboot_pending_hard', 'reboot_started_hard']
        self.moves(hard, tasks, 'ACTIVE', 1)
        self.moves({'os-stop': None}, ['powering-off'], 'SHUTOFF', 4)
        self.moves(hard, tasks, 'ACTIVE', 1)
        self.moves({'pause': None}, ['pausing'], 'PAUSED', 3)
        self.moves(hard, tasks, 'ACTIVE', 1)
        self.moves({'suspend': None}, ['suspending'], 'SUSPENDED', 7)
        self.moves(hard, tasks, 'ACTIVE', 1)
        # soft reboots want a server that runs
        self.moves({'reboot': {'type': 'SOFT'}}, [
            'rebooting', 'reboot_pending', 'reboot_started'], 'ACTIVE', 1)
        self.moves({'os-stop': None}, ['powering-off'], 'SHUTOFF', 4)
        self.table('compute', '''
            409 POST /servers/<server>/action {"reboot": {"type": "SOFT"}}
            409 POST /servers/<server>/action {"reboot": {"type": "soft"}}
        ''', server=self.server)
        self.told('stop', 'reboot', 'reboot', 'suspend', 'reboot', 'pause', 'reboot', 'stop',
                  'reboot')

    def test_lock(self):
        server = self.make('lock')
        path = '/servers/' + server
        self.action(server, {'lock': {'locked_reason': 'month-end closing'}}, 202, mv='2.73')
        for mv in (None, '2.9', '2.72', '2.73', '2.93'):
            self.get('compute', path, mv=mv)
        # a second lock of the same owner changes nothing, not even the reason
        self.action(server, {'lock': {'locked_reason': 'another'}}, 202, mv='2.93')
        self.get('compute', path, mv='2.93', pick=lambda b: b['server']['locked_reason'])
        self.table('compute', '''
            200 GET @2.73 /servers?name=<name>&locked=true
            200 GET @2.73 /servers?name=<name>&locked=false
            409 POST /servers/<server>/action {"os-stop": null}
            409 POST /servers/<server>/action {"os-start": null}
            409 POST /servers/<server>/action {"pause": null}
            409 POST /servers/<server>/action {"unpause": null}
            409 POST /servers/<server>/action {"suspend": null}
            409 POST /servers/<server>/action {"resume": null}
            409 POST /servers/<server>/action {"reboot": {"type": "SOFT"}}
            409 POST /servers/<server>/action {"reboot": {"type": "HARD"}}
            409 POST /servers/<server>/action {"shelve": null}
            409 POST /servers/<server>/action {"unshelve": null}
            409 POST /servers/<server>/action {"confirmResize": null}
            409 POST /servers/<server>/action {"resize": {"flavorRef": "<larger>"}}
            409 POST /servers/<server>/metadata {"metadata": {"a": "b"}}
            404 DELETE /servers/<server>/metadata/role
            409 DELETE /servers/<server>
            403 POST as:reader /servers/<server>/action {"unlock": null}
            403 POST as:reader /servers/<server>/action {"lock": null}
            403 POST as:reader /servers/<server>/action {"pause": null}
            200 POST !shape /servers/<server>/action {"os-getConsoleOutput": {}}
            200 PUT !status /servers/<server> {"server": {"name": "<name>"}}
            202 POST /servers/<server>/action {"unlock": null}
        ''', server=server, name=self.own('lock'), larger=self.larger)
        self.get('compute', path, mv='2.93')
        self.action(server, {'unlock': None}, 202)
        self.action(server, {'lock': None}, 202, mv='2.93')
        self.get('compute', path, mv='2.93', pick=lambda b: [b['server']['locked'],
                                                             b['server']['locked_reason']])
        self.action(server, {'unlock': None}, 202, mv='2.93')
        self.told('unlock', 'lock', 'unlock', 'unlock', 'lock')

    def test_locked_and_paused(self):
        server = self.make('both')
        self.moves({'pause': None}, ['pausing'], 'PAUSED', 3)
        self.action(server, {'lock': None}, 202)
        self.table('compute', '''
            409 POST /servers/<server>/action {"unpause": null}
            409 POST /servers/<server>/action {"os-stop": null}
        ''', server=server)
        image = self.action(server, {'createImage': {'name': self.own('both')}}, 202,
                            mv='2.93')['image_id']
        self.cloud.made('image', '/v2/images/' + image)
        self.cloud.image_is(image)
        row = self.cloud.settled(server, 'PAUSED')
        self.script.note('after the snapshot', [row['status'], row[POWER], row['locked']])
        self.action(server, {'unlock': None}, 202)
        self.moves({'unpause': None}, ['unpausing'], 'ACTIVE', 1)

    def test_rename(self):
        server = self.make('rename')
        path, second = '/servers/' + server, self.own('second')
        for mv in (None, '2.19', '2.73', '2.75', '2.93'):
            self.ask('PUT', 'compute', path, 200, body={'server': {'name': second}}, mv=mv)
        self.get('compute', path, mv='2.93')
        self.table('compute', '''
            200 PUT @2.93 /servers/<server> {"server": {"name": "<name>", "description": "of one"}}
            200 PUT @2.93 /servers/<server> {"server": {"description": "of two"}}
            200 PUT @2.93 /servers/<server> {"server": {"description": ""}}
            200 PUT @2.93 /servers/<server> {"server": {"description": null}}
            200 GET @2.93 /servers?name=<name>
            403 PUT as:reader /servers/<server> {"server": {"name": "x"}}
            404 PUT /servers/<nobody> {"server": {"name": "x"}}
        ''', server=server, name=second)
        self.told()

    def test_bodies(self):
        """What stands behind an action's name is not looked at."""
        server = self.make('bodies')
        self.table('compute', '''
            409 POST /servers/<server>/action {"unpause": "x"}
            409 POST /servers/<server>/action {"resume": []}
            400 POST /servers/<server>/action {"pause": null, "lock": null}
            400 POST /servers/<server>/action {"Pause": null}
            400 POST @2.73 /servers/<server>/action {"lock": "x"}
            202 POST @2.72 /servers/<server>/action {"lock": "x"}
            202 POST /servers/<server>/action {"unlock": "x"}
            404 POST /servers/<nobody>/action {"unpause": null}
            404 POST /servers/<nobody>/action {"suspend": null}
            404 POST /servers/<nobody>/action {"resume": null}
            404 POST /servers/<nobody>/action {"unlock": null}
            403 POST as:reader /servers/<server>/action {"unpause": null}
            403 POST as:reader /servers/<server>/action {"suspend": null}
            403 POST as:reader /servers/<server>/action {"resume": null}
            403 POST as:reader /servers/<server>/action {"reboot": {"type": "HARD"}}
        ''', server=server)
