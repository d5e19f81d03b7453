"""Shelving, resizing and rescuing: what is refused, and how, and what administrators alone may do."""
from table import Table


class InstanceCare(Table):
    def setUp(self):
        super().setUp()
        own = self.cloud.flavor
        flavors = self.cloud.json('/flavors/detail')['flavors']
        self.larger = min((f for f in flavors if f['id'] != own['id'] and f['disk'] >= own['disk']),
                          key=lambda f: (f['disk'], f['ram']))['id']
        self.cloud.known[self.larger] = 'larger'

    def bring(self, server, body, status, expect=202, mv=None):
        self.action(server, body, expect, mv=mv, record='status')
        self.cloud.settled(server, status)

    def test_rescue(self):
        server = self.cloud.make_server('rescue', imageRef=self.cloud.image['id'])
        self.table('compute', '''
            400 POST /servers/<server>/action {"rescue": {"rescue_image_ref": "x"}}
            400 POST /servers/<server>/action {"rescue": {"image": "<nobody>"}}
            400 POST /servers/<server>/action {"rescue": {"adminPass": 5}}
            400 POST /servers/<server>/action {"rescue": {"rescue_image_ref": "<nobody>"}}
            409 POST /servers/<server>/action {"unrescue": null}
            403 POST as:reader /servers/<server>/action {"rescue": null}
            404 POST /servers/<nobody>/action {"rescue": null}
        ''', server=server)
        told = self.action(server, {'rescue': {'rescue_image_ref': self.cloud.image['id']}}, 200,
                           mv='2.93', record='keys')
        self.assertTrue(told['adminPass'])
        self.cloud.settled(server, 'RESCUE')
        self.table('compute', '''
            409 POST /servers/<server>/action {"rescue": null}
            409 POST /servers/<server>/action {"os-stop": null}
            409 POST /servers/<server>/action {"reboot": {"type": "HARD"}}
            409 POST /servers/<server>/action {"createImage": {"name": "x"}}
            409 POST /servers/<server>/action {"shelve": null}
            409 POST /servers/<server>/action {"resize": {"flavorRef": "<larger>"}}
            403 POST as:reader /servers/<server>/action {"unrescue": null}
        ''', server=server, larger=self.larger)
        self.bring(server, {'unrescue': None}, 'ACTIVE')
        # also one that is off; it runs afterwards
        self.bring(server, {'os-stop': None}, 'SHUTOFF')
        self.bring(server, {'rescue': {'adminPass': 'chosen'}}, 'RESCUE', expect=200)
        self.bring(server, {'unrescue': None}, 'ACTIVE')

    def test_rescue_of_a_volume(self):
        server = self.cloud.db()[0]
        self.table('compute', '''
            400 POST @2.86 /servers/<db>/action {"rescue": null}
            400 POST @2.87 /servers/<db>/action {"rescue": null}
            400 POST @2.87 /servers/<db>/action {"rescue": {"rescue_image_ref": "<image>"}}
        ''', db=server, image=self.cloud.image['id'])

    def test_resize(self):
        server = self.cloud.make_server('resize', imageRef=self.cloud.image['id'])
        self.table('compute', '''
            400 POST /servers/<server>/action {"resize": {"flavorRef": "<own>"}}
            400 POST /servers/<server>/action {"resize": {"flavorRef": "<nobody>"}}
            400 POST /servers/<server>/action {"resize": {}}
            400 POST /servers/<server>/action {"resize": null}
            409 POST /servers/<server>/action {"confirmResize": null}
            403 POST as:reader /servers/<server>/action {"resize": {"flavorRef": "<larger>"}}
        ''', server=server, own=self.cloud.flavor['id'], larger=self.larger)
        self.bring(server, {'os-stop': None}, 'SHUTOFF')
        self.bring(server, {'resize': {'flavorRef': self.larger}}, 'VERIFY_RESIZE')
        self.table('compute', '''
            409 POST /servers/<server>/action {"rescue": null}
            403 POST as:reader /servers/<server>/action {"confirmResize": null}
            403 POST as:reader /servers/<server>/action {"revertResize": null}
        ''', server=server)
        self.action(server, {'confirmResize': None}, 204)
        # what was off stays off
        self.cloud.settled(server, 'SHUTOFF')
        rows = self.get('compute', '/servers/%s/os-instance-actions' % server,
                        record='status')['instanceActions']
        self.assertEqual([row['action'] for row in rows[:2]], ['confirmResize', 'resize'])

    def test_shelve(self):
        server = self.cloud.make_server('shelve', imageRef=self.cloud.image['id'])
        self.table('compute', '''
            403 POST /servers/<server>/action {"shelveOffload": null}
            403 POST /servers/<server>/action {"os-resetState": {"state": "active"}}
            400 POST /servers/<server>/action {"os-resetState": {"state": "paused"}}
            400 POST /servers/<server>/action {"os-resetState": null}
            409 POST @2.77 /servers/<server>/action {"unshelve": null}
            400 POST @2.77 /servers/<server>/action {"unshelve": {}}
            400 POST @2.77 /servers/<server>/action {"unshelve": {"host": "x"}}
            400 POST @2.77 /servers/<server>/action {"unshelve": {"availability_zone": 5}}
        ''', server=server)
        self.bring(server, {'os-stop': None}, 'SHUTOFF')
        self.bring(server, {'shelve': None}, 'SHELVED_OFFLOADED')
        names = [image['name'] for image in self.cloud.json('/v2/images', 'image')['images']]
        self.assertIn(self.own('shelve') + '-shelved', names)
        self.table('compute', '''
            400 POST @2.77 /servers/<server>/action {"unshelve": {"availability_zone": "elsewhere"}}
            403 POST as:reader /servers/<server>/action {"unshelve": null}
            409 POST /servers/<server>/action {"rescue": null}
        ''', server=server)
        zone = [z for z in self.cloud.json('/os-availability-zone')['availabilityZoneInfo']
                if z['zoneState']['available']][0]['zoneName']
        # it runs afterwards, although it was off
        self.bring(server, {'unshelve': {'availability_zone': zone}}, 'ACTIVE', mv='2.77')
