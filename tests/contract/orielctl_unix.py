#!/usr/bin/env python3
"""orielctl as a program among others: pipes, redirections, exit codes, terminals and signals.

    orielctl_unix.py ORIEL ORIELCTL

Against a demo cloud of its own. Nothing here waits for a fixed time: what is waited for is seen in
the cloud or in the output.
"""
import contextlib
import json
import os
import pathlib
import pty
import select
import signal
import sqlite3
import subprocess
import sys
import tempfile
import termios
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'live'))
from kills import Cloud, environment, settled  # noqa: E402

LONGEST = 90


def until(condition, what):
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f'{what} never came')


def ended(pid):
    """How the child ended, as waitpid says it; one that does not end is a failure, and is killed."""
    got = []

    def gone():
        child, status = os.waitpid(pid, os.WNOHANG)
        got.append(status)
        return child == pid
    try:
        until(gone, 'the end of the program')
    except AssertionError:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        raise
    return got[-1]


class Program(unittest.TestCase):
    oriel = ''
    orielctl = ''

    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory(prefix='oriel-unix-')
        cls.folder = pathlib.Path(cls.place.name)
        cls.cloud = Cloud(cls.oriel, cls.folder)

    @classmethod
    def tearDownClass(cls):
        cls.cloud.close()
        cls.place.cleanup()

    def setUp(self):
        self.state = self.folder / self.id() / 'state'
        self.state.mkdir(parents=True)
        self.env = environment(self.cloud, self.state)

    def start(self, *words, **how):
        how = dict(stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                   env=self.env, text=True) | how
        return subprocess.Popen([self.orielctl, *words], **how)

    def run_it(self, *words, **how):
        process = self.start(*words, **how)
        out, err = process.communicate(timeout=LONGEST)
        return process.returncode, out, err

    def shell(self, line):
        done = subprocess.run(['bash', '-c', f'set -o pipefail; {line}'], capture_output=True,
                              text=True, timeout=LONGEST, env=self.env | {'CTL': self.orielctl},
                              stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout, done.stderr

    # --- streams

    def test_a_reader_that_has_had_enough(self):
        for words in (['server', 'list'], ['--help']):
            reading, writing = os.pipe()
            os.close(reading)
            code, _, err = self.run_it(*words, stdout=writing)
            os.close(writing)
            self.assertEqual((code, err), (-signal.SIGPIPE, ''))

    def test_a_full_disk(self):
        for line in ('"$CTL" server list >/dev/full', '"$CTL" --help >/dev/full'):
            code, _, err = self.shell(line)
            self.assertEqual(code, 1)
            self.assertIn('No space left on device', err)

    def test_closed_streams(self):
        code, _, err = self.shell('"$CTL" server list >&-')
        self.assertEqual(code, 1)
        self.assertIn('could not be written', err)
        self.assertEqual(self.shell('"$CTL" server list 2>&- >/dev/null')[0], 0)
        self.assertEqual(self.shell('"$CTL" server list <&- >/dev/null')[0], 0)
        # With all of them closed nothing that is printed reaches a file that was opened meanwhile.
        self.shell('"$CTL" server list <&- >&- 2>&-')
        for file in self.state.rglob('*'):
            if file.is_file():
                self.assertNotIn(b'web-1', file.read_bytes())

    def test_what_goes_where(self):
        code, out, err = self.run_it('server', 'list', '-f', 'json')
        self.assertEqual((code, err), (0, ''))
        json.loads(out)
        code, out, err = self.run_it('server', 'show', 'no-such-server')
        self.assertEqual((code, out), (1, ''))
        self.assertIn('no-such-server', err)
        code, out, err = self.run_it('server', 'frobnicate')
        self.assertEqual((code, out), (2, ''))
        code, out, err = self.run_it('--help')
        self.assertEqual((code, err), (0, ''))

    def test_what_begins_with_a_dash(self):
        code, _, err = self.run_it('server', 'show', '--', '-x')
        self.assertEqual(code, 1)
        self.assertIn('“-x”', err)
        code, out, _ = self.run_it('server', 'show', '-f', 'value', '-c', 'name', '--', 'web-1')
        self.assertEqual((code, out), (0, 'web-1\n'))

    # --- terminals

    def without_password(self):
        file = self.state.parent / 'clouds.yaml'
        text = self.cloud.file.read_text().replace('      password: demo\n', '')
        file.write_text(text)
        return self.env | {'OS_CLIENT_CONFIG_FILE': str(file)}

    def test_no_terminal_to_ask_at(self):
        env = self.without_password()
        code, _, err = self.run_it('server', 'list', env=env, start_new_session=True)
        self.assertEqual(code, 1)
        self.assertIn('no terminal', err)

    def at_terminal(self, env):
        """The program at a terminal of its own, asking for the password."""
        pid, master = pty.fork()
        if pid == 0:
            os.execve(self.orielctl, [self.orielctl, 'server', 'list'], env)
        self.addCleanup(os.close, master)
        seen = b''

        def asks():
            nonlocal seen
            if select.select([master], [], [], 0.05)[0]:
                seen += os.read(master, 4096)
            return b'Password' in seen

        until(asks, 'the question')
        until(lambda: not self.echoes(master), 'the silence')
        return pid, master

    @staticmethod
    def echoes(terminal):
        return bool(termios.tcgetattr(terminal)[3] & termios.ECHO)

    def test_the_echo_comes_back(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            pid, master = self.at_terminal(self.without_password())
            os.kill(pid, number)
            status = ended(pid)
            self.assertTrue(os.WIFSIGNALED(status) and os.WTERMSIG(status) == number)
            self.assertTrue(self.echoes(master))

    def test_stopped_while_it_asks(self):
        # Only a job of a shell can be stopped.
        after = self.state / 'after'
        pid, master = pty.fork()
        if pid == 0:
            os.execve('/bin/bash', ['bash', '-c', 'set -m; "$CTL" server list; stty -a >"$AFTER"; fg'],
                      self.without_password() | {'CTL': self.orielctl, 'AFTER': str(after)})
        self.addCleanup(os.close, master)
        children = pathlib.Path(f'/proc/{pid}/task/{pid}/children')

        def silent():
            if select.select([master], [], [], 0.05)[0]:
                os.read(master, 4096)
            return children.read_text().split() and not self.echoes(master)

        until(silent, 'the question')
        os.kill(int(children.read_text().split()[0]), signal.SIGTSTP)
        until(lambda: after.exists() and after.read_text(), 'the shell')
        self.assertIn(' echo ', after.read_text())
        until(silent, 'the question after it')
        os.kill(int(children.read_text().split()[0]), signal.SIGTERM)
        ended(pid)
        self.assertTrue(self.echoes(master))

    def test_no_progress_without_a_terminal(self):
        code, _, err = self.run_it('server', 'image', 'create', '--name', 'quiet', '--wait', 'web-2')
        self.assertEqual((code, err), (0, ''))

    # --- signals in a safe capture

    def server(self, name):
        return next(one for one in self.cloud.get('compute', '/servers/detail')['servers']
                    if one['name'] == name)

    def begin(self, server, name):
        process = self.start('server', 'image', 'create', '--name', name, '--shut-off-first',
                             server)
        until(lambda: self.server(server)['OS-EXT-STS:task_state'] == 'powering-off' or
              self.server(server)['status'] == 'SHUTOFF', 'the shutdown')
        return process

    def unfinished(self):
        out = self.run_it('activity', 'list', '--unfinished', '-f', 'json')[1]
        return json.loads(out or '[]')

    def test_the_first_signal_cancels(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process = self.begin('web-1', 'canceled')
            process.send_signal(number)
            out, err = process.communicate(timeout=LONGEST)
            self.assertEqual(process.returncode, -number)
            self.assertEqual(out, '')
            self.assertIn('The instance is started again', err)
            self.assertIn('Canceled. The instance was started again.', err)
            settled(self.cloud, self.server('web-1')['id'])
            self.assertEqual(self.server('web-1')['status'], 'ACTIVE')
        self.assertEqual(self.unfinished(), [])
        listed = json.loads(self.run_it('activity', 'list', '-f', 'json')[1])
        self.assertEqual([one['Outcome'] for one in listed], ['Canceled'] * 3)
        self.assertNotIn('canceled', self.run_it('image', 'list', '-f', 'value', '-c', 'Name')[1])

    def test_the_second_signal_stops_and_resume_goes_on(self):
        process = self.begin('web-2', 'stopped')
        process.send_signal(signal.SIGINT)
        process.stderr.readline()  # it has said what it does
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=LONGEST)
        self.assertEqual(process.returncode, -signal.SIGINT)
        self.assertIn('is not finished', err)
        self.assertIn('orielctl resume', err)
        self.assertEqual(len(self.unfinished()), 1)
        # The next run says it in one line, on standard error only.
        code, out, err = self.run_it('server', 'list', '-f', 'json')
        self.assertEqual(code, 0)
        json.loads(out)
        self.assertEqual(err.count('\n'), 1)
        self.assertIn('“stopped”', err)
        code, _, err = self.run_it('resume', 'no-such-id')
        self.assertEqual(code, 1)
        self.assertIn('no-such-id', err)
        self.run_it('resume', self.unfinished()[0]['ID'])
        self.assertEqual(self.unfinished(), [])
        settled(self.cloud, self.server('web-2')['id'])
        self.assertEqual(self.server('web-2')['status'], 'ACTIVE')
        code, _, err = self.run_it('resume')
        self.assertEqual(code, 0)
        self.assertIn('There are no unfinished operations', err)

    def change_journal(self, change):
        with contextlib.closing(sqlite3.connect(self.state / 'oriel' / 'journal.sqlite')) as journal:
            with journal:
                journal.execute('UPDATE entry SET ' + change)

    def test_what_needs_a_newer_oriel_is_kept(self):
        process = self.begin('web-2', 'kept')
        process.kill()
        process.communicate(timeout=LONGEST)
        before, = self.unfinished()
        for newer, back in (("kind = 'new-' || kind", 'kind = substr(kind, 5)'),
                            ('format = format + 1', 'format = format - 1'),
                            ("intent = '-' || intent", 'intent = substr(intent, 2)')):
            self.change_journal(newer)
            for _ in range(2):
                code, _, err = self.run_it('resume')
                self.assertEqual(code, 1)
                self.assertIn('needs a newer version of Oriel', err)
                kept, = self.unfinished()
                self.assertEqual((kept['ID'], kept['Outcome'], kept['Ended']),
                                 (before['ID'], 'Needs a newer Oriel', None))
            # Other commands do not say that “resume” would help.
            self.assertEqual(self.run_it('server', 'list', '-f', 'json')[2], '')
            self.change_journal(back)
        self.run_it('resume')  # with the version that understands it
        self.assertEqual(self.unfinished(), [])
        settled(self.cloud, self.server('web-2')['id'])
        self.assertEqual(self.server('web-2')['status'], 'ACTIVE')

    def test_where_it_cannot_write_it_sends_nothing(self):
        (self.state / 'oriel').mkdir()
        (self.state / 'oriel' / 'journal.sqlite').symlink_to('/dev/null')
        code, _, err = self.run_it('server', 'image', 'create', '--shut-off-first', 'web-2')
        self.assertEqual(code, 1)
        self.assertIn('symbolic link', err)
        self.assertIn('journal.sqlite', err)
        self.assertEqual(self.server('web-2')['status'], 'ACTIVE')
        code, _, err = self.run_it('activity', 'list')
        self.assertEqual(code, 1)
        self.assertIn('symbolic link', err)
        code, _, err = self.run_it('server', 'list')
        self.assertEqual((code, err), (0, ''))


if __name__ == '__main__':
    Program.oriel, Program.orielctl = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
