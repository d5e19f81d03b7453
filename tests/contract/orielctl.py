#!/usr/bin/env python3
"""orielctl beside Debian's `openstack`, on the same demo cloud: what a script reads from one it reads from the other.

    orielctl.py PATH-OF-ORIEL PATH-OF-ORIELCTL [unittest's arguments]
"""

import json
import os
import pathlib
import pty
import subprocess
import sys
import unittest

import openstack_client

ORIELCTL = None


class Sitting(openstack_client.Terminal):
    """A shell with both clients on one demo cloud."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.environment["XDG_STATE_HOME"] = cls.folder.name # a journal of its own
        cls.environment["XDG_DATA_HOME"] = cls.folder.name

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
             ("volume", "snapshot", "list", "--long"), ("volume", "list"), ("volume", "list", "--long"),
             ("volume", "list", "--status", "available"), ("volume", "backup", "list"),
             ("volume", "transfer", "request", "list"), ("server", "list", "--name", "there is none"),
             ("keypair", "list"), ("keypair", "list", "-c", "Name"), ("floating", "ip", "list"),
             ("security", "group", "list"), ("port", "list"), ("port", "list", "--server", "web-1"),
             ("security", "group", "rule", "list"), ("security", "group", "rule", "list", "web"),
             ("flavor", "list"), ("flavor", "list", "--all"), ("flavor", "list", "--private"),
             ("flavor", "list", "--min-ram", "4096", "--min-disk", "1"),
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

    def test_storage_and_images(self):
        for kind in (("volume",), ("volume", "snapshot"), ("volume", "backup"), ("image",)):
            identifier = json.loads(self.openstack(*kind, "list", "-f", "json"))[0]["ID"]
            with self.subTest(kind=kind):
                self.same((*kind, "show", identifier, "-f", "table"))
                # The properties of images are in no order there.
                self.same((*kind, "show", identifier, "-f", "json"), json.loads)

    def test_transfers(self):
        volume = next(row["ID"] for row in json.loads(self.openstack("volume", "list", "-f", "json")) if row["Status"] == "available")
        self.openstack("volume", "transfer", "request", "create", "--name", "offer", volume)
        for form in ("json", "table"):
            self.same(("volume", "transfer", "request", "list", "-f", form))
            self.same(("volume", "transfer", "request", "show", "offer", "-f", form))
        self.openstack("volume", "transfer", "request", "delete", "offer")

    def test_an_offer_is_shown_with_its_key(self):
        volume = next(row["ID"] for row in json.loads(self.openstack("volume", "list", "-f", "json")) if row["Status"] == "available")
        for words in (("--name", "offer"), ()):
            with self.subTest(words=words):
                theirs = json.loads(self.openstack("volume", "transfer", "request", "create", *words, volume, "-f", "json"))
                self.openstack("volume", "transfer", "request", "delete", theirs["id"])
                ours = json.loads(self.orielctl("volume", "transfer", "request", "create", *words, volume, "-f", "json"))
                self.assertEqual(list(ours), list(theirs))
                self.assertEqual((ours["name"], ours["volume_id"]), (theirs["name"], volume))
                self.assertRegex(ours["created_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$")
                shown = json.loads(self.openstack("volume", "transfer", "request", "show", ours["id"], "-f", "json"))
                self.assertEqual({key: ours[key] for key in shown}, shown)
                self.openstack("volume", "transfer", "request", "accept", "--auth-key", ours["auth_key"], ours["id"])
        key = self.orielctl("volume", "transfer", "request", "create", volume, "-f", "value", "-c", "auth_key")
        self.assertRegex(key, r"^\w+\n$")
        self.orielctl("volume", "transfer", "request", "cancel", "--wait", volume)

    def test_flavors(self):
        for form in ("table", "value", "csv"):
            with self.subTest(form=form):
                self.same(("flavor", "list", "--long", "-f", form))
        for row in json.loads(self.openstack("flavor", "list", "-f", "json")):
            for name in (row["Name"], row["ID"]):
                with self.subTest(name=name):
                    self.same(("flavor", "show", name, "-f", "table"))
                    self.same(("flavor", "show", name, "-f", "json"), json.loads)
        self.same(("flavor", "show", "m1.small", "-f", "value", "-c", "ram", "-c", "rxtx_factor"))

    def test_console_logs(self):
        for words in ((), ("--lines", "3"), ("--lines", "1"), ("--lines", "100000")):
            with self.subTest(words=words):
                self.same(("console", "log", "show", *words, "web-1"))
        self.assertEqual(len(self.orielctl("console", "log", "show", "web-1", "--lines", "3").splitlines()), 3)
        self.assertEqual(self.orielctl("console", "log", "show", "web-1", "--lines", "0"), "")

    def test_key_pairs(self):
        for words in (("admin-desk",), ("--public-key", "admin-desk"), ("admin-desk", "-f", "json"),
                      ("admin-desk", "-f", "value", "-c", "fingerprint")):
            with self.subTest(words=words):
                self.same(("keypair", "show", *words))

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
                      ("server", "list", "--max-width", "wide"), ("image", "list", "extra"), ("flavor", "list", "--min-ram", "much"),
                      ("flavor", "list", "--public", "--all"), ("flavor", "show"), ("console", "log", "show"),
                      ("console", "log", "show", "--lines", "all", "web-1"),
                      ("console", "log", "show", "--lines", "-1", "web-1")):
            with self.subTest(words=words):
                done = self.run_ours(*words)
                self.assertEqual(done.returncode, 2)
                self.assertEqual(done.stdout, "")
                self.assertRegex(done.stderr, r"\S")

    def test_what_is_not_there_is_1(self):
        for words in (("server", "show", "nope"), ("server", "list", "-c", "Nope"), ("snapshot", "show", "nope"),
                      ("flavor", "show", "nope"), ("console", "log", "show", "nope")):
            with self.subTest(words=words):
                done = self.run_ours(*words)
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertIn("ope", done.stderr)

    def test_a_name_that_two_have_is_refused_with_both_ids(self):
        ids = [json.loads(self.openstack("volume", "snapshot", "create", "--volume", volume, "--force", "twin", "-f", "json"))["id"]
               for volume in [row["ID"] for row in json.loads(self.openstack("volume", "list", "-f", "json"))
                              if row["Status"] == "available"][:2]]
        done = self.run_ours("volume", "snapshot", "delete", "twin")
        self.assertEqual(done.returncode, 1)
        for identifier in ids:
            self.assertIn(identifier, done.stderr)
        self.assertEqual({row["ID"] for row in json.loads(self.openstack("volume", "snapshot", "list", "-f", "json"))} & set(ids),
                         set(ids))

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

    def test_where_and_who(self):
        """The order of precedence: the file, the variables over it, the options over both."""
        names = ("server", "list", "-f", "value", "-c", "Name")
        lab = self.orielctl("--os-project-name", "lab", *names)
        self.assertNotEqual(lab, self.orielctl(*names))
        self.assertEqual(self.run_ours(*names, environment={"OS_PROJECT_NAME": "lab"}).stdout, lab)
        self.assertEqual(self.run_ours("--os-project-name", "lab", *names,
                                       environment={"OS_PROJECT_NAME": "demo"}).stdout, lab)
        done = self.run_ours(*names, environment={"OS_REGION_NAME": "Elsewhere"})
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("Elsewhere", done.stderr)
        done = self.run_ours(*names, environment={"OS_TRUST_ID": "t"})
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("OS_TRUST_ID", done.stderr)

    def test_global_options(self):
        plain = self.orielctl("server", "list", "-f", "value", "-c", "ID")
        for words in (("--os-compute-api-version", "2.60"), ("--os-volume-api-version", "3.59"), ("--os-default-domain", "default"),
                      ("--os-interface", "public"), ("--verify",), ("--insecure",), ("--os_cloud=demo",)):
            with self.subTest(words=words):
                self.assertEqual(self.orielctl(*words, "server", "list", "-f", "value", "-c", "ID"), plain)
        for words in (("--os-trust-id", "t"), ("--os-service-provider", "s"), ("--os-endpoint", "http://x"), ("--os-system-scope", "all"),
                      ("--os-volume-api-version", "2"), ("--os-foo", "x"), ("--os-beta-command",), ("--os-profile", "key")):
            with self.subTest(words=words):
                done = self.run_ours(*words, "server", "list")
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(words[0], done.stderr)

    def test_requests_are_shown_without_secrets(self):
        done = self.run_ours("--debug", "server", "list", "-f", "value", "-c", "ID")
        self.assertEqual(done.returncode, 0)
        self.assertIn("/auth/tokens", done.stderr)
        self.assertIn("RESP: [201]", done.stderr)
        self.assertNotRegex(done.stderr, r'"password": ?"demo"|gAAAA')
        done = self.run_ours("-v", "server", "list", "-f", "value", "-c", "ID")
        self.assertRegex(done.stderr, r"GET http://\S+/servers/detail\S*: 200 \(")
        done = self.run_ours("--timing", "server", "list", "-f", "json")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r'\n\n?"URL","Seconds"\n"POST http')
        self.assertIn('"Total",', done.stdout)

    def test_help(self):
        self.assertIn("server list", self.orielctl("--help"))
        self.assertIn("--long", self.orielctl("server", "list", "--help"))
        self.assertRegex(self.orielctl("--version"), r"^orielctl \d+\.\d+")


class ASnapshotsLife(Sitting):
    """The documented flow at the terminal, and what belongs around it; `openstack` is asked what came of it."""

    def images(self):
        return {row["Name"]: row for row in json.loads(self.openstack("image", "list", "--private", "-f", "json"))}

    def parts(self, name):
        return [row for row in json.loads(self.openstack("volume", "snapshot", "list", "--long", "-f", "json"))
                if row["Name"] == f"snapshot for {name}"]

    def status(self, server):
        return self.openstack("server", "show", server, "-f", "value", "-c", "status").strip()

    def test_created_shown_and_deleted_as_one(self):
        shown = json.loads(self.orielctl("server", "image", "create", "--name", "one", "--wait", "db-1", "-f", "json"))
        self.assertEqual(shown, json.loads(self.openstack("image", "show", "one", "-f", "json")))
        self.assertEqual(len(self.parts("one")), 3)
        row = next(row for row in json.loads(self.orielctl("snapshot", "list", "-f", "json")) if row["Name"] == "one")
        self.assertEqual((row["Instance"], row["Status"], row["Volumes"]), ("db-1", "available", 3))
        self.assertEqual(json.loads(self.orielctl("snapshot", "show", row["ID"], "-f", "json"))["consistency"], "running")
        self.assertEqual(self.orielctl("snapshot", "delete", "one"), "")
        self.assertNotIn("one", self.images())
        self.assertEqual(self.parts("one"), [])

    def test_without_a_name_it_has_the_instances(self):
        identifier = self.orielctl("server", "image", "create", "web-1", "-f", "value", "-c", "id").strip()
        self.assertEqual(self.openstack("image", "show", identifier, "-f", "value", "-c", "name").strip(), "web-1")

    def test_shut_off_first_and_started_again(self):
        self.assertEqual(self.status("mail-1"), "ACTIVE")
        self.orielctl("server", "image", "create", "--name", "safe", "--shut-off-first", "--keep-until", "2020-01-31",
                      "--description", "before the upgrade", "mail-1", "-q")
        self.assertEqual(self.status("mail-1"), "ACTIVE")
        due = {row["Name"]: row for row in json.loads(self.orielctl("snapshot", "due", "-f", "json"))}
        self.assertEqual((due["safe"]["Consistency"], due["safe"]["Keep Until"]), ("shut-off", "2020-01-31"))

    def scheduled(self, server, *words):
        """Makes one, and returns the names of those of its schedule that `openstack` still lists, and what was said."""
        said = self.orielctl("snapshot", "create", server, *words)
        rows = json.loads(self.openstack("image", "list", "--private", "--long", "-f", "json"))
        return {row["Name"] for row in rows}, said

    def test_a_schedule_keeps_its_newest_and_deletes_only_its_own(self):
        schedule = ("--schedule", "nightly", "--keep", "2")
        self.orielctl("server", "image", "create", "--name", "by hand", "--wait", "git-1")
        self.scheduled("git-1", "--name", "n1", *schedule)
        _, said = self.scheduled("git-1", "--name", "n2", *schedule)
        self.assertNotIn("Deleting", said)
        self.orielctl("snapshot", "create", "git-1", "--name", "other", "--schedule", "weekly", "--keep", "1", "-q")
        left, said = self.scheduled("git-1", "--name", "n3", *schedule)
        self.assertRegex(said, r"Created \S+\.\nDeleting n1 \(\S+\)\.\n$")
        self.assertEqual(left & {"n1", "n2", "n3", "other", "by hand"}, {"n2", "n3", "other", "by hand"})
        self.assertEqual(self.parts("n1"), [])
        # A protected one, and one that is wanted for longer, stay.
        self.openstack("image", "set", "--protected", "n2")
        self.orielctl("snapshot", "set", "--keep-until", "2099-01-31", "--wait", "n3")
        left, said = self.scheduled("git-1", "--name", "n4", "--schedule", "nightly", "--keep", "1")
        self.assertNotIn("Deleting", said)
        self.assertLessEqual({"n2", "n3", "n4"}, left)
        # One that another client makes of an instance inherits tags, but no schedule.
        identifier = next(row["ID"] for row in json.loads(self.orielctl("snapshot", "list", "-f", "json"))
                          if row["Name"] == "n4")
        tag = json.loads(self.openstack("image", "show", "n4", "-f", "json"))["properties"]["oriel:schedule"]
        self.assertEqual(tag, f"nightly {identifier}")
        self.openstack("image", "set", "--unprotected", "n2")

    def test_a_schedules_command_is_checked_before_anything_is_made(self):
        before = self.images().keys()
        for words, code in ((("--keep", "3"), 2), (("--schedule", "a b"), 2), (("--schedule", "x", "--keep", "0"), 2),
                            (("--schedule", "x", "--keep", "many"), 2), (("--name", " x"), 1)):
            with self.subTest(words=words):
                done = self.run_ours("snapshot", "create", "web-1", *words)
                self.assertEqual((done.returncode, done.stdout), (code, ""))
                self.assertRegex(done.stderr, r"\S")
        self.assertEqual(self.run_ours("snapshot", "create", "there-is-none").returncode, 1)
        self.assertEqual(self.images().keys(), before)

    def test_the_windows_schedules(self):
        def schedules():
            return json.loads(self.orielctl("snapshot", "schedule", "list", "-f", "json"))

        self.assertEqual(schedules(), [])
        self.orielctl("snapshot", "schedule", "set", "web-1")
        self.orielctl("snapshot", "schedule", "set", "--time", "22:15", "--days", "Sun,mon", "--keep", "3", "--shut-off-first",
                      "db-1")
        first, second = schedules()
        self.assertEqual([(one["Instance"], one["Time"], one["Days"], one["Keep"], one["Shut Off First"], one["Last Result"])
                          for one in (first, second)],
                         [("web-1", "03:00", "mon,tue,wed,thu,fri,sat,sun", 7, False, None),
                          ("db-1", "22:15", "mon,sun", 3, True, None)])
        self.orielctl("snapshot", "schedule", "set", "--keep", "5", "web-1")
        self.assertEqual([one["Schedule"] for one in schedules()], [first["Schedule"], second["Schedule"]])
        for words in (("--time", "25:00"), ("--time", "3"), ("--days", "x"), ("--days", ""), ("--keep", "0"), ("--keep", "x")):
            with self.subTest(words=words):
                self.assertEqual(self.run_ours("snapshot", "schedule", "set", *words, "web-1").returncode, 2)
        self.assertEqual(self.run_ours("snapshot", "schedule", "set", "there-is-none").returncode, 1)
        self.assertEqual(self.run_ours("snapshot", "schedule", "unset", "wiki-1").returncode, 1)
        self.orielctl("snapshot", "schedule", "unset", "web-1")
        self.orielctl("snapshot", "schedule", "unset", second["Instance ID"])
        self.assertEqual(schedules(), [])

    def test_what_is_due_is_deleted_at_once(self):
        self.orielctl("server", "image", "create", "--name", "past", "--keep-until", "2020-01-31", "--wait", "db-1", "-q")
        self.orielctl("server", "image", "create", "--name", "lasting", "--keep-until", "2099-01-31", "--wait", "db-1", "-q")
        due = {row["ID"] for row in json.loads(self.orielctl("snapshot", "due", "-f", "json"))}
        for words in ((), ("--due", "past")):
            done = self.run_ours("snapshot", "delete", *words)
            self.assertEqual(done.returncode, 2)
            self.assertEqual({row["ID"] for row in json.loads(self.orielctl("snapshot", "due", "-f", "json"))}, due)
        said = self.orielctl("snapshot", "delete", "--due")
        self.assertEqual(len(said.splitlines()), len(due))
        self.assertRegex(said, r"Deleting past \(\S+\), kept until 2020-01-31\.")
        self.assertEqual(json.loads(self.orielctl("snapshot", "due", "-f", "json")), [])
        self.assertEqual(self.parts("past"), [])
        self.assertIn("lasting", self.images())
        self.assertEqual(self.orielctl("snapshot", "delete", "--due"), "")

    def test_an_image_alone_leaves_what_is_found_again(self):
        identifier = self.orielctl("server", "image", "create", "--name", "half", "--wait", "wiki-1", "-f", "value",
                                   "-c", "id").strip()
        left = len(self.parts("half"))
        self.assertGreater(left, 0)
        done = self.run_ours("image", "delete", "half", "there-is-none")
        self.assertEqual(done.returncode, 1)
        self.assertIn("there-is-none", done.stderr)
        self.assertIn(f"orielctl snapshot delete {identifier}", done.stderr)
        self.assertNotIn("half", self.images())
        self.assertEqual(len(self.parts("half")), left)
        self.orielctl("snapshot", "delete", identifier)
        self.assertEqual(self.parts("half"), [])

    def leftovers(self, *words):
        return {row["ID"]: row for row in
                json.loads(self.orielctl("snapshot", "list", "--leftover", "-f", "json", *words))}

    def said_of_leftovers(self, left):
        """What `snapshot list` says about them on standard error."""
        said = self.run_ours("snapshot", "list").stderr
        self.assertIn(f"{len(left)} volume snapshots ({sum(row['Size (GiB)'] for row in left.values())} GiB) are left over",
                      said)
        return said

    def test_what_another_client_leaves_is_named_and_listed(self):
        before = self.leftovers()  # the demo cloud has some
        said = self.said_of_leftovers(before)
        for name in {row["Name"] for row in before.values()}:
            self.assertIn(name, said)
        # An old one: the image of a new volume snapshot may still be listed.
        row = next(row for row in reversed(json.loads(self.orielctl("snapshot", "list", "-f", "json")))
                   if row["Volumes"] > 1 and row["Status"] == "available" and row["Instance"])
        parts = {part["id"]: part for part in
                 json.loads(self.orielctl("snapshot", "show", row["ID"], "-f", "json"))["volume_snapshots"]}
        self.assertFalse(before.keys() & parts.keys())
        self.openstack("image", "delete", row["ID"])

        after = self.leftovers()
        self.assertEqual(after.keys(), before.keys() | parts.keys())
        for identifier, part in parts.items():
            one = after[identifier]
            self.assertEqual((one["Name"], one["Size (GiB)"], one["Volume"], one["Status"]),
                             (part["name"], part["size"], part["volume"] or part["volume_id"], "available"))
            self.assertEqual(one["Instance"], row["Instance"])
        self.said_of_leftovers(after)
        self.assertNotIn(row["ID"], self.orielctl("snapshot", "list"))
        self.assertEqual(parts.keys() - self.leftovers("--instance", row["Instance"]).keys(), set())
        self.assertEqual(self.leftovers("--instance", "there is none"), {})

        self.orielctl("volume", "snapshot", "delete", *after)
        self.assertEqual(self.leftovers(), {})
        self.assertEqual(self.run_ours("snapshot", "list").stderr, "")

    def test_volume_snapshots_are_gone_when_it_ends(self):
        volume = next(row["ID"] for row in json.loads(self.openstack("volume", "list", "-f", "json"))
                      if row["Status"] == "available")
        self.openstack("volume", "snapshot", "create", "--volume", volume, "alone")
        while self.openstack("volume", "snapshot", "show", "alone", "-f", "value", "-c", "status").strip() == "creating":
            pass
        self.assertEqual(self.orielctl("volume", "snapshot", "delete", "alone"), "")
        self.assertNotIn("alone", self.openstack("volume", "snapshot", "list"))

    def test_how_long_it_is_kept(self):
        identifier = self.orielctl("server", "image", "create", "--name", "kept", "--wait", "shop-1", "-f", "value",
                                   "-c", "id").strip()
        self.orielctl("snapshot", "set", "--keep-until", "2030-01-31", "--wait", "kept")
        self.assertEqual(json.loads(self.orielctl("snapshot", "show", identifier, "-f", "json"))["keep_until"], "2030-01-31")
        for part in self.parts("kept"):
            self.assertIn("2030-01-31", str(part["Properties"]))
        part = self.parts("kept")[0]["ID"]
        self.orielctl("volume", "snapshot", "set", "--keep-until", "none", "--wait", part)
        self.assertIn("none", self.openstack("volume", "snapshot", "show", part, "-f", "value", "-c", "properties"))
        done = self.run_ours("snapshot", "set", "--keep-until", "soon", "kept")
        self.assertEqual(done.returncode, 1)
        self.assertIn("soon", done.stderr)
        self.orielctl("snapshot", "delete", "kept")

    def test_a_volume_is_reverted(self):
        volume = next(row["ID"] for row in json.loads(self.openstack("volume", "list", "-f", "json"))
                      if row["Status"] == "available")
        self.openstack("volume", "snapshot", "create", "--volume", volume, "before")
        while self.openstack("volume", "snapshot", "show", "before", "-f", "value", "-c", "status").strip() == "creating":
            pass
        self.assertEqual(self.orielctl("volume", "revert", "--wait", "before"), "")
        self.assertEqual(self.openstack("volume", "show", volume, "-f", "value", "-c", "status").strip(), "available")
        self.orielctl("volume", "snapshot", "delete", "before")

    def test_a_reader_is_refused_and_nothing_happens(self):
        done = self.run_ours("server", "image", "create", "--name", "never", "db-1", cloud="demo-reader")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertNotIn("never", self.images())


class ReachAndState(Sitting):
    """Addresses, rules, networks, passwords, states and limits; `openstack` is asked what came of it."""

    def as_operator(self):
        """The environment of an administrator, who is not in the demo cloud's clouds.yaml."""
        text = pathlib.Path(self.environment["OS_CLIENT_CONFIG_FILE"]).read_text(encoding="utf-8")
        text = text.replace("username: demo\n", "username: operator\n").replace("password: demo\n", "password: operator\n")
        path = pathlib.Path(self.folder.name, "operator.yaml")
        path.write_text(text, encoding="utf-8")
        return {"OS_CLIENT_CONFIG_FILE": str(path)}

    def shown(self, *words):
        return json.loads(self.openstack(*words, "-f", "json"))

    def test_a_lock_stops_members_only(self):
        self.orielctl("server", "lock", "web-2")
        done = self.run_ours("server", "stop", "web-2")
        self.assertEqual(done.returncode, 1)
        self.assertIn("Unlock it first", done.stderr)
        done = self.run_ours("server", "stop", "--wait", "web-2", environment=self.as_operator())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.orielctl("server", "unlock", "web-2")
        self.orielctl("server", "start", "--wait", "web-2")

    def test_a_reader_hears_it_before_anything_is_sent(self):
        done = self.run_ours("server", "stop", "web-2", cloud="demo-reader")
        self.assertEqual(done.returncode, 1)
        self.assertIn("reader", done.stderr)

    def test_a_floating_ip_moves(self):
        address = next(row for row in json.loads(self.openstack("floating", "ip", "list", "-f", "json")) if row["Port"])
        port = next(row["ID"] for row in json.loads(self.openstack("port", "list", "--server", "web-2", "-f", "json")))
        self.orielctl("floating", "ip", "set", "--port", port, "--wait", address["Floating IP Address"])
        self.assertEqual(self.openstack("floating", "ip", "show", address["ID"], "-f", "value", "-c", "port_id").strip(), port)
        self.orielctl("floating", "ip", "set", "--port", address["Port"], "--wait", address["ID"])
        self.assertEqual(self.openstack("floating", "ip", "show", address["ID"], "-f", "value", "-c", "port_id").strip(),
                         address["Port"])

    def test_an_address_is_allocated_associated_and_released(self):
        self.orielctl("floating", "ip", "create", "--description", "for a test", "--wait", "public")
        address = next(row for row in self.shown("floating", "ip", "list", "--long")
                       if row["Description"] == "for a test")["Floating IP Address"]
        self.orielctl("server", "add", "floating", "ip", "--wait", "web-2", address)
        port = self.shown("port", "list", "--server", "web-2")[0]["ID"]
        self.assertEqual(self.shown("floating", "ip", "show", address)["port_id"], port)
        self.orielctl("floating", "ip", "unset", "--port", "--wait", address)
        self.assertIsNone(self.shown("floating", "ip", "show", address)["port_id"])
        self.orielctl("floating", "ip", "set", "--description", "again", "--wait", address)
        self.assertEqual(self.shown("floating", "ip", "show", address)["description"], "again")
        self.orielctl("floating", "ip", "delete", "--wait", address)
        self.assertNotIn(address, self.openstack("floating", "ip", "list"))

    def test_groups_and_rules(self):
        self.orielctl("security", "group", "create", "--description", "for a test", "--wait", "made")
        self.orielctl("security", "group", "rule", "create", "--protocol", "tcp", "--dst-port", "8000:8100", "--remote-ip",
                      "192.0.2.0/24", "--wait", "made")
        rule = next(row for row in self.shown("security", "group", "rule", "list", "made") if row["IP Protocol"] == "tcp")
        self.assertEqual((rule["Port Range"], rule["IP Range"], rule["Direction"]), ("8000:8100", "192.0.2.0/24", "ingress"))
        self.orielctl("server", "add", "security", "group", "--wait", "web-2", "made")
        port = self.shown("port", "list", "--server", "web-2")[0]["ID"]
        group = self.shown("security", "group", "show", "made")["id"]
        self.assertIn(group, self.shown("port", "show", port)["security_group_ids"])
        self.orielctl("port", "unset", "--security-group", "made", "--wait", port)
        self.assertNotIn(group, self.shown("port", "show", port)["security_group_ids"])
        self.orielctl("port", "set", "--security-group", "made", "--wait", port)
        self.orielctl("server", "remove", "security", "group", "--wait", "web-2", "made")
        self.assertNotIn(group, self.shown("port", "show", port)["security_group_ids"])
        self.orielctl("security", "group", "rule", "delete", "--wait", rule["ID"])
        self.orielctl("security", "group", "delete", "--wait", "made")
        self.assertNotIn("made", self.openstack("security", "group", "list", "-f", "value", "-c", "Name").split())

    def test_fixed_ips_and_networks(self):
        port = self.shown("port", "list", "--server", "web-2")[0]["ID"]
        before = self.shown("port", "show", port)["fixed_ips"]
        added = f"subnet={before[0]['subnet_id']}"
        self.orielctl("port", "set", "--fixed-ip", added, "--wait", port)
        now = self.shown("port", "show", port)["fixed_ips"]
        self.assertEqual(len(now), len(before) + 1)
        extra = next(ip for ip in now if ip not in before)["ip_address"]
        self.orielctl("port", "unset", "--fixed-ip", f"{added},ip-address={extra}", "--wait", port)
        self.assertEqual(self.shown("port", "show", port)["fixed_ips"], before)
        for words in (("nonsense",), (added, "--fixed-ip", added)):
            done = self.run_ours("port", "set", "--fixed-ip", *words, port)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.orielctl("server", "add", "network", "--wait", "wiki-1", "office")
        self.assertEqual(len(self.shown("port", "list", "--server", "wiki-1")), 2)
        self.orielctl("server", "remove", "network", "--wait", "wiki-1", "office")
        self.assertEqual(self.shown("port", "list", "--server", "wiki-1"), [])
        for words in (("port", "disconnect", "--wait"), ("server", "remove", "port", "--wait", "wiki-1")):
            self.orielctl("server", "add", "network", "--wait", "wiki-1", "office")
            port = self.shown("port", "list", "--server", "wiki-1")[0]["ID"]
            self.orielctl(*words, port)
            self.assertEqual(self.shown("port", "list", "--server", "wiki-1"), [])
        unused = json.loads(self.openstack("port", "create", "--network", "office", "unused", "-f", "json"))["id"]
        done = self.run_ours("port", "disconnect", "--wait", unused)
        self.assertEqual(done.returncode, 1)
        self.assertIn("not connected to an instance", done.stderr)
        self.openstack("port", "delete", unused)
        self.orielctl("server", "add", "network", "--wait", "wiki-1", "office")
        self.assertEqual(list(self.shown("server", "show", "wiki-1")["addresses"]), ["office"])

    def test_passwords_and_states(self):
        self.orielctl("server", "set", "--password", "a-Passw0rd", "--wait", "web-2")
        done = self.run_ours("server", "set", "--root-password", "web-2")
        self.assertEqual(done.returncode, 1)
        self.assertIn("terminal", done.stderr)
        self.assertNotIn("Passw0rd", "".join(path.read_text(errors="replace") for path in
                                             pathlib.Path(self.folder.name).rglob("*") if path.is_file()
                                             and path.name != "clouds.yaml"))
        done = self.run_ours("server", "set", "--state", "error", "--wait", "web-2")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        admin = {"OS_USERNAME": "operator", "OS_PASSWORD": "operator"}
        for state in ("error", "active"):
            done = self.run_ours("server", "set", "--state", state, "--wait", "web-2", environment=admin)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(self.shown("server", "show", "web-2")["status"], state.upper())

    def test_rates(self):
        rates = ("limits", "show", "--rate", "-f", "json")
        self.assertEqual(json.loads(self.orielctl(*rates)), json.loads(self.openstack(*rates)))


class Launching(Sitting):
    """`server create`, and what `openstack` then shows."""

    def shown(self, name):
        return json.loads(self.openstack("server", "show", name, "-f", "json"))

    def launch(self, *words):
        return json.loads(self.orielctl("server", "create", *words, "-q", "-f", "json"))

    def network(self):
        rows = json.loads(self.openstack("server", "show", "web-1", "-f", "json"))
        return next(iter(rows["addresses"]))

    def test_on_a_new_volume(self):
        user_data = pathlib.Path(self.folder.name, "first-start")
        user_data.write_text("#cloud-config\npackages: [nginx]\n", encoding="ascii")
        made = self.launch("--image", "debian-12", "--boot-from-volume", "12", "--flavor", "m1.small",
                           "--network", self.network(), "--key-name", "admin-desk", "--security-group", "default",
                           "--property", "use=shop", "--user-data", str(user_data), "--wait", "fresh-1")
        self.assertEqual(made["status"], "ACTIVE")
        shown = self.shown("fresh-1")
        self.assertEqual(shown["id"], made["id"])
        self.assertEqual(shown["key_name"], "admin-desk")
        self.assertEqual(shown["properties"]["use"], "shop")
        volume = json.loads(self.openstack("volume", "show", "fresh-1-root", "-f", "json"))
        self.assertEqual((volume["size"], volume["attachments"][0]["server_id"]), (12, made["id"]))

    def test_several_on_the_flavors_disk(self):
        self.launch("--image", "debian-12", "--flavor", "m1.small", "--network", self.network(), "--min", "2",
                    "--wait", "pair")
        for name in ("pair-1", "pair-2"):
            shown = self.shown(name)
            self.assertEqual(shown["status"], "ACTIVE")
            self.assertIn("debian-12", shown["image"])

    def test_what_is_wrong_is_said_and_nothing_is_sent(self):
        for words, said in ((("--flavor", "m1.small"), "--image"),
                            (("--image", "debian-12", "--flavor", "huge"), "huge"),
                            (("--image", "debian-12", "--boot-from-volume", "much"), "much"),
                            (("--image", "debian-12", "--boot-from-volume", "900000"), "quota"),
                            (("--image", "debian-12", "--min", "100"), "quota")):
            with self.subTest(words=words):
                done = self.run_ours("server", "create", *words, "never")
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertIn(said, done.stderr)
        self.assertNotIn("never", self.openstack("server", "list", "-f", "value"))


class KeyPairs(Sitting):
    """What orielctl does with key pairs; `openstack` and `ssh-keygen` are asked what came of it."""

    def path(self, name):
        return pathlib.Path(self.folder.name, name)

    def refused(self, status, said, *words):
        done = self.run_ours("keypair", *words)
        self.assertEqual((done.returncode, done.stdout), (status, ""))
        self.assertRegex(done.stderr, said)

    def test_generated_imported_and_deleted(self):
        private = self.path("made")
        self.assertEqual(self.orielctl("keypair", "create", "--type", "ssh", "--private-key", str(private), "made"), "")
        self.assertEqual(private.stat().st_mode & 0o777, 0o600)
        public = subprocess.run(["ssh-keygen", "-y", "-f", str(private)], capture_output=True, text=True, check=True).stdout
        self.assertEqual(self.openstack("keypair", "show", "--public-key", "made").split()[:2], public.split()[:2])
        self.path("made.pub").write_text(public)
        self.orielctl("keypair", "create", "--wait", "--public-key", str(self.path("made.pub")), "again")
        self.assertEqual(self.openstack("keypair", "show", "--public-key", "again").strip(), public.strip())
        # The same once more changes nothing; another key of that name is refused.
        self.orielctl("keypair", "create", "--wait", "--public-key", str(self.path("made.pub")), "again")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.path("other"))], check=True)
        self.refused(1, "already exists", "create", "--public-key", str(self.path("other.pub")), "again")
        self.assertEqual(self.orielctl("keypair", "delete", "--wait", "made", "again"), "")
        self.assertFalse({"made", "again"} & {row["Name"] for row in json.loads(self.openstack("keypair", "list", "-f", "json"))})
        self.refused(1, "made", "delete", "made")
        self.assertTrue(private.exists())  # it is the user's

    def test_a_private_key_stays_here(self):
        private = self.path("kept")
        private.write_text("mine")
        self.refused(1, "already exists", "create", "--private-key", str(private), "kept")
        self.assertEqual(private.read_text(), "mine")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.path("own"))], check=True)
        self.refused(1, "private key", "create", "--public-key", str(self.path("own")), "own")
        self.assertNotIn("own", self.openstack("keypair", "list", "-f", "value", "-c", "Name").split())

    def test_wrong_usage(self):
        self.refused(2, "--private-key", "create", "x")
        self.refused(2, "together", "create", "--public-key", "a", "--private-key", "b", "x")
        self.refused(2, "name", "create", "--public-key", "a")
        self.refused(1, "cannot be read", "create", "--public-key", "/nonexistent", "x")
        self.refused(1, "ssh", "create", "--type", "x509", "--private-key", str(self.path("cert")), "x")
        self.refused(1, "nope", "show", "nope")


class ServerGroups(Sitting):
    """What orielctl does with server groups; `openstack` is asked what came of it."""

    def shown(self, name):
        return json.loads(self.openstack("--os-compute-api-version", "2.64", "server", "group", "show", "-f", "json", name))

    def test_created_shown_and_deleted(self):
        self.orielctl("server", "group", "create", "--wait", "walks")
        self.assertEqual(self.shown("walks")["policy"], "affinity")
        self.orielctl("server", "group", "create", "--wait", "--policy", "soft-anti-affinity", "spread")
        self.assertEqual(self.shown("spread")["policy"], "soft-anti-affinity")
        self.orielctl("server", "group", "create", "--wait", "--policy", "anti-affinity", "--rule", "max_server_per_host=2", "pairs")
        theirs = self.shown("pairs")
        self.assertEqual(theirs["rules"], {"max_server_per_host": 2})
        ours = json.loads(self.orielctl("server", "group", "show", "-f", "json", "pairs"))
        self.assertEqual(ours, {key: theirs[key] for key in ours})
        listed = {row["Name"]: row["Policy"] for row in json.loads(self.orielctl("server", "group", "list", "-f", "json"))}
        self.assertEqual(listed, {"databases": "soft-anti-affinity", "walks": "affinity", "spread": "soft-anti-affinity",
                                  "pairs": "anti-affinity"})
        self.orielctl("server", "group", "delete", "--wait", "walks", "spread", theirs["id"])
        self.assertEqual(self.groups(), ["databases"])

    def groups(self):
        return [row["Name"] for row in json.loads(self.orielctl("server", "group", "list", "-f", "json"))]

    def test_refused(self):
        for words, said in ((("--policy", "nonsense", "never"), "nonsense"), (("--rule", "2", "never"), "max_server_per_host"),
                            (("--rule", "max_server_per_host=2", "never"), "Instances on one host")):
            with self.subTest(words=words):
                done = self.run_ours("server", "group", "create", *words)
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertIn(said, done.stderr)
        self.assertNotIn("never", self.groups())


class AtATerminal(Sitting):
    """Names that would command a terminal: they are written out there, and come through a pipe as they are."""

    NAME = "a\x1b]0;owned\x07b\rc\nd\x7fe\x9bf\u202eg\u2069"
    WRITTEN_OUT = r"a\x1b]0;owned\x07b\rc\nd\x7fe\x9bf\u202eg\u2069"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        self = cls("test_lists")
        cls.identifier = json.loads(self.orielctl("snapshot", "list", "-f", "json"))[0]["ID"]
        self.openstack("image", "set", "--name", cls.NAME, cls.identifier)

    def at_terminal(self, *words):
        """The exit code, and all that reaches the screen of a terminal."""
        ours, theirs = pty.openpty()
        with subprocess.Popen([ORIELCTL, *words], stdin=theirs, stdout=theirs, stderr=theirs,
                              env=dict(self.environment, OS_CLOUD="demo")) as process:
            os.close(theirs)
            seen = b""
            try:
                while block := os.read(ours, 65536):
                    seen += block
            except OSError:  # Linux's way to say that the other side is closed
                pass
            os.close(ours)
        text = seen.decode()
        # The line ends are the terminal's, and what takes a line of progress away is ours.
        plain = text.replace("\r\n", "\n").replace("\r\x1b[K", "\n")
        self.assertEqual([c for c in plain if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160 or
                                                            0x202a <= ord(c) <= 0x202e or 0x2066 <= ord(c) <= 0x2069)], [],
                         repr(plain))
        return process.returncode, plain

    def test_lists(self):
        for form in ("value", "csv"):
            with self.subTest(form=form):
                status, text = self.at_terminal("image", "list", "--private", "-f", form, "-c", "ID", "-c", "Name")
                self.assertEqual(status, 0)
                line = next(line for line in text.splitlines() if self.identifier in line)
                self.assertIn(self.WRITTEN_OUT, line)
        status, text = self.at_terminal("image", "list", "--private", "-c", "Name", "--max-width", "0")
        self.assertEqual(len({len(line) for line in text.splitlines()}), 1, text)  # the frame is straight

    def test_one_thing(self):
        for form in ("table", "value"):
            with self.subTest(form=form):
                status, text = self.at_terminal("snapshot", "show", self.identifier, "-f", form)
                self.assertEqual(status, 0)
                self.assertIn(r"owned\x07b\rc", text)

    def test_json_and_yaml_say_the_same_at_a_terminal(self):
        words = ("snapshot", "show", self.identifier, "-c", "name", "-f")
        self.assertEqual(json.loads(self.at_terminal(*words, "json")[1])["name"], self.NAME)
        self.assertEqual(parsed_yaml(self.at_terminal(*words, "yaml")[1])[0]["name"], self.NAME)

    def test_a_pipe_gets_the_name_itself(self):
        words = ("snapshot", "show", self.identifier, "-c", "name", "-f")
        self.assertEqual(self.run_bytes(*words, "value"), self.NAME.encode() + b"\n")
        self.assertEqual(json.loads(self.run_bytes(*words, "json"))["name"], self.NAME)
        self.assertEqual(self.run_bytes("image", "list", "--private", "-f", "value", "-c", "Name").count(self.NAME.encode()), 1)
        self.assertEqual(parsed_yaml(self.run_bytes(*words, "yaml").decode())[0]["name"], self.NAME)

    def run_bytes(self, *words):
        done = subprocess.run([ORIELCTL, *words], capture_output=True, timeout=120, check=True, stdin=subprocess.DEVNULL,
                              env=dict(self.environment, OS_CLOUD="demo"))
        return done.stdout

    def test_errors_and_progress(self):
        status, text = self.at_terminal("server", "show", self.NAME + "!")
        self.assertEqual(status, 1)
        self.assertIn(r"owned\x07b\rc", text)
        other = json.loads(self.orielctl("snapshot", "list", "-f", "json"))[1]["ID"]
        self.openstack("image", "set", "--name", self.NAME + "2", other)
        status, text = self.at_terminal("snapshot", "delete", self.NAME + "2")
        self.assertEqual(status, 0, text)
        self.assertIn(self.WRITTEN_OUT[:40], text)


def parsed_yaml(text):
    import yaml  # of Debian's client
    return list(yaml.safe_load_all(text))


if __name__ == "__main__":
    openstack_client.ORIEL, ORIELCTL = sys.argv[1], sys.argv[2]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
