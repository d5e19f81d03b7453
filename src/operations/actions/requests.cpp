#include "operations/actions/requests.h"

#include "operations/actions/actionoperation.h"
#include "operations/actions/actions.h"
#include "operations/journal/journalcodec.h"

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

Values valuesOf(const VolumeSnapshotRequest &request)
{
    return {
        {u"gib"_s, request.sizeGiB},
        {u"name"_s, request.name},
        {u"keep_until"_s, request.keepUntil ? request.keepUntil->toString(Qt::ISODate) : QString()},
        {u"description"_s, request.description}};
}

} // namespace

std::unique_ptr<ActionOperation> operationFor(Context context, const VolumeSnapshotRequest &request)
{
    return actOn(std::move(context), u"create-volume-snapshot",
                 {Kind::Volume, request.volumeId, request.volumeName}, valuesOf(request));
}

std::unique_ptr<ActionOperation> operationFor(Context context, const FloatingIpMove &move,
                                              const QString &portId, const QString &fixedIp)
{
    return actOn(std::move(context), u"move-floating-ip", {Kind::FloatingIp, move.id, move.address},
                 {{u"move"_s, toJson(move)}, {u"port"_s, portId}, {u"fixedIp"_s, fixedIp}});
}

QString createVolumeSnapshotCommand(const VolumeSnapshotRequest &request)
{
    return actionNamed(u"create-volume-snapshot")->commandLine(request.volumeId, valuesOf(request));
}

} // namespace oriel::operations
