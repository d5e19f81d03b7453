#include "ui/pages/listpages.h"

#include "models/snapshotsetsmodel.h"
#include "models/words.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

using models::SnapshotRow;
using models::SnapshotRows;

/// The list of all snapshots of instances.
class SnapshotsList
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::SnapshotsList)

public:
    /// In the order of SnapshotSetsModel::Show.
    static Facet show()
    {
        return {
            tr("Show"),
            u"showFacet"_s,
            {{tr("All")},
             {tr("Due for deletion"), tr("Their keep-until date has passed.")},
             {tr("Incomplete"), tr("Their image or some of their volume snapshots are gone.")}}};
    }

    static NoneWords narrow(models::RowModel &model, const std::vector<int> &chosen)
    {
        using Show = models::SnapshotSetsModel::Show;
        const auto show = static_cast<Show>(chosen.front());
        static_cast<models::SnapshotSetsModel &>(model).setShow(show);
        switch (show) {
        case Show::Due:
            return {tr("No snapshots are due for deletion"), tr("No keep-until date has passed.")};
        case Show::Incomplete:
            return {tr("No incomplete snapshots"),
                    tr("Every snapshot has its image and all of its volume snapshots.")};
        case Show::All:
            break;
        }
        return {};
    }

    static std::unique_ptr<models::RowModel> model(const UiContext &ui)
    {
        auto rows = std::make_unique<SnapshotRows>(ui.stores, ui.operations, QString());
        auto made = std::make_unique<models::SnapshotSetsModel>(*rows, ui.stores, ui.clock);
        rows.release()->setParent(made.get()); // destroyed after the model
        return made;
    }

    static std::optional<Route> instanceOf(const UiContext &ui, const QString &id)
    {
        const auto set = ui.stores.snapshotSets.find(id);
        if (!set || set->serverId.isEmpty() || !ui.stores.servers.find(set->serverId))
            return {};
        return Route::to(Kind::Server, set->serverId, u"snapshots/"_s + id);
    }

    static std::optional<Route> imageOf(const UiContext &ui, const QString &id)
    {
        if (!ui.stores.images.find(id))
            return {};
        return Route::to(Kind::Image, id);
    }

    static std::optional<Route> volumeSnapshotOf(const UiContext &ui, const QString &rowId)
    {
        const QString id = SnapshotRows::partOf(rowId);
        if (!ui.stores.volumeSnapshots.find(id))
            return {};
        return Route::to(Kind::VolumeSnapshot, id);
    }

    static std::optional<Route> volumeOf(const UiContext &ui, const QString &rowId)
    {
        const auto snapshot = ui.stores.volumeSnapshots.find(SnapshotRows::partOf(rowId));
        if (!snapshot || !ui.stores.volumes.find(snapshot->volumeId))
            return {};
        return Route::to(Kind::Volume, snapshot->volumeId);
    }

    static std::optional<Route> cell(const UiContext &ui, const QString &column,
                                     const QString &target)
    {
        if (column == "instance"_L1)
            return Route::to(Kind::Server, target);
        if (!SnapshotRows::partOf(target).isEmpty())
            return volumeSnapshotOf(ui, target);
        const auto instance = instanceOf(ui, target);
        return instance ? instance : imageOf(ui, target);
    }

    static SearchWords searchWords(const store::SnapshotSet &set)
    {
        return {
            .kind = tr("Snapshot"), .detail = models::timeText(set.created), .icon = u"camera"_s};
    }

    static ListPageSpec spec()
    {
        return {
            .kind = Kind::SnapshotSet,
            .group = PageGroup::Storage,
            .words = {.key = u"snapshots"_s,
                      .title = tr("Snapshots"),
                      .placeholder = tr("Filter snapshots"),
                      .icon = u"camera"_s,
                      .emptyTitle = tr("No snapshots in this project"),
                      .emptyText = tr("A snapshot saves an instance as it is now, with all of its "
                                      "volumes. Create one from an instance's page."),
                      .failed = tr("The snapshots could not be loaded.")},
            .counted = [](const QString &count,
                          int total) { return tr("%1 snapshot(s)", nullptr, total).arg(count); },
            .needs = {Kind::Image, Kind::VolumeSnapshot, Kind::Volume, Kind::Server},
            .source = storeOf<store::SnapshotSet>,
            .model = model,
            .actions = actionsOn(Kind::SnapshotSet),
            .links = {{tr("Show with its instance"), instanceOf,
                       tr("Its instance no longer exists.")},
                      {tr("Show its image"), imageOf, tr("Its image no longer exists.")}},
            .cell = cell,
            .search = searchIn(Kind::SnapshotSet, &searchWords),
            .facets = {show()},
            .narrow = narrow,
            .partLinks = {{tr("Show the volume snapshot"), volumeSnapshotOf,
                           tr("The volume snapshot no longer exists.")},
                          {tr("Show its volume"), volumeOf, tr("Its volume no longer exists.")}},
            .partActions = actionsOn(Kind::VolumeSnapshot),
            .partOf = &SnapshotRows::partOf,
        };
    }
};

} // namespace

ListPageSpec snapshotsList()
{
    return SnapshotsList::spec();
}

} // namespace oriel::ui
