#include "ui/pages/listpages.h"

#include "models/storemodel.h"
#include "ui/pages/securitygroupbody.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

using openstack::SecurityGroup;

class SecurityGroupsList
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::SecurityGroupsList)

public:
    static std::vector<models::Column<SecurityGroup>> columns()
    {
        using models::memberColumn;
        auto id = memberColumn(u"id"_s, tr("ID"), &SecurityGroup::id, 36);
        id.shownByDefault = false;
        auto name = memberColumn(u"name"_s, tr("Name"), &SecurityGroup::name, 28);
        name.link = [](const SecurityGroup &group, const models::Lookup &) {
            return group.id;
        };
        return {name,
                memberColumn(u"description"_s, tr("Description"), &SecurityGroup::description, 48),
                {.key = u"stateful"_s,
                 .title = tr("Answers"),
                 .text =
                     [](const SecurityGroup &group, const models::Lookup &) {
                         //: Of a security group: whether answers to allowed connections pass.
                         return group.stateful ? tr("Allowed") : tr("Need rules");
                     },
                 .width = 14,
                 .shownByDefault = false},
                id};
    }

    static SearchWords searchWords(const SecurityGroup &group)
    {
        return {.kind = tr("Security group"), .detail = group.description, .icon = u"shield"_s};
    }

    static ListPageSpec spec()
    {
        return {
            .kind = Kind::SecurityGroup,
            .group = PageGroup::Networking,
            .words = {.key = u"securityGroups"_s,
                      .title = tr("Security groups"),
                      .placeholder = tr("Filter security groups"),
                      .icon = u"shield"_s,
                      .emptyTitle = tr("No security groups in this project"),
                      .emptyText = tr("A security group is a list of what may reach an instance. "
                                      "What no rule allows is refused."),
                      .failed = tr("The security groups could not be loaded.")},
            .counted =
                [](const QString &count, int total) {
                    return tr("%1 security group(s)", nullptr, total).arg(count);
                },
            .source = storeOf<SecurityGroup>,
            .model = modelOf(columns()),
            .page =
                ResourcePageSpec{
                    .needs = {Kind::SecurityGroupRule, Kind::Port, Kind::Server},
                    .name = nameOf<SecurityGroup>,
                    .body = [](const UiContext &ui, const ListPageSpec &spec, const QString &id,
                               QWidget *parent) -> ResourceBody * {
                        return new SecurityGroupBody(ui, spec, id, parent);
                    },
                    .gone = tr("This security group no longer exists"),
                    .goneText = tr("It was deleted, or it belongs to another project."),
                    .failed = tr("The security group could not be loaded."),
                },
            .actions = actionsOn(Kind::SecurityGroup),
            .search = searchIn(Kind::SecurityGroup, &searchWords),
        };
    }
};

} // namespace

ListPageSpec securityGroupsList()
{
    return SecurityGroupsList::spec();
}

} // namespace oriel::ui
