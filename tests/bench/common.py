"""What the figures share: the demo server, a screen, curl, rounds that alternate, and rows of the table."""
import contextlib
import dataclasses
import json
import os
import pathlib
import re
import signal
import statistics
import subprocess
import tempfile
import time
import urllib.request


@dataclasses.dataclass
class Row:
    """One line of the table. Without a reference `ratio` is the figure itself, in `unit`."""
    figure: str                 # "1 complete list, demo cloud"
    ours: float
    reference: float = None
    goal: float = None          # the ratio (or the figure) is to be at most this
    unit: str = ''
    what: str = ''              # what the reference is: "curl, same pages"
    samples: dict = dataclasses.field(default_factory=dict)

    @property
    def ratio(self):
        return self.ours / self.reference if self.reference else self.ours

    @property
    def met(self):
        return None if self.goal is None else self.ratio <= self.goal


@dataclasses.dataclass
class Bench:
    """What a figure is given."""
    build: pathlib.Path
    out: pathlib.Path
    rounds: int
    real: tuple = None          # (clouds.yaml, cloud), or nothing

    def program(self, name):
        return str(self.build / 'bin' / name)

    def probe(self, *words, env=None, stdin=None, timeout=600):
        """One run of oriel_bench; its last line is a JSON object."""
        done = subprocess.run([self.program('oriel_bench'), *map(str, words)], env=env, input=stdin, text=True,
                              stdout=subprocess.PIPE, timeout=timeout, check=True)
        return json.loads(done.stdout.strip().splitlines()[-1])


def medians(rounds, **measures):
    """Each measure once a round, in turn, the order turned round each time. name → (median, all samples)."""
    samples = {name: [] for name in measures}
    for number in range(rounds):
        order = list(measures)
        for name in order if number % 2 == 0 else reversed(order):
            samples[name].append(measures[name]())
    return {name: (statistics.median(values), values) for name, values in samples.items()}


def timed(run):
    """How long `run` takes, in milliseconds."""
    def measure():
        begun = time.perf_counter()
        run()
        return (time.perf_counter() - begun) * 1000
    return measure


class Cloud:
    """A cloud of a clouds.yaml, with a token and endpoints of its own for curl."""

    def __init__(self, clouds, name, region='RegionOne'):
        self.clouds, self.name = str(clouds), name
        text = pathlib.Path(clouds).read_text()
        block = re.search(r'^  %s:\n((?:    .*\n|\n)+)' % re.escape(name), text + '\n', re.M).group(1)

        def value(key):
            return re.search(r'\b%s:\s*"?([^"\n]+?)"?\s*$' % key, block, re.M).group(1)
        self.url = value('auth_url').rstrip('/')
        if not self.url.endswith('/v3'):
            self.url += '/v3'
        domain = {'name': 'Default'}
        body = {'auth': {'identity': {'methods': ['password'], 'password': {'user': {
            'name': value('username'), 'password': value('password'), 'domain': domain}}},
            'scope': {'project': {'name': value('project_name'), 'domain': domain}}}}
        request = urllib.request.Request(self.url + '/auth/tokens', json.dumps(body).encode(),
                                         {'Content-Type': 'application/json'})
        with urllib.request.urlopen(request, timeout=60) as answer:
            self.token = answer.headers['X-Subject-Token']
            catalog = json.load(answer)['token']['catalog']
        self.endpoints = {service['type']: endpoint['url'].rstrip('/') for service in catalog
                          for endpoint in service['endpoints'] if endpoint['interface'] == 'public'}

    def environment(self, **more):
        """For `openstack`, orielctl and oriel."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith('OS_')}
        return clean | {'OS_CLIENT_CONFIG_FILE': self.clouds, 'OS_CLOUD': self.name, 'LC_ALL': 'C.UTF-8'} | more

    def endpoint(self, *types):
        return next(self.endpoints[kind] for kind in types if kind in self.endpoints)

    def headers(self):
        return ['-H', 'X-Auth-Token: ' + self.token, '-H', 'Accept: application/json',
                '-H', 'OpenStack-API-Version: compute 2.93, volume 3.70', '-H', 'X-OpenStack-Nova-API-Version: 2.93']

    def command(self, *urls):
        """A curl that fetches all of them, one after the other over one connection."""
        return ['curl', '-sS', '--fail', '--compressed', *self.headers(), *urls]

    def curl(self, *urls):
        """All of them by one curl; the answers."""
        return subprocess.run(self.command(*urls), stdout=subprocess.PIPE, check=True).stdout

    def curl_beside(self, urls, others):
        """Milliseconds for the same while the other lists of addresses are fetched too, each by a curl of its own."""
        running = [subprocess.Popen(self.command(*more), stdout=subprocess.DEVNULL) for more in others]
        took = timed(lambda: self.curl(*urls))()
        for process in running:
            process.wait()
        return took

    def pages(self, url, key, limits, most=None):
        """The addresses of all pages of a list, or of those with its first `most` rows, found beforehand so that they
        can be fetched in one go: so many rows a page, the last number again and again."""
        found, marker, seen = [], None, 0
        while True:
            size = limits[min(len(found), len(limits) - 1)]
            page = '%s?limit=%d%s' % (url, size, '&marker=' + marker if marker else '')
            found.append(page)
            answer = json.loads(self.curl(page))
            rows = answer[key]
            seen += len(rows)
            if not rows or not (answer.get(key + '_links') or answer.get('next')) or (most and seen >= most):
                return found
            marker = rows[-1]['id']


@contextlib.contextmanager
def demo_server(bench, servers, *options):
    """The demo cloud alone, with so many instances."""
    with tempfile.TemporaryDirectory(prefix='oriel-bench-') as folder:
        clouds = pathlib.Path(folder, 'clouds.yaml')
        with clouds.open('wb') as out:
            server = subprocess.Popen([bench.program('oriel'), '--demo-server', '--port', '0',
                                       '--demo-servers', str(servers), *options], stdout=out)
        try:
            deadline = time.monotonic() + 120
            while 'demo-reader' not in clouds.read_text():
                if server.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError('the demo server printed no clouds.yaml')
                time.sleep(0.05)
            yield Cloud(clouds, 'demo')
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)


@contextlib.contextmanager
def screen(size='1280x800'):
    """A screen of its own; the environment to use it."""
    read, write = os.pipe()
    server = subprocess.Popen(['Xvfb', '-displayfd', str(write), '-screen', '0', size + 'x24', '-nolisten', 'tcp'],
                              pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as number:
            display = ':' + number.readline().strip()
        with tempfile.TemporaryDirectory(prefix='oriel-bench-home-') as home:
            os.chmod(home, 0o700)
            yield {'DISPLAY': display, 'QT_QPA_PLATFORM': 'xcb', 'HOME': home, 'XDG_RUNTIME_DIR': home,
                   'XDG_CONFIG_HOME': home + '/config', 'XDG_STATE_HOME': home + '/state',
                   'XDG_CACHE_HOME': home + '/cache', 'XDG_DATA_HOME': home + '/data'}
    finally:
        server.terminate()
        server.wait(timeout=10)
