#pragma once

#include "openstack/compute/createserver.h"
#include "openstack/compute/keypair.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"

#include <QtCore/QObject>
#include <QtCore/QStringList>

#include <vector>

namespace oriel {
struct Error;
}
namespace oriel::net {
class ApiClient;
}

namespace oriel::forms {

/// What a new instance can be given, and what its original has, as far as no store knows it: asked
/// for once. GUI thread.
class LaunchChoices final : public QObject
{
    Q_OBJECT

public:
    /// `originalId`: empty where there is no original.
    LaunchChoices(net::ApiClient &client, const QString &originalId, QObject *parent = nullptr);

    /// Whether every answer has come.
    [[nodiscard]] bool ready() const { return m_open == 0; }
    /// What could not be had, in words for a sentence: "the key pairs", …
    [[nodiscard]] const QStringList &missing() const { return m_missing; }

    [[nodiscard]] const std::vector<openstack::KeyPair> &keyPairs() const { return m_keyPairs; }
    [[nodiscard]] const std::vector<openstack::AvailabilityZone> &zones() const { return m_zones; }
    [[nodiscard]] const std::vector<openstack::SecurityGroup> &groups() const { return m_groups; }
    /// The original's.
    [[nodiscard]] const std::vector<openstack::Port> &ports() const { return m_ports; }
    /// Those on the original's ports; none where the cloud has no routers.
    [[nodiscard]] std::vector<openstack::FloatingIp> floatingIps() const;

Q_SIGNALS:
    void changed();

private:
    void close(const Error *error, const QString &what);

    std::vector<openstack::KeyPair> m_keyPairs;
    std::vector<openstack::AvailabilityZone> m_zones;
    std::vector<openstack::SecurityGroup> m_groups;
    std::vector<openstack::Port> m_ports;
    std::vector<openstack::FloatingIp> m_floatingIps;
    QStringList m_missing;
    int m_open = 0;
};

} // namespace oriel::forms
