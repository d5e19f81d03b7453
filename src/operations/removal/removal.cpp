#include "operations/removal/removal.h"

#include "base/visible.h"
#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/limits.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/volumeattachment.h"
#include "openstack/image/image.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"
#include "operations/failure.h"
#include "operations/journal/journalcodec.h"
#include "operations/names.h"
#include "operations/operationcenter.h"
#include "operations/removal/removalrules.h"
#include "operations/snapshottags.h"
#include "operations/trace.h"
#include "operations/why.h"
#include "store/cloudstores.h"

#include <QtCore/QJsonArray>
#include <QtCore/QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

bool isAmong(const std::vector<RemovalPart> &parts, const QString &id)
{
    return std::ranges::any_of(parts,
                               [&id](const RemovalPart &part) { return part.subject.id == id; });
}

/// Storage that merges a long chain takes hours; anything longer is stuck.
constexpr auto longestRemoval = std::chrono::hours(4);
/// Cinder sets "deleting" before it answers: another status in this many consecutive polls means
/// that the deletion was reverted.
constexpr int pollsUntilPutBack = 2;
/// Cinder frees the volumes of a deleted instance within seconds.
constexpr auto longestDetachment = std::chrono::minutes(5);
/// How often to check whether a request without an answer had an effect.
constexpr int pollsInDoubt = 5;
/// A deletion identifies its target by ID, so repeating it after a check is safe.
constexpr int mostSends = 2;

/// After which a deletion that was interrupted is not finished unasked.
constexpr auto longestAbsence = std::chrono::hours(24);

QString deletionStep(const QString &id)
{
    return u"delete:"_s + id;
}

bool isImage(const RemovalPart &part)
{
    return part.subject.kind == Kind::Image;
}

/// "delete snapshot:Snapshot is busy." begins with the attempted action, which is redundant.
QString reasonIn(const QString &message)
{
    const qsizetype colon = message.indexOf(u':');
    return (colon < 0 ? message : message.mid(colon + 1)).trimmed();
}

/// Calls `f` with the row type of a part.
template <typename F>
auto withRow(const RemovalPart &part, F f)
{
    switch (part.subject.kind) {
    case Kind::Server:
        return f.template operator()<openstack::Server>();
    case Kind::Image:
        return f.template operator()<openstack::Image>();
    case Kind::Volume:
        return f.template operator()<openstack::Volume>();
    case Kind::Backup:
        return f.template operator()<openstack::Backup>();
    case Kind::FloatingIp:
        return f.template operator()<openstack::FloatingIp>();
    case Kind::Port:
        return f.template operator()<openstack::Port>();
    case Kind::SecurityGroup:
        return f.template operator()<openstack::SecurityGroup>();
    default:
        return f.template operator()<openstack::VolumeSnapshot>();
    }
}

net::Service serviceOf(const RemovalPart &part)
{
    return withRow(part, []<typename T> { return T::api.service; });
}

} // namespace

template <typename T>
Removal::Seen Removal::Seen::of(const T &row)
{
    Seen seen;
    if constexpr (requires { row.status; }) {
        seen.status = row.status;
        seen.isGone = row.status == "deleted"_L1;
    }
    if constexpr (std::is_same_v<T, openstack::Server>) {
        seen.status = row.taskState.isEmpty() ? row.status : row.taskState;
        seen.goes = isBeingDeleted(row);
        seen.isGone = row.status == "DELETED"_L1;
        seen.deferred = row.status == "SOFT_DELETED"_L1;
    } else {
        seen.goes = detail::isBeingDeleted(seen.status);
    }
    if constexpr (requires { row.isProtected; })
        seen.isProtected = row.isProtected;
    if constexpr (requires { row.attachments; })
        seen.user = row.attachments.empty() ? QString() : row.attachments.front().serverId;
    if constexpr (std::is_same_v<T, openstack::Volume>)
        seen.group = row.groupId;
    if constexpr (requires { row.deviceId; })
        seen.user = row.deviceId;
    if constexpr (requires { row.portId; })
        seen.user = row.portId;
    return seen;
}

Removal::Removal(Context context, RemovalRequest request, std::shared_ptr<Limiter> limiter,
                 QObject *parent)
    : Operation(std::move(context), parent)
    , m_request(std::move(request))
    , m_limiter(std::move(limiter))
{}

std::unique_ptr<Removal> Removal::fromJournal(const JournalEntry &entry, Context context)
{
    auto request = removalFromJson(entry.intent);
    if (!request)
        return nullptr;
    return std::make_unique<Removal>(std::move(context), *std::move(request));
}

QString Removal::partTitle(const RemovalPart &part)
{
    QString what = part.device.isEmpty() ? part.subject.name : part.device;
    if (what.isEmpty())
        what = part.subject.id;
    const QString size = QString::number(part.sizeGiB);
    switch (part.subject.kind) {
    case Kind::Server:
        return tr("Delete the instance");
    case Kind::Image:
        return tr("Delete the image");
    case Kind::Volume:
        what = partName(part);
        return part.sizeGiB > 0 ? tr("Delete the volume %1 (%2 GiB)").arg(what, size)
                                : tr("Delete the volume %1").arg(what);
    case Kind::Backup:
        what = partName(part);
        return part.sizeGiB > 0 ? tr("Delete the backup %1 (%2 GiB)").arg(what, size)
                                : tr("Delete the backup %1").arg(what);
    case Kind::FloatingIp:
        return tr("Release the floating IP %1").arg(partName(part));
    case Kind::Port:
        return tr("Delete the port %1").arg(partName(part));
    case Kind::SecurityGroup:
        return tr("Delete the security group %1").arg(partName(part));
    default:
        return part.sizeGiB > 0 ? tr("Delete the volume snapshot of %1 (%2 GiB)").arg(what, size)
                                : tr("Delete the volume snapshot of %1").arg(what);
    }
}

QString Removal::partName(const RemovalPart &part)
{
    return nameOrId(part.subject.name, part.subject.id);
}

void Removal::showStages()
{
    std::vector<Stage> expected;
    for (const RemovalPart &part : m_request.parts)
        expected.push_back(Stage{partTitle(part)});
    setStages(std::move(expected));
}

QString Removal::cancelText() const
{
    if (m_asking)
        return tr("What is left of it stays.");
    return m_waiting && !isResumed() ? tr("It is not deleted.") : QString();
}

bool Removal::isOnlyWaiting() const
{
    const bool tagsLater = isImage(m_request.parts.front()) &&
                           !std::ranges::all_of(m_request.stays, &RemovalPart::tagged);
    return !m_deferred && m_kept.empty() && !tagsLater &&
           std::ranges::all_of(m_request.parts, [this](const RemovalPart &part) {
               const QString &id = part.subject.id;
               return m_gone.contains(id) || m_accepted.contains(id) ||
                      (goesWithServer(part, m_request) && m_accepted.contains(m_request.serverId));
           });
}

void Removal::doCancel()
{
    endCanceled(m_asking ? tr("What was left of it stays.") : tr("It was not deleted."));
}

Task<void> Removal::askWhetherStillWanted()
{
    m_asking = true;
    const QString when = QLocale().toString(started().toLocalTime(), QLocale::ShortFormat);
    auto asking = ask(u"still-wanted"_s,
                      //: %1: what is deleted; %2: a date and time
                      {tr("Oriel quit while it deleted “%1”, on %2. Delete what is left of it now?")
                           .arg(isolated(m_request.subject.name), when),
                       //: Button: finishes a deletion that was interrupted some time ago.
                       {{finishChoice, tr("Delete")}, {cancelChoice, tr("Leave it")}}});
    const QString choice = co_await std::move(asking);
    if (choice != finishChoice)
        cancel();
    m_asking = false;
}

Task<Ending> Removal::perform()
{
    showStages();
    m_waiting = m_limiter != nullptr;
    Q_EMIT changed(); // it can be canceled
    auto entering = Limiter::place(m_limiter);
    const Limiter::Place place = co_await entering;
    m_waiting = false;
    if (outcome() != Outcome::Running)
        co_return Ending{Outcome::Canceled};
    if (isResumed() && started().addDuration(longestAbsence) < context().clock.now()) {
        auto asking = askWhetherStillWanted();
        co_await std::move(asking);
        if (outcome() != Outcome::Running)
            co_return Ending{Outcome::Canceled};
    }

    std::vector<Task<Nothing>> removing;
    for (std::vector<std::size_t> &parts : partsInOrder())
        removing.push_back(removeInOrder(std::move(parts)));
    const QString leader = leaderId();
    if (!leader.isEmpty()) {
        auto first = std::move(removing.front());
        removing.erase(removing.begin());
        co_await std::move(first);
    }
    if ((leader.isEmpty() || m_gone.contains(leader)) && !m_deferred) {
        auto all = operations::all(std::move(removing));
        co_await std::move(all);
    }
    if (m_gone.contains(leader) && isImage(m_request.parts.front())) {
        auto tagging = tagWhatStays();
        co_await std::move(tagging);
    }
    auto naming = nameWhatStays();
    co_await std::move(naming);
    refreshLists();
    co_return ending();
}

void Removal::refreshLists()
{
    std::vector<Kind> kinds{Kind::BlockStorageLimits};
    if (m_request.subject.kind == Kind::Backup)
        kinds.push_back(Kind::Backup);
    if (m_request.subject.kind == Kind::Server)
        kinds = {Kind::Volume,        Kind::FloatingIp,         Kind::Port,
                 Kind::ComputeLimits, Kind::BlockStorageLimits, Kind::Image};
    context().stores.refresh(kinds);
}

std::vector<std::vector<std::size_t>> Removal::partsInOrder() const
{
    std::vector<std::vector<std::size_t>> chains;
    QHash<QString, std::size_t> chainOf; // by the volume
    for (std::size_t i = 0; i < m_request.parts.size(); ++i) {
        const RemovalPart &part = m_request.parts[i];
        QString volume;
        if (part.subject.kind == Kind::Volume) {
            volume = part.subject.id;
        } else if (part.subject.kind == Kind::Backup) {
            volume = u"backups"_s; // increments first, one after another
        } else if (part.subject.kind == Kind::VolumeSnapshot) {
            const auto snapshot = context().stores.volumeSnapshots.find(part.subject.id);
            volume = snapshot ? snapshot->volumeId : part.of;
        }
        const auto known = chainOf.constFind(volume);
        if (!volume.isEmpty() && known != chainOf.cend()) {
            chains[*known].push_back(i);
            continue;
        }
        chainOf.insert(volume, chains.size());
        chains.push_back({i});
    }
    return chains;
}

Task<Nothing> Removal::removeInOrder(std::vector<std::size_t> parts)
{
    for (const std::size_t index : parts) {
        const RemovalPart &part = m_request.parts[index];
        begin(index);
        auto removing = removePart(index);
        Ending ending = co_await std::move(removing);
        if (ending.outcome == Outcome::Succeeded) {
            m_gone.insert(part.subject.id);
            done(index);
            continue;
        }
        failStage(index, ending.error->message);
        addRequestId(ending.error->requestId);
        m_kept.insert_or_assign(index, std::move(ending));
    }
    co_return {};
}

Task<Ending> Removal::removePart(std::size_t index)
{
    const RemovalPart part = m_request.parts[index];
    const bool keptBefore = std::ranges::any_of(m_kept, [&](const auto &kept) {
        return m_request.parts[kept.first].of == part.subject.id;
    });
    if (keptBefore)
        co_return kept(part, ErrorKind::Conflict,
                       part.subject.kind == Kind::Backup
                           ? tr("Not all of its increments were deleted, and the cloud deletes a "
                                "backup only without them.")
                           : tr("Not all of its volume snapshots were deleted, and the cloud "
                                "deletes a volume only without them."));
    Step step = withRow(part, [&]<typename T> { return deletionOf<T>(part.subject.id); });
    step.stage = index;
    if (part.subject.kind == Kind::Server)
        step.trace.before = [this] {
            return compareWithPlan();
        };
    const auto intended = earlierIntent(step.name);
    if (!intended) {
        auto checking = check(index);
        std::optional<Ending> settled = co_await std::move(checking);
        if (settled)
            co_return *std::move(settled);
    } else if (part.subject.kind == Kind::Server) {
        setPorts(*intended);
    }
    std::optional<StepResult> result;
    for (int sends = 0; sends < mostSends && (!result || result->isUnknown()); ++sends) {
        Step sent = step;
        auto deleting = once(std::move(sent));
        result = co_await std::move(deleting);
    }
    if (!result->ok()) {
        bool gone = !result->isUnknown() && result->error().kind == ErrorKind::NotFound;
        if (gone && part.subject.kind == Kind::Backup) {
            // Cinder's answer is 404 as well if no backup service is running.
            auto looking = isGone(part);
            gone = co_await std::move(looking);
        }
        co_return gone ? Ending{} : result->ending();
    }
    m_accepted.insert(part.subject.id);
    Q_EMIT changed(); // isOnlyWaiting()
    auto following = untilGone(index, result->text("requestId"_L1));
    Ending ending = co_await std::move(following);
    co_return ending;
}

Task<bool> Removal::isGone(RemovalPart part)
{
    auto looking = see(part, [](const Seen &) { return true; });
    const Result<Seen> seen = co_await std::move(looking);
    co_return !seen.ok() && seen.error().kind == ErrorKind::NotFound;
}

template <typename T>
Step Removal::deletionOf(const QString &id)
{
    Trace trace;
    if constexpr (std::is_same_v<T, openstack::Server>)
        trace = traceByState(context(), openstack::Get<T>{id}, [](const T &row, const Facts &) {
            const Seen seen = Seen::of(row);
            return seen.goes || seen.isGone || seen.deferred ? std::optional(Facts())
                                                             : std::nullopt;
        });
    else if constexpr (requires(T row) { row.status; })
        trace = traceByDeletion(context(), openstack::Get<T>{id});
    else
        trace = traceByAbsence(context(), openstack::Get<T>{id});
    trace.polls = pollsInDoubt;
    return {.name = deletionStep(id),
            .send = sending(openstack::Delete<T>{id}),
            .trace = std::move(trace),
            .resend = true};
}

Task<std::optional<Ending>> Removal::check(std::size_t index)
{
    const RemovalPart part = m_request.parts[index];
    std::optional<Ending> settled;
    const auto begun = context().clock.elapsed();
    // The volumes of the deleted instance become free a little later.
    const std::function<bool(const Seen &)> isFree = [this, begun, &part](const Seen &seen) {
        return part.subject.kind != Kind::Volume || seen.goes || seen.user.isEmpty() ||
               seen.user != m_request.serverId ||
               context().clock.elapsed() - begun > longestDetachment;
    };
    auto looking = see(part, isFree);
    const Result<Seen> seen = co_await std::move(looking);
    if (!seen.ok() && seen.error().kind == ErrorKind::NotFound) {
        settled = Ending{};
    } else if (!seen.ok()) {
        settled = Ending{Outcome::Failed, seen.error()}; // nothing was sent: it certainly exists
    } else if (seen->goes || seen->isGone || seen->deferred) {
        auto following = untilGone(index, {});
        settled = co_await std::move(following);
        if (settled->outcome == Outcome::Unclear)
            settled->outcome = Outcome::Failed;
    } else if (isImage(part) && seen->isProtected) {
        settled = kept(part, ErrorKind::Forbidden, tr("The image is protected from deletion."));
    } else if (seen->status == "error_deleting"_L1) {
        auto asking = putBack(part, seen->status, {});
        settled = co_await std::move(asking);
    } else if (const QString why = obstacle(part, *seen); !why.isEmpty()) {
        settled = kept(part, ErrorKind::Conflict, why);
    } else if (!part.goneImageId.isEmpty()) {
        auto fetching = fetch(openstack::Get<openstack::Image>{part.goneImageId});
        const Result<openstack::Image> image = co_await std::move(fetching);
        if (image.ok())
            settled = kept(part, ErrorKind::Conflict,
                           tr("The image that it belongs to still exists: “%1”. If you do not "
                              "need that snapshot, delete it as a whole.")
                               .arg(image->name));
        else if (image.error().kind != ErrorKind::NotFound)
            settled = Ending{Outcome::Failed, image.error()};
    }
    co_return settled;
}

QString Removal::obstacle(const RemovalPart &part, const Seen &seen) const
{
    switch (part.subject.kind) {
    case Kind::VolumeSnapshot:
        return volumeSnapshotObstacle(seen.status);
    case Kind::Volume:
        return volumeObstacle(context().stores, seen.status, seen.user, seen.group);
    case Kind::Backup:
        return backupObstacle(seen.status);
    case Kind::FloatingIp:
        return seen.user.isEmpty() || seen.user == part.of
                   ? QString()
                   : tr("It was associated with another port in the meantime.");
    case Kind::Port:
        return seen.user.isEmpty() || seen.user == m_request.serverId
                   ? QString()
                   : tr("It was attached to another instance or router in the meantime.");
    default:
        return {};
    }
}

QStringList Removal::unplannedVolumes(const openstack::Server &server) const
{
    QStringList ids;
    for (const openstack::AttachedVolume &volume : server.volumes) {
        if (volume.deleteOnTermination && !isAmong(m_request.parts, volume.id) &&
            !isAmong(m_request.stays, volume.id))
            ids.append(volume.id);
    }
    return ids;
}

QString Removal::volumeToKeep(const openstack::Server &server) const
{
    const auto goes = [this](const openstack::AttachedVolume &volume) {
        return volume.deleteOnTermination && !isAmong(m_request.parts, volume.id) &&
               isAmong(m_request.stays, volume.id);
    };
    const auto found = std::ranges::find_if(server.volumes, goes);
    return found == server.volumes.end() ? QString() : found->id;
}

QString Removal::whyDetached(const openstack::Server &server) const
{
    if (m_request.leftovers)
        return {};
    for (const RemovalPart &part : m_request.parts) {
        const bool isAttached =
            std::ranges::any_of(server.volumes, [&part](const openstack::AttachedVolume &volume) {
                return volume.id == part.subject.id;
            });
        if (part.subject.kind == Kind::Volume && !isAttached)
            return tr("The volume “%1” was detached from the instance in the meantime. Nothing "
                      "was deleted. Check what would be deleted now, then try again.")
                .arg(isolated(partName(part)));
    }
    return {};
}

Error Removal::conflict(const QString &why) const
{
    return failureOf(net::Service::Compute, ErrorKind::Conflict, why, context().clock.now());
}

QStringList Removal::portsOf(const std::vector<openstack::Port> &ports) const
{
    QStringList ids;
    for (const openstack::Port &port : ports) {
        if (port.deviceId == m_request.parts.front().subject.id)
            ids.append(port.id);
    }
    return ids;
}

Task<Result<QString>> Removal::nextToKeep()
{
    openstack::Get<openstack::Server> get{m_request.parts.front().subject.id};
    auto looking = fetch(get);
    const Result<openstack::Server> server = co_await std::move(looking);
    if (!server.ok())
        co_return server.error();
    const QStringList unplanned = unplannedVolumes(server.value());
    for (const QString &volume : unplanned) {
        auto asking = whyUnplanned(server.value(), volume);
        const QString why = co_await std::move(asking);
        if (!why.isEmpty())
            co_return conflict(why);
    }
    const QString detached = whyDetached(server.value());
    if (!detached.isEmpty())
        co_return conflict(detached);
    co_return volumeToKeep(server.value());
}

Task<Result<Facts>> Removal::compareWithPlan()
{
    QStringList kept;
    for (;;) {
        auto finding = nextToKeep();
        const Result<QString> next = co_await std::move(finding);
        if (!next.ok())
            co_return next.error();
        const QString volume = next.value();
        if (volume.isEmpty())
            break;
        if (kept.contains(volume))
            co_return conflict(
                tr("The cloud would still delete the volume %1 with the instance, although Oriel "
                   "asked it to keep it. Nothing was deleted.")
                    .arg(volume));
        kept.append(volume);
        auto keeping = keepVolume(volume);
        const Result<Facts> isKept = co_await std::move(keeping);
        if (!isKept.ok())
            co_return isKept.error();
    }
    openstack::List<openstack::Port> list;
    list.filters.insert(u"device_id"_s, m_request.parts.front().subject.id);
    // The deletion does not wait for a network service that is down.
    auto listing = context().client.call(list);
    const auto ports = co_await listing;
    Facts facts;
    facts.insert(u"ports"_s,
                 ports.ok() ? QJsonArray::fromStringList(portsOf(ports->items)) : QJsonArray());
    setPorts(facts);
    co_return facts;
}

Task<QString> Removal::whyUnplanned(openstack::Server server, QString volumeId)
{
    auto looking = fetch(openstack::Get<openstack::Volume>{volumeId});
    const Result<openstack::Volume> volume = co_await std::move(looking);
    if (m_request.leftovers && volume.ok() && volume->created >= server.created)
        co_return QString();
    const QString name = volume.ok() && !volume->name.isEmpty() ? volume->name : volumeId;
    co_return tr("The volume “%1” would be deleted with the instance, but it was not in the plan. "
                 "Nothing was deleted. Check what would be deleted now, then try again.")
        .arg(isolated(name));
}

Task<Result<Facts>> Removal::keepVolume(QString id)
{
    const QString serverId = m_request.parts.front().subject.id;
    const auto part = std::ranges::find(m_request.stays, id,
                                        [](const RemovalPart &one) { return one.subject.id; });
    const QString name = partName(*part);
    Step step{.name = u"keep:"_s + id,
              .send = sending(openstack::SetDeleteOnTermination{serverId, id, false}),
              .resend = true,
              .sends = mostSends};
    step.trace = traceByState(context(), openstack::Get<openstack::Server>{serverId},
                              [id](const openstack::Server &server, const Facts &) {
                                  const bool goes = std::ranges::any_of(
                                      server.volumes, [&](const openstack::AttachedVolume &one) {
                                          return one.id == id && one.deleteOnTermination;
                                      });
                                  return goes ? std::nullopt : std::optional(Facts());
                              });
    step.trace.polls = pollsInDoubt;
    auto keeping = once(std::move(step));
    const StepResult result = co_await std::move(keeping);
    if (result.ok()) {
        m_preserved.append(name);
        co_return Facts();
    }
    Error error = result.error();
    if (error.kind == ErrorKind::NotFound)
        co_return error; // the instance is gone
    error.message =
        error.kind == ErrorKind::Unsupported
            ? tr("This cloud deletes the volume “%1” with the instance, and Oriel cannot "
                 "change that: it needs version 2.85 of the compute service. Nothing was deleted.")
                  .arg(isolated(name))
            : tr("The cloud could not be told to keep the volume “%1”. Nothing was deleted. %2")
                  .arg(isolated(name), error.message);
    co_return error;
}

void Removal::setPorts(const Facts &intent)
{
    m_ports.clear();
    const QJsonArray ids = intent.value("ports"_L1).toArray();
    for (const auto &id : ids)
        m_ports.append(id.toString());
}

Task<void> Removal::nameWhatStays()
{
    if (m_request.subject.kind != Kind::Server)
        co_return;
    const QString server = m_request.parts.front().subject.id;
    if (m_deferred) {
        noteDeferral();
        co_return;
    }
    if (!m_gone.contains(server)) {
        for (const QString &name : std::as_const(m_preserved))
            addNote(
                tr("The volume “%1” now stays when the instance is deleted.").arg(isolated(name)));
        co_return;
    }
    QStringList left;
    const QStringList ports = m_ports;
    for (const QString &id : ports) {
        if (isAmong(m_request.parts, id) || isAmong(m_request.stays, id))
            continue;
        auto looking = context().client.call(openstack::Get<openstack::Port>{id});
        const Result<openstack::Port> port = co_await looking;
        if (port.ok() && port->deviceId.isEmpty())
            left += nameOrId(port->name, id);
    }
    if (!left.isEmpty())
        addNote(tr("These ports were not created with the instance, and stay: %1.")
                    .arg(left.join(", "_L1)));
}

void Removal::noteDeferral()
{
    addNote(
        tr("The cloud keeps the instance for a while before it deletes it. Until then it can be "
           "restored, and its volumes and addresses stay as they are."));
}

Task<Ending> Removal::untilGone(std::size_t index, QString requestId)
{
    const RemovalPart part = m_request.parts[index];
    const auto begun = context().clock.elapsed();
    int unchanged = 0;
    const std::function<bool(const Seen &)> isSettled = [this, index, begun, &part,
                                                         &unchanged](const Seen &seen) {
        progress(index, -1, seen.status);
        unchanged = seen.goes ? 0 : unchanged + 1;
        const bool isPutBack = seen.status == "error_deleting"_L1 || unchanged >= pollsUntilPutBack;
        return seen.isGone || seen.deferred || (!isImage(part) && isPutBack) ||
               context().clock.elapsed() - begun > longestRemoval;
    };
    auto following = see(part, isSettled);
    const Result<Seen> seen = co_await std::move(following);
    if (seen.ok() ? seen->isGone : seen.error().kind == ErrorKind::NotFound)
        co_return Ending{};
    if (!seen.ok())
        co_return Ending{Outcome::Unclear, seen.error()};
    if (seen->deferred) {
        m_deferred = true;
        co_return Ending{};
    }
    if (!seen->goes && !isImage(part)) {
        auto asking = putBack(part, seen->status, requestId);
        Ending ending = co_await std::move(asking);
        co_return ending;
    }
    Ending stuck = kept(part, ErrorKind::Timeout,
                        tr("It is still “%1” after %2 hours.")
                            .arg(seen->status, QString::number(longestRemoval.count())));
    stuck.outcome = Outcome::Unclear;
    co_return stuck;
}

Task<Ending> Removal::putBack(RemovalPart part, QString status, QString requestId)
{
    auto asking = whyKept(part, requestId);
    const QString message = co_await std::move(asking);
    const QString why = reasonIn(message);
    QString said = revertedText(part.subject.kind, status);
    if (!why.isEmpty())
        //: %1: a sentence; %2: the cloud's message
        said = tr("%1 The cloud says: %2").arg(said, why);
    Ending ending = kept(part, ErrorKind::Failed, said, requestId);
    record(deletionStep(part.subject.id), {{u"error"_s, toJson(*ending.error)}});
    co_return ending;
}

Task<QString> Removal::whyKept(RemovalPart part, QString requestId)
{
    const QString id = part.subject.id;
    if (part.subject.kind == Kind::Server) {
        auto looking = fetch(openstack::Get<openstack::Server>{id});
        const Result<openstack::Server> server = co_await std::move(looking);
        if (!server.ok())
            co_return QString();
        auto asking = whyFailed(&context(), *server, requestId);
        QString why = co_await std::move(asking);
        co_return why;
    }
    if (part.subject.kind == Kind::Volume) {
        openstack::Volume volume;
        volume.id = id;
        auto asking = whyFailed(&context(), volume, requestId);
        QString why = co_await std::move(asking);
        co_return why;
    }
    if (part.subject.kind != Kind::VolumeSnapshot)
        co_return QString();
    openstack::VolumeSnapshot snapshot;
    snapshot.id = id;
    auto asking = whyFailed(&context(), snapshot, requestId);
    QString why = co_await std::move(asking);
    co_return why;
}

QString Removal::revertedText(Kind kind, const QString &status)
{
    const bool failed = status == "error_deleting"_L1;
    switch (kind) {
    case Kind::VolumeSnapshot:
        return failed ? tr("The cloud tried to delete the volume snapshot and failed. Ask the "
                           "cloud's operator to reset its state.")
                      : tr("The cloud accepted the deletion and then restored the volume "
                           "snapshot: something still depends on it.");
    case Kind::Backup:
        return failed ? tr("The cloud tried to delete the backup and failed. Ask the cloud's "
                           "operator to reset its state.")
                      : tr("The cloud accepted the deletion, and the backup is “%1” now.")
                            .arg(isolated(status));
    case Kind::Volume:
        return failed
                   ? tr("The cloud tried to delete the volume and failed. Ask the cloud's "
                        "operator to reset its state.")
                   : tr("The cloud accepted the deletion and then restored the volume: something "
                        "still depends on it.");
    default:
        return tr("The cloud accepted the deletion, but it still exists and is “%1”.")
            .arg(isolated(status));
    }
}

Task<Result<Removal::Seen>> Removal::see(RemovalPart part,
                                         std::function<bool(const Seen &)> isFinished)
{
    return withRow(part, [&]<typename T> { return see<T>(part.subject.id, isFinished); });
}

template <typename T>
Task<Result<Removal::Seen>> Removal::see(QString id, std::function<bool(const Seen &)> isFinished)
{
    auto following = until(openstack::Get<T>{id},
                           [isFinished](const T &row) { return isFinished(Seen::of(row)); });
    const Result<T> row = co_await std::move(following);
    if (!row.ok())
        co_return row.error();
    co_return Seen::of(row.value());
}

Ending Removal::kept(const RemovalPart &part, ErrorKind kind, const QString &message,
                     const QString &requestId) const
{
    return {Outcome::Failed,
            failureOf(serviceOf(part), kind, message, context().clock.now(), requestId)};
}

QString Removal::leaderId() const
{
    const Subject &first = m_request.parts.front().subject;
    return first.kind == Kind::Image || first.kind == Kind::Server ? first.id : QString();
}

Task<void> Removal::tagWhatStays()
{
    // Once the image is gone, only the name links these snapshots to it.
    std::vector<RemovalPart> untagged = m_request.stays;
    for (const auto &[index, ending] : m_kept)
        untagged.push_back(m_request.parts[index]);
    std::erase_if(untagged, [](const RemovalPart &part) { return part.tagged; });
    QMap<QString, QString> tags{{tagKey("image"_L1), leaderId()}};
    if (!m_request.serverId.isEmpty())
        tags.insert(tagKey("instance"_L1), m_request.serverId);
    for (const RemovalPart &part : untagged) {
        const QString id = part.subject.id;
        Step step{.name = u"stamp:"_s + id,
                  .send = sending(openstack::UpdateVolumeSnapshotMetadata{id, tags}),
                  .resend = true};
        step.trace = traceByState(
            context(), openstack::Get<openstack::VolumeSnapshot>{id},
            [image = leaderId()](const openstack::VolumeSnapshot &snapshot, const Facts &) {
                return snapshot.metadata.value(tagKey("image"_L1)) == image ? std::optional(Facts())
                                                                            : std::nullopt;
            });
        step.trace.polls = 1;
        auto tagging = once(step);
        const StepResult tagged = co_await std::move(tagging);
        if (tagged.ok())
            context().stores.refreshRow(Kind::VolumeSnapshot, id);
    }
}

Ending Removal::ending()
{
    for (const RemovalPart &part : m_request.parts) {
        if (!m_gone.contains(part.subject.id) && !m_deferred)
            addLeftover(part.subject);
    }
    if (m_kept.empty())
        return {};
    Ending ending = m_kept.begin()->second;
    QStringList reasons;
    for (const auto &[index, kept] : m_kept) {
        const RemovalPart &part = m_request.parts[index];
        QString what = part.device.isEmpty() ? partName(part) : part.device;
        if (isImage(part))
            //: A part that was kept, before a colon and the reason.
            what = tr("The image");
        else if (part.subject.kind == Kind::Server)
            //: A part that was kept, before a colon and the reason.
            what = tr("The instance");
        else if (part.subject.kind == Kind::Volume || part.subject.kind == Kind::Backup)
            what = partName(part);
        reasons += tr("%1: %2").arg(what, kept.error->message);
        if (kept.outcome == Outcome::Failed)
            ending.outcome = Outcome::Failed;
    }
    if (m_request.parts.size() > 1)
        ending.error->message = reasons.join(u' ');
    return ending;
}

RemovalRequest Removal::remaining() const
{
    RemovalRequest left = m_request;
    std::erase_if(left.parts,
                  [this](const auto &part) { return m_gone.contains(part.subject.id); });
    left.leftovers = m_request.leftovers || m_gone.contains(leaderId());
    return left;
}

std::unique_ptr<Removal> removeLeftovers(const std::vector<Subject> &leftovers,
                                         const Context &context)
{
    RemovalRequest request;
    request.leftovers = true;
    for (const Kind kind : {Kind::Server, Kind::Image, Kind::VolumeSnapshot, Kind::Volume,
                            Kind::Backup, Kind::FloatingIp, Kind::Port, Kind::SecurityGroup}) {
        for (const Subject &subject : leftovers) {
            if (subject.kind != kind || subject.id.isEmpty())
                continue;
            RemovalPart part;
            part.subject = subject;
            if (const auto snapshot = context.stores.volumeSnapshots.find(subject.id)) {
                part.sizeGiB = snapshot->sizeGiB;
                part.tagged = snapshot->metadata.contains(tagKey("image"_L1));
            }
            if (const auto volume = context.stores.volumes.find(subject.id))
                part.sizeGiB = volume->sizeGiB;
            if (kind == Kind::Server)
                request.serverId = subject.id;
            request.parts.push_back(part);
        }
    }
    if (request.parts.empty())
        return nullptr;
    request.subject = request.parts.front().subject;
    return std::make_unique<Removal>(context, std::move(request));
}

QSet<QString> beingRemoved(const OperationCenter &operations)
{
    QSet<QString> ids;
    for (const auto &operation : operations.operations()) {
        const auto *removal = qobject_cast<const Removal *>(operation.get());
        if (!removal || removal->outcome() != Outcome::Running)
            continue;
        ids.insert(removal->subject().id);
        for (const RemovalPart &part : removal->request().parts)
            ids.insert(part.subject.id);
    }
    return ids;
}

bool isBeingRemoved(const OperationCenter *operations, const QString &id)
{
    return operations && std::ranges::any_of(operations->operations(), [&](const auto &operation) {
               const auto *removal = qobject_cast<const Removal *>(operation.get());
               return removal && removal->outcome() == Outcome::Running &&
                      (removal->subject().id == id || isAmong(removal->request().parts, id));
           });
}

} // namespace oriel::operations
