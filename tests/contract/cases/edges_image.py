"""What glance takes and refuses at the edges: queries, paths, methods and bodies."""
from table import Table

PATCH = '!type=application/openstack-images-v2.1-json-patch'


class ImageEdges(Table):
    def glance(self, text, **more):
        self.table('image', text, patch=PATCH, tag=self.cloud.tag,
                   base=self.cloud.image['id'], project=self.cloud.member.project, **more)

    def record(self, name, **more):
        body = self.cloud.post('image', '/v2/images', dict(
            {'name': self.own(name), 'disk_format': 'raw', 'container_format': 'bare'}, **more))
        self.cloud.made('image', '/v2/images/' + body['id'])
        self.cloud.known[body['id']] = 'image ' + name
        return body['id']

    def test_list_queries(self):
        self.record('edges', colour='red', tags=['a'])
        self.glance('''
            200 GET /v2/images?name=<tag>-EDGES
            200 GET /v2/images?name=<tag>-edges&status=QUEUED
            200 GET /v2/images?name=<tag>-edges&status=quued
            200 GET /v2/images?name=<tag>-edges&colour=red
            200 GET /v2/images?name=<tag>-edges&colour=RED
            200 GET /v2/images?name=<tag>-edges&colour=
            200 GET /v2/images?name=<tag>-edges&nonsense=1
            200 GET !status /v2/images?name=
            200 GET /v2/images?name=in:<tag>-edges
            400 GET /v2/images?name=neq:<tag>-edges
            200 GET /v2/images?status=in:
            200 GET /v2/images?name=in:"<tag>-edges,x"
            400 GET /v2/images?name=in:"<tag>-edges
            200 GET /v2/images?id=nonsense
            200 GET /v2/images?name=<tag>-edges&tag=a
            200 GET /v2/images?name=<tag>-edges&tag=a&tag=a
            200 GET /v2/images?name=<tag>-edges&tag=a&tag=c
            200 GET /v2/images?name=<tag>-edges&tag=
            200 GET /v2/images?tag=<x256>
            400 GET /v2/images?limit=abc
            400 GET /v2/images?limit=
            400 GET /v2/images?limit=1.5
            200 GET /v2/images?limit=2000&name=nothing
            200 GET /v2/images?limit=0&name=<tag>-edges
            400 GET /v2/images?marker=nonsense
            400 GET /v2/images?marker=
            400 GET /v2/images?sort=
            400 GET /v2/images?sort=name:ASC
            400 GET /v2/images?sort=name:sideways
            200 GET /v2/images?sort=name,status:asc&name=nothing
            400 GET /v2/images?sort=name:asc&sort_key=name
            400 GET /v2/images?sort_key=nonsense
            400 GET /v2/images?sort_key=
            400 GET /v2/images?sort_key=name&sort_dir=ASC
            200 GET /v2/images?name=nothing&sort_key=name&sort_key=name
            400 GET /v2/images?sort_key=name&sort_dir=asc&sort_dir=desc
            400 GET /v2/images?sort_key=owner&name=nothing
            200 GET /v2/images?name=nothing&visibility=
            400 GET /v2/images?visibility=Public
            200 GET /v2/images?name=<tag>-edges&visibility=all
            200 GET /v2/images?name=<tag>-edges&visibility=community
            200 GET /v2/images?name=<tag>-edges&member_status=all
            400 GET /v2/images?name=<tag>-edges&member_status=nonsense
            200 GET /v2/images?name=<tag>-edges&owner=nonsense
            400 GET /v2/images?name=<tag>-edges&protected=False
            200 GET /v2/images?name=<tag>-edges&os_hidden=False
            200 GET /v2/images?name=<tag>-edges&is_public=True
            200 GET /v2/images?name=<tag>-edges&size_min=0
            400 GET /v2/images?name=<tag>-edges&size_min=x
            200 GET /v2/images?name=<tag>-edges&size_max=-1
            200 GET /v2/images?name=<tag>-edges&min_disk=0
            200 GET /v2/images?name=<tag>-edges&min_disk=x
            200 GET /v2/images?name=<tag>-edges&min_ram=99
            200 GET /v2/images?name=<tag>-edges&disk_format=raw
            200 GET /v2/images?name=<tag>-edges&disk_format=nonsense
            200 GET /v2/images?name=<tag>-edges&container_format=in:bare,ovf
            200 GET /v2/images?name=<tag>-edges&created_at=2000-01-01T00:00:00Z
            200 GET /v2/images?name=<tag>-edges&created_at=gt:2000-01-01T00:00:00Z
            400 GET /v2/images?name=<tag>-edges&created_at=sideways:2000-01-01T00:00:00Z
            200 GET /v2/images?name=<tag>-edges&updated_at=gte:2000-01-01
            200 GET /v2/images?name=<tag>-edges&updated_at=lt:2000-01-01T00:00:00Z
            400 GET /v2/images?name=<tag>-edges&updated_at=
            200 GET /v2/images?name=<tag>-edges&checksum=nonsense
            200 GET /v2/images?name=<tag>-edges&os_hash_value=nonsense
            200 GET /v2/images?name=<x256>
        ''')

    def test_paths(self):
        image = self.record('paths')
        self.glance('''
            404 GET /v2/images/
            404 GET /v2/IMAGES
            404 GET /v2/images/<image>/
            404 GET /v2/images/<image>/nonsense
            404 GET /v2/images/<x256>
            405 PUT /v2/images {}
            405 DELETE /v2/images
            405 PUT /v2/images/<image> {}
            405 POST /v2/images/<image> {}
            405 POST /v2/images/<image>/file {}
            405 HEAD /v2/images
            405 HEAD /v2/images/<image>
            204 GET /v2/images/<image>/file
            404 GET /v2/images/<nobody>/file
            200 GET /v2/images/<image>/members
            404 GET /v2/images/<nobody>/members
            404 GET /v2/images/<image>/members/<project>
            403 GET /v2/images/<base>/members
            404 PUT /v2/images/<image>/members/<project> {"status": "accepted"}
            404 DELETE /v2/images/<image>/members/<project>
            204 PUT /v2/images/<image>/tags/one
            204 PUT /v2/images/<image>/tags/one
            400 PUT /v2/images/<image>/tags/<x256>
            204 DELETE /v2/images/<image>/tags/one
            404 DELETE /v2/images/<image>/tags/one
            404 PUT /v2/images/<nobody>/tags/one
            403 PUT /v2/images/<base>/tags/one
            403 PUT as:reader /v2/images/<image>/tags/one
            403 DELETE as:reader /v2/images/<image>/tags/one
            403 POST /v2/images/<image>/actions/deactivate
            403 POST /v2/images/<image>/actions/reactivate
            415 PUT !type=application/json /v2/images/<image>/file raw:x
            404 PUT !type=application/octet-stream /v2/images/<nobody>/file raw:x
            403 PUT as:reader !type=application/octet-stream /v2/images/<image>/file raw:x
            204 PUT !type=application/octet-stream /v2/images/<image>/file raw:hello
            409 PUT !type=application/octet-stream /v2/images/<image>/file raw:hello
            200 GET /v2/images/<image>/file
            404 GET /v2/schemas/nonsense
            200 GET !status /v2/schemas/member
            200 GET !status /v2/schemas/members
            200 GET !keys /v2/info/import
            200 GET !keys /v2/info/stores
            403 GET /v2/tasks
            302 GET /v2
            404 GET /v2/
            300 GET /nonsense
        ''', image=image)

    def test_headers(self):
        self.glance('''
            401 GET !token= /v2/images
            401 GET !token= !accept=text/html /v2/images
            401 GET !token= /v2/nonsense
            401 GET !token=nonsense /v2/nonsense
            404 GET !accept=text/html /v2/nonsense
            400 GET !accept=*/* /v2/images?limit=x
            400 POST /v2/images raw:5
            400 POST /v2/images raw:{
            400 POST /v2/images
            201 POST !type=text/plain /v2/images raw:{"name": "x"}
            400 POST !type=application/xml /v2/images raw:<image/>
        ''')

    def test_create_bodies(self):
        self.glance('''
            400 POST /v2/images {"name": 5}
            400 POST /v2/images {"name": "<e256>"}
            400 POST /v2/images {"name": "<e1>"}
            400 POST /v2/images {"name": "<tag>-x", "colour": "<e1>"}
            400 POST /v2/images {"name": "<tag>-x", "visibility": 5}
            400 POST /v2/images {"name": "<tag>-x", "visibility": null}
            400 POST /v2/images {"name": "<tag>-x", "protected": "true"}
            400 POST /v2/images {"name": "<tag>-x", "protected": null}
            400 POST /v2/images {"name": "<tag>-x", "os_hidden": 1}
            400 POST /v2/images {"name": "<tag>-x", "min_disk": "1"}
            400 POST /v2/images {"name": "<tag>-x", "min_disk": 1.5}
            400 POST /v2/images {"name": "<tag>-x", "min_disk": null}
            400 POST /v2/images {"name": "<tag>-x", "min_ram": -1}
            400 POST /v2/images {"name": "<tag>-x", "min_ram": 99999999999}
            400 POST /v2/images {"name": "<tag>-x", "disk_format": "RAW"}
            400 POST /v2/images {"name": "<tag>-x", "disk_format": 5}
            400 POST /v2/images {"name": "<tag>-x", "container_format": "nonsense"}
            400 POST /v2/images {"name": "<tag>-x", "tags": "a"}
            400 POST /v2/images {"name": "<tag>-x", "tags": [5]}
            400 POST /v2/images {"name": "<tag>-x", "tags": ["<x256>"]}
            403 POST /v2/images {"name": "<tag>-x", "owner": "nonsense"}
            400 POST /v2/images {"name": "<tag>-x", "owner": 5}
            400 POST /v2/images {"name": "<tag>-x", "id": "nonsense"}
            409 POST /v2/images {"name": "<tag>-x", "id": "<base>"}
            403 POST /v2/images {"name": "<tag>-x", "size": 5}
            403 POST /v2/images {"name": "<tag>-x", "checksum": "x"}
            403 POST /v2/images {"name": "<tag>-x", "created_at": "2000-01-01T00:00:00Z"}
            400 POST /v2/images {"name": "<tag>-x", "colour": 5}
            400 POST /v2/images {"name": "<tag>-x", "colour": null}
            400 POST /v2/images {"name": "<tag>-x", "colour": {}}
            400 POST /v2/images {"name": "<tag>-x", "<x256>": "v"}
            403 POST /v2/images {"name": "<tag>-x", "os_glance_x": "v"}
            403 POST /v2/images {"name": "<tag>-x", "locations": []}
            403 POST /v2/images {"name": "<tag>-x", "deleted": "x"}
            403 POST /v2/images {"name": "<tag>-x", "direct_url": "x"}
            400 POST /v2/images {"name": "<tag>-x", "kernel_id": "nonsense"}
            400 POST as:reader /v2/images {"name": 5}
            201 POST /v2/images {}
            201 POST /v2/images {"name": null}
            201 POST /v2/images {"name": ""}
            201 POST /v2/images {"name": " <tag> ", "colour": "<x256>", "tags": ["b", "b"]}
            201 POST /v2/images {"name": "<tag>-shared", "visibility": "shared", "description": ""}
        ''')

    def test_patches(self):
        image = self.record('patches', colour='red')
        self.glance('''
            400 PATCH <patch> /v2/images/<image> raw:{}
            400 PATCH <patch> /v2/images/<image> raw:[
            400 PATCH <patch> /v2/images/<image> raw:
            400 PATCH <patch> /v2/images/<image> [5]
            400 PATCH <patch> /v2/images/<image> [{}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/name"}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "value": "x"}]
            400 PATCH <patch> /v2/images/<image> [{"path": "/name", "value": "x"}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "name", "value": "x"}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "", "value": "x"}]
            409 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/", "value": "x"}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/name/", "value": "x"}]
            200 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "//name", "value": "x"}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/a/b", "value": "x"}]
            400 PATCH <patch> /v2/images/<image> [{"op": "add", "path": "/a/b", "value": "x"}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/name", "value": 5}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/name", "value": "<x256>"}]
            403 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/visibility", "value": "public"}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/visibility", "value": "nonsense"}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/protected", "value": "true"}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/min_disk", "value": "1"}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/min_disk", "value": null}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/min_ram", "value": -1}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/disk_format", "value": "nonsense"}]
            200 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/disk_format", "value": null}]
            403 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/owner", "value": "nonsense"}]
            403 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/created_at", "value": "x"}]
            403 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/checksum", "value": "x"}]
            403 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/self", "value": "x"}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/tags", "value": "x"}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/tags", "value": [5]}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/colour", "value": 5}]
            400 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/colour", "value": null}]
            403 PATCH <patch> /v2/images/<image> [{"op": "remove", "path": "/name"}]
            403 PATCH <patch> /v2/images/<image> [{"op": "remove", "path": "/tags"}]
            403 PATCH <patch> /v2/images/<image> [{"op": "remove", "path": "/min_disk"}]
            403 PATCH <patch> /v2/images/<image> [{"op": "remove", "path": "/id"}]
            403 PATCH <patch> /v2/images/<image> [{"op": "remove", "path": "/status"}]
            409 PATCH <patch> /v2/images/<image> [{"op": "remove", "path": "/nothing"}]
            403 PATCH <patch> /v2/images/<image> [{"op": "add", "path": "/os_glance_x", "value": "v"}]
            403 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/locations", "value": []}]
            409 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/name", "value": "<tag>-half"}, {"op": "remove", "path": "/nothing"}]
            200 GET /v2/images/<image>
            400 PATCH <patch> /v2/images/<nobody> [{}]
            400 PATCH as:reader <patch> /v2/images/<image> [{}]
            403 PATCH <patch> /v2/images/<base> [{"op": "replace", "path": "/min_disk", "value": -1}]
            415 PATCH !type=application/json /v2/images/<image> []
            200 PATCH !type=application/openstack-images-v2.0-json-patch /v2/images/<image> [{"replace": "/colour", "value": "green"}]
            400 PATCH !type=application/openstack-images-v2.0-json-patch /v2/images/<image> [{"op": "replace", "path": "/colour", "value": "green"}]
            200 PATCH <patch> /v2/images/<image> []
            200 PATCH <patch> /v2/images/<image> [{"op": "add", "path": "/colour", "value": "blue"}, {"op": "add", "path": "/a~1b~0c", "value": "v"}]
            200 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/name", "value": ""}, {"op": "replace", "path": "/min_ram", "value": 7}]
            200 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/name", "value": null}]
            200 PATCH <patch> /v2/images/<image> [{"op": "replace", "path": "/visibility", "value": "community"}]
        ''', image=image)
