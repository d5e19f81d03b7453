#include "demo/compute/serverwish.h"

#include <QtCore/QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

// More than any quota allows, and small enough to be counted with.
constexpr int mostServers = 10'000;

/// A field that nova's schema of a server does not have; empty where all are known.
QString unknownField(const QJsonObject &wanted)
{
    static const QStringList known{u"name"_qs,
                                   u"description"_qs,
                                   u"flavorRef"_qs,
                                   u"imageRef"_qs,
                                   u"adminPass"_qs,
                                   u"networks"_qs,
                                   u"metadata"_qs,
                                   u"OS-DCF:diskConfig"_qs,
                                   u"accessIPv4"_qs,
                                   u"accessIPv6"_qs,
                                   u"personality"_qs,
                                   u"availability_zone"_qs,
                                   u"block_device_mapping"_qs,
                                   u"block_device_mapping_v2"_qs,
                                   u"config_drive"_qs,
                                   u"key_name"_qs,
                                   u"min_count"_qs,
                                   u"max_count"_qs,
                                   u"return_reservation_id"_qs,
                                   u"security_groups"_qs,
                                   u"user_data"_qs,
                                   u"tags"_qs,
                                   u"host"_qs,
                                   u"hostname"_qs,
                                   u"hypervisor_hostname"_qs,
                                   u"trusted_image_certificates"_qs};
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        if (!known.contains(it.key()))
            return it.key();
    }
    return {};
}

qint64 asBytes(int gibibytes)
{
    return static_cast<qint64>(gibibytes) << 30;
}

} // namespace

ServerWish::ServerWish(World &world, VolumeManager &volumes, const Call &call)
    : m_world(world)
    , m_volumes(volumes)
    , m_call(call)
    , m_wanted(call.body.value(u"server").toObject())
    , m_project(*world.state.projects.find(call.project()))
{}

std::optional<ServerWish::Refusal> ServerWish::read()
{
    if (auto refused = readBasics())
        return refused;
    if (auto refused = readImage())
        return refused;
    if (auto refused = readNetworks())
        return refused;
    if (auto refused = checkQuotas())
        return refused;
    return checkDevices();
}

bool ServerWish::sees(const Image *image) const
{
    return image != nullptr && (image->owner == m_project.id || image->visibility == u"public");
}

std::optional<ServerWish::Refusal> ServerWish::readBasics()
{
    if (!m_call.body.contains(u"server"))
        return Refusal{400, u"'server' is a required property"_qs};
    if (const QString unknown = unknownField(m_wanted); !unknown.isEmpty()) {
        return Refusal{
            400,
            u"Invalid input for field/attribute server. Value: %1. Additional properties are not allowed ('%2' was unexpected)"_qs
                .arg(pythonText(m_wanted), unknown)};
    }
    m_server.name = m_wanted.value(u"name").toString();
    if (m_server.name.trimmed().isEmpty() || m_server.name.toUcs4().size() > 255) {
        return Refusal{
            400, u"Invalid input for field/attribute name. Value: %1. '%1' is too %2"_qs.arg(
                     m_server.name, m_server.name.trimmed().isEmpty() ? u"short"_qs : u"long"_qs)};
    }
    if (!m_call.member())
        return Refusal{403,
                       u"Policy doesn't allow os_compute_api:servers:create to be performed."_qs};
    const QString flavorRef = m_wanted.value(u"flavorRef").toVariant().toString();
    const Flavor *flavor = m_world.state.flavors.find(flavorRef.section(u'/', -1));
    if (flavor == nullptr)
        return Refusal{400, u"Flavor %1 could not be found."_qs.arg(flavorRef)};
    m_server.description = m_wanted.value(u"description").toString();
    m_server.projectId = m_project.id;
    m_server.userId = m_call.token->userId;
    m_server.flavor = *flavor;
    m_server.keyName = m_wanted.value(u"key_name").toString();
    m_server.vmState = u"building"_qs;
    m_server.powerState = 0;
    m_server.created = m_server.updated = m_world.now();
    const QJsonObject metadata = m_wanted.value(u"metadata").toObject();
    for (auto it = metadata.begin(); it != metadata.end(); ++it)
        m_server.metadata.insert(it.key(), it.value().toString());
    const QJsonArray groups = m_wanted.value(u"security_groups").toArray();
    for (const auto &group : groups)
        m_server.securityGroups.append(group.toObject().value(u"name").toString());
    if (m_server.securityGroups.isEmpty())
        m_server.securityGroups = {u"default"_qs};
    const auto &pairs = m_world.state.keyPairs;
    if (!m_server.keyName.isEmpty() &&
        std::none_of(pairs.begin(), pairs.end(), [this](const KeyPair &pair) {
            return pair.name == m_server.keyName && pair.userId == m_server.userId;
        }))
        return Refusal{400, u"Invalid key_name provided."_qs};
    m_count = std::clamp(std::max(m_wanted.value(u"min_count").toVariant().toInt(),
                                  m_wanted.value(u"max_count").toVariant().toInt()),
                         1, mostServers);
    return std::nullopt;
}

std::optional<ServerWish::Refusal> ServerWish::readImage()
{
    m_devices = m_wanted.value(u"block_device_mapping_v2").toArray();
    const QString imageId = m_wanted.value(u"imageRef").toString().section(u'/', -1);
    if (imageId.isEmpty()) {
        if (m_devices.isEmpty())
            return Refusal{400, u"Missing imageRef attribute"_qs};
        return std::nullopt;
    }
    const Image *image = m_world.state.images.find(imageId);
    if (!sees(image))
        return Refusal{400, u"Can not find requested image"_qs};
    if (image->status != u"active")
        return Refusal{400, u"Image %1 is not active."_qs.arg(image->id)};
    if (m_server.flavor.ram < image->minRam)
        return Refusal{400, u"Flavor's memory is too small for requested image."_qs};
    const QByteArray inner = image->properties.value(u"block_device_mapping"_qs).toUtf8();
    if (!inner.isEmpty()) {
        const QJsonArray own = QJsonDocument::fromJson(inner).array();
        for (const auto &entry : own) {
            const QJsonObject device = entry.toObject();
            if (device.value(u"boot_index").toInt(-1) == 0 && deviceSize(device) < image->minDisk) {
                return Refusal{
                    400,
                    u"Volume is smaller than the minimum size specified in image metadata. Volume "
                    "size is %1 bytes, minimum size is %2 bytes."_qs.arg(
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
                            "is %2 bytes."_qs.arg(QString::number(asBytes(disk)),
                                                  QString::number(asBytes(image->minDisk)))};
    }
    m_server.imageId = m_server.baseImageId = image->id;
    return std::nullopt;
}

std::optional<ServerWish::Refusal> ServerWish::readNetworks()
{
    const QJsonValue asked = m_wanted.value(u"networks");
    if (asked.isArray()) {
        const QJsonArray entries = asked.toArray();
        for (const auto &entry : entries) {
            const QString id = entry.toObject().value(u"uuid").toString();
            const Network *network = m_world.state.networks.find(id);
            if (network == nullptr || (network->projectId != m_project.id && !network->shared))
                return Refusal{400, u"Network %1 could not be found."_qs.arg(id)};
            m_networks.push_back(network);
        }
        return std::nullopt;
    }
    if (m_call.microversion >= 37 && !asked.isString()) {
        return Refusal{
            400,
            u"Invalid input for field/attribute server. Value: %1. 'networks' is a required property"_qs
                .arg(pythonText(m_wanted))};
    }
    if (asked.toString() == u"none")
        return std::nullopt;
    for (const auto &network : m_world.state.networks.rows()) {
        if (network->projectId == m_project.id && !network->external)
            m_networks.push_back(network.get());
    }
    if (m_networks.size() > 1)
        return Refusal{
            409, u"Multiple possible networks found, use a Network ID to be more specific."_qs};
    return std::nullopt;
}

std::optional<ServerWish::Refusal> ServerWish::checkQuotas() const
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
    } limits[] = {{u"instances"_qs, instances, m_count, quotas.instances},
                  {u"cores"_qs, cores, m_count * m_server.flavor.vcpus, quotas.cores},
                  {u"ram"_qs, ram, m_count * m_server.flavor.ram, quotas.ram}};
    for (const auto &limit : limits) {
        if (limit.limit >= 0 && limit.used + limit.asked > limit.limit) {
            return Refusal{
                403, u"Quota exceeded for %1: Requested %2, but already used %3 of %4 %1"_qs.arg(
                         limit.what, QString::number(limit.asked), QString::number(limit.used),
                         QString::number(limit.limit))};
        }
    }
    return std::nullopt;
}

Server &ServerWish::make(int index)
{
    Server made = m_server;
    made.id = m_world.uuid();
    if (m_count > 1)
        made.name = u"%1-%2"_qs.arg(m_server.name, QString::number(index + 1));
    for (const auto &entry : m_devices) {
        const QJsonObject device = entry.toObject();
        const bool onDisk = device.value(u"source_type").toString() == u"image" &&
                            device.value(u"destination_type").toString() != u"volume";
        if (!onDisk && !m_volumesExceedQuota)
            made.attachments.push_back(attach(made, device));
    }
    for (const Network *network : m_networks)
        plug(made, *network);
    return m_world.state.servers.add(std::move(made));
}

void ServerWish::plug(Server &server, const Network &network)
{
    Port port;
    port.id = m_world.uuid();
    port.networkId = network.id;
    port.subnetId = network.subnetId;
    port.projectId = m_project.id;
    port.serverId = server.id;
    port.mac = u"fa:16:3e:%1:%2:%3"_qs.arg(m_world.hex(2), m_world.hex(2), m_world.hex(2));
    // Above the addresses that the story hands out.
    const auto third = m_world.random(56) + 200;
    const auto fourth = m_world.random(240) + 10;
    port.ip =
        u"%1.%2.%3"_qs.arg(network.prefix, QString::number(third), QString::number(fourth));
    port.created = m_world.now();
    for (const auto &group : m_world.state.securityGroups.rows()) {
        if (group->projectId == m_project.id && server.securityGroups.contains(group->name))
            port.securityGroups.append(group->id);
    }
    server.addresses.push_back({network.name, port.ip, port.mac, false});
    m_world.state.ports.add(std::move(port));
}

} // namespace oriel::demo
