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
namespace oriel::operations {
struct Way;
}

namespace oriel::ui {

/// Creates snapshots of instances after a click: shows the dialogs and starts the operations. If
/// the cloud refuses one, offers to correct the input; the window reports other outcomes. The
/// operations continue after the dialogs are closed.
class InstanceFlows final : public QObject
{
    Q_OBJECT

public:
    /// Dialogs open over `window`; it and the context must outlive the flows.
    InstanceFlows(const UiContext &context, QWidget *window);

    /// Opens the dialog; if Create is pressed, starts one operation each, at most three at a time.
    void createSnapshots(const QStringList &serverIds);

Q_SIGNALS:
    void started(oriel::operations::Operation *operation);
    /// The user prefers this to a snapshot of an instance.
    void otherWanted(const oriel::operations::Way &way);

private:
    void open(std::unique_ptr<forms::SnapshotForm> form);
    void begin(const std::vector<operations::CreateSnapshotRequest> &requests);
    operations::Report report(operations::Operation &operation);

    UiContext m_context;
    QWidget *m_window;
};

} // namespace oriel::ui
