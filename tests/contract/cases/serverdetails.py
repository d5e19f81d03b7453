"""What describes a server: its description, its metadata and its tags, one value at a time."""
from case import NOBODY, Case


class ServerDetails(Case):
    def setUp(self):
        super().setUp()
        self.server = self.cloud.make_server('details', imageRef=self.cloud.image['id'])
        self.path = '/servers/' + self.server

    def put(self, path, body, expect, **kw):
        return self.ask('PUT', 'compute', path, expect, body=body, **kw)

    def now(self, key, mv='2.93'):
        return self.cloud.json(self.path, microversion=mv)['server'][key]

    def test_description(self):
        self.put(self.path, {'server': {'description': 'Sells shoes'}}, 200, mv='2.19',
                 record='status')
        self.assertEqual(self.now('description'), 'Sells shoes')
        self.put(self.path, {'server': {'description': ''}}, 200, mv='2.93', record='status')
        self.assertFalse(self.now('description'))
        self.put(self.path, {'server': {'description': 'x' * 256}}, 400, mv='2.19',
                 record='status')
        self.put(self.path, {'server': {'description': 'too early'}}, 400, mv='2.18',
                 record='status')
        self.put(self.path, {'server': {'description': 'x'}}, 403, mv='2.19', account='reader')

    def test_tags(self):
        tag = self.path + '/tags/'
        self.put(tag + 'shop', None, 201, mv='2.26')
        self.put(tag + 'shop', None, 204, mv='2.26')
        self.put(tag + '1%20%25', None, 201, mv='2.26')
        self.assertEqual(sorted(self.now('tags')), ['1 %', 'shop'])
        self.get('compute', self.path + '/tags', mv='2.26', record='shape')
        self.put(tag + 'a,b', None, 400, mv='2.26', record='status')
        self.put(tag + 'x' * 61, None, 400, mv='2.26', record='status')
        self.put(tag + 'early', None, 404, mv='2.25')
        self.put(tag + 'read', None, 403, mv='2.26', account='reader')
        self.put('/servers/%s/tags/shop' % NOBODY, None, 404, mv='2.26')
        self.delete('compute', tag + 'shop', 204, mv='2.26')
        self.delete('compute', tag + 'shop', 404, mv='2.26')
        self.delete('compute', tag + 'read', 403, mv='2.26', account='reader')
        # A lock does not protect them.
        self.action(self.server, {'lock': None}, 202)
        self.put(tag + 'locked', None, 201, mv='2.26')
        self.action(self.server, {'unlock': None}, 202)
        self.assertEqual(sorted(self.now('tags')), ['1 %', 'locked'])

    def test_metadata(self):
        path = self.path + '/metadata'
        before = self.now('metadata')
        self.post('compute', path, {'metadata': {'role': 'db', 'old': '1'}}, 200, record='shape')
        self.post('compute', path, {'metadata': {'role': 'shop'}}, 200, record='shape')
        self.assertEqual(self.now('metadata'), dict(before, role='shop', old='1'))
        self.delete('compute', path + '/old', 204)
        self.delete('compute', path + '/old', 404)
        self.assertEqual(self.now('metadata'), dict(before, role='shop'))
        self.post('compute', path, {'metadata': {'a/b': '1'}}, 400, record='status')
        self.post('compute', path, {'metadata': {'x': 'x' * 256}}, 400, record='status')
        self.post('compute', path, {'metadata': {'role': 'x'}}, 403, account='reader')
        self.action(self.server, {'lock': None}, 202)
        self.post('compute', path, {'metadata': {'role': 'x'}}, 409)
        self.delete('compute', path + '/role', 409)
        self.action(self.server, {'unlock': None}, 202)

    def test_flavors(self):
        for mv in (None, '2.55', '2.61', '2.75'):
            self.get('compute', '/flavors/detail?limit=1', mv=mv, record='shape',
                     pick=lambda body: {'flavors': body['flavors'][:1]})
