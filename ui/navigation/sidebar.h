#pragma once

#include "ui/navigation/route.h"

#include <QtWidgets/QTreeWidget>

namespace oriel::ui {

class Theme;

/// The places, grouped. One selected entry at a time; the arrow keys go from entry to entry, over
/// the group names.
class Sidebar : public QTreeWidget
{
    Q_OBJECT

public:
    explicit Sidebar(Theme &theme, QWidget *parent = nullptr);

    /// Marks where one is, without telling.
    void setCurrentPlace(Route::Place place);
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(oriel::ui::Route::Place place);

protected:
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                 const QModelIndex &index) const override;

private:
    void choose(const QTreeWidgetItem *item);

    Theme &m_theme;
    bool m_marking = false;
    bool m_ring = false; ///< whether somebody walks here by keyboard
};

} // namespace oriel::ui
