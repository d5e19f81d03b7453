#include "ui/widgets/viewaccess.h"

#include "ui/widgets/menuaccess.h"

#include <QtCore/QHash>
#include <QtCore/QPointer>
#include <QtWidgets/QAccessibleWidget>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QListView>
#include <QtWidgets/QTableView>
#include <QtWidgets/QTreeView>

namespace oriel::ui {

namespace {

using Interfaces = QList<QAccessibleInterface *>;

PressableItems *pressable(QAbstractItemView &view)
{
    return dynamic_cast<PressableItems *>(&view);
}

/// The combo box that this list belongs to.
QComboBox *comboOf(const QAbstractItemView &view)
{
    const QWidget *frame = view.parentWidget();
    return frame ? qobject_cast<QComboBox *>(frame->parentWidget()) : nullptr;
}

bool canBeTicked(const QModelIndex &index)
{
    return index.flags().testFlag(Qt::ItemIsUserCheckable) &&
           index.data(Qt::CheckStateRole).isValid();
}

/// Performs an item's action by name.
void act(QAbstractItemView &view, const QModelIndex &index, const QString &action)
{
    using Actions = QAccessibleActionInterface;
    if (!index.isValid())
        return;
    PressableItems *items = pressable(view);
    if (action == Actions::setFocusAction()) {
        view.setFocus(Qt::OtherFocusReason);
        view.selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
        view.scrollTo(index);
    } else if (action == Actions::showMenuAction() && items) {
        items->openItemMenu(index);
    } else if (action == Actions::toggleAction() && canBeTicked(index)) {
        const bool on = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        view.model()->setData(index, on ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    } else if (action == Actions::toggleAction()) {
        view.selectionModel()->select(index,
                                      QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
    } else if (items) {
        items->pressItem(index);
    } else if (QComboBox *combo = comboOf(view)) {
        combo->hidePopup();
        combo->setCurrentIndex(index.row());
        Q_EMIT combo->activated(index.row());
    }
}

/// The base of items and titles: a place in a view.
class PartAccess : public QAccessibleInterface
{
public:
    explicit PartAccess(QAbstractItemView &view) : m_view(&view) {}

    [[nodiscard]] bool isValid() const override { return m_view; }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    [[nodiscard]] QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *child(int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    void setText(QAccessible::Text, const QString &) override {}

protected:
    /// Runs an action later, because it can remove the item.
    void later(const std::function<void()> &action) const
    {
        QMetaObject::invokeMethod(m_view, action, Qt::QueuedConnection);
    }

    QPointer<QAbstractItemView> m_view;
};

/// An item of a view.
class ItemAccess final : public PartAccess,
                         public QAccessibleTableCellInterface,
                         public QAccessibleActionInterface
{
public:
    ItemAccess(QAbstractItemView &view, const QModelIndex &index) : PartAccess(view), m_index(index)
    {}

    [[nodiscard]] bool isValid() const override { return m_view && m_index.isValid(); }
    [[nodiscard]] const QPersistentModelIndex &index() const { return m_index; }

    [[nodiscard]] QAccessibleInterface *child(int index) const override
    {
        return index == 0 && field() ? QAccessible::queryAccessibleInterface(field()) : nullptr;
    }
    [[nodiscard]] int childCount() const override { return field() ? 1 : 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const override
    {
        return child && field() && child->object() == field() ? 0 : -1;
    }

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (!isValid())
            return {};
        const auto words = [this](int special, int shown) {
            const QString text = m_index.data(special).toString();
            return text.isEmpty() ? m_index.data(shown).toString() : text;
        };
        if (kind == QAccessible::Name)
            return words(Qt::AccessibleTextRole, Qt::DisplayRole);
        return kind == QAccessible::Description
                   ? m_index.data(Qt::AccessibleDescriptionRole).toString()
                   : QString();
    }

    [[nodiscard]] QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect place = m_view->visualRect(m_index);
        return place.isEmpty() ? QRect()
                               : place.translated(m_view->viewport()->mapToGlobal(QPoint(0, 0)));
    }

    [[nodiscard]] QAccessible::Role role() const override
    {
        if (qobject_cast<const QTableView *>(m_view))
            return QAccessible::Cell;
        return canBeChosen() ? QAccessible::ListItem : QAccessible::Heading;
    }

    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invisible = !isValid() || !m_view->isVisible();
        if (!isValid())
            return state;
        const Qt::ItemFlags flags = m_index.flags();
        state.disabled = !m_view->isEnabled() || !flags.testFlag(Qt::ItemIsEnabled);
        state.offscreen = !m_view->viewport()->rect().intersects(m_view->visualRect(m_index));
        state.focusable = canBeChosen();
        state.focused = m_view->hasFocus() && m_view->currentIndex() == m_index;
        state.selectable = canBeChosen() && m_view->selectionMode() != m_view->NoSelection;
        state.selected = isSelected();
        if (canBeTicked(m_index)) {
            const int ticked = m_index.data(Qt::CheckStateRole).toInt();
            state.checkable = true;
            state.checked = ticked == Qt::Checked;
            state.checkStateMixed = ticked == Qt::PartiallyChecked;
        }
        return state;
    }

    // --- Cell

    [[nodiscard]] bool isSelected() const override
    {
        return isValid() && m_view->selectionModel()->isSelected(m_index);
    }
    [[nodiscard]] Interfaces columnHeaderCells() const override
    {
        const QAccessibleInterface *table = parent();
        auto *title = isValid() && hasTitles() ? table->child(columnIndex()) : nullptr;
        return title ? Interfaces{title} : Interfaces();
    }
    [[nodiscard]] Interfaces rowHeaderCells() const override { return {}; }
    [[nodiscard]] int columnIndex() const override
    {
        // The visible column, without hidden ones.
        int column = 0;
        const auto *table = qobject_cast<const QTableView *>(m_view);
        for (int i = 0; table && i < m_index.column(); ++i)
            column += table->isColumnHidden(i) ? 0 : 1;
        return column;
    }
    [[nodiscard]] int rowIndex() const override { return m_index.row(); }
    [[nodiscard]] int columnExtent() const override { return 1; }
    [[nodiscard]] int rowExtent() const override { return 1; }
    [[nodiscard]] QAccessibleInterface *table() const override { return parent(); }

    // --- Actions

    [[nodiscard]] QStringList actionNames() const override
    {
        QStringList names;
        if (!isValid() || state().disabled)
            return names;
        const auto *items = pressable(*m_view);
        if (items || comboOf(*m_view))
            names << pressAction();
        if (canBeTicked(m_index) || (state().selectable && !comboOf(*m_view)))
            names << toggleAction();
        if (items && items->hasItemMenu())
            names << showMenuAction();
        if (canBeChosen())
            names << setFocusAction();
        return names;
    }

    void doAction(const QString &name) override
    {
        if (actionNames().contains(name))
            later([view = m_view, index = m_index, name] { act(*view, index, name); });
    }

    [[nodiscard]] QStringList keyBindingsForAction(const QString &) const override { return {}; }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::ActionInterface)
            return static_cast<QAccessibleActionInterface *>(this);
        if (type == QAccessible::TableCellInterface && qobject_cast<QTableView *>(m_view))
            return static_cast<QAccessibleTableCellInterface *>(this);
        return nullptr;
    }

private:
    [[nodiscard]] bool canBeChosen() const
    {
        return isValid() && m_index.flags().testFlag(Qt::ItemIsSelectable);
    }
    [[nodiscard]] bool hasTitles() const
    {
        const auto *table = qobject_cast<const QTableView *>(m_view);
        return table && !table->horizontalHeader()->isHidden();
    }
    /// The widget in the cell.
    [[nodiscard]] QWidget *field() const
    {
        return isValid() ? m_view->indexWidget(m_index) : nullptr;
    }

    QPersistentModelIndex m_index;
};

/// The title of a column.
class TitleAccess final : public PartAccess, public QAccessibleActionInterface
{
public:
    TitleAccess(QTableView &view, int column)
        : PartAccess(view)
        , m_header(view.horizontalHeader())
        , m_column(column)
    {}

    [[nodiscard]] bool isValid() const override { return m_header && m_column < m_header->count(); }
    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (!isValid() || kind != QAccessible::Name)
            return {};
        return m_header->model()->headerData(m_column, Qt::Horizontal).toString();
    }
    [[nodiscard]] QRect rect() const override
    {
        if (!isValid())
            return {};
        const QPoint origin = m_header->mapToGlobal(QPoint(0, 0));
        return {origin.x() + m_header->sectionViewportPosition(m_column), origin.y(),
                m_header->sectionSize(m_column), m_header->height()};
    }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ColumnHeader; }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invisible = !isValid() || !m_header->isVisible();
        return state;
    }

    [[nodiscard]] QStringList actionNames() const override
    {
        return isValid() && m_header->sectionsClickable() && m_header->isSortIndicatorShown()
                   ? QStringList(pressAction())
                   : QStringList();
    }
    void doAction(const QString &name) override
    {
        if (!actionNames().contains(name))
            return;
        later([header = m_header, column = m_column] {
            const bool again = header->sortIndicatorSection() == column;
            const bool down = again && header->sortIndicatorOrder() == Qt::AscendingOrder;
            header->setSortIndicator(column, down ? Qt::DescendingOrder : Qt::AscendingOrder);
        });
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString &) const override { return {}; }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface
                   ? static_cast<QAccessibleActionInterface *>(this)
                   : nullptr;
    }

private:
    QPointer<QHeaderView> m_header;
    int m_column;
};

/// A view whose children are its items, row by row.
class ViewAccess : public QAccessibleWidget
{
public:
    ViewAccess(QAbstractItemView &view, QAccessible::Role role) : QAccessibleWidget(&view, role) {}

    /// The index for child(); -1: it is not visible.
    [[nodiscard]] virtual int numberOf(const QModelIndex &index) const = 0;

    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const override
    {
        const auto *item = dynamic_cast<const ItemAccess *>(child);
        return item && item->isValid() ? numberOf(item->index()) : -1;
    }
    [[nodiscard]] QAccessibleInterface *focusChild() const override
    {
        return view().hasFocus() && view().currentIndex().isValid() ? item(view().currentIndex())
                                                                    : nullptr;
    }
    [[nodiscard]] QAccessibleInterface *childAt(int x, int y) const override
    {
        return item(view().indexAt(view().viewport()->mapFromGlobal(QPoint(x, y))));
    }

protected:
    ~ViewAccess() override { forget(); }

    [[nodiscard]] QAbstractItemView &view() const
    {
        return static_cast<QAbstractItemView &>(*widget());
    }

    /// The item's interface, created on first use. It follows its item.
    QAccessibleInterface *item(const QModelIndex &index) const
    {
        if (!index.isValid())
            return nullptr;
        QAccessible::Id &id = m_items[index];
        if (id == 0)
            id = QAccessible::registerAccessibleInterface(new ItemAccess(view(), index));
        return QAccessible::accessibleInterface(id);
    }
    /// Removes items that no longer exist.
    void forgetInvalid()
    {
        m_items.removeIf([](QHash<QPersistentModelIndex, QAccessible::Id>::iterator it) {
            if (!it.key().isValid())
                QAccessible::deleteAccessibleInterface(it.value());
            return !it.key().isValid();
        });
    }
    void forget()
    {
        for (const QAccessible::Id id : std::as_const(m_items))
            QAccessible::deleteAccessibleInterface(id);
        m_items.clear();
    }

private:
    mutable QHash<QPersistentModelIndex, QAccessible::Id> m_items;
};

/// A table: the titles of its columns, then its cells. Columns are counted as displayed.
class TableAccess final : public ViewAccess, public QAccessibleTableInterface
{
public:
    explicit TableAccess(QTableView &table) : ViewAccess(table, QAccessible::Table) {}
    ~TableAccess() override { forgetTitles(); }

    [[nodiscard]] int childCount() const override { return titles() + rowCount() * columnCount(); }
    [[nodiscard]] QAccessibleInterface *child(int number) const override
    {
        if (number < 0 || number >= childCount())
            return nullptr;
        if (number < titles())
            return title(shown().at(number));
        return cellAt((number - titles()) / columnCount(), (number - titles()) % columnCount());
    }
    [[nodiscard]] int numberOf(const QModelIndex &index) const override
    {
        const int column = static_cast<int>(shown().indexOf(index.column()));
        return column < 0 ? -1 : titles() + index.row() * columnCount() + column;
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const override
    {
        for (int i = 0; child && i < titles(); ++i) {
            if (title(shown().at(i)) == child)
                return i;
        }
        return ViewAccess::indexOfChild(child);
    }

    // --- Table

    [[nodiscard]] QAccessibleInterface *caption() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *summary() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *cellAt(int row, int column) const override
    {
        const QList<int> columns = shown();
        return column >= 0 && column < columns.size() ? item(model()->index(row, columns[column]))
                                                      : nullptr;
    }
    [[nodiscard]] int rowCount() const override { return model() ? model()->rowCount() : 0; }
    [[nodiscard]] int columnCount() const override { return static_cast<int>(shown().size()); }
    [[nodiscard]] QString columnDescription(int column) const override
    {
        return model()->headerData(shown().value(column, -1), Qt::Horizontal).toString();
    }
    [[nodiscard]] QString rowDescription(int) const override { return {}; }

    [[nodiscard]] QList<int> selectedRows() const override
    {
        QList<int> rows;
        for (const QItemSelectionRange &range : view().selectionModel()->selection()) {
            for (int row = range.top(); row <= range.bottom(); ++row)
                rows.append(row);
        }
        return rows;
    }
    [[nodiscard]] int selectedRowCount() const override
    {
        int count = 0;
        for (const QItemSelectionRange &range : view().selectionModel()->selection())
            count += range.height();
        return count;
    }
    [[nodiscard]] Interfaces selectedCells() const override
    {
        Interfaces cells;
        for (const int row : selectedRows()) {
            for (int column = 0; column < columnCount(); ++column)
                cells.append(cellAt(row, column));
        }
        return cells;
    }
    [[nodiscard]] int selectedCellCount() const override
    {
        return selectedRowCount() * columnCount();
    }
    [[nodiscard]] bool isRowSelected(int row) const override
    {
        return view().selectionModel()->isSelected(model()->index(row, shown().value(0)));
    }
    bool selectRow(int row) override { return select(row, QItemSelectionModel::Select); }
    bool unselectRow(int row) override { return select(row, QItemSelectionModel::Deselect); }
    // Only complete rows are selected.
    [[nodiscard]] QList<int> selectedColumns() const override { return {}; }
    [[nodiscard]] int selectedColumnCount() const override { return 0; }
    [[nodiscard]] bool isColumnSelected(int) const override { return false; }
    bool selectColumn(int) override { return false; }
    bool unselectColumn(int) override { return false; }

    void modelChange(QAccessibleTableModelChangeEvent *event) override
    {
        using Event = QAccessibleTableModelChangeEvent;
        if (event->modelChangeType() != Event::DataChanged)
            forgetInvalid();
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableInterface ? static_cast<QAccessibleTableInterface *>(this)
                                                   : QAccessibleWidget::interface_cast(type);
    }

private:
    [[nodiscard]] QTableView &table() const { return static_cast<QTableView &>(view()); }
    [[nodiscard]] QAbstractItemModel *model() const { return view().model(); }
    /// The visible columns, in the model's order.
    [[nodiscard]] QList<int> shown() const
    {
        QList<int> columns;
        for (int column = 0; model() && column < model()->columnCount(); ++column) {
            if (!table().isColumnHidden(column))
                columns.append(column);
        }
        return columns;
    }
    /// The number of titles.
    [[nodiscard]] int titles() const
    {
        return table().horizontalHeader()->isHidden() ? 0 : columnCount();
    }
    QAccessibleInterface *title(int column) const
    {
        QAccessible::Id &id = m_titles[column];
        if (id == 0)
            id = QAccessible::registerAccessibleInterface(new TitleAccess(table(), column));
        return QAccessible::accessibleInterface(id);
    }
    void forgetTitles()
    {
        for (const QAccessible::Id id : std::as_const(m_titles))
            QAccessible::deleteAccessibleInterface(id);
        m_titles.clear();
    }
    bool select(int row, QItemSelectionModel::SelectionFlags how)
    {
        const QModelIndex index = model()->index(row, shown().value(0));
        if (!index.isValid() || view().selectionMode() == QAbstractItemView::NoSelection)
            return false;
        view().selectionModel()->select(index, how | QItemSelectionModel::Rows);
        return true;
    }

    mutable QHash<int, QAccessible::Id> m_titles;
};

/// A list, also with groups: the visible items from top to bottom.
class ListAccess final : public ViewAccess
{
public:
    explicit ListAccess(QAbstractItemView &list) : ViewAccess(list, QAccessible::List) {}

    [[nodiscard]] int childCount() const override { return static_cast<int>(shown().size()); }
    [[nodiscard]] QAccessibleInterface *child(int number) const override
    {
        return item(shown().value(number));
    }
    [[nodiscard]] int numberOf(const QModelIndex &index) const override
    {
        return static_cast<int>(shown().indexOf(index));
    }

private:
    [[nodiscard]] QModelIndexList shown() const
    {
        QModelIndexList out;
        const QAbstractItemModel *model = view().model();
        if (const auto *list = qobject_cast<const QListView *>(&view())) {
            for (int row = 0; model && row < model->rowCount(list->rootIndex()); ++row) {
                if (!list->isRowHidden(row))
                    out.append(model->index(row, list->modelColumn(), list->rootIndex()));
            }
        } else if (const auto *tree = qobject_cast<const QTreeView *>(&view())) {
            QModelIndex index = model ? model->index(0, 0) : QModelIndex();
            if (index.isValid() && tree->isRowHidden(0, {}))
                index = tree->indexBelow(index);
            for (; index.isValid(); index = tree->indexBelow(index))
                out.append(index);
        }
        return out;
    }
};

QAccessibleInterface *viewInterface(const QString &className, QObject *object)
{
    if (className == QLatin1String("QTableView")) {
        auto *table = qobject_cast<QTableView *>(object);
        return table ? new TableAccess(*table) : nullptr;
    }
    if (className == QLatin1String("QListView") ||
        (className == QLatin1String("QTreeView") && dynamic_cast<PressableItems *>(object))) {
        auto *list = qobject_cast<QAbstractItemView *>(object);
        return list ? new ListAccess(*list) : nullptr;
    }
    return nullptr; // Qt asks the next factory
}

} // namespace

void makeViewsAccessible()
{
    QAccessible::installFactory(&viewInterface);
    QAccessible::installFactory(&menuInterface);
}

void announceItem(QAbstractItemView &view, QAccessible::Event event, const QModelIndex &index)
{
    if (!QAccessible::isActive() || !index.isValid())
        return;
    const auto *access =
        dynamic_cast<const ViewAccess *>(QAccessible::queryAccessibleInterface(&view));
    const int number = access ? access->numberOf(index) : -1;
    if (number < 0)
        return;
    QAccessibleEvent announced(&view, event);
    announced.setChild(number);
    QAccessible::updateAccessibility(&announced);
}

} // namespace oriel::ui
