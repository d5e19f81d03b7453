#pragma once

#include "operations/launch/launchrequest.h"
#include "operations/operationcenter.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

class QWidget;

namespace oriel::ui {

class LaunchDialog;

/// Launches instances from snapshots and images: asks what it must and starts the operation. Where
/// the cloud refuses what was entered it says so and offers to enter it again. The operation goes
/// on whatever is closed.
class LaunchFlow final : public QObject
{
    Q_OBJECT

public:
    /// `window`: over which dialogs open; it and the context outlive the flow.
    LaunchFlow(const UiContext &context, QWidget *window);

    /// From a snapshot of an instance, an image, or the snapshot of a bootable volume.
    void launch(const operations::Subject &source);

Q_SIGNALS:
    void started(oriel::operations::Operation *operation);

private:
    void open(LaunchDialog *dialog);
    void begin(const operations::LaunchRequest &request);

    UiContext m_context;
    QWidget *m_window;
};

} // namespace oriel::ui
