#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "app/ctl/showobject.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

struct NetworkWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Networks)
};

/// A list of one type with all keys as the service sends them.
template <typename T>
struct Objects
{
    struct Item
    {
        QString id;
        QJsonObject row;
    };
    using Value = net::Page<Item>;

    openstack::List<T> list;

    [[nodiscard]] net::Request request() const { return list.request(); }
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const
    {
        auto page = list.decode(answer);
        if (!page.ok())
            return page.error();
        Value result;
        result.next = page->next;
        result.total = page->total;
        const QJsonObject root = QJsonDocument::fromJson(answer.body).object();
        for (const QJsonValue value : root.value(QLatin1StringView(T::api.rows)).toArray())
            result.items.push_back({value.toObject().value(u"id"_s).toString(), value.toObject()});
        return result;
    }
    [[nodiscard]] Objects withMarker(const QString &marker) const
    {
        return {list.withMarker(marker)};
    }
    [[nodiscard]] std::optional<QString> peek(const net::Answer &answer) const
    {
        return list.peek(answer);
    }
};

Cell textsCell(const QJsonValue &texts)
{
    return listCell(texts.toVariant().toStringList());
}

QString portRange(const QJsonObject &rule)
{
    const QJsonValue first = rule.value(u"port_range_min"_s);
    const QJsonValue last = rule.value(u"port_range_max"_s);
    const QString protocol = rule.value(u"protocol"_s).toString();
    const auto number = [](const QJsonValue &value) {
        return QString::number(value.toInt());
    };
    if (protocol.contains("icmp"_L1)) {
        QStringList parts;
        if (!first.isNull() && !first.isUndefined())
            parts.append(u"type="_s + number(first));
        if (!last.isNull() && !last.isUndefined())
            parts.append(u"code="_s + number(last));
        return parts.join(u':');
    }
    const bool none = first.isNull() || first.isUndefined();
    return none ? QString() : number(first) + u':' + number(last);
}

/// The address range of a rule; all addresses if it names none.
QString rangeOf(const QJsonObject &rule)
{
    const QString prefix = rule.value(u"remote_ip_prefix"_s).toString();
    if (!prefix.isEmpty())
        return prefix;
    return rule.value(u"ethertype"_s).toString() == "IPv6"_L1 ? u"::/0"_s : u"0.0.0.0/0"_s;
}

/// What differs between the lists.
template <typename T>
struct ListCommand
{
    QStringList columns;
    std::vector<Cell> (*cells)(const QJsonObject &row);
};

template <typename T>
class NetworkList : public Command
{
public:
    using Command::Command;

protected:
    void list(openstack::List<T> request, const ListCommand<T> &spec, const QString &failed)
    {
        client().all(Objects<T>{std::move(request)}).then(this, [this, spec, failed](auto result) {
            if (!result.ok()) {
                fail(result.error(), failed);
                return;
            }
            Listing listing{.columns = spec.columns, .rows = {}};
            for (const auto &item : *result)
                listing.rows.push_back(spec.cells(item.row));
            show(std::move(listing));
        });
    }
};

class FloatingIpList final : public NetworkList<openstack::FloatingIp>
{
public:
    using NetworkList::NetworkList;

    void run() override
    {
        openstack::List<openstack::FloatingIp> request;
        if (invocation().has(u"status"_s))
            request.filters.insert(u"status"_s, invocation().value(u"status"_s));
        list(std::move(request),
             {{u"ID"_s, u"Floating IP Address"_s, u"Fixed IP Address"_s, u"Port"_s,
               u"Floating Network"_s, u"Project"_s},
              [](const QJsonObject &row) {
                  return std::vector<Cell>{{row.value(u"id"_s)},
                                           {row.value(u"floating_ip_address"_s)},
                                           {row.value(u"fixed_ip_address"_s)},
                                           {row.value(u"port_id"_s)},
                                           {row.value(u"floating_network_id"_s)},
                                           {row.value(u"project_id"_s)}};
              }},
             NetworkWords::tr("The floating IPs could not be listed."));
    }
};

class SecurityGroupList final : public NetworkList<openstack::SecurityGroup>
{
public:
    using NetworkList::NetworkList;

    void run() override
    {
        list({},
             {{u"ID"_s, u"Name"_s, u"Description"_s, u"Project"_s, u"Tags"_s},
              [](const QJsonObject &row) {
                  return std::vector<Cell>{{row.value(u"id"_s)},
                                           {row.value(u"name"_s)},
                                           {row.value(u"description"_s)},
                                           {row.value(u"project_id"_s)},
                                           {row.value(u"tags"_s)}};
              }},
             NetworkWords::tr("The security groups could not be listed."));
    }
};

class RuleList final : public NetworkList<openstack::SecurityGroupRule>
{
public:
    using NetworkList::NetworkList;

    void run() override
    {
        if (invocation().operands.isEmpty()) {
            listOf({});
            return;
        }
        findSecurityGroup(client(), invocation().operands.first(), this, [this](auto group) {
            if (group.ok())
                listOf(group->id);
            else
                fail(group.error(), failed());
        });
    }

private:
    static QString failed()
    {
        return NetworkWords::tr("The rules of security groups could not be listed.");
    }

    static std::vector<Cell> cells(const QJsonObject &row)
    {
        return {{row.value(u"id"_s)},
                {row.value(u"protocol"_s)},
                {row.value(u"ethertype"_s)},
                {rangeOf(row)},
                {portRange(row)},
                {row.value(u"direction"_s)},
                {row.value(u"remote_group_id"_s)},
                {row.value(u"remote_address_group_id"_s)}};
    }

    void listOf(const QString &groupId)
    {
        const QStringList columns{u"ID"_s,
                                  u"IP Protocol"_s,
                                  u"Ethertype"_s,
                                  u"IP Range"_s,
                                  u"Port Range"_s,
                                  u"Direction"_s,
                                  u"Remote Security Group"_s,
                                  u"Remote Address Group"_s};
        openstack::List<openstack::SecurityGroupRule> request;
        if (!groupId.isEmpty()) {
            request.filters.insert(u"security_group_id"_s, groupId);
            list(std::move(request), {columns, cells}, failed());
            return;
        }
        list(std::move(request),
             {columns + QStringList{u"Security Group"_s},
              [](const QJsonObject &row) {
                  auto all = cells(row);
                  all.push_back({row.value(u"security_group_id"_s)});
                  return all;
              }},
             failed());
    }
};

class PortList final : public NetworkList<openstack::Port>
{
public:
    using NetworkList::NetworkList;

    void run() override
    {
        if (!invocation().has(u"server"_s)) {
            listOf({});
            return;
        }
        findServer(client(), invocation().value(u"server"_s), this, [this](auto server) {
            if (server.ok())
                listOf(server->id);
            else
                fail(server.error(), failed());
        });
    }

private:
    static QString failed() { return NetworkWords::tr("The ports could not be listed."); }

    void listOf(const QString &serverId)
    {
        openstack::List<openstack::Port> request;
        if (!serverId.isEmpty())
            request.filters.insert(u"device_id"_s, serverId);
        list(std::move(request),
             {{u"ID"_s, u"Name"_s, u"MAC Address"_s, u"Fixed IP Addresses"_s, u"Status"_s},
              [](const QJsonObject &row) {
                  return std::vector<Cell>{{row.value(u"id"_s)},
                                           {row.value(u"name"_s)},
                                           {row.value(u"mac_address"_s)},
                                           objectsCell(row.value(u"fixed_ips"_s).toArray()),
                                           {row.value(u"status"_s)}};
              }},
             failed());
    }
};

/// One row with all that the service says about it.
class NetworkShow : public Command
{
public:
    using Command::Command;

protected:
    void showOne(const QString &path, const QString &key, const QString &failed)
    {
        const ShowObject whole{net::Service::Network, path, key};
        client().call(whole).then(this, [this, failed](auto result) {
            if (!result.ok()) {
                fail(result.error(), failed);
                return;
            }
            QMap<QString, Cell> fields; // in the order of their names
            for (auto member = result->begin(); member != result->end(); ++member) {
                if (member.key() != "tenant_id"_L1)
                    fields.insert(nameOf(member.key()), cellOf(member.key(), member.value()));
            }
            Details details;
            for (auto field = fields.begin(); field != fields.end(); ++field)
                details.fields.emplace_back(field.key(), field.value());
            show(std::move(details));
        });
    }

private:
    /// As `openstack` calls it.
    static QString nameOf(const QString &key)
    {
        if (key == "security_group_rules"_L1)
            return u"rules"_s;
        if (key == "security_groups"_L1)
            return u"security_group_ids"_s;
        return QString(key).replace(u"binding:"_s, u"binding_"_s);
    }

    static Cell cellOf(const QString &key, const QJsonValue &value)
    {
        if (key == "fixed_ips"_L1 || key == "security_group_rules"_L1)
            return objectsCell(value.toArray());
        if (key == "security_groups"_L1 || key == "tags"_L1)
            return textsCell(value);
        if (key == "admin_state_up"_L1)
            return {value, value.toBool() ? u"UP"_s : u"DOWN"_s};
        return {value};
    }
};

class FloatingIpShow final : public NetworkShow
{
public:
    using NetworkShow::NetworkShow;

    void run() override
    {
        const QString failed = NetworkWords::tr("The floating IP could not be shown.");
        findFloatingIp(connection(), invocation().operands.first(), this,
                       [this, failed](auto found) {
                           if (found.ok())
                               showOne("/floatingips/"_L1 + found->id, u"floatingip"_s, failed);
                           else
                               fail(found.error(), failed);
                       });
    }
};

class SecurityGroupShow final : public NetworkShow
{
public:
    using NetworkShow::NetworkShow;

    void run() override
    {
        const QString failed = NetworkWords::tr("The security group could not be shown.");
        findSecurityGroup(
            client(), invocation().operands.first(), this, [this, failed](auto found) {
                if (found.ok())
                    showOne("/security-groups/"_L1 + found->id, u"security_group"_s, failed);
                else
                    fail(found.error(), failed);
            });
    }
};

class PortShow final : public NetworkShow
{
public:
    using NetworkShow::NetworkShow;

    void run() override
    {
        const QString failed = NetworkWords::tr("The port could not be shown.");
        findPort(client(), invocation().operands.first(), this, [this, failed](auto found) {
            if (found.ok())
                showOne("/ports/"_L1 + found->id, u"port"_s, failed);
            else
                fail(found.error(), failed);
        });
    }
};

} // namespace

std::vector<CommandEntry> networkCommands()
{
    std::vector<CommandEntry> commands;
    const auto details = CommandSpec::Prints::Details;
    commands.push_back(entry<FloatingIpList>(
        {.words = {u"floating"_s, u"ip"_s, u"list"_s},
         .summary = NetworkWords::tr("List floating IPs"),
         .options = {{{u"status"_s}, NetworkWords::tr("Only this status."), u"STATUS"_s}}}));
    commands.push_back(entry<FloatingIpShow>({.words = {u"floating"_s, u"ip"_s, u"show"_s},
                                              .summary = NetworkWords::tr("Show one floating IP"),
                                              .operand = u"floating-ip"_s,
                                              .prints = details}));
    commands.push_back(
        entry<SecurityGroupList>({.words = {u"security"_s, u"group"_s, u"list"_s},
                                  .summary = NetworkWords::tr("List security groups")}));
    commands.push_back(
        entry<SecurityGroupShow>({.words = {u"security"_s, u"group"_s, u"show"_s},
                                  .summary = NetworkWords::tr("Show one security group"),
                                  .operand = u"group"_s,
                                  .prints = details}));
    commands.push_back(
        entry<RuleList>({.words = {u"security"_s, u"group"_s, u"rule"_s, u"list"_s},
                         .summary = NetworkWords::tr("List rules of security groups"),
                         .operand = u"group"_s,
                         .optional = true}));
    commands.push_back(entry<PortList>(
        {.words = {u"port"_s, u"list"_s},
         .summary = NetworkWords::tr("List ports"),
         .options = {
             {{u"server"_s}, NetworkWords::tr("Only the ports of this server."), u"SERVER"_s}}}));
    commands.push_back(entry<PortShow>({.words = {u"port"_s, u"show"_s},
                                        .summary = NetworkWords::tr("Show one port"),
                                        .operand = u"port"_s,
                                        .prints = details}));
    return commands;
}

} // namespace oriel::ctl
