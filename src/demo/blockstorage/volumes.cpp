#include "demo/blockstorage/blockschemas.h"
#include "demo/blockstorage/listing.h"

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
    return QStringList{u"1"_qs, u"t"_qs, u"true"_qs, u"on"_qs, u"y"_qs, u"yes"_qs}.contains(
        text.trimmed().toLower());
}

bool isBoolean(const QString &text)
{
    return isTrue(text) ||
           QStringList{u"0"_qs, u"f"_qs, u"false"_qs, u"off"_qs, u"n"_qs, u"no"_qs}.contains(
               text.trimmed().toLower());
}

/// What is wrong with a filter by time such as "gt:2026-01-15"; empty where it can be read.
QString wrongTimeFilter(const QString &filter)
{
    static const QStringList operators{u"gt"_qs,  u"gte"_qs, u"eq"_qs,
                                       u"neq"_qs, u"lt"_qs,  u"lte"_qs};
    const QString name = filter.section(u':', 0, 0);
    if (!operators.contains(name))
        return u"Invalid %1 operator"_qs.arg(name);
    const QString value = filter.section(u':', 1);
    return parsedTime(value).isValid() ? QString() : u"Invalid %1 value"_qs.arg(value);
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
        QJsonObject body{{u"total_count"_qs, usage.volumes}, {u"total_size"_qs, size}};
        if (call.microversion >= 36)
            body.insert(u"metadata"_qs, QJsonObject());
        return HttpResponse::json(200, {{u"volume-summary"_qs, body}});
    };
    m_router.add("GET", "v3/volumes/summary", summary, {.from = 12});
    m_router.add("POST", "v3/volumes", [this](Call &call) { return createVolume(call); },
                 {.body = &blockschemas::createVolume});
    m_router.add("GET", "v3/volumes/{}", [this](Call &call) {
        const Volume *volume = volumeOf(call, call.parameters[0]);
        if (volume == nullptr)
            return volumeNotFound(call.parameters[0]);
        return HttpResponse::json(200, {{u"volume"_qs, volumeBody(*volume, call, true)}});
    });
    const auto update = [this](Call &call) {
        const QJsonObject wanted = call.body.value(u"volume").toObject();
        Volume *volume = volumeOf(call, call.parameters[0]);
        if (volume == nullptr)
            return volumeNotFound(call.parameters[0]);
        if (!call.member())
            return denied(u"volume:update"_qs);
        describe(*volume, wanted);
        const QJsonObject metadata = wanted.value(u"metadata").toObject();
        for (auto it = metadata.begin(); it != metadata.end(); ++it)
            volume->metadata.insert(it.key(), it.value().toString());
        volume->updated = world().now();
        QJsonObject body = volumeBody(*volume, call, true);
        body.remove(u"os-vol-tenant-attr:tenant_id"_qs);
        return HttpResponse::json(200, {{u"volume"_qs, body}});
    };
    m_router.add("PUT", "v3/volumes/{}", update, {.body = &blockschemas::updateVolume});
    m_router.add("DELETE", "v3/volumes/{}", [this](Call &call) { return deleteVolume(call); });
    m_router.add("POST", "v3/volumes/{}/action", [this](Call &call) { return volumeAction(call); });
    const auto metadata = [this](Call &call) {
        Volume *volume = volumeOf(call, call.parameters[0]);
        if (volume == nullptr)
            return volumeNotFound(call.parameters[0]);
        return metadataResponse(call, *volume, u"Volume"_qs);
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
            {u"rel"_qs, u"self"_qs},
            {u"href"_qs, QString(root + u"v3/" + volume.projectId + u"/volumes/" + volume.id)}},
        QJsonObject{{u"rel"_qs, u"bookmark"_qs},
                    {u"href"_qs, QString(root + volume.projectId + u"/volumes/" + volume.id)}}};
    QJsonObject body{
        {u"id"_qs, volume.id}, {u"name"_qs, valueOrNull(volume.name)}, {u"links"_qs, links}};
    if (!detail)
        return body;
    const int micro = call.microversion;
    body.insert(u"status"_qs, volume.status);
    body.insert(u"size"_qs, volume.size);
    body.insert(u"availability_zone"_qs, u"nova"_qs);
    body.insert(u"created_at"_qs, isoMicro(volume.created));
    body.insert(u"updated_at"_qs, volume.updated ? QJsonValue(isoMicro(*volume.updated))
                                                 : QJsonValue(QJsonValue::Null));
    body.insert(u"description"_qs, valueOrNull(volume.description));
    body.insert(u"volume_type"_qs, volume.volumeType);
    body.insert(u"snapshot_id"_qs, volumeTextOrNull(volume.snapshotId));
    body.insert(u"source_volid"_qs, volumeTextOrNull(volume.sourceVolumeId));
    // Cinder's own metadata is shown among the user's, and is not there to be changed.
    QJsonObject metadata = volumeMapBody(volume.metadata);
    if (volume.readOnly)
        metadata.insert(u"readonly"_qs, *volume.readOnly ? u"True"_qs : u"False"_qs);
    body.insert(u"metadata"_qs, metadata);
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
    QStringList known{u"name"_qs,
                      u"status"_qs,
                      u"metadata"_qs,
                      u"bootable"_qs,
                      u"migration_status"_qs,
                      u"availability_zone"_qs,
                      u"group_id"_qs,
                      u"size"_qs};
    if (call.microversion >= 60)
        known += {u"created_at"_qs, u"updated_at"_qs};
    if (call.microversion >= 65)
        known.append(u"consumes_quota"_qs);
    if (auto refused = refusedFilters(call, known))
        return *refused;
    const auto name = call.request.argument(u"name");
    const auto status = call.request.argument(u"status");
    const auto size = call.request.argument(u"size");
    const auto zone = call.request.argument(u"availability_zone");
    std::optional<bool> bootable;
    if (const auto asked = call.request.argument(u"bootable")) {
        static const QStringList no{u""_qs,    u"0"_qs, u"f"_qs,  u"false"_qs,
                                    u"off"_qs, u"n"_qs, u"no"_qs, u"none"_qs};
        bootable = !no.contains(asked->toLower());
    }
    bool counted = true; // every volume of the demo cloud counts against the quota
    if (const auto asked = call.request.argument(u"consumes_quota");
        asked && call.microversion >= 65) {
        if (!isBoolean(*asked))
            return notBoolean(*asked, u"use_quota"_qs);
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
            fitsFilter(status, row->status) && fitsFilter(zone, u"nova"_qs) &&
            (!size || QString::number(row->size) == *size) &&
            (!bootable || row->bootable == *bootable) && fitsTimes(created, row->created) &&
            hasMetadata(row->metadata, metadata))
            rows.push_back(row.get());
    }
    SortKeys<Volume> sortKeys = commonSortKeys<Volume>();
    sortKeys.insert(u"size"_qs, [](const Volume &row) {
        return QString::number(row.size).rightJustified(10, u'0');
    });
    sortKeys.insert(u"bootable"_qs,
                    [](const Volume &row) { return row.bootable ? u"1"_qs : u"0"_qs; });
    for (const QString &same : {u"volume_type"_qs, u"host"_qs, u"availability_zone"_qs})
        sortKeys.insert(same, [](const Volume &) { return QString(); });
    return pageResponse<Volume>(
        call, u"volumes"_qs, std::move(rows), sortKeys,
        [&](const Volume &row) { return volumeBody(row, call, detail); }, &volumeNotFound);
}

HttpResponse BlockStorageService::malformed()
{
    return fault(400, u"The server could not comply with the request since it is either malformed "
                      u"or otherwise incorrect."_qs);
}

HttpResponse BlockStorageService::createVolume(Call &call)
{
    const QJsonObject wanted = call.body.value(u"volume").toObject();
    // The image is looked up before the policy is asked.
    const QJsonValue image =
        wanted.value(wanted.contains(u"imageRef") ? u"imageRef"_qs : u"image_id"_qs);
    const QString imageId = image.toString();
    const Image *source = state().images.find(imageId);
    const bool visible =
        source != nullptr && (source->owner == call.project() || source->visibility == u"public");
    if (image.isString() && !visible)
        return fault(400, u"Invalid image identifier or unable to access requested image."_qs);
    const auto absent = [&](const QString &key, const QString &kind) {
        return wanted.value(key).isString()
                   ? std::optional(fault(404, u"%1 %2 could not be found."_qs.arg(
                                                  kind, wanted.value(key).toString())))
                   : std::nullopt;
    };
    if (!state().backups.find(wanted.value(u"backup_id").toString())) {
        if (auto refused = absent(u"backup_id"_qs, u"Backup"_qs))
            return *refused;
    }
    if (auto refused = absent(u"group_id"_qs, u"Group"_qs); refused && call.microversion >= 13)
        return *refused;
    if (!call.member())
        return denied(u"volume:create"_qs);
    Volume volume;
    describe(volume, wanted);
    volume.projectId = call.project();
    volume.userId = call.token->userId;
    volume.size = wanted.value(u"size").toVariant().toInt();
    volume.snapshotId = wanted.value(u"snapshot_id").toString();
    volume.sourceVolumeId = wanted.value(u"source_volid").toString();
    const QString type = wanted.value(u"volume_type").toString();
    if (!type.isEmpty() && !VolumeManager::isVolumeType(type))
        return typeNotFound(type);
    if (type == u"__DEFAULT__" || type == QLatin1String(VolumeManager::defaultTypeId))
        volume.volumeType = u"__DEFAULT__"_qs;
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
        if (asked != 0 && asked < source->minDisk) {
            return fault(
                400,
                u"Invalid input received: Volume size %1GB cannot be smaller than the image minDisk size %2GB."_qs
                    .arg(QString::number(asked), QString::number(source->minDisk)));
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
    if (call.has(u"cascade") && !isBoolean(cascadeText))
        return notBoolean(call.argument(u"cascade"), u"cascade"_qs);
    const bool cascade = isTrue(cascadeText);
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
        m_volumes.removeSnapshot(*snapshot, call.requestId);
    m_volumes.remove(*volume);
    return acceptedDelete();
}

HttpResponse BlockStorageService::typeNotFound(const QString &type)
{
    return fault(404, (isUuidLike(type) ? u"Volume type %1 could not be found."_qs
                                        : u"Volume type with name %1 could not be found."_qs)
                          .arg(type));
}

HttpResponse BlockStorageService::volumeAction(Call &call)
{
    if (call.document.isNull())
        return noSuchAction(u"None"_qs);
    if (call.body.size() != 1)
        return fault(400, u"Malformed request body"_qs);
    const QString action = call.body.keys().first();
    struct Rule
    {
        QString policy;
        std::function<Schema(int)> schema = {};
        bool refused = false; ///< to everybody but administrators
    };
    static const QHash<QString, Rule> rules{
        {u"os-extend"_qs, {u"volume:extend"_qs, &blockschemas::extend}},
        {u"os-set_bootable"_qs, {u"volume:update"_qs, &blockschemas::setBootable}},
        {u"os-update_readonly_flag"_qs,
         {u"volume:update_readonly_flag"_qs, &blockschemas::updateReadOnly}},
        {u"os-retype"_qs, {u"volume:retype"_qs, &blockschemas::retype}},
        {u"os-show_image_metadata"_qs, {u"volume_extension:volume_image_metadata:show"_qs}},
        {u"revert"_qs, {u"volume:revert_to_snapshot"_qs}},
        {u"os-reset_status"_qs,
         {u"volume_extension:volume_admin_actions:reset_status"_qs, {}, true}},
        {u"os-force_delete"_qs,
         {u"volume_extension:volume_admin_actions:force_delete"_qs, {}, true}},
        {u"os-force_detach"_qs,
         {u"volume_extension:volume_admin_actions:force_detach"_qs, {}, true}},
        {u"os-migrate_volume"_qs,
         {u"volume_extension:volume_admin_actions:migrate_volume"_qs, {}, true}},
        {u"os-unmanage"_qs, {u"volume_extension:volume_unmanage"_qs, {}, true}}};
    const auto rule = rules.constFind(action);
    if (rule == rules.cend())
        return noSuchAction(action);
    if (action == u"revert" && call.microversion < 40)
        return fault(404, u"The resource could not be found."_qs);
    if (rule->schema) {
        if (auto refused = mismatched(call, rule->schema))
            return *refused;
    }
    if (action == u"revert" && !call.body.value(action).isObject())
        return fault(400, u"Missing required element 'revert' in request body."_qs);
    Volume *volume = volumeOf(call, call.parameters[0]);
    if (volume == nullptr)
        return volumeNotFound(call.parameters[0]);
    if (rule->refused || !call.member())
        return denied(rule->policy);
    const QJsonObject arguments = call.body.value(action).toObject();
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
        volume->readOnly = arguments.value(u"readonly").toVariant().toBool();
        volume->updated = world().now();
        return accepted();
    }
    if (action == u"os-show_image_metadata" && volume->imageMetadata.isEmpty()) {
        return fault(404,
                     u"Glance metadata for volume/snapshot %1 cannot be found."_qs.arg(volume->id));
    }
    if (action == u"os-show_image_metadata")
        return HttpResponse::json(200, {{u"metadata"_qs, volumeMapBody(volume->imageMetadata)}});
    if (action == u"os-retype")
        return retypeVolume(*volume, arguments);
    return revertVolume(call, *volume);
}

HttpResponse BlockStorageService::retypeVolume(Volume &volume, const QJsonObject &arguments)
{
    const QString type = arguments.value(u"new_type").toString();
    if (!VolumeManager::isVolumeType(type))
        return typeNotFound(type);
    if (volume.status != u"available" && volume.status != u"in-use") {
        return fault(400, u"Invalid volume: Volume %1 status must be available, in-use to "
                          "retype, but current status is: %2."_qs.arg(volume.id, volume.status));
    }
    const bool standard =
        type == u"standard" || type == QLatin1String(VolumeManager::standardTypeId);
    volume.volumeType = standard ? u"standard"_qs : u"__DEFAULT__"_qs;
    volume.updated = world().now();
    return accepted();
}

} // namespace oriel::demo
