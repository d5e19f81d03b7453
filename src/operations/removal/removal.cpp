#include "operations/removal/removal.h"

#include "openstack/blockstorage/limits.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/image/image.h"
#include "operations/failure.h"
#include "operations/journal/journalcodec.h"
#include "operations/operationcenter.h"
#include "operations/snapshottags.h"
#include "operations/trace.h"
#include "operations/why.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// Storage that merges a long chain takes hours; anything longer is stuck.
constexpr auto longestRemoval = std::chrono::hours(4);
/// Cinder sets "deleting" before it answers: another status in this many consecutive polls means
/// that the deletion was reverted.
constexpr int pollsUntilPutBack = 2;
/// How often to check whether a request without an answer had an effect.
constexpr int pollsInDoubt = 5;
/// A deletion identifies its target by ID, so repeating it after a check is safe.
constexpr int mostSends = 2;

QString deletionStep(const QString &id)
{
    return u"delete:"_s + id;
}

bool isImage(const RemovalPart &part)
{
    return part.subject.kind == openstack::Kind::Image;
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
    return isImage(part) ? f.template operator()<openstack::Image>()
                         : f.template operator()<openstack::VolumeSnapshot>();
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

    std::vector<Task<Nothing>> removing;
    for (std::vector<std::size_t> &parts : partsInOrder())
        removing.push_back(removeInOrder(std::move(parts)));
    // The image alone, and first: if it is kept, its volume snapshots are kept with it.
    if (!imageId().isEmpty()) {
        auto image = std::move(removing.front());
        removing.erase(removing.begin());
        co_await std::move(image);
    }
    if (imageId().isEmpty() || m_gone.contains(imageId())) {
        auto all = operations::all(std::move(removing));
        co_await std::move(all);
    }
    if (m_gone.contains(imageId())) {
        auto tagging = tagWhatStays();
        co_await std::move(tagging);
    }
    context().stores.refresh({Kind::BlockStorageLimits});
    co_return ending();
}

std::vector<std::vector<std::size_t>> Removal::partsInOrder() const
{
    std::vector<std::vector<std::size_t>> chains;
    QHash<QString, std::size_t> chainOf; // by the volume
    for (std::size_t i = 0; i < m_request.parts.size(); ++i) {
        const RemovalPart &part = m_request.parts[i];
        const auto snapshot = context().stores.volumeSnapshots.find(part.subject.id);
        if (isImage(part) || !snapshot) {
            chains.push_back({i});
            continue;
        }
        const auto known = chainOf.constFind(snapshot->volumeId);
        if (known != chainOf.cend()) {
            chains[*known].push_back(i);
            continue;
        }
        chainOf.insert(snapshot->volumeId, chains.size());
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
    Step step = withRow(part, [&]<typename T> { return deletionOf<T>(part.subject.id); });
    step.stage = index;
    if (!earlierIntent(step.name)) {
        auto checking = check(index);
        std::optional<Ending> settled = co_await std::move(checking);
        if (settled)
            co_return *std::move(settled);
    }
    auto deleting = once(step);
    const StepResult result = co_await std::move(deleting);
    if (!result.ok()) {
        const bool gone = !result.isUnknown() && result.error().kind == ErrorKind::NotFound;
        co_return gone ? Ending{} : result.ending();
    }
    auto following = untilGone(index, result.text("requestId"_L1));
    Ending ending = co_await std::move(following);
    co_return ending;
}

template <typename T>
Step Removal::deletionOf(const QString &id)
{
    Trace trace = traceByDeletion(context(), openstack::Get<T>{id});
    trace.polls = pollsInDoubt;
    return {.name = deletionStep(id),
            .send = sending(openstack::Delete<T>{id}),
            .trace = std::move(trace),
            .resend = true,
            .sends = mostSends};
}

Task<std::optional<Ending>> Removal::check(std::size_t index)
{
    const RemovalPart part = m_request.parts[index];
    std::optional<Ending> settled;
    auto looking = see(part, [](const Seen &) { return true; });
    const Result<Seen> seen = co_await std::move(looking);
    if (!seen.ok() && seen.error().kind == ErrorKind::NotFound) {
        settled = Ending{};
    } else if (!seen.ok()) {
        settled = Ending{Outcome::Failed, seen.error()}; // nothing was sent: it certainly exists
    } else if (detail::isBeingDeleted(seen->status)) {
        auto following = untilGone(index, {});
        settled = co_await std::move(following);
        if (settled->outcome == Outcome::Unclear)
            settled->outcome = Outcome::Failed;
    } else if (isImage(part) && seen->isProtected) {
        settled = kept(part, ErrorKind::Forbidden, tr("The image is protected from deletion."));
    } else if (seen->status == "error_deleting"_L1) {
        auto asking = putBack(part, seen->status, {});
        settled = co_await std::move(asking);
    } else if (!isImage(part) && seen->status != "available"_L1 && seen->status != "error"_L1) {
        settled = kept(part, ErrorKind::Conflict,
                       tr("The volume snapshot is “%1”. The cloud deletes only those that are "
                          "“available” or “error”.")
                           .arg(seen->status));
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

Task<Ending> Removal::untilGone(std::size_t index, QString requestId)
{
    const RemovalPart part = m_request.parts[index];
    const auto begun = context().clock.elapsed();
    int unchanged = 0;
    const std::function<bool(const Seen &)> isSettled = [this, index, begun, &part,
                                                         &unchanged](const Seen &seen) {
        progress(index, -1, seen.status);
        unchanged = detail::isBeingDeleted(seen.status) ? 0 : unchanged + 1;
        const bool isPutBack = seen.status == "error_deleting"_L1 || unchanged >= pollsUntilPutBack;
        return (isImage(part) ? seen.status == "deleted"_L1 : isPutBack) ||
               context().clock.elapsed() - begun > longestRemoval;
    };
    auto following = see(part, isSettled);
    const Result<Seen> seen = co_await std::move(following);
    if (seen.ok() ? seen->status == "deleted"_L1 : seen.error().kind == ErrorKind::NotFound)
        co_return Ending{};
    if (!seen.ok())
        co_return Ending{Outcome::Unclear, seen.error()};
    if (!detail::isBeingDeleted(seen->status) && !isImage(part)) {
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
    openstack::VolumeSnapshot snapshot;
    snapshot.id = part.subject.id;
    auto asking = whyFailed(&context(), snapshot, requestId);
    const QString message = co_await std::move(asking);
    const QString why = reasonIn(message);
    QString said = status == "error_deleting"_L1
                       ? tr("The cloud tried to delete the volume snapshot and failed. Ask the "
                            "cloud's operator to reset its state.")
                       : tr("The cloud accepted the deletion and then restored the volume "
                            "snapshot: something still depends on it.");
    if (!why.isEmpty())
        //: %1: a sentence; %2: the cloud's message
        said = tr("%1 The cloud says: %2").arg(said, why);
    Ending ending = kept(part, ErrorKind::Failed, said, requestId);
    record(deletionStep(part.subject.id), {{u"error"_s, toJson(*ending.error)}});
    co_return ending;
}

Task<Result<Removal::Seen>> Removal::see(RemovalPart part,
                                         std::function<bool(const Seen &)> isFinished)
{
    return withRow(part, [&]<typename T> { return see<T>(part.subject.id, isFinished); });
}

template <typename T>
Task<Result<Removal::Seen>> Removal::see(QString id, std::function<bool(const Seen &)> isFinished)
{
    const auto seenIn = [](const T &row) {
        if constexpr (requires { row.isProtected; })
            return Seen{row.status, row.isProtected};
        else
            return Seen{row.status};
    };
    auto following = until(openstack::Get<T>{id},
                           [isFinished, seenIn](const T &row) { return isFinished(seenIn(row)); });
    const Result<T> row = co_await std::move(following);
    if (!row.ok())
        co_return row.error();
    co_return seenIn(row.value());
}

Ending Removal::kept(const RemovalPart &part, ErrorKind kind, const QString &message,
                     const QString &requestId) const
{
    return {Outcome::Failed,
            failureOf(isImage(part) ? net::Service::Image : net::Service::BlockStorage, kind,
                      message, context().clock.now(), requestId)};
}

QString Removal::imageId() const
{
    const auto image = std::ranges::find_if(m_request.parts, isImage);
    return image == m_request.parts.end() ? QString() : image->subject.id;
}

Task<void> Removal::tagWhatStays()
{
    // Once the image is gone, only the name links these snapshots to it.
    std::vector<RemovalPart> untagged = m_request.stays;
    for (const auto &[index, ending] : m_kept)
        untagged.push_back(m_request.parts[index]);
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
    Ending ending = m_kept.begin()->second;
    QStringList reasons;
    for (const auto &[index, kept] : m_kept) {
        const RemovalPart &part = m_request.parts[index];
        //: A part that was kept, before a colon and the reason.
        const QString what = isImage(part)            ? tr("The image")
                             : !part.device.isEmpty() ? part.device
                                                      : part.subject.name;
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
    left.leftovers = m_request.leftovers || m_gone.contains(imageId());
    return left;
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
