#include "ui/pages/servergroupbody.h"

#include "models/names.h"
#include "models/storemodel.h"
#include "models/words.h"
#include "operations/grouppolicy.h"
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

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

using models::Column;
using models::Lookup;
using openstack::Server;
using openstack::ServerGroup;

} // namespace

ServerGroupBody::ServerGroupBody(const UiContext &ui, const ListPageSpec &spec, QString id,
                                 QWidget *parent)
    : ResourceBody(parent)
    , m_ui(ui)
    , m_id(std::move(id))
    , m_head(new ResourceHead(ui.theme, this))
    , m_meaning(makeLabel({}, TextSize::Body, this))
    , m_others(makeLabel({}, TextSize::Small, this))
{
    m_actions = spec.actions(m_ui, this);
    m_actions->setIds({m_id});
    addMembers();
    std::vector<ToolbarAction> toolbar = m_actions->toolbar();
    std::erase_if(toolbar, [](const ToolbarAction &one) {
        return one.action->objectName() == "create-server-group"_L1; // of the list
    });
    m_head->setActions(new ActionBar(m_ui.theme, std::move(toolbar), m_head));
    for (RowActions *actions : {m_actions, m_instanceActions})
        connect(actions, &RowActions::navigate, this, &ResourceBody::navigate);
    m_meaning->setObjectName(u"meaning"_s);
    m_others->setObjectName(u"others"_s);
    for (QLabel *label : {m_meaning, m_others}) {
        label->setWordWrap(true);
        setSecondary(label);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    layout->setSpacing(metrics::gap + metrics::unit);
    layout->addWidget(m_head);
    layout->addWidget(m_meaning);
    layout->addWidget(m_members, 1);
    layout->addWidget(m_others);
    setFocusProxy(m_members);
    connect(&ui.stores.servers, &store::StoreBase::changed, this, &ServerGroupBody::update);
}

void ServerGroupBody::addMembers()
{
    auto name = models::memberColumn(u"name"_s, tr("Name"), &Server::name, 28);
    name.link = [](const Server &server, const Lookup &) {
        return server.id;
    };
    auto id = models::memberColumn(u"id"_s, tr("ID"), &Server::id, 36);
    id.shownByDefault = false;
    const std::vector<Column<Server>> columns{
        name,
        {.key = u"status"_s,
         .title = tr("Status"),
         .text = [](const Server &server,
                    const Lookup &) { return models::serverStatus(server).text; },
         .tone = [](const Server &server,
                    const Lookup &) { return models::serverStatus(server).tone; },
         .cut = models::Cut::Never,
         .width = 18},
        models::memberColumn(u"zone"_s, tr("Zone"), &Server::availabilityZone, 16),
        id};
    auto model = std::make_unique<models::StoreModel<Server>>(m_ui.stores, m_ui.clock, columns);
    m_members = new ListPanel(
        m_ui, std::move(model),
        {.key = u"members"_s,
         .title = tr("Members"),
         .placeholder = tr("Filter instances"),
         .icon = u"server"_s,
         .emptyTitle = tr("No instances in this group"),
         .emptyText = tr("Choose the group under “More” when you launch an instance."),
         .failed = tr("The instances could not be loaded.")},
        this);
    m_instanceActions = new ActionsController(m_ui, this, Kind::Server);
    m_members->setRefresh([this] { m_ui.stores.refresh({Kind::ServerGroup, Kind::Server}); });
    m_members->setMenu([this](QMenu &menu) { m_instanceActions->fillMenu(menu); });
    const auto go = [this](const QString &serverId) {
        Q_EMIT navigate(Route::to(Kind::Server, serverId));
    };
    connect(&m_members->table(), &TableView::linkClicked, this,
            [go](const QString &, const QString &serverId) { go(serverId); });
    connect(&m_members->table(), &TableView::opened, this, go);
    connect(&m_members->table(), &TableView::selectedIdsChanged, this,
            [this] { m_instanceActions->setIds(m_members->table().selectedIds()); });
}

QList<QAction *> ServerGroupBody::commands() const
{
    return m_actions->actions() + m_instanceActions->actions();
}

void ServerGroupBody::update()
{
    const auto group = m_ui.stores.of<ServerGroup>().find(m_id);
    if (!group)
        return; // the page shows a message
    m_head->setResource(models::nameOrId(group->name, m_id),
                        {operations::policyText(group->policy), {}});
    const QString meaning = operations::policyMeaning(group->policy, group->rules.mostPerHost);
    m_meaning->setText(meaning);
    m_meaning->setVisible(!meaning.isEmpty());
    auto &model = static_cast<models::StoreModel<Server> &>(m_members->model());
    model.setScope([members = QSet<QString>(group->members.begin(), group->members.end())](
                       const Server &server) { return members.contains(server.id); });
    const auto others =
        static_cast<int>(std::ranges::count_if(group->members, [this](const QString &member) {
            return !m_ui.stores.servers.find(member);
        }));
    m_others->setVisible(others > 0 && m_ui.stores.servers.state().loaded);
    m_others->setText(tr("%n more instance(s) are not in the list of instances that you can see.",
                         nullptr, others));
}

void ServerGroupBody::focusFilter()
{
    m_members->filterBar().focusField();
}

} // namespace oriel::ui
