#pragma once

#include "operations/removal/removalrequest.h"
#include "store/cloudstores.h"

#include <optional>
#include <vector>

namespace oriel::forms {

/// Something that the user should know of a part before it is deleted.
struct RemovalHint
{
    QString text;
    std::optional<operations::Subject> link{}; ///< what it is about, to go there
    bool blocks = false; ///< the part cannot be deleted as things are; otherwise it may be refused

    bool operator==(const RemovalHint &) const = default;
};

/// One part of what is deleted, with what is known against it.
struct PlannedPart
{
    operations::RemovalPart part;
    QString title;      ///< "Volume snapshot of db-1-root, /dev/vda"
    QString status;     ///< the cloud's own; empty where it is not there
    qint64 bytes = 0;   ///< that it takes
    bool stays = false; ///< it is not this plan's to delete; a hint says why
    std::vector<RemovalHint> hints{};

    [[nodiscard]] bool isImage() const { return part.subject.kind == openstack::Kind::Image; }
    bool operator==(const PlannedPart &) const = default;
};

/// Everything of one snapshot of an instance, one image or one volume snapshot, before anything is
/// done. `imageOnly`: its volume snapshots stay.
struct RemovalPlan
{
    operations::Subject subject;
    QString serverId{}; ///< whose snapshot it is
    QString serverName{};
    std::vector<PlannedPart> parts{}; ///< the image first
    std::vector<RemovalHint> hints{}; ///< of the whole: a shelved instance, instances made from it
    bool leftovers = false;           ///< its image is gone
    bool shelved = false;             ///< an instance lives in nothing else: its name must be typed
    bool gone = false;                ///< nothing of it is there any more

    [[nodiscard]] bool hasImage() const;
    [[nodiscard]] bool deletes(const PlannedPart &planned, bool imageOnly) const;
    /// Everything that is known against it; of several parts each is named.
    [[nodiscard]] std::vector<RemovalHint> objections(bool imageOnly) const;
    /// Why it cannot be deleted as things are; empty: it can.
    [[nodiscard]] QString blocked(bool imageOnly) const;
    /// Volume snapshots that would be deleted with it.
    [[nodiscard]] int volumeSnapshots() const;
    /// What becomes free, in bytes.
    [[nodiscard]] qint64 freed(bool imageOnly) const;
    [[nodiscard]] operations::RemovalRequest request(bool imageOnly) const;
    bool operator==(const RemovalPlan &) const = default;
};

/// Why it cannot be found out what belongs to `subject`: a list that it takes could not be read.
/// Empty where all are known, or not yet known.
[[nodiscard]] QString missingFor(const operations::Subject &subject,
                                 const store::CloudStores &stores);

/// What would be deleted with each of `subjects` (of kind SnapshotSet, Image or VolumeSnapshot), as
/// far as the stores know. A snapshot set takes the volume snapshots with it that its image names
/// or that say that they were made for it; one that another image names too, or that says that it
/// belongs to another image, stays. GUI thread; goes over each list once, however many subjects
/// there are.
[[nodiscard]] std::vector<RemovalPlan>
planRemovals(const std::vector<operations::Subject> &subjects, const store::CloudStores &stores);
[[nodiscard]] RemovalPlan planRemoval(const operations::Subject &subject,
                                      const store::CloudStores &stores);

} // namespace oriel::forms
