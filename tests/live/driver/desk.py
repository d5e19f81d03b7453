"""A person's desk: Oriel in a window on a screen, and what one does there again and again."""
import os
import subprocess
import sys
import time
import traceback

from driver.display import Display, Processes


class Desk:
    def __init__(self, oriel, clouds, cloud, out, size='1280x800', home=None, label=''):
        self.binary, self.clouds, self.cloud, self.out, self.size = oriel, clouds, cloud, out, size
        self.home = home or os.path.join(out, 'home')   # no settings of the real person
        self.label = label                              # tells one desk's pictures from another's
        self.processes = Processes(out)
        self.display = self.window = self.oriel = None
        self.shots = 0
        for part in ('config', 'data', 'cache', 'state', 'runtime'):
            os.makedirs(os.path.join(self.home, part), exist_ok=True)
        os.chmod(os.path.join(self.home, 'runtime'), 0o700)

    def say(self, text):
        print('[%s] %s' % (time.strftime('%H:%M:%S'), text), flush=True)

    def shoot(self, name):
        self.shots += 1
        self.window.screenshot(os.path.join(
            self.out, '%s%02d-%s.png' % (self.label, self.shots, name)))

    def env(self):
        own = {'XDG_%s_HOME' % part.upper(): os.path.join(self.home, part)
               for part in ('config', 'data', 'cache', 'state')}
        return dict(own, HOME=self.home, XDG_RUNTIME_DIR=self.home + '/runtime')

    def open(self):
        """Oriel started by this person; a screen is made the first time."""
        from driver.window import Window
        if self.display is None:
            self.display = Display(self.processes, self.size)
        env = dict(self.display.env, **self.env(), OS_CLIENT_CONFIG_FILE=self.clouds)
        self.oriel = self.processes.start('oriel', [self.binary, '--cloud', self.cloud], env=env)
        self.window = Window(self.display, 'oriel', self.oriel)

    def kill(self):
        """As the kernel ends it: nothing is told, nothing is put in order."""
        self.oriel.kill()
        self.processes.end(self.oriel)

    def close(self):
        """The window is closed as a person closes it; nothing runs, so it asks nothing."""
        if self.oriel.poll() is not None:
            raise AssertionError('oriel ended by itself: %s' % self.oriel.returncode)
        for _ in range(3):
            self.window.key('alt+F4')
            try:
                status = self.oriel.wait(10)
                break
            except subprocess.TimeoutExpired:
                pass    # on a busy machine a dialog that is just closing can have had the keys
        else:
            raise AssertionError('the window did not close')
        if status != 0:
            raise AssertionError('oriel ended with %s' % status)
        self.say('the window closed, oriel ended with 0')

    def leave(self):
        """Everything of this desk ends, whatever became of it."""
        self.processes.end_all()

    def tell(self):
        """What the window shows, for who has to find out why."""
        try:
            if self.window:
                self.shoot('failed')
                with open(os.path.join(self.out, self.label + 'window.txt'), 'w') as f:
                    f.write('\n'.join(self.window.texts()) + '\n')
        except Exception:       # the window may be what failed
            traceback.print_exc(file=sys.stderr)

    # ------------------------------------------------------------- the window

    def sidebar(self):
        return self.window.find('any', 'Places', 40)

    def place(self, name):
        """A page, by the sidebar."""
        self.window.click('item', name, within=self.sidebar())

    def instance(self, server):
        self.place('Instances')
        self.window.click('cell', server, 40)
        self.window.find('tab', 'Snapshots')

    def snapshots(self, server):
        self.instance(server)
        self.window.click('tab', 'Snapshots')

    def select(self, name):
        """The row of that name in a list; its name may be a link, so another cell is clicked."""
        def beside():
            for cell in self.window.all('cell', name):
                return self.window.cell_beside(cell)
            return None
        self.window.click_on('the row of ' + name, beside)

    def fill(self, field, text):
        """The field holds the text, typed over what was there."""
        self.window.click('field', field)
        self.window.key('ctrl+a')
        self.window.type(text)
        self.window.wait('%s in the field %s' % (text, field), lambda: self.window.text(
            self.window.find('field', field)) == text)
