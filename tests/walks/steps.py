"""What the sentences of a walk mean. Each form is a pattern and what a reader does then."""
import re

from reader import Atspi, BUTTON, CELL, CHOICE, ENTRY, FIELD, MENU, PRESSABLE, TAB, Stuck, plain

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
    def search(node):
        for index in range(node.get_child_count()):
            child = node.get_child_at_index(index)
            if child is None or not child.get_state_set().contains(Atspi.StateType.SHOWING):
                continue
            if child.get_role_name() == 'list':
                if any(child.get_child_at_index(i).get_role_name() == 'heading'
                       for i in range(child.get_child_count())):
                    return child
                continue
            found = search(child)
            if found:
                return found
        return None
    return search(reader.front())


def press(reader, roles, words, within=None, kind=None):
    def probe():
        thing = reader.one(roles, words, within() if within else None, kind)
        return thing.do('Press', 'Toggle', 'ShowMenu')
    reader.until(probe)


# --------------------------------------------------------------------- pressing

ONE = r'(?:the )?\*\*[^*]+\*\*(?: (?:tab|button))?'


@form(r'(?:Press|Click) (?P<words>%s(?:(?:, and| and|,)? (?:then )?%s)*)(?P<place>,? in the (?:sidebar|main)(?: menu)?)?'
      % (ONE, ONE))
def press_words(reader, words, place):
    for word, kind in re.findall(BOLD + r'(?: (tab|button))?', words):
        roles = {'tab': TAB, 'button': BUTTON}.get(kind, PRESSABLE)
        press(reader, roles, word, (lambda: sidebar(reader)) if place else None)


@form(r'(?:Press|Open) (?:the (?P<kind>instance|image|volume|snapshot|volume snapshot) )?(?P<name>[^*]+?)')
def press_resource(reader, kind, name):
    press(reader, CELL, name, kind=kind or 'row')


@form(r'(?:Press|Choose) \*\*(?P<words>.+?)\*\* in the menu of (?P<name>[^*]+?)')
def press_in_menu(reader, words, name):
    def opened():
        thing = reader.one(CELL, name)
        return thing.do('ShowMenu')
    reader.until(opened)
    press(reader, MENU, words)


# --------------------------------------------------------------------- filling in

@form(r'Name (?:it|your [\w ]+?) (?P<text>[^*]+?)')
def name_it(reader, text):
    reader.write('Name', text)


@form(r'(?:Enter|Type) (?P<text>[^*]+?) (?:as|in|under) \*\*(?P<field>.+?)\*\*')
def enter(reader, text, field):
    reader.write(field, text)


@form(r'Choose \*\*(?P<words>.+?)\*\*')
def choose(reader, words):
    reader.until(lambda: reader.one(CHOICE, words)).do('Press', 'Toggle')
    reader.until(lambda: reader.one(CHOICE, words).ticked)


@form(r'Choose (?P<text>[^*]+?) (?:as|under) \*\*(?P<field>.+?)\*\*')
def choose_from_list(reader, text, field):
    reader.until(lambda: reader.field(field).do('ShowMenu', 'Press'))
    press(reader, ENTRY, text)
    reader.until(lambda: plain(text) in plain(reader.field(field).node.get_name())
                 or plain(text) in plain(value_of(reader.field(field))))


def value_of(thing):
    text = thing.node.get_text_iface()
    return Atspi.Text.get_text(text, 0, -1) if text else ''


@form(r'(?P<un>Tick|Untick) \*\*(?P<words>.+?)\*\*')
def tick(reader, un, words):
    wanted = un == 'Tick'

    box = reader.until(lambda: reader.one(CHOICE, words))
    if box.ticked != wanted:
        box.do('Toggle', 'Press')
    reader.until(lambda: reader.one(CHOICE, words).ticked == wanted)


def selected(thing):
    return thing.states.contains(Atspi.StateType.SELECTED)


@form(r'Select (?P<names>[^*]+?)')
def select(reader, names):
    for name in re.split(r', (?:and )?| and ', names):
        row = reader.until(lambda name=name: reader.one(CELL, name))
        if not selected(row):
            row.do('Toggle')
        reader.until(lambda name=name: selected(reader.one(CELL, name)))


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


@form(r'See (?:that it says )?“(?P<words>[^”]+)”(?P<path> under \*\*.+)?')
@form(r'See (?P<words>[^*“]+?)(?P<path>,? (?:in the list )?under \*\*.+)?')
@form(r'See \*\*(?P<words>[^*]+?)\*\*')
def see(reader, words, path=None):
    go(reader, path)

    def probe():
        if reader.sees(words):
            return True
        raise Stuck('“%s” is not to be seen %s.' % (words, reader.place()))
    reader.until(probe, LONG)
