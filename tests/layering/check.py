#!/usr/bin/env python3
"""Checks the order of the rooms: which room may include which, where Qt Widgets may be used, and where nothing waits.

    check.py ROOT        exits 1 and names file and line for every breach
    check.py --selftest  proves on small trees made for it that each kind of breach is found
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
# The terminal client lives in app and shows no window.
TERMINAL = "app/ctl"
UNSEEN_BY_TERMINAL = {"ui", "demo"}
# What the window is made of is told of what happens; it never waits for it, so nothing outside can make it hang.
NEVER_WAIT = {"ui", "forms", "models"}
WAITING = re.compile(r"QEventLoop|processEvents|\bexec\s*\(\s*\)|BlockingQueuedConnection|QThread::\w*[sS]leep"
                     r"|waitFor(Finished|Done|Started|Connected|Disconnected|ReadyRead|BytesWritten)|->wait\(")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
WIDGET_HEADER = re.compile(r"^(QtWidgets/|QWidget$|QApplication$|QDialog$|QMainWindow$)")


def sources(folder):
    return sorted(p for p in folder.rglob("*") if p.suffix in (".h", ".cpp"))


def breaches(root):
    rooms = {name: root / "src" / name for name in ALLOWED if name not in WIDGETS}
    rooms |= {name: root / name for name in WIDGETS}
    for room, folder in rooms.items():
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
        ("app/orielctl.cpp", '#include "ui/mainwindow.h"\n', "the terminal client must not include"),
        ("ui/a.cpp", "    dialog.exec();\n", "ui must not wait"),
        ("ui/a.cpp", "    QEventLoop loop;\n", "ui must not wait"),
        ("src/forms/a.cpp", "    process.waitForFinished(100);\n", "forms must not wait"),
        ("src/net/a.cpp", '#include "../base/error.h"\n', "include from the room's name"),
    ]
    for name, text, expected in cases:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True)
            path.write_text(text, encoding="utf-8")
            found = list(breaches(pathlib.Path(folder)))
            if not any(expected in line for line in found):
                print(f"selftest: {name} should have been refused with “{expected}”, got {found}")
                return 1
    return 0


def main():
    if sys.argv[1:] == ["--selftest"]:
        return selftest()
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    found = list(breaches(pathlib.Path(sys.argv[1]).resolve()))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
