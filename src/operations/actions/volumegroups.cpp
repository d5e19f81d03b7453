#include "operations/actions/volumegroups.h"

#include "net/apiclient.h"
#include "openstack/blockstorage/volumegrouptype.h"
#include "operations/names.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

using openstack::Volume;
using openstack::VolumeGroup;

std::vector<store::Row<Volume>> volumesOf(const store::CloudStores &stores, const QString &groupId)
{
    std::vector<store::Row<Volume>> members;
    for (const auto &volume : stores.volumes.rows()) {
        if (!groupId.isEmpty() && volume->groupId == groupId)
            members.push_back(volume);
    }
    std::ranges::sort(members, {}, [](const auto &volume) { return volume->name; });
    return members;
}

QString volumeGroupName(const store::CloudStores &stores, const QString &groupId)
{
    const auto group = stores.of<VolumeGroup>().find(groupId);
    return nameOrId(group ? group->name : QString(), groupId);
}

bool hasVolumeGroupTypes(const store::CloudStores &stores)
{
    return std::ranges::any_of(stores.of<openstack::VolumeGroupType>().rows(),
                               [](const auto &type) { return !type->isReserved(); });
}

Task<Result<VolumeGroup>> settledGroup(ActionOperation *operation, QString groupId)
{
    const std::function<bool(const VolumeGroup &)> isSettled = [](const VolumeGroup &group) {
        return group.status != "creating"_L1 && group.status != "updating"_L1;
    };
    auto waiting = operation->until(openstack::Get<VolumeGroup>{groupId}, isSettled);
    Result<VolumeGroup> group = co_await std::move(waiting);
    co_return group;
}

namespace {

openstack::List<Volume> membersOf(const QString &groupId)
{
    return {.filters = {{u"group_id"_s, groupId}}};
}

} // namespace

Task<Result<std::vector<Volume>>> membersNow(ActionOperation *operation, QString groupId)
{
    const openstack::List<Volume> list = membersOf(groupId);
    auto walk = operation->context().client.all(list);
    auto found = co_await walk;
    if (!found.ok())
        co_return found.error();
    std::vector<Volume> members = std::move(found.value());
    std::erase_if(members, [&](const Volume &volume) { return volume.groupId != groupId; });
    co_return members;
}

} // namespace oriel::operations
