#include "forms/volumesnapshotform.h"

#include "base/visible.h"
#include "forms/nametext.h"

using namespace Qt::StringLiterals;

namespace oriel::forms {

Availability volumeSnapshotAvailability(const openstack::Volume &volume, const QStringList &roles)
{
    if (!mayChange(roles))
        return {false, readerReason()};
    if (volume.status == "available"_L1 || volume.status == "in-use"_L1)
        return {true, {}};
    return {false, VolumeSnapshotForm::tr("A snapshot can be taken of a volume that is “available” "
                                          "or “in-use”; this one is “%1”.")
                       .arg(isolated(volume.status))};
}

VolumeSnapshotForm::VolumeSnapshotForm(store::CloudStores &stores, Clock &clock, QString volumeId,
                                       QStringList roles, QObject *parent)
    : SnapshotBatchForm(stores, clock, std::move(roles), parent)
    , m_volumeId(std::move(volumeId))
{
    setDefaultName(volumeName().left(230) + u' ' + nowText());
}

store::Row<openstack::Volume> VolumeSnapshotForm::volume() const
{
    return stores().volumes.find(m_volumeId);
}

QString VolumeSnapshotForm::volumeName() const
{
    const auto row = volume();
    return row && !row->name.isEmpty() ? row->name : m_volumeId;
}

QString VolumeSnapshotForm::title() const
{
    return tr("Create volume snapshot");
}

QString VolumeSnapshotForm::subtitle() const
{
    return tr("Of the volume “%1”").arg(isolated(volumeName()));
}

std::vector<BatchRow> VolumeSnapshotForm::makeRows() const
{
    const auto row = volume();
    if (!row)
        return {};
    const Availability can = volumeSnapshotAvailability(*row, roles());
    QString snapshot = name().trimmed();
    if (snapshot.isEmpty())
        snapshot = volumeName();
    BatchRow made{m_volumeId, volumeName(), snapshot, row->sizeGiB, can.reason, can.enabled};
    made.volumeSnapshots = 1;
    return {made};
}

QString VolumeSnapshotForm::nameProblem(const BatchRow &row) const
{
    return describe(operations::storageNameFault(row.snapshot), row.snapshot);
}

QString VolumeSnapshotForm::summary() const
{
    return tr("One volume snapshot is made. It belongs to this volume alone: the other disks of "
              "an instance are not captured with it.");
}

QString VolumeSnapshotForm::consistencyText() const
{
    const auto row = volume();
    if (!row)
        return {};
    for (const openstack::VolumeUse &use : row->attachments) {
        const auto server = stores().servers.find(use.serverId);
        if (!server || server->status == "SHUTOFF"_L1)
            continue;
        return tr("It is in use by “%1”, which is running: what is being written at that moment "
                  "may be captured half written, as after a power cut. Shut the instance off first "
                  "where the data matters.")
            .arg(isolated(server->name));
    }
    return tr("No running instance writes to it, so the snapshot is consistent.");
}

QString VolumeSnapshotForm::command() const
{
    return operations::createVolumeSnapshotCommand(request());
}

operations::VolumeSnapshotRequest VolumeSnapshotForm::request() const
{
    operations::VolumeSnapshotRequest request;
    request.volumeId = m_volumeId;
    request.volumeName = volumeName();
    const std::vector<BatchRow> &all = rows();
    request.sizeGiB = all.empty() ? 0 : all.front().sizeGiB;
    request.name = all.empty() ? name().trimmed() : all.front().snapshot;
    request.keepUntil = keepUntil();
    request.description = description().trimmed();
    return request;
}

} // namespace oriel::forms
