#pragma once

#include "base/literals.h"
#include "demo/blockstorage/blockstorageservice.h"

#include <algorithm>

namespace oriel::demo {

/// The sort keys that volumes and snapshots have in common.
template <typename T>
SortKeys<T> commonSortKeys()
{
    return {{u"created_at"_s,
             [](const T &row) {
                 return sortableTime(row.created);
             }},
            {u"updated_at"_s,
             [](const T &row) {
                 return row.updated ? sortableTime(*row.updated) : QString();
             }},
            {u"status"_s,
             [](const T &row) {
                 return row.status;
             }},
            {u"id"_s,
             [](const T &row) {
                 return row.id;
             }},
            {u"display_name"_s,
             [](const T &row) {
                 return row.name;
             }},
            {u"name"_s, [](const T &row) {
                 return row.name;
             }}};
}

/// One page of volumes or snapshots in the requested order, with a link to the next one and, from
/// 3.45, the number of rows.
template <typename T>
HttpResponse BlockStorageService::pageResponse(
    Call &call, const QString &key, std::vector<const T *> rows, const SortKeys<T> &sortKeys,
    const std::function<QJsonObject(const T &)> &body,
    const std::function<HttpResponse(const QString &)> &noMarker) const
{
    constexpr int largest = 1000;
    if (auto refused = refusedPaging(call))
        return *refused;
    int limit = largest;
    if (const auto asked = call.request.argument(u"limit")) {
        bool number = false;
        const int value = asked->toInt(&number);
        limit = number ? std::min(value, largest) : largest;
    }
    static const QStringList yes{u"1"_s, u"t"_s, u"true"_s, u"on"_s, u"y"_s, u"yes"_s};
    static const QStringList no{u"0"_s, u"f"_s, u"false"_s, u"off"_s, u"n"_s, u"no"_s};
    const QString counted = call.argument(u"with_count").toLower();
    const bool counting = call.microversion >= 45 && call.has(u"with_count");
    if (counting && !yes.contains(counted) && !no.contains(counted)) {
        return notBoolean(call.argument(u"with_count"), u"with_count"_s);
    }
    if (call.has(u"sort") && (call.has(u"sort_key") || call.has(u"sort_dir"))) {
        return fault(400, u"The 'sort_key' and 'sort_dir' parameters are deprecated "
                          "and cannot be used with the 'sort' parameter."_s);
    }
    // "sort=name:asc,size" or the older pair sort_key and sort_dir.
    std::vector<std::pair<QString, bool>> order;
    if (call.has(u"sort")) {
        const QStringList parts = call.argument(u"sort").split(u',');
        for (const QString &part : parts) {
            const QString direction = part.section(u':', 1);
            if (!direction.isEmpty() && direction != u"asc" && direction != u"desc")
                return fault(400, unknownSortDirection() + u'.');
            const QString name = part.section(u':', 0, 0);
            order.emplace_back(name, direction != u"asc");
        }
    } else {
        const QString direction = call.argument(u"sort_dir");
        if (!direction.isEmpty() && direction != u"asc" && direction != u"desc")
            return fault(400, unknownSortDirection() + u'.');
        order.emplace_back(call.request.argument(u"sort_key").value_or(u"created_at"_s),
                           call.argument(u"sort_dir") != u"asc");
    }
    for (const auto &[sortKey, descending] : order) {
        if (!sortKeys.contains(sortKey))
            return invalidSortKey();
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
            entry.keys.append(sortKeys.value(sortKey)(*row));
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
    if (call.has(u"marker") && marker.isEmpty())
        return noMarker(marker);
    const auto page = pageOf(rows, marker, limit);
    if (!page)
        return noMarker(marker);
    QJsonArray bodies;
    for (const T *row : *page)
        bodies.append(body(*row));
    QJsonObject answer{{key, bodies}};
    if (!page->empty() && static_cast<int>(page->size()) >= limit) {
        const QString href = this->world().base + u"/volume/"_s + call.rest +
                             nextQuery(call.request, page->back()->id);
        answer.insert(key + u"_links"_s,
                      QJsonArray{QJsonObject{{u"rel"_s, u"next"_s}, {u"href"_s, href}}});
    }
    if (counting && yes.contains(counted))
        answer.insert(u"count"_s, total);
    return HttpResponse::json(200, answer);
}

/// The filter `metadata`, as a Python dictionary or as JSON: {'key': 'value'}. nullopt for other
/// forms, which match no row.
inline std::optional<QMap<QString, QString>> wantedMetadata(const Call &call)
{
    QMap<QString, QString> wanted;
    QString text = call.argument(u"metadata").trimmed();
    if (!text.isEmpty() && !(text.startsWith(u'{') && text.endsWith(u'}')))
        return std::nullopt;
    text.remove(u'{').remove(u'}').remove(u'\'').remove(u'"');
    const QStringList pairs = text.split(u',', Qt::SkipEmptyParts);
    for (const QString &pair : pairs)
        wanted.insert(pair.section(u':', 0, 0).trimmed(), pair.section(u':', 1).trimmed());
    return wanted;
}

/// A body's value under a key, or under its name in the first API. Undefined if it has neither.
inline QJsonValue namedEitherWay(const QJsonObject &wanted, const QString &key)
{
    return wanted.contains(key) ? wanted.value(key) : wanted.value(u"display_"_s + key);
}

/// Sets a row's name and description from the body, without surrounding spaces.
template <typename T>
void describe(T &row, const QJsonObject &wanted)
{
    const QJsonValue name = namedEitherWay(wanted, u"name"_s);
    if (!name.isUndefined())
        row.name = textOrNone(name).trimmed();
    const QJsonValue description = namedEitherWay(wanted, u"description"_s);
    if (!description.isUndefined())
        row.description = textOrNone(description).trimmed();
}

/// Whether a row's metadata contains everything that is wanted.
inline bool hasMetadata(const QMap<QString, QString> &metadata,
                        const std::optional<QMap<QString, QString>> &wanted)
{
    if (!wanted)
        return false;
    for (auto it = wanted->begin(); it != wanted->end(); ++it) {
        if (metadata.value(it.key()) != it.value())
            return false;
    }
    return true;
}

/// Whether a text matches a filter; the database ignores case.
inline bool fitsFilter(const std::optional<QString> &wanted, const QString &text)
{
    return !wanted || text.compare(*wanted, Qt::CaseInsensitive) == 0;
}

/// GET, POST, PUT and DELETE of a row's metadata, and of one key.
template <typename T>
HttpResponse BlockStorageService::metadataResponse(Call &call, T &row, const QString &kind)
{
    const bool single = call.parameters.size() == 2;
    const QByteArray method = call.request.method;
    const QString key = single ? u"meta"_s : u"metadata"_s;
    if (single && method != "PUT" && !row.metadata.contains(call.parameters[1])) {
        return fault(404,
                     u"%1 %2 has no metadata with key %3."_s.arg(kind, row.id, call.parameters[1]));
    }
    if (method != "GET" && !call.member()) {
        const bool ofVolume = kind == u"Volume";
        const QString verb = method == "DELETE"             ? u"delete"_s
                             : method == "POST" && ofVolume ? u"create"_s
                                                            : u"update"_s;
        return denied(u"volume:%1_%2_metadata"_s.arg(verb, kind.toLower()));
    }
    if (method == "DELETE") {
        row.metadata.remove(call.parameters[1]);
        HttpResponse response = HttpResponse::empty(200);
        response.contentType = QByteArrayLiteral("text/html; charset=UTF-8");
        return response;
    }
    const QJsonObject given = call.body.value(key).toObject();
    if (single && method == "PUT" && !given.contains(call.parameters[1]))
        return fault(400, u"Request body and URI mismatch"_s);
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
