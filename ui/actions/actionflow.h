#pragma once

#include "forms/errortext.h"
#include "operations/actions/action.h"
#include "operations/operationcenter.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

#include <vector>

class QWidget;

namespace oriel::ui {

/// Begins one action of the table, from the click on: shows its form, asks its question and starts
/// its operations. If what was entered is refused, it says so and offers to edit it; how an
/// operation finished otherwise is told by the window. The operations go on whatever is closed.
class ActionFlow final : public QObject
{
    Q_OBJECT

public:
    /// `action` and `context` outlive the flow. Dialogs open over `window`.
    ActionFlow(const UiContext &context, const operations::Action &action, QWidget *window);

    /// Without targets for an action that makes something new.
    void begin(const std::vector<operations::Subject> &targets);

Q_SIGNALS:
    void started(oriel::operations::Operation *operation);

private:
    void enter(const std::vector<operations::Subject> &targets, const operations::Values &values);
    void confirm(const std::vector<operations::Subject> &targets, const operations::Values &values);
    void start(const std::vector<operations::Subject> &targets, const operations::Values &values);
    operations::Report report(operations::Operation &operation);
    /// Says why nothing was done, and offers the form again, with what was entered.
    void refuse(const forms::ErrorText &text, const operations::Subject &target,
                const operations::Values &values);

    UiContext m_context;
    const operations::Action &m_action;
    QWidget *m_window;
};

} // namespace oriel::ui
