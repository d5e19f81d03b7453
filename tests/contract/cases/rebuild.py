"""Rebuilding a server from an image, setting its password, and the password that a guest posts."""
from table import Table


class Rebuild(Table):
    ORDER = ['rebuilding', 'rebuild_block_device_mapping', 'rebuild_spawning', 'powering-off', None]

    def make(self, name):
        return self.cloud.make_server(name, imageRef=self.cloud.image['id'])

    def followed(self, server):
        self.states('tasks of the rebuild',
                    lambda: self.cloud.server(server)['OS-EXT-STS:task_state'], None, self.ORDER,
                    may_miss=self.ORDER[:-1])

    def test_from_the_same_image(self):
        server = self.make('again')
        body = self.action(server, {'rebuild': {'imageRef': self.cloud.image['id']}}, 202,
                           mv='2.93', record='keys')
        self.script.note('has a password', bool(body['server']['adminPass']))
        self.followed(server)
        row = self.cloud.server(server)
        self.script.note('afterwards', [row['status'], row['image']['id'] == self.cloud.image['id']])
        self.action(server, {'rebuild': {'imageRef': self.cloud.image['id'],
                                         'adminPass': 'chosen by me'}}, 202, record='keys')
        self.followed(server)

    def test_one_that_is_off(self):
        server = self.make('off')
        self.action(server, {'os-stop': None}, 202)
        self.cloud.settled(server, 'SHUTOFF')
        self.action(server, {'rebuild': {'imageRef': self.cloud.image['id']}}, 202, mv='2.54',
                    record='keys')
        self.cloud.settled(server, 'SHUTOFF')
        self.script.note('afterwards', self.cloud.server(server)['status'])

    def test_refusals(self):
        web = self.cloud.web()
        self.table('compute', '''
            400 POST /servers/<web>/action {"rebuild": {}}
            400 POST /servers/<web>/action {"rebuild": {"imageRef": "nonsense"}}
            400 POST /servers/<web>/action {"rebuild": {"imageRef": "<nobody>"}}
            400 POST @2.53 /servers/<web>/action {"rebuild": {"imageRef": "<image>", "key_name": "x"}}
            400 POST @2.54 /servers/<web>/action {"rebuild": {"imageRef": "<image>", "key_name": "nobody's"}}
            400 POST @2.56 /servers/<web>/action {"rebuild": {"imageRef": "<image>", "user_data": "eA=="}}
            400 POST @2.57 /servers/<web>/action {"rebuild": {"imageRef": "<image>", "user_data": "a"}}
            403 POST as:reader /servers/<web>/action {"rebuild": {"imageRef": "<image>"}}
            404 POST /servers/<nobody>/action {"rebuild": {"imageRef": "<image>"}}
        ''', web=web, image=self.cloud.image['id'])


class Passwords(Table):
    def test_setting_one(self):
        server = self.cloud.make_server('word', imageRef=self.cloud.image['id'])
        self.action(server, {'changePassword': {'adminPass': 'secret of the case'}}, 202)
        self.cloud.settled(server, 'ACTIVE')
        self.table('compute', '''
            400 POST /servers/<web>/action {"changePassword": {}}
            400 POST /servers/<web>/action {"changePassword": {"adminPass": 5}}
            400 POST /servers/<web>/action {"changePassword": null}
            403 POST as:reader /servers/<web>/action {"changePassword": {"adminPass": "x"}}
            404 POST /servers/<nobody>/action {"changePassword": {"adminPass": "x"}}
        ''', web=server)
        self.action(server, {'os-stop': None}, 202)
        self.cloud.settled(server, 'SHUTOFF')
        self.action(server, {'changePassword': {'adminPass': 'x'}}, 409)

    def test_the_one_of_the_guest(self):
        server = self.cloud.make_server('guest', imageRef=self.cloud.image['id'])
        self.table('compute', '''
            200 GET /servers/<web>/os-server-password
            404 GET /servers/<nobody>/os-server-password
            204 DELETE /servers/<web>/os-server-password
            404 DELETE /servers/<nobody>/os-server-password
            403 DELETE as:reader /servers/<web>/os-server-password
        ''', web=server)
        # an image of it inherits the pieces of the password, also if they are empty
        answer = self.action(server, {'createImage': {'name': self.cloud.name('guest')}}, 202,
                             mv='2.45')
        self.cloud.made('image', '/v2/images/' + answer['image_id'])
        self.get('image', '/v2/images/' + answer['image_id'],
                 pick=lambda image: {k: v for k, v in image.items() if k.startswith('password_')})
