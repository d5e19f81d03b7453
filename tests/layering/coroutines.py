#!/usr/bin/env python3
"""Checks that coroutines are written so that neither GCC 12 nor a lifetime can break them.

    coroutines.py ROOT        exits 1 and names file and line for every breach
    coroutines.py --selftest  proves on small sources that each kind of breach is found, and nothing else

1. GCC 12 destroys some temporaries in an awaiting expression twice. So co_await stands alone in its statement, or on
   the right of one assignment, and what it awaits is a plain name or std::move(name).
2. A coroutine outlives the expression that calls it. So it takes its parameters by value (or by pointer).
3. The captures of a lambda live in the lambda and not in its coroutine's frame. So a lambda that awaits captures nothing.
"""

import pathlib
import re
import sys

AWAIT = re.compile(r"\bco_await\b")
PLAIN = re.compile(r"\s*(?:[A-Za-z_]\w*|std::move\(\s*[A-Za-z_]\w*\s*\))\s*;")
# What may stand before it in the statement: nothing, or a declaration or an assignment.
BEFORE = re.compile(r"^\s*(?:[\w:<>,&*\s\[\].]+(?:->\w+)?\s*(?:[+|&-]?=)\s*)?$")
TASK = re.compile(r"\bTask<")
LAMBDA = re.compile(r"\[([^\[\]]*)\]\s*(?:\((?:[^()]|\([^()]*\))*\))?\s*(?:mutable\b|noexcept\b|->[\w:<>,&*\s]+|\s)*$")


def without_comments(text):
    """The text with comments and literals blanked, its lines and columns kept."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group())
    return re.sub(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'', blank, text, flags=re.S)


def closing(text, start, pair):
    """The index of the bracket that closes the one at start; -1 where none does."""
    depth = 0
    for index in range(start, len(text)):
        if text[index] == pair[0]:
            depth += 1
        elif text[index] == pair[1]:
            depth -= 1
            if depth == 0:
                return index
    return -1


def outermost(text):
    """The text without what stands in brackets inside it."""
    depth, kept = 0, []
    for char in text:
        if char in "<({[":
            depth += 1
        elif char in ">)}]":
            depth -= 1
        elif depth == 0:
            kept.append(char)
    return "".join(kept)


def breaches(text):
    """Pairs of line and reason."""
    text = without_comments(text)

    def line(index):
        return text.count("\n", 0, index) + 1

    for match in AWAIT.finditer(text):
        start = max(text.rfind(char, 0, match.start()) for char in ";{}") + 1
        if not PLAIN.match(text, match.end()):
            yield line(match.start()), "co_await takes a plain name or std::move(name): give the rest a name first"
        elif not BEFORE.match(text[start:match.start()]):
            yield line(match.start()), "co_await stands alone in its statement or right of one assignment"

    for match in TASK.finditer(text):
        end = closing(text, match.end() - 1, "<>")
        name = re.match(r"\s*((?:\w+::)*\w+)\s*\(", text[end + 1:]) if end > 0 else None
        if not name or name.group(1) == "operator":
            continue
        opened = end + name.end()
        closed = closing(text, opened, "()")
        # A declaration or a definition; anything else is a call, an initialisation or a type.
        if not re.match(r"\s*(?:const|override|final|noexcept|=\s*0|\s)*[;{]", text[closed + 1:]):
            continue
        if "&" in outermost(text[opened + 1:closed]):
            yield line(match.start()), f"{name.group(1)}() is a coroutine: it takes its parameters by value"

    for match in re.finditer(r"\bco_(?:await|return|yield)\b", text):
        depth = 0
        for index in range(match.start(), -1, -1):
            if text[index] == "}":
                depth += 1
            elif text[index] == "{":
                if depth:
                    depth -= 1
                    continue
                header = LAMBDA.search(text[max(0, index - 400):index])
                if header:
                    if header.group(1).strip():
                        yield line(match.start()), "a lambda that is a coroutine captures nothing"
                    break


def selftest():
    good = """
        Task<int> plain(QString name, std::function<void(const Error &)> then, Source *source);
        Task<std::vector<int>> Operation::all(std::vector<Task<int>> tasks) override;
        Task(Task &&other) noexcept : m_handle(other.m_handle) {}
        Task &operator=(Task &&other) noexcept { return *this; }
        Task<void> run() {
            co_await wait;
            const Result<QString> answer = co_await std::move(asked);
            auto *row = co_await got; // co_await client.call(x)
            sum += co_await next;
            if (answer.ok()) { m_sum = co_await next; }
            for (int i = 0; i < 3; ++i) { auto v = co_await next; }
            auto shown = [this] { show(); };
            auto made = [](int v) -> Task<int> { co_return v; };
            co_return 3;
        }
    """
    bad = [
        ("Task<int> f() { auto v = co_await client.call(x); }", "plain name"),
        ("Task<int> f() { auto v = co_await Pause{5}; }", "plain name"),
        ("Task<int> f() { auto v = co_await std::move(a.b()); }", "plain name"),
        ("Task<int> f() { co_await (x); }", "plain name"),
        ("Task<int> f() { co_await x.y; }", "plain name"),
        ("Task<int> f() { co_await x ? 1 : 2; }", "plain name"),
        ("Task<int> f() { if (co_await x) return; }", "plain name"),
        ("Task<int> f() { g(1, co_await x); }", "plain name"),
        ("Task<int> f() { auto v = g() + co_await x; }", "stands alone"),
        ("Task<int> f() { if (a) co_await x; }", "stands alone"),
        ("Task<int> f() { co_return co_await x; }", "stands alone"),
        ("Task<int> f(const QString &name);", "by value"),
        ("Task<Result<int>> A::f(int a, QString &&name)\n{\n}", "by value"),
        ("void f() { auto t = [this]() -> Task<int> { co_return 1; }; }", "captures nothing"),
        ("void f() { auto t = [&x](int a) { if (a) { co_return; } }; }", "captures nothing"),
    ]
    for number, reason in breaches(good):
        print(f"selftest: line {number} of the good source was refused: {reason}")
        return 1
    for text, expected in bad:
        found = [reason for _, reason in breaches(text)]
        if not any(expected in reason for reason in found):
            print(f"selftest: {text!r} should have been refused with “{expected}”, got {found}")
            return 1
    return 0


def main():
    if sys.argv[1:] == ["--selftest"]:
        return selftest()
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    root = pathlib.Path(sys.argv[1]).resolve()
    failed = 0
    for room in ("src", "ui", "app", "tests"):
        for path in sorted((root / room).rglob("*")):
            if path.suffix not in (".h", ".cpp"):
                continue
            for number, reason in breaches(path.read_text(encoding="utf-8")):
                print(f"{path.relative_to(root)}:{number}: {reason}")
                failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
