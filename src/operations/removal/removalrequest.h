#pragma once

#include "operations/operationtypes.h"

#include <QtCore/QJsonObject>

#include <optional>
#include <vector>

namespace oriel::operations {

/// One image or volume snapshot that is deleted, or that stays behind.
struct RemovalPart
{
    Subject subject;  ///< of kind Image or VolumeSnapshot
    QString device{}; ///< "/dev/vda", of a volume snapshot; may be empty
    int sizeGiB = 0;
    /// A volume snapshot that is deleted because this image is gone: looked up first, for Glance
    /// leaves hidden images out of its lists. Empty: not because of that.
    QString goneImageId{};
    bool tagged = false; ///< says by itself which image it was made for

    bool operator==(const RemovalPart &) const = default;
};

/// What the user chose to delete: a snapshot of an instance, an image, a volume snapshot, or what
/// is left of a snapshot.
struct RemovalRequest
{
    Subject subject;                  ///< of kind SnapshotSet, Image or VolumeSnapshot
    QString serverId{};               ///< whose snapshot it is; empty where unknown
    std::vector<RemovalPart> parts{}; ///< in the order in which they are deleted: the image first
    std::vector<RemovalPart> stays{}; ///< volume snapshots that are left behind on purpose
    bool leftovers = false;           ///< the image was gone before: this is what is left of it

    bool operator==(const RemovalRequest &) const = default;
};

/// "Delete snapshot “web-01 2026-11-23”"
[[nodiscard]] QString removalTitle(const RemovalRequest &request);
/// The terminal client's lines for the same deletion; ids, because names need not be unique.
[[nodiscard]] QString removalCommand(const RemovalRequest &request);

[[nodiscard]] QJsonObject toJson(const RemovalRequest &request);
/// Nothing where it is not understood.
[[nodiscard]] std::optional<RemovalRequest> removalFromJson(const QJsonObject &json);

} // namespace oriel::operations
