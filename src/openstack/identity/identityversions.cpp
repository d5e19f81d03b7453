#include "openstack/identity/identityversions.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

bool IdentityVersions::hasThird() const
{
    return std::any_of(ids.begin(), ids.end(),
                       [](const QString &id) { return id.startsWith("v3"_L1); });
}

IdentityVersions readIdentityVersions(const net::HttpAnswer &answer)
{
    IdentityVersions versions;
    if (answer.status != 200 && answer.status != 300)
        return versions;
    const QJsonObject root = QJsonDocument::fromJson(answer.body).object();
    QJsonArray entries;
    if (root.value("version"_L1).isObject())
        entries.append(root.value("version"_L1));
    else if (root.value("versions"_L1).isArray())
        entries = root.value("versions"_L1).toArray();
    else
        entries = root.value("versions"_L1).toObject().value("values"_L1).toArray();
    for (const QJsonValue entry : entries) {
        const QString id = entry["id"_L1].toString();
        if (id.isEmpty())
            continue;
        versions.ids.append(id);
        if (!id.startsWith("v3"_L1))
            continue;
        for (const QJsonValue link : entry["links"_L1].toArray()) {
            if (link["rel"_L1].toString() == "self"_L1)
                versions.third = QUrl(link["href"_L1].toString());
        }
    }
    return versions;
}

Move moveOf(const QUrl &from, const QUrl &to)
{
    const bool http = to.scheme() == "http"_L1 || to.scheme() == "https"_L1;
    if (!http || to.host().isEmpty())
        return Move::Unusable;
    if (to.host() != from.host())
        return Move::OtherHost;
    return from.scheme() == "https"_L1 && to.scheme() != "https"_L1 ? Move::Weaker : Move::Allowed;
}

QUrl redirectTarget(const net::HttpAnswer &answer, const QUrl &asked)
{
    const QByteArray location = net::headerValue(answer.headers, "location").trimmed();
    const bool redirects = answer.status >= 301 && answer.status <= 308 && answer.status != 304;
    return redirects && !location.isEmpty() ? asked.resolved(QUrl::fromEncoded(location)) : QUrl();
}

QString shownAddress(const QUrl &url)
{
    return url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

} // namespace oriel::openstack
