#pragma once

#include "ui/widgets/viewaccess.h"

#include <QtWidgets/QTableView>

namespace oriel::ui {

class Theme;

/// The table of an ActivityModel. Enter or a double click opens a row; the “…” at its end, a right
/// click or the menu key opens its menu.
class ActivityTable final : public AnnouncingView<QTableView>, public PressableItems
{
    Q_OBJECT

public:
    ActivityTable(const Theme &theme, QWidget *parent);

    void pressItem(const QModelIndex &index) override;
    void openItemMenu(const QModelIndex &index) override;
    [[nodiscard]] bool hasItemMenu() const override { return true; }

Q_SIGNALS:
    /// The current row was opened.
    void opened();
    /// The user wants the menu of the current row, here in global coordinates.
    void menuRequested(const QPoint &at);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
};

} // namespace oriel::ui
