#include "demo/image/imageservice.h"

#include <QtCore/QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

constexpr int defaultPage = 25;
constexpr int largestImagePage = 1000;

QString imageSortText(const Image &image, const QString &key)
{
    if (key == u"name")
        return image.name;
    if (key == u"status")
        return image.status;
    if (key == u"size")
        return QString::number(image.size.value_or(0)).rightJustified(20, u'0');
    if (key == u"id")
        return image.id;
    if (key == u"updated_at")
        return sortableTime(image.updated);
    if (key == u"disk_format")
        return image.diskFormat;
    if (key == u"container_format")
        return image.containerFormat;
    return sortableTime(image.created);
}

/// "gt:2026-01-15T12:00:00Z" against a time; nothing where the filter cannot be read.
std::optional<bool> timeFits(const QString &filter, const QDateTime &time)
{
    QString operation = filter.section(u':', 0, 0);
    QString value = filter.section(u':', 1);
    if (!QStringList{u"gt"_qs, u"gte"_qs, u"lt"_qs, u"lte"_qs, u"eq"_qs, u"neq"_qs}.contains(
            operation)) {
        operation = u"eq"_qs;
        value = filter;
    }
    const QDateTime wanted = parsedTime(value);
    if (!wanted.isValid())
        return std::nullopt;
    // Glance keeps whole seconds.
    const qint64 left = time.toSecsSinceEpoch();
    const qint64 right = wanted.toSecsSinceEpoch();
    if (operation == u"gt")
        return left > right;
    if (operation == u"gte")
        return left >= right;
    if (operation == u"lt")
        return left < right;
    if (operation == u"lte")
        return left <= right;
    return operation == u"eq" ? left == right : left != right;
}

/// Filters that take an operator before a colon; others take the value as it is.
bool takesOperator(const QString &key)
{
    return QStringList{u"name"_qs, u"id"_qs, u"status"_qs, u"container_format"_qs,
                       u"disk_format"_qs}
        .contains(key);
}

/// The operator of such a filter's value.
QString operatorOf(const QString &value)
{
    return value.contains(u':') ? value.section(u':', 0, 0) : u"eq"_qs;
}

/// "a", "eq:a", or "in:a,b" with quotes where a value holds a comma.
QStringList wantedValues(const QString &value)
{
    if (value.startsWith(u"eq:"))
        return {value.mid(3)};
    if (!value.startsWith(u"in:"))
        return {value};
    QStringList values;
    QString current;
    bool quoted = false;
    for (const QChar c : value.mid(3)) {
        if (c == u'"') {
            quoted = !quoted;
        } else if (c == u',' && !quoted) {
            values.append(current);
            current.clear();
        } else {
            current.append(c);
        }
    }
    values.append(current);
    return values;
}

QString imageValue(const Image &image, const QString &key)
{
    if (key == u"name")
        return image.name;
    if (key == u"status")
        return image.status;
    if (key == u"id")
        return image.id;
    if (key == u"owner")
        return image.owner;
    if (key == u"disk_format")
        return image.diskFormat;
    if (key == u"container_format")
        return image.containerFormat;
    if (key == u"checksum")
        return image.checksum;
    if (key == u"os_hash_value")
        return image.hash;
    return image.properties.value(key);
}

bool isTruth(const QString &value)
{
    return value.toLower() == u"true" || value.toLower() == u"false";
}

QString invalidTruth(const QString &key, const QString &value)
{
    return u"Invalid value '%1' for '%2' filter. Valid values are 'true' or 'false'."_qs.arg(value,
                                                                                             key);
}

} // namespace

HttpResponse ImageService::listImages(Call &call)
{
    int limit = defaultPage;
    QString visibility;
    bool hidden = false;
    QStringList sortKeys;
    QStringList sortDirections;
    QList<std::pair<QString, QString>> filters;
    for (const auto &[key, value] : call.request.query) {
        if (key == u"limit") {
            bool number = false;
            const int asked = value.toInt(&number);
            if (!number)
                return fault(call.request, 400, u"limit param must be an integer"_qs);
            if (asked < 0)
                return fault(call.request, 400, u"limit param must be positive"_qs);
            limit = std::min(asked, largestImagePage);
        } else if (key == u"visibility") {
            if (!QStringList{u"public"_qs, u"private"_qs, u"shared"_qs, u"community"_qs, u"all"_qs}
                     .contains(value))
                return fault(call.request, 400, u"Invalid visibility value: %1"_qs.arg(value));
            visibility = value;
        } else if (key == u"os_hidden") {
            if (!isTruth(value))
                return fault(call.request, 400, invalidTruth(key, value));
            hidden = value.toLower() == u"true";
        } else if (key == u"protected" && !isTruth(value)) {
            return fault(call.request, 400, invalidTruth(key, value));
        } else if (key == u"sort_key") {
            sortKeys.append(value);
        } else if (key == u"sort_dir") {
            if (value != u"asc" && value != u"desc")
                return fault(call.request, 400, u"Invalid sort direction: %1"_qs.arg(value));
            sortDirections.append(value);
        } else if (key == u"sort") {
            for (const QString &part : value.split(u',')) {
                sortKeys.append(part.section(u':', 0, 0));
                sortDirections.append(part.contains(u':') ? part.section(u':', 1) : u"desc"_qs);
            }
        } else if (key == u"changes-since") {
            return fault(call.request, 400,
                         u"The \"changes-since\" filter is no longer available on v2."_qs);
        } else if (const QString op = operatorOf(value);
                   takesOperator(key) && op != u"eq" && op != u"in") {
            return fault(call.request, 400,
                         u"Unable to filter by unknown operator '%1'."_qs.arg(op));
        } else if (key != u"marker" && key != u"member_status") {
            filters.append({key, value});
        }
    }
    static const QStringList knownKeys{u"name"_qs,        u"status"_qs,    u"container_format"_qs,
                                       u"disk_format"_qs, u"size"_qs,      u"id"_qs,
                                       u"created_at"_qs,  u"updated_at"_qs};
    for (const QString &key : sortKeys) {
        if (!knownKeys.contains(key))
            return fault(call.request, 400,
                         u"Invalid sort key: %1. It must be one of the following: %2."_qs.arg(
                             key, knownKeys.join(u", "_qs)));
    }
    if (sortKeys.isEmpty())
        sortKeys = {u"created_at"_qs};

    std::vector<const Image *> rows;
    for (const auto &row : state().images.rows()) {
        if ((row->owner != call.project() && row->visibility != u"public") || row->hidden != hidden)
            continue;
        if (!visibility.isEmpty() && visibility != u"all" && row->visibility != visibility)
            continue;
        bool fits = true;
        for (qsizetype i = 0; fits && i < filters.size(); ++i) {
            const auto &[key, value] = filters[i];
            if (key == u"created_at" || key == u"updated_at") {
                const auto inside =
                    timeFits(value, key == u"created_at" ? row->created : row->updated);
                if (!inside)
                    return fault(
                        call.request, 400,
                        u"Bad \"%1\" query filter format. Use ISO 8601 DateTime notation."_qs.arg(
                            key));
                fits = *inside;
            } else if (key == u"tag") {
                fits = row->tags.contains(value);
            } else if (key == u"protected") {
                fits = row->isProtected == (value.toLower() == u"true");
            } else if (key == u"size_min") {
                fits = row->size.value_or(0) >= value.toLongLong();
            } else if (key == u"size_max") {
                fits = row->size.value_or(0) <= value.toLongLong();
            } else {
                fits = takesOperator(key) ? wantedValues(value).contains(imageValue(*row, key))
                                          : imageValue(*row, key) == value;
            }
        }
        if (fits)
            rows.push_back(row.get());
    }
    const auto descending = [&](qsizetype i) {
        return sortDirections.isEmpty() ||
               sortDirections[std::min(i, sortDirections.size() - 1)] != u"asc";
    };
    struct Keyed
    {
        QStringList keys;
        const Image *row;
    };
    std::vector<Keyed> keyed;
    for (const Image *row : rows) {
        Keyed entry{{}, row};
        for (const QString &key : sortKeys)
            entry.keys.append(imageSortText(*row, key));
        keyed.push_back(std::move(entry));
    }
    std::sort(keyed.begin(), keyed.end(), [&](const Keyed &a, const Keyed &b) {
        for (qsizetype i = 0; i < sortKeys.size(); ++i) {
            const int compared = a.keys[i].compare(b.keys[i]);
            if (compared != 0)
                return descending(i) ? compared > 0 : compared < 0;
        }
        return descending(0) ? a.row->id > b.row->id : a.row->id < b.row->id;
    });
    for (std::size_t i = 0; i < keyed.size(); ++i)
        rows[i] = keyed[i].row;

    const QString marker = call.argument(u"marker");
    const auto page = pageOf(rows, marker, limit);
    if (!page)
        return fault(call.request, 400, u"No image found with ID "_qs + marker);
    QJsonArray bodies;
    for (const Image *row : *page)
        bodies.append(imageBody(*row));
    QString first = nextQuery(call.request, QString());
    first.remove(u"&marker="_qs).remove(u"?marker="_qs);
    QJsonObject answer{{u"images"_qs, bodies},
                       {u"first"_qs, QString(u"/v2/images"_qs + first)},
                       {u"schema"_qs, u"/v2/schemas/images"_qs}};
    if (!page->empty() && static_cast<int>(page->size()) == limit)
        answer.insert(u"next"_qs,
                      QString(u"/v2/images"_qs + nextQuery(call.request, page->back()->id)));
    return HttpResponse::json(200, answer);
}

} // namespace oriel::demo
