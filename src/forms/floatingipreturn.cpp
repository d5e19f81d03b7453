#include "forms/floatingipreturn.h"

#include "base/visible.h"
#include "forms/errortext.h"
#include "net/apiclient.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/port.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

FloatingIpReturn::FloatingIpReturn(net::ApiClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{}

void FloatingIpReturn::decide(const operations::FloatingIpMove &there, const QString &instanceId,
                              const Decided &decided)
{
    m_client.call(openstack::Get<openstack::FloatingIp>{there.id})
        .then(this, [this, there, instanceId, decided](auto address) {
            if (!address.ok())
                decided({.why = describe(address.error(), {}).why});
            else if (address->portId == there.fromPortId)
                decided({.why = tr("It already points to “%1”.").arg(isolated(there.fromName))});
            else
                findPort(there, instanceId, *address, decided);
        });
}

/// It may have been given to a third instance since then, from which it must not be taken.
void FloatingIpReturn::findPort(const operations::FloatingIpMove &there, const QString &instanceId,
                                const openstack::FloatingIp &address, const Decided &decided)
{
    openstack::List<openstack::Port> list;
    list.filters.insert(u"device_id"_s, instanceId);
    m_client.call(list).then(this, [there, portId = address.portId, decided](auto ports) {
        if (!ports.ok()) {
            decided({.why = describe(ports.error(), {}).why});
            return;
        }
        if (portId.isEmpty() ||
            std::ranges::find(ports->items, portId, &openstack::Port::id) == ports->items.end()) {
            decided({.why = tr("It no longer points to “%1”.").arg(isolated(there.toName))});
            return;
        }
        Move back{there, there.fromPortId, there.fromFixedIp};
        back.move.fromPortId = portId;
        std::swap(back.move.fromName, back.move.toName);
        decided({.back = std::move(back)});
    });
}

} // namespace oriel::forms
