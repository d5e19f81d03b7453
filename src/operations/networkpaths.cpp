#include "operations/networkpaths.h"

#include "base/literals.h"
#include "base/visible.h"
#include "operations/names.h"

#include <QtCore/QCoreApplication>
#include <QtNetwork/QHostAddress>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::FixedIp;
using openstack::FloatingIp;
using openstack::Network;
using openstack::Port;
using openstack::Router;

struct PathWords
{
    Q_DECLARE_TR_FUNCTIONS(NetworkPaths)
};

bool isRouterInterface(const Port &port)
{
    return port.deviceOwner.startsWith("network:router_interface"_L1) ||
           port.deviceOwner == "network:ha_router_replicated_interface"_L1;
}

} // namespace

std::vector<store::Row<Port>> portsOf(const store::CloudStores &stores, const QString &serverId)
{
    std::vector<store::Row<Port>> ports;
    for (const auto &port : stores.of<Port>().rows()) {
        if (!serverId.isEmpty() && port->deviceId == serverId)
            ports.push_back(port);
    }
    const auto rank = [&](const store::Row<Port> &port) {
        const auto network = stores.of<Network>().find(port->networkId);
        return std::pair(network && network->shared, port->id);
    };
    std::ranges::sort(ports, {}, rank);
    return ports;
}

QStringList outerAddresses(const store::CloudStores &stores, const Port &port)
{
    QStringList addresses;
    for (const auto &ip : stores.of<FloatingIp>().rows()) {
        if (ip->portId == port.id)
            addresses.append(ip->address);
    }
    if (!addresses.isEmpty())
        return addresses;
    for (const FixedIp &fixed : port.fixedIps) {
        if (!fixed.address.contains(u':'))
            addresses.append(fixed.address);
    }
    return addresses;
}

std::vector<store::Row<Router>> routersAt(const store::CloudStores &stores, const QString &subnetId)
{
    std::vector<store::Row<Router>> routers;
    for (const auto &port : stores.of<Port>().rows()) {
        if (!isRouterInterface(*port) ||
            std::ranges::find(port->fixedIps, subnetId, &FixedIp::subnetId) == port->fixedIps.end())
            continue;
        if (const auto router = stores.of<Router>().find(port->deviceId))
            routers.push_back(router);
    }
    return routers;
}

QString whyNotAssociable(const store::CloudStores &stores, const Port &port, const FixedIp &address,
                         const QString &networkId, const QString &floatingIpId)
{
    if (QHostAddress(address.address).protocol() == QAbstractSocket::IPv6Protocol)
        return PathWords::tr("Only an IPv4 address can have a floating IP.");
    const QString external = isolated(networkName(stores, networkId));
    if (port.networkId == networkId)
        return PathWords::tr("It is on “%1” itself and needs no floating IP.").arg(external);
    for (const auto &other : stores.of<FloatingIp>().rows()) {
        if (other->id != floatingIpId && other->portId == port.id &&
            other->fixedIp == address.address && other->networkId == networkId)
            return PathWords::tr("It already has the floating IP %1.").arg(other->address);
    }
    const auto network = stores.of<Network>().find(port.networkId);
    // The routers of other projects are invisible, also those of a shared network.
    if (!stores.of<Router>().state().loaded || !stores.of<Port>().state().loaded || !network ||
        network->shared)
        return {};
    const auto routers = routersAt(stores, address.subnetId);
    const QString own = isolated(networkName(stores, port.networkId));
    if (routers.empty())
        return PathWords::tr("No router connects its network “%1” with “%2”.").arg(own, external);
    const bool leads = std::ranges::any_of(routers, [&](const auto &router) {
        return router->gateway && router->gateway->networkId == networkId;
    });
    return leads ? QString()
                 : PathWords::tr("The router “%1” of its network is not connected to “%2”.")
                       .arg(isolated(routers.front()->name), external);
}

QString networkName(const store::CloudStores &stores, const QString &id)
{
    const auto network = stores.of<Network>().find(id);
    return network ? nameOrId(network->name, id) : id;
}

QString ownerName(const store::CloudStores &stores, const QString &portId)
{
    const auto port = stores.of<Port>().find(portId);
    const auto server = port ? stores.servers.find(port->deviceId) : nullptr;
    return server ? server->name : port && !port->name.isEmpty() ? port->name : portId;
}

bool isOfNetwork(const Port &port)
{
    return port.deviceOwner.startsWith("network:"_L1);
}

bool isPrivateAddress(const QString &address)
{
    static const std::array ranges{QHostAddress::parseSubnet(u"10.0.0.0/8"_s),
                                   QHostAddress::parseSubnet(u"172.16.0.0/12"_s),
                                   QHostAddress::parseSubnet(u"192.168.0.0/16"_s),
                                   QHostAddress::parseSubnet(u"100.64.0.0/10"_s),
                                   QHostAddress::parseSubnet(u"169.254.0.0/16"_s),
                                   QHostAddress::parseSubnet(u"fc00::/7"_s),
                                   QHostAddress::parseSubnet(u"fe80::/10"_s)};
    const QHostAddress host(address);
    return std::ranges::any_of(ranges, [&](const auto &range) { return host.isInSubnet(range); });
}

} // namespace oriel::operations
