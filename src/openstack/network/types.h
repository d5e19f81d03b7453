#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <vector>

namespace oriel::openstack {

/// https://docs.openstack.org/api-ref/network/v2/#networks
struct Network
{
    QString id;
    QString name;
    QString status;
    bool external = false;
    bool shared = false;

    bool operator==(const Network &) const = default;
};

struct FixedIp
{
    QString subnetId;
    QString address;

    bool operator==(const FixedIp &) const = default;
};

/// https://docs.openstack.org/api-ref/network/v2/#ports
struct Port
{
    QString id;
    QString name;
    QString status;
    QString networkId;
    QString deviceId; ///< the server
    QString mac;
    std::vector<FixedIp> fixedIps;
    QStringList securityGroupIds;

    bool operator==(const Port &) const = default;
};

} // namespace oriel::openstack
