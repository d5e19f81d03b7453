"""Lists without end: 100,000 instances on a cloud whose every answer takes 300 ms longer."""
import json
import statistics
import urllib.parse

from common import Row, demo_server, screen, timed

SERVERS = 100_000
HELD = 50_000       # the newest, and the others by the cloud's own filters
LATENCY = 300       # ms
FRAME = 16.0        # ms


def scale(bench):
    with demo_server(bench, SERVERS, '--demo-latency', str(LATENCY)) as cloud, screen() as desk:
        url = cloud.endpoint('compute') + '/servers/detail'
        pages = cloud.pages(url, 'servers', (50, 200, 800, 1000), HELD)
        oldest = json.loads(cloud.curl(url + '?limit=1&sort_key=created_at&sort_dir=asc'))['servers'][0]
        search = url + '?limit=1000&name=' + urllib.parse.quote(oldest['name'])
        env = cloud.environment(**desk)
        runs, first, walk, found = [], [], [], []
        for _ in range(max(1, bench.rounds // 2)):     # a minute each
            runs.append(bench.probe('scale', 'web-100', oldest['name'], oldest['id'], env=env))
            first.append(timed(lambda: cloud.curl(url + '?limit=50'))())
            walk.append(timed(lambda: cloud.curl(*pages))())
            found.append(timed(lambda: cloud.curl(search))())
    if any(run['rows'] != HELD or not run['more'] or run['held'] for run in runs):
        raise RuntimeError('not the newest %d of more: %s' % (HELD, runs))

    def median(value):
        return statistics.median(value(run) for run in runs)
    name = '%d instances, %d ms away: ' % (SERVERS, LATENCY)
    return [
        Row(name + 'first rows', median(lambda run: run['first_ms']), statistics.median(first), None,
            what='curl limit=50',
            samples={'runs': runs, 'curl_first': first, 'curl_pages': walk, 'curl_search': found}),
        Row(name + 'the newest %d' % HELD, median(lambda run: run['all_ms']), statistics.median(walk), None,
            what='curl, the same pages in sequence'),
        Row(name + 'the oldest, found in the whole cloud', median(lambda run: run['searched_ms']),
            statistics.median(found), None, what='curl, the same filter'),
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
