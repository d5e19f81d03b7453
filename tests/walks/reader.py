"""Oriel's window as a reader of its documentation uses it: by the words that are visible, and nothing else.

What is read and pressed comes from the accessible tree (AT-SPI). Words that the tree has but the screen does not, since
they do not fit or are scrolled away, are not read.
"""
import re
import time
import warnings

import gi
gi.require_version('Atspi', '2.0')
gi.require_version('Pango', '1.0')
gi.require_version('PangoCairo', '1.0')
from gi.repository import Atspi, GLib, Pango, PangoCairo     # noqa: E402

from driver.tree import Moved, Tree     # noqa: E402

warnings.filterwarnings('ignore', category=DeprecationWarning)

BUTTON = ('push button', 'button', 'toggle button', 'link')
TAB = ('page tab',)
ENTRY = ('list item', 'heading')            # of the sidebar, and of a list that is open
MENU = ('menu item', 'check menu item', 'radio menu item')
CHOICE = ('radio button', 'check box')
CELL = ('table cell',)
FIELD = ('text', 'entry', 'password text', 'spin button', 'combo box')
WORDS = ('label', 'static', 'heading', 'progress bar', 'table column header')
TABLE = ('table', 'tree', 'tree table')
IN_TABLE = CELL + ('table column header', 'tree item')
PRESSABLE = BUTTON + TAB + ENTRY + MENU + ('radio button',)

CALLED = {BUTTON: 'button', TAB: 'tab', MENU: 'menu entry', CHOICE: 'choice', CELL: 'row',
          FIELD: 'field', PRESSABLE: 'button'}
# Pixels of a thing that its words cannot use. A link has none to spare: its words are its width.
FRAME = dict.fromkeys(BUTTON, 12) | dict.fromkeys(CELL, 12) | {'link': 0}


# What asking for a thing gives once it is gone, or is just about to go: no answer, no interface, nothing to ask.
GONE = (GLib.Error, AttributeError, TypeError, Moved)


class Stuck(AssertionError):
    """What a reader who cannot go on would say."""


class Thing:
    """Something with words on the screen."""

    def __init__(self, find, role, words):
        self.find, self.role, self.words = find, role, words

    @property
    def node(self):
        return self.find()

    @property
    def box(self):
        got = Atspi.Component.get_extents(self.node.get_component_iface(), Atspi.CoordType.SCREEN)
        return got.x, got.y, got.width, got.height

    @property
    def states(self):
        return self.node.get_state_set()

    @property
    def enabled(self):
        return self.states.contains(Atspi.StateType.ENABLED)

    @property
    def ticked(self):
        return self.states.contains(Atspi.StateType.CHECKED)

    @property
    def checkable(self):
        """Whether it is the row of a list that is ticked, not selected."""
        return self.role in CELL and 'Toggle' in self.actions() \
            and not self.states.contains(Atspi.StateType.SELECTABLE)

    def actions(self):
        iface = self.node.get_action_iface()
        return [Atspi.Action.get_action_name(iface, i)
                for i in range(Atspi.Action.get_n_actions(iface))] if iface else []

    def do(self, *names):
        """Does the first of these actions that there is."""
        have = self.actions()
        for name in names:
            if name in have:
                return Atspi.Action.do_action(self.node.get_action_iface(), have.index(name))
        return False

    def row(self):
        """The words of the table row that this cell is in."""
        table = self.node.get_parent()
        grid = table.get_table_iface()
        at = grid.get_row_at_index(self.node.get_index_in_parent())
        cells = (grid.get_accessible_at(at, column) for column in range(grid.get_n_columns()))
        return [cell.get_name() or '' for cell in cells if cell]


def plain(words):
    """As a reader compares: without the dots or the colon at the end, in any case."""
    return ' '.join(words.split()).rstrip('…: ').casefold()


def named(words):
    return '“%s”' % words


class Reader:
    @staticmethod
    def prepare():
        """Starts the bus of assistive technology: a program looks for it only when it starts."""
        Atspi.init()
        Atspi.set_timeout(5000, 10000)
        Atspi.get_desktop(0).get_child_count()

    def __init__(self, process, limit=20):
        self.process, self.limit = process, limit
        self.tree = Tree()
        self.hand = None            # hands.py: how things are done
        self.notes = {}             # what a step has noted, by its name
        self.popups = []
        self._fonts = None
        # A menu is nobody's child in the tree; it is announced when it opens.
        self._listener = Atspi.EventListener.new(self._announced)
        self._listener.register('object:state-changed:showing')
        self.until(self._application, 60)

    # ---------------------------------------------------------------- the tree

    def _announced(self, event):
        try:
            if event.detail1 and event.source.get_role_name() == 'popup menu':
                self.popups.append(event.source)
        except GONE:
            pass        # gone already

    def _application(self):
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_process_id() == self.process.pid:
                child.set_cache_mask(Atspi.Cache.NONE)
                child.clear_cache()
                return child if child.get_child_count() else None
        return None

    @staticmethod
    def _shows(node):
        try:
            return node.get_state_set().contains(Atspi.StateType.SHOWING)
        except GONE:
            return False

    def menus(self):
        """The open menu and the submenus that it has opened."""
        for menu in self.popups:
            menu.clear_cache()      # it does not belong to the application, whose cache is off
        self.popups = [menu for menu in self.popups if self._shows(menu)]
        return self.popups

    def front(self):
        """What a reader looks at: the open menu, else the dialog in front, else the window."""
        if self.menus():
            return self.popups[-1]
        application = self._application()
        if application is None:
            raise Stuck('There is no window.')
        windows = [application.get_child_at_index(i)
                   for i in range(application.get_child_count())]
        windows = [window for window in windows if window and self._shows(window)]
        dialogs = [window for window in windows if window.get_role_name() in ('dialog', 'alert')]
        if not windows:
            raise Stuck('There is no window.')
        return (dialogs or windows)[-1]

    def menu_open(self):
        return self.front().get_role_name() == 'popup menu'

    def things(self, roles, within=None):
        """Every thing of these roles that has words and is there, also where one has to scroll."""
        return list(self.each(roles, within))

    def each(self, roles, within=None):
        """The same, one at a time."""
        in_tables = any(role in IN_TABLE for role in roles)

        def enters(item):
            # A cell that is scrolled away is still in its table. A table has hundreds of cells, and nothing else.
            return item.has(Atspi.StateType.SHOWING) and item.role not in CELL and (
                item.role not in TABLE or in_tables) and (
                item.role != 'combo box' or item.has(Atspi.StateType.EXPANDED))

        def wanted(item):
            return item.role in roles and (item.role in CELL or item.has(Atspi.StateType.SHOWING))
        top = within or self.front()
        items = [item for item in self.tree.read(top, enters, wanted).all() if wanted(item)]
        fields = [item for item in items if item.role in FIELD]
        labels = dict(zip(map(id, fields), self.tree.labels(top, fields)))
        for item in items:
            thing = Thing(item.node, item.role, labels.get(id(item)) or item.name)
            # A title of the page is a heading, too; those of the sidebar lead somewhere.
            if thing.words and (item.role != 'heading' or roles is not PRESSABLE or 'Press' in thing.actions()):
                yield thing

    def place(self):
        """What this place is called on the screen."""
        front = self.front()
        if front.get_role_name() == 'popup menu':
            return 'in the menu'
        name = front.get_name()
        if front.get_role_name() != 'frame':
            return 'in the dialog ' + named(name)
        return 'on the page ' + named(name.split(' – ')[0])

    # ---------------------------------------------------------------- waiting

    @staticmethod
    def listen():
        """Hears what has been announced."""
        context = GLib.MainContext.default()
        while context.iteration(False):
            pass

    def until(self, probe, limit=None):
        """What the probe gives, as soon as it gives something and does not stumble."""
        end = time.monotonic() + (limit or self.limit)
        pause = 0.05
        while True:
            self.listen()
            begun = time.monotonic()
            try:
                got, problem = probe(), None
            except Stuck as stuck:
                got, problem = None, stuck
            except GONE as error:    # it changes while we look
                got, problem = None, Stuck('It keeps changing: %s' % error)
            if got:
                return got
            if self.process.poll() is not None:
                raise Stuck('Oriel has closed, with status %s.' % self.process.returncode)
            if time.monotonic() > end:
                raise problem or Stuck('Nothing happened.')
            # Reading a full page keeps both sides busy, which the other walks would feel.
            time.sleep(max(pause, min(time.monotonic() - begun, 2)))
            pause = min(pause * 1.3, 0.4)

    # ---------------------------------------------------------------- reading

    def one(self, roles, words, within=None, kind=None, icon=False):
        """The one thing that the words mean, on the screen, whole and enabled. The words of an icon are its tooltip."""
        kind = kind or CALLED.get(roles, 'thing')
        things = self.things(roles, within)
        found = self.meant(things, words)
        if not found:
            raise Stuck('There is no %s %s %s; it has %s.' % (
                kind, named(words), self.place(), self.listed(things)))
        if len(found) > 1:
            raise Stuck('%s is ambiguous %s: there are %s.' % (
                named(words), self.place(), ' and '.join(
                    'a %s %s' % (thing.role, named(thing.words)) for thing in found)))
        thing = found[0]
        if not thing.enabled:
            raise Stuck('The %s %s %s is disabled: %s' % (
                kind, named(words), self.place(), thing.node.get_description() or 'it does not say why'))
        self.check_visible(thing, words, kind, icon)
        return thing

    @staticmethod
    def meant(things, words):
        """Those of just these words; else those that begin with them and say more."""
        wanted = plain(words)
        exact = [thing for thing in things if plain(thing.words) == wanted]
        if not exact:       # a field can have its words inside
            exact = [thing for thing in things if thing.role in FIELD
                     and plain(thing.node.get_description() or '').startswith(wanted)]
        longer = [thing for thing in things if plain(thing.words).startswith((wanted + ' ', wanted + ':'))
                  and (thing.role in BUTTON + CHOICE + ENTRY or thing.checkable)]
        return exact or longer

    @staticmethod
    def selected_rows(cell):
        """The first cells of the selected rows of its table."""
        grid = cell.node.get_parent().get_table_iface()
        nodes = [grid.get_accessible_at(row, 0) for row in grid.get_selected_rows()]
        return [Thing(lambda node=node: node, 'table cell', node.get_name()) for node in nodes]

    @staticmethod
    def listed(things, most=12):
        words = list(dict.fromkeys(named(thing.words) for thing in things))
        more = ' and %d more' % (len(words) - most) if len(words) > most else ''
        return ', '.join(words[:most]) + more if words else 'none'

    def check_visible(self, thing, words, kind, icon):
        """Brings it into view as a reader scrolls, and looks whether its words can be read."""
        self.bring_into_view(thing)
        x, y, width, height = thing.box
        if width <= 0 or height <= 0:
            raise Stuck('The %s %s is not on the screen.' % (kind, named(thing.words)))
        left, top, right, bottom = self.frame_of(thing.node)
        if x + width / 2 < left or x + width / 2 > right or y < top - 1 or y + height > bottom + 1:
            raise Stuck('The %s %s is cut off: it reaches out of %s.' % (
                kind, named(thing.words), 'the window'))
        if not icon and thing.role not in FIELD and not self.fits(thing, words, min(width, right - x)):
            raise Stuck('The words %s of the %s are cut off.' % (named(thing.words), kind))

    def bring_into_view(self, thing):
        if self.inside(thing):
            return
        self.hand.reveal(thing)
        end = time.monotonic() + 2
        while not self.inside(thing) and time.monotonic() < end:
            time.sleep(0.05)

    def inside(self, thing):
        _, y, _, height = thing.box
        _, top, _, bottom = self.frame_of(thing.node)
        return height > 0 and y >= top - 1 and y + height <= bottom + 1

    @staticmethod
    def frame_of(node):
        """What of the screen the thing's window and lists leave it: left, top, right, bottom."""
        left, top, right, bottom = 0, 0, 1 << 20, 1 << 20
        child, node = node, node.get_parent()
        while node is not None and node.get_role_name() != 'application':
            iface = node.get_component_iface()
            if iface is not None:
                box = Atspi.Component.get_extents(iface, Atspi.CoordType.SCREEN)
                # A container that reports no area cuts nothing off.
                if box.width > 0 and box.height > 0:
                    left, top = max(left, box.x), max(top, box.y)
                    right, bottom = min(right, box.x + box.width), min(bottom, box.y + box.height)
            if node.get_role_name() == 'popup menu':
                break       # it can reach out of the window that it belongs to
            child, node = node, node.get_parent()
        return left, top, right, bottom

    def scroll(self, thing):
        """Moves the scroll bar beside it, as the wheel does."""
        node = thing.node
        while node is not None and node.get_role_name() != 'application':
            for bar in self.bars(node):
                value = bar.get_value_iface()
                _, y, _, height = thing.box
                _, top, _, bottom = self.frame_of(thing.node)
                by = y + height - bottom if y + height > bottom else y - top
                Atspi.Value.set_current_value(value, Atspi.Value.get_current_value(value) + by)
                if self.inside(thing):
                    return
            node = node.get_parent()

    def bars(self, node):
        for index in range(node.get_child_count()):
            child = node.get_child_at_index(index)
            if child is None or not self._shows(child):
                continue
            for inner in [child] + [child.get_child_at_index(i)
                                    for i in range(min(child.get_child_count(), 2))]:
                if inner is not None and inner.get_role_name() == 'scroll bar':
                    box = Atspi.Component.get_extents(inner.get_component_iface(),
                                                      Atspi.CoordType.SCREEN)
                    if box.height > box.width:
                        yield inner

    def fits(self, thing, words, width):
        """Whether the words have the width that they need in the window's font."""
        if self._fonts is None:
            self._fonts = Pango.Layout.new(PangoCairo.FontMap.get_default().create_context())
            self._fonts.set_font_description(Pango.FontDescription('Inter 10'))
        shown = thing.words.split('\n')[0]
        if thing.role in BUTTON:    # "Project: demo" is shown as "demo", "Sign in to demo" as "Sign in"
            shown = words if shown.startswith(words + ' ') else shown.split(': ', 1)[-1]
        self._fonts.set_text(shown, -1)
        return self._fonts.get_pixel_size()[0] * 0.97 <= width - FRAME.get(thing.role, 0)

    # ---------------------------------------------------------------- doing

    def field(self, words):
        """The field that carries these words, which must be on the screen beside it or in it."""
        thing = self.one(FIELD, words)
        wanted = plain(words)
        beside = any(plain(label.words).rstrip(':') == wanted for label in self.things(WORDS))
        if not beside and plain(thing.node.get_description() or '').startswith(wanted) is False:
            raise Stuck('No words %s stand at the field.' % named(words))
        return thing

    def write(self, words, text):
        def probe():
            thing = self.field(words)
            shown = Atspi.Text.get_text(thing.node.get_text_iface(), 0, -1)
            if shown == text or (thing.role == 'password text' and Atspi.Text.get_character_count(thing.node.get_text_iface()) == len(text)):
                return True
            self.hand.write(thing, text)
            return None
        self.until(probe)

    def sees(self, words):
        """Whether the words are on the screen, also as a part of longer ones."""
        wanted = re.compile(r'(?<!\w)%s(?!\w)' % re.escape(plain(words)))
        for thing in self.each(WORDS + CELL + FIELD + CHOICE + PRESSABLE):
            if wanted.search(plain(thing.words)):
                return thing
        return None
