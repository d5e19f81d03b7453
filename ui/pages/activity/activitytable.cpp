#include "ui/pages/activity/activitytable.h"

#include "ui/pages/activity/activitymodel.h"

#include <QtGui/QContextMenuEvent>

namespace oriel::ui {

ActivityTable::ActivityTable(QWidget *parent) : AnnouncingView(parent)
{
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
