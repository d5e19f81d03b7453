"""What nova takes and refuses at the edges: queries, paths, methods and bodies."""
from table import Table


class ComputeEdges(Table):
    def words(self):
        server, root, data = self.cloud.db()
        return {'web': self.cloud.web(), 'db': server, 'root': root, 'data': data,
                'tag': self.cloud.tag, 'flavor': self.cloud.flavor['id'],
                'image': self.cloud.image['id'], 'network': self.cloud.network['id'],
                'project': self.cloud.member.project}

    def nova(self, text):
        self.table('compute', text, **self.words())

    def test_list_status(self):
        self.nova('''
            200 GET /servers?name=<tag>&status=ACTVIE
            200 GET @2.37 /servers?name=<tag>&status=ACTVIE
            400 GET @2.38 /servers?name=<tag>&status=ACTVIE
            400 GET @2.93 /servers/detail?name=<tag>&status=ACTVIE
            400 GET @2.93 /servers?name=<tag>&status=
            200 GET @2.93 /servers?name=<tag>&status=Active
            200 GET @2.93 /servers?name=<tag>&status=ACTIVE&status=ACTVIE
            200 GET @2.93 /servers?name=<tag>&status=ACTIVE&status=SHUTOFF
            200 GET @2.93 /servers?name=<tag>&status=SHUTOFF&status=ACTIVE
            403 GET @2.93 /servers?name=<tag>&status=DELETED
            200 GET @2.93 /servers?name=<tag>&status=SOFT_DELETED
            400 GET @2.93 /servers?name=<tag>&status=UNKNOWN
            200 GET @2.93 /servers?name=<tag>&status=RESIZE
            200 GET @2.93 /servers?name=<tag>&status=BUILD
            200 GET @2.93 /servers?name=<tag>&status=ERROR
            200 GET @2.93 /servers?name=<tag>&vm_state=actvie
            200 GET @2.93 /servers?name=<tag>&task_state=none
        ''')

    def test_list_names(self):
        self.nova('''
            400 GET /servers?name=[
            400 GET /servers?name=*
            200 GET /servers?name=<tag>&name=nothing
            200 GET /servers?name=nothing&name=<tag>
            200 GET /servers?name=<tag>-WEB
            200 GET /servers?name=^<tag>-w.b$
            200 GET /servers?name=<tag>-(web|db)$
            400 GET /servers?name=<tag>-web&ip=[
            200 GET /servers?name=<tag>-web&ip=^10
            200 GET /servers?name=<tag>-web&ip6=fe80
            200 GET /servers?name=<tag>%20
            200 GET /servers?name=%00
            200 GET /servers?name=<x256>
        ''')

    def test_list_queries(self):
        self.nova('''
            400 GET /servers?limit=abc
            400 GET /servers?limit=
            400 GET /servers?limit=1.5
            400 GET /servers?limit=%2B1&name=<tag>-web
            200 GET /servers?limit=2000&name=<tag>-web
            200 GET /servers?limit=99999999999999999999&name=<tag>-web
            200 GET /servers?limit=1&limit=2&name=nothing
            200 GET /servers?marker=<web>&name=<tag>&limit=0
            400 GET /servers?sort_key=
            400 GET /servers?sort_key=Display_name
            200 GET @2.73 /servers?sort_key=locked&name=nothing
            403 GET /servers?sort_key=host
            200 GET /servers?sort_key=display_name&sort_key=created_at&sort_dir=asc&name=nothing
            400 GET /servers?sort_dir=ASC
            400 GET /servers?sort_dir=
            400 GET /servers?sort_key=display_name&sort_dir=asc&sort_dir=desc&name=nothing
            400 GET /servers?name=<tag>-web&changes-since=
            200 GET /servers?name=<tag>-web&changes-since=2000-01-01
            200 GET /servers?name=<tag>-web&changes-since=2000-01-01T00:00:00
            400 GET /servers?name=<tag>-web&changes-since=946684800
            200 GET /servers?name=<tag>-web&changes-since=2000-01-01T00:00:00%2B02:00
            400 GET /servers?name=<tag>-web&changes-since=2000-13-01T00:00:00Z
            200 GET /servers?name=<tag>-web&changes-since=20000101T000000Z
            200 GET @2.65 /servers?name=<tag>-web&changes-before=2000-01-01T00:00:00Z
            200 GET @2.66 /servers?name=<tag>-web&changes-before=2000-01-01T00:00:00Z
            400 GET @2.66 /servers?name=<tag>-web&changes-before=yesterday
            400 GET @2.66 /servers?name=<tag>-web&changes-since=2001-01-01T00:00:00Z&changes-before=2000-01-01T00:00:00Z
            200 GET @2.72 /servers?name=<tag>-web&locked=true
            200 GET @2.73 /servers?name=<tag>-web&locked=true
            200 GET @2.73 /servers?name=<tag>-web&locked=False
            400 GET @2.73 /servers?name=<tag>-web&locked=maybe
            200 GET @2.26 /servers?name=<tag>-web&tags=a,b
            200 GET @2.26 /servers?name=<tag>-web&not-tags=a
            200 GET @2.26 /servers?name=<tag>-web&tags-any=a,b
            200 GET /servers?name=<tag>-web&flavor=nonsense
            200 GET /servers?name=<tag>-web&image=nonsense
            200 GET /servers?name=<tag>-web&image=
            200 GET /servers?name=<tag>-web&metadata={"role":"web"}
            200 GET /servers?name=<tag>-web&metadata=nonsense
            200 GET /servers?name=<tag>-web&power_state=abc
            200 GET /servers?name=<tag>-web&power_state=4
            200 GET @2.93 /servers?name=<tag>-web&power_state=4
            200 GET @2.82 /servers?name=<tag>-web&availability_zone=nonsense
            200 GET @2.83 /servers?name=<tag>-web&availability_zone=nonsense
            200 GET @2.83 /servers?name=<tag>-web&key_name=nonsense
            200 GET @2.83 /servers?name=<tag>-web&user_id=nonsense
            200 GET @2.83 /servers?name=<tag>-web&launched_at=2000-01-01T00:00:00Z
            200 GET @2.83 /servers?name=<tag>-web&progress=100
            200 GET @2.83 /servers?name=<tag>-web&power_state=4
            200 GET @2.83 /servers?name=<tag>-web&task_state=spawning
            200 GET @2.83 /servers?name=<tag>-web&vm_state=stopped
            200 GET /servers?name=<tag>-web&host=nonsense
            200 GET /servers?name=<tag>-web&project_id=<nobody>
            200 GET /servers?name=<tag>-web&tenant_id=<nobody>
            200 GET /servers?name=<tag>-web&uuid=nonsense
            200 GET /servers?name=<tag>-web&all_tenants=0
            200 GET /servers?name=<tag>-web&all_tenants=False
            403 GET /servers?name=<tag>-web&all_tenants=
            400 GET /servers?name=<tag>-web&all_tenants=maybe
            200 GET /servers?name=<tag>-web&deleted=maybe
            200 GET /servers?name=<tag>-web&soft_deleted=1
            200 GET @2.74 /servers?name=<tag>-web&nonsense=1
            400 GET @2.75 /servers?name=<tag>-web&nonsense=1
            200 GET @2.75 /servers?name=<tag>-web&_nonsense=1
            400 GET @2.75 /servers?name=<tag>-web&Status=ACTIVE
            200 GET @2.89 /servers?name=<tag>-web&hostname=x
            200 GET @2.93 /servers?name=<tag>-web&hostname=x
        ''')

    def test_flavors(self):
        self.nova('''
            200 GET !shape /flavors?limit=1&minRam=0
            400 GET /flavors?minRam=x
            200 GET !status /flavors?minRam=-1
            400 GET /flavors?minDisk=x
            200 GET /flavors?minRam=99999999
            200 GET /flavors?limit=0
            400 GET /flavors?limit=-1
            400 GET /flavors?limit=x
            400 GET /flavors?sort_key=nonsense
            400 GET /flavors?sort_dir=nonsense
            200 GET !status /flavors?sort_key=memory_mb&sort_dir=desc
            200 GET !status /flavors?is_public=None
            200 GET !status /flavors?is_public=maybe
            200 GET !status @2.74 /flavors?nonsense=1
            400 GET @2.75 /flavors?nonsense=1
            404 GET /flavors/nonsense
            404 GET /flavors/<nobody>/os-extra_specs
            404 GET /flavors/<flavor>/os-extra_specs/nonsense
            403 GET /flavors/<flavor>/os-flavor-access
            403 POST /flavors {"flavor": {"name": "x", "ram": 1, "vcpus": 1, "disk": 1}}
            403 DELETE /flavors/<flavor>
        ''')

    def test_paths(self):
        self.nova('''
            404 GET /servers/
            404 GET /servers/detail/
            404 GET /SERVERS
            404 GET /servers/<web>/
            404 GET /servers/<web>/nonsense
            404 GET /servers/<web>/action
            404 GET /servers/<web>/metadata/nonsense
            404 GET /servers/<web>/ips/nonsense
            403 GET /servers/<web>/diagnostics
            404 GET /servers/<web>/migrations
            403 GET @2.23 /servers/<web>/migrations
            200 GET @2.26 /servers/<web>/tags
            404 GET /servers/<web>/tags
            404 GET @2.26 /servers/<web>/tags/nonsense
            404 GET /servers/<web>/os-interface/<nobody>
            404 GET /servers/<web>/os-volume_attachments/nonsense
            404 GET /servers/<nobody>/os-interface
            404 GET /servers/<nobody>/os-security-groups
            404 GET /servers/<nobody>/os-volume_attachments/<data>
            404 GET /servers/<nobody>/metadata/x
            404 GET @2.26 /servers/<nobody>/tags
            404 GET /nonsense/nonsense
            404 PUT /servers {}
            404 DELETE /servers
            404 POST /servers/<web> {}
            404 PATCH /servers/<web> {}
            404 PUT /servers/<web>/action {}
            404 POST /limits {}
            404 PUT /flavors {}
            404 PATCH /os-keypairs {}
            404 DELETE /servers/<web>/os-volume_attachments
            404 DELETE /servers/nonsense
            404 HEAD /servers
            404 HEAD /servers/<web>
            403 GET /os-hypervisors
            403 GET /os-services
            403 GET /os-migrations
            403 GET /os-aggregates
            403 GET /os-hosts
            403 GET /os-availability-zone/detail
            400 POST @2.6 /servers/<web>/remote-consoles {"remote_console": {"protocol": "vnc", "type": "nonsense"}}
            400 POST @2.6 /servers/<web>/remote-consoles {"remote_console": {"protocol": "serial", "type": "serial"}}
            404 POST @2.5 /servers/<web>/remote-consoles {"remote_console": {"protocol": "vnc", "type": "novnc"}}
            404 GET /os-security-groups/<nobody>
            404 GET @2.36 /os-security-groups
            200 GET !keys /os-security-groups
            200 GET !keys /os-server-groups
            404 GET /os-server-groups/<nobody>
            200 GET !status /extensions
            403 GET /os-simple-tenant-usage
            200 GET !status /os-simple-tenant-usage/<project>
            403 GET /os-simple-tenant-usage/<nobody>
            400 GET /os-simple-tenant-usage/<project>?start=nonsense
            400 GET /os-simple-tenant-usage/<project>?start=2030-01-01T00:00:00&end=2020-01-01T00:00:00
            400 GET !keys /os-simple-tenant-usage/<project>?start=2020-01-01&end=2020-01-02
            400 GET @2.40 /os-simple-tenant-usage/<project>?limit=x
            403 GET !shape /limits?tenant_id=<project>
            403 GET /limits?tenant_id=<nobody>
            400 GET @2.75 /limits?nonsense=1
            403 GET /os-quota-sets/nonsense
            200 GET /os-quota-sets/<project>?user_id=nonsense
            403 PUT /os-quota-sets/<project> {"quota_set": {"cores": 1}}
            403 GET /os-quota-sets/<nobody>/detail
            200 GET !shape /os-quota-sets/<nobody>/defaults
            200 GET !status /servers/<web>/os-instance-actions?limit=x
            400 GET @2.93 /servers/<web>/os-instance-actions?limit=x
            200 GET @2.93 /servers/<web>/os-instance-actions?limit=0
            400 GET @2.93 /servers/<web>/os-instance-actions?marker=nonsense
            400 GET @2.93 /servers/<web>/os-instance-actions?changes-since=nonsense
            200 GET @2.93 /servers/<web>/os-instance-actions?changes-since=2100-01-01T00:00:00Z
            200 GET @2.93 /servers/<web>/os-instance-actions?changes-before=2000-01-01T00:00:00Z
            400 GET @2.93 /servers/<web>/os-instance-actions?nonsense=1
            404 GET /servers/<web>/os-instance-actions/nonsense
            404 GET /servers/<nobody>/os-instance-actions
            404 GET /servers/<nobody>/os-instance-actions/req-<nobody>
            200 GET /servers/<db>/os-volume_attachments?limit=1
            200 GET /servers/<db>/os-volume_attachments?limit=1&offset=1
            400 GET /servers/<db>/os-volume_attachments?limit=x
            400 GET /servers/<db>/os-volume_attachments?limit=-1
            400 GET /servers/<db>/os-volume_attachments?offset=x
            400 GET @2.75 /servers/<db>/os-volume_attachments?nonsense=1
        ''')

    def test_headers(self):
        self.nova('''
            406 GET @2.0 /servers?name=nothing
            406 GET @3.1 /servers?name=nothing
            406 GET @1.1 /servers?name=nothing
            400 GET @2.1.1 /servers?name=nothing
            400 GET @2.01 /servers?name=nothing
            400 GET @v2.1 /servers?name=nothing
            400 GET @Latest /servers?name=nothing
            406 GET @2.94 /servers?name=nothing
            404 GET !accept=text/html /servers/<nobody>
            404 GET !accept=application/xml /servers/<nobody>
            404 GET !accept=text/html /nonsense
            400 POST !type=text/plain /servers raw:{"server": {}}
            415 POST !type=application/xml /servers raw:<server/>
            400 POST /servers raw:[]
            400 POST /servers raw:5
            400 POST /servers raw:{
            400 POST /servers
            400 POST /servers/<web>/action
            400 POST /servers/<web>/action raw:[]
            400 POST /servers/<web>/action raw:{"os-stop": null
            401 GET !token= /servers
            401 GET !token= /nonsense
            401 GET !token=nonsense /nonsense
            401 PUT !token= /servers
        ''')

    def test_actions(self):
        self.nova('''
            409 POST /servers/<web>/action {"os-start": {}}
            409 POST /servers/<web>/action {"os-start": "x"}
            400 POST /servers/<web>/action {"OS-START": null}
            409 POST /servers/<web>/action {"unpause": {"x": 1}}
            409 POST /servers/<web>/action {"resume": "x"}
            400 POST /servers/<web>/action {"reboot": {"type": "soft", "x": 1}}
            400 POST /servers/<web>/action {"reboot": {"type": 5}}
            400 POST /servers/<web>/action {"reboot": "SOFT"}
            409 POST /servers/<web>/action {"confirmResize": null}
            409 POST /servers/<web>/action {"revertResize": null}
            409 POST /servers/<web>/action {"unshelve": null}
            403 POST /servers/<web>/action {"shelveOffload": null}
            409 POST /servers/<web>/action {"unrescue": null}
            409 POST /servers/<web>/action {"restore": null}
            400 POST /servers/<web>/action {"resize": {}}
            400 POST /servers/<web>/action {"resize": null}
            400 POST /servers/<web>/action {"resize": {"flavorRef": "nonsense"}}
            400 POST /servers/<web>/action {"resize": {"flavorRef": ""}}
            400 POST /servers/<web>/action {"resize": {"flavorRef": "<flavor>"}}
            400 POST /servers/<web>/action {"resize": {"flavorRef": "<flavor>", "x": 1}}
            202 POST @2.72 /servers/<web>/action {"lock": {"locked_reason": "x"}}
            400 POST @2.73 /servers/<web>/action {"lock": {"locked_reason": "<x256>"}}
            400 POST @2.73 /servers/<web>/action {"lock": {"locked_reason": ""}}
            400 POST @2.73 /servers/<web>/action {"lock": {"locked_reason": 5}}
            400 POST @2.73 /servers/<web>/action {"lock": {"x": "y"}}
            202 POST @2.73 /servers/<web>/action {"lock": {"locked_reason": "being looked at"}}
            409 POST /servers/<web>/action {"os-start": null}
            409 POST /servers/<web>/action {"os-stop": null}
            409 POST /servers/<web>/action {"shelve": null}
            409 POST /servers/<web>/action {"resize": {"flavorRef": "<flavor>"}}
            409 DELETE /servers/<web>
            200 PUT !status /servers/<web> {"server": {"name": "<tag>-web"}}
            409 POST /servers/<web>/metadata {"metadata": {"a": "b"}}
            409 POST /servers/<web>/os-volume_attachments {"volumeAttachment": {"volumeId": "<data>"}}
            404 DELETE /servers/<db>/os-volume_attachments/<nobody>
            202 POST @2.73 /servers/<web>/action {"lock": null}
            202 POST @2.73 /servers/<web>/action {"unlock": null}
            202 POST @2.73 /servers/<web>/action {"unlock": null}
            202 POST /servers/<web>/action {"unlock": {"x": 1}}
            400 POST /servers/<web>/action {"os-getConsoleOutput": null}
            400 POST /servers/<web>/action {"os-getConsoleOutput": {"length": 1.5}}
            400 POST /servers/<web>/action {"os-getConsoleOutput": {"length": -5}}
            200 POST !shape /servers/<web>/action {"os-getConsoleOutput": {"length": -1}}
            200 POST !shape /servers/<web>/action {"os-getConsoleOutput": {"length": "2"}}
            200 POST !shape /servers/<web>/action {"os-getConsoleOutput": {"length": null}}
            400 POST /servers/<web>/action {"os-getConsoleOutput": {"length": ""}}
            400 POST /servers/<web>/action {"os-getConsoleOutput": {"x": 1}}
            404 POST /servers/<web>/action {"addSecurityGroup": {"name": "no-group-of-this-name"}}
            400 POST /servers/<web>/action {"addSecurityGroup": {"name": ""}}
            400 POST /servers/<web>/action {"addSecurityGroup": {}}
            400 POST /servers/<web>/action {"addSecurityGroup": null}
            400 POST /servers/<web>/action {"addSecurityGroup": {"name": "default"}}
            404 POST /servers/<web>/action {"removeSecurityGroup": {"name": "no-group-of-this-name"}}
            400 POST /servers/<web>/action {"removeSecurityGroup": {"name": ""}}
            403 POST /servers/<web>/action {"migrate": null}
            403 POST /servers/<web>/action {"os-resetState": {"state": "active"}}
            400 POST /servers/<web>/action {"evacuate": {}}
            403 POST /servers/<web>/action {"os-migrateLive": {"host": null, "block_migration": false, "disk_over_commit": false}}
            404 POST /servers/<nobody>/action {"reboot": {"type": "SOFT"}}
            404 POST /servers/<nobody>/action {"pause": null}
            404 POST /servers/<nobody>/action {"lock": null}
            404 POST /servers/<nobody>/action {"os-stop": null}
            404 POST /servers/<nobody>/action {"resize": {"flavorRef": "<flavor>"}}
            404 POST /servers/<nobody>/action {"shelve": null}
            404 POST /servers/<nobody>/action {"confirmResize": null}
            404 POST /servers/<nobody>/action {"os-getConsoleOutput": {}}
            404 POST /servers/<nobody>/action {"addSecurityGroup": {"name": "default"}}
            400 POST /servers/<nobody>/action {"nonsense": null}
            404 POST /servers/nonsense/action {"os-stop": null}
        ''')

    def test_capture_bodies(self):
        self.nova('''
            400 POST @2.93 /servers/<web>/action {"createImage": "x"}
            400 POST @2.93 /servers/<web>/action {"createImage": {"name": "<e256>"}}
            400 POST @2.93 /servers/<web>/action {"createImage": {"name": "<e1>"}}
            400 POST @2.93 /servers/<web>/action {"createImage": {"name": "\\t"}}
            400 POST @2.93 /servers/<web>/action {"createImage": {"name": "a\\u0000b"}}
            400 POST @2.93 /servers/<web>/action {"createImage": {"name": "a\\u200bb", "metadata": {"a/b": "x"}}}
            400 POST @2.93 /servers/<web>/action {"createImage": {"name": "\\u00a0x"}}
            400 POST @2.93 /servers/<web>/action {"createImage": {"name": "x", "metadata": null}}
            400 POST @2.93 /servers/<web>/action {"createImage": {"name": "x", "metadata": {"": "x"}}}
            400 POST @2.93 /servers/<web>/action {"createImage": {"name": "x", "metadata": {"k": null}}}
            400 POST @2.93 /servers/<web>/action {"createImage": {"name": "x", "metadata": {"k": true}}}
            400 POST @2.93 /servers/<web>/action {"createImage": {"name": "x", "metadata": {"k": {}}}}
            400 POST @2.93 /servers/<web>/action {"createImage": {"name": "x", "metadata": []}}
            400 POST @2.93 /servers/<web>/action {"createImage": {"name": "x", "metadata": {"\\u00e9": "x"}}}
            400 POST @2.93 /servers/<web>/action {"createImage": {"metadata": {}}}
            400 POST @2.93 /servers/<web>/action {"createImage": {"name": "x"}, "os-stop": null}
            404 POST @2.93 /servers/nonsense/action {"createImage": {"name": "x"}}
        ''')

    def test_update_bodies(self):
        self.nova('''
            400 PUT /servers/<web> {}
            200 PUT /servers/<web> {"server": {}}
            400 PUT /servers/<web> {"server": null}
            400 PUT /servers/<web> {"server": {"name": 5}}
            400 PUT /servers/<web> {"server": {"name": null}}
            400 PUT /servers/<web> {"server": {"name": " x"}}
            400 PUT /servers/<web> {"server": {"name": "x "}}
            400 PUT /servers/<web> {"server": {"name": "   "}}
            400 PUT /servers/<web> {"server": {"name": "<x256>"}}
            400 PUT /servers/<web> {"server": {"name": "a\\nb"}}
            400 PUT /servers/<web> {"server": {"name": "<e1>"}}
            400 PUT @2.19 /servers/<web> {"server": {"description": "<e1>"}}
            400 PUT @2.18 /servers/<web> {"server": {"description": "x"}}
            400 PUT @2.19 /servers/<web> {"server": {"description": "<x256>"}}
            400 PUT @2.19 /servers/<web> {"server": {"description": 5}}
            400 PUT @2.19 /servers/<web> {"server": {"description": "a\\nb"}}
            200 PUT @2.19 !status /servers/<web> {"server": {"description": "seen"}}
            200 PUT @2.19 /servers/<web> {"server": {"description": ""}}
            200 PUT @2.19 /servers/<web> {"server": {"description": null}}
            400 PUT /servers/<web> {"server": {"x": 1}}
            400 PUT /servers/<web> {"server": {"name": "x"}, "x": 1}
            400 PUT /servers/<web> {"server": {"accessIPv4": "nonsense"}}
            400 PUT /servers/<web> {"server": {"OS-DCF:diskConfig": "nonsense"}}
            400 PUT @2.89 /servers/<web> {"server": {"hostname": "x"}}
            400 PUT @2.93 /servers/<web> {"server": {"hostname": "not a host"}}
            404 PUT /servers/<nobody> {"server": {"name": "x"}}
            400 PUT /servers/<nobody> {"server": {"name": ""}}
            400 PUT as:reader /servers/<web> {"server": {"name": ""}}
        ''')

    def test_metadata_bodies(self):
        self.nova('''
            400 POST /servers/<web>/metadata {}
            400 POST /servers/<web>/metadata {"metadata": null}
            200 POST /servers/<web>/metadata {"metadata": {}}
            400 POST /servers/<web>/metadata {"metadata": {"k": "v"}, "x": 1}
            400 POST /servers/<web>/metadata {"metadata": {"<x256>": "v"}}
            400 POST /servers/<web>/metadata {"metadata": {"k": "<x256>"}}
            400 POST /servers/<web>/metadata {"metadata": {"": "v"}}
            400 POST /servers/<web>/metadata {"metadata": {"a/b": "v"}}
            400 POST /servers/<web>/metadata {"metadata": {"k": 5}}
            400 POST /servers/<web>/metadata {"metadata": {"k": null}}
            400 PUT /servers/<web>/metadata {"metadata": {"k": 5}}
            400 PUT /servers/<web>/metadata {}
            400 PUT /servers/<web>/metadata/k {}
            400 PUT /servers/<web>/metadata/k {"meta": {}}
            400 PUT /servers/<web>/metadata/k {"meta": {"other": "v"}}
            400 PUT /servers/<web>/metadata/k {"meta": {"k": "v", "other": "v"}}
            400 PUT /servers/<web>/metadata/k {"meta": {"k": "<x256>"}}
            200 PUT /servers/<web>/metadata/k {"meta": {"k": "v"}}
            200 GET /servers/<web>/metadata/k
            204 DELETE /servers/<web>/metadata/k
            404 DELETE /servers/<web>/metadata/k
            200 GET /servers/<web>/metadata
            404 POST /servers/<nobody>/metadata {"metadata": {"k": "v"}}
            404 PUT /servers/<nobody>/metadata {"metadata": {"k": "v"}}
            404 DELETE /servers/<nobody>/metadata/k
            403 POST as:reader /servers/<web>/metadata {"metadata": {"k": "v"}}
            403 PUT as:reader /servers/<web>/metadata {"metadata": {"k": "v"}}
            403 PUT as:reader /servers/<web>/metadata/k {"meta": {"k": "v"}}
            403 DELETE as:reader /servers/<web>/metadata/role
            403 DELETE as:reader /servers/<web>/metadata/nonsense
        ''')
        many = ', '.join('"k%d": "v"' % i for i in range(129))
        self.nova('403 POST /servers/<web>/metadata {"metadata": {%s}}' % many)

    def test_attachment_bodies(self):
        self.nova('''
            400 POST /servers/<web>/os-volume_attachments {}
            400 POST /servers/<web>/os-volume_attachments {"volumeAttachment": {}}
            400 POST /servers/<web>/os-volume_attachments {"volumeAttachment": {"volumeId": "nonsense"}}
            400 POST /servers/<web>/os-volume_attachments {"volumeAttachment": {"volumeId": 5}}
            400 POST /servers/<web>/os-volume_attachments {"volumeAttachment": {"volumeId": "<data>", "x": 1}}
            400 POST /servers/<web>/os-volume_attachments {"volumeAttachment": {"volumeId": "<data>", "device": "nonsense"}}
            400 POST @2.48 /servers/<web>/os-volume_attachments {"volumeAttachment": {"volumeId": "<data>", "tag": "x"}}
            400 POST @2.49 /servers/<web>/os-volume_attachments {"volumeAttachment": {"volumeId": "<data>", "tag": "a,b"}}
            400 POST @2.78 /servers/<web>/os-volume_attachments {"volumeAttachment": {"volumeId": "<data>", "delete_on_termination": true}}
            400 POST @2.79 /servers/<web>/os-volume_attachments {"volumeAttachment": {"volumeId": "<data>", "delete_on_termination": "x"}}
            404 POST /servers/<nobody>/os-volume_attachments {"volumeAttachment": {"volumeId": "<data>"}}
            400 POST as:reader /servers/<web>/os-volume_attachments {"volumeAttachment": {}}
            404 DELETE /servers/<web>/os-volume_attachments/nonsense
            404 DELETE /servers/<web>/os-volume_attachments/<nobody>
            404 DELETE /servers/<web>/os-volume_attachments/<data>
            404 DELETE /servers/<nobody>/os-volume_attachments/<data>
            403 DELETE as:reader /servers/<db>/os-volume_attachments/<data>
            403 PUT /servers/<db>/os-volume_attachments/<data> {"volumeAttachment": {"volumeId": "<nobody>"}}
        ''')

    def test_keypairs(self):
        key = ('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAIhCCkCrC3iIbUaqyI5sXX'
               'pOpu1gPJq8k5gZ0yqkZ2A someone')
        self.table('compute', '''
            400 POST /os-keypairs {}
            400 POST /os-keypairs {"keypair": {}}
            400 POST /os-keypairs {"keypair": {"name": ""}}
            400 POST /os-keypairs {"keypair": {"name": "<x256>", "public_key": "<key>"}}
            400 POST /os-keypairs {"keypair": {"name": " x", "public_key": "<key>"}}
            400 POST /os-keypairs {"keypair": {"name": "a/b", "public_key": "<key>"}}
            400 POST @2.92 /os-keypairs {"keypair": {"name": "a/b", "public_key": "<key>"}}
            400 POST /os-keypairs {"keypair": {"name": "\\u00fc", "public_key": "<key>"}}
            400 POST /os-keypairs {"keypair": {"name": 5, "public_key": "<key>"}}
            400 POST /os-keypairs {"keypair": {"name": "x", "public_key": "nonsense"}}
            400 POST /os-keypairs {"keypair": {"name": "x", "public_key": "ssh-rsa nonsense"}}
            400 POST /os-keypairs {"keypair": {"name": "x", "public_key": ""}}
            400 POST /os-keypairs {"keypair": {"name": "x", "public_key": 5}}
            400 POST /os-keypairs {"keypair": {"name": "x", "x": 1}}
            400 POST @2.92 /os-keypairs {"keypair": {"name": "x"}}
            400 POST @2.1 /os-keypairs {"keypair": {"name": "x", "type": "ssh"}}
            400 POST @2.2 /os-keypairs {"keypair": {"name": "x", "type": "nonsense"}}
            403 POST @2.10 /os-keypairs {"keypair": {"name": "x", "public_key": "<key>", "user_id": "nonsense"}}
            400 POST as:reader !status /os-keypairs {"keypair": {"name": ""}}
            200 POST /os-keypairs {"keypair": {"name": "<tag>-key", "public_key": "<key>"}}
            409 POST /os-keypairs {"keypair": {"name": "<tag>-key", "public_key": "<key>"}}
            200 GET !shape /os-keypairs/<tag>-key
            200 GET !shape @2.2 /os-keypairs/<tag>-key
            200 GET !shape @2.93 /os-keypairs/<tag>-key
            200 GET @2.93 /os-keypairs?limit=0
            400 GET @2.93 /os-keypairs?limit=x
            400 GET @2.93 /os-keypairs?limit=-1
            400 GET @2.93 /os-keypairs?marker=nonsense
            400 GET @2.93 /os-keypairs?nonsense=1
            403 GET @2.93 /os-keypairs?user_id=nonsense
            404 DELETE /os-keypairs/nonsense
            404 DELETE @2.93 /os-keypairs/nonsense
        ''', key=key, tag=self.cloud.tag)

    def test_launch_bodies(self):
        def launch(status, mv, **changes):
            body = self.cloud.server_body('refused', imageRef=self.cloud.image['id'])['server']
            body.update(changes)
            body = {k: v for k, v in body.items() if v != 'skipped'}
            self.post('compute', '/servers', {'server': body}, status, mv=mv)

        def device(**more):
            return [dict({'boot_index': 0, 'uuid': self.cloud.db()[1], 'source_type': 'volume',
                          'destination_type': 'volume'}, **more)]
        for status, mv, changes in self.launches(device):
            launch(status, mv, **changes)

    def launches(self, device):
        network = self.cloud.network['id']
        return [
            (400, '2.67', {'name': 5}),
            (400, '2.67', {'name': None}),
            (400, '2.67', {'name': 'skipped'}),
            (400, '2.67', {'name': ' x'}),
            (400, '2.67', {'name': 'x '}),
            (400, '2.67', {'name': '   '}),
            (400, '2.67', {'name': 'a\nb'}),
            (400, '2.67', {'flavorRef': 'skipped'}),
            (400, '2.67', {'flavorRef': ''}),
            (400, '2.67', {'flavorRef': None}),
            (400, '2.67', {'flavorRef': 'nonsense'}),
            (400, '2.67', {'imageRef': 'nonsense'}),
            (400, '2.67', {'imageRef': ''}),
            (400, '2.67', {'imageRef': 5}),
            (400, '2.67', {'metadata': None}),
            (400, '2.67', {'metadata': {'k': 5}}),
            (400, '2.67', {'metadata': {'k': 'x' * 256}}),
            (400, '2.67', {'metadata': {'k' * 256: 'x'}}),
            (400, '2.67', {'metadata': {'a/b': 'x'}}),
            (403, '2.67', {'metadata': {'k%d' % i: 'v' for i in range(129)}}),
            (400, '2.67', {'key_name': ''}),
            (400, '2.67', {'key_name': 5}),
            (400, '2.67', {'key_name': None, 'name': ''}),
            (400, '2.67', {'min_count': 0}),
            (400, '2.67', {'min_count': -1}),
            (400, '2.67', {'min_count': 'x'}),
            (400, '2.67', {'max_count': 0}),
            (400, '2.67', {'min_count': 2, 'max_count': 1}),
            (400, '2.36', {'networks': 'auto'}),
            (400, '2.67', {'networks': 'nonsense'}),
            (400, '2.67', {'networks': None}),
            (400, '2.67', {'networks': [{}]}),
            (400, '2.67', {'networks': [{'uuid': 'nonsense'}]}),
            (400, '2.67', {'networks': [{'port': 'nonsense'}]}),
            (400, '2.67', {'networks': [{'port': '00000000-0000-4000-8000-000000000000'}]}),
            (400, '2.67', {'networks': [{'uuid': network, 'x': 1}]}),
            (400, '2.67', {'security_groups': [{'name': 'no-group-of-this-name'}]}),
            (400, '2.67', {'security_groups': 'default'}),
            (400, '2.67', {'availability_zone': 'nonsense'}),
            (400, '2.67', {'availability_zone': ''}),
            (400, '2.67', {'availability_zone': 5}),
            (400, '2.18', {'description': 'x'}),
            (400, '2.67', {'description': 'x' * 256}),
            (400, '2.67', {'description': 5}),
            (400, '2.51', {'tags': ['x']}),
            (400, '2.67', {'tags': ['a,b']}),
            (400, '2.67', {'tags': ['x' * 61]}),
            (400, '2.67', {'tags': 'x'}),
            (400, '2.67', {'tags': ['t%d' % i for i in range(51)]}),
            (400, '2.89', {'hostname': 'x'}),
            (400, '2.93', {'hostname': 'not a host'}),
            (400, '2.67', {'user_data': 'not base64!'}),
            (400, '2.67', {'user_data': 5}),
            (400, '2.67', {'config_drive': 'maybe'}),
            (400, '2.57', {'personality': []}),
            (400, '2.67', {'OS-DCF:diskConfig': 'nonsense'}),
            (400, '2.67', {'accessIPv4': 'nonsense'}),
            (400, '2.67', {'adminPass': 5}),
            (400, '2.67', {'host': 'x'}),
            (403, '2.74', {'host': 'x'}),
            (400, '2.67', {'return_reservation_id': 'maybe'}),
            (400, '2.67', {'block_device_mapping_v2': 'x'}),
            (400, '2.67', {'imageRef': 'skipped', 'block_device_mapping_v2': []}),
            (400, '2.67', {'imageRef': '', 'block_device_mapping_v2': device()}),
            (400, '2.67', {'imageRef': '', 'block_device_mapping_v2': device(boot_index='x')}),
            (400, '2.67', {'imageRef': '', 'block_device_mapping_v2': device(boot_index=-2)}),
            (400, '2.67', {'imageRef': '', 'block_device_mapping_v2': device(uuid='nonsense')}),
            (400, '2.67', {'imageRef': '', 'block_device_mapping_v2': device(uuid=None)}),
            (400, '2.67', {'imageRef': '', 'block_device_mapping_v2': device(source_type='x')}),
            (400, '2.67', {'imageRef': '', 'block_device_mapping_v2': device(destination_type='x')}),
            (400, '2.67', {'imageRef': '', 'block_device_mapping_v2': device(
                destination_type='local')}),
            (400, '2.67', {'imageRef': '', 'block_device_mapping_v2': device(x=1)}),
            (400, '2.67', {'imageRef': '', 'block_device_mapping_v2': device(volume_size='x')}),
            (400, '2.67', {'imageRef': '', 'block_device_mapping_v2': device(
                source_type='image', uuid=self.cloud.image['id'])}),
            (400, '2.67', {'imageRef': '', 'block_device_mapping_v2': device(
                source_type='image', uuid=self.cloud.image['id'], volume_size=0)}),
            (400, '2.67', {'imageRef': '', 'block_device_mapping_v2': device(
                source_type='blank', uuid=None)}),
            (400, '2.67', {'imageRef': '', 'block_device_mapping_v2': device(
                delete_on_termination='maybe')}),
            (400, '2.66', {'imageRef': '', 'block_device_mapping_v2': device(volume_type='x')}),
            (400, '2.67', {'imageRef': '', 'block_device_mapping_v2': device(
                source_type='image', uuid=self.cloud.image['id'], volume_size=1,
                volume_type='nonsense')}),
            (400, '2.67', {'x': 1}),
        ]
