#pragma once

#include "operations/actions/action.h"
#include "ui/uicontext.h"

#include <QtWidgets/QFrame>

#include <functional>
#include <vector>

class QHBoxLayout;
class QLabel;

namespace oriel::ui {

class ActionFlow;
class FocusReturn;

/// What a resource waits for, or what is wrong with it.
struct WaitingState
{
    QString text; ///< sentences; empty: nothing
    bool isError = false;
    std::vector<const operations::Action *> ways; ///< the actions that lead out of it
};

/// What a resource waits for, at the bottom of its page: an instance is in error, locked, shelved,
/// resized or rescued. With a button for each action that leads out of that state. Hidden
/// otherwise, and while the cloud works on it.
class StateBar final : public QFrame
{
    Q_OBJECT

public:
    using Now = std::function<WaitingState()>;

    /// `flow` begins the actions. `now` is asked whenever rows of this kind have changed.
    StateBar(const UiContext &ui, ActionFlow &flow, Kind kind, QString id, Now now,
             QWidget *parent);

private:
    void update();
    void paint();
    void setButtons(const std::vector<const operations::Action *> &actions);

    UiContext m_ui;
    ActionFlow &m_flow;
    QString m_id;
    Now m_now;
    QLabel *m_icon;
    QLabel *m_text;
    QHBoxLayout *m_buttons;
    FocusReturn *m_focus;
    std::vector<const operations::Action *> m_offered;
    bool m_isError = false;
};

} // namespace oriel::ui
