"""Neutron's own router plugin, with what an L3 agent would report.

No agent means no namespaces, no NAT and no traffic: only the states that a
client sees.  A floating IP is ACTIVE while it belongs to a port and DOWN
otherwise, and a router's ports are bound to the one host, so that they become
ACTIVE.  As with a real agent, the answer to the request itself still shows the
state from before it.
"""
from neutron_lib.api.definitions import portbindings
from neutron_lib.callbacks import events
from neutron_lib.callbacks import registry
from neutron_lib.callbacks import resources
from neutron_lib import constants
from neutron_lib.plugins import directory
from neutron.objects import router as l3_obj
from neutron.services.l3_router import l3_router_plugin
from oslo_config import cfg


class Router(l3_router_plugin.L3RouterPlugin):
    # Neutron looks for it by the name of this class, and without it unknown
    # filters are accepted by every list.
    __filter_validation_support = True

    def __init__(self):
        super().__init__()
        for event in (events.AFTER_CREATE, events.AFTER_UPDATE):
            registry.subscribe(self._fip_changed, resources.FLOATING_IP,
                               event)
        registry.subscribe(self._interface_added, resources.ROUTER_INTERFACE,
                           events.AFTER_CREATE)
        registry.subscribe(self._gateway_added, resources.ROUTER_GATEWAY,
                           events.AFTER_CREATE)

    def _fip_changed(self, resource, event, trigger, payload):
        fip = payload.latest_state
        status = (constants.FLOATINGIP_STATUS_ACTIVE if fip['port_id']
                  else constants.FLOATINGIP_STATUS_DOWN)
        if fip['status'] != status:
            self.update_floatingip_status(payload.context.elevated(),
                                          payload.resource_id, status)

    def _bind(self, context, port_id):
        directory.get_plugin().update_port(
            context.elevated(), port_id,
            {'port': {portbindings.HOST_ID: cfg.CONF.host}})

    def _interface_added(self, resource, event, trigger, payload):
        self._bind(payload.context, payload.metadata['port']['id'])

    def _gateway_added(self, resource, event, trigger, payload):
        ports = l3_obj.RouterPort.get_objects(
            payload.context.elevated(), router_id=payload.resource_id,
            port_type=constants.DEVICE_OWNER_ROUTER_GW)
        for port in ports:
            self._bind(payload.context, port.port_id)
