#include "app/ctl/command.h"
#include "net/json.h"
#include "openstack/quotas.h"
#include "openstack/requestparts.h"
#include "store/cloudstores.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

using openstack::Quotas;

struct QuotaCommandWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Quota)
};

/// The names that `openstack` gives to the services' quotas, where they differ.
QString quotaName(const QString &key)
{
    static const QHash<QString, QString> names{
        {u"fixed_ips"_s, u"fixed-ips"_s},
        {u"floating_ips"_s, u"floating-ips"_s},
        {u"injected_file_content_bytes"_s, u"injected-file-size"_s},
        {u"injected_file_path_bytes"_s, u"injected-path-size"_s},
        {u"injected_files"_s, u"injected-files"_s},
        {u"key_pairs"_s, u"key-pairs"_s},
        {u"metadata_items"_s, u"properties"_s},
        {u"server_groups"_s, u"server-groups"_s},
        {u"server_group_members"_s, u"server-group-members"_s},
        {u"backup_gigabytes"_s, u"backup-gigabytes"_s},
        {u"per_volume_gigabytes"_s, u"per-volume-gigabytes"_s},
        {u"security_group_rules"_s, u"secgroup-rules"_s},
        {u"security_groups"_s, u"secgroups"_s},
        {u"floatingip"_s, u"floating-ips"_s},
        {u"security_group_rule"_s, u"secgroup-rules"_s},
        {u"security_group"_s, u"secgroups"_s},
        {u"network"_s, u"networks"_s},
        {u"subnet"_s, u"subnets"_s},
        {u"port"_s, u"ports"_s},
        {u"router"_s, u"routers"_s},
        {u"rbac_policy"_s, u"rbac-policies"_s},
        {u"subnetpool"_s, u"subnetpools"_s}};
    return names.value(key, key);
}

/// `quota show`: of all services that tell.
class QuotaShow final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        // Later ones replace the values of earlier ones that have the same name.
        m_services = {net::Service::Compute, net::Service::BlockStorage, net::Service::Network};
        next();
    }

private:
    void next()
    {
        if (m_services.isEmpty()) {
            finish();
            return;
        }
        const openstack::GetQuotas get{m_services.takeFirst(), connection().stores().project()};
        client().call(get).then(this, [this](Result<Quotas> answer) {
            if (answer.ok()) {
                const QMap<QString, openstack::Quota> &known = answer->byKey;
                for (auto one = known.begin(); one != known.end(); ++one)
                    m_quotas.insert(quotaName(one.key()), *one);
            } else if (!m_error) {
                m_error = answer.error();
            }
            next();
        });
    }

    void finish()
    {
        if (m_quotas.isEmpty()) {
            fail(*m_error, QuotaCommandWords::tr("The quota could not be shown."));
            return;
        }
        if (!invocation().has(u"usage"_s)) {
            Details details;
            for (auto one = m_quotas.begin(); one != m_quotas.end(); ++one)
                details.fields.emplace_back(one.key(), Cell{one->limit});
            details.fields.emplace_back(u"project"_s, Cell{connection().stores().project()});
            std::ranges::sort(details.fields, {}, [](const auto &field) { return field.first; });
            show(std::move(details));
            return;
        }
        Listing listing{.columns = {u"Resource"_s, u"Limit"_s, u"In Use"_s}, .rows = {}};
        for (auto one = m_quotas.begin(); one != m_quotas.end(); ++one)
            listing.rows.push_back({{one.key()}, {one->limit}, {one->used}});
        show(std::move(listing));
    }

    QList<net::Service> m_services;
    QMap<QString, openstack::Quota> m_quotas;
    std::optional<Error> m_error;
};

/// GET /limits: the absolute limits as the service writes them.
struct GetAbsoluteLimits
{
    using Value = std::vector<std::pair<QString, QString>>;

    net::Service service = net::Service::Compute;

    [[nodiscard]] net::Request request() const
    {
        return openstack::requestTo(service, net::Method::Get, u"/limits"_s);
    }
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const
    {
        return net::json::decode<Value>(answer, [](const net::json::Object &root) {
            Value limits;
            for (const net::json::Member one :
                 root.requiredObject("limits").requiredObject("absolute"))
                limits.emplace_back(one.name(), one.value.text());
            return limits;
        });
    }
};

/// GET /limits: how many requests of a kind the service takes in a time.
struct GetRateLimits
{
    using Value = std::vector<QList<QString>>; ///< verb, address, limit, left, unit, next

    net::Service service = net::Service::Compute;

    [[nodiscard]] net::Request request() const
    {
        return openstack::requestTo(service, net::Method::Get, u"/limits"_s);
    }
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const
    {
        return net::json::decode<Value>(answer, [](const net::json::Object &root) {
            Value limits;
            for (const net::json::Object rate :
                 root.requiredObject("limits").requiredArray("rate").objects()) {
                for (const net::json::Object one : rate.requiredArray("limit").objects())
                    limits.push_back({one.string("verb"), rate.string("uri"),
                                      QString::number(one.optionalInteger("value").value_or(0)),
                                      QString::number(one.optionalInteger("remaining").value_or(0)),
                                      one.string("unit"), one.string("next-available")});
            }
            return limits;
        });
    }
};

/// `limits show`: what compute and block storage answer to `Get`, in one table.
template <typename Get>
class LimitsCommand : public Command
{
public:
    LimitsCommand(Connection &connection, Invocation invocation, QStringList columns)
        : Command(connection, std::move(invocation))
        , m_listing{.columns = std::move(columns), .rows = {}}
    {}

    void run() override
    {
        client()
            .call(Get{net::Service::Compute})
            .then(this, [this](Result<typename Get::Value> answer) {
                if (!answer.ok()) {
                    fail(answer.error(), QuotaCommandWords::tr("The limits could not be shown."));
                    return;
                }
                add(*answer);
                addStorage();
            });
    }

protected:
    [[nodiscard]] virtual std::vector<Cell>
    row(const typename Get::Value::value_type &limit) const = 0;

private:
    void addStorage()
    {
        client()
            .call(Get{net::Service::BlockStorage})
            .then(this, [this](Result<typename Get::Value> answer) {
                if (answer.ok()) // a cloud may have no such service
                    add(*answer);
                show(std::move(m_listing));
            });
    }

    void add(const typename Get::Value &limits)
    {
        for (const auto &limit : limits)
            m_listing.rows.push_back(row(limit));
    }

    Listing m_listing;
};

/// `limits show --rate`: current services have none.
class RatesShow final : public LimitsCommand<GetRateLimits>
{
public:
    RatesShow(Connection &connection, Invocation invocation)
        : LimitsCommand(
              connection, std::move(invocation),
              {u"Verb"_s, u"URI"_s, u"Value"_s, u"Remain"_s, u"Unit"_s, u"Next Available"_s})
    {}

private:
    std::vector<Cell> row(const QList<QString> &limit) const override
    {
        std::vector<Cell> cells;
        for (const QString &text : limit)
            cells.push_back({text});
        return cells;
    }
};

/// `limits show --absolute`.
class LimitsShow final : public LimitsCommand<GetAbsoluteLimits>
{
public:
    LimitsShow(Connection &connection, Invocation invocation)
        : LimitsCommand(connection, std::move(invocation), {u"Name"_s, u"Value"_s})
    {}

private:
    std::vector<Cell> row(const std::pair<QString, QString> &limit) const override
    {
        return {{limit.first}, {limit.second.toLongLong()}};
    }
};

} // namespace

std::vector<CommandEntry> quotaCommands()
{
    std::vector<CommandEntry> commands;
    commands.push_back(entry<QuotaShow>(
        {.words = {u"quota"_s, u"show"_s},
         .summary = QuotaCommandWords::tr("Show the project's quotas"),
         .prints = CommandSpec::Prints::Details,
         .options = {{{u"usage"_s}, QuotaCommandWords::tr("Also show what is in use.")}}}));
    CommandSpec limits{
        .words = {u"limits"_s, u"show"_s},
        .summary = QuotaCommandWords::tr("Show the limits of compute and block storage"),
        .options = {
            {{u"absolute"_s}, QuotaCommandWords::tr("Show absolute limits (the default).")},
            {{u"rate"_s},
             QuotaCommandWords::tr("Show how many requests are allowed in a time, where the cloud "
                                   "limits that.")}}};
    commands.push_back({std::move(limits), [](Connection &connection, Invocation invocation) {
                            std::unique_ptr<Command> made;
                            if (invocation.has(u"rate"_s))
                                made = std::make_unique<RatesShow>(connection, invocation);
                            else
                                made = std::make_unique<LimitsShow>(connection, invocation);
                            return made;
                        }});
    return commands;
}

} // namespace oriel::ctl
