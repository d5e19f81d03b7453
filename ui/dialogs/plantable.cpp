#include "ui/dialogs/plantable.h"

#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>

using namespace Qt::StringLiterals;

namespace oriel::ui {

PlanTable::PlanTable(QWidget *parent) : QFrame(parent), m_cells(new QGridLayout(this))
{
    setObjectName(u"planTable"_s);
    setFrameShape(QFrame::NoFrame);
    m_cells->setContentsMargins(0, 0, 0, 0);
    m_cells->setHorizontalSpacing(metrics::pad);
    m_cells->setVerticalSpacing(metrics::gap);
    hide();
}

void PlanTable::setTable(const operations::Briefing::Table &table)
{
    if (m_table == table)
        return;
    m_table = table;
    while (QLayoutItem *item = m_cells->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    addRow(0, table.columns, true);
    int row = 1;
    for (const QStringList &cells : table.rows)
        addRow(row++, cells, false);
    setVisible(!table.rows.empty());
}

void PlanTable::addRow(int row, const QStringList &cells, bool isTitle)
{
    const int last = static_cast<int>(cells.size()) - 1;
    for (int column = 0; column <= last; ++column) {
        auto *cell = makeLabel(cells[column], isTitle ? TextSize::Small : TextSize::Body, this);
        cell->setTextFormat(Qt::PlainText);
        // A long name wraps, too, but a size does not.
        cell->setWordWrap(column == last || column == 0);
        if (isTitle)
            setSecondary(cell);
        m_cells->addWidget(cell, row, column, Qt::AlignTop);
    }
    m_cells->setColumnStretch(0, 2);
    m_cells->setColumnStretch(last, 3);
}

} // namespace oriel::ui
