#include "operations/launch/launchrequest.h"

#include "openstack/requestparts.h"
#include "operations/commandline.h"
#include "operations/journal/journalcodec.h"
#include "operations/names.h"

#include <QtCore/QJsonArray>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace oriel::operations {

using openstack::NewBlockDevice;

namespace {

bool givesPassword(const LaunchRequest &request)
{
    return request.lacksPassword || !request.server.adminPassword.isEmpty();
}

QString sourceName(NewBlockDevice::Source source)
{
    switch (source) {
    case NewBlockDevice::Source::Image:
        return u"image"_s;
    case NewBlockDevice::Source::Volume:
        return u"volume"_s;
    case NewBlockDevice::Source::ImageVolume:
        return u"image-volume"_s;
    case NewBlockDevice::Source::Snapshot:
        break;
    }
    return u"snapshot"_s;
}

NewBlockDevice::Source sourceIn(const QJsonObject &json)
{
    // Entries of Oriel 0.1 have only "local".
    if (json.value("local"_L1).toBool())
        return NewBlockDevice::Source::Image;
    const QString name = json.value("source"_L1).toString();
    for (const auto source : {NewBlockDevice::Source::Image, NewBlockDevice::Source::Volume,
                              NewBlockDevice::Source::ImageVolume}) {
        if (name == sourceName(source))
            return source;
    }
    return NewBlockDevice::Source::Snapshot;
}

QJsonObject deviceJson(const NewBlockDevice &device, const QString &volumeName)
{
    return {{u"volumeName"_s, volumeName},
            {u"source"_s, sourceName(device.source)},
            {u"volumeType"_s, device.volumeType},
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
    device.source = sourceIn(json);
    device.volumeType = json.value("volumeType"_L1).toString();
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

QMap<QString, QString> textMapFrom(const QJsonValue &value)
{
    QMap<QString, QString> texts;
    const QJsonObject json = keptItems(value.toObject());
    for (auto it = json.begin(); it != json.end(); ++it)
        texts.insert(it.key(), it.value().toString());
    return texts;
}

/// The variable of the shell with the ID of the new volume with this number.
QString volumeVariable(int number)
{
    return u"volume%1"_s.arg(number);
}

/// In the syntax of --block-device: commas separate its fields. `volume`: the variable of the shell
/// with the ID of a new volume.
QString deviceOption(const NewBlockDevice &device, const QString &volume)
{
    const bool local = device.source == NewBlockDevice::Source::Image;
    QStringList fields{local ? u"source_type=image"_s : u"source_type=volume"_s,
                       local ? u"destination_type=local"_s : u"destination_type=volume"_s};
    if (device.bootIndex >= 0)
        fields.append(u"boot_index=%1"_s.arg(device.bootIndex));
    if (!device.deviceName.isEmpty())
        fields.append(u"device_name="_s + device.deviceName);
    if (!device.diskBus.isEmpty())
        fields.append(u"disk_bus="_s + device.diskBus);
    if (!device.deviceType.isEmpty())
        fields.append(u"device_type="_s + device.deviceType);
    fields.append(u"delete_on_termination="_s +
                  (device.deleteOnTermination ? u"true"_s : u"false"_s));
    const QString id = volume.isEmpty() ? shellQuoted(device.uuid) : u"\"$%1\""_s.arg(volume);
    return u"uuid="_s + id + shellQuoted(u',' + fields.join(u','));
}

/// The options for its disks, quoted for a shell.
QString diskOptions(const openstack::CreateServer &server)
{
    QString options;
    const bool localRoot =
        std::ranges::any_of(server.blockDevices, [](const NewBlockDevice &device) {
            return device.source == NewBlockDevice::Source::Image;
        });
    if (!server.imageId.isEmpty())
        options += u' ' + shellLine({u"--image"_s, server.imageId});
    int volumes = 0;
    for (const NewBlockDevice &device : server.blockDevices) {
        // --image adds the local disk's entry automatically.
        if (localRoot && device.source == NewBlockDevice::Source::Image)
            continue;
        const QString volume = device.isNewVolume() ? volumeVariable(++volumes) : QString();
        options += u" --block-device "_s + deviceOption(device, volume);
    }
    return options;
}

QStringList interfaceWords(const openstack::CreateServer &server)
{
    QStringList words;
    for (const QString &id : server.networkIds) {
        const QString address = server.fixedIps.value(id);
        if (address.isEmpty())
            words << u"--network"_s << id;
        else
            words << u"--nic"_s
                  << u"net-id=%1,v%2-fixed-ip=%3"_s.arg(
                         id, address.contains(u':') ? u"6"_s : u"4"_s, address);
    }
    for (const QString &id : server.portIds)
        words << u"--port"_s << id;
    if (words.isEmpty())
        words << u"--no-network"_s;
    for (const QString &group : server.securityGroups)
        words << u"--security-group"_s << group;
    return words;
}

/// The lowest version of the compute API that has all options; empty: any.
QString versionFor(const openstack::CreateServer &server)
{
    if (!server.tags.isEmpty())
        return u"2.52"_s;
    return server.networkIds.isEmpty() && server.portIds.isEmpty() ? u"2.37"_s
           : server.description.isEmpty()                          ? QString()
                                                                   : u"2.19"_s;
}

/// `text` as a here document of the shell.
QString hereDocument(const QByteArray &text)
{
    QString mark = u"USER_DATA"_s;
    const QString lines = QString::fromUtf8(text);
    while (lines.contains(mark))
        mark += u'_';
    return u" <<'%1'\n"_s.arg(mark) + lines + (lines.endsWith(u'\n') ? QString() : u"\n"_s) + mark;
}

/// What is done before and after the instance is requested.
QString groupCommands(const NewGroup &group)
{
    QStringList lines{
        shellLine({u"openstack"_s, u"security"_s, u"group"_s, u"create"_s, group.name})};
    for (const QString &ethertype : ethertypesOf(group)) {
        QStringList words{u"openstack"_s,
                          u"security"_s,
                          u"group"_s,
                          u"rule"_s,
                          u"create"_s,
                          u"--ethertype"_s,
                          ethertype,
                          u"--protocol"_s,
                          group.protocol,
                          u"--dst-port"_s,
                          QString::number(group.port)};
        if (!group.prefix.isEmpty())
            words << u"--remote-ip"_s << group.prefix;
        lines += shellLine(words << group.name);
    }
    return lines.join(u'\n') + u'\n';
}

QString addressCommand(const FloatingIpMove &move, const QString &name)
{
    const QString add =
        shellLine({u"openstack"_s, u"server"_s, u"add"_s, u"floating"_s, u"ip"_s, name});
    return u'\n' + add + u' ' +
           (move.id.isEmpty()
                ? u"\"$(openstack floating ip create -f value -c floating_ip_address %1)\""_s.arg(
                      shellQuoted(move.poolId))
                : move.address);
}

/// Creates the new volumes and waits until they can be used, as the operation does. `number`: what
/// is appended to the instance's name.
QString volumeCommands(const LaunchRequest &request, const QString &number)
{
    QString text;
    int volumes = 0;
    for (const NewVolume &volume : request.newVolumes()) {
        const QString variable = volumeVariable(++volumes);
        QStringList words{u"openstack"_s, u"volume"_s, u"create"_s, u"-f"_s,
                          u"value"_s,     u"-c"_s,     u"id"_s};
        words << (volume.source.kind == Kind::Image ? u"--image"_s : u"--snapshot"_s)
              << volume.source.id << u"--size"_s << QString::number(volume.sizeGiB);
        if (!volume.type.isEmpty())
            words << u"--type"_s << volume.type;
        if (!volume.zone.isEmpty())
            words << u"--availability-zone"_s << volume.zone;
        const QString &owner = request.server.name;
        const bool named = volume.name.startsWith(owner);
        const QString name =
            named && !number.isEmpty()
                ? shellQuoted(owner) + number + shellQuoted(volume.name.mid(owner.size()))
                : shellQuoted(volume.name) + number;
        text += variable + u"=$("_s + shellLine(words) +
                (volume.name.startsWith(u'-') ? u" -- "_s : u" "_s) + name + u")\n"_s;
    }
    for (int i = 1; i <= volumes; ++i)
        text +=
            u"until [ \"$(openstack volume show -f value -c status \"$%1\")\" = available ]; do "
            "sleep 2; done\n"_s.arg(volumeVariable(i));
    return text;
}

QString serverCommand(const LaunchRequest &request, int count, const QString &number)
{
    openstack::CreateServer server = request.server;
    if (request.group)
        server.securityGroups += request.group->name;
    QStringList words{u"openstack"_s};
    if (const QString version = versionFor(server); !version.isEmpty())
        words << u"--os-compute-api-version"_s << version;
    words << u"server"_s << u"create"_s << u"--flavor"_s << server.flavorId;
    QString line = shellLine(words) + diskOptions(server);
    words = interfaceWords(server);
    // It is asked for at the beginning: what is shown here can be read by others.
    if (givesPassword(request))
        line += u" --password=\"$password\""_s;
    if (!server.keyName.isEmpty())
        words << u"--key-name"_s << server.keyName;
    if (!server.availabilityZone.isEmpty())
        words << u"--availability-zone"_s << server.availabilityZone;
    if (!server.userData.isEmpty())
        words << u"--user-data"_s << u"/dev/stdin"_s;
    else if (request.lacksUserData)
        words << u"--user-data"_s << u"user-data.txt"_s;
    if (!server.description.isEmpty())
        words << u"--description"_s << server.description;
    for (auto it = server.metadata.begin(); it != server.metadata.end(); ++it)
        words << u"--property"_s << it.key() + u'=' + it.value();
    for (const QString &tag : server.tags)
        words << u"--tag"_s << tag;
    if (!server.serverGroupId.isEmpty())
        words << u"--hint"_s << u"group="_s + server.serverGroupId;
    if (server.configDrive)
        words << u"--use-config-drive"_s;
    if (count > 1)
        words << u"--min"_s << u"1"_s << u"--max"_s << QString::number(count);
    // A word that starts with a dash would be parsed as an option.
    if (server.name.startsWith(u'-'))
        words << u"--"_s;
    words << server.name;
    line += u' ' + shellLine(words) + number;
    if (!server.userData.isEmpty())
        line += hereDocument(server.userData);
    return line;
}

} // namespace

std::vector<NewVolume> LaunchRequest::newVolumes() const
{
    std::vector<NewVolume> volumes;
    for (const NewBlockDevice &device : server.blockDevices) {
        if (!device.isNewVolume())
            continue;
        const Kind kind = device.source == NewBlockDevice::Source::ImageVolume
                              ? Kind::Image
                              : Kind::VolumeSnapshot;
        volumes.push_back({{kind, device.uuid, {}},
                           volumeNames.value(device.uuid),
                           device.sizeGiB,
                           device.volumeType,
                           volumeZone});
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

std::vector<LaunchRequest> severalOf(const LaunchRequest &request, LaunchCount count)
{
    if (count.count <= 1)
        return {request};
    std::vector<LaunchRequest> all;
    for (int number = count.first; number < count.first + count.count; ++number) {
        LaunchRequest one = request;
        const QString suffix = u"-%1"_s.arg(number);
        one.server.name =
            firstCharacters(request.server.name, longestName - characters(suffix)) + suffix;
        for (QString &name : one.volumeNames) {
            name = name.startsWith(request.server.name)
                       ? one.server.name + name.mid(request.server.name.size())
                       : name + suffix;
            name = firstCharacters(name, longestName);
        }
        all.push_back(std::move(one));
    }
    return all;
}

QStringList ethertypesOf(const NewGroup &group)
{
    if (group.prefix.isEmpty())
        return {u"IPv4"_s, u"IPv6"_s};
    return {group.prefix.contains(u':') ? u"IPv6"_s : u"IPv4"_s};
}

QString launchCommand(const LaunchRequest &request, LaunchCount count)
{
    // Each instance has its own new volumes. Nova's own numbers begin with 1.
    const bool repeats = count.count > 1 && (!request.newVolumes().empty() || count.first > 1);
    const QString number = repeats ? u"-\"$n\""_s : QString();
    QString text = volumeCommands(request, number);
    if (request.group)
        text += groupCommands(*request.group);
    text += serverCommand(request, repeats ? 1 : count.count, number);
    if (repeats) {
        const QString last = QString::number(count.first + count.count - 1);
        text = u"for n in $(seq %1); do\n"_s.arg(
                   count.first > 1 ? QString::number(count.first) + u' ' + last : last) +
               text + u"\ndone"_s;
    } else if (request.floatingIp && !request.floatingIp->takesFromAnother()) {
        text += addressCommand(*request.floatingIp, request.server.name);
    }
    return givesPassword(request) ? u"read -rsp 'Root password: ' password && echo\n"_s + text
                                  : text;
}

QJsonObject toJson(const FloatingIpMove &move)
{
    return {{u"id"_s, move.id},
            {u"address"_s, move.address},
            {u"network"_s, move.networkId},
            {u"fromPort"_s, move.fromPortId},
            {u"fromFixedIp"_s, move.fromFixedIp},
            {u"fromName"_s, move.fromName},
            {u"toName"_s, move.toName},
            {u"pool"_s, move.poolId}};
}

FloatingIpMove floatingIpMoveFromJson(const QJsonObject &json)
{
    return {json.value("id"_L1).toString(),          json.value("address"_L1).toString(),
            json.value("network"_L1).toString(),     json.value("fromPort"_L1).toString(),
            json.value("fromFixedIp"_L1).toString(), json.value("fromName"_L1).toString(),
            json.value("toName"_L1).toString(),      json.value("pool"_L1).toString()};
}

namespace {

QJsonObject groupJson(const NewGroup &group)
{
    return {{u"name"_s, group.name},
            {u"service"_s, group.service},
            {u"protocol"_s, group.protocol},
            {u"port"_s, group.port},
            {u"prefix"_s, group.prefix}};
}

NewGroup groupFrom(const QJsonObject &json)
{
    return {json.value("name"_L1).toString(), json.value("service"_L1).toString(),
            json.value("protocol"_L1).toString(), json.value("port"_L1).toInt(),
            json.value("prefix"_L1).toString()};
}

} // namespace

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
    const auto add = [&json](const QString &key, const QJsonValue &value, bool given) {
        if (given)
            json.insert(key, value);
    };
    add(u"fixedIps"_s, openstack::textsObject(server.fixedIps), !server.fixedIps.isEmpty());
    add(u"ports"_s, QJsonArray::fromStringList(server.portIds), !server.portIds.isEmpty());
    add(u"description"_s, server.description, !server.description.isEmpty());
    add(u"tags"_s, QJsonArray::fromStringList(server.tags), !server.tags.isEmpty());
    add(u"serverGroup"_s, server.serverGroupId, !server.serverGroupId.isEmpty());
    add(u"configDrive"_s, true, server.configDrive);
    add(u"volumeZone"_s, request.volumeZone, !request.volumeZone.isEmpty());
    add(u"initDataNotKept"_s, true, request.lacksUserData || !server.userData.isEmpty());
    // Its name must not look like that of a password: the journal drops those.
    add(u"loginNotKept"_s, true, givesPassword(request));
    if (request.group)
        json.insert(u"group"_s, groupJson(*request.group));
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
    server.metadata = textMapFrom(json.value("metadata"_L1));
    request.lostMetadata = notKept(json.value("metadata"_L1).toObject());
    server.fixedIps = textMapFrom(json.value("fixedIps"_L1));
    server.portIds = textsFrom(json.value("ports"_L1));
    server.description = json.value("description"_L1).toString();
    server.tags = textsFrom(json.value("tags"_L1));
    server.serverGroupId = json.value("serverGroup"_L1).toString();
    server.configDrive = json.value("configDrive"_L1).toBool();
    request.volumeZone = json.value("volumeZone"_L1).toString();
    request.lacksUserData = json.value("initDataNotKept"_L1).toBool();
    request.lacksPassword = json.value("loginNotKept"_L1).toBool();
    if (json.contains("group"_L1))
        request.group = groupFrom(json.value("group"_L1).toObject());
    if (json.contains("floatingIp"_L1))
        request.floatingIp = floatingIpMoveFromJson(json.value("floatingIp"_L1).toObject());
    if (server.name.isEmpty() || server.flavorId.isEmpty() || request.source.id.isEmpty())
        return std::nullopt;
    return request;
}

} // namespace oriel::operations
