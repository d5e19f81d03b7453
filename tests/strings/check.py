#!/usr/bin/env python3
"""Checks how the sources put texts together.

    check.py ROOT        exits 1 and names file and line for every breach
    check.py --selftest  proves on small sources that each kind of breach is found, and nothing else

1. All values of a text are passed to one arg(): in .arg(a).arg(b), a "%2" in a is replaced by b.
2. What arg() is called on is a literal, a translated literal, or is named "pattern" or "…Pattern".
   A pattern is never put together from values, for the same reason.
3. A Latin-1 literal is plain ASCII: the sources are UTF-8.
4. What a sentence of the window quotes is isolated(): “%1” is what a cloud or a person named.
5. The title of a window is a translated literal or passes asWindowTitle().
"""

import pathlib
import re
import sys

ROOTS = ("src", "ui", "app", "tests")
TOKEN = re.compile(
    r"""(?P<comment>//(?:[^\n\\]|\\.)*|/\*.*?\*/)
      | (?P<raw>(?:u8|u|U|L)?R"(?P<mark>[^()\s\\]*)\(.*?\)(?P=mark)"(?:_\w+)?)
      | (?P<string>(?:u8|u|U|L)?"(?:[^"\\\n]|\\.)*"(?:_\w+)?)
      | (?P<char>(?:u8|u|U|L)?'(?:[^'\\\n]|\\.)+'(?:_\w+)?)
      | (?P<number>\.?\d(?:[\w.']|[eEpP][+-])*)
      | (?P<name>[A-Za-z_]\w*)
      | (?P<sign>->|::|\+=|==|.)""",
    re.VERBOSE | re.DOTALL,
)
QUOTED = re.compile("“%L?([1-9])")
# Where sentences are made for the window alone.
WINDOW = ("src/forms/", "src/models/", "ui/")
CLOSING = {")": "(", "]": "[", "}": "{"}
LATIN1_CALLS = {"QLatin1String", "QLatin1StringView", "QLatin1Char", "fromLatin1"}


class Token:
    def __init__(self, kind, text, line):
        self.kind, self.text, self.line = kind, text, line


def tokens(source):
    """The tokens that matter; literals that follow each other are one."""
    found, line = [], 1
    for match in TOKEN.finditer(source):
        kind, text = match.lastgroup, match.group()
        kind = {"raw": "string", "mark": "string"}.get(kind, kind)
        if kind != "comment" and not text.isspace():
            if kind == "string" and found and found[-1].kind == "string":
                found[-1].text += text
            else:
                found.append(Token(kind, text, line))
        line += text.count("\n")
    return found


def partners(all_tokens):
    """The index of each bracket's other half."""
    result, stack = {}, []
    for index, token in enumerate(all_tokens):
        if token.kind != "sign":
            continue
        if token.text in "([{":
            stack.append(index)
        elif token.text in CLOSING and stack and all_tokens[stack[-1]].text == CLOSING[token.text]:
            opening = stack.pop()
            result[opening], result[index] = index, opening
    return result


def is_pattern(name):
    return name == "pattern" or name.endswith("Pattern")


def texts(all_tokens, start):
    return [token.text for token in all_tokens[start : start + 3]]


def receiver(all_tokens, pairs, dot):
    """What is wrong with what arg() is called on; None where nothing is."""
    last = all_tokens[dot - 1]
    if last.kind == "string":
        return None
    if last.kind == "name":
        return None if is_pattern(last.text) else f"“{last.text}” is not named a pattern"
    if last.text != ")" or dot - 1 not in pairs:
        return "arg() is called on something that is not a literal"
    opening = pairs[dot - 1]
    inside = all_tokens[opening + 1 : dot - 1]
    before = all_tokens[opening - 1]
    called = before.kind == "name" and before.text not in ("return", "co_return")
    if called and (is_pattern(before.text) or before.text == "arg"):
        return None  # a chain is told where it begins
    if called and inside and (inside[0].kind == "string" or inside[0].text.startswith("QT_TRANSLATE")):
        return None
    if not called and any(token.kind == "string" for token in inside):
        together = any(token.text in ("+", "%", "arg") for token in inside)
        return "a pattern must not be put together" if together else None
    return "arg() is called on something that is not a literal"


def split_arguments(all_tokens, pairs, opening):
    """The tokens of each argument between the brackets."""
    result, index = [[]], opening + 1
    while index < pairs[opening]:
        end = pairs[index] if all_tokens[index].text in "([{" and index in pairs else index
        if all_tokens[index].text == ",":
            result.append([])
        else:
            result[-1] += all_tokens[index : end + 1]
        index = end + 1
    return result


def pattern_text(all_tokens, pairs, dot):
    """The text of all literals that arg() is called on."""
    opening = pairs.get(dot - 1, dot - 1)
    return "".join(token.text for token in all_tokens[opening:dot] if token.kind == "string")


def window_breaches(source):
    all_tokens = tokens(source)
    pairs = partners(all_tokens)
    for index, token in enumerate(all_tokens):
        if texts(all_tokens, index) == [".", "arg", "("] and index + 2 in pairs:
            given = split_arguments(all_tokens, pairs, index + 2)
            for number in map(int, QUOTED.findall(pattern_text(all_tokens, pairs, index))):
                if number > len(given) or not given[number - 1] or given[number - 1][0].text != "isolated":
                    yield token.line, f"“%{number}” is not isolated()"
        if token.text == "setWindowTitle" and texts(all_tokens, index)[1:2] == ["("]:
            if texts(all_tokens, index)[2] not in ("tr", "asWindowTitle"):
                yield token.line, "a window's title passes asWindowTitle()"


def breaches(source, is_test):
    all_tokens = tokens(source)
    pairs = partners(all_tokens)
    for index, token in enumerate(all_tokens):
        if token.kind == "string" and not token.text.isascii():
            before = texts(all_tokens, index - 2) if index >= 2 else []
            if token.text.endswith("_L1") or (before[1:2] == ["("] and before[0] in LATIN1_CALLS):
                yield token.line, "a Latin-1 literal must be plain ASCII"
        if token.kind == "char" and not token.text.isascii() and not token.text.startswith(("u", "U", "L")):
            yield token.line, "a character outside ASCII needs u''"
        if texts(all_tokens, index) == [".", "arg", "("] and index + 2 in pairs:
            after = pairs[index + 2] + 1
            if texts(all_tokens, after) == [".", "arg", "("]:
                yield token.line, "pass all values to one arg()"
            if not is_test and (wrong := receiver(all_tokens, pairs, index)):
                yield token.line, wrong
        if token.kind == "name" and is_pattern(token.text) and texts(all_tokens, index + 1)[:1] in (["="], ["+="]):
            end = index
            while end < len(all_tokens) and all_tokens[end].text != ";":
                end += 1
            if any(one.text in ("arg", "+", "+=") for one in all_tokens[index + 1 : end]):
                yield token.line, f"“{token.text}” must not be put together"


def check(root):
    for folder in ROOTS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".h", ".cpp"):
                where, source = path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
                found = list(breaches(source, folder == "tests"))
                if where.startswith(WINDOW):
                    found += window_breaches(source)
                for line, what in found:
                    yield f"{where}:{line}: {what}"


REFUSED = [
    ('tr("%1 of %2")\n    .arg(name)\n    .arg(count);', "pass all values"),
    ('x.append(u"%1 %2"_s.arg(f(a, ")"), b).arg(c));', "pass all values"),
    ('text = tr("%1 %2").arg(a); text.arg(b);', "not named a pattern"),
    ('(u"<"_s + name + u"> %1"_s).arg(b);', "must not be put together"),
    ('words[2].arg(b);', "not a literal"),
    ('pattern = tr("%1 %2").arg(a); pattern.arg(b);', "must not be put together"),
    ('f(" · "_L1);', "plain ASCII"),
    ('f("a"\n  "…" "b"_L1);', "plain ASCII"),
    ('QLatin1String("é");', "plain ASCII"),
    ("QString::fromLatin1(\"é\");", "plain ASCII"),
    ("QLatin1Char('é');", "needs u''"),
]
REFUSED_IN_WINDOW = [
    ('tr("“%1” of %2").arg(name, isolated(other));', "“%1” is not isolated()"),
    ('tr("%1 of “%2”").arg(f(a, b), name);', "“%2” is not isolated()"),
    ('tr("%n of “%1”", nullptr, f(a, b)).arg(name);', "“%1” is not isolated()"),
    ('(a ? tr("“%1”") : tr("%1")).arg(name);', "“%1” is not isolated()"),
    ("setWindowTitle(name);", "asWindowTitle()"),
]
ACCEPTED_IN_WINDOW = [
    'tr("%1 “%2” in “%3…”").arg(kind, isolated(f(a, b)), isolated(c));',
    'setWindowTitle(tr("Oriel")); setWindowTitle(asWindowTitle(name));',
    'tr("“Show” leads to %1").arg(place);',
]
ACCEPTED = [
    'tr("%1 of %2").arg(name, QString::number(count));',
    'u"…"_s.arg(tr("%1").arg(a), b); // .arg(a).arg(b)',
    'const QString &pattern = one ? first : second; pattern.arg(a);',
    '(off ? tr("Stop %1?") : tr("Reboot %1?")).arg(count);',
    'f(QT_TRANSLATE_NOOP("C", "%1 – %2")).arg(a, b);',
    'list.arg; R"(.arg(a).arg(b) "…"_L1)"_s.size();',
    "c == u'…' || c == '\\'' || text == u\"…\"_s;",
]


def selftest():
    for source, expected in REFUSED + REFUSED_IN_WINDOW:
        found = [what for _, what in [*breaches(source, False), *window_breaches(source)]]
        if not any(expected in what for what in found):
            print(f"selftest: {source!r} should have been refused with “{expected}”, got {found}")
            return 1
    for source in ACCEPTED + ACCEPTED_IN_WINDOW:
        if found := [*breaches(source, False), *window_breaches(source)]:
            print(f"selftest: {source!r} should have been accepted, got {found}")
            return 1
    return 0


def main():
    if sys.argv[1:] == ["--selftest"]:
        return selftest()
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    found = list(check(pathlib.Path(sys.argv[1]).resolve()))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
