"""What cinder takes and refuses at the edges: queries, paths, methods and bodies."""
from table import Table


class VolumeEdges(Table):
    def setUp(self):
        super().setUp()
        server, root, data = self.cloud.db()
        self.words = {'db': server, 'root': root, 'data': data, 'tag': self.cloud.tag,
                      'image': self.cloud.image['id'], 'project': self.cloud.member.project}

    def cinder(self, text, **more):
        self.table('volume', text, **self.words, **more)

    def shelf(self):
        """A volume with one snapshot."""
        volume = self.cloud.make_volume('shelf', metadata={'k': 'v'})
        row = self.cloud.post('volume', '/snapshots', {'snapshot': {
            'volume_id': volume, 'name': self.own('shelf'), 'metadata': {'k': 'v'}}})['snapshot']
        self.cloud.known[row['id']] = 'snapshot shelf'
        self.cloud.made('volume', '/snapshots/' + row['id'])
        self.cloud.snapshot_is(row['id'])
        return {'shelf': volume, 'snap': row['id']}

    def test_list_queries(self):
        self.cinder('''
            200 GET /volumes?name=<tag>-db-root&status=avialable
            200 GET /volumes?name=<tag>-db-root&status=IN-USE
            200 GET /volumes?name=<tag>-db-root&status=
            200 GET /volumes?name=<tag>-DB-ROOT
            200 GET /volumes?name=<tag>-db
            400 GET /volumes?limit=abc
            400 GET /volumes?limit=
            400 GET /volumes?limit=1.5
            200 GET /volumes?limit=2000&name=nothing
            200 GET /volumes?limit=99999999999999999999&name=nothing
            400 GET /volumes?offset=x
            200 GET /volumes?offset=1&name=<tag>-db-root
            400 GET /volumes?offset=99999999999999999999&name=nothing
            404 GET /volumes?marker=nonsense
            404 GET /volumes?marker=
            400 GET /volumes?sort=
            400 GET /volumes?sort=name:ASC
            200 GET /volumes?sort=name,size:asc&name=nothing
            400 GET /volumes?sort=name:asc:x
            400 GET /volumes?sort_key=nonsense
            400 GET /volumes?sort_key=name&sort_dir=sideways
            400 GET /volumes?sort_key=name&sort=name:asc
            200 GET /volumes?sort_key=bootable&name=nothing
            200 GET /volumes?sort_key=display_name&name=nothing
            200 GET /volumes?sort_key=volume_type&name=nothing
            200 GET @3.30 /volumes?name=<tag>-db-root&nonsense=1
            400 GET @3.31 /volumes?name=<tag>-db-root&nonsense=1
            400 GET @3.70 /volumes?name=<tag>-db-root&nonsense=1
            200 GET /volumes?name=<tag>-db-root&nonsense=1
            400 GET @3.34 /volumes?name~=<tag>-db-root
            200 GET /volumes?name=<tag>-db-root&bootable=maybe
            200 GET /volumes?name=<tag>-db-root&bootable=True
            200 GET /volumes?name=<tag>-db-root&bootable=1
            200 GET /volumes?name=<tag>-db-root&bootable=
            200 GET /volumes?name=<tag>-db-root&metadata=nonsense
            200 GET /volumes?name=<tag>-db-root&metadata={'k':'v'}
            200 GET /volumes?name=<tag>-db-root&metadata={}
            200 GET /volumes?name=<tag>-db-root&all_tenants=1
            200 GET /volumes?name=<tag>-db-root&all_tenants=maybe
            200 GET /volumes?name=<tag>-db-root&project_id=<nobody>
            200 GET /volumes?name=<tag>-db-data&size=1
            200 GET /volumes?name=<tag>-db-root&size=x
            200 GET /volumes?name=<tag>-db-root&size=77
            200 GET /volumes?name=<tag>-db-root&id=<root>
            200 GET /volumes?name=<tag>-db-root&id=<nobody>
            200 GET /volumes?name=<tag>-db-root&volume_type=nonsense
            200 GET /volumes?name=<tag>-db-root&availability_zone=nonsense
            200 GET /volumes?name=<tag>-db-root&created_at=gt:2000-01-01
            200 GET @3.60 /volumes?name=<tag>-db-root&created_at=gt:2000-01-01
            400 GET @3.60 /volumes?name=<tag>-db-root&created_at=gt:yesterday
            200 GET @3.60 /volumes?name=<tag>-db-root&created_at=lt:2000-01-01
            400 GET @3.60 /volumes?name=<tag>-db-root&created_at=sideways:2000-01-01
            400 GET @3.44 /volumes?name=<tag>-db-root&with_count=true
            200 GET @3.45 /volumes?name=<tag>-db-root&with_count=1
            200 GET @3.45 /volumes?name=<tag>-db-root&with_count=False
            200 GET @3.45 /volumes/detail?name=nothing&with_count=true
            400 GET @3.65 /volumes?name=<tag>-db-root&consumes_quota=maybe
            200 GET @3.65 /volumes?name=<tag>-db-root&consumes_quota=true
            200 GET @3.65 /volumes?name=<tag>-db-root&consumes_quota=false
        ''')

    def test_snapshot_queries(self):
        self.cinder('''
            200 GET /snapshots?name=<tag>-shelf
            200 GET /snapshots?name=<tag>-SHELF
            200 GET /snapshots?volume_id=<shelf>&status=avialable
            200 GET /snapshots?volume_id=<shelf>&status=AVAILABLE
            200 GET /snapshots?volume_id=<shelf>&nonsense=1
            400 GET @3.31 /snapshots?volume_id=<shelf>&nonsense=1
            400 GET @3.70 /snapshots/detail?volume_id=<shelf>&nonsense=1
            200 GET /snapshots?volume_id=nonsense
            200 GET /snapshots?volume_id=
            400 GET /snapshots?limit=abc
            400 GET /snapshots?limit=1.5
            400 GET /snapshots?offset=x
            404 GET /snapshots?marker=nonsense
            400 GET /snapshots?sort=nonsense
            400 GET /snapshots?sort_key=nonsense
            200 GET /snapshots?sort=volume_size&volume_id=<shelf>
            400 GET /snapshots?sort=name&volume_id=<shelf>
            400 GET @3.29 /snapshots?sort=name&volume_id=<shelf>
            200 GET @3.30 /snapshots?sort=name&volume_id=<shelf>
            200 GET @3.30 /snapshots?sort=display_name&volume_id=<shelf>
            400 GET @3.70 /snapshots?sort=size&volume_id=<shelf>
            400 GET /snapshots?sort=status:sideways
            200 GET /snapshots?volume_id=<shelf>&metadata={'k':'other'}
            200 GET @3.21 /snapshots?volume_id=<shelf>&metadata={'k':'other'}
            200 GET @3.22 /snapshots?volume_id=<shelf>&metadata={'k':'other'}
            200 GET @3.22 /snapshots?volume_id=<shelf>&metadata=nonsense
            200 GET /snapshots?volume_id=<shelf>&all_tenants=1
            200 GET /snapshots?volume_id=<shelf>&id=<snap>
            200 GET /snapshots?volume_id=<shelf>&id=nonsense
            200 GET /snapshots?volume_id=<shelf>&volume_size=7
            200 GET /snapshots?volume_id=<shelf>&size=7
            400 GET @3.45 /snapshots?volume_id=<shelf>&with_count=maybe
            200 GET @3.45 /snapshots?volume_id=<shelf>&with_count=1
            400 GET @3.60 /snapshots?volume_id=<shelf>&created_at=lt:2000-01-01
            200 GET @3.65 /snapshots?volume_id=<shelf>&consumes_quota=false
            200 GET /snapshots?volume_id=<shelf>&limit=1
            200 GET /snapshots?volume_id=<shelf>&limit=0
            400 PUT /snapshots/<snap> {}
            400 PUT /snapshots/<snap> {"snapshot": {}}
            400 PUT /snapshots/<snap> {"snapshot": null}
            400 PUT /snapshots/<snap> {"snapshot": {"name": "<x256>"}}
            400 PUT /snapshots/<snap> {"snapshot": {"name": 5}}
            200 PUT /snapshots/<snap> {"snapshot": {"name": " <tag>-shelf "}}
            400 PUT /snapshots/<snap> {"snapshot": {"description": "<x256>"}}
            400 PUT /snapshots/<snap> {"snapshot": {"description": 5}}
            400 PUT /snapshots/<snap> {"snapshot": {"x": 1}}
            200 PUT /snapshots/<snap> {"snapshot": {"name": null}}
            200 PUT /snapshots/<snap> {"snapshot": {"display_name": "<tag>-shown", "display_description": "seen"}}
            200 PUT /snapshots/<snap> {"snapshot": {"name": "", "description": ""}}
            200 GET /snapshots/<snap>
            400 PUT /snapshots/<nobody> {"snapshot": {"name": "<x256>"}}
            403 POST /snapshots/<snap>/action {"os-reset_status": {"status": "error"}}
            403 POST /snapshots/<snap>/action {"os-force_delete": null}
            403 POST /snapshots/<snap>/action {"os-unmanage": null}
            400 POST /snapshots/<snap>/action {"nonsense": null}
            400 POST /snapshots/<snap>/action {}
            200 GET /snapshots/<snap>/metadata/k
            404 GET /snapshots/<snap>/metadata/nonsense
            200 PUT /snapshots/<snap>/metadata/k {"meta": {"k": "w"}}
            400 PUT /snapshots/<snap>/metadata/k {"meta": {"other": "w"}}
            400 PUT /snapshots/<snap>/metadata/k {}
            400 POST /snapshots/<snap>/metadata {}
            400 POST /snapshots/<snap>/metadata {"metadata": {"a": 5}}
            400 POST /snapshots/<snap>/metadata {"metadata": {"a": null}}
            413 POST /snapshots/<snap>/metadata {"metadata": {"<x256>": "v"}}
            413 POST /snapshots/<snap>/metadata {"metadata": {"a": "<x256>"}}
            400 POST /snapshots/<snap>/metadata {"metadata": {"": "v"}}
            200 POST /snapshots/<snap>/metadata {"metadata": {"a/b": "v"}}
            200 DELETE /snapshots/<snap>/metadata/k
            404 DELETE /snapshots/<snap>/metadata/k
            404 GET /snapshots/<nobody>/metadata
            403 POST as:reader /snapshots/<snap>/metadata {"metadata": {"a": "v"}}
            404 DELETE as:reader /snapshots/<snap>/metadata/k
        ''', **self.shelf())

    def test_paths(self):
        self.cinder('''
            404 GET /volumes/
            404 GET /VOLUMES
            404 GET /volumes/detail/
            404 GET /volumes/<root>/
            404 GET /volumes/<root>/nonsense
            404 GET /volumes/<root>/action
            404 GET /volumes/nonsense/metadata
            404 GET /volumes/<nobody>/metadata/k
            404 PUT /volumes {}
            404 DELETE /volumes
            404 POST /volumes/<root> {}
            404 PATCH /volumes/<root> {}
            404 PUT /volumes/<root>/action {}
            404 PUT /snapshots {}
            404 DELETE /snapshots
            404 HEAD /volumes
            404 HEAD /volumes/<root>
            404 GET @3.11 !status /volumes/summary
            200 GET @3.12 !shape /volumes/summary
            404 GET /types/nonsense
            404 GET /types/<nobody>
            200 GET !status /types?is_public=None
            400 GET /types?limit=x
            400 GET /types?limit=-1
            400 GET /types?sort=nonsense
            200 GET !status /types?marker=<nobody>
            200 GET !status /types/default
            403 POST /types {"volume_type": {"name": "x"}}
            404 GET /messages
            404 GET @3.2 /messages
            200 GET @3.3 !keys /messages
            404 GET @3.3 /messages/<nobody>
            404 GET @3.3 /messages/nonsense
            400 GET @3.5 /messages?limit=x
            400 GET @3.5 /messages?sort=nonsense
            404 GET @3.5 /messages?marker=<nobody>
            200 GET @3.5 /messages?resource_uuid=<nobody>
            200 GET @3.5 /messages?nonsense=1&resource_uuid=<nobody>
            200 GET @3.70 /messages?resource_uuid=<nobody>&resource_type=VOLUME
            200 GET @3.3 /messages?resource_uuid=<nobody>
            404 DELETE @3.3 /messages/<nobody>
            403 GET /os-quota-sets/<nobody>
            403 GET !status /os-quota-sets/<nobody>/defaults
            200 GET !status /os-quota-sets/<project>/defaults
            400 GET /os-quota-sets/<project>?usage=maybe
            200 GET !status /os-quota-sets/<project>?usage=false
            403 PUT /os-quota-sets/<project> {"quota_set": {"volumes": 1}}
            200 GET !status /os-availability-zone
            403 GET /os-services
            403 GET /os-hosts
            403 GET /scheduler-stats/get_pools
            200 GET !status /extensions
            403 GET /qos-specs
            404 GET @3.12 /groups
            200 GET @3.13 /groups
            404 GET @3.13 /group_snapshots
            200 GET @3.14 /group_snapshots
            200 GET !keys /os-volume-transfer
            404 GET /os-volume-transfer/<nobody>
            200 GET @3.54 /volume-transfers
            200 GET @3.55 /volume-transfers
            403 GET @3.7 /clusters
            404 GET /nonsense/nonsense
        ''')

    def test_headers(self):
        self.cinder('''
            406 GET @2.0 /volumes?name=nothing
            400 GET @3 /volumes?name=nothing
            400 GET @3.0.1 /volumes?name=nothing
            406 GET @3.71 /volumes?name=nothing
            406 GET @4.0 /volumes?name=nothing
            400 GET @Latest /volumes?name=nothing
            404 GET !accept=text/html /volumes/<nobody>
            404 GET !accept=text/html /nonsense
            415 POST !type=text/plain /volumes raw:{"volume": {}}
            400 POST /volumes raw:[]
            400 POST /volumes raw:5
            400 POST /volumes raw:{
            400 POST /volumes/<root>/action
            400 POST /volumes/<root>/action raw:[]
            401 GET !token= /volumes
            401 GET !token= /nonsense
            401 GET !token=nonsense /nonsense
            401 PUT !token= /volumes
        ''')

    def test_volume_bodies(self):
        self.cinder('''
            400 POST /volumes {"volume": null}
            400 POST /volumes {"volume": {}}
            400 POST /volumes {"volume": {"size": 1.5}}
            400 POST /volumes {"volume": {"size": "1.5"}}
            400 POST /volumes {"volume": {"size": ""}}
            400 POST /volumes {"volume": {"size": true}}
            202 POST /volumes {"volume": {"size": 1, "x": 1}}
            400 POST /volumes {"volume": {"size": 1}, "x": 1, "size": 2}
            400 POST /volumes {"volume": {"size": 1, "name": 5}}
            400 POST /volumes {"volume": {"size": 1, "name": "<e256>"}}
            400 POST /volumes {"volume": {"size": 1, "description": "<x256>"}}
            400 POST /volumes {"volume": {"size": 1, "description": 5}}
            202 POST /volumes {"volume": {"size": 1, "metadata": null}}
            400 POST /volumes {"volume": {"size": 1, "metadata": {"k": 5}}}
            400 POST /volumes {"volume": {"size": 1, "metadata": {"k": "<x256>"}}}
            400 POST /volumes {"volume": {"size": 1, "metadata": {"<x256>": "v"}}}
            400 POST /volumes {"volume": {"size": 1, "metadata": {"a/b": {}}}}
            400 POST /volumes {"volume": {"size": 1, "volume_type": 5}}
            400 POST /volumes {"volume": {"size": 1, "volume_type": "<x256>"}}
            404 POST /volumes {"volume": {"size": 1, "volume_type": "<nobody>"}}
            400 POST /volumes {"volume": {"size": 1, "imageRef": "nonsense"}}
            400 POST /volumes {"volume": {"size": 1, "imageRef": ""}}
            400 POST /volumes {"volume": {"size": 1, "imageRef": 5}}
            400 POST /volumes {"volume": {"size": 1, "snapshot_id": "nonsense"}}
            400 POST /volumes {"volume": {"size": 1, "source_volid": "nonsense"}}
            404 POST /volumes {"volume": {"size": 1, "snapshot_id": "<nobody>", "imageRef": "<image>"}}
            400 POST /volumes {"volume": {"size": 1, "snapshot_id": 5}}
            400 POST /volumes {"volume": {"size": 1, "multiattach": "maybe"}}
            400 POST /volumes {"volume": {"size": 1, "availability_zone": 5}}
            404 POST @3.46 /volumes {"volume": {"size": 1, "backup_id": "<nobody>"}}
            404 POST @3.47 /volumes {"volume": {"size": 1, "backup_id": "<nobody>"}}
            400 POST @3.47 /volumes {"volume": {"size": 1, "backup_id": "nonsense"}}
            404 POST @3.13 /volumes {"volume": {"size": 1, "group_id": "<nobody>"}}
            400 POST as:reader /volumes {"volume": {"size": 0}}
            400 POST as:reader /volumes {"volume": {"size": 1, "imageRef": "<nobody>"}}
            202 POST /volumes {"volume": {"size": 1, "name": " <tag>-blank "}}
            202 POST /volumes {"volume": {"size": "1", "name": "", "description": ""}}
            202 POST /volumes {"volume": {"size": 1, "name": null, "description": null}}
        ''')

    def test_changes(self):
        self.cinder('''
            400 PUT /volumes/<shelf> {}
            200 PUT /volumes/<shelf> {"volume": {}}
            400 PUT /volumes/<shelf> {"volume": null}
            400 PUT /volumes/<shelf> {"volume": {"x": 1}}
            400 PUT /volumes/<shelf> {"volume": {"name": 5}}
            400 PUT /volumes/<shelf> {"volume": {"name": "<x256>"}}
            200 PUT /volumes/<shelf> {"volume": {"name": " <tag>-shelf "}}
            400 PUT /volumes/<shelf> {"volume": {"description": "<x256>"}}
            400 PUT /volumes/<shelf> {"volume": {"metadata": {"a": 5}}}
            400 PUT /volumes/<shelf> {"volume": {"size": 5}}
            200 PUT /volumes/<shelf> {"volume": {"display_name": "<tag>-shown", "display_description": "seen"}}
            200 PUT /volumes/<shelf> {"volume": {"display_name": "<tag>-shown", "name": "<tag>-named"}}
            200 PUT /volumes/<shelf> {"volume": {"name": "", "description": ""}}
            200 GET /volumes/<shelf>
            400 POST /volumes/<shelf>/action {}
            400 POST /volumes/<shelf>/action {"os-extend": null}
            400 POST /volumes/<shelf>/action {"os-extend": {}}
            400 POST /volumes/<shelf>/action {"os-extend": {"new_size": "x"}}
            400 POST /volumes/<shelf>/action {"os-extend": {"new_size": 0}}
            400 POST /volumes/<shelf>/action {"os-extend": {"new_size": -1}}
            400 POST /volumes/<shelf>/action {"os-extend": {"new_size": 1}}
            400 POST /volumes/<shelf>/action {"os-extend": {"new_size": 1.5}}
            400 POST /volumes/<shelf>/action {"os-extend": {"new_size": 2, "x": 1}}
            413 POST !numbers /volumes/<shelf>/action {"os-extend": {"new_size": 10000000}}
            400 POST /volumes/<shelf>/action {"os-set_bootable": {}}
            400 POST /volumes/<shelf>/action {"os-set_bootable": {"bootable": "maybe"}}
            200 POST /volumes/<shelf>/action {"os-set_bootable": {"bootable": true}}
            200 POST /volumes/<shelf>/action {"os-set_bootable": {"bootable": "false"}}
            400 POST /volumes/<shelf>/action {"os-update_readonly_flag": {}}
            400 POST /volumes/<shelf>/action {"os-update_readonly_flag": {"readonly": "maybe"}}
            202 POST /volumes/<shelf>/action {"os-update_readonly_flag": {"readonly": true}}
            404 POST /volumes/<shelf>/action {"os-show_image_metadata": null}
            400 POST /volumes/<shelf>/action {"os-set_image_metadata": null}
            400 POST /volumes/<shelf>/action {"os-set_image_metadata": {}}
            400 POST /volumes/<shelf>/action {"os-set_image_metadata": {"metadata": null}}
            400 POST /volumes/<shelf>/action {"os-set_image_metadata": {"metadata": {"a": 5}}}
            400 POST /volumes/<shelf>/action {"os-set_image_metadata": {"metadata": {"a": null}}}
            400 POST /volumes/<shelf>/action {"os-set_image_metadata": {"metadata": {"a=b": "v"}}}
            400 POST /volumes/<shelf>/action {"os-set_image_metadata": {"metadata": {"a": "<x256>"}}}
            400 POST /volumes/<shelf>/action {"os-set_image_metadata": {"metadata": {"a": "v"}, "x": 1}}
            404 POST /volumes/<shelf>/action {"os-unset_image_metadata": {"key": "a"}}
            200 POST /volumes/<shelf>/action {"os-set_image_metadata": {"metadata": {"hw_firmware_type": "uefi", "a b/c": ""}}}
            200 POST /volumes/<shelf>/action {"os-show_image_metadata": null}
            400 POST /volumes/<shelf>/action {"os-unset_image_metadata": null}
            400 POST /volumes/<shelf>/action {"os-unset_image_metadata": {}}
            400 POST /volumes/<shelf>/action {"os-unset_image_metadata": {"key": ""}}
            400 POST /volumes/<shelf>/action {"os-unset_image_metadata": {"key": "<x256>"}}
            404 POST /volumes/<shelf>/action {"os-unset_image_metadata": {"key": "nonsense"}}
            200 POST /volumes/<shelf>/action {"os-unset_image_metadata": {"key": "a b/c"}}
            200 GET /volumes/<shelf>
            404 POST /volumes/<nobody>/action {"os-set_image_metadata": {"metadata": {"a": "v"}}}
            404 POST /volumes/<nobody>/action {"os-unset_image_metadata": {"key": "a"}}
            403 POST as:reader /volumes/<shelf>/action {"os-set_image_metadata": {"metadata": {"a": "v"}}}
            403 POST as:reader /volumes/<shelf>/action {"os-unset_image_metadata": {"key": "nonsense"}}
            403 POST /volumes/<shelf>/action {"os-reset_status": {"status": "error"}}
            403 POST /volumes/<shelf>/action {"os-force_delete": null}
            403 POST /volumes/<shelf>/action {"os-force_detach": {"attachment_id": "<nobody>"}}
            403 POST /volumes/<shelf>/action {"os-migrate_volume": {"host": "x"}}
            403 POST /volumes/<shelf>/action {"os-unmanage": null}
            404 POST /volumes/<shelf>/action {"os-retype": {"new_type": "nonsense"}}
            400 POST /volumes/<shelf>/action {"os-retype": {}}
            400 POST @3.40 /volumes/<shelf>/action {"revert": {}}
            400 POST @3.40 /volumes/<shelf>/action {"revert": null}
            400 POST @3.40 /volumes/<shelf>/action {"revert": {"snapshot_id": "nonsense"}}
            404 POST @3.40 /volumes/<nobody>/action {"revert": {"snapshot_id": "<snap>"}}
            404 POST @3.39 /volumes/<shelf>/action {"revert": {"snapshot_id": "<snap>"}}
            400 POST /volumes/<shelf>/action {"nonsense": null, "os-extend": {"new_size": 2}}
            404 POST /volumes/<nobody>/action {"os-extend": {"new_size": 2}}
            400 POST /volumes/<nobody>/action {"nonsense": null}
            400 POST @3.42 /volumes/<data>/action {"os-extend": {"new_size": 1}}
            403 POST as:reader /volumes/<shelf>/action {"os-extend": {"new_size": 2}}
            403 POST as:reader /volumes/<shelf>/action {"os-set_bootable": {"bootable": true}}
            403 POST as:reader /volumes/<shelf>/action {"os-update_readonly_flag": {"readonly": true}}
            403 POST as:reader @3.40 /volumes/<shelf>/action {"revert": {"snapshot_id": "<snap>"}}
            403 POST as:reader /volumes/<shelf>/metadata {"metadata": {"a": "v"}}
            403 DELETE as:reader /volumes/<shelf>/metadata/k
            200 GET /volumes/<shelf>/metadata/k
            404 GET /volumes/<shelf>/metadata/nonsense
            200 PUT /volumes/<shelf>/metadata/k {"meta": {"k": "w"}}
            400 PUT /volumes/<shelf>/metadata/k {"meta": {"other": "w"}}
            400 PUT /volumes/<shelf>/metadata/k {"meta": {"k": "w", "l": "w"}}
            400 PUT /volumes/<shelf>/metadata/k {}
            400 POST /volumes/<shelf>/metadata {}
            400 POST /volumes/<shelf>/metadata {"metadata": {"a": 5}}
            400 POST /volumes/<shelf>/metadata {"metadata": {"<x256>": "v"}}
            400 POST /volumes/<shelf>/metadata {"metadata": {"a": "<x256>"}}
            400 POST /volumes/<shelf>/metadata {"metadata": {"": "v"}}
            200 POST /volumes/<shelf>/metadata {"metadata": {"a/b": "v"}}
            200 DELETE /volumes/<shelf>/metadata/k
            404 DELETE /volumes/<shelf>/metadata/k
            404 DELETE /volumes/<nobody>/metadata/k
            400 DELETE /volumes/<shelf>
            400 DELETE /volumes/<shelf>?cascade=maybe
            400 DELETE /volumes/<shelf>?force=true
            400 DELETE /volumes/<root>?cascade=true
            403 DELETE as:reader /volumes/<shelf>?cascade=true
        ''', **self.shelf())

    def test_snapshot_bodies(self):
        volume = self.cloud.make_volume('bodies')
        self.cinder('''
            400 POST /snapshots {"snapshot": null}
            400 POST /snapshots {"snapshot": {}}
            404 POST /snapshots {"snapshot": {"volume_id": null}}
            400 POST /snapshots {"snapshot": {"volume_id": 5}}
            400 POST /snapshots {"snapshot": {"volume_id": ""}}
            400 POST /snapshots {"snapshot": {"volume_id": "<vol>", "name": 5}}
            400 POST /snapshots {"snapshot": {"volume_id": "<vol>", "name": "<e256>"}}
            400 POST /snapshots {"snapshot": {"volume_id": "<vol>", "description": "<x256>"}}
            400 POST /snapshots {"snapshot": {"volume_id": "<vol>", "description": 5}}
            400 POST /snapshots {"snapshot": {"volume_id": "<vol>", "description": "<e1>"}}
            400 POST /snapshots {"snapshot": {"volume_id": "<vol>", "description": "two\\nlines"}}
            202 POST /snapshots {"snapshot": {"volume_id": "<vol>", "metadata": null}}
            400 POST /snapshots {"snapshot": {"volume_id": "<vol>", "metadata": {"k": 5}}}
            400 POST /snapshots {"snapshot": {"volume_id": "<vol>", "metadata": {"<x256>": "v"}}}
            400 POST /snapshots {"snapshot": {"volume_id": "<vol>", "metadata": {"a/b": null}}}
            400 POST /snapshots {"snapshot": {"volume_id": "<vol>", "force": null}}
            400 POST /snapshots {"snapshot": {"volume_id": "<vol>", "force": 1}}
            400 POST @3.66 /snapshots {"snapshot": {"volume_id": "<vol>", "force": "no"}}
            400 POST @3.66 /snapshots {"snapshot": {"volume_id": "<vol>", "force": "x"}}
            400 POST as:reader /snapshots {"snapshot": {"volume_id": "nonsense"}}
            404 POST as:reader /snapshots {"snapshot": {"volume_id": "<nobody>"}}
            202 POST /snapshots {"snapshot": {"volume_id": "<vol>", "name": " <tag>-blank ", "description": " x "}}
            202 POST /snapshots {"snapshot": {"volume_id": "<vol>", "name": "", "description": ""}}
            202 POST /snapshots {"snapshot": {"volume_id": "<vol>", "name": null}}
            202 POST /snapshots {"snapshot": {"volume_id": "<vol>", "force": "yes"}}
            400 POST /backups {}
            400 POST /backups {"backup": {}}
            400 POST /backups {"backup": {"volume_id": "nonsense"}}
            404 POST /backups {"backup": {"volume_id": "<nobody>"}}
            400 POST /backups {"backup": {"volume_id": "<vol>", "name": "<x256>"}}
            400 POST /backups {"backup": {"volume_id": "<vol>", "x": 1}}
            400 POST /backups {"backup": {"volume_id": "<vol>", "force": "maybe"}}
            404 POST /backups {"backup": {"volume_id": "<vol>", "snapshot_id": "<nobody>"}}
            400 POST /backups {"backup": {"volume_id": "<vol>", "incremental": true}}
            400 POST /backups {"backup": {"volume_id": "<data>"}}
            403 POST as:reader /backups {"backup": {"volume_id": "<vol>"}}
            200 GET /backups?name=nothing
            400 GET /backups?limit=x
            400 GET /backups?limit=-1
            400 GET /backups?sort=nonsense
            404 GET /backups?marker=<nobody>
            200 GET /backups?volume_id=<vol>&nonsense=1
            400 GET @3.70 /backups?volume_id=<vol>&nonsense=1
            200 GET @3.45 /backups?volume_id=<vol>&with_count=true
            404 GET /backups/<nobody>
            404 GET /backups/nonsense
            404 DELETE /backups/<nobody>
            404 PUT @3.8 /backups/<nobody> {"backup": {"name": "x"}}
            404 PUT @3.9 /backups/<nobody> {"backup": {"name": "x"}}
        ''', vol=volume)
