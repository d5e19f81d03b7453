#include "ui/pages/listpages.h"

#include "base/visible.h"
#include "models/volumesmodel.h"
#include "models/words.h"
#include "ui/pages/volumebody.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

class VolumesList
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::VolumesList)

public:
    static std::optional<Route> instanceOf(const UiContext &ui, const QString &id)
    {
        const auto volume = ui.stores.volumes.find(id);
        if (!volume || volume->attachments.empty() ||
            !ui.stores.servers.find(volume->attachments.front().serverId))
            return {};
        return Route::to(Kind::Server, volume->attachments.front().serverId, u"volumes/"_s + id);
    }

    static SearchWords searchWords(const openstack::Volume &volume)
    {
        return {.kind = tr("Volume"),
                .detail = tr("%1 GiB").arg(volume.sizeGiB),
                .icon = u"hard-drive"_s};
    }

    static QString begunText(const std::vector<operations::Subject> &volumes)
    {
        const auto count = static_cast<int>(volumes.size());
        return count == 1 ? tr("A snapshot of the volume “%1” is being created.")
                                .arg(isolated(volumes.front().name))
                          : tr("%n volume snapshot(s) are being created.", nullptr, count);
    }

    static ListPageSpec spec()
    {
        return {
            .kind = Kind::Volume,
            .group = PageGroup::Storage,
            .words =
                {.key = u"volumes"_s,
                 .title = tr("Volumes"),
                 .placeholder = tr("Filter volumes"),
                 .icon = u"hard-drive"_s,
                 .emptyTitle = tr("No volumes in this project"),
                 .emptyText = tr(
                     "Volumes are virtual disks that exist independently of instances. Create one, "
                     "and attach it to an instance."),
                 .failed = tr("The volumes could not be loaded.")},
            .counted = [](const QString &count,
                          int total) { return tr("%1 volume(s)", nullptr, total).arg(count); },
            .needs = {Kind::Server},
            .source = storeOf<openstack::Volume>,
            .model = makeModel<models::VolumesModel>,
            .page =
                ResourcePageSpec{
                    .needs = {Kind::Server, Kind::VolumeSnapshot, Kind::Image, Kind::Backup,
                              Kind::SnapshotSet, Kind::VolumeGroup},
                    .name = nameOf<openstack::Volume>,
                    .body = [](const UiContext &ui, const ListPageSpec &spec, const QString &id,
                               QWidget *parent) -> ResourceBody * {
                        return new VolumeBody(ui, spec, id, parent);
                    },
                    .gone = tr("This volume no longer exists"),
                    .goneText = tr("It was deleted, or it belongs to another project."),
                    .failed = tr("The volume could not be loaded."),
                },
            .actions = actionsOn(Kind::Volume),
            .links = {{tr("Show its instance"), instanceOf,
                       tr("The volume is not attached to an instance.")}},
            .cell = [](const UiContext &, const QString &, const QString &target)
                -> std::optional<Route> { return Route::to(Kind::Server, target, u"volumes"_s); },
            .search = searchIn(Kind::Volume, &searchWords),
            .findBy = tr("its name or its ID"),
            .begun = BegunNotice{"create-volume-snapshot"_L1, begunText,
                                 [](const auto &) {
                                     return Route::list(Kind::VolumeSnapshot);
                                 }},
        };
    }
};

} // namespace

ListPageSpec volumesList()
{
    return VolumesList::spec();
}

} // namespace oriel::ui
