#include "ui/pages/listpages.h"

#include "base/visible.h"
#include "models/names.h"
#include "models/storemodel.h"
#include "models/words.h"
#include "operations/backupchains.h"
#include "ui/pages/resourcefacts.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

using models::Lookup;
using openstack::Backup;

class BackupsList
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::BackupsList)

public:
    static QString volumeText(const Backup &backup, const Lookup &lookup)
    {
        const auto volume = lookup.find<openstack::Volume>(backup.volumeId);
        if (!volume && lookup.isComplete(Kind::Volume))
            return tr("Deleted volume");
        return models::nameOrId(volume ? volume->name : QString(), backup.volumeId);
    }

    /// The ID is all that is left of a deleted one.
    static QString volumeTip(const Backup &backup, const Lookup &lookup)
    {
        const QString text = volumeText(backup, lookup);
        return lookup.find<openstack::Volume>(backup.volumeId) || text == backup.volumeId
                   ? text
                   //: Tooltip. %1: the ID of a volume that no longer exists
                   : tr("Deleted volume %1").arg(backup.volumeId);
    }

    static QString kindText(const Backup &backup, const Lookup &)
    {
        //: A kind of backup.
        return backup.incremental ? tr("Incremental")
                                  //: A kind of backup.
                                  : tr("Full");
    }

    static QString parentText(const Backup &backup, const Lookup &lookup)
    {
        const auto parent = operations::parentOf(backup, lookup.all<Backup>());
        //: %1: the backup that an incremental one builds on
        return parent ? tr("builds on %1").arg(models::nameOrId(parent->name, parent->id))
                      : emptyCell();
    }

    static qint64 increments(const Backup &backup, const Lookup &lookup)
    {
        return static_cast<qint64>(operations::incrementsOf(backup, lookup.all<Backup>()).size());
    }

    static bool isLatest(const Backup &backup, const Lookup &lookup)
    {
        const auto latest = operations::latestOf(backup.volumeId, lookup.all<Backup>());
        return latest && latest->id == backup.id;
    }

    static std::vector<models::Column<Backup>> columns()
    {
        using C = models::Column<Backup>;
        auto name = models::memberColumn(u"name"_s, tr("Name"), &Backup::name, 28);
        name.text = [](const Backup &backup, const Lookup &) {
            return models::nameOrId(backup.name, backup.id);
        };
        name.link = [](const Backup &backup, const Lookup &) {
            return backup.id;
        };
        name.tip = [](const Backup &backup, const Lookup &) {
            return backup.description;
        };
        name.cut = models::Cut::Middle;
        auto container =
            models::memberColumn(u"container"_s, tr("Container"), &Backup::container, 20);
        container.shownByDefault = false;
        auto id = models::memberColumn(u"id"_s, tr("ID"), &Backup::id, 36);
        id.shownByDefault = false;
        return {
            name,
            C{.key = u"status"_s,
              .title = tr("Status"),
              .text = [](const Backup &b,
                         const Lookup &) { return models::backupStatus(b.status).text; },
              .tone = [](const Backup &b,
                         const Lookup &) { return models::backupStatus(b.status).tone; },
              .tip = [](const Backup &b, const Lookup &) { return b.failReason; },
              .cut = models::Cut::Never,
              .width = 14},
            C{.key = u"volume"_s,
              .title = tr("Volume"),
              .text = &BackupsList::volumeText,
              .link =
                  [](const Backup &b, const Lookup &l) {
                      return l.find<openstack::Volume>(b.volumeId) ? b.volumeId : QString();
                  },
              .tip = &BackupsList::volumeTip,
              .width = 20},
            C{.key = u"created"_s,
              .title = tr("Created"),
              .text = [](const Backup &b, const Lookup &) { return timeText(b.created); },
              .number = [](const Backup &b,
                           const Lookup &) { return b.created.toMSecsSinceEpoch(); },
              .width = 17,
              .searched = false},
            C{.key = u"age"_s,
              .title = tr("Age"),
              .text = [](const Backup &b, const Lookup &l) { return ageText(b.created, l.now()); },
              .number = [](const Backup &b,
                           const Lookup &) { return -b.created.toMSecsSinceEpoch(); },
              .width = 10,
              .searched = false,
              .ages = true},
            C{.key = u"latest"_s,
              //: Column: whether a backup is the latest one of its volume.
              .title = tr("Latest"),
              //: In the column “Latest”: this is the latest usable backup of its volume.
              .text = [](const Backup &b,
                         const Lookup &l) { return isLatest(b, l) ? tr("Latest") : QString(); },
              .tip =
                  [](const Backup &b, const Lookup &l) {
                      return isLatest(b, l) ? tr("The latest usable backup of its "
                                                 "volume")
                                            : QString();
                  },
              .width = 8},
            C{.key = u"size"_s,
              .title = tr("Size"),
              .text =
                  [](const Backup &b, const Lookup &) {
                      return models::readable(b, {"size"}, gibText(b.sizeGiB > 0 ? b.sizeGiB : -1));
                  },
              .number = [](const Backup &b, const Lookup &) { return qint64{b.sizeGiB}; },
              .alignment = Qt::AlignRight | Qt::AlignVCenter,
              .width = 9,
              .searched = false},
            C{.key = u"kind"_s, .title = tr("Kind"), .text = &BackupsList::kindText, .width = 12},
            C{.key = u"parent"_s,
              //: Column: the backup that an incremental one builds on.
              .title = tr("Chain"),
              .text = &BackupsList::parentText,
              .link =
                  [](const Backup &b, const Lookup &l) {
                      const auto parent = operations::parentOf(b, l.all<Backup>());
                      return parent ? parent->id : QString();
                  },
              .tip = &BackupsList::parentText,
              .width = 22},
            C{.key = u"increments"_s,
              //: Column: the number of backups that cannot be restored without this one.
              .title = tr("Increments"),
              .text =
                  [](const Backup &b, const Lookup &l) {
                      return b.hasDependents ? QString::number(increments(b, l)) : emptyCell();
                  },
              .number = &BackupsList::increments,
              .alignment = Qt::AlignRight | Qt::AlignVCenter,
              .width = 10,
              .searched = false},
            container,
            id};
    }

    static std::unique_ptr<models::RowModel> newestFirst(const UiContext &ui)
    {
        auto model = modelOf(columns(), {Kind::Volume, Kind::Backup})(ui);
        model->sort(model->columnOf(u"created"_s), Qt::DescendingOrder);
        return model;
    }

    static SearchWords searchWords(const Backup &backup)
    {
        return {
            .kind = tr("Backup"), .detail = tr("%1 GiB").arg(backup.sizeGiB), .icon = u"archive"_s};
    }

    static std::optional<Route> volumeOf(const UiContext &ui, const QString &id)
    {
        const auto backup = ui.stores.of<Backup>().find(id);
        if (!backup || !ui.stores.volumes.find(backup->volumeId))
            return {};
        return Route::to(Kind::Volume, backup->volumeId);
    }

    static ListPageSpec spec()
    {
        return {
            .kind = Kind::Backup,
            .group = PageGroup::Storage,
            .words = {.key = u"backups"_s,
                      .title = tr("Backups"),
                      .placeholder = tr("Filter backups"),
                      .icon = u"archive"_s,
                      .emptyTitle = tr("No backups in this project"),
                      .emptyText = tr(
                          "A backup is a copy of a volume in separate storage: it remains if the "
                          "volume or the volume's storage is lost. Create one in the menu of a "
                          "volume or of a volume snapshot: “Back up…”."),
                      .failed = tr("The backups could not be loaded.")},
            .counted = [](const QString &count,
                          int total) { return tr("%1 backup(s)", nullptr, total).arg(count); },
            .needs = {Kind::Volume},
            .source = storeOf<Backup>,
            .model = newestFirst,
            .page =
                ResourcePageSpec{
                    .needs = {Kind::Volume, Kind::VolumeSnapshot},
                    .name = nameOf<Backup>,
                    .body = factsBody(&backupFacts),
                    .gone = tr("This backup no longer exists"),
                    .goneText = tr("It was deleted, or it belongs to another project."),
                    .failed = tr("The backup could not be loaded."),
                },
            .actions = actionsOn(Kind::Backup),
            .links = {{tr("Show its volume"), volumeOf, tr("Its volume no longer exists.")}},
            .cell = [](const UiContext &, const QString &column,
                       const QString &target) -> std::optional<Route> {
                return Route::to(column == "volume"_L1 ? Kind::Volume : Kind::Backup, target);
            },
            .search = searchIn(Kind::Backup, &searchWords),
            .findBy = tr("its name or its ID"),
        };
    }
};

} // namespace

ListPageSpec backupsList()
{
    return BackupsList::spec();
}

} // namespace oriel::ui
