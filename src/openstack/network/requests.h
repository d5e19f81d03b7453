#pragma once

#include "net/endpoint.h"
#include "openstack/network/types.h"

#include <QtCore/QString>

/// The network API's calls, as values for net::ApiClient::call() and all().
/// https://docs.openstack.org/api-ref/network/v2/
namespace oriel::openstack {

/// GET /networks: the project's, the shared and the external ones.
struct ListNetworks
{
    using Item = Network;
    using Value = net::Page<Network>;

    int limit = 1000;
    QString marker = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
    [[nodiscard]] ListNetworks withMarker(const QString &marker) const;
};

/// GET /ports
struct ListPorts
{
    using Item = Port;
    using Value = net::Page<Port>;

    QString deviceId = {}; ///< only this server's; empty: all
    int limit = 1000;
    QString marker = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
    [[nodiscard]] ListPorts withMarker(const QString &marker) const;
};

} // namespace oriel::openstack
