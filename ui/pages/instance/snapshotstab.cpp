#include "ui/pages/instance/snapshotstab.h"

#include "models/snapshotsetsmodel.h"
#include "ui/actions/actionscontroller.h"
#include "ui/pages/instance/schedulebar.h"
#include "ui/pages/instance/snapshotdetails.h"
#include "ui/theme/theme.h"
#include "ui/widgets/actionbar.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/listpanel.h"
#include "ui/widgets/tableview.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QShortcut>
#include <QtWidgets/QMenu>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

const QString splitKey = u"instanceSnapshots/split"_s;

} // namespace

SnapshotsTab::SnapshotsTab(const UiContext &ui, const QString &serverId, QAction &schedule,
                           QWidget *parent)
    : QWidget(parent)
    , m_ui(ui)
    , m_snapshots(ui.stores, ui.operations, serverId)
    , m_panel(new ListPanel(
          ui, std::make_unique<models::SnapshotSetsModel>(m_snapshots, ui.stores, ui.clock),
          {.key = u"instanceSnapshots"_s,
           .title = tr("Snapshots"),
           .placeholder = tr("Filter snapshots"),
           .icon = u"camera"_s,
           .emptyTitle = tr("No snapshots of this instance yet"),
           .emptyText = tr("A snapshot saves the instance as it is now, with its settings and all "
                           "attached volumes. You can launch a new instance from it later."),
           .failed = tr("The snapshots could not be loaded.")},
          this))
    , m_details(new SnapshotDetails(ui, this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_actions(new ActionsController(ui, this, Kind::SnapshotSet))
{
    setObjectName(u"snapshotsTab"_s);
    auto *unseen = new QWidget(this); // so that its shortcuts are not those of the tab
    unseen->hide();
    m_partActions = new ActionsController(ui, unseen, Kind::VolumeSnapshot);
    for (QAction *action : m_partActions->actions())
        action->setShortcutVisibleInContextMenu(false);
    connect(m_partActions, &RowActions::navigate, this, &SnapshotsTab::navigate);
    m_panel->filterBar().setActions(new ActionBar(m_ui.theme, m_actions->toolbar(), this));
    m_panel->setRefresh([this] { refresh(); });
    m_panel->setMenu([this](QMenu &menu) { fillMenu(menu); });

    m_splitter->setObjectName(u"snapshotsSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(metrics::gap);
    m_splitter->addWidget(m_panel);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->restoreState(ui.settings.value(splitKey).toByteArray());
    connect(m_splitter, &QSplitter::splitterMoved, this,
            [this] { m_ui.settings.setValue(splitKey, m_splitter->saveState()); });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, metrics::pad, 0, 0);
    layout->addWidget(m_splitter, 1);
    if (ui.schedules)
        layout->addWidget(new ScheduleBar(ui, serverId, schedule, this));

    connect(&m_panel->table(), &TableView::selectedIdsChanged, this, [this] {
        const QStringList ids = m_panel->table().selectedIds();
        const auto part = ids.isEmpty() ? nullptr : m_snapshots.rows().find(ids.front());
        m_actions->setIds(selectedWholes(), part && part->shownPart()
                                                ? RowActions::partReason(part->set.name)
                                                : QString());
        showDetails();
    });
    connect(m_actions, &RowActions::navigate, this, &SnapshotsTab::navigate);
    connect(&m_snapshots.rows(), &store::StoreBase::changed, this, &SnapshotsTab::showDetails);
    connect(&ui.operations, &operations::OperationCenter::changed, this,
            &SnapshotsTab::showDetails);
    connect(&m_snapshots, &models::SnapshotRows::becameSnapshotSet, this,
            [this](const QString &oldId, const QString &newId) {
                if (m_panel->table().selectedIds() == QStringList{oldId})
                    m_panel->table().selectId(newId);
            });
    connect(&m_panel->table(), &TableView::linkClicked, this,
            [this](const QString &, const QString &id) {
                const QString part = models::SnapshotRows::partOf(id);
                Q_EMIT navigate(part.isEmpty() ? Route::to(Kind::Image, id)
                                               : Route::to(Kind::VolumeSnapshot, part));
            });
    connect(m_details, &SnapshotDetails::navigate, this, &SnapshotsTab::navigate);
    connect(m_details, &SnapshotDetails::closed, this, [this] {
        m_panel->table().clearSelection();
        m_panel->table().setFocus(Qt::OtherFocusReason);
    });
    connect(&m_panel->table(), &TableView::opened, this, [this](const QString &id) {
        const QString part = models::SnapshotRows::partOf(id);
        if (part.isEmpty())
            m_panel->table().selectId(id); // its details show below
        else
            Q_EMIT navigate(Route::to(Kind::VolumeSnapshot, part));
    });
    // Not in the filter field, where Escape clears the filter.
    for (QWidget *place : std::initializer_list<QWidget *>{&m_panel->table(), m_details}) {
        auto *close = new QShortcut(QKeySequence(Qt::Key_Escape), place);
        close->setContext(Qt::WidgetWithChildrenShortcut);
        connect(close, &QShortcut::activated, m_details, &SnapshotDetails::closed);
    }
}

SnapshotsTab::~SnapshotsTab()
{
    delete m_panel; // before the rows that it shows
}

void SnapshotsTab::select(const QString &rowId)
{
    m_panel->showAll();
    m_panel->table().selectId(rowId);
    m_panel->table().setFocus(Qt::OtherFocusReason);
}

void SnapshotsTab::refresh()
{
    m_ui.stores.refresh({Kind::Image, Kind::VolumeSnapshot});
}

void SnapshotsTab::showDetails()
{
    const QStringList ids = m_panel->table().selectedIds();
    m_details->setRow(ids.size() == 1 ? m_snapshots.rows().find(ids.front()) : nullptr);
    // After the layouts have been updated.
    QMetaObject::invokeMethod(this, &SnapshotsTab::fitDetails, Qt::QueuedConnection);
}

/// Adapts the height of the details to their stages and parts until the user has moved the handle;
/// always leaves room for a few snapshots.
void SnapshotsTab::fitDetails()
{
    if (m_details->isHidden()) {
        m_given = 0;
        return;
    }
    if (m_ui.settings.contains(splitKey))
        return;
    const int all = m_splitter->height() - m_splitter->handleWidth();
    const int wanted = std::min(m_details->wantedHeight(), all * 2 / 3);
    if (wanted == m_given)
        return;
    m_given = wanted;
    m_splitter->setSizes({all - wanted, wanted});
}

QStringList SnapshotsTab::selectedWholes() const
{
    QStringList ids = m_panel->table().selectedIds();
    ids.removeIf([](const QString &id) { return !models::SnapshotRows::partOf(id).isEmpty(); });
    return ids;
}

void SnapshotsTab::fillMenu(QMenu &menu)
{
    const QStringList ids = selectedWholes();
    QStringList parts;
    for (const QString &id : m_panel->table().selectedIds())
        parts += models::SnapshotRows::partOf(id);
    if (ids.isEmpty() && !parts.isEmpty()) {
        m_partActions->setIds(parts);
        m_partActions->fillMenu(menu);
        return;
    }
    m_actions->fillMenu(menu);
    if (ids.size() != 1)
        return;
    menu.addSeparator();
    QAction *image = menu.addAction(tr("Show its image"));
    image->setEnabled(m_ui.stores.images.find(ids.front()) != nullptr);
    if (!image->isEnabled())
        image->setToolTip(tr("The cloud does not list it."));
    connect(image, &QAction::triggered, this,
            [this, id = ids.front()] { Q_EMIT navigate(Route::to(Kind::Image, id)); });
    QAction *copy = menu.addAction(tr("Copy ID"));
    connect(copy, &QAction::triggered, this,
            [id = ids.front()] { QGuiApplication::clipboard()->setText(id); });
}

} // namespace oriel::ui
