#include "forms/removalplan.h"

#include "base/visible.h"
#include "forms/errortext.h"
#include "forms/ownership.h"
#include "forms/snapshotactions.h"
#include "operations/snapshottags.h"
#include "store/snapshotsets.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

using operations::Subject;

/// So many volumes are named one by one.
constexpr std::size_t mostNamed = 5;

struct PlanWords
{
    Q_DECLARE_TR_FUNCTIONS(RemovalPlan)
};

QString named(const QString &name, const QString &id)
{
    return name.isEmpty() ? id : name;
}

/// The other snapshot that a volume snapshot belongs to; nothing where it is this one's.
std::optional<Subject> anothers(const openstack::VolumeSnapshot &snapshot, const QString &imageId,
                                const store::CloudStores &stores, const RemovalIndex &index)
{
    const QString madeFor = snapshot.metadata.value(operations::tagKey("image"_L1));
    if (!madeFor.isEmpty() && madeFor != imageId) {
        if (const auto image = stores.images.find(madeFor))
            return Subject{openstack::Kind::SnapshotSet, image->id, image->name};
    }
    for (const Subject &set : index.setsOf(snapshot.id)) {
        if (set.id != imageId)
            return set;
    }
    return {};
}

std::optional<RemovalHint> hintOfStatus(const openstack::VolumeSnapshot &snapshot)
{
    const QString &status = snapshot.status;
    if (!snapshot.groupSnapshotId.isEmpty())
        return RemovalHint{PlanWords::tr("It is part of a group of snapshots and can be deleted "
                                         "only with the whole group."),
                           {},
                           true};
    if (status == "available"_L1 || status == "error"_L1 || status == "deleting"_L1)
        return {};
    if (status == "backing-up"_L1)
        return RemovalHint{
            PlanWords::tr("It is being backed up. Wait for the backup to finish."), {}, true};
    if (status == "error_deleting"_L1)
        return RemovalHint{PlanWords::tr("The cloud tried to delete it before and failed. Ask the "
                                         "cloud's operator to reset its state."),
                           {},
                           true};
    return RemovalHint{
        PlanWords::tr("It is “%1”. Wait until it is “available”.").arg(isolated(status)), {}, true};
}

PlannedPart planSnapshot(const openstack::VolumeSnapshot &snapshot, const QString &device,
                         const store::CloudStores &stores, const RemovalIndex &index)
{
    PlannedPart planned;
    planned.part.subject = {openstack::Kind::VolumeSnapshot, snapshot.id, snapshot.name};
    planned.part.device = device;
    planned.part.sizeGiB = snapshot.sizeGiB;
    planned.part.tagged = snapshot.metadata.contains(operations::tagKey("image"_L1));
    planned.status = snapshot.status;
    planned.bytes = qint64{snapshot.sizeGiB} << 30;
    const auto volume = stores.volumes.find(snapshot.volumeId);
    const QString of = volume ? named(volume->name, volume->id) : snapshot.volumeId;
    planned.title =
        device.isEmpty()
            ? PlanWords::tr("Volume snapshot of %1").arg(isolated(of))
            : PlanWords::tr("Volume snapshot of %1, %2").arg(isolated(of), isolated(device));
    if (auto hint = hintOfStatus(snapshot))
        planned.hints.push_back(*std::move(hint));
    const std::vector<Subject> made = index.madeFrom(snapshot.id);
    if (made.size() > mostNamed) {
        planned.hints.push_back(
            {PlanWords::tr(
                 "%1 volumes were created from it. Some clouds do not delete it while they exist.")
                 .arg(made.size()),
             {},
             false});
    } else {
        for (const Subject &one : made)
            planned.hints.push_back(
                {PlanWords::tr("The volume “%1” was created from it. Some clouds do not delete it "
                               "while that volume exists.")
                     .arg(isolated(named(one.name, one.id))),
                 one, false});
    }
    std::ranges::sort(planned.hints, {}, &RemovalHint::text);
    return planned;
}

PlannedPart planImage(const openstack::Image &image, const store::CloudStores &stores)
{
    PlannedPart planned;
    planned.part.subject = {openstack::Kind::Image, image.id, image.name};
    planned.title = PlanWords::tr("Image");
    planned.status = image.status;
    planned.bytes = std::max<qint64>(image.sizeBytes, 0);
    if (const QString other = otherOwner(image, stores); !other.isEmpty())
        planned.hints.push_back({other, {}, true});
    if (image.isProtected)
        planned.hints.push_back(
            {PlanWords::tr("The image is protected from deletion. Remove the protection first."),
             {},
             true});
    if (image.status == "queued"_L1 || image.status == "saving"_L1)
        planned.hints.push_back(
            {PlanWords::tr("It is still being created (“%1”). Deleting it makes that fail.")
                 .arg(isolated(image.status)),
             {},
             false});
    return planned;
}

void addUsers(RemovalPlan &plan, const QString &imageId, const RemovalIndex &index)
{
    const std::vector<Subject> users = index.launchedFrom(imageId);
    if (users.size() == 1)
        plan.hints.push_back({PlanWords::tr("“%1” was launched from it. It keeps running, but can "
                                            "no longer be rebuilt from it.")
                                  .arg(isolated(users.front().name)),
                              users.front(), false});
    else if (!users.empty())
        plan.hints.push_back({PlanWords::tr("%1 instances were launched from it. They keep "
                                            "running, but can no longer be rebuilt from it.")
                                  .arg(users.size()),
                              {},
                              false});
}

/// "snapshot for NAME": all that is left of the name of a snapshot whose image is gone.
QString nameOfGone(const openstack::VolumeSnapshot &snapshot)
{
    constexpr auto prefix = "snapshot for "_L1;
    return snapshot.name.startsWith(prefix) ? snapshot.name.mid(prefix.size()) : snapshot.name;
}

void addSnapshots(RemovalPlan &plan, const QString &imageId, const store::CloudStores &stores,
                  const RemovalIndex &index)
{
    std::vector<std::pair<store::Row<openstack::VolumeSnapshot>, QString>> found;
    if (const auto set = stores.snapshotSets.find(imageId)) {
        for (const store::SnapshotPart &part : set->parts) {
            if (auto snapshot = stores.volumeSnapshots.find(part.snapshotId))
                found.emplace_back(std::move(snapshot), part.device);
        }
    }
    for (const auto &snapshot : index.madeFor(imageId)) {
        if (std::ranges::none_of(found, [&](const auto &one) { return one.first == snapshot; }))
            found.emplace_back(snapshot, QString());
    }
    for (const auto &[snapshot, device] : found) {
        PlannedPart planned = planSnapshot(*snapshot, device, stores, index);
        if (plan.leftovers)
            planned.part.goneImageId = imageId;
        if (const auto other = anothers(*snapshot, imageId, stores, index)) {
            planned.stays = true;
            planned.hints = {{PlanWords::tr("It also belongs to the snapshot “%1” and is kept.")
                                  .arg(isolated(named(other->name, other->id))),
                              other, false}};
        }
        plan.parts.push_back(std::move(planned));
    }
}

void planOne(RemovalPlan &plan, const store::CloudStores &stores, const RemovalIndex &index)
{
    const auto snapshot = stores.volumeSnapshots.find(plan.subject.id);
    if (!snapshot) {
        plan.gone = true;
        return;
    }
    plan.subject.name = snapshot->name;
    PlannedPart planned = planSnapshot(*snapshot, {}, stores, index);
    const QString madeFor = snapshot->metadata.value(operations::tagKey("image"_L1));
    plan.serverId = snapshot->metadata.value(operations::tagKey("instance"_L1));
    if (const auto set = stores.setOfVolumeSnapshot(snapshot->id)) {
        plan.serverId = set->serverId;
        plan.hints.push_back(
            {PlanWords::tr(
                 "It is part of the snapshot “%1”, which cannot be fully restored without it.")
                 .arg(isolated(named(set->name, set->id))),
             Subject{openstack::Kind::SnapshotSet, set->id, set->name}, false});
    } else if (!madeFor.isEmpty() && !stores.images.find(madeFor)) {
        planned.part.goneImageId = madeFor;
    }
    plan.parts.push_back(std::move(planned));
}

} // namespace

QString RemovalPlan::blocked(bool imageOnly) const
{
    if (gone)
        return PlanWords::tr("It no longer exists.");
    for (const PlannedPart &planned : parts) {
        if (planned.stays ||
            (imageOnly && planned.part.subject.kind == openstack::Kind::VolumeSnapshot &&
             hasImage()))
            continue;
        for (const RemovalHint &hint : planned.hints) {
            if (hint.blocks)
                return planned.title + u": "_s + hint.text;
        }
    }
    return {};
}

bool RemovalPlan::hasImage() const
{
    return std::ranges::any_of(
        parts, [](const auto &one) { return one.part.subject.kind == openstack::Kind::Image; });
}

int RemovalPlan::volumeSnapshots() const
{
    return static_cast<int>(std::ranges::count_if(parts, [](const PlannedPart &one) {
        return one.part.subject.kind == openstack::Kind::VolumeSnapshot && !one.stays;
    }));
}

qint64 RemovalPlan::freed(bool imageOnly) const
{
    qint64 bytes = 0;
    for (const operations::RemovalPart &part : request(imageOnly).parts) {
        const auto planned = std::ranges::find(parts, part, &PlannedPart::part);
        bytes += planned == parts.end() ? 0 : planned->bytes;
    }
    return bytes;
}

operations::RemovalRequest RemovalPlan::request(bool imageOnly) const
{
    operations::RemovalRequest request;
    request.subject = subject;
    request.serverId = serverId;
    request.leftovers = leftovers;
    const bool leave = imageOnly && hasImage();
    for (const PlannedPart &planned : parts) {
        if (planned.stays)
            continue;
        const bool image = planned.part.subject.kind == openstack::Kind::Image;
        (image || !leave ? request.parts : request.stays).push_back(planned.part);
    }
    if (leave)
        request.subject.kind = openstack::Kind::Image;
    return request;
}

QString missingFor(const Subject &subject, const store::CloudStores &stores)
{
    const auto failed = [](const store::StoreBase &source) {
        return !source.state().loaded && source.state().error;
    };
    if (subject.kind == openstack::Kind::VolumeSnapshot) {
        return failed(stores.volumeSnapshots)
                   ? describe(*stores.volumeSnapshots.state().error,
                              PlanWords::tr("The volume snapshots could not be listed."))
                         .whatAndWhy()
                   : QString();
    }
    if (failed(stores.images))
        return describe(*stores.images.state().error,
                        PlanWords::tr("The images could not be listed."))
            .whatAndWhy();
    const auto image = stores.images.find(subject.id);
    // Perhaps they are in a service that the catalog lacks only here or now.
    const bool names = image && std::ranges::any_of(image->blockDevices, [](const auto &device) {
                           return !device.snapshotId.isEmpty();
                       });
    if (const auto &absent = stores.volumeSnapshots.state().absent; absent && names)
        return describe(*absent, PlanWords::tr("It refers to volume snapshots, which cannot be "
                                               "looked up and would be left behind."))
            .whatAndWhy();
    if (failed(stores.volumeSnapshots) && (!image || store::looksLikeSnapshot(*image)))
        return describe(*stores.volumeSnapshots.state().error,
                        PlanWords::tr("The volume snapshots could not be listed, so Oriel does not "
                                      "know which of them belong to it."))
            .whatAndWhy();
    return {};
}

RemovalPlan planRemoval(const Subject &subject, const store::CloudStores &stores)
{
    return planRemoval(subject, stores, RemovalIndex({subject}, stores));
}

RemovalPlan planRemoval(const Subject &subject, const store::CloudStores &stores,
                        const RemovalIndex &index)
{
    RemovalPlan plan;
    plan.subject = subject;
    if (subject.kind == openstack::Kind::VolumeSnapshot) {
        planOne(plan, stores, index);
        if (const auto server = stores.servers.find(plan.serverId))
            plan.serverName = server->name;
        return plan;
    }
    const auto image = stores.images.find(subject.id);
    const auto set = stores.snapshotSets.find(subject.id);
    plan.leftovers = !image;
    plan.subject.kind = set || !image ? openstack::Kind::SnapshotSet : openstack::Kind::Image;
    if (image) {
        plan.subject.name = image->name;
        plan.parts.push_back(planImage(*image, stores));
        addUsers(plan, image->id, index);
    }
    if (set) {
        plan.serverId = set->serverId;
        plan.shelved = set->shelved;
        if (set->shelved)
            plan.hints.insert(plan.hints.begin(),
                              {PlanWords::tr("“%1” is shelved and exists only in this image. If "
                                             "you delete the image, the instance is lost.")
                                   .arg(isolated(named(set->serverName, set->serverId))),
                               Subject{openstack::Kind::Server, set->serverId, set->serverName},
                               false});
    }
    addSnapshots(plan, subject.id, stores, index);
    plan.gone = plan.parts.empty();
    if (plan.leftovers && !plan.parts.empty()) {
        const auto first = stores.volumeSnapshots.find(plan.parts.front().part.subject.id);
        plan.serverId = first->metadata.value(operations::tagKey("instance"_L1));
        if (plan.subject.name.isEmpty())
            plan.subject.name = nameOfGone(*first);
    }
    if (const auto server = stores.servers.find(plan.serverId))
        plan.serverName = server->name;
    return plan;
}

} // namespace oriel::forms
