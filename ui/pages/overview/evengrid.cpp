#include "ui/pages/overview/evengrid.h"

#include <QtCore/QEvent>
#include <QtWidgets/QGridLayout>

#include <algorithm>

namespace oriel::ui {

EvenGrid::EvenGrid(int mostColumns, QSize spacing, QWidget *parent)
    : QWidget(parent)
    , m_most(mostColumns)
    , m_layout(new QGridLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(spacing.width());
    m_layout->setVerticalSpacing(spacing.height());
}

void EvenGrid::add(QWidget *widget)
{
    m_widgets.push_back(widget);
    m_columns = 0;
    arrange();
}

void EvenGrid::setWidgets(const std::vector<QWidget *> &widgets)
{
    if (widgets == m_widgets)
        return;
    for (QWidget *widget : m_widgets)
        m_layout->removeWidget(widget);
    m_widgets = widgets;
    m_columns = 0;
    arrange();
}

void EvenGrid::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

bool EvenGrid::event(QEvent *event)
{
    // A widget's size hint has changed.
    if (event->type() == QEvent::LayoutRequest)
        arrange();
    return QWidget::event(event);
}

int EvenGrid::fitting() const
{
    int widest = 1;
    for (const QWidget *widget : m_widgets)
        widest = std::max(widest, widget->sizeHint().width());
    const int spacing = m_layout->horizontalSpacing();
    const int most = std::min(m_most, static_cast<int>(m_widgets.size()));
    if (most == 0)
        return 1;
    int columns = std::clamp((width() + spacing) / (widest + spacing), 1, most);
    // Four widgets as three and one look like a mistake; two and two do not.
    const int rows = (most + columns - 1) / columns;
    columns = (most + rows - 1) / rows;
    return columns;
}

void EvenGrid::arrange()
{
    const int columns = fitting();
    if (columns == m_columns)
        return;
    m_columns = columns;
    int at = 0;
    for (QWidget *widget : m_widgets) {
        m_layout->removeWidget(widget);
        m_layout->addWidget(widget, at / columns, at % columns);
        ++at;
    }
    for (int column = 0; column < m_most; ++column)
        m_layout->setColumnStretch(column, column < columns ? 1 : 0);
}

} // namespace oriel::ui
