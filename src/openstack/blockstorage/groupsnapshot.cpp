#include "openstack/blockstorage/groupsnapshot.h"

#include "openstack/decoding.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

template struct List<GroupSnapshot>;
template struct Get<GroupSnapshot>;
template struct Create<GroupSnapshot>;
template struct Delete<GroupSnapshot>;

net::Request CreateGroupSnapshot::request() const
{
    QJsonObject snapshot{{u"group_id"_s, groupId}, {u"name"_s, name}};
    if (!description.isEmpty())
        snapshot.insert(u"description"_s, description);
    return Create<GroupSnapshot>{snapshot}.request();
}

Result<QString> CreateGroupSnapshot::decode(const net::Answer &answer) const
{
    auto snapshot = Create<GroupSnapshot>{}.decode(answer);
    if (!snapshot.ok())
        return snapshot.error();
    return std::move(snapshot->id);
}

} // namespace oriel::openstack
