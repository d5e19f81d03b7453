#pragma once

#include "operations/launch/launchrequest.h"
#include "operations/operationcenter.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

#include <functional>

class QWidget;

namespace oriel::ui {

class LaunchDialog;

/// Launches instances: asks what it must and starts one operation for each. If the cloud refuses
/// what was entered, it says so once for all of them and offers to enter it again. The operations
/// continue whatever is closed.
class LaunchFlow final : public QObject
{
    Q_OBJECT

public:
    /// `window`: over which dialogs open; it and the context outlive the flow.
    LaunchFlow(const UiContext &context, QWidget *window);

    /// From a snapshot of an instance, an image, a bootable volume or its snapshot; without an ID,
    /// from what the user chooses.
    void launch(const operations::Subject &source);

Q_SIGNALS:
    void started(oriel::operations::Operation *operation);

private:
    struct Launches;

    /// The question before launching from it; empty: none.
    [[nodiscard]] QString doubt(const operations::Subject &source) const;
    void ask(const QString &doubt, const std::function<void()> &then);
    void open(LaunchDialog *dialog, const QString &asked = {});
    void begin(const operations::LaunchRequest &request, operations::LaunchCount count);
    operations::Report launched(Launches &launches, operations::Operation &done);
    /// Says which have failed.
    void tell(const Launches &launches);

    UiContext m_context;
    QWidget *m_window;
};

} // namespace oriel::ui
