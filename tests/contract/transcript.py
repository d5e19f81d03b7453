"""What was asked and answered, without what differs between two runs on one cloud."""
import json
import re

UUID = re.compile(r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}')
TIME = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?')
HEX = re.compile(r'\b[0-9a-f]{56}\b|\b[0-9a-f]{32}\b')
IPV4 = re.compile(r'\b(?!127\.)\d+\.\d+\.\d+\.\d+\b')
MAC = re.compile(r'\b([0-9a-f]{2}:){5}[0-9a-f]{2}\b')

# headers that a client acts upon; of the others nothing is promised
HEADERS = ('content-type', 'location', 'openstack-api-version', 'x-openstack-nova-api-version',
           'retry-after', 'vary', 'www-authenticate', 'x-openstack-request-id',
           'x-compute-request-id', 'x-subject-token')
PRESENT_ONLY = ('x-openstack-request-id', 'x-compute-request-id', 'x-subject-token')

# values that are a cloud's own affair: only their type is compared. A request's min_count is one more than the quota has
# room for, which differs.
OWN = {'adminPass', 'min_count', 'hostId', 'size', 'volume_size', 'min_disk', 'min_ram', 'ram', 'vcpus', 'disk',
       'virtual_size', 'checksum', 'os_hash_value', 'disk_format', 'container_format',
       'original_name', 'mac_address', 'addr', 'ip_address', 'issued_at', 'expires_at', 'audit_ids',
       'key_name', 'hypervisor_hostname', 'direct_url', 'volume_type', 'OS-EXT-AZ:availability_zone',
       'availability_zone', 'mtu', 'os-vol-host-attr:host', 'stores', 'progress',
       'os-extended-snapshot-attributes:progress', 'service_uuid', 'cluster_name', 'host', 'hostname',
       'total_count', 'volume_image_metadata', 'owner_user_name', 'owner_project_name', 'file_size',
       'userName', 'revision_number', 'extra_specs', 'standard_attr_id'}
SECRET = {'password', 'secret'}


def kind(value):
    """The type of a value, by the name JSON gives it."""
    if value is None:
        return 'null'
    return {bool: 'boolean', int: 'number', float: 'number', str: 'text',
            dict: 'object', list: 'list'}[type(value)]


def shape(value):
    """Key sets and types; the rows of a list are laid over each other."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        merged = {}
        for item in value:
            text = json.dumps(shape(item), sort_keys=True)
            merged[text] = merged.get(text, 0) + 1
        return [json.loads(text) for text in sorted(merged)]
    return '<%s>' % kind(value)


class Transcript:
    def __init__(self, cloud):
        self.cloud = cloud
        self.lines = []
        self._numbers = False

    def text(self, text):
        """A text with addresses, ids and times replaced."""
        roots = {self.cloud.member.root(s): '{%s}' % s for s in self.cloud.member.urls}
        for url in sorted(roots, key=len, reverse=True):
            text = text.replace(url, roots[url])
        # a schema quoted in full is not what a client reads
        text = re.sub(r'(Failed validating).*', r'\1 …', text, flags=re.S)
        # nor is a pattern that lists every character there is
        text = re.sub(r"(attribute description\..* does not match) '.*'", r'\1 …', text, flags=re.S)
        # nor is the order of the keys where a message quotes what was sent
        text = re.sub(r'Value: \{.+?\}\. ', 'Value: {…}. ', text)
        for known, name in self.cloud.known.items():
            text = text.replace(known, '<%s>' % name)
        text = text.replace(self.cloud.tag, 'contract')
        text = UUID.sub('<id>', text)
        text = TIME.sub(self.time, text)
        text = MAC.sub('<mac>', text)
        text = IPV4.sub('<ip>', text)
        return HEX.sub('<hex>', text)

    @staticmethod
    def time(match):
        """A time is replaced, but not the form it is spelled in."""
        fraction, zone = match.groups()
        return '<time%s%s>' % ('.ffffff' if fraction else '', ' ' + zone if zone else '')

    def scrub(self, value, key=None):
        if key in SECRET:
            return '<secret>'
        if key in OWN:
            return '<%s>' % kind(value)
        if key == 'addresses' and isinstance(value, dict):      # by the network's name
            return {'<network>': [self.scrub(row) for rows in value.values() for row in rows]}
        if key == 'project' and isinstance(value, dict):    # two projects share the cases
            value = {k: '<project name>' if k == 'name' and v == self.cloud.project_name else v
                     for k, v in value.items()}
        if isinstance(value, dict):
            return {self.text(k): self.scrub(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [self.scrub(item) for item in value]
        if key == 'boot_roles':     # a set, in any order
            return ','.join(sorted(value.split(',')))
        if isinstance(value, str):
            inner = value.lstrip()
            if inner.startswith(('[{', '{"')):      # block_device_mapping: JSON within JSON
                try:
                    return {'<JSON text>': self.scrub(json.loads(value))}
                except ValueError:
                    pass
            text = self.text(value)
            return re.sub(r'\d+', 'N', text) if self._numbers else text
        return value

    def note(self, text, value=None):
        """A fact that is no answer: a sequence of states, a count."""
        self.lines.append(text if value is None else '%s: %s' % (text, json.dumps(
            self.scrub(value), ensure_ascii=False)))

    def add(self, method, service, path, microversion, account, body, answer, record, pick, drop,
            numbers):
        """One exchange. record: full, shape, keys or status."""
        self._numbers = numbers
        who = '' if account == 'member' else ' as ' + account
        at = ' at ' + microversion if microversion else ''
        self.lines.append('%s %s %s%s%s' % (method, service, self.text(path), at, who))
        if body is not None:
            self.lines.append('  sent: ' + json.dumps(self.scrub(body), sort_keys=True,
                                                       ensure_ascii=False))
        self.lines.append('  status: %d' % answer.status_code)
        for name in HEADERS:
            if name in answer.headers:
                value = answer.headers[name]
                self.lines.append('  %s: %s' % (name, '(present)' if name in PRESENT_ONLY
                                                else self.text(value)))
        if record != 'status':
            self._body(answer, record, pick, drop)
        self.lines.append('')

    def _body(self, answer, record, pick, drop):
        try:
            body = answer.json() if answer.content else None
        except ValueError:
            self.lines += ['  text: ' + line for line in
                           self.text(answer.text).splitlines()]
            return
        if pick and answer.ok:
            body = pick(body)
        if isinstance(body, dict) and drop:
            body = {k: v for k, v in body.items() if k not in drop}
        if record == 'shape':
            body = shape(body)
        elif record == 'keys':
            body = sorted(body)
        shown = json.dumps(self.scrub(body), indent=2, sort_keys=True, ensure_ascii=False)
        self.lines += ['  ' + line for line in shown.splitlines()]
