#include "demo/blockstorage/blockstorageservice.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace oriel::demo {

HttpResponse BlockStorageService::revertVolume(Call &call, Volume &volume)
{
    const auto all = m_volumes.snapshotsOf(volume.id);
    if (all.empty())
        return fault(400, u"Volume %1 doesn't have any snapshots."_s.arg(volume.id));
    const QJsonValue wanted = call.body.value(u"revert").toObject().value(u"snapshot_id");
    VolumeSnapshot *latest = all.front();
    for (VolumeSnapshot *snapshot : all)
        latest = snapshot->created >= latest->created ? snapshot : latest;
    if (wanted.toString() != latest->id)
        return fault(400,
                     u"Specified snapshot %1 is None or not the latest one of volume %2."_s.arg(
                         wanted.isString() ? wanted.toString() : u"None"_s, volume.id));
    if (volume.size != latest->size)
        return fault(400, u"Can't revert volume %1 to its latest snapshot %2. The volume size must "
                          "be equal to the snapshot size."_s.arg(volume.id, latest->id));
    if (volume.status != u"available")
        return fault(409, u"Invalid volume: Can't revert volume %1 to its latest snapshot %2. "
                          "Volume's status must be 'available'."_s.arg(volume.id, latest->id));
    if (latest->status != u"available")
        return fault(409, u"Invalid snapshot: Can't revert volume %1 to its latest snapshot %2. "
                          "Snapshot's status must be 'available'."_s.arg(volume.id, latest->id));
    volume.status = u"reverting"_s;
    volume.updated = world().now();
    latest->status = u"restoring"_s;
    world().later(3000ms, [this, id = volume.id, snapshotId = latest->id] {
        if (Volume *row = state().volumes.find(id)) {
            row->status = u"available"_s;
            row->updated = world().now();
        }
        if (VolumeSnapshot *row = state().snapshots.find(snapshotId))
            row->status = u"available"_s;
    });
    return accepted();
}

} // namespace oriel::demo
