#include "forms/snapshotactions.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/actions/rowactionlists.h"
#include "ui/dialogs/deleteflows.h"
#include "ui/dialogs/restoreflows.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

struct VolumeSnapshotActions
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::VolumeSnapshotActions)
};

} // namespace

RowActionList volumeSnapshotActions(const UiContext &ui, QWidget *window, RowActions *owner)
{
    using forms::VolumeSnapshotAction;
    using operations::Subject;
    auto *removal = new DeleteFlows(ui, window);
    auto *restore = new RestoreFlows(ui, window);
    QObject::connect(removal, &DeleteFlows::started, owner, &RowActions::started);
    QObject::connect(removal, &DeleteFlows::navigate, owner, &RowActions::navigate);
    QObject::connect(restore, &RestoreFlows::started, owner, &RowActions::started);
    const auto obstacle = [ui](VolumeSnapshotAction action) {
        return [ui, action](const QString &id) {
            return forms::availability(id, action, {ui.stores, ui.operations, ui.roles}).reason;
        };
    };
    const auto subjects = [ui](const QStringList &ids) {
        std::vector<Subject> all;
        for (const QString &id : ids)
            all.push_back(
                {openstack::Kind::VolumeSnapshot, id, ui.stores.volumeSnapshots.find(id)->name});
        return all;
    };
    const QString one = VolumeSnapshotActions::tr("Select one volume snapshot.");
    return {.nothingSelected = VolumeSnapshotActions::tr("Select something in the list first."),
            .watched = {&ui.stores.snapshotSets, &ui.stores.images, &ui.stores.volumeSnapshots,
                        // Reverting depends on the volume and on what it is attached to.
                        &ui.stores.volumes},
            .actions = {
                {.name = u"createVolume"_s,
                 .text = VolumeSnapshotActions::tr("Create volume…"),
                 .icon = u"hard-drive"_s,
                 .onlyOne = one,
                 .obstacle = obstacle(VolumeSnapshotAction::NewVolume),
                 .act =
                     [restore](const QStringList &ids) {
                         restore->createVolume(ids[0]);
                     }},
                {.name = u"launchFromVolumeSnapshot"_s,
                 .text = VolumeSnapshotActions::tr("Launch instance…"),
                 .onlyOne = one,
                 .obstacle = obstacle(VolumeSnapshotAction::Launch),
                 .act =
                     [restore, subjects](const QStringList &ids) {
                         restore->launch(subjects(ids).front());
                     }},
                {.name = u"revertVolume"_s,
                 .text = VolumeSnapshotActions::tr("Revert volume…"),
                 .onlyOne = one,
                 .obstacle = obstacle(VolumeSnapshotAction::Revert),
                 .act =
                     [restore](const QStringList &ids) {
                         restore->revert(ids[0]);
                     }},
                {.name = u"backUp"_s,
                 .text = VolumeSnapshotActions::tr("Back up…"),
                 .onlyOne = one,
                 .obstacle = obstacle(VolumeSnapshotAction::BackUp),
                 .act =
                     [restore](const QStringList &ids) {
                         restore->backUp(ids[0]);
                     }},
                {.name = u"changeVolumeSnapshotKeepUntil"_s,
                 .text = VolumeSnapshotActions::tr("Keep until…"),
                 .icon = u"calendar-days"_s,
                 .separated = true,
                 .obstacle = obstacle(VolumeSnapshotAction::KeepUntil),
                 .act =
                     [removal, subjects](const QStringList &ids) {
                         removal->changeKeepUntil(subjects(ids));
                     }},
                {.name = u"deleteVolumeSnapshot"_s,
                 .text = VolumeSnapshotActions::tr("Delete…"),
                 .icon = u"trash-2"_s,
                 .shortcut = QKeySequence(Qt::Key_Delete),
                 .obstacle = obstacle(VolumeSnapshotAction::Delete),
                 .act =
                     [removal, subjects](const QStringList &ids) {
                         removal->remove(subjects(ids));
                     }},
            }};
}

} // namespace oriel::ui
