"""Backups: what Cinder refuses, chains of increments, and volumes restored from them."""
import time

from case import NOBODY, Case


class Backups(Case):
    def backup(self, volume, name, **values):
        """A backup in its last state."""
        wanted = dict({'volume_id': volume, 'name': self.own(name)}, **values)
        row = self.post('volume', '/backups', {'backup': wanted}, 202)['backup']
        self.cloud.known[row['id']] = 'backup ' + name
        self.cloud.made('volume', '/backups/' + row['id'])
        for _ in range(300):
            got = self.cloud.json('/backups/' + row['id'], 'volume')['backup']
            if got['status'] in ('available', 'error'):
                return got
            time.sleep(1)
        self.fail('the backup %s stays %s' % (name, got['status']))

    def test_refusals(self):
        """Without any backup."""
        volume = self.cloud.make_volume('none')
        self.post('volume', '/backups/%s/restore' % NOBODY, {'restore': {}}, 404)
        self.post('volume', '/backups/%s/restore' % NOBODY, {'restore': {'volume_id': 'nonsense'}}, 400)
        self.post('volume', '/backups/%s/restore' % NOBODY, {'restore': {'x': 1}}, 400)
        self.post('volume', '/backups/%s/restore' % NOBODY, {}, 400)
        self.post('volume', '/backups', {'backup': {'volume_id': volume, 'incremental': True}}, 400)

    def test_chain(self):
        """An increment keeps what it builds on; a restore needs room; both refuse what is not there."""
        volume = self.cloud.make_volume('chain', 2)
        full = self.backup(volume, 'full')
        if full['status'] == 'error':
            self.skipTest('no backup service')
        self.assertEqual((full['is_incremental'], full['has_dependent_backups']), (False, False))
        part = self.backup(volume, 'part', incremental=True)
        self.assertEqual(part['is_incremental'], True)
        # where the service keeps it, and in how many pieces, depends on its driver
        self.get('volume', '/backups/' + full['id'], pick=lambda body: {
            k: v for k, v in body['backup'].items()
            if k not in ('availability_zone', 'container', 'object_count')})
        self.delete('volume', '/backups/' + full['id'], 400)
        small = self.cloud.make_volume('small', 1)
        self.post('volume', '/backups/%s/restore' % part['id'], {'restore': {'volume_id': small}}, 400)
        self.post('volume', '/backups/%s/restore' % part['id'], {'restore': {'volume_id': NOBODY}}, 404)
        self.post('volume', '/volumes', {'volume': {
            'name': self.own('less'), 'size': 1, 'backup_id': part['id']}}, 400, mv='3.47')
        row = self.post('volume', '/volumes', {'volume': {
            'name': self.own('restored'), 'size': 2, 'backup_id': part['id']}}, 202, mv='3.47')['volume']
        self.cloud.known[row['id']] = 'restored'
        self.cloud.made('volume', '/volumes/' + row['id'])
        self.cloud.volume_is(row['id'])
        self.delete('volume', '/backups/' + part['id'], 202)
        self.cloud.gone('volume', '/backups/' + part['id'])
        self.delete('volume', '/backups/' + full['id'], 202)
        self.cloud.gone('volume', '/backups/' + full['id'])
