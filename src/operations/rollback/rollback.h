#pragma once

#include "operations/actions/actionoperation.h"

namespace oriel::operations {

/// Puts an instance back into the state of one of its snapshots, or undoes that: creates the new
/// volumes, shuts the instance off, exchanges and reverts volumes (see VolumeExchange), rebuilds a
/// local disk, and starts the instance again. Nothing is deleted that it has not made, unless the
/// values say so. While nothing is lost yet, a failure or the user's Cancel puts everything back
/// and deletes the new volumes.
///
/// What is kept (the old volumes) is in leftovers() also if it succeeds.
///
/// Values: "server" (a subject), "changes" (VolumeChange, by device), "image" (that the local disk
/// is rebuilt from; empty: it is not), "undoes" (what was exchanged is exchanged back),
/// "delete_new" (and deleted).
[[nodiscard]] Task<Ending> rollBack(ActionOperation *operation);

} // namespace oriel::operations
