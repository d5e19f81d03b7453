#include "ui/pages/securitygroupbody.h"

#include "base/visible.h"
#include "models/names.h"
#include "models/storemodel.h"
#include "operations/securityrules.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/actionbar.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/resourcehead.h"
#include "ui/widgets/tableview.h"

#include <QtGui/QAction>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

using models::Column;
using models::Lookup;
using openstack::SecurityGroupRule;

/// Instances that are named before “and 3 more”.
constexpr std::size_t mostNames = 8;

} // namespace

SecurityGroupBody::SecurityGroupBody(const UiContext &ui, const ListPageSpec &spec, QString id,
                                     QWidget *parent)
    : ResourceBody(parent)
    , m_ui(ui)
    , m_id(std::move(id))
    , m_head(new ResourceHead(ui.theme, this))
    , m_uses(makeLabel({}, TextSize::Body, this))
{
    m_actions = spec.actions(m_ui, this);
    m_actions->setIds({m_id});
    m_ruleActions = new ActionsController(m_ui, this, Kind::SecurityGroupRule);
    addRules();
    std::vector<ToolbarAction> toolbar = m_actions->toolbar();
    std::erase_if(toolbar, [](const ToolbarAction &one) {
        return one.action->objectName() == "create-security-group"_L1; // of the list
    });
    std::ranges::copy(m_ruleActions->toolbar(), std::back_inserter(toolbar));
    m_head->setActions(new ActionBar(m_ui.theme, std::move(toolbar), m_head));
    for (RowActions *actions : {m_actions, m_ruleActions})
        connect(actions, &RowActions::navigate, this, &ResourceBody::navigate);
    m_uses->setObjectName(u"uses"_s);
    m_uses->setWordWrap(true);
    setSecondary(m_uses);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    layout->setSpacing(metrics::gap + metrics::unit);
    layout->addWidget(m_head);
    layout->addWidget(m_uses);
    layout->addWidget(m_rules, 1);
    setFocusProxy(m_rules);
    for (const Kind kind : {Kind::Port, Kind::Server})
        connect(&ui.stores.at(kind), &store::StoreBase::changed, this, &SecurityGroupBody::update);
}

void SecurityGroupBody::addRules()
{
    const auto exact = [](const QString &key, const QString &title,
                          QString SecurityGroupRule::*member, int width) {
        auto column = models::memberColumn(key, title, member, width);
        column.shownByDefault = false;
        return column;
    };
    const std::vector<Column<SecurityGroupRule>> columns{
        {.key = u"direction"_s,
         .title = tr("Direction"),
         .text =
             [](const SecurityGroupRule &rule, const Lookup &) {
                 return rule.direction == "egress"_L1 ? tr("Outgoing") : tr("Incoming");
             },
         .width = 12},
        {.key = u"traffic"_s,
         .title = tr("Traffic"),
         .text = [](const SecurityGroupRule &rule,
                    const Lookup &) { return operations::trafficText(rule); },
         .width = 28},
        {.key = u"remote"_s,
         .title = tr("From or to"),
         .text =
             [](const SecurityGroupRule &rule, const Lookup &lookup) {
                 const auto group = lookup.find<openstack::SecurityGroup>(rule.remoteGroupId);
                 return operations::remoteText(rule, group ? group->name : QString());
             },
         .width = 26},
        models::memberColumn(u"description"_s, tr("Description"), &SecurityGroupRule::description,
                             24),
        exact(u"ethertype"_s, tr("IP version"), &SecurityGroupRule::ethertype, 10),
        exact(u"protocol"_s, tr("Protocol"), &SecurityGroupRule::protocol, 10),
        exact(u"prefix"_s, tr("Range"), &SecurityGroupRule::remotePrefix, 20),
        exact(u"id"_s, tr("ID"), &SecurityGroupRule::id, 36)};
    auto model = std::make_unique<models::StoreModel<SecurityGroupRule>>(
        m_ui.stores, m_ui.clock, columns, std::vector{Kind::SecurityGroup});
    model->setScope([id = m_id](const SecurityGroupRule &rule) { return rule.groupId == id; });
    m_rules = new ListPanel(
        m_ui, std::move(model),
        {.key = u"rules"_s,
         .title = tr("Rules"),
         .placeholder = tr("Filter rules"),
         .icon = u"shield"_s,
         .emptyTitle = tr("No rules"),
         .emptyText = tr("Nothing may reach a port that has only this group, or leave it."),
         .failed = tr("The rules could not be loaded.")},
        this);
    m_rules->setRefresh([this] { m_ui.stores.refresh({Kind::SecurityGroupRule}); });
    m_rules->setMenu([this](QMenu &menu) { m_ruleActions->fillMenu(menu); });
    connect(&m_rules->table(), &TableView::selectedIdsChanged, this,
            [this] { m_ruleActions->setIds(m_rules->table().selectedIds()); });
}

QList<QAction *> SecurityGroupBody::commands() const
{
    return m_actions->actions() + m_ruleActions->actions();
}

void SecurityGroupBody::update()
{
    const auto group = m_ui.stores.of<openstack::SecurityGroup>().find(m_id);
    if (!group)
        return; // the page shows a message
    m_head->setResource(models::nameOrId(group->name, m_id), {group->description, {}});
    std::set<QString> names;
    for (const auto &port : m_ui.stores.of<openstack::Port>().rows()) {
        const auto server = m_ui.stores.servers.find(port->deviceId);
        if (server && port->securityGroupIds.contains(m_id))
            names.insert(isolated(models::nameOrId(server->name, server->id)));
    }
    QStringList shown(names.begin(), names.end());
    const auto more = static_cast<int>(shown.size()) - static_cast<int>(mostNames);
    if (shown.isEmpty())
        m_uses->setText(tr("No instance has this group."));
    else if (more > 0)
        m_uses->setText(tr("%1 and %n more instance(s) have this group.", nullptr, more)
                            .arg(shown.mid(0, mostNames).join(u", "_s)));
    else
        m_uses->setText(tr("Instances with this group: %1").arg(shown.join(u", "_s)));
}

void SecurityGroupBody::focusFilter()
{
    m_rules->filterBar().focusField();
}

} // namespace oriel::ui
