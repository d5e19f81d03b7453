"""What the sentences of a walk mean. Each form is a pattern and what a reader does then."""
import os
import re

from reader import (Atspi, BUTTON, CELL, CHOICE, ENTRY, FIELD, MENU, PRESSABLE, TAB, TABLE, WORDS, Stuck,
                    named, plain)

LONG = 240      # seconds: what a cloud may take
BOLD = r'\*\*(.+?)\*\*'
FORMS = []


def form(pattern):
    """A sentence of this form; its last full stop does not count."""
    def add(function):
        FORMS.append((re.compile(pattern + r'\.?\s*$'), function))
        return function
    return add


def do(reader, sentence):
    for pattern, function in FORMS:
        match = pattern.match(sentence)
        if match:
            return function(reader, **match.groupdict())
    raise Stuck('This sentence has a form that tests/walks/steps.py does not know.')


def sidebar(reader):
    """The list beside the page, which has groups."""
    tree = reader.tree.read(reader.front(), lambda item: item.has(Atspi.StateType.SHOWING) and item.role not in TABLE,
                            lambda item: False)
    for item in tree.all():
        if item.role == 'list' and any(child.role == 'heading' for child in item.children):
            return item.node()
    return None


def press(reader, roles, words, within=None, kind=None, icon=False, opener=None):
    """Presses it and gives it. `opener`: what has opened the menu that it is in, and opens it again if it has closed."""
    def probe():
        if opener:
            try:
                reader.until(reader.menu_open, 3)
            except Stuck:
                reader.hand.press(opener)
        if not within and set(MENU) <= set(roles) and reader.menu_open():
            thing = entry(reader, words)
        else:
            thing = reader.one(roles, words, within() if within else None, kind, icon)
        return thing if reader.hand.press(thing) else None
    return reader.until(probe)


def entry(reader, words):
    """The entry of the open menu, or of one of its submenus, which is opened then."""
    menu = reader.menus()[0]
    if reader.meant(reader.things(MENU, menu), words):
        return reader.one(MENU, words, menu)
    for submenu in reader.things(MENU, menu):
        if 'ShowMenu' not in submenu.actions():
            continue
        reader.hand.open_submenu(submenu)

        def entries(node=submenu.node):
            reader.menus()
            return reader.things(MENU, node)
        if reader.meant(reader.until(entries, 3), words):
            return reader.one(MENU, words, submenu.node)
        reader.hand.close_submenu(submenu)
    return reader.one(MENU, words, menu)


# --------------------------------------------------------------------- pressing

ONE = r'(?:the )?\*\*[^*]+\*\*(?: (?:tab|button|icon))?(?: at the top)?'
# As they stand in a text: "Delete" alone is a button, unless it is called a key.
KEYS = r'(?:(?:Ctrl|Alt|Shift)\+)+(?:[A-Z0-9]|F[0-9]+|Left|Right)|F[0-9]+|Enter|Esc'


@form(r'Press \*\*(?P<keys>%s)\*\*' % KEYS)
@form(r'Press the \*\*(?P<keys>%s|Delete|Up|Down)\*\* key' % KEYS)
def press_keys(reader, keys):
    reader.front()
    reader.hand.keys(keys)


@form(r'Type (?P<text>[^*]+?)')
def type_text(reader, text):
    reader.hand.type(text)


@form(r'(?:Press|Click) (?P<words>%s(?:(?:, and| and|,)? (?:then )?%s)*)(?P<place>,? in the (?:sidebar|main)(?: menu)?)?'
      % (ONE, ONE))
def press_words(reader, words, place):
    opener = None
    for word, kind in re.findall(BOLD + r'(?: (tab|button|icon))?', words):
        roles = {'tab': TAB, 'button': BUTTON, 'icon': BUTTON}.get(kind, PRESSABLE)
        opens = opener and opener.role in BUTTON and 'ShowMenu' in opener.actions()
        opener = press(reader, roles, word, (lambda: sidebar(reader)) if place else None,
                       icon=kind == 'icon', opener=opener if opens else None)


@form(r'(?:Press|Open) (?:the (?P<kind>instance|image|volume snapshot|volume|snapshot) )?(?P<name>[^*]+?)')
def press_resource(reader, kind, name):
    press(reader, CELL, name, kind=kind or 'row')


@form(r'(?:Press|Choose) \*\*(?P<words>.+?)\*\* in the menu of (?P<name>[^*]+?)')
def press_in_menu(reader, words, name):
    def probe():
        # The menu closes if its row goes or moves just then: a reader opens it again.
        if not reader.menu_open():
            reader.hand.open_menu(reader.one(CELL, name))
            reader.until(reader.menu_open, 3)
        return reader.hand.press(entry(reader, words))
    reader.until(probe)


@form(r'(?:Press|Click) the \*\*…\*\* button of (?P<name>[^*]+?) and then \*\*(?P<words>.+?)\*\*')
def press_in_button_menu(reader, name, words):
    # It stands in the row that has the focus or the mouse.
    reader.until(lambda: reader.hand.reach(reader.one(CELL, name)))
    press(reader, BUTTON, 'Actions for ' + name, icon=True)
    reader.until(reader.menu_open)
    press(reader, MENU, words)


# --------------------------------------------------------------------- filling in

@form(r'Name (?:it|your [\w ]+?) (?P<text>[^*]+?)')
def name_it(reader, text):
    reader.write('Name', text)


@form(r'(?:Enter|Type) (?P<text>[^*]+?) (?:as|in|under) \*\*(?P<field>.+?)\*\*')
def enter(reader, text, field):
    reader.write(field, reader.notes.get(text, text))


@form(r'Choose \*\*(?P<words>.+?)\*\*')
def choose(reader, words):
    reader.hand.press(reader.until(lambda: reader.one(CHOICE, words)))
    reader.until(lambda: reader.one(CHOICE, words).ticked)


@form(r'Choose (?P<text>[^*]+?) (?:as|under) \*\*(?P<field>.+?)\*\*')
def choose_from_list(reader, text, field):
    reader.until(lambda: reader.hand.open_list(reader.field(field)))
    press(reader, ENTRY, text)
    reader.until(lambda: plain(text) in plain(reader.field(field).node.get_name())
                 or plain(text) in plain(value_of(reader.field(field))))


def value_of(thing):
    text = thing.node.get_text_iface()
    return Atspi.Text.get_text(text, 0, -1) if text else ''


@form(r'(?P<un>Tick|Untick) \*\*(?P<words>.+?)\*\*')
def tick(reader, un, words):
    wanted = un == 'Tick'

    def find():
        """The box; also that of a row in a list."""
        boxes = [thing for thing in reader.things(CELL) if thing.checkable and reader.meant([thing], words)]
        return reader.one(CELL if boxes else CHOICE, words)
    box = reader.until(find)
    if box.ticked != wanted:
        reader.hand.tick(box)
    reader.until(lambda: find().ticked == wanted)


def selected(thing):
    return thing.states.contains(Atspi.StateType.SELECTED)


@form(r'Select (?P<names>[^*]+?)')
def select(reader, names):
    names = re.split(r', (?:and )?| and ', names)
    first = reader.until(lambda: reader.one(CELL, names[0]))
    for other in reader.selected_rows(first):
        if not any(plain(words) in map(plain, names) for words in other.row()):
            reader.hand.select(other)
    for name in names:
        row = reader.until(lambda name=name: reader.one(CELL, name))
        if not selected(row):
            reader.hand.select(row)
        reader.until(lambda name=name: selected(reader.one(CELL, name)))


@form(r'Note what follows “(?P<words>[^”]+)” as (?P<name>[^*]+?)')
def note(reader, words, name):
    """What the program has made and a later step enters: "Key: 0123" is noted as 0123."""
    pattern = re.compile(re.escape(words) + r'\W*:\s*(\S+)')

    def probe():
        for thing in reader.each(WORDS):
            found = pattern.search(thing.words)
            if found:
                return found.group(1)
        raise Stuck('Nothing follows “%s” %s.' % (words, reader.place()))
    reader.notes[name] = reader.until(probe)


# --------------------------------------------------------------------- seeing

def go(reader, path):
    for words in re.findall(BOLD, path or ''):
        press(reader, ENTRY, words, lambda: sidebar(reader))


def with_words(reader, name, roles=CELL):
    found = [thing for thing in reader.things(roles) if plain(name) in plain(thing.words)]
    if not found:
        raise Stuck('“%s” is not listed %s; listed are %s.' % (
            name, reader.place(), reader.listed(reader.things(roles))))
    return found


@form(r'(?:See|Wait) (?:that|until) (?P<name>[^*]+?) is \*\*(?P<state>.+?)\*\*')
def see_state(reader, name, state):
    def probe():
        rows = [thing.row() for thing in with_words(reader, name)]
        if any(plain(state) in (plain(words) for words in row) for row in rows):
            return True
        raise Stuck('“%s” is not “%s”: its row says %s.' % (
            name, state, ' | '.join(words for words in rows[0] if words)))
    reader.until(probe, LONG)


@form(r'See that (?P<name>[^*]+?) (?:has gone|is gone)')
def see_gone(reader, name):
    def probe():
        thing = reader.sees(name)
        if thing:
            raise Stuck('“%s” is still %s: “%s”.' % (name, reader.place(), thing.words))
        return True
    reader.until(probe, LONG)


@form(r'See that the browser shows a page')
def see_page(reader):
    def probe():
        if os.path.exists(reader.browser):
            return True
        raise Stuck('The browser has opened no page.')
    reader.until(probe)
    with open(reader.browser, encoding='utf-8') as file:
        if '<html' not in file.read():
            raise Stuck('What the browser has opened is no page.')


# The first form that fits counts: they are tried from the last to the first of these lines.
@form(r'See (?P<words>[^*“]+?)(?P<path>,? (?:in the list )?under \*\*.+)?')
@form(r'(?:See|Wait for) \*\*(?P<words>[^*]+?)\*\*')
@form(r'See that it says (?P<words>[^*]+?)')
@form(r'See that it says “(?P<words>[^”]+)”')
def see(reader, words, path=None):
    go(reader, path)

    def probe():
        if reader.sees(words):
            return True
        raise Stuck('“%s” is not to be seen %s.' % (words, reader.place()))
    reader.until(probe, LONG)
