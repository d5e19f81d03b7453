#include "forms/instancesnapshotsform.h"

#include "forms/serveractions.h"
#include "store/bootdisk.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

InstanceSnapshotsForm::InstanceSnapshotsForm(store::CloudStores &stores, Clock &clock,
                                             QStringList serverIds, QStringList roles,
                                             QObject *parent)
    : SnapshotBatchForm(stores, clock, std::move(roles), parent)
    , m_ids(std::move(serverIds))
    , m_now(nowText())
{
    setDefaultName(u"{instance} {date}"_s);
    InstanceSnapshotsForm::follow();
}

QString InstanceSnapshotsForm::title() const
{
    return tr("Create snapshots");
}

QString InstanceSnapshotsForm::subtitle() const
{
    return tr("Of %1 instances, at most 3 at a time").arg(m_ids.size());
}

QString InstanceSnapshotsForm::nameHint() const
{
    return tr("{instance} is replaced by the instance's name, {date} by the date and time.");
}

QString InstanceSnapshotsForm::nameFor(const QString &instance) const
{
    QString pattern = name().trimmed();
    if (pattern.isEmpty())
        return instance.trimmed();
    // In one go: an instance may be called "{date}".
    QString made;
    for (qsizetype at = 0; at < pattern.size();) {
        const QStringView rest = QStringView(pattern).mid(at);
        if (rest.startsWith("{instance}"_L1)) {
            made += instance;
            at += 10;
        } else if (rest.startsWith("{date}"_L1)) {
            made += m_now;
            at += 6;
        } else {
            made += pattern.at(at++);
        }
    }
    return made.trimmed();
}

bool InstanceSnapshotsForm::canShutOff(const openstack::Server &server) const
{
    return server.status == "ACTIVE"_L1 &&
           availability(server, ServerAction::ShutOff, roles()).enabled;
}

bool InstanceSnapshotsForm::offersShutOff() const
{
    return std::ranges::any_of(m_ids, [this](const QString &id) {
        const auto server = stores().servers.find(id);
        return server && canShutOff(*server);
    });
}

std::vector<BatchRow> InstanceSnapshotsForm::makeRows() const
{
    std::vector<BatchRow> result;
    result.reserve(static_cast<std::size_t>(m_ids.size()));
    const bool shutOff = shutOffFirst(); // which looks at all of them
    m_data = {};
    for (const QString &id : m_ids) {
        const auto server = stores().servers.find(id);
        if (!server) {
            result.push_back({id, id, {}, 0, tr("It is not there any more."), false});
            result.back().there = false;
            continue;
        }
        BatchRow row{id, server->name, nameFor(server->name), 0, {}, true};
        row.chosen = !isLeftOut(id);
        const Availability can = availability(*server, ServerAction::CreateSnapshot, roles());
        row.possible = can.enabled;
        row.note = can.reason;
        const bool whole = store::bootsFromVolume(*server, stores());
        int gigabytes = 0;
        for (const openstack::AttachedVolume &attached : server->volumes) {
            const auto volume = stores().volumes.find(attached.id);
            gigabytes += volume ? volume->sizeGiB : 0;
        }
        if (!whole && row.chosen && !server->volumes.empty()) {
            ++m_data.instances;
            m_data.volumes += static_cast<int>(server->volumes.size());
            m_data.gigabytes += gigabytes;
        }
        if (whole || withDataVolumes()) {
            row.volumeSnapshots = static_cast<int>(server->volumes.size());
            row.sizeGiB = gigabytes;
        } else if (row.possible && !server->volumes.empty()) {
            row.note = tr("Its attached volumes are not captured.");
        }
        if (row.possible && server->status == "ACTIVE"_L1) {
            row.shutOff = shutOff && canShutOff(*server);
            const QString how = row.shutOff ? tr("Is shut off first.")
                                : shutOff   ? tr("Keeps running: it cannot be shut off.")
                                            : tr("Keeps running.");
            row.note = QStringList{how, row.note}.join(u' ').trimmed();
        }
        if (row.possible && server->status == "SHUTOFF"_L1)
            row.note = QStringList{tr("Is shut off, and stays so."), row.note}.join(u' ').trimmed();
        result.push_back(std::move(row));
    }
    return result;
}

const InstanceSnapshotsForm::DataVolumes &InstanceSnapshotsForm::dataVolumes() const
{
    static_cast<void>(rows()); // which counts them
    return m_data;
}

bool InstanceSnapshotsForm::rename(std::vector<BatchRow> &rows) const
{
    for (BatchRow &row : rows) {
        if (row.there)
            row.snapshot = nameFor(row.of);
    }
    return true;
}

std::vector<RoomLine> InstanceSnapshotsForm::roomWithData() const
{
    const auto &limits = stores().blockStorageLimits.value();
    if (!limits)
        return {};
    auto [count, gigabytes] = wanted();
    if (!withDataVolumes()) {
        const DataVolumes data = dataVolumes();
        count += data.volumes;
        gigabytes += data.gigabytes;
    }
    return snapshotRoom(*limits, count, gigabytes, snapshotsCountInGigabytes(stores()), made());
}

void InstanceSnapshotsForm::follow()
{
    // As for one instance: once included by default, they stay included.
    if (m_includedByDefault || !ready() || dataVolumes().instances == 0)
        return;
    const bool unreadable = !stores().blockStorageLimits.value();
    m_includedByDefault = unreadable || std::ranges::all_of(roomWithData(), &RoomLine::fits);
    if (m_includedByDefault)
        change();
}

QString InstanceSnapshotsForm::dataVolumesOffer() const
{
    const DataVolumes data = dataVolumes();
    return data.instances == 0
               ? QString()
               : tr("Include the attached volumes of %n instance(s) that boot from an image "
                    "(%1 GiB)",
                    nullptr, data.instances)
                     .arg(data.gigabytes);
}

QString InstanceSnapshotsForm::dataVolumesObstacle() const
{
    if (withDataVolumes() || dataVolumes().instances == 0)
        return {};
    for (const RoomLine &line : roomWithData()) {
        if (!line.fits)
            return tr("Not included: the quota is too small. %1: %2.").arg(line.title, line.text);
    }
    return {};
}

bool InstanceSnapshotsForm::withDataVolumes() const
{
    return m_withDataVolumes.value_or(m_includedByDefault);
}

void InstanceSnapshotsForm::setWithDataVolumes(bool with)
{
    if (withDataVolumes() == with)
        return;
    m_withDataVolumes = with;
    change();
}

int InstanceSnapshotsForm::interrupted() const
{
    return static_cast<int>(std::ranges::count_if(
        rows(), [](const BatchRow &row) { return row.made() && row.shutOff; }));
}

QString InstanceSnapshotsForm::interruption() const
{
    const int off = interrupted();
    return off == 0 ? QString()
                    : tr("%n instance(s) will be offline while being captured.", nullptr, off);
}

QString InstanceSnapshotsForm::actionText() const
{
    return interrupted() == 0 ? tr("Create %n snapshot(s)", nullptr, made())
                              : tr("Shut off and create %n snapshot(s)", nullptr, made());
}

QString InstanceSnapshotsForm::summary() const
{
    const int count = made();
    const int left = static_cast<int>(rows().size()) - count;
    const auto [snapshots, gigabytes] = wanted();
    QString text = snapshots == 0
                       ? tr("%1 snapshots are made, each of them an image.").arg(count)
                       : tr("%1 snapshots are made, with %2 volume snapshots of %3 GiB in all.")
                             .arg(QString::number(count), QString::number(snapshots),
                                  QString::number(gigabytes));
    if (left > 0)
        text += u' ' + (left == 1 ? tr("One instance is left out.")
                                  : tr("%1 instances are left out.").arg(left));
    return text;
}

QString InstanceSnapshotsForm::command() const
{
    QStringList lines;
    for (const auto &request : requests())
        lines += operations::createSnapshotCommand(request, {}, false);
    return lines.join(u'\n');
}

std::vector<operations::CreateSnapshotRequest> InstanceSnapshotsForm::requests() const
{
    std::vector<operations::CreateSnapshotRequest> result;
    for (const BatchRow &row : rows()) {
        const auto server = stores().servers.find(row.id);
        if (!row.made() || !server)
            continue;
        operations::CreateSnapshotRequest request;
        request.serverId = row.id;
        request.name = row.snapshot;
        request.keepUntil = keepUntil();
        request.description = description().trimmed();
        request.shutOffFirst = row.shutOff;
        const bool whole = store::bootsFromVolume(*server, stores());
        for (const openstack::AttachedVolume &attached : server->volumes) {
            if (!whole && !withDataVolumes())
                break;
            const auto volume = stores().volumes.find(attached.id);
            const bool named = volume && !volume->name.isEmpty();
            request.promised.push_back(
                {attached.id, named ? volume->name : attached.id, volume ? volume->sizeGiB : 0});
            if (!whole)
                request.extraVolumes.append(attached.id);
        }
        result.push_back(std::move(request));
    }
    return result;
}

} // namespace oriel::forms
