"""An instance in the terminal, from its launch to its end: orielctl launches it on a new volume and gives it an address
and a rule, meets the quota, and deletes all of it; `openstack` finds nothing left."""
import json


def play(life):
    orielctl, openstack, name = life.orielctl(), life.client, life.prefix + 'one'
    orielctl.run('server', 'create', '--image', 'tiny-linux', '--boot-from-volume', '1', '--flavor', 'v1.small',
                 '--network', 'private', '--key-name', 'laptop', '--property', 'team=blue', '--tag', 'walk',
                 '--description', 'of a run', '--wait', name)
    server = openstack.rows('server', 'show', name)['id']
    launched = life.cloud.compute.get_server(server)
    said = [launched.status, launched.key_name, launched.description, launched.metadata.get('team')]
    if said != ['ACTIVE', 'laptop', 'of a run', 'blue']:
        raise AssertionError('%s was launched as %s' % (name, said))
    volumes = life.volumes_of(server)
    if len(volumes) != 1:
        raise AssertionError('%s has the volumes %s' % (name, volumes))

    address = make_reachable(life, orielctl, name)
    meet_the_quota(life, orielctl)
    orielctl.run('server', 'delete', '--delete-volumes', '--release-floating-ips', '--wait', name)
    left = [row for kind in (('server',), ('volume',), ('floating', 'ip')) for row in openstack.rows(*kind, 'list')
            if row['ID'] in [server, *volumes] or row.get('Floating IP Address') == address]
    if left:
        raise AssertionError('left of %s: %s' % (name, left))
    orielctl.run('security', 'group', 'delete', '--wait', name + '-in')
    if name + '-in' in openstack.run('security', 'group', 'list'):
        raise AssertionError('the security group is still there')


def make_reachable(life, orielctl, name):
    """An address and a rule; returns the address."""
    openstack, group = life.client, name + '-in'
    life.undo.append(lambda: forget(life.cloud.network, name))
    orielctl.run('security', 'group', 'create', '--wait', group)
    orielctl.run('security', 'group', 'rule', 'create', '--ingress', '--protocol', 'tcp', '--dst-port', '22',
                 '--remote-ip', '192.0.2.0/24', '--wait', group)
    rules = [(rule['Port Range'], rule['IP Range']) for rule in openstack.rows('security', 'group', 'rule', 'list', group)
             if rule['Direction'] == 'ingress']
    if rules != [('22:22', '192.0.2.0/24')]:
        raise AssertionError('the rules of %s are %s' % (group, rules))
    orielctl.run('server', 'add', 'security', 'group', '--wait', name, group)
    orielctl.run('floating', 'ip', 'create', '--description', name, '--wait', 'public')
    address = next(ip.floating_ip_address for ip in life.cloud.network.ips() if ip.description == name)
    orielctl.run('server', 'add', 'floating', 'ip', '--wait', name, address)
    shown = openstack.rows('server', 'show', name)
    if address not in json.dumps(shown['addresses']) or group not in json.dumps(shown['security_groups']):
        raise AssertionError('%s has %s and %s' % (name, shown['addresses'], shown['security_groups']))
    life.say('%s has %s' % (name, shown['addresses']))
    in_use = orielctl.start('security', 'group', 'delete', '--wait', group)
    if in_use.returncode == 0 or 'Take the group from' not in in_use.stderr:
        raise AssertionError('of a group in use orielctl says %r' % in_use.stderr)
    return address


def meet_the_quota(life, orielctl):
    """The quota has place for two more: of five, two are launched if one is enough, and else none."""
    openstack, admin, name = life.client, life.admin(), life.prefix + 'many'
    project = life.cloud.current_project_id
    before = admin.compute.get_quota_set(project).instances
    used = len(openstack.rows('server', 'list'))
    life.undo.append(lambda: admin.set_compute_quotas(project, instances=before))
    admin.set_compute_quotas(project, instances=used + 2)
    launch = ('server', 'create', '--image', 'tiny-linux', '--flavor', 'm1.tiny', '--network', 'private', '--max', '5')
    refused = orielctl.start(*launch, '--min', '5', name)
    if refused.returncode == 0 or 'uota' not in refused.stderr:
        raise AssertionError('of five over the quota orielctl says %r' % refused.stderr)
    if len(openstack.rows('server', 'list')) != used:
        raise AssertionError('some of the five were launched')
    life.say('orielctl: ' + refused.stderr.strip().splitlines()[0])
    orielctl.run(*launch, '--min', '1', '--wait', name)
    launched = [row['Name'] for row in openstack.rows('server', 'list') if row['Name'].startswith(name)]
    if len(launched) != 2:
        raise AssertionError('launched within the quota: %s' % launched)
    orielctl.run('server', 'delete', '--wait', *launched)
    if len(openstack.rows('server', 'list')) != used:
        raise AssertionError('not all of %s are gone' % launched)


def forget(network, name):
    """What a run that failed left; groups go once their instance has gone."""
    for ip in network.ips():
        if ip.description == name:
            network.delete_ip(ip)
    for group in network.security_groups():
        if group.name == name + '-in' and not any(group.id in port.security_group_ids for port in network.ports()):
            network.delete_security_group(group)
