#pragma once

#include "operations/operationtypes.h"

#include <QtCore/QJsonObject>

#include <optional>
#include <vector>

namespace oriel::operations {

/// One image or volume snapshot that is deleted or kept.
struct RemovalPart
{
    Subject subject;  ///< of kind Image or VolumeSnapshot
    QString device{}; ///< "/dev/vda", for a volume snapshot; may be empty
    int sizeGiB = 0;
    /// The missing image because of which a volume snapshot is deleted: looked up first, because
    /// Glance omits hidden images from its lists. Empty: another reason.
    QString goneImageId{};
    bool tagged = false; ///< its own tag names the image that it was created for

    bool operator==(const RemovalPart &) const = default;
};

/// The user's choice to delete: a snapshot of an instance, an image, a volume snapshot, or what is
/// left of a snapshot.
struct RemovalRequest
{
    Subject subject;                  ///< of kind SnapshotSet, Image or VolumeSnapshot
    QString serverId{};               ///< the instance of the snapshot; empty if unknown
    std::vector<RemovalPart> parts{}; ///< in the order of deletion: the image first
    std::vector<RemovalPart> stays{}; ///< volume snapshots that are kept on purpose
    bool leftovers = false;           ///< the image no longer existed: these are its leftovers

    bool operator==(const RemovalRequest &) const = default;
};

/// "Delete snapshot “web-01 2026-11-23”"
[[nodiscard]] QString removalTitle(const RemovalRequest &request);
/// The equivalent commands for the terminal client; with IDs, because names need not be unique.
[[nodiscard]] QString removalCommand(const RemovalRequest &request);

[[nodiscard]] QJsonObject toJson(const RemovalRequest &request);
/// nullopt if it is not understood.
[[nodiscard]] std::optional<RemovalRequest> removalFromJson(const QJsonObject &json);

} // namespace oriel::operations
