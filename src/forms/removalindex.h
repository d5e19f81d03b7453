#pragma once

#include "operations/operationtypes.h"
#include "store/cloudstores.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

#include <vector>

namespace oriel::forms {

/// What the stores know of some subjects that may be deleted, by what it hangs on: found in one
/// pass of each list, however many subjects there are. A value; as old as its making.
class RemovalIndex
{
public:
    /// `subjects` are of kind SnapshotSet, Image or VolumeSnapshot.
    RemovalIndex(const std::vector<operations::Subject> &subjects,
                 const store::CloudStores &stores);

    /// Instances that were launched from an image, by name.
    [[nodiscard]] std::vector<operations::Subject> launchedFrom(const QString &imageId) const;
    /// Volumes that were made from a volume snapshot.
    [[nodiscard]] std::vector<operations::Subject> madeFrom(const QString &snapshotId) const;
    /// Volume snapshots that say that they belong to an image; oldest first.
    [[nodiscard]] std::vector<store::Row<openstack::VolumeSnapshot>>
    madeFor(const QString &imageId) const;
    /// The snapshots that a volume snapshot is part of.
    [[nodiscard]] std::vector<operations::Subject> setsOf(const QString &snapshotId) const;

private:
    QHash<QString, std::vector<operations::Subject>> m_launched;
    QHash<QString, std::vector<operations::Subject>> m_made;
    QHash<QString, std::vector<store::Row<openstack::VolumeSnapshot>>> m_madeFor;
    QHash<QString, std::vector<operations::Subject>> m_sets;
};

} // namespace oriel::forms
