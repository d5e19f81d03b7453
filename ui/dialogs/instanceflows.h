#pragma once

#include "operations/capture/createsnapshot.h"
#include "operations/operationcenter.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

#include <memory>

class QWidget;

namespace oriel::forms {
class CreateSnapshotForm;
}

namespace oriel::ui {

/// Creates snapshots of instances, from the click on: asks what it must and starts the operations.
/// If the cloud refuses one it says so and offers to enter it again; the window tells how it
/// finished otherwise. The operations continue whatever is closed.
class InstanceFlows final : public QObject
{
    Q_OBJECT

public:
    /// `window`: over which dialogs open; it and the context outlive the flows.
    InstanceFlows(const UiContext &context, QWidget *window);

    /// Opens the dialog; if Create is pressed, starts the operation.
    void createSnapshot(const QString &serverId);
    /// The same with everything filled in.
    void createSnapshot(const operations::CreateSnapshotRequest &request);
    /// Of several instances: one dialog, then one operation each, at most three at a time.
    void createSnapshots(const QStringList &serverIds);

Q_SIGNALS:
    void started(oriel::operations::Operation *operation);

private:
    void open(std::unique_ptr<forms::CreateSnapshotForm> form);
    void begin(std::unique_ptr<operations::Operation> operation);
    operations::Report report(operations::Operation &operation);
    [[nodiscard]] operations::Context operationContext() const;

    UiContext m_context;
    QWidget *m_window;
};

} // namespace oriel::ui
