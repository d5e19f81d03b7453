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
    QJsonObject backup{{u"volume_id"_s, volumeId},
                       {u"snapshot_id"_s, snapshotId},
                       {u"name"_s, name},
                       // Needed to back up a snapshot while its volume is in use.
                       {u"force"_s, true}};
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

} // namespace oriel::openstack
