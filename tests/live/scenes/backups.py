"""Backups in the terminal: orielctl makes a full and an incremental one of a volume, restores them to a new volume and over an
old one, tests one, and deletes them.

The virtual driver's console log never says that a guest came up, so the test of a backup ends without a clear result. It must
still delete what it made.
"""
from scenes.disks import check, done


def play(life):
    """After each step the cloud itself is asked; in the end nothing is left."""
    storage, name, data = life.cloud.block_storage, life.prefix + 'target', life.prefix + 'source'
    full, later, copy = life.prefix + 'full', life.prefix + 'later', life.prefix + 'copy'
    done(life, 'volume', 'create', '--size', '1', '--image', 'tiny-linux', '--wait', data)
    done(life, 'volume', 'create', '--size', '2', '--description', 'kept', '--wait', name)
    done(life, 'volume', 'backup', 'create', '--name', full, '--no-incremental', '--wait', data)
    done(life, 'volume', 'backup', 'create', '--name', later, '--incremental', '--wait', data)
    backups = {backup.name: backup for backup in storage.backups()}
    said = [(backups[one].status, backups[one].is_incremental, backups[one].has_dependent_backups) for one in (full, later)]
    if said != [('available', False, True), ('available', True, False)]:
        raise AssertionError('the backups are %s' % said)

    done(life, 'volume', 'backup', 'restore', '--type', 'fast', '--availability-zone', 'nova', '--wait', later, copy)
    check(life, copy, status='available', size=1, volume_type='fast', availability_zone='nova')
    over = check(life, name, status='available').id
    done(life, 'volume', 'backup', 'restore', '--force', '--wait', full, name)
    if check(life, name, status='available', size=2, description='kept').id != over:
        raise AssertionError('%s is another volume than before' % name)

    before = everything(life)
    tried = life.orielctl().start('volume', 'backup', 'test', '--flavor', 'v1.small', '--network', 'private',
                                  '--minutes', '1', '--wait', full)
    life.say('orielctl volume backup test: ' + ' '.join(tried.stderr.split()))
    if tried.returncode != 1 or 'cannot be told' not in tried.stderr:
        raise AssertionError('the test of a backup ended with %d: %s' % (tried.returncode, tried.stderr))
    if everything(life) != before:
        raise AssertionError('the test of a backup leaves %s' % (everything(life) ^ before))

    for one in (later, full):
        done(life, 'volume', 'backup', 'delete', one)
    for one in (copy, data, name):
        done(life, 'volume', 'delete', one)
    left = [row['Name'] for kind in (('volume',), ('volume', 'backup'), ('server',))
            for row in life.client.rows(*kind, 'list') if (row['Name'] or '').startswith(life.prefix)]
    if left:
        raise AssertionError('still there: %s' % left)


def everything(life):
    return ({v.id for v in life.cloud.block_storage.volumes()} | {s.id for s in life.cloud.compute.servers()}
            | {p.id for p in life.cloud.network.ports()})
