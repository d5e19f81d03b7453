#pragma once

#include "operations/capture/snapshotrequest.h"
#include "operations/operationtypes.h"
#include "operations/schedule/snapshotschedule.h"
#include "store/cloudstores.h"

#include <QtCore/QDate>

#include <vector>

namespace oriel::operations {

/// The schedule that made the image; empty: none. The tag oriel:schedule has the image's own ID
/// beside that of the schedule: Nova lets an image inherit the properties of the image that its
/// instance was launched or rebuilt from, so an inherited tag names another image.
[[nodiscard]] QString scheduleOf(const openstack::Image &image);

/// The snapshots that schedule `id` has made of the instance and that are not among the `keep`
/// newest complete ones, oldest first. Only complete ones; never a protected one, or one whose
/// keep-until date has not passed. `today` is local.
[[nodiscard]] std::vector<Subject> beyondSchedule(const store::CloudStores &stores,
                                                  const QString &id, const QString &serverId,
                                                  int keep, const QDate &today);

/// The snapshot, by its image, that the newest run of this schedule has made: the newest complete
/// one since the run began; empty: there is none.
[[nodiscard]] QString snapshotOfLastRun(const store::CloudStores &stores,
                                        const SnapshotSchedule &schedule);

/// The snapshot that a schedule takes of an instance: of all its volumes, named with `localTime`.
/// The stores contain the instance and what its disk is.
[[nodiscard]] CreateSnapshotRequest scheduledSnapshot(const store::CloudStores &stores,
                                                      const openstack::Server &server,
                                                      const QString &schedule, bool shutOffFirst,
                                                      const QDateTime &localTime);

} // namespace oriel::operations
