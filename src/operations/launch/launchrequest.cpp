#include "operations/launch/launchrequest.h"

#include "openstack/requestparts.h"
#include "operations/commandline.h"
#include "operations/journal/journalcodec.h"

#include <QtCore/QJsonArray>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace oriel::operations {

using openstack::NewBlockDevice;

namespace {

QJsonObject deviceJson(const NewBlockDevice &device, const QString &volumeName)
{
    return {{u"volumeName"_s, volumeName},
            {u"local"_s, device.source == NewBlockDevice::Source::Image},
            {u"uuid"_s, device.uuid},
            {u"device"_s, device.deviceName},
            {u"bus"_s, device.diskBus},
            {u"type"_s, device.deviceType},
            {u"boot"_s, device.bootIndex},
            {u"size"_s, device.sizeGiB},
            {u"deleteWithInstance"_s, device.deleteOnTermination}};
}

NewBlockDevice deviceFrom(const QJsonObject &json)
{
    NewBlockDevice device;
    device.source = json.value("local"_L1).toBool() ? NewBlockDevice::Source::Image
                                                    : NewBlockDevice::Source::Snapshot;
    device.uuid = json.value("uuid"_L1).toString();
    device.deviceName = json.value("device"_L1).toString();
    device.diskBus = json.value("bus"_L1).toString();
    device.deviceType = json.value("type"_L1).toString();
    device.bootIndex = json.value("boot"_L1).toInt(-1);
    device.sizeGiB = json.value("size"_L1).toInt();
    device.deleteOnTermination = json.value("deleteWithInstance"_L1).toBool();
    return device;
}

QStringList textsFrom(const QJsonValue &value)
{
    QStringList texts;
    for (const auto &text : value.toArray())
        texts.append(text.toString());
    return texts;
}

/// In the syntax of --block-device: commas separate its fields.
QString deviceOption(const NewBlockDevice &device)
{
    const bool local = device.source == NewBlockDevice::Source::Image;
    QStringList fields{u"uuid="_s + device.uuid,
                       u"source_type="_s + (local ? u"image"_s : u"snapshot"_s),
                       u"destination_type="_s + (local ? u"local"_s : u"volume"_s)};
    if (device.bootIndex >= 0)
        fields.append(u"boot_index=%1"_s.arg(device.bootIndex));
    if (!local)
        fields.append(u"volume_size=%1"_s.arg(device.sizeGiB));
    if (!device.deviceName.isEmpty())
        fields.append(u"device_name="_s + device.deviceName);
    if (!device.diskBus.isEmpty())
        fields.append(u"disk_bus="_s + device.diskBus);
    if (!device.deviceType.isEmpty())
        fields.append(u"device_type="_s + device.deviceType);
    fields.append(u"delete_on_termination="_s +
                  (device.deleteOnTermination ? u"true"_s : u"false"_s));
    return fields.join(u',');
}

} // namespace

std::vector<NewVolume> LaunchRequest::newVolumes() const
{
    std::vector<NewVolume> volumes;
    for (const NewBlockDevice &device : server.blockDevices) {
        if (device.source == NewBlockDevice::Source::Snapshot)
            volumes.push_back({{Kind::VolumeSnapshot, device.uuid, {}},
                               volumeNames.value(device.uuid),
                               device.sizeGiB});
    }
    return volumes;
}

int LaunchRequest::newGiB() const
{
    const auto volumes = newVolumes();
    return std::accumulate(volumes.begin(), volumes.end(), 0,
                           [](int sum, const NewVolume &volume) { return sum + volume.sizeGiB; });
}

bool LaunchRequest::operator==(const LaunchRequest &other) const
{
    return toJson(*this) == toJson(other);
}

QString launchCommand(const LaunchRequest &request)
{
    const openstack::CreateServer &server = request.server;
    QStringList words{u"openstack"_s, u"server"_s, u"create"_s, u"--flavor"_s, server.flavorId};
    const bool localRoot =
        std::ranges::any_of(server.blockDevices, [](const NewBlockDevice &device) {
            return device.source == NewBlockDevice::Source::Image;
        });
    if (!server.imageId.isEmpty())
        words << u"--image"_s << server.imageId;
    for (const NewBlockDevice &device : server.blockDevices) {
        // --image adds the local disk's entry automatically.
        if (!(localRoot && device.source == NewBlockDevice::Source::Image))
            words << u"--block-device"_s << deviceOption(device);
    }
    for (const QString &id : server.networkIds)
        words << u"--network"_s << id;
    if (server.networkIds.isEmpty())
        words << u"--no-network"_s;
    for (const QString &group : server.securityGroups)
        words << u"--security-group"_s << group;
    if (!server.keyName.isEmpty())
        words << u"--key-name"_s << server.keyName;
    if (!server.availabilityZone.isEmpty())
        words << u"--availability-zone"_s << server.availabilityZone;
    for (auto it = server.metadata.begin(); it != server.metadata.end(); ++it)
        words << u"--property"_s << it.key() + u'=' + it.value();
    // A word that starts with a dash would be parsed as an option.
    if (server.name.startsWith(u'-'))
        words << u"--"_s;
    words << server.name;
    return shellLine(words);
}

QJsonObject toJson(const FloatingIpMove &move)
{
    return {{u"id"_s, move.id},
            {u"address"_s, move.address},
            {u"network"_s, move.networkId},
            {u"fromPort"_s, move.fromPortId},
            {u"fromFixedIp"_s, move.fromFixedIp},
            {u"fromName"_s, move.fromName},
            {u"toName"_s, move.toName}};
}

FloatingIpMove floatingIpMoveFromJson(const QJsonObject &json)
{
    return {json.value("id"_L1).toString(),          json.value("address"_L1).toString(),
            json.value("network"_L1).toString(),     json.value("fromPort"_L1).toString(),
            json.value("fromFixedIp"_L1).toString(), json.value("fromName"_L1).toString(),
            json.value("toName"_L1).toString()};
}

QJsonObject toJson(const LaunchRequest &request)
{
    const openstack::CreateServer &server = request.server;
    QJsonArray devices;
    for (const NewBlockDevice &device : server.blockDevices)
        devices.append(deviceJson(device, request.volumeNames.value(device.uuid)));
    QJsonObject json{{u"source"_s, toJson(request.source)},
                     {u"name"_s, server.name},
                     {u"flavor"_s, server.flavorId},
                     {u"flavorName"_s, request.flavorName},
                     {u"image"_s, server.imageId},
                     {u"devices"_s, devices},
                     {u"networks"_s, QJsonArray::fromStringList(server.networkIds)},
                     {u"securityGroups"_s, QJsonArray::fromStringList(server.securityGroups)},
                     {u"keyPair"_s, server.keyName},
                     {u"zone"_s, server.availabilityZone},
                     {u"metadata"_s, openstack::textsObject(server.metadata)}};
    if (request.floatingIp)
        json.insert(u"floatingIp"_s, toJson(*request.floatingIp));
    return json;
}

std::optional<LaunchRequest> launchRequestFromJson(const QJsonObject &json)
{
    LaunchRequest request;
    request.source = subjectFromJson(json.value("source"_L1).toObject());
    openstack::CreateServer &server = request.server;
    server.name = json.value("name"_L1).toString();
    server.flavorId = json.value("flavor"_L1).toString();
    request.flavorName = json.value("flavorName"_L1).toString();
    server.imageId = json.value("image"_L1).toString();
    for (const auto &entry : json.value("devices"_L1).toArray()) {
        const QJsonObject device = entry.toObject();
        server.blockDevices.push_back(deviceFrom(device));
        if (const QString name = device.value("volumeName"_L1).toString(); !name.isEmpty())
            request.volumeNames.insert(server.blockDevices.back().uuid, name);
    }
    server.networkIds = textsFrom(json.value("networks"_L1));
    server.securityGroups = textsFrom(json.value("securityGroups"_L1));
    server.keyName = json.value("keyPair"_L1).toString();
    server.availabilityZone = json.value("zone"_L1).toString();
    const QJsonObject metadata = json.value("metadata"_L1).toObject();
    for (auto it = metadata.begin(); it != metadata.end(); ++it)
        server.metadata.insert(it.key(), it.value().toString());
    if (json.contains("floatingIp"_L1))
        request.floatingIp = floatingIpMoveFromJson(json.value("floatingIp"_L1).toObject());
    if (server.name.isEmpty() || server.flavorId.isEmpty() || request.source.id.isEmpty())
        return std::nullopt;
    return request;
}

} // namespace oriel::operations
