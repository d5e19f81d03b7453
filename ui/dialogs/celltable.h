#pragma once

#include "ui/dialogs/cellmodel.h"
#include "ui/widgets/viewaccess.h"

#include <QtWidgets/QTableView>

namespace oriel::ui {

/// Shows a CellModel in a dialog: as high as its rows, up to a few; more scroll. Its cost does not
/// grow with the number of rows: their height is fixed, and the columns' widths depend on the first
/// rows.
class CellTable : public AnnouncingView<QTableView>
{
    Q_OBJECT

public:
    /// `stretched`: the column that takes the remaining width. `most`: rows visible without
    /// scrolling. Columns without any title have no header.
    CellTable(Theme &theme, std::vector<CellModel::Column> columns, int stretched, int rowHeight,
              int most, QWidget *parent = nullptr);

    [[nodiscard]] CellModel &cells() const { return *m_cells; }
    void setRows(std::vector<CellRow> rows);
    /// Limits the columns' widths.
    void setWidestColumn(int width) { m_widest = width; }
    /// A column with fields is at least as wide as they are.
    void setNarrowest(int column, int width);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void fit();
    void fitColumns();

    CellModel *m_cells;
    int m_most;
    int m_widest = 260;
    QHash<int, int> m_narrowest; ///< by column
    QString m_current;           ///< of the row that was the current one before a reset
};

} // namespace oriel::ui
