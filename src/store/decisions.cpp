#include "store/decisions.h"

#include "store/cloudstores.h"

#include <QtCore/QHash>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace oriel::store {

namespace {

/// By server: whether any of its ports is up. Empty if the ports are not known.
QHash<QString, bool> serversWithPorts(const CloudStores &stores)
{
    QHash<QString, bool> isUp;
    const auto &ports = stores.of<openstack::Port>();
    if (!ports.state().isComplete())
        return isUp;
    for (const auto &port : ports.rows()) {
        if (!port->deviceId.isEmpty())
            isUp[port->deviceId] |= port->status != "DOWN"_L1;
    }
    return isUp;
}

} // namespace

std::vector<Decision> decisions(const CloudStores &stores)
{
    using enum DecisionReason;
    std::vector<Decision> found;
    const QHash<QString, bool> isUp = serversWithPorts(stores);
    for (const auto &row : stores.servers.rows()) {
        const openstack::Server &server = *row;
        const auto add = [&](DecisionReason reason, const QString &detail = {}) {
            found.push_back({reason, server.id, server.name, detail});
        };
        if (server.status == "VERIFY_RESIZE"_L1)
            add(Resized);
        if (server.status == "RESCUE"_L1)
            add(Rescued);
        if (server.status == "SHELVED"_L1 || server.status == "SHELVED_OFFLOADED"_L1)
            add(Shelved);
        const bool isRunning = server.status == "ACTIVE"_L1 && server.taskState.isEmpty();
        if (isRunning && server.addresses.empty() && !server.unreadable.contains("addresses"_L1))
            add(Unreachable, u"address"_s);
        else if (isRunning && !isUp.value(server.id, true))
            add(Unreachable, u"port"_s);
        // Of a cell that is down, Nova knows no more (2.69).
        if (server.status == "UNKNOWN"_L1)
            add(Unreachable, u"cell"_s);
        if (server.locked)
            add(Locked, server.lockedReason);
    }
    std::ranges::sort(found, [](const Decision &a, const Decision &b) {
        return std::tie(a.reason, a.name, a.id) < std::tie(b.reason, b.name, b.id);
    });
    return found;
}

} // namespace oriel::store
