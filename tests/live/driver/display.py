"""A screen of one's own: Xvfb with a window manager; and a session bus.

Every process is started in a group of its own and ended by that group's id.
"""
import os
import signal
import subprocess
import time


class Processes:
    """What a run has started; ends it all, latest first."""

    def __init__(self, logs):
        self.logs = logs
        self.started = []

    def start(self, name, argv, env=None, **kw):
        with open(os.path.join(self.logs, name + '.log'), 'ab') as log:
            process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stderr=log,
                                       stdout=kw.pop('stdout', log), env=env,
                                       start_new_session=True, **kw)
        self.started.append((name, process))
        return process

    def end(self, process, seconds=10):
        """SIGTERM to the group, SIGKILL to what is left; the exit status."""
        for sent, limit in ((signal.SIGTERM, seconds), (signal.SIGKILL, 5)):
            try:
                os.killpg(process.pid, sent)
            except ProcessLookupError:
                pass
            try:
                process.wait(limit)
                break
            except subprocess.TimeoutExpired:
                continue
        try:
            os.killpg(process.pid, signal.SIGKILL)      # children that outlived it
        except ProcessLookupError:
            pass
        self.started = [pair for pair in self.started if pair[1] is not process]
        return process.returncode

    def end_all(self):
        for _, process in reversed(list(self.started)):
            self.end(process)


class Bus:
    """A session bus, whose services end with it. `folder` is its own: the accessibility bus is found by it."""

    def __init__(self, processes, folder):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        read, write = os.pipe()
        os.set_inheritable(write, True)
        processes.start('bus', ['dbus-daemon', '--session', '--nofork', '--nopidfile',
                                '--print-address=%d' % write],
                        env=dict(os.environ, XDG_RUNTIME_DIR=folder), pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as pipe:
            self.address = pipe.readline().strip()
        if not self.address:
            raise RuntimeError('The session bus did not start; see bus.log')


class Display:
    """Xvfb, and openbox where windows are to be managed; `env` is what a program needs to be shown there."""

    def __init__(self, processes, size='1280x800', manager=True):
        self.processes = processes
        self.size = size
        read, write = os.pipe()
        os.set_inheritable(write, True)
        self.server = processes.start(
            'xvfb', ['Xvfb', '-displayfd', str(write), '-screen', '0', size + 'x24', '-nolisten',
                     'tcp', '-noreset'], pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()    # comes when it is ready, nothing if it cannot
        if not number:
            raise RuntimeError('Xvfb did not start; see xvfb.log')
        self.env = dict(os.environ, DISPLAY=':' + number, QT_QPA_PLATFORM='xcb',
                        QT_LINUX_ACCESSIBILITY_ALWAYS_ON='1', QT_ACCESSIBILITY='1',
                        QT_SCALE_FACTOR='1', LC_ALL='C.UTF-8', NO_AT_BRIDGE='0')
        self.env.pop('WAYLAND_DISPLAY', None)
        os.environ['DISPLAY'] = self.env['DISPLAY']
        if manager:
            processes.start('openbox', ['openbox', '--sm-disable'], env=self.env)
            self._wait_for_manager()

    def _wait_for_manager(self):
        end = time.monotonic() + 20
        while time.monotonic() < end:
            got = subprocess.run(['xdotool', 'get_num_desktops'], env=self.env,
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            if got.returncode == 0 and got.stdout.strip().isdigit():
                return
            time.sleep(0.1)
        raise RuntimeError('openbox did not start; see openbox.log')

    def xdotool(self, *words):
        subprocess.run(['xdotool'] + [str(w) for w in words], env=self.env, check=True,
                       timeout=60, stdout=subprocess.DEVNULL)

    def screenshot(self, path):
        subprocess.run(['import', '-window', 'root', path], env=self.env, check=True, timeout=60)
