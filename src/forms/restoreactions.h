#pragma once

#include "forms/snapshotactions.h"
#include "operations/actions/requests.h"

namespace oriel::forms {

/// Whether an instance can be launched from the set or image with this id.
[[nodiscard]] Availability launchAvailability(const QString &imageId, const ActionScope &scope);

/// Whether an instance, a volume, a backup can be made from the volume snapshot, or its volume put
/// back to it; `action` is none of the others. Reverting wants the volume's latest snapshot, an
/// available volume, and the same size.
[[nodiscard]] Availability restoreAvailability(const QString &snapshotId,
                                               VolumeSnapshotAction action,
                                               const ActionScope &scope);

/// What reverting does, before it is done.
struct RevertText
{
    QString title;
    QString text;   ///< what is lost
    QString typed;  ///< what a person types to say that it is meant
    QString advice; ///< what loses nothing
};
[[nodiscard]] RevertText revertText(const operations::RevertRequest &request,
                                    const store::CloudStores &stores, const QDateTime &now);
[[nodiscard]] operations::RevertRequest revertRequest(const QString &snapshotId,
                                                      const store::CloudStores &stores);

} // namespace oriel::forms
