#include "ui/widgets/tableview.h"

#include "models/rowmodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tablecolumns.h"
#include "ui/widgets/tabledelegate.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QClipboard>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QCursor>
#include <QtGui/QGuiApplication>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QMenu>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int menuButtonWidth = 36;

} // namespace

TableView::TableView(models::RowModel &model, Theme &theme, QSettings &settings, const QString &key,
                     QWidget *parent)
    : AnnouncingView(parent)
    , m_model(model)
    , m_theme(theme)
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

int TableView::selectedCount() const
{
    int count = 0;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        count += range.height();
    return count;
}

QStringList TableView::selectedIds() const
{
    QStringList ids;
    ids.reserve(selectedCount());
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
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
    const QModelIndex index = m_model.index(row, firstColumn());
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
    placeMenuButton();
}

// --- The menus of rows
// -----------------------------------------------------------------------------------------------

void TableView::giveRowsMenus()
{
    m_menuButton = new QToolButton(this);
    m_menuButton->setObjectName(u"rowMenuButton"_s);
    m_menuButton->setAutoRaise(true);
    m_menuButton->setFocusPolicy(Qt::TabFocus);
    m_menuButton->setToolTip(tr("Actions"));
    m_menuButton->hide();
    m_menuButton->installEventFilter(this);
    const auto paint = [this] {
        m_menuButton->setIcon(m_theme.icon(u"ellipsis"_s));
    };
    connect(&m_theme, &Theme::changed, m_menuButton, paint);
    paint();
    connect(m_menuButton, &QToolButton::clicked, this, [this] { openMenu(menuRow()); });
    connect(&m_model, &models::RowModel::applied, this, &TableView::placeMenuButton);
    m_columns->setEndSpace(menuButtonWidth);
}

int TableView::menuWidth() const
{
    return m_menuButton ? menuButtonWidth : 0;
}

QRect TableView::menuRect(int row) const
{
    const int left = isRightToLeft() ? 0 : viewport()->width() - menuWidth();
    return {left, rowViewportPosition(row), menuWidth(), rowHeight(row) - 1};
}

int TableView::menuRow() const
{
    return m_hoveredRow >= 0 && !m_menuButton->hasFocus() ? m_hoveredRow : currentIndex().row();
}

void TableView::placeMenuButton()
{
    if (!m_menuButton)
        return;
    const int row = isVisible() ? menuRow() : -1;
    const QRect at = row < 0 || row >= m_model.rowCount() ? QRect() : menuRect(row);
    if (at.isEmpty() || !viewport()->rect().contains(at)) {
        m_menuButton->hide();
        return;
    }
    m_menuButton->setGeometry(QRect(viewport()->mapTo(parentWidget(), at.topLeft()), at.size()));
    m_menuButton->setAccessibleName(
        //: %1: the name of what the row shows
        tr("Actions for %1").arg(m_model.index(row, firstColumn()).data().toString()));
    m_menuButton->show();
    m_menuButton->raise();
}

void TableView::openMenu(int row)
{
    if (row < 0)
        return;
    // The menu is for the selected rows, including this one.
    const bool selected = selectionModel()->isRowSelected(row);
    selectionModel()->setCurrentIndex(m_model.index(row, firstColumn()),
                                      selected ? QItemSelectionModel::NoUpdate
                                               : QItemSelectionModel::ClearAndSelect |
                                                     QItemSelectionModel::Rows);
    const QRect at = menuRect(row);
    Q_EMIT menuRequested({viewport()->mapToGlobal(at.topLeft()), at.size()});
}

bool TableView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_menuButton)
        return QTableView::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::Leave:
        hover(viewport()->mapFromGlobal(QCursor::pos()));
        break;
    case QEvent::FocusIn:
    case QEvent::FocusOut:
        placeMenuButton();
        break;
    case QEvent::Wheel:
        QCoreApplication::sendEvent(viewport(), event);
        return true;
    default:
        break;
    }
    return QTableView::eventFilter(watched, event);
}

void TableView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (!m_menuButton)
        return;
    QPainter painter(viewport());
    const int end = isRightToLeft() ? 0 : horizontalScrollBar()->maximum();
    const bool covers = horizontalScrollBar()->value() != end;
    const int real = m_menuButton->isVisible() ? menuRow() : -1;
    for (int row = std::max(0, rowAt(event->rect().top())); row < m_model.rowCount(); ++row) {
        const QRect at = menuRect(row);
        if (at.top() > event->rect().bottom())
            break;
        m_delegate->paintMenu(&painter, m_model.index(row, firstColumn()), at, covers, row != real);
    }
}

void TableView::showEvent(QShowEvent *event)
{
    QTableView::showEvent(event);
    if (m_menuButton && m_menuButton->parentWidget() != parentWidget()) {
        m_menuButton->setParent(parentWidget());
        setTabOrder(this, m_menuButton);
    }
    placeMenuButton();
}

void TableView::hideEvent(QHideEvent *event)
{
    QTableView::hideEvent(event);
    placeMenuButton();
}

void TableView::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    if (dy != 0 && m_columns)
        m_columns->measureSeen(std::max(0, rowAt(0)));
    if (!m_menuButton)
        return;
    // The view has scrolled the “…” along with the rows.
    if (dx != 0)
        viewport()->update();
    if (m_hoveredRow >= 0)
        hover(viewport()->mapFromGlobal(QCursor::pos()));
    placeMenuButton();
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

int TableView::firstColumn() const
{
    int column = 0;
    while (isColumnHidden(column) && column < m_model.columnCount({}) - 1)
        ++column;
    return column;
}

bool TableView::isLastColumn(int column) const
{
    const QHeaderView *header = horizontalHeader();
    return !header->isSectionHidden(column) &&
           header->sectionPosition(column) + header->sectionSize(column) >= header->length();
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
    // Rows that are scrolled out of sight may be below the header.
    const int row = viewport()->rect().contains(position) ? indexAt(position).row() : -1;
    const QModelIndex link = linkAt(position);
    if (row == m_hoveredRow && link == m_hoveredLink)
        return;
    updateRow(m_hoveredRow);
    updateRow(row);
    m_hoveredRow = row;
    m_hoveredLink = link;
    placeMenuButton();
    viewport()->setCursor(link.isValid() ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void TableView::mouseMoveEvent(QMouseEvent *event)
{
    QTableView::mouseMoveEvent(event);
    hover(event->position().toPoint());
}

void TableView::mousePressEvent(QMouseEvent *event)
{
    const int row = m_menuButton ? rowAt(int(event->position().y())) : -1;
    if (row >= 0 && event->button() == Qt::LeftButton &&
        menuRect(row).contains(event->position().toPoint())) {
        openMenu(row); // no button was shown there before, as on a touch screen
        return;
    }
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
    const bool onButton =
        m_menuButton && m_menuButton->isVisible() &&
        m_menuButton->rect().contains(m_menuButton->mapFromGlobal(QCursor::pos()));
    if (!onButton)
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

QModelIndex TableView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    // Keys move between rows: Home and End lead to the first and last one.
    if (action == MoveHome || action == MoveEnd)
        modifiers |= Qt::ControlModifier;
    return QTableView::moveCursor(action, modifiers);
}

void TableView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() != QContextMenuEvent::Mouse)
        requestMenuAtCurrent();
    else if (indexAt(event->pos()).isValid())
        Q_EMIT menuRequested({event->globalPos(), QSize()});
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
    Q_EMIT menuRequested({viewport()->mapToGlobal(at), QSize()});
}

void TableView::pressItem(const QModelIndex &index)
{
    if (const QString target = index.data(models::LinkRole).toString(); !target.isEmpty())
        Q_EMIT linkClicked(m_model.columnKey(index.column()), target);
    else
        Q_EMIT opened(index.data(models::IdRole).toString());
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
    placeMenuButton();
}

void TableView::focusInEvent(QFocusEvent *event)
{
    AnnouncingView::focusInEvent(event);
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
