#include "demo/compute/computeservice.h"

#include <QtCore/QJsonDocument>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

QString nthDevice(std::size_t index)
{
    return u"/dev/vd"_qs + QChar(static_cast<char16_t>(u'a' + index));
}

} // namespace

HttpResponse ComputeService::createServer(Call &call)
{
    const QJsonObject wanted = call.body.value(u"server").toObject();
    const QString name = wanted.value(u"name").toString();
    if (name.trimmed().isEmpty() || name.toUcs4().size() > 255) {
        return fault(400,
                     u"Invalid input for field/attribute name. Value: %1. '%1' is too %2"_qs.arg(
                         name, name.trimmed().isEmpty() ? u"short"_qs : u"long"_qs));
    }
    if (!call.member())
        return denied(u"servers:create"_qs);
    const Flavor *flavor =
        state().flavors.find(wanted.value(u"flavorRef").toVariant().toString().section(u'/', -1));
    if (flavor == nullptr) {
        return fault(400, u"Flavor %1 could not be found."_qs.arg(
                              wanted.value(u"flavorRef").toVariant().toString()));
    }
    const Project &project = *state().projects.find(call.project());

    Server server;
    server.name = name;
    server.description = wanted.value(u"description").toString();
    server.projectId = call.project();
    server.userId = call.token->userId;
    server.flavor = *flavor;
    server.keyName = wanted.value(u"key_name").toString();
    server.vmState = u"building"_qs;
    server.powerState = 0;
    server.created = server.updated = world().now();
    const QJsonObject metadata = wanted.value(u"metadata").toObject();
    for (auto it = metadata.begin(); it != metadata.end(); ++it)
        server.metadata.insert(it.key(), it.value().toString());
    const QJsonArray groups = wanted.value(u"security_groups").toArray();
    for (const QJsonValue &group : groups)
        server.securityGroups.append(group.toObject().value(u"name").toString());
    if (server.securityGroups.isEmpty())
        server.securityGroups = {u"default"_qs};
    if (!server.keyName.isEmpty() &&
        std::none_of(state().keyPairs.begin(), state().keyPairs.end(), [&](const KeyPair &pair) {
            return pair.name == server.keyName && pair.userId == server.userId;
        }))
        return fault(400, u"Invalid key_name provided."_qs);

    // What it boots from: an image, or block devices, of which an image may carry a list itself.
    const auto sees = [&](const Image *image) {
        return image != nullptr &&
               (image->owner == call.project() || image->visibility == u"public");
    };
    const QString imageId = wanted.value(u"imageRef").toString().section(u'/', -1);
    const Image *image = state().images.find(imageId);
    QJsonArray mapping = wanted.value(u"block_device_mapping_v2").toArray();
    if (!imageId.isEmpty() && !sees(image))
        return fault(400, u"Can not find requested image"_qs);
    if (image != nullptr) {
        if (image->status != u"active")
            return fault(400, u"Image %1 is not active."_qs.arg(image->id));
        if (flavor->ram < image->minRam)
            return fault(400, u"Flavor's memory is too small for requested image."_qs);
        const QByteArray inner = image->properties.value(u"block_device_mapping"_qs).toUtf8();
        if (!inner.isEmpty()) {
            const QJsonArray own = QJsonDocument::fromJson(inner).array();
            for (const QJsonValue &entry : own) {
                const QJsonObject device = entry.toObject();
                if (device.value(u"boot_index").toInt(-1) == 0 &&
                    device.value(u"volume_size").toInt() < image->minDisk) {
                    return fault(
                        400,
                        u"Volume is smaller than the minimum size specified in image metadata. Volume size is %1 bytes, minimum size is %2 bytes."_qs
                            .arg(static_cast<qint64>(device.value(u"volume_size").toInt()) << 30)
                            .arg(static_cast<qint64>(image->minDisk) << 30));
                }
                mapping.append(entry);
            }
        } else if (mapping.isEmpty() ||
                   mapping.first().toObject().value(u"destination_type") == u"local"_qs) {
            if (flavor->disk > 0 && flavor->disk < image->minDisk)
                return fault(
                    400,
                    u"Flavor's disk is too small for requested image. Flavor disk is %1 bytes, minimum size is %2 bytes."_qs
                        .arg(static_cast<qint64>(flavor->disk) << 30)
                        .arg(static_cast<qint64>(image->minDisk) << 30));
            server.imageId = server.baseImageId = image->id;
        }
    } else if (mapping.isEmpty()) {
        return fault(400, u"Invalid imageRef provided."_qs);
    }

    // Networks.
    std::vector<const Network *> networks;
    const QJsonValue asked = wanted.value(u"networks");
    if (asked.isArray()) {
        for (const QJsonValue &entry : asked.toArray()) {
            const QString id = entry.toObject().value(u"uuid").toString();
            const Network *network = state().networks.find(id);
            if (network == nullptr || (network->projectId != call.project() && !network->shared))
                return fault(400, u"Network %1 could not be found."_qs.arg(id));
            networks.push_back(network);
        }
    } else if (asked.toString() != u"none") {
        if (call.microversion >= 37 && !asked.isString()) {
            return fault(
                400,
                u"Invalid input for field/attribute server. Value: ... 'networks' is a required property"_qs);
        }
        for (const auto &network : state().networks.rows()) {
            if (network->projectId == call.project() && !network->external)
                networks.push_back(network.get());
        }
        if (networks.size() > 1) {
            return fault(
                409, u"Multiple possible networks found, use a Network ID to be more specific."_qs);
        }
    }

    // Quotas.
    const int count = std::max(1, std::max(wanted.value(u"min_count").toVariant().toInt(),
                                           wanted.value(u"max_count").toVariant().toInt()));
    int instances = 0;
    int cores = 0;
    int ram = 0;
    for (const auto &row : state().servers.rows()) {
        if (row->projectId == call.project() && row->vmState != u"deleted") {
            ++instances;
            cores += row->flavor.vcpus;
            ram += row->flavor.ram;
        }
    }
    const struct
    {
        QString what;
        int used;
        int asked;
        int limit;
    } limits[] = {{u"instances"_qs, instances, count, project.quotas.instances},
                  {u"cores"_qs, cores, count * flavor->vcpus, project.quotas.cores},
                  {u"ram"_qs, ram, count * flavor->ram, project.quotas.ram}};
    for (const auto &limit : limits) {
        if (limit.limit >= 0 && limit.used + limit.asked > limit.limit) {
            return fault(403,
                         u"Quota exceeded for %1: Requested %2, but already used %3 of %4 %1"_qs
                             .arg(limit.what)
                             .arg(limit.asked)
                             .arg(limit.used)
                             .arg(limit.limit));
        }
    }

    // Block devices are looked at before anything is made.
    int gigabytes = 0;
    int newVolumes = 0;
    for (const QJsonValue &entry : mapping) {
        const QJsonObject device = entry.toObject();
        const QString source = device.value(u"source_type").toString();
        const QString id = device.value(u"uuid").toString(device.value(u"snapshot_id").toString());
        if (source == u"volume") {
            const Volume *volume = state().volumes.find(id);
            if (volume == nullptr || volume->projectId != call.project())
                return fault(
                    400, u"Block Device Mapping is Invalid: failed to get volume %1."_qs.arg(id));
            if (volume->status != u"available")
                return fault(
                    400,
                    u"Invalid volume: Volume %1 status must be available, but current status is: %2."_qs
                        .arg(id, volume->status));
        } else if (source == u"snapshot") {
            const VolumeSnapshot *snapshot = state().snapshots.find(id);
            if (snapshot == nullptr || snapshot->projectId != call.project())
                return fault(
                    400, u"Block Device Mapping is Invalid: failed to get snapshot %1."_qs.arg(id));
            gigabytes += std::max(snapshot->size, device.value(u"volume_size").toVariant().toInt());
            ++newVolumes;
        } else if (source == u"image" && device.value(u"destination_type") == u"volume"_qs) {
            if (!sees(state().images.find(id)))
                return fault(
                    400, u"Block Device Mapping is Invalid: failed to get image %1."_qs.arg(id));
            gigabytes += std::max(1, device.value(u"volume_size").toVariant().toInt());
            ++newVolumes;
        } else if (source == u"blank") {
            gigabytes += device.value(u"volume_size").toVariant().toInt();
            ++newVolumes;
        }
    }
    const auto usage = m_volumes.usage(call.project());
    const bool volumesExceeded = usage.gigabytes + gigabytes * count > project.quotas.gigabytes ||
                                 usage.volumes + newVolumes * count > project.quotas.volumes;

    QString firstId;
    for (int i = 0; i < count; ++i) {
        Server made = server;
        made.id = world().uuid();
        if (count > 1)
            made.name = u"%1-%2"_qs.arg(name).arg(i + 1);
        for (const QJsonValue &entry : mapping) {
            const QJsonObject device = entry.toObject();
            const QString source = device.value(u"source_type").toString();
            if (source == u"image" && device.value(u"destination_type") != u"volume"_qs)
                continue;
            const QString id =
                device.value(u"uuid").toString(device.value(u"snapshot_id").toString());
            Attachment attachment;
            attachment.device = device.value(u"device_name").toString();
            if (attachment.device.isEmpty())
                attachment.device =
                    nthDevice(made.attachments.size() + (made.imageId.isEmpty() ? 0 : 1));
            attachment.bootIndex = device.value(u"boot_index").toVariant().toInt();
            if (device.value(u"boot_index").isUndefined() || device.value(u"boot_index").isNull())
                attachment.bootIndex = -1;
            attachment.deleteOnTermination = device.value(u"delete_on_termination").toBool(false);
            attachment.tag = device.value(u"tag").toString();
            attachment.attachmentId = world().uuid();
            attachment.bdmUuid = world().uuid();
            if (source == u"volume") {
                attachment.volumeId = id;
                if (Volume *volume = state().volumes.find(id))
                    volume->status = u"reserved"_qs;
            } else if (!volumesExceeded) {
                Volume volume;
                volume.projectId = call.project();
                volume.userId = call.token->userId;
                volume.size = std::max(1, device.value(u"volume_size").toVariant().toInt());
                volume.snapshotId = source == u"snapshot" ? id : QString();
                m_volumes.inheritSource(volume, source == u"image" ? id : QString());
                attachment.volumeId = m_volumes.create(volume).id;
            }
            made.attachments.push_back(attachment);
        }
        for (const Network *network : networks) {
            Port port;
            port.id = world().uuid();
            port.networkId = network->id;
            port.subnetId = network->subnetId;
            port.projectId = call.project();
            port.serverId = made.id;
            port.mac = u"fa:16:3e:%1:%2:%3"_qs.arg(world().hex(2), world().hex(2), world().hex(2));
            port.ip = u"%1.%2.%3"_qs.arg(network->prefix)
                          .arg(world().random(200) + 20)
                          .arg(world().random(240) + 10);
            port.created = world().now();
            for (const auto &group : state().securityGroups.rows()) {
                if (group->projectId == call.project() && made.securityGroups.contains(group->name))
                    port.securityGroups.append(group->id);
            }
            made.addresses.push_back({network->name, port.ip, port.mac, false});
            state().ports.add(std::move(port));
        }
        if (firstId.isEmpty())
            firstId = made.id;
        Server &added = state().servers.add(std::move(made));
        m_lifecycle.beginAction(added, u"create"_qs, call.requestId, call.token->userId,
                                u"compute__do_build_and_run_instance"_qs);
        if (volumesExceeded) {
            // Cinder is asked on the host only: the server ends in ERROR.
            added.attachments.clear();
            m_lifecycle.run(
                added, {{u"block_device_mapping"_qs, std::chrono::milliseconds(1500)}},
                [this, request = call.requestId](Server &row) {
                    row.vmState = u"error"_qs;
                    row.fault = Fault{
                        500, world().now(),
                        u"Build of instance %1 aborted: VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed gigabytes quota."_qs
                            .arg(row.id)};
                    m_lifecycle.finishAction(row, request, false);
                });
        } else {
            m_lifecycle.build(added, call.requestId);
        }
    }
    if (wanted.value(u"return_reservation_id").toBool(false))
        return HttpResponse::json(202,
                                  {{u"reservation_id"_qs, QString(u"r-"_qs + world().hex(8))}});
    const Server &first = *state().servers.find(firstId);
    QJsonArray groupNames;
    for (const QString &group : first.securityGroups)
        groupNames.append(QJsonObject{{u"name"_qs, group}});
    const QJsonObject body{{u"id"_qs, first.id},
                           {u"links"_qs, serverLinks(first)},
                           {u"OS-DCF:diskConfig"_qs, u"MANUAL"_qs},
                           {u"security_groups"_qs, groupNames},
                           {u"adminPass"_qs, world().hex(12)}};
    return HttpResponse::json(202, {{u"server"_qs, body}})
        .with("Location", (world().base + u"/compute/v2.1/servers/" + first.id).toLatin1());
}

} // namespace oriel::demo
