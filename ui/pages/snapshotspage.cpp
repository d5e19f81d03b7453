#include "ui/pages/snapshotspage.h"

#include "models/names.h"
#include "models/volumesnapshotsmodel.h"
#include "ui/actions/volumesnapshotactionscontroller.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/noticebar.h"
#include "ui/widgets/tableview.h"

#include <QtWidgets/QComboBox>
#include <QtWidgets/QMenu>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

std::unique_ptr<models::RowModel> newestFirst(const UiContext &ui)
{
    auto model = std::make_unique<models::VolumeSnapshotsModel>(ui.stores, ui.clock);
    model->sort(model->columnOf(u"created"_s), Qt::DescendingOrder);
    return model;
}

} // namespace

SnapshotsPage::SnapshotsPage(const UiContext &ui, QWidget *parent)
    : ListPage(
          ui, newestFirst(ui),
          {.words =
               {.key = u"snapshots"_s,
                .title = tr("Snapshots"),
                .placeholder = tr("Filter snapshots"),
                .icon = u"layers"_s,
                .emptyTitle = tr("No volume snapshots in this project"),
                .emptyText =
                    tr("A volume snapshot is the state of one volume at one time. A snapshot of an "
                       "instance makes one for each of its volumes. Create one from an instance's "
                       "page."),
                .failed = tr("The volume snapshots could not be loaded.")},
           .group = tr("Storage"),
           .one = tr("1 volume snapshot"),
           .manyPattern = tr("%1 volume snapshots"),
           .topics = {Kind::VolumeSnapshot, Kind::Volume, Kind::Image, Kind::Server},
           .findBy = tr("its name or its id")},
          parent)
    , m_snapshots(static_cast<models::VolumeSnapshotsModel &>(panel().model()))
    , m_actions(new VolumeSnapshotActionsController(ui, this))
    , m_show(panel().filterBar().addFacet(tr("Show"), u"showFacet"_s))
{
    addToolbarAction(*m_actions->action(forms::VolumeSnapshotAction::NewVolume), u"hard-drive"_s);
    addToolbarAction(*m_actions->action(forms::VolumeSnapshotAction::KeepUntil),
                     u"calendar-days"_s);
    addToolbarAction(*m_actions->action(forms::VolumeSnapshotAction::Delete), u"trash-2"_s);
    connect(&panel().table(), &TableView::selectedIdsChanged, this,
            [this] { m_actions->setSnapshots(panel().table().selectedIds()); });
    connect(m_actions, &VolumeSnapshotActionsController::navigate, this, &Page::navigate);
    m_show->addItem(tr("All"));
    m_show->addItem(tr("Orphaned"));
    m_show->setItemData(1, tr("Left over: the image that they were made for is gone."),
                        Qt::ToolTipRole);
    m_show->addItem(tr("Due for deletion"));
    m_show->setItemData(2, tr("The date until which they were to be kept has passed."),
                        Qt::ToolTipRole);
    connect(m_show, &QComboBox::currentIndexChanged, this, &SnapshotsPage::applyFacet);
    connect(&panel(), &ListPanel::countChanged, this, &SnapshotsPage::explainOrphans);
}

void SnapshotsPage::entered(const Route &route)
{
    ListPage::entered(route);
    applyFacet();
}

void SnapshotsPage::applyFacet()
{
    using Show = models::VolumeSnapshotsModel::Show;
    m_snapshots.setShow(m_show->currentIndex() == 1   ? Show::Orphaned
                        : m_show->currentIndex() == 2 ? Show::Due
                                                      : Show::All);
    QString none;
    QString why;
    if (m_show->currentIndex() == 1) {
        none = tr("No orphaned volume snapshots");
        why = tr("Every volume snapshot that was made for a snapshot of an instance still has its "
                 "image.");
    } else if (m_show->currentIndex() == 2) {
        none = tr("No volume snapshots are due for deletion");
        why = tr("None is past the date until which it is to be kept.");
    }
    panel().setNoneWords(none, why);
    explainOrphans();
}

void SnapshotsPage::explainOrphans()
{
    // Where there are none, the list says so itself.
    if (m_show->currentIndex() == 1 && m_snapshots.rowCount() > 0)
        notice().tell(NoticeBar::Kind::Note,
                      tr("Orphaned volume snapshots are left over: the image of the snapshot that "
                         "they were made for is gone, and they go on taking room. A volume can "
                         "still be made from each; delete those that you do not need."),
                      {}, true);
    else
        notice().dismiss();
}

std::optional<Route> SnapshotsPage::volumeOf(const QString &snapshotId)
{
    const auto snapshot = ui().stores.volumeSnapshots.find(snapshotId);
    if (!snapshot || !ui().stores.volumes.find(snapshot->volumeId))
        return {};
    return Route{.place = Route::Place::Volumes, .id = snapshot->volumeId, .detail = {}};
}

std::optional<Route> SnapshotsPage::instanceOf(const QString &snapshotId)
{
    const auto snapshot = ui().stores.volumeSnapshots.find(snapshotId);
    if (!snapshot)
        return {};
    const QString id = models::serverIdOf(*snapshot, models::Lookup(ui().stores, ui().clock.now()));
    if (!ui().stores.servers.find(id))
        return {};
    return Route{.place = Route::Place::Instance, .id = id, .detail = {}};
}

std::optional<Route> SnapshotsPage::setOf(const QString &snapshotId)
{
    const auto set = ui().stores.setOfVolumeSnapshot(snapshotId);
    if (!set)
        return {};
    if (!set->serverId.isEmpty() && ui().stores.servers.find(set->serverId))
        return Route{.place = Route::Place::Instance,
                     .id = set->serverId,
                     .detail = u"snapshots/"_s + set->id};
    return Route{.place = Route::Place::Images, .id = set->id, .detail = {}};
}

void SnapshotsPage::follow(const QString &columnKey, const QString &target)
{
    if (columnKey == QLatin1String("volume")) {
        Q_EMIT navigate({.place = Route::Place::Volumes, .id = target, .detail = {}});
    } else if (columnKey == QLatin1String("instance")) {
        Q_EMIT navigate({.place = Route::Place::Instance, .id = target, .detail = {}});
    } else if (columnKey == QLatin1String("set")) {
        const auto set = ui().stores.snapshotSets.find(target);
        if (set && !set->parts.empty()) {
            if (const auto route = setOf(set->parts.front().snapshotId))
                Q_EMIT navigate(*route);
        }
    }
}

void SnapshotsPage::open(const QString &id)
{
    if (const auto route = setOf(id))
        Q_EMIT navigate(*route);
    else if (const auto volume = volumeOf(id))
        Q_EMIT navigate(*volume);
}

void SnapshotsPage::fillMenu(QMenu &menu)
{
    const QStringList ids = panel().table().selectedIds();
    m_actions->fillMenu(menu);
    if (ids.size() != 1)
        return;
    menu.addSeparator();
    const QString &id = ids.front();
    addLink(menu, tr("Show the snapshot that it is part of"), setOf(id),
            tr("It is not part of a snapshot of an instance."));
    addLink(menu, tr("Show its instance"), instanceOf(id),
            tr("No instance of this project belongs to it."));
    addLink(menu, tr("Show its volume"), volumeOf(id), tr("Its volume is gone."));
}

} // namespace oriel::ui
