#include "ui/pages/activity/activitytable.h"

#include "ui/pages/activity/activitymodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tabledelegate.h"

#include <QtGui/QContextMenuEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QStyledItemDelegate>

namespace oriel::ui {

namespace {

/// With the same focus ring as the other tables.
class RowDelegate final : public QStyledItemDelegate
{
public:
    RowDelegate(const ActivityTable &table, const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_table(table)
        , m_theme(theme)
    {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        QStyleOptionViewItem plain = option;
        plain.state.setFlag(QStyle::State_HasFocus, false);
        QStyledItemDelegate::paint(painter, plain, index);
        if (!m_table.hasFocus() || index.row() != m_table.currentIndex().row())
            return;
        paintRowRing(*painter, option.rect, index.column() == 0,
                     index.column() == index.model()->columnCount() - 1,
                     m_theme.color(Theme::Color::Accent));
    }

private:
    const ActivityTable &m_table;
    const Theme &m_theme;
};

} // namespace

ActivityTable::ActivityTable(const Theme &theme, QWidget *parent) : AnnouncingView(parent)
{
    setItemDelegate(new RowDelegate(*this, theme, this));
    connect(this, &QTableView::clicked, this, [this](const QModelIndex &index) {
        if (index.column() == ActivityModel::Menu)
            openItemMenu(index);
    });
    connect(this, &QTableView::activated, this, &ActivityTable::pressItem);
}

void ActivityTable::pressItem(const QModelIndex &index)
{
    if (index.column() == ActivityModel::Menu) {
        openItemMenu(index);
        return;
    }
    setCurrentIndex(index);
    Q_EMIT opened();
}

void ActivityTable::openItemMenu(const QModelIndex &index)
{
    setCurrentIndex(index);
    Q_EMIT menuRequested(viewport()->mapToGlobal(visualRect(index).bottomLeft()));
}

void ActivityTable::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() != QContextMenuEvent::Mouse) {
        if (currentIndex().isValid())
            openItemMenu(currentIndex());
    } else if (const QModelIndex index = indexAt(event->pos()); index.isValid()) {
        setCurrentIndex(index);
        Q_EMIT menuRequested(event->globalPos());
    }
}

} // namespace oriel::ui
