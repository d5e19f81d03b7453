#pragma once

#include "operations/schedule/schedules.h"

namespace oriel::operations {
class OperationCenter;
}

namespace oriel::forms {

/// "Every day at 03:00", "Mon, Wed at 03:00".
[[nodiscard]] QString scheduleTimes(const operations::SnapshotSchedule &schedule);

/// "tomorrow at 03:00". `when` and `now` are UTC.
[[nodiscard]] QString whenText(const QDateTime &when, const QDateTime &now, const QTimeZone &zone);

/// The times, the number that is kept, that this needs Oriel, and the next run: sentences.
[[nodiscard]] QString scheduleText(const operations::SnapshotSchedule &schedule,
                                   const QDateTime &now, const QTimeZone &zone);

/// How the latest run has finished, or why the one that is due has not begun; sentences. Empty: the
/// snapshot was created, or there was no run yet.
[[nodiscard]] QString scheduleTrouble(const operations::SnapshotSchedule &schedule,
                                      const operations::Schedules &schedules,
                                      const operations::OperationCenter &operations,
                                      const QDateTime &now, const QTimeZone &zone);

} // namespace oriel::forms
