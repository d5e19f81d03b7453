#include "ui/widgets/headbar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/actionbutton.h"

#include <QtWidgets/QHBoxLayout>

namespace oriel::ui {

HeadBar::HeadBar(QLayout *words, QWidget *parent) : QWidget(parent), m_line(new QHBoxLayout(this))
{
    m_line->setContentsMargins(0, 0, 0, 0);
    m_line->setSpacing(metrics::gap);
    m_line->addLayout(words, 1);
}

void HeadBar::addAction(ActionButton *button)
{
    m_line->addWidget(button, 0, Qt::AlignTop);
    m_buttons.push_back(button);
}

void HeadBar::fit()
{
    fitActions(*m_line, m_buttons, width());
}

QSize HeadBar::minimumSizeHint() const
{
    return {narrowestWidth(*m_line), QWidget::minimumSizeHint().height()};
}

void HeadBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

} // namespace oriel::ui
