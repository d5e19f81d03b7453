#pragma once

#include "operations/actions/actionoperation.h"
#include "operations/restore/restorerequest.h"

#include <QtCore/QDate>

#include <memory>

/// What the forms of some actions collect, with its types. Each is an action of actions() with a
/// subject and values.
namespace oriel::operations {

struct BackupRequest
{
    Subject snapshot; ///< of kind VolumeSnapshot
    QString volumeId; ///< whose snapshot it is
    QString name;

    bool operator==(const BackupRequest &) const = default;
};

struct NewVolumeRequest
{
    Subject snapshot; ///< of kind VolumeSnapshot
    QString name;
    int sizeGiB = 0;    ///< at least the snapshot's
    QString volumeType; ///< empty: that of the snapshot's volume

    bool operator==(const NewVolumeRequest &) const = default;
};

struct RevertRequest
{
    Subject volume;   ///< of kind Volume
    Subject snapshot; ///< of kind VolumeSnapshot: the volume's latest

    bool operator==(const RevertRequest &) const = default;
};

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

struct KeepUntilRequest
{
    Subject subject;  ///< of kind SnapshotSet or VolumeSnapshot
    QString serverId; ///< whose snapshot it is; empty if unknown
    QString imageId;  ///< of the snapshot; empty: a volume snapshot alone, or the image is gone
    QStringList volumeSnapshotIds;
    std::optional<QDate> keepUntil; ///< nothing: no date

    bool operator==(const KeepUntilRequest &) const = default;
};

[[nodiscard]] std::unique_ptr<ActionOperation> operationFor(Context context,
                                                            const BackupRequest &request);
[[nodiscard]] std::unique_ptr<ActionOperation> operationFor(Context context,
                                                            const NewVolumeRequest &request);
[[nodiscard]] std::unique_ptr<ActionOperation> operationFor(Context context,
                                                            const RevertRequest &request);
[[nodiscard]] std::unique_ptr<ActionOperation> operationFor(Context context,
                                                            const VolumeSnapshotRequest &request);
[[nodiscard]] std::unique_ptr<ActionOperation> operationFor(Context context,
                                                            const KeepUntilRequest &request);
/// To the port `portId`, at its address `fixedIp` (empty: its first).
[[nodiscard]] std::unique_ptr<ActionOperation> operationFor(Context context,
                                                            const FloatingIpMove &move,
                                                            const QString &portId,
                                                            const QString &fixedIp);

/// The request that a create-volume operation carries out.
[[nodiscard]] NewVolumeRequest newVolumeRequestOf(const ActionOperation &operation);

// The terminal client's lines for the same.
[[nodiscard]] QString newVolumeCommand(const NewVolumeRequest &request);
[[nodiscard]] QString createVolumeSnapshotCommand(const VolumeSnapshotRequest &request);

} // namespace oriel::operations
