"""Two Oriels of one user at the same instance: the second says that a snapshot is in progress."""
from driver.journal import Journal

SERVER = 'db-1'


def play(life):
    """The first carries it through as if it were alone; of the second's nothing is made."""
    names = [life.prefix + 'first', life.prefix + 'second']
    desks = [life.desk('first-'), life.desk('second-')]
    known = len(life.actions_of(SERVER))
    life.slow('power_seconds', 8, usual=1)      # the first is still at it when the second begins
    for desk, name in zip(desks, names):
        desk.open()
        desk.snapshots(SERVER)
        desk.window.click('button', 'Create snapshot')
        desk.fill('Name', name)
    # At the same moment: soon, the second sees in the cloud that the instance is being shut off.
    for desk in desks:
        desk.window.point_to('Create snapshot after shutting off', lambda desk=desk: next(iter(
            desk.window.all('button', 'Create snapshot after shutting off')), None))
    for desk in desks:
        desk.display.xdotool('click', '1')
    second = desks[1].window
    says = 'Another snapshot of this instance is in progress: “%s”' % names[0]
    found = second.find('label', lambda text: says in text, 40)
    life.say('the second says: ' + ' '.join(found.get_name().split()))
    desks[1].shoot('gives-way')
    second.click('button', 'Close')
    journal = Journal(life.home)
    outcomes = [life.wait('the end of ' + name, lambda: journal.outcome('“%s”' % name), 90)
                for name in names]
    if outcomes != ['succeeded', 'failed']:
        raise AssertionError('the journal says %s' % outcomes)
    desks[0].shoot('carried-through')
    if life.status(SERVER) != 'ACTIVE':
        raise AssertionError('%s was not started again' % SERVER)
    life.check_set(SERVER, names[0], consistency='shut-off')
    life.check_nothing(names[1])
    life.check_asked(SERVER, known, ['start', 'createImage', 'stop'])
    for desk in desks:
        desk.close()
