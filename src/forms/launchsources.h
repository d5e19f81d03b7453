#pragma once

#include "base/worker.h"
#include "operations/actions/action.h"
#include "store/cloudstores.h"

#include <QtCore/QObject>
#include <QtCore/QStringList>

#include <optional>
#include <vector>

namespace oriel::forms {

/// What an instance can be launched from, by kind. Of a list, only the order of its rows is
/// computed, in a worker if it is long; their texts are asked for one by one. Follows the stores.
/// GUI thread.
class LaunchSources final : public QObject
{
    Q_OBJECT

public:
    LaunchSources(const store::CloudStores &stores, QStringList roles, QObject *parent = nullptr);

    /// Image (without snapshots of instances), SnapshotSet, Volume, VolumeSnapshot.
    [[nodiscard]] static std::vector<Kind> kinds();
    [[nodiscard]] static QString titleOf(Kind kind); ///< "Volume snapshots"

    /// By name; only those whose names or IDs contain each word of `filter`. Volumes and volume
    /// snapshots that cannot be booted from are left out. While isSorting(), as they were before
    /// the last changes; at first, none.
    [[nodiscard]] QStringList ids(Kind kind, const QString &filter);
    /// Whether ids() is about to change: changed() follows.
    [[nodiscard]] bool isSorting(Kind kind) const;
    /// The kind under which a source is listed.
    [[nodiscard]] Kind kindOf(const operations::Subject &source) const;
    [[nodiscard]] operations::Subject subject(Kind kind, const QString &id) const;
    [[nodiscard]] QString name(Kind kind, const QString &id) const;
    /// "public · 2.2 GiB", "20 GiB · in “nova”".
    [[nodiscard]] QString detail(Kind kind, const QString &id) const;
    [[nodiscard]] QDateTime created(Kind kind, const QString &id) const;
    /// Why it cannot be launched from now; empty: it can.
    [[nodiscard]] QString obstacle(Kind kind, const QString &id) const;

Q_SIGNALS:
    void changed();

private:
    struct Row
    {
        QString id;
        QString text; ///< name and ID, in lower case
    };
    struct List
    {
        std::vector<Row> rows; ///< sorted by their texts
        bool isSorting = false;
        bool isOutdated = false; ///< what is being sorted has changed since
    };
    /// What the stores have, for workers as well: copies cost little.
    struct Stored
    {
        store::RowMap<openstack::Image> images;
        store::RowMap<store::SnapshotSet> sets;
        store::RowMap<openstack::Volume> volumes;
        store::RowMap<openstack::VolumeSnapshot> volumeSnapshots;
    };

    [[nodiscard]] Stored stored() const;
    /// Nothing: it is not listed under this kind. Any thread.
    [[nodiscard]] static std::optional<Row> rowOf(Kind kind, const QString &id,
                                                  const Stored &stored);
    /// Any thread.
    [[nodiscard]] static std::vector<Row> sorted(Kind kind, const Stored &stored);
    /// All rows of a list, at once if it is short.
    void sort(Kind kind);
    void haveSorted(Kind kind, std::vector<Row> rows);
    void update(Kind kind, const store::Delta &delta);
    void updateRows(Kind kind, const QStringList &ids);

    const store::CloudStores &m_stores;
    QStringList m_roles;
    QHash<Kind, List> m_lists; ///< those that were asked for
    Worker m_worker{this};
};

} // namespace oriel::forms
