#!/usr/bin/python3 -B
"""Whether the README and the walks agree: each sentence that tells its reader what to press is quoted by a walk, above the
steps that do it, and each quote stands in the README.

  readme.py README.md [--selftest]

A sentence tells what to press where words of it are **bold**; a row of the table of keys does, too.
"""
import os
import re
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, HERE)
from walk import walks      # noqa: E402

# Sentences whose words cannot be pressed in a walk, and why.
NOT_WALKED = {
    'Most providers let you download a file that says it': 'the portal of a provider',
    '**Forget password** on the cloud\'s card removes it': 'needs a keychain; tests/ui/tst_signin.cpp',
    'A snapshot is **not** a backup': 'stress, not a button',
    'If certificates are not checked, or your token is sent over plain http beyond this computer':
        'no such cloud on one computer; tests/ui/tst_topbar.cpp',
    '**Not secure** beside the cloud\'s name': 'the same',
    '**Revert one volume** to its state': 'no volume of the demo cloud that has a whole snapshot is detached; tests/ui/tst_launchdialog.cpp',
    'If the cloud refuses the request, **Edit and retry…**': 'the demo cloud refuses nothing unasked; tests/ui/tst_launchdialog.cpp',
    'Passwords, if you chose to save them': 'needs a keychain',
    '**Sign-in fails.** The cloud\'s card says why': 'copies to the clipboard; tests/ui/tst_signin.cpp',
}
def sentences(text):
    """Those of the paragraphs and lists, one by one, and the rows of tables."""
    text = re.sub(r'^(    .*|```[\s\S]*?```|!\[.*)$', '', text, flags=re.M)
    for paragraph in re.split(r'\n\s*\n|\n(?=\d+\. |- |\|)', text):
        paragraph = ' '.join(paragraph.split())
        if paragraph.startswith('|'):
            yield paragraph.strip('| ')
            continue
        paragraph = re.sub(r'^(\d+\.|-) ', '', paragraph)
        yield from re.split(r'(?<=[.?!])\s+(?=[A-Z*`])', paragraph)


def told(sentence):
    keys = re.match(r'(Ctrl|Alt|Shift|F\d|Enter|Esc|Delete)[\w+, …]* \| ', sentence)
    # Bold words that end with a full stop are a title.
    return bool(keys) or '**' in re.sub(r'^\*\*[^*]*[.”]\*\*', '', sentence)


def problems(text, quotes):
    flat = ' '.join(text.split())
    for walk, quote in quotes:
        if quote not in flat:
            yield '%s quotes what the README does not say: %s' % (walk, quote)
    said = [quote for _, quote in quotes]
    for sentence in sentences(text):
        if told(sentence) and not any(quote in sentence or sentence in quote for quote in said) \
                and not any(sentence.startswith(words) for words in NOT_WALKED):
            yield 'no walk does what the README says: %s' % sentence
    for words in NOT_WALKED:
        if not any(sentence.startswith(words) for sentence in sentences(text)):
            yield 'readme.py excuses what the README does not say: %s' % words


def selftest():
    text = 'Press **Create**. It is there.\n\n| Ctrl+K | search |\n\n    code **x**'
    assert [s for s in sentences(text) if told(s)] == ['Press **Create**.', 'Ctrl+K | search']
    excused = set(problems(text, []))
    assert 'no walk does what the README says: Press **Create**.' in excused
    assert not any('Create' in p for p in problems(text, [('a', 'Press **Create**.')]))
    assert any('a quotes' in p for p in problems(text, [('a', 'Press **Delete**.')]))


def main():
    if '--selftest' in sys.argv:
        return selftest()
    with open(sys.argv[1], encoding='utf-8') as file:
        text = file.read()
    quotes = [(walk.name, quote) for walk in walks(HERE) for quote in walk.quotes]
    found = list(problems(text, quotes))
    print('\n'.join(found) or 'The README and %d quotes agree.' % len(quotes))
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
