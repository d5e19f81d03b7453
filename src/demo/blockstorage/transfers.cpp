#include "demo/blockstorage/blockschemas.h"
#include "demo/blockstorage/blockstorageservice.h"

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

QJsonObject transferBody(const VolumeTransfer &transfer, const Call &call, const QString &base,
                         bool detail)
{
    const QString path = u"/os-volume-transfer/"_s + transfer.id;
    QJsonObject body{
        {u"id"_s, transfer.id},
        {u"name"_s,
         transfer.name.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(transfer.name)},
        {u"volume_id"_s, transfer.volumeId},
        {u"links"_s,
         QJsonArray{
             QJsonObject{{u"rel"_s, u"self"_s},
                         {u"href"_s, QString(base + u"/volume/v3/" + call.project() + path)}},
             QJsonObject{{u"rel"_s, u"bookmark"_s},
                         {u"href"_s, QString(base + u"/volume/" + call.project() + path)}}}}};
    if (!detail)
        return body;
    body.insert(u"created_at"_s, isoMicro(transfer.created));
    if (call.microversion >= 55)
        body.insert(u"no_snapshots"_s, transfer.noSnapshots);
    if (call.microversion >= 57) {
        body.insert(u"source_project_id"_s, transfer.projectId);
        body.insert(u"destination_project_id"_s, QJsonValue::Null);
        body.insert(u"accepted"_s, false);
    }
    return body;
}

} // namespace

void BlockStorageService::addTransferRoutes()
{
    for (const QByteArray path : {"v3/os-volume-transfer", "v3/volume-transfers"}) {
        const int since = path.endsWith("volume-transfers") ? 55 : 0;
        m_router.add("GET", path.constData(),
                     [this](Call &call) { return listTransfers(call, false); }, {.from = 0});
        m_router.add("GET", QByteArray(path + "/detail").constData(),
                     [this](Call &call) { return listTransfers(call, true); }, {.from = 0});
        m_router.add("POST", path.constData(), [this](Call &call) { return createTransfer(call); },
                     {.body = &blockschemas::createTransfer, .from = since});
        m_router.add("GET", QByteArray(path + "/{}").constData(),
                     [this](Call &call) {
                         const VolumeTransfer *transfer = transferOf(call, call.parameters[0]);
                         if (transfer == nullptr)
                             return transferNotFound(call.parameters[0]);
                         return HttpResponse::json(
                             200,
                             {{u"transfer"_s, transferBody(*transfer, call, world().base, true)}});
                     },
                     {.from = since});
        m_router.add("POST", QByteArray(path + "/{}/accept").constData(),
                     [this](Call &call) { return acceptTransfer(call); },
                     {.body = &blockschemas::acceptTransfer, .from = since});
        m_router.add("DELETE", QByteArray(path + "/{}").constData(),
                     [this](Call &call) {
                         VolumeTransfer *transfer = transferOf(call, call.parameters[0]);
                         if (transfer == nullptr)
                             return transferNotFound(call.parameters[0]);
                         if (!call.member())
                             return denied(u"volume:delete_transfer"_s);
                         if (Volume *volume = state().volumes.find(transfer->volumeId))
                             volume->status = u"available"_s;
                         state().transfers.remove(transfer->id);
                         return acceptedDelete();
                     },
                     {.from = since});
    }
}

HttpResponse BlockStorageService::transferNotFound(const QString &id)
{
    return fault(404, u"Transfer %1 could not be found."_s.arg(id));
}

VolumeTransfer *BlockStorageService::transferOf(const Call &call, const QString &id) const
{
    VolumeTransfer *transfer = state().transfers.find(id);
    return transfer != nullptr && transfer->projectId == call.project() ? transfer : nullptr;
}

HttpResponse BlockStorageService::listTransfers(Call &call, bool detail)
{
    QJsonArray rows;
    for (const auto &transfer : state().transfers.rows()) {
        if (transfer->projectId == call.project())
            rows.append(transferBody(*transfer, call, world().base, detail));
    }
    return HttpResponse::json(200, {{u"transfers"_s, rows}});
}

HttpResponse BlockStorageService::createTransfer(Call &call)
{
    const QJsonObject wanted = call.body.value(u"transfer").toObject();
    const QString volumeId = wanted.value(u"volume_id").toString();
    Volume *volume = volumeOf(call, volumeId);
    if (volume == nullptr)
        return volumeNotFound(volumeId);
    if (!call.member())
        return denied(u"volume:create_transfer"_s);
    if (volume->status != u"available")
        return fault(400, u"Invalid volume: status must be available"_s);
    VolumeTransfer made;
    made.noSnapshots = wanted.value(u"no_snapshots").toBool();
    for (const VolumeSnapshot *snapshot : m_volumes.snapshotsOf(volumeId)) {
        if (!made.noSnapshots && snapshot->status != u"available")
            return fault(400, u"Invalid snapshot: snapshot: %1 status must be available"_s.arg(
                                  snapshot->id));
    }
    made.id = world().uuid();
    made.name = wanted.value(u"name").toString().trimmed();
    made.volumeId = volumeId;
    made.projectId = call.project();
    made.authKey = world().hex(16);
    made.created = world().now();
    volume->status = u"awaiting-transfer"_s;
    const VolumeTransfer &added = state().transfers.add(std::move(made));
    QJsonObject body = transferBody(added, call, world().base, true);
    body.insert(u"auth_key"_s, added.authKey);
    return HttpResponse::json(202, {{u"transfer"_s, body}});
}

/// Of any project: who has the key may have the volume.
HttpResponse BlockStorageService::acceptTransfer(Call &call)
{
    const QString id = call.parameters[0];
    VolumeTransfer *transfer = state().transfers.find(id);
    if (!call.member())
        return denied(u"volume:accept_transfer"_s);
    if (transfer == nullptr)
        return transferNotFound(id);
    const QString key =
        call.body.value(u"accept").toObject().value(u"auth_key").toVariant().toString();
    if (key != transfer->authKey)
        return fault(400,
                     u"Invalid auth key: Attempt to transfer %1 with invalid auth key."_s.arg(id));
    Volume *volume = state().volumes.find(transfer->volumeId);
    if (volume == nullptr)
        return volumeNotFound(transfer->volumeId);
    if (auto refused = overVolumes(call, volume->volumeType))
        return *refused;
    if (auto refused = overGigabytes(call, volume->size, volume->volumeType))
        return *refused;
    for (VolumeSnapshot *snapshot : m_volumes.snapshotsOf(volume->id)) {
        if (!transfer->noSnapshots)
            snapshot->projectId = call.project();
    }
    volume->projectId = call.project();
    volume->userId = call.token->userId;
    volume->status = u"available"_s;
    volume->updated = world().now();
    const QJsonObject body = transferBody(*transfer, call, world().base, false);
    state().transfers.remove(id);
    return HttpResponse::json(202, {{u"transfer"_s, body}});
}

} // namespace oriel::demo
