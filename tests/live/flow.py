#!/usr/bin/python3 -B
"""The documented flow, by hand, in Oriel's real window on a real OpenStack.

  flow.py --oriel BINARY --clouds CLOUDS.YAML --cloud NAME --out FOLDER [INSTANCE…]

For each instance: Compute → Instances → the instance → Snapshots → Create snapshot → a name → Create; the snapshot is
awaited in the tab, under Storage → Snapshots and under Compute → Images. Then the `openstack` client, which knows nothing
of Oriel, is asked whether the image and one volume snapshot for each volume are there under that name. What was made is
deleted again. Needs a separate session bus: run it under dbus-run-session.
"""
import argparse
import os
import re
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from driver.desk import Desk                # noqa: E402
from driver.openstack import Openstack      # noqa: E402


class Flow(Desk):
    def __init__(self, args):
        super().__init__(args.oriel, args.clouds, args.cloud, args.out, args.size)
        self.args = args
        self.client = Openstack(args.clouds, args.cloud)
        self.run = time.strftime('%H%M%S')

    # ------------------------------------------------------------ the window

    def create(self, server, name):
        self.instance(server)
        self.shoot('%s-overview' % server)
        self.window.click('tab', 'Snapshots')
        self.window.click('button', 'Create snapshot')
        self.fill('Name', name)
        self.window.click('radio button', 'Keep it running')
        self.shoot('%s-dialog' % server)
        self.window.click('button', 'Create snapshot')
        self.window.gone('radio button', 'Keep it running')

    def in_tab(self, server, name):
        self.window.find('cell', name)
        self.shoot('%s-created' % server)
        self.window.wait('the snapshot to be whole in the tab', lambda: any(
            re.search(r'\b(available|active|complete)\b', ' '.join(self.window.row(cell)), re.I)
            for cell in self.window.all('cell', name)), 90)
        self.shoot('%s-available' % server)

    def in_storage(self, server, name, volumes):
        self.place('Snapshots')
        row = self.window.row(self.window.find('cell', name, 40))
        if server not in ' '.join(row):
            raise AssertionError('Storage → Snapshots does not name %s: %s' % (server, row))

        def part(text):
            """A volume with its device: the newest snapshot shows what it consists of."""
            return re.fullmatch(r'%s-.*\(/dev/\w+\)' % re.escape(server), text)
        if volumes:
            self.window.wait('%d parts of %s' % (volumes, name), lambda: len(
                self.window.all('cell', part)) == volumes, 40)
        elif self.window.has('cell', part):
            raise AssertionError('an image-backed instance has no volume snapshots')
        self.shoot('%s-storage-snapshots' % server)

    def in_images(self, server, name):
        self.place('Images')
        self.window.find('cell', name, 40)
        self.shoot('%s-images' % server)

    # ------------------------------------------------------- the openstack client

    def check(self, server, name, volumes):
        """The cloud itself: one image of the name, and a snapshot of each volume."""
        images = [i for i in self.client.rows('image', 'list', '--private') if i['Name'] == name]
        if len(images) != 1 or images[0]['Status'] != 'active':
            raise AssertionError('images named %s: %s' % (name, images))
        snapshots = [s for s in self.client.rows('volume', 'snapshot', 'list', '--long')
                     if s['Name'] == 'snapshot for ' + name]
        of = sorted(s['Volume'] for s in snapshots)
        attached = sorted(v['ID'] for v in self.client.rows('volume', 'list') if any(
            a['server_id'] == self.servers[server] for a in v['Attached to']))
        if of != attached or len(of) != volumes or any(
                s['Status'] != 'available' for s in snapshots):
            raise AssertionError('%s has the volumes %s, snapshots are of %s: %s' % (
                server, attached, of, snapshots))
        image = self.client.rows('image', 'show', images[0]['ID'])
        if image['properties'].get('instance_uuid') != self.servers[server]:
            raise AssertionError('the image is not stamped with its instance: %s' % image)
        self.say('%s: the cloud has image %s and %d volume snapshots' % (server, name, len(of)))

    def forget(self):
        """Deletes what this run has made, whatever became of it."""
        mine = 'live-%s-' % self.run
        images = [i['ID'] for i in self.client.rows('image', 'list', '--private')
                  if i['Name'].startswith(mine)]
        snapshots = [s['ID'] for s in self.client.rows('volume', 'snapshot', 'list')
                     if s['Name'].startswith('snapshot for ' + mine)]
        if images:
            self.client.run('image', 'delete', *images)
        if snapshots:
            self.client.run('volume', 'snapshot', 'delete', *snapshots)

    # ---------------------------------------------------------------- the run

    def walk(self):
        listed = self.client.rows('server', 'list')
        self.servers = {s['Name']: s['ID'] for s in listed}
        volumes = self.client.rows('volume', 'list')
        counts = {name: sum(any(a['server_id'] == i for a in v['Attached to']) for v in volumes)
                  for name, i in self.servers.items()}
        for server in self.args.server:
            if server not in self.servers:
                raise AssertionError('no instance %s: %s' % (server, sorted(self.servers)))
        try:
            self.open()
            self.sidebar()
            self.shoot('start')
            for server in self.args.server:
                name = 'live-%s-%s' % (self.run, server)
                self.say('%s, %d volumes: snapshot %s' % (server, counts[server], name))
                self.create(server, name)
                self.in_tab(server, name)
                self.in_storage(server, name, counts[server])
                self.in_images(server, name)
                self.check(server, name, counts[server])
            self.close()
        except BaseException:
            self.tell()
            raise
        finally:
            self.leave()
            self.forget()


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--oriel', required=True)
    parser.add_argument('--clouds', required=True)
    parser.add_argument('--cloud', default='demo')
    parser.add_argument('--out', required=True)
    parser.add_argument('--size', default='1280x800')
    parser.add_argument('server', nargs='*', default=['web-1', 'db-1', 'app-1'])
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit('ended from outside'))
    try:
        Flow(args).walk()
    except AssertionError as error:
        print('FAILED: %s\n(%s holds logs and pictures)' % (error, args.out), file=sys.stderr)
        return 1
    print('the flow holds for ' + ', '.join(args.server))
    return 0


if __name__ == '__main__':
    sys.exit(main())
