"""Instances put back, made again and copied, in the terminal: app-1 is rolled back to a snapshot and the rollback is undone;
orielctl is killed (SIGKILL) at three steps of a rollback and resumes it; an instance is recreated from its volume, and
copied to the zone nova-2.

The virtual driver has no disks: that the data is that of the snapshot is not seen, only that the volumes are made from it.
"""
import subprocess

from driver.journal import Journal

SERVER = 'app-1'


def play(life):
    """Whatever becomes of it, app-1 runs with its three disks, and no volume is lost, doubled or without a name."""
    release = life.prefix + 'release'
    life.orielctl().run('server', 'image', 'create', '--name', release, '--wait', SERVER)
    before = Disks(life)
    there_and_back(life, release, before)
    for number, (words, moment) in enumerate(moments(life, before), 1):
        killed(life, release, before, '%d, when %s' % (number, words), moment)
    life.orielctl().run('snapshot', 'delete', release)
    life.check_nothing(release)
    recreated_and_copied(life)


class Disks:
    """The volumes of the project, and those of app-1 by their device, with their names."""

    def __init__(self, life):
        volumes = list(life.cloud.block_storage.volumes())
        server = life.servers[SERVER]
        self.all = {v.id: v.name for v in volumes}
        self.attached = {one['device']: v.id for v in volumes for one in v.attachments if one['server_id'] == server}
        self.sources = {v.id: v.snapshot_id for v in volumes}

    def __eq__(self, other):
        return (self.all, self.attached) == (other.all, other.attached)


def check_running(life):
    if life.status(SERVER) != 'ACTIVE':
        raise AssertionError('%s is %s' % (SERVER, life.status(SERVER)))


def check_rolled_back(life, before):
    """The two data volumes are new ones from the snapshot, the others are kept and say so; the root disk stays."""
    now = Disks(life)
    check_running(life)
    changed = {device for device in before.attached if now.attached.get(device) != before.attached[device]}
    if set(now.attached) != set(before.attached) or changed != {'/dev/vdb', '/dev/vdc'}:
        raise AssertionError('%s has %s, had %s' % (SERVER, now.attached, before.attached))
    if len(now.all) != len(before.all) + 2 or not set(before.all) <= set(now.all):
        raise AssertionError('the volumes are %s, were %s' % (now.all, before.all))
    for device in changed:
        old, new = before.attached[device], now.attached[device]
        if not now.sources[new] or now.all[new] != before.all[old] or now.all[old] != before.all[old] + '-before-rollback':
            raise AssertionError('%s is %s instead of %s' % (device, now.all[new], now.all[old]))


def check_as_before(life, before):
    now = Disks(life)
    check_running(life)
    if now != before:
        raise AssertionError('the volumes are %s %s, were %s %s' % (now.all, now.attached, before.all, before.attached))


def undo(life, before):
    life.orielctl().run('server', 'rollback', 'undo', '--delete-new', '--wait', SERVER)
    check_as_before(life, before)


def there_and_back(life, release, before):
    known = len(life.actions_of(SERVER))
    life.orielctl().run('snapshot', 'rollback', '--wait', release)
    check_rolled_back(life, before)
    attach = ['attach_volume'] * 2
    asked = life.actions_of(SERVER)[:len(life.actions_of(SERVER)) - known]
    if sorted(asked) != sorted(attach + ['detach_volume'] * 2 + ['stop', 'start']):
        raise AssertionError('asked of %s, latest first: %s' % (SERVER, asked))
    life.say('%s was rolled back; asked for: %s' % (SERVER, ', '.join(reversed(asked))))
    undo(life, before)
    life.say('the rollback was undone')


def moments(life, before):
    """When orielctl is killed; each is asked with how many rollbacks had exchanged their volumes before."""
    storage = life.cloud.block_storage

    def created(_):
        return len(list(storage.volumes(details=False))) > len(before.all)

    def detached(_):
        return any(storage.get_volume(before.attached[device]).status == 'available' for device in ('/dev/vdb', '/dev/vdc'))

    def start_is_next(known):
        return exchanges(life) > known
    return (('the first volume was made', created), ('a volume was detached', detached),
            ('the start was next', start_is_next))


def exchanges(life):
    return Journal(life.home).steps('Roll back “%s”' % SERVER).count(('exchanged', 'recorded'))


def killed(life, release, before, words, moment):
    client, known = life.orielctl(), exchanges(life)
    process = subprocess.Popen([client.program, 'snapshot', 'rollback', '--wait', release], env=client.env,
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        life.wait('the moment ' + words, lambda: moment(known), 90, every=0.01)
    finally:
        process.kill()
        said = process.communicate()[1]
    if process.returncode != -9:
        raise AssertionError('orielctl had ended before %s: %s' % (words, said))
    life.say('killed for the time %s' % words)
    resumed = client.start('resume')
    life.say('orielctl resume: ' + ' '.join(resumed.stderr.split()))
    if client.rows('activity', 'list', '--unfinished'):
        raise AssertionError('something is unfinished: ' + resumed.stderr)
    life.wait('%s to run' % SERVER, lambda: life.status(SERVER) == 'ACTIVE')
    if len(Disks(life).all) == len(before.all):
        check_as_before(life, before)
        life.say('all is as before')
        return
    check_rolled_back(life, before)
    undo(life, before)
    life.say('it was rolled back, and that was undone')


def recreated_and_copied(life):
    orielctl, compute, storage, name = life.orielctl(), life.cloud.compute, life.cloud.block_storage, life.prefix + 'box'
    orielctl.run('server', 'create', '--image', 'tiny-linux', '--boot-from-volume', '1', '--flavor', 'v1.small',
                 '--network', 'private', '--key-name', 'laptop', '--wait', name)
    first = compute.find_server(name)
    volumes = life.volumes_of(first.id)
    orielctl.run('server', 'recreate', '--flavor', 'm1.tiny', '--wait', name)
    second = compute.get_server(compute.find_server(name).id)
    if second.id == first.id or second.status != 'ACTIVE' or second.key_name != 'laptop':
        raise AssertionError('%s was recreated as %s, %s' % (name, second.id, second.status))
    if life.volumes_of(second.id) != volumes or second.flavor['original_name'] != 'm1.tiny':
        raise AssertionError('%s has %s, had %s' % (name, life.volumes_of(second.id), volumes))
    life.say('%s was recreated from its volume' % name)

    images = {image.id for image in life.cloud.image.images()}
    snapshots = {snapshot.id for snapshot in storage.snapshots()}
    copy = life.prefix + 'copy'
    orielctl.run('server', 'copy', '--availability-zone', 'nova-2', '--name', copy, '--keep-running', '--wait', name)
    made = compute.get_server(compute.find_server(copy).id)
    disks = [storage.get_volume(volume) for volume in life.volumes_of(made.id)]
    if [made.status, made.availability_zone, [d.availability_zone for d in disks]] != ['ACTIVE', 'nova-2', ['nova-2']]:
        raise AssertionError('%s is %s in %s with %s' % (copy, made.status, made.availability_zone, disks))
    left = ({image.id for image in life.cloud.image.images()} - images) | (
        {snapshot.id for snapshot in storage.snapshots()} - snapshots)
    if left or compute.get_server(second.id).status != 'ACTIVE':
        raise AssertionError('the copy leaves %s, and %s' % (left, compute.get_server(second.id).status))
    life.say('%s was copied to nova-2' % name)
    for one in (copy, name):
        orielctl.run('server', 'delete', '--delete-volumes', '--wait', one)
    still = [row['Name'] for kind in ('server', 'volume') for row in life.client.rows(kind, 'list')
             if (row['Name'] or '').startswith(life.prefix)]
    if still:
        raise AssertionError('still there: %s' % still)
