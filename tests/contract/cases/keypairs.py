"""Key pairs: imported, generated, listed in pages, shown and deleted; they belong to a user."""
import re

from table import Table

ED25519 = ('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAIhCCkCrC3iIbUaqyI5sXX'
           'pOpu1gPJq8k5gZ0yqkZ2A someone')
# 2048 bits; made for this file, its private half was never kept
RSA = ('ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDhKBsGD+3bOPwk78vHEYEqbiCS5J0l'
       '2Limj5FXMppy9cqUqZg57gxrkvd46pschfgUVToiCaGfg/IqZRCaE2A0tEuEp3i7cGOg2yIXMb'
       'U71ixCtZxhZ0QDHfJQ03jxYRuONiobDn5lU14JU0PKbRQCXejlrSuWGhuWRrLClxGrLn9/l9qH'
       't4q5jyvp9NwD0tGFPuB0GenrUHBR8cAHyOjeizKYBlUWBl8kRth678dMd9Dz6EJI+usoW2Ki3P'
       'cIHNtKlsBifwLv7DE+uG/U+/hXwfsxSqfBcQfBElBu4oNtfd1TPDe7NfukOO+aqoa/R0xVooCo'
       'tw1IiEzUcobcbLqz someone')
ECDSA = ('ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAA'
       'BBBPy9Bau5izzUCml+74r4B46UwB0t8tuD0wL5xnYRspJnnrdlI7fLiwRHuWQTIFMIMywmMEP6'
       'iWbhT+WAL0IXGpU= someone')
CERTIFICATE = '''-----BEGIN CERTIFICATE-----
MIIDBzCCAe+gAwIBAgIUXXF+dmZkMzKcIexf7WSB0zGZwYMwDQYJKoZIhvcNAQEL
BQAwEjEQMA4GA1UEAwwHc29tZW9uZTAgFw0yNjExMjYwNTAyMzlaGA8yMTI2MTEw
MjA1MDIzOVowEjEQMA4GA1UEAwwHc29tZW9uZTCCASIwDQYJKoZIhvcNAQEBBQAD
ggEPADCCAQoCggEBALjiBsqEZsjxGG6+MsDROjvG47To78ExeDchUMb8m1XWfk5n
DcmmuIxUisrLXyuFeeaPvqhsmIypgLSD5uz56TqfAoLppbp8fPkZTdRNKyK0IoCJ
Vd7sbcMUuwlhUpFm+I4hsSgPp8uEP+jUEbnBaSDaryVgY/vRPcaRWAZpYd60kD1q
e/B/FBjrSFFOuSXf5U4oUUloHWQ6Aofi1w8J0YSVrxvzJRg76HkRpKPpp5ex50OG
oxvKcufu34i8hDAf0X6t0I9za1YiFBR1WjDBKuFtkW4K4U5slBC+qg5BzTX/Tf05
qvwzIoaOkTJkMEU4ltuT0lYUlx7pQdINEukZonsCAwEAAaNTMFEwHQYDVR0OBBYE
FA6lfyykM8Y+aVqCRQGsPEcDWBYDMB8GA1UdIwQYMBaAFA6lfyykM8Y+aVqCRQGs
PEcDWBYDMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADggEBAGXxeU7s
LSONaaiM61sY7/mRtviwViUTw28lrJhp/0Qi4MZWFb9NNCGEXO+xogJsYH/Ggw5q
40wB3SuTQO4boIhMGP8ztl4pj+Snle/9T/DWBPqWlM3IJwQtjfLFV9EJWdhuG39c
CYU61XyInRRRAvJ1N6BNARZiWrDC5Qs5NJoXCrSI7vG8q02ge2JRGKGa56QO+GWj
aHWZCPpdoa7RqhxCr+ehrlefRKuUVFwJ3x8Ubn4oLKTr3ial2FAB5GqZy6Z4rmTm
LvJoYXpKUogsJ9gBDQCbJVvxX7Ayodu7g6EGfxvL2hVOQG0SDdzVecq6mTr3E7Ta
WzOkh5OiX+GhO+8=
-----END CERTIFICATE-----
'''
FINGERPRINT = re.compile(r'([0-9a-f]{2}:){15}[0-9a-f]{2}')


class KeyPairs(Table):
    def keys(self, text, **words):
        self.table('compute', text, tag=self.cloud.tag, ed=ED25519, rsa=RSA, ec=ECDSA,
                   user=self.cloud.member.user, **words)

    def generated(self, name, expect, mv=None, **more):
        body = self.post('compute', '/os-keypairs', {'keypair': dict({'name': name}, **more)},
                         expect, mv=mv, record='status')
        self.cloud.made('compute', '/os-keypairs/' + name)
        return body['keypair']

    def test_import(self):
        self.keys('''
            200 POST /os-keypairs {"keypair": {"name": "<tag>-a", "public_key": "<ed>"}}
            201 POST @2.2 /os-keypairs {"keypair": {"name": "<tag>-b", "public_key": "<rsa>"}}
            201 POST @2.2 /os-keypairs {"keypair": {"name": "<tag>-c", "public_key": "<ec>", "type": "ssh"}}
            201 POST @2.10 /os-keypairs {"keypair": {"name": "<tag>-d", "public_key": "<ed>", "user_id": "<user>"}}
            201 POST @2.92 /os-keypairs {"keypair": {"name": "<tag>-e@home.org x", "public_key": "<ed>"}}
            201 POST @2.93 /os-keypairs {"keypair": {"name": "<tag> f", "public_key": "<ed>"}}
            201 POST @2.93 as:reader /os-keypairs {"keypair": {"name": "<tag>-g", "public_key": "<ed>"}}
            204 DELETE @2.93 as:reader /os-keypairs/<tag>-g
            409 POST /os-keypairs {"keypair": {"name": "<tag>-a", "public_key": "<rsa>"}}
            409 POST @2.93 /os-keypairs {"keypair": {"name": "<tag>-a", "public_key": "<ed>"}}
            409 POST @2.2 /os-keypairs {"keypair": {"name": "<tag>-a"}}
        ''')
        body = self.post('compute', '/os-keypairs', {'keypair': {
            'name': self.own('cert'), 'type': 'x509', 'public_key': CERTIFICATE}}, 201, mv='2.2')
        self.cloud.made('compute', '/os-keypairs/' + self.own('cert'))
        self.assertEqual(body['keypair']['type'], 'x509')
        self.get('compute', '/os-keypairs/' + self.own('cert'), mv='2.93',
                 pick=lambda b: dict(b['keypair'], id=0))

    def test_refused_keys(self):
        edge = ED25519.split(' ')[1]
        for key in ('', 'x', 'ssh-ed25519', 'ssh-ed25519 ', ' ' + ED25519, 'ssh-rsa ' + edge,
                    'ssh-ed25519 ' + edge[:-4], 'ssh-ed25519 ' + edge + 'AAAA',
                    'ssh-ed25519\t' + edge, 'ssh-ed25519  ' + edge, 'nonsense ' + edge,
                    'ssh-ed25519 !!!!', CERTIFICATE,
                    '-----BEGIN OPENSSH PRIVATE KEY-----\nx\n-----END OPENSSH PRIVATE KEY-----'):
            expect = 200 if key == 'ssh-ed25519  ' + edge else 400
            self.post('compute', '/os-keypairs', {'keypair': {
                'name': self.own('bad'), 'public_key': key}}, expect)
        self.delete('compute', '/os-keypairs/' + self.own('bad'), 202)
        for key in (ED25519, '', 'x', '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----'):
            body = self.post('compute', '/os-keypairs', {'keypair': {
                'name': self.own('bad'), 'type': 'x509', 'public_key': key}}, 400, mv='2.2',
                record='status')
            self.assertTrue(body['badRequest']['message'].startswith(
                'Keypair data is invalid: failed to generate X509 fingerprint. Error message: '))
        # two lines: what stands behind the first is no part of the key
        self.post('compute', '/os-keypairs', {'keypair': {
            'name': self.own('lines'), 'public_key': ED25519 + '\n' + RSA}}, 200)
        self.cloud.made('compute', '/os-keypairs/' + self.own('lines'))

    def test_generate(self):
        pair = self.generated(self.own('gen'), 200)
        self.script.note('keys', sorted(pair))
        self.assertTrue(pair['private_key'].startswith('-----BEGIN RSA PRIVATE KEY-----\n'))
        self.assertTrue(pair['public_key'].startswith('ssh-rsa '))
        self.assertTrue(pair['public_key'].endswith(' Generated-by-Nova'))
        self.assertTrue(FINGERPRINT.fullmatch(pair['fingerprint']))
        for mv in (None, '2.2', '2.93'):
            shown = self.get('compute', '/os-keypairs/' + self.own('gen'), mv=mv, record='shape')
            self.assertNotIn('private_key', shown['keypair'])
        pair = self.generated(self.own('gen91'), 201, mv='2.91', type='ssh')
        self.script.note('keys', sorted(pair))
        pair = self.generated(self.own('cert'), 201, mv='2.2', type='x509')
        self.script.note('keys', sorted(pair))
        self.assertTrue(pair['public_key'].startswith('-----BEGIN CERTIFICATE-----\n'))
        self.assertEqual(len(pair['fingerprint'].split(':')), 20)
        self.keys('''
            400 POST @2.92 /os-keypairs {"keypair": {"name": "<tag>-x"}}
            400 POST @2.93 /os-keypairs {"keypair": {"name": "<tag>-x", "type": "ssh"}}
            409 POST @2.91 /os-keypairs {"keypair": {"name": "<tag>-gen"}}
        ''')

    def test_names(self):
        self.keys('''
            400 POST @2.91 /os-keypairs {"keypair": {"name": "<tag>.x", "public_key": "<ed>"}}
            400 POST @2.91 /os-keypairs {"keypair": {"name": "<tag>@x", "public_key": "<ed>"}}
            201 POST @2.92 /os-keypairs {"keypair": {"name": "<tag>.x", "public_key": "<ed>"}}
            201 POST @2.92 /os-keypairs {"keypair": {"name": "<tag>@x", "public_key": "<ed>"}}
            400 POST @2.92 /os-keypairs {"keypair": {"name": "<tag>#x", "public_key": "<ed>"}}
            400 POST @2.92 /os-keypairs {"keypair": {"name": "<tag>x ", "public_key": "<ed>"}}
            400 POST @2.92 /os-keypairs {"keypair": {"name": " ", "public_key": "<ed>"}}
            400 POST @2.92 /os-keypairs {"keypair": {"name": "\\u00fc", "public_key": "<ed>"}}
            400 POST @2.92 /os-keypairs {"keypair": {"name": null, "public_key": "<ed>"}}
            400 POST @2.92 /os-keypairs {"keypair": {"public_key": "<ed>"}}
            400 POST @2.92 /os-keypairs {"keypair": {"name": "x", "public_key": null}}
            400 POST @2.9 /os-keypairs {"keypair": {"name": "x", "public_key": "<ed>", "user_id": "<user>"}}
            400 POST @2.10 /os-keypairs {"keypair": {"name": "x", "public_key": "<ed>", "user_id": 5}}
            201 POST @2.10 /os-keypairs {"keypair": {"name": "<tag>-own", "public_key": "<ed>", "user_id": ""}}
            400 POST @2.2 /os-keypairs {"keypair": {"name": "x", "public_key": "<ed>", "type": null}}
            200 GET !status @2.92 /os-keypairs/<tag>.x
            200 GET !status @2.92 /os-keypairs/<tag>%40x
            # the database does not tell capitals from small letters
            200 GET !shape /os-keypairs/<tag>.X
            409 POST @2.92 /os-keypairs {"keypair": {"name": "<tag>.X", "public_key": "<ed>"}}
        ''')

    def test_pages(self):
        names = [self.own('page-%d' % i) for i in range(3)]
        for name in names:
            self.post('compute', '/os-keypairs', {'keypair': {
                'name': name, 'public_key': ED25519}}, 201, mv='2.2', record='status')
            self.cloud.made('compute', '/os-keypairs/' + name)

        def mine(body):
            return [row for row in body['keypairs'] if row['keypair']['name'] in names]
        for mv in (None, '2.2', '2.10', '2.35', '2.93'):
            self.get('compute', '/os-keypairs', mv=mv, pick=mine)
        for mv in ('2.35', '2.93'):
            self.get('compute', '/os-keypairs?limit=1&marker=' + names[0], mv=mv)
            self.get('compute', '/os-keypairs?limit=2&marker=' + names[0], mv=mv)
        # before 2.35 there are no pages, and nobody minds the arguments
        self.get('compute', '/os-keypairs?limit=1&marker=x', mv='2.34', pick=mine)
        self.keys('''
            400 GET @2.35 /os-keypairs?limit=x
            400 GET @2.35 /os-keypairs?limit=-1
            200 GET @2.35 /os-keypairs?limit=0
            400 GET @2.35 /os-keypairs?marker=no-such-key
            400 GET @2.35 /os-keypairs?marker=
            200 GET !status @2.74 /os-keypairs?nonsense=1
            400 GET @2.75 /os-keypairs?nonsense=1
            400 GET @2.75 /os-keypairs/<name>?nonsense=1
            400 DELETE @2.75 /os-keypairs/<name>?nonsense=1
            200 GET !status @2.10 /os-keypairs?user_id=<user>
            403 GET @2.10 /os-keypairs?user_id=someone-else
            200 GET !status @2.9 /os-keypairs?user_id=someone-else
            403 GET @2.10 /os-keypairs/<name>?user_id=someone-else
            200 GET !status @2.9 /os-keypairs/<name>?user_id=someone-else
            200 GET !status @2.10 /os-keypairs/<name>?user_id=<user>
            403 DELETE @2.10 /os-keypairs/<name>?user_id=someone-else
            404 GET as:reader /os-keypairs/<name>
            404 DELETE as:reader /os-keypairs/<name>
        ''', name=names[1])

    def test_delete(self):
        for mv, status in ((None, 202), ('2.2', 204), ('2.93', 204)):
            name = self.own('gone')
            self.post('compute', '/os-keypairs', {'keypair': {
                'name': name, 'public_key': ED25519}}, 200, record='status')
            self.delete('compute', '/os-keypairs/' + name, status, mv=mv)
            self.get('compute', '/os-keypairs/' + name, 404, mv=mv)
            self.delete('compute', '/os-keypairs/' + name, 404, mv=mv)

    def test_quota(self):
        limits = self.cloud.json('/limits')['limits']['absolute']
        rows = self.cloud.json('/os-keypairs')['keypairs']
        for i in range(limits['maxTotalKeypairs'] - len(rows)):
            name = self.own('many-%d' % i)
            self.cloud.post('compute', '/os-keypairs', {'keypair': {
                'name': name, 'public_key': ED25519}})
            self.cloud.made('compute', '/os-keypairs/' + name)
        self.keys('''
            403 POST /os-keypairs {"keypair": {"name": "<tag>-more", "public_key": "<ed>"}}
            403 POST @2.93 /os-keypairs {"keypair": {"name": "<tag>-more", "public_key": "nonsense"}}
            403 POST @2.2 /os-keypairs {"keypair": {"name": "<tag>-many-0"}}
        ''')
