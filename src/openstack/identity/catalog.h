#pragma once

#include "base/result.h"
#include "net/json.h"
#include "net/request.h"

#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QUrl>

#include <vector>

namespace oriel::openstack {

/// The catalog types that `service` goes by, the best first.
/// https://service-types.openstack.org/
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

/// The services that a token opens.
/// https://docs.openstack.org/api-ref/identity/v3/#get-service-catalog
struct Catalog
{
    std::vector<CatalogService> services;

    /// From the token's `catalog`.
    static Catalog decode(const net::json::Array &array);

    /// The regions that any service is in, sorted; those with the compute service first.
    [[nodiscard]] QStringList regions() const;

    /// The region that `openstack` uses where none is named: that of the first compute endpoint of
    /// this interface; else the first of regions().
    [[nodiscard]] QString firstRegion(const QString &interface) const;

    /// What of the catalog is asked for.
    struct Wanted
    {
        net::Service service;
        QString region; ///< empty: any
        QString interface;
        QString type = {}; ///< empty: the usual ones of the service
        QString name = {}; ///< empty: any
    };

    /// The endpoint as the catalog has it: the first that fits, as `openstack` takes it.
    /// Unsupported, naming service, region and interface, where there is none; naming the address,
    /// where it is neither http nor https.
    [[nodiscard]] Result<QUrl> find(const Wanted &wanted) const;
    /// All that fit, of the first type that has any.
    [[nodiscard]] std::vector<QUrl> candidates(const Wanted &wanted) const;

    bool operator==(const Catalog &) const = default;
};

/// `url` as Oriel's requests are relative to it, whether the catalog names the API's version (and
/// the project) or not: "…/v2.1", "…/v3/PROJECT", "…/v2", "…/v2.0"; without a trailing slash.
[[nodiscard]] QUrl versionedEndpoint(net::Service service, const QUrl &url,
                                     const QString &projectId);

/// The identity service's root at version 3, from an auth_url with or without the version.
[[nodiscard]] QUrl identityEndpoint(const QUrl &authUrl);

} // namespace oriel::openstack
