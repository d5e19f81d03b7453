#pragma once

#include "app/ctl/arguments.h"
#include "operations/schedule/snapshotschedule.h"

namespace oriel::ctl {

/// --keep-backups and --full-every, which a schedule and a snapshot for a schedule take.
[[nodiscard]] OptionSpec keepBackupsOption();
[[nodiscard]] OptionSpec fullEveryOption();

/// Reads them into `schedule`. Why that is not possible, as a sentence; empty: it was.
[[nodiscard]] QString backupOptionFault(const Invocation &invocation,
                                        operations::SnapshotSchedule &schedule);

} // namespace oriel::ctl
