#include "openstack/image/requests.h"

#include "openstack/image/imagedecoder.h"
#include "openstack/requestparts.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QUrl>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

constexpr net::Service glance = net::Service::Image;

QString imagePath(const QString &id)
{
    return "/images/"_L1 + pathSegment(id);
}

/// A JSON pointer to one top-level key (RFC 6901).
QString jsonPointer(QString key)
{
    return u'/' + key.replace(u'~', "~0"_L1).replace(u'/', "~1"_L1);
}

} // namespace

net::Request ListImages::request() const
{
    net::Request request = readFrom(glance, u"/images"_s);
    request.deadline = listDeadline;
    if (!next.isEmpty()) {
        // Of what the service sent, the query alone is taken: its path starts at the service's
        // own root, which need not be the endpoint's, and never another host's.
        request.query = QUrlQuery(QUrl(next));
        return request;
    }
    addQuery(request.query, u"limit"_s, QString::number(limit));
    for (auto filter = filters.begin(); filter != filters.end(); ++filter)
        addQuery(request.query, filter.key(), filter.value());
    return request;
}

Result<ListImages::Value> ListImages::decode(const net::Answer &answer) const
{
    return json::decode<Value>(answer, [](const json::Object &root) {
        Value page{decodeRows(root, "images", decodeImage), std::nullopt};
        const QString path = root.string("next");
        if (!path.isEmpty()) {
            page.next = path;
            if (!QUrl(path).hasQuery())
                root["next"].fail(u"the link to the next page has no marker"_s);
        }
        return page;
    });
}

ListImages ListImages::withMarker(const QString &path) const
{
    ListImages copy = *this;
    copy.next = path;
    return copy;
}

std::optional<QString> ListImages::peek(const net::Answer &answer) const
{
    const auto tail = json::Document::parseTail(answer.body, "next");
    const QString path = tail ? tail->object().string("next") : QString();
    return QUrl(path).hasQuery() ? std::optional(path) : std::nullopt;
}

net::Request GetImage::request() const
{
    return readFrom(glance, imagePath(id));
}

Result<Image> GetImage::decode(const net::Answer &answer) const
{
    return json::decode<Image>(answer, [](const json::Object &root) {
        TextPool pool;
        const json::RowScope scope(root.self());
        return readRow(decodeImage, root.self(), scope, pool);
    });
}

net::Request DeleteImage::request() const
{
    return requestTo(glance, net::Method::Delete, imagePath(id));
}

Result<ActionAccepted> DeleteImage::decode(const net::Answer &answer) const
{
    return ActionAccepted{answer.requestId};
}

net::Request UpdateImage::request() const
{
    QJsonArray patch;
    // "add" also replaces a key that is there; "replace" would refuse one that is not.
    for (auto entry = set.begin(); entry != set.end(); ++entry) {
        patch.append(QJsonObject{{u"op"_s, u"add"_s},
                                 {u"path"_s, jsonPointer(entry.key())},
                                 {u"value"_s, entry.value()}});
    }
    for (const QString &key : remove)
        patch.append(QJsonObject{{u"op"_s, u"remove"_s}, {u"path"_s, jsonPointer(key)}});
    net::Request request = requestTo(glance, net::Method::Patch, imagePath(id));
    request.contentType = "application/openstack-images-v2.1-json-patch"_ba;
    request.body = QJsonDocument(patch).toJson(QJsonDocument::Compact);
    return request;
}

Result<Image> UpdateImage::decode(const net::Answer &answer) const
{
    return GetImage{}.decode(answer);
}

} // namespace oriel::openstack
