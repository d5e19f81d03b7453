"""Servers: what is listed and shown, what acts on them, what is refused."""
import time

from case import NOBODY, Case

MICROVERSIONS = (None, '2.3', '2.9', '2.19', '2.26', '2.47', '2.63', '2.67', '2.73', '2.79', '2.90',
                 '2.93')


class ServerReads(Case):
    def test_show(self):
        web, (db, *_) = self.cloud.web(), self.cloud.db()
        for mv in MICROVERSIONS:
            self.get('compute', '/servers/' + web, mv=mv)
        for mv in (None, '2.67', '2.93'):
            body = self.get('compute', '/servers/' + db, mv=mv)
            self.assertEqual(body['server']['image'], '')

    def test_list(self):
        self.cloud.web(), self.cloud.db()
        for mv in (None, '2.67', '2.79', '2.93'):
            self.get('compute', '/servers?name=' + self.cloud.tag, mv=mv)
            self.get('compute', '/servers/detail?name=' + self.cloud.tag, mv=mv)

    def test_rows_of_others(self):
        """Every row of a list, whatever its state, has the same keys."""
        rows = self.get('compute', '/servers/detail?status=ACTIVE', mv='2.93', record='status')
        keys = {tuple(sorted(set(row) - {'fault', 'progress'})) for row in rows['servers']}
        self.assertEqual(len(keys), 1, keys)

    def test_paging(self):
        self.cloud.web(), self.cloud.db()
        name = 'name=%s&sort_key=display_name&sort_dir=asc' % self.cloud.tag
        seen, marker = [], ''
        for _ in range(2):
            body = self.get('compute', '/servers?limit=1&' + name + marker)
            seen += [row['id'] for row in body['servers']]
            marker = '&marker=' + seen[-1]
            self.assertEqual([link['rel'] for link in body['servers_links']], ['next'])
        body = self.get('compute', '/servers?limit=1&' + name + marker)
        self.assertEqual(body, {'servers': []})
        self.assertEqual(len(set(seen)), 2)
        self.get('compute', '/servers?limit=2&' + name)
        self.get('compute', '/servers?limit=3&' + name)
        self.get('compute', '/servers?limit=0&' + name)
        body = self.get('compute', '/servers/detail?limit=1&' + name, record='status')
        link = body['servers_links'][0]['href']
        self.assertIn('marker=' + body['servers'][0]['id'], link)
        answer = self.cloud.member.send('GET', 'compute', link)
        self.assertEqual([row['id'] for row in answer.json()['servers']], seen[1:])
        for wrong in ('limit=-1', 'limit=x', 'marker=' + NOBODY, 'marker=x'):
            self.get('compute', '/servers?' + wrong, 400)

    def test_filters(self):
        web, (db, *_) = self.cloud.web(), self.cloud.db()
        tag = 'name=%s&' % self.cloud.tag
        for query, expected in (
                ('name=^%s$' % self.own('web'), [web]), (tag + 'status=ACTIVE', [db, web]),
                (tag + 'status=active', [db, web]), (tag + 'status=SHUTOFF', []),
                (tag + 'status=nonsense', []), (tag + 'image=' + self.cloud.image['id'], [web]),
                (tag + 'flavor=' + self.cloud.flavor['id'], [db, web]),
                (tag + 'flavor=' + NOBODY, []), (tag + 'nonsense=1', [db, web]),
                (tag + 'sort_key=created_at&sort_dir=asc', [web, db]),
                (tag + 'sort_key=created_at&sort_dir=desc', [db, web]),
                (tag + 'deleted=true', [db, web]), (tag + 'vm_state=active', [db, web]),
                (tag + 'uuid=' + web, [db, web]),     # for administrators only
                (tag + 'ip=192.0.2.', []),
                # (those of this run that are deleted by now are among them, so by the whole name)
                ('name=^%s$&changes-since=2000-01-01T00:00:00Z' % self.own('web'), [web]),
                (tag + 'changes-since=2100-01-01T00:00:00Z', [])):
            body = self.get('compute', '/servers?' + query)
            got = [row['id'] for row in body['servers']]
            if 'sort' not in query:
                got, expected = sorted(got), sorted(expected)
            self.assertEqual(got, expected, query)

    def test_refused_queries(self):
        self.get('compute', '/servers?sort_key=status', 400)
        self.get('compute', '/servers?sort_key=nonsense', 400)
        self.get('compute', '/servers?sort_dir=nonsense', 400)
        self.get('compute', '/servers?changes-since=yesterday', 400)
        self.get('compute', '/servers/detail?all_tenants=1', 403)
        self.get('compute', '/servers?nonsense=1', 400, mv='2.93')

    def test_absent(self):
        for tail in ('', '/os-instance-actions', '/os-volume_attachments', '/ips', '/metadata'):
            self.get('compute', '/servers/%s%s' % (NOBODY, tail), 404)
        self.get('compute', '/servers/nonsense', 404)
        self.delete('compute', '/servers/' + NOBODY, 404)
        self.action(NOBODY, {'os-start': None}, 404)
        self.action(NOBODY, {'createImage': {'name': 'x'}}, 404)

    def test_parts(self):
        web, (db, root, data) = self.cloud.web(), self.cloud.db()
        for mv in (None, '2.70', '2.79', '2.89', '2.93'):
            body = self.get('compute', '/servers/%s/os-volume_attachments' % db, mv=mv)
            self.assertEqual([a['volumeId'] for a in body['volumeAttachments']], [root, data])
        self.get('compute', '/servers/%s/os-volume_attachments' % web)
        self.get('compute', '/servers/%s/os-volume_attachments/%s' % (db, data))
        self.get('compute', '/servers/%s/os-volume_attachments/%s' % (db, NOBODY), 404)
        self.get('compute', '/servers/%s/ips' % web, pick=self._addresses)
        self.get('compute', '/servers/%s/metadata' % web)
        self.get('compute', '/servers/%s/os-interface' % web, record='shape')
        self.get('compute', '/servers/%s/os-security-groups' % web, record='shape')

    @staticmethod
    def _addresses(body):
        return [row['version'] for rows in body['addresses'].values() for row in rows]

    def test_flavors(self):
        for mv in (None, '2.55', '2.61', '2.93'):
            self.get('compute', '/flavors/' + self.cloud.flavor['id'], mv=mv, record='shape')
            self.get('compute', '/flavors/detail', mv=mv, record='shape')
            self.get('compute', '/flavors', mv=mv, record='shape')
        self.get('compute', '/flavors/' + NOBODY, 404)
        body = self.get('compute', '/flavors?limit=1', record='shape')
        self.assertEqual(len(body['flavors']), 1)
        self.get('compute', '/flavors?limit=1&marker=' + NOBODY, 400)

    def test_limits(self):
        project = self.cloud.member.project
        for mv in (None, '2.36', '2.57', '2.93'):
            self.get('compute', '/limits', mv=mv, record='shape')
            self.get('compute', '/os-quota-sets/' + project, mv=mv, record='shape')
        self.get('compute', '/os-quota-sets/%s/detail' % project, record='shape')
        self.get('compute', '/os-quota-sets/%s/defaults' % project, record='shape')
        self.get('compute', '/os-quota-sets/' + NOBODY, 403)
        self.get('compute', '/os-availability-zone', record='shape')
        self.get('compute', '/os-keypairs', record='status')
        self.get('compute', '/os-keypairs/nonsense', 404)


class ServerActions(Case):
    STATE = 'OS-EXT-STS:task_state'

    def states_of(self, what, server, last, order, may_miss=()):
        def read():
            row = self.cloud.server(server)
            return '%s/%s' % (row['status'], row[self.STATE])
        return self.states(what, read, last, order, may_miss)

    def test_power(self):
        server = self.cloud.make_server('power', imageRef=self.cloud.image['id'])
        self.action(server, {'os-start': None}, 409)
        self.action(server, {'os-stop': None}, 202)
        self.states_of('stop', server, 'SHUTOFF/None', [
            'ACTIVE/None', 'ACTIVE/powering-off', 'SHUTOFF/None'], ['ACTIVE/None'])
        self.get('compute', '/servers/' + server, mv='2.93')
        self.action(server, {'os-stop': None}, 409)
        self.action(server, {'reboot': {'type': 'SOFT'}}, 409)
        self.action(server, {'pause': None}, 409)
        self.action(server, {'os-start': None}, 202)
        self.states_of('start', server, 'ACTIVE/None', [
            'SHUTOFF/None', 'SHUTOFF/powering-on', 'ACTIVE/None'], ['SHUTOFF/None'])
        self.action(server, {'reboot': {'type': 'SOFT'}}, 202)
        self.states_of('soft reboot', server, 'ACTIVE/None', [
            'REBOOT/rebooting', 'REBOOT/reboot_pending', 'REBOOT/reboot_started', 'ACTIVE/None'],
            ['REBOOT/rebooting', 'REBOOT/reboot_pending', 'REBOOT/reboot_started'])
        self.action(server, {'reboot': {'type': 'HARD'}}, 202)
        self.states_of('hard reboot', server, 'ACTIVE/None', [
            'HARD_REBOOT/rebooting_hard', 'HARD_REBOOT/reboot_pending_hard',
            'HARD_REBOOT/reboot_started_hard', 'ACTIVE/None'], [
            'HARD_REBOOT/rebooting_hard', 'HARD_REBOOT/reboot_pending_hard',
            'HARD_REBOOT/reboot_started_hard'])
        self.action(server, {'confirmResize': None}, 409)
        self._told(server)

    def _told(self, server):
        """What os-instance-actions tells afterwards."""
        path = '/servers/%s/os-instance-actions' % server
        for mv in (None, '2.51', '2.62', '2.84', '2.93'):
            rows = self.get('compute', path, mv=mv)['instanceActions']
        self.assertEqual([r['action'] for r in rows],
                         ['reboot', 'reboot', 'start', 'stop', 'create'])
        for mv in (None, '2.51', '2.62', '2.84', '2.93'):
            self.get('compute', '%s/%s' % (path, rows[3]['request_id']), mv=mv)
        self.get('compute', path + '/req-' + NOBODY, 404)
        self.get('compute', path + '?limit=2', mv='2.93')

    def test_bad_actions(self):
        web = self.cloud.web()
        self.action(web, {'nonsense': None}, 400)
        self.action(web, {'reboot': {'type': 'GENTLE'}}, 400)
        self.action(web, {'reboot': {}}, 400)
        self.action(web, {'reboot': None}, 400)
        self.action(web, {}, 400)
        self.action(web, {'os-start': None, 'os-stop': None}, 400)
        self.action(web, {'resume': None}, 409)
        self.action(web, {'unpause': None}, 409)

    def test_log(self):
        web = self.cloud.web()
        self.action(web, {'os-getConsoleOutput': {'length': 5}}, 200, record='shape')
        self.action(web, {'os-getConsoleOutput': {}}, 200, record='shape')
        self.action(web, {'os-getConsoleOutput': {'length': 'x'}}, 400)

    def test_create_and_delete(self):
        since = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() - 60))
        body = self.post('compute', '/servers', self.cloud.server_body(
            'short', imageRef=self.cloud.image['id'], metadata={'role': 'short'},
            min_count=1, adminPass='chosen by me'), 202, mv='2.67')
        server = body['server']['id']
        self.assertEqual(body['server']['adminPass'], 'chosen by me')
        self.cloud.made('compute', '/servers/' + server)
        self.cloud.known[server] = 'short'
        order = ['BUILD/' + t for t in ('scheduling', 'None', 'block_device_mapping', 'networking',
                                        'spawning')]
        self.states_of('create', server, 'ACTIVE/None', order + ['ACTIVE/None'], order)
        self.get('compute', '/servers/' + server)
        self.ask('PUT', 'compute', '/servers/' + server, 200,
                 body={'server': {'name': self.own('renamed')}}, mv='2.93')
        self.ask('PUT', 'compute', '/servers/' + server, 400, body={'server': {'name': ''}})
        self.post('compute', '/servers/%s/metadata' % server, {'metadata': {'k': 'v'}}, 200)
        self.delete('compute', '/servers/' + server, 204)
        self.cloud.gone('compute', '/servers/' + server)
        path = '/servers/detail?name=%s&changes-since=%s' % (self.own('renamed'), since)
        body = self.get('compute', path, mv='2.93', record='status')
        self.assertEqual([(r['id'], r['status']) for r in body['servers']],
                         [(server, 'DELETED')])
        self.script.note('keys of a deleted one', sorted(body['servers'][0]))
        self.get('compute', '/servers?name=' + self.own('renamed'))

    def test_create_refused(self):
        image = {'imageRef': self.cloud.image['id']}

        def refused(expect, numbers=False, **changes):
            body = self.cloud.server_body('refused', **image)
            body['server'].update(changes)
            body['server'] = {k: v for k, v in body['server'].items() if v is not None}
            self.post('compute', '/servers', body, expect, mv='2.67', numbers=numbers)
        refused(400, name='')
        refused(400, name='x' * 256)
        refused(400, flavorRef=NOBODY)
        refused(400, imageRef=NOBODY)
        refused(400, networks=[{'uuid': NOBODY}])
        refused(400, networks=None)
        refused(400, imageRef=None)
        refused(400, key_name='no-key-of-this-name')
        refused(400, nonsense=1)
        refused(400, adminPass=5)
        # one more than there is room for: nothing but the number of servers is in the way
        limits = self.cloud.json('/limits')['limits']['absolute']
        refused(403, numbers=True, min_count=(
            limits['maxTotalInstances'] - limits['totalInstancesUsed'] + 1))
        self.post('compute', '/servers', {}, 400)
        self.post('compute', '/servers', None, 400, data='{"server"',
                  headers={'Content-Type': 'application/json'})
