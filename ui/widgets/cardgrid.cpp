#include "ui/widgets/cardgrid.h"

#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QGridLayout>
#include <QtWidgets/QVBoxLayout>

namespace oriel::ui {

namespace {

constexpr int cardWidth = 400; // fits an ID and a time

} // namespace

CardGrid::CardGrid(QWidget *parent) : QScrollArea(parent), m_grid(new QGridLayout)
{
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    auto *inside = new QWidget(this);
    auto *layout = new QVBoxLayout(inside);
    layout->setContentsMargins(0, metrics::pad, 0, metrics::pad);
    layout->setSpacing(metrics::pad);
    layout->addLayout(m_grid);
    layout->addStretch();
    m_grid->setSpacing(metrics::pad);
    setWidget(inside);
    arrange(m_columns);
}

void CardGrid::add(QWidget *content)
{
    auto *frame = new QFrame(widget());
    setPanelKind(frame, PanelKind::Card);
    // Both columns have the same width, whatever the cards contain.
    frame->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(metrics::pad, metrics::pad, metrics::gap, metrics::pad);
    layout->addWidget(content);
    layout->addStretch();
    m_cards.push_back(frame);
    arrange(m_columns);
}

void CardGrid::setShown(QWidget *content, bool shown)
{
    QWidget *card = content->parentWidget();
    if (shown)
        m_hidden.remove(card);
    else
        m_hidden.insert(card);
    card->setVisible(shown);
    arrange(m_columns);
}

void CardGrid::arrange(int columns)
{
    m_columns = columns;
    for (QWidget *card : m_cards)
        m_grid->removeWidget(card);
    int at = 0;
    for (QWidget *card : m_cards) {
        if (m_hidden.contains(card))
            continue;
        m_grid->addWidget(card, at / columns, at % columns);
        ++at;
    }
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, columns - 1);
    m_grid->setHorizontalSpacing(columns > 1 ? metrics::pad : 0);
}

void CardGrid::resizeEvent(QResizeEvent *event)
{
    const int columns = width() < 2 * cardWidth ? 1 : 2;
    if (columns != m_columns)
        arrange(columns);
    QScrollArea::resizeEvent(event);
}

} // namespace oriel::ui
