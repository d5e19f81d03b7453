#include "forms/instanceplan.h"

#include "base/visible.h"
#include "operations/actions/action.h"
#include "operations/backupchains.h"
#include "operations/names.h"
#include "operations/removal/removalrules.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

using operations::Subject;

struct InstanceWords
{
    Q_DECLARE_TR_FUNCTIONS(InstancePlan)
};

RemovalHint obstacleHint(const QString &text, const std::optional<Subject> &link = {})
{
    return {.text = text, .link = link, .blocks = true};
}

QString addressesOf(const openstack::Port &port)
{
    QStringList addresses;
    for (const openstack::FixedIp &ip : port.fixedIps)
        addresses += ip.address;
    return addresses.join(", "_L1);
}

} // namespace

InstancePlanner::InstancePlanner(const store::CloudStores &stores, bool canKeep)
    : m_stores(stores)
    , m_canKeep(canKeep)
{
    for (const auto &snapshot : stores.volumeSnapshots.rows())
        m_snapshots[snapshot->volumeId].push_back(snapshot);
    for (Snapshots &snapshots : m_snapshots)
        std::ranges::sort(snapshots, {}, [](const auto &snapshot) {
            return std::pair(snapshot->created, snapshot->id);
        });
    for (const auto &port : stores.of<openstack::Port>().rows()) {
        if (!port->deviceId.isEmpty())
            m_ports[port->deviceId].push_back(port);
    }
    for (const auto &ip : stores.of<openstack::FloatingIp>().rows()) {
        m_byAddress.insert(ip->address, ip);
        if (!ip->portId.isEmpty())
            m_atPort.insert(ip->portId, ip);
    }
    for (const auto &set : stores.snapshotSets.rows()) {
        if (set->shelved)
            m_shelved.insert(set->serverId, set);
        else
            ++m_kept[set->serverId];
    }
}

RemovalPlan InstancePlanner::plan(const Subject &subject) const
{
    RemovalPlan plan{.subject = subject};
    plan.canKeep = m_canKeep;
    const auto single = [&](const QString &name, const QString &title, const QString &status,
                            const QString &of) {
        plan.subject.name = name;
        PlannedPart part{.part = {plan.subject}, .title = title, .status = status};
        part.part.of = of;
        plan.parts.push_back(std::move(part));
    };
    if (const auto server = m_stores.servers.find(subject.id); subject.kind == Kind::Server) {
        if (server)
            planServer(plan, *server);
    } else if (const auto volume = m_stores.volumes.find(subject.id);
               subject.kind == Kind::Volume) {
        if (volume)
            planVolume(plan, *volume);
    } else if (const auto backup = m_stores.of<openstack::Backup>().find(subject.id);
               subject.kind == Kind::Backup) {
        if (backup)
            planBackup(plan, *backup);
    } else if (const auto ip = m_stores.of<openstack::FloatingIp>().find(subject.id); ip) {
        single(ip->address, InstanceWords::tr("Floating IP %1").arg(ip->address), ip->status,
               ip->portId);
    } else if (const auto port = m_stores.of<openstack::Port>().find(subject.id); port) {
        single(
            port->name,
            InstanceWords::tr("Port %1").arg(isolated(operations::nameOrId(port->name, port->id))),
            port->status, {});
    }
    plan.gone = plan.parts.empty();
    return plan;
}

void InstancePlanner::planServer(RemovalPlan &plan, const openstack::Server &server) const
{
    plan.subject.name = server.name;
    plan.serverId = server.id;
    plan.serverName = server.name;
    plan.snapshots = m_kept.value(server.id);
    plan.parts.push_back({.part = {plan.subject},
                          .title = server.bootsFromVolume()
                                       ? InstanceWords::tr("Instance")
                                       : InstanceWords::tr("Instance, with its own disk"),
                          .status = server.status});
    addHints(plan, server);
    for (const openstack::AttachedVolume &attached : server.volumes)
        addVolume(plan, attached);
    addAddresses(plan, server);
    if (const auto set = m_shelved.value(server.id)) {
        const auto image = m_stores.images.find(set->id);
        PlannedPart part{.part = {{Kind::Image, set->id, set->name}},
                         .title = InstanceWords::tr("Image of the shelved instance"),
                         .bytes = image ? std::max<qint64>(image->sizeBytes, 0) : 0,
                         .byCloud = true};
        plan.parts.push_back(std::move(part));
    }
}

void InstancePlanner::addHints(RemovalPlan &plan, const openstack::Server &server) const
{
    if (operations::isBeingDeleted(server))
        plan.hints.push_back(obstacleHint(InstanceWords::tr("It is being deleted.")));
    else if (operations::isRestorable(server))
        addDeferral(plan);
    else if (server.locked) {
        RemovalHint hint{
            .text = server.lockedReason.isEmpty()
                        ? InstanceWords::tr("“%1” is locked: the cloud refuses to delete it.")
                              .arg(isolated(server.name))
                        //: %1: a name; %2: the reason that a user has entered
                        : InstanceWords::tr("“%1” is locked: the cloud refuses to delete it. "
                                            "Reason: %2")
                              .arg(isolated(server.name), isolated(server.lockedReason)),
            .link = plan.subject,
            .blocks = true};
        hint.action = u"unlock-server"_s;
        plan.lock = std::move(hint);
    }
    if (server.taskState.startsWith("image_"_L1))
        plan.hints.push_back({InstanceWords::tr("A snapshot of it is being created. Deleting the "
                                                "instance makes that fail.")});
}

void InstancePlanner::addDeferral(RemovalPlan &plan)
{
    RemovalHint restore{.text = InstanceWords::tr("It is deleted, and the cloud keeps it for a "
                                                  "while with everything that belongs to it."),
                        .link = plan.subject,
                        .blocks = true,
                        .action = u"restore-server"_s};
    RemovalHint now{.text = InstanceWords::tr("If you delete it now, it can no longer be "
                                              "restored, and what it uses is free at once."),
                    .link = plan.subject,
                    .action = u"force-delete-server"_s};
    plan.hints = {std::move(restore), std::move(now)};
}

void InstancePlanner::addVolume(RemovalPlan &plan, const openstack::AttachedVolume &attached) const
{
    const auto volume = m_stores.volumes.find(attached.id);
    const QString name = operations::nameOrId(volume ? volume->name : QString(), attached.id);
    QString device;
    bool shared = false;
    for (const auto &use : volume ? volume->attachments : std::vector<openstack::VolumeUse>()) {
        if (use.serverId == plan.serverId)
            device = use.device;
        else
            shared = true;
    }
    PlannedPart part{
        .part = {{Kind::Volume, attached.id, volume ? volume->name : QString()},
                 device,
                 volume ? volume->sizeGiB : 0},
        .title = device.isEmpty()
                     ? InstanceWords::tr("Volume %1").arg(isolated(name))
                     //: %1: the name of a volume; %2: a device: "/dev/vda"
                     : InstanceWords::tr("Volume %1, %2").arg(isolated(name), isolated(device)),
        .status = volume ? volume->status : QString(),
        .bytes = volume ? qint64{volume->sizeGiB} << 30 : 0,
        .optional = true};
    part.part.withServer = attached.deleteOnTermination;
    part.ticked = attached.deleteOnTermination && !shared && !m_snapshots.contains(attached.id);
    if (volume && !volume->groupId.isEmpty()) {
        part.ticked = false;
        part.hints.push_back(
            obstacleHint(operations::volumeObstacle(m_stores, {}, {}, volume->groupId)));
    }
    if (shared)
        part.hints.push_back({InstanceWords::tr("The volume is attached to another instance as "
                                                "well. The cloud does not delete it before it is "
                                                "detached there.")});
    plan.parts.push_back(std::move(part));
    addSnapshots(plan, attached.id, name);
}

void InstancePlanner::addSnapshots(RemovalPlan &plan, const QString &volumeId,
                                   const QString &name) const
{
    const Snapshots snapshots = m_snapshots.value(volumeId);
    if (snapshots.empty())
        return;
    plan.parts.back().hints.push_back(
        {InstanceWords::tr(
             "“%1” has %n volume snapshot(s), and the cloud deletes a volume only without "
             "them. To delete it, tick it: they are deleted first.",
             nullptr, static_cast<int>(snapshots.size()))
             .arg(isolated(name))});
    for (const auto &snapshot : snapshots) {
        PlannedPart part{
            .part = {{Kind::VolumeSnapshot, snapshot->id, snapshot->name}, {}, snapshot->sizeGiB},
            .title = InstanceWords::tr("Volume snapshot “%1”")
                         .arg(isolated(operations::nameOrId(snapshot->name, snapshot->id))),
            .status = snapshot->status,
            .bytes = qint64{snapshot->sizeGiB} << 30,
            .with = volumeId};
        part.part.of = volumeId;
        if (!snapshot->groupSnapshotId.isEmpty())
            part.hints.push_back(
                obstacleHint(InstanceWords::tr("It is part of a group snapshot and can be deleted "
                                               "only with the whole group snapshot.")));
        else if (const QString why = operations::volumeSnapshotObstacle(snapshot->status);
                 !why.isEmpty() && snapshot->status != "deleting"_L1)
            part.hints.push_back(obstacleHint(why));
        if (const auto set = m_stores.setOfVolumeSnapshot(snapshot->id))
            part.hints.push_back({InstanceWords::tr("It is part of the snapshot “%1”, which cannot "
                                                    "be fully restored without it.")
                                      .arg(isolated(operations::nameOrId(set->name, set->id))),
                                  Subject{Kind::SnapshotSet, set->id, set->name}});
        plan.parts.push_back(std::move(part));
    }
}

void InstancePlanner::addAddresses(RemovalPlan &plan, const openstack::Server &server) const
{
    std::vector<store::Row<openstack::FloatingIp>> floating;
    const auto ports = m_ports.value(server.id);
    for (const auto &port : ports) {
        if (const auto ip = m_atPort.value(port->id))
            floating.push_back(ip);
    }
    for (const openstack::ServerAddress &address : server.addresses) {
        const auto ip = address.floating ? m_byAddress.value(address.address) : nullptr;
        if (ip && std::ranges::find(floating, ip) == floating.end())
            floating.push_back(ip);
    }
    for (const auto &ip : floating) {
        PlannedPart part{.part = {{Kind::FloatingIp, ip->id, ip->address}},
                         .title = InstanceWords::tr("Floating IP %1").arg(ip->address),
                         .status = ip->status,
                         .optional = true,
                         .ticked = false};
        part.part.of = ip->portId;
        plan.parts.push_back(std::move(part));
    }
    // Nova makes its own ports after the instance, gives them no name, and deletes them with it.
    for (const auto &port : ports) {
        const bool isOlder = port->created.isValid() && port->created < server.created;
        if (port->name.isEmpty() && !isOlder)
            continue;
        const QString addresses = addressesOf(*port);
        plan.parts.push_back(
            {.part = {{Kind::Port, port->id, port->name.isEmpty() ? addresses : port->name}},
             .title = port->name.isEmpty()
                          //: %1: IP addresses
                          ? InstanceWords::tr("Port %1").arg(addresses)
                          //: %1: a name; %2: IP addresses
                          : InstanceWords::tr("Port %1 (%2)").arg(isolated(port->name), addresses),
             .status = port->status,
             .optional = true,
             .ticked = false});
    }
}

void InstancePlanner::planVolume(RemovalPlan &plan, const openstack::Volume &volume) const
{
    plan.subject.name = volume.name;
    const QString name = operations::nameOrId(volume.name, volume.id);
    const QString serverId =
        volume.attachments.empty() ? QString() : volume.attachments.front().serverId;
    PlannedPart part{.part = {plan.subject, {}, volume.sizeGiB},
                     .title = InstanceWords::tr("Volume %1").arg(isolated(name)),
                     .status = volume.status,
                     .bytes = qint64{volume.sizeGiB} << 30};
    part.optional = m_snapshots.contains(volume.id);
    part.ticked = !part.optional;
    if (const QString why =
            operations::volumeObstacle(m_stores, volume.status, serverId, volume.groupId);
        !why.isEmpty() && volume.status != "deleting"_L1) {
        const auto server = m_stores.servers.find(serverId);
        plan.hints.push_back(obstacleHint(
            why, server ? std::optional(Subject{Kind::Server, server->id, server->name})
                        : std::nullopt));
    }
    plan.parts.push_back(std::move(part));
    addSnapshots(plan, volume.id, name);
}

void InstancePlanner::planBackup(RemovalPlan &plan, const openstack::Backup &backup) const
{
    const auto &all = m_stores.of<openstack::Backup>().rows();
    const auto part = [](const openstack::Backup &row) {
        PlannedPart planned{.part = {{Kind::Backup, row.id, row.name}, {}, row.sizeGiB},
                            .title = InstanceWords::tr("Backup %1")
                                         .arg(isolated(operations::nameOrId(row.name, row.id))),
                            .status = row.status};
        // How much the backup store frees is not known: it compresses, and increments are small.
        if (const QString why = operations::backupObstacle(row.status);
            !why.isEmpty() && row.status != "deleting"_L1)
            planned.hints.push_back(obstacleHint(why));
        return planned;
    };
    plan.subject.name = backup.name;
    plan.parts.push_back(part(backup));
    const auto increments = operations::incrementsOf(backup, all);
    if (increments.empty()) {
        if (backup.hasDependents)
            plan.hints.push_back(obstacleHint(InstanceWords::tr(
                "Other backups build on it, and the cloud deletes it only without them.")));
        return;
    }
    PlannedPart &whole = plan.parts.front();
    whole.optional = true;
    whole.ticked = false;
    whole.hints.push_back(
        {InstanceWords::tr("%n incremental backup(s) depend on “%1”. To delete it, tick it: they "
                           "are deleted first.",
                           nullptr, static_cast<int>(increments.size()))
             .arg(isolated(operations::nameOrId(backup.name, backup.id)))});
    for (const auto &row : increments) {
        PlannedPart increment = part(*row);
        const auto parent = operations::parentOf(*row, all);
        increment.part.of = parent ? parent->id : backup.id;
        increment.with = backup.id;
        plan.parts.push_back(std::move(increment));
    }
}

} // namespace oriel::forms
