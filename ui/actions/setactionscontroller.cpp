#include "ui/actions/setactionscontroller.h"

#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/dialogs/deleteflows.h"
#include "ui/dialogs/restoreflows.h"

using namespace Qt::StringLiterals;

namespace oriel::ui {

using forms::SetAction;
using operations::Subject;

SetActionsController::SetActionsController(const UiContext &ui, QWidget *window)
    : RowActions(window)
    , m_ui(ui)
    , m_flows(new DeleteFlows(ui, window))
    , m_restore(new RestoreFlows(ui, window))
    , m_actions(this, window)
{
    connect(m_actions.add(SetAction::Launch, u"launchInstance"_s, tr("Launch instance…")),
            &QAction::triggered, this, [this] {
                const std::vector<Subject> subjects = possible(SetAction::Launch);
                if (subjects.size() == 1)
                    m_restore->launch(subjects.front());
            });
    connect(m_restore, &RestoreFlows::started, this, &SetActionsController::started);
    connect(m_actions.add(SetAction::KeepUntil, u"changeKeepUntil"_s, tr("Keep until…")),
            &QAction::triggered, this,
            [this] { m_flows->changeKeepUntil(possible(SetAction::KeepUntil)); });
    QAction *remove = m_actions.add(SetAction::Delete, u"deleteSnapshot"_s, tr("Delete…"));
    remove->setShortcut(QKeySequence(Qt::Key_Delete));
    connect(remove, &QAction::triggered, this,
            [this] { m_flows->remove(possible(SetAction::Delete)); });
    connect(m_flows, &DeleteFlows::started, this, &SetActionsController::started);
    connect(m_flows, &DeleteFlows::navigate, this, &SetActionsController::navigate);

    for (const store::StoreBase *source : std::initializer_list<const store::StoreBase *>{
             &ui.stores.snapshotSets, &ui.stores.images, &ui.stores.volumeSnapshots})
        connect(source, &store::StoreBase::changed, this, &SetActionsController::update);
    connect(&ui.operations, &operations::OperationCenter::runningChanged, this,
            &SetActionsController::update);
    update();
}

void SetActionsController::setIds(const QStringList &ids)
{
    m_ids = ids;
    update();
}

forms::Availability SetActionsController::availabilityOf(const QString &id, SetAction action) const
{
    return forms::availability(id, action, {m_ui.stores, m_ui.operations, m_ui.roles});
}

std::vector<Subject> SetActionsController::possible(SetAction action) const
{
    std::vector<Subject> subjects;
    for (const QString &id : m_ids) {
        if (!availabilityOf(id, action).enabled)
            continue;
        const auto image = m_ui.stores.images.find(id);
        const bool set = m_ui.stores.snapshotSets.find(id) || !image;
        subjects.push_back({set ? Subject::Kind::SnapshotSet : Subject::Kind::Image, id,
                            image ? image->name : QString()});
    }
    return subjects;
}

void SetActionsController::update()
{
    m_actions.update([this](SetAction kind) {
        if (m_ids.isEmpty())
            return tr("Select something in the list first.");
        if (kind == SetAction::Launch && m_ids.size() > 1)
            return tr("Select one: an instance is launched from one at a time.");
        return reasonAgainst(m_ids, [&](const QString &id) { return availabilityOf(id, kind); });
    });
}

std::vector<RowActions::Button> SetActionsController::toolbar() const
{
    return {
        {m_actions.at(SetAction::Launch), u"server"_s},
        {m_actions.at(SetAction::KeepUntil), u"calendar-days"_s},
        {m_actions.at(SetAction::Delete), u"trash-2"_s},
    };
}

void SetActionsController::fillMenu(QMenu &menu) const
{
    m_actions.fill(menu, {SetAction::Launch});
    menu.addSeparator();
    m_actions.fill(menu, {SetAction::KeepUntil, SetAction::Delete});
}

} // namespace oriel::ui
