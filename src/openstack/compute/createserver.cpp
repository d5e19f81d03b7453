#include "openstack/compute/createserver.h"

#include "openstack/compute/server.h"
#include "openstack/decoding.h"

#include <QtCore/QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

QString sourceType(NewBlockDevice::Source source)
{
    switch (source) {
    case NewBlockDevice::Source::Snapshot:
        return u"snapshot"_s;
    case NewBlockDevice::Source::Image:
    case NewBlockDevice::Source::ImageVolume:
        return u"image"_s;
    case NewBlockDevice::Source::Volume:
        break;
    }
    return u"volume"_s;
}

QJsonObject deviceBody(const NewBlockDevice &device)
{
    const bool local = device.source == NewBlockDevice::Source::Image;
    QJsonObject body{{u"uuid"_s, device.uuid},
                     {u"source_type"_s, sourceType(device.source)},
                     {u"destination_type"_s, local ? u"local"_s : u"volume"_s},
                     {u"boot_index"_s, device.bootIndex},
                     {u"delete_on_termination"_s, device.deleteOnTermination}};
    if (device.isNewVolume())
        body.insert(u"volume_size"_s, device.sizeGiB);
    const auto add = [&body](const QString &key, const QString &value) {
        if (!value.isEmpty())
            body.insert(key, value);
    };
    add(u"device_name"_s, device.deviceName);
    add(u"disk_bus"_s, device.diskBus);
    add(u"device_type"_s, device.deviceType);
    add(u"volume_type"_s, device.volumeType);
    return body;
}

QJsonArray interfacesOf(const CreateServer &create)
{
    QJsonArray interfaces;
    for (const QString &id : create.networkIds) {
        QJsonObject one{{u"uuid"_s, id}};
        if (const QString address = create.fixedIps.value(id); !address.isEmpty())
            one.insert(u"fixed_ip"_s, address);
        interfaces.append(one);
    }
    for (const QString &id : create.portIds)
        interfaces.append(QJsonObject{{u"port"_s, id}});
    return interfaces;
}

} // namespace

net::Request CreateServer::request() const
{
    QJsonObject server{{u"name"_s, name}, {u"flavorRef"_s, flavorId}};
    if (!imageId.isEmpty())
        server.insert(u"imageRef"_s, imageId);
    QJsonArray devices;
    for (const NewBlockDevice &device : blockDevices)
        devices.append(deviceBody(device));
    if (!devices.isEmpty())
        server.insert(u"block_device_mapping_v2"_s, devices);
    const QJsonArray networks = interfacesOf(*this);
    // Without the key Nova picks a network itself; "none" exists since 2.37.
    server.insert(u"networks"_s, networks.isEmpty() ? QJsonValue(u"none"_s) : QJsonValue(networks));
    QJsonArray groups;
    for (const QString &group : securityGroups)
        groups.append(QJsonObject{{u"name"_s, group}});
    if (!groups.isEmpty() && !networkIds.isEmpty()) // existing ports keep theirs
        server.insert(u"security_groups"_s, groups);
    if (!keyName.isEmpty())
        server.insert(u"key_name"_s, keyName);
    if (!availabilityZone.isEmpty())
        server.insert(u"availability_zone"_s, availabilityZone);
    if (!metadata.isEmpty())
        server.insert(u"metadata"_s, textsObject(metadata));
    if (!userData.isEmpty())
        server.insert(u"user_data"_s, QString::fromLatin1(userData.toBase64()));
    if (!description.isEmpty())
        server.insert(u"description"_s, description);
    if (!tags.isEmpty())
        server.insert(u"tags"_s, QJsonArray::fromStringList(tags));
    if (configDrive)
        server.insert(u"config_drive"_s, true);
    if (!adminPassword.isEmpty())
        server.insert(u"adminPass"_s, adminPassword);
    QJsonObject body{{u"server"_s, server}};
    if (!serverGroupId.isEmpty())
        body.insert(u"os:scheduler_hints"_s, QJsonObject{{u"group"_s, serverGroupId}});
    net::Request request = requestTo(Server::api, net::Method::Post);
    request.microversions->min = {2, 37};
    const bool namesTypes = std::ranges::any_of(
        blockDevices, [](const NewBlockDevice &device) { return !device.volumeType.isEmpty(); });
    if (namesTypes)
        request.microversions->min = {2, 67};
    else if (!tags.isEmpty())
        request.microversions->min = {2, 52};
    request.body = jsonBody(body);
    request.deadline = std::chrono::minutes(2);
    return request;
}

Result<CreatedServer> CreateServer::decode(const net::Answer &answer) const
{
    return json::decode<CreatedServer>(answer, [&answer](const json::Object &root) {
        const json::Object server = root.requiredObject("server");
        return CreatedServer{server.requiredString("id"), answer.requestId,
                             server.string("adminPass")};
    });
}

} // namespace oriel::openstack
