#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "openstack/compute/servergroup.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonObject>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

struct ServerGroupWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::ServerGroups)
};

class ServerGroupList final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        client().all(openstack::List<openstack::ServerGroup>{}).then(this, [this](auto result) {
            if (!result.ok()) {
                fail(result.error(),
                     ServerGroupWords::tr("The server groups could not be listed."));
                return;
            }
            const bool all = invocation().has(u"long"_s);
            Listing listing{.columns = {u"ID"_s, u"Name"_s, u"Policy"_s}, .rows = {}};
            if (all)
                listing.columns.append(u"Members"_s);
            for (const openstack::ServerGroup &group : *result) {
                listing.rows.push_back({{group.id}, {group.name}, {group.policy}});
                if (all)
                    listing.rows.back().push_back(
                        readableCell(group, "members", listCell(group.members)));
            }
            show(std::move(listing));
        });
    }
};

class ServerGroupShow final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        findServerGroup(client(), invocation().operands.first(), this, [this](auto group) {
            if (!group.ok()) {
                fail(group.error(), ServerGroupWords::tr("The server group could not be shown."));
                return;
            }
            Details details;
            details.fields.emplace_back(u"id"_s, Cell{group->id});
            details.fields.emplace_back(u"members"_s,
                                        readableCell(*group, "members", listCell(group->members)));
            details.fields.emplace_back(u"name"_s, Cell{group->name});
            details.fields.emplace_back(u"policy"_s, Cell{group->policy});
            QJsonObject rules;
            if (group->rules.mostPerHost > 1)
                rules.insert(u"max_server_per_host"_s, group->rules.mostPerHost);
            const Cell cell{rules, objectCell(rules).words};
            details.fields.emplace_back(u"rules"_s, readableCell(*group, "rules", cell));
            show(std::move(details));
        });
    }
};

} // namespace

std::vector<CommandEntry> serverGroupCommands()
{
    using Words = ServerGroupWords;
    std::vector<CommandEntry> commands;
    commands.push_back(
        entry<ServerGroupList>({.words = {u"server"_s, u"group"_s, u"list"_s},
                                .summary = Words::tr("List server groups"),
                                .options = {{{u"long"_s}, Words::tr("Show the members, too.")}}}));
    commands.push_back(entry<ServerGroupShow>({.words = {u"server"_s, u"group"_s, u"show"_s},
                                               .summary = Words::tr("Show one server group"),
                                               .operand = u"server-group"_s,
                                               .prints = CommandSpec::Prints::Details}));
    return commands;
}

} // namespace oriel::ctl
