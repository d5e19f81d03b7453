#!/usr/bin/python3 -B
"""A snapshot's whole life on a real OpenStack, from the safe capture to the last thing deleted.

  life.py --oriel BINARY --orielctl BINARY --clouds CLOUDS.YAML --out FOLDER [SCENE…]

Each scene is a module of scenes/; without names all of them run. What is done in Oriel is done in its real window, with
the mouse and the keys, or by `orielctl`; what came of it is asked of the `openstack` client. All that a run makes carries
its name, and is deleted again whatever becomes of it. Needs a separate session bus: run it under dbus-run-session.
"""
import argparse
import importlib
import os
import shutil
import signal
import subprocess
import sys
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from driver.desk import Desk                                  # noqa: E402
from driver.openstack import Openstack, Orielctl, connect     # noqa: E402

SCENES = ('whole', 'terminal', 'instance', 'keypairs', 'disks', 'backups', 'rollback', 'crash', 'quota', 'together')


class Life:
    """What the scenes share: the clients, the desks, and the names of what is made."""

    def __init__(self, args):
        self.args = args
        self.client = Openstack(args.clouds, 'demo')
        self.cloud = connect(args.clouds, 'demo')
        self.prefix = 'life-%s-' % time.strftime('%H%M%S')
        self.home = os.path.join(args.out, 'home')
        shutil.rmtree(self.home, ignore_errors=True)    # what earlier runs left plays no part
        self.desks = []
        self.undo = []          # what puts things back that do not carry our name
        self.desk('')
        self.servers = {s.name: s.id for s in self.cloud.compute.servers()}
        self.volumes_before = {v.id for v in self.cloud.block_storage.volumes()}

    def say(self, text):
        print('[%s] %s' % (time.strftime('%H:%M:%S'), text), flush=True)

    def desk(self, label, cloud='demo'):
        """Another Oriel of the same person, on a screen of its own."""
        desk = Desk(self.args.oriel, self.args.clouds, cloud, self.args.out, self.args.size,
                    self.home, label)
        self.desks.append(desk)
        return desk

    def orielctl(self, cloud='demo'):
        return Orielctl(self.args.orielctl, self.desks[0].env(), self.args.clouds, cloud)

    def admin(self):
        return connect(self.args.clouds, 'admin')

    def slow(self, knob, seconds, usual):
        """The cloud takes so long from now on, until the end of the run."""
        ostack = os.path.join(os.path.dirname(os.path.realpath(__file__)), 'openstack', 'ostack')
        turn = ([] if os.geteuid() == 0 else ['sudo', '--preserve-env=OSTACK_STATE']) + [ostack, 'knob']
        self.undo.append(lambda: subprocess.run(turn + ['%s=%s' % (knob, usual)], check=True,
                                                stdout=subprocess.DEVNULL))
        subprocess.run(turn + ['%s=%s' % (knob, seconds)], check=True, stdout=subprocess.DEVNULL)

    # ------------------------------------------------------------- the cloud itself

    def images(self, name, client=None):
        return [i for i in (client or self.client).rows('image', 'list', '--private')
                if i['Name'] == name]

    def snapshots(self, name, client=None):
        return [s for s in (client or self.client).rows('volume', 'snapshot', 'list', '--long')
                if s['Name'] == 'snapshot for ' + name]

    def status(self, server):
        return self.cloud.compute.get_server(self.servers[server]).status

    def volumes_of(self, server_id):
        return sorted(v.id for v in self.cloud.block_storage.volumes() if any(
            a['server_id'] == server_id for a in v.attachments))

    def actions_of(self, server):
        """What was asked of the instance, latest first."""
        answer = self.cloud.compute.get('/servers/%s/os-instance-actions' % self.servers[server])
        return [a['action'] for a in answer.json()['instanceActions']]

    def wait(self, what, probe, seconds=60, every=0.3):
        """The cloud is asked again and again."""
        end = time.monotonic() + seconds
        while True:
            got = probe()
            if got:
                return got
            if time.monotonic() > end:
                raise AssertionError('%s: not within %d s' % (what, seconds))
            time.sleep(every)

    def check_set(self, server, name, **stamps):
        """Exactly one whole set of that name: an image, and a snapshot of each attached volume."""
        images, snapshots = self.images(name), self.snapshots(name)
        if len(images) != 1 or images[0]['Status'] != 'active':
            raise AssertionError('images named %s: %s' % (name, images))
        of = sorted(s['Volume'] for s in snapshots)
        attached = self.volumes_of(self.servers[server])
        if of != attached or any(s['Status'] != 'available' for s in snapshots):
            raise AssertionError('%s has the volumes %s, snapshots are of %s: %s' % (
                server, attached, of, snapshots))
        properties = self.client.rows('image', 'show', images[0]['ID'])['properties']
        wanted = {'oriel:%s' % key: value for key, value in stamps.items()}
        wanted['instance_uuid'] = self.servers[server]
        for key, value in wanted.items():
            if properties.get(key) != value:
                raise AssertionError('%s of image %s: %s, not %s' % (
                    key, name, properties.get(key), value))
        return images[0]['ID']

    def check_nothing(self, name, client=None):
        """Nothing in the cloud is left of a snapshot."""
        left = self.images(name, client) + self.snapshots(name, client)
        if left:
            raise AssertionError('left of %s: %s' % (name, left))

    def check_asked(self, server, known, *wanted):
        """What was asked of the instance since it had so many actions, latest first: one of these."""
        asked = self.actions_of(server)
        asked = asked[:len(asked) - known]
        if asked not in wanted:
            raise AssertionError('asked of %s, latest first: %s' % (server, asked))
        return asked

    # ------------------------------------------------------------------ the end

    def delete_instance(self, server_id):
        """With the volumes that were made for it, which the cloud leaves; asked of the client in the end."""
        volumes = set(self.volumes_of(server_id))
        self.cloud.compute.delete_server(server_id)
        self.wait('%s to go' % server_id, lambda: server_id not in {
            s.id for s in self.cloud.compute.servers()})
        for volume in volumes:
            self.cloud.block_storage.delete_volume(volume)
        self.wait('the volumes %s to go' % volumes, lambda: not volumes & {
            v.id for v in self.cloud.block_storage.volumes()})
        left = [row for row in self.client.rows('server', 'list') + self.client.rows('volume', 'list')
                if row['ID'] in volumes | {server_id}]
        if left:
            raise AssertionError('still there: %s' % left)

    def mine(self):
        """All that this run has made and that is still there, with what deletes it."""
        compute, storage, image = self.cloud.compute, self.cloud.block_storage, self.cloud.image
        snapshots = [s for s in storage.snapshots()
                     if s.name.startswith('snapshot for ' + self.prefix)]
        servers = [s for s in compute.servers() if s.name.startswith(self.prefix)]
        users = {s.id for s in servers}
        made_from = {s.id for s in snapshots}
        volumes = [v for v in storage.volumes() if v.id not in self.volumes_before and (
            v.name.startswith(self.prefix) or v.snapshot_id in made_from
            or any(a['server_id'] in users for a in v.attachments))]
        backups = [b for b in storage.backups() if b.name and b.name.startswith(self.prefix)]
        images = [i for i in image.images(visibility='private') if i.name.startswith(self.prefix)]
        pairs = [p for p in compute.keypairs() if p.name.startswith(self.prefix)]
        return ([(compute.delete_server, s.id) for s in servers]
                + [(compute.delete_keypair, p.name) for p in pairs]
                + [(image.delete_image, i.id) for i in images]
                + [(storage.delete_backup, b.id) for b in backups]
                + [(storage.delete_volume, v.id) for v in volumes]
                + [(storage.delete_snapshot, s.id) for s in snapshots if not volumes])

    def swept(self):
        """One round of deleting; what is busy now is deleted in a later one. Whether all is as before."""
        from openstack.exceptions import SDKException
        left = self.mine()
        for delete, which in left:
            try:
                delete(which)
            except SDKException:
                pass
        running = True
        for name in ('app-1', 'db-1'):
            server = self.cloud.compute.get_server(self.servers[name])
            running = running and server.status == 'ACTIVE'
            if server.status == 'SHUTOFF' and not server.task_state:
                self.cloud.compute.start_server(server.id)
        return not left and running

    def forget(self):
        """Deletes what this run has made, and puts back what it has changed, whatever became of it."""
        for desk in self.desks:
            desk.leave()
        try:
            for step in self.undo:
                step()
        finally:
            self.wait('all to be as before', self.swept, 120, every=0.5)

    def live(self):
        try:
            for name in self.args.scene:
                begun = time.monotonic()
                self.say('--- ' + name)
                importlib.import_module('scenes.' + name).play(self)
                self.say('--- %s held (%d s)' % (name, time.monotonic() - begun))
        except BaseException:
            for desk in self.desks:
                desk.tell()
            raise
        finally:
            self.forget()


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--oriel', required=True)
    parser.add_argument('--orielctl', required=True)
    parser.add_argument('--clouds', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--size', default='1280x800')
    parser.add_argument('scene', nargs='*', default=SCENES, help=', '.join(SCENES))
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit('ended from outside'))
    try:
        Life(args).live()
    except AssertionError as error:
        traceback.print_exc()
        print('FAILED: %s\n(%s holds logs and pictures)' % (error, args.out), file=sys.stderr)
        return 1
    print('it holds: ' + ', '.join(args.scene))
    return 0


if __name__ == '__main__':
    sys.exit(main())
