#pragma once

#include "base/error.h"
#include "store/rowmap.h"

#include <QtCore/QDateTime>
#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtCore/QSet>
#include <QtCore/QStringList>

#include <memory>
#include <optional>
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
    bool more = false; ///< loaded, but the cloud has more than is held: rows() is the newest part
    /// Loaded, and nothing is there: the cloud does not have the service. In its own words.
    std::optional<Error> absent{};

    /// Whether the rows are of an earlier run: to be looked at, not to be relied on.
    [[nodiscard]] bool cached() const { return !loaded && cachedAt.isValid(); }
    /// Whether what is not in rows() is not in the cloud.
    [[nodiscard]] bool whole() const { return loaded && !more && !absent; }
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

/// Rows by id. T has a QString member `id` and ==.
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
    void settle(Mark asked);
    /// The ids that a refresh asked at `asked` must leave alone.
    [[nodiscard]] QSet<QString> touchedSince(Mark asked) const;

private:
    void put(std::vector<T> rows, const QSet<QString> &keep);

    RowMap<T> m_rows;
    QHash<QString, Mark> m_touched; ///< when an id was last upserted or removed
    Mark m_mark = 0;
};

} // namespace oriel::store

#include "store/store_impl.h"
