#pragma once

#include "store/cloudstores.h"

#include <QtCore/QDateTime>
#include <QtCore/QFlags>
#include <QtCore/QHash>
#include <QtCore/QSet>

namespace oriel::models {

/// What a column may need beside its own row: rows of other stores, and the time. Either live,
/// reading the stores (GUI thread), or frozen, a copy that a worker may read.
class Lookup
{
public:
    enum Need {
        Nothing = 0,
        Servers = 1,
        Volumes = 2,
        Images = 4,
        SnapshotSets = 8,
        Flavors = 16,
        Orphans = 32
    };
    Q_DECLARE_FLAGS(Needs, Need)

    Lookup(const store::CloudStores &stores, QDateTime now) : m_live(&stores), m_now(std::move(now))
    {}

    /// A copy of what is needed. Cheap: hashes share their contents until the store changes.
    [[nodiscard]] Lookup frozen(Needs needs) const;
    /// Works out what only a frozen lookup must derive; called once, in the worker.
    void prepare();

    /// The project whose stores these are.
    [[nodiscard]] const QString &project() const { return m_live ? m_live->project() : m_project; }

    [[nodiscard]] store::Row<openstack::Server> server(const QString &id) const
    {
        return m_live ? m_live->servers.find(id) : m_servers.value(id);
    }
    [[nodiscard]] store::Row<openstack::Volume> volume(const QString &id) const
    {
        return m_live ? m_live->volumes.find(id) : m_volumes.value(id);
    }
    [[nodiscard]] store::Row<openstack::Image> image(const QString &id) const
    {
        return m_live ? m_live->images.find(id) : m_images.value(id);
    }
    [[nodiscard]] store::Row<openstack::Flavor> flavor(const QString &id) const
    {
        return m_live ? m_live->flavors.find(id) : m_flavors.value(id);
    }
    [[nodiscard]] store::Row<store::SnapshotSet> set(const QString &id) const
    {
        return m_live ? m_live->snapshotSets.find(id) : m_sets.value(id);
    }
    /// The set that a volume snapshot is part of; null where none.
    [[nodiscard]] store::Row<store::SnapshotSet> setOfVolumeSnapshot(const QString &id) const
    {
        return m_live ? m_live->setOfVolumeSnapshot(id) : m_setOfSnapshot.value(id);
    }
    /// Whether the volume snapshot is left over: the image that it was made for is gone.
    [[nodiscard]] bool isOrphan(const QString &volumeSnapshotId) const;
    [[nodiscard]] const QDateTime &now() const { return m_now; }

private:
    const store::CloudStores *m_live;
    QString m_project;
    QDateTime m_now;
    store::RowMap<openstack::Server> m_servers;
    store::RowMap<openstack::Volume> m_volumes;
    store::RowMap<openstack::Image> m_images;
    store::RowMap<openstack::Flavor> m_flavors;
    store::RowMap<store::SnapshotSet> m_sets;
    QHash<QString, store::Row<store::SnapshotSet>> m_setOfSnapshot;
    QSet<QString> m_orphans;
};

Q_DECLARE_OPERATORS_FOR_FLAGS(Lookup::Needs)

} // namespace oriel::models
