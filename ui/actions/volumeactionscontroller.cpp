#include "ui/actions/volumeactionscontroller.h"

#include "base/visible.h"
#include "forms/volumesnapshotform.h"
#include "operations/actions/requests.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/dialogs/snapshotdialog.h"

#include <QtCore/QPointer>
#include <QtWidgets/QMenu>

using namespace Qt::StringLiterals;

namespace oriel::ui {

VolumeActionsController::VolumeActionsController(const UiContext &ui, QWidget *window)
    : RowActions(window)
    , m_ui(ui)
    , m_window(window)
    , m_createSnapshot(new QAction(tr("Create volume snapshot"), this))
{
    m_createSnapshot->setObjectName(u"createVolumeSnapshot"_s);
    window->addAction(m_createSnapshot);
    connect(m_createSnapshot, &QAction::triggered, this, &VolumeActionsController::createSnapshot);
    connect(&ui.stores.volumes, &store::StoreBase::changed, this, &VolumeActionsController::update);
    connect(&ui.operations, &operations::OperationCenter::runningChanged, this,
            &VolumeActionsController::update);
    update();
}

void VolumeActionsController::setIds(const QStringList &ids)
{
    m_ids = ids;
    update();
}

forms::Availability VolumeActionsController::availabilityOf(const QString &id) const
{
    const auto volume = m_ui.stores.volumes.find(id);
    if (!volume)
        return {false, tr("The volume no longer exists.")};
    if (const operations::Operation *running = m_ui.operations.runningOn(id))
        return {false, tr("Wait until “%1” has ended.").arg(isolated(running->title()))};
    return forms::volumeSnapshotAvailability(*volume, m_ui.roles);
}

void VolumeActionsController::update()
{
    QString reason;
    if (m_ids.isEmpty())
        reason = tr("Select a volume first.");
    else if (m_ids.size() > 1)
        reason = tr("Select one volume: a snapshot is taken of one at a time.");
    else
        reason = availabilityOf(m_ids.front()).reason;
    m_createSnapshot->setEnabled(reason.isEmpty());
    m_createSnapshot->setToolTip(reason.isEmpty() ? m_createSnapshot->text() : reason);
}

std::vector<RowActions::Button> VolumeActionsController::toolbar() const
{
    return {{m_createSnapshot, u"camera"_s, true}};
}

void VolumeActionsController::fillMenu(QMenu &menu) const
{
    menu.addAction(m_createSnapshot);
}

void VolumeActionsController::createSnapshot()
{
    if (m_ids.size() != 1)
        return;
    auto form = std::make_unique<forms::VolumeSnapshotForm>(m_ui.stores, m_ui.clock, m_ids.front(),
                                                            m_ui.roles);
    const QPointer raw = form.get();
    auto *dialog = new SnapshotDialog(m_ui.theme, std::move(form), m_window);
    connect(dialog, &SnapshotDialog::requested, this, [this, raw] {
        const operations::Context context{m_ui.client, m_ui.stores, m_ui.clock, m_ui.userName};
        Q_EMIT started(m_ui.operations.start(operations::operationFor(context, raw->request())));
    });
    dialog->open();
}

} // namespace oriel::ui
