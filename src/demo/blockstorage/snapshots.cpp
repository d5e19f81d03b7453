#include "demo/blockstorage/blockschemas.h"
#include "demo/blockstorage/listing.h"

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

bool falseText(const QJsonValue &value)
{
    if (value.isBool())
        return !value.toBool();
    const QString text = value.toVariant().toString().toLower();
    return text == u"false" || text == u"0" || text == u"no" || text == u"off";
}

} // namespace

void BlockStorageService::addSnapshotRoutes()
{
    m_router.add("GET", "v3/snapshots", [this](Call &call) { return listSnapshots(call, false); });
    m_router.add("GET", "v3/snapshots/detail",
                 [this](Call &call) { return listSnapshots(call, true); });
    m_router.add("POST", "v3/snapshots", [this](Call &call) { return createSnapshot(call); },
                 {.body = &blockschemas::createSnapshot});
    m_router.add("POST", "v3/snapshots/{}/action",
                 [this](Call &call) { return snapshotAction(call); });
    m_router.add("GET", "v3/snapshots/{}", [this](Call &call) {
        const VolumeSnapshot *snapshot = snapshotOf(call, call.parameters[0]);
        if (snapshot == nullptr)
            return snapshotNotFound(call.parameters[0]);
        return HttpResponse::json(200, {{u"snapshot"_s, snapshotBody(*snapshot, call, true)}});
    });
    const auto update = [this](Call &call) {
        const QJsonObject wanted = call.body.value(u"snapshot").toObject();
        VolumeSnapshot *snapshot = snapshotOf(call, call.parameters[0]);
        if (snapshot == nullptr)
            return snapshotNotFound(call.parameters[0]);
        if (!call.member())
            return denied(u"volume:update_snapshot"_s);
        describe(*snapshot, wanted);
        snapshot->updated = world().now();
        return HttpResponse::json(200, {{u"snapshot"_s, snapshotBody(*snapshot, call, false)}});
    };
    m_router.add("PUT", "v3/snapshots/{}", update, {.body = &blockschemas::updateSnapshot});
    m_router.add("DELETE", "v3/snapshots/{}", [this](Call &call) {
        VolumeSnapshot *snapshot = snapshotOf(call, call.parameters[0]);
        if (snapshot == nullptr)
            return snapshotNotFound(call.parameters[0]);
        if (!call.member())
            return denied(u"volume:delete_snapshot"_s);
        if ((snapshot->status != u"available" && snapshot->status != u"error") ||
            !snapshot->groupSnapshotId.isEmpty()) {
            return fault(
                400,
                u"Invalid snapshot: Snapshot status must be available or error and must not be part of a group."_s);
        }
        m_volumes.removeSnapshot(*snapshot, call.requestId);
        return acceptedDelete();
    });
    const auto metadata = [this](Call &call) {
        VolumeSnapshot *snapshot = snapshotOf(call, call.parameters[0]);
        if (snapshot == nullptr)
            return snapshotNotFound(call.parameters[0]);
        if (auto refused = refusedSnapshotMetadata(call))
            return *refused;
        return metadataResponse(call, *snapshot, u"Snapshot"_s);
    };
    for (const char *method : {"GET", "POST", "PUT"})
        m_router.add(method, "v3/snapshots/{}/metadata", metadata);
    for (const char *method : {"GET", "PUT", "DELETE"})
        m_router.add(method, "v3/snapshots/{}/metadata/{}", metadata);
}

QJsonObject BlockStorageService::snapshotBody(const VolumeSnapshot &snapshot, const Call &call,
                                              bool extended)
{
    QJsonObject metadata;
    for (auto it = snapshot.metadata.begin(); it != snapshot.metadata.end(); ++it)
        metadata.insert(it.key(), it.value());
    QJsonObject body{{u"id"_s, snapshot.id},
                     {u"created_at"_s, isoMicro(snapshot.created)},
                     {u"updated_at"_s, snapshot.updated ? QJsonValue(isoMicro(*snapshot.updated))
                                                        : QJsonValue(QJsonValue::Null)},
                     {u"name"_s, valueOrNull(snapshot.name)},
                     {u"description"_s, valueOrNull(snapshot.description)},
                     {u"volume_id"_s, snapshot.volumeId},
                     {u"status"_s, snapshot.status},
                     {u"size"_s, snapshot.size},
                     {u"metadata"_s, metadata}};
    if (call.microversion >= 14)
        body.insert(u"group_snapshot_id"_s, valueOrNull(snapshot.groupSnapshotId));
    if (call.microversion >= 41)
        body.insert(u"user_id"_s, snapshot.userId);
    if (call.microversion >= 65)
        body.insert(u"consumes_quota"_s, true);
    if (extended) {
        body.insert(u"os-extended-snapshot-attributes:project_id"_s, snapshot.projectId);
        body.insert(u"os-extended-snapshot-attributes:progress"_s, u"%1%"_s.arg(snapshot.progress));
    }
    return body;
}

HttpResponse BlockStorageService::listSnapshots(Call &call, bool detail)
{
    QStringList known{u"name"_s, u"status"_s, u"volume_id"_s, u"metadata"_s,
                      u"availability_zone"_s};
    if (call.microversion >= 65)
        known.append(u"consumes_quota"_s);
    if (auto refused = refusedFilters(call, known))
        return *refused;
    const auto name = call.request.argument(u"name");
    const auto status = call.request.argument(u"status");
    const auto volume = call.request.argument(u"volume_id");
    std::optional<QMap<QString, QString>> wanted = QMap<QString, QString>();
    if (call.microversion >= 22)
        wanted = wantedMetadata(call);
    const QString counted = call.argument(u"consumes_quota").toLower();
    const bool none = call.microversion >= 65 && (counted == u"false" || counted == u"0");
    std::vector<const VolumeSnapshot *> rows;
    for (const auto &row : state().snapshots.rows()) {
        if (row->projectId == call.project() && !none && fitsFilter(name, row->name) &&
            fitsFilter(status, row->status) && fitsFilter(volume, row->volumeId) &&
            hasMetadata(row->metadata, wanted))
            rows.push_back(row.get());
    }
    SortKeys<VolumeSnapshot> sortKeys = commonSortKeys<VolumeSnapshot>();
    sortKeys.insert(u"volume_id"_s, [](const VolumeSnapshot &row) { return row.volumeId; });
    sortKeys.insert(u"volume_size"_s, [](const VolumeSnapshot &row) {
        return QString::number(row.size).rightJustified(10, u'0');
    });
    if (call.microversion < 30)
        sortKeys.remove(u"name"_s);
    return pageResponse<VolumeSnapshot>(
        call, u"snapshots"_s, std::move(rows), sortKeys,
        [&](const VolumeSnapshot &row) {
            QJsonObject body = snapshotBody(row, call, detail);
            // the short list never contains what later microversions add
            for (const QString &key : {u"group_snapshot_id"_s, u"user_id"_s, u"consumes_quota"_s}) {
                if (!detail)
                    body.remove(key);
            }
            return body;
        },
        &snapshotNotFound);
}

std::optional<HttpResponse> BlockStorageService::refusedSnapshotMetadata(const Call &call)
{
    // Cinder has no schema here, and therefore other messages.
    if (call.request.method != "POST" && call.request.method != "PUT")
        return std::nullopt;
    const QString key = call.parameters.size() == 2 ? u"meta"_s : u"metadata"_s;
    const QJsonValue given = call.body.value(key);
    if (!given.isObject())
        return fault(400, u"Missing required element '%1' in request body."_s.arg(key));
    const QJsonObject metadata = given.toObject();
    for (auto it = metadata.begin(); it != metadata.end(); ++it) {
        const QString text = it.value().toString();
        if (it.key().isEmpty())
            return fault(400, u"Invalid metadata: Invalid input received: Metadata key:  has 0 "
                              "characters, less than 1."_s);
        if (!it.value().isString())
            return fault(400, u"Invalid metadata: Invalid input received: Value for metadata key: "
                              "%1 is not a string or unicode"_s.arg(it.key()));
        if (it.key().toUcs4().size() > 255)
            return overSize(
                u"Metadata property key %1 greater than 255 characters."_s.arg(it.key()));
        if (text.toUcs4().size() > 255)
            return overSize(
                u"Metadata property key %1 value greater than 255 characters."_s.arg(it.key()));
    }
    return std::nullopt;
}

HttpResponse BlockStorageService::overSize(const QString &message)
{
    return HttpResponse::json(
        413, {{u"overLimit"_s,
               QJsonObject{{u"code"_s, 413},
                           {u"message"_s, QString(u"Invalid metadata size: " + message)}}}});
}

HttpResponse BlockStorageService::snapshotAction(Call &call)
{
    if (call.body.size() != 1)
        return fault(400, u"Malformed request body"_s);
    const QString action = call.body.keys().first();
    static const QHash<QString, QString> refused{
        {u"os-reset_status"_s, u"volume_extension:snapshot_admin_actions:reset_status"_s},
        {u"os-force_delete"_s, u"volume_extension:snapshot_admin_actions:force_delete"_s},
        {u"os-unmanage"_s, u"snapshot_extension:snapshot_unmanage"_s}};
    if (!refused.contains(action))
        return noSuchAction(action);
    if (snapshotOf(call, call.parameters[0]) == nullptr)
        return snapshotNotFound(call.parameters[0]);
    return denied(refused.value(action));
}

HttpResponse BlockStorageService::createSnapshot(Call &call)
{
    const QJsonObject wanted = call.body.value(u"snapshot").toObject();
    const QString volumeId = wanted.value(u"volume_id").toString(u"None"_s);
    const bool forcedAnyway = call.microversion >= 66;
    if (forcedAnyway && wanted.contains(u"force") && falseText(wanted.value(u"force"))) {
        return fault(400,
                     u"Since microversion 3.66 the 'force' flag is invalid for this request.  For "
                     u"backward compatability, however, when the 'force' flag is passed with a "
                     u"value evaluating to True, it is silently ignored."_s);
    }
    const Volume *volume = volumeOf(call, volumeId);
    if (volume == nullptr)
        return volumeNotFound(volumeId);
    if (!call.member())
        return denied(u"volume:create_snapshot"_s);
    const bool force =
        forcedAnyway || (wanted.contains(u"force") && !falseText(wanted.value(u"force")));
    if (volume->status != u"available" && !(force && volume->status == u"in-use")) {
        return fault(
            400,
            u"Invalid volume: Volume %1 status must be available, but current status is: %2."_s.arg(
                volume->id, volume->status));
    }
    const Quotas &quotas = state().projects.find(call.project())->quotas;
    if (m_volumes.usage(call.project()).snapshots + 1 > quotas.snapshots) {
        return overLimit(
            u"SnapshotLimitExceeded: Maximum number of snapshots allowed (%1) exceeded"_s.arg(
                quotas.snapshots));
    }
    if (auto refused = overGigabytes(call, volume->size))
        return *refused;
    QMap<QString, QString> metadata;
    const QJsonObject given = wanted.value(u"metadata").toObject();
    for (auto it = given.begin(); it != given.end(); ++it)
        metadata.insert(it.key(), it.value().toString());
    VolumeSnapshot named;
    describe(named, wanted);
    const VolumeSnapshot &made = m_volumes.createSnapshot(*volume, named.name, named.description,
                                                          call.token->userId, metadata);
    return HttpResponse::json(202, {{u"snapshot"_s, snapshotBody(made, call, false)}});
}

} // namespace oriel::demo
