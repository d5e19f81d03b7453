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

/// The changes of a refresh, by ID.
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

/// The new rows, and the changes that lead to them.
template <typename T>
struct Difference
{
    RowMap<T> before; ///< the old rows; shares its memory with the store
    RowMap<T> after;
    Delta delta;
};

/// How reliable a store's content is. Views derive four states from it: loading (never loaded,
/// loading), error (never loaded, error), empty, and stale (loaded, error: the rows stay and their
/// age is shown).
struct LoadState
{
    bool loaded = false;        ///< rows() is the list as of `asOf`
    bool loading = false;       ///< a refresh is in progress
    std::optional<Error> error; ///< of the last refresh; cleared by the next successful one
    QDateTime asOf;             ///< when the last successful answer arrived, UTC
    QDateTime cachedAt{}; ///< not loaded: rows() is from that time, UTC, perhaps with some newer
                          ///< rows; invalid: nothing is cached
    bool hasMore =
        false; ///< loaded, but the cloud has more rows than are held: rows() is the newest part
    /// Loaded and empty because the cloud does not have the service; with its own message.
    std::optional<Error> absent{};

    /// Whether the rows are from an earlier run: for display only, not reliable.
    [[nodiscard]] bool cached() const { return !loaded && cachedAt.isValid(); }
    /// Whether a row that is not in rows() does not exist in the cloud.
    [[nodiscard]] bool isComplete() const { return loaded && !hasMore && !absent; }
    bool operator==(const LoadState &) const = default;
};

/// The signals and the state of every store. GUI thread only, like the whole public interface of
/// this room.
class StoreBase : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] const LoadState &state() const { return m_state; }
    void setState(LoadState state);

Q_SIGNALS:
    /// Emitted after the rows have changed; find() already returns the new ones.
    void changed(const oriel::store::Delta &delta);
    /// Emitted before changed(), also if nothing has changed: the current state of these rows was
    /// fetched.
    void upserted(const QStringList &ids);
    void stateChanged();

private:
    LoadState m_state;
};

/// Rows by openstack::idOf(). T has operator==.
template <typename T>
class Store final : public StoreBase
{
public:
    using StoreBase::StoreBase;
    /// Large numbers of rows are freed in a worker.
    ~Store() override;
    Q_DISABLE_COPY_MOVE(Store)

    /// The row, or null.
    [[nodiscard]] Row<T> find(const QString &id) const { return m_rows.value(id); }
    [[nodiscard]] const RowMap<T> &rows() const { return m_rows; }
    [[nodiscard]] qsizetype size() const { return m_rows.size(); }

    /// A point in this store's history. A refresh takes one before its request and passes it with
    /// the answer: rows that were upserted or removed since then are newer than the answer and are
    /// kept.
    using Mark = quint64;
    [[nodiscard]] Mark mark() const { return m_mark; }

    /// Replaces all rows, keyed by ID, and emits the difference; equal rows keep their pointer. For
    /// rows that are not fetched; otherwise see apply().
    void replaceAll(std::vector<T> rows);
    /// Adds or replaces some rows and keeps the others (a page, or a `changes-since` answer).
    void merge(std::vector<T> rows, Mark asked);
    /// Adds or replaces some rows with their current state (the answer for one resource).
    void upsert(std::vector<T> rows);
    void remove(const QStringList &ids);
    void clear();

    /// Applies a difference that was computed elsewhere from rows() at that time. Returns false and
    /// does nothing if the rows have changed since.
    bool apply(Difference<T> difference);
    /// The same for the answer to a refresh requested at `asked`: rows that were upserted or
    /// removed since the difference was computed are kept. Calls forgetTouched(asked).
    void apply(Difference<T> difference, Mark asked);
    /// Forgets what was touched before `asked`, after the answer to that request has been applied.
    void forgetTouched(Mark asked);
    /// The IDs that a refresh requested at `asked` must not change.
    [[nodiscard]] QSet<QString> touchedAfter(Mark asked) const;

private:
    void put(std::vector<T> rows, const QSet<QString> &keep);

    RowMap<T> m_rows;
    QHash<QString, Mark> m_touched; ///< when an ID was last upserted or removed
    Mark m_mark = 0;
};

/// The changes from replacing `before` by `rows`. IDs in `keep` stay as they are in `before`,
/// whether present or not. A pure function: any thread.
template <typename T>
[[nodiscard]] Difference<T> difference(const RowMap<T> &before, std::vector<T> rows,
                                       const QSet<QString> &keep)
{
    Difference<T> result;
    result.before = before;
    for (T &row : rows) {
        const QString id = idOf(row);
        // A row that moved while the pages were fetched can be on two of them.
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

/// Frees something in a worker if that would take longer than a frame.
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
    QStringList ids;
    for (const T &row : rows) {
        m_touched.insert(idOf(row), m_mark);
        ids.append(idOf(row));
    }
    Q_EMIT upserted(ids);
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
    // Also if nothing has changed, because the compared rows are just as many.
    const qsizetype size = difference.before.size() + difference.after.size();
    discard(std::move(difference), size);
    return fits;
}

template <typename T>
void Store<T>::apply(Difference<T> difference, Mark asked)
{
    // Also if the rows are equal: an upsert without a change is newer than the answer.
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
