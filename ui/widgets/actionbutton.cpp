#include "ui/widgets/actionbutton.h"

#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtGui/QAction>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QTabBar>

using namespace Qt::StringLiterals;

namespace oriel::ui {

ActionButton::ActionButton(QAction &action, Theme &theme, const QString &icon, bool primary,
                           QWidget *parent)
    : QPushButton(parent)
    , m_action(action)
    , m_theme(theme)
    , m_icon(icon)
    , m_primary(primary)
{
    setButtonKind(this, primary ? ButtonKind::Primary : ButtonKind::Normal);
    setObjectName(action.objectName() + u"Button"_s);
    connect(&action, &QAction::changed, this, &ActionButton::follow);
    connect(&theme, &Theme::changed, this, &ActionButton::paintIcon);
    connect(this, &QPushButton::clicked, &action, &QAction::trigger);
    paintIcon();
    follow();
}

void ActionButton::follow()
{
    setText(m_action.text());
    setEnabled(m_action.isEnabled());
    // An action without its own tooltip returns its text.
    const QString tip = m_action.toolTip() == m_action.text() ? QString() : m_action.toolTip();
    setToolTip(tip);
    setAccessibleName(m_action.text());
    setAccessibleDescription(tip);
    paintIcon();
}

/// Qt calls this, too, for the button with the focus when it is disabled or hidden, usually by what
/// it has started. The next widget in the tab order could be anywhere in the window.
bool ActionButton::focusNextPrevChild(bool next)
{
    if (isEnabled() && isVisible())
        return QPushButton::focusNextPrevChild(next);
    for (const QWidget *around = parentWidget(); around; around = around->parentWidget()) {
        for (QWidget *near : around->findChildren<QWidget *>()) {
            const bool suits =
                qobject_cast<QAbstractItemView *>(near) || qobject_cast<QTabBar *>(near);
            if (suits && near->isVisible() && near->isEnabled() &&
                near->focusPolicy() != Qt::NoFocus) {
                near->setFocus(Qt::OtherFocusReason);
                return true;
            }
        }
        if (around->isWindow())
            break;
    }
    return QPushButton::focusNextPrevChild(next);
}

void ActionButton::paintIcon()
{
    if (m_icon.isEmpty())
        return;
    const auto color = !m_action.isEnabled() ? Theme::Color::TextDisabled
                       : m_primary           ? Theme::Color::OnAccent
                                             : Theme::Color::TextPrimary;
    setIcon(m_theme.icon(m_icon, color));
}

} // namespace oriel::ui
