"""Version documents and microversions."""
from case import Case


class Versions(Case):
    def test_documents(self):
        for service, status in (('identity', 300), ('compute', 200), ('volume', 300),
                                ('image', 300), ('network', 200)):
            self.get(service, '/', status, token=None, root=True)

    def test_one_version(self):
        self.get('identity', '', token=None)
        self.get('identity', '/', token=None)
        self.get('compute', '/')
        self.get('compute', '/', token=None)
        self.get('compute', '/v2.1', root=True)
        self.get('volume', '/v3/', root=True)
        self.get('volume', '/v3', root=True, expect=302, record='status')
        self.get('image', '/versions', token=None, root=True)
        self.get('network', '/v2.0/', root=True, record='keys')

    def test_ranges(self):
        body = self.get('compute', '/', record='status')['version']
        self.assertEqual((body['min_version'], body['version']), ('2.1', '2.93'))
        body = self.get('volume', '/v3/', root=True, record='status')['versions'][0]
        self.assertEqual((body['min_version'], body['version']), ('3.0', '3.70'))

    def test_refused(self):
        self.get('compute', '/servers', 406, mv='2.999')
        self.get('compute', '/servers', 400, mv='nonsense')
        self.get('compute', '/servers', 400, mv='2')
        self.get('compute', '/servers', 406, mv='2.0')
        self.get('volume', '/volumes', 406, mv='3.999')
        self.get('volume', '/volumes', 400, mv='nonsense')

    def test_taken(self):
        name = '?name=' + self.own('nothing')
        self.get('compute', '/servers' + name, mv='2.93')
        self.get('compute', '/servers' + name, mv='latest')
        self.get('compute', '/servers' + name,
                 headers={'X-OpenStack-Nova-API-Version': '2.42'})
        self.get('compute', '/servers' + name,
                 headers={'OpenStack-API-Version': 'volume 3.50, compute 2.50'})
        self.get('compute', '/servers' + name, headers={'OpenStack-API-Version': 'volume 3.50'})
        self.get('volume', '/volumes' + name, mv='3.70')
        self.get('volume', '/volumes' + name, mv='latest')
        self.get('volume', '/volumes' + name)

    def test_unknown_path(self):
        self.get('compute', '/nonsense', 404)
        self.get('volume', '/nonsense', 404)
        self.get('image', '/v2/nonsense', 404)
        self.get('network', '/v2.0/nonsense', 404)
