#include "demo/blockstorage/blockschemas.h"
#include "demo/blockstorage/listing.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

namespace {

QJsonObject backupBody(const Backup &backup, bool detail)
{
    QJsonObject body{
        {u"id"_s, backup.id}, {u"name"_s, valueOrNull(backup.name)}, {u"links"_s, QJsonArray()}};
    if (!detail)
        return body;
    body.insert(u"status"_s, backup.status);
    body.insert(u"size"_s, backup.size);
    body.insert(u"object_count"_s, 0);
    body.insert(u"availability_zone"_s, QJsonValue::Null);
    body.insert(u"container"_s, QJsonValue::Null);
    body.insert(u"created_at"_s, isoMicro(backup.created));
    body.insert(u"description"_s, backup.description.isEmpty() ? QJsonValue(QJsonValue::Null)
                                                               : QJsonValue(backup.description));
    body.insert(u"fail_reason"_s, backup.failReason.isEmpty() ? QJsonValue(QJsonValue::Null)
                                                              : QJsonValue(backup.failReason));
    body.insert(u"volume_id"_s, backup.volumeId);
    body.insert(u"snapshot_id"_s, backup.snapshotId.isEmpty() ? QJsonValue(QJsonValue::Null)
                                                              : QJsonValue(backup.snapshotId));
    body.insert(u"is_incremental"_s, false);
    body.insert(u"has_dependent_backups"_s, false);
    QJsonObject metadata;
    for (auto it = backup.metadata.begin(); it != backup.metadata.end(); ++it)
        metadata.insert(it.key(), it.value());
    body.insert(u"metadata"_s, metadata);
    return body;
}

} // namespace

void BlockStorageService::addBackupRoutes()
{
    const auto listed = [this](Call &call, bool detail) {
        if (auto refused = refusedFilters(call, {u"name"_s, u"status"_s, u"volume_id"_s}))
            return *refused;
        const auto volume = call.request.argument(u"volume_id");
        const auto name = call.request.argument(u"name");
        const auto status = call.request.argument(u"status");
        std::vector<const Backup *> rows;
        for (const auto &row : state().backups.rows()) {
            if (row->projectId == call.project() && fitsFilter(volume, row->volumeId) &&
                fitsFilter(name, row->name) && fitsFilter(status, row->status))
                rows.push_back(row.get());
        }
        const SortKeys<Backup> sortKeys{{u"created_at"_s,
                                         [](const Backup &row) {
                                             return sortableTime(row.created);
                                         }},
                                        {u"name"_s,
                                         [](const Backup &row) {
                                             return row.name;
                                         }},
                                        {u"display_name"_s,
                                         [](const Backup &row) {
                                             return row.name;
                                         }},
                                        {u"status"_s,
                                         [](const Backup &row) {
                                             return row.status;
                                         }},
                                        {u"id"_s,
                                         [](const Backup &row) {
                                             return row.id;
                                         }},
                                        {u"volume_id"_s,
                                         [](const Backup &row) {
                                             return row.volumeId;
                                         }},
                                        {u"size"_s, [](const Backup &row) {
                                             return QString::number(row.size).rightJustified(10,
                                                                                             u'0');
                                         }}};
        return pageResponse<Backup>(
            call, u"backups"_s, std::move(rows), sortKeys,
            [&](const Backup &row) { return backupBody(row, detail); }, &backupNotFound);
    };
    m_router.add("GET", "v3/backups", [listed](Call &call) { return listed(call, false); });
    m_router.add("GET", "v3/backups/detail", [listed](Call &call) { return listed(call, true); });
    m_router.add("GET", "v3/backups/{}", [this](Call &call) {
        const Backup *backup = state().backups.find(call.parameters[0]);
        if (backup == nullptr || backup->projectId != call.project())
            return backupNotFound(call.parameters[0]);
        return HttpResponse::json(200, {{u"backup"_s, backupBody(*backup, true)}});
    });
    m_router.add("POST", "v3/backups", [this](Call &call) { return createBackup(call); },
                 {.body = &blockschemas::createBackup});
    const auto update = [this](Call &call) {
        Backup *backup = state().backups.find(call.parameters[0]);
        if (backup == nullptr || backup->projectId != call.project())
            return backupNotFound(call.parameters[0]);
        if (!call.member())
            return denied(u"backup:update"_s);
        const QJsonObject wanted = call.body.value(u"backup").toObject();
        if (wanted.contains(u"name"))
            backup->name = textOrNone(wanted.value(u"name"));
        if (wanted.contains(u"description"))
            backup->description = textOrNone(wanted.value(u"description"));
        return HttpResponse::json(200, {{u"backup"_s, backupBody(*backup, false)}});
    };
    m_router.add("PUT", "v3/backups/{}", update, {.body = &blockschemas::updateBackup, .from = 9});
    m_router.add("DELETE", "v3/backups/{}", [this](Call &call) {
        Backup *backup = state().backups.find(call.parameters[0]);
        if (backup == nullptr || backup->projectId != call.project())
            return backupNotFound(call.parameters[0]);
        if (!call.member())
            return denied(u"backup:delete"_s);
        if (backup->status != u"available" && backup->status != u"error")
            return fault(400, u"Invalid backup: Backup status must be available or error"_s);
        backup->status = u"deleting"_s;
        world().later(1500ms, [this, id = backup->id] { state().backups.remove(id); });
        return accepted();
    });
}

HttpResponse BlockStorageService::backupNotFound(const QString &id)
{
    return fault(404, u"Backup %1 could not be found."_s.arg(id));
}

BlockStorageService::BackupUsage BlockStorageService::backupUsage(const QString &projectId) const
{
    BackupUsage usage;
    for (const auto &row : state().backups.rows()) {
        if (row->projectId == projectId) {
            ++usage.backups;
            usage.gigabytes += row->size;
        }
    }
    return usage;
}

std::optional<HttpResponse> BlockStorageService::overBackups(const Call &call, int size) const
{
    const BackupUsage used = backupUsage(call.project());
    if (used.backups + 1 > maxBackups)
        return overLimit(
            u"BackupLimitExceeded: Maximum number of backups allowed (%1) exceeded"_s.arg(
                maxBackups));
    if (used.gigabytes + size > maxBackupGigabytes)
        return overLimit(u"VolumeBackupSizeExceedsAvailableQuota: Requested backup exceeds allowed "
                         "Backup gigabytes quota. Requested %1G, quota is %2G and %3G has been "
                         "consumed."_s.arg(QString::number(size),
                                           QString::number(maxBackupGigabytes),
                                           QString::number(used.gigabytes)));
    return std::nullopt;
}

HttpResponse BlockStorageService::createBackup(Call &call)
{
    const QJsonObject wanted = call.body.value(u"backup").toObject();
    Volume *volume = volumeOf(call, wanted.value(u"volume_id").toString());
    if (volume == nullptr)
        return volumeNotFound(wanted.value(u"volume_id").toString());
    if (!call.member())
        return denied(u"backup:create"_s);
    Backup backup;
    backup.id = world().uuid();
    backup.projectId = call.project();
    backup.name = textOrNone(wanted.value(u"name"));
    backup.volumeId = volume->id;
    backup.size = volume->size;
    backup.created = world().now();
    const auto &others = state().backups.rows();
    if (wanted.value(u"incremental").toVariant().toBool() &&
        std::none_of(others.begin(), others.end(), [&](const auto &other) {
            return other->volumeId == volume->id && other->status == u"available";
        }))
        return fault(400, u"Invalid backup: No backups available to do an incremental backup."_s);
    const QJsonObject metadata = wanted.value(u"metadata").toObject();
    for (auto it = metadata.begin(); it != metadata.end(); ++it)
        backup.metadata.insert(it.key(), it.value().toString());
    if (const QString id = wanted.value(u"snapshot_id").toString(); !id.isEmpty()) {
        VolumeSnapshot *snapshot = snapshotOf(call, id);
        if (snapshot == nullptr || snapshot->volumeId != volume->id)
            return snapshotNotFound(id);
        if (snapshot->status != u"available")
            return fault(400, u"Invalid snapshot: Snapshot to be backed up must be available, but "
                              "the current status is \"%1\"."_s.arg(snapshot->status));
        if (auto refused = overBackups(call, snapshot->size))
            return *refused;
        snapshot->status = u"backing-up"_s;
        backup.snapshotId = id;
        backup.size = snapshot->size;
    } else {
        const bool inUse = volume->status == u"in-use";
        if (volume->status != u"available" && !inUse)
            return fault(400,
                         u"Invalid volume: Volume to be backed up must be available or in-use, "
                         "but the current status is \"%1\"."_s.arg(volume->status));
        if (inUse && !wanted.value(u"force").toVariant().toBool())
            return fault(400, u"Invalid volume: Backing up an in-use volume must use the force "
                              "flag."_s);
        if (auto refused = overBackups(call, volume->size))
            return *refused;
        backup.volumeStatus = volume->status;
        volume->status = u"backing-up"_s;
    }
    backup.description = wanted.value(u"description").toString();
    const bool served = world().faults.backupServiceRuns();
    // The time that a real one needs for the first GiB, plus a second for each further one.
    const auto duration = std::chrono::seconds(8 + std::min(backup.size, 12));
    world().later(served ? std::chrono::milliseconds(duration) : 300ms,
                  [this, id = backup.id, served] {
                      Backup *row = state().backups.find(id);
                      if (row == nullptr)
                          return;
                      Volume *source = state().volumes.find(row->volumeId);
                      if (source != nullptr && !row->volumeStatus.isEmpty())
                          source->status = row->volumeStatus;
                      row->status = served ? u"available"_s : u"error"_s;
                      // Without a service, the scheduler restores the volume's status but not the
                      // snapshot's.
                      if (!served)
                          row->failReason = u"Service not found for creating backup."_s;
                      else if (VolumeSnapshot *snapshot = state().snapshots.find(row->snapshotId))
                          snapshot->status = u"available"_s;
                  });
    const Backup &added = state().backups.add(std::move(backup));
    return HttpResponse::json(202, {{u"backup"_s, backupBody(added, false)}});
}

} // namespace oriel::demo
