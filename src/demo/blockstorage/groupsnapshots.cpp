#include "demo/blockstorage/blockschemas.h"
#include "demo/blockstorage/blockstorageservice.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

namespace {

QJsonObject groupSnapshotBody(const GroupSnapshot &row, bool detail)
{
    QJsonObject body{{u"id"_s, row.id}, {u"name"_s, valueOrNull(row.name)}};
    if (!detail)
        return body;
    body.insert(u"group_id"_s, row.groupId);
    body.insert(u"group_type_id"_s, row.typeId);
    body.insert(u"status"_s, row.status);
    body.insert(u"created_at"_s, isoMicro(row.created));
    body.insert(u"description"_s, valueOrNull(row.description));
    return body;
}

} // namespace

void BlockStorageService::addGroupSnapshotRoutes()
{
    m_router.add("GET", "v3/group_snapshots",
                 [this](Call &call) { return listGroupSnapshots(call, false); }, {.from = 14});
    m_router.add("GET", "v3/group_snapshots/detail",
                 [this](Call &call) { return listGroupSnapshots(call, true); }, {.from = 14});
    m_router.add("POST", "v3/group_snapshots",
                 [this](Call &call) { return createGroupSnapshot(call); },
                 {.body = &blockschemas::createGroupSnapshot, .from = 14});
    m_router.add(
        "GET", "v3/group_snapshots/{}",
        [this](Call &call) {
            const GroupSnapshot *row = groupSnapshotOf(call, call.parameters[0]);
            if (row == nullptr)
                return groupSnapshotNotFound(call.parameters[0]);
            return HttpResponse::json(200, {{u"group_snapshot"_s, groupSnapshotBody(*row, true)}});
        },
        {.from = 14});
    m_router.add("DELETE", "v3/group_snapshots/{}",
                 [this](Call &call) { return deleteGroupSnapshot(call); }, {.from = 14});
}

HttpResponse BlockStorageService::groupSnapshotNotFound(const QString &id)
{
    return fault(404, u"GroupSnapshot %1 could not be found."_s.arg(id));
}

GroupSnapshot *BlockStorageService::groupSnapshotOf(const Call &call, const QString &id) const
{
    GroupSnapshot *row = state().groupSnapshots.find(id);
    return row != nullptr && row->projectId == call.project() ? row : nullptr;
}

std::vector<VolumeSnapshot *> BlockStorageService::snapshotsIn(const QString &groupSnapshotId) const
{
    std::vector<VolumeSnapshot *> found;
    for (const auto &row : state().snapshots.rows()) {
        if (!groupSnapshotId.isEmpty() && row->groupSnapshotId == groupSnapshotId)
            found.push_back(row.get());
    }
    return found;
}

HttpResponse BlockStorageService::listGroupSnapshots(Call &call, bool detail)
{
    QJsonArray rows;
    const auto &all = state().groupSnapshots.rows();
    for (auto row = all.rbegin(); row != all.rend(); ++row) { // the newest first
        if ((*row)->projectId == call.project())
            rows.append(groupSnapshotBody(**row, detail));
    }
    return HttpResponse::json(200, {{u"group_snapshots"_s, rows}});
}

HttpResponse BlockStorageService::createGroupSnapshot(Call &call)
{
    const QJsonObject wanted = call.body.value(u"group_snapshot").toObject();
    const QString groupId = wanted.value(u"group_id").toString();
    const VolumeGroup *group = groupOf(call, groupId);
    if (group == nullptr)
        return groupNotFound(groupId);
    if (!call.member())
        return denied(u"group:create_group_snapshot"_s);
    const std::vector<Volume *> volumes = volumesIn(groupId);
    int gigabytes = 0;
    for (const Volume *volume : volumes) {
        if (volume->status == u"error")
            return fault(400, u"Invalid volume: The snapshot cannot be created when the volume is "
                              u"in error status."_s);
        gigabytes += volume->size;
    }
    const Quotas &quotas = state().projects.find(call.project())->quotas;
    const int count = static_cast<int>(volumes.size());
    if (count > 0 && m_volumes.usage(call.project()).snapshots + count > quotas.snapshots)
        return overLimit(
            u"SnapshotLimitExceeded: Maximum number of snapshots allowed (%1) exceeded"_s.arg(
                quotas.snapshots));
    if (auto refused = count > 0 ? overGigabytes(call, gigabytes) : std::nullopt)
        return *refused;
    GroupSnapshot made;
    made.id = world().uuid();
    made.name = textOrNone(wanted.value(u"name"));
    made.description = textOrNone(wanted.value(u"description"));
    made.groupId = groupId;
    made.typeId = group->typeId;
    made.projectId = call.project();
    made.created = world().now();
    for (const Volume *volume : volumes) {
        m_volumes.createSnapshot(*volume, made.name, made.description, call.token->userId)
            .groupSnapshotId = made.id;
    }
    const GroupSnapshot &added = state().groupSnapshots.add(std::move(made));
    followGroupSnapshot(added.id);
    QJsonObject body = groupSnapshotBody(added, false);
    body.insert(u"group_type_id"_s, added.typeId);
    return HttpResponse::json(202, {{u"group_snapshot"_s, body}});
}

/// It is what its snapshots are: available when all of them are, in error if one is.
void BlockStorageService::followGroupSnapshot(const QString &id)
{
    world().later(500ms, [this, id] {
        GroupSnapshot *row = state().groupSnapshots.find(id);
        if (row == nullptr || row->status != u"creating")
            return;
        const auto snapshots = snapshotsIn(id);
        const auto has = [&](const QString &status) {
            return std::ranges::any_of(
                snapshots, [&](const VolumeSnapshot *one) { return one->status == status; });
        };
        if (has(u"creating"_s))
            followGroupSnapshot(id);
        else
            row->status = has(u"error"_s) ? u"error"_s : u"available"_s;
    });
}

HttpResponse BlockStorageService::deleteGroupSnapshot(Call &call)
{
    GroupSnapshot *row = groupSnapshotOf(call, call.parameters[0]);
    if (row == nullptr)
        return groupSnapshotNotFound(call.parameters[0]);
    if (!call.member())
        return denied(u"group:delete_group_snapshot"_s);
    const bool isSource = std::ranges::any_of(state().volumeGroups.rows(), [&](const auto &group) {
        return group->groupSnapshotId == row->id && group->status == u"creating";
    });
    if (isSource || (row->status != u"available" && row->status != u"error"))
        return fault(400, u"Invalid GroupSnapshot: GroupSnapshot status must be available or "
                          u"error, and no Group can be currently using it as source for its "
                          u"creation."_s);
    row->status = u"deleting"_s;
    for (VolumeSnapshot *snapshot : snapshotsIn(row->id))
        m_volumes.removeSnapshot(*snapshot, call.requestId);
    world().later(1600ms, [this, id = row->id] {
        const GroupSnapshot *gone = state().groupSnapshots.find(id);
        const auto left = snapshotsIn(id);
        if (gone != nullptr && left.empty())
            state().groupSnapshots.remove(id);
        else if (gone != nullptr)
            state().groupSnapshots.find(id)->status = u"error_deleting"_s;
    });
    return acceptedDelete();
}

} // namespace oriel::demo
