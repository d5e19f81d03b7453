"""Runs the figures and prints how they stand. See run."""
import argparse
import datetime
import importlib
import json
import os
import pathlib
import sys

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import common                                                   # noqa: E402


def all_figures():
    """name → function(bench) → rows, of all modules of figures/."""
    found = {}
    for path in sorted(pathlib.Path(__file__).with_name('figures').glob('*.py')):
        found.update(importlib.import_module('figures.' + path.stem).figures())
    return found


def shown(row):
    goal = '' if row.goal is None else '≤ %g %s' % (row.goal, row.unit)
    met = {None: '', True: 'met', False: 'missed'}[row.met]
    ratio = '%.3g %s' % (row.ratio, row.unit or ('×' if row.reference else ''))
    return [row.figure, row.what, ratio.strip(), goal.strip(), met]


def table(rows):
    lines = [['Figure', 'Against', 'Ratio', 'Goal', '']] + [shown(row) for row in rows]
    widths = [max(len(line[i]) for line in lines) for i in range(5)]
    return '\n'.join('  '.join(word.ljust(width) for word, width in zip(line, widths)).rstrip() for line in lines)


def main():
    known = all_figures()
    parser = argparse.ArgumentParser(description='How fast Oriel is, as ratios.')
    parser.add_argument('--build', type=pathlib.Path, required=True)
    parser.add_argument('--out', type=pathlib.Path, required=True)
    parser.add_argument('--only', nargs='+', default=list(known), choices=list(known), metavar='FIGURE',
                        help=', '.join(known))
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--real', metavar='CLOUDS.YAML:CLOUD', help='measure what can be on this cloud too')
    args = parser.parse_args()
    real = tuple(args.real.rsplit(':', 1)) if args.real else None
    args.out.mkdir(parents=True, exist_ok=True)
    bench = common.Bench(args.build, args.out, args.rounds, real)
    rows = []
    for name in args.only:
        print('… ' + name, file=sys.stderr, flush=True)
        rows += known[name](bench)
    print(table(rows))
    result = {'when': datetime.datetime.now(datetime.timezone.utc).isoformat(timespec='seconds'),
              'cores': os.cpu_count(),
              'memory_gib': round(os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30),
              'rounds': args.rounds,
              'figures': [{'figure': row.figure, 'against': row.what, 'ours': row.ours, 'reference': row.reference,
                           'ratio': row.ratio, 'unit': row.unit, 'goal': row.goal, 'met': row.met,
                           'samples': row.samples} for row in rows]}
    path = args.out / 'results.json'
    path.write_text(json.dumps(result, indent=1) + '\n')
    print('\n%d cores, %d GiB; medians of %d rounds; all samples in %s' % (
        result['cores'], result['memory_gib'], args.rounds, path))


if __name__ == '__main__':
    main()
