#!/usr/bin/python3
"""seed.py catalog | ready | cloud  (called by the ostack script)"""
import base64
import json
import os
import subprocess
import sys
import time

import openstack

import guest

STATE = os.environ['OSTACK_STATE']
URL = 'http://127.0.0.1:5000/v3'
KEPT = {'compute_endpoint_override': 'http://127.0.0.1:8775/v2.1'}     # of `ostack keep`
PW = 'ostack'
T0 = time.time()


def say(text):
    print('%6.1fs %s' % (time.time() - T0, text), flush=True)


def connect(user, password, project):
    return openstack.connect(
        auth_url=URL, username=user, password=password, project_name=project,
        user_domain_name='Default', project_domain_name='Default',
        region_name='RegionOne', compute_api_version='2.93',
        volume_api_version='3')


def admin():
    return connect('admin', 'admin', 'admin')


def catalog():
    c = admin()
    ident = c.identity
    project = ident.create_project(name='service', domain_id='default')
    service = ident.create_role(name='service')
    roles = {r.name: r for r in ident.roles()}
    for name in ('placement', 'glance', 'nova', 'cinder', 'neutron'):
        user = ident.create_user(name=name, password=PW, domain_id='default',
                                 default_project_id=project.id)
        for role in (roles['admin'], service):
            ident.assign_project_role_to_user(project, user, role)
    for name, kind, url in (
            ('placement', 'placement', 'http://127.0.0.1:8778'),
            ('glance', 'image', 'http://127.0.0.1:9292'),
            ('nova', 'compute', 'http://127.0.0.1:8774/v2.1'),
            ('cinderv3', 'volumev3',
             'http://127.0.0.1:8776/v3/%(project_id)s'),
            ('neutron', 'network', 'http://127.0.0.1:9696')):
        s = ident.create_service(name=name, type=kind)
        for interface in ('public', 'internal', 'admin'):
            ident.create_endpoint(service_id=s.id, interface=interface,
                                  url=url, region_id='RegionOne')


def light():
    """No real guests: two compute hosts, two cinder zones, backups."""
    return not os.path.exists(STATE + '/.guests')


def wait(what, func, seconds=120):
    end = time.time() + seconds
    error = None
    while time.time() < end:
        try:
            got = func()
            if got:
                return got
            error = None
        except Exception as e:      # noqa: B902
            error = e
        time.sleep(0.25)
    sys.exit('%s: not within %d s (%s)' % (what, seconds, error))


def ready(c=None):
    c = c or admin()
    # neutron's first /ports after a start can fail until another query has
    # made SQLAlchemy configure its classes
    wait('neutron networks', lambda: c.network.get('/networks').ok)
    wait('neutron ports', lambda: c.network.get('/ports').ok)

    def up(client, binary, count):
        states = [s['state'] for s in
                  client.get('/os-services').json()['services']
                  if s['binary'] == binary]
        return len(states) >= count and set(states) == {'up'}
    two = 2 if light() else 1
    for binary, count in (('nova-conductor', 1), ('nova-scheduler', 1),
                          ('nova-compute', two)):
        wait(binary, lambda: up(c.compute, binary, count))
    for binary, count in (('cinder-scheduler', 1), ('cinder-volume', two),
                          ('cinder-backup', two - 1)):
        if count:
            wait(binary, lambda: up(c.block_storage, binary, count))
    # the pools file and fast, and the second zone's
    wait('the pools that cinder-scheduler knows', lambda: len(
        c.block_storage.get('/scheduler-stats/get_pools').json()['pools'])
        >= (3 if light() else 2))


def volume(c, name, size=1, image=None, wait_for=True, **kw):
    body = {'name': name, 'size': size, **kw}
    if image:
        body['imageRef'] = image
    v = c.block_storage.post('/volumes', json={'volume': body})
    assert v.ok, v.text
    v = v.json()['volume']
    if wait_for:
        volume_wait(c, v['id'])
    return v['id']


def volume_wait(c, vid, state='available'):
    def probe():
        status = c.block_storage.get('/volumes/' + vid).json()[
            'volume']['status']
        if status.startswith('error'):
            sys.exit('volume %s: %s' % (vid, status))
        return status == state
    wait('volume %s %s' % (vid, state), probe)


def server(c, name, flavor, net, image=None, bdm=None, **kw):
    body = {'name': name, 'flavorRef': flavor, 'networks': [{'uuid': net}],
            **kw}
    if image:
        body['imageRef'] = image
    if bdm:
        body['block_device_mapping_v2'] = bdm
    r = c.compute.post('/servers', json={'server': body},
                       microversion='2.67')
    assert r.ok, r.text
    return r.json()['server']['id']


def active(c, sid):
    def probe():
        s = c.compute.get('/servers/' + sid).json()['server']
        if s['status'] == 'ERROR':
            sys.exit('server %s: %s' % (sid, s.get('fault')))
        return s['status'] == 'ACTIVE'
    wait('server %s ACTIVE' % sid, probe)


def bdm(vid, index, delete=False):
    return {'boot_index': index, 'uuid': vid, 'source_type': 'volume',
            'destination_type': 'volume', 'delete_on_termination': delete}


def quota(c, project, nova=None, cinder=None):
    if nova:
        r = c.compute.put('/os-quota-sets/' + project,
                          json={'quota_set': nova})
        assert r.ok, r.text
    if cinder:
        r = c.block_storage.put('/os-quota-sets/' + project,
                                json={'quota_set': cinder})
        assert r.ok, r.text


def public_key():
    """A well-formed ed25519 public key (of no private key)."""
    blob = b''.join(len(x).to_bytes(4, 'big') + x
                    for x in (b'ssh-ed25519', bytes(range(32))))
    return 'ssh-ed25519 %s laptop' % base64.b64encode(blob).decode()


def tiny_image():
    """The bootable disk of guest.py, as qcow2 (about 1 MiB)."""
    raw, out = STATE + '/tmp/tiny.raw', STATE + '/tmp/tiny.qcow2'
    guest.disk(raw)
    subprocess.run(['qemu-img', 'convert', '-O', 'qcow2', raw, out],
                   check=True)
    os.unlink(raw)
    return out


def cloud():
    c = admin()
    ident = c.identity
    roles = {r.name: r for r in ident.roles()}
    projects = {n: ident.create_project(name=n, domain_id='default')
                for n in ('demo', 'ops', 'twin')}
    for user, grants in (
            ('demo', [('demo', 'member')]),
            ('operator', [('demo', 'member'), ('ops', 'member')]),
            ('twin', [('twin', 'member')]),     # half of the contract
            ('reader', [('demo', 'reader'), ('ops', 'reader'),
                        ('twin', 'reader')])):
        u = ident.create_user(name=user, password=user, domain_id='default',
                              default_project_id=projects[grants[0][0]].id)
        for project, role in grants:
            ident.assign_project_role_to_user(projects[project], u,
                                              roles[role])
    say('users')
    demo = connect('demo', 'demo', 'demo')
    ops = connect('operator', 'operator', 'ops')
    # without a list of roles: all of the user's, 'reader' (which 'member'
    # implies) included; one made with 'member' only gets 403 for every GET
    cred = demo.identity.create_application_credential(
        demo.current_user_id, 'desktop', secret='desktop-secret')
    clouds(cred.id)
    say('application credential, clouds.yaml')

    flavors = {}
    for name, ram, vcpus, disk in (('m1.tiny', 512, 1, 1),
                                   ('m1.small', 2048, 1, 5),
                                   ('v1.small', 2048, 1, 0)):
        flavors[name] = c.compute.create_flavor(
            name=name, ram=ram, vcpus=vcpus, disk=disk).id
    # Nothing here can run it: it is a row with extra specs. Nova lists flavors by their IDs, so it is the last one.
    answer = c.compute.post('/flavors', json={'flavor': {
        'id': 'ffffffff-0000-4000-8000-000000000000', 'name': 'v1.xlarge', 'ram': 16384, 'vcpus': 8, 'disk': 0}})
    assert answer.ok, answer.text
    answer = c.compute.post('/flavors/ffffffff-0000-4000-8000-000000000000/os-extra_specs', json={'extra_specs': {
        'hw:cpu_policy': 'dedicated', 'hw:mem_page_size': 'large', 'pci_passthrough:alias': 'a100:1',
        'quota:disk_total_iops_sec': '20000'}})
    assert answer.ok, answer.text
    c.block_storage.post('/types', json={'volume_type': {
        'name': 'standard', 'os-volume-type-access:is_public': True,
        'extra_specs': {'volume_backend_name': BACKEND}}})
    c.block_storage.post('/types', json={'volume_type': {
        'name': 'fast', 'os-volume-type-access:is_public': True,
        'extra_specs': {'volume_backend_name': 'fast'}}})
    c.block_storage.post('/types', json={'volume_type': {
        'name': 'shared', 'os-volume-type-access:is_public': True,
        'extra_specs': {'volume_backend_name': BACKEND, 'multiattach': '<is> True'}}})
    answer = c.block_storage.post('/group_types', json={'group_type': {
        'name': 'generic', 'description': 'Volumes that are used together'}}, microversion='3.11')
    assert answer.ok, answer.text
    for large in ('demo', 'twin'):
        quota(c, projects[large].id,
              {'instances': 100, 'cores': 200, 'ram': 512000},
              {'volumes': 100, 'snapshots': 100, 'gigabytes': 2000})
    quota(c, projects['ops'].id,
          {'instances': 3, 'cores': 10, 'ram': 20480},
          {'volumes': 10, 'snapshots': 2, 'gigabytes': 20, 'volumes_fast': 5, 'gigabytes_fast': 500,
           'per_volume_gigabytes': 15})
    say('flavors, volume type, quotas')

    data = tiny_image()
    image = c.create_image('tiny-linux', filename=data, disk_format='qcow2',
                           container_format='bare', visibility='public',
                           min_disk=1, wait=True, hw_disk_bus='virtio',
                           os_distro='tiny').id
    os.unlink(data)
    say('image')
    net = c.network.create_network(name='private', is_shared=True)
    subnet = c.network.create_subnet(
        name='private-v4', network_id=net.id, ip_version=4,
        cidr='10.77.0.0/16', gateway_ip='10.77.0.1', is_dhcp_enabled=False)
    outside = c.network.create_network(name='public', is_router_external=True)
    c.network.create_subnet(name='public-v4', network_id=outside.id,
                            ip_version=4, cidr='203.0.113.0/24',
                            gateway_ip='203.0.113.1', is_dhcp_enabled=False)
    router = c.network.create_router(
        name='edge', external_gateway_info={'network_id': outside.id})
    c.network.add_interface_to_router(router, subnet_id=subnet.id)
    with open(STATE + '/bridges', 'w') as f:    # made with a real guest
        f.write('brq%s\n' % net.id[:11])
    say('network')
    for conn in (demo, ops):
        conn.network.create_security_group(name='web', description='http')
        key = conn.compute.post('/os-keypairs', json={'keypair': {
            'name': 'laptop', 'type': 'ssh',
            'public_key': public_key()}}, microversion='2.92')
        assert key.ok, key.text
    sg = next(iter(demo.network.security_groups(name='web')))
    for port in (80, 443):
        demo.network.create_security_group_rule(
            security_group_id=sg.id, direction='ingress', ethertype='IPv4',
            protocol='tcp', port_range_min=port, port_range_max=port)
    say('security groups, keypairs')
    ready(c)
    if light():
        zone = c.compute.create_aggregate(name='nova-2',
                                          availability_zone='nova-2')
        c.compute.add_host_to_aggregate(zone, 'compute2')

    small, tiny = flavors['m1.small'], flavors['m1.tiny']
    made = [(demo, server(demo, 'web-1', tiny, net.id, image=image,
                          key_name='laptop', security_groups=[
                              {'name': 'default'}, {'name': 'web'}],
                          metadata={'role': 'web'}))]
    # a root volume smaller than the flavor's disk makes a snapshot image that
    # nova refuses to boot (min_disk): see README.md
    roots = {n: volume(conn, n + '-root', gb, image, wait_for=False)
             for conn, n, gb in ((demo, 'db-1', 2), (demo, 'app-1', 5),
                                 (ops, 'batch-1', 5))}
    datas = {n: volume(conn, n, 1, wait_for=False) for conn, n in (
        (demo, 'app-1-data-1'), (demo, 'app-1-data-2'),
        (ops, 'batch-1-data-1'), (ops, 'batch-1-data-2'),
        (demo, 'spare'))}
    for conn, vid in [(demo, roots['db-1']), (demo, roots['app-1']),
                      (ops, roots['batch-1'])]:
        volume_wait(conn, vid)
    for name, vid in datas.items():
        volume_wait(ops if name.startswith('batch') else demo, vid)
    say('volumes')
    made.append((demo, server(demo, 'db-1', flavors['v1.small'], net.id,
                              bdm=[bdm(roots['db-1'], 0)],
                              key_name='laptop')))
    made.append((demo, server(demo, 'app-1', small, net.id, bdm=[
        bdm(roots['app-1'], 0), bdm(datas['app-1-data-1'], -1),
        bdm(datas['app-1-data-2'], -1)], key_name='laptop')))
    made.append((ops, server(ops, 'batch-1', small, net.id, bdm=[
        bdm(roots['batch-1'], 0), bdm(datas['batch-1-data-1'], -1),
        bdm(datas['batch-1-data-2'], -1)])))
    for conn, sid in made:
        active(conn, sid)
    say('servers')


def clouds(cred):
    def entry(user, password, project):
        return {'auth': {'auth_url': URL, 'username': user,
                         'password': password, 'project_name': project,
                         'user_domain_name': 'Default',
                         'project_domain_name': 'Default'},
                'region_name': 'RegionOne', 'identity_api_version': 3}
    table = {
        'admin': entry('admin', 'admin', 'admin'),
        'demo': entry('demo', 'demo', 'demo'),
        'operator': entry('operator', 'operator', 'ops'),
        'operator-demo': entry('operator', 'operator', 'demo'),
        'reader': entry('reader', 'reader', 'demo'),
        'reader-ops': entry('reader', 'reader', 'ops'),
        'twin': entry('twin', 'twin', 'twin'),
        'reader-twin': entry('reader', 'reader', 'twin'),
        'kept': dict(entry('demo', 'demo', 'demo'), **KEPT),
        'reader-kept': dict(entry('reader', 'reader', 'demo'), **KEPT),
        'demo-appcred': {
            'auth_type': 'v3applicationcredential',
            'auth': {'auth_url': URL, 'application_credential_id': cred,
                     'application_credential_secret': 'desktop-secret'},
            'region_name': 'RegionOne', 'identity_api_version': 3},
    }
    lines = ['clouds:']
    for name, e in table.items():
        lines.append('  %s:' % name)
        for k, v in e.items():
            if isinstance(v, dict):
                lines.append('    %s:' % k)
                lines += ['      %s: %s' % kv for kv in v.items()]
            else:
                lines.append('    %s: %s' % (k, json.dumps(v)
                                             if isinstance(v, int) else v))
    with open(STATE + '/clouds.yaml', 'w') as f:
        f.write('\n'.join(lines) + '\n')


BACKEND = os.environ.get('OSTACK_BACKEND', 'file')

if __name__ == '__main__':
    {'catalog': catalog, 'ready': ready, 'cloud': cloud}[sys.argv[1]]()
