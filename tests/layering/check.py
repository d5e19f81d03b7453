#!/usr/bin/env python3
"""Checks the order of the rooms: which room may include and link which, where Qt Widgets may be used, and where nothing
waits. Inside a room it checks the order of the folders: they include each other in one direction only.

    check.py ROOT            exits 1 and names file and line for every breach
    check.py --folders ROOT  prints the folders of each room, the lowest first
    check.py --selftest      proves on small trees made for it that each kind of breach is found
"""

import pathlib
import re
import sys
import tempfile

# Each room and the rooms before it (handed down by hand: demo stands apart, models and forms side by side).
ALLOWED = {
    "base": set(),
    "net": {"base"},
    "openstack": {"base", "net"},
    "store": {"base", "net", "openstack"},
    "operations": {"base", "net", "openstack", "store"},
    "models": {"base", "net", "openstack", "store", "operations"},
    "forms": {"base", "net", "openstack", "store", "operations"},
    "demo": {"base"},
    "ui": {"base", "net", "openstack", "store", "operations", "models", "forms"},
    "app": {"base", "net", "openstack", "store", "operations", "models", "forms", "demo", "ui"},
}
WIDGETS = {"ui", "app"}
# Includes from one folder of a room to another that still run against the order. The list only gets shorter: an entry
# that is not needed is a breach too.
AGAINST_THE_ORDER = {
    ("demo/http", "demo"),
    ("demo/blockstorage", "demo"),
    ("demo/compute", "demo"),
    ("operations", "operations/journal"),
}
# The terminal client lives in app and shows no window.
TERMINAL = "app/ctl"
UNSEEN_BY_TERMINAL = {"ui", "demo"}
# The parts of app that are libraries of their own.
LINKS = ALLOWED | {"process": {"base"}, "ctl": ALLOWED["app"] - UNSEEN_BY_TERMINAL | {"process"}}
# What the window is made of is told of what happens; it never waits for it, so nothing outside can make it hang.
NEVER_WAIT = {"ui", "forms", "models"}
WAITING = re.compile(r"QEventLoop|processEvents|\bexec\s*\(\s*\)|BlockingQueuedConnection|QThread::\w*[sS]leep"
                     r"|waitFor(Finished|Done|Started|Connected|Disconnected|ReadyRead|BytesWritten)|->wait\(")
# A view never calls the network: an object of forms asks, and the view shows what it holds.
NEVER_ASK = {"ui"}
ASKING = {"net/apiclient.h", "net/job.h", "net/transport.h"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
WIDGET_HEADER = re.compile(r"^(QtWidgets/|QWidget$|QApplication$|QDialog$|QMainWindow$)")


def sources(folder):
    return sorted(p for p in folder.rglob("*") if p.suffix in (".h", ".cpp"))


def rooms_of(root):
    rooms = {name: root / "src" / name for name in ALLOWED if name not in WIDGETS}
    return rooms | {name: root / name for name in WIDGETS}


def includes(room, folder):
    """Which folder of a room includes which: {folder: {other folder: [(path, line number, header)]}}."""
    graph = {}
    for path in sources(folder):
        own = "/".join([room, *path.relative_to(folder).parts[:-1]])
        graph.setdefault(own, {})
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = INCLUDE.match(line)
            if match and match.group(2).startswith(f"{room}/"):
                other = match.group(2).rpartition("/")[0]
                if other != own:
                    graph[own].setdefault(other, []).append((path, number, match.group(2)))
    return graph


def order(graph):
    """The folders, each after those that it includes, and what is left: folders in a circle, or above one."""
    left = {folder: set(others) & set(graph) for folder, others in graph.items()}
    ordered = []
    while free := sorted(folder for folder, others in left.items() if not others):
        ordered += free
        left = {folder: others - set(free) for folder, others in left.items() if folder not in free}
    return ordered, left


def circles(left):
    """Of folders that could not be ordered, those that can reach themselves."""
    for start in sorted(left):
        seen, reached = set(), list(left[start])
        while reached:
            folder = reached.pop()
            if folder not in seen:
                seen.add(folder)
                reached += left.get(folder, ())
        if start in seen:
            yield start


def folder_breaches(root, still_allowed):
    needed = set()
    for room, folder in rooms_of(root).items():
        graph = includes(room, folder)
        needed |= {(own, other) for own in graph for other in graph[own]}
        for own in graph:
            for other in [o for o in graph[own] if (own, o) in still_allowed]:
                del graph[own][other]
        ordered, left = order(graph)
        circle = set(circles(left))
        for own in sorted(circle):
            for other in sorted(left[own] & circle):
                for path, number, header in graph[own][other]:
                    yield f"{path.relative_to(root)}:{number}: folders in a circle: {own} includes {header}"
    for own, other in sorted(still_allowed - needed):
        yield f"tests/layering/check.py: AGAINST_THE_ORDER: {own} no longer includes {other}"


def link_breaches(root):
    """What CMake links: a room what stands before it, its tests that room and what stands before it (and the demo)."""
    def libraries(words):
        return [word.removeprefix("oriel_") for word in words.split() if word.removeprefix("oriel_") in LINKS]

    for path in sorted(root.rglob("CMakeLists.txt")):
        where = path.relative_to(root)
        if where.parts[0] not in {"src", "ui", "app", "tests"}:
            continue
        text = path.read_text(encoding="utf-8")
        for room, links in re.findall(r"oriel_room\((\w+) LINKS ([^)]*)\)", text):
            for other in libraries(links):
                if other not in LINKS[room]:
                    yield f"{where}: {room} must not link oriel_{other}"
            if "Qt6::Widgets" in links and room not in WIDGETS:
                yield f"{where}: {room} must not link Qt Widgets"
        for room, links in re.findall(r"oriel_tests\(unit/(\w+) LINKS ([^)]*)\)", text):
            for other in libraries(links):
                if other not in LINKS[room] | {room, "demo"}:
                    yield f"{where}: the tests of {room} must not link oriel_{other}"
        for links in re.findall(r"target_link_libraries\(orielctl ([^)]*)\)", text):
            for other in libraries(links):
                if other not in LINKS["ctl"] | {"ctl"}:
                    yield f"{where}: the terminal client must not link oriel_{other}"


def breaches(root):
    for room, folder in rooms_of(root).items():
        for path in sources(folder):
            lines = path.read_text(encoding="utf-8").splitlines()
            where = path.relative_to(root)
            terminal = where.as_posix().startswith((f"{TERMINAL}/", "app/orielctl"))
            for number, line in enumerate(lines, 1):
                code = line.split("//")[0]
                if room in NEVER_WAIT and WAITING.search(code):
                    yield f"{where}:{number}: {room} must not wait: {code.strip()}"
                match = INCLUDE.match(line)
                if not match:
                    continue
                kind, header = match.groups()
                if kind == "<":
                    if (room not in WIDGETS or terminal) and WIDGET_HEADER.match(header):
                        yield f"{where}:{number}: {room} must not see Qt Widgets ({header})"
                    continue
                other = header.split("/")[0]
                if terminal and other in UNSEEN_BY_TERMINAL:
                    yield f"{where}:{number}: the terminal client must not include {header}"
                if "/" in header and other in ALLOWED and other != room and other not in ALLOWED[room]:
                    yield f"{where}:{number}: {room} must not include {header}"
                if room in NEVER_ASK and header in ASKING:
                    yield f"{where}:{number}: {room} must not call the network ({header})"
                if ".." in header.split("/"):
                    yield f"{where}:{number}: include from the room's name on, not by ..: {header}"


def selftest():
    cases = [
        ("src/base/a.h", '#include "net/job.h"\n', "base must not include"),
        ("src/demo/a.cpp", '#include "openstack/image/image.h"\n', "demo must not include"),
        ("src/models/a.cpp", '#include "forms/errortext.h"\n', "models must not include"),
        ("src/store/a.cpp", "#include <QtWidgets/QWidget>\n", "must not see Qt Widgets"),
        ("ui/a.cpp", '#include "demo/democloud.h"\n', "ui must not include"),
        ("app/ctl/a.cpp", "#include <QtWidgets/QWidget>\n", "must not see Qt Widgets"),
        ("app/orielctl.cpp", '#include "ui/window/mainwindow.h"\n', "the terminal client must not include"),
        ("ui/a.cpp", '#include "net/apiclient.h"\n', "ui must not call the network"),
        ("ui/pages/a.h", '#include "net/job.h"\n', "ui must not call the network"),
        ("ui/a.cpp", "    dialog.exec();\n", "ui must not wait"),
        ("ui/a.cpp", "    QEventLoop loop;\n", "ui must not wait"),
        ("src/forms/a.cpp", "    process.waitForFinished(100);\n", "forms must not wait"),
        ("src/net/a.cpp", '#include "../base/error.h"\n', "include from the room's name"),
        ("src/net/CMakeLists.txt", "oriel_room(net LINKS oriel_base oriel_store)\n", "net must not link"),
        ("src/store/CMakeLists.txt", "oriel_room(store LINKS Qt6::Widgets)\n", "must not link Qt Widgets"),
        ("tests/CMakeLists.txt", "oriel_tests(unit/store LINKS oriel_store oriel_ui)\n", "the tests of store"),
        ("app/ctl/CMakeLists.txt", "oriel_room(ctl LINKS oriel_ui)\n", "ctl must not link"),
        ("app/CMakeLists.txt", "target_link_libraries(orielctl PRIVATE oriel_ui)\n", "the terminal client must not"),
    ]
    for name, text, expected in cases:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True)
            path.write_text(text, encoding="utf-8")
            found = [*breaches(pathlib.Path(folder)), *link_breaches(pathlib.Path(folder))]
            if not any(expected in line for line in found):
                print(f"selftest: {name} should have been refused with “{expected}”, got {found}")
                return 1
    return folder_selftest()


def folder_selftest():
    files = {
        "ui/pages/a.h": '#include "ui/widgets/b.h"\n',
        "ui/widgets/b.h": '#include "ui/theme/c.h"\n',
        "ui/theme/c.h": '#include "ui/pages/a.h"\n',
        "ui/window/d.h": '#include "ui/pages/a.h"\n',  # above the circle, not in it
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True)
            path.write_text(text, encoding="utf-8")
        root = pathlib.Path(folder)
        for still_allowed, expected in [
            (set(), ["ui/pages/a.h:1:", "ui/theme/c.h:1:", "ui/widgets/b.h:1:"]),
            ({("ui/theme", "ui/pages")}, []),
            ({("ui/theme", "ui/pages"), ("ui/theme", "ui/window")}, ["tests/layering/check.py:"]),
        ]:
            found = [line.split(" ")[0] for line in folder_breaches(root, still_allowed)]
            if found != expected:
                print(f"selftest: {expected} should have been found where {still_allowed} is allowed, got {found}")
                return 1
    return 0


def print_folders(root):
    for room, folder in rooms_of(root).items():
        graph = includes(room, folder)
        allowed = {own: {o: v for o, v in graph[own].items() if (own, o) not in AGAINST_THE_ORDER} for own in graph}
        print(f"{room}:", " <- ".join(order(allowed)[0]))


def main():
    if sys.argv[1:] == ["--selftest"]:
        return selftest()
    if sys.argv[1:2] == ["--folders"] and len(sys.argv) == 3:
        print_folders(pathlib.Path(sys.argv[2]).resolve())
        return 0
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    root = pathlib.Path(sys.argv[1]).resolve()
    found = [*breaches(root), *folder_breaches(root, AGAINST_THE_ORDER), *link_breaches(root)]
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
