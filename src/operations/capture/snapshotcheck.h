#pragma once

#include "operations/operation.h"

namespace oriel::operations {

/// Finds out, before an instance is shut off for it, whether the snapshot would be refused: by the
/// state of a volume that is captured, or by the quota. What cannot be found out is left to the
/// cloud. The context outlives the task.
[[nodiscard]] Task<std::optional<Error>> refusalOfSnapshot(const Context *context,
                                                           QStringList volumeIds);

/// Whether volume snapshots count in the quota of gigabytes. The cloud does not say
/// (`no_snapshot_gb_quota`), but its sum does: if it is that of the volumes alone although there
/// are snapshots, they do not. Otherwise they do.
[[nodiscard]] bool snapshotsCountInGigabytes(const store::CloudStores &stores);

/// What a snapshot is not, for those who are about to create one.
[[nodiscard]] QString snapshotCaution();

/// Nova says that the quota of snapshots is exceeded also if it is that of the gigabytes. The
/// limits tell which of the two does not suffice for `missing`, the volumes that were still to be
/// captured: `error` with that said, or as it is. The context outlives the task.
[[nodiscard]] Task<Error> explainQuota(const Context *context, Error error, QStringList missing);

} // namespace oriel::operations
