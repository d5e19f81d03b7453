#pragma once

#include "operations/operation.h"

namespace oriel::operations {

/// Checks, before an instance is shut off for it, whether the snapshot would be refused: because of
/// a volume's state, or the quota. What cannot be determined is left to the cloud. The context must
/// outlive the task.
[[nodiscard]] Task<std::optional<Error>> refusalOfSnapshot(const Context *context,
                                                           QStringList volumeIds);

/// Whether volume snapshots count in the quota of gigabytes. The cloud does not say
/// (`no_snapshot_gb_quota`), but its sum does: if it is that of the volumes alone although there
/// are snapshots, they do not. Otherwise they do.
[[nodiscard]] bool snapshotsCountInGigabytes(const store::CloudStores &stores);

/// What a snapshot is not, for those who are about to create one.
[[nodiscard]] QString snapshotCaution();

/// Nova reports an exceeded snapshot quota also if the gigabytes are exceeded. The limits show
/// which of the two is insufficient for `missing`, the volumes that were not captured yet: returns
/// `error` with that information, or unchanged. The context must outlive the task.
[[nodiscard]] Task<Error> explainQuota(const Context *context, Error error, QStringList missing);

} // namespace oriel::operations
