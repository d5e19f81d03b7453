#pragma once

#include "operations/actions/action.h"
#include "operations/operationcenter.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

#include <vector>

class QWidget;

namespace oriel::ui {

/// Begins one action of the table, from the click on: shows its form, asks its question and starts
/// its operations. Where the cloud refuses what was entered it says so and offers to enter it
/// again; how an operation finished otherwise is told by the window. The operations go on whatever
/// is closed.
class ActionFlow final : public QObject
{
    Q_OBJECT

public:
    /// `action` and `context` outlive the flow. Dialogs open over `window`.
    ActionFlow(const UiContext &context, const operations::Action &action, QWidget *window);

    void begin(const std::vector<operations::Subject> &targets);

Q_SIGNALS:
    void started(oriel::operations::Operation *operation);

private:
    void enter(const std::vector<operations::Subject> &targets, const operations::Values &values);
    void confirm(const std::vector<operations::Subject> &targets, const operations::Values &values);
    void start(const std::vector<operations::Subject> &targets, const operations::Values &values);
    operations::Report report(operations::Operation &operation);

    UiContext m_context;
    const operations::Action &m_action;
    QWidget *m_window;
};

} // namespace oriel::ui
