#pragma once

#include "operations/actions/action.h"

/// Why something cannot be done now with a snapshot, one sentence; empty: it can. As far as the
/// stores tell: the cloud has the last word.
namespace oriel::operations {

// By the ID of an image: of a snapshot, which may have lost it, or of any image.
[[nodiscard]] QString launchObstacle(const Situation &situation, const QString &imageId);
/// For new volumes from all of its volume snapshots.
[[nodiscard]] QString volumesRestoreObstacle(const Situation &situation, const QString &imageId);
/// If it can be restored in no way.
[[nodiscard]] QString restoreObstacle(const Situation &situation, const QString &imageId);
[[nodiscard]] QString keepUntilObstacle(const Situation &situation, const QString &imageId);
[[nodiscard]] QString removalObstacle(const Situation &situation, const QString &imageId);

/// By the ID of a volume: to boot from the volume itself.
[[nodiscard]] QString volumeLaunchObstacle(const Situation &situation, const QString &id);

// By the ID of a volume snapshot.
/// For whatever is made of it; several of these can be in progress at once.
[[nodiscard]] QString volumeSnapshotUseObstacle(const Situation &situation, const QString &id);
[[nodiscard]] QString volumeSnapshotLaunchObstacle(const Situation &situation, const QString &id);
/// Why a volume cannot be reverted to its snapshot, whatever its status; empty: it can be.
[[nodiscard]] QString whyNeverRevertible(const store::CloudStores &stores,
                                         const openstack::VolumeSnapshot &snapshot,
                                         const openstack::Volume &volume);
[[nodiscard]] QString volumeSnapshotRevertObstacle(const Situation &situation, const QString &id);
[[nodiscard]] QString volumeSnapshotBackupObstacle(const Situation &situation, const QString &id);
/// Why the quota allows no backup; empty: it does, or is not known.
[[nodiscard]] QString backupQuotaObstacle(const Situation &situation);
[[nodiscard]] QString volumeSnapshotKeepObstacle(const Situation &situation, const QString &id);
[[nodiscard]] QString volumeSnapshotRemovalObstacle(const Situation &situation, const QString &id);

} // namespace oriel::operations
