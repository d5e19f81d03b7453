"""The cloud without Oriel's window: Debian's `openstack` client and its library, which know nothing of Oriel, and
`orielctl`."""
import json
import os
import subprocess


def plain_env(clouds, cloud):
    """This environment with one cloud picked, and nothing else that would pick another."""
    return dict({k: v for k, v in os.environ.items() if not k.startswith('OS_')},
                OS_CLIENT_CONFIG_FILE=clouds, OS_CLOUD=cloud)


class Client:
    """A program of the command line; `run` fails as it does."""

    def __init__(self, program, env):
        self.program, self.env = program, env

    def start(self, *words):
        """What comes of it, good or bad."""
        return subprocess.run((self.program,) + words, env=self.env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              timeout=180)

    def run(self, *words):
        done = self.start(*words)
        if done.returncode:
            raise AssertionError('%s %s: %s' % (os.path.basename(self.program), ' '.join(words),
                                                done.stderr.strip()))
        return done.stdout

    def rows(self, *words):
        return json.loads(self.run(*words, '-f', 'json'))


class Openstack(Client):
    """Debian's openstack client, as a person would ask it."""

    def __init__(self, clouds, cloud):
        super().__init__('openstack', plain_env(clouds, cloud))


class Orielctl(Client):
    """orielctl with a home of its own: its journal is that of the Oriel with the same home."""

    def __init__(self, program, env, clouds, cloud):
        mine = {k: v for k, v in env.items() if k == 'HOME' or k.startswith('XDG_')}
        super().__init__(program, dict(plain_env(clouds, cloud), **mine))


def connect(clouds, cloud):
    """The library of the same client, where many questions are asked in a row: no program is started for each."""
    import openstack
    from openstack.config import OpenStackConfig
    return openstack.connection.Connection(
        config=OpenStackConfig(config_files=[clouds], load_envvars=False).get_one(cloud))
