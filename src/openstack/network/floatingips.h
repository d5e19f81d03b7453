#pragma once

#include "net/endpoint.h"

#include <QtCore/QString>

/// https://docs.openstack.org/api-ref/network/v2/#floating-ips-floatingips and #security-groups
namespace oriel::openstack {

struct FloatingIp
{
    QString id;
    QString address;
    QString networkId; ///< the external one
    QString portId;    ///< empty: not associated
    QString fixedIp;   ///< of the port; empty: not associated
    QString status;

    bool operator==(const FloatingIp &) const = default;
};

/// GET /floatingips. NotFound on a cloud without routers.
struct ListFloatingIps
{
    using Item = FloatingIp;
    using Value = net::Page<FloatingIp>;

    QString portId = {}; ///< only those of this port; empty: all of the project
    int limit = 1000;
    QString marker = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
    [[nodiscard]] ListFloatingIps withMarker(const QString &marker) const;
};

/// GET /floatingips/{id}
struct GetFloatingIp
{
    using Value = FloatingIp;

    QString id = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// PUT /floatingips/{id}: takes it from the port where it is to this one, in one step. Doing it
/// twice is doing it once.
struct AssociateFloatingIp
{
    using Value = FloatingIp;

    QString id = {};
    QString portId = {};  ///< empty: from any port
    QString fixedIp = {}; ///< which of the port's addresses; empty: its only or first one

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

struct SecurityGroup
{
    QString id;
    QString name; ///< a project may have several of one name
    QString description;

    bool operator==(const SecurityGroup &) const = default;
};

/// GET /security-groups
struct ListSecurityGroups
{
    using Item = SecurityGroup;
    using Value = net::Page<SecurityGroup>;

    int limit = 1000;
    QString marker = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
    [[nodiscard]] ListSecurityGroups withMarker(const QString &marker) const;
};

} // namespace oriel::openstack
