#include "ui/widgets/headbar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/actionbar.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>

#include <algorithm>

namespace oriel::ui {

namespace {

constexpr int leastWords = 180; ///< the width that a long name keeps

} // namespace

HeadBar::HeadBar(QLayout *words, QWidget *parent)
    : QWidget(parent)
    , m_line(new QHBoxLayout(this))
    , m_words(words)
{
    m_line->setContentsMargins(0, 0, 0, 0);
    m_line->setSpacing(metrics::gap);
    m_line->addLayout(words, 1);
}

void HeadBar::setActions(ActionBar *actions)
{
    m_actions = actions;
    m_line->addWidget(actions, 0, Qt::AlignTop);
}

void HeadBar::fit()
{
    if (m_actions)
        m_actions->fitInto(width() - metrics::gap -
                           std::max(std::min(m_words->sizeHint().width(), leastWords),
                                    m_words->minimumSize().width()));
}

QSize HeadBar::minimumSizeHint() const
{
    const int actions = m_actions ? metrics::gap + m_actions->minimumSizeHint().width() : 0;
    return {m_words->minimumSize().width() + actions, QWidget::minimumSizeHint().height()};
}

bool HeadBar::event(QEvent *event)
{
    // A layout request comes when the name or the text of an action has changed.
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)
        fit();
    return QWidget::event(event);
}

} // namespace oriel::ui
