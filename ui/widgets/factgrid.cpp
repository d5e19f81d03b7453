#include "ui/widgets/factgrid.h"

#include "base/visible.h"
#include "models/words.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copyabletext.h"
#include "ui/widgets/linklabel.h"

#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

FactGrid::FactGrid(Theme &theme, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::gap);
    layout->addWidget(makeLabel(title, TextSize::Heading, this));
}

/// Whether a value cannot be wrapped to fit: it has a long word.
static bool isLong(const QString &value)
{
    constexpr qsizetype longWord = 40;
    return std::ranges::any_of(QStringView(value).split(u' '),
                               [](QStringView word) { return word.size() > longWord; });
}

QWidget *FactGrid::makeValue(const Fact &fact)
{
    if (fact.link.isEmpty() && (fact.copyable || isLong(fact.value)))
        return new CopyableText(m_theme, fact.label, fact.value,
                                fact.mono ? TextSize::Mono : TextSize::Body, m_rows);
    const QString text = fact.value.isEmpty() ? models::emptyCell() : visibleLines(fact.value);
    auto *value = new LinkLabel(text, m_rows);
    value->setTextFormat(Qt::PlainText);
    setTextSize(value, fact.mono ? TextSize::Mono : TextSize::Body);
    value->setWordWrap(true);
    value->setAccessibleName(u"%1: %2"_s.arg(fact.label, text));
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (!fact.link.isEmpty()) {
        value->setTextFormat(Qt::RichText);
        value->setText(u"<a href=\"%1\" style=\"color:%2; text-decoration:none\">%3</a>"_s.arg(
            fact.link.toHtmlEscaped(), m_theme.color(Theme::Color::Accent).name(),
            text.toHtmlEscaped()));
        value->setTextInteractionFlags(Qt::TextBrowserInteraction);
        connect(value, &QLabel::linkActivated, this, &FactGrid::linkClicked);
    }
    return value;
}

void FactGrid::setFacts(std::vector<Fact> facts)
{
    if (m_rows && facts == m_facts)
        return;
    m_facts = std::move(facts);
    delete m_rows;
    m_rows = new QWidget(this);
    auto *grid = new QGridLayout(m_rows);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(metrics::pad);
    grid->setVerticalSpacing(metrics::gap);
    grid->setColumnMinimumWidth(0, 112);
    grid->setColumnStretch(1, 1);
    if (m_facts.empty()) {
        //: A list of facts is empty.
        QLabel *none = makeLabel(tr("None"), TextSize::Body, m_rows);
        setSecondary(none);
        grid->addWidget(none, 0, 0, 1, 2);
    }
    int row = 0;
    for (const Fact &fact : m_facts) {
        QLabel *label = makeLabel(fact.label, TextSize::Body, m_rows);
        setSecondary(label);
        grid->addWidget(label, row, 0, Qt::AlignTop | Qt::AlignLeft);
        grid->addWidget(makeValue(fact), row, 1, Qt::AlignTop);
        ++row;
    }
    layout()->addWidget(m_rows);
}

} // namespace oriel::ui
