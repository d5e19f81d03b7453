#!/usr/bin/env python3
"""The demo cloud as seen by Debian's `openstack` client, which we did not write: the documented flow, the deletes and the
usual errors. Each test is one sitting of a person at a terminal.

    openstack_client.py PATH-OF-ORIEL [unittest's arguments]
"""

import contextlib
import importlib
import importlib.metadata
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import unittest

import openstack.connection
from openstackclient import shell  # what /usr/bin/openstack runs

ORIEL = None


class Refused(Exception):
    """What the client said when it ended with an error."""


def load_client():
    """Loads the modules of the client's commands and ways to sign in, which it looks up when it starts."""
    points = importlib.metadata.entry_points()
    for group in points.groups:
        if group.startswith(("openstack.", "keystoneauth1.plugin")):
            for entry in points.select(group=group):
                with contextlib.suppress(Exception):  # the client leaves out what cannot be loaded
                    importlib.import_module(entry.module)


load_client()


def run_client(words, environment):
    """Runs `openstack` in a separate process. Nine tenths of its time goes into loading Python and the client's modules,
    so it is forked from this process, which has loaded them."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        sys.stdout.flush()
        sys.stderr.flush()
        process = os.fork()
        if process == 0:
            status = 1
            try:
                signal.alarm(120)
                os.dup2(out.fileno(), 1)
                os.dup2(err.fileno(), 2)
                sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
                sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
                os.environ.clear()
                os.environ.update(environment)
                sys.argv = ["openstack", *words]
                status = shell.main(list(words))
            except SystemExit as end:
                status = end.code
            except BaseException:  # as the interpreter does at the end of a program
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status if isinstance(status, int) else 0 if status is None else 1)
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(words, status, out.read().decode(), err.read().decode())


class Terminal(unittest.TestCase):
    """A demo server of its own, and a shell whose OS_CLOUD is set."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="oriel-client-")
        clouds = pathlib.Path(cls.folder.name, "clouds.yaml")
        with clouds.open("wb") as out:
            cls.server = subprocess.Popen([ORIEL, "--demo-server", "--port", "0"], stdout=out,
                                          env=dict(os.environ, QT_QPA_PLATFORM="offscreen"))
        deadline = time.monotonic() + 30
        while "demo-reader" not in clouds.read_text():
            if cls.server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the demo server printed no clouds.yaml")
            time.sleep(0.05)
        cls.environment = {k: v for k, v in os.environ.items() if not k.startswith("OS_")}
        cls.environment |= {"OS_CLIENT_CONFIG_FILE": str(clouds), "OS_CLOUD": "demo", "LC_ALL": "C.UTF-8"}

    @classmethod
    def tearDownClass(cls):
        cls.server.send_signal(signal.SIGTERM)
        status = cls.server.wait(timeout=20)
        cls.folder.cleanup()
        if status != 0:
            raise RuntimeError(f"the demo server ended with {status} on SIGTERM")

    def openstack(self, *words, cloud="demo"):
        done = run_client(words, dict(self.environment, OS_CLOUD=cloud))
        if done.returncode != 0:
            raise Refused(done.stderr.strip())
        return done.stdout

    def rows(self, *words, **options):
        return json.loads(self.openstack(*words, "-f", "json", **options))

    def until(self, wanted, *words, seconds=60):
        """Asks again until the row's status is the wanted one."""
        deadline = time.monotonic() + seconds
        while True:
            row = self.rows(*words)
            if row["status"] == wanted:
                return row
            if time.monotonic() > deadline:
                self.fail(f"{' '.join(words)} is {row['status']}, not {wanted}")

    def gone(self, *words, seconds=60):
        """Asks again until the client says that there is no such thing."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                self.openstack(*words)
            except Refused as refusal:
                self.assertRegex(str(refusal), r"(?i)no \w+.* (with a name or ID|found)|could not be found|404")
                return
            if time.monotonic() > deadline:
                self.fail(f"{' '.join(words)} is still there")


class Snapshots(Terminal):
    def test_the_documented_flow(self):
        servers = {row["Name"]: row for row in self.rows("server", "list")}
        self.assertGreaterEqual(len(servers), 40)
        self.assertIn("db-1", servers)
        volumes = [v["ID"] for v in self.rows("volume", "list", "--long")
                   if any(a["server_id"] == servers["db-1"]["ID"] for a in v["Attached to"])]
        self.assertEqual(3, len(volumes))

        self.openstack("server", "image", "create", "--name", "before the move", "db-1")
        images = {row["Name"]: row for row in self.rows("image", "list", "--private")}
        self.assertIn("before the move", images)
        self.assertEqual("active", images["before the move"]["Status"])
        made = [s for s in self.rows("volume", "snapshot", "list", "--long")
                if s["Name"] == "snapshot for before the move"]
        self.assertEqual(3, len(made))

        for snapshot in made:
            self.until("available", "volume", "snapshot", "show", snapshot["ID"])
        # Deleting the image leaves the volume snapshots.
        self.openstack("image", "delete", images["before the move"]["ID"])
        self.gone("image", "show", images["before the move"]["ID"])
        for snapshot in made:
            self.until("available", "volume", "snapshot", "show", snapshot["ID"])
        # A volume with snapshots is not deleted; the snapshots are.
        self.openstack("volume", "snapshot", "delete", *[s["ID"] for s in made])
        for snapshot in made:
            self.gone("volume", "snapshot", "show", snapshot["ID"])

    def test_the_name_may_be_left_out(self):
        server = next(row for row in self.rows("server", "list", "--long")
                      if row["Image ID"] and row["Status"] == "ACTIVE" and not row["Task State"])
        self.openstack("server", "image", "create", "--wait", server["Name"])
        names = [row["Name"] for row in self.rows("image", "list", "--private")]
        self.assertIn(server["Name"], names)

    def test_a_reader_is_refused(self):
        self.assertTrue(self.rows("server", "list", cloud="demo-reader"))
        with self.assertRaisesRegex(Refused, r"Policy doesn't allow os_compute_api:servers:create_image"):
            self.openstack("server", "image", "create", "--name", "mine", "db-1", cloud="demo-reader")


class Servers(Terminal):
    def test_a_servers_life(self):
        image = next(i for i in self.rows("image", "list", "--public") if i["Status"] == "active")
        flavor = min((f for f in self.rows("flavor", "list") if f["Disk"] > 0), key=lambda f: f["RAM"])
        network = self.rows("network", "list")[0]
        self.openstack("server", "create", "--image", image["ID"], "--flavor", flavor["ID"],
                       "--network", network["ID"], "--wait", "client-1")
        self.until("ACTIVE", "server", "show", "client-1")
        with self.assertRaisesRegex(Refused, r"Cannot 'start' instance .* while it is in vm_state active"):
            self.openstack("server", "start", "client-1")
        self.openstack("server", "stop", "client-1")
        self.until("SHUTOFF", "server", "show", "client-1")
        self.openstack("server", "start", "client-1")
        self.until("ACTIVE", "server", "show", "client-1")
        self.openstack("server", "reboot", "--wait", "client-1")
        self.openstack("server", "delete", "--wait", "client-1")
        self.gone("server", "show", "client-1")

    def test_paging_walks_the_whole_list(self):
        everything = [row["ID"] for row in self.rows("server", "list", "--limit", "-1")]
        first = [row["ID"] for row in self.rows("server", "list", "--limit", "7")]
        second = [row["ID"] for row in self.rows("server", "list", "--limit", "7", "--marker", first[-1])]
        self.assertEqual(everything[:14], first + second)

    def test_microversions(self):
        old = self.rows("--os-compute-api-version", "2.1", "server", "show", "db-1")
        new = self.rows("--os-compute-api-version", "2.92", "server", "show", "db-1")
        self.assertNotIn("locked", old)
        self.assertIn("locked", new)

    def test_what_else_a_terminal_asks(self):
        self.assertIn("nova", [row["Name"] for row in self.rows("catalog", "list")])
        self.assertTrue(self.rows("token", "issue")["id"])
        self.assertTrue(self.rows("keypair", "list"))
        quota = self.rows("quota", "show")
        text = json.dumps(quota)
        for name in ("instances", "snapshots", "gigabytes"):
            self.assertRegex(text, name)
        with self.assertRaisesRegex(Refused, r"No server with a name or ID of 'nobody' exists"):
            self.openstack("server", "show", "nobody")


class Volumes(Terminal):
    def test_a_volumes_life(self):
        self.openstack("volume", "create", "--size", "1", "client-volume")
        self.until("available", "volume", "show", "client-volume")
        self.openstack("volume", "snapshot", "create", "--volume", "client-volume", "client-snapshot")
        self.until("available", "volume", "snapshot", "show", "client-snapshot")
        with self.assertRaisesRegex(Refused, r"must not be migrating, attached, .*have snapshots|dependent"):
            self.openstack("volume", "delete", "client-volume")
        self.openstack("volume", "snapshot", "delete", "client-snapshot")
        self.gone("volume", "snapshot", "show", "client-snapshot")
        self.openstack("volume", "delete", "client-volume")
        self.gone("volume", "show", "client-volume")


class Backups(Terminal):
    def test_a_backup_of_a_volume_snapshot(self):
        used = self.rows("limits", "show", "--absolute")
        before = {row["Name"]: row["Value"] for row in used}["totalBackupsUsed"]
        self.openstack("volume", "create", "--size", "1", "kept")
        self.until("available", "volume", "show", "kept")
        self.openstack("volume", "snapshot", "create", "--volume", "kept", "kept-snapshot")
        snapshot = self.until("available", "volume", "snapshot", "show", "kept-snapshot")["id"]
        self.openstack("volume", "backup", "create", "--name", "kept-backup", "--snapshot", snapshot, "kept")
        self.assertEqual("backing-up", self.rows("volume", "snapshot", "show", snapshot)["status"])
        with self.assertRaisesRegex(Refused, r"Backup status must be available or error"):
            self.openstack("volume", "backup", "delete", "kept-backup")
        backup = self.until("available", "volume", "backup", "show", "kept-backup")
        self.assertEqual((snapshot, 1), (backup["snapshot_id"], backup["size"]))
        self.until("available", "volume", "snapshot", "show", snapshot)
        after = {row["Name"]: row["Value"] for row in self.rows("limits", "show", "--absolute")}
        self.assertEqual(before + 1, after["totalBackupsUsed"])
        self.openstack("volume", "backup", "delete", "kept-backup")
        self.gone("volume", "backup", "show", "kept-backup")

    def test_a_backup_of_a_volume(self):
        root = next(v for v in self.rows("volume", "list") if v["Name"] == "mail-1-root")
        with self.assertRaisesRegex(Refused, r"in-use volume must use the force flag"):
            self.openstack("volume", "backup", "create", "--name", "live", root["ID"])
        self.openstack("volume", "backup", "create", "--name", "live", "--force", root["ID"])
        self.assertEqual("backing-up", self.rows("volume", "show", root["ID"])["status"])
        self.until("available", "volume", "backup", "show", "live")
        self.assertEqual("in-use", self.rows("volume", "show", root["ID"])["status"])


class FloatingIps(Terminal):
    def test_follows_its_port(self):
        mail, wiki = (self.rows("port", "list", "--server", name)[0]["ID"] for name in ("mail-1", "wiki-1"))
        taken = next(f for f in self.rows("floating", "ip", "list") if f["Port"] == mail)
        self.assertIn(taken["Floating IP Address"], str(self.rows("server", "show", "mail-1")["addresses"]))
        network = taken["Floating Network"]
        made = self.rows("floating", "ip", "create", network)
        self.assertEqual("DOWN", made["status"])
        with self.assertRaisesRegex(Refused, r"already has a floating IP on external network"):
            self.openstack("floating", "ip", "set", "--port", mail, made["id"])
        # From one server to the other in one step.
        self.openstack("floating", "ip", "set", "--port", wiki, taken["ID"])
        self.assertNotIn(taken["Floating IP Address"], str(self.rows("server", "show", "mail-1")["addresses"]))
        self.assertIn(taken["Floating IP Address"], str(self.rows("server", "show", "wiki-1")["addresses"]))
        self.openstack("floating", "ip", "unset", "--port", taken["ID"])
        self.assertNotIn(taken["Floating IP Address"], str(self.rows("server", "show", "wiki-1")["addresses"]))
        self.openstack("floating", "ip", "set", "--port", mail, taken["ID"])
        self.openstack("floating", "ip", "delete", made["id"])
        self.gone("floating", "ip", "show", made["id"])

    def test_refusals(self):
        private = next(n["ID"] for n in self.rows("network", "list", "--internal"))
        with self.assertRaisesRegex(Refused, r"is not a valid external network"):
            self.openstack("floating", "ip", "create", private)
        external = self.rows("floating", "ip", "list")[0]["Floating Network"]
        with self.assertRaisesRegex(Refused, r"disallowed by policy"):
            self.openstack("floating", "ip", "create", external, cloud="demo-reader")


class Garbage(Terminal):
    def test_does_not_end_the_server(self):
        text = pathlib.Path(self.environment["OS_CLIENT_CONFIG_FILE"]).read_text()
        port = int(re.search(r"127\.0\.0\.1:(\d+)", text).group(1))
        for garbage in (b"\0" * 4096, b"GET / HTTP/9.9\r\n\r\n", b"POST /compute/v2.1/servers HTTP/1.1\r\n" + b"A" * 100000,
                        os.urandom(20000)):
            with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
                try:
                    connection.sendall(garbage)
                    connection.shutdown(socket.SHUT_WR)
                    connection.settimeout(5)
                    while connection.recv(4096):
                        pass
                except OSError:
                    pass  # the server may well hang up first
        self.assertTrue(self.rows("server", "list", "--limit", "1"))


if __name__ == "__main__":
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    ORIEL = sys.argv.pop(1)
    unittest.main(verbosity=2)
