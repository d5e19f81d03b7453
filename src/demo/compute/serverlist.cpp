#include "demo/compute/computeservice.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QUrl>

#include <algorithm>

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
    std::optional<QStringList> statuses;
    QString address; ///< part of an address, which Neutron searches for
    QString flavor;
    std::optional<QString> image;
    std::optional<bool> locked;
    QStringList tags;
    QStringList tagsAny;
    QStringList notTags;
    QStringList notTagsAny;
    std::vector<std::pair<QString, QString>> columns; ///< the filters for members from 2.83 on

    [[nodiscard]] bool accepts(const Server &server) const
    {
        // Deleted servers are listed only for changes-since, also those that are kept for a while.
        if ((server.vmState == u"deleted" || server.vmState == u"soft-delete") && !changesSince)
            return false;
        if (changesSince && server.updated < *changesSince)
            return false;
        if (changesBefore && server.updated > *changesBefore)
            return false;
        if (statuses && !statuses->contains(Lifecycle::status(server)))
            return false;
        if (name && !name->match(server.name).hasMatch())
            return false;
        if (ip && std::none_of(server.addresses.begin(), server.addresses.end(),
                               [this](const Address &a) {
                                   return a.ip.contains(address) && ip->match(a.ip).hasMatch();
                               }))
            return false;
        if (!flavor.isEmpty() && server.flavor.id != flavor)
            return false;
        if (image &&
            (image->isEmpty() || (server.imageId != *image && server.launchImageId != *image)))
            return false;
        if (locked && server.locked != *locked)
            return false;
        const auto has = [&](const QString &tag) {
            return server.tags.contains(tag);
        };
        if (!std::all_of(tags.begin(), tags.end(), has) ||
            (!tagsAny.isEmpty() && std::none_of(tagsAny.begin(), tagsAny.end(), has)) ||
            (!notTags.isEmpty() && std::all_of(notTags.begin(), notTags.end(), has)) ||
            std::any_of(notTagsAny.begin(), notTagsAny.end(), has))
            return false;
        return std::all_of(columns.begin(), columns.end(), [&](const auto &wanted) {
            return columnFits(server, wanted.first, wanted.second);
        });
    }

    static bool columnFits(const Server &server, const QString &key, const QString &value)
    {
        if (key == u"vm_state")
            return server.vmState == value;
        if (key == u"task_state")
            return server.taskState == value;
        if (key == u"user_id")
            return server.userId == value;
        QString text;
        if (key == u"power_state")
            text = QString::number(server.powerState);
        else if (key == u"key_name")
            text = server.keyName;
        else if (key == u"availability_zone")
            text = server.zone;
        else if (key == u"progress")
            text = u"0"_s;
        else if (key == u"launched_at")
            text = server.launched ? isoMicro(*server.launched) : QString();
        else if (key == u"created_at")
            text = isoMicro(server.created);
        else if (key == u"description")
            text = server.description;
        else if (key == u"hostname")
            text = Lifecycle::hostName(server);
        return QRegularExpression(value, QRegularExpression::CaseInsensitiveOption)
            .match(text)
            .hasMatch();
    }
};

/// A sort key of servers: a number, or a text.
struct SortValue
{
    qint64 number = 0;
    QString text = {};

    bool operator==(const SortValue &) const = default;
    bool operator<(const SortValue &other) const
    {
        return number != other.number ? number < other.number : text < other.text;
    }
};

using SortKey = SortValue (*)(const Server &);

/// The function for a sort key; empty if Nova does not have it.
SortKey serverSortKey(const QString &key)
{
    static const QHash<QString, SortKey> keys{
        {u"uuid"_s,
         [](const Server &s) {
             return SortValue{0, s.id};
         }},
        {u"display_name"_s,
         [](const Server &s) {
             return SortValue{0, s.name};
         }},
        {u"created_at"_s,
         [](const Server &s) {
             return SortValue{s.created.toMSecsSinceEpoch()};
         }},
        {u"updated_at"_s,
         [](const Server &s) {
             return SortValue{s.updated.toMSecsSinceEpoch()};
         }},
        {u"launched_at"_s,
         [](const Server &s) {
             return SortValue{s.launched ? s.launched->toMSecsSinceEpoch() : 0};
         }},
        {u"vm_state"_s,
         [](const Server &s) {
             return SortValue{0, s.vmState};
         }},
        {u"task_state"_s,
         [](const Server &s) {
             return SortValue{0, s.taskState};
         }},
        {u"power_state"_s,
         [](const Server &s) {
             return SortValue{s.powerState};
         }},
        {u"key_name"_s,
         [](const Server &s) {
             return SortValue{0, s.keyName};
         }},
        {u"image_ref"_s,
         [](const Server &s) {
             return SortValue{0, s.imageId};
         }},
        {u"instance_type_id"_s,
         [](const Server &s) {
             return SortValue{0, s.flavor.id};
         }},
        {u"project_id"_s,
         [](const Server &s) {
             return SortValue{0, s.projectId};
         }},
        {u"user_id"_s,
         [](const Server &s) {
             return SortValue{0, s.userId};
         }},
        {u"availability_zone"_s,
         [](const Server &s) {
             return SortValue{0, s.zone};
         }},
    };
    return keys.value(key, nullptr);
}

/// The rows of one page: those after the one with the ID `marker` in the requested order, at most
/// `limit`; nullopt if there is no such row. Of many rows only the page's are sorted, and each key
/// is made once per row, not once per comparison.
std::optional<std::vector<const Server *>>
serverPage(const std::vector<const Server *> &rows,
           const std::vector<std::pair<SortKey, bool>> &order, const QString &marker, int limit)
{
    struct Keyed
    {
        SortValue first;
        std::vector<SortValue> more;
        const Server *row;
    };
    const auto keyed = [&order](const Server *row) {
        Keyed entry{order.front().first(*row), {}, row};
        for (std::size_t i = 1; i < order.size(); ++i)
            entry.more.push_back(order[i].first(*row));
        return entry;
    };
    const auto before = [&order](const Keyed &a, const Keyed &b) {
        for (std::size_t i = 0; i < order.size(); ++i) {
            const SortValue &left = i == 0 ? a.first : a.more[i - 1];
            const SortValue &right = i == 0 ? b.first : b.more[i - 1];
            if (left != right)
                return order[i].second ? right < left : left < right;
        }
        return order.front().second ? b.row->id < a.row->id : a.row->id < b.row->id;
    };
    std::optional<Keyed> last;
    if (!marker.isEmpty()) {
        const auto found = std::find_if(rows.begin(), rows.end(),
                                        [&marker](const Server *row) { return row->id == marker; });
        if (found == rows.end())
            return std::nullopt;
        last = keyed(*found);
    }
    std::vector<Keyed> behind;
    behind.reserve(rows.size());
    for (const Server *row : rows) {
        Keyed entry = keyed(row);
        if (!last || before(*last, entry))
            behind.push_back(std::move(entry));
    }
    const auto wanted = std::min(static_cast<std::size_t>(limit), behind.size());
    std::partial_sort(behind.begin(), behind.begin() + static_cast<std::ptrdiff_t>(wanted),
                      behind.end(), before);
    std::vector<const Server *> page;
    page.reserve(wanted);
    for (std::size_t i = 0; i < wanted; ++i)
        page.push_back(behind[i].row);
    return page;
}

/// The query of the link to the next page: the arguments by name, `marker` in its place or last.
QString nextServers(const HttpRequest &request, const QString &marker)
{
    QMap<QString, QStringList> arguments;
    for (const auto &[key, value] : request.query)
        arguments[key].append(value);
    const auto encoded = [](const QString &text) {
        return QString::fromLatin1(QUrl::toPercentEncoding(text));
    };
    const bool again = arguments.contains(u"marker"_s);
    if (again)
        arguments[u"marker"_s] = {marker};
    QStringList parts;
    for (auto it = arguments.cbegin(); it != arguments.cend(); ++it) {
        for (const QString &value : it.value())
            parts.append(encoded(it.key()) + u'=' + encoded(value));
    }
    if (!again)
        parts.append(u"marker="_s + marker);
    return u'?' + parts.join(u'&');
}

/// Every status that Nova derives from a server's states.
const QStringList &knownStatuses()
{
    static const QStringList statuses{u"ACTIVE"_s,        u"BUILD"_s,        u"DELETED"_s,
                                      u"ERROR"_s,         u"HARD_REBOOT"_s,  u"MIGRATING"_s,
                                      u"PASSWORD"_s,      u"PAUSED"_s,       u"REBOOT"_s,
                                      u"REBUILD"_s,       u"RESCUE"_s,       u"RESIZE"_s,
                                      u"REVERT_RESIZE"_s, u"SHELVED"_s,      u"SHELVED_OFFLOADED"_s,
                                      u"SHUTOFF"_s,       u"SOFT_DELETED"_s, u"SUSPENDED"_s,
                                      u"VERIFY_RESIZE"_s};
    return statuses;
}

/// A boolean as Nova's utilities parse it; nullopt if they refuse it.
std::optional<bool> truth(const QString &value)
{
    static const QStringList yes{u"1"_s, u"t"_s, u"true"_s, u"on"_s, u"y"_s, u"yes"_s};
    static const QStringList no{u"0"_s, u"f"_s, u"false"_s, u"off"_s, u"n"_s, u"no"_s};
    const QString word = value.trimmed().toLower();
    if (yes.contains(word))
        return true;
    return no.contains(word) ? std::optional(false) : std::nullopt;
}

QString noTruth(const QString &value)
{
    return u"Unrecognized value '%1', acceptable values are: '0', '1', 'f', 'false', 'n', 'no', "
           "'off', 'on', 't', 'true', 'y', 'yes'"_s.arg(value);
}

} // namespace

HttpResponse ComputeService::listServers(Call &call, bool detail)
{
    const QString scope = detail ? u"detail"_s : u"index"_s;
    if (const QString all = call.argument(u"all_tenants"); call.has(u"all_tenants")) {
        const auto wanted = all.isEmpty() ? std::optional(true) : truth(all);
        if (!wanted)
            return fault(400, noTruth(all));
        if (*wanted)
            return denied(u"servers:%1:get_all_tenants"_s.arg(scope));
    }
    const int micro = call.microversion;
    static const QStringList columns{u"availability_zone"_s, u"created_at"_s, u"description"_s,
                                     u"hostname"_s,          u"key_name"_s,   u"launched_at"_s,
                                     u"power_state"_s,       u"progress"_s,   u"task_state"_s,
                                     u"user_id"_s,           u"vm_state"_s};
    const auto expression = [](const QString &text) {
        // nova hides the bar from MySQL
        QString escaped = text;
        return QRegularExpression(escaped.replace(u"|"_s, u"\\|"_s),
                                  QRegularExpression::CaseInsensitiveOption);
    };
    ServerFilter filter;
    int limit = largestPage;
    QStringList sortKeys;
    QStringList sortDirections;
    for (const auto &[key, value] : call.request.query) {
        if (key == u"limit") {
            bool number = false;
            const int asked = value.toInt(&number);
            limit = number ? std::min(asked, largestPage) : largestPage;
        } else if (key == u"name") {
            filter.name = expression(value);
        } else if (key == u"ip") {
            filter.ip = expression(value);
            filter.address = value;
        } else if (key == u"status") {
            if (value.toUpper() == u"DELETED")
                return fault(403, u"Only administrators may list deleted instances"_s);
            if (!filter.statuses)
                filter.statuses = QStringList();
            if (knownStatuses().contains(value.toUpper()))
                filter.statuses->append(value.toUpper());
        } else if (key == u"flavor") {
            filter.flavor = value;
        } else if (key == u"image") {
            filter.image = value;
        } else if (key == u"locked" && micro >= 73) {
            filter.locked = truth(value);
            if (!filter.locked)
                return fault(400, noTruth(value));
        } else if (micro >= 26 && key == u"tags") {
            filter.tags = value.split(u',');
        } else if (micro >= 26 && key == u"tags-any") {
            filter.tagsAny = value.split(u',');
        } else if (micro >= 26 && key == u"not-tags") {
            filter.notTags = value.split(u',');
        } else if (micro >= 26 && key == u"not-tags-any") {
            filter.notTagsAny = value.split(u',');
        } else if (key == u"changes-since") {
            filter.changesSince = parsedTime(value);
        } else if (key == u"changes-before" && micro >= 66) {
            filter.changesBefore = parsedTime(value);
        } else if (key == u"sort_key") {
            if (value == u"host" || value == u"node")
                return fault(403, u"Only administrators can sort servers by %1"_s.arg(value));
            sortKeys.append(value);
        } else if (key == u"sort_dir") {
            if (value != u"asc" && value != u"desc")
                return fault(400, unknownSortDirection());
            sortDirections.append(value);
        } else if (micro >= (key == u"hostname" ? 90 : 83) && columns.contains(key)) {
            filter.columns.emplace_back(key, value);
        }
    }
    if (micro >= 38 && filter.statuses && filter.statuses->isEmpty())
        return fault(400, u"Invalid status value"_s);
    if (filter.changesSince && filter.changesBefore && *filter.changesSince > *filter.changesBefore)
        return fault(400, u"The value of changes-since must be less than or equal to "
                          "changes-before."_s);
    // Keys of the old API are allowed and ignored.
    sortKeys.erase(std::remove_if(sortKeys.begin(), sortKeys.end(),
                                  [](const QString &key) { return serverSortKey(key) == nullptr; }),
                   sortKeys.end());
    if (sortDirections.size() > std::max<qsizetype>(1, sortKeys.size()))
        return fault(400, u"Invalid input received: Sort direction size exceeds sort key size"_s);
    if (sortKeys.isEmpty())
        sortKeys = {u"created_at"_s};
    std::vector<std::pair<SortKey, bool>> order;
    for (qsizetype i = 0; i < sortKeys.size(); ++i) {
        const QString direction = sortDirections.isEmpty()
                                      ? u"desc"_s
                                      : sortDirections[std::min(i, sortDirections.size() - 1)];
        order.emplace_back(serverSortKey(sortKeys[i]), direction == u"desc");
    }
    std::vector<const Server *> rows;
    const QString project = call.project();
    for (const auto &row : state().servers.rows()) {
        if (row->projectId == project && filter.accepts(*row))
            rows.push_back(row.get());
    }
    const QString marker = call.argument(u"marker");
    const auto page = serverPage(rows, order, marker, limit);
    if (!page)
        return fault(400, u"marker [%1] not found"_s.arg(marker));
    QJsonArray bodies;
    for (const Server *row : *page)
        bodies.append(serverBody(*row, call, detail, true));
    QJsonObject answer{{u"servers"_s, bodies}};
    // As in Nova, a full page has a link even if no rows follow.
    if (!page->empty() && static_cast<int>(page->size()) == limit) {
        const QString href =
            world().base + u"/compute/" + call.rest + nextServers(call.request, page->back()->id);
        answer.insert(u"servers_links"_s,
                      QJsonArray{QJsonObject{{u"rel"_s, u"next"_s}, {u"href"_s, href}}});
    }
    return HttpResponse::json(200, answer);
}

} // namespace oriel::demo
