"""A cloud under test: its accounts, and the few things every case needs there.

Signing in, the catalog and the sending are keystoneauth's and openstacksdk's, so that what a case
sees is what clients in the field see.
"""
import re
import time
import uuid

import openstack.config
from keystoneauth1.identity import v3

SERVICES = {'identity': 'identity', 'compute': 'compute', 'volume': 'block-storage',
            'image': 'image', 'network': 'network'}
VERSION_PATH = re.compile(r'/v\d+(\.\d+)?(/[0-9a-f]{32})?/?$')


class Gone(Exception):
    """A resource that was waited for is not there (any more)."""


class Account:
    """One entry of a clouds.yaml, signed in."""

    def __init__(self, file, name):
        self.region = openstack.config.OpenStackConfig(config_files=[file]).get_one(name)
        self.session = self.region.get_session()
        self.auth = self.region.config['auth']
        self.project = self.session.get_project_id()
        self.user = self.session.get_user_id()
        self.urls = {service: self._endpoint(kind) for service, kind in SERVICES.items()}

    def _endpoint(self, kind):
        if kind == 'identity':
            return self.auth['auth_url'].rstrip('/')
        url = self.region.config.get(kind.replace('-', '_') + '_endpoint_override')
        if url:
            return url
        url = self.session.get_endpoint(service_type=kind, interface='public', skip_discovery=True,
                                        region_name=self.region.region_name)
        if not url:
            raise RuntimeError('no %s in the catalog' % kind)
        return url.rstrip('/')

    def root(self, service):
        """The address that a service's version document stands at."""
        return VERSION_PATH.sub('', self.urls[service])

    def send(self, method, service, path, microversion=None, json=None, data=None, headers=None,
             token=True, root=False):
        """One request; the answer whatever its status. token: True, None, or a token's text."""
        headers = dict({'Accept': 'application/json'}, **headers or {})
        if microversion:
            headers['OpenStack-API-Version'] = '%s %s' % (service, microversion)
        if isinstance(token, str):
            headers['X-Auth-Token'] = token
        base = self.root(service) if root else self.urls[service]
        return self.session.request(
            path if path.startswith('http') else base + path, method, json=json, data=data,
            headers=headers, authenticated=token is True, raise_exc=False, redirect=False,
            connect_retries=0, status_code_retries=0)

    def password(self, **changes):
        """The body of POST /auth/tokens for this account, with parts changed."""
        auth = dict(self.auth, **changes)
        plugin = v3.Password(
            auth_url=auth['auth_url'], username=auth['username'], password=auth['password'],
            user_domain_name=auth.get('user_domain_name', 'Default'),
            project_name=auth.get('project_name'),
            project_domain_name=auth.get('project_domain_name', 'Default'))
        method = plugin.auth_methods[0]
        name, part = method.get_auth_data(self.session, plugin, {})
        scope = {} if not plugin.project_name else {'scope': {'project': {
            'name': plugin.project_name, 'domain': {'name': plugin.project_domain_name}}}}
        return {'auth': dict({'identity': {'methods': [name], name: part}}, **scope)}


class Cloud:
    """label=clouds.yaml:member:reader[:account with small quotas]"""

    def __init__(self, text, kept=False):
        """kept: the cloud keeps deleted servers until they are deleted by force."""
        self.kept = kept
        self.label, _, rest = text.partition('=')
        file, member, reader, *small = rest.split(':')
        self.member = Account(file, member)
        self.reader = Account(file, reader)
        self.small = Account(file, small[0]) if small else self.member
        self.tag = 'contract' + uuid.uuid4().hex[:6]
        self.mark_of_run = str(uuid.uuid4())    # what images of this run may be found by
        self.project_name = self.member.auth['project_name']
        self.known = {}         # id -> the name it has in transcripts
        self.transcripts = {}   # case -> lines
        self._made = []
        self._fixtures = {}
        self._choose()

    def json(self, path, service='compute', account=None, **kw):
        """The body of a GET that must succeed, outside of the transcript."""
        answer = (account or self.member).send('GET', service, path, **kw)
        if answer.status_code == 404:
            raise Gone(path)
        if not answer.ok:
            raise RuntimeError('%s: %d %s' % (path, answer.status_code, answer.text))
        return answer.json()

    def _choose(self):
        """The smallest image, flavor and network that the cloud offers."""
        images = self.json('/v2/images?visibility=public&status=active&limit=100', 'image')['images']
        images = [i for i in images if 'image_type' not in i and i['size']]
        self.image = min(images, key=lambda i: (i['min_disk'], i['min_ram'], i['size']))
        flavors = self.json('/flavors/detail')['flavors']
        fitting = [f for f in flavors if f['disk'] >= max(1, self.image['min_disk'])
                   and f['ram'] >= self.image['min_ram']]
        self.flavor = min(fitting, key=lambda f: (f['disk'], f['ram'], f['vcpus']))
        networks = self.json('/v2.0/networks', 'network')['networks']
        self.network = min((n for n in networks if n['subnets'] and not n.get('router:external')),
                           key=lambda n: n['name'])
        self.known.update({self.mark_of_run: 'run', self.image['id']: 'base image',
                           self.flavor['id']: 'flavor',
                           self.network['id']: 'network', self.member.project: 'project',
                           self.member.user: 'user', self.reader.user: 'reader',
                           self.small.project: 'project', self.small.user: 'user'})

    def name(self, text):
        """A name that no other run uses; transcripts show it as contract-TEXT."""
        return '%s-%s' % (self.tag, text)

    # ------------------------------------------------------------ waiting

    def wait(self, what, probe, seconds=300, every=0.25):
        """The first true value of probe(); a machine that compiles meanwhile takes long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            got = probe()
            if got:
                return got
            time.sleep(every)
        raise AssertionError('%s: not within %d s' % (what, seconds))

    def server(self, server):
        return self.json('/servers/' + server, microversion='2.93')['server']

    def settled(self, server, status):
        """Waits until a server has the status and no task."""
        def probe():
            row = self.server(server)
            if row['status'] == 'ERROR' and status != 'ERROR':
                raise AssertionError('server in ERROR: %s' % row.get('fault'))
            return row['status'] == status and not row['OS-EXT-STS:task_state'] and row
        return self.wait('server %s' % status, probe)

    def volume_is(self, volume, status='available', account=None):
        def probe():
            row = self.json('/volumes/' + volume, 'volume', account)['volume']
            if row['status'].startswith('error'):
                raise AssertionError('volume is ' + row['status'])
            return row['status'] == status and row
        return self.wait('volume ' + status, probe)

    def snapshot_is(self, snapshot, status='available', account=None):
        def probe():
            row = self.json('/snapshots/' + snapshot, 'volume', account)['snapshot']
            if row['status'].startswith('error'):
                raise AssertionError('snapshot is ' + row['status'])
            return row['status'] == status and row
        return self.wait('snapshot ' + status, probe)

    def image_is(self, image, status='active'):
        return self.wait('image ' + status, lambda: self.json(
            '/v2/images/' + image, 'image')['status'] == status)

    def gone(self, service, path, account=None):
        self.wait(path + ' gone', lambda: (account or self.member).send(
            'GET', service, path).status_code == 404)

    # --------------------------------------------------- made and unmade

    def made(self, service, path, account=None):
        """Remembers to delete it (latest first)."""
        self._made.append((service, path, account or self.member))

    def unmake(self, since=0):
        """Deletes what was made after mark() told `since`; many of a kind together."""
        while len(self._made) > since:
            kind = self._made[-1][1].rsplit('/', 1)[0]
            batch = []
            while len(self._made) > since and self._made[-1][1].rsplit('/', 1)[0] == kind:
                batch.append(self._made.pop())
            for service, path, account in batch:
                self.wait('DELETE ' + path, lambda: self._delete(
                    service, path, account).status_code in (202, 204, 404), 30, 1)
            for service, path, account in batch:
                self.gone(service, path, account)

    def _delete(self, service, path, account):
        if self.kept and path.startswith('/servers/'):
            return account.send('POST', service, path + '/action', json={'forceDelete': None})
        return account.send('DELETE', service, path)

    def mark(self):
        return len(self._made)

    def post(self, service, path, body, account=None, **kw):
        answer = (account or self.member).send('POST', service, path, json=body, **kw)
        if not answer.ok:
            raise AssertionError('POST %s: %d %s' % (path, answer.status_code, answer.text))
        return answer.json()

    def make_volume(self, name, size=1, account=None, known=None, **more):
        row = self.post('volume', '/volumes', {'volume': dict(
            {'name': self.name(name), 'size': size}, **more)}, account)['volume']
        self.made('volume', '/volumes/' + row['id'], account)
        self.known[row['id']] = known or name
        self.volume_is(row['id'], account=account)
        return row['id']

    def server_body(self, name, **more):
        return {'server': dict({'name': self.name(name), 'flavorRef': self.flavor['id'],
                                'networks': [{'uuid': self.network['id']}]}, **more)}

    def make_server(self, name, **more):
        row = self.post('compute', '/servers', self.server_body(name, **more),
                        microversion='2.67')['server']
        self.made('compute', '/servers/' + row['id'])
        self.known[row['id']] = name
        self.settled(row['id'], 'ACTIVE')
        return row['id']

    # ------------------------------------- servers and networks of a run

    def own_network(self):
        """A network of the member's project: on it the member may choose addresses."""
        if self.network['project_id'] == self.member.project:
            return self.network['id']
        found = self.post('network', '/v2.0/networks', {'network': {
            'name': self.name('network')}})['network']['id']
        self.made('network', '/v2.0/networks/' + found)
        self.post('network', '/v2.0/subnets', {'subnet': {
            'network_id': found, 'ip_version': 4, 'cidr': '10.79.0.0/24', 'enable_dhcp': False}})
        self.known[found] = 'network'
        return found

    def web(self):
        """An image-backed server, ACTIVE, shared by the cases."""
        if 'web' not in self._fixtures:
            self._fixtures['web'] = self.make_server('web', imageRef=self.image['id'],
                                                     metadata={'role': 'web'})
        return self._fixtures['web']

    def db(self):
        """A server on a root volume with one data volume: (server, root, data)."""
        if 'db' not in self._fixtures:
            root = self.make_volume('db-root', max(self.flavor['disk'], 1),
                                    imageRef=self.image['id'])
            data = self.make_volume('db-data')
            server = self.make_server('db', block_device_mapping_v2=[
                {'boot_index': index, 'uuid': volume, 'source_type': 'volume',
                 'destination_type': 'volume', 'delete_on_termination': False}
                for index, volume in ((0, root), (-1, data))])
            self._fixtures['db'] = (server, root, data)
        return self._fixtures['db']

    def prepare(self):
        """Makes the shared servers before the first case, so that no case's deletes reach them."""
        if not self.kept:
            self.web()
            self.db()
