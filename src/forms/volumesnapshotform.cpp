#include "forms/volumesnapshotform.h"

#include "base/visible.h"
#include "operations/actions/actions.h"
#include "operations/names.h"

using namespace Qt::StringLiterals;

namespace oriel::forms {

VolumeSnapshotForm::VolumeSnapshotForm(store::CloudStores &stores, Clock &clock, QString volumeId,
                                       QStringList roles, QObject *parent)
    : SnapshotForm(stores, clock, std::move(roles), parent)
    , m_volumeId(std::move(volumeId))
{
    const QString suffix = u' ' + nowText();
    setDefaultName(
        operations::firstCharacters(volumeName(), operations::longestName - suffix.size()) +
        suffix);
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

QString VolumeSnapshotForm::subtitle() const
{
    return tr("Of the volume “%1”").arg(isolated(volumeName()));
}

std::vector<CapturedDisk> VolumeSnapshotForm::disks() const
{
    const auto row = volume();
    if (!row)
        return {};
    CapturedDisk disk{volumeName(), {}, row->sizeGiB, true, m_volumeId};
    if (!row->attachments.empty())
        disk.device = row->attachments.front().device;
    return {disk};
}

QString VolumeSnapshotForm::captureText() const
{
    return tr("One volume snapshot will be created, of this volume only. The other disks of an "
              "instance are not captured.");
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
        return tr("It is in use by “%1”, which is running. Data that is being written at that "
                  "moment may be captured incompletely, as after a power cut. If the data matters, "
                  "shut off the instance first.")
            .arg(isolated(server->name));
    }
    return tr("No running instance writes to it, so the snapshot is consistent.");
}

QString VolumeSnapshotForm::command() const
{
    return operations::createVolumeSnapshotCommand(request());
}

SnapshotForm::Amount VolumeSnapshotForm::needed() const
{
    const auto row = volume();
    return row ? Amount{1, row->sizeGiB} : Amount{};
}

QString VolumeSnapshotForm::obstacle() const
{
    return operations::actionNamed(u"create-volume-snapshot")
        ->obstacle({stores(), roles()}, m_volumeId);
}

QString VolumeSnapshotForm::nameProblem() const
{
    const QString wanted = request().name;
    return describe(operations::storageNameFault(wanted), wanted);
}

operations::VolumeSnapshotRequest VolumeSnapshotForm::request() const
{
    operations::VolumeSnapshotRequest request;
    request.volumeId = m_volumeId;
    request.volumeName = volumeName();
    request.sizeGiB = needed().gigabytes;
    request.name = name().trimmed().isEmpty() ? volumeName() : name().trimmed();
    request.keepUntil = keepUntil();
    request.description = description().trimmed();
    return request;
}

} // namespace oriel::forms
