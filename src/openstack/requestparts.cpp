#include "openstack/requestparts.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QUrl>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

QString pathSegment(const QString &text)
{
    // A segment of dots alone would be a step up in the path, and dots are never encoded.
    if (text == "."_L1 || text == ".."_L1)
        return QString(text).replace(u'.', "%2E"_L1);
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

QByteArray jsonBody(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
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

} // namespace oriel::openstack
