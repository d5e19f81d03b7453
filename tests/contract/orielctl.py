#!/usr/bin/env python3
"""orielctl beside Debian's `openstack`, on the same demo cloud: what a script reads from one it reads from the other.

    orielctl.py PATH-OF-ORIEL PATH-OF-ORIELCTL [unittest's arguments]
"""

import json
import subprocess
import sys
import unittest

import openstack_client

ORIELCTL = None


class Sitting(openstack_client.Terminal):
    """A shell with both clients on one demo cloud."""

    def run_ours(self, *words, cloud="demo", environment=None):
        return subprocess.run([ORIELCTL, *words], capture_output=True, text=True, timeout=120, check=False,
                              stdin=subprocess.DEVNULL,
                              env=dict(self.environment, OS_CLOUD=cloud) | (environment or {}))

    def orielctl(self, *words, cloud="demo"):
        done = self.run_ours(*words, cloud=cloud)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout


class SameOutput(Sitting):
    """Every format of every list and of every thing that both show."""

    maxDiff = None

    LISTS = (("server", "list"), ("server", "list", "--status", "SHUTOFF"), ("server", "list", "-n"),
             ("server", "list", "--name", "^web"), ("image", "list"), ("image", "list", "--private"),
             ("image", "list", "--long"), ("image", "list", "--public"), ("volume", "snapshot", "list"),
             ("volume", "snapshot", "list", "--long"), ("server", "list", "--name", "there is none"),
             ("server", "list", "-c", "Name", "-c", "ID"), ("server", "list", "--sort-column", "Name"),
             ("server", "list", "--sort-column", "Status", "--sort-column", "Name", "--sort-descending"))

    def same(self, words, read=lambda text: text):
        self.assertEqual(read(self.orielctl(*words)), read(self.openstack(*words)), " ".join(words))

    def test_lists(self):
        for words in self.LISTS:
            with self.subTest(words=words):
                self.same((*words, "-f", "json"))

    def test_formats(self):
        for words in (("server", "list"), ("image", "list", "--long"), ("volume", "snapshot", "list", "--long")):
            for form in ("table", "value", "csv"):
                with self.subTest(words=words, form=form):
                    self.same((*words, "-f", form))
            with self.subTest(words=words, form="yaml"):
                self.same((*words, "-f", "yaml"), parsed_yaml)

    def test_json_on_one_line_and_other_quotes(self):
        self.same(("server", "list", "-f", "json", "--noindent"))
        for mode in ("all", "minimal", "nonnumeric"):
            self.same(("image", "list", "--long", "-f", "csv", "--quote", mode))

    def test_an_empty_table_is_drawn_where_wanted(self):
        self.same(("server", "list", "--name", "there is none", "--print-empty"))

    def test_servers(self):
        for name in (row["Name"] for row in json.loads(self.openstack("server", "list", "-f", "json"))[2:5]):
            for form in ("json", "table"):
                with self.subTest(name=name, form=form):
                    self.same(("server", "show", name, "-f", form))
        self.same(("server", "show", name, "-f", "yaml"), parsed_yaml)
        self.same(("server", "show", name, "-f", "value", "-c", "status", "-c", "addresses"))

    def test_narrow_tables_lose_nothing(self):
        for width in (60, 80, 100):
            drawn = self.orielctl("server", "list", "--max-width", str(width))
            rows = json.loads(self.orielctl("server", "list", "-f", "json"))
            columns = {}
            for line in drawn.splitlines()[3:-1]:
                cells = [cell.strip() for cell in line.strip("|").split("|")]
                if cells[0][:8] in {row["ID"][:8] for row in rows}:
                    columns[cells[0][:8]] = ""
                columns[list(columns)[-1]] += cells[0]
            self.assertEqual(list(columns.values()), [row["ID"] for row in rows])


class OwnWords(Sitting):
    """What only orielctl has, and what it says when something is wrong."""

    def test_bad_usage_is_2_and_said_on_stderr(self):
        for words in ((), ("server",), ("server", "lists"), ("server", "list", "--bar"), ("server", "show"),
                      ("server", "show", "a", "b"), ("server", "list", "-f", "shell"), ("server", "show", "a", "-f", "csv"),
                      ("server", "list", "--max-width", "wide"), ("image", "list", "extra")):
            with self.subTest(words=words):
                done = self.run_ours(*words)
                self.assertEqual(done.returncode, 2)
                self.assertEqual(done.stdout, "")
                self.assertRegex(done.stderr, r"\S")

    def test_what_is_not_there_is_1(self):
        for words in (("server", "show", "nope"), ("server", "list", "-c", "Nope"), ("snapshot", "show", "nope")):
            with self.subTest(words=words):
                done = self.run_ours(*words)
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertIn("ope", done.stderr)

    def test_clouds(self):
        done = self.run_ours("server", "list", cloud="nope")
        self.assertEqual(done.returncode, 1)
        self.assertIn("nope", done.stderr)
        self.assertIn("demo", done.stderr)
        self.assertEqual(self.orielctl("--os-cloud", "demo", "server", "list", cloud="nope"),
                         self.orielctl("server", "list"))
        done = self.run_ours("server", "list", "--os-password", "s3cret-typo")
        self.assertEqual(done.returncode, 1)
        self.assertNotIn("s3cret-typo", done.stderr)
        unset = {name: "" for name in ("OS_CLOUD",)}
        done = self.run_ours("server", "list", environment=unset)
        self.assertEqual(done.returncode, 1)
        self.assertIn("--os-cloud", done.stderr)

    def test_help(self):
        self.assertIn("server list", self.orielctl("--help"))
        self.assertIn("--long", self.orielctl("server", "list", "--help"))
        self.assertRegex(self.orielctl("--version"), r"^orielctl \d+\.\d+")


def parsed_yaml(text):
    import yaml  # of Debian's client
    return list(yaml.safe_load_all(text))


if __name__ == "__main__":
    openstack_client.ORIEL, ORIELCTL = sys.argv[1], sys.argv[2]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
