"""Key pairs in the terminal: orielctl generates one, imports its public half, and deletes both."""
import os
import subprocess


def play(life):
    """`keypair create --private-key`, `create --public-key`, `list`, `show`, `delete`."""
    orielctl, name = life.orielctl(), life.prefix + 'key'
    private = os.path.join(life.home, name)
    orielctl.run('keypair', 'create', '--wait', '--private-key', private, name)
    if os.stat(private).st_mode & 0o777 != 0o600:
        raise AssertionError('%s is not readable by its owner alone' % private)
    public = subprocess.run(('ssh-keygen', '-y', '-f', private), stdout=subprocess.PIPE, text=True,
                            check=True).stdout.strip()
    told = life.client.run('keypair', 'show', '--public-key', name).strip()
    if told.split()[:2] != public.split()[:2]:
        raise AssertionError('the cloud has %s, the file holds %s' % (told, public))

    with open(private + '.pub', 'w', encoding='utf-8') as out:
        out.write(public + '\n')
    orielctl.run('keypair', 'create', '--wait', '--public-key', private + '.pub', name + '2')
    listed = sorted(row['Name'] for row in orielctl.rows('keypair', 'list')
                    if row['Name'].startswith(name))
    if listed != [name, name + '2']:
        raise AssertionError('keypair list names %s' % listed)
    for words in (('keypair', 'list'), ('keypair', 'show', name)):
        if orielctl.rows(*words) != life.client.rows(*words):
            raise AssertionError('%s says something else than openstack' % ' '.join(words))
    subprocess.run(('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', private + '-other'), check=True)
    again = orielctl.start('keypair', 'create', '--public-key', private + '-other.pub', name)
    if again.returncode != 1 or 'already exists' not in again.stderr:
        raise AssertionError('of a taken name orielctl says %r' % again.stderr)

    orielctl.run('keypair', 'delete', '--wait', name, name + '2')
    left = [row['Name'] for row in life.client.rows('keypair', 'list')
            if row['Name'].startswith(name)]
    if left:
        raise AssertionError('still there: %s' % left)
