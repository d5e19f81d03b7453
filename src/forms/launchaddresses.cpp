#include "forms/launchaddresses.h"

#include "base/literals.h"
#include "base/visible.h"
#include "openstack/network/port.h"
#include "openstack/network/subnet.h"
#include "operations/networkpaths.h"

#include <QtNetwork/QHostAddress>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

/// Whether a port can have the address, as Neutron decides it (neutron/ipam/utils.py): not the
/// first and the last one of an IPv4 range, nor the first one of an IPv6 range.
bool canBeIn(const openstack::Subnet &subnet, const QHostAddress &address)
{
    const auto [first, length] = QHostAddress::parseSubnet(subnet.cidr);
    if (length < 0 || !address.isInSubnet(first, length) || address == first)
        return false;
    bool isVersion4 = false;
    const quint32 bits = address.toIPv4Address(&isVersion4);
    constexpr int whole = 32;
    if (!isVersion4 || length >= whole)
        return true;
    const quint32 ofHost = ~quint32{0} >> static_cast<unsigned>(length);
    return (bits & ofHost) != ofHost;
}

} // namespace

bool LaunchAddresses::setAddress(const QString &networkId, const QString &address)
{
    QString &entered = m_entered[networkId];
    return std::exchange(entered, address) != address;
}

QMap<QString, QString> LaunchAddresses::on(const QStringList &networkIds) const
{
    QMap<QString, QString> chosen;
    for (const QString &id : networkIds) {
        if (const QString entered = address(id).trimmed(); !entered.isEmpty())
            chosen.insert(id, entered);
    }
    return chosen;
}

QString LaunchAddresses::problem(const QStringList &networkIds) const
{
    const auto chosen = on(networkIds);
    for (const QString &id : networkIds) {
        if (!chosen.contains(id))
            continue;
        if (const QString wrong = problemOf(id, chosen.value(id)); !wrong.isEmpty())
            return wrong;
    }
    return {};
}

QString LaunchAddresses::problemOf(const QString &networkId, const QString &entered) const
{
    const QHostAddress address(entered);
    if (address.isNull())
        return tr("“%1” is not an IP address.").arg(isolated(entered));
    const QString network = operations::networkName(m_stores, networkId);
    QStringList ranges;
    bool fits = false;
    for (const auto &subnet : m_stores.of<openstack::Subnet>().rows()) {
        if (subnet->networkId != networkId)
            continue;
        ranges.append(subnet->cidr);
        fits = fits || canBeIn(*subnet, address);
    }
    ranges.sort();
    // The subnets of some networks cannot be seen from the project.
    if (!fits && !ranges.isEmpty())
        //: %1: an address; %2: a network; %3: one or several ranges
        return tr("%1 is no address that an instance can have on “%2”. Choose one of %3.")
            .arg(entered, isolated(network), ranges.join(", "_L1));
    for (const auto &port : m_stores.of<openstack::Port>().rows()) {
        const bool has = port->networkId == networkId &&
                         std::ranges::any_of(port->fixedIps, [&](const openstack::FixedIp &one) {
                             return QHostAddress(one.address) == address;
                         });
        if (has)
            return operations::isOfNetwork(*port)
                       ? tr("%1 is in use by a router or another service of the network “%2”.")
                             .arg(entered, isolated(network))
                       : tr("%1 is in use on “%2”: “%3” has it.")
                             .arg(entered, isolated(network),
                                  isolated(operations::ownerName(m_stores, port->id)));
    }
    return {};
}

} // namespace oriel::forms
