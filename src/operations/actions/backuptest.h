#pragma once

#include "operations/actions/actionoperation.h"

namespace oriel::operations {

/// What a console log says about a guest.
enum class GuestSign {
    None,    ///< nothing yet
    CameUp,  ///< it asks for a login, or cloud-init has finished
    Stopped, ///< it cannot go on: a kernel panic, an emergency shell, no boot device
};
struct GuestReading
{
    GuestSign sign = GuestSign::None;
    QString line{}; ///< the line that says it
};
[[nodiscard]] GuestReading readConsole(const QString &log);

/// Tests a backup: restores it to a new volume, launches an instance from it beside the original,
/// reads its console log until it says that the guest came up, or until the time is over, and
/// deletes both, also after a crash and whatever the result is. The result is in the journal
/// before anything is deleted. Until then it can be canceled, which deletes both as well.
///
/// Succeeded: it came up. Failed: it did not. Unclear: it cannot be told, or it was canceled and
/// not everything could be deleted.
///
/// Values: "name" (of both), "size", "type", "availability_zone", "flavor", "network" ("none":
/// none), "group" (empty: the default), "minutes".
[[nodiscard]] Task<Ending> testBackup(ActionOperation *operation);

} // namespace oriel::operations
