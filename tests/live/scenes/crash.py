"""Oriel killed in the middle of a safe capture, three times, each time a step further; started again, it puts it right."""
from driver.journal import Journal

SERVER = 'db-1'


def play(life):
    """At each step: the instance ends as it began, there is one whole set or none, and nothing was asked for twice."""
    desk, journal = life.desk('crash-'), Journal(life.home)
    desk.open()
    desk.snapshots(SERVER)
    for number, (words, moment) in enumerate(moments(life, journal), 1):
        name = '%scrash-%d' % (life.prefix, number)
        known = len(life.actions_of(SERVER))
        create(desk, name)
        life.wait(words, lambda: moment(name), 60, every=0.01)
        desk.kill()
        life.say('%s: killed when %s; the journal ends with %s' % (
            name, words, ' '.join(journal.steps(quoted(name))[-1])))
        desk.open()
        desk.window.wait('that Oriel says what was under way', lambda: said(desk, name), 60)
        desk.shoot('%d-started-again' % number)
        outcome = life.wait('the end of ' + name, lambda: journal.outcome(quoted(name)), 90)
        settled(life, name, outcome, known)
        desk.snapshots(SERVER)
        desk.shoot('%d-end' % number)
    desk.close()


def quoted(name):
    return '“%s”' % name


def moments(life, journal):
    storage = life.cloud.block_storage

    def made(name):
        return list(storage.snapshots(name='snapshot for ' + name))

    def stop_asked(name):
        return ('shut-off', 'recorded') in journal.steps(quoted(name))

    def create_sent(name):
        """The cloud is at it: the volume snapshot is there before the answer is."""
        return ('create-image', 'intended') in journal.steps(quoted(name)) and made(name)

    def start_is_next(name):
        return ('create-image', 'recorded') in journal.steps(quoted(name)) and any(
            snapshot.status == 'available' for snapshot in made(name))

    return (('the stop was asked', stop_asked), ('createImage was sent', create_sent),
            ('the start was next', start_is_next))


def create(desk, name):
    desk.window.click('button', 'Create snapshot')
    desk.fill('Name', name)
    desk.window.click('radio button', 'Shut off the instance first (recommended)')
    desk.window.click('button', 'Create snapshot after shutting off')


def said(desk, name):
    texts = '\n'.join(desk.window.texts())
    return 'Oriel quit before this finished. It is being resumed.' in texts and name in texts


def settled(life, name, outcome, known):
    if life.status(SERVER) != 'ACTIVE':
        raise AssertionError('%s began ACTIVE and is %s' % (SERVER, life.status(SERVER)))
    if life.images(name):
        life.check_set(SERVER, name)
    else:
        life.check_nothing(name)
    asked = life.check_asked(SERVER, known, ['start', 'createImage', 'stop'], ['start', 'stop'])
    life.say('%s %s; %s runs again; asked for: %s' % (
        name, outcome, SERVER, ', '.join(reversed(asked))))
