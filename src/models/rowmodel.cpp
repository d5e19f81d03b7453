#include "models/rowmodel.h"

#include "models/textkey.h"

#include <QtCore/QThreadPool>

#include <algorithm>
#include <mutex>

namespace oriel::models {

/// Where a worker leaves its result. The lock is held for the posting of one event only.
struct RowModel::Mailbox
{
    std::mutex mutex;
    RowModel *receiver = nullptr;
};

RowModel::RowModel(const store::StoreBase &source, const store::CloudStores &stores, Clock &clock,
                   std::vector<AnyColumn> columns, Lookup::Needs needs, QObject *parent)
    : ListModel(parent)
    , m_source(source)
    , m_stores(stores)
    , m_clock(clock)
    , m_needs(needs)
    , m_columns(std::make_shared<const std::vector<AnyColumn>>(std::move(columns)))
    , m_all(std::make_shared<Entries>())
    , m_visible(std::make_shared<Entries>())
    , m_mailbox(std::make_shared<Mailbox>())
{
    m_keying.columns = m_columns;
    m_mailbox->receiver = this;
    connect(&source, &store::StoreBase::changed, this, &RowModel::sourceChanged);
    const auto follow = [this, needs](Lookup::Need need, const store::StoreBase &related) {
        if (needs.testFlag(need) && &related == &m_source)
            m_keysFade = true;
        else if (needs.testFlag(need))
            connect(&related, &store::StoreBase::changed, this, &RowModel::relatedChanged);
    };
    follow(Lookup::Servers, stores.servers);
    follow(Lookup::Volumes, stores.volumes);
    follow(Lookup::Images, stores.images);
    follow(Lookup::Flavors, stores.flavors);
    follow(Lookup::SnapshotSets, stores.snapshotSets);
    m_keysFade = m_keysFade || needs.testFlag(Lookup::Orphans);
}

RowModel::~RowModel()
{
    {
        const std::lock_guard lock(m_mailbox->mutex);
        m_mailbox->receiver = nullptr;
    }
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

// --- Working out, at once or in a worker
// -------------------------------------------------------------------------

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
    // What runs is shown all the same: where pages come faster than rows are worked out, nothing
    // would be seen before the last one.
    if (m_running && m_runningWork == Work::Rows)
        m_more = true;
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
                 sameSort && !m_rekey && !m_keysFade,
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
        m_more = false;
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
    QThreadPool::globalInstance()->start(
        [mailbox = m_mailbox, generation = m_generation, work, job = std::move(job)]() mutable {
            IndexResult result = compute(std::move(job));
            const std::lock_guard lock(mailbox->mutex);
            RowModel *receiver = mailbox->receiver;
            if (!receiver)
                return;
            auto parcel = std::make_shared<IndexResult>(std::move(result));
            QMetaObject::invokeMethod(
                receiver,
                [receiver, generation, work, parcel] {
                    receiver->arrived(generation, work, std::move(*parcel));
                },
                Qt::QueuedConnection);
        });
}

void RowModel::arrived(quint64 generation, Work work, IndexResult result)
{
    if (generation != m_generation)
        return;
    m_running = false;
    if (m_stale || (m_touched && work == Work::Filter)) {
        // Something else is wanted by now, or it was worked out over rows that are gone; what this
        // one was for is still to be done.
        discard(std::move(result.all), std::move(result.byId));
        m_rekey = m_rekey || (work == Work::Rows && m_runningRekey);
        startJob(std::max(work, std::exchange(m_wanted, Work::None)));
        return;
    }
    apply(std::move(result), m_wantedOrder);
    if (m_more)
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
    // Very many are not even listed here.
    if (delta.added.size() + delta.changed.size() + delta.removed.size() > fewRows)
        wantRows();
    else
        reconcile(delta.added + delta.changed + delta.removed);
}

void RowModel::relatedChanged()
{
    m_rekey = true;
    // Several stores change together after a refresh: once is enough, when all have.
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

} // namespace oriel::models
