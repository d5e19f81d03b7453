#pragma once

#include "operations/operation.h"
#include "ui/uicontext.h"

#include <QtCore/QPointer>
#include <QtWidgets/QFrame>

class QHBoxLayout;
class QLabel;

namespace oriel::ui {

class FocusReturn;

/// What an operation on an instance needs from the user, below the tabs of its page: a question
/// that it cannot decide, with a button per answer; or a notice that it has shut the instance down,
/// with a button to cancel while that is possible; or, for the latest failed one, what it left in
/// the cloud, with a button to remove it, unless a dialog shows that. Hidden otherwise.
class OperationBar final : public QFrame
{
    Q_OBJECT

public:
    OperationBar(const UiContext &ui, QString serverId, QWidget *parent = nullptr);

private:
    void update();
    void showQuestion(operations::Operation *operation);
    void showCancel(operations::Operation *operation);
    void showLeftovers(operations::Operation *operation);
    void clear();
    void paint();

    UiContext m_ui;
    QString m_serverId;
    QLabel *m_icon;
    QLabel *m_text;
    QHBoxLayout *m_buttons;
    FocusReturn *m_focus;
    QPointer<operations::Operation> m_shown;
    std::optional<operations::Question> m_question; ///< as shown
    QString m_cancel;                               ///< the effect of canceling, as shown
};

} // namespace oriel::ui
