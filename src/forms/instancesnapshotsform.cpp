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

std::vector<BatchRow> InstanceSnapshotsForm::rows() const
{
    std::vector<BatchRow> result;
    for (const QString &id : m_ids) {
        const auto server = stores().servers.find(id);
        if (!server) {
            result.push_back({id, id, {}, 0, tr("It is not there any more."), false});
            continue;
        }
        BatchRow row{id, server->name, nameFor(server->name), 0, {}, true};
        const Availability can = availability(*server, ServerAction::CreateSnapshot, roles());
        row.possible = can.enabled;
        row.note = can.reason;
        if (store::bootsFromVolume(*server, stores())) {
            for (const openstack::AttachedVolume &attached : server->volumes) {
                const auto volume = stores().volumes.find(attached.id);
                row.sizeGiB += volume ? volume->sizeGiB : 0;
            }
        } else if (row.possible && !server->volumes.empty()) {
            row.note = tr("Its attached volumes are not captured.");
        }
        if (row.possible && server->status == "ACTIVE"_L1) {
            const QString how = shutOffFirst() && canShutOff(*server) ? tr("Is shut off first.")
                                : shutOffFirst() ? tr("Keeps running: it cannot be shut off.")
                                                 : tr("Keeps running.");
            row.note = QStringList{how, row.note}.join(u' ').trimmed();
        }
        if (row.possible && server->status == "SHUTOFF"_L1)
            row.note = QStringList{tr("Is shut off, and stays so."), row.note}.join(u' ').trimmed();
        result.push_back(std::move(row));
    }
    return result;
}

QString InstanceSnapshotsForm::summary() const
{
    const std::vector<BatchRow> all = rows();
    const auto possible = std::ranges::count_if(all, &BatchRow::possible);
    const auto left = static_cast<qsizetype>(all.size()) - possible;
    const auto [count, gigabytes] = wanted();
    QString text = count == 0
                       ? tr("%1 snapshots are made, each of them an image.").arg(possible)
                       : tr("%1 snapshots are made, with %2 volume snapshots of %3 GiB in all.")
                             .arg(QString::number(possible), QString::number(count),
                                  QString::number(gigabytes));
    if (left > 0)
        text += u' ' + (left == 1 ? tr("One instance is left out.")
                                  : tr("%1 instances are left out.").arg(left));
    return text;
}

std::pair<int, int> InstanceSnapshotsForm::wanted() const
{
    int count = 0;
    int gigabytes = 0;
    for (const BatchRow &row : rows()) {
        const auto server = stores().servers.find(row.id);
        if (!row.possible || !server || !store::bootsFromVolume(*server, stores()))
            continue;
        count += static_cast<int>(server->volumes.size());
        gigabytes += row.sizeGiB;
    }
    return {count, gigabytes};
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
        if (!row.possible || !server)
            continue;
        operations::CreateSnapshotRequest request;
        request.serverId = row.id;
        request.name = row.snapshot;
        request.keepUntil = keepUntil();
        request.description = description().trimmed();
        request.shutOffFirst = shutOffFirst() && canShutOff(*server);
        if (store::bootsFromVolume(*server, stores())) {
            for (const openstack::AttachedVolume &attached : server->volumes) {
                const auto volume = stores().volumes.find(attached.id);
                const bool named = volume && !volume->name.isEmpty();
                request.promised.push_back({attached.id, named ? volume->name : attached.id,
                                            volume ? volume->sizeGiB : 0});
            }
        }
        result.push_back(std::move(request));
    }
    return result;
}

} // namespace oriel::forms
