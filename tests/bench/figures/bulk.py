"""Dialogs about very many things: opening them, and typing in them."""
import os
import statistics

from common import Row, screen

FRAME = 16.0        # ms
OPENING = 100.0     # ms: what feels as if it came with the click


def bulk(bench):
    rows = []
    with screen() as desk:
        env = dict(os.environ) | desk
        for count in (1000, 2500):
            runs = [bench.probe('bulk', count, env=env) for _ in range(bench.rounds)]
            for name in sorted(runs[0]):
                figure = 'bulk %d: %s' % (count, name)
                if name.endswith('Ms'):
                    rows.append(Row(figure, statistics.median(run[name] for run in runs), OPENING, 1.0,
                                    what='100 ms', samples={'runs': [run[name] for run in runs]}))
                else:
                    rows.append(Row(figure + ', longest gap of own time',
                                    statistics.median(run[name]['longestCpuMs'] for run in runs), FRAME, 1.0,
                                    what='a frame of 16 ms', samples={'runs': [run[name] for run in runs]}))
    return rows


def launch(bench):
    with screen() as desk:
        runs = [bench.probe('launch', 10000, 500, env=dict(os.environ) | desk) for _ in range(bench.rounds)]
    return [Row('launch form, 10,000 images, 500 flavors: %s, longest gap of own time' % name,
                statistics.median(run[name]['longestCpuMs'] for run in runs), FRAME, 0.5,
                what='a frame of 16 ms', samples={'runs': [run[name] for run in runs]})
            for name in runs[0]]


def figures():
    return {'bulk': bulk, 'launch': launch}
