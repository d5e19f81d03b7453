#include "ui/widgets/tableview.h"

#include "models/rowmodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tablecolumns.h"
#include "ui/widgets/tabledelegate.h"

#include <QtGui/QClipboard>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QGuiApplication>
#include <QtGui/QMouseEvent>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QMenu>
#include <QtWidgets/QScrollBar>

#include <algorithm>

namespace oriel::ui {

TableView::TableView(models::RowModel &model, Theme &theme, QSettings &settings, const QString &key,
                     QWidget *parent)
    : AnnouncingView(parent)
    , m_model(model)
    , m_delegate(new TableDelegate(*this, theme))
{
    setShowGrid(false);
    setWordWrap(false);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setItemDelegate(m_delegate);

    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(metrics::rowHeight);
    verticalHeader()->setDefaultSectionSize(metrics::rowHeight);

    QHeaderView *header = horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setSectionsClickable(true);
    header->setSortIndicatorShown(true);
    header->setStretchLastSection(true);
    header->setMinimumSectionSize(56);
    header->setContextMenuPolicy(Qt::CustomContextMenu);

    setModel(&model);
    // To paint a title, a header checks row by row whether its column is selected. Columns are
    // never selected here, so give it an empty selection model.
    header->setSelectionModel(new QItemSelectionModel(&model, header));
    m_columns = new TableColumns(*header, model, settings, key, this);
    connect(header, &QHeaderView::customContextMenuRequested, this,
            [this, header](const QPoint &at) {
                auto *menu = new QMenu(this);
                menu->setAttribute(Qt::WA_DeleteOnClose);
                m_columns->fillMenu(*menu);
                menu->popup(header->mapToGlobal(at));
            });

    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, &TableView::aboutToReset);
    connect(&model, &models::RowModel::applied, this, &TableView::tryWanted);
    connect(this, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex &index) {
        if (!m_clickedLink) // the first click has already navigated away
            Q_EMIT opened(index.data(models::IdRole).toString());
    });
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    // After the view's own handler, which clears the selection.
    connect(&model, &QAbstractItemModel::modelReset, this, &TableView::restoreAfterReset);
}

// --- Selection by ID
// ----------------------------------------------------------------------------------------------

QStringList TableView::selectedIds() const
{
    QStringList ids;
    const QItemSelection selection = selectionModel()->selection();
    qsizetype count = 0;
    for (const QItemSelectionRange &range : selection)
        count += range.height();
    ids.reserve(count);
    for (const QItemSelectionRange &range : selection) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            ids.append(m_model.idAt(row));
    }
    return ids;
}

QString TableView::currentId() const
{
    return m_model.idAt(currentIndex().row());
}

void TableView::selectId(const QString &id)
{
    m_wantedId = id;
    if (id.isEmpty()) {
        selectionModel()->clear();
        return;
    }
    tryWanted();
}

void TableView::tryWanted()
{
    const int row = m_wantedId.isEmpty() ? -1 : m_model.rowOf(m_wantedId);
    if (row < 0)
        return;
    m_wantedId.clear();
    int column = 0;
    while (isColumnHidden(column) && column < m_model.columnCount({}) - 1)
        ++column;
    const QModelIndex index = m_model.index(row, column);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect |
                                                 QItemSelectionModel::Rows);
    scrollTo(index);
}

void TableView::aboutToReset()
{
    m_savedSelected.clear();
    m_savedCount = 0;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        m_savedSelected.resize(static_cast<std::size_t>(m_model.rowCount()));
        for (int row = range.top(); row <= range.bottom(); ++row)
            m_savedSelected[static_cast<std::size_t>(row)] = true;
        m_savedCount += range.height();
    }
    m_savedCurrent = currentIndex().row();
    m_savedScroll = verticalScrollBar()->value();
    m_restoring = true;
}

void TableView::restoreAfterReset()
{
    int current = -1;
    int first = -1; // of a run of selected rows
    int count = 0;
    QItemSelection selection;
    const int rows = m_model.rowCount();
    const int last = m_model.columnCount({}) - 1;
    const bool any = m_savedCount > 0 || m_savedCurrent >= 0;
    for (int row = 0; any && row <= rows; ++row) {
        const int before = row < rows ? m_model.rowBeforeReset(row) : -1;
        if (before >= 0 && before == m_savedCurrent)
            current = row;
        const bool selected =
            before >= 0 && m_savedCount > 0 && m_savedSelected[static_cast<std::size_t>(before)];
        count += selected ? 1 : 0;
        if (selected && first < 0) {
            first = row;
        } else if (!selected && first >= 0) {
            selection.append(
                QItemSelectionRange(m_model.index(first, 0), m_model.index(row - 1, last)));
            first = -1;
        }
    }
    setAutoScroll(false);
    if (current >= 0)
        selectionModel()->setCurrentIndex(m_model.index(current, 0), QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    setAutoScroll(true);
    executeDelayedItemsLayout();
    verticalScrollBar()->setValue(m_savedScroll);
    m_restoring = false;
    m_savedSelected.clear();
    if (count != m_savedCount)
        Q_EMIT selectedIdsChanged();
}

void TableView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    AnnouncingView::selectionChanged(selected, deselected);
    if (m_restoring)
        return;
    if (!selected.isEmpty())
        m_wantedId.clear(); // the user has selected something else, or it is the wanted row
    Q_EMIT selectedIdsChanged();
}

void TableView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    // The view would select the neighbor of a removed row; the next action must not affect another
    // row than intended.
    if (currentIndex().row() >= start && currentIndex().row() <= end) {
        const int next = end + 1 < m_model.rowCount() ? end + 1 : start - 1;
        const int column = currentIndex().column();
        selectionModel()->setCurrentIndex(next >= 0 ? m_model.index(next, column) : QModelIndex(),
                                          QItemSelectionModel::NoUpdate);
    }
    QTableView::rowsAboutToBeRemoved(parent, start, end);
}

void TableView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    AnnouncingView::currentChanged(current, previous);
    updateRow(previous.row());
    updateRow(current.row());
}

// --- Mouse and keys
// -----------------------------------------------------------------------------------------------

bool TableView::showsParts() const
{
    return m_model.hasParts();
}

bool TableView::foldByMouse(const QPoint &position)
{
    const QModelIndex index = indexAt(position);
    if (!index.isValid() || !m_delegate->foldRect(visualRect(index), index).contains(position))
        return false;
    const auto fold = static_cast<models::Fold>(index.data(models::FoldRole).toInt());
    m_model.setUnfolded(index.data(models::IdRole).toString(), fold == models::Fold::Folded);
    return true;
}

/// As in a tree: right and plus unfold the row, left and minus fold it, or lead to the row that it
/// is a part of.
bool TableView::foldByKey(int key)
{
    const bool opens = key == Qt::Key_Right || key == Qt::Key_Plus;
    const bool closes = key == Qt::Key_Left || key == Qt::Key_Minus;
    if (!showsParts() || !currentIndex().isValid() || (!opens && !closes))
        return false;
    const auto fold = static_cast<models::Fold>(currentIndex().data(models::FoldRole).toInt());
    const QString id = currentId();
    if (fold == models::Fold::Part && closes)
        selectId(m_model.headOf(id));
    else if (fold == (opens ? models::Fold::Folded : models::Fold::Unfolded))
        m_model.setUnfolded(id, opens);
    return true;
}

bool TableView::isFirstColumn(int column) const
{
    const QHeaderView *header = horizontalHeader();
    return header->sectionPosition(column) == 0 && !header->isSectionHidden(column);
}

QModelIndex TableView::linkAt(const QPoint &position) const
{
    const QModelIndex index = indexAt(position);
    if (!index.isValid() || index.data(models::LinkRole).toString().isEmpty())
        return {};
    const QRect text = m_delegate->textRect(visualRect(index), font(), index);
    return text.contains(position) ? index : QModelIndex();
}

void TableView::updateRow(int row)
{
    if (row < 0)
        return;
    viewport()->update(0, rowViewportPosition(row), viewport()->width(), rowHeight(row));
}

void TableView::hover(const QPoint &position)
{
    const int row = indexAt(position).row();
    const QModelIndex link = linkAt(position);
    if (row == m_hoveredRow && link == m_hoveredLink)
        return;
    updateRow(m_hoveredRow);
    updateRow(row);
    m_hoveredRow = row;
    m_hoveredLink = link;
    viewport()->setCursor(link.isValid() ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void TableView::mouseMoveEvent(QMouseEvent *event)
{
    QTableView::mouseMoveEvent(event);
    hover(event->position().toPoint());
}

void TableView::mousePressEvent(QMouseEvent *event)
{
    m_pressedLink = QModelIndex();
    const bool plain = event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier;
    if (plain && foldByMouse(event->position().toPoint()))
        return;
    if (plain)
        m_pressedLink = linkAt(event->position().toPoint());
    m_clickedLink = m_pressedLink.isValid();
    QTableView::mousePressEvent(event);
}

void TableView::mouseReleaseEvent(QMouseEvent *event)
{
    QTableView::mouseReleaseEvent(event);
    const QModelIndex link = m_pressedLink;
    m_pressedLink = QModelIndex();
    if (!link.isValid() || linkAt(event->position().toPoint()) != link)
        return;
    Q_EMIT linkClicked(m_model.columnKey(link.column()), link.data(models::LinkRole).toString());
}

void TableView::leaveEvent(QEvent *event)
{
    QTableView::leaveEvent(event);
    hover({-1, -1});
}

void TableView::keyPressEvent(QKeyEvent *event)
{
    const bool menuKey = event->key() == Qt::Key_Menu ||
                         (event->key() == Qt::Key_F10 && event->modifiers() == Qt::ShiftModifier);
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers().testAnyFlags(Qt::ControlModifier | Qt::AltModifier)) {
        event->ignore();
    } else if (enter) {
        if (!currentId().isEmpty())
            Q_EMIT opened(currentId());
    } else if (menuKey) {
        requestMenuAtCurrent();
    } else if (event->matches(QKeySequence::Copy)) {
        copySelection();
    } else if (event->modifiers().testAnyFlags(Qt::ControlModifier | Qt::AltModifier) ||
               !foldByKey(event->key())) {
        QTableView::keyPressEvent(event);
    }
}

void TableView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() != QContextMenuEvent::Mouse)
        requestMenuAtCurrent();
    else if (indexAt(event->pos()).isValid())
        Q_EMIT menuRequested(event->globalPos());
}

void TableView::requestMenuAtCurrent()
{
    if (!currentIndex().isValid())
        return;
    // The menu is for the selected rows; a row can have the focus without being selected.
    if (!selectionModel()->hasSelection())
        selectionModel()->select(currentIndex(),
                                 QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    const QRect cell = visualRect(currentIndex());
    const QPoint at(std::max(cell.left(), 0) + metrics::pad,
                    std::clamp(cell.bottom(), 0, viewport()->height()));
    Q_EMIT menuRequested(viewport()->mapToGlobal(at));
}

void TableView::pressItem(const QModelIndex &index)
{
    if (const QString target = index.data(models::LinkRole).toString(); !target.isEmpty())
        Q_EMIT linkClicked(m_model.columnKey(index.column()), target);
    else
        Q_EMIT opened(index.data(models::IdRole).toString());
}

void TableView::openItemMenu(const QModelIndex &index)
{
    const bool selected = selectionModel()->isRowSelected(index.row());
    selectionModel()->setCurrentIndex(index, selected ? QItemSelectionModel::NoUpdate
                                                      : QItemSelectionModel::ClearAndSelect |
                                                            QItemSelectionModel::Rows);
    requestMenuAtCurrent();
}

void TableView::copySelection() const
{
    const QHeaderView *header = horizontalHeader();
    QStringList lines;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            QStringList cells;
            for (int place = 0; place < header->count(); ++place) {
                const int column = header->logicalIndex(place);
                if (!header->isSectionHidden(column))
                    cells.append(m_model.index(row, column).data().toString());
            }
            lines.append(cells.join(u'\t'));
        }
    }
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

void TableView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        m_delegate->forget();
}

void TableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    if (m_columns)
        m_columns->fit(viewport()->width());
}

void TableView::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    if (!currentIndex().isValid() && m_model.rowCount() > 0) {
        // Gives the arrow keys a starting point, visible by the ring.
        selectionModel()->setCurrentIndex(m_model.index(0, 0), QItemSelectionModel::NoUpdate);
    }
    updateRow(currentIndex().row());
}

void TableView::focusOutEvent(QFocusEvent *event)
{
    QTableView::focusOutEvent(event);
    updateRow(currentIndex().row());
}

} // namespace oriel::ui
