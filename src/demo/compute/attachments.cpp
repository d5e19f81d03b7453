#include "demo/compute/computeschemas.h"
#include "demo/compute/computeservice.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

namespace {

QJsonObject attachmentBody(const Server &server, const Attachment &attachment, int micro)
{
    QJsonObject body{{u"volumeId"_s, attachment.volumeId},
                     {u"serverId"_s, server.id},
                     {u"device"_s, attachment.device}};
    if (micro < 89)
        body.insert(u"id"_s, attachment.volumeId);
    if (micro >= 70)
        body.insert(u"tag"_s, attachment.tag.isEmpty() ? QJsonValue(QJsonValue::Null)
                                                       : QJsonValue(attachment.tag));
    if (micro >= 79)
        body.insert(u"delete_on_termination"_s, attachment.deleteOnTermination);
    if (micro >= 89) {
        body.insert(u"attachment_id"_s, attachment.attachmentId);
        body.insert(u"bdm_uuid"_s, attachment.bdmUuid);
    }
    return body;
}

/// The states in which volumes can be attached and detached; not in a suspended one.
const QStringList &withVolumes()
{
    static const QStringList states{u"active"_s,           u"paused"_s,      u"stopped"_s,
                                    u"resized"_s,          u"soft-delete"_s, u"shelved"_s,
                                    u"shelved_offloaded"_s};
    return states;
}

} // namespace

void ComputeService::addAttachmentRoutes()
{
    const char *const collection = "v2.1/servers/{}/os-volume_attachments";
    const char *const single = "v2.1/servers/{}/os-volume_attachments/{}";
    const auto attached = [](Server &server, const QString &volumeId) -> Attachment * {
        for (Attachment &attachment : server.attachments) {
            if (attachment.volumeId == volumeId)
                return &attachment;
        }
        return nullptr;
    };
    m_router.add("GET", collection,
                 [this](Call &call) {
                     const Server *server = serverOf(call, call.parameters[0]);
                     if (server == nullptr)
                         return instanceNotFound(call.parameters[0]);
                     const int limit = call.has(u"limit") ? call.argument(u"limit").toInt() : 1000;
                     int skipped = call.argument(u"offset").toInt();
                     QJsonArray rows;
                     for (const Attachment &attachment : server->attachments) {
                         if (skipped-- <= 0 && rows.size() < limit)
                             rows.append(attachmentBody(*server, attachment, call.microversion));
                     }
                     return HttpResponse::json(200, {{u"volumeAttachments"_s, rows}});
                 },
                 {.query = &computeschemas::listAttachments});
    m_router.add("GET", single, [this, attached](Call &call) {
        Server *server = serverOf(call, call.parameters[0]);
        if (server == nullptr)
            return instanceNotFound(call.parameters[0]);
        const Attachment *found = attached(*server, call.parameters[1]);
        if (found == nullptr)
            return fault(404, u"Instance %1 is not attached to volume %2"_s.arg(
                                  server->id, call.parameters[1]));
        return HttpResponse::json(
            200, {{u"volumeAttachment"_s, attachmentBody(*server, *found, call.microversion)}});
    });
    const auto update = [this, attached](Call &call) {
        Server *server = serverOf(call, call.parameters[0]);
        if (server == nullptr)
            return instanceNotFound(call.parameters[0]);
        const QJsonObject wanted = call.body.value(u"volumeAttachment").toObject();
        // Another volume would replace this one, which only administrators may do.
        if (call.microversion < 85 || wanted.value(u"volumeId").toString() != call.parameters[1])
            return denied(u"os-volumes-attachments:swap"_s);
        if (!call.member())
            return denied(u"os-volumes-attachments:update"_s);
        Attachment *found = attached(*server, call.parameters[1]);
        if (found == nullptr)
            return fault(404,
                         u"No volume Block Device Mapping with id %1."_s.arg(call.parameters[1]));
        const std::pair<QString, QString> fixed[] = {{u"id"_s, found->volumeId},
                                                     {u"serverId"_s, server->id},
                                                     {u"device"_s, found->device},
                                                     {u"tag"_s, found->tag}};
        for (const auto &[key, value] : fixed) {
            if (wanted.contains(key) && wanted.value(key).toString() != value)
                return fault(400, u"The %1 property is not mutable"_s.arg(key));
        }
        if (wanted.contains(u"delete_on_termination")) {
            const QStringList yes{u"1"_s, u"t"_s, u"true"_s, u"on"_s, u"y"_s, u"yes"_s};
            const QString text = wanted.value(u"delete_on_termination").toVariant().toString();
            found->deleteOnTermination = yes.contains(text.toLower());
        }
        return accepted();
    };
    m_router.add("PUT", single, update, {.body = &computeschemas::updateAttachment});
    const auto attach = [this, attached](Call &call) {
        Server *server = serverOf(call, call.parameters[0]);
        if (server == nullptr)
            return instanceNotFound(call.parameters[0]);
        if (!call.member())
            return denied(u"os-volumes-attachments:create"_s);
        if (server->locked)
            return fault(409, u"Instance %1 is locked"_s.arg(server->id));
        if (const auto refused = wrongState(u"attach_volume"_s, *server, withVolumes()))
            return *refused;
        const QJsonObject wanted = call.body.value(u"volumeAttachment").toObject();
        Volume *volume = state().volumes.find(wanted.value(u"volumeId").toString());
        if (volume == nullptr || volume->projectId != call.project())
            return fault(
                404, u"Volume %1 could not be found."_s.arg(wanted.value(u"volumeId").toString()));
        if (!volume->uses.empty() && !volume->multiattach) {
            return fault(400,
                         u"Invalid volume: volume %1 is already attached to instances: %2"_s.arg(
                             volume->id, volume->uses.front().serverId));
        }
        if (attached(*server, volume->id) != nullptr)
            return fault(400, u"Invalid volume: volume %1 already attached"_s.arg(volume->id));
        if (volume->multiattach && server->vmState == u"shelved_offloaded")
            return fault(400, u"Attaching multiattach volumes is not supported for "
                              u"shelved-offloaded instances."_s);
        if (volume->multiattach && call.microversion < 60)
            return fault(400, u"Multiattach volumes are only supported starting with compute API "
                              u"version 2.60."_s);
        const bool isShared = volume->multiattach && volume->status == u"in-use";
        if (volume->status != u"available" && !isShared) {
            return fault(
                400,
                u"Invalid volume: volume %1 status must be 'available'. Currently in '%2'"_s.arg(
                    volume->id, volume->status));
        }
        QStringList used{server->imageId.isEmpty() ? QString() : u"/dev/vda"_s};
        for (const Attachment &attachment : server->attachments)
            used.append(attachment.device);
        Attachment made;
        made.volumeId = volume->id;
        for (char16_t letter = u'a'; made.device.isEmpty() && letter <= u'z'; ++letter) {
            const QString device = u"/dev/vd"_s + QChar(letter);
            if (!used.contains(device))
                made.device = device;
        }
        made.deleteOnTermination =
            call.microversion >= 79 && wanted.value(u"delete_on_termination").toBool(false);
        made.tag = wanted.value(u"tag").toString();
        made.attachmentId = world().uuid();
        made.bdmUuid = world().uuid();
        server->attachments.push_back(made);
        volume->status = u"reserved"_s;
        m_lifecycle.beginAction(*server, u"attach_volume"_s, call.requestId, call.token->userId,
                                u"compute_attach_volume"_s);
        finishAttaching(server->id, made, call.requestId);
        // The answer to this call never contains the keys of 2.89.
        return HttpResponse::json(
            200, {{u"volumeAttachment"_s,
                   attachmentBody(*server, made, std::min(call.microversion, 88))}});
    };
    m_router.add("POST", collection, attach, {.body = &computeschemas::attachVolume});
    m_router.add("DELETE", single, [this, attached](Call &call) {
        Server *server = serverOf(call, call.parameters[0]);
        if (server == nullptr)
            return instanceNotFound(call.parameters[0]);
        if (!call.member())
            return denied(u"os-volumes-attachments:delete"_s);
        Volume *volume = state().volumes.find(call.parameters[1]);
        if (volume == nullptr || volume->projectId != call.project())
            return fault(404, u"Volume %1 could not be found."_s.arg(call.parameters[1]));
        const Attachment *found = attached(*server, volume->id);
        if (found == nullptr)
            return fault(404,
                         u"Instance %1 is not attached to volume %2"_s.arg(server->id, volume->id));
        if (found->bootIndex == 0)
            return fault(400, u"Cannot detach a root device volume"_s);
        if (server->locked)
            return fault(409, u"Instance %1 is locked"_s.arg(server->id));
        if (const auto refused = wrongState(u"detach_volume"_s, *server, withVolumes()))
            return *refused;
        if (volume->status != u"in-use") {
            return fault(
                400, u"Invalid volume: Invalid input received: Invalid volume: Unable to detach "
                     u"volume. Volume "
                     "status must be 'in-use' and attach_status must be 'attached' to detach."_s);
        }
        volume->status = u"detaching"_s;
        m_lifecycle.beginAction(*server, u"detach_volume"_s, call.requestId, call.token->userId,
                                u"compute_detach_volume"_s);
        finishDetaching(server->id, volume->id, call.requestId);
        return accepted();
    });
}

void ComputeService::finishAttaching(const QString &serverId, const Attachment &made,
                                     const QByteArray &requestId)
{
    const auto step = [this, serverId, made](const QString &from) -> Volume * {
        Server *server = state().servers.find(serverId);
        Volume *volume = state().volumes.find(made.volumeId);
        const bool holds = server != nullptr && server->vmState != u"deleted" &&
                           volume != nullptr && volume->status == from;
        return holds ? volume : nullptr;
    };
    world().later(600ms, [step] {
        if (Volume *volume = step(u"reserved"_s))
            volume->status = u"attaching"_s;
    });
    const bool fails = world().faults.takeActionFailure(u"attach_volume"_s);
    world().later(1800ms, [this, serverId, made, requestId, fails, step] {
        Volume *volume = step(u"attaching"_s);
        if (volume == nullptr)
            return;
        Server &server = *state().servers.find(serverId);
        if (fails) {
            std::erase_if(server.attachments,
                          [&](const Attachment &a) { return a.volumeId == made.volumeId; });
            m_volumes.detach(*volume, serverId);
        } else {
            m_volumes.attach(*volume, serverId, made);
        }
        m_lifecycle.finishAction(server, requestId, !fails);
    });
}

void ComputeService::finishDetaching(const QString &serverId, const QString &volumeId,
                                     const QByteArray &requestId)
{
    const bool fails = world().faults.takeActionFailure(u"detach_volume"_s);
    world().later(1800ms, [this, serverId, volumeId, requestId, fails] {
        Server *server = state().servers.find(serverId);
        Volume *volume = state().volumes.find(volumeId);
        if (server == nullptr || volume == nullptr || volume->status != u"detaching")
            return;
        if (fails) {
            volume->status = u"in-use"_s; // Nova rolls it back
        } else {
            std::erase_if(server->attachments,
                          [&](const Attachment &a) { return a.volumeId == volumeId; });
            m_volumes.detach(*volume, serverId);
        }
        m_lifecycle.finishAction(*server, requestId, !fails);
    });
}

} // namespace oriel::demo
