#include "demo/compute/computeservice.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

constexpr int largestPage = 1000;

struct ServerFilter
{
    std::optional<QRegularExpression> name;
    std::optional<QRegularExpression> ip;
    std::optional<QDateTime> changesSince;
    std::optional<QDateTime> changesBefore;
    QStringList statuses;
    QString flavor;
    QString image;
    QStringList tags;
    QString locked;

    [[nodiscard]] bool accepts(const Server &server) const
    {
        // Deleted servers are told to those who ask what has changed, and to nobody else.
        if (server.vmState == u"deleted" && !changesSince)
            return false;
        if (changesSince && server.updated < *changesSince)
            return false;
        if (changesBefore && server.updated > *changesBefore)
            return false;
        if (!statuses.isEmpty() && !statuses.contains(Lifecycle::status(server)))
            return false;
        if (name && !name->match(server.name).hasMatch())
            return false;
        if (ip && std::none_of(server.addresses.begin(), server.addresses.end(),
                               [this](const Address &a) { return ip->match(a.ip).hasMatch(); }))
            return false;
        if (!flavor.isEmpty() && server.flavor.id != flavor)
            return false;
        if (!image.isEmpty() && server.imageId != image)
            return false;
        if (!locked.isEmpty() && server.locked != (locked == u"true" || locked == u"1"))
            return false;
        return std::all_of(tags.begin(), tags.end(),
                           [&](const QString &tag) { return server.tags.contains(tag); });
    }
};

using SortKey = QString (*)(const Server &);

/// The text by which servers are put in order; nothing where nova knows no such key.
SortKey serverSortKey(const QString &key)
{
    static const QHash<QString, SortKey> keys{
        {u"uuid"_qs,
         [](const Server &s) {
             return s.id;
         }},
        {u"display_name"_qs,
         [](const Server &s) {
             return s.name;
         }},
        {u"created_at"_qs,
         [](const Server &s) {
             return sortableTime(s.created);
         }},
        {u"updated_at"_qs,
         [](const Server &s) {
             return sortableTime(s.updated);
         }},
        {u"launched_at"_qs,
         [](const Server &s) {
             return s.launched ? sortableTime(*s.launched) : QString();
         }},
        {u"vm_state"_qs,
         [](const Server &s) {
             return s.vmState;
         }},
        {u"task_state"_qs,
         [](const Server &s) {
             return s.taskState;
         }},
        {u"power_state"_qs,
         [](const Server &s) {
             return QString::number(s.powerState);
         }},
        {u"key_name"_qs,
         [](const Server &s) {
             return s.keyName;
         }},
        {u"image_ref"_qs,
         [](const Server &s) {
             return s.imageId;
         }},
        {u"instance_type_id"_qs,
         [](const Server &s) {
             return s.flavor.id;
         }},
        {u"project_id"_qs,
         [](const Server &s) {
             return s.projectId;
         }},
        {u"user_id"_qs,
         [](const Server &s) {
             return s.userId;
         }},
        {u"availability_zone"_qs,
         [](const Server &) {
             return QString();
         }},
    };
    return keys.value(key, nullptr);
}

/// Rows in the order asked for; each key is made once per row, not once per comparison.
std::vector<const Server *> sortedServers(const std::vector<const Server *> &rows,
                                          const std::vector<std::pair<SortKey, bool>> &order)
{
    struct Keyed
    {
        QStringList keys;
        const Server *row;
    };
    std::vector<Keyed> keyed;
    keyed.reserve(rows.size());
    for (const Server *row : rows) {
        Keyed entry{{}, row};
        for (const auto &[key, descending] : order)
            entry.keys.append(key(*row));
        keyed.push_back(std::move(entry));
    }
    std::stable_sort(keyed.begin(), keyed.end(), [&](const Keyed &a, const Keyed &b) {
        for (std::size_t i = 0; i < order.size(); ++i) {
            const int compared =
                a.keys[static_cast<qsizetype>(i)].compare(b.keys[static_cast<qsizetype>(i)]);
            if (compared != 0)
                return order[i].second ? compared > 0 : compared < 0;
        }
        return order.front().second ? a.row->id > b.row->id : a.row->id < b.row->id;
    });
    std::vector<const Server *> sorted;
    sorted.reserve(keyed.size());
    for (const Keyed &entry : keyed)
        sorted.push_back(entry.row);
    return sorted;
}

QString invalidQuery(const QString &name, const QString &value, const QString &why)
{
    return u"Invalid input for query parameters %1. Value: %2. '%2' %3"_qs.arg(name, value, why);
}

} // namespace

HttpResponse ComputeService::listServers(Call &call, bool detail)
{
    const QString scope = detail ? u"detail"_qs : u"index"_qs;
    const QString all = call.argument(u"all_tenants").toLower();
    if (call.has(u"all_tenants") && all != u"0" && all != u"false")
        return denied(u"servers:%1:get_all_tenants"_qs.arg(scope));

    ServerFilter filter;
    int limit = largestPage;
    QStringList sortKeys;
    QStringList sortDirections;
    for (const auto &[key, value] : call.request.query) {
        if (key == u"limit") {
            bool number = false;
            const int asked = value.toInt(&number);
            if (!number || asked < 0)
                return fault(400, invalidQuery(key, value, u"does not match '^[0-9]*$'"_qs));
            if (asked > 0)
                limit = std::min(asked, largestPage);
        } else if (key == u"name" || key == u"ip") {
            const QRegularExpression expression(value, QRegularExpression::CaseInsensitiveOption);
            if (!expression.isValid())
                return fault(400, invalidQuery(key, value, u"is not a 'regex'"_qs));
            (key == u"name" ? filter.name : filter.ip) = expression;
        } else if (key == u"status") {
            if (value.toUpper() == u"DELETED")
                return fault(403, u"Only administrators may list deleted instances"_qs);
            filter.statuses.append(value.toUpper());
        } else if (key == u"flavor") {
            filter.flavor = value;
        } else if (key == u"image") {
            filter.image = value;
        } else if (key == u"locked" && call.microversion >= 73) {
            filter.locked = value.toLower();
        } else if (key == u"tags" && call.microversion >= 26) {
            filter.tags = value.split(u',');
        } else if (key == u"changes-since" ||
                   (key == u"changes-before" && call.microversion >= 66)) {
            const QDateTime time = parsedTime(value);
            if (!time.isValid())
                return fault(400, invalidQuery(key, value, u"is not a 'date-time'"_qs));
            (key == u"changes-since" ? filter.changesSince : filter.changesBefore) = time;
        } else if (key == u"sort_key") {
            if (serverSortKey(value) == nullptr)
                return fault(400, invalidQuery(key, value, u"is not one of the sort keys"_qs));
            sortKeys.append(value);
        } else if (key == u"sort_dir") {
            if (value != u"asc" && value != u"desc")
                return fault(400,
                             invalidQuery(key, value, u"does not match '^((?i)asc|desc)$'"_qs));
            sortDirections.append(value);
        }
    }
    if (sortKeys.isEmpty())
        sortKeys = {u"created_at"_qs};
    std::vector<std::pair<SortKey, bool>> order;
    for (qsizetype i = 0; i < sortKeys.size(); ++i) {
        const QString direction = sortDirections.isEmpty()
                                      ? u"desc"_qs
                                      : sortDirections[std::min(i, sortDirections.size() - 1)];
        order.emplace_back(serverSortKey(sortKeys[i]), direction == u"desc");
    }
    std::vector<const Server *> rows;
    const QString project = call.project();
    for (const auto &row : state().servers.rows()) {
        if (row->projectId == project && filter.accepts(*row))
            rows.push_back(row.get());
    }
    rows = sortedServers(rows, order);
    const QString marker = call.argument(u"marker");
    const auto page = pageOf(rows, marker, limit);
    if (!page)
        return fault(400, u"marker [%1] not found"_qs.arg(marker));
    QJsonArray bodies;
    for (const Server *row : *page)
        bodies.append(serverBody(*row, call, detail, true));
    QJsonObject answer{{u"servers"_qs, bodies}};
    // As nova does: a full page has a link, even where nothing comes behind it.
    if (static_cast<int>(page->size()) == limit) {
        const QString href =
            world().base + u"/compute/" + call.rest + nextQuery(call.request, page->back()->id);
        answer.insert(u"servers_links"_qs,
                      QJsonArray{QJsonObject{{u"rel"_qs, u"next"_qs}, {u"href"_qs, href}}});
    }
    return HttpResponse::json(200, answer);
}

} // namespace oriel::demo
