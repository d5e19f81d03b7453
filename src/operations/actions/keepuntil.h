#pragma once

#include "operations/actions/action.h"

#include <optional>

namespace oriel::operations {

// The keep-until date of a snapshot: oriel:keep_until on its image and on each of its volume
// snapshots. Values: "keep_until" (a date or "none"), "before" (likewise), "server", "image" and
// "volume_snapshots"; each of the last four may be missing.

/// The date of the snapshot of an instance, or of the volume snapshot, with this ID, or "none".
[[nodiscard]] QString keepUntilNow(const store::CloudStores &stores, const QString &id);

/// Adds the parts of the snapshot of an instance, or of a volume snapshot, with this ID, and its
/// present date as "before".
[[nodiscard]] Values keepUntilParts(const store::CloudStores &stores, const QString &id,
                                    Values values);

/// Writes the date on each part that has another one. This is idempotent, so after a lost answer
/// the request is looked up and repeated once. An image with tags inherited from another snapshot
/// gets its own tags, otherwise its date would be ignored.
[[nodiscard]] Task<Ending> writeKeepUntil(ActionOperation *operation);

/// Restores the date before; nothing if the date is no longer the one that was written.
[[nodiscard]] std::optional<Undo> undoKeepUntil(const QString &key,
                                                const store::CloudStores &stores,
                                                const Subject &target, const Values &values);

[[nodiscard]] QStringList keepUntilCommand(const QString &target, const Values &values);

} // namespace oriel::operations
