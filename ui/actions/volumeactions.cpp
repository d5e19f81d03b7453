#include "base/visible.h"
#include "forms/volumesnapshotform.h"
#include "operations/actions/actionoperation.h"
#include "operations/actions/requests.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/actions/rowactionlists.h"
#include "ui/dialogs/preferences.h"
#include "ui/dialogs/snapshotdialog.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

struct VolumeActions
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::VolumeActions)
};

QString obstacle(const UiContext &ui, const QString &id)
{
    const auto volume = ui.stores.volumes.find(id);
    if (!volume)
        return VolumeActions::tr("The volume no longer exists.");
    const operations::Situation situation{ui.stores, ui.roles, &ui.operations};
    if (const QString common = operations::commonObstacle(situation, id); !common.isEmpty())
        return common;
    return forms::volumeSnapshotAvailability(*volume, ui.roles).reason;
}

void createSnapshot(const UiContext &ui, const QString &id, QWidget *window, RowActions *owner)
{
    auto form = std::make_unique<forms::VolumeSnapshotForm>(ui.stores, ui.clock, id, ui.roles);
    Preferences(ui.settings).fillIn(*form);
    const QPointer raw = form.get();
    auto *dialog = new SnapshotDialog(ui.theme, std::move(form), window);
    QObject::connect(dialog, &SnapshotDialog::requested, owner, [ui, owner, raw] {
        const operations::Context context{ui.client, ui.stores, ui.clock, ui.userName};
        Q_EMIT owner->started(
            ui.operations.start(operations::operationFor(context, raw->request())));
    });
    dialog->open();
}

} // namespace

RowActionList volumeActions(const UiContext &ui, QWidget *window, RowActions *owner)
{
    return {.nothingSelected = VolumeActions::tr("Select a volume first."),
            .watched = {&ui.stores.volumes},
            .actions = {{.name = u"createVolumeSnapshot"_s,
                         .text = VolumeActions::tr("Create volume snapshot"),
                         .icon = u"camera"_s,
                         .primary = true,
                         .onlyOne = VolumeActions::tr("Select a single volume."),
                         .obstacle = [ui](const QString &id) { return obstacle(ui, id); },
                         .act =
                             [ui, window, owner](const QStringList &ids) {
                                 createSnapshot(ui, ids[0], window, owner);
                             }}}};
}

} // namespace oriel::ui
