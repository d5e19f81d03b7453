#pragma once

#include "forms/serveractions.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QStringList>
#include <QtGui/QAction>
#include <QtGui/QShortcut>
#include <QtGui/QStatusTipEvent>
#include <QtWidgets/QMenu>
#include <QtWidgets/QWidget>

#include <algorithm>
#include <initializer_list>
#include <map>

namespace oriel::ui {

/// Why something can be done with none of `ids`, which are not empty: what speaks against the
/// first. Empty where it can be done with one of them.
template <typename AvailabilityOf>
[[nodiscard]] QString reasonAgainst(const QStringList &ids, const AvailabilityOf &availabilityOf)
{
    const forms::Availability first = availabilityOf(ids.front());
    const bool possible =
        first.enabled || std::any_of(ids.begin() + 1, ids.end(),
                                     [&](const QString &id) { return availabilityOf(id).enabled; });
    return possible ? QString() : first.reason;
}

/// The actions of one controller, by what they do: made once, shown in toolbars and menus, enabled
/// or with the reason why not. The controller owns it, and the actions. GUI thread.
template <typename Kind>
class ActionSet
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::ActionSet)

public:
    /// The shortcuts work wherever the focus is in the window, as long as `window`, a page or a
    /// part of it, is visible; where an action is disabled, its shortcut tells why (as a status
    /// tip). `owner` is the parent of the actions.
    ActionSet(QObject *owner, QWidget *window) : m_owner(owner), m_window(window) {}

    QAction *add(Kind kind, const QString &name, const QString &text)
    {
        auto *made = new QAction(text, m_owner);
        made->setObjectName(name);
        m_window->addAction(made);
        m_actions.emplace(kind, made);
        return made;
    }

    [[nodiscard]] QAction *at(Kind kind) const { return m_actions.at(kind); }

    /// Asks for each action why it cannot be done; an empty reason enables it.
    template <typename ReasonAgainst>
    void update(const ReasonAgainst &against)
    {
        for (const auto &[kind, action] : m_actions) {
            const QString reason = against(kind);
            action->setEnabled(reason.isEmpty());
            if (!action->shortcut().isEmpty())
                tellInstead(kind, *action, reason);
            const QString keys = action->shortcut().toString(QKeySequence::NativeText);
            action->setToolTip(!reason.isEmpty() ? reason
                               : keys.isEmpty()  ? action->text()
                                                 : tr("%1 (%2)").arg(action->text(), keys));
        }
    }

    void fill(QMenu &menu, std::initializer_list<Kind> kinds) const
    {
        for (const Kind kind : kinds)
            menu.addAction(m_actions.at(kind));
    }

private:
    void tellInstead(Kind kind, const QAction &action, const QString &reason)
    {
        QShortcut *&instead = m_instead[kind];
        if (!instead) {
            // Qt does not tell of the shortcut of a disabled action.
            instead = new QShortcut(action.shortcut(), m_window);
            QObject::connect(instead, &QShortcut::activated, &action, [&action, window = m_window] {
                // Qt's own way from a widget to the status line of its window.
                QStatusTipEvent tip(action.toolTip());
                QCoreApplication::sendEvent(window, &tip);
            });
        }
        instead->setEnabled(!reason.isEmpty());
    }

    QObject *m_owner;
    QWidget *m_window;
    std::map<Kind, QAction *> m_actions;
    std::map<Kind, QShortcut *> m_instead; ///< of those that are disabled
};

} // namespace oriel::ui
