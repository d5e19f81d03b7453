#include "demo/compute/serveroptions.h"

#include "demo/compute/placement.h"
#include "demo/zones.h"

#include <QtCore/QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

// Above any quota, and small enough for arithmetic.
constexpr int mostServers = 10'000;
constexpr int largestMetadata = 128;
constexpr int mostGroupMembers = 10;

qint64 asBytes(int gibibytes)
{
    return static_cast<qint64>(gibibytes) << 30;
}

} // namespace

ServerOptions::ServerOptions(World &world, VolumeManager &volumes, const Call &call)
    : m_world(world)
    , m_volumes(volumes)
    , m_call(call)
    , m_wanted(call.body.value(u"server").toObject())
    , m_project(*world.state.projects.find(call.project()))
{}

std::optional<ServerOptions::Refusal> ServerOptions::read()
{
    if (auto refused = readBasics())
        return refused;
    if (auto refused = readHints())
        return refused;
    if (auto refused = readImage())
        return refused;
    if (auto refused = readNetworks())
        return refused;
    if (auto refused = checkQuotas())
        return refused;
    return checkDevices();
}

bool ServerOptions::sees(const Image *image) const
{
    return image != nullptr && (image->owner == m_project.id || image->visibility == u"public");
}

std::optional<ServerOptions::Refusal> ServerOptions::readBasics()
{
    m_server.name = m_wanted.value(u"name").toString();
    if (!m_call.member())
        return Refusal{403,
                       u"Policy doesn't allow os_compute_api:servers:create to be performed."_s};
    if (m_wanted.contains(u"host") || m_wanted.contains(u"hypervisor_hostname"))
        return Refusal{403, u"Policy doesn't allow compute:servers:create:requested_destination "
                            "to be performed."_s};
    const int least = m_wanted.value(u"min_count").toVariant().toInt();
    const int most = m_wanted.value(u"max_count").toVariant().toInt();
    if (m_wanted.contains(u"max_count") && least > most)
        return Refusal{400, u"min_count must be <= max_count"_s};
    const QString zone = m_wanted.value(u"availability_zone").toString(zones::standard);
    if (!zones::has(zone))
        return Refusal{400, u"The requested availability zone is not available"_s};
    const QString flavorRef = m_wanted.value(u"flavorRef").toVariant().toString();
    const Flavor *flavor = m_world.state.flavors.find(flavorRef.section(u'/', -1));
    if (flavor == nullptr)
        return Refusal{400, u"Flavor %1 could not be found."_s.arg(flavorRef)};
    m_server.zone = m_server.pinnedZone = zone;
    m_server.description = textOrNone(m_wanted.value(u"description"));
    m_server.projectId = m_project.id;
    m_server.userId = m_call.token->userId;
    m_server.flavor = *flavor;
    m_server.keyName = m_wanted.value(u"key_name").toString();
    m_server.vmState = u"building"_s;
    m_server.powerState = 0;
    m_server.created = m_server.updated = m_world.now();
    const QJsonObject metadata = m_wanted.value(u"metadata").toObject();
    if (metadata.size() > largestMetadata)
        return Refusal{403, u"Maximum number of metadata items exceeds %1"_s.arg(largestMetadata)};
    for (auto it = metadata.begin(); it != metadata.end(); ++it)
        m_server.metadata.insert(it.key(), it.value().toString());
    const QJsonArray tags = m_wanted.value(u"tags").toArray();
    for (const auto &tag : tags) {
        if (!m_server.tags.contains(tag.toString()))
            m_server.tags.append(tag.toString());
    }
    if (auto refused = readSecurityGroups())
        return refused;
    const auto &pairs = m_world.state.keyPairs;
    if (!m_server.keyName.isEmpty() &&
        std::none_of(pairs.begin(), pairs.end(), [this](const KeyPair &pair) {
            return pair.name == m_server.keyName && pair.userId == m_server.userId;
        }))
        return Refusal{400, u"Invalid key_name provided."_s};
    m_count = std::clamp(std::max(least, most), 1, mostServers);
    return std::nullopt;
}

/// Groups are given by name or ID; the server shows names.
std::optional<ServerOptions::Refusal> ServerOptions::readSecurityGroups()
{
    const QJsonArray wanted = m_wanted.value(u"security_groups").toArray();
    for (const auto &entry : wanted) {
        const QString name = entry.toObject().value(u"name").toString(u"default"_s);
        const SecurityGroup *found = nullptr;
        for (const auto &group : m_world.state.securityGroups.rows()) {
            if (group->projectId == m_project.id && (group->name == name || group->id == name))
                found = group.get();
        }
        if (found == nullptr)
            return Refusal{400, u"Unable to find security_group with name or id '%1'"_s.arg(name)};
        if (!m_server.securityGroups.contains(found->name))
            m_server.securityGroups.append(found->name);
    }
    if (m_server.securityGroups.isEmpty())
        m_server.securityGroups = {u"default"_s};
    return std::nullopt;
}

std::optional<ServerOptions::Refusal> ServerOptions::readHints()
{
    const QJsonObject hints =
        m_call.body
            .value(m_call.body.contains(u"os:scheduler_hints") ? u"os:scheduler_hints"_s
                                                               : u"OS-SCH-HNT:scheduler_hints"_s)
            .toObject();
    m_groupId = hints.value(u"group").toString();
    const ServerGroup *group = m_world.state.serverGroups.find(m_groupId);
    if (!m_groupId.isEmpty() && (group == nullptr || group->projectId != m_project.id))
        return Refusal{400, u"Instance group %1 could not be found."_s.arg(m_groupId)};
    if (group != nullptr) {
        const auto members = Placement(m_world.state).membersOf(*group).size();
        if (static_cast<int>(members) + m_count > mostGroupMembers)
            return Refusal{403, u"Quota exceeded, too many servers in group"_s};
    }
    return std::nullopt;
}

std::optional<ServerOptions::Refusal> ServerOptions::readImage()
{
    m_devices = m_wanted.value(u"block_device_mapping_v2").toArray();
    const QString imageId = m_wanted.value(u"imageRef").toString().section(u'/', -1);
    if (imageId.isEmpty()) {
        if (m_devices.isEmpty())
            return Refusal{400, u"Missing imageRef attribute"_s};
        return std::nullopt;
    }
    const Image *image = m_world.state.images.find(imageId);
    if (!sees(image))
        return Refusal{400, u"Can not find requested image"_s};
    if (image->status != u"active")
        return Refusal{400, u"Image %1 is not active."_s.arg(image->id)};
    if (m_server.flavor.ram < image->minRam)
        return Refusal{400, u"Flavor's memory is too small for requested image."_s};
    const QByteArray inner = image->properties.value(u"block_device_mapping"_s).toUtf8();
    if (!inner.isEmpty()) {
        const QJsonArray own = QJsonDocument::fromJson(inner).array();
        for (const auto &entry : own) {
            const QJsonObject device = entry.toObject();
            if (device.value(u"boot_index").toInt(-1) == 0 && deviceSize(device) < image->minDisk) {
                return Refusal{
                    400,
                    u"Volume is smaller than the minimum size specified in image metadata. Volume "
                    "size is %1 bytes, minimum size is %2 bytes."_s.arg(
                        QString::number(asBytes(deviceSize(device))),
                        QString::number(asBytes(image->minDisk)))};
            }
            m_devices.append(entry);
        }
        m_server.launchImageId = image->id;
        return std::nullopt;
    }
    const bool onDisk =
        m_devices.isEmpty() ||
        m_devices.first().toObject().value(u"destination_type").toString() == u"local";
    if (!onDisk)
        return std::nullopt;
    const int disk = m_server.flavor.disk;
    if (disk > 0 && disk < image->minDisk) {
        return Refusal{400, u"Flavor's disk is too small for requested image. Flavor disk is %1 "
                            u"bytes, minimum size "
                            "is %2 bytes."_s.arg(QString::number(asBytes(disk)),
                                                 QString::number(asBytes(image->minDisk)))};
    }
    m_server.imageId = m_server.baseImageId = image->id;
    return std::nullopt;
}

std::optional<ServerOptions::Refusal> ServerOptions::readNetworks()
{
    const QJsonValue asked = m_wanted.value(u"networks");
    if (asked.isArray()) {
        const QJsonArray entries = asked.toArray();
        for (const auto &entry : entries) {
            if (auto refused = readNetwork(entry.toObject()))
                return refused;
        }
        return std::nullopt;
    }
    if (asked.toString() == u"none")
        return std::nullopt;
    for (const auto &network : m_world.state.networks.rows()) {
        if (network->projectId == m_project.id && !network->external)
            m_interfaces.push_back({network.get()});
    }
    if (m_interfaces.size() > 1)
        return Refusal{
            409, u"Multiple possible networks found, use a Network ID to be more specific."_s};
    return std::nullopt;
}

std::optional<ServerOptions::Refusal> ServerOptions::readNetwork(const QJsonObject &wanted)
{
    const State &state = m_world.state;
    const QString portId = wanted.value(u"port").toString();
    if (!portId.isEmpty()) {
        const Port *port = state.ports.find(portId);
        if (port == nullptr || port->projectId != m_project.id)
            return Refusal{400, u"Port id %1 could not be found."_s.arg(portId)};
        if (!port->serverId.isEmpty())
            return Refusal{409, u"Port %1 is still in use."_s.arg(portId)};
        m_interfaces.push_back({state.networks.find(port->networkId), portId});
        return std::nullopt;
    }
    if (!wanted.contains(u"uuid"))
        return Refusal{400, u"Bad network format: missing 'uuid'"_s};
    const QString id = wanted.value(u"uuid").toString();
    const Network *network = state.networks.find(id);
    if (network == nullptr || !network->isUsableBy(m_project.id))
        return Refusal{400, u"Network %1 could not be found."_s.arg(id)};
    const QString address = wanted.value(u"fixed_ip").toString();
    for (const auto &port : state.ports.rows()) {
        if (!address.isEmpty() && port->networkId == id && port->ip == address)
            return Refusal{400, u"Fixed IP address %1 is already in use on instance %2."_s.arg(
                                    address, port->serverId)};
    }
    m_interfaces.push_back({network, {}, address});
    return std::nullopt;
}

std::optional<ServerOptions::Refusal> ServerOptions::checkQuotas() const
{
    int instances = 0;
    int cores = 0;
    int ram = 0;
    for (const auto &row : m_world.state.servers.rows()) {
        if (row->projectId == m_project.id && row->vmState != u"deleted") {
            ++instances;
            cores += row->flavor.vcpus;
            ram += row->flavor.ram;
        }
    }
    const Quotas &quotas = m_project.quotas;
    const struct
    {
        QString what;
        int used;
        int asked;
        int limit;
    } limits[] = {{u"instances"_s, instances, m_count, quotas.instances},
                  {u"cores"_s, cores, m_count * m_server.flavor.vcpus, quotas.cores},
                  {u"ram"_s, ram, m_count * m_server.flavor.ram, quotas.ram}};
    for (const auto &limit : limits) {
        if (limit.limit >= 0 && limit.used + limit.asked > limit.limit) {
            return Refusal{
                403, u"Quota exceeded for %1: Requested %2, but already used %3 of %4 %1"_s.arg(
                         limit.what, QString::number(limit.asked), QString::number(limit.used),
                         QString::number(limit.limit))};
        }
    }
    return std::nullopt;
}

Server &ServerOptions::make(int index)
{
    Server made = m_server;
    made.id = m_world.uuid();
    if (m_count > 1)
        made.name = u"%1-%2"_s.arg(m_server.name, QString::number(index + 1));
    for (const auto &entry : m_devices) {
        const QJsonObject device = entry.toObject();
        const bool onDisk = device.value(u"source_type").toString() == u"image" &&
                            device.value(u"destination_type").toString() != u"volume";
        if (!onDisk && !m_volumesExceedQuota)
            made.attachments.push_back(attach(made, device));
    }
    for (const Interface &one : m_interfaces)
        plug(made, one);
    Server &added = m_world.state.servers.add(std::move(made));
    if (ServerGroup *group = m_world.state.serverGroups.find(m_groupId))
        group->members.append(added.id);
    if (!m_interfaces.empty())
        m_world.updateGroupsOf(added);
    return added;
}

void ServerOptions::plug(Server &server, const Interface &wanted)
{
    const Network &network = *wanted.network;
    if (Port *port = m_world.state.ports.find(wanted.portId)) {
        port->serverId = server.id;
        ++port->revision;
        server.addresses.push_back({network.name, port->ip, port->mac, false});
        for (const auto &floating : m_world.state.floatingIps.rows()) {
            if (floating->portId == port->id)
                server.addresses.push_back({network.name, floating->address, port->mac, true});
        }
        return;
    }
    Port port;
    port.id = m_world.uuid();
    port.networkId = network.id;
    port.subnetId = network.subnetId;
    port.projectId = m_project.id;
    port.serverId = server.id;
    port.mac = m_world.macAddress();
    port.ip = wanted.address.isEmpty() ? m_world.freeAddress(network) : wanted.address;
    port.created = m_world.now();
    for (const auto &group : m_world.state.securityGroups.rows()) {
        if (group->projectId == m_project.id && server.securityGroups.contains(group->name))
            port.securityGroups.append(group->id);
    }
    server.addresses.push_back({network.name, port.ip, port.mac, false});
    m_world.state.ports.add(std::move(port));
}

// The block devices of new servers; serveroptions.cpp has the rest.

namespace {

// Above any quota, and small enough for arithmetic.
constexpr int largestVolume = 100'000;

QString deviceSource(const QJsonObject &device)
{
    return device.value(u"uuid").toString(device.value(u"snapshot_id").toString());
}

} // namespace

int ServerOptions::deviceSize(const QJsonObject &device)
{
    return std::clamp(device.value(u"volume_size").toVariant().toInt(), 0, largestVolume);
}

/// Nova boots from the devices in the order of boot_index, which must be contiguous from 0. If
/// devices are given, an image that is itself a disk must be among them.
bool ServerOptions::bootSequenceIsValid() const
{
    QList<int> sequence;
    for (const auto &entry : m_devices) {
        const QJsonValue index = entry.toObject().value(u"boot_index");
        if (!index.isUndefined() && !index.isNull() && index.toVariant().toInt() >= 0)
            sequence.append(index.toVariant().toInt());
    }
    std::sort(sequence.begin(), sequence.end());
    for (int at = 0; at < sequence.size(); ++at) {
        if (sequence[at] != at)
            return false;
    }
    return m_devices.isEmpty() || !sequence.isEmpty();
}

std::optional<ServerOptions::Refusal> ServerOptions::checkDevices()
{
    const auto invalid = [](const QString &what, const QString &id) {
        return Refusal{400,
                       u"Block Device Mapping is Invalid: failed to get %1 %2."_s.arg(what, id)};
    };
    if (!bootSequenceIsValid())
        return Refusal{400, u"Block Device Mapping is Invalid: Boot sequence for the instance and "
                            "image/block device mapping combination is not valid."_s};
    qint64 gigabytes = 0;
    qint64 made = 0;
    QMap<QString, qint64> madeOf; // by type
    for (const auto &entry : m_devices) {
        const QJsonObject device = entry.toObject();
        const QString source = device.value(u"source_type").toString();
        const QString id = deviceSource(device);
        const QString type = device.value(u"volume_type").toString();
        if (!type.isEmpty() && VolumeManager::typeOf(type) == nullptr)
            return Refusal{400, u"Volume type %1 could not be found."_s.arg(type)};
        int size = std::max(1, deviceSize(device));
        if (source == u"volume") {
            const Volume *volume = m_world.state.volumes.find(id);
            if (volume == nullptr || volume->projectId != m_project.id)
                return invalid(u"volume"_s, id);
            if (volume->status != u"available") {
                // Cinder's message with the prefixes of three layers.
                return Refusal{
                    400, u"Invalid volume: Invalid input received: Invalid volume: Volume %1 "
                         "status must be available or downloading to reserve, but the current "
                         "status is %2. (HTTP 400) (Request-ID: %3)"_s.arg(
                             id, volume->status, QString::fromLatin1(m_world.requestId()))};
            }
            continue;
        }
        if (source == u"snapshot") {
            const VolumeSnapshot *snapshot = m_world.state.snapshots.find(id);
            if (snapshot == nullptr || snapshot->projectId != m_project.id)
                return Refusal{400, u"Snapshot %1 could not be found."_s.arg(id)};
            size = std::max(size, snapshot->size);
        } else if (source == u"image") {
            if (device.value(u"destination_type").toString() != u"volume")
                continue;
            if (!sees(m_world.state.images.find(id)))
                return invalid(u"image"_s, id);
            if (deviceSize(device) == 0)
                return Refusal{400, u"Images with destination_type 'volume' need to have a "
                                    "non-zero size specified"_s};
        }
        gigabytes += size;
        ++made;
        ++madeOf[type];
    }
    const auto usage = m_volumes.usage(m_project.id);
    m_volumesExceedQuota = usage.gigabytes + gigabytes * m_count > m_project.quotas.gigabytes ||
                           usage.volumes + made * m_count > m_project.quotas.volumes;
    for (auto it = madeOf.cbegin(); it != madeOf.cend(); ++it) {
        const VolumeManager::Type *type = VolumeManager::typeOf(it.key());
        if (type != nullptr && type->volumes >= 0 &&
            m_volumes.usage(m_project.id, it.key()).volumes + *it * m_count > type->volumes)
            m_volumesExceedQuota = true;
    }
    return std::nullopt;
}

Attachment ServerOptions::attach(const Server &server, const QJsonObject &device)
{
    Attachment attachment;
    attachment.device = device.value(u"device_name").toString();
    if (attachment.device.isEmpty()) {
        const auto taken = server.attachments.size() + (server.imageId.isEmpty() ? 0 : 1);
        attachment.device = u"/dev/vd"_s + QChar(static_cast<char16_t>(u'a' + taken));
    }
    const QJsonValue bootIndex = device.value(u"boot_index");
    attachment.bootIndex =
        bootIndex.isUndefined() || bootIndex.isNull() ? -1 : bootIndex.toVariant().toInt();
    attachment.deleteOnTermination = device.value(u"delete_on_termination").toBool(false);
    attachment.tag = device.value(u"tag").toString();
    attachment.attachmentId = m_world.uuid();
    attachment.bdmUuid = m_world.uuid();
    const QString source = device.value(u"source_type").toString();
    const QString id = deviceSource(device);
    if (source == u"volume") {
        attachment.volumeId = id;
        if (Volume *volume = m_world.state.volumes.find(id))
            volume->status = u"reserved"_s;
        return attachment;
    }
    Volume volume;
    volume.projectId = m_project.id;
    volume.userId = m_server.userId;
    volume.name = volume.description = u""_s; // nova sends both, empty
    volume.size = std::max(1, deviceSize(device));
    volume.snapshotId = source == u"snapshot" ? id : QString();
    volume.zone.clear(); // that of the server only with [cinder]cross_az_attach = False
    m_volumes.inheritSource(volume, source == u"image" ? id : QString());
    attachment.volumeId = m_volumes.create(std::move(volume)).id;
    return attachment;
}

} // namespace oriel::demo
