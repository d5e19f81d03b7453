"""What neutron takes and refuses at the edges."""
from table import Table


class NetworkEdges(Table):
    def neutron(self, text):
        self.table('network', text, web=self.cloud.web(), net=self.cloud.network['id'],
                   project=self.cloud.member.project, tag=self.cloud.tag)

    def test_list_queries(self):
        self.neutron('''
            200 GET /v2.0/networks?id=<net>&fields=id
            200 GET /v2.0/networks?id=<net>&fields=nonsense
            200 GET /v2.0/networks?id=<net>&fields=
            400 GET !shape /v2.0/networks?id=<net>&nonsense=1
            200 GET /v2.0/networks?id=<net>&name=
            200 GET /v2.0/networks?id=nonsense
            200 GET /v2.0/networks?id=<net>&id=<nobody>&fields=id
            200 GET /v2.0/networks?id=<net>&fields=id&status=ACTIVE
            200 GET /v2.0/networks?id=<net>&fields=id&status=active
            200 GET /v2.0/networks?id=<net>&fields=id&status=ACTVIE
            400 GET /v2.0/networks?id=<net>&fields=id&shared=maybe
            200 GET /v2.0/networks?id=<net>&fields=id&admin_state_up=true
            400 GET /v2.0/networks?id=<net>&fields=id&admin_state_up=maybe
            400 GET /v2.0/networks?id=<net>&fields=id&router:external=maybe
            400 GET /v2.0/networks?limit=x
            400 GET /v2.0/networks?limit=-1
            200 GET /v2.0/networks?id=<net>&fields=id&limit=0
            200 GET /v2.0/networks?id=<net>&fields=id&limit=1
            200 GET /v2.0/networks?id=<net>&fields=id&limit=2
            200 GET /v2.0/networks?id=<net>&fields=id&limit=99999
            200 GET !status /v2.0/networks?marker=<nobody>
            404 GET /v2.0/networks?limit=1&marker=<nobody>
            404 GET /v2.0/networks?limit=1&marker=nonsense
            400 GET /v2.0/networks?sort_key=nonsense
            400 GET /v2.0/networks?sort_key=nonsense&sort_dir=asc
            200 GET /v2.0/networks?id=<net>&fields=id&sort_key=name&sort_dir=asc
            400 GET /v2.0/networks?sort_key=name&sort_dir=sideways
            400 GET /v2.0/networks?sort_key=name
            200 GET /v2.0/networks?id=<net>&fields=id&page_reverse=True&limit=1
            200 GET /v2.0/networks?id=<net>&fields=id&tags=a
            200 GET /v2.0/networks?id=<net>&fields=id&not-tags=a
            400 GET /v2.0/networks?id=<net>&fields=id&mtu=x
            200 GET /v2.0/ports?device_id=<web>&fields=status
            200 GET /v2.0/ports?device_id=<web>&fields=device_id&status=active
            200 GET /v2.0/ports?device_id=<web>&fields=device_id&device_owner=compute:nova
            200 GET /v2.0/ports?device_id=<web>&fields=device_id&device_owner=nonsense
            200 GET /v2.0/ports?device_id=<web>&fields=device_id&fixed_ips=ip_address=192.0.2.7
            400 GET /v2.0/ports?device_id=<web>&fields=device_id&fixed_ips=nonsense
            200 GET /v2.0/ports?device_id=<web>&fields=device_id&network_id=<net>
            200 GET /v2.0/ports?device_id=<web>&fields=device_id&network_id=<nobody>
            200 GET /v2.0/ports?device_id=<web>&fields=device_id&mac_address=nonsense
            200 GET /v2.0/ports?device_id=<web>&fields=device_id&tenant_id=<project>
            200 GET /v2.0/ports?device_id=<web>&fields=device_id&project_id=<nobody>
            200 GET /v2.0/ports?device_id=<web>&fields=device_id&security_groups=<nobody>
            200 GET /v2.0/security-groups?name=nothing
            200 GET /v2.0/security-groups?name=DEFAULT&fields=name
            200 GET /v2.0/security-groups?name=default&fields=name
            200 GET /v2.0/security-groups?name=default&fields=name&project_id=<nobody>
            200 GET /v2.0/security-group-rules?security_group_id=<nobody>
            200 GET /v2.0/security-group-rules?direction=sideways
            200 GET /v2.0/subnets?network_id=<nobody>
            200 GET !shape /v2.0/subnets?network_id=<net>&ip_version=4
            400 GET /v2.0/subnets?network_id=<net>&ip_version=x
            400 GET /v2.0/subnets?cidr=nonsense
        ''')

    def test_paths(self):
        self.neutron('''
            200 GET !status /v2.0/networks/
            404 GET /v2.0/NETWORKS
            200 GET !shape /v2.0/networks/<net>/
            404 GET /v2.0/networks/<net>/nonsense
            200 GET /v2.0/networks/<net>?fields=id
            200 GET /v2.0/networks/<net>?fields=nonsense
            405 HEAD /v2.0/networks
            405 PATCH /v2.0/networks {}
            404 DELETE /v2.0/networks
            405 POST /v2.0/networks/<net> {}
            404 PUT /v2.0/networks {}
            404 GET /v2.0/security-group-rules/<nobody>
            200 GET !keys /v2.0/quotas/<project>
            200 GET !keys /v2.0/quotas/<project>/default
            200 GET !keys /v2.0/quotas/<project>/details
            403 GET /v2.0/quotas/<nobody>
            403 GET /v2.0/quotas/<nobody>/details
            403 PUT /v2.0/quotas/<project> {"quota": {"port": 1}}
            404 GET /v2.0/extensions/nonsense
            200 GET !keys /v2.0/extensions
            200 GET !status /v2.0/availability_zones
            404 GET /v2.0/nonsense
            404 GET /v2.0/nonsense/nonsense
            401 GET !token= /v2.0/networks
            401 GET !token= /v2.0/nonsense
            401 GET !token=nonsense /v2.0/nonsense
            406 GET !accept=text/html /v2.0/networks/<nobody>
            404 GET !accept=text/html /v2.0/nonsense
        ''')
