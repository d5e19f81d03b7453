#include "ui/widgets/actionbutton.h"

#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtGui/QAction>

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
