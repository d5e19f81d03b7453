#pragma once

#include "models/tone.h"

#include <QtCore/QCache>
#include <QtGui/QStaticText>
#include <QtWidgets/QStyledItemDelegate>

namespace oriel::ui {

class TableView;
class Theme;

/// A list with the separator ", ", shortened to this width: "…" replaces whole items before the
/// last one. If even that is too wide, the first item is elided.
[[nodiscard]] QString fittedItems(const QString &items, const QFontMetrics &metrics, int width);

/// Paints the part of a row's focus ring that is in this cell; `first` and `last`: at the ends of
/// the row. The ring surrounds the row, because keys move between rows.
void paintRowRing(QPainter &painter, const QRect &cell, bool first, bool last, const QColor &color);

/// Paints a cell: status icon and text, links, progress. Caches laid-out text, which takes most of
/// the time of repainting a full table.
class TableDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    TableDelegate(TableView &view, const Theme &theme);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;
    /// The position of a cell's text, for clicks on links.
    [[nodiscard]] QRect textRect(const QRect &cell, const QFont &font,
                                 const QModelIndex &index) const;
    /// Where the arrow of a row that unfolds is pressed; empty: it has none in this cell.
    [[nodiscard]] QRect foldRect(const QRect &cell, const QModelIndex &index) const;
    /// Paints the “…” at the end of the visible part of a row. `covers`: over the text of a column.
    /// `dots`: false where the real button is.
    void paintMenu(QPainter *painter, const QModelIndex &index, const QRect &rect, bool covers,
                   bool dots) const;
    /// Clears the cache (another font or theme).
    void forget()
    {
        m_texts.clear();
        m_widths.clear();
    }

    /// The tooltip of a cell: its own, or its text if that does not fit.
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    struct Place
    {
        QRect icon;
        QRect text;
        QRect percent;
        QRect bar;
    };
    [[nodiscard]] Place place(const QRect &cell, const QModelIndex &index,
                              const QFontMetrics &metrics) const;
    /// What a cell keeps free for the arrow; more for a part.
    [[nodiscard]] int indentOf(const QModelIndex &index) const;
    /// The width of a text in one line; cached, because columns and painting both need it.
    [[nodiscard]] int widthOf(const QString &text, const QFont &font) const;
    void drawText(QPainter *painter, const QRect &rect, const QString &text,
                  Qt::Alignment alignment, const QFont &font,
                  models::Cut cut = models::Cut::End) const;
    void drawFrame(QPainter *painter, const QStyleOptionViewItem &option,
                   const QModelIndex &index) const;

    TableView &m_view;
    const Theme &m_theme;
    mutable QCache<QString, QStaticText> m_texts{4000};
    mutable QCache<QString, int> m_widths{8000};
};

} // namespace oriel::ui
