#include "ui/widgets/actionbutton.h"

#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtGui/QAction>

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
    setObjectName(action.objectName() + QStringLiteral("Button"));
    connect(&action, &QAction::changed, this, &ActionButton::follow);
    connect(&theme, &Theme::changed, this, &ActionButton::paintIcon);
    connect(this, &QPushButton::clicked, &action, &QAction::trigger);
    paintIcon();
    follow();
}

void ActionButton::follow()
{
    setText(m_compact ? QString() : m_action.text());
    setEnabled(m_action.isEnabled());
    // An action without a tooltip of its own gives its text.
    const QString tip = m_action.toolTip() == m_action.text() ? QString() : m_action.toolTip();
    setToolTip(!m_compact      ? tip
               : tip.isEmpty() ? m_action.text()
                               : QStringLiteral("%1: %2").arg(m_action.text(), tip));
    setAccessibleName(m_action.text());
    setAccessibleDescription(tip);
    paintIcon();
}

void ActionButton::setCompact(bool compact)
{
    if (m_icon.isEmpty() || m_compact == compact)
        return;
    m_compact = compact;
    setMaximumWidth(compact ? metrics::rowHeight + metrics::gap : QWIDGETSIZE_MAX);
    follow();
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
