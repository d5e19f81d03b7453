#!/usr/bin/env python3
"""Ends orielctl and oriel in the middle of safe captures, in every way, and looks what is left.

    kills.py ORIEL ORIELCTL [--kills N] [--windows N] [--jobs N]

It starts a demo cloud of its own (ORIEL --demo-server). Each round takes a snapshot for which an
instance is shut off, and ends the program at another moment: by SIGINT, SIGTERM, SIGHUP (once, or a
second time soon after), by SIGKILL, or by SIGKILL while the disk with the journal is full. What was
not finished then is finished by `orielctl resume`, or for the window by starting it again.

A round is good where, in the end, the instance runs, there is one whole snapshot or none, none of
os-stop, createImage and os-start was carried out twice, and nothing is unfinished.

Full disks are small tmpfs in a mount namespace of their own; where that is not allowed, a limit on
the size of files stands in for them.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

IN_NAMESPACE = 'ORIEL_KILLS_NAMESPACE'
WAYS = ('INT', 'TERM', 'HUP', 'KILL', 'INT+INT', 'TERM+TERM', 'full+KILL', 'full')
WINDOW_WAYS = ('INT', 'TERM', 'HUP', 'KILL', 'TERM+TERM')
# A capture in the demo cloud takes about as long.
LONGEST_CAPTURE = 15.0
PATIENCE = 180


class Cloud:
    """The demo cloud and what can be asked of it without Oriel."""

    def __init__(self, oriel, folder):
        self.process = subprocess.Popen([oriel, '--demo-server'], stdout=subprocess.PIPE, text=True)
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if line.strip().startswith('identity_api_version'):
                if sum('identity_api_version' in one for one in lines) == 2:
                    break
        self.file = folder / 'clouds.yaml'
        self.file.write_text(''.join(lines))
        url = next(one.split('auth_url:')[1].strip() for one in lines if 'auth_url:' in one)
        self.url = url
        body = {'auth': {'identity': {'methods': ['password'], 'password': {'user': {
            'name': 'demo', 'password': 'demo', 'domain': {'name': 'Default'}}}},
            'scope': {'project': {'name': 'demo', 'domain': {'name': 'Default'}}}}}
        request = urllib.request.Request(
            url + '/auth/tokens', json.dumps(body).encode(), {'Content-Type': 'application/json'})
        with urllib.request.urlopen(request) as answer:
            self.token = answer.headers['X-Subject-Token']
            catalog = json.load(answer)['token']['catalog']
        self.services = {one['type']: next(e['url'] for e in one['endpoints']
                                           if e['interface'] == 'public') for one in catalog}

    def get(self, service, path):
        base = next(url for kind, url in self.services.items() if kind.startswith(service))
        request = urllib.request.Request(base.rstrip('/') + path, headers={
            'X-Auth-Token': self.token, 'OpenStack-API-Version': 'compute 2.79'})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def actions(self, server):
        return self.get('compute', f'/servers/{server}/os-instance-actions')['instanceActions']

    def delete(self, service, path):
        base = next(url for kind, url in self.services.items() if kind.startswith(service))
        urllib.request.urlopen(urllib.request.Request(
            base.rstrip('/') + path, method='DELETE', headers={'X-Auth-Token': self.token})).close()

    def images(self, name):
        return [one for one in self.get('image', f'/v2/images?name={name}&limit=100')['images']
                if one['name'] == name]

    def parts(self, name):
        return [one for one in self.get('volume', '/snapshots/detail')['snapshots']
                if one['name'] == f'snapshot for {name}']

    def clear(self, name):
        """So that no later round meets a quota that is used up."""
        for one in self.images(name):
            self.delete('image', f"/v2/images/{one['id']}")
        for one in self.parts(name):
            self.delete('volume', f"/snapshots/{one['id']}")

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)


def environment(cloud, state):
    env = {key: value for key, value in os.environ.items() if not key.startswith('OS_')}
    env.update(OS_CLIENT_CONFIG_FILE=str(cloud.file), OS_CLOUD='demo', LC_ALL='C.UTF-8',
               QT_QPA_PLATFORM='offscreen', XDG_STATE_HOME=str(state),
               XDG_CACHE_HOME=str(state.parent / 'cache'), XDG_CONFIG_HOME=str(state.parent / 'config'))
    return env


class FullDisk:
    """A disk of its own for the journal, which can be filled and freed."""

    def __init__(self, state):
        self.state = state
        state.mkdir(parents=True, exist_ok=True)
        self.mounted = os.environ.get(IN_NAMESPACE) == '1' and subprocess.run(
            ['mount', '-t', 'tmpfs', '-o', 'size=2m', 'none', str(state)],
            capture_output=True).returncode == 0

    def fill(self, process):
        if not self.mounted:
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
            return
        with open(self.state / 'filling', 'wb', buffering=0) as file:
            for size in (65536, 4096, 1):
                try:
                    while file.write(b'x' * size):
                        pass
                except OSError:
                    pass

    def free(self):
        if self.mounted:
            (self.state / 'filling').unlink(missing_ok=True)

    def close(self):
        if self.mounted:
            subprocess.run(['umount', '-l', str(self.state)], check=False)


def unfinished(orielctl, env):
    listed = subprocess.run([orielctl, 'activity', 'list', '-f', 'json', '--unfinished'], env=env,
                            capture_output=True, text=True, timeout=PATIENCE)
    return len(json.loads(listed.stdout or '[]'))


def wrong(cloud, server, name, before, volumes):
    """What is wrong in the end, in words; empty: nothing."""
    now = cloud.get('compute', f'/servers/{server}')['server']
    faults = []
    if now['status'] != 'ACTIVE' or now['OS-EXT-STS:task_state']:
        faults.append(f"the instance is {now['status']} {now['OS-EXT-STS:task_state']}")
    images, parts = cloud.images(name), cloud.parts(name)
    if len(images) > 1:
        faults.append(f'{len(images)} images')
    if any(one['status'] != 'active' for one in images):
        faults.append('the image is not active')
    if len(parts) != (volumes if images else 0):
        faults.append(f'{len(parts)} volume snapshots')
    done = [one['action'] for one in cloud.actions(server) if one['request_id'] not in before]
    for action in ('stop', 'createImage', 'start'):
        if done.count(action) > 1:
            faults.append(f'{action} {done.count(action)} times')
    if done.count('stop') != done.count('start'):
        faults.append(f"{done.count('stop')} stop, {done.count('start')} start")
    cloud.clear(name)
    return ', '.join(faults), len(images), done


def settled(cloud, server):
    """The image may still be uploaded when nobody waits for it any more."""
    for _ in range(PATIENCE):
        now = cloud.get('compute', f'/servers/{server}')['server']
        if not now['OS-EXT-STS:task_state']:
            return
        time.sleep(1)


def end(process, way, delay):
    """Ends the process after so many seconds in this way."""
    time.sleep(delay)
    for number, name in enumerate(part for part in way.split('+') if part != 'full'):
        if number:
            time.sleep(0.3)
        if process.poll() is None:
            process.send_signal(getattr(signal, 'SIG' + name))


def round_of_orielctl(oriel, orielctl, cloud, folder, server, number, way, delay):
    name = f'kill-{number}'
    state = folder / name / 'state'
    disk = FullDisk(state) if 'full' in way else None
    state.mkdir(parents=True, exist_ok=True)
    env = environment(cloud, state)
    before = {one['request_id'] for one in cloud.actions(server['id'])}
    process = subprocess.Popen(
        [orielctl, 'server', 'image', 'create', '--name', name, '--shut-off-first', '--wait',
         server['id']], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGXFSZ, signal.SIG_IGN))
    if disk:
        time.sleep(delay * 0.6)
        disk.fill(process)
        end(process, way, delay * 0.4)
    else:
        end(process, way, delay)
    _, said = process.communicate(timeout=PATIENCE)
    if disk:
        disk.free()
    settled(cloud, server['id'])
    left = unfinished(orielctl, env)
    told = ''
    if left:
        told = subprocess.run([orielctl, 'server', 'list', '-f', 'value'], env=env,
                              capture_output=True, text=True, timeout=PATIENCE).stderr
        said += subprocess.run([orielctl, 'resume'], env=env, capture_output=True, text=True,
                               timeout=PATIENCE).stderr
    settled(cloud, server['id'])
    fault, images, done = wrong(cloud, server['id'], name, before, server['volumes'])
    if left and 'did not finish' not in told:
        fault += ', the next run did not tell'
    if unfinished(orielctl, env):
        fault += ', unfinished'
    if way in ('INT', 'TERM', 'HUP') and left:
        fault += ', one signal left something unfinished'
    if disk:
        disk.close()
    return (f'{name:9} {way:10} after {delay:5.2f} s  rc {process.returncode:4}  '
            f'{"resumed" if left else "       "}  {images} snapshot  {" ".join(reversed(done)):24}'
            f'  {fault or "good"}'), fault, said


def round_of_window(oriel, orielctl, cloud, folder, server, number, way, delay):
    """A capture that orielctl began and the window goes on with is ended in the window."""
    name = f'window-{number}'
    state = folder / name / 'state'
    state.mkdir(parents=True)
    env = environment(cloud, state)
    before = {one['request_id'] for one in cloud.actions(server['id'])}
    process = subprocess.Popen(
        [orielctl, 'server', 'image', 'create', '--name', name, '--shut-off-first', server['id']],
        env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True)
    while process.poll() is None and len(cloud.actions(server['id'])) == len(before):
        time.sleep(0.05)
    process.kill()
    refused = process.communicate()[1]
    # The second start is ended as well, the third may finish.
    codes = []
    for times in range(2):
        window = subprocess.Popen([oriel, '--cloud', 'demo'], env=env, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        end(window, way, 2 + delay * (1 - times * 0.5))
        _, said = window.communicate(timeout=PATIENCE)
        codes.append(window.returncode)
    window = subprocess.Popen([oriel, '--cloud', 'demo'], env=env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(PATIENCE):
        time.sleep(1)
        listed = subprocess.run([orielctl, 'activity', 'list', '-f', 'json'], env=env,
                                capture_output=True, text=True, timeout=PATIENCE)
        if all(one['Ended'] for one in json.loads(listed.stdout or '[]')):
            break
    window.terminate()
    window.wait(timeout=PATIENCE)
    settled(cloud, server['id'])
    fault, images, done = wrong(cloud, server['id'], name, before, server['volumes'])
    if not done:
        fault += f', nothing was done: {refused}'
    if unfinished(orielctl, env):
        fault += ', unfinished'
    return (f'{name:9} {way:10} after {delay:5.2f} s  rc {codes}  {images} snapshot  '
            f'{" ".join(reversed(done)):24}  {fault or "good"}'), fault, said


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('oriel')
    parser.add_argument('orielctl')
    parser.add_argument('--kills', type=int, default=50)
    parser.add_argument('--windows', type=int, default=12)
    parser.add_argument('--jobs', type=int, default=5)
    options = parser.parse_args()
    if os.environ.get(IN_NAMESPACE) is None:
        allowed = shutil.which('unshare') and subprocess.run(
            ['unshare', '-m', 'true'], capture_output=True).returncode == 0
        os.environ[IN_NAMESPACE] = '1' if allowed else '0'
        if allowed:
            os.execvp('unshare', ['unshare', '-m', sys.executable, *sys.argv])
    print('full disks:', 'tmpfs' if os.environ[IN_NAMESPACE] == '1' else 'limit on the size of files')
    with tempfile.TemporaryDirectory(prefix='oriel-kills-') as name:
        folder = pathlib.Path(name)
        cloud = Cloud(options.oriel, folder)
        servers = [{'id': one['id'], 'volumes': len(one['os-extended-volumes:volumes_attached'])
                    if not one['image'] else 0}
                   for one in cloud.get('compute', '/servers/detail?limit=100')['servers']
                   if one['status'] == 'ACTIVE' and not one['OS-EXT-STS:task_state']]
        free = list(servers)
        lock = threading.Lock()
        bad = []

        def play(play_round, number, way, delay):
            with lock:
                server = free.pop(0)
            try:
                line, fault, said = play_round(options.oriel, options.orielctl, cloud, folder,
                                               server, number, way, delay)
            except Exception as error:  # a round that cannot be judged is a bad one
                line, fault, said = f'{number} {way} {delay:.2f}: {error!r}', repr(error), ''
            with lock:
                free.append(server)
                print(line, flush=True)
                if fault:
                    bad.append(line)
                    print(said, flush=True)

        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            rounds = []
            for number in range(options.kills):
                share = (number + 0.5) / options.kills
                rounds.append(pool.submit(play, round_of_orielctl, number,
                                          WAYS[number % len(WAYS)], 0.3 + share * LONGEST_CAPTURE))
            for number in range(options.windows):
                share = (number + 0.5) / options.windows
                rounds.append(pool.submit(play, round_of_window, number,
                                          WINDOW_WAYS[number % len(WINDOW_WAYS)],
                                          share * LONGEST_CAPTURE * 0.7))
            for one in rounds:
                one.result()
        cloud.close()
    print(f'{options.kills} of orielctl, {options.windows} of the window: {len(bad)} bad')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
