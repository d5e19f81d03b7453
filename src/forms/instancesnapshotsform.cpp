#include "forms/instancesnapshotsform.h"

#include "operations/actions/actions.h"
#include "operations/names.h"
#include "store/bootdisk.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

InstanceSnapshotsForm::InstanceSnapshotsForm(store::CloudStores &stores, Clock &clock,
                                             QStringList serverIds, QStringList roles,
                                             QObject *parent)
    : SnapshotForm(stores, clock, std::move(roles), parent)
    , m_ids(std::move(serverIds))
    , m_now(nowText())
{
    setDefaultName(u"{instance} {date}"_s);
    decideOnData();
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
    return server.status == "ACTIVE"_L1 && operations::actionNamed(u"stop-server")
                                               ->obstacle({stores(), roles()}, server.id)
                                               .isEmpty();
}

bool InstanceSnapshotsForm::offersShutOff() const
{
    return std::ranges::any_of(m_ids, [this](const QString &id) {
        const auto server = stores().servers.find(id);
        return server && canShutOff(*server);
    });
}

const std::vector<SnapshotRow> &InstanceSnapshotsForm::rows() const
{
    if (!m_rows) {
        ++m_evaluations;
        m_rows = makeRows();
    }
    return *m_rows;
}

void InstanceSnapshotsForm::outdate()
{
    m_rows.reset();
    Q_EMIT changed();
}

void InstanceSnapshotsForm::nameChanged()
{
    // Only the names are new.
    for (std::size_t i = 0; m_rows && i < m_rows->size(); ++i) {
        SnapshotRow &row = (*m_rows)[i];
        if (row.there)
            row.snapshot = nameFor(row.of);
    }
    Q_EMIT changed();
}

void InstanceSnapshotsForm::storesChanged()
{
    m_rows.reset();
    if (!std::exchange(m_told, false))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_told = true;
            SnapshotForm::storesChanged();
        },
        Qt::QueuedConnection);
}

void InstanceSnapshotsForm::setLeftOut(const QStringList &ids, bool out)
{
    const qsizetype before = m_leftOut.size();
    for (const QString &id : ids) {
        if (out)
            m_leftOut.insert(id);
        else
            m_leftOut.remove(id);
    }
    if (m_leftOut.size() != before)
        outdate();
}

std::vector<SnapshotRow> InstanceSnapshotsForm::makeRows() const
{
    std::vector<SnapshotRow> result;
    result.reserve(static_cast<std::size_t>(m_ids.size()));
    const bool shutOff = shutOffFirst(); // which looks at all of them
    m_data = {};
    m_withData = 0;
    for (const QString &id : m_ids) {
        const auto server = stores().servers.find(id);
        if (!server) {
            result.push_back({id, id, {}, 0, tr("It no longer exists."), false});
            result.back().there = false;
            continue;
        }
        SnapshotRow row{id, server->name, nameFor(server->name), 0, {}, true};
        row.chosen = !m_leftOut.contains(id);
        row.note = operations::snapshotObstacle(*server, roles());
        row.possible = row.note.isEmpty();
        const bool whole = store::bootsFromVolume(*server, stores());
        int gigabytes = 0;
        for (const openstack::AttachedVolume &attached : server->volumes) {
            const auto volume = stores().volumes.find(attached.id);
            gigabytes += volume ? volume->sizeGiB : 0;
        }
        if (!whole && row.chosen && !server->volumes.empty()) {
            ++m_withData;
            m_data.count += static_cast<int>(server->volumes.size());
            m_data.gigabytes += gigabytes;
        }
        if (whole || includesData()) {
            row.volumeSnapshots = static_cast<int>(server->volumes.size());
            row.sizeGiB = gigabytes;
        } else if (row.possible && !server->volumes.empty()) {
            row.note = tr("Its attached volumes are not captured.");
        }
        if (row.possible && server->status == "ACTIVE"_L1) {
            row.shutOff = shutOff && canShutOff(*server);
            const QString how = row.shutOff ? tr("Will be shut off first.")
                                : shutOff   ? tr("Keeps running because it cannot be shut off.")
                                            : tr("Keeps running.");
            row.note = QStringList{how, row.note}.join(u' ').trimmed();
        }
        if (row.possible && server->status == "SHUTOFF"_L1)
            row.note =
                QStringList{tr("Is shut off and stays shut off."), row.note}.join(u' ').trimmed();
        result.push_back(std::move(row));
    }
    return result;
}

SnapshotForm::Amount InstanceSnapshotsForm::dataVolumes() const
{
    static_cast<void>(rows()); // which counts them
    return m_data;
}

SnapshotForm::Amount InstanceSnapshotsForm::needed() const
{
    Amount amount;
    for (const SnapshotRow &row : rows()) {
        if (!row.made())
            continue;
        amount.count += row.volumeSnapshots;
        amount.gigabytes += row.sizeGiB;
    }
    return amount;
}

int InstanceSnapshotsForm::made() const
{
    return static_cast<int>(std::ranges::count_if(rows(), &SnapshotRow::made));
}

QString InstanceSnapshotsForm::obstacle() const
{
    const std::vector<SnapshotRow> &all = rows();
    if (std::ranges::none_of(all, &SnapshotRow::possible))
        return all.front().note;
    return made() == 0 ? tr("Choose at least one.") : QString();
}

QString InstanceSnapshotsForm::nameProblem() const
{
    for (const SnapshotRow &row : rows()) {
        const qsizetype longest = operations::longestSnapshotName(row.sizeGiB > 0);
        const operations::NameFault fault = operations::computeNameFault(row.snapshot, longest);
        if (const QString found = describe(fault, row.snapshot, longest);
            row.made() && !found.isEmpty())
            return found;
    }
    return {};
}

QString InstanceSnapshotsForm::dataVolumesOffer() const
{
    const Amount data = dataVolumes();
    return data.count == 0
               ? QString()
               : tr("Include the attached volumes of %n instance(s) that boot from an image "
                    "(%1 GiB)",
                    nullptr, m_withData)
                     .arg(data.gigabytes);
}

QString InstanceSnapshotsForm::shutOffTitle() const
{
    return tr("Shut o&ff running instances first (recommended)");
}

QString InstanceSnapshotsForm::shutOffText() const
{
    return tr("Each is shut down, captured, and started again. The data is consistent, but "
              "services on them are interrupted.");
}

QString InstanceSnapshotsForm::keepRunningText() const
{
    return tr("Data that an instance writes at that moment may be captured incompletely, as after "
              "a power cut.");
}

QString InstanceSnapshotsForm::consistencyText() const
{
    return offersShutOff() ? QString()
                           : tr("None of the instances can be shut off now; they are captured as "
                                "they are.");
}

int InstanceSnapshotsForm::interrupted() const
{
    return static_cast<int>(std::ranges::count_if(
        rows(), [](const SnapshotRow &row) { return row.made() && row.shutOff; }));
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
                              : tr("Create %n snapshot(s) after shutting off", nullptr, made());
}

QString InstanceSnapshotsForm::captureText() const
{
    const int count = made();
    const int left = static_cast<int>(rows().size()) - count;
    const auto [snapshots, gigabytes] = needed();
    QString text =
        snapshots == 0
            ? tr("%1 snapshots will be created, each as an image.").arg(count)
            : tr("%1 snapshots will be created, with %2 volume snapshots of %3 GiB in total.")
                  .arg(QString::number(count), QString::number(snapshots),
                       QString::number(gigabytes));
    if (left > 0)
        text += u' ' + (left == 1 ? tr("One instance is skipped.")
                                  : tr("%1 instances are skipped.").arg(left));
    return text;
}

QString InstanceSnapshotsForm::command() const
{
    QStringList lines;
    for (const auto &request : requests())
        lines += operations::createSnapshotCommand(request, request.serverId);
    return lines.join(u'\n');
}

std::vector<operations::CreateSnapshotRequest> InstanceSnapshotsForm::requests() const
{
    std::vector<operations::CreateSnapshotRequest> result;
    for (const SnapshotRow &row : rows()) {
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
            if (!whole && !includesData())
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
