#include "openstack/requestparts.h"

#include "openstack/api.h"
#include "openstack/quota.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonDocument>
#include <QtCore/QUrl>

#include <algorithm>
#include <string>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

std::optional<net::MicroversionRange> microversionsOf(net::Service service)
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
    return std::nullopt;
}

net::Request requestTo(net::Service service, net::Method method, const QString &path)
{
    net::Request request;
    request.method = method;
    request.service = service;
    request.path = path;
    request.microversions = microversionsOf(service);
    return request;
}

net::Request requestTo(const Collection &collection, net::Method method)
{
    net::Request request =
        requestTo(collection.service, method, QString::fromLatin1(collection.path));
    if (request.microversions)
        request.microversions->min = std::max(request.microversions->min, collection.since);
    return request;
}

net::Request requestTo(const Collection &collection, net::Method method, const QString &id,
                       const QString &below)
{
    net::Request request = requestTo(collection, method);
    request.path += u'/' + pathSegment(id) + below;
    return request;
}

net::Request listOf(const Collection &collection, const QMap<QString, QString> &filters, int limit,
                    const QString &marker)
{
    net::Request request = requestTo(collection, net::Method::Get);
    request.path += QLatin1StringView(collection.detail);
    request.deadline = listDeadline;
    if (collection.paging == Paging::Path && !marker.isEmpty()) {
        // Use only the query of the service's link: its path starts at the service's own root,
        // which may differ from the endpoint's, and its host may be another one.
        request.query = QUrlQuery(QUrl(marker));
        return request;
    }
    if (limit > 0)
        addQuery(request.query, u"limit"_s, QString::number(limit));
    if (!marker.isEmpty())
        addQuery(request.query, u"marker"_s, marker);
    addQuery(request.query, filters);
    return request;
}

QString pathSegment(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

void addQuery(QUrlQuery &query, const QString &key, const QString &value)
{
    query.addQueryItem(pathSegment(key), QString::fromLatin1(QUrl::toPercentEncoding(value)));
}

void addQuery(QUrlQuery &query, const QMap<QString, QString> &items)
{
    for (auto item = items.begin(); item != items.end(); ++item)
        addQuery(query, item.key(), item.value());
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

namespace {

/// The marker in the link with rel "next" of `links`.
std::optional<QString> linkedMarker(const net::json::Array &links)
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

/// The path in `next`, whose query requests the next page.
std::optional<QString> nextPath(const net::json::Object &page)
{
    const QString path = page.string("next");
    if (path.isEmpty())
        return std::nullopt;
    if (!QUrl(path).hasQuery())
        page["next"].fail(u"the link to the next page has no marker"_s);
    return path;
}

} // namespace

std::optional<QString> nextMarker(const net::json::Object &page, const Collection &collection)
{
    switch (collection.paging) {
    case Paging::Marker:
        return linkedMarker(page.array(std::string(collection.rows) + "_links"));
    case Paging::Path:
        return nextPath(page);
    case Paging::None:
        break;
    }
    return std::nullopt;
}

std::optional<QString> peekMarker(const net::Answer &answer, const Collection &collection)
{
    if (collection.paging == Paging::None)
        return std::nullopt;
    const bool path = collection.paging == Paging::Path;
    const QByteArray key = path ? "next"_ba : QByteArray(collection.rows) + "_links";
    const auto tail = net::json::Document::parseTail(answer.body, key);
    if (!tail)
        return std::nullopt;
    auto marker = nextMarker(tail->object(), collection);
    return tail->failure() ? std::nullopt : marker;
}

void failWithoutRows(const net::json::Value &list)
{
    list.fail(QCoreApplication::translate("oriel::openstack::Decoders",
                                          "none of the entries can be identified"));
}

Error notListed(const net::Answer &answer)
{
    Error error;
    error.kind = ErrorKind::NotFound;
    error.message = QCoreApplication::translate("oriel::openstack::Decoders",
                                                "The cloud's list does not contain it.");
    error.requestId = answer.requestId;
    error.when = answer.received;
    return error;
}

Quota readQuota(const net::json::Object &limits, std::string_view used, std::string_view limit)
{
    const auto inUse = limits.optionalInteger(used);
    const auto most = limits.optionalInteger(limit);
    if (!inUse || !most)
        return Quota::unknown();
    return {*inUse, *most};
}

} // namespace oriel::openstack
