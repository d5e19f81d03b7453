#pragma once

#include "store/cloudstores.h"

#include <QtCore/QDateTime>
#include <QtCore/QHash>
#include <QtCore/QSet>

#include <memory>
#include <set>
#include <tuple>
#include <vector>

namespace oriel::models {

/// What a column may need besides its own row: rows of other stores, and the time. Either live,
/// reading the stores (GUI thread), or frozen, a copy for a worker.
class Lookup
{
public:
    Lookup(const store::CloudStores &stores, QDateTime now) : m_live(&stores), m_now(std::move(now))
    {}

    /// A copy of the rows of these kinds. Cheap: they are shared until a store changes.
    [[nodiscard]] Lookup frozen(const std::vector<Kind> &kinds) const;
    /// Computes what only a frozen lookup must derive; called once, in the worker.
    void prepare();

    /// The ID of the project that the stores belong to.
    [[nodiscard]] const QString &project() const
    {
        return m_live ? m_live->project() : m_frozen->project;
    }

    /// The row, or null.
    template <typename T>
    [[nodiscard]] store::Row<T> find(const QString &id) const
    {
        return m_live ? m_live->of<T>().find(id) : m_frozen->of<T>().value(id);
    }
    /// All rows of the type.
    template <typename T>
    [[nodiscard]] store::RowMap<T> all() const
    {
        return m_live ? m_live->of<T>().rows() : m_frozen->of<T>();
    }
    /// Whether the list of this kind has been loaded: a row that is not found then does not exist,
    /// or is not among the newest.
    [[nodiscard]] bool isLoaded(Kind kind) const
    {
        return m_live ? m_live->at(kind).state().loaded : m_frozen->loaded.contains(kind);
    }
    /// Whether all rows of this kind have been loaded: one that is not found does not exist.
    [[nodiscard]] bool isComplete(Kind kind) const
    {
        return m_live ? m_live->at(kind).state().isComplete() : m_frozen->complete.contains(kind);
    }
    /// The set that a volume snapshot belongs to; null: none.
    [[nodiscard]] store::Row<store::SnapshotSet> setOfVolumeSnapshot(const QString &id) const
    {
        return m_live ? m_live->setOfVolumeSnapshot(id) : m_frozen->setOfSnapshot.value(id);
    }
    /// Whether the image that the volume snapshot was created for no longer exists.
    [[nodiscard]] bool isOrphan(const QString &volumeSnapshotId) const;
    [[nodiscard]] const QDateTime &now() const { return m_now; }

private:
    struct Frozen
    {
        template <typename... T>
        using Maps = std::tuple<store::RowMap<T>...>;

        template <typename T>
        [[nodiscard]] store::RowMap<T> &of()
        {
            return std::get<store::RowMap<T>>(rows);
        }

        QString project;
        store::Rows::With<store::SnapshotSet>::Into<Maps> rows;
        QHash<QString, store::Row<store::SnapshotSet>> setOfSnapshot;
        QSet<QString> orphans;
        std::set<Kind> loaded;
        std::set<Kind> complete;
    };

    const store::CloudStores *m_live;
    std::shared_ptr<Frozen> m_frozen; ///< null: live
    QDateTime m_now;
};

} // namespace oriel::models
