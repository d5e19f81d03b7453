#!/usr/bin/env python3
"""Writes the fuzz targets' first inputs: answers recorded from a real cloud, the clouds files of the tests, and what
is not recorded by hand.

    seeds.py FOLDER      one folder for each target in FOLDER
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES = HERE.parent / "live/openstack/samples"
CLOUDS = HERE.parent / "unit/fixtures/clouds"
OPENRC = HERE.parent / "unit/fixtures/openrc"

# The member by which a body is known, and the decoders (decoders.cpp) that read it.
DECODERS = {
    "servers": "a", "server": "bC", "images": "c", "volumes": "e", "volume": "f", "snapshots": "g", "snapshot": "hG",
    "flavors": "i", "keypairs": "j", "limits": "kl", "keypair": "m", "instanceActions": "n",
    "instanceAction": "o", "messages": "p", "backups": "q", "backup": "r", "volume_types": "s", "networks": "t",
    "ports": "u", "floatingips": "v", "floatingip": "w", "security_groups": "x", "projects": "y", "token": "z",
    "versions": "A", "version": "A", "availabilityZoneInfo": "B", "image_id": "D", "output": "E", "metadata": "F",
    "server_groups": "K", "quota": "L", "groups": "M", "group_snapshots": "N",
}
IMAGE, LOCATED, REFUSALS = "d", "D", "HIJ"

BY_HAND = [
    {"output": "Linux version 6.1\n\u001b[0;32m  OK  \u001b[0m Reached target"},
    {"image_id": "0d1d4a5e-8b6c-4ac9-a3a7-8e8f1c2f9e7b"},
    {"metadata": {"oriel:operation": "1", "key": ""}},
    {"backups": [{"id": "b1", "name": "kept", "status": "available", "size": 1, "volume_id": "v1", "snapshot_id": None,
                  "created_at": "2026-01-02T03:04:05.000000", "is_incremental": False}],
     "backups_links": [{"rel": "next", "href": "http://cloud.example/volume/v3/p/backups/detail?marker=b1"}]},
    {"backup": {"id": "b1", "name": None, "status": "error", "fail_reason": "no space", "size": 1}},
    {"volume_types": [{"id": "t1", "name": "ssd", "is_public": True, "extra_specs": {"multiattach": "<is> True"}}]},
    {"messages": [{"id": "m1", "user_message": "schedule allocate volume:Could not find any available weighted backend.",
                   "resource_uuid": "v1", "resource_type": "VOLUME", "event_id": "VOLUME_000002", "message_level": "ERROR",
                   "created_at": "2026-01-02T03:04:05.000000", "guaranteed_until": "2026-02-01T03:04:05.000000"}]},
    {"floatingips": [{"id": "f1", "floating_ip_address": "203.0.113.7", "fixed_ip_address": "10.0.0.3", "port_id": "p1",
                      "floating_network_id": "n1", "status": "ACTIVE"}]},
    {"floatingip": {"id": "f1", "floating_ip_address": "203.0.113.7", "port_id": None, "status": "DOWN"}},
    {"keypair": {"name": "k", "type": "ssh", "fingerprint": "7e:eb", "public_key": "ssh-rsa A"}},
    {"server_groups": [{"id": "g1", "name": "web", "policy": "anti-affinity", "rules": {"max_server_per_host": 3}, "members": ["s1"]},
                       {"id": "g2", "name": "db", "policies": ["affinity"], "metadata": {}, "members": []}]},
    {"groups": [{"id": "g1", "name": "db", "status": "available", "group_type": "t", "volume_types": ["v"], "group_snapshot_id": None}]},
    {"group_snapshots": [{"id": "s1", "name": "now", "status": "creating", "group_id": "g1", "group_type_id": "t"}]},
    {"quota": {"floatingip": {"limit": 50, "used": 1, "reserved": 0}, "port": {"limit": -1, "used": 3, "reserved": 0}}},
    {"availabilityZoneInfo": [{"zoneName": "nova", "zoneState": {"available": True}, "hosts": None}]},
    {"versions": {"values": [{"id": "v3.14", "status": "stable", "links": [{"rel": "self", "href": "http://cloud.example/v3/"}]}]}},
    {"version": {"id": "v2.1", "status": "CURRENT", "version": "2.95", "min_version": "2.1", "links": []}},
    {"badRequest": {"code": 400, "message": "Invalid input for field/attribute name."}},
    {"NeutronError": {"type": "PortNotFound", "message": "Port p1 could not be found.", "detail": ""}},
]
CLOUD = "clouds:\n  one:\n    auth: {auth_url: http://one.example, username: ada, project_name: p}\n"
CLOUD_FILES = [
    CLOUD + "    regions: [{name: a, values: {interface: admin}}, b]\n    region_name: b\n",
    '{"clouds": /one", "auth": {}},\n  "region_name": "&a: }\n',
    CLOUD + "    profile: ovh\n    verify: false\n",
]
ENVIRONMENT = "OS_AUTH_URL=http://cloud.example/v3\nOS_USERNAME=me\nOS_PASSWORD=s3cret\nOS_PROJECT_NAME=p\nOS_REGION_NAME=r"
SHELL = [
    "export OS_USERNAME=${A:-${B:=\"$HOME\"}}${C:+x}\n[[ -n $A && $B == b ]] || unset OS_USERNAME\n",
    "if ! [ a = b -o -z \"$x\" ]; then read -rsp 'p: ' OS_PASSWORD; elif false; then source x; else exit 1; fi",
    "unset ${!OS_*}\nset -a\nOS_TOKEN=$(cat t)`x`$((1+1))$'a'\\\n~/b 2>&1 # c\n",
]
TEXTS = [
    "web-1", "a\u001b[31m\u202egpj\u2069 \u05e9\u05dc\u05d5\u05dd", "2026-01-02T03:04:05.123456Z", "2026-01-02 03:04:05+02:00",
    "<html><head><title>502 Bad Gateway</title></head><body><h1>502</h1><script>x</script>&amp;&#x41;&nbsp;</body></html>",
    '{"auth": {"password": "s3cret", "token": {"id": "gAAAAABf0000000000000000000000"}}}',
    "X-Auth-Token: gAAAAABf0000000000000000000000\nCookie: a=b", "http://me:s3cret@cloud.example/?token=abc&x=1", "..", "a/b?c#d%2e",
]
ARGUMENTS = [
    "server list", "server list --status SHUTOFF -n -f csv --quote all -c Name --sort-column Name",
    "--os-cloud demo server show web-1 -f json --noindent", "server image create --name x --wait web-1 -q",
    "snapshot delete a b c", "snapshot due -f value", "image list --long --max-width 80 --fit-width --print-empty", "--help",
    "server list --help", "--version", "--os-password= volume snapshot list --os-auth-url http://cloud.example",
]
JOURNAL = [
    [{"title": "Capture", "state": "running", "started": "2026-01-02T03:04:05Z", "percent": 40, "detail": "d", "measure": "m"}],
    [{"kind": "server", "id": "s1", "name": "web-1"}, {"kind": "snapshot-set", "id": "i1", "name": ""}],
    {"kind": "quota", "service": "compute", "status": 403, "message": "Quota exceeded", "requestId": "req-1"},
]


def documents():
    """Each answer's status and body."""
    for path in sorted(SAMPLES.glob("*.json")):
        answer = json.loads(path.read_text(encoding="utf-8"))["response"]
        yield answer["status"], answer.get("body")
    for body in BY_HAND:
        yield (400 if {"badRequest", "NeutronError"} & body.keys() else 200), body


def decoder_seeds():
    for status, body in documents():
        text = body if isinstance(body, str) else json.dumps(body)
        if not body:
            continue
        if status >= 400:
            for letter in REFUSALS:
                yield letter + text
        elif isinstance(body, dict):
            found = [letters for key, letters in DECODERS.items() if key in body]
            for letter in found[0] if found else IMAGE:
                yield letter + text
    yield LOCATED + "http://cloud.example/image/v2/images/0d1d4a5e-8b6c-4ac9-a3a7-8e8f1c2f9e7b\n"


def cloud_seeds():
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(CLOUDS.iterdir())}
    yield from CLOUD_FILES
    for text in files.values():
        yield text
        yield "\n%%\n".join((text, files["secure.yaml"], files["clouds-public.yaml"], ENVIRONMENT))


def openrc_seeds():
    yield from SHELL
    for path in sorted(OPENRC.iterdir()):
        yield path.read_text(encoding="utf-8")


def cache_seeds():
    for status, body in documents():
        if status == 200 and isinstance(body, dict) and ("servers" in body or "volumes" in body):
            yield b"\1\0" + json.dumps(body).encode()
            yield b"\1\2\0\x20\xff\1\0\0" + json.dumps(body).encode()
    yield b"\0" + bytes(64)


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    seeds = {
        "decoders": decoder_seeds(),
        "clouds": cloud_seeds(),
        "openrc": openrc_seeds(),
        "cache": cache_seeds(),
        "texts": TEXTS,
        "arguments": [line.replace(" ", "\n") for line in ARGUMENTS],
        "journal": map(json.dumps, JOURNAL),
    }
    for target, inputs in seeds.items():
        folder = pathlib.Path(sys.argv[1], target)
        folder.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(inputs):
            (folder / f"{number:03}").write_bytes(seed if isinstance(seed, bytes) else seed.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
