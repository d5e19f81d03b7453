#include "ui/dialogs/celltable.h"

#include "ui/theme/theme.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QScrollBar>

#include <algorithm>

namespace oriel::ui {

namespace {

/// The number of rows that determine the columns' widths.
constexpr int measuredRows = 50;

} // namespace

CellTable::CellTable(Theme &theme, std::vector<CellModel::Column> columns, int stretched,
                     int rowHeight, int most, QWidget *parent)
    : AnnouncingView(parent)
    , m_cells(new CellModel(theme, std::move(columns), this))
    , m_most(most)
{
    setModel(m_cells);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(rowHeight);
    verticalHeader()->setDefaultSectionSize(rowHeight);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(stretched, QHeaderView::Stretch);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setHidden(!m_cells->hasTitles());
    setEditTriggers(NoEditTriggers);
    setSelectionMode(NoSelection);
    setSelectionBehavior(SelectRows);
    setShowGrid(false);
    setWordWrap(false);
    setIconSize(QSize(16, 16));
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_cells, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        m_current = currentIndex().isValid() ? m_cells->at(currentIndex().row()).key : QString();
    });
    connect(m_cells, &QAbstractItemModel::modelReset, this, [this] {
        if (const int row = m_current.isEmpty() ? -1 : m_cells->rowOf(m_current); row >= 0)
            setCurrentIndex(m_cells->index(row, 0));
    });
}

void CellTable::setRows(std::vector<CellRow> rows)
{
    const int before = m_cells->total();
    m_cells->setRows(std::move(rows));
    if (m_cells->total() != before)
        fit();
}

void CellTable::setNarrowest(int column, int width)
{
    m_narrowest[column] = width;
    fitColumns();
}

void CellTable::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && currentIndex().isValid()) {
        const QModelIndex first = currentIndex().siblingAtColumn(0);
        const bool on = first.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        if (first.flags().testFlag(Qt::ItemIsUserCheckable))
            m_cells->setData(first, on ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
        return;
    }
    QTableView::keyPressEvent(event);
}

void CellTable::showEvent(QShowEvent *event)
{
    fit(); // only now does the header have the style's metrics
    QTableView::showEvent(event);
}

void CellTable::fit()
{
    // The filter does not change the height, so that nothing moves while the user types.
    const int rows = std::clamp(m_cells->total(), 1, m_most);
    const int head = horizontalHeader()->isHidden() ? 0 : horizontalHeader()->sizeHint().height();
    setFixedHeight(head + rows * verticalHeader()->defaultSectionSize() + 2 * frameWidth());
    fitColumns();
}

void CellTable::fitColumns()
{
    const int rows = std::min(m_cells->rowCount(), measuredRows);
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    for (int column = 0; column < m_cells->columnCount(); ++column) {
        if (horizontalHeader()->sectionResizeMode(column) == QHeaderView::Stretch)
            continue;
        int wide = std::max(horizontalHeader()->sectionSizeHint(column), m_narrowest.value(column));
        for (int row = 0; row < rows; ++row)
            wide = std::max(wide,
                            itemDelegate()->sizeHint(option, m_cells->index(row, column)).width());
        horizontalHeader()->resizeSection(column, std::min(wide + metrics::gap, m_widest));
    }
}

} // namespace oriel::ui
