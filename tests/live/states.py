#!/usr/bin/python3 -B
"""Whether a real Nova accepts and refuses what the rules of Oriel's tests say.

  states.py --clouds CLOUDS.YAML [--rules FILE] [--whole]

The rules (tests/unit/fixtures/novarules.json) say in which vm_state, with which task_state, and in spite of which lock Nova
accepts each action on an instance; Oriel's conditions are tested against the same file. Most of these states last a moment or need a
broken host, so they are written into Nova's database: an instance is said to be on a host that does not exist, where no
request has a consequence. Without --whole, each rule is tried in every vm_state, with some tasks, and locked.
Needs `ostack` on this machine and its database socket (root).
"""
import argparse
import json
import os
import sys
import time

import openstack
import pymysql

HERE = os.path.dirname(os.path.realpath(__file__))
RULES = os.path.join(HERE, '..', 'unit', 'fixtures', 'novarules.json')
STATE = os.environ.get('OSTACK_STATE', '/var/lib/ostack')
SOME_TASKS = ('scheduling', 'powering-off', 'reboot_started', 'rebooting_hard', 'suspending', 'deleting')
# What check_instance_state and check_instance_lock say, and nothing else.
REFUSALS = ('while it is in vm_state', 'while it is in task_state', 'is in an invalid state', 'is locked',
            'is not ready')


class Instance:
    """An instance of the cloud whose state is written into the database."""

    def __init__(self, cloud, name):
        self.cloud = cloud
        self.database = pymysql.connect(unix_socket=STATE + '/run/mysqld.sock', user='root',
                                        database='nova', autocommit=True)
        like = cloud.compute.get_server(cloud.compute.find_server('web-1', ignore_missing=False))
        flavors = sorted(cloud.compute.flavors(), key=lambda f: (f.disk, f.ram))
        flavor = next(f for f in flavors if f.name == like.flavor.original_name)
        self.larger, self.image = flavors[-1].id, like.image.id
        network = cloud.network.find_network(next(iter(like.addresses)))
        self.row = cloud.compute.wait_for_server(cloud.compute.create_server(
            name=name, image_id=like.image.id, flavor_id=flavor.id, networks=[{'uuid': network.id}]))
        self.host = self.read('host, node')

    def read(self, columns):
        with self.database.cursor() as cursor:
            cursor.execute('select %s from instances where uuid=%%s' % columns, (self.row.id,))
            return cursor.fetchone()

    def write(self, **columns):
        with self.database.cursor() as cursor:
            cursor.execute('update instances set %s where uuid=%%s' % ', '.join(
                '%s=%%s' % c for c in columns), (*columns.values(), self.row.id))

    def bring(self, vm_state, task='', locked=False):
        host = None if vm_state == 'shelved_offloaded' else 'nowhere'
        self.write(vm_state=vm_state, task_state=task or None, host=host, node=host,
                   locked=int(locked), locked_by='owner' if locked else None)

    def back(self):
        host, node = self.host
        self.write(vm_state='active', task_state=None, host=host, node=node, locked=0, locked_by=None)


def expected(rule, vm_state, task, locked, administrator):
    return ((vm_state in rule.get('vm_states', [vm_state])) and task in rule.get('tasks', [task]) and
            (administrator or not locked or not rule['heeds_lock']))


def tries(rules, whole):
    """(rule, vm_state, task, locked): all, or those that tell the most."""
    for rule in rules['rules']:
        if whole:
            for vm_state in rules['vm_states']:
                for task in rules['task_states']:
                    for locked in (False, True):
                        yield rule, vm_state, task, locked
            continue
        for vm_state in rules['vm_states']:
            yield rule, vm_state, '', False
        usual = rule.get('vm_states', ['active'])[0]
        for task in {*SOME_TASKS, *rule.get('tasks', [])} - {''}:
            yield rule, usual, task, False
        yield rule, usual, '', True


def ask(session, endpoint, path, rule, instance):
    method, tail, body = rule['request']
    text = json.dumps(body).replace('<larger>', instance.larger).replace('<image>', instance.image)
    return session.request(endpoint + path + tail, method, data=text, raise_exc=False,
                           headers={'Content-Type': 'application/json',
                                    'OpenStack-API-Version': 'compute 2.93'})


def refusal(answer):
    """Nova's sentence, if the state or the lock is why it refused."""
    if answer.status_code != 409:
        return ''
    message = answer.json()['conflictingRequest']['message']
    return message if any(words in message for words in REFUSALS) else ''


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--clouds', required=True)
    parser.add_argument('--rules', default=RULES)
    parser.add_argument('--whole', action='store_true')
    args = parser.parse_args()
    os.environ['OS_CLIENT_CONFIG_FILE'] = args.clouds
    with open(args.rules) as file:
        rules = json.load(file)
    member, administrator = (openstack.connect(cloud=name) for name in ('demo', 'admin'))
    instance = Instance(member, 'states-%s' % time.strftime('%H%M%S'))
    path = '/servers/' + instance.row.id
    images = {i.id for i in member.image.images()}
    failed, count = 0, 0
    try:
        for rule, vm_state, task, locked in tries(rules, args.whole):
            ours = administrator if rule['action'] in ('reset-server-state', 'offload-server') else member
            instance.bring(vm_state, task, locked)
            answer = ask(ours.session, ours.compute.get_endpoint(), path, rule, instance)
            count += 1
            accepts = not refusal(answer)
            if accepts != expected(rule, vm_state, task, locked, ours is administrator):
                failed += 1
                print('%s in %s, task “%s”%s: Nova answers %d %s' % (
                    rule['action'], vm_state, task, ', locked' if locked else '', answer.status_code,
                    answer.text.strip()[:300]))
    finally:
        instance.back()
        member.compute.delete_server(instance.row.id)
        for image in member.image.images():
            if image.id not in images and image.name in ('states', instance.row.name + '-shelved'):
                member.image.delete_image(image.id)
        member.compute.wait_for_delete(instance.row, wait=60)
    print('%d states of %d actions; %d not as the rules say' % (count, len(rules['rules']), failed))
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
