#pragma once

#include "operations/actions/action.h"

namespace oriel::operations {

// The keep-until date of a snapshot: oriel:keep_until on its image and on each of its volume
// snapshots. Values: "keep_until" (a date or "none"), "server", "image" and "volume_snapshots";
// each of the last three may be missing.

/// Adds the parts of the snapshot of an instance, or of a volume snapshot, with this ID.
[[nodiscard]] Values keepUntilParts(const store::CloudStores &stores, const QString &id,
                                    Values values);

/// Writes the date on each part that has another one. This is idempotent, so after a lost answer
/// the request is looked up and repeated once. An image with tags inherited from another snapshot
/// gets its own tags, otherwise its date would be ignored.
[[nodiscard]] Task<Ending> writeKeepUntil(ActionOperation *operation);

[[nodiscard]] QStringList keepUntilCommand(const QString &target, const Values &values);

} // namespace oriel::operations
