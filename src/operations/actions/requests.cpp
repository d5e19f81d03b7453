#include "operations/actions/requests.h"

#include "operations/actions/actionoperation.h"
#include "operations/actions/actions.h"
#include "operations/journal/journalcodec.h"

#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

Values valuesOf(const NewVolumeRequest &request)
{
    return {
        {u"name"_s, request.name}, {u"size"_s, request.sizeGiB}, {u"type"_s, request.volumeType}};
}

Values valuesOf(const VolumeSnapshotRequest &request)
{
    return {
        {u"gib"_s, request.sizeGiB},
        {u"name"_s, request.name},
        {u"keep_until"_s, request.keepUntil ? request.keepUntil->toString(Qt::ISODate) : QString()},
        {u"description"_s, request.description}};
}

} // namespace

std::unique_ptr<ActionOperation> operationFor(Context context, const BackupRequest &request)
{
    return actOn(std::move(context), u"create-backup", request.snapshot,
                 {{u"volume"_s, request.volumeId}, {u"name"_s, request.name}});
}

std::unique_ptr<ActionOperation> operationFor(Context context, const NewVolumeRequest &request)
{
    return actOn(std::move(context), u"create-volume", request.snapshot, valuesOf(request));
}

std::unique_ptr<ActionOperation> operationFor(Context context, const RevertRequest &request)
{
    return actOn(std::move(context), u"revert-volume", request.volume,
                 {{u"snapshot"_s, toJson(request.snapshot)}});
}

std::unique_ptr<ActionOperation> operationFor(Context context, const VolumeSnapshotRequest &request)
{
    return actOn(std::move(context), u"create-volume-snapshot",
                 {Kind::Volume, request.volumeId, request.volumeName}, valuesOf(request));
}

std::unique_ptr<ActionOperation> operationFor(Context context, const KeepUntilRequest &request)
{
    return actOn(std::move(context),
                 request.subject.kind == Kind::VolumeSnapshot
                     ? u"change-keep-until-of-volume-snapshot"
                     : u"change-keep-until",
                 request.subject,
                 {{u"server"_s, request.serverId},
                  {u"image"_s, request.imageId},
                  {u"volume_snapshots"_s, QJsonArray::fromStringList(request.volumeSnapshotIds)},
                  {u"keep_until"_s,
                   request.keepUntil ? request.keepUntil->toString(Qt::ISODate) : u"none"_s}});
}

std::unique_ptr<ActionOperation> operationFor(Context context, const FloatingIpMove &move,
                                              const QString &portId, const QString &fixedIp)
{
    return actOn(std::move(context), u"move-floating-ip", {Kind::FloatingIp, move.id, move.address},
                 {{u"move"_s, toJson(move)}, {u"port"_s, portId}, {u"fixedIp"_s, fixedIp}});
}

NewVolumeRequest newVolumeRequestOf(const ActionOperation &operation)
{
    return {operation.target(), operation.text("name"_L1),
            operation.values().value("size"_L1).toInt(), operation.text("type"_L1)};
}

QString newVolumeCommand(const NewVolumeRequest &request)
{
    return actionNamed(u"create-volume")->commandLine(request.snapshot.id, valuesOf(request));
}

QString createVolumeSnapshotCommand(const VolumeSnapshotRequest &request)
{
    return actionNamed(u"create-volume-snapshot")->commandLine(request.volumeId, valuesOf(request));
}

} // namespace oriel::operations
