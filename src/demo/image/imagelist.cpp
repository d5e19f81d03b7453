#include "demo/image/imageservice.h"

#include <QtCore/QRegularExpression>
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

/// A time filter such as "gt:2026-01-15T12:00:00Z".
struct TimeFilter
{
    QString operation = u"eq"_s;
    QDateTime time;

    explicit TimeFilter(const QString &text) : time(parsedTime(text))
    {
        if (!time.isValid() && text.contains(u':')) {
            operation = text.section(u':', 0, 0);
            time = parsedTime(text.section(u':', 1));
        }
    }

    [[nodiscard]] bool isKnown() const
    {
        return QStringList{u"gt"_s, u"gte"_s, u"lt"_s, u"lte"_s, u"eq"_s, u"neq"_s}.contains(
            operation);
    }

    [[nodiscard]] bool fits(const QDateTime &value) const
    {
        // Glance stores whole seconds.
        const qint64 left = value.toSecsSinceEpoch();
        const qint64 right = time.toSecsSinceEpoch();
        if (operation == u"gt")
            return left > right;
        if (operation == u"gte")
            return left >= right;
        if (operation == u"lt")
            return left < right;
        if (operation == u"lte")
            return left <= right;
        return (left == right) == (operation == u"eq");
    }
};

/// Filters that accept an operator before a colon; others use the value verbatim.
bool takesOperator(const QString &key)
{
    return QStringList{u"name"_s, u"id"_s, u"status"_s, u"container_format"_s, u"disk_format"_s}
        .contains(key);
}

/// The operator in such a filter's value.
QString operatorOf(const QString &value)
{
    return value.contains(u':') ? value.section(u':', 0, 0) : u"eq"_s;
}

/// "a", "eq:a", or "in:a,b" with quotes around values that contain a comma.
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
    return value == u"true" || value == u"false";
}

/// The arguments as Glance keeps them: the last value of each.
QString firstQuery(const HttpRequest &request)
{
    HttpRequest unique;
    for (const auto &[key, value] : request.query) {
        const auto same = std::ranges::find(unique.query, key,
                                            [](const auto &pair) { return pair.first; });
        if (same == unique.query.end())
            unique.query.append({key, value});
        else
            same->second = value;
    }
    QString query = nextQuery(unique, QString());
    return query.remove(u"&marker="_s).remove(u"?marker="_s);
}

QString invalidTruth(const QString &key, const QString &value)
{
    return u"Invalid value '%1' for '%2' filter. Valid values are 'true' or 'false'."_s.arg(value,
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
            static const QRegularExpression integer(u"^\\s*[+-]?\\d+\\s*$"_s);
            if (!integer.match(value).hasMatch())
                return fault(call.request, 400, u"limit param must be an integer"_s);
            if (value.trimmed().startsWith(u'-'))
                return fault(call.request, 400, u"limit param must be positive"_s);
            limit = number ? std::min(asked, largestImagePage) : largestImagePage;
        } else if (key == u"visibility") {
            static const QStringList known{u""_s,       u"public"_s,    u"private"_s,
                                           u"shared"_s, u"community"_s, u"all"_s};
            if (!known.contains(value))
                return fault(call.request, 400, u"Invalid visibility value: %1"_s.arg(value));
            visibility = textOrNone(value);
        } else if (key == u"os_hidden") {
            if (!isTruth(value.toLower()))
                return fault(call.request, 400, invalidTruth(key, value));
            hidden = value.toLower() == u"true";
        } else if (key == u"protected" && !isTruth(value)) {
            return fault(call.request, 400, invalidTruth(key, value));
        } else if (key == u"sort_key") {
            sortKeys.append(value);
        } else if (key == u"sort_dir") {
            if (value != u"asc" && value != u"desc")
                return fault(call.request, 400, u"Invalid sort direction: %1"_s.arg(value));
            sortDirections.append(value);
        } else if (key == u"sort") {
            for (const QString &part : value.split(u',')) {
                const QString direction = part.contains(u':') ? part.section(u':', 1) : u"desc"_s;
                if (direction != u"asc" && direction != u"desc")
                    return fault(call.request, 400, u"Invalid sort direction: %1"_s.arg(direction));
                sortKeys.append(part.section(u':', 0, 0));
                sortDirections.append(direction);
            }
        } else if (key == u"changes-since") {
            return fault(call.request, 400,
                         u"The \"changes-since\" filter is no longer available on v2."_s);
        } else if (const QString op = operatorOf(value);
                   takesOperator(key) && op != u"eq" && op != u"in") {
            return fault(call.request, 400,
                         u"Unable to filter by unknown operator '%1'."_s.arg(op));
        } else if (takesOperator(key) && value.startsWith(u"in:") && value.count(u'"') % 2 != 0) {
            return fault(call.request, 400,
                         u"Invalid filter value %1. The quote is not closed."_s.arg(value.mid(3)));
        } else if (key == u"created_at" || key == u"updated_at") {
            const TimeFilter filter(value);
            if (!filter.isKnown())
                return fault(call.request, 400, u"Unable to filter on a unknown operator."_s);
            if (!filter.time.isValid())
                return fault(
                    call.request, 400,
                    u"Bad \"%1\" query filter format. Use ISO 8601 DateTime notation."_s.arg(key));
            filters.append({key, value});
        } else if (bool number = true; key == u"size_min" || key == u"size_max") {
            static_cast<void>(value.toLongLong(&number));
            if (!number)
                return fault(call.request, 400,
                             u"Unable to filter on a range with a non-numeric value."_s);
            filters.append({key, value});
        } else if (key == u"member_status") {
            if (!QStringList{u"pending"_s, u"accepted"_s, u"rejected"_s, u"all"_s}.contains(value))
                return fault(call.request, 400, u"Invalid status: %1"_s.arg(value));
        } else if (key != u"marker") {
            filters.append({key, value});
        }
    }
    static const QStringList knownKeys{u"name"_s,        u"status"_s,    u"container_format"_s,
                                       u"disk_format"_s, u"size"_s,      u"id"_s,
                                       u"created_at"_s,  u"updated_at"_s};
    for (const QString &key : sortKeys) {
        if (!knownKeys.contains(key))
            return fault(call.request, 400,
                         u"Invalid sort key: %1. It must be one of the following: %2."_s.arg(
                             key, knownKeys.join(u", "_s)));
    }
    if (call.has(u"sort") && (call.has(u"sort_key") || call.has(u"sort_dir")))
        return fault(call.request, 400, u"Old and new sorting syntax cannot be combined"_s);
    if (sortDirections.size() > 1 && sortDirections.size() != sortKeys.size())
        return fault(call.request, 400,
                     u"Number of sort dirs does not match the number of sort keys"_s);
    if (sortKeys.isEmpty())
        sortKeys = {u"created_at"_s};

    std::vector<const Image *> rows;
    for (const auto &row : state().images.rows()) {
        if ((row->owner != call.project() && row->visibility != u"public") || row->hidden != hidden)
            continue;
        if (!visibility.isNull() && visibility != u"all" && row->visibility != visibility)
            continue;
        bool fits = true;
        for (qsizetype i = 0; fits && i < filters.size(); ++i) {
            const auto &[key, value] = filters[i];
            if (key == u"created_at" || key == u"updated_at") {
                fits = TimeFilter(value).fits(key == u"created_at" ? row->created : row->updated);
            } else if (key == u"tag") {
                fits = row->tags.contains(value);
            } else if (key == u"protected") {
                fits = row->isProtected == (value.toLower() == u"true");
            } else if (key == u"size_min") {
                fits = row->size && *row->size >= value.toLongLong();
            } else if (key == u"size_max") {
                fits = row->size && *row->size <= value.toLongLong();
            } else if (key == u"min_disk" || key == u"min_ram") {
                fits = (key == u"min_disk" ? row->minDisk : row->minRam) == value.toInt();
            } else {
                // the database ignores case
                fits =
                    takesOperator(key)
                        ? wantedValues(value).contains(imageValue(*row, key), Qt::CaseInsensitive)
                        : imageValue(*row, key).compare(value, Qt::CaseInsensitive) == 0;
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
    if (!page || (call.has(u"marker") && marker.isEmpty()))
        return fault(call.request, 400, u"No image found with ID "_s + marker);
    QJsonArray bodies;
    for (const Image *row : *page)
        bodies.append(imageBody(*row));
    QJsonObject answer{{u"images"_s, bodies},
                       {u"first"_s, QString(u"/v2/images"_s + firstQuery(call.request))},
                       {u"schema"_s, u"/v2/schemas/images"_s}};
    if (!page->empty() && static_cast<int>(page->size()) == limit)
        answer.insert(u"next"_s,
                      QString(u"/v2/images"_s + nextQuery(call.request, page->back()->id)));
    return HttpResponse::json(200, answer);
}

} // namespace oriel::demo
