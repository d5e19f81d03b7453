#pragma once

#include "operations/actions/action.h"

#include <QtWidgets/QFrame>

class QGridLayout;

namespace oriel::ui {

/// What happens to each of several things, as a table whose sentences wrap: Briefing::Table. Hidden
/// while it has no rows.
class PlanTable final : public QFrame
{
    Q_OBJECT

public:
    explicit PlanTable(QWidget *parent = nullptr);

    void setTable(const operations::Briefing::Table &table);

private:
    void addRow(int row, const QStringList &cells, bool isTitle);

    operations::Briefing::Table m_table;
    QGridLayout *m_cells;
};

} // namespace oriel::ui
