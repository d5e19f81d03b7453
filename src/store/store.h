#pragma once

#include "base/error.h"
#include "store/rowmap.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>
#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtCore/QSet>
#include <QtCore/QStringList>
#include <QtCore/QThreadPool>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace oriel::store {

/// An immutable row, shared between the store, models and workers. A change makes a new one.
template <typename T>
using Row = std::shared_ptr<const T>;

/// What a refresh changed, by id.
struct Delta
{
    QStringList added;
    QStringList changed;
    QStringList removed;

    [[nodiscard]] bool empty() const
    {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }
    bool operator==(const Delta &) const = default;
};

/// The rows as they are to be, and what that changes.
template <typename T>
struct Difference
{
    RowMap<T> before; ///< what it was worked out from; shares its memory with the store
    RowMap<T> after;
    Delta delta;
};

/// How far a store can be trusted. Views make their four states of it: loading (never loaded,
/// loading), error (never loaded, error), empty, and stale (loaded, error: the rows stay and their
/// age is shown).
struct LoadState
{
    bool loaded = false;        ///< rows() is the list as of `asOf`
    bool loading = false;       ///< a refresh is under way
    std::optional<Error> error; ///< of the last refresh; cleared by the next good one
    QDateTime asOf;             ///< when the last good answer came, UTC
    QDateTime cachedAt{}; ///< not loaded: rows() is what was known at that time, UTC, perhaps with
                          ///< some newer rows; invalid: nothing was known
    bool hasMore =
        false; ///< loaded, but the cloud has more than is held: rows() is the newest part
    /// Loaded, and nothing is there: the cloud does not have the service. In its own words.
    std::optional<Error> absent{};

    /// Whether the rows are of an earlier run: to be looked at, not to be relied on.
    [[nodiscard]] bool cached() const { return !loaded && cachedAt.isValid(); }
    /// Whether what is not in rows() is not in the cloud.
    [[nodiscard]] bool isComplete() const { return loaded && !hasMore && !absent; }
    bool operator==(const LoadState &) const = default;
};

/// What every store tells. GUI thread only, as all of the store room's public interface.
class StoreBase : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] const LoadState &state() const { return m_state; }
    void setState(LoadState state);

Q_SIGNALS:
    /// After the rows have changed; find() already answers with the new ones.
    void changed(const oriel::store::Delta &delta);
    void stateChanged();

private:
    LoadState m_state;
};

/// Rows by openstack::idOf(). T has ==.
template <typename T>
class Store final : public StoreBase
{
public:
    using StoreBase::StoreBase;
    /// Very many rows are let go of in a worker.
    ~Store() override;
    Q_DISABLE_COPY_MOVE(Store)

    /// The row, or null.
    [[nodiscard]] Row<T> find(const QString &id) const { return m_rows.value(id); }
    [[nodiscard]] const RowMap<T> &rows() const { return m_rows; }
    [[nodiscard]] qsizetype size() const { return m_rows.size(); }

    /// A moment in this store's life. A refresh takes one when it asks, and hands it over with the
    /// answer: what was upserted or removed meanwhile is newer than the answer and is left as it
    /// is.
    using Mark = quint64;
    [[nodiscard]] Mark mark() const { return m_mark; }

    /// Makes the rows exactly these, keyed by id, and tells the difference; equal rows keep their
    /// pointer. For rows that no refresh brings: see apply().
    void replaceAll(std::vector<T> rows);
    /// Adds or replaces some, leaving the others (a page, or a `changes-since` answer).
    void merge(std::vector<T> rows, Mark asked);
    /// Adds or replaces some with what is known to be so now (one resource's own answer).
    void upsert(std::vector<T> rows);
    void remove(const QStringList &ids);
    void clear();

    /// For a difference that was worked out elsewhere, from rows() as they were then. False, and
    /// nothing is done, where the rows have changed since.
    bool apply(Difference<T> difference);
    /// The same for the answer to a refresh that asked at `asked`: what was upserted or removed
    /// since the difference was worked out stays as it is. Settles `asked`.
    void apply(Difference<T> difference, Mark asked);
    /// Forgets what was touched before `asked`, once the answer to that has been applied.
    void forgetTouched(Mark asked);
    /// The ids that a refresh asked at `asked` must leave alone.
    [[nodiscard]] QSet<QString> touchedAfter(Mark asked) const;

private:
    void put(std::vector<T> rows, const QSet<QString> &keep);

    RowMap<T> m_rows;
    QHash<QString, Mark> m_touched; ///< when an id was last upserted or removed
    Mark m_mark = 0;
};

/// What replacing `before` by `rows` changes. Ids in `keep` stay as they are in `before`, there or
/// not. A pure function: any thread.
template <typename T>
[[nodiscard]] Difference<T> difference(const RowMap<T> &before, std::vector<T> rows,
                                       const QSet<QString> &keep)
{
    Difference<T> result;
    result.before = before;
    for (T &row : rows) {
        const QString id = idOf(row);
        // A row that moved while the pages were read can be in two of them.
        if (keep.contains(id) || result.after.contains(id))
            continue;
        const Row<T> old = before.value(id);
        if (!old)
            result.delta.added.append(id);
        else if (!(*old == row))
            result.delta.changed.append(id);
        else {
            result.after.insert(id, old);
            continue;
        }
        result.after.insert(id, std::make_shared<const T>(std::move(row)));
    }
    for (const QString &id : keep) {
        if (const Row<T> old = before.value(id))
            result.after.insert(id, old);
    }
    for (auto it = before.cbegin(); it != before.cend(); ++it) {
        if (!result.after.contains(it.key()))
            result.delta.removed.append(it.key());
    }
    return result;
}

/// Lets go of something in a worker, where it is so much that it would take longer than a frame.
template <typename X>
void discard(X thing, qsizetype size)
{
    constexpr qsizetype few = 1000;
    if (size > few && QCoreApplication::instance())
        QThreadPool::globalInstance()->start([thing = std::move(thing)]() mutable { thing = X(); });
}

template <typename T>
Store<T>::~Store()
{
    const qsizetype size = m_rows.size();
    discard(std::move(m_rows), size);
}

template <typename T>
void Store<T>::replaceAll(std::vector<T> rows)
{
    apply(difference(m_rows, std::move(rows), {}));
    m_touched.clear();
}

template <typename T>
void Store<T>::forgetTouched(Mark asked)
{
    m_touched.removeIf([asked](auto entry) { return entry.value() <= asked; });
}

template <typename T>
void Store<T>::merge(std::vector<T> rows, Mark asked)
{
    put(std::move(rows), touchedAfter(asked));
}

template <typename T>
void Store<T>::upsert(std::vector<T> rows)
{
    ++m_mark;
    for (const T &row : rows)
        m_touched.insert(idOf(row), m_mark);
    put(std::move(rows), {});
}

template <typename T>
void Store<T>::put(std::vector<T> rows, const QSet<QString> &keep)
{
    Delta delta;
    QSet<QString> told;
    for (T &row : rows) {
        const QString id = idOf(row);
        if (keep.contains(id))
            continue;
        const Row<T> old = m_rows.value(id);
        if (old && *old == row)
            continue;
        if (!told.contains(id)) {
            told.insert(id);
            (old ? delta.changed : delta.added).append(id);
        }
        m_rows.insert(id, std::make_shared<const T>(std::move(row)));
    }
    if (!delta.empty())
        Q_EMIT changed(delta);
}

template <typename T>
void Store<T>::remove(const QStringList &ids)
{
    ++m_mark;
    Delta delta;
    for (const QString &id : ids) {
        m_touched.insert(id, m_mark);
        if (m_rows.remove(id))
            delta.removed.append(id);
    }
    if (!delta.empty())
        Q_EMIT changed(delta);
}

template <typename T>
void Store<T>::clear()
{
    remove(m_rows.keys());
}

template <typename T>
bool Store<T>::apply(Difference<T> difference)
{
    const bool fits = difference.before == m_rows;
    if (fits && !difference.delta.empty()) {
        std::swap(m_rows, difference.after);
        Q_EMIT changed(difference.delta);
    }
    // Also where nothing has changed: what was compared is as large all the same.
    const qsizetype size = difference.before.size() + difference.after.size();
    discard(std::move(difference), size);
    return fits;
}

template <typename T>
void Store<T>::apply(Difference<T> difference, Mark asked)
{
    // Also where the rows are the same: an upsert that changed nothing is newer than the answer.
    if (const QSet<QString> newer = touchedAfter(asked); !newer.isEmpty()) {
        for (const QString &id : newer) {
            if (const Row<T> row = m_rows.value(id))
                difference.after.insert(id, row);
            else
                difference.after.remove(id);
        }
        const auto isNewer = [&newer](const QString &id) {
            return newer.contains(id);
        };
        difference.delta.added.removeIf(isNewer);
        difference.delta.changed.removeIf(isNewer);
        difference.delta.removed.removeIf(isNewer);
    }
    difference.before = m_rows;
    apply(std::move(difference));
    forgetTouched(asked);
}

template <typename T>
QSet<QString> Store<T>::touchedAfter(Mark asked) const
{
    QSet<QString> ids;
    for (auto it = m_touched.cbegin(); it != m_touched.cend(); ++it) {
        if (it.value() > asked)
            ids.insert(it.key());
    }
    return ids;
}

} // namespace oriel::store
