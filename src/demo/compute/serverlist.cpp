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
        if (!image.isEmpty() && server.imageId != image && server.launchImageId != image)
            return false;
        if (!locked.isEmpty() && server.locked != (locked == u"true" || locked == u"1"))
            return false;
        return std::all_of(tags.begin(), tags.end(),
                           [&](const QString &tag) { return server.tags.contains(tag); });
    }
};

/// What servers are put in order by: a number, or a text.
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

/// By what servers are put in order; nothing where nova knows no such key.
SortKey serverSortKey(const QString &key)
{
    static const QHash<QString, SortKey> keys{
        {u"uuid"_qs,
         [](const Server &s) {
             return SortValue{0, s.id};
         }},
        {u"display_name"_qs,
         [](const Server &s) {
             return SortValue{0, s.name};
         }},
        {u"created_at"_qs,
         [](const Server &s) {
             return SortValue{s.created.toMSecsSinceEpoch()};
         }},
        {u"updated_at"_qs,
         [](const Server &s) {
             return SortValue{s.updated.toMSecsSinceEpoch()};
         }},
        {u"launched_at"_qs,
         [](const Server &s) {
             return SortValue{s.launched ? s.launched->toMSecsSinceEpoch() : 0};
         }},
        {u"vm_state"_qs,
         [](const Server &s) {
             return SortValue{0, s.vmState};
         }},
        {u"task_state"_qs,
         [](const Server &s) {
             return SortValue{0, s.taskState};
         }},
        {u"power_state"_qs,
         [](const Server &s) {
             return SortValue{s.powerState};
         }},
        {u"key_name"_qs,
         [](const Server &s) {
             return SortValue{0, s.keyName};
         }},
        {u"image_ref"_qs,
         [](const Server &s) {
             return SortValue{0, s.imageId};
         }},
        {u"instance_type_id"_qs,
         [](const Server &s) {
             return SortValue{0, s.flavor.id};
         }},
        {u"project_id"_qs,
         [](const Server &s) {
             return SortValue{0, s.projectId};
         }},
        {u"user_id"_qs,
         [](const Server &s) {
             return SortValue{0, s.userId};
         }},
        {u"availability_zone"_qs,
         [](const Server &) {
             return SortValue{};
         }},
    };
    return keys.value(key, nullptr);
}

/// The rows of one page: those behind the one with the id `marker` in the order asked for, at most
/// `limit`; nothing where no row has that id. Of very many rows only those of the page are put in
/// order, and each key is made once per row, not once per comparison.
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

/// What nova answers to a key that it does not sort by: all that its schema allows.
QString sortKeyNames()
{
    return u"is not one of ["
           u"'access_ip_v4', 'access_ip_v6', 'auto_disk_config', 'availability_zone', "
           u"'config_drive', 'created_at', 'display_description', 'display_name', "
           u"'host', 'hostname', 'image_ref', 'instance_type_id', 'kernel_id', "
           u"'key_name', 'launch_index', 'launched_at', 'locked_by', 'node', "
           u"'power_state', 'progress', 'project_id', 'ramdisk_id', "
           u"'root_device_name', 'task_state', 'terminated_at', 'updated_at', "
           u"'user_id', 'uuid', 'vm_state', 'architecture', 'cell_name', 'cleaned', "
           u"'default_ephemeral_device', 'default_swap_device', 'deleted', "
           u"'deleted_at', 'disable_terminate', 'ephemeral_gb', 'ephemeral_key_uuid', "
           u"'id', 'key_data', 'launched_on', 'locked', 'memory_mb', 'os_type', "
           u"'reservation_id', 'root_gb', 'shutdown_terminate', 'user_data', 'vcpus', "
           u"'vm_mode'"
           u"]"_qs;
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
    const bool again = arguments.contains(u"marker"_qs);
    if (again)
        arguments[u"marker"_qs] = {marker};
    QStringList parts;
    for (auto it = arguments.cbegin(); it != arguments.cend(); ++it) {
        for (const QString &value : it.value())
            parts.append(encoded(it.key()) + u'=' + encoded(value));
    }
    if (!again)
        parts.append(u"marker="_qs + marker);
    return u'?' + parts.join(u'&');
}

QString invalidQuery(const QString &name, const QString &value, const QString &why)
{
    return u"Invalid input for query parameters %1. Value: %2. '%2' %3"_qs.arg(name, value, why);
}

/// What a list may be asked by; up to 2.74 everything else is passed over.
const QStringList &knownArguments()
{
    static const QStringList names{u"access_ip_v4"_qs,
                                   u"access_ip_v6"_qs,
                                   u"all_tenants"_qs,
                                   u"auto_disk_config"_qs,
                                   u"availability_zone"_qs,
                                   u"changes-before"_qs,
                                   u"changes-since"_qs,
                                   u"config_drive"_qs,
                                   u"created_at"_qs,
                                   u"deleted"_qs,
                                   u"description"_qs,
                                   u"display_description"_qs,
                                   u"display_name"_qs,
                                   u"flavor"_qs,
                                   u"host"_qs,
                                   u"hostname"_qs,
                                   u"image"_qs,
                                   u"image_ref"_qs,
                                   u"instance_type_id"_qs,
                                   u"ip"_qs,
                                   u"ip6"_qs,
                                   u"kernel_id"_qs,
                                   u"key_name"_qs,
                                   u"launch_index"_qs,
                                   u"launched_at"_qs,
                                   u"limit"_qs,
                                   u"locked"_qs,
                                   u"locked_by"_qs,
                                   u"marker"_qs,
                                   u"name"_qs,
                                   u"node"_qs,
                                   u"not-tags"_qs,
                                   u"not-tags-any"_qs,
                                   u"power_state"_qs,
                                   u"progress"_qs,
                                   u"project_id"_qs,
                                   u"ramdisk_id"_qs,
                                   u"reservation_id"_qs,
                                   u"root_device_name"_qs,
                                   u"soft_deleted"_qs,
                                   u"sort_dir"_qs,
                                   u"sort_key"_qs,
                                   u"status"_qs,
                                   u"tags"_qs,
                                   u"tags-any"_qs,
                                   u"task_state"_qs,
                                   u"tenant_id"_qs,
                                   u"terminated_at"_qs,
                                   u"user_id"_qs,
                                   u"uuid"_qs,
                                   u"vm_state"_qs};
    return names;
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
                return fault(400, invalidQuery(key, value, sortKeyNames()));
            sortKeys.append(value);
        } else if (key == u"sort_dir") {
            if (value != u"asc" && value != u"desc")
                return fault(400, unknownSortDirection());
            sortDirections.append(value);
        } else if (call.microversion >= 75 && !knownArguments().contains(key)) {
            return fault(400, u"'%1' does not match any of the regexes: '^_'"_qs.arg(key));
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
    const QString marker = call.argument(u"marker");
    const auto page = serverPage(rows, order, marker, limit);
    if (!page)
        return fault(400, u"marker [%1] not found"_qs.arg(marker));
    QJsonArray bodies;
    for (const Server *row : *page)
        bodies.append(serverBody(*row, call, detail, true));
    QJsonObject answer{{u"servers"_qs, bodies}};
    // As nova does: a full page has a link, even where nothing comes behind it.
    if (!page->empty() && static_cast<int>(page->size()) == limit) {
        const QString href =
            world().base + u"/compute/" + call.rest + nextServers(call.request, page->back()->id);
        answer.insert(u"servers_links"_qs,
                      QJsonArray{QJsonObject{{u"rel"_qs, u"next"_qs}, {u"href"_qs, href}}});
    }
    return HttpResponse::json(200, answer);
}

} // namespace oriel::demo
