#include "ui/dialogs/restoreflows.h"

#include "base/visible.h"
#include "forms/errortext.h"
#include "forms/floatingipback.h"
#include "forms/operationtext.h"
#include "forms/ownership.h"
#include "forms/restoreactions.h"
#include "net/apiclient.h"
#include "openstack/blockstorage/backup.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/port.h"
#include "store/cloudstores.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/newvolumedialog.h"
#include "ui/dialogs/restoredialog.h"
#include "ui/dialogs/revertdialog.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

using operations::Subject;

RestoreFlows::RestoreFlows(const UiContext &context, QWidget *window)
    : QObject(window)
    , m_context(context)
    , m_window(window)
{}

operations::Context RestoreFlows::operationContext() const
{
    return {m_context.client, m_context.stores, m_context.clock, m_context.userName};
}

void RestoreFlows::openLaunch(const Subject &source)
{
    auto *dialog = new RestoreDialog(m_context, source, m_window);
    connect(dialog, &RestoreDialog::requested, this, [this](const auto &request) {
        begin(std::make_unique<operations::RestoreInstance>(operationContext(), request));
    });
    dialog->open();
}

void RestoreFlows::launch(const Subject &source)
{
    const auto image = m_context.stores.images.find(source.id);
    const QString doubt = image ? forms::questionBeforeLaunch(*image, m_context.stores) : QString();
    if (doubt.isEmpty()) {
        openLaunch(source);
        return;
    }
    ConfirmDialog::Question question;
    question.title = tr("Launch from another project's snapshot?");
    question.text = doubt;
    question.action = tr("Launch from it…");
    auto *dialog = new ConfirmDialog(m_context.theme, question, m_window);
    dialog->setObjectName(u"foreignImageDialog"_s);
    connect(dialog, &QDialog::accepted, this, [this, source] { openLaunch(source); });
    dialog->open();
}

void RestoreFlows::launch(const operations::RestoreRequest &request)
{
    auto *dialog = new RestoreDialog(m_context, request, m_window);
    connect(dialog, &RestoreDialog::requested, this, [this](const auto &changed) {
        begin(std::make_unique<operations::RestoreInstance>(operationContext(), changed));
    });
    dialog->open();
}

void RestoreFlows::createVolume(const QString &snapshotId)
{
    auto *dialog = new NewVolumeDialog(m_context, snapshotId, m_window);
    connect(dialog, &NewVolumeDialog::requested, this, [this](const auto &request) {
        begin(operations::operationFor(operationContext(), request));
    });
    dialog->open();
}

void RestoreFlows::createVolume(const operations::NewVolumeRequest &request)
{
    auto *dialog = new NewVolumeDialog(m_context, request, m_window);
    connect(dialog, &NewVolumeDialog::requested, this, [this](const auto &changed) {
        begin(operations::operationFor(operationContext(), changed));
    });
    dialog->open();
}

void RestoreFlows::revert(const QString &snapshotId)
{
    const auto request = forms::revertRequest(snapshotId, m_context.stores);
    auto *dialog = new RevertDialog(
        m_context.theme, forms::revertText(request, m_context.stores, m_context.clock.now()),
        m_window);
    connect(dialog, &QDialog::accepted, this,
            [this, request] { begin(operations::operationFor(operationContext(), request)); });
    dialog->open();
}

void RestoreFlows::backUp(const QString &snapshotId)
{
    const auto snapshot = m_context.stores.volumeSnapshots.find(snapshotId);
    if (!snapshot)
        return;
    const QString name = snapshot->name.isEmpty() ? snapshot->id : snapshot->name;
    ConfirmDialog::Question question;
    question.title = tr("Back up “%1”?").arg(isolated(name));
    question.text = tr("The snapshot's %1 GiB are copied to the backup store, which is separate "
                       "from the storage of the volumes. This can take long. The volume can be "
                       "used meanwhile.")
                        .arg(snapshot->sizeGiB);
    question.action = tr("Back up");
    auto *dialog = new ConfirmDialog(m_context.theme, question, m_window);
    dialog->setObjectName(u"backupDialog"_s);
    dialog->hold(tr("Looking for earlier backups…"));
    const operations::BackupRequest request{
        {openstack::Kind::VolumeSnapshot, snapshot->id, name}, snapshot->volumeId, name};
    connect(dialog, &QDialog::accepted, this,
            [this, request] { begin(operations::operationFor(operationContext(), request)); });
    // Only administrators can ask whether a backup service is running. Earlier backups show it to
    // everybody; one page of them is enough.
    m_context.client.call(openstack::List<openstack::Backup>{})
        .then(dialog, [dialog, question](auto result) {
            const auto none = std::vector<openstack::Backup>();
            dialog->ask(withAdvice(question, result.ok() ? result.value().items : none));
        });
    dialog->open();
}

ConfirmDialog::Question RestoreFlows::withAdvice(ConfirmDialog::Question question,
                                                 const std::vector<openstack::Backup> &earlier)
{
    const bool proven = std::ranges::any_of(earlier, [](const openstack::Backup &backup) {
        return backup.status == "available"_L1 || backup.status == "restoring"_L1;
    });
    const bool refuted =
        !proven && std::ranges::any_of(earlier, [](const openstack::Backup &backup) {
            return backup.failReason.contains("Service not found"_L1);
        });
    if (refuted) {
        question.text = tr("No backup service is running in this cloud: an earlier backup failed "
                           "for that reason. If you try again, the volume snapshot may stay "
                           "“backing-up”, which only an administrator can undo.");
        question.action = tr("Try anyway");
        question.danger = true;
    } else if (!proven) {
        question.text +=
            u"\n\n"_s + tr("There is no earlier backup that shows that this cloud has a backup "
                           "service. If it has none, the backup fails and the volume snapshot may "
                           "stay “backing-up”, which only an administrator can undo. If you are "
                           "not sure, ask your administrator first.");
    }
    return question;
}

void RestoreFlows::moveBack(const operations::JournalEntry &moved)
{
    const auto there = forms::movedFloatingIp(moved);
    if (!there)
        return;
    m_context.client.call(openstack::Get<openstack::FloatingIp>{there->id})
        .then(this, [this, there = *there, instanceId = moved.resultId](auto result) {
            if (!result.ok())
                reportNotMoved(there, forms::describe(result.error(), {}).why);
            else if (result.value().portId == there.fromPortId)
                reportNotMoved(there,
                               tr("It already points to “%1”.").arg(isolated(there.fromName)));
            else
                moveBackFrom(there, instanceId, result.value());
        });
}

void RestoreFlows::moveBackFrom(const operations::FloatingIpMove &there, const QString &instanceId,
                                const openstack::FloatingIp &address)
{
    // It may have been given to a third instance since then, from which it must not be taken.
    openstack::List<openstack::Port> list;
    list.filters.insert(u"device_id"_s, instanceId);
    m_context.client.call(list).then(this, [this, there, portId = address.portId](auto result) {
        if (!result.ok()) {
            reportNotMoved(there, forms::describe(result.error(), {}).why);
            return;
        }
        const auto &ports = result.value().items;
        if (portId.isEmpty() ||
            std::ranges::find(ports, portId, &openstack::Port::id) == ports.end()) {
            reportNotMoved(there, tr("It no longer points to “%1”.").arg(isolated(there.toName)));
            return;
        }
        operations::FloatingIpMove back = there;
        back.fromPortId = portId;
        std::swap(back.fromName, back.toName);
        begin(operations::operationFor(operationContext(), back, there.fromPortId,
                                       there.fromFixedIp));
    });
}

void RestoreFlows::reportNotMoved(const operations::FloatingIpMove &there, const QString &why)
{
    forms::ErrorText text;
    text.what = tr("The floating IP %1 was not moved.").arg(there.address);
    text.why = why;
    auto *dialog = new ErrorDialog(m_context.theme, text, {}, m_window);
    dialog->open();
}

void RestoreFlows::begin(std::unique_ptr<operations::Operation> operation)
{
    Q_EMIT started(m_context.operations.start(
        std::move(operation), this,
        [this](const operations::Operation &done) { return report(done); }));
}

operations::Report RestoreFlows::report(const operations::Operation &operation)
{
    const auto *instance = qobject_cast<const operations::RestoreInstance *>(&operation);
    const auto *volume = operation.kind() == "create-volume"_L1
                             ? qobject_cast<const operations::ActionOperation *>(&operation)
                             : nullptr;
    // To enter it again makes sense only where surely nothing was made by the first time.
    if ((!instance && !volume) || operation.outcome() != operations::Outcome::Failed ||
        !operation.resultId().isEmpty())
        return {};
    auto *dialog = new ErrorDialog(m_context.theme, forms::describe(operation),
                                   tr("Edit and retry…"), m_window);
    if (instance) {
        connect(dialog, &ErrorDialog::retried, this,
                [this, request = instance->request()] { launch(request); });
    } else {
        connect(
            dialog, &ErrorDialog::retried, this,
            [this, request = operations::newVolumeRequestOf(*volume)] { createVolume(request); });
    }
    dialog->open();
    return {.told = true};
}

} // namespace oriel::ui
