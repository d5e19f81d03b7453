"""Signing in, tokens and what an invalid one gets."""
from case import NOBODY, Case

TOKENS = '/auth/tokens'
NAMES = ('compute', 'volumev3', 'image', 'network', 'identity')


def without_catalog(body):
    token = dict(body['token'])
    token['catalog'] = sorted(
        ([{k: v for k, v in entry.items() if k != 'endpoints'},
          sorted(sorted(e) for e in entry['endpoints'])]
         for entry in token.get('catalog', []) if entry['type'] in NAMES),
        key=lambda pair: pair[0]['type'])
    token['catalog'] = [[dict(pair[0]), pair[1][0]] for pair in token['catalog']]
    token['roles'] = sorted(role['name'] for role in token.get('roles', []))
    return token


class Identity(Case):
    def sign_in(self, expect, record='full', who='member', **changes):
        return self.post('identity', TOKENS, getattr(self.cloud, who).password(**changes), expect,
                         token=None, pick=without_catalog, record=record)

    def test_password(self):
        token = self.sign_in(201, record='shape')['token']
        self.assertIn('X-Subject-Token', self.answer.headers)
        self.assertEqual(token['methods'], ['password'])
        self.assertEqual(token['user']['name'], self.cloud.member.auth['username'])
        self.assertEqual(token['project']['name'], self.cloud.member.auth['project_name'])
        self.assertEqual(sorted(r['name'] for r in token['roles']), ['member', 'reader'])
        types = {entry['type'] for entry in token['catalog']}
        self.assertLessEqual(set(NAMES), types)
        for entry in token['catalog']:
            if entry['type'] in NAMES:
                self.assertIn('public', {e['interface'] for e in entry['endpoints']})
                self.assertEqual({e['region'] for e in entry['endpoints']},
                                 {self.cloud.member.region.region_name})

    def test_reader_has_one_role(self):
        token = self.sign_in(201, record='status', who='reader')['token']
        self.assertEqual([r['name'] for r in token['roles']], ['reader'])

    def test_wrong_password(self):
        self.sign_in(401, password='wrong')

    def test_unknown_user(self):
        self.sign_in(401, username='nobody-of-this-name')

    def test_unknown_project(self):
        self.sign_in(401, project_name='no-project-of-this-name')

    def test_unscoped(self):
        body = self.cloud.member.password(project_name=None)
        token = self.post('identity', TOKENS, body, 201, token=None, record='shape',
                          pick=without_catalog)['token']
        # without a scope asked for, it is that of the user's default project
        self.assertEqual(token['project']['id'], self.cloud.member.project)
        body['auth']['scope'] = 'unscoped'
        token = self.post('identity', TOKENS, body, 201, token=None, record='shape')['token']
        self.assertNotIn('project', token)
        self.assertNotIn('catalog', token)

    def test_malformed(self):
        self.post('identity', TOKENS, {'auth': {}}, 400, token=None)
        self.post('identity', TOKENS, {'auth': {'identity': {'methods': ['nonsense']}}}, 400,
                  token=None)

    def test_validate(self):
        token = self.cloud.member.session.get_token()
        body = self.get('identity', TOKENS, headers={'X-Subject-Token': token}, record='shape',
                        pick=without_catalog)
        self.assertEqual(body['token']['user']['id'], self.cloud.member.user)
        self.get('identity', TOKENS, 404, headers={'X-Subject-Token': 'x' * 40})

    def test_revoke(self):
        self.sign_in(201, record='status')
        token = self.answer.headers['X-Subject-Token']
        self.delete('identity', TOKENS, 204, headers={'X-Subject-Token': token}, token=token)
        self.get('identity', '/auth/projects', 401, token=token)

    def test_projects(self):
        body = self.get('identity', '/auth/projects', record='shape',
                        pick=lambda b: dict(b, projects=b['projects'][:1]))
        self.assertIn(self.cloud.member.project, [p['id'] for p in body['projects']])

    def test_invalid_token_everywhere(self):
        for service, path in (('identity', '/auth/projects'), ('compute', '/servers'),
                              ('volume', '/volumes'), ('image', '/v2/images'),
                              ('network', '/v2.0/networks')):
            self.get(service, path, 401, token='x' * 40)
            self.get(service, path, 401, token=None)

    def test_unknown_path(self):
        self.get('identity', '/nonsense', 404)
        self.get('identity', '/projects/' + NOBODY, 403)
