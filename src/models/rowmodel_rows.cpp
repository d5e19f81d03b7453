// RowModel, the part that changes rows one by one and shows them.
#include "models/rowmodel.h"

#include <algorithm>

namespace oriel::models {

namespace {

/// The vector to change: a copy of it where a worker still reads it.
Entries &unshared(std::shared_ptr<Entries> &entries)
{
    if (entries.use_count() > 1)
        entries = std::make_shared<Entries>(*entries);
    return *entries;
}

void eraseSorted(Entries &entries, const EntryPtr &entry, const Order &order)
{
    const auto at = std::lower_bound(entries.begin(), entries.end(), entry, order);
    if (at != entries.end() && (*at)->id == entry->id)
        entries.erase(at);
}

void insertSorted(Entries &entries, const EntryPtr &entry, const Order &order)
{
    entries.insert(std::lower_bound(entries.begin(), entries.end(), entry, order), entry);
}

} // namespace

void RowModel::reconcile(const QStringList &ids)
{
    if (ids.isEmpty())
        return;
    if (ids.size() > fewRows) {
        wantRows();
        return;
    }
    if (m_running && std::max(m_runningWork, m_wanted) > Work::Filter) {
        // The order in force and the keys that would be made now need not agree.
        m_late += ids;
        return;
    }
    m_touched = true;
    const Lookup live = lookup();
    for (const QString &id : ids)
        reconcileOne(id, live);
    Q_EMIT applied();
}

void RowModel::reconcileOne(const QString &id, const Lookup &live)
{
    AnyRow row = fetch(id);
    if (row && !m_keying.inScope(row.get()))
        row.reset();
    const EntryPtr old = m_byId.value(id);
    if (!row && !old)
        return;
    if (!row) {
        eraseSorted(unshared(m_all), old, m_order);
        removeVisible(old);
        m_byId.remove(id);
        return;
    }
    const EntryPtr fresh = m_keying.entry(row, live);
    if (!old) {
        insertSorted(unshared(m_all), fresh, m_order);
        m_byId.insert(id, fresh);
        if (m_visibleFilter.accepts(*fresh))
            insertVisible(fresh);
        return;
    }
    Entries &all = unshared(m_all);
    eraseSorted(all, old, m_order);
    insertSorted(all, fresh, m_order);
    const bool shown = rowOf(id) >= 0; // by the old keys, so before m_byId knows the new ones
    const bool accepted = m_visibleFilter.accepts(*fresh);
    if (shown && accepted)
        changeVisible(old, fresh);
    else if (shown)
        removeVisible(old);
    m_byId.insert(id, fresh);
    if (!shown && accepted)
        insertVisible(fresh);
}

void RowModel::insertVisible(const EntryPtr &entry)
{
    Entries &visible = unshared(m_visible);
    const auto at = std::lower_bound(visible.begin(), visible.end(), entry, m_order);
    const int row = static_cast<int>(at - visible.begin());
    beginInsertRows({}, row, row);
    visible.insert(at, entry);
    endInsertRows();
}

void RowModel::removeVisible(const EntryPtr &entry)
{
    Entries &visible = unshared(m_visible);
    const auto at = std::lower_bound(visible.begin(), visible.end(), entry, m_order);
    if (at == visible.end() || (*at)->id != entry->id)
        return;
    const int row = static_cast<int>(at - visible.begin());
    beginRemoveRows({}, row, row);
    visible.erase(at);
    endRemoveRows();
}

void RowModel::changeVisible(const EntryPtr &old, const EntryPtr &fresh)
{
    Entries &visible = unshared(m_visible);
    const auto begin = visible.begin();
    const int from = static_cast<int>(std::lower_bound(begin, visible.end(), old, m_order) - begin);
    const int to = static_cast<int>(std::lower_bound(begin, visible.end(), fresh, m_order) - begin);
    int now = from;
    if (to == from || to == from + 1) {
        visible[static_cast<std::size_t>(from)] = fresh;
    } else {
        now = to > from ? to - 1 : to;
        beginMoveRows({}, from, from, {}, to);
        if (to > from)
            std::rotate(begin + from, begin + from + 1, begin + to);
        else
            std::rotate(begin + to, begin + from, begin + from + 1);
        visible[static_cast<std::size_t>(now)] = fresh;
        endMoveRows();
    }
    Q_EMIT dataChanged(index(now, 0), index(now, columnCount() - 1));
}

int RowModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_visible->size());
}

int RowModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns->size());
}

QVariant RowModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Entry &entry = *(*m_visible)[static_cast<std::size_t>(index.row())];
    const AnyColumn &column = (*m_columns)[static_cast<std::size_t>(index.column())];
    const void *row = entry.row.get();
    switch (role) {
    case Qt::DisplayRole:
        return column.text(row, lookup());
    case Qt::ToolTipRole:
        return column.tip ? column.tip(row, lookup()) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(column.alignment);
    case IdRole:
        return entry.id;
    case ToneRole:
        return static_cast<int>(column.tone ? column.tone(row, lookup()) : Tone::None);
    case ProgressRole:
        return column.progress ? column.progress(row, lookup()) : -1;
    case LinkRole:
        return column.link ? column.link(row, lookup()) : QString();
    default:
        return {};
    }
}

QVariant RowModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const AnyColumn &column = (*m_columns)[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole)
        return column.title;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(column.alignment);
    return {};
}

QString RowModel::columnKey(int column) const
{
    return m_columns->at(static_cast<std::size_t>(column)).key;
}

bool RowModel::columnShownByDefault(int column) const
{
    return m_columns->at(static_cast<std::size_t>(column)).shownByDefault;
}

int RowModel::columnWidthHint(int column) const
{
    return m_columns->at(static_cast<std::size_t>(column)).width;
}

int RowModel::columnOf(const QString &key) const
{
    for (int column = 0; column < columnCount(); ++column) {
        if (columnKey(column) == key)
            return column;
    }
    return -1;
}

} // namespace oriel::models
