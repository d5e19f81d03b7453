#include "operations/actions/serverblueprint.h"

#include "openstack/requestparts.h"
#include "operations/journal/journalcodec.h"
#include "operations/launch/newvolumes.h"
#include "operations/names.h"
#include "operations/snapshottags.h"
#include "store/bootdisk.h"

#include <QtCore/QJsonArray>

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Server;
using Disk = ServerBlueprint::Disk;
using Interface = ServerBlueprint::Interface;

QString deviceAt(const openstack::Volume &volume, const QString &serverId)
{
    const auto use =
        std::ranges::find(volume.attachments, serverId, &openstack::VolumeUse::serverId);
    return use == volume.attachments.end() ? QString() : use->device;
}

/// Nova lists the volumes of an instance in no certain order.
std::vector<Disk> disksOf(const Server &server, const store::CloudStores &stores)
{
    using Place = std::tuple<bool, qsizetype, QString>; // "/dev/vdz" comes before "/dev/vdaa"
    std::vector<std::pair<Place, Disk>> found;
    for (const openstack::AttachedVolume &attached : server.volumes) {
        Disk disk{.volumeId = attached.id,
                  .name = attached.id,
                  .deletedWithServer = attached.deleteOnTermination};
        QString device;
        if (const auto volume = stores.volumes.find(attached.id)) {
            disk.name = nameOrId(volume->name, attached.id);
            disk.sizeGiB = volume->sizeGiB;
            disk.type = volume->volumeType;
            disk.zone = volume->availabilityZone;
            device = deviceAt(*volume, server.id);
        }
        found.emplace_back(
            Place{!store::isRootVolume(server, attached.id, stores), device.size(), device},
            std::move(disk));
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto &a, const auto &b) { return a.first < b.first; });
    std::vector<Disk> disks;
    for (auto &[place, disk] : found)
        disks.push_back(std::move(disk));
    return disks;
}

std::vector<store::Row<openstack::Port>> portsOf(const Server &server,
                                                 const store::CloudStores &stores)
{
    std::vector<store::Row<openstack::Port>> ports;
    for (const auto &port : stores.of<openstack::Port>().rows()) {
        if (port->deviceId == server.id)
            ports.push_back(port);
    }
    const auto place = [&](const store::Row<openstack::Port> &port) {
        const auto at =
            std::ranges::find(server.addresses, port->mac, &openstack::ServerAddress::mac);
        return std::pair(at - server.addresses.begin(), port->id);
    };
    std::ranges::sort(ports, {}, place);
    return ports;
}

QString flavorOf(const Server &server, const store::CloudStores &stores)
{
    if (stores.flavors.find(server.flavor.id))
        return server.flavor.id;
    // Since 2.47 a server has no longer the ID of its flavor.
    for (const auto &flavor : stores.flavors.rows()) {
        if (!server.flavor.name.isEmpty() && flavor->name == server.flavor.name)
            return flavor->id;
    }
    return {};
}

QStringList textsIn(const QJsonValue &list)
{
    return list.toVariant().toStringList();
}

} // namespace

int ServerBlueprint::totalGiB() const
{
    return std::accumulate(disks.begin(), disks.end(), 0,
                           [](int sum, const Disk &disk) { return sum + disk.sizeGiB; });
}

QStringList ServerBlueprint::diskNames() const
{
    QStringList names;
    for (const Disk &disk : disks)
        names.append(disk.name);
    return names;
}

QStringList ServerBlueprint::copyNames(const QString &suffix) const
{
    QStringList names;
    for (const Disk &disk : disks)
        names.append(suffixedName(disk.name, suffix,
                                  [&names](const QString &name) { return names.contains(name); }));
    return names;
}

ServerBlueprint blueprintOf(const Server &server, const store::CloudStores &stores)
{
    ServerBlueprint blueprint{.subject = {Kind::Server, server.id, server.name},
                              .description = server.description,
                              .keyName = server.keyName,
                              .flavorId = flavorOf(server, stores),
                              .zone = server.availabilityZone,
                              .metadata = server.metadata,
                              .tags = server.tags,
                              .configDrive = server.configDrive,
                              .disks = disksOf(server, stores)};
    blueprint.metadata.remove(tagKey("operation"_L1));
    for (const auto &group : stores.of<openstack::ServerGroup>().rows()) {
        if (group->members.contains(server.id))
            blueprint.serverGroupId = group->id;
    }
    for (const auto &port : portsOf(server, stores)) {
        Interface interface {
            .portId = port->id, .networkId = port->networkId
        };
        if (!port->fixedIps.empty())
            interface.address = port->fixedIps.front().address;
        const auto network = stores.networks.find(port->networkId);
        interface.mayChoose = network && network->projectId == stores.project();
        const bool first = blueprint.interfaces.empty();
        blueprint.groupsDiffer = blueprint.groupsDiffer ||
                                 (!first && port->securityGroupIds != blueprint.securityGroups);
        blueprint.securityGroups += port->securityGroupIds;
        blueprint.securityGroups.removeDuplicates();
        blueprint.interfaces.push_back(std::move(interface));
        for (const auto &ip : stores.of<openstack::FloatingIp>().rows()) {
            if (ip->portId == port->id)
                blueprint.floatingIps.push_back({.id = ip->id,
                                                 .address = ip->address,
                                                 .networkId = port->networkId,
                                                 .fromPortId = port->id,
                                                 .fromFixedIp = ip->fixedIp,
                                                 .fromName = server.name,
                                                 .toName = server.name});
        }
    }
    if (blueprint.interfaces.empty())
        blueprint.securityGroups = server.securityGroups;
    return blueprint;
}

void ServerBlueprint::recall(const openstack::Server &server)
{
    for (const QString &key : std::exchange(lostMetadata, {})) {
        if (server.metadata.contains(key))
            metadata.insert(key, server.metadata.value(key));
    }
}

QJsonObject toJson(const ServerBlueprint &blueprint)
{
    QJsonArray disks;
    for (const Disk &disk : blueprint.disks)
        disks.append(QJsonObject{{u"id"_s, disk.volumeId},
                                 {u"name"_s, disk.name},
                                 {u"size"_s, disk.sizeGiB},
                                 {u"type"_s, disk.type},
                                 {u"zone"_s, disk.zone},
                                 {u"deleted"_s, disk.deletedWithServer}});
    QJsonArray interfaces;
    for (const Interface &interface : blueprint.interfaces)
        interfaces.append(QJsonObject{{u"port"_s, interface.portId},
                                      {u"network"_s, interface.networkId},
                                      {u"address"_s, interface.address},
                                      {u"may_choose"_s, interface.mayChoose}});
    QJsonArray floatingIps;
    for (const FloatingIpMove &move : blueprint.floatingIps)
        floatingIps.append(toJson(move));
    return {{u"subject"_s, toJson(blueprint.subject)},
            {u"description"_s, blueprint.description},
            {u"key"_s, blueprint.keyName},
            {u"flavor"_s, blueprint.flavorId},
            {u"zone"_s, blueprint.zone},
            {u"metadata"_s, openstack::textsObject(blueprint.metadata)},
            {u"tags"_s, QJsonArray::fromStringList(blueprint.tags)},
            {u"server_group"_s, blueprint.serverGroupId},
            {u"config_drive"_s, blueprint.configDrive},
            {u"disks"_s, disks},
            {u"interfaces"_s, interfaces},
            {u"groups"_s, QJsonArray::fromStringList(blueprint.securityGroups)},
            {u"groups_differ"_s, blueprint.groupsDiffer},
            {u"floating_ips"_s, floatingIps}};
}

ServerBlueprint blueprintFromJson(const QJsonObject &json)
{
    const auto text = [](const QJsonObject &object, QLatin1StringView key) {
        return object.value(key).toString();
    };
    ServerBlueprint blueprint{.subject = subjectFromJson(json.value("subject"_L1).toObject()),
                              .description = text(json, "description"_L1),
                              .keyName = text(json, "key"_L1),
                              .flavorId = text(json, "flavor"_L1),
                              .zone = text(json, "zone"_L1),
                              .metadata = {},
                              .lostMetadata = {},
                              .tags = textsIn(json.value("tags"_L1)),
                              .serverGroupId = text(json, "server_group"_L1),
                              .configDrive = json.value("config_drive"_L1).toBool(),
                              .disks = {},
                              .interfaces = {},
                              .securityGroups = textsIn(json.value("groups"_L1)),
                              .groupsDiffer = json.value("groups_differ"_L1).toBool(),
                              .floatingIps = {}};
    blueprint.lostMetadata = notKept(json.value("metadata"_L1).toObject());
    const QJsonObject metadata = keptItems(json.value("metadata"_L1).toObject());
    for (auto it = metadata.begin(); it != metadata.end(); ++it)
        blueprint.metadata.insert(it.key(), it.value().toString());
    for (const QJsonValueConstRef entry : json.value("disks"_L1).toArray()) {
        const QJsonObject disk = entry.toObject();
        blueprint.disks.push_back({text(disk, "id"_L1), text(disk, "name"_L1),
                                   disk.value("size"_L1).toInt(), text(disk, "type"_L1),
                                   text(disk, "zone"_L1), disk.value("deleted"_L1).toBool()});
    }
    for (const QJsonValueConstRef entry : json.value("interfaces"_L1).toArray()) {
        const QJsonObject interface = entry.toObject();
        blueprint.interfaces.push_back({text(interface, "port"_L1), text(interface, "network"_L1),
                                        text(interface, "address"_L1),
                                        interface.value("may_choose"_L1).toBool()});
    }
    for (const QJsonValueConstRef entry : json.value("floating_ips"_L1).toArray())
        blueprint.floatingIps.push_back(floatingIpMoveFromJson(entry.toObject()));
    return blueprint;
}

} // namespace oriel::operations
