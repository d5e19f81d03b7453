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

struct SnapshotActions
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::SnapshotActions)
};

} // namespace

RowActionList snapshotActions(const UiContext &ui, QWidget *window, RowActions *owner)
{
    using forms::SnapshotAction;
    using operations::Subject;
    auto *removal = new DeleteFlows(ui, window);
    auto *restore = new RestoreFlows(ui, window);
    QObject::connect(removal, &DeleteFlows::started, owner, &RowActions::started);
    QObject::connect(removal, &DeleteFlows::navigate, owner, &RowActions::navigate);
    QObject::connect(restore, &RestoreFlows::started, owner, &RowActions::started);
    const auto obstacle = [ui](SnapshotAction action) {
        return [ui, action](const QString &id) {
            return forms::availability(id, action, {ui.stores, ui.operations, ui.roles}).reason;
        };
    };
    const auto subject = [ui](const QString &id) -> Subject {
        const auto image = ui.stores.images.find(id);
        const bool set = ui.stores.snapshotSets.find(id) || !image;
        return {set ? openstack::Kind::SnapshotSet : openstack::Kind::Image, id,
                image ? image->name : QString()};
    };
    const auto subjects = [subject](const QStringList &ids) {
        std::vector<Subject> all;
        for (const QString &id : ids)
            all.push_back(subject(id));
        return all;
    };
    return {.nothingSelected = SnapshotActions::tr("Select something in the list first."),
            .watched = {&ui.stores.snapshotSets, &ui.stores.images, &ui.stores.volumeSnapshots},
            .actions = {
                {.name = u"launchInstance"_s,
                 .text = SnapshotActions::tr("Launch instance…"),
                 .icon = u"server"_s,
                 .onlyOne = SnapshotActions::tr("Select a single snapshot to launch from."),
                 .obstacle = obstacle(SnapshotAction::Launch),
                 .act =
                     [restore, subject](const QStringList &ids) {
                         restore->launch(subject(ids[0]));
                     }},
                {.name = u"changeKeepUntil"_s,
                 .text = SnapshotActions::tr("Keep until…"),
                 .icon = u"calendar-days"_s,
                 .separated = true,
                 .obstacle = obstacle(SnapshotAction::KeepUntil),
                 .act =
                     [removal, subjects](const QStringList &ids) {
                         removal->changeKeepUntil(subjects(ids));
                     }},
                {.name = u"deleteSnapshot"_s,
                 .text = SnapshotActions::tr("Delete…"),
                 .icon = u"trash-2"_s,
                 .shortcut = QKeySequence(Qt::Key_Delete),
                 .obstacle = obstacle(SnapshotAction::Delete),
                 .act =
                     [removal, subjects](const QStringList &ids) {
                         removal->remove(subjects(ids));
                     }},
            }};
}

} // namespace oriel::ui
