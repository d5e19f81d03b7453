"""Figures 1, 2 and 5: whole lists, refreshes when little has changed, and what rows weigh."""
import statistics
import subprocess

from common import Cloud, Row, demo_server, medians, screen, timed

SERVERS = 10_000
PAGES = (50, 200, 800, 1000)     # as Oriel asks


def first_and_all(bench, cloud, env, servers, name, goal_all, beside=()):
    """Oriel's whole list against curl fetching the same pages in sequence; and the first rows against its first page.
    `beside`: lists of addresses that Oriel fetches meanwhile, for a cloud whose services share their cores."""
    url = cloud.endpoint('compute') + '/servers/detail'
    pages = cloud.pages(url, 'servers', PAGES)
    taken = []

    def ours():
        taken.append(bench.probe('list', env=env))
        if taken[-1]['rows'] != servers:
            raise RuntimeError('%d rows, not %d' % (taken[-1]['rows'], servers))
        return taken[-1]['all_ms']
    measures = {'ours': ours, 'curl': timed(lambda: cloud.curl(*pages)),
                'first': timed(lambda: cloud.curl(url + '?limit=50'))}
    if beside:
        measures['beside'] = lambda: cloud.curl_beside(pages, beside)
    got = medians(bench.rounds, **measures)
    first = statistics.median(run['first_ms'] for run in taken)
    rows = [
        Row('1 complete list of %d, %s' % (servers, name), got['ours'][0], got['curl'][0], goal_all,
            what='curl, the same pages in sequence', samples={k: v[1] for k, v in got.items()}),
        Row('1 first rows of %d, %s' % (servers, name), first, got['first'][0], 1.2, what='curl limit=50',
            samples={'ours': [run['first_ms'] for run in taken], 'curl': got['first'][1]}),
    ]
    if beside:
        rows.append(Row(rows[0].figure, rows[0].ours, got['beside'][0],
                        what='the same curl, others fetching the volumes and images'))
    return rows, taken


def complete_list(bench):
    rows = []
    with demo_server(bench, SERVERS) as cloud, screen() as desk:
        env = cloud.environment(**desk)
        rows, taken = first_and_all(bench, cloud, env, SERVERS, 'demo cloud', 1.10)
        listed = timed(lambda: subprocess.run(
            ['openstack', 'server', 'list', '--limit', '-1', '-f', 'value'], env=env, check=True, stdout=subprocess.DEVNULL))
        theirs = [listed() for _ in range(max(3, bench.rounds // 2))]
        rows.append(Row('1 complete list of %d, demo cloud' % SERVERS, rows[0].ours, statistics.median(theirs), 0.2,
                        what='openstack server list', samples={'openstack': theirs}))
        bare = medians(bench.rounds, bare=lambda: bench.probe('bare', env=env)['rss_kib'])['bare']
        weights = [(run['rss_kib'] - bare[0] - run['shown_bytes'] / 1024) / run['rows'] for run in taken]
        rows.append(Row('5 memory a server', statistics.median(weights), None, 1.0, 'KiB',
                        'bare window, beyond the texts shown',
                        {'ours': [run['rss_kib'] for run in taken], 'empty_page': [run['empty_kib'] for run in taken],
                         'bare': bare[1], 'shown_bytes': [run['shown_bytes'] for run in taken]}))
    if bench.real:
        cloud = Cloud(*bench.real)
        count = int(subprocess.run("openstack server list --limit -1 -f value -c ID | wc -l", shell=True, check=True,
                                   env=cloud.environment(), stdout=subprocess.PIPE, text=True).stdout)
        # Its services share this machine's cores, and the page of instances shows what these are called.
        beside = [cloud.pages(cloud.endpoint('block-storage', 'volumev3') + '/volumes/detail', 'volumes', [1000]),
                  cloud.pages(cloud.endpoint('image') + '/v2/images', 'images', [1000])]
        with screen() as desk:
            more, _ = first_and_all(bench, cloud, cloud.environment(**desk), count, 'a real OpenStack', 1.02, beside)
        rows += more
    return rows


def refresh(bench):
    """Ten of ten thousand have another name."""
    with demo_server(bench, SERVERS) as cloud, screen() as desk:
        runs = [bench.probe('refresh', 10, env=cloud.environment(**desk)) for _ in range(bench.rounds)]
    rows = []
    for service in sorted(runs[0]['whole']):
        now = [run['refresh'].get(service, {'requests': 0, 'bytes': 0}) for run in runs]
        whole = [run['whole'][service] for run in runs]
        rows.append(Row('2 bytes of a refresh, ' + service, 100 * statistics.median(n['bytes'] for n in now),
                        statistics.median(w['bytes'] for w in whole), 1.0 if service == 'compute' else None,
                        unit='%', what='the whole lists', samples={'refresh': now, 'whole': whole}))
        rows.append(Row('2 requests of a refresh, ' + service, statistics.median(n['requests'] for n in now),
                        goal=1 if service in ('compute', 'image') else None, unit='requests'))
    painted = [run['painted_ms'] for run in runs]
    rows.append(Row('2 until painted', statistics.median(painted), unit='ms', samples={'ours': painted}))
    return rows


def flat(bench):
    """Memory over 1,000 refreshes: the last tenth against the second."""
    with demo_server(bench, SERVERS) as cloud, screen() as desk:
        resident = bench.probe('refreshes', 1000, env=cloud.environment(**desk))['rss_kib']
    return [Row('5 memory after 1,000 refreshes', resident[-1], resident[1], 1.02, what='after 100',
                samples={'rss_kib': resident})]


def figures():
    return {'lists': complete_list, 'refresh': refresh, 'flat': flat}
