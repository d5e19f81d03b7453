#pragma once

#include "operations/actions/requests.h"
#include "operations/operationcenter.h"
#include "operations/restore/restoreinstance.h"
#include "ui/dialogs/confirmdialog.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

class QWidget;

namespace oriel::openstack {
struct Backup;
struct FloatingIp;
} // namespace oriel::openstack

namespace oriel::ui {

/// What a person can get back from a snapshot, from the click on: asks what it must and starts the
/// operation. Where the cloud refuses what was entered it says so and offers to enter it again. The
/// operation goes on whatever is closed.
class RestoreFlows final : public QObject
{
    Q_OBJECT

public:
    /// `window`: over which dialogs open; it and the context outlive the flows.
    RestoreFlows(const UiContext &context, QWidget *window);

    /// From a set, an image, or the snapshot of a bootable volume.
    void launch(const operations::Subject &source);
    /// With everything filled in.
    void launch(const operations::RestoreRequest &request);
    void createVolume(const QString &snapshotId);
    void createVolume(const operations::NewVolumeRequest &request);
    void revert(const QString &snapshotId);
    void backUp(const QString &snapshotId);
    /// Takes the floating IP that a finished operation moved back to where it came from, if the new
    /// instance still has it; otherwise tells where it is.
    void moveBack(const operations::JournalEntry &moved);

Q_SIGNALS:
    void started(oriel::operations::Operation *operation);

private:
    void openLaunch(const operations::Subject &source);
    void begin(std::unique_ptr<operations::Operation> operation);
    operations::Report report(const operations::Operation &operation);
    void moveBackFrom(const operations::FloatingIpMove &there, const QString &instanceId,
                      const openstack::FloatingIp &address);
    void reportNotMoved(const operations::FloatingIpMove &there, const QString &why);
    /// Adds what earlier backups say of the cloud's backup service.
    [[nodiscard]] static ConfirmDialog::Question
    withAdvice(ConfirmDialog::Question question, const std::vector<openstack::Backup> &earlier);
    [[nodiscard]] operations::Context operationContext() const;

    UiContext m_context;
    QWidget *m_window;
};

} // namespace oriel::ui
