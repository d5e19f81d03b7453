#pragma once

#include "ui/widgets/viewaccess.h"

#include <QtCore/QPersistentModelIndex>
#include <QtCore/QSettings>
#include <QtWidgets/QTableView>

#include <vector>

class QMenu;

namespace oriel::models {
class RowModel;
}

namespace oriel::ui {

class TableColumns;
class TableDelegate;
class Theme;

/// A table over a RowModel: rows of equal height, selected as a whole and by ID, so that a refresh
/// moves neither the selection nor the scroll position. A click follows a link; Enter or a double
/// click opens a row.
class TableView final : public AnnouncingView<QTableView>, public PressableItems
{
    Q_OBJECT

public:
    /// `key` names the table in the settings. All must outlive the view.
    TableView(models::RowModel &model, Theme &theme, QSettings &settings, const QString &key,
              QWidget *parent = nullptr);

    [[nodiscard]] QStringList selectedIds() const;
    /// The ID of the row with the focus; empty: none.
    [[nodiscard]] QString currentId() const;
    /// Selects only the row of this ID and scrolls to it; if it does not exist yet, as soon as it
    /// does, unless the user selects something first. An empty ID clears the selection.
    void selectId(const QString &id);

    [[nodiscard]] int hoveredRow() const { return m_hoveredRow; }
    [[nodiscard]] QModelIndex hoveredLink() const { return m_hoveredLink; }
    /// Whether rows can have parts below them.
    [[nodiscard]] bool showsParts() const;
    /// Whether the column is visually the first one.
    [[nodiscard]] bool isFirstColumn(int column) const;
    [[nodiscard]] TableColumns &columns() { return *m_columns; }
    /// Requests the menu for the row with the focus.
    void requestMenuAtCurrent();

    /// Follows the link of a cell, or opens the row.
    void pressItem(const QModelIndex &index) override;
    void openItemMenu(const QModelIndex &index) override;
    [[nodiscard]] bool hasItemMenu() const override { return true; }

    void keyboardSearch(const QString &) override {} // typing is for the filter

Q_SIGNALS:
    /// Enter or a double click on a row.
    void opened(const QString &id);
    /// A click on a cell with a link.
    void linkClicked(const QString &columnKey, const QString &target);
    void menuRequested(const QPoint &globalPos);
    /// The set of selected IDs has changed.
    void selectedIdsChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void selectionChanged(const QItemSelection &selected,
                          const QItemSelection &deselected) override;

private:
    void aboutToReset();
    void restoreAfterReset();
    void tryWanted();
    void hover(const QPoint &position);
    void copySelection() const;
    void updateRow(int row);
    [[nodiscard]] QModelIndex linkAt(const QPoint &position) const;
    bool foldByMouse(const QPoint &position);
    bool foldByKey(int key);

    models::RowModel &m_model;
    TableDelegate *m_delegate;
    TableColumns *m_columns = nullptr;
    int m_hoveredRow = -1;
    QPersistentModelIndex m_hoveredLink;
    QPersistentModelIndex m_pressedLink;
    bool m_clickedLink = false;
    QString m_wantedId;
    bool m_restoring = false;
    std::vector<bool> m_savedSelected; ///< by row; empty: none was selected
    int m_savedCount = 0;              ///< the number of selected rows
    int m_savedCurrent = -1;
    int m_savedScroll = 0;
};

} // namespace oriel::ui
