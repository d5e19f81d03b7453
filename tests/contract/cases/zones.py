"""Availability zones: what is placed where, and what does not leave its zone."""
from case import Case


class Zones(Case):
    def second(self, service):
        """The zone beside the one that everything is in by default."""
        rows = self.cloud.json('/os-availability-zone', service)['availabilityZoneInfo']
        names = sorted(row['zoneName'] for row in rows if row['zoneState']['available'])
        if len(names) < 2:
            self.skipTest('one zone')
        return names[1]

    def volume(self, name, expect=202, **values):
        row = self.post('volume', '/volumes', {'volume': dict(
            {'name': self.own(name), 'size': 1}, **values)}, expect)
        if expect != 202:
            return None
        volume = row['volume']['id']
        self.cloud.known[volume] = name
        self.cloud.made('volume', '/volumes/' + volume)
        self.cloud.volume_is(volume)
        self.script.note('zone of ' + name, self.cloud.json(
            '/volumes/' + volume, 'volume')['volume']['availability_zone'])
        return volume

    def test_lists(self):
        by_name = {'pick': lambda body: sorted(
            body['availabilityZoneInfo'], key=lambda row: row['zoneName'])}
        self.get('compute', '/os-availability-zone', **by_name)
        self.get('volume', '/os-availability-zone', **by_name)

    def test_volumes(self):
        """A copy stays in the zone of its source; what comes from an image goes anywhere."""
        zone = self.second('volume')
        there = self.volume('there', availability_zone=zone)
        here = self.volume('here')
        self.get('volume', '/volumes/detail?availability_zone=%s' % zone, pick=self.mine('volumes'))
        snapshot = self.post('volume', '/snapshots', {'snapshot': {
            'volume_id': there, 'name': self.own('there')}}, 202)['snapshot']['id']
        self.cloud.known[snapshot] = 'snapshot there'
        self.cloud.made('volume', '/snapshots/' + snapshot)
        self.cloud.snapshot_is(snapshot)
        first = self.cloud.json('/volumes/' + here, 'volume')['volume']['availability_zone']
        self.volume('crossing', 400, snapshot_id=snapshot, availability_zone=first)
        self.volume('cloned away', 400, source_volid=here, availability_zone=zone)
        self.volume('beside', snapshot_id=snapshot)
        self.volume('cloned', source_volid=there)
        image = self.cloud.image
        self.volume('imaged', imageRef=image['id'], size=max(1, image['min_disk']),
                    availability_zone=zone)
        backup = self.post('volume', '/backups', {'backup': {
            'volume_id': there, 'name': self.own('there')}}, 202)['backup']['id']
        self.cloud.known[backup] = 'backup there'
        self.cloud.made('volume', '/backups/' + backup)
        row = self.cloud.wait('backup settled', lambda: next((
            b for b in [self.cloud.json('/backups/' + backup, 'volume')['backup']]
            if b['status'] in ('available', 'error')), None))
        self.script.note('backup there', [row['status'], row['fail_reason']])

    def test_servers(self):
        """An instance is where it was asked to be; volumes of another zone are attached to it."""
        zone = self.second('compute')
        server = self.cloud.make_server('zone', imageRef=self.cloud.image['id'],
                                        availability_zone=zone)
        self.get('compute', '/servers/' + server, mv='2.93', pick=lambda body: body['server'][
            'OS-EXT-AZ:availability_zone'])
        volume = self.cloud.make_volume('zone')
        self.post('compute', '/servers/%s/os-volume_attachments' % server, {
            'volumeAttachment': {'volumeId': volume}}, 200, record='status')
        self.cloud.volume_is(volume, 'in-use')
        self.delete('compute', '/servers/%s/os-volume_attachments/%s' % (server, volume), 202)
        self.cloud.volume_is(volume)
        self.action(server, {'shelve': None}, 202)
        self.cloud.settled(server, 'SHELVED_OFFLOADED')
        self.get('compute', '/servers/' + server, mv='2.93', pick=lambda body: body['server'][
            'OS-EXT-AZ:availability_zone'])
        self.action(server, {'unshelve': None}, 202)
        self.cloud.settled(server, 'ACTIVE')
        self.get('compute', '/servers/' + server, mv='2.93', pick=lambda body: body['server'][
            'OS-EXT-AZ:availability_zone'])
