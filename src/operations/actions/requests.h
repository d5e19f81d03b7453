#pragma once

#include "operations/actions/actionoperation.h"
#include "operations/restore/restorerequest.h"

#include <QtCore/QDate>

#include <memory>

/// What the forms of some actions collect, with its types. Each is an action of actions() with a
/// subject and values.
namespace oriel::operations {

struct VolumeSnapshotRequest
{
    QString volumeId;
    QString volumeName; ///< for words
    int sizeGiB = 0;    ///< as was shown
    QString name;       ///< 1 to 255 characters
    std::optional<QDate> keepUntil;
    QString description{}; ///< at most 255 characters; may be empty

    bool operator==(const VolumeSnapshotRequest &) const = default;
};

[[nodiscard]] std::unique_ptr<ActionOperation> operationFor(Context context,
                                                            const VolumeSnapshotRequest &request);
/// To the port `portId`, at its address `fixedIp` (empty: its first).
[[nodiscard]] std::unique_ptr<ActionOperation> operationFor(Context context,
                                                            const FloatingIpMove &move,
                                                            const QString &portId,
                                                            const QString &fixedIp);

/// The terminal client's line for the same.
[[nodiscard]] QString createVolumeSnapshotCommand(const VolumeSnapshotRequest &request);

} // namespace oriel::operations
