#include "openstack/requestparts.h"

#include "openstack/compute/types.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonDocument>
#include <QtCore/QUrl>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

std::optional<net::MicroversionRange> knownVersions(net::Service service)
{
    switch (service) {
    case net::Service::Compute:
        return net::MicroversionRange{{2, 1}, {2, 93}};
    case net::Service::BlockStorage:
        return net::MicroversionRange{{3, 0}, {3, 70}};
    case net::Service::Identity:
    case net::Service::Image:
    case net::Service::Network:
        break;
    }
    return std::nullopt; // these have none
}

} // namespace

net::Request requestTo(net::Service service, net::Method method, const QString &path)
{
    net::Request request;
    request.method = method;
    request.service = service;
    request.path = path;
    request.microversions = knownVersions(service);
    return request;
}

net::Request readFrom(net::Service service, const QString &path)
{
    return requestTo(service, net::Method::Get, path);
}

QString pathSegment(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

void addQuery(QUrlQuery &query, const QString &key, const QString &value)
{
    query.addQueryItem(pathSegment(key), QString::fromLatin1(QUrl::toPercentEncoding(value)));
}

void addFilter(QUrlQuery &query, const QString &key, const QString &value)
{
    if (!value.isEmpty())
        addQuery(query, key, value);
}

void addPage(QUrlQuery &query, int limit, const QString &marker)
{
    addQuery(query, u"limit"_s, QString::number(limit));
    addFilter(query, u"marker"_s, marker);
}

void addFilters(QUrlQuery &query, bool allProjects, const QString &name, const QString &status)
{
    if (allProjects)
        addQuery(query, u"all_tenants"_s, u"1"_s);
    addFilter(query, u"name"_s, name);
    addFilter(query, u"status"_s, status);
}

void addLastChangedFirst(QUrlQuery &query)
{
    addQuery(query, u"sort"_s, u"updated_at:desc"_s);
    addQuery(query, u"with_count"_s, u"true"_s);
}

QByteArray jsonBody(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject textsObject(const QMap<QString, QString> &texts)
{
    QJsonObject object;
    for (auto text = texts.begin(); text != texts.end(); ++text)
        object.insert(text.key(), text.value());
    return object;
}

std::optional<QString> nextMarker(const net::json::Array &links)
{
    for (const net::json::Object link : links.objects()) {
        if (link.string("rel") != "next"_L1)
            continue;
        const QUrl url(link.string("href"));
        const QString marker = QUrlQuery(url).queryItemValue(u"marker"_s, QUrl::FullyDecoded);
        if (!marker.isEmpty())
            return marker;
        link.fail(u"the link to the next page has no marker"_s);
    }
    return std::nullopt;
}

void failWithoutRows(const net::json::Value &list)
{
    list.fail(QCoreApplication::translate("oriel::openstack::Decoders",
                                          "none of the entries can be identified"));
}

std::optional<QString> peekMarker(const net::Answer &answer, const QByteArray &key)
{
    const QByteArray links = key + "_links";
    const auto tail = net::json::Document::parseTail(answer.body, links);
    if (!tail)
        return std::nullopt;
    auto marker = nextMarker(
        tail->object().array({links.constData(), static_cast<std::size_t>(links.size())}));
    return tail->failure() ? std::nullopt : marker;
}

Quota decodeQuota(const net::json::Object &limits, std::string_view used, std::string_view limit)
{
    const auto inUse = limits.optionalInteger(used);
    const auto most = limits.optionalInteger(limit);
    if (!inUse || !most)
        return Quota::unknown();
    return {*inUse, *most};
}

} // namespace oriel::openstack
