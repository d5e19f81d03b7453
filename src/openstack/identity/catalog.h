#pragma once

#include "base/result.h"
#include "net/json.h"
#include "net/request.h"

#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QUrl>

#include <vector>

namespace oriel::openstack {

/// The catalog types of `service`, the preferred one first. https://service-types.openstack.org/
[[nodiscard]] QStringList serviceTypes(net::Service service);

struct CatalogEndpoint
{
    QString interface; ///< public, internal, admin
    QString region;
    QUrl url;

    bool operator==(const CatalogEndpoint &) const = default;
};

struct CatalogService
{
    QString type;
    QString name;
    std::vector<CatalogEndpoint> endpoints;

    bool operator==(const CatalogService &) const = default;
};

/// The services that a token gives access to.
/// https://docs.openstack.org/api-ref/identity/v3/#get-service-catalog
struct Catalog
{
    std::vector<CatalogService> services;

    /// From the token's `catalog`.
    static Catalog decode(const net::json::Array &array);

    /// The regions of all services, sorted; those with the compute service first.
    [[nodiscard]] QStringList regions() const;

    /// The region that `openstack` uses by default: that of the first compute endpoint of this
    /// interface; otherwise the first of regions().
    [[nodiscard]] QString firstRegion(const QString &interface) const;

    /// What to search for in the catalog.
    struct Wanted
    {
        net::Service service;
        QString region; ///< empty: any
        QString interface;
        QString type = {}; ///< empty: the service's usual types
        QString name = {}; ///< empty: any
    };

    /// The endpoint from the catalog: the first that matches, as `openstack` chooses. Unsupported,
    /// naming service, region and interface, if none matches; naming the address, if it is neither
    /// http nor https.
    [[nodiscard]] Result<QUrl> find(const Wanted &wanted) const;
    /// All matches of the first type that has any.
    [[nodiscard]] std::vector<QUrl> candidates(const Wanted &wanted) const;

    bool operator==(const Catalog &) const = default;
};

/// The base for Oriel's requests to `url`, whether or not the catalog includes the API's version
/// (and the project): "…/v2.1", "…/v3/PROJECT", "…/v2", "…/v2.0"; without a trailing slash.
[[nodiscard]] QUrl versionedEndpoint(net::Service service, const QUrl &url,
                                     const QString &projectId);

/// The identity service's root at version 3, from an auth_url with or without the version.
[[nodiscard]] QUrl identityEndpoint(const QUrl &authUrl);

} // namespace oriel::openstack
