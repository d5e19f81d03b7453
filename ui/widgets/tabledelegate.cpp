#include "ui/widgets/tabledelegate.h"

#include "base/visible.h"
#include "models/tone.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tableview.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int cellPad = 8; // same as in the header
constexpr int cellIcon = 16;
constexpr int barHeight = 4;
constexpr int foldWidth = 20; // of the arrow before a row that unfolds

/// One line: a line break in a name becomes a separator.
QString cellText(const QModelIndex &index)
{
    return visible(shortened(index.data().toString()).replace(u'\n', u' '));
}

QString fitted(const QString &text, const QFontMetrics &metrics, int width, models::Cut cut)
{
    if (cut == models::Cut::Items)
        return fittedItems(text, metrics, width);
    return metrics.elidedText(text, cut == models::Cut::Middle ? Qt::ElideMiddle : Qt::ElideRight,
                              width);
}

} // namespace

QString fittedItems(const QString &items, const QFontMetrics &metrics, int width)
{
    const QString separator = u", "_s;
    const QStringList all = items.split(separator);
    if (metrics.horizontalAdvance(items) <= width)
        return items;
    for (qsizetype first = all.size() - 2; first > 0; --first) {
        const QString text = (all.first(first) + QStringList{u"…"_s, all.last()}).join(separator);
        if (metrics.horizontalAdvance(text) <= width)
            return text;
    }
    const QString more = all.size() > 1 ? separator + u"…"_s : QString();
    const QString text = all.first() + more;
    if (metrics.horizontalAdvance(text) <= width)
        return text;
    return metrics.elidedText(all.first(), Qt::ElideRight,
                              width - metrics.horizontalAdvance(more)) +
           more;
}

void paintRowRing(QPainter &painter, const QRect &cell, bool first, bool last, const QColor &color)
{
    painter.fillRect(QRect(cell.left(), cell.top(), cell.width(), 1), color);
    painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), color);
    if (first)
        painter.fillRect(QRect(cell.left(), cell.top(), 1, cell.height()), color);
    if (last)
        painter.fillRect(QRect(cell.right(), cell.top(), 1, cell.height()), color);
}

TableDelegate::TableDelegate(TableView &view, const Theme &theme)
    : QStyledItemDelegate(&view)
    , m_view(view)
    , m_theme(theme)
{
    connect(&theme, &Theme::changed, this, &TableDelegate::forget);
}

TableDelegate::Place TableDelegate::place(const QRect &cell, const QModelIndex &index,
                                          const QFontMetrics &metrics) const
{
    Place place;
    QRect rest = cell.adjusted(cellPad + indentOf(index), 0, -cellPad, 0);
    if (m_view.isLastColumn(index.column()))
        rest.adjust(m_view.isRightToLeft() ? m_view.menuWidth() : 0, 0,
                    m_view.isRightToLeft() ? 0 : -m_view.menuWidth(), 0);
    if (index.data(models::ToneRole).toInt() != static_cast<int>(models::Tone::None)) {
        place.icon = QRect(rest.left(), cell.center().y() - cellIcon / 2 + 1, cellIcon, cellIcon);
        rest.setLeft(place.icon.right() + 1 + metrics::gap);
    }
    if (index.data(models::ProgressRole).toInt() >= 0) {
        const int width = metrics.horizontalAdvance(u"100 %"_s);
        place.percent =
            QRect(rest.right() - width + 1, rest.top(), width, rest.height() - barHeight);
        place.bar = QRect(rest.left(), cell.bottom() - barHeight - 3, rest.width(), barHeight);
        rest.setBottom(rest.bottom() - barHeight);
        rest.setRight(place.percent.left() - metrics::gap);
    }
    place.text = rest;
    return place;
}

QRect TableDelegate::textRect(const QRect &cell, const QFont &font, const QModelIndex &index) const
{
    const QFontMetrics metrics(font);
    QRect rect = place(cell, index, metrics).text;
    const int width = std::min(widthOf(cellText(index), font), rect.width());
    const auto alignment = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
    if (alignment & Qt::AlignRight)
        rect.setLeft(rect.right() - width + 1);
    else
        rect.setWidth(width);
    return rect;
}

int TableDelegate::indentOf(const QModelIndex &index) const
{
    if (!m_view.showsParts() || !m_view.isFirstColumn(index.column()))
        return 0;
    const auto fold = static_cast<models::Fold>(index.data(models::FoldRole).toInt());
    return fold == models::Fold::Part ? 2 * foldWidth : foldWidth;
}

QRect TableDelegate::foldRect(const QRect &cell, const QModelIndex &index) const
{
    const auto fold = static_cast<models::Fold>(index.data(models::FoldRole).toInt());
    const bool unfolds = fold == models::Fold::Folded || fold == models::Fold::Unfolded;
    if (!unfolds || indentOf(index) == 0)
        return {};
    return {cell.left(), cell.top(), cellPad + foldWidth, cell.height()};
}

int TableDelegate::widthOf(const QString &text, const QFont &font) const
{
    const QString key = QString::number(font.weight()) + u'\n' + text;
    if (const int *known = m_widths.object(key))
        return *known;
    const int width = QFontMetrics(font).horizontalAdvance(text);
    m_widths.insert(key, new int(width));
    return width;
}

void TableDelegate::drawText(QPainter *painter, const QRect &rect, const QString &text,
                             Qt::Alignment alignment, const QFont &font, models::Cut cut) const
{
    if (rect.width() <= 0)
        return;
    const QString key =
        u"%1\n%2\n%3\n%4"_s.arg(QString::number(rect.width()), QString::number(font.weight()),
                                QString::number(static_cast<int>(cut)), text);
    QStaticText laid; // shares the cached data
    if (const QStaticText *known = m_texts.object(key)) {
        laid = *known;
    } else {
        QString line = text;
        if (widthOf(line, font) > rect.width())
            line = fitted(line, QFontMetrics(font), rect.width(), cut);
        laid.setText(line);
        laid.setTextFormat(Qt::PlainText);
        laid.setPerformanceHint(QStaticText::AggressiveCaching);
        laid.prepare({}, font);
        m_texts.insert(key, new QStaticText(laid));
    }
    const QSizeF size = laid.size();
    const qreal x = alignment & Qt::AlignRight ? rect.right() + 1 - size.width() : rect.left();
    painter->setFont(font);
    painter->drawStaticText(QPointF(x, rect.top() + (rect.height() - size.height()) / 2), laid);
}

void TableDelegate::drawFrame(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected)
        painter->fillRect(option.rect, m_theme.color(Theme::Color::Selection));
    else if (index.row() == m_view.hoveredRow())
        painter->fillRect(option.rect, m_theme.color(Theme::Color::Hover));
    // Rectangles, and not lines: at 150 % a line is partly in the next row, which is not repainted
    // with this one.
    const QRect row = option.rect;
    painter->fillRect(QRect(row.left(), row.bottom(), row.width(), 1),
                      m_theme.color(Theme::Color::Line));
    if (index.row() != m_view.currentIndex().row() || !m_view.hasFocus())
        return;
    const QHeaderView *header = m_view.horizontalHeader();
    const bool last =
        header->sectionViewportPosition(index.column()) + header->sectionSize(index.column()) >=
        header->length() - header->offset();
    paintRowRing(*painter, row.adjusted(0, 0, 0, -1), m_view.isFirstColumn(index.column()), last,
                 m_theme.color(Theme::Color::Accent));
}

void TableDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    painter->save();
    drawFrame(painter, option, index);

    const QRect fold = foldRect(option.rect, index);
    if (!fold.isEmpty()) {
        const bool open =
            index.data(models::FoldRole).toInt() == static_cast<int>(models::Fold::Unfolded);
        m_theme.icon(open ? u"chevron-down"_s : u"chevron-right"_s)
            .paint(painter, QRect(fold.left() + cellPad - 2, fold.center().y() - cellIcon / 2 + 1,
                                  cellIcon, cellIcon));
    }
    const Place where = place(option.rect, index, option.fontMetrics);
    const auto tone = static_cast<models::Tone>(index.data(models::ToneRole).toInt());
    if (!where.icon.isEmpty())
        m_theme.toneIcon(tone).paint(painter, where.icon);

    QFont font = option.font;
    QColor color = m_theme.color(Theme::Color::TextPrimary);
    if (!index.data(models::LinkRole).toString().isEmpty()) {
        color = m_theme.color(Theme::Color::Accent);
        font.setUnderline(m_view.hoveredLink() == index);
        if (m_view.isFirstColumn(index.column()))
            font.setWeight(QFont::Medium);
    } else if (!m_view.isFirstColumn(index.column()) && where.icon.isEmpty()) {
        color = m_theme.color(Theme::Color::TextSecondary);
        if (option.state.testFlag(QStyle::State_Selected))
            color = m_theme.color(Theme::Color::TextPrimary);
    }
    if (tone == models::Tone::Warning || tone == models::Tone::Error)
        color = m_theme.toneColor(tone);
    painter->setPen(color);
    drawText(painter, where.text, cellText(index),
             index.data(Qt::TextAlignmentRole).value<Qt::Alignment>(), font,
             static_cast<models::Cut>(index.data(models::CutRole).toInt()));

    if (!where.bar.isEmpty()) {
        const int percent = std::clamp(index.data(models::ProgressRole).toInt(), 0, 100);
        painter->setPen(m_theme.color(Theme::Color::TextSecondary));
        //: Progress in percent.
        drawText(painter, where.percent, tr("%1 %").arg(percent), Qt::AlignRight, option.font);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.color(Theme::Color::Line));
        painter->drawRoundedRect(where.bar, barHeight / 2.0, barHeight / 2.0);
        QRect done = where.bar;
        done.setWidth(where.bar.width() * percent / 100);
        painter->setBrush(m_theme.toneColor(tone));
        painter->drawRoundedRect(done, barHeight / 2.0, barHeight / 2.0);
    }
    painter->restore();
}

void TableDelegate::paintMenu(QPainter *painter, const QModelIndex &index, const QRect &rect,
                              bool covers, bool dots) const
{
    if (covers) {
        QStyleOptionViewItem option;
        option.rect = rect.adjusted(0, 0, 0, 1);
        option.state.setFlag(QStyle::State_Selected,
                             m_view.selectionModel()->isRowSelected(index.row()));
        painter->fillRect(option.rect, m_view.palette().base());
        drawFrame(painter, option, index);
        painter->fillRect(QRect(rect.left(), rect.top(), 1, rect.height()),
                          m_theme.color(Theme::Color::Line));
    }
    constexpr int size = 16;
    if (dots)
        m_theme.icon(u"ellipsis"_s, Theme::Color::TextSecondary)
            .paint(painter, QRect(rect.center().x() - size / 2 + 1,
                                  rect.center().y() - size / 2 + 1, size, size));
}

QSize TableDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    int width = 2 * cellPad + indentOf(index) + widthOf(cellText(index), option.font) + 2;
    if (m_view.isLastColumn(index.column()))
        width += m_view.menuWidth();
    if (index.data(models::ToneRole).toInt() != static_cast<int>(models::Tone::None))
        width += cellIcon + metrics::gap;
    if (index.data(models::ProgressRole).toInt() >= 0)
        width += option.fontMetrics.horizontalAdvance(u"100 %"_s) + metrics::gap;
    return {width, metrics::rowHeight};
}

bool TableDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                              const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QString tip = index.data(Qt::ToolTipRole).toString();
    const QString text = index.data().toString();
    const bool cut = sizeHint(option, index).width() > option.rect.width();
    if (tip == text && !cut)
        tip.clear();
    if (tip.isEmpty() && cut)
        tip = text;
    QToolTip::showText(event->globalPos(), shortened(tip), view->viewport());
    return true;
}

} // namespace oriel::ui
