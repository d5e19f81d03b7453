#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "app/ctl/serverdetails.h"
#include "app/ctl/verbatim.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/instanceaction.h"
#include "openstack/compute/keypair.h"
#include "openstack/compute/server.h"
#include "openstack/image/image.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

struct ServerWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::Servers)
};

QJsonObject networksOf(const openstack::Server &server)
{
    QJsonObject networks;
    for (const openstack::ServerAddress &address : server.addresses) {
        QJsonArray addresses = networks.value(address.network).toArray();
        addresses.append(address.address);
        networks.insert(address.network, addresses);
    }
    return networks;
}

class ServerList final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        openstack::List<openstack::Server> list;
        list.firstLimit = list.limit; // the first page is not shown before the others
        list.filters = invocation().filters({u"name"_s, u"status"_s});
        if (invocation().has(u"all-projects"_s))
            list.filters.insert(u"all_tenants"_s, u"1"_s);
        if (invocation().has(u"long"_s)) {
            const Verbatim<openstack::List<openstack::Server>> withHost{list, "servers",
                                                                        "OS-EXT-SRV-ATTR:host"};
            client().all(withHost).then(this, [this](auto result) {
                if (!result.ok()) {
                    fail(result.error(), ServerWords::tr("The servers could not be listed."));
                    return;
                }
                for (auto &[server, host] : result.value()) {
                    m_hosts.insert(server.id, host);
                    m_servers.push_back(std::move(server));
                }
                arrived();
            });
        } else {
            client().all(list).then(this, [this](auto result) {
                if (!result.ok()) {
                    fail(result.error(), ServerWords::tr("The servers could not be listed."));
                    return;
                }
                m_servers = std::move(result.value());
                arrived();
            });
        }
        // A failed name lookup must not fail the command: it shows the IDs instead.
        if (!invocation().has(u"no-name-lookup"_s)) {
            ++m_awaited;
            client().all(openstack::List<openstack::Image>{}).then(this, [this](auto result) {
                if (result.ok()) {
                    for (const openstack::Image &image : *result)
                        m_images.insert(image.id, image.name);
                }
                arrived();
            });
        }
        // From 2.47 on, a server contains only its flavor's name; fetch the ID where it is shown.
        if (invocation().has(u"long"_s) || invocation().has(u"no-name-lookup"_s)) {
            ++m_awaited;
            client().all(openstack::List<openstack::Flavor>{}).then(this, [this](auto result) {
                if (result.ok()) {
                    for (const openstack::Flavor &flavor : *result)
                        m_flavors.insert(flavor.name, flavor.id);
                }
                arrived();
            });
        }
    }

private:
    void arrived()
    {
        if (--m_awaited == 0)
            show(listing());
    }

    [[nodiscard]] Listing listing() const
    {
        const bool all = invocation().has(u"long"_s);
        const bool ids = invocation().has(u"no-name-lookup"_s);
        Listing result;
        result.columns = {u"ID"_s, u"Name"_s, u"Status"_s};
        if (all)
            result.columns += {u"Task State"_s, u"Power State"_s};
        result.columns += {u"Networks"_s};
        if (all)
            result.columns +=
                {u"Image Name"_s,        u"Image ID"_s, u"Flavor Name"_s, u"Flavor ID"_s,
                 u"Availability Zone"_s, u"Host"_s,     u"Properties"_s};
        else
            result.columns += {u"Image"_s, u"Flavor"_s};
        result.rows.reserve(m_servers.size());
        for (const openstack::Server &server : m_servers) {
            const QString imageId = server.imageId.isEmpty() ? bootedFromVolume() : server.imageId;
            const QString imageName =
                server.imageId.isEmpty() ? bootedFromVolume() : m_images.value(server.imageId);
            const QString flavor =
                server.flavor.name.isEmpty() ? server.flavor.id : server.flavor.name;
            std::vector<Cell> row{{server.id}, {server.name}, {server.status}};
            if (all) {
                row.push_back(textCell(server.taskState));
                row.push_back(
                    readableCell(server, "OS-EXT-STS:power_state", powerState(server.powerState)));
            }
            row.push_back(networksCell(networksOf(server)));
            if (all) {
                row.insert(row.end(), {Cell{imageName}, Cell{imageId}, Cell{flavor},
                                       Cell{m_flavors.value(flavor, server.flavor.id)},
                                       Cell{server.availabilityZone},
                                       Cell{m_hosts.value(server.id)}, mapCell(server.metadata)});
            } else {
                row.push_back({ids ? imageId : imageName});
                row.push_back({ids ? m_flavors.value(flavor, flavor) : flavor});
            }
            result.rows.push_back(std::move(row));
        }
        return result;
    }

    std::vector<openstack::Server> m_servers;
    QHash<QString, QString> m_hosts; ///< by server; hidden from most users
    QHash<QString, QString> m_images;
    QHash<QString, QString> m_flavors;
    int m_awaited = 1;
};

class ServerShow final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        findServer(client(), invocation().operands.first(), this, [this](auto server) {
            if (!server.ok()) {
                fail(server.error(), ServerWords::tr("The server could not be shown."));
                return;
            }
            m_details = std::make_unique<ServerDetails>(client());
            m_details->fetch(server->id, [this](Result<Details> details) {
                if (details.ok())
                    show(*details);
                else
                    fail(details.error(), ServerWords::tr("The server could not be shown."));
            });
        });
    }

private:
    std::unique_ptr<ServerDetails> m_details;
};

} // namespace

std::vector<CommandEntry> serverCommands()
{
    std::vector<CommandEntry> commands;
    commands.push_back(entry<ServerList>(
        {.words = {u"server"_s, u"list"_s},
         .summary = ServerWords::tr("List servers"),
         .options = {
             {{u"name"_s}, ServerWords::tr("Only names that match this pattern."), u"REGEX"_s},
             {{u"status"_s}, ServerWords::tr("Only this status."), u"STATUS"_s},
             {{u"all-projects"_s}, ServerWords::tr("Of all projects (administrators).")},
             //: Describes the option --long.
             {{u"long"_s},
              ServerWords::tr("Also show the task and power states, the IDs of image and flavor, "
                              "the availability zone, the host and the properties.")},
             {{u"n"_s, u"no-name-lookup"_s},
              ServerWords::tr("Show the IDs of images and flavors instead of their names.")}}}));
    commands.push_back(entry<ServerShow>({.words = {u"server"_s, u"show"_s},
                                          .summary = ServerWords::tr("Show one server"),
                                          .operand = u"server"_s,
                                          .prints = CommandSpec::Prints::Details}));
    commands.push_back(serverCreate());
    commands.push_back(serverImageCreate());
    return commands;
}

} // namespace oriel::ctl
