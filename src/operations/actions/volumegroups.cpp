#include "operations/actions/volumegroups.h"

#include "base/visible.h"
#include "net/apiclient.h"
#include "openstack/blockstorage/volumegrouptype.h"
#include "operations/actions/actionof.h"
#include "operations/names.h"

#include <QtCore/QCoreApplication>

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

QString commonGroup(const store::CloudStores &stores, const QStringList &volumeIds)
{
    QString common;
    for (const QString &id : volumeIds) {
        const auto volume = stores.volumes.find(id);
        if (!volume || volume->groupId.isEmpty() ||
            (!common.isEmpty() && volume->groupId != common))
            return {};
        common = volume->groupId;
    }
    return common;
}

bool hasVolumeGroupTypes(const store::CloudStores &stores)
{
    return std::ranges::any_of(stores.of<openstack::VolumeGroupType>().rows(),
                               [](const auto &type) { return !type->isReserved(); });
}

namespace {

struct GroupWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::operations::VolumeGroups)
};

bool isSettled(const VolumeGroup &group)
{
    return group.status != "creating"_L1 && group.status != "updating"_L1;
}

/// Whether the group is settled, or nothing is gained by waiting any longer.
std::function<bool(const VolumeGroup &)> settledWithin(const ActionOperation *operation,
                                                       std::chrono::milliseconds limit)
{
    const Clock &clock = operation->context().clock;
    return [&clock, limit, since = clock.elapsed()](const VolumeGroup &group) {
        return isSettled(group) || clock.elapsed() - since > limit;
    };
}

Error stillBusy(const ActionOperation *operation, const VolumeGroup &group,
                std::chrono::milliseconds limit)
{
    return detail::failureOf<VolumeGroup>(
        operation, ErrorKind::Timeout,
        GroupWords::tr("The volume group is still “%1” after %2 minutes.")
            .arg(isolated(group.status), QString::number(limit / std::chrono::minutes(1))));
}

} // namespace

Task<Result<VolumeGroup>> settledGroup(ActionOperation *operation, QString groupId,
                                       std::chrono::milliseconds limit)
{
    auto waiting =
        operation->until(openstack::Get<VolumeGroup>{groupId}, settledWithin(operation, limit));
    Result<VolumeGroup> group = co_await std::move(waiting);
    if (group.ok() && !isSettled(group.value()))
        co_return stillBusy(operation, group.value(), limit);
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
