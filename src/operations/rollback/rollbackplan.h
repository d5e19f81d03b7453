#pragma once

#include "operations/actions/action.h"
#include "operations/launch/newvolumes.h"
#include "store/cloudstores.h"

#include <vector>

/// What rolling an instance back to one of its snapshots does to each of its disks.
namespace oriel::operations {

/// What happens to one disk.
enum class RollbackWay {
    Exchange,   ///< a new volume from the volume snapshot takes its place; the current one is kept
    Revert,     ///< the volume is reverted: what was written since then is lost
    Rebuild,    ///< the local disk is rebuilt from the snapshot's image: the same
    Keep,       ///< it is not in the snapshot, and stays as it is
    Impossible, ///< it is in the snapshot, but stays as it is
};

/// A volume of an instance whose place another one takes, or that is reverted.
struct VolumeChange
{
    Subject out;      ///< attached before, with its name
    QString outName;  ///< its name afterwards
    Subject in;       ///< attached afterwards; without an ID: created from `snapshot`
    QString inName;   ///< its name afterwards
    Subject snapshot; ///< a volume snapshot; empty: none is needed
    int sizeGiB = 0;
    QString device;       ///< "/dev/vdb"
    bool deleted = false; ///< with the instance
    bool reverts = false; ///< `in` is `out`, reverted to `snapshot`

    bool operator==(const VolumeChange &) const = default;
};

[[nodiscard]] QJsonObject toJson(const VolumeChange &change);
[[nodiscard]] VolumeChange volumeChangeFromJson(const QJsonObject &json);

/// One disk of the instance, or of the snapshot.
struct RollbackPart
{
    RollbackWay way = RollbackWay::Keep;
    QString disk; ///< in words: "web-1-data (/dev/vdb)"
    int sizeGiB = 0;
    VolumeChange change{};   ///< of Exchange and Revert
    QString why{};           ///< of Impossible: a sentence
    bool isRoot = false;     ///< the instance boots from it
    bool revertible = false; ///< the volume can be reverted as well
};

struct RollbackPlan
{
    Subject server; ///< without an ID: it no longer exists, or is not known
    std::vector<RollbackPart> parts;

    [[nodiscard]] std::vector<VolumeChange> changes() const;
    [[nodiscard]] bool has(RollbackWay way) const;
    /// Whether any disk is put back.
    [[nodiscard]] bool doesAnything() const;
    /// Whether the cloud could revert a volume in place of an exchange.
    [[nodiscard]] bool canRevert() const;
    [[nodiscard]] const RollbackPart *impossibleRoot() const;
};

/// `imageId`: of a snapshot of an instance. `reverts`: volumes are reverted where that is possible,
/// which loses their current data; otherwise all are exchanged. As far as the stores tell.
[[nodiscard]] RollbackPlan rollbackPlan(const store::CloudStores &stores, const QString &imageId,
                                        bool reverts);

/// What happens to a disk, as a sentence or two.
[[nodiscard]] QString describe(const RollbackPart &part);

/// The changes that undo the rollbacks of an instance: each volume that a rollback attached is
/// exchanged for the one that it replaced, if that still exists.
[[nodiscard]] std::vector<VolumeChange> changesToUndo(const store::CloudStores &stores,
                                                      const QString &serverId);

} // namespace oriel::operations
