"""An instance with three volumes: shut off and captured, restored, and the snapshot deleted as one thing."""
import datetime
import re

SERVER = 'app-1'


def play(life):
    """Snapshots → Create snapshot → Restore… → Delete…, and nothing is left."""
    desk, name = life.desks[0], life.prefix + SERVER
    desk.open()
    capture(life, desk, name)
    image = life.check_set(SERVER, name, consistency='shut-off')
    restored = restore(life, desk, name)
    delete(life, desk, name)
    life.delete_instance(restored)
    life.check_nothing(name)
    left = life.client.start('image', 'show', image)
    if left.returncode == 0:
        raise AssertionError('the image is still there: ' + left.stdout)
    desk.close()


def capture(life, desk, name):
    known = len(life.actions_of(SERVER))
    desk.snapshots(SERVER)
    desk.window.click('button', 'Create snapshot')
    desk.fill('Name', name)
    keep = one_year_longer(desk)
    desk.fill('Description', 'before the upgrade')
    desk.window.click('radio button', 'Shut off the instance first (recommended)')
    desk.shoot('whole-dialog')
    desk.window.click('button', 'Create snapshot after shutting off')
    desk.window.gone('button', 'Create snapshot after shutting off')
    desk.window.find('label', 'Start the instance again', 60)
    desk.shoot('whole-stages')
    row = row_of(desk, name, r'\bAvailable\b', 120)
    desk.shoot('whole-captured')
    for wanted in ('Shut off', keep, '3', '7 GiB'):
        if wanted not in row:
            raise AssertionError('the row of %s does not say %r: %s' % (name, wanted, row))
    if life.status(SERVER) != 'ACTIVE':
        raise AssertionError('%s was not started again' % SERVER)
    life.check_asked(SERVER, known, ['start', 'createImage', 'stop'])
    life.say('captured while shut off, and runs again: %s' % ' | '.join(row))


def one_year_longer(desk):
    """The date that stands there, with the year put up by the arrow key."""
    def text():
        return desk.window.text(desk.window.find('field', 'Keep until'))
    proposed = datetime.date.fromisoformat(text())
    desk.window.click('field', 'Keep until')
    desk.window.key('Home', 'Up')
    wanted = '%d%s' % (proposed.year + 1, proposed.isoformat()[4:])
    desk.window.wait('keep until ' + wanted, lambda: text() == wanted)
    return wanted


def row_of(desk, name, text, seconds):
    """The row in the list, once it says the text."""
    def probe():
        for cell in desk.window.all('cell', name):
            row = desk.window.row(cell)
            if re.search(text, ' '.join(row)):
                return row
        return None
    return desk.window.wait('%s to be %s' % (name, text), probe, seconds)


def restore(life, desk, name):
    """A new instance from the snapshot, which is still selected; its id."""
    mine = name + '-again'
    desk.window.click('button', 'Restore…')
    desk.window.click('button', 'Continue')
    desk.fill('Name', mine)
    desk.window.wait('Launch to be possible', lambda: any(
        desk.window.enabled(b) for b in desk.window.all('button', 'Launch')))
    desk.shoot('whole-launch')
    desk.window.click('button', 'Launch')
    desk.window.gone('button', 'Launch')
    desk.place('Instances')
    row = row_of(desk, mine, r'\bActive\b', 120)
    life.say('restored: ' + ' | '.join(row))
    desk.window.click('cell', mine)
    desk.window.click('tab', 'Volumes')
    desk.window.find('cell', '/dev/vdc')
    desk.shoot('whole-restored')
    found = [s for s in life.client.rows('server', 'list') if s['Name'] == mine]
    if len(found) != 1 or found[0]['Status'] != 'ACTIVE':
        raise AssertionError('instances named %s: %s' % (mine, found))
    volumes = life.volumes_of(found[0]['ID'])
    if len(volumes) != 3:
        raise AssertionError('%s has the volumes %s' % (mine, volumes))
    return found[0]['ID']


def delete(life, desk, name):
    desk.snapshots(SERVER)
    desk.select(name)
    desk.window.click('button', 'Delete…')
    desk.window.find('label', 'Delete snapshot “%s”' % name)
    desk.window.find('label', '1 image and 3 volume snapshots will be deleted, freeing 7 GiB.')
    made_from = [text for text in desk.window.texts() if ' was created from it.' in text]
    if len(made_from) != 3:     # the restored instance's; this cloud's volumes are whole copies
        raise AssertionError('the plan does not name the volumes made from it: %s' % made_from)
    desk.shoot('whole-plan')
    desk.window.click('button', 'Delete')
    desk.window.gone('button', 'Delete')
    desk.window.gone('cell', name, 60)
    desk.shoot('whole-deleted')
