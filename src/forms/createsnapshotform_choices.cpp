#include "forms/createsnapshotform_p.h"

#include "base/visible.h"
#include "forms/serveractions.h"
#include "forms/snapshotwords.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

// What a person can choose: why, whether to shut off, and which volumes beside the disk.

QString CreateSnapshotForm::description() const
{
    return d->description;
}

void CreateSnapshotForm::setDescription(const QString &description)
{
    if (d->description == description)
        return;
    d->description = description;
    Q_EMIT changed();
}

QString CreateSnapshotForm::consistencyText() const
{
    const auto row = d->server();
    return row ? consistencySentence(*row, d->stores) : QString();
}

bool CreateSnapshotForm::offersShutOff() const
{
    const auto row = d->server();
    return row && row->status == "ACTIVE"_L1;
}

QString CreateSnapshotForm::shutOffObstacle() const
{
    const auto row = d->server();
    if (!row || !offersShutOff())
        return {};
    return availability(*row, ServerAction::ShutOff, d->roles).reason;
}

bool CreateSnapshotForm::shutOffFirst() const
{
    if (!offersShutOff() || !shutOffObstacle().isEmpty())
        return false;
    // File systems that are surely frozen need no shutdown.
    return d->shutOffFirst.value_or(!surelyFrozen(*d->server(), d->stores));
}

void CreateSnapshotForm::setShutOffFirst(bool first)
{
    if (d->shutOffFirst == first)
        return;
    d->shutOffFirst = first;
    Q_EMIT changed();
}

QString CreateSnapshotForm::shutOffText() const
{
    QString text =
        tr("Its operating system is asked to shut down, everything is captured, and it "
           "is started again. Nothing is half written. What runs on it stops meanwhile.");
    if (const QString obstacle = shutOffObstacle(); !obstacle.isEmpty())
        text = tr("Not possible now. %1").arg(obstacle);
    return text;
}

QString CreateSnapshotForm::keepRunningText() const
{
    const auto row = d->server();
    return row ? runningSentence(*row, d->stores) : QString();
}

QString CreateSnapshotForm::dataVolumesOffer() const
{
    const auto row = d->server();
    if (!d->hasDataVolumes())
        return {};
    int gigabytes = 0;
    for (const CapturedDisk &disk : d->disks())
        gigabytes += disk.volumeId.isEmpty() ? 0 : disk.sizeGiB;
    return tr("Include %n attached volume(s) (%1 GiB)", nullptr,
              static_cast<int>(row->volumes.size()))
        .arg(gigabytes);
}

QString CreateSnapshotForm::dataVolumesObstacle() const
{
    if (!d->hasDataVolumes() || withDataVolumes())
        return {};
    for (const RoomLine &line : d->roomWithData()) {
        if (!line.fits)
            return tr("Not included: the quota is too small. %1: %2.").arg(line.title, line.text);
    }
    return {};
}

bool CreateSnapshotForm::withDataVolumes() const
{
    return d->includesData() && d->hasDataVolumes();
}

void CreateSnapshotForm::setWithDataVolumes(bool with)
{
    if (withDataVolumes() == with)
        return;
    d->withDataVolumes = with;
    Q_EMIT changed();
}

void CreateSnapshotForm::setDurations(const operations::Durations &durations)
{
    d->durations = durations;
    Q_EMIT changed();
}

std::optional<std::chrono::milliseconds> CreateSnapshotForm::expected() const
{
    using operations::CreateSnapshot;
    const auto row = d->server();
    if (!row || d->durations.isEmpty())
        return {};
    std::chrono::milliseconds longest{0};
    // The parts are captured side by side.
    for (const CapturedDisk &disk : d->disks()) {
        if (!disk.captured)
            continue;
        const bool own = disk.volumeId.isEmpty();
        // A volume's snapshot is made without copying it in nearly every storage: its size tells
        // nothing. What is uploaded takes the longer the more it is.
        auto took = own ? d->durations.estimate(CreateSnapshot::diskMeasure, disk.sizeGiB)
                        : d->durations.estimate(CreateSnapshot::volumeMeasure);
        if (took && own) {
            const auto upload = d->durations.estimate(CreateSnapshot::uploadMeasure, disk.sizeGiB);
            took = upload ? std::optional(*took + *upload) : std::nullopt;
        }
        if (!took)
            return {};
        longest = std::max(longest, *took);
    }
    if (shutOffFirst()) {
        const auto off = d->durations.estimate(CreateSnapshot::shutOffMeasure);
        const auto on = d->durations.estimate(CreateSnapshot::startMeasure);
        if (!off || !on)
            return {};
        return longest + *off + *on;
    }
    return longest;
}

QString CreateSnapshotForm::estimate() const
{
    const auto time = expected();
    return time && !shutOffFirst()
               ? tr("Takes about %1 (estimated from earlier snapshots).").arg(aboutText(*time))
               : QString();
}

QString CreateSnapshotForm::interruption() const
{
    if (!shutOffFirst())
        return {};
    const auto time = expected();
    return time ? tr("“%1” will be offline for about %2.")
                      .arg(isolated(serverName()), aboutText(*time))
                : tr("“%1” will be offline until the snapshot is captured.")
                      .arg(isolated(serverName()));
}

operations::CreateSnapshotRequest CreateSnapshotForm::request() const
{
    operations::CreateSnapshotRequest request;
    request.serverId = d->serverId;
    request.name = effectiveName();
    request.keepUntil = d->keepUntil;
    request.shutOffFirst = shutOffFirst();
    request.description = d->description.trimmed();
    for (const CapturedDisk &disk : d->disks()) {
        if (!disk.captured || disk.volumeId.isEmpty())
            continue;
        request.promised.push_back(
            {disk.volumeId, disk.device.isEmpty() ? disk.name : disk.device, disk.sizeGiB});
        if (withDataVolumes())
            request.extraVolumes.append(disk.volumeId);
    }
    return request;
}

} // namespace oriel::forms
