#include "ui/pages/instance/instancebody.h"

#include "forms/instancestate.h"
#include "models/names.h"
#include "models/snapshotrows.h"
#include "models/volumesmodel.h"
#include "models/words.h"
#include "operations/actions/actions.h"
#include "operations/capture/createsnapshot.h"
#include "operations/reachability.h"
#include "store/cloudstores.h"
#include "ui/actions/actionscontroller.h"
#include "ui/actions/statebar.h"
#include "ui/dialogs/situation.h"
#include "ui/pages/instance/consoletab.h"
#include "ui/pages/instance/historytab.h"
#include "ui/pages/instance/logtab.h"
#include "ui/pages/instance/networkingtab.h"
#include "ui/pages/instance/operationbar.h"
#include "ui/pages/instance/overviewtab.h"
#include "ui/pages/instance/snapshotstab.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/actionbar.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/listpanel.h"
#include "ui/widgets/resourcehead.h"
#include "ui/widgets/tableview.h"

#include <QtGui/QAction>
#include <QtWidgets/QLabel>
#include <QtWidgets/QTabBar>
#include <QtWidgets/QTabWidget>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

InstanceBody::InstanceBody(const UiContext &ui, const QString &serverId, QWidget *parent)
    : ResourceBody(parent)
    , m_ui(ui)
    , m_serverId(serverId)
    , m_actions(new ActionsController(ui, this, Kind::Server, false))
    , m_head(new ResourceHead(ui.theme, this))
    , m_bar(new ActionBar(ui.theme, m_actions->toolbar(), m_head))
    , m_tabs(new QTabWidget(this))
{
    m_actions->setIds({serverId});
    m_head->setActions(m_bar);
    m_tabs->setObjectName(u"instanceTabs"_s);
    m_tabs->setDocumentMode(true);

    m_overview = new OverviewTab(ui, serverId, this);
    connect(m_overview, &OverviewTab::navigate, this, &InstanceBody::navigate);
    m_volumes = makeVolumes();
    m_snapshots =
        new SnapshotsTab(ui, serverId, *m_actions->action(operations::scheduleSnapshotsKey), this);
    connect(m_snapshots, &SnapshotsTab::navigate, this, &InstanceBody::navigate);
    m_networking = new NetworkingTab(ui, serverId, *m_actions, this);
    connect(m_networking, &NetworkingTab::navigate, this, &InstanceBody::navigate);
    m_log = new LogTab(ui, serverId, this);
    m_history = new HistoryTab(ui, serverId, this);
    connect(m_history, &HistoryTab::navigate, this, &InstanceBody::navigate);
    addTab(m_overview, u"overview"_s, tr("Overview"));
    addTab(m_volumes, u"volumes"_s, tr("Volumes"));
    addTab(m_networking, u"networking"_s, tr("Networking"));
    addTab(m_snapshots, u"snapshots"_s, tr("Snapshots"));
    addTab(new ConsoleTab(ui, m_actions->flow(), serverId, this), u"console"_s, tr("Console"));
    addTab(m_log, u"log"_s, tr("Log"));
    addTab(m_history, u"activity"_s, tr("Activity"));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    layout->setSpacing(metrics::gap + metrics::unit);
    layout->addWidget(m_head);
    layout->addWidget(m_tabs, 1);
    // Where they move nothing.
    layout->addWidget(new StateBar(
        ui, m_actions->flow(), Kind::Server, serverId, [this] { return waiting(); }, this));
    layout->addWidget(new OperationBar(ui, serverId, this));

    connect(m_tabs, &QTabWidget::currentChanged, this, &InstanceBody::tabChanged);
    connect(m_actions, &RowActions::navigate, this, [this](const Route &route) {
        if (route.kind == Kind::Server && route.id == m_serverId)
            show(route.detail);
        else
            Q_EMIT navigate(route);
    });
    connect(m_actions, &RowActions::started, this,
            [this](const operations::Operation *operation) { followOperation(*operation); });
    connect(&ui.theme, &Theme::changed, this, &InstanceBody::update);
    for (const store::StoreBase *source : std::initializer_list<const store::StoreBase *>{
             &ui.stores.images, &ui.stores.volumes, &ui.stores.volumeSnapshots})
        connect(source, &store::StoreBase::stateChanged, this, &InstanceBody::askForAttachments);
    askForAttachments();
    for (const ListPanel *list : std::initializer_list<const ListPanel *>{
             &m_networking->panel(), m_volumes, &m_snapshots->panel(), &m_history->panel()})
        connect(&list->table(), &TableView::selectedIdsChanged, this,
                &InstanceBody::selectionChanged);
    update();
}

WaitingState InstanceBody::waiting() const
{
    const auto server = m_ui.stores.servers.find(m_serverId);
    if (!server)
        return {};
    return {forms::waitingText(*server), server->status == "ERROR"_L1,
            operations::waysOutOf(*server, situation(m_ui))};
}

void InstanceBody::askForAttachments()
{
    store::CloudStores &stores = m_ui.stores;
    if (m_attachmentsAsked || !stores.images.state().loaded || !stores.volumes.state().loaded ||
        !stores.volumeSnapshots.state().loaded)
        return;
    m_attachmentsAsked = true;
    stores.refreshAttachments(m_serverId);
}

ListPanel *InstanceBody::makeVolumes()
{
    auto *panel = new ListPanel(
        m_ui, std::make_unique<models::VolumesModel>(m_ui.stores, m_ui.clock, m_serverId),
        {.key = u"instanceVolumes"_s,
         .title = tr("Volumes"),
         .placeholder = tr("Filter volumes"),
         .icon = u"hard-drive"_s,
         .emptyTitle = tr("No volumes are attached"),
         .emptyText = tr("The instance has only its own disk, which is deleted with the instance."),
         .failed = tr("The volumes could not be loaded.")},
        this);
    panel->setRefresh([this] { m_ui.stores.refresh({Kind::Volume, Kind::Server}); });
    panel->layout()->setContentsMargins(0, metrics::pad, 0, 0);
    auto *actions = new ActionsController(m_ui, panel, Kind::Volume, false);
    std::vector<ToolbarAction> toolbar = actions->toolbar();
    for (ToolbarAction &value : toolbar) {
        if (value.place == ActionPlace::Main) // the instance has one
            value.place = ActionPlace::Toolbar;
    }
    std::erase_if(toolbar, [](const ToolbarAction &one) {
        return one.action->objectName() == "attach-to-server"_L1; // they are attached
    });
    toolbar.insert(toolbar.begin(), {m_actions->action(u"attach-volume"), ActionPlace::Toolbar,
                                     operations::actionNamed(u"attach-volume")->icon});
    panel->filterBar().setActions(new ActionBar(m_ui.theme, std::move(toolbar), panel));
    panel->setMenu([actions](QMenu &menu) { actions->fillMenu(menu); });
    connect(&panel->table(), &TableView::selectedIdsChanged, actions,
            [panel, actions] { actions->setIds(panel->table().selectedIds()); });
    const auto go = [this](const QString &id) {
        Q_EMIT navigate(Route::to(Kind::Volume, id));
    };
    connect(&panel->table(), &TableView::linkClicked, this,
            [go](const QString &, const QString &id) { go(id); });
    connect(&panel->table(), &TableView::opened, this, go);
    return panel;
}

void InstanceBody::addTab(QWidget *tab, const QString &key, const QString &title)
{
    m_tabKeys.append(key);
    m_tabs->addTab(tab, title);
}

void InstanceBody::show(const QString &detail)
{
    const QString key = detail.section(u'/', 0, 0);
    const QString row = detail.section(u'/', 1);
    if (const auto tab = static_cast<int>(m_tabKeys.indexOf(key)); tab >= 0)
        m_tabs->setCurrentIndex(tab);
    if (!row.isEmpty() && key == QLatin1String("snapshots"))
        m_snapshots->select(row);
    else if (!row.isEmpty() && key == QLatin1String("volumes"))
        m_volumes->table().selectId(row);
    else if (!row.isEmpty() && key == QLatin1String("overview"))
        m_overview->edit(row);
    else if (!isAncestorOf(focusWidget()))
        m_tabs->tabBar()->setFocus(Qt::OtherFocusReason);
}

void InstanceBody::update()
{
    if (const auto server = m_ui.stores.servers.find(m_serverId))
        m_head->setResource(models::nameOrId(server->name, server->id),
                            models::serverStatus(*server));
}

void InstanceBody::followOperation(const operations::Operation &operation)
{
    if (!qobject_cast<const operations::CreateSnapshot *>(&operation))
        return;
    m_tabs->setCurrentWidget(m_snapshots);
    m_snapshots->select(models::SnapshotRows::rowIdOf(operation));
}

void InstanceBody::tabChanged()
{
    // Delete means the rows of a tab's list, and the instance only where there is none.
    m_actions->setShortcutActive(u"delete-server", !shownList());
    if (m_tabs->currentWidget() == m_log)
        m_log->load();
    watchTab();
    Q_EMIT selectionChanged();
}

const ListPanel *InstanceBody::shownList() const
{
    const QWidget *tab = m_tabs->currentWidget();
    return tab == m_volumes      ? m_volumes
           : tab == m_networking ? &m_networking->panel()
           : tab == m_snapshots  ? &m_snapshots->panel()
           : tab == m_history    ? &m_history->panel()
                                 : nullptr;
}

void InstanceBody::watchTab()
{
    m_tabSubscription.reset();
    m_history->setShown(isVisible() && m_tabs->currentWidget() == m_history);
    if (!isVisible())
        return;
    if (m_tabs->currentWidget() == m_volumes)
        m_tabSubscription = m_ui.stores.watch({Kind::Volume});
    else if (m_tabs->currentWidget() == m_snapshots)
        m_tabSubscription = m_ui.stores.watch({Kind::SnapshotSet});
    else if (m_tabs->currentWidget() == m_networking)
        m_tabSubscription = m_ui.stores.watch(operations::reachabilityKinds());
}

void InstanceBody::showEvent(QShowEvent *event)
{
    ResourceBody::showEvent(event);
    watchTab();
}

void InstanceBody::hideEvent(QHideEvent *event)
{
    ResourceBody::hideEvent(event);
    watchTab();
}

void InstanceBody::refresh()
{
    if (m_tabs->currentWidget() == m_log)
        m_log->load();
    else if (m_tabs->currentWidget() == m_history)
        m_history->load();
}

QList<QAction *> InstanceBody::commands() const
{
    return m_actions->actions();
}

void InstanceBody::focusFilter()
{
    if (m_tabs->currentWidget() == m_log)
        m_log->focusFind();
    else if (m_tabs->currentWidget() == m_volumes)
        m_volumes->filterBar().focusField();
    else if (m_tabs->currentWidget() == m_snapshots)
        m_snapshots->panel().filterBar().focusField();
}

} // namespace oriel::ui
