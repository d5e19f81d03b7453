#include "operations/launch/newvolumes.h"

#include "openstack/blockstorage/volume.h"
#include "operations/failure.h"
#include "operations/names.h"
#include "operations/snapshottags.h"
#include "operations/trace.h"
#include "operations/why.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

struct NewVolumeWords
{
    Q_DECLARE_TR_FUNCTIONS(NewVolumes)
};

/// The longest part of a volume's name that says what it was.
constexpr qsizetype longestRole = 100;
/// Once the user has canceled: a volume that is being created cannot be deleted.
constexpr std::chrono::minutes longestAfterCancel(2);

/// `owner` is cut if the whole would be too long.
QString joined(const QString &owner, const QString &suffix)
{
    return firstCharacters(owner, longestName - characters(suffix)) + suffix;
}

QString roleOf(const VolumeOrigin &origin)
{
    if (!origin.instance.isEmpty() && origin.volume.startsWith(origin.instance)) {
        const QStringView rest = QStringView(origin.volume).sliced(origin.instance.size());
        if (rest.size() > 1 && u"-_. "_s.contains(rest.front()))
            return rest.sliced(1).trimmed().toString();
    }
    if (origin.boots)
        return u"root"_s;
    if (!origin.volume.isEmpty())
        return origin.volume;
    const QString device = origin.device.section(u'/', -1);
    return device.isEmpty() ? u"volume"_s : device;
}

} // namespace

QStringList usableVolumeStates()
{
    return {u"available"_s, u"reserved"_s, u"attaching"_s, u"in-use"_s};
}

bool isVolumeNameTaken(const store::CloudStores &stores, const QString &name)
{
    return std::ranges::any_of(stores.volumes.rows(),
                               [&](const auto &row) { return row->name == name; });
}

QString suffixedName(const QString &name, const QString &suffix,
                     const std::function<bool(const QString &)> &isTaken)
{
    QString candidate = joined(name, suffix);
    for (int number = 2; isTaken(candidate); ++number)
        candidate = joined(name, suffix + u"-%1"_s.arg(number));
    return candidate;
}

QString restoredName(const QString &original, const std::function<bool(const QString &)> &isTaken)
{
    return suffixedName(original, u"-restored"_s, isTaken);
}

QString restoredVolumeName(const QString &owner, const VolumeOrigin &origin,
                           const std::function<bool(const QString &)> &isTaken)
{
    return suffixedName(owner, u'-' + firstCharacters(roleOf(origin), longestRole).trimmed(),
                        isTaken);
}

NewVolumes::NewVolumes(Operation &operation, std::vector<NewVolume> volumes, std::size_t firstStage)
    : m_operation(operation)
    , m_firstStage(firstStage)
{
    for (NewVolume &volume : volumes)
        m_volumes.push_back({std::move(volume)});
}

std::vector<Stage> NewVolumes::stages() const
{
    std::vector<Stage> stages;
    for (const Volume &volume : m_volumes) {
        const bool fromBackup = volume.wanted.source.kind == Kind::Backup;
        const QString titlePattern = fromBackup
                                         ? NewVolumeWords::tr("Restore the volume “%1” (%2 GiB)")
                                         : NewVolumeWords::tr("Create the volume “%1” (%2 GiB)");
        stages.push_back(
            Stage{titlePattern.arg(volume.wanted.name, QString::number(volume.wanted.sizeGiB))});
        stages.back().measure = fromBackup ? u"restore-backup"_s : u"create-volume"_s;
        stages.back().amount = volume.wanted.sizeGiB;
    }
    return stages;
}

QString NewVolumes::stepOf(const Volume &volume)
{
    return u"create-volume:"_s + volume.wanted.source.id;
}

Task<void> NewVolumes::request()
{
    std::vector<Task<Nothing>> requests;
    for (std::size_t i = 0; i < m_volumes.size(); ++i)
        requests.push_back(requestOne(i, true));
    auto requesting = all(std::move(requests));
    co_await std::move(requesting);
}

Task<void> NewVolumes::recover()
{
    std::vector<Task<Nothing>> searches;
    for (std::size_t i = 0; i < m_volumes.size(); ++i) {
        if (m_operation.earlierIntent(stepOf(m_volumes[i])))
            searches.push_back(requestOne(i, false));
    }
    auto searching = all(std::move(searches));
    co_await std::move(searching);
}

Step NewVolumes::creationOf(const Volume &volume)
{
    const Subject &source = volume.wanted.source;
    const auto idIf = [&source](Kind kind) {
        return source.kind == kind ? source.id : QString();
    };
    const openstack::CreateVolume create{.name = volume.wanted.name,
                                         .snapshotId = idIf(Kind::VolumeSnapshot),
                                         .sizeGiB = volume.wanted.sizeGiB,
                                         .volumeType = volume.wanted.type,
                                         .metadata = {{tagKey("operation"_L1), m_operation.id()}},
                                         .imageId = idIf(Kind::Image),
                                         .availabilityZone = volume.wanted.zone,
                                         .backupId = idIf(Kind::Backup),
                                         .sourceVolumeId = idIf(Kind::Volume)};
    openstack::List<openstack::Volume> named;
    named.filters.insert(u"name"_s, volume.wanted.name);
    Step step{.name = stepOf(volume), .send = m_operation.sending(create)};
    if (create.backupId.isEmpty())
        step.trace = traceByTag(
            m_operation.context(), m_operation.id(), named, u"id"_s,
            [id = create.snapshotId, cloned = create.sourceVolumeId](const openstack::Volume &row) {
                return row.snapshotId == id && (cloned.isEmpty() || row.sourceVolumeId == cloned);
            });
    else // Cinder replaces all metadata by that of the original, and with it the tag.
        step.trace = traceByNewcomer(
            m_operation.context(), named,
            [name = create.name, size = create.sizeGiB](const openstack::Volume &row) {
                return row.name == name && row.sizeGiB == size;
            });
    return step;
}

Task<Nothing> NewVolumes::requestOne(std::size_t index, bool resend)
{
    Volume &volume = m_volumes[index];
    m_operation.begin(m_firstStage + index);
    Step step = creationOf(volume);
    step.stage = m_firstStage + index;
    step.resend = resend;
    auto creating = m_operation.once(std::move(step));
    const StepResult created = co_await std::move(creating);
    if (created.ok()) {
        volume.id = created.text("id"_L1);
        volume.requestId = created.text("requestId"_L1);
        m_operation.workOn(volume.id);
    } else {
        fail(index, created.ending());
    }
    co_return {};
}

Task<void> NewVolumes::follow()
{
    std::vector<Task<Nothing>> following;
    for (std::size_t i = 0; i < m_volumes.size(); ++i) {
        if (!m_volumes[i].id.isEmpty())
            following.push_back(followOne(i));
    }
    auto all = operations::all(std::move(following));
    co_await std::move(all);
}

Task<Nothing> NewVolumes::followOne(std::size_t index)
{
    const Volume &volume = m_volumes[index];
    const std::size_t stage = m_firstStage + index;
    const QStringList usable = usableVolumeStates();
    const Clock &clock = m_operation.context().clock;
    std::optional<std::chrono::milliseconds> canceled;
    const std::function<bool(const openstack::Volume &)> isSettled =
        [&, stage](const openstack::Volume &row) {
            m_operation.progress(stage, -1, row.status);
            if (usable.contains(row.status) || row.status.startsWith("error"_L1))
                return true;
            if (m_operation.isCanceling() && !canceled)
                canceled = clock.elapsed();
            return canceled && clock.elapsed() - *canceled >= longestAfterCancel;
        };
    auto polling = m_operation.until(openstack::Get<openstack::Volume>{volume.id}, isSettled);
    const Result<openstack::Volume> row = co_await std::move(polling);
    if (row.ok() && usable.contains(row->status)) {
        m_operation.done(stage);
        co_return {};
    }
    if (!row.ok() && row.error().kind != ErrorKind::NotFound) {
        fail(index, {Outcome::Unclear, row.error()});
        co_return {};
    }
    QString why = NewVolumeWords::tr("The volume was deleted before it was available.");
    if (row.ok() && !row->status.startsWith("error"_L1)) {
        why = NewVolumeWords::tr("The volume is still being created.");
    } else if (row.ok()) {
        auto asking = whyFailed(&m_operation.context(), *row, volume.requestId);
        why = co_await std::move(asking);
        if (why.isEmpty())
            why = NewVolumeWords::tr("The volume went into the status “%1”.").arg(row->status);
    }
    fail(index, {Outcome::Failed, failureOf(net::Service::BlockStorage, ErrorKind::Failed, why,
                                            m_operation.context().clock.now(), volume.requestId)});
    co_return {};
}

void NewVolumes::fail(std::size_t index, Ending ending)
{
    m_operation.failStage(m_firstStage + index, ending.error->message);
    m_operation.addRequestId(ending.error->requestId);
    m_volumes[index].ending = std::move(ending);
}

void NewVolumes::recall()
{
    for (std::size_t i = 0; i < m_volumes.size(); ++i) {
        const std::optional<Facts> record = m_operation.earlierRecord(stepOf(m_volumes[i]));
        if (record)
            m_operation.workOn(m_volumes[i].id = record->value("id"_L1).toString());
        m_operation.done(m_firstStage + i);
    }
}

Task<void> NewVolumes::remove()
{
    std::vector<Task<Nothing>> removing;
    for (std::size_t i = 0; i < m_volumes.size(); ++i) {
        if (!m_volumes[i].id.isEmpty())
            removing.push_back(removeOne(i));
    }
    auto all = operations::all(std::move(removing));
    co_await std::move(all);
}

Task<Nothing> NewVolumes::removeOne(std::size_t index)
{
    auto removing =
        remove(&m_operation, {Kind::Volume, m_volumes[index].id, m_volumes[index].wanted.name});
    co_await std::move(removing);
    co_return {};
}

Task<bool> NewVolumes::remove(Operation *operation, Subject volume)
{
    const openstack::Get<openstack::Volume> get{volume.id};
    Step step{.name = u"delete-volume:"_s + volume.id,
              .send = operation->sending(openstack::Delete<openstack::Volume>{volume.id}),
              .trace = traceByDeletion(operation->context(), get),
              .resend = true};
    auto deleting = operation->once(std::move(step));
    const StepResult deleted = co_await std::move(deleting);
    bool gone =
        !deleted.ok() && !deleted.isUnknown() && deleted.error().kind == ErrorKind::NotFound;
    if (deleted.ok()) {
        const std::function<bool(const openstack::Volume &)> isKept =
            [](const openstack::Volume &row) {
                return row.status != "deleting"_L1;
            };
        auto polling = operation->until(get, isKept);
        const Result<openstack::Volume> row = co_await std::move(polling);
        gone = !row.ok() && row.error().kind == ErrorKind::NotFound;
    }
    if (!gone)
        operation->addLeftover(volume);
    co_return gone;
}

void NewVolumes::nameLeftovers()
{
    for (const Volume &volume : m_volumes) {
        if (!volume.id.isEmpty())
            m_operation.addLeftover({Kind::Volume, volume.id, volume.wanted.name});
    }
}

Ending NewVolumes::ending() const
{
    Ending ending;
    QStringList reasons;
    for (const Volume &volume : m_volumes) {
        if (volume.ending.outcome == Outcome::Succeeded)
            continue;
        if (!ending.error)
            ending = volume.ending;
        if (volume.ending.outcome == Outcome::Failed)
            ending.outcome = Outcome::Failed;
        //: What happened to one of several volumes. %1: its name; %2: a sentence
        reasons +=
            NewVolumeWords::tr("%1: %2").arg(volume.wanted.name, volume.ending.error->message);
    }
    if (ending.error && m_volumes.size() > 1)
        ending.error->message = reasons.join(u' ');
    return ending;
}

QStringList NewVolumes::ids() const
{
    QStringList ids;
    for (const Volume &volume : m_volumes) {
        if (!volume.id.isEmpty())
            ids.append(volume.id);
    }
    return ids;
}

QString NewVolumes::idFor(const QString &sourceId) const
{
    const auto found = std::ranges::find(
        m_volumes, sourceId, [](const Volume &volume) { return volume.wanted.source.id; });
    return found == m_volumes.end() ? QString() : found->id;
}

} // namespace oriel::operations
