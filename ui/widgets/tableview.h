#pragma once

#include "ui/widgets/viewaccess.h"

#include <QtCore/QPersistentModelIndex>
#include <QtCore/QSettings>
#include <QtWidgets/QTableView>

#include <vector>

class QMenu;
class QToolButton;

namespace oriel::models {
class RowModel;
}

namespace oriel::ui {

class TableColumns;
class TableDelegate;
class Theme;

/// A table over a RowModel: rows of equal height, selected as a whole and by ID, so that a refresh
/// moves neither the selection nor the scroll position. A click follows a link; Enter or a double
/// click opens a row. If rows have a menu, each ends with a “…” that opens it: painted on all rows,
/// and a real button on the row that is hovered or has the focus.
class TableView final : public AnnouncingView<QTableView>, public PressableItems
{
    Q_OBJECT

public:
    /// `key` names the table in the settings. All must outlive the view.
    TableView(models::RowModel &model, Theme &theme, QSettings &settings, const QString &key,
              QWidget *parent = nullptr);

    [[nodiscard]] QStringList selectedIds() const;
    [[nodiscard]] int selectedCount() const;
    /// The ID of the row with the focus; empty: none.
    [[nodiscard]] QString currentId() const;
    /// Selects only the row of this ID and scrolls to it; if it does not exist yet, as soon as it
    /// does, unless the user selects something first. An empty ID clears the selection.
    void selectId(const QString &id);

    /// Gives rows a menu, see menuRequested(). Call it before the table is shown.
    void giveRowsMenus();
    /// The width of the “…” at the end of a row; 0: rows have no menu.
    [[nodiscard]] int menuWidth() const;
    [[nodiscard]] int hoveredRow() const { return m_hoveredRow; }
    [[nodiscard]] QModelIndex hoveredLink() const { return m_hoveredLink; }
    /// Whether rows can have parts below them.
    [[nodiscard]] bool showsParts() const;
    /// Whether the column is visually the first one.
    [[nodiscard]] bool isFirstColumn(int column) const;
    [[nodiscard]] bool isLastColumn(int column) const;
    [[nodiscard]] TableColumns &columns() const { return *m_columns; }
    /// Requests the menu for the row with the focus.
    void requestMenuAtCurrent();

    /// Follows the link of a cell, or opens the row.
    void pressItem(const QModelIndex &index) override;
    void openItemMenu(const QModelIndex &index) override { openMenu(index.row()); }
    [[nodiscard]] bool hasItemMenu() const override { return m_menuButton != nullptr; }

    void keyboardSearch(const QString &) override {} // typing is for the filter

Q_SIGNALS:
    /// Enter or a double click on a row.
    void opened(const QString &id);
    /// A click on a cell with a link.
    void linkClicked(const QString &columnKey, const QString &target);
    /// The user wants the menu of the selected rows: below `place` and aligned with its end, or at
    /// its corner if it has no size. Global coordinates.
    void menuRequested(const QRect &place);
    /// The set of selected IDs has changed.
    void selectedIdsChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
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
    [[nodiscard]] int firstColumn() const;
    [[nodiscard]] QRect menuRect(int row) const;
    /// The row whose "…" is the real button; -1: none.
    [[nodiscard]] int menuRow() const;
    void openMenu(int row);
    void placeMenuButton();

    models::RowModel &m_model;
    Theme &m_theme;
    TableDelegate *m_delegate;
    /// A sibling of the table: the accessible children of a table are its cells.
    QToolButton *m_menuButton = nullptr;
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
