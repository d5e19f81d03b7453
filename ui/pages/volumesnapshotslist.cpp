#include "ui/pages/listpages.h"

#include "models/names.h"
#include "models/volumesnapshotsmodel.h"
#include "ui/pages/resourcefacts.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

class VolumeSnapshotsList
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::VolumeSnapshotsList)

public:
    /// In the order of VolumeSnapshotsModel::Show.
    static Facet show()
    {
        //: Label of the filter: which volume snapshots to show.
        return {tr("Show"),
                u"showFacet"_s,
                {{tr("All")},
                 //: Filter: only volume snapshots whose image no longer exists.
                 {tr("Orphaned"), tr("The image that they were created for no longer exists.")},
                 {tr("Due for deletion"), tr("Their keep-until date has passed.")}}};
    }

    static NoneWords narrow(models::RowModel &model, const std::vector<int> &chosen)
    {
        using Show = models::VolumeSnapshotsModel::Show;
        const auto show = static_cast<Show>(chosen.front());
        static_cast<models::VolumeSnapshotsModel &>(model).setShow(show);
        switch (show) {
        case Show::Orphaned:
            return {tr("No orphaned volume snapshots"),
                    tr("Every volume snapshot that was created for a snapshot of an instance still "
                       "has its image.")};
        case Show::Due:
            return {tr("No volume snapshots are due for deletion"),
                    tr("No keep-until date has passed.")};
        case Show::All:
            break;
        }
        return {};
    }

    static QString note(const models::RowModel &model, const std::vector<int> &chosen)
    {
        const bool orphans = chosen.front() == int(models::VolumeSnapshotsModel::Show::Orphaned);
        // If there are none, the list shows its own message.
        return orphans && model.rowCount() > 0
                   ? tr("The image that these volume snapshots were created for no longer exists, "
                        "but they still use storage. You can create a volume from each of them. "
                        "Delete those that you do not need.")
                   : QString();
    }

    static std::optional<Route> volumeOf(const UiContext &ui, const QString &id)
    {
        const auto snapshot = ui.stores.volumeSnapshots.find(id);
        if (!snapshot || !ui.stores.volumes.find(snapshot->volumeId))
            return {};
        return Route::to(Kind::Volume, snapshot->volumeId);
    }

    static std::optional<Route> instanceOf(const UiContext &ui, const QString &id)
    {
        const auto snapshot = ui.stores.volumeSnapshots.find(id);
        if (!snapshot)
            return {};
        const QString server =
            models::serverIdOf(*snapshot, models::Lookup(ui.stores, ui.clock.now()));
        if (!ui.stores.servers.find(server))
            return {};
        return Route::to(Kind::Server, server);
    }

    static std::optional<Route> setOf(const UiContext &ui, const QString &id)
    {
        const auto set = ui.stores.setOfVolumeSnapshot(id);
        if (!set)
            return {};
        if (!set->serverId.isEmpty() && ui.stores.servers.find(set->serverId))
            return Route::to(Kind::Server, set->serverId, u"snapshots/"_s + set->id);
        return Route::to(Kind::SnapshotSet, set->id);
    }

    static std::optional<Route> cell(const UiContext &ui, const QString &column,
                                     const QString &target)
    {
        if (column == "volume"_L1)
            return Route::to(Kind::Volume, target);
        if (column == "instance"_L1)
            return Route::to(Kind::Server, target);
        const auto set = ui.stores.snapshotSets.find(target);
        if (column != "set"_L1 || !set || set->parts.empty())
            return {};
        return setOf(ui, set->parts.front().snapshotId);
    }

    static std::unique_ptr<models::RowModel> newestFirst(const UiContext &ui)
    {
        auto model = std::make_unique<models::VolumeSnapshotsModel>(ui.stores, ui.clock);
        model->sort(model->columnOf(u"created"_s), Qt::DescendingOrder);
        return model;
    }

    static SearchWords searchWords(const openstack::VolumeSnapshot &snapshot)
    {
        return {.kind = tr("Volume snapshot"),
                .detail = tr("%1 GiB").arg(snapshot.sizeGiB),
                .icon = u"layers"_s};
    }

    static ListPageSpec spec()
    {
        return {
            .kind = Kind::VolumeSnapshot,
            .group = PageGroup::Storage,
            .words = {.key = u"volumeSnapshots"_s,
                      .title = tr("Snapshots"),
                      .placeholder = tr("Filter volume snapshots"),
                      .icon = u"layers"_s,
                      .emptyTitle = tr("No volume snapshots in this project"),
                      .emptyText = tr("A volume snapshot is the state of one volume at one time. A "
                                      "snapshot of an instance has one for each of its volumes. "
                                      "Create one from an instance's page."),
                      .failed = tr("The volume snapshots could not be loaded.")},
            .counted =
                [](const QString &count, int total) {
                    return tr("%1 volume snapshot(s)", nullptr, total).arg(count);
                },
            .needs = {Kind::Volume, Kind::Image, Kind::Server},
            .source = storeOf<openstack::VolumeSnapshot>,
            .model = newestFirst,
            .page =
                ResourcePageSpec{
                    .needs = {Kind::Volume, Kind::Image, Kind::Server},
                    .name = nameOf<openstack::VolumeSnapshot>,
                    .body = factsBody(&volumeSnapshotFacts),
                    .gone = tr("This volume snapshot no longer exists"),
                    .goneText = tr("It was deleted, or it belongs to another project."),
                    .failed = tr("The volume snapshot could not be loaded."),
                },
            .actions = actionsOn(Kind::VolumeSnapshot),
            .links = {{tr("Show the snapshot that it is part of"), setOf,
                       tr("It is not part of a snapshot of an instance.")},
                      {tr("Show its volume"), volumeOf, tr("Its volume no longer exists.")},
                      {tr("Show its instance"), instanceOf,
                       tr("No instance of this project belongs to it.")}},
            .cell = cell,
            .search = searchIn(Kind::VolumeSnapshot, &searchWords),
            .findBy = tr("its name or its ID"),
            .facets = {show()},
            .narrow = narrow,
            .note = note,
            .beside = Kind::SnapshotSet,
            .viewTitle = tr("Volume snapshots"),
        };
    }
};

} // namespace

ListPageSpec volumeSnapshotsList()
{
    return VolumeSnapshotsList::spec();
}

} // namespace oriel::ui
