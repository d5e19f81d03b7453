#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "app/ctl/rawrows.h"
#include "app/ctl/showobject.h"
#include "openstack/compute/flavor.h"
#include "openstack/requestparts.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

using openstack::Flavor;

struct FlavorWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Flavors)
};

/// From 2.61 on, the extra specs are part of a flavor. From 2.75 on, the swap of a flavor that has
/// none is 0, which `openstack` shows as an empty text by default.
constexpr net::MicroversionRange versions{{2, 1}, {2, 61}};

Cell factorCell(const QJsonValue &factor)
{
    return {.value = factor.isUndefined() ? QJsonValue() : factor, .isFraction = true};
}

class FlavorList final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        openstack::List<Flavor> list;
        if (invocation().has(u"public"_s) + invocation().has(u"private"_s) +
                invocation().has(u"all"_s) >
            1) {
            refuse(FlavorWords::tr("Give only one of --public, --private and --all."));
            return;
        }
        list.filters.insert(u"is_public"_s, invocation().has(u"all"_s)       ? u"None"_s
                                            : invocation().has(u"private"_s) ? u"False"_s
                                                                             : u"True"_s);
        for (const auto &[option, filter] :
             {std::pair(u"min-disk"_s, u"minDisk"_s), std::pair(u"min-ram"_s, u"minRam"_s)}) {
            if (!invocation().has(option))
                continue;
            bool ok = false;
            const int least = invocation().value(option).toInt(&ok);
            if (!ok || least < 0) {
                refuse(FlavorWords::tr("--%1 needs a number, not “%2”.")
                           .arg(option, invocation().value(option)));
                return;
            }
            list.filters.insert(filter, QString::number(least));
        }
        client()
            .all(RawRows<openstack::List<Flavor>>{list, versions})
            .then(this, [this](auto flavors) {
                if (flavors.ok())
                    show(listing(*flavors));
                else
                    fail(flavors.error(), FlavorWords::tr("The flavors could not be listed."));
            });
    }

private:
    [[nodiscard]] Listing listing(const std::vector<std::pair<Flavor, QJsonObject>> &flavors) const
    {
        const bool all = invocation().has(u"long"_s);
        Listing result{.columns = {u"ID"_s, u"Name"_s, u"RAM"_s, u"Disk"_s, u"Ephemeral"_s,
                                   u"VCPUs"_s, u"Is Public"_s},
                       .rows = {}};
        if (all)
            result.columns += {u"Swap"_s, u"RXTX Factor"_s, u"Properties"_s};
        for (const auto &[flavor, raw] : flavors) {
            std::vector<Cell> row;
            for (const QLatin1StringView key :
                 {"id"_L1, "name"_L1, "ram"_L1, "disk"_L1, "OS-FLV-EXT-DATA:ephemeral"_L1,
                  "vcpus"_L1, "os-flavor-access:is_public"_L1})
                row.push_back({raw.value(key)});
            if (all)
                row.insert(row.end(),
                           {Cell{raw.value("swap"_L1)}, factorCell(raw.value("rxtx_factor"_L1)),
                            objectCell(raw.value("extra_specs"_L1).toObject())});
            result.rows.push_back(std::move(row));
        }
        return result;
    }
};

class FlavorShow final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        findFlavor(client(), invocation().operands.first(), this, [this](auto flavor) {
            if (flavor.ok())
                fetch(flavor->id);
            else
                failed(flavor.error());
        });
    }

private:
    [[nodiscard]] static ShowObject at(const QString &id, const QString &part, const QString &key)
    {
        return {.service = net::Service::Compute,
                .path = "/flavors/"_L1 + openstack::pathSegment(id) + part,
                .key = key,
                .microversions = versions};
    }

    void fetch(const QString &id)
    {
        client().call(at(id, {}, u"flavor"_s)).then(this, [this](Result<QJsonObject> flavor) {
            if (!flavor.ok()) {
                failed(flavor.error());
                return;
            }
            m_flavor = std::move(*flavor);
            if (m_flavor.contains("extra_specs"_L1))
                fetchProjects();
            else
                fetchExtraSpecs();
        });
    }

    /// Of clouds before 2.61.
    void fetchExtraSpecs()
    {
        client()
            .call(at(m_flavor.value("id"_L1).toString(), u"/os-extra_specs"_s, {}))
            .then(this, [this](Result<QJsonObject> specs) {
                // Not all users may read them.
                if (specs.ok())
                    m_flavor.insert("extra_specs"_L1, specs->value("extra_specs"_L1));
                fetchProjects();
            });
    }

    /// The projects that can use a flavor that is not public.
    void fetchProjects()
    {
        if (m_flavor.value("os-flavor-access:is_public"_L1).toBool(true)) {
            show(details());
            return;
        }
        client()
            .call(at(m_flavor.value("id"_L1).toString(), u"/os-flavor-access"_s, {}))
            .then(this, [this](Result<QJsonObject> access) {
                // By default, only administrators may read them.
                if (access.ok()) {
                    m_projects = QJsonArray();
                    for (const QJsonValue one : access->value("flavor_access"_L1).toArray())
                        m_projects->append(one.toObject().value("tenant_id"_L1));
                }
                show(details());
            });
    }

    [[nodiscard]] Details details() const
    {
        Details details;
        details.fields = {
            {u"OS-FLV-DISABLED:disabled"_s, cell("OS-FLV-DISABLED:disabled"_L1)},
            {u"OS-FLV-EXT-DATA:ephemeral"_s, cell("OS-FLV-EXT-DATA:ephemeral"_L1)},
            {u"access_project_ids"_s, m_projects ? Cell{*m_projects} : Cell{}},
            {u"description"_s, cell("description"_L1)},
            {u"disk"_s, cell("disk"_L1)},
            {u"id"_s, cell("id"_L1)},
            {u"name"_s, cell("name"_L1)},
            {u"os-flavor-access:is_public"_s, cell("os-flavor-access:is_public"_L1)},
            {u"properties"_s, objectCell(m_flavor.value("extra_specs"_L1).toObject())},
            {u"ram"_s, cell("ram"_L1)},
            {u"rxtx_factor"_s, factorCell(m_flavor.value("rxtx_factor"_L1))},
            {u"swap"_s, cell("swap"_L1)},
            {u"vcpus"_s, cell("vcpus"_L1)}};
        return details;
    }

    [[nodiscard]] Cell cell(QLatin1StringView key) const
    {
        const QJsonValue value = m_flavor.value(key);
        return {value.isUndefined() ? QJsonValue() : value};
    }

    void failed(const Error &error)
    {
        fail(error, FlavorWords::tr("The flavor could not be shown."));
    }

    QJsonObject m_flavor;
    std::optional<QJsonArray> m_projects; ///< nullopt: all projects, or unknown
};

} // namespace

std::vector<CommandEntry> flavorCommands()
{
    using Words = FlavorWords;
    std::vector<CommandEntry> commands;
    commands.push_back(entry<FlavorList>(
        {.words = {u"flavor"_s, u"list"_s},
         .summary = Words::tr("List flavors"),
         .options = {
             {{u"public"_s},
              Words::tr("List the public flavors and those of your project (the default).")},
             {{u"private"_s},
              Words::tr("List only flavors that are not public (administrators). For others, the "
                        "cloud ignores this option.")},
             {{u"all"_s},
              Words::tr("List public and other flavors (administrators). For others, the cloud "
                        "ignores this option.")},
             {{u"min-disk"_s},
              Words::tr("List only flavors with a disk of at least N GiB."),
              u"N"_s},
             {{u"min-ram"_s},
              Words::tr("List only flavors with at least N MiB of memory."),
              u"N"_s},
             {{u"long"_s},
              Words::tr("Also show the swap space in MiB, the RXTX factor and the "
                        "properties.")}}}));
    commands.push_back(entry<FlavorShow>({.words = {u"flavor"_s, u"show"_s},
                                          .summary = Words::tr("Show one flavor"),
                                          .operand = u"flavor"_s,
                                          .prints = CommandSpec::Prints::Details}));
    return commands;
}

} // namespace oriel::ctl
