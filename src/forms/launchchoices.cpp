#include "forms/launchchoices.h"

#include "net/apiclient.h"
#include "openstack/compute/keypair.h"
#include "openstack/network/port.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

LaunchChoices::LaunchChoices(net::ApiClient &client, const QString &originalId, QObject *parent)
    : QObject(parent)
{
    m_open = 3;
    client.all(openstack::List<openstack::KeyPair>{}).then(this, [this](auto result) {
        if (result.ok())
            m_keyPairs = std::move(result).value();
        close(result.ok() ? nullptr : &result.error(), tr("the key pairs"));
    });
    client.all(openstack::ListAvailabilityZones{}).then(this, [this](auto result) {
        if (result.ok())
            m_zones = std::move(result).value();
        close(result.ok() ? nullptr : &result.error(), tr("the availability zones"));
    });
    client.all(openstack::List<openstack::SecurityGroup>{}).then(this, [this](auto result) {
        if (result.ok())
            m_groups = std::move(result).value();
        close(result.ok() ? nullptr : &result.error(), tr("the security groups"));
    });
    if (originalId.isEmpty())
        return;
    m_open += 2;
    client.all(openstack::List<openstack::Port>{.filters = {{u"device_id"_s, originalId}}})
        .then(this, [this](auto result) {
            if (result.ok())
                m_ports = std::move(result).value();
            close(result.ok() ? nullptr : &result.error(), tr("the original's ports"));
        });
    client.all(openstack::List<openstack::FloatingIp>{}).then(this, [this](auto result) {
        if (result.ok())
            m_floatingIps = std::move(result).value();
        // A cloud without routers has no such list, and so nothing is missing.
        const bool known = result.ok() || result.error().kind == ErrorKind::NotFound;
        close(known ? nullptr : &result.error(), tr("the floating IPs"));
    });
}

void LaunchChoices::close(const Error *error, const QString &what)
{
    --m_open;
    if (error)
        m_missing.append(what);
    Q_EMIT changed();
}

std::vector<openstack::FloatingIp> LaunchChoices::floatingIps() const
{
    std::vector<openstack::FloatingIp> found;
    for (const openstack::FloatingIp &address : m_floatingIps) {
        if (!address.portId.isEmpty() &&
            std::ranges::find(m_ports, address.portId, &openstack::Port::id) != m_ports.end())
            found.push_back(address);
    }
    return found;
}

} // namespace oriel::forms
