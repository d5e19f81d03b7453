#pragma once

#include "operations/operationtypes.h"

#include <QtCore/QJsonObject>

#include <optional>
#include <vector>

namespace oriel::operations {

/// One resource that is deleted or kept.
struct RemovalPart
{
    Subject subject;  ///< of a kind that isRemovable()
    QString device{}; ///< "/dev/vda", for a volume or a volume snapshot; may be empty
    int sizeGiB = 0;
    /// The missing image because of which a volume snapshot is deleted: looked up first, because
    /// Glance omits hidden images from its lists. Empty: another reason.
    QString goneImageId{};
    bool tagged = false; ///< its own tag names the image that it was created for
    /// The volume of a volume snapshot that is deleted with it; the backup that an increment builds
    /// on; the port of a floating IP. Empty: it does not matter.
    QString of{};
    bool withServer = false; ///< a volume that Nova deletes with its instance

    bool operator==(const RemovalPart &) const = default;
};

/// Whether a Removal can delete resources of this kind.
[[nodiscard]] bool isRemovable(Kind kind);

/// The user's choice to delete: an instance, a volume, a snapshot of an instance, an image, a
/// volume snapshot, or what is left of one of them.
struct RemovalRequest
{
    Subject subject;    ///< of kind SnapshotSet, or one that isRemovable()
    QString serverId{}; ///< the instance, or the one that the snapshot is of; empty if unknown
    /// In the order of deletion: the instance or the image first, and volume snapshots before their
    /// volume.
    std::vector<RemovalPart> parts{};
    std::vector<RemovalPart> stays{}; ///< what is kept on purpose
    bool leftovers = false; ///< the image no longer existed, or a launch failed: its leftovers

    bool operator==(const RemovalRequest &) const = default;
};

/// Whether Nova deletes it with the instance: not a volume that still has volume snapshots then.
[[nodiscard]] bool goesWithServer(const RemovalPart &part, const RemovalRequest &request);

/// "Delete snapshot “web-01 2026-11-23”"
[[nodiscard]] QString removalTitle(const RemovalRequest &request);
/// What it is in the journal, and the key of the action: "delete-server", "delete-volume",
/// "delete-backup", "delete-snapshot" for the others.
[[nodiscard]] QString removalKind(Kind subject);
/// The equivalent commands for the terminal client; with IDs, because names need not be unique.
[[nodiscard]] QString removalCommand(const RemovalRequest &request);

[[nodiscard]] QJsonObject toJson(const RemovalRequest &request);
/// nullopt if it is not understood.
[[nodiscard]] std::optional<RemovalRequest> removalFromJson(const QJsonObject &json);

} // namespace oriel::operations
