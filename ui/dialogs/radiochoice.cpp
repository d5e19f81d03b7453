#include "ui/dialogs/radiochoice.h"

#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QRadioButton>

namespace oriel::ui {

namespace {

/// Aligned with the text of a radio button.
constexpr int textIndent = 26;

} // namespace

RadioChoice::RadioChoice(const QString &title, const QString &key, QWidget *parent)
    : m_button(new QRadioButton(title, parent))
    , m_text(makeLabel({}, TextSize::Small, parent))
{
    setContentsMargins(0, 0, 0, 0);
    setSpacing(metrics::unit);
    m_button->setObjectName(key);
    m_text->setObjectName(key + QLatin1StringView("Text"));
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_text->setContentsMargins(textIndent, 0, 0, 0);
    setSecondary(m_text);
    addWidget(m_button);
    addWidget(m_text);
}

void RadioChoice::setText(const QString &text)
{
    m_text->setText(text);
    m_text->setHidden(text.isEmpty());
    m_button->setAccessibleDescription(text);
}

void RadioChoice::addField(QWidget *field)
{
    auto *line = new QHBoxLayout;
    line->setContentsMargins(textIndent, 0, 0, 0);
    line->addWidget(field);
    addLayout(line);
}

} // namespace oriel::ui
