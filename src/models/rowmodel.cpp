#include "models/rowmodel.h"

#include "base/worker.h"
#include "models/textkey.h"

#include <QtCore/QThreadPool>

#include <algorithm>

namespace oriel::models {

/// What computes in workers.
struct RowModel::Mailbox final : Worker
{
    using Worker::Worker;
};

RowModel::RowModel(const store::StoreBase &source, const store::CloudStores &stores, Clock &clock,
                   std::vector<AnyColumn> columns, std::vector<Kind> needs, QObject *parent)
    : QAbstractTableModel(parent)
    , m_source(source)
    , m_stores(stores)
    , m_clock(clock)
    , m_needs(std::move(needs))
    , m_columns(std::make_shared<const std::vector<AnyColumn>>(std::move(columns)))
    , m_all(std::make_shared<Entries>())
    , m_visible(std::make_shared<Entries>())
    , m_mailbox(std::make_shared<Mailbox>(this))
{
    m_keying.columns = m_columns;
    connect(&source, &store::StoreBase::changed, this, &RowModel::sourceChanged);
    for (const Kind kind : m_needs) {
        const store::StoreBase &related = stores.at(kind);
        if (&related == &m_source)
            m_keysDependOnTime = true;
        else
            watchRelated(related);
    }
}

void RowModel::watchRelated(const store::StoreBase &related)
{
    connect(&related, &store::StoreBase::changed, this, &RowModel::relatedChanged);
    // An empty list changes no row, but then it is known that a row does not exist.
    connect(&related, &store::StoreBase::stateChanged, this,
            [this, &related, loaded = related.state().loaded]() mutable {
                if (std::exchange(loaded, related.state().loaded) != related.state().loaded)
                    relatedChanged();
            });
}

RowModel::~RowModel()
{
    discard(std::move(m_all), std::move(m_byId));
    discard(std::move(m_visible), {});
}

void RowModel::load()
{
    want(Work::Rows);
}

Lookup RowModel::lookup() const
{
    return {m_stores, m_clock.now()};
}

AnyRow RowModel::anyRow(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    return (*m_visible)[static_cast<std::size_t>(row)]->row;
}

QString RowModel::idAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    return (*m_visible)[static_cast<std::size_t>(row)]->id;
}

QString RowModel::headOf(const QString &id) const
{
    const EntryPtr entry = m_byId.value(id);
    return entry ? entry->head : QString();
}

int RowModel::countOf(const Entries &entries) const
{
    return static_cast<int>(hasParts() ? std::ranges::count(entries, 0, &Entry::place)
                                       : std::ssize(entries));
}

int RowModel::rowBeforeReset(int row) const
{
    const auto at = static_cast<std::size_t>(row);
    return row >= 0 && at < m_rowsBefore.size() ? m_rowsBefore[at] : -1;
}

int RowModel::rowOf(const QString &id) const
{
    const EntryPtr entry = m_byId.value(id);
    if (!entry)
        return -1;
    const auto at = std::lower_bound(m_visible->begin(), m_visible->end(), entry, m_order);
    if (at == m_visible->end() || (*at)->id != id)
        return -1;
    return static_cast<int>(at - m_visible->begin());
}

Qt::SortOrder RowModel::sortOrder() const
{
    return m_wantedOrder.descending ? Qt::DescendingOrder : Qt::AscendingOrder;
}

void RowModel::setFilterText(const QString &text)
{
    m_filterText = text;
    QByteArrayList words;
    for (const QString &word : filterWords(text))
        words.append(word.toUtf8());
    if (words == m_filter.words)
        return;
    m_filter.words = std::move(words);
    want(Work::Filter);
}

void RowModel::setAnyFacet(std::function<bool(const void *)> facet)
{
    m_filter.facet = std::move(facet);
    ++m_filter.facetVersion;
    want(Work::Filter);
}

void RowModel::setAnyScope(std::function<bool(const void *)> scope)
{
    m_keying.scope = std::move(scope);
    want(Work::Rows);
}

void RowModel::setPartFunction(std::function<Part(const void *)> part)
{
    m_keying.part = std::move(part);
    m_rekey = true;
    want(Work::Rows);
}

void RowModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= columnCount())
        return;
    if (column == sortColumn() && order == sortOrder())
        return;
    m_keying.sortColumn = column;
    m_wantedOrder.descending = order == Qt::DescendingOrder;
    want(Work::Sort);
}

// --- Computing, immediately or in a worker
// ------------------------------------------------------------------------

void RowModel::want(Work work)
{
    m_wanted = std::max(m_wanted, work);
    if (m_running) {
        m_stale = true;
        return;
    }
    startJob(std::exchange(m_wanted, Work::None));
}

void RowModel::wantRows()
{
    // Show the running job's result anyway: if pages arrive faster than rows are computed, nothing
    // would be visible until the last one.
    if (m_running && m_runningWork == Work::Rows)
        m_restPending = true;
    else
        want(Work::Rows);
}

void RowModel::startJob(Work work)
{
    const bool narrowing = work == Work::Filter && m_filter.narrows(m_visibleFilter);
    const bool sameSort = m_keying.sortColumn == m_keyedColumn && m_wantedOrder == m_order;
    IndexJob job{work,
                 work == Work::Rows ? snapshot() : std::function<std::vector<AnyRow>()>(),
                 m_all,
                 sameSort && !m_rekey && !m_keysDependOnTime,
                 narrowing ? m_visible : m_all,
                 m_visible,
                 lookup(),
                 m_keying,
                 m_wantedOrder,
                 m_filter};
    ++m_generation;
    m_stale = false;
    m_touched = false;
    if (work == Work::Rows) {
        m_restPending = false;
        m_late.clear(); // they are among the rows
        m_runningRekey = std::exchange(m_rekey, false);
    }
    const qsizetype size =
        work == Work::Rows ? sourceSize() : static_cast<qsizetype>(m_all->size());
    if (size <= shortList) {
        const Order order = job.order;
        apply(compute(std::move(job)), order);
        return;
    }
    m_running = true;
    m_runningWork = work;
    job.lookup = job.lookup.frozen(m_needs);
    m_mailbox->run([job = std::move(job)]() mutable { return compute(std::move(job)); },
                   [this, generation = m_generation, work](IndexResult result) {
                       arrived(generation, work, std::move(result));
                   });
}

void RowModel::arrived(quint64 generation, Work work, IndexResult result)
{
    if (generation != m_generation)
        return;
    m_running = false;
    if (m_stale || (m_touched && work == Work::Filter)) {
        // The result is outdated or based on rows that no longer exist; its work is still pending.
        discard(std::move(result.all), std::move(result.byId));
        m_rekey = m_rekey || (work == Work::Rows && m_runningRekey);
        startJob(std::max(work, std::exchange(m_wanted, Work::None)));
        return;
    }
    apply(std::move(result), m_wantedOrder);
    if (m_restPending)
        startJob(Work::Rows);
}

void RowModel::apply(IndexResult result, const Order &order)
{
    const auto swap = [&] {
        m_order = order;
        m_visibleFilter = m_filter;
        if (result.all) {
            m_keyedColumn = m_keying.sortColumn;
            std::swap(m_all, result.all);
            m_byId.swap(result.byId);
        }
        std::swap(m_visible, result.visible);
    };
    if (result.sameRows) {
        swap();
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    } else {
        beginResetModel();
        swap();
        m_rowsBefore = std::move(result.rowsBefore);
        endResetModel();
        m_rowsBefore = {};
    }
    discard(std::move(result.all), std::move(result.byId));
    discard(std::move(result.visible), {});
    Q_EMIT applied();
    if (!m_late.isEmpty())
        reconcile(std::exchange(m_late, {}));
}

void RowModel::discard(std::shared_ptr<Entries> entries, QHash<QString, EntryPtr> byId)
{
    if (!entries || entries->size() <= shortList)
        return;
    QThreadPool::globalInstance()->start(
        [entries = std::move(entries), byId = std::move(byId)]() mutable {
            entries.reset();
            byId.clear();
        });
}

// --- Following the stores
// ----------------------------------------------------------------------------------------

void RowModel::sourceChanged(const store::Delta &delta)
{
    // Above this size, do not list the changes; rebuild.
    if (delta.added.size() + delta.changed.size() + delta.removed.size() > fewRows)
        wantRows();
    else
        reconcile(delta.added + delta.changed + delta.removed);
}

void RowModel::relatedChanged()
{
    m_rekey = true;
    // Several stores change together after a refresh: recompute once, after all of them.
    if (std::exchange(m_rekeyPosted, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_rekeyPosted = false;
            wantRows();
        },
        Qt::QueuedConnection);
}

void RowModel::keepAges(std::chrono::milliseconds period)
{
    const bool started = m_agePeriod.count() > 0;
    m_agePeriod = period;
    if (!started)
        m_clock.after(period, this, [this] { tick(); });
}

void RowModel::tick()
{
    m_clock.after(m_agePeriod, this, [this] { tick(); });
    if (rowCount() == 0)
        return;
    for (int column = 0; column < columnCount(); ++column) {
        if ((*m_columns)[static_cast<std::size_t>(column)].ages)
            Q_EMIT dataChanged(index(0, column), index(rowCount() - 1, column), {Qt::DisplayRole});
    }
}

// --- Changing rows one by one, and showing them
// ----------------------------------------------------------------------------------------

namespace {

/// The vector to change, copied first if a worker still reads it.
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
        // The current order may differ from the keys that would be computed now.
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
    const bool shown = rowOf(id) >= 0; // with the old keys, so before m_byId has the new ones
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
    case FoldRole:
        return static_cast<int>(fold(row));
    case CutRole:
        return static_cast<int>(column.cut);
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
