#include "ui/dialogs/nameguard.h"

#include "base/visible.h"
#include "forms/removalform.h"
#include "ui/theme/captions.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QVBoxLayout>

namespace oriel::ui {

NameGuard::NameGuard(const QString &fieldName, QWidget *parent)
    : QWidget(parent)
    , m_words(makeLabel({}, TextSize::Body, this))
    , m_typed(new QLineEdit(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    m_words->setWordWrap(true);
    m_words->setBuddy(m_typed);
    m_typed->setObjectName(fieldName);
    column->addWidget(m_words);
    column->addWidget(m_typed);
    setFocusProxy(m_typed);
    connect(m_typed, &QLineEdit::textChanged, this, [this] {
        m_left = false;
        Q_EMIT changed();
    });
    connect(m_typed, &QLineEdit::editingFinished, this, [this] {
        m_left = true;
        Q_EMIT changed();
    });
}

void NameGuard::setName(const QString &name, const QString &words)
{
    m_name = name.trimmed();
    m_words->setText(asCaption(words)); // it has a buddy
    m_typed->setAccessibleName(words);
}

void NameGuard::guard(const QString &name, const QString &words)
{
    const bool another = m_name != name.trimmed();
    setName(name, words);
    if (another)
        m_typed->clear();
}

NameGuard::Standing NameGuard::standing() const
{
    const QString typed = text().trimmed();
    if (forms::isTyped(typed, m_name))
        return Standing::Typed;
    const bool matches = m_name.startsWith(typed) || visible(m_name).startsWith(typed);
    const bool begun = matches && (!m_left || typed.isEmpty());
    return begun ? Standing::Awaited : Standing::Wrong;
}

QString NameGuard::text() const
{
    return m_typed->text();
}

} // namespace oriel::ui
