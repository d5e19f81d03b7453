#pragma once

#include "store/cloudstores.h"

#include <QtCore/QString>

#include <vector>

/// Which backup is an increment of which. Cinder does not say it, but its rule is fixed: an
/// increment builds on the backup of the same volume with the latest data at that time, and a
/// backup is not deleted while others build on it. So it follows from the backups that exist.
namespace oriel::operations {

using BackupMap = store::RowMap<openstack::Backup>;

/// The backup that an increment builds on; null: it is a full one, or that backup is not known.
[[nodiscard]] store::Row<openstack::Backup> parentOf(const openstack::Backup &backup,
                                                     const BackupMap &all);

/// All backups that cannot be restored without this one, oldest first.
[[nodiscard]] std::vector<store::Row<openstack::Backup>>
incrementsOf(const openstack::Backup &backup, const BackupMap &all);

/// The backups that a restore of this one reads: the full one first, itself last.
[[nodiscard]] std::vector<store::Row<openstack::Backup>> chainOf(const openstack::Backup &backup,
                                                                 const BackupMap &all);

/// The latest usable backup of a volume by its data; null: there is none.
[[nodiscard]] store::Row<openstack::Backup> latestOf(const QString &volumeId, const BackupMap &all);

/// The backup that a new increment of the volume would build on, or of its snapshot with this ID if
/// that is not empty; null: none.
[[nodiscard]] store::Row<openstack::Backup>
baseFor(const QString &volumeId, const QString &snapshotId, const store::CloudStores &stores);
/// Why the cloud would refuse an increment now, as a sentence; empty: it would not.
[[nodiscard]] QString incrementObstacle(const QString &volumeId, const QString &snapshotId,
                                        const store::CloudStores &stores);

} // namespace oriel::operations
