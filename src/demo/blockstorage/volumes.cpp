#include "demo/blockstorage/blockschemas.h"
#include "demo/blockstorage/listing.h"
#include "demo/zones.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

namespace {

QJsonValue volumeTextOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

bool isTrue(const QString &text)
{
    return QStringList{u"1"_s, u"t"_s, u"true"_s, u"on"_s, u"y"_s, u"yes"_s}.contains(
        text.trimmed().toLower());
}

bool isBoolean(const QString &text)
{
    return isTrue(text) ||
           QStringList{u"0"_s, u"f"_s, u"false"_s, u"off"_s, u"n"_s, u"no"_s}.contains(
               text.trimmed().toLower());
}

/// What is wrong with a time filter such as "gt:2026-01-15"; empty: nothing.
QString wrongTimeFilter(const QString &filter)
{
    static const QStringList operators{u"gt"_s, u"gte"_s, u"eq"_s, u"neq"_s, u"lt"_s, u"lte"_s};
    const QString name = filter.section(u':', 0, 0);
    if (!operators.contains(name))
        return u"Invalid %1 operator"_s.arg(name);
    const QString value = filter.section(u':', 1);
    return parsedTime(value).isValid() ? QString() : u"Invalid %1 value"_s.arg(value);
}

bool fitsTimes(const QString &filters, const QDateTime &time)
{
    const QStringList parts = filters.split(u',', Qt::SkipEmptyParts);
    return std::all_of(parts.begin(), parts.end(), [&](const QString &part) {
        const QString name = part.section(u':', 0, 0);
        const QDateTime value = parsedTime(part.section(u':', 1));
        if (name == u"gt")
            return time > value;
        if (name == u"gte")
            return time >= value;
        if (name == u"lt")
            return time < value;
        if (name == u"lte")
            return time <= value;
        return (time == value) == (name == u"eq");
    });
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
    const auto summary = [this](Call &call) {
        const auto usage = m_volumes.usage(call.project());
        int size = 0;
        for (const auto &volume : state().volumes.rows())
            size += volume->projectId == call.project() ? volume->size : 0;
        QJsonObject body{{u"total_count"_s, usage.volumes}, {u"total_size"_s, size}};
        if (call.microversion >= 36)
            body.insert(u"metadata"_s, QJsonObject());
        return HttpResponse::json(200, {{u"volume-summary"_s, body}});
    };
    m_router.add("GET", "v3/volumes/summary", summary, {.from = 12});
    m_router.add("POST", "v3/volumes", [this](Call &call) { return createVolume(call); },
                 {.body = &blockschemas::createVolume});
    m_router.add("GET", "v3/volumes/{}", [this](Call &call) {
        const Volume *volume = volumeOf(call, call.parameters[0]);
        if (volume == nullptr)
            return volumeNotFound(call.parameters[0]);
        return HttpResponse::json(200, {{u"volume"_s, volumeBody(*volume, call, true)}});
    });
    const auto update = [this](Call &call) {
        const QJsonObject wanted = call.body.value(u"volume").toObject();
        Volume *volume = volumeOf(call, call.parameters[0]);
        if (volume == nullptr)
            return volumeNotFound(call.parameters[0]);
        if (!call.member())
            return denied(u"volume:update"_s);
        if (auto refused = refusedUpdate(*volume))
            return *refused;
        describe(*volume, wanted);
        if (wanted.value(u"metadata").isObject()) { // replaced as a whole, but for Cinder's own
            const QJsonObject metadata = wanted.value(u"metadata").toObject();
            for (const QString &key : volume->metadata.keys()) {
                if (key != u"readonly" && key != u"attached_mode")
                    volume->metadata.remove(key);
            }
            for (auto it = metadata.begin(); it != metadata.end(); ++it)
                volume->metadata.insert(it.key(), it.value().toString());
        }
        volume->updated = world().now();
        QJsonObject body = volumeBody(*volume, call, true);
        body.remove(u"os-vol-tenant-attr:tenant_id"_s);
        return HttpResponse::json(200, {{u"volume"_s, body}});
    };
    m_router.add("PUT", "v3/volumes/{}", update, {.body = &blockschemas::updateVolume});
    m_router.add("DELETE", "v3/volumes/{}", [this](Call &call) { return deleteVolume(call); });
    m_router.add("POST", "v3/volumes/{}/action", [this](Call &call) { return volumeAction(call); });
    const auto metadata = [this](Call &call) {
        Volume *volume = volumeOf(call, call.parameters[0]);
        if (volume == nullptr)
            return volumeNotFound(call.parameters[0]);
        // Cinder checks the policy, and whether the item exists, before the status.
        const bool removes = call.request.method == "DELETE";
        const bool absent = removes && !volume->metadata.contains(call.parameters[1]);
        if (call.request.method != "GET" && call.member() && !absent) {
            if (auto refused = refusedMetadata(*volume, removes))
                return *refused;
        }
        return metadataResponse(call, *volume, u"Volume"_s);
    };
    m_router.add("GET", "v3/volumes/{}/metadata", metadata);
    for (const char *method : {"POST", "PUT"})
        m_router.add(method, "v3/volumes/{}/metadata", metadata, {.body = &blockschemas::metadata});
    for (const char *method : {"GET", "DELETE"})
        m_router.add(method, "v3/volumes/{}/metadata/{}", metadata);
    m_router.add("PUT", "v3/volumes/{}/metadata/{}", metadata,
                 {.body = &blockschemas::metadataItem});
}

QJsonObject BlockStorageService::volumeBody(const Volume &volume, const Call &call,
                                            bool detail) const
{
    const QString root = world().base + u"/volume/";
    const QJsonArray links{
        QJsonObject{
            {u"rel"_s, u"self"_s},
            {u"href"_s, QString(root + u"v3/" + volume.projectId + u"/volumes/" + volume.id)}},
        QJsonObject{{u"rel"_s, u"bookmark"_s},
                    {u"href"_s, QString(root + volume.projectId + u"/volumes/" + volume.id)}}};
    QJsonObject body{
        {u"id"_s, volume.id}, {u"name"_s, valueOrNull(volume.name)}, {u"links"_s, links}};
    if (!detail)
        return body;
    const int micro = call.microversion;
    body.insert(u"status"_s, volume.status);
    body.insert(u"size"_s, volume.size);
    body.insert(u"availability_zone"_s, volume.zone);
    body.insert(u"created_at"_s, isoMicro(volume.created));
    body.insert(u"updated_at"_s, volume.updated ? QJsonValue(isoMicro(*volume.updated))
                                                : QJsonValue(QJsonValue::Null));
    body.insert(u"description"_s, valueOrNull(volume.description));
    body.insert(u"volume_type"_s, volume.volumeType);
    body.insert(u"snapshot_id"_s, volumeTextOrNull(volume.snapshotId));
    body.insert(u"source_volid"_s, volumeTextOrNull(volume.sourceVolumeId));
    // Cinder's own metadata is shown among the user's, but cannot be changed.
    QJsonObject metadata = volumeMapBody(volume.metadata);
    if (volume.readOnly)
        metadata.insert(u"readonly"_s, *volume.readOnly ? u"True"_s : u"False"_s);
    body.insert(u"metadata"_s, metadata);
    body.insert(u"user_id"_s, volume.userId);
    body.insert(u"bootable"_s, volume.bootable ? u"true"_s : u"false"_s);
    body.insert(u"encrypted"_s, false);
    body.insert(u"replication_status"_s, QJsonValue::Null);
    body.insert(u"consistencygroup_id"_s, QJsonValue::Null);
    body.insert(u"multiattach"_s, volume.multiattach);
    QJsonArray attachments;
    for (const VolumeUse &use : volume.uses) {
        attachments.append(QJsonObject{{u"id"_s, volume.id},
                                       {u"attachment_id"_s, use.attachmentId},
                                       {u"volume_id"_s, volume.id},
                                       {u"server_id"_s, use.serverId},
                                       {u"host_name"_s, QJsonValue::Null},
                                       {u"device"_s, use.device},
                                       {u"attached_at"_s, isoMicro(use.attachedAt)}});
    }
    body.insert(u"attachments"_s, attachments);
    if (micro >= 13)
        body.insert(u"group_id"_s, valueOrNull(volume.groupId));
    if (micro >= 48) {
        body.insert(u"shared_targets"_s, false);
        body.insert(u"service_uuid"_s, u"5a1c3f0e-7b52-4c8e-9a5d-2f6b1e0d4c37"_s);
    }
    if (micro >= 63)
        body.insert(u"volume_type_id"_s,
                    QLatin1String(VolumeManager::typeOf(volume.volumeType)->id));
    if (micro >= 65)
        body.insert(u"consumes_quota"_s, true);
    body.insert(u"os-vol-tenant-attr:tenant_id"_s, volume.projectId);
    if (!volume.imageMetadata.isEmpty())
        body.insert(u"volume_image_metadata"_s, volumeMapBody(volume.imageMetadata));
    return body;
}

HttpResponse BlockStorageService::listVolumes(Call &call, bool detail)
{
    QStringList known{u"name"_s,
                      u"status"_s,
                      u"metadata"_s,
                      u"bootable"_s,
                      u"migration_status"_s,
                      u"availability_zone"_s,
                      u"group_id"_s,
                      u"size"_s};
    if (call.microversion >= 60)
        known += {u"created_at"_s, u"updated_at"_s};
    if (call.microversion >= 65)
        known.append(u"consumes_quota"_s);
    if (auto refused = refusedFilters(call, known))
        return *refused;
    const auto name = call.request.argument(u"name");
    const auto status = call.request.argument(u"status");
    const auto size = call.request.argument(u"size");
    const auto zone = call.request.argument(u"availability_zone");
    const auto group = call.request.argument(u"group_id");
    std::optional<bool> bootable;
    if (const auto asked = call.request.argument(u"bootable")) {
        static const QStringList no{u""_s,    u"0"_s, u"f"_s,  u"false"_s,
                                    u"off"_s, u"n"_s, u"no"_s, u"none"_s};
        bootable = !no.contains(asked->toLower());
    }
    bool counted = true; // every volume of the demo cloud counts against the quota
    if (const auto asked = call.request.argument(u"consumes_quota");
        asked && call.microversion >= 65) {
        if (!isBoolean(*asked))
            return notBoolean(*asked, u"use_quota"_s);
        counted = isTrue(*asked);
    }
    const QString created = call.microversion >= 60 ? call.argument(u"created_at") : QString();
    for (const QString &part : created.split(u',', Qt::SkipEmptyParts)) {
        if (const QString wrong = wrongTimeFilter(part); !wrong.isEmpty())
            return fault(400, wrong);
    }
    const auto metadata = wantedMetadata(call);
    std::vector<const Volume *> rows;
    for (const auto &row : state().volumes.rows()) {
        if (row->projectId == call.project() && counted && fitsFilter(name, row->name) &&
            fitsFilter(status, row->status) && fitsFilter(zone, row->zone) &&
            fitsFilter(group, row->groupId) && (!size || QString::number(row->size) == *size) &&
            (!bootable || row->bootable == *bootable) && fitsTimes(created, row->created) &&
            hasMetadata(row->metadata, metadata))
            rows.push_back(row.get());
    }
    SortKeys<Volume> sortKeys = commonSortKeys<Volume>();
    sortKeys.insert(u"size"_s, [](const Volume &row) {
        return QString::number(row.size).rightJustified(10, u'0');
    });
    sortKeys.insert(u"bootable"_s,
                    [](const Volume &row) { return row.bootable ? u"1"_s : u"0"_s; });
    for (const QString &same : {u"volume_type"_s, u"host"_s, u"availability_zone"_s})
        sortKeys.insert(same, [](const Volume &) { return QString(); });
    return pageResponse<Volume>(
        call, u"volumes"_s, std::move(rows), sortKeys,
        [&](const Volume &row) { return volumeBody(row, call, detail); }, &volumeNotFound);
}

HttpResponse BlockStorageService::malformed()
{
    return fault(400, u"The server could not comply with the request since it is either malformed "
                      u"or otherwise incorrect."_s);
}

HttpResponse BlockStorageService::createVolume(Call &call)
{
    const QJsonObject wanted = call.body.value(u"volume").toObject();
    // The image is looked up before the policy is checked.
    const QJsonValue image =
        wanted.value(wanted.contains(u"imageRef") ? u"imageRef"_s : u"image_id"_s);
    const QString imageId = image.toString();
    const Image *source = state().images.find(imageId);
    const bool visible =
        source != nullptr && (source->owner == call.project() || source->visibility == u"public");
    if (image.isString() && !visible)
        return fault(400, u"Invalid image identifier or unable to access requested image."_s);
    const auto absent = [&](const QString &key, const QString &kind) {
        return wanted.value(key).isString()
                   ? std::optional(fault(404, u"%1 %2 could not be found."_s.arg(
                                                  kind, wanted.value(key).toString())))
                   : std::nullopt;
    };
    Backup *backup = backupOf(call, wanted.value(u"backup_id").toString());
    if (backup == nullptr) {
        if (auto refused = absent(u"backup_id"_s, u"Backup"_s))
            return *refused;
    }
    const VolumeGroup *group = groupOf(call, wanted.value(u"group_id").toString());
    if (call.microversion >= 13 && group == nullptr) {
        if (auto refused = absent(u"group_id"_s, u"Group"_s))
            return *refused;
    }
    if (!call.member())
        return denied(u"volume:create"_s);
    Volume volume;
    describe(volume, wanted);
    volume.projectId = call.project();
    volume.userId = call.token->userId;
    volume.size = wanted.value(u"size").toVariant().toInt();
    volume.snapshotId = wanted.value(u"snapshot_id").toString();
    volume.sourceVolumeId = wanted.value(u"source_volid").toString();
    const QString type = wanted.value(u"volume_type").toString();
    const VolumeManager::Type *known = VolumeManager::typeOf(type);
    if (!type.isEmpty() && known == nullptr)
        return typeNotFound(type);
    if (known != nullptr)
        volume.volumeType = QLatin1String(known->name);
    volume.zone = wanted.value(u"availability_zone").toString();
    if (!volume.zone.isEmpty() && !zones::has(volume.zone))
        return fault(400, u"Availability zone '%1' is invalid."_s.arg(volume.zone));
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
                u"Invalid snapshot: Originating snapshot status must be one of 'available' values"_s);
        }
        if (asked != 0 && asked < snapshot->size) {
            return fault(400, u"Invalid input received: Volume size '%1'GB cannot be smaller than "
                              u"the snapshot size %2GB. "
                              "They must be >= original snapshot size."_s.arg(
                                  QString::number(asked), QString::number(snapshot->size)));
        }
    }
    if (!volume.sourceVolumeId.isEmpty()) {
        const Volume *original = volumeOf(call, volume.sourceVolumeId);
        if (original == nullptr)
            return volumeNotFound(volume.sourceVolumeId);
        if (original->status != u"available" && original->status != u"in-use")
            return fault(400, u"Invalid volume: Originating volume status must be one of "
                              "'available, in-use' values"_s);
    }
    if (!imageId.isEmpty()) {
        if (asked != 0 && asked < source->minDisk) {
            return fault(
                400,
                u"Invalid input received: Volume size %1GB cannot be smaller than the image minDisk size %2GB."_s
                    .arg(QString::number(asked), QString::number(source->minDisk)));
        }
    }
    if (backup != nullptr) {
        if (backup->status != u"available")
            return fault(400, u"Invalid backup: Originating backup status must be one of "
                              "'available' values"_s);
        if (asked != 0 && asked < backup->size)
            return fault(400, u"Invalid input received: Volume size %1GB cannot be smaller than "
                              "the backup size %2GB. It must be >= backup size."_s.arg(
                                  QString::number(asked), QString::number(backup->size)));
        volume.size = std::max(volume.size, backup->size);
    }
    // Cinder's cloned_volume_same_az, which is on.
    const VolumeSnapshot *copied = state().snapshots.find(volume.snapshotId);
    const Volume *origin =
        state().volumes.find(copied != nullptr ? copied->volumeId : volume.sourceVolumeId);
    if (origin != nullptr && !volume.zone.isEmpty() && volume.zone != origin->zone)
        return fault(400,
                     u"Invalid input received: Volume must be in the same availability zone "
                     "as the %1"_s.arg(copied != nullptr ? u"snapshot"_s : u"source volume"_s));
    m_volumes.inheritSource(volume, imageId, known == nullptr);
    if (volume.size <= 0)
        return malformed();
    if (auto refused = overVolumeSize(call, volume.size))
        return *refused;
    if (auto refused = overVolumes(call, volume.volumeType))
        return *refused;
    if (auto refused = overGigabytes(call, volume.size, volume.volumeType))
        return *refused;
    if (call.microversion >= 13 && group != nullptr)
        volume.groupId = group->id;
    Volume &made = m_volumes.create(volume, {}, backup != nullptr);
    if (backup != nullptr)
        writeBack(*backup, made);
    QJsonObject body = volumeBody(made, call, true);
    body.remove(u"os-vol-tenant-attr:tenant_id"_s);
    body.remove(u"volume_image_metadata"_s);
    return HttpResponse::json(202, {{u"volume"_s, body}});
}

HttpResponse BlockStorageService::deleteVolume(Call &call)
{
    Volume *volume = volumeOf(call, call.parameters[0]);
    if (volume == nullptr)
        return volumeNotFound(call.parameters[0]);
    if (!call.member())
        return denied(u"volume:delete"_s);
    const QString cascadeText = call.argument(u"cascade").toLower();
    if (call.has(u"cascade") && !isBoolean(cascadeText))
        return notBoolean(call.argument(u"cascade"), u"cascade"_s);
    const bool cascade = isTrue(cascadeText);
    const auto snapshots = m_volumes.snapshotsOf(volume->id);
    static const QStringList deletable{u"available"_s, u"error"_s, u"error_restoring"_s,
                                       u"error_extending"_s, u"error_managing"_s};
    const bool busy =
        cascade && std::any_of(snapshots.begin(), snapshots.end(), [](const VolumeSnapshot *s) {
            return s->status != u"available" && s->status != u"error" && s->status != u"deleting";
        });
    if (!deletable.contains(volume->status) || !volume->uses.empty() || busy ||
        !volume->groupId.isEmpty() || (!snapshots.empty() && !cascade)) {
        return fault(
            400,
            u"Invalid volume: Volume status must be available or error or error_restoring or "
            u"error_extending "
            "or error_managing and must not be migrating, attached, belong to a group, have "
            "snapshots, "
            "awaiting a transfer, or be disassociated from snapshots after volume transfer."_s);
    }
    for (VolumeSnapshot *snapshot : snapshots)
        m_volumes.removeSnapshot(*snapshot, call.requestId);
    m_volumes.remove(*volume);
    return acceptedDelete();
}

} // namespace oriel::demo
