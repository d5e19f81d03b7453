#include "operations/removal/removal.h"

#include "openstack/blockstorage/limits.h"
#include "openstack/blockstorage/message.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/image/image.h"
#include "operations/failure.h"
#include "operations/journal/journalcodec.h"
#include "operations/operationcenter.h"
#include "operations/snapshottags.h"
#include "operations/trace.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// Storage that has to merge a long chain takes hours; what takes longer than this is stuck.
constexpr auto longestRemoval = std::chrono::hours(4);
/// Cinder says "deleting" before it answers: a snapshot that is something else in so many polls in
/// a row has been put back.
constexpr int pollsUntilPutBack = 2;
/// How often it is checked whether a request without an answer had an effect after all.
constexpr int pollsInDoubt = 5;
/// A deletion names one thing by its ID, so sending it again after looking cannot hit another.
constexpr int mostSends = 2;

QString removalStep(const RemovalPart &part)
{
    return u"delete:"_s + part.subject.id;
}

bool isImage(const RemovalPart &part)
{
    return part.subject.kind == openstack::Kind::Image;
}

bool isBeingDeleted(const QString &status)
{
    return status == "deleting"_L1 || status == "pending_delete"_L1 || status == "deleted"_L1;
}

/// "delete snapshot:Snapshot is busy." says first what was tried, which is known here.
QString reasonIn(const QString &message)
{
    const qsizetype colon = message.indexOf(u':');
    return (colon < 0 ? message : message.mid(colon + 1)).trimmed();
}

/// Whether the request for `get` was carried out: the resource is being deleted, or gone.
template <typename Get>
Task<Result<std::optional<Facts>>> findDeletion(const Context *context, Get get)
{
    auto call = context->client.call(get);
    const auto row = co_await call;
    std::optional<Facts> found;
    const bool gone = !row.ok() && row.error().kind == ErrorKind::NotFound;
    if (!row.ok() && !gone)
        co_return row.error();
    if (gone || isBeingDeleted(row->status) || row->status == "error_deleting"_L1)
        found = Facts();
    co_return found;
}

} // namespace

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

QString Removal::title() const
{
    const QString name =
        m_request.subject.name.isEmpty() ? m_request.subject.id : m_request.subject.name;
    if (m_request.leftovers)
        return tr("Delete what is left of “%1”").arg(name);
    switch (m_request.subject.kind) {
    case openstack::Kind::Image:
        return tr("Delete image “%1”").arg(name);
    case openstack::Kind::VolumeSnapshot:
        return tr("Delete volume snapshot “%1”").arg(name);
    default:
        return tr("Delete snapshot “%1”").arg(name);
    }
}

QString Removal::partTitle(const RemovalPart &part)
{
    if (part.subject.kind == openstack::Kind::Image)
        return tr("Delete the image");
    QString what = part.device.isEmpty() ? part.subject.name : part.device;
    if (what.isEmpty())
        what = part.subject.id;
    return part.sizeGiB > 0 ? tr("Delete the volume snapshot of %1 (%2 GiB)")
                                  .arg(what, QString::number(part.sizeGiB))
                            : tr("Delete the volume snapshot of %1").arg(what);
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
    return m_waiting && !isResumed() ? tr("It is not deleted.") : QString();
}

void Removal::doCancel()
{
    endCanceled(tr("It was not deleted."));
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

    for (std::size_t i = 0; i < m_request.parts.size(); ++i) {
        const RemovalPart &part = m_request.parts[i];
        begin(i);
        auto removing = removePart(i);
        const Fate fate = co_await std::move(removing);
        if (fate.state == Fate::State::Gone) {
            m_gone.insert(part.subject.id);
            done(i);
            continue;
        }
        m_kept.push_back({part, fate});
        failStage(i, fate.error.message);
        addRequestId(fate.error.requestId);
        if (isImage(part))
            break; // its volume snapshots are kept with it
    }
    if (m_gone.contains(imageId())) {
        auto tagging = tagWhatStays();
        co_await std::move(tagging);
    }
    context().stores.refresh({Kind::BlockStorageLimits});
    co_return ending();
}

Task<Removal::Fate> Removal::removePart(std::size_t index)
{
    const RemovalPart part = m_request.parts[index];
    Step step;
    step.name = removalStep(part);
    step.stage = index;
    if (isImage(part)) {
        step.send = sending(openstack::Delete<openstack::Image>{part.subject.id});
        step.trace.find = [this, id = part.subject.id](const Facts &) {
            return findDeletion(&context(), openstack::Get<openstack::Image>{id});
        };
    } else {
        step.send = sending(openstack::Delete<openstack::VolumeSnapshot>{part.subject.id});
        step.trace.find = [this, id = part.subject.id](const Facts &) {
            return findDeletion(&context(), openstack::Get<openstack::VolumeSnapshot>{id});
        };
    }
    step.trace.polls = pollsInDoubt;

    bool mayHaveBeenSent = earlierIntent(step.name).has_value();
    bool checked = mayHaveBeenSent;
    Error doubt;
    for (int sent = 0; sent < mostSends; ++sent) {
        if (!checked) {
            auto checking = check(index);
            std::optional<Fate> fate = co_await std::move(checking);
            if (fate && fate->state == Fate::State::Unclear && !mayHaveBeenSent)
                fate->state = Fate::State::Kept; // nothing was sent: it is certainly there
            if (fate)
                co_return *fate;
        }
        checked = false;
        auto deleting = once(step);
        const StepResult result = co_await std::move(deleting);
        if (result.ok()) {
            auto following = untilGone(index, result.text("requestId"_L1));
            const Fate fate = co_await std::move(following);
            co_return fate;
        }
        if (!result.isUnknown() && result.error().kind == ErrorKind::NotFound)
            co_return Fate{};
        const bool neverArrived = result.error().kind == ErrorKind::Cancelled;
        if (!result.isUnknown() && !neverArrived)
            co_return Fate{Fate::State::Kept, result.error()};
        mayHaveBeenSent = true;
        doubt = result.error();
    }
    co_return Fate{Fate::State::Unclear, doubt};
}

Task<std::optional<Removal::Fate>> Removal::check(std::size_t index)
{
    const RemovalPart part = m_request.parts[index];
    using State = Fate::State;
    std::optional<Fate> fate;
    auto looking = see(part, [](const Seen &) { return true; });
    const Result<Seen> seen = co_await std::move(looking);
    if (!seen.ok() && seen.error().kind == ErrorKind::NotFound) {
        fate = Fate{};
    } else if (!seen.ok()) {
        fate = Fate{State::Unclear, seen.error()};
    } else if (isBeingDeleted(seen->status)) {
        auto following = untilGone(index, {});
        fate = co_await std::move(following);
    } else if (isImage(part) && seen->isProtected) {
        fate = kept(part, ErrorKind::Forbidden, tr("The image is protected from deletion."));
    } else if (seen->status == "error_deleting"_L1) {
        auto asking = putBack(part, seen->status, {});
        fate = co_await std::move(asking);
    } else if (!isImage(part) && seen->status != "available"_L1 && seen->status != "error"_L1) {
        fate = kept(part, ErrorKind::Conflict,
                    tr("The volume snapshot is “%1”. The cloud deletes only those that are "
                       "“available” or “error”.")
                        .arg(seen->status));
    } else if (!part.goneImageId.isEmpty()) {
        auto fetching = fetch(openstack::Get<openstack::Image>{part.goneImageId});
        const Result<openstack::Image> image = co_await std::move(fetching);
        if (image.ok())
            fate = kept(part, ErrorKind::Conflict,
                        tr("The image that it belongs to still exists: “%1”. If you do not need "
                           "that snapshot, delete it as a whole.")
                            .arg(image->name));
        else if (image.error().kind != ErrorKind::NotFound)
            fate = Fate{State::Kept, image.error()};
    }
    co_return fate;
}

Task<Removal::Fate> Removal::untilGone(std::size_t index, QString requestId)
{
    const RemovalPart part = m_request.parts[index];
    const auto begun = context().clock.elapsed();
    int unchanged = 0;
    const std::function<bool(const Seen &)> isSettled = [this, index, begun, &part,
                                                         &unchanged](const Seen &seen) {
        progress(index, -1, seen.status);
        unchanged = isBeingDeleted(seen.status) ? 0 : unchanged + 1;
        const bool isPutBack = seen.status == "error_deleting"_L1 || unchanged >= pollsUntilPutBack;
        return (isImage(part) ? seen.status == "deleted"_L1 : isPutBack) ||
               context().clock.elapsed() - begun > longestRemoval;
    };
    auto following = see(part, isSettled);
    const Result<Seen> seen = co_await std::move(following);
    if (seen.ok() ? seen->status == "deleted"_L1 : seen.error().kind == ErrorKind::NotFound)
        co_return Fate{};
    if (!seen.ok())
        co_return Fate{Fate::State::Unclear, seen.error()};
    if (!isBeingDeleted(seen->status) && !isImage(part)) {
        auto asking = putBack(part, seen->status, requestId);
        const Fate fate = co_await std::move(asking);
        co_return fate;
    }
    Fate stuck = kept(part, ErrorKind::Timeout,
                      tr("It is still “%1” after %2 hours.")
                          .arg(seen->status, QString::number(longestRemoval.count())));
    stuck.state = Fate::State::Unclear;
    co_return stuck;
}

/// Cinder lists the newest message first. One of another request tells of an earlier attempt.
Task<Removal::Fate> Removal::putBack(RemovalPart part, QString status, QString requestId)
{
    openstack::List<openstack::Message> list;
    list.filters.insert(u"resource_uuid"_s, part.subject.id);
    auto call = context().client.call(list);
    const auto messages = co_await call;
    QString why;
    if (messages.ok()) {
        const auto ours = std::ranges::find_if(messages->items, [&](const auto &message) {
            return message.resourceId == part.subject.id &&
                   (requestId.isEmpty() || message.requestId.isEmpty() ||
                    message.requestId == requestId);
        });
        if (ours != messages->items.end())
            why = reasonIn(ours->userMessage);
    }
    QString said = status == "error_deleting"_L1
                       ? tr("The cloud tried to delete the volume snapshot and failed. Ask the "
                            "cloud's operator to reset its state.")
                       : tr("The cloud accepted the deletion and then restored the volume "
                            "snapshot: something still depends on it.");
    if (!why.isEmpty())
        said = tr("%1 The cloud says: %2").arg(said, why);
    Fate fate = kept(part, ErrorKind::Failed, said);
    fate.error.requestId = requestId;
    record(removalStep(part), {{u"error"_s, toJson(fate.error)}});
    co_return fate;
}

Task<Result<Removal::Seen>> Removal::see(RemovalPart part,
                                         std::function<bool(const Seen &)> isFinished)
{
    if (isImage(part)) {
        auto following = until(openstack::Get<openstack::Image>{part.subject.id},
                               [isFinished](const openstack::Image &image) {
                                   return isFinished({image.status, image.isProtected});
                               });
        const auto image = co_await std::move(following);
        if (!image.ok())
            co_return image.error();
        co_return Seen{image->status, image->isProtected};
    }
    auto following = until(openstack::Get<openstack::VolumeSnapshot>{part.subject.id},
                           [isFinished](const openstack::VolumeSnapshot &snapshot) {
                               return isFinished({snapshot.status});
                           });
    const auto snapshot = co_await std::move(following);
    if (!snapshot.ok())
        co_return snapshot.error();
    co_return Seen{snapshot->status};
}

Removal::Fate Removal::kept(const RemovalPart &part, ErrorKind kind, const QString &message) const
{
    return {Fate::State::Kept,
            failureOf(isImage(part) ? net::Service::Image : net::Service::BlockStorage, kind,
                      message, context().clock.now())};
}

QString Removal::imageId() const
{
    for (const RemovalPart &part : m_request.parts) {
        if (part.subject.kind == openstack::Kind::Image)
            return part.subject.id;
    }
    return {};
}

Task<void> Removal::tagWhatStays()
{
    // Once the image is gone, only the name links these snapshots to it.
    std::vector<RemovalPart> untagged = m_request.stays;
    for (const Kept &one : m_kept)
        untagged.push_back(one.part);
    std::erase_if(untagged, [](const RemovalPart &part) { return part.tagged; });
    QMap<QString, QString> tags{{tagKey("image"_L1), imageId()}};
    if (!m_request.serverId.isEmpty())
        tags.insert(tagKey("instance"_L1), m_request.serverId);
    for (const RemovalPart &part : untagged) {
        const QString id = part.subject.id;
        Step step{.name = u"stamp:"_s + id,
                  .send = sending(openstack::UpdateVolumeSnapshotMetadata{id, tags}),
                  .resend = true};
        step.trace = traceByState(
            context(), openstack::Get<openstack::VolumeSnapshot>{id},
            [image = imageId()](const openstack::VolumeSnapshot &snapshot, const Facts &) {
                return snapshot.metadata.value(tagKey("image"_L1)) == image ? std::optional(Facts())
                                                                            : std::nullopt;
            });
        step.trace.polls = 1;
        auto tagging = once(step);
        const StepResult tagged = co_await std::move(tagging);
        if (tagged.ok())
            context().stores.refreshRow(openstack::Kind::VolumeSnapshot, id);
    }
}

Ending Removal::ending()
{
    for (const RemovalPart &part : m_request.parts) {
        if (!m_gone.contains(part.subject.id))
            addLeftover(part.subject);
    }
    if (m_kept.empty())
        return {};
    Error error = m_kept.front().fate.error;
    if (m_request.parts.size() > 1) {
        QStringList reasons;
        for (const auto &[part, fate] : m_kept) {
            const QString what = isImage(part)            ? tr("The image")
                                 : !part.device.isEmpty() ? part.device
                                                          : part.subject.name;
            reasons += tr("%1: %2").arg(what, fate.error.message);
        }
        error.message = reasons.join(u' ');
    }
    const bool refused = std::ranges::any_of(
        m_kept, [](const Kept &one) { return one.fate.state == Fate::State::Kept; });
    return {refused ? Outcome::Failed : Outcome::Unclear, std::move(error)};
}

RemovalRequest Removal::remaining() const
{
    RemovalRequest left = m_request;
    std::erase_if(left.parts,
                  [this](const auto &part) { return m_gone.contains(part.subject.id); });
    left.leftovers = m_request.leftovers || m_gone.contains(imageId());
    return left;
}

bool Removal::deletedAny() const
{
    return !m_gone.isEmpty();
}

std::unique_ptr<Removal> removeLeftovers(const std::vector<Subject> &leftovers,
                                         const Context &context)
{
    RemovalRequest request;
    request.leftovers = true;
    for (const openstack::Kind kind : {openstack::Kind::Image, openstack::Kind::VolumeSnapshot}) {
        for (const Subject &subject : leftovers) {
            if (subject.kind != kind || subject.id.isEmpty())
                continue;
            RemovalPart part;
            part.subject = subject;
            if (const auto snapshot = context.stores.volumeSnapshots.find(subject.id)) {
                part.sizeGiB = snapshot->sizeGiB;
                part.tagged = snapshot->metadata.contains(tagKey("image"_L1));
            }
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

} // namespace oriel::operations
