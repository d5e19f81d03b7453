#pragma once

#include "base/result.h"
#include "operations/removal/removalrequest.h"
#include "store/cloudstores.h"

#include <QtCore/QHash>

#include <optional>
#include <vector>

namespace oriel::net {
class ApiClient;
}

namespace oriel::forms {

/// Something that the user should know about a part before it is deleted.
struct RemovalHint
{
    QString text;
    std::optional<operations::Subject> link{}; ///< the resource it is about
    bool blocks = false; ///< the part cannot be deleted now; otherwise it may be refused
    QString action{};    ///< the key of the action on `link` that removes the obstacle; empty: none

    bool operator==(const RemovalHint &) const = default;
};

/// One part to delete, with the objections to it.
struct PlannedPart
{
    operations::RemovalPart part;
    QString title;      ///< "Volume snapshot of db-1-root, /dev/vda"
    QString status{};   ///< the cloud's own; empty if it does not exist
    qint64 bytes = 0;   ///< the space that it occupies
    bool stays = false; ///< this plan does not delete it; a hint says why
    std::vector<RemovalHint> hints{};
    bool optional = false; ///< the user decides whether it is deleted
    bool ticked = true;    ///< if optional: whether it is, unless the user decides otherwise
    QString with{};        ///< the ID of the part that it is deleted with; empty: its own decision
    bool byCloud = false;  ///< the cloud deletes it with the instance

    [[nodiscard]] bool isImage() const { return part.subject.kind == openstack::Kind::Image; }
    bool operator==(const PlannedPart &) const = default;
};

/// What the user has chosen in a plan.
struct RemovalChoice
{
    // NOLINTNEXTLINE(google-explicit-constructor)
    RemovalChoice(bool onlyTheImage = false) : imageOnly(onlyTheImage) {}

    bool imageOnly;               ///< of a snapshot: its volume snapshots are kept
    QHash<QString, bool> ticks{}; ///< of optional parts, by ID
};

/// Everything that belongs to one snapshot of an instance, one image, one volume snapshot, one
/// instance or one volume, before the deletion.
struct RemovalPlan
{
    operations::Subject subject;
    QString serverId{}; ///< the instance of the snapshot
    QString serverName{};
    std::vector<PlannedPart> parts{}; ///< the image or the instance first
    std::vector<RemovalHint>
        hints{};            ///< about the whole: a shelved instance, instances launched from it
    bool leftovers = false; ///< its image no longer exists
    bool shelved = false;   ///< an instance exists only in this image: its name must be typed
    bool gone = false;      ///< nothing of it exists any longer
    std::optional<RemovalHint> lock{}; ///< the instance is locked; never blocks an administrator
    bool canKeep =
        true;          ///< the cloud can be told to keep a volume that it deletes with an instance
    int snapshots = 0; ///< the number of snapshots of the instance, which stay

    /// Whether it is of an instance, a volume, or what they leave: the parts are shown with what
    /// happens to them.
    [[nodiscard]] bool ofInstance() const;
    [[nodiscard]] bool hasImage() const;
    [[nodiscard]] bool deletes(const PlannedPart &planned, const RemovalChoice &choice) const;
    /// What happens to a part of an instance or a volume: "Deleted with it".
    [[nodiscard]] QString fate(const PlannedPart &planned, const RemovalChoice &choice) const;
    /// Whether a part of this kind is deleted.
    [[nodiscard]] bool deletesAny(Kind kind, const RemovalChoice &choice) const;
    /// All objections; if there are several parts, each is named.
    [[nodiscard]] std::vector<RemovalHint> objections(const RemovalChoice &choice) const;
    /// Why it cannot be deleted now; empty: it can.
    [[nodiscard]] QString blocked(const RemovalChoice &choice) const;
    /// The number of volume snapshots that would be deleted with it.
    [[nodiscard]] int volumeSnapshots() const;
    /// The freed space in bytes.
    [[nodiscard]] qint64 freed(const RemovalChoice &choice) const;
    [[nodiscard]] operations::RemovalRequest request(const RemovalChoice &choice) const;
    bool operator==(const RemovalPlan &) const = default;
};

/// Why it is unknown what belongs to `subject`: a required list could not be loaded. Empty if all
/// are loaded, or still loading.
[[nodiscard]] QString missingFor(const operations::Subject &subject,
                                 const store::CloudStores &stores);

/// Whether the cloud can be asked to keep a volume that it deletes with an instance. True before
/// the first request to the compute service: the deletion asks again.
[[nodiscard]] bool canKeepVolumes(const net::ApiClient &client);

/// What would be deleted with each of `subjects` (of kind SnapshotSet, or one that a Removal can
/// delete), as far as the stores know. `canKeep`: see RemovalPlan. A snapshot set includes the
/// volume snapshots that its image names or whose tags name it; those that another image also
/// names, or that are tagged with another image, are kept. GUI thread; scans each list once,
/// regardless of the number of subjects.
[[nodiscard]] std::vector<RemovalPlan>
planRemovals(const std::vector<operations::Subject> &subjects, const store::CloudStores &stores,
             bool canKeep = true);
[[nodiscard]] RemovalPlan planRemoval(const operations::Subject &subject,
                                      const store::CloudStores &stores, bool canKeep = true);

/// The request that deletes all of a snapshot without a question. Conflict: it cannot be deleted
/// now, or it is unknown what belongs to it; the message is a sentence.
[[nodiscard]] Result<operations::RemovalRequest> removalUnasked(const operations::Subject &snapshot,
                                                                const store::CloudStores &stores);

} // namespace oriel::forms
