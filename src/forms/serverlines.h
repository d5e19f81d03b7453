#pragma once

#include "forms/cloudoptions.h"
#include "operations/schedule/snapshotschedule.h"

namespace oriel::forms {

/// The command that carries out a schedule once: create, then delete what is not kept.
[[nodiscard]] QStringList scheduledCommand(const operations::SnapshotSchedule &schedule,
                                           const CloudOptions &cloud);

/// One line for a crontab of the user that has the clouds.yaml.
[[nodiscard]] QString cronLine(const operations::SnapshotSchedule &schedule,
                               const CloudOptions &cloud);

/// A script for a shell that writes a service and a timer of systemd for that user, and starts the
/// timer.
[[nodiscard]] QString systemdUnits(const operations::SnapshotSchedule &schedule,
                                   const CloudOptions &cloud);

} // namespace oriel::forms
