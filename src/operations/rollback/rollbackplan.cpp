#include "operations/rollback/rollbackplan.h"

#include "base/visible.h"
#include "operations/actions/snapshotobstacles.h"
#include "operations/actions/volumesteps.h"
#include "operations/journal/journalcodec.h"
#include "operations/names.h"
#include "operations/snapshottags.h"
#include "operations/statewords.h"
#include "store/bootdisk.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// Makes the plan of one instance and one snapshot.
class RollbackPlanning
{
    Q_DECLARE_TR_FUNCTIONS(Rollback)

public:
    RollbackPlanning(const store::CloudStores &stores, const QString &imageId, bool reverts)
        : m_stores(stores)
        , m_imageId(imageId)
        , m_reverts(reverts)
        , m_set(stores.snapshotSets.find(imageId))
        , m_server(m_set ? stores.servers.find(m_set->serverId) : nullptr)
        , m_left(snapshotParts(imageId, stores))
    {}

    RollbackPlan plan();

    static QString diskWords(const QString &name, const QString &device)
    {
        //: A volume and its device: "web-1-data (/dev/vdb)".
        return device.isEmpty() ? name : tr("%1 (%2)").arg(name, device);
    }

private:
    using Volume = openstack::Volume;

    [[nodiscard]] RollbackPart localDisk() const;
    [[nodiscard]] RollbackPart attached(const openstack::AttachedVolume &attached);
    [[nodiscard]] RollbackPart missing(const store::SnapshotPart &captured) const;
    [[nodiscard]] std::optional<store::SnapshotPart> takeCaptured(const QString &volumeId);
    [[nodiscard]] bool hasTakenThePlaceOf(const QString &volumeId, const QString &older) const;
    [[nodiscard]] QString whyNot(const Volume &volume, const store::SnapshotPart &captured,
                                 bool isRoot) const;
    [[nodiscard]] VolumeChange changeOf(const Volume &volume, const QString &device,
                                        const openstack::VolumeSnapshot &snapshot, bool reverts);
    [[nodiscard]] QString freeName(const QString &name, const QString &suffix);

    const store::CloudStores &m_stores;
    QString m_imageId;
    bool m_reverts;
    store::Row<store::SnapshotSet> m_set;
    store::Row<openstack::Server> m_server;
    std::vector<store::SnapshotPart> m_left; ///< parts of the snapshot that no disk has taken yet
    QStringList m_names;                     ///< that the plan gives
};

QString deviceAt(const openstack::Volume &volume, const QString &serverId)
{
    const auto use =
        std::ranges::find(volume.attachments, serverId, &openstack::VolumeUse::serverId);
    return use == volume.attachments.end() ? QString() : use->device;
}

RollbackPart RollbackPlanning::localDisk() const
{
    RollbackPart part{.way = RollbackWay::Rebuild,
                      .disk = tr("Root disk"),
                      .sizeGiB = m_server->flavor.diskGiB,
                      .isRoot = true};
    const auto image = m_stores.images.find(m_imageId);
    if (!m_set->hasData || !image)
        part.why = tr("The snapshot does not contain it.");
    else if (image->status != "active"_L1)
        part.why = tr("The image is %1. It must be active.").arg(storageStateWord(image->status));
    if (!part.why.isEmpty())
        part.way = RollbackWay::Impossible;
    return part;
}

bool RollbackPlanning::hasTakenThePlaceOf(const QString &volumeId, const QString &older) const
{
    QStringList seen;
    QString id = older;
    while (!id.isEmpty() && !seen.contains(id)) {
        if (id == volumeId)
            return true;
        seen.append(id);
        const auto volume = m_stores.volumes.find(id);
        id = volume ? replacementOf(*volume) : QString();
    }
    return false;
}

/// The part of the snapshot that captured this volume, or the one whose place it has taken.
std::optional<store::SnapshotPart> RollbackPlanning::takeCaptured(const QString &volumeId)
{
    const auto found = std::find_if(m_left.begin(), m_left.end(), [&](const auto &part) {
        return hasTakenThePlaceOf(volumeId, part.volumeId);
    });
    if (found == m_left.end())
        return std::nullopt;
    store::SnapshotPart part = *found;
    m_left.erase(found);
    return part;
}

QString RollbackPlanning::whyNot(const Volume &volume, const store::SnapshotPart &captured,
                                 bool isRoot) const
{
    if (isRoot)
        return tr("It is the root disk: the cloud does not detach it, and it only reverts volumes "
                  "that are detached.");
    const auto snapshot = m_stores.volumeSnapshots.find(captured.snapshotId);
    if (!snapshot)
        return tr("Its volume snapshot no longer exists.");
    if (snapshot->status != "available"_L1)
        return tr("Its volume snapshot is %1. It must be available.")
            .arg(storageStateWord(snapshot->status));
    if (volume.attachments.size() > 1)
        return tr("It is attached to other instances as well.");
    if (volume.status != "in-use"_L1)
        return tr("The volume is %1. It must be in use.").arg(storageStateWord(volume.status));
    return {};
}

QString RollbackPlanning::freeName(const QString &name, const QString &suffix)
{
    const QString free = suffixedName(name, suffix, [this](const QString &candidate) {
        return m_names.contains(candidate) || isVolumeNameTaken(m_stores, candidate);
    });
    m_names.append(free);
    return free;
}

VolumeChange RollbackPlanning::changeOf(const Volume &volume, const QString &device,
                                        const openstack::VolumeSnapshot &snapshot, bool reverts)
{
    const Subject out{Kind::Volume, volume.id, volume.name};
    VolumeChange change{.out = out,
                        .outName = volume.name,
                        .in = reverts ? out : Subject{Kind::Volume, {}, {}},
                        .inName = volume.name,
                        .snapshot = {Kind::VolumeSnapshot, snapshot.id, snapshot.name},
                        .sizeGiB = snapshot.sizeGiB,
                        .device = device,
                        .reverts = reverts};
    const auto attached =
        std::ranges::find(m_server->volumes, volume.id, &openstack::AttachedVolume::id);
    change.deleted = attached != m_server->volumes.end() && attached->deleteOnTermination;
    if (reverts)
        return change;
    if (change.inName.isEmpty()) // a volume without a name is hard to find
        change.inName = restoredVolumeName(
            m_server->name, VolumeOrigin{{}, m_server->name, device},
            [this](const QString &candidate) { return isVolumeNameTaken(m_stores, candidate); });
    change.outName = freeName(change.inName, u"-before-rollback"_s);
    return change;
}

RollbackPart RollbackPlanning::attached(const openstack::AttachedVolume &attached)
{
    const auto volume = m_stores.volumes.find(attached.id);
    const auto captured = takeCaptured(attached.id);
    const bool isRoot = store::isRootVolume(*m_server, attached.id, m_stores);
    const QString device = volume ? deviceAt(*volume, m_server->id) : QString();
    RollbackPart part{
        .disk = diskWords(volume ? nameOrId(volume->name, volume->id) : attached.id, device),
        .sizeGiB = volume ? volume->sizeGiB : 0,
        .isRoot = isRoot};
    if (!captured)
        return part;
    part.why = volume ? whyNot(*volume, *captured, isRoot) : tr("The volume is not known.");
    if (!part.why.isEmpty()) {
        part.way = RollbackWay::Impossible;
        return part;
    }
    const auto snapshot = m_stores.volumeSnapshots.find(captured->snapshotId);
    part.revertible = snapshot->volumeId == volume->id &&
                      whyNeverRevertible(m_stores, *snapshot, *volume).isEmpty();
    part.way = m_reverts && part.revertible ? RollbackWay::Revert : RollbackWay::Exchange;
    part.change = changeOf(*volume, device, *snapshot, part.way == RollbackWay::Revert);
    return part;
}

/// In the snapshot, but no longer at the instance.
RollbackPart RollbackPlanning::missing(const store::SnapshotPart &captured) const
{
    const auto volume = m_stores.volumes.find(captured.volumeId);
    const QString name = captured.volumeName.isEmpty() ? captured.name : captured.volumeName;
    return {.way = RollbackWay::Impossible,
            .disk = diskWords(name, captured.device),
            .sizeGiB = captured.sizeGiB,
            .why = volume ? tr("It is no longer attached to the instance. You can restore it as a "
                               "new volume and attach that.")
                          : tr("The volume no longer exists. You can restore it as a new volume "
                               "and attach that.")};
}

RollbackPlan RollbackPlanning::plan()
{
    RollbackPlan plan;
    if (m_set)
        plan.server = {Kind::Server, m_server ? m_set->serverId : QString(), m_set->serverName};
    if (!m_server)
        return plan;
    if (!store::bootsFromVolume(*m_server, m_stores))
        plan.parts.push_back(localDisk());
    std::vector<std::pair<QString, openstack::AttachedVolume>> byDevice;
    for (const openstack::AttachedVolume &one : m_server->volumes) {
        const auto volume = m_stores.volumes.find(one.id);
        byDevice.emplace_back(volume ? deviceAt(*volume, m_server->id) : QString(), one);
    }
    std::ranges::sort(byDevice, {}, [](const auto &one) {
        return std::pair(one.first.size(), one.first); // "/dev/vdz" before "/dev/vdaa"
    });
    for (const auto &[device, one] : byDevice)
        plan.parts.push_back(attached(one));
    for (const store::SnapshotPart &captured : m_left)
        plan.parts.push_back(missing(captured));
    return plan;
}

} // namespace

QJsonObject toJson(const VolumeChange &change)
{
    return {{u"out"_s, toJson(change.out)},
            {u"out_name"_s, change.outName},
            {u"in"_s, toJson(change.in)},
            {u"in_name"_s, change.inName},
            {u"snapshot"_s, toJson(change.snapshot)},
            {u"size"_s, change.sizeGiB},
            {u"device"_s, change.device},
            {u"delete"_s, change.deleted},
            {u"reverts"_s, change.reverts}};
}

VolumeChange volumeChangeFromJson(const QJsonObject &json)
{
    return {.out = subjectFromJson(json.value("out"_L1).toObject()),
            .outName = json.value("out_name"_L1).toString(),
            .in = subjectFromJson(json.value("in"_L1).toObject()),
            .inName = json.value("in_name"_L1).toString(),
            .snapshot = subjectFromJson(json.value("snapshot"_L1).toObject()),
            .sizeGiB = json.value("size"_L1).toInt(),
            .device = json.value("device"_L1).toString(),
            .deleted = json.value("delete"_L1).toBool(),
            .reverts = json.value("reverts"_L1).toBool()};
}

std::vector<VolumeChange> RollbackPlan::changes() const
{
    std::vector<VolumeChange> changes;
    for (const RollbackPart &part : parts) {
        if (part.way == RollbackWay::Exchange || part.way == RollbackWay::Revert)
            changes.push_back(part.change);
    }
    return changes;
}

bool RollbackPlan::has(RollbackWay way) const
{
    return std::ranges::find(parts, way, &RollbackPart::way) != parts.end();
}

bool RollbackPlan::doesAnything() const
{
    return has(RollbackWay::Exchange) || has(RollbackWay::Revert) || has(RollbackWay::Rebuild);
}

bool RollbackPlan::canRevert() const
{
    return std::ranges::any_of(parts, &RollbackPart::revertible);
}

const RollbackPart *RollbackPlan::impossibleRoot() const
{
    const auto root = std::ranges::find(parts, true, &RollbackPart::isRoot);
    return root != parts.end() && root->way == RollbackWay::Impossible ? &*root : nullptr;
}

RollbackPlan rollbackPlan(const store::CloudStores &stores, const QString &imageId, bool reverts)
{
    return RollbackPlanning(stores, imageId, reverts).plan();
}

QString describe(const RollbackPart &part)
{
    switch (part.way) {
    case RollbackWay::Exchange:
        return RollbackPlanning::tr("Exchanged for a new volume from the snapshot. The current one "
                                    "is kept as “%1”.")
            .arg(isolated(part.change.outName));
    case RollbackWay::Revert:
        return RollbackPlanning::tr("Reverted. Everything written since the snapshot is lost.");
    case RollbackWay::Rebuild:
        return RollbackPlanning::tr("Rebuilt from the snapshot. Everything written since then is "
                                    "lost.");
    case RollbackWay::Keep:
        return RollbackPlanning::tr("Stays as it is: it is not in the snapshot.");
    case RollbackWay::Impossible:
        break;
    }
    //: %1: why, as a sentence
    return RollbackPlanning::tr("Stays as it is. %1").arg(part.why);
}

std::vector<VolumeChange> changesToUndo(const store::CloudStores &stores, const QString &serverId)
{
    std::vector<VolumeChange> changes;
    QStringList names;
    const auto server = stores.servers.find(serverId);
    for (const auto &old : stores.volumes.rows()) {
        const auto present = stores.volumes.find(replacementOf(*old));
        if (!server || !present || !isAttachedTo(*present, serverId) ||
            present->attachments.size() > 1 || old->status != "available"_L1)
            continue;
        const bool isKnown = std::ranges::any_of(
            changes, [&](const VolumeChange &change) { return change.out.id == present->id; });
        if (isKnown) // a copy with the tag of an earlier version of Oriel
            continue;
        const auto isTaken = [&](const QString &candidate) {
            return names.contains(candidate) || isVolumeNameTaken(stores, candidate);
        };
        VolumeChange change{.out = {Kind::Volume, present->id, present->name},
                            .outName = suffixedName(nameOrId(present->name, present->id),
                                                    u"-rolled-back"_s, isTaken),
                            .in = {Kind::Volume, old->id, old->name},
                            .inName = present->name,
                            .snapshot = {},
                            .sizeGiB = old->sizeGiB,
                            .device = deviceAt(*present, serverId)};
        const auto attached =
            std::ranges::find(server->volumes, present->id, &openstack::AttachedVolume::id);
        change.deleted = attached != server->volumes.end() && attached->deleteOnTermination;
        names.append(change.outName);
        changes.push_back(std::move(change));
    }
    std::ranges::sort(changes, {}, [](const VolumeChange &change) {
        return std::pair(change.device.size(), change.device);
    });
    return changes;
}

} // namespace oriel::operations
