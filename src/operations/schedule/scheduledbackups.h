#pragma once

#include "operations/actions/action.h"
#include "operations/operationtypes.h"
#include "operations/schedule/snapshotschedule.h"
#include "store/cloudstores.h"

#include <vector>

/// Backups of the volume snapshots that a schedule has made. A full one, and increments of it, are
/// a chain: Cinder deletes a backup only without its increments, so a chain goes as a whole.
/// https://docs.openstack.org/api-ref/block-storage/v3/#backups-backups
namespace oriel::operations {

/// Whether schedule `id` has made it: by the tag oriel:schedule.
[[nodiscard]] bool isBackupOf(const QString &id, const openstack::Backup &backup);

/// Why no backup can be made in this cloud, as a sentence; empty: that is not known to be so. Only
/// administrators can list the services; what is known comes from the quota and earlier backups.
[[nodiscard]] QString backupServiceObstacle(const store::CloudStores &stores);

/// One backup to be made: the action create-backup on this volume snapshot.
struct ScheduledBackup
{
    Subject snapshot;
    Values values;
};

/// Those of a snapshot of the instance, by its image: one for each of its volume snapshots that
/// this schedule has not backed up yet. An increment, if the latest backup of the volume is this
/// schedule's and its chain is not complete yet; otherwise a full one.
[[nodiscard]] std::vector<ScheduledBackup> scheduledBackups(const store::CloudStores &stores,
                                                            const SnapshotSchedule &schedule,
                                                            const QString &imageId);

/// The full backups of chains in which none is among the newest `keep` available ones that schedule
/// `id` has made of the volume, oldest first. Only whole chains of this schedule: never one that
/// another backup builds on.
[[nodiscard]] std::vector<Subject> backupsBeyond(const store::CloudStores &stores,
                                                 const QString &id, int keep);

} // namespace oriel::operations
