#include "demo/blockstorage/listing.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

namespace {

QJsonValue volumeTextOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QJsonObject volumeMapBody(const QMap<QString, QString> &map)
{
    QJsonObject body;
    for (auto it = map.begin(); it != map.end(); ++it)
        body.insert(it.key(), it.value());
    return body;
}

} // namespace

void BlockStorageService::addVolumeRoutes()
{
    m_router.add("GET", "v3/volumes", [this](Call &call) { return listVolumes(call, false); });
    m_router.add("GET", "v3/volumes/detail",
                 [this](Call &call) { return listVolumes(call, true); });
    m_router.add("GET", "v3/volumes/summary", [this](Call &call) {
        const auto usage = m_volumes.usage(call.project());
        int size = 0;
        for (const auto &volume : state().volumes.rows())
            size += volume->projectId == call.project() ? volume->size : 0;
        return HttpResponse::json(
            200, {{u"volume-summary"_qs, QJsonObject{{u"total_count"_qs, usage.volumes},
                                                     {u"total_size"_qs, size},
                                                     {u"metadata"_qs, QJsonObject()}}}});
    });
    m_router.add("POST", "v3/volumes", [this](Call &call) { return createVolume(call); });
    m_router.add("GET", "v3/volumes/{}", [this](Call &call) {
        const Volume *volume = volumeOf(call, call.parameters[0]);
        if (volume == nullptr)
            return volumeNotFound(call.parameters[0]);
        return HttpResponse::json(200, {{u"volume"_qs, volumeBody(*volume, call, true)}});
    });
    m_router.add("PUT", "v3/volumes/{}", [this](Call &call) {
        const QJsonObject wanted = call.body.value(u"volume").toObject();
        if (wanted.value(u"name").toString().toUcs4().size() > 255)
            return invalidName(wanted.value(u"name").toString());
        Volume *volume = volumeOf(call, call.parameters[0]);
        if (volume == nullptr)
            return volumeNotFound(call.parameters[0]);
        if (!call.member())
            return denied(u"volume:update"_qs);
        if (wanted.contains(u"name"))
            volume->name = wanted.value(u"name").toString();
        if (wanted.contains(u"description"))
            volume->description = wanted.value(u"description").toString();
        volume->updated = world().now();
        QJsonObject body = volumeBody(*volume, call, true);
        body.remove(u"os-vol-tenant-attr:tenant_id"_qs);
        return HttpResponse::json(200, {{u"volume"_qs, body}});
    });
    m_router.add("DELETE", "v3/volumes/{}", [this](Call &call) { return deleteVolume(call); });
    m_router.add("POST", "v3/volumes/{}/action", [this](Call &call) { return volumeAction(call); });
    const auto metadata = [this](Call &call) {
        Volume *volume = volumeOf(call, call.parameters[0]);
        if (volume == nullptr)
            return volumeNotFound(call.parameters[0]);
        if (call.request.method != "GET" && !call.member())
            return denied(u"volume:update_volume_metadata"_qs);
        return metadataResponse(call, *volume);
    };
    for (const char *method : {"GET", "POST", "PUT"})
        m_router.add(method, "v3/volumes/{}/metadata", metadata);
    for (const char *method : {"GET", "PUT", "DELETE"})
        m_router.add(method, "v3/volumes/{}/metadata/{}", metadata);
}

QJsonObject BlockStorageService::volumeBody(const Volume &volume, const Call &call,
                                            bool detail) const
{
    const QString root = world().base + u"/volume/";
    const QJsonArray links{
        QJsonObject{
            {u"rel"_qs, u"self"_qs},
            {u"href"_qs, QString(root + u"v3/" + volume.projectId + u"/volumes/" + volume.id)}},
        QJsonObject{{u"rel"_qs, u"bookmark"_qs},
                    {u"href"_qs, QString(root + volume.projectId + u"/volumes/" + volume.id)}}};
    QJsonObject body{{u"id"_qs, volume.id}, {u"name"_qs, volume.name}, {u"links"_qs, links}};
    if (!detail)
        return body;
    const int micro = call.microversion;
    body.insert(u"status"_qs, volume.status);
    body.insert(u"size"_qs, volume.size);
    body.insert(u"availability_zone"_qs, u"nova"_qs);
    body.insert(u"created_at"_qs, isoMicro(volume.created));
    body.insert(u"updated_at"_qs, volume.updated ? QJsonValue(isoMicro(*volume.updated))
                                                 : QJsonValue(QJsonValue::Null));
    body.insert(u"description"_qs, volume.description.isNull() ? QJsonValue(QJsonValue::Null)
                                                               : QJsonValue(volume.description));
    body.insert(u"volume_type"_qs, volume.volumeType);
    body.insert(u"snapshot_id"_qs, volumeTextOrNull(volume.snapshotId));
    body.insert(u"source_volid"_qs, volumeTextOrNull(volume.sourceVolumeId));
    body.insert(u"metadata"_qs, volumeMapBody(volume.metadata));
    body.insert(u"user_id"_qs, volume.userId);
    body.insert(u"bootable"_qs, volume.bootable ? u"true"_qs : u"false"_qs);
    body.insert(u"encrypted"_qs, false);
    body.insert(u"replication_status"_qs, QJsonValue::Null);
    body.insert(u"consistencygroup_id"_qs, QJsonValue::Null);
    body.insert(u"multiattach"_qs, false);
    QJsonArray attachments;
    if (!volume.attachmentId.isEmpty()) {
        attachments.append(QJsonObject{{u"id"_qs, volume.id},
                                       {u"attachment_id"_qs, volume.attachmentId},
                                       {u"volume_id"_qs, volume.id},
                                       {u"server_id"_qs, volume.serverId},
                                       {u"host_name"_qs, QJsonValue::Null},
                                       {u"device"_qs, volume.device},
                                       {u"attached_at"_qs, isoMicro(volume.attachedAt)}});
    }
    body.insert(u"attachments"_qs, attachments);
    if (micro >= 13)
        body.insert(u"group_id"_qs, QJsonValue::Null);
    if (micro >= 48) {
        body.insert(u"shared_targets"_qs, false);
        body.insert(u"service_uuid"_qs, u"5a1c3f0e-7b52-4c8e-9a5d-2f6b1e0d4c37"_qs);
    }
    if (micro >= 63)
        body.insert(u"volume_type_id"_qs, u"bdebce9f-5e65-4ea6-888f-68899bb915f5"_qs);
    if (micro >= 65)
        body.insert(u"consumes_quota"_qs, true);
    body.insert(u"os-vol-tenant-attr:tenant_id"_qs, volume.projectId);
    if (!volume.imageMetadata.isEmpty())
        body.insert(u"volume_image_metadata"_qs, volumeMapBody(volume.imageMetadata));
    return body;
}

HttpResponse BlockStorageService::listVolumes(Call &call, bool detail)
{
    const auto name = call.request.argument(u"name");
    const auto status = call.request.argument(u"status");
    const auto bootable = call.request.argument(u"bootable");
    const QMap<QString, QString> metadata = wantedMetadata(call);
    std::vector<const Volume *> rows;
    for (const auto &row : state().volumes.rows()) {
        if (row->projectId == call.project() && (!name || row->name == *name) &&
            (!status || row->status == *status) &&
            (!bootable || row->bootable == (bootable->toLower() == u"true" || *bootable == u"1")) &&
            hasMetadata(row->metadata, metadata))
            rows.push_back(row.get());
    }
    return pageResponse<Volume>(
        call, u"volumes"_qs, std::move(rows),
        [&](const Volume &row) { return volumeBody(row, call, detail); }, &volumeNotFound);
}

HttpResponse BlockStorageService::malformed()
{
    return fault(400, u"The server could not comply with the request since it is either malformed "
                      u"or otherwise incorrect."_qs);
}

std::optional<HttpResponse> BlockStorageService::refusedSize(const QJsonValue &size)
{
    const QString text = size.toVariant().toString();
    const auto invalid = [&](const QString &why) {
        return fault(400,
                     u"Invalid input for field/attribute size. Value: %1. %2"_qs.arg(text, why));
    };
    bool number = false;
    const qint64 value = text.toLongLong(&number);
    if (size.isString() && (!number || value < 0))
        return invalid(u"'%1' does not match '^[0-9]+$'"_qs.arg(text));
    if (number && value < 1)
        return invalid(u"%1 is less than the minimum of 1"_qs.arg(text));
    return std::nullopt;
}

HttpResponse BlockStorageService::createVolume(Call &call)
{
    const QJsonObject wanted = call.body.value(u"volume").toObject();
    if (!call.body.contains(u"volume"))
        return fault(400, u"'volume' is a required property"_qs);
    const QString name = wanted.value(u"name").toString();
    const auto nameLength = name.toUcs4().size();
    if (nameLength > 255) {
        return fault(400, u"Invalid input received: name has %1 characters, more than 255."_qs.arg(
                              nameLength));
    }
    if (auto refused = refusedSize(wanted.value(u"size")))
        return *refused;
    if (!call.member())
        return denied(u"volume:create"_qs);
    Volume volume;
    volume.name = name;
    volume.description = wanted.value(u"description").toString();
    volume.projectId = call.project();
    volume.userId = call.token->userId;
    volume.size = wanted.value(u"size").toVariant().toInt();
    volume.snapshotId = wanted.value(u"snapshot_id").toString();
    volume.sourceVolumeId = wanted.value(u"source_volid").toString();
    const QString imageId =
        wanted.value(u"imageRef").toString(wanted.value(u"image_id").toString());
    const QString type = wanted.value(u"volume_type").toString();
    if (!type.isEmpty())
        volume.volumeType = type;
    if (volume.volumeType == u"bdebce9f-5e65-4ea6-888f-68899bb915f5")
        volume.volumeType = u"standard"_qs;
    if (volume.volumeType != u"standard" && volume.volumeType != u"__DEFAULT__")
        return fault(404, u"Volume type with name %1 could not be found."_qs.arg(type));
    const QString zone = wanted.value(u"availability_zone").toString();
    if (!zone.isEmpty() && zone != u"nova")
        return fault(400, u"Availability zone '%1' is invalid."_qs.arg(zone));
    const QJsonObject metadata = wanted.value(u"metadata").toObject();
    for (auto it = metadata.begin(); it != metadata.end(); ++it)
        volume.metadata.insert(it.key(), it.value().toString());

    const int asked = volume.size;
    if (!volume.snapshotId.isEmpty()) {
        const VolumeSnapshot *snapshot = snapshotOf(call, volume.snapshotId);
        if (snapshot == nullptr)
            return snapshotNotFound(volume.snapshotId);
        if (snapshot->status != u"available") {
            return fault(
                400,
                u"Invalid snapshot: Originating snapshot status must be one of 'available' values"_qs);
        }
        if (asked != 0 && asked < snapshot->size) {
            return fault(400, u"Invalid input received: Volume size '%1'GB cannot be smaller than "
                              u"the snapshot size %2GB. "
                              "They must be >= original snapshot size."_qs.arg(
                                  QString::number(asked), QString::number(snapshot->size)));
        }
    }
    if (!volume.sourceVolumeId.isEmpty() && volumeOf(call, volume.sourceVolumeId) == nullptr)
        return volumeNotFound(volume.sourceVolumeId);
    if (!imageId.isEmpty()) {
        const Image *image = state().images.find(imageId);
        if (image == nullptr || (image->owner != call.project() && image->visibility != u"public"))
            return fault(400, u"Invalid image identifier or unable to access requested image."_qs);
        if (asked != 0 && asked < image->minDisk) {
            return fault(
                400,
                u"Invalid input received: Volume size %1GB cannot be smaller than the image minDisk size %2GB."_qs
                    .arg(QString::number(asked), QString::number(image->minDisk)));
        }
    }
    m_volumes.inheritSource(volume, imageId);
    if (volume.size <= 0)
        return malformed();
    const Quotas &quotas = state().projects.find(call.project())->quotas;
    if (m_volumes.usage(call.project()).volumes + 1 > quotas.volumes) {
        return overLimit(
            u"VolumeLimitExceeded: Maximum number of volumes allowed (%1) exceeded for quota 'volumes'."_qs
                .arg(quotas.volumes));
    }
    if (auto refused = overGigabytes(call, volume.size))
        return *refused;
    const Volume &made = m_volumes.create(volume);
    QJsonObject body = volumeBody(made, call, true);
    body.remove(u"os-vol-tenant-attr:tenant_id"_qs);
    body.remove(u"volume_image_metadata"_qs);
    return HttpResponse::json(202, {{u"volume"_qs, body}});
}

HttpResponse BlockStorageService::deleteVolume(Call &call)
{
    Volume *volume = volumeOf(call, call.parameters[0]);
    if (volume == nullptr)
        return volumeNotFound(call.parameters[0]);
    if (!call.member())
        return denied(u"volume:delete"_qs);
    const QString cascadeText = call.argument(u"cascade").toLower();
    const bool cascade = cascadeText == u"true" || cascadeText == u"1";
    const auto snapshots = m_volumes.snapshotsOf(volume->id);
    static const QStringList deletable{u"available"_qs, u"error"_qs, u"error_restoring"_qs,
                                       u"error_extending"_qs, u"error_managing"_qs};
    const bool busy =
        cascade && std::any_of(snapshots.begin(), snapshots.end(), [](const VolumeSnapshot *s) {
            return s->status != u"available" && s->status != u"error" && s->status != u"deleting";
        });
    if (!deletable.contains(volume->status) || !volume->attachmentId.isEmpty() || busy ||
        (!snapshots.empty() && !cascade)) {
        return fault(
            400,
            u"Invalid volume: Volume status must be available or error or error_restoring or "
            u"error_extending "
            "or error_managing and must not be migrating, attached, belong to a group, have "
            "snapshots, "
            "awaiting a transfer, or be disassociated from snapshots after volume transfer."_qs);
    }
    for (VolumeSnapshot *snapshot : snapshots)
        m_volumes.removeSnapshot(*snapshot);
    m_volumes.remove(*volume);
    return acceptedDelete();
}

HttpResponse BlockStorageService::volumeAction(Call &call)
{
    Volume *volume = volumeOf(call, call.parameters[0]);
    if (volume == nullptr)
        return volumeNotFound(call.parameters[0]);
    const QString action = call.body.isEmpty() ? QString() : call.body.keys().first();
    const QJsonObject arguments = call.body.value(action).toObject();
    if (!call.member())
        return denied(u"volume:update"_qs);
    if (action == u"os-extend") {
        const int wanted = arguments.value(u"new_size").toVariant().toInt();
        const bool inUse = volume->status == u"in-use" && call.microversion >= 42;
        if (volume->status != u"available" && !inUse) {
            return fault(
                400,
                u"Invalid volume: Volume %1 status must be '{'status': 'available'}' to extend, currently %2."_qs
                    .arg(volume->id, volume->status));
        }
        if (wanted <= volume->size) {
            return fault(400, u"Invalid input received: New size for extend must be greater than "
                              u"current size. (current: "
                              "%1, extended: %2)."_qs.arg(QString::number(volume->size),
                                                          QString::number(wanted)));
        }
        if (auto refused = overGigabytes(call, wanted - volume->size))
            return *refused;
        const QString before = volume->status;
        volume->status = u"extending"_qs;
        volume->updated = world().now();
        world().later(1500ms, [this, id = volume->id, wanted, before] {
            if (Volume *row = state().volumes.find(id)) {
                row->size = wanted;
                row->status = before;
                row->updated = world().now();
            }
        });
        return accepted();
    }
    if (action == u"os-set_bootable") {
        volume->bootable = arguments.value(u"bootable").toVariant().toBool();
        volume->updated = world().now();
        HttpResponse response = accepted();
        response.status = 200;
        return response;
    }
    if (action == u"os-update_readonly_flag") {
        volume->metadata.insert(u"readonly"_qs, arguments.value(u"readonly").toVariant().toBool()
                                                    ? u"True"_qs
                                                    : u"False"_qs);
        volume->updated = world().now();
        return accepted();
    }
    if (action == u"os-show_image_metadata")
        return HttpResponse::json(200, {{u"metadata"_qs, volumeMapBody(volume->imageMetadata)}});
    if (action == u"revert")
        return call.microversion >= 40 ? revertVolume(call, *volume)
                                       : fault(404, u"The resource could not be found."_qs);
    return fault(400,
                 u"There is no such action: %1. Verify the request body and Content-Type header "
                 u"and try again."_qs.arg(action));
}

} // namespace oriel::demo
