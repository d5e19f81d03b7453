#include "openstack/blockstorage/backup.h"

#include "openstack/decoding.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

template struct List<Backup>;
template struct Get<Backup>;
template struct Create<Backup>;
template struct Delete<Backup>;

net::Request CreateBackup::request() const
{
    QJsonObject backup{{u"volume_id"_s, volumeId}, {u"name"_s, name}, {u"force"_s, force}};
    if (!snapshotId.isEmpty())
        backup.insert(u"snapshot_id"_s, snapshotId);
    if (!description.isEmpty())
        backup.insert(u"description"_s, description);
    if (incremental)
        backup.insert(u"incremental"_s, true);
    if (!metadata.isEmpty())
        backup.insert(u"metadata"_s, textsObject(metadata));
    net::Request request = Create<Backup>{backup}.request();
    if (!metadata.isEmpty())
        request.microversions->min = {3, 43};
    return request;
}

Result<QString> CreateBackup::decode(const net::Answer &answer) const
{
    auto backup = Create<Backup>{}.decode(answer);
    if (!backup.ok())
        return backup.error();
    return std::move(backup->id);
}

net::Request RestoreBackup::request() const
{
    net::Request request = requestTo(Backup::api, net::Method::Post, id, u"/restore"_s);
    request.body = jsonBody({{u"restore"_s, QJsonObject{{u"volume_id"_s, volumeId}}}});
    return request;
}

Result<Nothing> RestoreBackup::decode(const net::Answer &) const
{
    return Nothing{};
}

net::Request DescribeBackup::request() const
{
    net::Request request = requestTo(Backup::api, net::Method::Put, id);
    request.body =
        jsonBody({{u"backup"_s, QJsonObject{{u"name"_s, name}, {u"description"_s, description}}}});
    request.microversions->min = {3, 9};
    return request;
}

Result<Nothing> DescribeBackup::decode(const net::Answer &) const
{
    return Nothing{};
}

} // namespace oriel::openstack
