#include "ui/pages/listpages.h"

#include "operations/grouppolicy.h"
#include "ui/pages/servergroupbody.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

using openstack::ServerGroup;

class ServerGroupsList
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::ServerGroupsList)

public:
    static std::vector<models::Column<ServerGroup>> columns()
    {
        using models::Lookup;
        using models::memberColumn;
        auto id = memberColumn(u"id"_s, tr("ID"), &ServerGroup::id, 36);
        id.shownByDefault = false;
        auto name = memberColumn(u"name"_s, tr("Name"), &ServerGroup::name, 28);
        name.link = [](const ServerGroup &group, const Lookup &) {
            return group.id;
        };
        auto exact =
            memberColumn(u"policyKey"_s, tr("Policy of the API"), &ServerGroup::policy, 20);
        exact.shownByDefault = false;
        return {name,
                {.key = u"policy"_s,
                 .title = tr("Policy"),
                 .text = [](const ServerGroup &group,
                            const Lookup &) { return operations::policyText(group.policy); },
                 .tip =
                     [](const ServerGroup &group, const Lookup &) {
                         return operations::policyMeaning(group.policy, group.rules.mostPerHost);
                     },
                 .width = 28},
                {.key = u"members"_s,
                 .title = tr("Instances"),
                 .text = [](const ServerGroup &group,
                            const Lookup &) { return QString::number(group.members.size()); },
                 .number = [](const ServerGroup &group, const Lookup &) -> qint64 {
                     return group.members.size();
                 },
                 .alignment = Qt::AlignRight | Qt::AlignVCenter,
                 .width = 12},
                {.key = u"mostPerHost"_s,
                 .title = tr("Most on one host"),
                 .text =
                     [](const ServerGroup &group, const Lookup &) {
                         return group.policy == "anti-affinity"_L1
                                    ? QString::number(group.rules.mostPerHost)
                                    : QString();
                     },
                 .alignment = Qt::AlignRight | Qt::AlignVCenter,
                 .width = 16,
                 .shownByDefault = false},
                exact,
                id};
    }

    static SearchWords searchWords(const ServerGroup &group)
    {
        return {.kind = tr("Server group"),
                .detail = operations::policyText(group.policy),
                .icon = u"boxes"_s};
    }

    static ListPageSpec spec()
    {
        return {
            .kind = Kind::ServerGroup,
            .group = PageGroup::Compute,
            .words = {.key = u"serverGroups"_s,
                      .title = tr("Server groups"),
                      .placeholder = tr("Filter server groups"),
                      .icon = u"boxes"_s,
                      .emptyTitle = tr("No server groups"),
                      .emptyText = tr("A server group says whether its instances run on the same "
                                      "host or on different ones. Create one, then choose it when "
                                      "you launch instances."),
                      .failed = tr("The server groups could not be loaded.")},
            .counted =
                [](const QString &count, int total) {
                    return tr("%1 server group(s)", nullptr, total).arg(count);
                },
            .source = storeOf<ServerGroup>,
            .model = modelOf(columns()),
            .page =
                ResourcePageSpec{
                    .needs = {Kind::Server},
                    .name = nameOf<ServerGroup>,
                    .body = [](const UiContext &ui, const ListPageSpec &spec, const QString &id,
                               QWidget *parent) -> ResourceBody * {
                        return new ServerGroupBody(ui, spec, id, parent);
                    },
                    .gone = tr("This server group no longer exists"),
                    .goneText = tr("It was deleted, or it belongs to another project."),
                    .failed = tr("The server group could not be loaded."),
                },
            .actions = actionsOn(Kind::ServerGroup),
            .search = searchIn(Kind::ServerGroup, &searchWords),
        };
    }
};

} // namespace

ListPageSpec serverGroupsList()
{
    return ServerGroupsList::spec();
}

} // namespace oriel::ui
