"""Oriel's window as a person has it: things are found by their accessible role and name, as a screen
reader finds them, and used with the mouse and the keys.
"""
import time

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib     # noqa: E402

from driver.tree import Moved, Tree     # noqa: E402

# a person says "the button"; the toolkit has several roles for it
ROLES = {
    'button': ('push button', 'button', 'toggle button'),
    'item': ('list item', 'tree item', 'table cell'),
    'tab': ('page tab',),
    'cell': ('table cell', 'list item', 'tree item'),
    'field': ('text', 'entry', 'password text', 'spin button', 'combo box'),
    'menu item': ('menu item', 'check menu item'),
    'label': ('label', 'static', 'heading'),
    'dialog': ('dialog', 'alert'),
    'any': None,
}


class NotFound(AssertionError):
    """Something that should be in the window is not."""


class NoWindow(NotFound):
    """There is no window, or it does not answer just now."""


class Window:
    def __init__(self, display, name, process):
        self.display, self.name, self.process, self.pid = display, name, process, process.pid
        Atspi.init()
        Atspi.set_timeout(5000, 10000)
        self.tree = Tree()
        self.wait('the window of ' + name, self._application, 60)

    # ------------------------------------------------------------- finding

    def _application(self):
        """Our process's entry at the registry, nothing cached: what is read is what is there."""
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            try:
                child = desktop.get_child_at_index(index)
                if child is not None and child.get_process_id() == self.pid:
                    child.set_cache_mask(Atspi.Cache.NONE)
                    child.clear_cache()
                    return child
            except GLib.Error:
                continue
        return None

    @staticmethod
    def _shows(item):
        return item.has(Atspi.StateType.SHOWING) or item.role in ('menu', 'popup menu', 'application')

    def all(self, role='any', name=None, within=None):
        """Every thing that shows with the role and the name (a text, or a predicate of it)."""
        roles = ROLES.get(role, (role,))
        top = within or self._application()
        if top is None:
            raise NoWindow('%s has no window (any more)' % self.name)

        def wanted(item):
            return self._shows(item) and (not roles or item.role in roles)
        tree = self.tree.read(top, self._shows, wanted)
        # What an open dialog has comes before what lies behind it.
        tree.children.sort(key=lambda item: item.role != 'dialog')
        found = []
        for item in tree.all():
            if wanted(item) and (name is None or (name(item.name) if callable(name) else item.name == name)):
                try:
                    found.append(item.node())
                except (GLib.Error, Moved):
                    continue        # gone while we looked
        return found

    def wait(self, what, probe, seconds=20):
        end = time.monotonic() + seconds
        while True:
            try:
                got = probe()
            except (GLib.Error, NoWindow):
                got = None
            if got:
                return got
            if self.process.poll() is not None:
                raise NotFound('%s: %s has ended, with %s' % (
                    what, self.name, self.process.returncode))
            if time.monotonic() > end:
                raise NotFound('%s: not within %d s' % (what, seconds))
            time.sleep(0.2)

    def find(self, role, name=None, seconds=20, within=None):
        """The first such thing, waited for."""
        return self.wait('%s %r' % (role, name if not callable(name) else '(predicate)'),
                         lambda: self.all(role, name, within), seconds)[0]

    def has(self, role, name, within=None):
        return bool(self.all(role, name, within))

    def gone(self, role, name, seconds=20):
        self.wait('%s %r to go' % (role, name), lambda: not self.has(role, name), seconds)

    def texts(self):
        """What stands in the window, line by line; for messages and logs."""
        lines = []
        for node in self.all():
            try:
                if node.get_name():
                    lines.append('%s: %s%s' % (node.get_role_name(), node.get_name(),
                                               '' if self.enabled(node) else ' (disabled)'))
            except GLib.Error:
                continue
        return lines

    def row(self, cell):
        """The texts of the table row that a cell stands in."""
        table = cell.get_parent()
        grid = table.get_table_iface()
        if grid is None:
            return [cell.get_name()]
        at = grid.get_row_at_index(cell.get_index_in_parent())
        return [self._cell_text(grid, at, column) for column in range(grid.get_n_columns())]

    @staticmethod
    def cell_beside(cell, by=1):
        """Another cell of the same row, so many columns further on."""
        grid = cell.get_parent().get_table_iface()
        at = cell.get_index_in_parent()
        return grid.get_accessible_at(grid.get_row_at_index(at), grid.get_column_at_index(at) + by)

    @staticmethod
    def _cell_text(grid, row, column):
        cell = grid.get_accessible_at(row, column)
        return (cell.get_name() or '') if cell else ''

    @staticmethod
    def enabled(node):
        states = node.get_state_set()
        return states.contains(Atspi.StateType.ENABLED) or states.contains(
            Atspi.StateType.SENSITIVE)

    @staticmethod
    def text(node):
        """What stands in a field."""
        iface = node.get_text_iface()
        return Atspi.Text.get_text(iface, 0, -1) if iface else node.get_name()

    # -------------------------------------------------------------- doing

    def _centre(self, node):
        box = Atspi.Component.get_extents(node.get_component_iface(), Atspi.CoordType.SCREEN)
        if box.width <= 0 or box.height <= 0:
            raise NotFound('%s has no place on the screen' % node.get_name())
        # a wide cell is clicked near its beginning, where its text is
        return box.x + min(box.width // 2, 24), box.y + box.height // 2

    def click(self, role, name=None, seconds=20, button=1, times=1, within=None):
        """The mouse goes there and clicks, once it shows, is enabled and has stopped moving."""
        def enabled():
            for node in self.all(role, name, within):
                if self.enabled(node):
                    return node
            return None
        return self.click_on('%s %r' % (role, name), enabled, seconds, button, times)

    def click_on(self, what, probe, seconds=20, button=1, times=1):
        """The same for what a probe finds."""
        node = self.point_to(what, probe, seconds)
        self.display.xdotool('click', '--repeat', times, '--delay', 60, button)
        return node

    def point_to(self, what, probe, seconds=20):
        """The mouse goes to what a probe finds, once it has stopped moving."""
        def ready():
            node = probe()
            if node:
                first = self._centre(node)
                time.sleep(0.1)
                if self._centre(node) == first:
                    return node, first
            return None
        node, (x, y) = self.wait('%s to be clicked' % what, ready, seconds)
        self.display.xdotool('mousemove', x, y)
        time.sleep(0.05)
        return node

    def type(self, text):
        self.display.xdotool('type', '--delay', 12, '--', text)

    def key(self, *keys):
        self.display.xdotool('key', '--delay', 30, *keys)

    def screenshot(self, path):
        self.display.screenshot(path)
