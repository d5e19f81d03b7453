#include "forms/createsnapshotform.h"

#include "base/visible.h"
#include "forms/snapshotwords.h"
#include "operations/actions/actions.h"
#include "operations/commandline.h"
#include "operations/names.h"
#include "store/bootdisk.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

/// sda … sdz before sdaa.
bool deviceBefore(const CapturedDisk &a, const CapturedDisk &b)
{
    if (a.device.size() != b.device.size())
        return a.device.size() < b.device.size();
    return std::pair(a.device, a.name) < std::pair(b.device, b.name);
}

} // namespace

CreateSnapshotForm::CreateSnapshotForm(store::CloudStores &stores, Clock &clock, QString serverId,
                                       QStringList roles, QObject *parent)
    : SnapshotForm(stores, clock, std::move(roles), parent)
    , m_serverId(std::move(serverId))
{
    if (const auto row = server())
        m_serverName = row->name;
    m_proposedName = defaultName();
    setDefaultName(m_proposedName);
    decideOnData();
    stores.refreshRow(openstack::Kind::Server, m_serverId);
}

CreateSnapshotForm::CreateSnapshotForm(store::CloudStores &stores, Clock &clock,
                                       const operations::CreateSnapshotRequest &request,
                                       QStringList roles, QObject *parent)
    : CreateSnapshotForm(stores, clock, request.serverId, std::move(roles), parent)
{
    setDefaultName(request.name);
    fill(request.keepUntil, request.description, request.shutOffFirst,
         !request.extraVolumes.isEmpty());
}

store::Row<openstack::Server> CreateSnapshotForm::server() const
{
    return stores().servers.find(m_serverId);
}

bool CreateSnapshotForm::isVolumeBacked() const
{
    const auto row = server();
    return row && store::bootsFromVolume(*row, stores());
}

void CreateSnapshotForm::storesChanged()
{
    const auto row = server();
    if (row && std::exchange(m_serverName, row->name) != row->name && name() == m_proposedName) {
        m_proposedName = defaultName(); // the user has not chosen the old one
        setDefaultName(m_proposedName);
    }
    SnapshotForm::storesChanged();
}

QString CreateSnapshotForm::subtitle() const
{
    return tr("Of the instance “%1”").arg(isolated(m_serverName));
}

QString CreateSnapshotForm::actionText() const
{
    return shutOffFirst() ? tr("Create snapshot after shutting off") : tr("Create snapshot");
}

QString CreateSnapshotForm::command() const
{
    return operations::createSnapshotCommand(
        request(),
        operations::commandTarget(stores(), {openstack::Kind::Server, m_serverId, m_serverName}));
}

qsizetype CreateSnapshotForm::longestName() const
{
    return operations::longestSnapshotName(needed().count > 0);
}

QString CreateSnapshotForm::defaultName() const
{
    const QString suffix = u' ' + nowText();
    return operations::firstCharacters(m_serverName.trimmed(), longestName() - suffix.size()) +
           suffix;
}

QString CreateSnapshotForm::effectiveName() const
{
    const QString typed = name().trimmed();
    return typed.isEmpty()
               ? operations::firstCharacters(m_serverName.trimmed(), longestName()).trimmed()
               : typed;
}

QString CreateSnapshotForm::nameProblem() const
{
    const QString effective = effectiveName();
    return describe(operations::computeNameFault(effective, longestName()), effective,
                    longestName());
}

std::vector<CapturedDisk> CreateSnapshotForm::disks() const
{
    const auto row = server();
    if (!row)
        return {};
    std::vector<CapturedDisk> result;
    for (const openstack::AttachedVolume &attached : row->volumes) {
        CapturedDisk disk;
        disk.volumeId = attached.id;
        disk.name = attached.id;
        disk.captured = isVolumeBacked() || includesData();
        if (const auto volume = stores().volumes.find(attached.id)) {
            if (!volume->name.isEmpty())
                disk.name = volume->name;
            disk.sizeGiB = volume->sizeGiB;
            for (const openstack::VolumeUse &use : volume->attachments) {
                if (use.serverId == m_serverId)
                    disk.device = use.device;
            }
        }
        result.push_back(std::move(disk));
    }
    std::ranges::sort(result, deviceBefore);
    if (!isVolumeBacked()) {
        CapturedDisk local;
        local.name = tr("The instance's own disk");
        local.sizeGiB = row->flavor.diskGiB;
        result.insert(result.begin(), std::move(local));
    }
    return result;
}

QString CreateSnapshotForm::captureText() const
{
    return server() ? captureSentence(isVolumeBacked(), disks()) : QString();
}

SnapshotForm::Amount CreateSnapshotForm::needed() const
{
    Amount amount;
    for (const CapturedDisk &disk : disks()) {
        if (!disk.captured || disk.volumeId.isEmpty())
            continue;
        ++amount.count;
        amount.gigabytes += disk.sizeGiB;
    }
    return amount;
}

SnapshotForm::Amount CreateSnapshotForm::dataVolumes() const
{
    Amount amount;
    for (const CapturedDisk &disk : isVolumeBacked() ? std::vector<CapturedDisk>() : disks()) {
        if (disk.volumeId.isEmpty())
            continue;
        ++amount.count;
        amount.gigabytes += disk.sizeGiB;
    }
    return amount;
}

QString CreateSnapshotForm::dataVolumesOffer() const
{
    const Amount data = dataVolumes();
    return data.count == 0 ? QString()
                           : tr("Include %n attached volume(s) (%1 GiB)", nullptr, data.count)
                                 .arg(data.gigabytes);
}

bool CreateSnapshotForm::volumesKnown() const
{
    const auto row = server();
    return row && !stores().volumes.state().cached() &&
           std::ranges::all_of(row->volumes, [this](const auto &attached) {
               return stores().volumes.find(attached.id) != nullptr;
           });
}

bool CreateSnapshotForm::ready() const
{
    if (!server())
        return stores().servers.state().isComplete();
    const bool needsLimits = needed().count + dataVolumes().count > 0 || isVolumeBacked();
    return (volumesKnown() || isKnown(stores().volumes)) && (!needsLimits || limitsKnown());
}

QString CreateSnapshotForm::gap() const
{
    if (!server() || !ready())
        return {};
    if ((needed().count > 0 || isVolumeBacked()) && !stores().blockStorageLimits.value())
        return tr("The free quota is unknown. The cloud rejects the snapshot if it exceeds the "
                  "quota.");
    if (!volumesKnown())
        return tr("The names and sizes of some volumes are unknown.");
    return {};
}

QString CreateSnapshotForm::obstacle() const
{
    const auto row = server();
    if (!row)
        return tr("The instance no longer exists.");
    return operations::snapshotObstacle(*row, roles());
}

QString CreateSnapshotForm::consistencyText() const
{
    const auto row = server();
    return row ? consistencySentence(*row, stores()) : QString();
}

bool CreateSnapshotForm::offersShutOff() const
{
    const auto row = server();
    return row && row->status == "ACTIVE"_L1;
}

QString CreateSnapshotForm::shutOffObstacle() const
{
    const auto row = server();
    return row && offersShutOff()
               ? operations::actionNamed(u"stop-server")->obstacle({stores(), roles()}, row->id)
               : QString();
}

bool CreateSnapshotForm::recommendsShutOff() const
{
    // File systems that are surely frozen need no shutdown.
    return !certainlyFrozen(*server(), stores());
}

QString CreateSnapshotForm::shutOffTitle() const
{
    return tr("Shut o&ff the instance first (recommended)");
}

QString CreateSnapshotForm::shutOffText() const
{
    const QString obstacle = shutOffObstacle();
    return obstacle.isEmpty()
               ? tr("The instance is shut down, captured, and started again. The data is "
                    "consistent, but services on it are interrupted.")
               : tr("Not possible now. %1").arg(obstacle);
}

QString CreateSnapshotForm::keepRunningText() const
{
    const auto row = server();
    return row ? runningSentence(*row, stores()) : QString();
}

void CreateSnapshotForm::setDurations(const operations::Durations &durations)
{
    m_durations = durations;
    Q_EMIT changed();
}

std::optional<std::chrono::milliseconds> CreateSnapshotForm::expected() const
{
    using operations::CreateSnapshot;
    if (!server() || m_durations.isEmpty())
        return {};
    std::chrono::milliseconds longest{0};
    // The parts are captured side by side.
    for (const CapturedDisk &disk : disks()) {
        if (!disk.captured)
            continue;
        const bool own = disk.volumeId.isEmpty();
        // A volume's snapshot is made without copying it in nearly every storage: its size tells
        // nothing. What is uploaded takes the longer the more it is.
        auto took = own ? m_durations.estimate(CreateSnapshot::diskMeasure, disk.sizeGiB)
                        : m_durations.estimate(CreateSnapshot::volumeMeasure);
        if (took && own) {
            const auto upload = m_durations.estimate(CreateSnapshot::uploadMeasure, disk.sizeGiB);
            took = upload ? std::optional(*took + *upload) : std::nullopt;
        }
        if (!took)
            return {};
        longest = std::max(longest, *took);
    }
    if (shutOffFirst()) {
        const auto off = m_durations.estimate(CreateSnapshot::shutOffMeasure);
        const auto on = m_durations.estimate(CreateSnapshot::startMeasure);
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
                      .arg(isolated(m_serverName), aboutText(*time))
                : tr("“%1” will be offline until the snapshot is captured.")
                      .arg(isolated(m_serverName));
}

operations::CreateSnapshotRequest CreateSnapshotForm::request() const
{
    operations::CreateSnapshotRequest request;
    request.serverId = m_serverId;
    request.name = effectiveName();
    request.keepUntil = keepUntil();
    request.shutOffFirst = shutOffFirst();
    request.description = description().trimmed();
    for (const CapturedDisk &disk : disks()) {
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
