#include "demo/blockstorage/blockschemas.h"
#include "demo/blockstorage/listing.h"
#include "demo/zones.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

namespace {

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

/// The time that a real one needs for the first GiB, plus a second for each further one. An
/// increment has little to copy.
std::chrono::milliseconds copyTime(int gib, bool incremental)
{
    return incremental ? 3s : std::chrono::seconds(8 + std::min(gib, 12));
}

} // namespace

QJsonObject BlockStorageService::backupBody(const Backup &backup, const Call &call,
                                            bool detail) const
{
    const QString root = world().base + u"/volume/";
    const QString path = call.project() + u"/backups/" + backup.id;
    const QJsonArray links{
        QJsonObject{{u"rel"_s, u"self"_s}, {u"href"_s, QString(root + u"v3/" + path)}},
        QJsonObject{{u"rel"_s, u"bookmark"_s}, {u"href"_s, QString(root + path)}}};
    QJsonObject body{
        {u"id"_s, backup.id}, {u"name"_s, valueOrNull(backup.name)}, {u"links"_s, links}};
    if (!detail)
        return body;
    body.insert(u"status"_s, backup.status);
    body.insert(u"size"_s, backup.size);
    body.insert(u"object_count"_s, backup.objects);
    body.insert(u"availability_zone"_s,
                textOrNull(backup.container.isEmpty() ? QString() : u"nova"_s));
    body.insert(u"container"_s, textOrNull(backup.container));
    body.insert(u"created_at"_s, isoMicro(backup.created));
    body.insert(u"updated_at"_s, backup.updated ? QJsonValue(isoMicro(*backup.updated))
                                                : QJsonValue(QJsonValue::Null));
    body.insert(u"data_timestamp"_s, isoMicro(backup.dataTime));
    body.insert(u"description"_s, textOrNull(backup.description));
    body.insert(u"fail_reason"_s, textOrNull(backup.failReason));
    body.insert(u"volume_id"_s, backup.volumeId);
    body.insert(u"snapshot_id"_s, textOrNull(backup.snapshotId));
    body.insert(u"is_incremental"_s, !backup.parentId.isEmpty());
    body.insert(u"has_dependent_backups"_s, hasIncrements(backup.id));
    if (call.microversion < 43)
        return body;
    QJsonObject metadata;
    for (auto it = backup.metadata.begin(); it != backup.metadata.end(); ++it)
        metadata.insert(it.key(), it.value());
    body.insert(u"metadata"_s, metadata);
    return body;
}

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
            [&](const Backup &row) { return backupBody(row, call, detail); }, &backupNotFound);
    };
    m_router.add("GET", "v3/backups", [listed](Call &call) { return listed(call, false); });
    m_router.add("GET", "v3/backups/detail", [listed](Call &call) { return listed(call, true); });
    m_router.add("GET", "v3/backups/{}", [this](Call &call) {
        const Backup *backup = state().backups.find(call.parameters[0]);
        if (backup == nullptr || backup->projectId != call.project())
            return backupNotFound(call.parameters[0]);
        return HttpResponse::json(200, {{u"backup"_s, backupBody(*backup, call, true)}});
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
        return HttpResponse::json(200, {{u"backup"_s, backupBody(*backup, call, false)}});
    };
    m_router.add("PUT", "v3/backups/{}", update, {.body = &blockschemas::updateBackup, .from = 9});
    m_router.add("DELETE", "v3/backups/{}", [this](Call &call) { return deleteBackup(call); });
    m_router.add("POST", "v3/backups/{}/restore",
                 [this](Call &call) { return restoreBackup(call); },
                 {.body = &blockschemas::restoreBackup});
}

Backup *BlockStorageService::backupOf(const Call &call, const QString &id) const
{
    Backup *backup = state().backups.find(id);
    return backup != nullptr && backup->projectId == call.project() ? backup : nullptr;
}

bool BlockStorageService::hasIncrements(const QString &id) const
{
    const auto &all = state().backups.rows();
    return std::any_of(all.begin(), all.end(),
                       [&](const auto &other) { return other->parentId == id; });
}

HttpResponse BlockStorageService::deleteBackup(Call &call)
{
    Backup *backup = backupOf(call, call.parameters[0]);
    if (backup == nullptr)
        return backupNotFound(call.parameters[0]);
    if (!call.member())
        return denied(u"backup:delete"_s);
    if (backup->status != u"available" && backup->status != u"error")
        return fault(400, u"Invalid backup: Backup status must be available or error"_s);
    if (hasIncrements(backup->id))
        return fault(400, u"Invalid backup: Incremental backups exist for this backup."_s);
    if (!world().faults.backupServiceRuns())
        return fault(404, u"Service cinder-backup could not be found."_s);
    backup->status = u"deleting"_s;
    backup->updated = world().now();
    world().later(1500ms, [this, id = backup->id] { state().backups.remove(id); });
    return accepted();
}

HttpResponse BlockStorageService::restoreBackup(Call &call)
{
    Backup *backup = backupOf(call, call.parameters[0]);
    if (backup == nullptr)
        return backupNotFound(call.parameters[0]);
    if (!call.member())
        return denied(u"backup:restore"_s);
    if (backup->status != u"available")
        return fault(400, u"Invalid backup: Backup status must be available"_s);
    const QJsonObject wanted = call.body.value(u"restore").toObject();
    Volume *volume = volumeOf(call, wanted.value(u"volume_id").toString());
    if (volume == nullptr && wanted.value(u"volume_id").isString())
        return volumeNotFound(wanted.value(u"volume_id").toString());
    if (volume == nullptr) {
        // Cinder makes a volume without regard to zone and type, and waits for it.
        Volume made;
        made.name = textOrNone(wanted.value(u"name"));
        if (made.name.isEmpty())
            made.name = u"restore_backup_"_s + backup->id;
        made.description = u"auto-created_from_restore_from_backup"_s;
        made.projectId = call.project();
        made.userId = call.token->userId;
        made.size = backup->size;
        made.volumeType = u"__DEFAULT__"_s;
        if (auto refused = overGigabytes(call, made.size))
            return *refused;
        volume = &m_volumes.create(made);
        volume->status = u"available"_s;
    }
    if (volume->status != u"available")
        return fault(400, u"Invalid volume: Volume to be restored to must be available"_s);
    if (backup->size > volume->size)
        return fault(400,
                     u"Invalid volume: volume size %1 is too small to restore backup of size "
                     "%2."_s.arg(QString::number(volume->size), QString::number(backup->size)));
    if (!world().faults.backupServiceRuns())
        return fault(404, u"Service cinder-backup could not be found."_s);
    volume->status = u"restoring-backup"_s;
    volume->updated = world().now();
    writeBack(*backup, *volume);
    return HttpResponse::json(202, {{u"restore"_s, QJsonObject{{u"backup_id"_s, backup->id},
                                                               {u"volume_id"_s, volume->id},
                                                               {u"volume_name"_s, volume->name}}}});
}

void BlockStorageService::writeBack(Backup &backup, Volume &volume)
{
    backup.status = u"restoring"_s;
    backup.updated = world().now();
    world().later(copyTime(backup.size, false), [this, id = backup.id, volumeId = volume.id] {
        Backup *source = state().backups.find(id);
        Volume *row = state().volumes.find(volumeId);
        if (source != nullptr) {
            source->status = u"available"_s;
            source->updated = world().now();
        }
        if (row == nullptr || source == nullptr)
            return;
        row->updated = world().now();
        if (world().faults.takeRestoreFailure()) {
            row->status = row->status == u"creating" ? u"error"_s : u"error_restoring"_s;
            return;
        }
        row->status = u"available"_s;
        // All metadata of the volume is replaced by that of the original.
        row->metadata = source->volumeMetadata;
        if (!source->imageMetadata.isEmpty()) {
            row->imageMetadata = source->imageMetadata;
            row->bootable = true;
        }
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

const Backup *BlockStorageService::parentFor(const QString &volumeId,
                                             const VolumeSnapshot *snapshot) const
{
    const Backup *latest = nullptr;
    const auto time = [snapshot](const Backup &backup) {
        return snapshot == nullptr || backup.dataTime < snapshot->created ? backup.dataTime
                                                                          : QDateTime();
    };
    for (const auto &other : state().backups.rows()) {
        if (other->volumeId == volumeId && (latest == nullptr || time(*latest) < time(*other)))
            latest = other.get();
    }
    return latest;
}

HttpResponse BlockStorageService::createBackup(Call &call)
{
    const QJsonObject wanted = call.body.value(u"backup").toObject();
    Volume *volume = volumeOf(call, wanted.value(u"volume_id").toString());
    if (volume == nullptr)
        return volumeNotFound(wanted.value(u"volume_id").toString());
    if (!call.member())
        return denied(u"backup:create"_s);
    VolumeSnapshot *snapshot = nullptr;
    if (const QString id = wanted.value(u"snapshot_id").toString(); !id.isEmpty()) {
        snapshot = snapshotOf(call, id);
        if (snapshot == nullptr)
            return snapshotNotFound(id);
        if (snapshot->volumeId != volume->id)
            return fault(400, u"Invalid volume: Volume %1 does not match with snapshot.volume_id "
                              "%2."_s.arg(volume->id, snapshot->volumeId));
        if (snapshot->status != u"available")
            return fault(400, u"Invalid snapshot: Snapshot to be backed up must be available, but "
                              "the current status is \"%1\"."_s.arg(snapshot->status));
    } else if (volume->status != u"available" && volume->status != u"in-use") {
        return fault(400, u"Invalid volume: Volume to be backed up must be available or in-use, "
                          "but the current status is \"%1\"."_s.arg(volume->status));
    } else if (volume->status == u"in-use" && !wanted.value(u"force").toVariant().toBool()) {
        return fault(400, u"Invalid volume: Backing up an in-use volume must use the force "
                          "flag."_s);
    }
    if (auto refused = overBackups(call, volume->size))
        return *refused;
    Backup backup;
    if (wanted.value(u"incremental").toVariant().toBool()) {
        const Backup *parent = parentFor(volume->id, snapshot);
        if (parent == nullptr)
            return fault(400,
                         u"Invalid backup: No backups available to do an incremental backup."_s);
        if (parent->status != u"available")
            return fault(400, u"Invalid backup: The parent backup must be available for "
                              "incremental backup."_s);
        backup.parentId = parent->id;
    }
    backup.id = world().uuid();
    backup.projectId = call.project();
    backup.name = textOrNone(wanted.value(u"name"));
    backup.description = wanted.value(u"description").toString();
    backup.volumeId = volume->id;
    backup.size = volume->size;
    backup.created = world().now();
    backup.dataTime = snapshot != nullptr ? snapshot->created : backup.created;
    backup.volumeMetadata = volume->metadata;
    backup.imageMetadata = volume->imageMetadata;
    const QJsonObject metadata = wanted.value(u"metadata").toObject();
    for (auto it = metadata.begin(); it != metadata.end(); ++it)
        backup.metadata.insert(it.key(), it.value().toString());
    if (snapshot != nullptr) {
        snapshot->status = u"backing-up"_s;
        backup.snapshotId = snapshot->id;
    } else {
        backup.volumeStatus = volume->status;
        volume->status = u"backing-up"_s;
    }
    // The only backup service is in the first zone.
    const bool served = world().faults.backupServiceRuns() && volume->zone == zones::standard;
    world().later(served ? copyTime(backup.size, !backup.parentId.isEmpty()) : 300ms,
                  [this, id = backup.id, served] { finishBackup(id, served); });
    const Backup &added = state().backups.add(std::move(backup));
    return HttpResponse::json(202, {{u"backup"_s, backupBody(added, call, false)}});
}

void BlockStorageService::finishBackup(const QString &id, bool served)
{
    Backup *row = state().backups.find(id);
    if (row == nullptr)
        return;
    const bool failed = !served || world().faults.takeBackupFailure();
    Volume *volume = state().volumes.find(row->volumeId);
    if (volume != nullptr && !row->volumeStatus.isEmpty())
        volume->status = row->volumeStatus;
    row->status = failed ? u"error"_s : u"available"_s;
    row->updated = world().now();
    // Without a service, the scheduler restores the volume's status but not the snapshot's.
    VolumeSnapshot *snapshot = served ? state().snapshots.find(row->snapshotId) : nullptr;
    if (snapshot != nullptr)
        snapshot->status = u"available"_s;
    if (!served)
        row->failReason = u"Service not found for creating backup."_s;
    else if (failed)
        row->failReason = u"Backup failed: no space left on the backup store."_s;
    if (failed)
        return;
    row->container = u"volumebackups"_s;
    row->objects = row->parentId.isEmpty() ? 20 * row->size + 2 : 3;
}

} // namespace oriel::demo
