#pragma once

#include "operations/removal/removalrequest.h"
#include "store/cloudstores.h"

#include <optional>
#include <vector>

namespace oriel::forms {

/// Something that the user should know about a part before it is deleted.
struct RemovalHint
{
    QString text;
    std::optional<operations::Subject> link{}; ///< the resource it is about
    bool blocks = false; ///< the part cannot be deleted now; otherwise it may be refused

    bool operator==(const RemovalHint &) const = default;
};

/// One part to delete, with the objections to it.
struct PlannedPart
{
    operations::RemovalPart part;
    QString title;      ///< "Volume snapshot of db-1-root, /dev/vda"
    QString status;     ///< the cloud's own; empty if it does not exist
    qint64 bytes = 0;   ///< the space that it occupies
    bool stays = false; ///< this plan does not delete it; a hint says why
    std::vector<RemovalHint> hints{};

    [[nodiscard]] bool isImage() const { return part.subject.kind == openstack::Kind::Image; }
    bool operator==(const PlannedPart &) const = default;
};

/// Everything that belongs to one snapshot of an instance, one image or one volume snapshot, before
/// the deletion. `imageOnly`: its volume snapshots are kept.
struct RemovalPlan
{
    operations::Subject subject;
    QString serverId{}; ///< the instance of the snapshot
    QString serverName{};
    std::vector<PlannedPart> parts{}; ///< the image first
    std::vector<RemovalHint>
        hints{};            ///< about the whole: a shelved instance, instances launched from it
    bool leftovers = false; ///< its image no longer exists
    bool shelved = false;   ///< an instance exists only in this image: its name must be typed
    bool gone = false;      ///< nothing of it exists any longer

    [[nodiscard]] bool hasImage() const;
    [[nodiscard]] bool deletes(const PlannedPart &planned, bool imageOnly) const;
    /// All objections; if there are several parts, each is named.
    [[nodiscard]] std::vector<RemovalHint> objections(bool imageOnly) const;
    /// Why it cannot be deleted now; empty: it can.
    [[nodiscard]] QString blocked(bool imageOnly) const;
    /// The number of volume snapshots that would be deleted with it.
    [[nodiscard]] int volumeSnapshots() const;
    /// The freed space in bytes.
    [[nodiscard]] qint64 freed(bool imageOnly) const;
    [[nodiscard]] operations::RemovalRequest request(bool imageOnly) const;
    bool operator==(const RemovalPlan &) const = default;
};

/// Why it is unknown what belongs to `subject`: a required list could not be loaded. Empty if all
/// are loaded, or still loading.
[[nodiscard]] QString missingFor(const operations::Subject &subject,
                                 const store::CloudStores &stores);

/// What would be deleted with each of `subjects` (of kind SnapshotSet, Image or VolumeSnapshot), as
/// far as the stores know. A snapshot set includes the volume snapshots that its image names or
/// whose tags name it; those that another image also names, or that are tagged with another image,
/// are kept. GUI thread; scans each list once, regardless of the number of subjects.
[[nodiscard]] std::vector<RemovalPlan>
planRemovals(const std::vector<operations::Subject> &subjects, const store::CloudStores &stores);
[[nodiscard]] RemovalPlan planRemoval(const operations::Subject &subject,
                                      const store::CloudStores &stores);

} // namespace oriel::forms
