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

warnings.filterwarnings('ignore', category=DeprecationWarning)

BUTTON = ('push button', 'button', 'toggle button', 'link')
TAB = ('page tab',)
ENTRY = ('list item', 'heading')            # of the sidebar, and of a list that is open
MENU = ('menu item', 'check menu item', 'radio menu item')
CHOICE = ('radio button', 'check box')
CELL = ('table cell',)
FIELD = ('text', 'entry', 'password text', 'spin button', 'combo box')
WORDS = ('label', 'static', 'heading')
PRESSABLE = BUTTON + TAB + ENTRY + MENU

CALLED = {BUTTON: 'button', TAB: 'tab', MENU: 'menu entry', CHOICE: 'choice', CELL: 'row',
          FIELD: 'field', PRESSABLE: 'button'}
# Pixels of a thing that its words cannot use.
FRAME = dict.fromkeys(BUTTON, 12) | dict.fromkeys(CELL, 12)


class Stuck(AssertionError):
    """What a reader who cannot go on would say."""


class Thing:
    """Something with words on the screen."""

    def __init__(self, node, role, words):
        self.node, self.role, self.words = node, role, words

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

    def do(self, *names):
        """Does the first of these actions that there is."""
        actions = self.node.get_action_iface()
        have = [Atspi.Action.get_action_name(actions, i)
                for i in range(Atspi.Action.get_n_actions(actions))] if actions else []
        for name in names:
            if name in have:
                return Atspi.Action.do_action(actions, have.index(name))
        return False

    def row(self):
        """The words of the table row that this cell is in."""
        table = self.node.get_parent()
        grid = table.get_table_iface()
        at = grid.get_row_at_index(self.node.get_index_in_parent())
        cells = (grid.get_accessible_at(at, column) for column in range(grid.get_n_columns()))
        return [cell.get_name() or '' for cell in cells if cell]


def plain(words):
    """As a reader compares: without the dots that say that a question follows, in any case."""
    return ' '.join(words.split()).rstrip('…').strip().casefold()


def named(words):
    return '“%s”' % words


class Reader:
    def __init__(self, process, limit=20):
        self.process, self.limit = process, limit
        self.popups = []
        self._fonts = None
        Atspi.init()
        Atspi.set_timeout(5000, 10000)
        # A menu is nobody's child in the tree; it is announced when it opens.
        self._listener = Atspi.EventListener.new(self._announced)
        self._listener.register('object:state-changed:showing')
        self.until(self._application, 60)

    # ---------------------------------------------------------------- the tree

    def _announced(self, event):
        try:
            if event.detail1 and event.source.get_role_name() == 'popup menu':
                self.popups.append(event.source)
        except GLib.Error:
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
        except GLib.Error:
            return False

    def front(self):
        """What a reader looks at: the open menu, else the dialog in front, else the window."""
        for menu in self.popups:
            menu.clear_cache()      # it does not belong to the application, whose cache is off
        self.popups = [menu for menu in self.popups if self._shows(menu)]
        if self.popups:
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

    def things(self, roles, within=None):
        """Every thing of these roles that has words and is there, also where one has to scroll."""
        def walk(node):
            for index in range(node.get_child_count()):
                try:
                    child = node.get_child_at_index(index)
                    role = child.get_role_name()
                    # A cell that is scrolled away is still in its table.
                    if role not in CELL and not self._shows(child):
                        continue
                    if role in roles:
                        words = self.words_of(child, role)
                        if words:
                            yield Thing(child, role, words)
                    if role != 'combo box' or child.get_state_set().contains(
                            Atspi.StateType.EXPANDED):
                        yield from walk(child)
                except (GLib.Error, AttributeError):
                    continue        # gone while we looked
        return list(walk(within or self.front()))

    @staticmethod
    def words_of(node, role):
        if role not in FIELD:
            return node.get_name() or ''
        for relation in node.get_relation_set() or ():
            if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
                return relation.get_target(0).get_name() or ''
        return node.get_name() or ''

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

    def until(self, probe, limit=None):
        """What the probe gives, as soon as it gives something and does not stumble."""
        end = time.monotonic() + (limit or self.limit)
        context = GLib.MainContext.default()
        while True:
            while context.iteration(False):
                pass
            try:
                got, problem = probe(), None
            except Stuck as stuck:
                got, problem = None, stuck
            except (GLib.Error, AttributeError) as error:    # it changes while we look
                got, problem = None, Stuck('It keeps changing: %s' % error)
            if got:
                return got
            if self.process.poll() is not None:
                raise Stuck('Oriel has closed, with status %s.' % self.process.returncode)
            if time.monotonic() > end:
                raise problem or Stuck('Nothing happened.')
            time.sleep(0.05)

    # ---------------------------------------------------------------- reading

    def one(self, roles, words, within=None, kind=None):
        """The one thing that the words mean, on the screen, whole and enabled."""
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
        self.check_visible(thing, kind)
        return thing

    @staticmethod
    def meant(things, words):
        """Those of just these words; else those that begin with them and say more."""
        wanted = plain(words)
        exact = [thing for thing in things if plain(thing.words) == wanted]
        if not exact:       # a field can have its words inside
            exact = [thing for thing in things if thing.role in FIELD
                     and plain(thing.node.get_description() or '').startswith(wanted)]
        longer = [thing for thing in things
                  if thing.role in BUTTON and plain(thing.words).startswith(wanted + ' ')]
        return exact or longer

    @staticmethod
    def listed(things, most=12):
        words = list(dict.fromkeys(named(thing.words) for thing in things))
        more = ' and %d more' % (len(words) - most) if len(words) > most else ''
        return ', '.join(words[:most]) + more if words else 'none'

    def check_visible(self, thing, kind):
        """Brings it into view as a reader scrolls, and looks whether its words can be read."""
        self.bring_into_view(thing)
        x, y, width, height = thing.box
        if width <= 0 or height <= 0:
            raise Stuck('The %s %s is not on the screen.' % (kind, named(thing.words)))
        left, top, right, bottom = self.frame_of(thing.node)
        if x + width / 2 < left or x + width / 2 > right or y < top - 1 or y + height > bottom + 1:
            raise Stuck('The %s %s is cut off: it reaches out of %s.' % (
                kind, named(thing.words), 'the window'))
        if thing.role not in FIELD and not self.fits(thing, min(width, right - x)):
            raise Stuck('The words %s of the %s are cut off.' % (named(thing.words), kind))

    def bring_into_view(self, thing):
        if self.inside(thing):
            return
        if thing.role in CELL + ENTRY:
            thing.do('SetFocus')
        else:
            self.scroll(thing)
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

    def fits(self, thing, width):
        """Whether the words have the width that they need in the window's font."""
        if self._fonts is None:
            self._fonts = Pango.Layout.new(PangoCairo.FontMap.get_default().create_context())
            self._fonts.set_font_description(Pango.FontDescription('Inter 10'))
        self._fonts.set_text(thing.words.split('\n')[0], -1)
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
            if Atspi.Text.get_text(thing.node.get_text_iface(), 0, -1) == text:
                return True
            Atspi.EditableText.set_text_contents(thing.node.get_editable_text_iface(), text)
            return None
        self.until(probe)

    def sees(self, words):
        """Whether the words are on the screen, also as a part of longer ones."""
        wanted = re.compile(r'(?<!\w)%s(?!\w)' % re.escape(plain(words)))
        for thing in self.things(WORDS + CELL + BUTTON + TAB + ENTRY):
            if wanted.search(plain(thing.words)):
                return thing
        return None
