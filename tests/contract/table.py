"""Requests as lines of a table, so that a hundred comparisons are a hundred lines."""
import json
import re

from case import NOBODY, Case

OPTION = re.compile(r'(@|as:|!)(\S+)\s+')
COLLECTIONS = {'compute': ('/servers', '/os-keypairs', '/os-server-groups'), 'volume': ('/volumes', '/snapshots'),
               'image': ('/v2/images',), 'network': ('/v2.0/security-groups', '/v2.0/floatingips', '/v2.0/ports')}
EMOJI = '\N{GRINNING FACE}'


class Table(Case):
    """Reads lines of the form

        STATUS METHOD [OPTION]... PATH [BODY]

    OPTION: @2.93 (microversion), as:reader (account), !shape, !keys, !status (what is recorded),
    !numbers (digits in texts are replaced), !accept=TYPE, !type=TYPE, !token=TEXT (headers).
    BODY: JSON; behind `raw:` a text that is sent as it is, as application/json.
    <NAME> stands for words['NAME'], <nobody> for an id that nothing has, <x256> for 256 times `x`,
    <e256> for as many characters outside of the Basic Multilingual Plane.
    """

    def table(self, service, text, **words):
        for line in text.strip().splitlines():
            if line.strip() and not line.strip().startswith('#'):
                self.line(service, line.strip(), dict(words, nobody=NOBODY))

    def line(self, service, line, words):
        status, method, rest = self.filled(line, words).split(None, 2)
        account, options = 'member', {'headers': {}}
        while match := OPTION.match(rest):
            rest = rest[match.end():]
            sign, value = match.groups()
            if sign == '@':
                options['mv'] = value
            elif sign == 'as:':
                account = value
            else:
                self.option(options, value)
        path, _, body = rest.partition(' ')
        if body.startswith('raw:'):
            options['data'] = body[4:].encode()
            options['headers'].setdefault('Content-Type', 'application/json')
        elif body:
            options['body'] = json.loads(body)
        if path == '/-':
            path = ''
        answer = self.ask(method, service, path, int(status), account=account, **options)
        if method == 'POST' and self.answer.ok and path in COLLECTIONS.get(service, ()):
            row = answer.get('id') and answer or next(iter(answer.values()))
            if path == '/os-keypairs':
                self.cloud.made(service, '%s/%s' % (path, row['name']))
            else:
                self.cloud.made(service, '%s/%s' % (path, row['id']))

    @staticmethod
    def option(options, value):
        name, _, text = value.partition('=')
        if name == 'accept':
            options['headers']['Accept'] = text
        elif name == 'type':
            options['headers']['Content-Type'] = text
        elif name == 'token':
            options['token'] = text or None
        elif name == 'numbers':
            options['numbers'] = True
        else:
            options['record'] = name

    def filled(self, text, words):
        def word(match):
            name = match.group(1)
            if name in words:
                return words[name]
            if re.fullmatch(r'x\d+', name):
                return 'x' * int(name[1:])
            if re.fullmatch(r'e\d+', name):
                return EMOJI * int(name[1:])
            return match.group(0)
        return re.sub(r'<(\w+)>', word, text)
