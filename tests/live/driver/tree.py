"""An accessible tree, read as a whole.

Atspi asks a thing one question at a time and awaits the answer, which is most of what reading a window costs. Here all
things of a depth are asked all questions together.
"""
import functools

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib     # noqa: E402

ACCESSIBLE = 'org.a11y.atspi.Accessible'
NAME = ('org.freedesktop.DBus.Properties', 'Get', GLib.Variant('(ss)', (ACCESSIBLE, 'Name')))
TIMEOUT = 5000      # ms


class Moved(Exception):
    """What was read is no longer where it was."""


@functools.cache
def role_name(role):
    """As Atspi names it, which differs from the toolkit's GetRoleName."""
    return Atspi.role_get_name(Atspi.Role(role))


class Item:
    """A thing as it was read."""

    def __init__(self, parent, index, path):
        self.parent, self.index, self.path = parent, index, path
        self.role, self.name, self._states = '', '', (0, 0)
        self.children = []
        self._node = None

    def has(self, state):
        """Whether it had this Atspi.StateType."""
        return bool(self._states[int(state) // 32] >> int(state) % 32 & 1)

    def node(self):
        """The thing itself, to be used."""
        if self._node is None:
            node = self.parent.node().get_child_at_index(self.index)
            if node is None or node.path != self.path:
                raise Moved('%s “%s”' % (self.role, self.name))
            self._node = node
        return self._node

    def all(self):
        """It and what it contains, in the order of the tree."""
        yield self
        for child in self.children:
            yield from child.all()


class Tree:
    """Reads the windows of one application."""

    def __init__(self):
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        address, = bus.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None,
                                 Gio.DBusCallFlags.NONE, TIMEOUT).unpack()
        self._bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)

    def read(self, node, enters, names):
        """The Item of an Atspi node. `enters`: whether what an Item contains is read; `names`: whether its name is."""
        root = Item(None, 0, node.path)
        root._node = node
        name, level, named = node.app.bus_name, [root], []
        while level:
            found = []
            for item, answer in zip(level, self._ask(name, [(one.path, ACCESSIBLE, 'GetChildren', None)
                                                            for one in level])):
                if answer:
                    item.children = [Item(item, index, path) for index, (_, path) in enumerate(answer[0])]
                    found += item.children
            questions = ((ACCESSIBLE, 'GetRole', None), (ACCESSIBLE, 'GetState', None))
            answers = iter(self._ask(name, [(item.path, *question) for item in found for question in questions]))
            for item, role, states in zip(found, answers, answers):
                if role and states:
                    item.role, item._states = role_name(role[0]), states[0]
            for item in level:
                item.children = [child for child in item.children if child.role]     # the others are gone
            found = [item for item in found if item.role]
            level = [item for item in found if enters(item)]
            named += [item for item in found if names(item)]
        for item, answer in zip(named, self._ask(name, [(item.path, *NAME) for item in named])):
            item.name = answer[0] if answer else ''
        return root

    def labels(self, node, items):
        """The names of what labels each of these, None if nothing does."""
        name = node.app.bus_name
        labelled = int(Atspi.RelationType.LABELLED_BY)
        paths = []
        for answer in self._ask(name, [(item.path, ACCESSIBLE, 'GetRelationSet', None) for item in items]):
            targets = [path for relation, to in (answer[0] if answer else ()) for _, path in to if relation == labelled]
            paths.append(targets[0] if targets else None)
        names = iter(self._ask(name, [(path, *NAME) for path in paths if path]))
        return [(next(names) or ('',))[0] if path else None for path in paths]

    def _ask(self, name, questions):
        """The answers to (path, interface, method, arguments), None for those that failed."""
        answers, left = [None] * len(questions), len(questions)

        def answered(bus, result, index):
            nonlocal left
            left -= 1
            try:
                answers[index] = bus.call_finish(result).unpack()
            except GLib.Error:
                pass        # gone while we looked
        for index, (path, interface, method, arguments) in enumerate(questions):
            self._bus.call(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, TIMEOUT, None,
                           answered, index)
        context = GLib.MainContext.default()
        while left:
            context.iteration(True)
        return answers
