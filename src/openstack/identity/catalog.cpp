#include "openstack/identity/catalog.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

QString catalogText(const char *text)
{
    return QCoreApplication::translate("oriel::openstack::Catalog", text);
}

bool isVersion(const QString &segment)
{
    static const QRegularExpression pattern(u"^v\\d+(\\.\\d+)?$"_s);
    return pattern.match(segment).hasMatch();
}

/// The path segment of the version that Oriel's requests are written for.
QString wantedVersion(net::Service service)
{
    switch (service) {
    case net::Service::Identity:
    case net::Service::BlockStorage:
        return u"v3"_s;
    case net::Service::Compute:
        return u"v2.1"_s;
    case net::Service::Image:
        return u"v2"_s;
    case net::Service::Network:
        return u"v2.0"_s;
    }
    return {};
}

} // namespace

QStringList serviceTypes(net::Service service)
{
    switch (service) {
    case net::Service::Identity:
        return {u"identity"_s};
    case net::Service::Compute:
        return {u"compute"_s};
    case net::Service::BlockStorage:
        return {u"block-storage"_s, u"volumev3"_s, u"volume"_s, u"block-store"_s};
    case net::Service::Image:
        return {u"image"_s};
    case net::Service::Network:
        return {u"network"_s};
    }
    return {};
}

Catalog Catalog::decode(const net::json::Array &array)
{
    Catalog catalog;
    for (const net::json::Object object : array.objects()) {
        CatalogService service{object.string("type"), object.string("name"), {}};
        for (const net::json::Object entry : object.array("endpoints").objects()) {
            QString region = entry.string("region");
            if (region.isEmpty())
                region = entry.string("region_id");
            service.endpoints.push_back(
                {entry.string("interface"), region, QUrl(entry.string("url"))});
        }
        catalog.services.push_back(std::move(service));
    }
    return catalog;
}

QStringList Catalog::regions() const
{
    QSet<QString> withCompute;
    QSet<QString> others;
    for (const CatalogService &service : services) {
        QSet<QString> &regions = service.type == "compute"_L1 ? withCompute : others;
        for (const CatalogEndpoint &endpoint : service.endpoints) {
            if (!endpoint.region.isEmpty())
                regions.insert(endpoint.region);
        }
    }
    others.subtract(withCompute);
    QStringList names = withCompute.values();
    names.sort();
    QStringList rest = others.values();
    rest.sort();
    return names + rest;
}

QString Catalog::firstRegion(const QString &interface) const
{
    for (const CatalogService &service : services) {
        if (service.type != "compute"_L1)
            continue;
        for (const CatalogEndpoint &endpoint : service.endpoints) {
            if (endpoint.interface == interface && !endpoint.region.isEmpty())
                return endpoint.region;
        }
    }
    return regions().value(0);
}

std::vector<QUrl> Catalog::candidates(const Wanted &wanted) const
{
    const QStringList types =
        wanted.type.isEmpty() ? serviceTypes(wanted.service) : QStringList{wanted.type};
    std::vector<QUrl> found;
    for (const QString &type : types) {
        for (const CatalogService &candidate : services) {
            if (candidate.type != type || (!wanted.name.isEmpty() && candidate.name != wanted.name))
                continue;
            for (const CatalogEndpoint &endpoint : candidate.endpoints) {
                const bool here = wanted.region.isEmpty() || endpoint.region.isEmpty() ||
                                  endpoint.region == wanted.region;
                if (here && endpoint.interface == wanted.interface && !endpoint.url.isEmpty())
                    found.push_back(endpoint.url);
            }
        }
        if (!found.empty())
            break;
    }
    return found;
}

Result<QUrl> Catalog::find(const Wanted &wanted) const
{
    const std::vector<QUrl> urls = candidates(wanted);
    const auto usable = std::find_if(urls.begin(), urls.end(), [](const QUrl &url) {
        return url.isValid() && !url.host().isEmpty() &&
               (url.scheme() == "http"_L1 || url.scheme() == "https"_L1);
    });
    if (usable != urls.end())
        return *usable;
    const net::Service service = wanted.service;
    const QString &region = wanted.region;
    const QString &interface = wanted.interface;
    Error error;
    error.kind = ErrorKind::NoService;
    error.service = net::serviceName(service);
    if (!urls.empty()) {
        error.message =
            catalogText(QT_TRANSLATE_NOOP("oriel::openstack::Catalog",
                                          "The cloud's catalog gives %1 as the address of the "
                                          "service “%2”. Oriel uses http:// and https:// only."))
                .arg(urls.front().toDisplayString(QUrl::RemoveUserInfo), error.service);
        return error;
    }
    error.message =
        region.isEmpty()
            ? catalogText(
                  QT_TRANSLATE_NOOP("oriel::openstack::Catalog",
                                    "The cloud's catalog has no %1 endpoint for the service “%2”."))
                  .arg(interface, error.service)
            : catalogText(QT_TRANSLATE_NOOP("oriel::openstack::Catalog",
                                            "The cloud's catalog has no %1 endpoint for the "
                                            "service “%2” in the region “%3”."))
                  .arg(interface, error.service, region);
    return error;
}

QUrl versionedEndpoint(net::Service service, const QUrl &url, const QString &projectId)
{
    QStringList segments = url.path(QUrl::FullyEncoded).split(u'/', Qt::SkipEmptyParts);
    const auto version = std::find_if(segments.begin(), segments.end(), isVersion);
    if (version == segments.end())
        segments.append(wantedVersion(service));
    else if (service == net::Service::Network || !version->startsWith(wantedVersion(service)))
        *version = wantedVersion(service); // "v2" of compute and network, "v2" of volumes, "v1" …
    if (service == net::Service::BlockStorage && isVersion(segments.last()) && !projectId.isEmpty())
        segments.append(projectId);
    QUrl endpoint = url;
    endpoint.setPath(u'/' + segments.join(u'/'), QUrl::TolerantMode);
    endpoint.setQuery(QString());
    endpoint.setFragment(QString());
    return endpoint;
}

QUrl identityEndpoint(const QUrl &authUrl)
{
    QString path = authUrl.path(QUrl::FullyEncoded);
    // Some configurations contain the address that tokens are posted to.
    if (path.endsWith("/auth/tokens"_L1))
        path.chop(12);
    QUrl url = authUrl;
    url.setPath(path, QUrl::TolerantMode);
    return versionedEndpoint(net::Service::Identity, url, {});
}

} // namespace oriel::openstack
