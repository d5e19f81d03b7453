"""Lists without end: 100,000 instances on a cloud whose every answer takes 300 ms longer."""
import statistics

from common import Row, demo_server, screen, timed

SERVERS = 100_000
MANY = 50_000
LATENCY = 300       # ms
FRAME = 16.0        # ms


def scale(bench):
    with demo_server(bench, SERVERS, '--demo-latency', str(LATENCY)) as cloud, screen() as desk:
        url = cloud.endpoint('compute') + '/servers/detail'
        pages = cloud.pages(url, 'servers', (50, 200, 800, 1000))
        env = cloud.environment(**desk)
        runs, first, whole = [], [], []
        for _ in range(max(1, bench.rounds // 5)):     # two minutes each
            runs.append(bench.probe('scale', MANY, 'web-100', env=env))
            first.append(timed(lambda: cloud.curl(url + '?limit=50'))())
            whole.append(timed(lambda: cloud.curl(*pages))())
    if any(run['rows'] != SERVERS for run in runs):
        raise RuntimeError('%s rows, not %d' % ([run['rows'] for run in runs], SERVERS))

    def median(value):
        return statistics.median(value(run) for run in runs)
    name = '%d instances, %d ms away: ' % (SERVERS, LATENCY)
    walk = statistics.median(whole)
    return [
        Row(name + 'first rows', median(lambda run: run['first_ms']), statistics.median(first), None,
            what='curl limit=50', samples={'runs': runs, 'curl_first': first, 'curl_pages': whole}),
        Row(name + 'the first %d' % MANY, median(lambda run: run['many_ms']), walk, None,
            what='curl, all pages in sequence'),
        Row(name + 'all', median(lambda run: run['all_ms']), walk, None, what='curl, all pages in sequence'),
        Row(name + 'filtered here by name', median(lambda run: run['filtered_ms']), unit='ms'),
        Row(name + 'memory of a row', median(lambda run: (run['rss_kib'] - run['empty_kib']) / run['rows']),
            unit='KiB'),
        Row(name + 'longest gap while loading', median(lambda run: run['loading']['longestMs']), FRAME, 1.0,
            what='a frame of 16 ms'),
        Row(name + 'longest gap while loading, own time', median(lambda run: run['loading']['longestCpuMs']), FRAME,
            1.0, what='a frame of 16 ms'),
        Row(name + 'longest gap while filtering', median(lambda run: run['filtering']['longestMs']), FRAME, 1.0,
            what='a frame of 16 ms'),
    ]


def figures():
    return {'scale': scale}
