"""Figure 8: orielctl as whole processes, against `openstack`, and against curl with a ready token."""
import statistics
import subprocess

from common import Row, demo_server, medians, timed

GOAL_OPENSTACK = 0.05
GOAL_CURL = 1.5


def commands(cloud):
    """name → (words of either client, what curl fetches)."""
    return {
        'server list': (['server', 'list'], [cloud.endpoint('compute') + '/servers/detail?limit=1000']),
        'image list --private': (['image', 'list', '--private'],
                                 [cloud.endpoint('image') + '/v2/images?limit=1000&visibility=private']),
        'volume snapshot list': (['volume', 'snapshot', 'list'],
                                 [cloud.endpoint('volumev3', 'block-storage') + '/snapshots/detail?limit=1000']),
    }


def with_token(cloud):
    """An environment in which no password is known: sign-in is an exchange of the token for one with a catalog."""
    env = {name: value for name, value in cloud.environment().items()
           if name not in ('OS_CLOUD', 'OS_CLIENT_CONFIG_FILE')}
    return env | {'OS_AUTH_TYPE': 'token', 'OS_TOKEN': cloud.token, 'OS_AUTH_URL': cloud.url,
                  'OS_PROJECT_NAME': 'demo', 'OS_PROJECT_DOMAIN_NAME': 'Default', 'OS_REGION_NAME': 'RegionOne',
                  'OS_IDENTITY_API_VERSION': '3'}


def terminal(bench):
    def run(program, words, env):
        return timed(lambda: subprocess.run([program, *words], env=env, check=True, stdout=subprocess.DEVNULL))
    rows = []
    orielctl = bench.program('orielctl')
    with demo_server(bench, 40) as cloud:
        for name, (words, urls) in commands(cloud).items():
            figure = '8 orielctl ' + name
            # Short as they are, these need more rounds than the others to have a median.
            quick = medians(4 * bench.rounds, signing_in=run(orielctl, words, cloud.environment()),
                            token=run(orielctl, words, with_token(cloud)), curl=timed(lambda: cloud.curl(*urls)))
            theirs = [run('openstack', words, cloud.environment())() for _ in range(max(3, bench.rounds // 2))]
            samples = {key: value[1] for key, value in quick.items()} | {'openstack': theirs}
            rows += [
                Row(figure, quick['signing_in'][0], statistics.median(theirs), GOAL_OPENSTACK,
                    what='openstack, both sign in', samples=samples),
                Row(figure + ', token', quick['token'][0], quick['curl'][0], GOAL_CURL,
                    what='curl, both with a token', samples=samples),
            ]
    return rows


def figures():
    return {'terminal': terminal}
