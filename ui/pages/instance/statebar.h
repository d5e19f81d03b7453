#pragma once

#include "openstack/compute/server.h"
#include "operations/actions/action.h"
#include "ui/uicontext.h"

#include <QtWidgets/QFrame>

class QHBoxLayout;
class QLabel;

namespace oriel::ui {

class ActionFlow;
class FocusReturn;

/// What an instance waits for, below the tabs of its page: it is in error, locked, shelved, resized
/// or rescued. With a button for each action that leads out of that state. Hidden otherwise, and
/// while the cloud works on the instance.
class StateBar final : public QFrame
{
    Q_OBJECT

public:
    /// `flow` begins the actions.
    StateBar(const UiContext &ui, ActionFlow &flow, QString serverId, QWidget *parent);

private:
    void update();
    void paint();
    void setButtons(const std::vector<const operations::Action *> &actions);

    UiContext m_ui;
    ActionFlow &m_flow;
    QString m_serverId;
    QLabel *m_icon;
    QLabel *m_text;
    QHBoxLayout *m_buttons;
    FocusReturn *m_focus;
    std::vector<const operations::Action *> m_offered;
    bool m_isError = false;
};

} // namespace oriel::ui
