#include "demo/blockstorage/blockschemas.h"
#include "demo/blockstorage/blockstorageservice.h"
#include "demo/zones.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

namespace {

struct GroupType
{
    const char *id;
    const char *name;
    const char *description;
};
/// The last one is in every Cinder, and only for groups of an older kind.
constexpr std::array groupTypes{
    GroupType{"7d1f1d6a-6c3c-4f0e-8a34-3c5b9a0c2e71", "generic", "Volumes that are used together"},
    GroupType{"f2d3c1d2-9f2b-4f60-8f5b-6d0d3a6a9b1c", "default_cgsnapshot_type",
              "Default group type for migrating cgsnapshot"}};

const GroupType *groupTypeOf(const QString &nameOrId)
{
    const auto found = std::ranges::find_if(groupTypes, [&](const GroupType &type) {
        return nameOrId == QLatin1String(type.name) || nameOrId == QLatin1String(type.id);
    });
    return found == groupTypes.end() ? nullptr : found;
}

QJsonObject groupTypeBody(const GroupType &type)
{
    return {{u"id"_s, QLatin1String(type.id)},
            {u"name"_s, QLatin1String(type.name)},
            {u"description"_s, QLatin1String(type.description)},
            {u"is_public"_s, true}};
}

QJsonObject shortBody(const auto &row)
{
    return {{u"id"_s, row.id}, {u"name"_s, valueOrNull(row.name)}};
}

QStringList idsIn(const QJsonValue &list)
{
    return list.toString().split(u',', Qt::SkipEmptyParts);
}

} // namespace

void BlockStorageService::addGroupRoutes()
{
    m_router.add("GET", "v3/group_types",
                 [](Call &) {
                     QJsonArray rows;
                     for (const GroupType &type : groupTypes)
                         rows.append(groupTypeBody(type));
                     return HttpResponse::json(200, {{u"group_types"_s, rows}});
                 },
                 {.from = 11});
    m_router.add("GET", "v3/group_types/{}",
                 [](Call &call) {
                     const GroupType *type = groupTypeOf(call.parameters[0]);
                     if (type == nullptr || call.parameters[0] != QLatin1String(type->id))
                         return fault(
                             404, u"Group type %1 could not be found."_s.arg(call.parameters[0]));
                     return HttpResponse::json(200, {{u"group_type"_s, groupTypeBody(*type)}});
                 },
                 {.from = 11});
    m_router.add("GET", "v3/groups", [this](Call &call) { return listGroups(call, false); },
                 {.from = 13});
    m_router.add("GET", "v3/groups/detail", [this](Call &call) { return listGroups(call, true); },
                 {.from = 13});
    m_router.add("POST", "v3/groups", [this](Call &call) { return createGroup(call); },
                 {.body = &blockschemas::createGroup, .from = 13});
    m_router.add("POST", "v3/groups/action", [this](Call &call) { return createGroupFrom(call); },
                 {.body = &blockschemas::createGroupFrom, .from = 14});
    m_router.add("GET", "v3/groups/{}",
                 [this](Call &call) {
                     const VolumeGroup *group = groupOf(call, call.parameters[0]);
                     if (group == nullptr)
                         return groupNotFound(call.parameters[0]);
                     return HttpResponse::json(200, {{u"group"_s, groupBody(*group, call)}});
                 },
                 {.from = 13});
    m_router.add("PUT", "v3/groups/{}", [this](Call &call) { return updateGroup(call); },
                 {.body = &blockschemas::updateGroup, .from = 13});
    m_router.add("POST", "v3/groups/{}/action", [this](Call &call) { return deleteGroup(call); },
                 {.from = 13});
}

HttpResponse BlockStorageService::groupNotFound(const QString &id)
{
    return fault(404, u"Group %1 could not be found."_s.arg(id));
}

VolumeGroup *BlockStorageService::groupOf(const Call &call, const QString &id) const
{
    VolumeGroup *group = state().volumeGroups.find(id);
    return group != nullptr && group->projectId == call.project() ? group : nullptr;
}

std::vector<Volume *> BlockStorageService::volumesIn(const QString &groupId) const
{
    std::vector<Volume *> found;
    for (const auto &volume : state().volumes.rows()) {
        if (volume->groupId == groupId)
            found.push_back(volume.get());
    }
    return found;
}

int BlockStorageService::groupCount(const QString &projectId) const
{
    return static_cast<int>(
        std::ranges::count_if(state().volumeGroups.rows(),
                              [&](const auto &group) { return group->projectId == projectId; }));
}

QString BlockStorageService::whyOverGroups(const Call &call) const
{
    if (groupCount(call.project()) < maxGroups)
        return {};
    return u"Maximum number of groups allowed (%1) exceeded"_s.arg(maxGroups);
}

QJsonObject BlockStorageService::groupBody(const VolumeGroup &group, const Call &call) const
{
    QJsonObject body = shortBody(group);
    body.insert(u"status"_s, group.status);
    body.insert(u"availability_zone"_s, group.zone);
    body.insert(u"created_at"_s, isoMicro(group.created));
    body.insert(u"description"_s, valueOrNull(group.description));
    body.insert(u"group_type"_s, group.typeId);
    body.insert(u"volume_types"_s, QJsonArray::fromStringList(group.volumeTypeIds));
    if (call.microversion >= 14) {
        body.insert(u"group_snapshot_id"_s, valueOrNull(group.groupSnapshotId));
        body.insert(u"source_group_id"_s, QJsonValue::Null);
    }
    if (call.microversion >= 25 && call.argument(u"list_volume").toLower() == u"true") {
        QJsonArray volumes;
        for (const Volume *volume : volumesIn(group.id))
            volumes.append(volume->id);
        body.insert(u"volumes"_s, volumes);
    }
    if (call.microversion >= 38)
        body.insert(u"replication_status"_s, u"disabled"_s);
    return body;
}

HttpResponse BlockStorageService::listGroups(Call &call, bool detail)
{
    QJsonArray rows;
    const auto &all = state().volumeGroups.rows();
    for (auto group = all.rbegin(); group != all.rend(); ++group) { // the newest first
        if ((*group)->projectId == call.project())
            rows.append(detail ? groupBody(**group, call) : shortBody(**group));
    }
    return HttpResponse::json(200, {{u"groups"_s, rows}});
}

HttpResponse BlockStorageService::createGroup(Call &call)
{
    const QJsonObject wanted = call.body.value(u"group").toObject();
    const QString typeName = wanted.value(u"group_type").toString();
    const GroupType *type = groupTypeOf(typeName);
    if (type == nullptr && !isUuidLike(typeName))
        return fault(404, u"Group type with name %1 could not be found."_s.arg(typeName));
    if (type == &groupTypes.back())
        return fault(400, u"Group_type %1 is reserved for migrating CGs to groups. Migrated group "
                          u"can only be operated by CG APIs."_s.arg(QLatin1String(type->id)));
    if (!call.member())
        return denied(u"group:create"_s);
    VolumeGroup group;
    for (const QJsonValue value : wanted.value(u"volume_types").toArray()) {
        const QString name = value.toString();
        const VolumeManager::Type *known = VolumeManager::typeOf(name);
        if (known == nullptr)
            return fault(404, isUuidLike(name)
                                  ? u"Volume type %1 could not be found."_s.arg(name)
                                  : u"Volume type with name %1 could not be found."_s.arg(name));
        group.volumeTypeIds.append(QLatin1String(known->id));
    }
    if (type == nullptr)
        return fault(404, u"Group type %1 could not be found."_s.arg(typeName));
    const QString zone = wanted.value(u"availability_zone").toString(zones::standard);
    if (!zones::has(zone))
        return fault(400,
                     u"Invalid input received: Availability zone '%1' is invalid."_s.arg(zone));
    if (const QString why = whyOverGroups(call); !why.isEmpty())
        return overLimit(u"GroupLimitExceeded: "_s + why);
    group.id = world().uuid();
    group.name = textOrNone(wanted.value(u"name")).trimmed();
    group.description = textOrNone(wanted.value(u"description")).trimmed();
    group.projectId = call.project();
    group.typeId = QLatin1String(type->id);
    group.zone = zone;
    group.created = world().now();
    const VolumeGroup &added = state().volumeGroups.add(std::move(group));
    world().later(600ms, [this, id = added.id] {
        if (VolumeGroup *row = state().volumeGroups.find(id))
            row->status = u"available"_s;
    });
    return HttpResponse::json(202, {{u"group"_s, shortBody(added)}});
}

/// From a group snapshot: a new volume of each of its snapshots, without a name.
HttpResponse BlockStorageService::createGroupFrom(Call &call)
{
    const QJsonObject wanted = call.body.value(u"create-from-src").toObject();
    const QString snapshotId = wanted.value(u"group_snapshot_id").toString();
    const GroupSnapshot *source = groupSnapshotOf(call, snapshotId);
    if (source == nullptr)
        return wanted.contains(u"group_snapshot_id")
                   ? groupSnapshotNotFound(snapshotId)
                   : groupNotFound(wanted.value(u"source_group_id").toString());
    if (!call.member())
        return denied(u"group:create"_s);
    if (const QString why = whyOverGroups(call); !why.isEmpty())
        return fault(400, why);
    const std::vector<VolumeSnapshot *> snapshots = snapshotsIn(snapshotId);
    if (snapshots.empty())
        return fault(400, u"Invalid Group: Group snapshot is empty. No group will be created."_s);
    const VolumeGroup *origin = state().volumeGroups.find(source->groupId);
    VolumeGroup group;
    group.id = world().uuid();
    group.name = textOrNone(wanted.value(u"name")).trimmed();
    group.description = textOrNone(wanted.value(u"description")).trimmed();
    group.projectId = call.project();
    group.typeId = source->typeId;
    group.volumeTypeIds = origin != nullptr ? origin->volumeTypeIds : QStringList();
    group.groupSnapshotId = source->id;
    group.zone = origin != nullptr ? origin->zone : group.zone;
    group.created = world().now();
    // Cinder checks the number of volumes here, but not their size. If one is too many, it makes
    // none.
    if (const QString why = whyOverVolumes(call, static_cast<int>(snapshots.size()));
        !why.isEmpty())
        return fault(400, why);
    for (const VolumeSnapshot *snapshot : snapshots) {
        Volume volume;
        volume.projectId = call.project();
        volume.userId = call.token->userId;
        volume.snapshotId = snapshot->id;
        volume.size = snapshot->size;
        volume.groupId = group.id;
        m_volumes.inheritSource(volume, {}, true);
        m_volumes.create(volume);
    }
    const VolumeGroup &added = state().volumeGroups.add(std::move(group));
    world().later(1500ms, [this, id = added.id] {
        if (VolumeGroup *row = state().volumeGroups.find(id))
            row->status = u"available"_s;
    });
    return HttpResponse::json(202, {{u"group"_s, shortBody(added)}});
}

std::optional<HttpResponse> BlockStorageService::refusedMembers(const VolumeGroup &group,
                                                                const QStringList &added,
                                                                const QStringList &removed) const
{
    const auto invalid = [&](const QString &pattern, const QString &volumeId) {
        return fault(400, u"Invalid volume: "_s + pattern.arg(volumeId, group.id));
    };
    for (const QString &id : added) {
        const Volume *volume = state().volumes.find(id);
        if (volume != nullptr && volume->groupId == group.id)
            continue;
        const QString cannot = u"Cannot add volume %1 to group %2 because "_s;
        if (volume == nullptr || volume->projectId != group.projectId)
            return invalid(cannot + u"volume cannot be found."_s, id);
        if (!volume->groupId.isEmpty())
            return invalid(cannot + u"it is already in group "_s + volume->groupId + u'.', id);
        const QString typeId = QLatin1String(VolumeManager::typeOf(volume->volumeType)->id);
        if (!group.volumeTypeIds.contains(typeId))
            return invalid(
                cannot + u"volume type "_s + typeId + u" is not supported by the group."_s, id);
        if (volume->status != u"available" && volume->status != u"in-use")
            return invalid(cannot + u"volume is in an invalid state: "_s + volume->status +
                               u". Valid states are: ('available', 'in-use')."_s,
                           id);
        if (volume->zone != group.zone) // another host
            return fault(400, u"Invalid volume: Volume is not local to this node."_s);
    }
    for (const QString &id : removed) {
        const Volume *volume = state().volumes.find(id);
        const QString cannot = u"Cannot remove volume %1 from group %2 because "_s;
        if (volume == nullptr || volume->groupId != group.id)
            return invalid(cannot + u"it is not in the group."_s, id);
        static const QStringList removable{u"available"_s, u"in-use"_s, u"error"_s,
                                           u"error_deleting"_s};
        if (!removable.contains(volume->status))
            return invalid(cannot + u"volume is in an invalid state: "_s + volume->status +
                               u". Valid states are: ('available', 'in-use', 'error', "
                               u"'error_deleting')."_s,
                           id);
    }
    return std::nullopt;
}

HttpResponse BlockStorageService::updateGroup(Call &call)
{
    VolumeGroup *group = groupOf(call, call.parameters[0]);
    if (group == nullptr)
        return groupNotFound(call.parameters[0]);
    if (!call.member())
        return denied(u"group:update"_s);
    const QJsonObject wanted = call.body.value(u"group").toObject();
    QStringList added = idsIn(wanted.value(u"add_volumes"));
    const QStringList removed = idsIn(wanted.value(u"remove_volumes"));
    QStringList both;
    for (const QString &id : added) {
        if (removed.contains(id))
            both.append(u'\'' + id + u'\'');
    }
    if (!both.isEmpty())
        return fault(400,
                     u"Invalid volume: UUIDs [%1] are in both add and remove volume list."_s.arg(
                         both.join(u", "_s)));
    if (auto refused = refusedMembers(*group, added, removed))
        return *refused;
    added.removeIf(
        [&](const QString &id) { return state().volumes.find(id)->groupId == group->id; });
    const auto changed = [&](const QString &key, const QString &now) {
        const QJsonValue value = wanted.value(key);
        return value.isString() && value.toString().trimmed() != now;
    };
    const bool renamed = changed(u"name"_s, group->name);
    const bool described = changed(u"description"_s, group->description);
    if (!renamed && !described && added.isEmpty() && removed.isEmpty())
        return fault(
            400, u"Invalid Group: Cannot update group %1 because no valid name, "
                 u"description, add_volumes, or remove_volumes were provided."_s.arg(group->id));
    const bool moves = !added.isEmpty() || !removed.isEmpty();
    if (moves && group->status != u"available")
        return fault(400, u"Invalid Group: Group status must be available."_s);
    if (renamed)
        group->name = wanted.value(u"name").toString().trimmed();
    if (described)
        group->description = wanted.value(u"description").toString().trimmed();
    group->status = moves ? u"updating"_s : u"available"_s;
    const bool stalls = moves && world().faults.takeVolumeFailure(u"group-update"_s);
    if (moves && !stalls) {
        world().later(700ms, [this, id = group->id, added, removed] {
            VolumeGroup *row = state().volumeGroups.find(id);
            if (row == nullptr)
                return;
            for (const QString &one : added + removed) {
                if (Volume *volume = state().volumes.find(one))
                    volume->groupId = added.contains(one) ? id : QString();
            }
            row->status = u"available"_s;
        });
    }
    return acceptedDelete();
}

HttpResponse BlockStorageService::deleteGroup(Call &call)
{
    if (call.body.size() != 1)
        return fault(400, u"Malformed request body"_s);
    const QString action = call.body.keys().first();
    if (action != u"delete")
        return noSuchAction(action);
    if (auto refused = mismatched(call, &blockschemas::deleteGroup))
        return *refused;
    VolumeGroup *group = groupOf(call, call.parameters[0]);
    if (group == nullptr)
        return groupNotFound(call.parameters[0]);
    if (!call.member())
        return denied(u"group:delete"_s);
    const auto invalid = [](const QString &why) {
        return fault(400, u"Invalid Group: "_s + why);
    };
    const QString flag = call.body.value(action)
                             .toObject()
                             .value(u"delete-volumes")
                             .toVariant()
                             .toString()
                             .toLower();
    static const QStringList yes{u"true"_s, u"1"_s, u"on"_s, u"yes"_s, u"y"_s, u"t"_s};
    const bool withVolumes = yes.contains(flag);
    if (!withVolumes && group->status != u"available" && group->status != u"error")
        return invalid(u"Group status must be available or error, but current status is: "_s +
                       group->status);
    const bool captured = std::ranges::any_of(
        state().groupSnapshots.rows(), [&](const auto &row) { return row->groupId == group->id; });
    if (captured)
        return invalid(u"Group has existing snapshots."_s);
    const std::vector<Volume *> volumes = volumesIn(group->id);
    if (!volumes.empty() && !withVolumes)
        return invalid(u"Group %1 still contains volumes. The delete-volumes flag is required to "
                       u"delete it."_s.arg(group->id));
    for (const Volume *volume : volumes) {
        if (!volume->uses.empty())
            return invalid(
                u"Volume in group %1 is attached. Need to detach first."_s.arg(group->id));
        if (!m_volumes.snapshotsOf(volume->id).empty())
            return invalid(u"Volume in group still has dependent snapshots."_s);
    }
    for (Volume *volume : volumes)
        m_volumes.remove(*volume);
    group->status = u"deleting"_s;
    world().later(1600ms, [this, id = group->id] { state().volumeGroups.remove(id); });
    return acceptedDelete();
}

} // namespace oriel::demo
