"""Figures 3, 4, 6 and 7: stalls, starting, opening an instance, and following a snapshot."""
import os
import statistics
import subprocess
import time

from common import Row, demo_server, medians, screen

FRAME = 16.0        # ms
AWAY = 100          # ms


def stalls(bench):
    """The longest gap of a 1 ms heartbeat on the GUI thread; a frame is what it is measured against."""
    rows = []
    with screen() as desk:
        env = dict(os.environ) | desk
        for count in (10_000, 100_000):
            runs = [bench.probe('stalls', count, env=env) for _ in range(bench.rounds)]
            phases = [name for name in runs[0] if name != 'idle']
            longest = {name: statistics.median(run[name]['longestMs'] for run in runs) for name in phases}
            cpu = {name: statistics.median(run[name]['longestCpuMs'] for run in runs) for name in phases}
            late = statistics.median(sum(run[name]['late'] for name in phases) for run in runs)
            beats = statistics.median(sum(run[name]['ms'] for name in phases) / FRAME for run in runs)
            worst = max(longest, key=longest.get)
            rows.append(Row('3 longest stall at %d rows (%s)' % (count, worst), longest[worst], FRAME, 1.0,
                            what='a frame of 16 ms', samples={'median_by_phase': longest, 'cpu_by_phase': cpu}))
            rows.append(Row('3 longest stall at %d rows, own time' % count, max(cpu.values()), FRAME, 1.0,
                            what='a frame of 16 ms', samples={'runs': runs}))
            rows.append(Row('3 late frames at %d rows' % count, 100 * late / beats, None, None, '%', 'of all frames'))
    return rows


def started(bench, env, *words):
    return lambda: bench.probe('start', *words, env=env)['painted_ms']


def start(bench):
    """From exec to the first painted window, against a bare window with an empty table."""
    bare, oriel = bench.program('oriel_bench_bare'), bench.program('oriel')
    rows = []
    with demo_server(bench, 1000) as cloud, screen() as desk:
        env = cloud.environment(**desk)
        env.pop('OS_CLOUD')
        # Once, so that there is something to open on: until the lists are on the disk.
        first = subprocess.Popen([oriel, '--cloud', cloud.name], env=env, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        time.sleep(8)
        first.terminate()
        first.wait(timeout=30)
        got = medians(bench.rounds, bare=started(bench, env, bare), demo=started(bench, env, oriel, '--demo'),
                      cloud=started(bench, env, oriel, '--cloud', cloud.name), page=started(bench, env, oriel))
        names = {'page': 'on the sign-in page', 'demo': 'with the demo cloud',
                 'cloud': 'on what was known of a cloud of 1000'}
        for key, name in names.items():
            rows.append(Row('4 start ' + name, got[key][0], got['bare'][0], 1.3, what='a bare window',
                            samples={k: got[k][1] for k in ('bare', key)}))
    return rows


def slowest(cloud, what):
    """The slowest of these requests when each is made alone."""
    services = {'compute': ('compute',), 'block-storage': ('block-storage', 'volumev3'), 'image': ('image',)}
    times = {}
    for one in what:
        service, _, path = one.split()
        base = cloud.endpoint(*services[service])
        if service == 'image' and not base.endswith('/v2'):
            base += '/v2'
        done = subprocess.run(['curl', '-sS', '-o', '/dev/null', '-w', '%{time_total}', *cloud.headers(),
                               base + path + '?limit=1000'], stdout=subprocess.PIPE, text=True, check=True)
        times[one] = float(done.stdout) * 1000
    return max(times.values())


def opening(bench):
    """From a click on an instance to the whole page, against the slowest of its requests alone: here, where the demo
    server does one thing at a time, and on a network where that does not matter."""
    return opening_at(bench, 0, '6 opening an instance') + opening_at(
        bench, AWAY, '6 opening an instance, %d ms away' % AWAY)


def opening_at(bench, latency, name):
    with demo_server(bench, 1000, '--demo-latency', str(latency)) as cloud, screen() as desk:
        env = cloud.environment(**desk)
        runs = []

        def ours():
            runs.append(bench.probe('open', env=env))
            return runs[-1]['complete_ms']

        def alone():
            return slowest(cloud, sorted({one['what'] for one in runs[-1]['requests']})) if runs else 0.0
        ours()
        got = medians(bench.rounds, ours=ours, alone=alone)
    asked = [[one['what'] for one in run['requests']] for run in runs]
    twice = max(len(words) - len(set(words)) for words in asked)
    first = statistics.median(run['first_ms'] for run in runs)
    return [Row(name, got['ours'][0], got['alone'][0], 1.2, what='its slowest request alone',
                samples={k: v[1] for k, v in got.items()}),
            Row(name + ', first paint', first, None, None, 'ms', 'click to page'),
            Row(name + ', requests', statistics.median(map(len, asked)), None, None, '',
                'of each %s' % ('one' if twice == 0 else 'one, %d of them twice' % twice),
                samples={'asked': asked[-1]})]


def snapshot(bench):
    """From the click to the POST, from the cloud to the screen, and how much is asked meanwhile."""
    with demo_server(bench, 100) as cloud, screen() as desk:
        env = cloud.environment(**desk)
        runs = [bench.probe('snapshot', env=env) for _ in range(bench.rounds)]
        rates = bench.probe('polling', env=env)
    post = statistics.median(run['post_ms'] - run['journal_ms'] for run in runs)
    shown = statistics.median(run['shown_ms'] for run in runs)
    rows = [Row('7 snapshot: click to answered POST', post, None, 20.0, 'ms', 'beyond what the journal needs',
                samples={'runs': runs}),
            Row('7 snapshot: cloud to screen', shown, None, 1000.0, 'ms', 'while watched',
                samples={'ours': [run['shown_ms'] for run in runs]})]
    goals = {'following': None, 'looking': None, 'unattended': 4.0, 'hidden': 4.0}
    rows += [Row('7 requests a minute, ' + name, rates[name], None, goals[name], '', '') for name in goals]
    return rows


def figures():
    return {'stalls': stalls, 'start': start, 'opening': opening, 'snapshot': snapshot}
