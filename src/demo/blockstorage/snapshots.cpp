#include "demo/blockstorage/listing.h"

#include <QtCore/QRegularExpression>

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
    m_router.add("POST", "v3/snapshots", [this](Call &call) { return createSnapshot(call); });
    m_router.add("GET", "v3/snapshots/{}", [this](Call &call) {
        const VolumeSnapshot *snapshot = snapshotOf(call, call.parameters[0]);
        if (snapshot == nullptr)
            return snapshotNotFound(call.parameters[0]);
        return HttpResponse::json(200, {{u"snapshot"_qs, snapshotBody(*snapshot, call, true)}});
    });
    m_router.add("PUT", "v3/snapshots/{}", [this](Call &call) {
        const QJsonObject wanted = call.body.value(u"snapshot").toObject();
        if (wanted.value(u"name").toString().toUcs4().size() > 255)
            return invalidName(wanted.value(u"name").toString());
        VolumeSnapshot *snapshot = snapshotOf(call, call.parameters[0]);
        if (snapshot == nullptr)
            return snapshotNotFound(call.parameters[0]);
        if (!call.member())
            return denied(u"volume:update_snapshot"_qs);
        if (wanted.contains(u"name"))
            snapshot->name = wanted.value(u"name").toString();
        if (wanted.contains(u"description"))
            snapshot->description = wanted.value(u"description").toString();
        snapshot->updated = world().now();
        return HttpResponse::json(200, {{u"snapshot"_qs, snapshotBody(*snapshot, call, false)}});
    });
    m_router.add("DELETE", "v3/snapshots/{}", [this](Call &call) {
        VolumeSnapshot *snapshot = snapshotOf(call, call.parameters[0]);
        if (snapshot == nullptr)
            return snapshotNotFound(call.parameters[0]);
        if (!call.member())
            return denied(u"volume:delete_snapshot"_qs);
        if (snapshot->status != u"available" && snapshot->status != u"error") {
            return fault(
                400,
                u"Invalid snapshot: Snapshot status must be available or error and must not be part of a group."_qs);
        }
        m_volumes.removeSnapshot(*snapshot);
        return acceptedDelete();
    });
    const auto metadata = [this](Call &call) {
        VolumeSnapshot *snapshot = snapshotOf(call, call.parameters[0]);
        if (snapshot == nullptr)
            return snapshotNotFound(call.parameters[0]);
        if (call.request.method != "GET" && !call.member())
            return denied(u"volume:update_snapshot_metadata"_qs);
        return metadataResponse(call, *snapshot);
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
    QJsonObject body{{u"id"_qs, snapshot.id},
                     {u"created_at"_qs, isoMicro(snapshot.created)},
                     {u"updated_at"_qs, snapshot.updated ? QJsonValue(isoMicro(*snapshot.updated))
                                                         : QJsonValue(QJsonValue::Null)},
                     {u"name"_qs, snapshot.name},
                     {u"description"_qs, snapshot.description.isEmpty()
                                             ? QJsonValue(QJsonValue::Null)
                                             : QJsonValue(snapshot.description)},
                     {u"volume_id"_qs, snapshot.volumeId},
                     {u"status"_qs, snapshot.status},
                     {u"size"_qs, snapshot.size},
                     {u"metadata"_qs, metadata}};
    if (call.microversion >= 14)
        body.insert(u"group_snapshot_id"_qs, QJsonValue::Null);
    if (call.microversion >= 41)
        body.insert(u"user_id"_qs, snapshot.userId);
    if (call.microversion >= 65)
        body.insert(u"consumes_quota"_qs, true);
    if (extended) {
        body.insert(u"os-extended-snapshot-attributes:project_id"_qs, snapshot.projectId);
        body.insert(u"os-extended-snapshot-attributes:progress"_qs,
                    u"%1%"_qs.arg(snapshot.progress));
    }
    return body;
}

HttpResponse BlockStorageService::listSnapshots(Call &call, bool detail)
{
    const auto name = call.request.argument(u"name");
    const auto status = call.request.argument(u"status");
    const auto volume = call.request.argument(u"volume_id");
    QMap<QString, QString> wanted;
    if (call.microversion >= 22)
        wanted = wantedMetadata(call);
    std::vector<const VolumeSnapshot *> rows;
    for (const auto &row : state().snapshots.rows()) {
        if (row->projectId != call.project() || (name && row->name != *name) ||
            (status && row->status != *status) || (volume && row->volumeId != *volume))
            continue;
        if (hasMetadata(row->metadata, wanted))
            rows.push_back(row.get());
    }
    return pageResponse<VolumeSnapshot>(
        call, u"snapshots"_qs, std::move(rows),
        [&](const VolumeSnapshot &row) {
            QJsonObject body = snapshotBody(row, call, detail);
            // the short list has never been given what later microversions add
            for (const QString &key :
                 {u"group_snapshot_id"_qs, u"user_id"_qs, u"consumes_quota"_qs}) {
                if (!detail)
                    body.remove(key);
            }
            return body;
        },
        &snapshotNotFound);
}

std::optional<HttpResponse> BlockStorageService::refusedSnapshot(const QJsonObject &wanted)
{
    const auto invalid = [](const QString &field, const QString &value, const QString &why) {
        return fault(
            400, u"Invalid input for field/attribute %1. Value: %2. %3"_qs.arg(field, value, why));
    };
    static const QStringList known{
        u"volume_id"_qs, u"name"_qs,        u"display_name"_qs,       u"force"_qs,
        u"metadata"_qs,  u"description"_qs, u"display_description"_qs};
    if (!wanted.contains(u"volume_id"))
        return invalid(u"snapshot"_qs, pythonText(wanted),
                       u"'volume_id' is a required property"_qs);
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        if (!known.contains(it.key()))
            return invalid(
                u"snapshot"_qs, pythonText(wanted),
                u"Additional properties are not allowed ('%1' was unexpected)"_qs.arg(it.key()));
    }
    const QString volumeId = wanted.value(u"volume_id").toString();
    static const QRegularExpression idPattern(
        u"^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$"_qs);
    if (!idPattern.match(volumeId).hasMatch())
        return invalid(u"volume_id"_qs, volumeId,
                       u"'%1' is not valid under any of the given schemas"_qs.arg(volumeId));
    const QJsonObject metadata = wanted.value(u"metadata").toObject();
    for (auto it = metadata.begin(); it != metadata.end(); ++it) {
        if (it.value().toString().toUcs4().size() > 255)
            return invalid(it.key(), it.value().toString(),
                           u"'%1' is too long"_qs.arg(it.value().toString()));
    }
    static const QStringList booleans{u"true"_qs,  u"1"_qs, u"on"_qs,  u"yes"_qs, u"y"_qs, u"t"_qs,
                                      u"false"_qs, u"0"_qs, u"off"_qs, u"no"_qs,  u"n"_qs, u"f"_qs};
    const QJsonValue force = wanted.value(u"force");
    if (force.isString() && !booleans.contains(force.toString().toLower()))
        return invalid(
            u"force"_qs, force.toString(),
            u"'%1' is not one of [True, 'True', 'TRUE', 'true', '1', 'ON', 'On', 'on', 'YES', 'Yes', 'yes', 'y', 't', False, 'False', 'FALSE', 'false', '0', 'OFF', 'Off', 'off', 'NO', 'No', 'no', 'n', 'f']"_qs
                .arg(force.toString()));
    return std::nullopt;
}

HttpResponse BlockStorageService::createSnapshot(Call &call)
{
    const QJsonObject wanted = call.body.value(u"snapshot").toObject();
    const QString name = wanted.value(u"name").toString();
    if (name.toUcs4().size() > 255)
        return invalidName(name);
    if (!call.body.contains(u"snapshot"))
        return fault(400, u"'snapshot' is a required property"_qs);
    if (auto refused = refusedSnapshot(wanted))
        return *refused;
    const QString volumeId = wanted.value(u"volume_id").toString();
    const bool forcedAnyway = call.microversion >= 66;
    if (forcedAnyway && wanted.contains(u"force") && falseText(wanted.value(u"force"))) {
        return fault(400,
                     u"Since microversion 3.66 the 'force' flag is invalid for this request.  For "
                     u"backward compatability, however, when the 'force' flag is passed with a "
                     u"value evaluating to True, it is silently ignored."_qs);
    }
    const Volume *volume = volumeOf(call, volumeId);
    if (volume == nullptr)
        return volumeNotFound(volumeId);
    if (!call.member())
        return denied(u"volume:create_snapshot"_qs);
    const bool force =
        forcedAnyway || (wanted.contains(u"force") && !falseText(wanted.value(u"force")));
    if (volume->status != u"available" && !(force && volume->status == u"in-use")) {
        return fault(
            400,
            u"Invalid volume: Volume %1 status must be available, but current status is: %2."_qs
                .arg(volume->id, volume->status));
    }
    const Quotas &quotas = state().projects.find(call.project())->quotas;
    if (m_volumes.usage(call.project()).snapshots + 1 > quotas.snapshots) {
        return overLimit(
            u"SnapshotLimitExceeded: Maximum number of snapshots allowed (%1) exceeded"_qs.arg(
                quotas.snapshots));
    }
    if (auto refused = overGigabytes(call, volume->size))
        return *refused;
    QMap<QString, QString> metadata;
    const QJsonObject given = wanted.value(u"metadata").toObject();
    for (auto it = given.begin(); it != given.end(); ++it)
        metadata.insert(it.key(), it.value().toString());
    const VolumeSnapshot &made = m_volumes.createSnapshot(
        *volume, name, wanted.value(u"description").toString(), call.token->userId, metadata);
    return HttpResponse::json(202, {{u"snapshot"_qs, snapshotBody(made, call, false)}});
}

} // namespace oriel::demo
