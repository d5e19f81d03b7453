#include "ui/actions/volumesnapshotactionscontroller.h"

#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/dialogs/deleteflows.h"
#include "ui/dialogs/restoreflows.h"

#include <functional>

using namespace Qt::StringLiterals;

namespace oriel::ui {

using forms::VolumeSnapshotAction;
using operations::Subject;

VolumeSnapshotActionsController::VolumeSnapshotActionsController(const UiContext &ui,
                                                                 QWidget *window)
    : RowActions(window)
    , m_ui(ui)
    , m_flows(new DeleteFlows(ui, window))
    , m_restore(new RestoreFlows(ui, window))
    , m_actions(this, window)
{
    addRestoreActions();
    connect(m_actions.add(VolumeSnapshotAction::KeepUntil, u"changeVolumeSnapshotKeepUntil"_s,
                          tr("Keep until…")),
            &QAction::triggered, this,
            [this] { m_flows->changeKeepUntil(possible(VolumeSnapshotAction::KeepUntil)); });
    QAction *remove =
        m_actions.add(VolumeSnapshotAction::Delete, u"deleteVolumeSnapshot"_s, tr("Delete…"));
    remove->setShortcut(QKeySequence(Qt::Key_Delete));
    connect(remove, &QAction::triggered, this,
            [this] { m_flows->remove(possible(VolumeSnapshotAction::Delete)); });
    connect(m_flows, &DeleteFlows::started, this, &VolumeSnapshotActionsController::started);
    connect(m_flows, &DeleteFlows::navigate, this, &VolumeSnapshotActionsController::navigate);

    for (const store::StoreBase *source : std::initializer_list<const store::StoreBase *>{
             &ui.stores.snapshotSets, &ui.stores.images, &ui.stores.volumeSnapshots})
        connect(source, &store::StoreBase::changed, this, &VolumeSnapshotActionsController::update);
    connect(&ui.operations, &operations::OperationCenter::runningChanged, this,
            &VolumeSnapshotActionsController::update);
    update();
}

void VolumeSnapshotActionsController::addRestoreActions()
{
    using Act = std::function<void(const QString &id)>;
    const auto addOne = [this](VolumeSnapshotAction action, const QString &name,
                               const QString &text, const Act &act) {
        connect(m_actions.add(action, name, text), &QAction::triggered, this, [this, action, act] {
            const std::vector<Subject> subjects = possible(action);
            if (subjects.size() == 1)
                act(subjects.front().id);
        });
    };
    addOne(VolumeSnapshotAction::NewVolume, u"createVolume"_s, tr("Create volume…"),
           [this](const QString &id) { m_restore->createVolume(id); });
    addOne(VolumeSnapshotAction::Launch, u"launchFromVolumeSnapshot"_s, tr("Launch instance…"),
           [this](const QString &id) {
               const auto snapshot = m_ui.stores.volumeSnapshots.find(id);
               m_restore->launch(Subject{Subject::Kind::VolumeSnapshot, id, snapshot->name});
           });
    addOne(VolumeSnapshotAction::Revert, u"revertVolume"_s, tr("Revert volume…"),
           [this](const QString &id) { m_restore->revert(id); });
    addOne(VolumeSnapshotAction::BackUp, u"backUp"_s, tr("Back up…"),
           [this](const QString &id) { m_restore->backUp(id); });
    connect(m_restore, &RestoreFlows::started, this, &VolumeSnapshotActionsController::started);
    // Reverting hangs on the volume and what it is attached to.
    connect(&m_ui.stores.volumes, &store::StoreBase::changed, this,
            &VolumeSnapshotActionsController::update);
}

void VolumeSnapshotActionsController::setIds(const QStringList &ids)
{
    m_ids = ids;
    update();
}

forms::Availability
VolumeSnapshotActionsController::availabilityOf(const QString &id,
                                                VolumeSnapshotAction action) const
{
    return forms::availability(id, action, {m_ui.stores, m_ui.operations, m_ui.roles});
}

std::vector<Subject> VolumeSnapshotActionsController::possible(VolumeSnapshotAction action) const
{
    std::vector<Subject> subjects;
    for (const QString &id : m_ids) {
        if (!availabilityOf(id, action).enabled)
            continue;
        const auto snapshot = m_ui.stores.volumeSnapshots.find(id);
        subjects.push_back({Subject::Kind::VolumeSnapshot, id, snapshot->name});
    }
    return subjects;
}

void VolumeSnapshotActionsController::update()
{
    m_actions.update([this](VolumeSnapshotAction kind) {
        if (m_ids.isEmpty())
            return tr("Select something in the list first.");
        if (m_ids.size() > 1 && kind != VolumeSnapshotAction::KeepUntil &&
            kind != VolumeSnapshotAction::Delete)
            return tr("Select one volume snapshot.");
        return reasonAgainst(m_ids, [&](const QString &id) { return availabilityOf(id, kind); });
    });
}

std::vector<RowActions::Button> VolumeSnapshotActionsController::toolbar() const
{
    return {
        {m_actions.at(VolumeSnapshotAction::NewVolume), u"hard-drive"_s},
        {m_actions.at(VolumeSnapshotAction::KeepUntil), u"calendar-days"_s},
        {m_actions.at(VolumeSnapshotAction::Delete), u"trash-2"_s},
    };
}

void VolumeSnapshotActionsController::fillMenu(QMenu &menu) const
{
    m_actions.fill(menu, {VolumeSnapshotAction::NewVolume, VolumeSnapshotAction::Launch,
                          VolumeSnapshotAction::Revert, VolumeSnapshotAction::BackUp});
    menu.addSeparator();
    m_actions.fill(menu, {VolumeSnapshotAction::KeepUntil, VolumeSnapshotAction::Delete});
}

} // namespace oriel::ui
