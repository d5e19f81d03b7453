#!/usr/bin/python3 -B
"""Writes samples/*.json: what the services really answer, without secrets.

Run right after 'ostack up' or 'ostack reset', then 'ostack reset' again.
Each file holds one request and its response (status, headers, body).
"""
import json
import os
import sys
import time
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
STATE = os.environ.get('OSTACK_STATE', '/var/lib/ostack')
OUT = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, 'samples')
KEYSTONE, NOVA, GLANCE, NEUTRON = (
    'http://127.0.0.1:5000', 'http://127.0.0.1:8774', 'http://127.0.0.1:9292',
    'http://127.0.0.1:9696')
CINDER_ROOT = 'http://127.0.0.1:8776'
PLACEMENT = 'http://127.0.0.1:8778'
SECRET = ('x-auth-token', 'x-subject-token', 'set-cookie')
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
written = []


def clean(headers):
    return {k: 'REMOVED' if k.lower() in SECRET else v for k, v in headers}


def shown_answer(body):
    server = body.get('server') if isinstance(body, dict) else None
    if isinstance(server, dict) and 'adminPass' in server:
        return {'server': dict(server, adminPass='REMOVED')}
    return body


def call(method, url, token=None, body=None, headers=None, save=None,
         raw=None):
    h = dict(headers or {})
    data = raw
    if body is not None:
        data = json.dumps(body).encode()
        h.setdefault('Content-Type', 'application/json')
    h.setdefault('Accept', 'application/json')
    if token:
        h['X-Auth-Token'] = token
    req = urllib.request.Request(url, data=data, headers=h, method=method)
    t = time.time()
    try:
        with opener.open(req, timeout=120) as r:
            status, rh, text = r.status, r.getheaders(), r.read()
    except urllib.error.HTTPError as e:
        status, rh, text = e.code, list(e.headers.items()), e.read()
    seconds = round(time.time() - t, 3)
    try:
        parsed = json.loads(text) if text else None
    except ValueError:
        parsed = text.decode(errors='replace')
    if save:
        shown = json.loads(json.dumps(body)) if body is not None else None
        if shown and 'auth' in shown:
            ident = shown['auth']['identity']
            for key in ('password', 'application_credential'):
                if key in ident:
                    node = ident[key].get('user', ident[key])
                    for secret in ('password', 'secret'):
                        if secret in node:
                            node[secret] = 'REMOVED'
        os.makedirs(OUT, exist_ok=True)
        with open(os.path.join(OUT, save + '.json'), 'w') as f:
            json.dump({'request': {'method': method, 'url': url,
                                   'headers': clean(h.items()),
                                   'body': shown},
                       'response': {'status': status, 'seconds': seconds,
                                    'headers': clean(rh),
                                    'body': shown_answer(parsed)}},
                      f, indent=2)
            f.write('\n')
        written.append((save, status))
        print('%3d  %s' % (status, save), flush=True)
    return status, dict((k.lower(), v) for k, v in rh), parsed


def login(user, password, project, save=None):
    st, h, b = call('POST', KEYSTONE + '/v3/auth/tokens', body={'auth': {
        'identity': {'methods': ['password'], 'password': {'user': {
            'name': user, 'domain': {'name': 'Default'},
            'password': password}}},
        'scope': {'project': {'name': project,
                              'domain': {'name': 'Default'}}}}}, save=save)
    return h.get('x-subject-token'), b


def mv(service, version):
    return {'OpenStack-API-Version': '%s %s' % (service, version)}


def until(func, seconds=90):
    end = time.time() + seconds
    while time.time() < end:
        got = func()
        if got:
            return got
        time.sleep(0.2)
    sys.exit('gave up waiting')


def knobs(**kw):
    path = STATE + '/knobs.json'
    with open(path) as f:
        values = json.load(f)
    values.update(kw)
    with open(path + '.new', 'w') as f:
        json.dump(values, f, indent=2)
    os.rename(path + '.new', path)


def main():
    # --- versions, login
    for name, url in (('keystone', KEYSTONE), ('nova', NOVA),
                      ('glance', GLANCE), ('cinder', CINDER_ROOT),
                      ('neutron', NEUTRON), ('placement', PLACEMENT)):
        call('GET', url + '/', save='version-%s-root' % name)
    call('GET', KEYSTONE + '/v3', save='version-keystone-v3')
    call('GET', NOVA + '/v2.1/', save='version-nova-v2.1-no-token')
    demo, body = login('demo', 'demo', 'demo', save='auth-password-201')
    reader, _ = login('reader', 'reader', 'demo', save='auth-reader-201')
    ops, ops_body = login('operator', 'operator', 'ops',
                          save='auth-operator-201')
    admin, _ = login('admin', 'admin', 'admin')
    call('GET', NOVA + '/v2.1/', demo, save='version-nova-v2.1')
    project = body['token']['project']['id']
    ops_project = ops_body['token']['project']['id']
    cinder = '%s/v3/%s' % (CINDER_ROOT, project)
    cinder_ops = '%s/v3/%s' % (CINDER_ROOT, ops_project)
    call('GET', CINDER_ROOT + '/v3/', demo, save='version-cinder-v3')
    call('GET', GLANCE + '/v2/', demo, save='version-glance-v2-404')
    nova = NOVA + '/v2.1'
    login('demo', 'wrong', 'demo', save='error-401-keystone-password')
    call('POST', KEYSTONE + '/v3/auth/tokens', body={'auth': {
        'identity': {'methods': ['password'], 'password': {'user': {
            'name': 'demo', 'domain': {'name': 'Default'},
            'password': 'demo'}}},
        'scope': {'project': {'name': 'admin', 'domain': {
            'name': 'Default'}}}}}, save='error-401-keystone-no-role')
    call('POST', KEYSTONE + '/v3/auth/tokens', body={'auth': {
        'identity': {'methods': ['password'], 'password': {'user': {
            'name': 'demo', 'domain': {'name': 'Default'},
            'password': 'demo'}}}}}, save='auth-unscoped-201')
    call('GET', KEYSTONE + '/v3/auth/projects', demo,
         save='auth-projects')
    op_demo, _ = login('operator', 'operator', 'demo')
    call('GET', KEYSTONE + '/v3/auth/projects', op_demo,
         save='auth-projects-operator')
    with open(STATE + '/clouds.yaml') as f:
        cred = f.read().split('application_credential_id: ')[1].split()[0]
    call('POST', KEYSTONE + '/v3/auth/tokens', body={'auth': {'identity': {
        'methods': ['application_credential'], 'application_credential': {
            'id': cred, 'secret': 'desktop-secret'}}}},
        save='auth-application-credential-201')
    call('POST', KEYSTONE + '/v3/auth/tokens', body={'auth': {'identity': {
        'methods': ['application_credential'], 'application_credential': {
            'id': cred, 'secret': 'wrong'}}}},
        save='error-401-keystone-application-credential')
    call('GET', KEYSTONE + '/v3/auth/tokens', demo,
         headers={'X-Subject-Token': demo}, save='auth-token-validate')

    # --- reads
    servers = call('GET', nova + '/servers/detail', demo, save=(
        'servers-detail-2.1'))[2]['servers']
    call('GET', nova + '/servers', demo, save='servers-2.1')
    for v in ('2.67', '2.79', '2.93'):
        call('GET', nova + '/servers/detail', demo, headers=mv('compute', v),
             save='servers-detail-' + v)
    call('GET', nova + '/servers/detail', demo,
         headers={'X-OpenStack-Nova-API-Version': '2.93'},
         save='servers-detail-2.93-old-header')
    call('GET', nova + '/servers/detail?limit=1', demo,
         save='servers-detail-page-1-of-1')
    sid = {s['name']: s['id'] for s in servers}
    web, db, app = sid['web-1'], sid['db-1'], sid['app-1']
    for name, i in sid.items():
        call('GET', '%s/servers/%s' % (nova, i), demo,
             save='server-%s-2.1' % name)
        call('GET', '%s/servers/%s' % (nova, i), demo,
             headers=mv('compute', '2.93'), save='server-%s-2.93' % name)
        call('GET', '%s/servers/%s/os-volume_attachments' % (nova, i), demo,
             headers=mv('compute', '2.89'),
             save='server-%s-volume-attachments-2.89' % name)
    call('GET', nova + '/servers/%s' % app, admin, headers=mv(
        'compute', '2.93'), save='server-app-1-2.93-as-admin')
    call('GET', nova + '/servers/detail?all_tenants=1', admin,
         save='servers-detail-all-tenants-admin')
    call('GET', nova + '/servers/detail?all_tenants=1', demo,
         save='error-403-nova-all-tenants-as-member')
    call('GET', nova + '/flavors/detail', demo, headers=mv(
        'compute', '2.61'), save='flavors-detail-2.61')
    call('GET', nova + '/flavors/detail', demo, save='flavors-detail-2.1')
    call('GET', nova + '/limits', demo, save='limits-nova')
    call('GET', cinder + '/limits', demo, save='limits-cinder')
    call('GET', cinder_ops + '/limits', ops, save='limits-cinder-ops')
    call('GET', cinder + '/os-quota-sets/%s?usage=True' % project, demo,
         save='quota-cinder-usage')
    call('GET', nova + '/os-quota-sets/%s/detail' % project, demo,
         save='quota-nova-detail')
    call('GET', nova + '/os-availability-zone', demo,
         save='availability-zones')
    call('GET', nova + '/os-keypairs', demo, save='keypairs-2.1')
    call('GET', NEUTRON + '/v2.0/networks', demo, save='networks')
    call('GET', NEUTRON + '/v2.0/security-groups', demo,
         save='security-groups')
    call('GET', NEUTRON + '/v2.0/ports?device_id=' + web, demo,
         save='ports-of-web-1')
    images = call('GET', GLANCE + '/v2/images', demo, save='images')[2]
    tiny = images['images'][0]['id']
    call('GET', GLANCE + '/v2/images/' + tiny, demo, save='image-public')
    call('GET', GLANCE + '/v2/schemas/image', demo, save='schema-image')
    volumes = call('GET', cinder + '/volumes/detail', demo,
                   save='volumes-detail')[2]['volumes']
    vid = {v['name']: v['id'] for v in volumes}
    call('GET', cinder + '/volumes', demo, save='volumes')
    call('GET', cinder + '/volumes/' + vid['app-1-root'], demo,
         save='volume-in-use-bootable')
    call('GET', cinder + '/volumes/' + vid['app-1-root'], demo,
         headers=mv('volume', '3.70'), save='volume-in-use-bootable-3.70')
    call('GET', cinder + '/volumes/' + vid['spare'], demo,
         save='volume-available')
    call('GET', cinder + '/types', demo, save='volume-types')

    # --- snapshot of an image-backed server
    knobs(image_pending_seconds=3, image_upload_seconds=3)
    st, h, b = call('POST', '%s/servers/%s/action' % (nova, web), demo,
                    body={'createImage': {'name': 'snap-web-2.1',
                                          'metadata': {'purpose': 'nightly'}}
                          }, save='create-image-2.1-image-backed')
    img = h['location'].rsplit('/', 1)[1]
    call('GET', '%s/images/%s' % (GLANCE + '/v2', img), demo,
         save='image-snapshot-queued')
    call('GET', '%s/servers/%s' % (nova, web), demo,
         headers=mv('compute', '2.93'), save='server-web-1-while-snapshotting')
    for verb, action in (
            ('snapshot', {'createImage': {'name': 'second'}}),
            ('resize', {'resize': {'flavorRef': 'x'}})):
        if verb == 'snapshot':
            call('POST', '%s/servers/%s/action' % (nova, web), demo,
                 body=action,
                 save='error-409-nova-snapshot-while-snapshotting')
    call('POST', '%s/servers/%s/action' % (nova, web), demo,
         body={'os-stop': None}, save='stop-while-snapshotting')
    until(lambda: call('GET', GLANCE + '/v2/images/' + img, demo)[2][
        'status'] == 'saving')
    call('GET', GLANCE + '/v2/images/' + img, demo,
         save='image-snapshot-saving')
    until(lambda: call('GET', GLANCE + '/v2/images/' + img, demo)[2][
        'status'] == 'active')
    call('GET', GLANCE + '/v2/images/' + img, demo,
         save='image-snapshot-active-image-backed')
    until(lambda: call('GET', '%s/servers/%s' % (nova, web), demo)[2][
        'server']['OS-EXT-STS:task_state'] is None)
    call('GET', '%s/servers/%s' % (nova, web), demo,
         save='server-web-1-after-snapshot')
    if call('GET', '%s/servers/%s' % (nova, web), demo)[2]['server'][
            'status'] == 'SHUTOFF':
        call('POST', '%s/servers/%s/action' % (nova, web), demo,
             body={'os-start': None})
        until(lambda: call('GET', '%s/servers/%s' % (nova, web), demo)[2][
            'server']['status'] == 'ACTIVE')
    knobs(image_pending_seconds=1, image_upload_seconds=2)
    call('POST', '%s/servers/%s/action' % (nova, web), demo,
         headers=mv('compute', '2.45'), body={'createImage': {
             'name': 'snap-web-2.45'}},
         save='create-image-2.45-image-backed')
    until(lambda: call('GET', '%s/servers/%s' % (nova, web), demo)[2][
        'server']['OS-EXT-STS:task_state'] is None)

    # --- snapshot of volume-backed servers
    st, h, b = call('POST', '%s/servers/%s/action' % (nova, app), demo,
                    headers=mv('compute', '2.93'), body={'createImage': {
                        'name': 'snap-app', 'metadata': {
                            'purpose': 'nightly'}}},
                    save='create-image-2.93-volume-backed')
    vimg = b['image_id']
    call('GET', '%s/servers/%s' % (nova, app), demo,
         save='server-app-1-while-snapshotting')
    call('GET', cinder + '/snapshots/detail', demo,
         save='snapshots-detail-creating')
    call('POST', '%s/servers/%s/action' % (nova, db), demo,
         body={'createImage': {'name': 'snap-db-2.1'}},
         save='create-image-2.1-volume-backed')
    call('GET', GLANCE + '/v2/images/' + vimg, demo,
         save='image-snapshot-active-volume-backed')
    until(lambda: all(s['status'] == 'available' for s in call(
        'GET', cinder + '/snapshots/detail', demo)[2]['snapshots']))
    snaps = call('GET', cinder + '/snapshots/detail', demo,
                 save='snapshots-detail')[2]['snapshots']
    call('GET', cinder + '/snapshots', demo, save='snapshots')
    call('GET', cinder + '/snapshots/detail', demo,
         headers=mv('volume', '3.70'), save='snapshots-detail-3.70')
    call('GET', cinder + '/snapshots/' + snaps[0]['id'], demo,
         save='snapshot')
    call('GET', cinder + '/snapshots/' + snaps[0]['id'], demo,
         headers=mv('volume', '3.70'), save='snapshot-3.70')
    call('GET', cinder + '/snapshots/detail?volume_id=' + vid['app-1-root'],
         demo, save='snapshots-of-one-volume')
    call('GET', GLANCE + '/v2/images?visibility=private', demo,
         save='images-private')
    call('GET', GLANCE + '/v2/images?image_type=snapshot&limit=2', demo,
         save='images-type-snapshot-page')
    call('GET', '%s/servers/%s/os-instance-actions' % (nova, app), demo,
         save='instance-actions')
    acts = call('GET', '%s/servers/%s/os-instance-actions' % (nova, web),
                demo)[2]['instanceActions']
    for a in acts:
        if a['action'] == 'createImage':
            call('GET', '%s/servers/%s/os-instance-actions/%s' % (
                nova, web, a['request_id']), demo, headers=mv(
                    'compute', '2.93'), save='instance-action-createImage')
            break

    # --- refusals
    bad = 'not-a-token'
    call('GET', nova + '/servers', bad, save='error-401-nova')
    call('GET', nova + '/servers', save='error-401-nova-no-token')
    call('GET', cinder + '/volumes', bad, save='error-401-cinder')
    call('GET', GLANCE + '/v2/images', bad, save='error-401-glance')
    call('GET', NEUTRON + '/v2.0/networks', bad, save='error-401-neutron')
    call('GET', KEYSTONE + '/v3/auth/projects', bad,
         save='error-401-keystone-token')
    call('POST', '%s/servers/%s/action' % (nova, web), reader,
         body={'createImage': {'name': 'no'}},
         save='error-403-nova-create-image-as-reader')
    call('POST', '%s/servers/%s/action' % (nova, web), reader,
         body={'os-stop': None}, save='error-403-nova-stop-as-reader')
    call('DELETE', '%s/servers/%s' % (nova, web), reader,
         save='error-403-nova-delete-as-reader')
    call('POST', cinder + '/snapshots', reader, body={'snapshot': {
        'volume_id': vid['spare'], 'name': 'no'}},
        save='error-403-cinder-snapshot-as-reader')
    call('DELETE', cinder + '/snapshots/' + snaps[0]['id'], reader,
         save='error-403-cinder-delete-snapshot-as-reader')
    call('DELETE', GLANCE + '/v2/images/' + img, reader,
         save='error-403-glance-delete-as-reader')
    call('POST', GLANCE + '/v2/images', reader, body={'name': 'no'},
         save='error-403-glance-create-as-reader')
    call('DELETE', GLANCE + '/v2/images/' + tiny, demo,
         save='error-403-glance-delete-public-image-of-another')
    none = '00000000-0000-4000-8000-000000000000'
    call('GET', nova + '/servers/' + none, demo, save='error-404-nova')
    call('POST', nova + '/servers/%s/action' % none, demo,
         body={'createImage': {'name': 'x'}},
         save='error-404-nova-create-image')
    call('GET', GLANCE + '/v2/images/' + none, demo, save='error-404-glance')
    call('GET', cinder + '/volumes/' + none, demo, save='error-404-cinder')
    call('GET', cinder + '/snapshots/' + none, demo,
         save='error-404-cinder-snapshot')
    call('GET', cinder_ops + '/volumes', demo,
         save='error-404-or-400-cinder-project-of-another')
    batch = call('GET', nova + '/servers', ops)[2]['servers'][0]['id']
    call('GET', nova + '/servers/' + batch, demo,
         save='error-404-nova-server-of-another-project')
    call('POST', '%s/servers/%s/action' % (nova, web), demo,
         body={'os-start': None}, save='error-409-nova-start-while-active')
    call('POST', '%s/servers/%s/action' % (nova, web), demo,
         body={'confirmResize': None},
         save='error-409-nova-confirm-without-resize')
    long = 'n' * 256
    call('POST', '%s/servers/%s/action' % (nova, web), demo,
         body={'createImage': {'name': long}},
         save='error-400-nova-image-name-256')
    call('POST', '%s/servers/%s/action' % (nova, web), demo,
         body={'createImage': {'name': ''}},
         save='error-400-nova-image-name-empty')
    call('POST', '%s/servers/%s/action' % (nova, web), demo,
         body={'createImage': {'name': ' blanks '}},
         save='nova-image-name-with-blanks')
    until(lambda: call('GET', '%s/servers/%s' % (nova, web), demo)[2][
        'server']['OS-EXT-STS:task_state'] is None)
    call('POST', '%s/servers/%s/action' % (nova, web), demo,
         body={'createImage': {'name': 'n' * 255}},
         save='nova-image-name-255')
    until(lambda: call('GET', '%s/servers/%s' % (nova, web), demo)[2][
        'server']['OS-EXT-STS:task_state'] is None)
    call('POST', GLANCE + '/v2/images', demo, body={'name': long},
         save='error-400-glance-name-256')
    call('POST', cinder + '/snapshots', demo, body={'snapshot': {
        'volume_id': vid['spare'], 'name': long}},
        save='error-400-cinder-snapshot-name-256')
    call('POST', cinder + '/snapshots', demo, body={'snapshot': {
        'volume_id': vid['app-1-root'], 'name': 'x'}},
        save='error-400-cinder-snapshot-in-use-without-force')
    call('POST', cinder + '/snapshots', demo, body={'snapshot': {
        'volume_id': vid['app-1-root'], 'name': 'x'}}, headers=mv(
            'volume', '3.66'), save='cinder-snapshot-in-use-3.66')
    call('DELETE', cinder + '/volumes/' + vid['app-1-root'], demo,
         save='error-400-cinder-delete-in-use-volume')
    call('DELETE', nova + '/servers/%s/os-volume_attachments/%s' % (
        app, vid['app-1-root']), demo, save='error-detach-root-volume')
    call('GET', nova + '/servers', demo, headers=mv('compute', '2.999'),
         save='error-406-nova-microversion')
    call('GET', cinder + '/volumes', demo, headers=mv('volume', '3.999'),
         save='error-406-cinder-microversion')
    # over quota: 2 snapshots allowed in ops, batch-1 has 3 volumes
    call('POST', '%s/servers/%s/action' % (nova, batch), ops,
         body={'createImage': {'name': 'too-many'}},
         save='error-403-nova-create-image-over-snapshot-quota')
    bvol = call('GET', cinder_ops + '/volumes', ops)[2]['volumes'][0]['id']
    for n in (1, 2):
        call('POST', cinder_ops + '/snapshots', ops, body={'snapshot': {
            'volume_id': bvol, 'name': 'q%d' % n, 'force': True}},
            save='create-snapshot' if n == 1 else None)
    call('POST', cinder_ops + '/snapshots', ops, body={'snapshot': {
        'volume_id': bvol, 'name': 'q3', 'force': True}},
        save='error-413-cinder-snapshot-quota')
    call('POST', cinder_ops + '/volumes', ops, body={'volume': {
        'name': 'big', 'size': 100}}, save='error-413-cinder-gigabytes')
    net = call('GET', NEUTRON + '/v2.0/networks?name=private',
               ops)[2]['networks'][0]['id']
    flavors = {f['name']: f['id'] for f in call(
        'GET', nova + '/flavors', ops)[2]['flavors']}
    call('POST', nova + '/servers', ops, body={'server': {
        'name': 'many', 'flavorRef': flavors['m1.small'], 'imageRef': tiny,
        'networks': [{'uuid': net}], 'min_count': 5, 'max_count': 5}},
        save='error-403-nova-instances-quota')
    # a snapshot volume smaller than the flavor's disk
    call('POST', nova + '/servers', demo, headers=mv('compute', '2.67'),
         body={'server': {'name': 'm', 'flavorRef': flavors['m1.small'],
                          'networks': [{'uuid': net}],
                          'block_device_mapping_v2': [{
                              'boot_index': 0, 'uuid': tiny,
                              'source_type': 'image', 'volume_size': 1,
                              'destination_type': 'volume',
                              'delete_on_termination': True}]}},
         save='create-server-2.67-volume-from-image')
    small = until(lambda: [s for s in call(
        'GET', nova + '/servers/detail?name=^m$', demo)[2]['servers']
        if s['status'] == 'ACTIVE'])[0]['id']
    sm = call('POST', '%s/servers/%s/action' % (nova, small), demo,
              headers=mv('compute', '2.93'), body={'createImage': {
                  'name': 'snap-small'}})[2]['image_id']
    until(lambda: all(s['status'] == 'available' for s in call(
        'GET', cinder + '/snapshots/detail', demo)[2]['snapshots']))
    call('POST', nova + '/servers', demo, body={'server': {
        'name': 'refused', 'flavorRef': flavors['m1.small'], 'imageRef': sm,
        'networks': [{'uuid': net}]}},
        save='error-400-nova-volume-smaller-than-min-disk')
    call('POST', nova + '/servers', demo, body={'server': {
        'name': 'tiny-flavor', 'flavorRef': flavors['m1.tiny'],
        'imageRef': img, 'networks': [{'uuid': net}]}},
        save='create-server-202')
    # what is there while a volume-backed snapshot is in use or taken apart
    call('DELETE', cinder + '/volumes/' + vid['spare'], demo,
         save='delete-volume-202')
    root_snap = [s for s in snaps if s['volume_id'] == vid['app-1-root']]
    call('DELETE', GLANCE + '/v2/images/' + vimg, demo,
         save='delete-image-204')
    call('GET', GLANCE + '/v2/images/' + vimg, demo,
         save='error-404-glance-deleted-image')
    call('DELETE', cinder + '/snapshots/' + root_snap[0]['id'], demo,
         save='delete-snapshot-202')
    call('GET', cinder + '/snapshots/' + root_snap[0]['id'], demo,
         save='snapshot-deleting')
    call('DELETE', cinder + '/snapshots/' + root_snap[0]['id'], demo,
         save='error-400-cinder-delete-snapshot-twice')
    pimg = call('POST', GLANCE + '/v2/images', demo, body={
        'name': 'protected', 'protected': True, 'disk_format': 'raw',
        'container_format': 'bare'}, save='create-image-record')[2]['id']
    call('DELETE', GLANCE + '/v2/images/' + pimg, demo,
         save='error-403-glance-delete-protected')
    call('PATCH', GLANCE + '/v2/images/' + pimg, demo, raw=json.dumps([
        {'op': 'replace', 'path': '/protected', 'value': False},
        {'op': 'replace', 'path': '/name', 'value': 'renamed'}]).encode(),
        headers={'Content-Type':
                 'application/openstack-images-v2.1-json-patch'},
        save='patch-image')
    call('DELETE', GLANCE + '/v2/images/' + pimg, demo)

    # --- injected failures
    knobs(fail_boot_server='^broken$', fail_snapshot_create='data-1',
          fail_upload_server='^web-1$')
    call('POST', nova + '/servers', demo, body={'server': {
        'name': 'broken', 'flavorRef': flavors['m1.tiny'], 'imageRef': tiny,
        'networks': [{'uuid': net}]}})
    broken = until(lambda: [s for s in call(
        'GET', nova + '/servers/detail?name=^broken$', demo)[2]['servers']
        if s['status'] == 'ERROR'])[0]['id']
    call('GET', nova + '/servers/' + broken, demo, save='server-ERROR-fault')
    st, h, b = call('POST', '%s/servers/%s/action' % (nova, app), demo,
                    headers=mv('compute', '2.93'), body={'createImage': {
                        'name': 'snap-app-broken'}},
                    save='create-image-2.93-one-volume-snapshot-fails')
    until(lambda: [s for s in call('GET', cinder + '/snapshots/detail',
                                   demo)[2]['snapshots']
                   if s['status'] == 'error'])
    time.sleep(2)
    call('GET', cinder + '/snapshots/detail', demo,
         save='snapshots-detail-one-error')
    call('GET', GLANCE + '/v2/images/' + b['image_id'], demo,
         save='image-whose-volume-snapshot-failed')
    st, h, b = call('POST', '%s/servers/%s/action' % (nova, web), demo,
                    headers=mv('compute', '2.93'), body={'createImage': {
                        'name': 'snap-web-broken'}})
    until(lambda: call('GET', '%s/servers/%s' % (nova, web), demo)[2][
        'server']['OS-EXT-STS:task_state'] is None)
    time.sleep(1)
    call('GET', GLANCE + '/v2/images/' + b['image_id'], demo,
         save='image-whose-upload-failed')
    call('GET', '%s/servers/%s' % (nova, web), demo,
         save='server-after-failed-upload')
    acts = call('GET', '%s/servers/%s/os-instance-actions' % (nova, web),
                demo, save='instance-actions-after-failed-upload')[2]
    rid = acts['instanceActions'][0]['request_id']
    call('GET', '%s/servers/%s/os-instance-actions/%s' % (nova, web, rid),
         demo, headers=mv('compute', '2.93'),
         save='instance-action-failed-upload')
    knobs(fail_boot_server='', fail_snapshot_create='',
          fail_upload_server='')
    # --- a token that was revoked
    call('DELETE', KEYSTONE + '/v3/auth/tokens', admin,
         headers={'X-Subject-Token': op_demo}, save='revoke-token-204')
    time.sleep(1)
    call('GET', KEYSTONE + '/v3/auth/projects', op_demo,
         save='error-401-keystone-revoked-token')
    print('%d samples in %s' % (len(written), OUT))


if __name__ == '__main__':
    main()
