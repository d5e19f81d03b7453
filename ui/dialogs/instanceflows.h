#pragma once

#include "operations/capture/createsnapshot.h"
#include "operations/operationcenter.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

#include <memory>

class QWidget;

namespace oriel::forms {
class SnapshotForm;
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

    /// Opens the dialog; if Create is pressed, starts one operation each, at most three at a time.
    void createSnapshots(const QStringList &serverIds);

Q_SIGNALS:
    void started(oriel::operations::Operation *operation);

private:
    void open(std::unique_ptr<forms::SnapshotForm> form);
    void begin(const std::vector<operations::CreateSnapshotRequest> &requests);
    operations::Report report(operations::Operation &operation);

    UiContext m_context;
    QWidget *m_window;
};

} // namespace oriel::ui
