#include "demo/blockstorage/blockschemas.h"
#include "demo/blockstorage/blockstorageservice.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

namespace {

QJsonObject textsBody(const QMap<QString, QString> &texts)
{
    QJsonObject body;
    for (auto it = texts.begin(); it != texts.end(); ++it)
        body.insert(it.key(), it.value());
    return body;
}

} // namespace

HttpResponse BlockStorageService::typeNotFound(const QString &type)
{
    return fault(404, (isUuidLike(type) ? u"Volume type %1 could not be found."_s
                                        : u"Volume type with name %1 could not be found."_s)
                          .arg(type));
}

HttpResponse BlockStorageService::volumeAction(Call &call)
{
    if (call.document.isNull())
        return noSuchAction(u"None"_s);
    if (call.body.size() != 1)
        return fault(400, u"Malformed request body"_s);
    const QString action = call.body.keys().first();
    struct Rule
    {
        QString policy;
        std::function<Schema(int)> schema = {};
        bool refused = false; ///< for everyone but administrators
    };
    static const QHash<QString, Rule> rules{
        {u"os-extend"_s, {u"volume:extend"_s, &blockschemas::extend}},
        {u"os-set_bootable"_s, {u"volume:update"_s, &blockschemas::setBootable}},
        {u"os-update_readonly_flag"_s,
         {u"volume:update_readonly_flag"_s, &blockschemas::updateReadOnly}},
        {u"os-retype"_s, {u"volume:retype"_s, &blockschemas::retype}},
        {u"os-show_image_metadata"_s, {u"volume_extension:volume_image_metadata:show"_s}},
        {u"os-set_image_metadata"_s,
         {u"volume_extension:volume_image_metadata:set"_s, &blockschemas::setImageMetadata}},
        {u"os-unset_image_metadata"_s,
         {u"volume_extension:volume_image_metadata:remove"_s, &blockschemas::unsetImageMetadata}},
        {u"os-volume_upload_image"_s,
         {u"volume_extension:volume_actions:upload_image"_s, &blockschemas::uploadImage}},
        {u"revert"_s, {u"volume:revert_to_snapshot"_s}},
        {u"os-reset_status"_s, {u"volume_extension:volume_admin_actions:reset_status"_s, {}, true}},
        {u"os-force_delete"_s, {u"volume_extension:volume_admin_actions:force_delete"_s, {}, true}},
        {u"os-force_detach"_s, {u"volume_extension:volume_admin_actions:force_detach"_s, {}, true}},
        {u"os-migrate_volume"_s,
         {u"volume_extension:volume_admin_actions:migrate_volume"_s, {}, true}},
        {u"os-unmanage"_s, {u"volume_extension:volume_unmanage"_s, {}, true}}};
    const auto rule = rules.constFind(action);
    if (rule == rules.cend())
        return noSuchAction(action);
    if (action == u"revert" && call.microversion < 40)
        return fault(404, u"The resource could not be found."_s);
    if (rule->schema) {
        if (auto refused = mismatched(call, rule->schema))
            return *refused;
    }
    if (action == u"revert" && !call.body.value(action).isObject())
        return fault(400, u"Missing required element 'revert' in request body."_s);
    Volume *volume = volumeOf(call, call.parameters[0]);
    if (volume == nullptr)
        return volumeNotFound(call.parameters[0]);
    if (!call.member() || (rule->refused && !call.administrator()))
        return denied(rule->policy);
    const QJsonObject arguments = call.body.value(action).toObject();
    if (action == u"os-extend") {
        const int wanted = arguments.value(u"new_size").toVariant().toInt();
        const bool inUse = volume->status == u"in-use" && call.microversion >= 42;
        if (volume->status != u"available" && !inUse) {
            return fault(
                400,
                u"Invalid volume: Volume %1 status must be '{'status': 'available'}' to extend, currently %2."_s
                    .arg(volume->id, volume->status));
        }
        if (wanted <= volume->size) {
            return fault(400, u"Invalid input received: New size for extend must be greater than "
                              u"current size. (current: "
                              "%1, extended: %2)."_s.arg(QString::number(volume->size),
                                                         QString::number(wanted)));
        }
        if (auto refused = overVolumeSize(call, wanted))
            return *refused;
        if (auto refused = overGigabytes(call, wanted - volume->size, volume->volumeType))
            return *refused;
        const QString before = volume->status;
        volume->status = u"extending"_s;
        volume->updated = world().now();
        world().later(1500ms, [this, id = volume->id, wanted, before, request = call.requestId] {
            Volume *row = state().volumes.find(id);
            if (row == nullptr || row->status != u"extending")
                return;
            const bool fails = world().faults.takeVolumeFailure(u"extend"_s);
            row->size = fails ? row->size : wanted;
            row->status = fails ? u"error_extending"_s : before;
            row->updated = world().now();
            if (fails)
                m_volumes.addMessage(row->projectId, u"VOLUME"_s, id, u"VOLUME_VOLUME_007_001"_s,
                                     u"extend volume:An unknown error occurred."_s, request);
        });
        return accepted();
    }
    if (action == u"os-set_bootable") {
        if (auto refused = refusedUpdate(*volume))
            return *refused;
        volume->bootable = arguments.value(u"bootable").toVariant().toBool();
        volume->updated = world().now();
        HttpResponse response = accepted();
        response.status = 200;
        return response;
    }
    if (action == u"os-update_readonly_flag") {
        if (volume->status != u"available")
            return fault(400, u"Invalid volume: Volume %1 status must be available to update "
                              u"readonly flag, but current status is: %2."_s.arg(volume->id,
                                                                                 volume->status));
        volume->readOnly = arguments.value(u"readonly").toVariant().toBool();
        volume->updated = world().now();
        return accepted();
    }
    if (action == u"os-show_image_metadata" && volume->imageMetadata.isEmpty()) {
        return fault(404,
                     u"Glance metadata for volume/snapshot %1 cannot be found."_s.arg(volume->id));
    }
    if (action == u"os-show_image_metadata")
        return HttpResponse::json(200, {{u"metadata"_s, textsBody(volume->imageMetadata)}});
    if (action == u"os-set_image_metadata" || action == u"os-unset_image_metadata")
        return changeImageMetadata(*volume, arguments);
    if (action == u"os-retype")
        return retypeVolume(call, *volume, arguments);
    if (action == u"os-volume_upload_image")
        return uploadVolume(call, *volume, arguments);
    if (action == u"os-reset_status") {
        volume->status = arguments.value(u"status").toString(volume->status);
        volume->updated = world().now();
        return accepted();
    }
    if (rule->refused)
        return denied(rule->policy); // not even to the demo cloud's administrators
    return revertVolume(call, *volume);
}

std::optional<HttpResponse> BlockStorageService::refusedUpdate(const Volume &volume)
{
    if (volume.status != u"maintenance")
        return std::nullopt;
    return fault(400, u"Invalid volume: The volume cannot be updated during maintenance."_s);
}

std::optional<HttpResponse> BlockStorageService::refusedMetadata(const Volume &volume, bool removes)
{
    if (volume.status != u"uploading" && volume.status != u"maintenance")
        return std::nullopt;
    return fault(400, u"Invalid volume: %1 volume metadata is not allowed for volumes in %2 "
                      "status."_s.arg(removes ? u"Deleting"_s : u"Updating"_s, volume.status));
}

/// Several are set at once, or one is removed.
HttpResponse BlockStorageService::changeImageMetadata(Volume &volume, const QJsonObject &arguments)
{
    const bool removes = arguments.contains(u"key");
    const QString key = arguments.value(u"key").toString();
    if (removes && !volume.imageMetadata.contains(key))
        return fault(404,
                     u"Glance metadata for volume/snapshot %1 cannot be found."_s.arg(volume.id));
    if (auto refused = refusedMetadata(volume, removes))
        return *refused;
    if (removes) {
        volume.imageMetadata.remove(key);
        HttpResponse response = acceptedDelete();
        response.status = 200;
        return response;
    }
    const QJsonObject metadata = arguments.value(u"metadata").toObject();
    for (auto it = metadata.begin(); it != metadata.end(); ++it)
        volume.imageMetadata.insert(it.key(), it.value().toString());
    return HttpResponse::json(200, {{u"metadata"_s, textsBody(volume.imageMetadata)}});
}

/// Accepted at once; what prevents it is found out later, and then not said.
HttpResponse BlockStorageService::retypeVolume(Call &call, Volume &volume,
                                               const QJsonObject &arguments)
{
    const VolumeManager::Type *type =
        VolumeManager::typeOf(arguments.value(u"new_type").toString());
    if (type == nullptr)
        return typeNotFound(arguments.value(u"new_type").toString());
    const QString name = QLatin1String(type->name);
    if (auto refused = overType(call, volume.size, name))
        return *refused;
    if (const QString why = whyOverVolumesOf(call, name); !why.isEmpty())
        return overLimit(u"VolumeLimitExceeded: "_s + why);
    const QString before = volume.status;
    if ((before != u"available" && before != u"in-use") || volume.volumeType == name ||
        !volume.groupId.isEmpty()) {
        return fault(400, u"Invalid volume: Retype needs volume to be in available or in-use "
                          u"state, not be part of an active migration or a consistency group, "
                          u"requested type has to be different that the one from the volume, and "
                          u"for in-use volumes front-end qos specs cannot change."_s);
    }
    const bool becomesShared = type->multiattach;
    if (volume.multiattach != becomesShared && before != u"available")
        return fault(400, u"Invalid input received: Invalid volume_type passed, retypes affecting "
                          u"multiattach are only allowed on available volumes, the specified "
                          u"volume however currently has a status of: %1."_s.arg(before));
    // The types are on different storage, so the data is copied.
    const Server *server =
        volume.uses.empty() ? nullptr : state().servers.find(volume.uses.front().serverId);
    const bool fails =
        arguments.value(u"migration_policy").toString() != u"on-demand" ||
        !m_volumes.snapshotsOf(volume.id).empty() ||
        (server != nullptr && server->vmState != u"active" && server->vmState != u"paused");
    volume.status = u"retyping"_s;
    volume.updated = world().now();
    world().later(fails ? 1000ms : 4000ms,
                  [this, id = volume.id, before, name, fails, becomesShared] {
                      Volume *row = state().volumes.find(id);
                      if (row == nullptr || row->status != u"retyping")
                          return;
                      row->status = before;
                      row->volumeType = fails ? row->volumeType : name;
                      row->multiattach = fails ? row->multiattach : becomesShared;
                      row->updated = world().now();
                  });
    return accepted();
}

HttpResponse BlockStorageService::uploadVolume(Call &call, Volume &volume,
                                               const QJsonObject &arguments)
{
    const auto flag = [&](const char *key) {
        static const QStringList yes{u"1"_s, u"t"_s, u"true"_s, u"on"_s, u"y"_s, u"yes"_s};
        return yes.contains(arguments.value(QLatin1String(key)).toVariant().toString().toLower());
    };
    const bool force = flag("force");
    const QString before = volume.status;
    if (before != u"available" && !(force && before == u"in-use")) {
        return fault(400, u"Invalid volume: Volume %1 status must be %2"_s.arg(
                              volume.id, force ? u"available or in-use"_s : u"available"_s));
    }
    const QString visibility = arguments.value(u"visibility").toString(u"private"_s);
    if (visibility == u"public" && call.microversion >= 1 && !call.administrator())
        return denied(u"volume_extension:volume_actions:upload_public"_s);
    Image image;
    image.id = world().uuid();
    image.name = arguments.value(u"image_name").toString();
    image.status = u"queued"_s;
    image.owner = call.project();
    image.diskFormat = arguments.value(u"disk_format").toString(u"raw"_s);
    image.containerFormat = arguments.value(u"container_format").toString(u"bare"_s);
    image.visibility = call.microversion >= 1 ? visibility : u"private"_s;
    image.isProtected = call.microversion >= 1 && flag("protected");
    image.created = image.updated = world().now();
    image.properties = VolumeManager::customImageMetadata(volume);
    const QString imageId = image.id;
    const QJsonObject upload{{u"id"_s, volume.id},
                             {u"updated_at"_s, isoMicro(world().now())},
                             {u"status"_s, u"uploading"_s},
                             {u"display_description"_s, volume.description},
                             {u"size"_s, volume.size},
                             {u"volume_type"_s, QJsonObject{{u"name"_s, volume.volumeType}}},
                             {u"image_id"_s, imageId},
                             {u"container_format"_s, image.containerFormat},
                             {u"disk_format"_s, image.diskFormat},
                             {u"image_name"_s, image.name},
                             {u"protected"_s, image.isProtected},
                             {u"visibility"_s, image.visibility}};
    state().images.add(std::move(image));
    volume.status = u"uploading"_s;
    volume.updated = world().now();
    const bool fails = world().faults.takeUploadFailure();
    world().later(1000ms, [this, imageId] {
        if (Image *row = state().images.find(imageId); row != nullptr && row->status == u"queued")
            row->status = u"saving"_s;
    });
    world().later(3000ms, [this, id = volume.id, imageId, before, fails, request = call.requestId] {
        Volume *row = state().volumes.find(id);
        if (row != nullptr && row->status == u"uploading")
            row->status = before;
        Image *made = state().images.find(imageId);
        if (fails && row != nullptr)
            m_volumes.addMessage(row->projectId, u"VOLUME"_s, id, u"VOLUME_VOLUME_003_004"_s,
                                 u"copy volume to image:Failed to upload volume to image at "
                                 u"backend."_s,
                                 request);
        if (made == nullptr || row == nullptr)
            return;
        if (fails) {
            state().images.remove(imageId); // as Cinder does
            return;
        }
        made->status = u"active"_s;
        made->size = made->virtualSize = qint64{row->size} * 1024 * 1024 * 1024;
        made->updated = world().now();
    });
    return HttpResponse::json(202, {{u"os-volume_upload_image"_s, upload}});
}

} // namespace oriel::demo
