#pragma once

#include "openstack/api.h"
#include "openstack/quota.h"

#include <QtCore/QMap>

namespace oriel::openstack {

/// All quotas of a project in one service, by the service's own keys: "cores", "gigabytes_ssd",
/// "floatingip". What a service does not count is reported as used by none.
struct Quotas
{
    QMap<QString, Quota> byKey;

    /// Unknown if the service does not say it.
    [[nodiscard]] Quota of(const QString &key) const { return byKey.value(key, Quota::unknown()); }

    bool operator==(const Quotas &) const = default;
};

/// GET the limits of a project together with its usage.
/// - Nova: /os-quota-sets/{project}/detail
/// - Cinder: /os-quota-sets/{project}?usage=True
/// - Neutron: /quotas/{project}/details, including what it has reserved
struct GetQuotas
{
    using Value = Quotas;

    net::Service service = net::Service::Compute; ///< one of these three
    QString projectId = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
