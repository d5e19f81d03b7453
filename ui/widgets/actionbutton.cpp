#include "ui/widgets/actionbutton.h"

#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtGui/QAction>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLineEdit>

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
    setText(m_compact ? QString() : m_action.text());
    setEnabled(m_action.isEnabled());
    // An action without its own tooltip returns its text.
    const QString tip = m_action.toolTip() == m_action.text() ? QString() : m_action.toolTip();
    setToolTip(!m_compact      ? tip
               : tip.isEmpty() ? m_action.text()
                               : u"%1: %2"_s.arg(m_action.text(), tip));
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

/// The sum of `widthOf` for the visible items of `line`.
template <typename F>
static int sumOf(const QBoxLayout &line, F widthOf)
{
    int sum = -line.spacing();
    for (int i = 0; i < line.count(); ++i) {
        QLayoutItem *item = line.itemAt(i);
        if (item->spacerItem() || (item->widget() && item->widget()->isHidden()))
            continue;
        sum += widthOf(*item) + line.spacing();
    }
    return sum;
}

void fitActions(const QBoxLayout &line, const std::vector<ActionButton *> &buttons, int width)
{
    // Measure the buttons with their text.
    for (ActionButton *button : buttons)
        button->setCompact(false);
    const auto wanted = [](QLayoutItem &item) {
        // A field shrinks to its minimum width.
        const bool field = qobject_cast<QLineEdit *>(item.widget()) != nullptr;
        return field ? item.widget()->minimumWidth() : item.sizeHint().width();
    };
    for (ActionButton *button : buttons) {
        if (sumOf(line, wanted) <= width)
            break;
        button->setCompact(true);
    }
}

int narrowestWidth(const QBoxLayout &line)
{
    return sumOf(line, [](QLayoutItem &item) {
        constexpr int iconAlone = metrics::rowHeight + metrics::gap;
        const bool button = qobject_cast<QAbstractButton *>(item.widget()) != nullptr;
        return button ? std::min(iconAlone, item.minimumSize().width())
                      : item.minimumSize().width();
    });
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
