#pragma once

#include "demo/blockstorage/blockstorageservice.h"

#include <algorithm>

namespace oriel::demo {

/// The text by which a volume or a snapshot is put in order; empty where cinder has no such key.
template <typename T>
QString blockSortText(const T &row, const QString &key)
{
    if (key == u"created_at")
        return sortableTime(row.created);
    if (key == u"updated_at")
        return row.updated ? sortableTime(*row.updated) : QString();
    if (key == u"name" || key == u"display_name")
        return row.name;
    if (key == u"size")
        return QString::number(row.size).rightJustified(10, u'0');
    if (key == u"status")
        return row.status;
    if (key == u"id")
        return row.id;
    return {};
}

/// One page of volumes or snapshots, in the order asked for, with a link to the next and,
/// from 3.45, their number.
template <typename T>
HttpResponse BlockStorageService::pageResponse(
    Call &call, const QString &key, std::vector<const T *> rows,
    const std::function<QJsonObject(const T &)> &body,
    const std::function<HttpResponse(const QString &)> &noMarker) const
{
    constexpr int largest = 1000;
    int limit = largest;
    if (const auto asked = call.request.argument(u"limit")) {
        bool number = false;
        const int value = asked->toInt(&number);
        if (!number)
            return fault(400, QStringLiteral("limit param must be an integer"));
        if (value < 0)
            return fault(400, QStringLiteral("limit param must be positive"));
        limit = std::min(value, largest);
    }
    if (call.argument(u"offset").toInt() < 0)
        return fault(400, QStringLiteral("offset must be >= 0"));
    static const QStringList yes{QStringLiteral("1"),  QStringLiteral("t"), QStringLiteral("true"),
                                 QStringLiteral("on"), QStringLiteral("y"), QStringLiteral("yes")};
    static const QStringList no{QStringLiteral("0"),   QStringLiteral("f"), QStringLiteral("false"),
                                QStringLiteral("off"), QStringLiteral("n"), QStringLiteral("no")};
    const QString counted = call.argument(u"with_count").toLower();
    const bool counting = call.microversion >= 45 && call.has(u"with_count");
    if (counting && !yes.contains(counted) && !no.contains(counted)) {
        return fault(400, QStringLiteral("Value '%1' for 'with_count' is not a boolean.")
                              .arg(call.argument(u"with_count")));
    }
    if (call.microversion >= 31 && call.has(u"name~"))
        return fault(400, QStringLiteral("Invalid filters name~ are found in query options."));
    // "sort=name:asc,size" or the older pair of sort_key and sort_dir.
    std::vector<std::pair<QString, bool>> order;
    if (call.has(u"sort")) {
        const QStringList parts = call.argument(u"sort").split(u',');
        for (const QString &part : parts) {
            const QString direction = part.section(u':', 1, 1);
            if (!direction.isEmpty() && direction != u"asc" && direction != u"desc")
                return fault(400, unknownSortDirection() + u'.');
            order.emplace_back(part.section(u':', 0, 0), direction != u"asc");
        }
    } else {
        order.emplace_back(
            call.request.argument(u"sort_key").value_or(QStringLiteral("created_at")),
            call.argument(u"sort_dir") != u"asc");
    }
    static const QStringList known{QStringLiteral("created_at"), QStringLiteral("updated_at"),
                                   QStringLiteral("name"),       QStringLiteral("display_name"),
                                   QStringLiteral("size"),       QStringLiteral("status"),
                                   QStringLiteral("id")};
    for (const auto &[sortKey, descending] : order) {
        if (!known.contains(sortKey))
            return fault(400, QStringLiteral("Invalid input received: Invalid sort key"));
    }
    struct Keyed
    {
        QStringList keys;
        const T *row;
    };
    std::vector<Keyed> keyed;
    keyed.reserve(rows.size());
    for (const T *row : rows) {
        Keyed entry{{}, row};
        for (const auto &[sortKey, descending] : order)
            entry.keys.append(blockSortText(*row, sortKey));
        keyed.push_back(std::move(entry));
    }
    std::sort(keyed.begin(), keyed.end(), [&](const Keyed &a, const Keyed &b) {
        for (std::size_t i = 0; i < order.size(); ++i) {
            const int compared =
                a.keys[static_cast<qsizetype>(i)].compare(b.keys[static_cast<qsizetype>(i)]);
            if (compared != 0)
                return order[i].second ? compared > 0 : compared < 0;
        }
        return order.front().second ? a.row->id > b.row->id : a.row->id < b.row->id;
    });
    for (std::size_t i = 0; i < keyed.size(); ++i)
        rows[i] = keyed[i].row;

    const int total = static_cast<int>(rows.size());
    const int offset = std::clamp(call.argument(u"offset").toInt(), 0, total);
    rows.erase(rows.begin(), rows.begin() + offset);
    const QString marker = call.argument(u"marker");
    const auto page = pageOf(rows, marker, limit);
    if (!page)
        return noMarker(marker);
    QJsonArray bodies;
    for (const T *row : *page)
        bodies.append(body(*row));
    QJsonObject answer{{key, bodies}};
    if (!page->empty() && static_cast<int>(page->size()) >= limit) {
        const QString href = this->world().base + QStringLiteral("/volume/") + call.rest +
                             nextQuery(call.request, page->back()->id);
        answer.insert(key + QStringLiteral("_links"),
                      QJsonArray{QJsonObject{{QStringLiteral("rel"), QStringLiteral("next")},
                                             {QStringLiteral("href"), href}}});
    }
    if (counting && yes.contains(counted))
        answer.insert(QStringLiteral("count"), total);
    return HttpResponse::json(200, answer);
}

/// The filter `metadata`, spelled as a Python dictionary or as JSON: {'key': 'value'}.
inline QMap<QString, QString> wantedMetadata(const Call &call)
{
    QMap<QString, QString> wanted;
    QString text = call.argument(u"metadata").trimmed();
    text.remove(u'{').remove(u'}').remove(u'\'').remove(u'"');
    const QStringList pairs = text.split(u',', Qt::SkipEmptyParts);
    for (const QString &pair : pairs)
        wanted.insert(pair.section(u':', 0, 0).trimmed(), pair.section(u':', 1).trimmed());
    return wanted;
}

/// Whether a row's metadata has all that is wanted.
inline bool hasMetadata(const QMap<QString, QString> &metadata,
                        const QMap<QString, QString> &wanted)
{
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        if (metadata.value(it.key()) != it.value())
            return false;
    }
    return true;
}

/// GET, POST and PUT of a row's metadata, and of one key of it.
template <typename T>
HttpResponse BlockStorageService::metadataResponse(Call &call, T &row)
{
    const bool single = call.parameters.size() == 2;
    const QByteArray method = call.request.method;
    const QString key = single ? QStringLiteral("meta") : QStringLiteral("metadata");
    if (single && method != "PUT" && !row.metadata.contains(call.parameters[1])) {
        return fault(404, QStringLiteral("Metadata has no key %1.").arg(call.parameters[1]));
    }
    if (method == "DELETE") {
        row.metadata.remove(call.parameters[1]);
        HttpResponse response = HttpResponse::empty(200);
        response.contentType = QByteArrayLiteral("text/html; charset=UTF-8");
        return response;
    }
    const QJsonObject given = call.body.value(key).toObject();
    if (method == "PUT" && !single)
        row.metadata.clear();
    for (auto it = given.begin(); method != "GET" && it != given.end(); ++it)
        row.metadata.insert(it.key(), it.value().toString());
    QJsonObject body;
    for (auto it = row.metadata.begin(); it != row.metadata.end(); ++it) {
        if (!single || it.key() == call.parameters[1])
            body.insert(it.key(), it.value());
    }
    return HttpResponse::json(200, {{key, body}});
}

} // namespace oriel::demo
