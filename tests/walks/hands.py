"""Two ways of doing what a step says: by the actions that Oriel offers to assistive technology, and by keys.

Both find things by their visible words (reader.py). `Actions` sends neither a key nor a mouse event, except for the keys
that a step names; `Keys` sends nothing but keys.
"""
import time

from reader import Atspi, CELL, CHOICE, ENTRY, FIELD, GONE, MENU, TAB, Stuck, named

KEYSYMS = {'Enter': 'Return', 'Esc': 'Escape', 'Delete': 'Delete'}


class Actions:
    """As assistive technology does it."""

    def __init__(self, reader, display):
        self.reader, self.display = reader, display

    def press(self, thing):
        return thing.do('Press', 'Toggle', 'ShowMenu')

    def reach(self, thing):
        """Gives it the focus."""
        return thing.do('SetFocus')

    def open_menu(self, thing):
        return thing.do('ShowMenu')

    def open_submenu(self, thing):
        return thing.do('ShowMenu')

    def close_submenu(self, thing):
        return True     # the next one that opens closes it

    def open_list(self, thing):
        return thing.do('ShowMenu', 'Press')

    def tick(self, thing):
        return thing.do('Toggle', 'Press')

    def select(self, thing):
        return thing.do('Toggle')

    def write(self, thing, text):
        Atspi.EditableText.set_text_contents(thing.node.get_editable_text_iface(), text)

    def reveal(self, thing):
        """Scrolls to what is not in view."""
        if thing.role in CELL + ENTRY and not thing.checkable:
            thing.do('SetFocus')
        else:
            self.reader.scroll(thing)

    def keys(self, words):
        """The keys that a step names, as in "Ctrl+K"."""
        parts = words.split('+')
        self.display.xdotool('key', '+'.join(KEYSYMS.get(part, part.lower() if len(part) == 1 else part)
                                             for part in parts))
        return True

    def type(self, text):
        self.display.xdotool('type', '--delay', 12, '--', text)
        return True


class Keys(Actions):
    """As somebody without a mouse does it: the focus is moved to a thing, then a key does it."""

    MOST = 80       # keys on the way to one thing

    def __init__(self, reader, display):
        super().__init__(reader, display)
        self._at = None
        self._listener = Atspi.EventListener.new(self._moved)
        self._listener.register('object:state-changed:focused')

    def _moved(self, event):
        try:
            if event.detail1 and event.source.get_process_id() == self.reader.process.pid:
                self._at = event.source
        except GONE:
            pass        # gone already

    def press(self, thing):
        if thing.role == 'heading':
            return True     # a group of the sidebar: its entries are below it
        self.go(thing)
        return self.key('Return' if thing.role in CELL + ENTRY + MENU else 'space')

    def reach(self, thing):
        self.go(thing)
        return True

    def open_menu(self, thing):
        self.go(thing)
        return self.key('shift+F10')

    def open_submenu(self, thing):
        self.go(thing)
        return self.key('Right')

    def close_submenu(self, thing):
        return self.key('Left')

    def open_list(self, thing):
        self.go(thing)
        return self.key('alt+Down')

    def tick(self, thing):
        self.go(thing)
        return self.key('space')

    def select(self, thing):
        self.go(thing, 'ctrl+')
        return self.key('ctrl+space')

    def write(self, thing, text):
        self.go(thing)
        self.key('ctrl+a')
        self.type(text)
        time.sleep(0.2)

    def reveal(self, thing):
        self.go(thing)

    def key(self, key):
        self.display.xdotool('key', key)
        return True

    # ------------------------------------------------------------ moving the focus

    def focus(self):
        """What has the focus now."""
        self.reader.listen()
        node = self._at
        try:
            if node is not None and node.get_state_set().contains(Atspi.StateType.FOCUSED):
                return node
        except GONE:
            pass
        # A screen reader knows of a row only if it is announced.
        tree = self.reader.tree.read(self.reader.front(), lambda item: item.role not in CELL, lambda item: False)
        item = self._focused(tree)
        return item.node() if item else None

    def _focused(self, item):
        """What has the focus in it; a list has it, and so has its item."""
        for child in item.children:
            if child.role in CELL:
                continue
            found = self._focused(child)
            if found or child.has(Atspi.StateType.FOCUSED):
                return found or child
        return None

    @staticmethod
    def _same(one, other):
        def words(node):
            box = Atspi.Component.get_extents(node.get_component_iface(), Atspi.CoordType.SCREEN)
            return node.get_role_name(), node.get_name(), box.x, box.y
        try:
            return one is not None and words(one) == words(other)
        except GONE:
            return False

    def go(self, thing, held=''):
        """Moves the focus there: Tab from field to field, the arrows within a list."""
        if thing.role in MENU:
            self._until(lambda at: self._same(at, thing.node), lambda at: 'Down', thing)
        elif thing.role in CELL:
            table = thing.node.get_parent()
            row = self._row(thing.node)
            self._until(lambda at: at is not None and self._within(at, table), lambda at: 'Tab', thing)
            self._until(lambda at: self._within(at, table) and self._row(at) == row,
                        lambda at: held + ('Down' if self._row(at) < row else 'Up'), thing)
        elif thing.role in ENTRY + TAB or thing.role == 'radio button':
            group = thing.node.get_parent()
            self._until(lambda at: at is not None and self._within(at, group), lambda at: 'Tab', thing)
            down, up = ('Right', 'Left') if thing.role in TAB else ('Down', 'Up')
            index = thing.node.get_index_in_parent()
            self._until(lambda at: self._same(at, thing.node),
                        lambda at: down if at.get_index_in_parent() < index else up, thing)
        else:
            self._until(lambda at: self._same(at, thing.node), lambda at: 'Tab', thing)

    def _within(self, node, group):
        return self._same(node, group) or self._same(node.get_parent(), group)

    @staticmethod
    def _row(cell):
        grid = cell.get_parent().get_table_iface()
        return grid.get_row_at_index(cell.get_index_in_parent()) if grid else -1

    def _until(self, there, key, thing):
        for _ in range(self.MOST):
            at = self.focus()
            if there(at):
                return
            self.key(key(at))
            end = time.monotonic() + 0.5
            while time.monotonic() < end and self._same(self.focus(), at):
                time.sleep(0.02)
        raise Stuck('The keys do not lead to %s.' % named(thing.words))
