#include "forms/removalplan.h"

#include "base/visible.h"
#include "forms/errortext.h"
#include "forms/instanceplan.h"
#include "net/apiclient.h"
#include "openstack/compute/volumeattachment.h"
#include "openstack/requestparts.h"
#include "operations/names.h"
#include "operations/ownership.h"
#include "operations/snapshottags.h"
#include "operations/statewords.h"
#include "store/snapshotsets.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QHash>
#include <QtCore/QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

using openstack::Kind;
using operations::Subject;
using SnapshotStoreRow = store::Row<openstack::VolumeSnapshot>;

/// The maximum number of volumes listed by name.
constexpr std::size_t mostNamed = 5;

RemovalHint blocking(const QString &text)
{
    return {.text = text, .blocks = true};
}

QString nameOf(const Subject &subject)
{
    return operations::nameOrId(subject.name, subject.id);
}

/// "snapshot for NAME": the only remaining trace of the name of a snapshot whose image no longer
/// exists.
QString nameOfGone(const openstack::VolumeSnapshot &snapshot)
{
    constexpr auto prefix = "snapshot for "_L1;
    return snapshot.name.startsWith(prefix) ? snapshot.name.mid(prefix.size()) : snapshot.name;
}

QString imageTagOf(const openstack::VolumeSnapshot &snapshot)
{
    return snapshot.metadata.value(operations::tagKey("image"_L1));
}

/// Plans deletions from the stores' relations between resources.
class Planner
{
    Q_DECLARE_TR_FUNCTIONS(RemovalPlan)

public:
    Planner(const std::vector<Subject> &subjects, const store::CloudStores &stores);

    [[nodiscard]] RemovalPlan plan(const Subject &subject) const;

private:
    void planVolumeSnapshot(RemovalPlan &plan) const;
    void planSet(RemovalPlan &plan) const;
    void addSnapshots(RemovalPlan &plan) const;
    void addUsers(RemovalPlan &plan) const;
    [[nodiscard]] PlannedPart partOf(const openstack::Image &image) const;
    [[nodiscard]] PlannedPart partOf(const openstack::VolumeSnapshot &snapshot,
                                     const QString &device) const;
    [[nodiscard]] static std::optional<RemovalHint>
    obstacleOf(const openstack::VolumeSnapshot &snapshot);
    /// The other snapshot that a volume snapshot belongs to; nullopt if it is this one's.
    [[nodiscard]] std::optional<Subject> ownerBeside(const openstack::VolumeSnapshot &snapshot,
                                                     const QString &imageId) const;

    const store::CloudStores &m_stores;
    QHash<QString, std::vector<Subject>> m_launched; ///< instances, by image
    QHash<QString, std::vector<Subject>> m_made;     ///< volumes, by volume snapshot
    QHash<QString, std::vector<SnapshotStoreRow>>
        m_madeFor;                               ///< by the image in their tag; oldest first
    QHash<QString, std::vector<Subject>> m_sets; ///< by volume snapshot
};

Planner::Planner(const std::vector<Subject> &subjects, const store::CloudStores &stores)
    : m_stores(stores)
{
    QSet<QString> images;
    QSet<QString> snapshots;
    for (const Subject &subject : subjects)
        (subject.kind == Kind::VolumeSnapshot ? snapshots : images).insert(subject.id);
    for (const auto &snapshot : stores.volumeSnapshots.rows()) {
        const QString image = imageTagOf(*snapshot);
        if (image.isEmpty() || !images.contains(image) || !stores.owns(*snapshot))
            continue;
        m_madeFor[image].push_back(snapshot);
        snapshots.insert(snapshot->id);
    }
    for (auto &rows : m_madeFor) {
        std::ranges::sort(rows, {}, [](const auto &snapshot) {
            return std::pair(snapshot->created, snapshot->id);
        });
    }
    for (const QString &image : std::as_const(images)) {
        if (const auto set = stores.snapshotSets.find(image)) {
            for (const store::SnapshotPart &part : set->parts)
                snapshots.insert(part.snapshotId);
        }
    }
    for (const auto &set : stores.snapshotSets.rows()) {
        for (const store::SnapshotPart &part : set->parts) {
            if (snapshots.contains(part.snapshotId))
                m_sets[part.snapshotId].push_back({Kind::SnapshotSet, set->id, set->name});
        }
    }
    for (const auto &volume : stores.volumes.rows()) {
        if (snapshots.contains(volume->snapshotId))
            m_made[volume->snapshotId].push_back({Kind::Volume, volume->id, volume->name});
    }
    for (const auto &server : stores.servers.rows()) {
        if (images.contains(server->imageId))
            m_launched[server->imageId].push_back({Kind::Server, server->id, server->name});
    }
    for (auto &servers : m_launched)
        std::ranges::sort(servers, {}, &Subject::name);
}

RemovalPlan Planner::plan(const Subject &subject) const
{
    RemovalPlan plan{.subject = subject};
    if (subject.kind == Kind::VolumeSnapshot)
        planVolumeSnapshot(plan);
    else
        planSet(plan);
    plan.gone = plan.parts.empty();
    if (const auto server = m_stores.servers.find(plan.serverId))
        plan.serverName = server->name;
    return plan;
}

void Planner::planVolumeSnapshot(RemovalPlan &plan) const
{
    const auto snapshot = m_stores.volumeSnapshots.find(plan.subject.id);
    if (!snapshot)
        return;
    plan.subject.name = snapshot->name;
    PlannedPart planned = partOf(*snapshot, {});
    plan.serverId = snapshot->metadata.value(operations::tagKey("instance"_L1));
    const QString image = imageTagOf(*snapshot);
    if (const auto set = m_stores.setOfVolumeSnapshot(snapshot->id)) {
        const Subject whole{Kind::SnapshotSet, set->id, set->name};
        plan.serverId = set->serverId;
        plan.hints.push_back({tr("It is part of the snapshot “%1”, which cannot be fully restored "
                                 "without it.")
                                  .arg(isolated(nameOf(whole))),
                              whole});
    } else if (!image.isEmpty() && !m_stores.images.find(image)) {
        planned.part.goneImageId = image;
    }
    plan.parts.push_back(std::move(planned));
}

void Planner::planSet(RemovalPlan &plan) const
{
    const auto image = m_stores.images.find(plan.subject.id);
    const auto set = m_stores.snapshotSets.find(plan.subject.id);
    plan.leftovers = !image;
    plan.subject.kind = set || !image ? Kind::SnapshotSet : Kind::Image;
    if (set) {
        plan.serverId = set->serverId;
        plan.shelved = set->shelved;
    }
    if (plan.shelved) {
        const Subject server{Kind::Server, set->serverId, set->serverName};
        plan.hints.push_back({tr("“%1” is shelved and exists only in this image. If you delete the "
                                 "image, the instance is lost.")
                                  .arg(isolated(nameOf(server))),
                              server});
    }
    if (image) {
        plan.subject.name = image->name;
        plan.parts.push_back(partOf(*image));
        addUsers(plan);
    }
    addSnapshots(plan);
    if (plan.leftovers && !plan.parts.empty()) {
        const auto first = m_stores.volumeSnapshots.find(plan.parts.front().part.subject.id);
        plan.serverId = first->metadata.value(operations::tagKey("instance"_L1));
        if (plan.subject.name.isEmpty())
            plan.subject.name = nameOfGone(*first);
    }
}

void Planner::addUsers(RemovalPlan &plan) const
{
    const std::vector<Subject> users = m_launched.value(plan.subject.id);
    if (users.size() == 1)
        plan.hints.push_back({tr("“%1” was launched from it. It keeps running, but can no longer "
                                 "be rebuilt from it.")
                                  .arg(isolated(users.front().name)),
                              users.front()});
    else if (!users.empty())
        plan.hints.push_back({tr("%1 instances were launched from it. They keep running, but can "
                                 "no longer be rebuilt from it.")
                                  .arg(users.size())});
}

void Planner::addSnapshots(RemovalPlan &plan) const
{
    const QString &imageId = plan.subject.id;
    std::vector<std::pair<SnapshotStoreRow, QString>> found;
    if (const auto set = m_stores.snapshotSets.find(imageId)) {
        for (const store::SnapshotPart &part : set->parts) {
            if (auto snapshot = m_stores.volumeSnapshots.find(part.snapshotId))
                found.emplace_back(std::move(snapshot), part.device);
        }
    }
    for (const SnapshotStoreRow &snapshot : m_madeFor.value(imageId)) {
        if (std::ranges::none_of(found, [&](const auto &one) { return one.first == snapshot; }))
            found.emplace_back(snapshot, QString());
    }
    for (const auto &[snapshot, device] : found) {
        PlannedPart planned = partOf(*snapshot, device);
        if (plan.leftovers)
            planned.part.goneImageId = imageId;
        if (const auto other = ownerBeside(*snapshot, imageId)) {
            planned.stays = true;
            planned.hints = {{tr("It also belongs to the snapshot “%1” and is kept.")
                                  .arg(isolated(nameOf(*other))),
                              other}};
        }
        plan.parts.push_back(std::move(planned));
    }
}

std::optional<Subject> Planner::ownerBeside(const openstack::VolumeSnapshot &snapshot,
                                            const QString &imageId) const
{
    const QString madeFor = imageTagOf(snapshot);
    const auto image = madeFor == imageId ? nullptr : m_stores.images.find(madeFor);
    if (image)
        return Subject{Kind::SnapshotSet, image->id, image->name};
    for (const Subject &set : m_sets.value(snapshot.id)) {
        if (set.id != imageId)
            return set;
    }
    return {};
}

PlannedPart Planner::partOf(const openstack::Image &image) const
{
    PlannedPart planned{.part = {{Kind::Image, image.id, image.name}},
                        .title = tr("Image"),
                        .status = image.status,
                        .bytes = std::max<qint64>(image.sizeBytes, 0)};
    if (const QString other = operations::otherOwner(image, m_stores); !other.isEmpty())
        planned.hints.push_back(blocking(other));
    if (image.isProtected) {
        RemovalHint hint =
            blocking(tr("The image is protected from deletion. Remove the protection first."));
        hint.link = planned.part.subject;
        hint.action = u"unprotect-image"_s;
        planned.hints.push_back(std::move(hint));
    }
    if (image.status == "queued"_L1 || image.status == "saving"_L1)
        planned.hints.push_back(
            {tr("It is still being created (“%1”). Deleting it makes that fail.")
                 .arg(isolated(image.status))});
    return planned;
}

PlannedPart Planner::partOf(const openstack::VolumeSnapshot &snapshot, const QString &device) const
{
    const auto volume = m_stores.volumes.find(snapshot.volumeId);
    const QString of = nameOf({Kind::Volume, snapshot.volumeId, volume ? volume->name : QString()});
    PlannedPart planned{
        .part = {{Kind::VolumeSnapshot, snapshot.id, snapshot.name}, device, snapshot.sizeGiB},
        .title = device.isEmpty()
                     ? tr("Volume snapshot of %1").arg(isolated(of))
                     //: %1: the name of a volume; %2: a device: "/dev/vda"
                     : tr("Volume snapshot of %1, %2").arg(isolated(of), isolated(device)),
        .status = snapshot.status,
        .bytes = qint64{snapshot.sizeGiB} << 30};
    planned.part.tagged = snapshot.metadata.contains(operations::tagKey("image"_L1));
    if (const auto obstacle = obstacleOf(snapshot))
        planned.hints.push_back(*obstacle);
    const std::vector<Subject> made = m_made.value(snapshot.id);
    if (made.size() > mostNamed)
        planned.hints.push_back({tr("%1 volumes were created from it. Some clouds do not delete it "
                                    "while they exist.")
                                     .arg(made.size())});
    for (const Subject &one : made.size() > mostNamed ? std::vector<Subject>() : made)
        planned.hints.push_back({tr("The volume “%1” was created from it. Some clouds do not "
                                    "delete it while that volume exists.")
                                     .arg(isolated(nameOf(one))),
                                 one});
    std::ranges::sort(planned.hints, {}, &RemovalHint::text);
    return planned;
}

std::optional<RemovalHint> Planner::obstacleOf(const openstack::VolumeSnapshot &snapshot)
{
    const QString &status = snapshot.status;
    if (!snapshot.groupSnapshotId.isEmpty())
        return blocking(tr("It is part of a group snapshot and can be deleted only with the whole "
                           "group snapshot."));
    if (status == "available"_L1 || status == "error"_L1 || status == "deleting"_L1)
        return {};
    if (status == "backing-up"_L1)
        return blocking(tr("It is being backed up. Wait for the backup to finish."));
    if (status == "error_deleting"_L1)
        return blocking(tr("The cloud tried to delete it before and failed. Ask the cloud's "
                           "operator to reset its state."));
    return blocking(
        tr("It is %1. Wait until it is available.").arg(operations::storageStateWord(status)));
}

struct PlanWords
{
    Q_DECLARE_TR_FUNCTIONS(RemovalPlan)
};

} // namespace

bool RemovalPlan::hasImage() const
{
    return std::ranges::any_of(
        parts, [](const PlannedPart &planned) { return planned.isImage() && !planned.byCloud; });
}

bool RemovalPlan::ofInstance() const
{
    return subject.kind == Kind::Server || subject.kind == Kind::Volume ||
           subject.kind == Kind::FloatingIp || subject.kind == Kind::Port ||
           subject.kind == Kind::Backup;
}

bool RemovalPlan::deletes(const PlannedPart &planned, const RemovalChoice &choice) const
{
    if (planned.stays)
        return false;
    if (!planned.with.isEmpty()) {
        const auto volume = std::ranges::find(
            parts, planned.with, [](const PlannedPart &part) { return part.part.subject.id; });
        return volume != parts.end() && deletes(*volume, choice);
    }
    if (planned.optional)
        return choice.ticks.value(planned.part.subject.id, planned.ticked);
    return planned.isImage() || !choice.imageOnly || !hasImage();
}

QString RemovalPlan::fate(const PlannedPart &planned, const RemovalChoice &choice) const
{
    const Kind kind = planned.part.subject.kind;
    if (deletes(planned, choice)) {
        if (kind == Kind::FloatingIp)
            //: What happens to a floating IP.
            return PlanWords::tr("Released");
        //: What happens to what belongs to an instance.
        return planned.byCloud || planned.part.withServer ? PlanWords::tr("Deleted with it")
                                                          : PlanWords::tr("Deleted");
    }
    switch (kind) {
    case Kind::Volume:
        return subject.kind == Kind::Server ? PlanWords::tr("Kept, detached")
                                            : PlanWords::tr("Kept");
    case Kind::FloatingIp:
        return PlanWords::tr("Kept, unused");
    default:
        return PlanWords::tr("Kept");
    }
}

bool RemovalPlan::deletesAny(Kind kind, const RemovalChoice &choice) const
{
    return std::ranges::any_of(parts, [&](const PlannedPart &planned) {
        return planned.part.subject.kind == kind && deletes(planned, choice);
    });
}

std::vector<RemovalHint> RemovalPlan::objections(const RemovalChoice &choice) const
{
    std::vector<RemovalHint> all = hints;
    if (lock)
        all.insert(all.begin(), *lock);
    for (const PlannedPart &planned : parts) {
        const bool goes = deletes(planned, choice);
        if (!goes && planned.part.withServer && !canKeep) {
            RemovalHint hint =
                blocking(PlanWords::tr("This cloud deletes the volume “%1” with the "
                                       "instance, and cannot change that. Tick it, or "
                                       "detach it first.")
                             .arg(isolated(nameOf(planned.part.subject))));
            hint.link = planned.part.subject;
            hint.action = u"detach-from-server"_s;
            all.push_back(std::move(hint));
        }
        if (!planned.stays && !goes && !planned.optional)
            continue; // objections to it do not matter now
        for (RemovalHint hint : planned.hints) {
            if (parts.size() > 1 && !planned.optional)
                hint.text = planned.title + u": "_s + hint.text;
            all.push_back(std::move(hint));
        }
    }
    return all;
}

QString RemovalPlan::blocked(const RemovalChoice &choice) const
{
    if (gone)
        return PlanWords::tr("It no longer exists.");
    const auto all = objections(choice);
    const auto found = std::ranges::find(all, true, &RemovalHint::blocks);
    return found == all.end() ? QString() : found->text;
}

int RemovalPlan::volumeSnapshots() const
{
    return static_cast<int>(std::ranges::count_if(
        parts, [](const PlannedPart &one) { return !one.isImage() && !one.stays; }));
}

qint64 RemovalPlan::freed(const RemovalChoice &choice) const
{
    qint64 bytes = 0;
    for (const PlannedPart &planned : parts)
        bytes += deletes(planned, choice) ? planned.bytes : 0;
    return bytes;
}

operations::RemovalRequest RemovalPlan::request(const RemovalChoice &choice) const
{
    operations::RemovalRequest request{
        .subject = subject, .serverId = serverId, .leftovers = leftovers};
    if (choice.imageOnly && hasImage())
        request.subject.kind = Kind::Image;
    for (const PlannedPart &planned : parts) {
        if (!planned.stays && !planned.byCloud)
            (deletes(planned, choice) ? request.parts : request.stays).push_back(planned.part);
    }
    // Cinder deletes a backup only without its increments, which come after it here.
    if (subject.kind == Kind::Backup)
        std::reverse(request.parts.begin(), request.parts.end());
    // Cinder deletes a volume only without its volume snapshots.
    std::ranges::stable_sort(request.parts, {}, [](const operations::RemovalPart &part) {
        return part.subject.kind == Kind::Volume           ? 2
               : part.subject.kind == Kind::VolumeSnapshot ? 1
                                                           : 0;
    });
    return request;
}

QString missingFor(const Subject &subject, const store::CloudStores &stores)
{
    const auto failed = [](const store::StoreBase &list, const QString &what) {
        const store::LoadState &state = list.state();
        return state.loaded || !state.error ? QString() : describe(*state.error, what).whatAndWhy();
    };
    if (subject.kind == Kind::Server)
        return failed(stores.servers, PlanWords::tr("The instances could not be listed."));
    if (subject.kind == Kind::Volume)
        return failed(stores.volumes, PlanWords::tr("The volumes could not be listed."));
    if (subject.kind == Kind::FloatingIp || subject.kind == Kind::Port)
        return {};
    if (subject.kind == Kind::Backup)
        return failed(stores.of<openstack::Backup>(),
                      PlanWords::tr("The backups could not be listed."));
    if (subject.kind == Kind::VolumeSnapshot)
        return failed(stores.volumeSnapshots,
                      PlanWords::tr("The volume snapshots could not be listed."));
    if (const QString why = failed(stores.images, PlanWords::tr("The images could not be listed."));
        !why.isEmpty())
        return why;
    const auto image = stores.images.find(subject.id);
    // They may be in a service that is only missing in the catalog here or now.
    const bool names = image && std::ranges::any_of(image->blockDevices, [](const auto &device) {
                           return !device.snapshotId.isEmpty();
                       });
    if (const auto &absent = stores.volumeSnapshots.state().absent; absent && names)
        return describe(*absent, PlanWords::tr("It refers to volume snapshots, which cannot be "
                                               "looked up and would be left behind."))
            .whatAndWhy();
    return image && !store::isLikelySnapshot(*image)
               ? QString()
               : failed(stores.volumeSnapshots,
                        PlanWords::tr("The volume snapshots could not be listed, so Oriel does "
                                      "not know which of them belong to it."));
}

bool canKeepVolumes(const net::ApiClient &client)
{
    const auto range = openstack::microversionsOf(net::Service::Compute);
    const auto version = range ? client.negotiated(net::Service::Compute, *range) : std::nullopt;
    return !version || *version >= openstack::changesVolumeDeletion;
}

namespace {

/// Backups that are to be deleted anyway are deleted by the plan of the one that they build on.
void joinChains(std::vector<RemovalPlan> &plans)
{
    for (RemovalPlan &whole : plans) {
        std::size_t chosen = 1;
        for (const PlannedPart &part : whole.parts) {
            const auto other = std::ranges::find_if(plans, [&](const RemovalPlan &plan) {
                return &plan != &whole && plan.subject.kind == Kind::Backup &&
                       plan.subject.id == part.part.subject.id;
            });
            if (part.with.isEmpty() || part.part.subject.kind != Kind::Backup ||
                other == plans.end())
                continue;
            other->gone = true;
            ++chosen;
        }
        if (whole.subject.kind == Kind::Backup && chosen == whole.parts.size())
            whole.parts.front().ticked = true;
    }
}

} // namespace

std::vector<RemovalPlan> planRemovals(const std::vector<Subject> &subjects,
                                      const store::CloudStores &stores, bool canKeep)
{
    const auto isOfInstance = [](const Subject &subject) {
        return RemovalPlan{.subject = subject}.ofInstance();
    };
    std::optional<InstancePlanner> instances;
    if (std::ranges::any_of(subjects, isOfInstance))
        instances.emplace(stores, canKeep);
    std::optional<Planner> snapshots;
    if (!std::ranges::all_of(subjects, isOfInstance))
        snapshots.emplace(subjects, stores);
    std::vector<RemovalPlan> plans;
    plans.reserve(subjects.size());
    for (const Subject &subject : subjects)
        plans.push_back(isOfInstance(subject) ? instances->plan(subject)
                                              : snapshots->plan(subject));
    joinChains(plans);
    return plans;
}

RemovalPlan planRemoval(const Subject &subject, const store::CloudStores &stores, bool canKeep)
{
    return planRemovals({subject}, stores, canKeep).front();
}

Result<operations::RemovalRequest> removalUnasked(const Subject &snapshot,
                                                  const store::CloudStores &stores)
{
    const RemovalPlan plan = planRemoval(snapshot, stores);
    Error error;
    error.kind = ErrorKind::Conflict;
    error.message = missingFor(plan.subject, stores) + plan.blocked(false);
    if (!error.message.isEmpty())
        return error;
    return plan.request(false);
}

} // namespace oriel::forms
