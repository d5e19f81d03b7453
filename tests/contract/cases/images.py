"""Images: records, filters, pages and refusals."""
from case import NOBODY, Case

PATCH = {'Content-Type': 'application/openstack-images-v2.1-json-patch'}


class Images(Case):
    def record(self, name, **more):
        body = self.post('image', '/v2/images', dict(
            {'name': self.own(name), 'disk_format': 'raw', 'container_format': 'bare'}, **more),
            201)
        self.cloud.made('image', '/v2/images/' + body['id'])
        self.cloud.known[body['id']] = 'image ' + name
        return body['id']

    def patch(self, image, *changes, expect=200, **kw):
        import json
        return self.ask('PATCH', 'image', '/v2/images/' + image, expect, data=json.dumps(
            [dict(zip(('op', 'path', 'value'), c)) for c in changes]), headers=PATCH, **kw)

    def test_show(self):
        self.get('image', '/v2/images/' + self.cloud.image['id'], record='status')
        standard = ('id', 'name', 'status', 'visibility', 'owner', 'tags', 'self', 'file', 'schema',
                    'protected', 'os_hidden', 'os_hash_algo', 'created_at', 'updated_at', 'size',
                    'min_disk', 'min_ram', 'checksum', 'os_hash_value', 'virtual_size',
                    'disk_format', 'container_format')
        body = self.answer.json()
        self.script.note('types', {k: type(body[k]).__name__ for k in standard
                                   if k != 'virtual_size'})
        self.assertLessEqual(set(standard), set(body))

    def test_life(self):
        image = self.record('life', colour='red')
        self.get('image', '/v2/images/' + image)
        self.patch(image, ('replace', '/name', self.own('renamed')), ('add', '/taste', 'sweet'),
                   ('remove', '/colour'), ('replace', '/min_disk', 3))
        self.patch(image, ('replace', '/nothing', 'x'), expect=409)
        self.patch(image, ('replace', '/id', 'x'), expect=403)
        self.patch(image, ('replace', '/status', 'active'), expect=403)
        self.patch(image, ('nonsense', '/name', 'x'), expect=400)
        self.ask('PATCH', 'image', '/v2/images/' + image, 415, body=[])
        self.patch(image, ('replace', '/protected', True))
        self.delete('image', '/v2/images/' + image, 403)
        self.patch(image, ('replace', '/protected', False))
        self.delete('image', '/v2/images/' + image, 204)
        self.get('image', '/v2/images/' + image, 404)
        self.delete('image', '/v2/images/' + image, 404)
        self.patch(image, ('replace', '/name', 'x'), expect=404)

    def test_refused(self):
        self.post('image', '/v2/images', {'name': 'x' * 256}, 400)
        self.post('image', '/v2/images', {'name': 'x', 'visibility': 'public'}, 403)
        self.post('image', '/v2/images', {'name': 'x', 'visibility': 'nonsense'}, 400)
        self.post('image', '/v2/images', {'name': 'x', 'disk_format': 'nonsense'}, 400)
        self.post('image', '/v2/images', {'name': 'x', 'min_disk': -1}, 400)
        self.post('image', '/v2/images', {'name': 'x', 'status': 'active'}, 403)
        self.delete('image', '/v2/images/' + self.cloud.image['id'], 403)
        self.patch(self.cloud.image['id'], ('replace', '/name', 'x'), expect=403)
        self.get('image', '/v2/images/nonsense', 404)
        self.get('image', '/v2/images/' + NOBODY, 404)

    def test_errors_without_accept(self):
        """Glance speaks HTML unless it is asked for JSON."""
        for accept in ('*/*', 'text/html', 'text/plain', 'application/json'):
            self.get('image', '/v2/images/' + NOBODY, 404, headers={'Accept': accept})

    def test_filters(self):
        images = a, b, c = [self.record('filter-' + n, colour=self.own(n),
                               instance_uuid=self.cloud.mark_of_run) for n in 'abc']
        colour = 'instance_uuid=%s&' % self.cloud.mark_of_run
        for query, expected in (
                (colour + 'visibility=public', []), (colour + 'name=' + self.own('filter-b'), [b]),
                ('colour=' + self.own('c'), [c]), (colour + 'status=queued', [c, b, a]),
                (colour + 'status=active', []), (colour + 'status=in:active,queued', [c, b, a]),
                (colour + 'name=in:%s,%s' % (self.own('filter-a'), self.own('filter-c')), [c, a]),
                (colour + 'name=eq:' + self.own('filter-b'), [b]),
                (colour + 'name=eq:a:b', []), ('colour=in:' + self.own('c'), []),
                (colour + 'id=in:%s,%s' % (a, b), [b, a]),
                (colour + 'sort=name:asc', [a, b, c]),
                (colour + 'sort_key=name&sort_dir=desc', [c, b, a]),
                (colour + 'protected=true', []), (colour + 'os_hidden=true', []),
                (colour + 'owner=' + self.cloud.member.project, [a, b, c]),
                (colour + 'updated_at=gt:2000-01-01T00:00:00Z', [a, b, c]),
                (colour + 'updated_at=gt:2100-01-01T00:00:00Z', [])):
            body = self.get('image', '/v2/images?' + query, record='status')
            got = [i['id'] for i in body['images']]
            if 'sort' not in query:
                got, expected = sorted(got), sorted(expected)
            self.script.note('found', [self.cloud.known[i] for i in (
                got if 'sort' in query else sorted(got, key=images.index))])
            self.assertEqual(got, expected, query)
        self.get('image', '/v2/images?name=a:b', 400)
        # a record made without a visibility is shared, and so is not among the private ones
        for visibility in ('private', 'shared'):
            body = self.get('image', '/v2/images?%svisibility=%s' % (colour, visibility),
                            record='status')
            self.script.note(visibility, len(body['images']))
        self.patch(a, ('replace', '/visibility', 'private'))
        body = self.get('image', '/v2/images?%svisibility=private' % colour, record='status')
        self.assertEqual([i['id'] for i in body['images']], [a])

    def test_paging(self):
        images = [self.record('page-' + n, instance_uuid=self.cloud.mark_of_run) for n in 'abc']
        query = '/v2/images?instance_uuid=%s&sort=name:asc&limit=' % self.cloud.mark_of_run
        body = self.get('image', query + '2')
        self.assertEqual([i['id'] for i in body['images']], images[:2])
        self.assertIn('next', body)
        body = self.get('image', body['next'])
        self.assertEqual([i['id'] for i in body['images']], images[2:])
        self.assertNotIn('next', body)
        self.get('image', query + '3')
        self.get('image', query + '1&marker=' + images[1])
        self.get('image', query + '0')

    def test_refused_queries(self):
        for wrong, expect in (('limit=-1', 400), ('limit=x', 400), ('marker=' + NOBODY, 400),
                              ('visibility=nonsense', 400), ('sort=nonsense', 400),
                              ('sort_dir=sideways', 400), ('changes-since=2000-01-01', 400),
                              ('updated_at=gt:yesterday', 400), ('status=nonsense', 200),
                              ('protected=perhaps', 400), ('os_hidden=perhaps', 400)):
            self.get('image', '/v2/images?' + wrong, expect)

    def test_schemas(self):
        for name in ('image', 'images'):
            self.get('image', '/v2/schemas/' + name, record='keys')
