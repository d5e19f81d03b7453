#include "ui/widgets/secretedit.h"

#include "base/literals.h"
#include "ui/theme/theme.h"

#include <QtCore/QEvent>
#include <QtGui/QAction>
#include <QtWidgets/QToolButton>

using namespace Qt::StringLiterals;

namespace oriel::ui {

SecretEdit::SecretEdit(Theme &theme, QWidget *parent)
    : QLineEdit(parent)
    , m_theme(theme)
    , m_reveal(addAction(QIcon(), QLineEdit::TrailingPosition))
{
    setEchoMode(QLineEdit::Password);
    setAcceptDrops(false); // files are dropped on the window
    m_reveal->setObjectName(u"reveal"_s);
    m_reveal->setCheckable(true);
    connect(m_reveal, &QAction::triggered, this, &SecretEdit::setRevealed);
    connect(&theme, &Theme::changed, this, &SecretEdit::paintAction);
    // Qt's own button is only for the mouse.
    revealButton()->setFocusPolicy(Qt::TabFocus);
    paintAction();
}

QWidget *SecretEdit::revealButton() const
{
    return findChild<QToolButton *>();
}

void SecretEdit::setRevealed(bool revealed)
{
    m_reveal->setChecked(revealed);
    setEchoMode(revealed ? QLineEdit::Normal : QLineEdit::Password);
    paintAction();
}

void SecretEdit::paintAction()
{
    const bool revealed = m_reveal->isChecked();
    m_reveal->setIcon(m_theme.icon(revealed ? u"eye-off"_s : u"eye"_s));
    m_reveal->setText(revealed ? tr("Hide what you typed") : tr("Show what you typed"));
    m_reveal->setToolTip(m_reveal->text());
}

void SecretEdit::forget()
{
    clear();
    setRevealed(false);
}

void SecretEdit::changeEvent(QEvent *event)
{
    // The secret need not be visible while it is used.
    if (event->type() == QEvent::EnabledChange && !isEnabled())
        setRevealed(false);
    QLineEdit::changeEvent(event);
}

} // namespace oriel::ui
