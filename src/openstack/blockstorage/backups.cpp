#include "openstack/blockstorage/backups.h"

#include "openstack/requestparts.h"

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace json = net::json;

namespace {

Backup decodeBackup(const json::Object &object)
{
    Backup backup;
    backup.id = object.requiredString("id");
    backup.name = object.string("name");
    backup.status = object.string("status");
    backup.failReason = object.string("fail_reason");
    backup.volumeId = object.string("volume_id");
    backup.snapshotId = object.string("snapshot_id");
    backup.sizeGiB = object.int32("size");
    backup.created = object.time("created_at");
    backup.metadata = object.stringMap("metadata");
    return backup;
}

} // namespace

net::Request ListBackups::request() const
{
    net::Request request = readFrom(net::Service::BlockStorage, u"/backups/detail"_s);
    addPage(request.query, limit, marker);
    addFilter(request.query, u"name"_s, name);
    addFilter(request.query, u"volume_id"_s, volumeId);
    return request;
}

Result<ListBackups::Value> ListBackups::decode(const net::Answer &answer) const
{
    return decodePage(answer, "backups", decodeBackup);
}

ListBackups ListBackups::withMarker(const QString &next) const
{
    return pageBehind(*this, next);
}

net::Request GetBackup::request() const
{
    return readFrom(net::Service::BlockStorage, "/backups/"_L1 + pathSegment(id));
}

Result<Backup> GetBackup::decode(const net::Answer &answer) const
{
    return decodeOne(answer, "backup", decodeBackup);
}

net::Request CreateBackup::request() const
{
    QJsonObject backup{{u"volume_id"_s, volumeId},
                       {u"snapshot_id"_s, snapshotId},
                       {u"name"_s, name},
                       // A snapshot can be backed up while its volume is in use.
                       {u"force"_s, true}};
    if (!metadata.isEmpty())
        backup.insert(u"metadata"_s, textsObject(metadata));
    net::Request request = requestTo(net::Service::BlockStorage, net::Method::Post, u"/backups"_s);
    if (!metadata.isEmpty())
        request.microversions->min = {3, 43};
    request.body = jsonBody({{u"backup"_s, backup}});
    return request;
}

Result<QString> CreateBackup::decode(const net::Answer &answer) const
{
    return decodeOne(answer, "backup",
                     [](const json::Object &backup) { return backup.requiredString("id"); });
}

} // namespace oriel::openstack
