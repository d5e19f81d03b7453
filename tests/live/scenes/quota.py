"""What does not fit into the quota: seen before, refused by the cloud, and hit in the middle of three volumes."""
from driver.openstack import Openstack

SERVER, TIGHT = 'app-1', 'batch-1'      # TIGHT's project has room for two volume snapshots; it has three volumes


def play(life):
    """Create is disabled with the reason; a refusal is told and leaves nothing; leftovers are named and removed."""
    told_before(life)
    refused(life)
    in_the_middle(life)


def told_before(life):
    desk = life.desk('ops-', 'operator')
    desk.open()
    desk.snapshots(TIGHT)
    desk.window.click('button', 'Create snapshot')
    reason = 'This exceeds the quota. Volume snapshots: '
    desk.window.find('label', lambda text: text.startswith(reason))
    create = desk.window.find('button', 'Create snapshot after shutting off')
    desk.shoot('no-room')
    if desk.window.enabled(create) or not create.get_description().startswith(reason):
        raise AssertionError('Create is not disabled with the reason: %r' % create.get_description())
    life.say('the window says: ' + create.get_description())
    desk.window.click('button', 'Cancel')
    desk.window.gone('button', 'Cancel')
    desk.close()


def refused(life):
    name = life.prefix + 'refused'
    done = life.orielctl('operator').start('server', 'image', 'create', '--name', name, '--wait', TIGHT)
    if done.returncode != 1 or 'Quota exceeded' not in done.stderr or done.stdout:
        raise AssertionError('orielctl ended with %d: %s%s' % (
            done.returncode, done.stdout, done.stderr))
    life.say('orielctl says: ' + ' '.join(done.stderr.split()))
    life.check_nothing(name, Openstack(life.args.clouds, 'operator'))


def in_the_middle(life):
    """The quota shrinks while the instance shuts down: the first volume fits, the second does not."""
    desk, name, known = life.desk('quota-'), life.prefix + 'middle', len(life.actions_of(SERVER))
    desk.open()
    desk.snapshots(SERVER)
    desk.window.click('button', 'Create snapshot')
    desk.fill('Name', name)
    quota = Gigabytes(life)
    life.undo.append(quota.put_back)
    desk.window.click('button', 'Create snapshot after shutting off')
    life.wait('the stop to be requested', lambda: len(life.actions_of(SERVER)) > known, every=0.1)
    quota.leave(5)
    desk.window.find('label', lambda text: 'incomplete snapshot was left in the cloud: a volume snapshot.' in text, 90)
    desk.shoot('left-behind')
    desk.window.click('button', 'Close')
    desk.window.gone('button', 'Close')
    quota.put_back()
    left = life.snapshots(name)
    if len(left) != 1 or life.images(name):
        raise AssertionError('left of %s: %s, %s' % (name, left, life.images(name)))
    life.wait('%s to run again' % SERVER, lambda: life.status(SERVER) == 'ACTIVE')
    desk.window.click('button', 'Remove leftovers')
    life.wait('the leftovers to go', lambda: not list(
        life.cloud.block_storage.snapshots(name='snapshot for ' + name)))
    life.check_nothing(name)
    life.check_asked(SERVER, known, ['start', 'createImage', 'stop'])
    desk.shoot('leftovers-removed')
    desk.close()


class Gigabytes:
    """How many the project's volumes and snapshots may take, as the cloud's administrator sets it."""

    def __init__(self, life):
        self.storage = life.admin().block_storage
        self.url = '/os-quota-sets/' + life.cloud.current_project_id
        self.before = self.ask()['limit']

    def ask(self):
        return self.storage.get(self.url + '?usage=true').json()['quota_set']['gigabytes']

    def set(self, limit):
        answer = self.storage.put(self.url, json={'quota_set': {'gigabytes': limit}})
        if answer.status_code != 200:
            raise AssertionError('the quota cannot be set: ' + answer.text)

    def leave(self, gigabytes):
        self.set(self.ask()['in_use'] + gigabytes)

    def put_back(self):
        self.set(self.before)
