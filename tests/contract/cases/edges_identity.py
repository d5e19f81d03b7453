"""What keystone takes and refuses at the edges."""
from table import Table


class IdentityEdges(Table):
    def keystone(self, text):
        auth = self.cloud.member.auth
        self.table('identity', text, user=self.cloud.member.user, name=auth['username'],
                   secret=auth['password'], project=self.cloud.member.project,
                   title=auth['project_name'], tag=self.cloud.tag, other=self.cloud.reader.user)

    def test_tokens(self):
        who = ('{"methods": ["password"], "password": {"user": {"id": "<user>", '
               '"password": "<secret>"}}}')
        self.keystone('''
            400 POST !token= /auth/tokens
            400 POST !token= /auth/tokens raw:[]
            400 POST !token= /auth/tokens raw:5
            400 POST !token= /auth/tokens raw:{
            400 POST !token= /auth/tokens {}
            400 POST !token= /auth/tokens {"auth": null}
            400 POST !token= /auth/tokens {"auth": {"identity": null}}
            400 POST !token= /auth/tokens {"auth": {"identity": {}}}
            401 POST !token= /auth/tokens {"auth": {"identity": {"methods": []}}}
            400 POST !token= /auth/tokens {"auth": {"identity": {"methods": "password"}}}
            401 POST !token= !shape /auth/tokens {"auth": {"identity": {"methods": ["nonsense"], "nonsense": {}}}}
            400 POST !token= /auth/tokens {"auth": {"identity": {"methods": ["password"], "password": {}}}}
            400 POST !token= /auth/tokens {"auth": {"identity": {"methods": ["password"], "password": {"user": {}}}}}
            400 POST !token= /auth/tokens {"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "<name>", "password": "<secret>"}}}}}
            401 POST !token= /auth/tokens {"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "<name>", "domain": {"id": "nonsense"}, "password": "<secret>"}}}}}
            401 POST !token= /auth/tokens {"auth": {"identity": {"methods": ["password"], "password": {"user": {"id": "<user>"}}}}}
            401 POST !token= /auth/tokens {"auth": {"identity": {"methods": ["password"], "password": {"user": {"id": "nonsense", "password": "x"}}}}}
            400 POST !token= /auth/tokens {"auth": {"identity": {"methods": ["password"], "password": {"user": {"id": 5, "password": "x"}}}}}
            404 POST !token= /auth/tokens {"auth": {"identity": {"methods": ["token"], "token": {"id": "nonsense"}}}}
            400 POST !token= /auth/tokens {"auth": {"identity": {"methods": ["token"], "token": {}}}}
            404 POST !token= /auth/tokens {"auth": {"identity": {"methods": ["application_credential"], "application_credential": {"id": "nonsense", "secret": "x"}}}}
            404 POST !token= /auth/tokens {"auth": {"identity": {"methods": ["application_credential"], "application_credential": {"id": "nonsense"}}}}
            400 POST !token= /auth/tokens {"auth": {"identity": {"methods": ["application_credential"], "application_credential": {"name": "x", "secret": "x"}}}}
            401 POST !token= !shape /auth/tokens {"auth": {"identity": {"methods": ["totp"], "totp": {"user": {"id": "<user>", "passcode": "000000"}}}}}
            400 POST !token= /auth/tokens {"auth": {"identity": WHO, "scope": {}}}
            400 POST !token= /auth/tokens {"auth": {"identity": WHO, "scope": "nonsense"}}
            400 POST !token= /auth/tokens {"auth": {"identity": WHO, "scope": {"project": {}}}}
            401 POST !token= /auth/tokens {"auth": {"identity": WHO, "scope": {"project": {"id": "nonsense"}}}}
            400 POST !token= /auth/tokens {"auth": {"identity": WHO, "scope": {"project": {"name": "<title>"}}}}
            401 POST !token= /auth/tokens {"auth": {"identity": WHO, "scope": {"project": {"name": "<title>", "domain": {"name": "nonsense"}}}}}
            401 POST !token= /auth/tokens {"auth": {"identity": WHO, "scope": {"domain": {"id": "default"}}}}
            401 POST !token= /auth/tokens {"auth": {"identity": WHO, "scope": {"domain": {"id": "nonsense"}}}}
            401 POST !token= /auth/tokens {"auth": {"identity": WHO, "scope": {"system": {"all": true}}}}
            400 POST !token= /auth/tokens {"auth": {"identity": WHO, "scope": {"project": {"id": "<project>"}, "domain": {"id": "default"}}}}
            201 POST !token= !shape /auth/tokens?nocatalog {"auth": {"identity": WHO, "scope": {"project": {"id": "<project>"}}}}
            201 POST !token= !shape /auth/tokens {"auth": {"identity": WHO, "scope": {"unscoped": {}}}}
            403 GET /auth/tokens
            401 GET !token= /auth/tokens
            403 HEAD /auth/tokens
            403 DELETE /auth/tokens
            405 PUT /auth/tokens {}
        '''.replace('WHO', who))

    def test_paths(self):
        self.keystone('''
            200 GET !keys /auth/domains
            200 GET !shape /auth/system
            200 GET !keys /auth/catalog
            405 POST /auth/projects {}
            200 HEAD /auth/projects
            404 GET /auth/nonsense
            404 GET /auth
            403 GET /projects
            200 GET !shape /projects/<project>
            403 GET /projects/nonsense
            403 GET /users
            200 GET !shape /users/<user>
            403 GET /users/nonsense
            403 GET /users/<other>
            200 GET !shape /users/<user>/projects
            403 GET /users/<other>/projects
            200 GET !shape /users/<user>/groups
            403 GET /domains
            200 GET /domains/default
            403 GET /domains/nonsense
            403 GET /services
            403 GET /endpoints
            403 GET /roles
            403 GET /groups
            403 GET /role_assignments
            404 GET /regions/nonsense
            200 GET /credentials
            403 GET /policies
            200 GET /limits
            403 DELETE /projects/<project>
            403 POST /projects {"project": {"name": "x"}}
            404 GET !token= /nonsense
            401 GET !token= /projects
            401 GET !token=nonsense /projects
            403 GET /projects/
        ''')

    def test_application_credentials(self):
        self.keystone('''
            200 GET /users/<user>/application_credentials?name=nothing
            404 GET /users/<user>/application_credentials/<nobody>
            403 GET /users/<other>/application_credentials
            403 GET /users/nonsense/application_credentials
            404 DELETE /users/<user>/application_credentials/<nobody>
            400 POST /users/<user>/application_credentials {}
            400 POST /users/<user>/application_credentials {"application_credential": {}}
            400 POST /users/<user>/application_credentials {"application_credential": {"name": ""}}
            400 POST /users/<user>/application_credentials {"application_credential": {"name": 5}}
            400 POST /users/<user>/application_credentials {"application_credential": {"name": "<x256>"}}
            400 POST /users/<user>/application_credentials {"application_credential": {"name": "x", "x": 1}}
            400 POST /users/<user>/application_credentials {"application_credential": {"name": "x", "expires_at": "nonsense"}}
            400 POST /users/<user>/application_credentials {"application_credential": {"name": "x", "expires_at": "2000-01-01T00:00:00"}}
            404 POST /users/<user>/application_credentials {"application_credential": {"name": "x", "roles": [{"name": "nonsense"}]}}
            400 POST /users/<user>/application_credentials {"application_credential": {"name": "x", "roles": "member"}}
            400 POST /users/<user>/application_credentials {"application_credential": {"name": "x", "unrestricted": "maybe"}}
            403 POST /users/<other>/application_credentials {"application_credential": {"name": "x"}}
        ''')
