"""The base of every case: requests that are expected, recorded and, at the end, undone."""
import time
import unittest

from transcript import Transcript

NOBODY = '00000000-0000-4000-8000-000000000000'


class Case(unittest.TestCase):
    """A set of cases against one cloud; `cloud` is set by the runner."""
    cloud = None
    kept = False            # about clouds that keep deleted servers for a while, and of no use on others
    maxDiff = None

    def setUp(self):
        self.script = Transcript(self.cloud)
        self.cloud.transcripts[self.title()] = self.script.lines
        self.wrong = []
        self.addCleanup(self.cloud.unmake, self.cloud.mark())

    def tearDown(self):
        if self.wrong:
            self.fail('\n'.join(self.wrong))

    def title(self):
        return '%s.%s' % (type(self).__name__, self._testMethodName)

    def ask(self, method, service, path, expect, mv=None, body=None, account='member',
            record='full', pick=None, drop=(), numbers=False, **kw):
        """Sends, checks the status, records; the body as JSON, else as text.

        pick: takes the part of a body to be recorded. drop: keys left out. numbers: digits in
        texts are replaced, for what depends on how full a cloud is.
        """
        answer = getattr(self.cloud, account).send(method, service, path, microversion=mv,
                                                   json=body, **kw)
        if answer.status_code != expect:
            # the case goes on, so that one run tells of everything
            self._undo(method, service, path, account, answer)
            self.wrong.append('%d, not %d: %s %s %s %s: %s' % (
                answer.status_code, expect, method, service, path, body, answer.text[:600]))
        self.script.add(method, service, path, mv, account, body, answer, record, pick, drop,
                        numbers)
        self.answer = answer
        try:
            return answer.json() if answer.content else None
        except ValueError:
            return answer.text

    def _undo(self, method, service, path, account, answer):
        """What should have been refused and was made is deleted all the same."""
        if method == 'POST' and answer.ok and path in (
                '/servers', '/volumes', '/snapshots', '/v2/images', '/v2.0/security-groups',
                '/v2.0/floatingips', '/v2.0/ports'):
            body = answer.json()
            self.cloud.made(service, '%s/%s' % (path, body.get('id') or next(
                iter(body.values()))['id']), getattr(self.cloud, account))

    def get(self, service, path, expect=200, **kw):
        return self.ask('GET', service, path, expect, **kw)

    def post(self, service, path, body, expect, **kw):
        return self.ask('POST', service, path, expect, body=body, **kw)

    def delete(self, service, path, expect, **kw):
        return self.ask('DELETE', service, path, expect, **kw)

    def action(self, server, body, expect, **kw):
        return self.post('compute', '/servers/%s/action' % server, body, expect, **kw)

    def states(self, what, read, last, order, may_miss=(), seconds=300):
        """Polls until read() gives `last`; the states seen must come in `order`.

        Those that a poll may miss are no part of the transcript.
        """
        seen = []
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            state = read()
            if not seen or seen[-1] != state:
                seen.append(state)
            if state == last:
                break
            time.sleep(0.05)
        self.assertEqual(seen[-1], last, '%s ended in %s' % (what, seen))
        places = [order.index(s) if s in order else -1 for s in seen]
        self.assertNotIn(-1, places, '%s passed through %s' % (what, seen))
        self.assertEqual(places, sorted(places), '%s passed through %s' % (what, seen))
        self.script.note(what, [s for s in seen if s not in may_miss])
        return seen

    def own(self, name):
        return self.cloud.name(name)

    def mine(self, key):
        """A pick: of a list's rows those of this run, by name, sorted by it."""
        def pick(body):
            rows = [r for r in body[key] if (r.get('name') or '').startswith(self.cloud.tag)
                    or (r.get('name') or '').startswith('snapshot for ' + self.cloud.tag)]
            return dict(body, **{key: sorted(rows, key=lambda r: (r['name'], r['id']))})
        return pick
