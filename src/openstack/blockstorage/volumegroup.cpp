#include "openstack/blockstorage/volumegroup.h"

#include "openstack/decoding.h"

#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

template struct List<VolumeGroup>;
template struct Get<VolumeGroup>;
template struct Create<VolumeGroup>;
template struct Act<VolumeGroup>;

namespace {

Result<QString> idOfNew(const net::Answer &answer)
{
    auto group = Create<VolumeGroup>{}.decode(answer);
    if (!group.ok())
        return group.error();
    return std::move(group->id);
}

} // namespace

net::Request CreateVolumeGroup::request() const
{
    QJsonObject group{{u"name"_s, name},
                      {u"group_type"_s, type},
                      {u"volume_types"_s, QJsonArray::fromStringList(volumeTypes)}};
    if (!description.isEmpty())
        group.insert(u"description"_s, description);
    if (!availabilityZone.isEmpty())
        group.insert(u"availability_zone"_s, availabilityZone);
    return Create<VolumeGroup>{group}.request();
}

Result<QString> CreateVolumeGroup::decode(const net::Answer &answer) const
{
    return idOfNew(answer);
}

net::Request CreateVolumeGroupFrom::request() const
{
    QJsonObject group{{u"name"_s, name}, {u"group_snapshot_id"_s, groupSnapshotId}};
    if (!description.isEmpty())
        group.insert(u"description"_s, description);
    net::Request request = requestTo(VolumeGroup::api.service, net::Method::Post,
                                     QLatin1String(VolumeGroup::api.path) + "/action"_L1);
    request.body = jsonBody({{u"create-from-src"_s, group}});
    request.microversions->min = {3, 14};
    return request;
}

Result<QString> CreateVolumeGroupFrom::decode(const net::Answer &answer) const
{
    return idOfNew(answer);
}

net::Request ChangeVolumeGroup::request() const
{
    QJsonObject group;
    if (name)
        group.insert(u"name"_s, *name);
    if (description)
        group.insert(u"description"_s, *description);
    if (!added.isEmpty())
        group.insert(u"add_volumes"_s, added.join(u','));
    if (!removed.isEmpty())
        group.insert(u"remove_volumes"_s, removed.join(u','));
    net::Request request = requestTo(VolumeGroup::api, net::Method::Put, id);
    request.body = jsonBody({{u"group"_s, group}});
    return request;
}

Result<Nothing> ChangeVolumeGroup::decode(const net::Answer &) const
{
    return Nothing{};
}

net::Request DeleteVolumeGroup::request() const
{
    return Act<VolumeGroup>{id, u"delete"_s, QJsonObject{{u"delete-volumes"_s, withVolumes}},
                            VolumeGroup::api.since}
        .request();
}

Result<ActionAccepted> DeleteVolumeGroup::decode(const net::Answer &answer) const
{
    return Act<VolumeGroup>{}.decode(answer);
}

} // namespace oriel::openstack
