"""Volumes in the terminal: orielctl makes them, attaches, extends, detaches and retypes one, and gives it to another project.

The virtual driver moves no bytes of a disk that is attached, and no guest has to unmount it.
"""
from driver.openstack import connect

SERVER = 'web-1'


def play(life):
    """After each step the cloud itself is asked; in the end nothing is left."""
    made(life)
    used(life)
    given_away(life)
    life.orielctl().run('volume', 'delete', life.prefix + 'system')
    left = [row['Name'] for row in life.client.rows('volume', 'list') if (row['Name'] or '').startswith(life.prefix)]
    if left:
        raise AssertionError('still there: %s' % left)


def volume(life, name):
    """The one volume of this name."""
    found = list(life.cloud.block_storage.volumes(name=name))
    if len(found) != 1:
        raise AssertionError('%d volumes are called %s' % (len(found), name))
    return life.cloud.block_storage.get_volume(found[0].id)


def check(life, name, **wanted):
    """That volume, which is as wanted."""
    found = volume(life, name)
    said = {key: getattr(found, key) for key in wanted}
    if said != wanted:
        raise AssertionError('%s is %s, not %s' % (name, said, wanted))
    return found


def done(life, *words):
    life.say('orielctl ' + ' '.join(words))
    life.orielctl().run(*words)


def made(life):
    """An empty one of a type and in a zone, and one from an image."""
    done(life, 'volume', 'create', '--size', '1', '--type', 'fast', '--availability-zone', 'nova', '--description',
         'of a run', '--property', 'team=blue', '--wait', life.prefix + 'data')
    empty = check(life, life.prefix + 'data', status='available', size=1, volume_type='fast', availability_zone='nova',
                  description='of a run', is_bootable=False)
    if empty.metadata.get('team') != 'blue':
        raise AssertionError('the volume was made with %s' % empty.metadata)
    done(life, 'volume', 'create', '--size', '1', '--image', 'tiny-linux', '--wait', life.prefix + 'system')
    image = check(life, life.prefix + 'system', status='available', is_bootable=True).volume_image_metadata
    if image['image_name'] != 'tiny-linux':
        raise AssertionError('the volume was made from %s' % image)


def used(life):
    """Attached, extended in use, detached while the instance is shut off, and then moved to another type."""
    name = life.prefix + 'data'
    server = life.servers[SERVER]
    life.undo.append(lambda: detach(life, name, server))
    done(life, 'server', 'add', 'volume', '--wait', SERVER, name)
    attached = check(life, name, status='in-use')
    if [one['server_id'] for one in attached.attachments] != [server]:
        raise AssertionError('%s is attached to %s' % (name, attached.attachments))
    done(life, 'volume', 'set', '--size', '2', '--wait', name)
    check(life, name, status='in-use', size=2)
    known = len(life.actions_of(SERVER))
    done(life, 'volume', 'detach', '--server', SERVER, '--shut-off', '--wait', name)
    check(life, name, status='available', attachments=[])
    life.check_asked(SERVER, known, ['start', 'detach_volume', 'stop'])
    if life.status(SERVER) != 'ACTIVE':
        raise AssertionError('%s was not started again' % SERVER)
    done(life, 'volume', 'set', '--type', 'standard', '--retype-policy', 'on-demand', '--wait', name)
    check(life, name, status='available', size=2, volume_type='standard')


def detach(life, name, server):
    """What a run that failed left attached."""
    for one in life.cloud.block_storage.volumes(name=name):
        if one.attachments:
            life.cloud.compute.delete_volume_attachment(server, one.id)


def given_away(life):
    """Offered here, accepted in another project by another user, and deleted there."""
    name = life.prefix + 'data'
    mine = volume(life, name).id
    key = life.orielctl().run('volume', 'transfer', 'request', 'create', '--wait', '-f', 'value', '-c', 'auth_key',
                              name).strip()
    check(life, name, status='awaiting-transfer')
    offer = next(row['ID'] for row in life.client.rows('volume', 'transfer', 'request', 'list') if row['Volume'] == mine)
    theirs = life.orielctl('operator')
    theirs.run('volume', 'transfer', 'request', 'accept', '--auth-key', key, '--wait', offer)
    storage = connect(life.args.clouds, 'operator').block_storage
    taken = storage.get_volume(mine)
    if taken.status != 'available' or taken.name != name or mine in {v.id for v in life.cloud.block_storage.volumes()}:
        raise AssertionError('%s is %s there, and still here' % (name, taken.status))
    theirs.run('volume', 'delete', mine)
    if mine in {v.id for v in storage.volumes()}:
        raise AssertionError('%s is still in the other project' % name)
    life.say('%s was given to another project, and deleted there' % name)
