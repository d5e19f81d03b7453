#pragma once

#include "operations/operation.h"
#include "ui/uicontext.h"

#include <QtCore/QPointer>
#include <QtWidgets/QFrame>

class QHBoxLayout;
class QLabel;

namespace oriel::ui {

class FocusReturn;

/// What an operation on an instance wants from the user, over all tabs of its page: the question
/// that it cannot decide by itself, with a button for each answer; or that it has taken the
/// instance down, with a button that cancels it, as long as that is possible; or, of the newest one
/// that has failed, what it left behind in the cloud, with a button that removes it, once no dialog
/// says so (any more). Hidden otherwise.
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
    QString m_cancel;                               ///< what canceling does, as shown
};

} // namespace oriel::ui
