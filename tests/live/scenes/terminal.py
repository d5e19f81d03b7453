"""The same in the terminal: orielctl makes a set while the instance is shut off, lists it, shows it, deletes it."""
SERVER = 'app-1'


def play(life):
    """`server image create --shut-off-first --wait`, `snapshot list`, `snapshot show`, `snapshot delete`."""
    orielctl, name = life.orielctl(), life.prefix + 'terminal'
    made = orielctl.rows('server', 'image', 'create', '--name', name, '--shut-off-first', '--wait',
                         '--keep-until', '2099-12-31', SERVER)
    if life.status(SERVER) != 'ACTIVE':
        raise AssertionError('%s was not started again' % SERVER)
    image = life.check_set(SERVER, name, consistency='shut-off', keep_until='2099-12-31')
    if made['id'] != image:
        raise AssertionError('orielctl tells of the image %s, made was %s' % (made['id'], image))

    listed = [row for row in orielctl.rows('snapshot', 'list') if row['Name'] == name]
    wanted = {'ID': image, 'Instance': SERVER, 'Status': 'available', 'Volumes': 3,
              'Consistency': 'shut-off', 'Keep Until': '2099-12-31'}
    if len(listed) != 1 or any(listed[0][key] != value for key, value in wanted.items()):
        raise AssertionError('snapshot list says %s, not %s' % (listed, wanted))
    shown = orielctl.rows('snapshot', 'show', name)
    parts = sorted(part['id'] for part in shown['volume_snapshots'])
    there = sorted(s['ID'] for s in life.snapshots(name))
    if parts != there:
        raise AssertionError('snapshot show names the parts %s, there are %s' % (parts, there))
    life.say('orielctl: ' + ' | '.join(str(value) for value in listed[0].values()))

    orielctl.run('snapshot', 'delete', name)
    life.check_nothing(name)
    again = orielctl.start('snapshot', 'show', name)
    if again.returncode != 1 or name not in again.stderr:
        raise AssertionError('of what is gone orielctl says %r, with %d' % (
            again.stderr, again.returncode))
