#include "operations/capture/createsnapshot.h"

#include "net/unknownoutcome.h"
#include "openstack/blockstorage/limits.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/instanceaction.h"
#include "openstack/compute/server.h"
#include "openstack/image/image.h"
#include "operations/capture/consistency.h"
#include "operations/capture/imagecapture.h"
#include "operations/capture/snapshotcheck.h"
#include "operations/capture/volumecapture.h"
#include "operations/commandline.h"
#include "operations/failure.h"
#include "operations/journal/journal.h"
#include "operations/journal/journalcodec.h"
#include "operations/names.h"
#include "operations/trace.h"
#include "operations/why.h"
#include "store/bootdisk.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

constexpr auto shutOffStep = "shut-off"_L1;
constexpr auto startStep = "start"_L1;
constexpr auto createStep = "create-image"_L1;
constexpr auto tagStep = "stamp"_L1;
constexpr auto dropStep = "drop-inherited"_L1;
constexpr auto stayedStep = "not-shut-off"_L1;
constexpr auto cancelStep = "cancel"_L1;
constexpr auto runningStep = "keep-running"_L1; ///< how format 1 of the journal has that choice

constexpr auto waitChoice = "wait"_L1;
constexpr auto againChoice = "again"_L1;
constexpr auto runningChoice = "running"_L1;
constexpr auto cancelChoice = "cancel"_L1;

/// Of an image-backed instance: capturing, uploading, then its data volumes.
constexpr std::size_t diskStages = 2;
/// How often the image of a lost call is looked for: of a volume-backed instance Nova makes it
/// last, after all the volume snapshots, and continues after the connection is cut.
constexpr int pollsIfLost = 40;
constexpr int pollsIfRefused = 3;
/// Unfinished entries are at most this far down the journal's history.
constexpr int historyRead = 200;
/// Nova sets the task_state before it answers: an instance without one that is not off has stayed.
constexpr int pollsUntilStayed = 3;
/// Somebody else is at it, or an upload is not over: how often a start is tried.
constexpr int mostStarts = 20;
/// Nova asks the guest to shut down for 60 s and then cuts the power.
constexpr std::chrono::milliseconds overdue = std::chrono::seconds(90);
constexpr std::chrono::milliseconds slowAgain = std::chrono::minutes(5);

bool isOff(const openstack::Server &server)
{
    // Nova says SHUTOFF while the hypervisor may still be at it: power state 1 is "running".
    return server.taskState.isEmpty() && server.status == "SHUTOFF"_L1 && server.powerState != 1;
}

QStringList captureRequestIds(const std::vector<openstack::InstanceAction> &actions)
{
    QStringList ids;
    for (const openstack::InstanceAction &action : actions) {
        if (action.action == "createImage"_L1)
            ids.append(action.requestId);
    }
    return ids;
}

/// Whether the compute service has an action that was not there before; it writes it down before it
/// does anything. Nothing: that cannot be told.
std::optional<bool> hasArrived(const Facts &before,
                               const Result<std::vector<openstack::InstanceAction>> &actions)
{
    if (!actions.ok() || !before.contains("captures"_L1))
        return std::nullopt;
    const QJsonArray known = before.value("captures"_L1).toArray();
    const QStringList now = captureRequestIds(*actions);
    return std::ranges::any_of(now, [&](const QString &id) { return !known.contains(id); });
}

/// By the tag. Of the same operation every volume has a snapshot, so the volume counts as well.
Task<Result<std::optional<Facts>>> findSnapshotOf(const Context *context, QString volumeId,
                                                  QString operationId)
{
    openstack::List<openstack::VolumeSnapshot> list;
    list.filters.insert(u"volume_id"_s, volumeId);
    auto walk = context->client.all(list);
    const auto snapshots = co_await walk;
    if (!snapshots.ok())
        co_return snapshots.error();
    std::optional<Facts> found;
    for (const openstack::VolumeSnapshot &snapshot : *snapshots) {
        if (snapshot.volumeId == volumeId &&
            snapshot.metadata.value(tagKey("operation"_L1)) == operationId) {
            context->stores.volumeSnapshots.upsert({snapshot});
            found = Facts{{u"id"_s, snapshot.id}};
        }
    }
    co_return found;
}

/// Whether it was done does not matter: it is done again.
Task<Result<std::optional<Facts>>> findNothing(Facts)
{
    co_return std::optional<Facts>();
}

} // namespace

CreateSnapshot::CreateSnapshot(Context context, CreateSnapshotRequest request, QObject *parent)
    : Operation(std::move(context), parent)
    , m_request(std::move(request))
{
    const auto &servers = this->context().stores.servers;
    if (const auto server = servers.find(m_request.serverId))
        m_serverName = server->name;
    m_nameIsUnique = std::ranges::count_if(servers.rows(), [this](const auto &row) {
                         return row->name == m_serverName;
                     }) == 1;
}

std::unique_ptr<CreateSnapshot> CreateSnapshot::fromJournal(const JournalEntry &entry,
                                                            Context context)
{
    auto request = snapshotRequestFromJson(entry.intent);
    if (!request)
        return nullptr;
    auto made = std::make_unique<CreateSnapshot>(std::move(context), std::move(*request));
    made->m_serverName = entry.subject.name;
    return made;
}

QString CreateSnapshot::title() const
{
    return tr("Create snapshot “%1”").arg(m_request.name);
}

Subject CreateSnapshot::subject() const
{
    return {Kind::Server, m_request.serverId, m_serverName};
}

QString CreateSnapshot::command() const
{
    return createSnapshotCommand(m_request, m_serverName, m_nameIsUnique);
}

Error CreateSnapshot::failure(ErrorKind kind, const QString &message) const
{
    return failureOf(net::Service::Compute, kind, message, context().clock.now());
}

// --- From the beginning to the end

Task<Ending> CreateSnapshot::perform()
{
    showFirstStages();
    m_wasCanceled = earlierRecord(cancelStep).has_value();
    m_waiting = m_limiter != nullptr;
    Q_EMIT changed(); // it can be canceled
    auto entering = Limiter::place(m_limiter);
    const Limiter::Place place = co_await entering;
    m_waiting = false;
    if (outcome() != Outcome::Running)
        co_return canceled();
    if (isResumed() && !hasBegunEarlier())
        co_return Ending{
            Outcome::Failed,
            neverSent(tr("Oriel quit before it had done anything. There is no snapshot."))};

    auto capturing = capture();
    Ending ending = co_await std::move(capturing);
    if (m_offByUs && !m_startDone) {
        auto starting = startAgain();
        co_await std::move(starting);
    }
    co_return summed(ending.outcome == Outcome::Canceled ? canceled() : ending);
}

Task<Ending> CreateSnapshot::capture()
{
    const bool wasRequested = earlierIntent(createStep).has_value();
    if (!isResumed()) {
        auto finding = findOther();
        const std::optional<Error> other = co_await std::move(finding);
        if (other)
            co_return Ending{Outcome::Failed, other};
    }
    // What the store has may be a minute old; the consistency that is tagged must be that of now.
    auto looking = currentServer();
    const Result<openstack::Server> server = co_await std::move(looking);
    if (isCanceled() && !isResumed())
        co_return canceled();
    if (server.ok()) {
        m_before = *server;
        m_serverName = m_before.name;
    } else if (wasRequested && server.error().kind == ErrorKind::NotFound) {
        // A snapshot may be complete although its instance is gone.
        m_before.id = m_request.serverId;
        m_before.name = m_serverName;
    } else {
        const bool unclear = isResumed() && server.error().kind != ErrorKind::NotFound;
        co_return Ending{unclear ? Outcome::Unclear : Outcome::Failed, server.error()};
    }
    expectStages();
    if (!isResumed()) {
        if (const auto found = problem())
            co_return Ending{Outcome::Failed, found};
    }

    if (m_request.shutOffFirst) {
        auto shutting = shutOff();
        const std::optional<Ending> ended = co_await std::move(shutting);
        if (ended)
            co_return *ended;
    }
    if (isCanceled() && !wasRequested)
        co_return canceled();

    auto requesting = requestImage();
    const StepResult requested = co_await std::move(requesting);
    if (!requested.ok() && isCanceled() && !m_captureRequested)
        co_return canceled();
    if (!requested.ok()) {
        auto concluding = endWithoutImage(requested);
        Ending ending = co_await std::move(concluding);
        co_return ending;
    }
    m_createRequestId = requested.text("requestId"_L1);
    setResultId(requested.text("image"_L1));
    done(requestStage());
    auto following = follow();
    Ending ending = co_await std::move(following);
    context().stores.refresh({Kind::BlockStorageLimits});
    co_return ending;
}

/// Patient only for what was begun earlier: otherwise the user can try again.
Task<Result<openstack::Server>> CreateSnapshot::currentServer()
{
    const openstack::Get<openstack::Server> get{m_request.serverId};
    if (isResumed()) {
        auto fetching = fetch(get);
        Result<openstack::Server> server = co_await std::move(fetching);
        co_return server;
    }
    auto call = context().client.call(get);
    Result<openstack::Server> server = co_await call;
    if (server.ok())
        context().stores.servers.upsert({*server});
    else if (server.error().kind == ErrorKind::NotFound)
        context().stores.servers.remove({m_request.serverId});
    co_return server;
}

/// Two windows of one user: the cloud itself would accept both. The one that was started later
/// gives way to the other.
Task<std::optional<Error>> CreateSnapshot::findOther()
{
    std::optional<Error> found;
    if (!context().journal)
        co_return found;
    Awaitable<Result<std::vector<JournalEntry>>> reading{
        [this](QObject *waiting, const Journal::Entries &then) {
            context().journal->history(historyRead, waiting, then);
        }};
    const auto entries = co_await reading;
    bool older = false;
    for (const JournalEntry &entry : entries.ok() ? *entries : std::vector<JournalEntry>()) {
        older = older || entry.id == id();
        if (!older || entry.id == id() || !entry.alive || entry.kind != kindName ||
            entry.subject.id != m_request.serverId)
            continue;
        found = failure(ErrorKind::Conflict,
                        tr("Another snapshot of this instance is in progress: “%1”, started at "
                           "%2.")
                            .arg(entry.intent.value("name"_L1).toString(),
                                 entry.started.toLocalTime().toString(u"HH:mm"_s)));
        break;
    }
    co_return found;
}

std::optional<Error> CreateSnapshot::problem() const
{
    const qsizetype length = characters(m_request.name);
    if (m_request.name.trimmed().isEmpty())
        return failure(ErrorKind::BadRequest, tr("The snapshot has no name."));
    if (length > longestName)
        return failure(ErrorKind::BadRequest,
                       tr("The name has %1 characters. At most %2 are allowed.")
                           .arg(QString::number(length), QString::number(longestName)));
    if (const qsizetype longest = longestSnapshotName(true);
        !capturedVolumes().isEmpty() && length > longest)
        return failure(ErrorKind::BadRequest,
                       tr("The name has %1 characters. At most %2 are allowed, because the cloud "
                          "puts “%3” before it to name the volume snapshots.")
                           .arg(QString::number(length), QString::number(longest),
                                volumeSnapshotName({}).trimmed()));
    if (m_request.shutOffFirst && m_before.status != "SHUTOFF"_L1 && m_before.taskState.isEmpty() &&
        m_before.status != "ACTIVE"_L1)
        return failure(ErrorKind::Conflict,
                       tr("The instance cannot be shut off because it is “%1”. Resume or unpause "
                          "it, or create the snapshot without shutting it off.")
                           .arg(m_before.status));
    return std::nullopt;
}

bool CreateSnapshot::isVolumeBacked() const
{
    return store::bootsFromVolume(m_before, context().stores);
}

QStringList CreateSnapshot::capturedVolumes() const
{
    if (!isVolumeBacked())
        return m_request.extraVolumes;
    QStringList ids;
    for (const openstack::AttachedVolume &attached : m_before.volumes)
        ids.append(attached.id);
    return ids;
}

// --- Shutting off

Task<std::optional<Ending>> CreateSnapshot::shutOff()
{
    const bool wasSent = earlierIntent(shutOffStep).has_value();
    const bool wasRequested = earlierIntent(createStep).has_value();
    if (!wasSent && wasRequested)
        co_return std::nullopt;
    if (!wasSent && m_before.status == "SHUTOFF"_L1) {
        addNote(tr("The instance was already shut off and stays shut off."));
        co_return std::nullopt;
    }
    begin(0);
    if (!wasSent) {
        progress(0, -1, tr("checking whether the snapshot is possible"));
        auto checking = refusalOfSnapshot(&context(), capturedVolumes());
        std::optional<Error> refusal = co_await std::move(checking);
        if (isCanceled())
            co_return canceled();
        if (refusal) {
            refusal->message = tr("%1 The instance was not shut off.").arg(refusal->message);
            failStage(0, {});
            co_return Ending{Outcome::Failed, refusal};
        }
    }
    for (;;) {
        m_shuttingOff = true;
        auto stopping = stop();
        const StepResult stopped = co_await std::move(stopping);
        m_shuttingOff = stopped.ok() || stopped.isUnknown();
        if (!m_shuttingOff) {
            if (isCanceled())
                co_return canceled();
            failStage(0, {});
            co_return Ending{Outcome::Failed, stopped.error()};
        }
        // If the result is unknown, what the instance does tells.
        m_offByUs = m_stopSent = true;
        m_stopRequestId = stopped.text("requestId"_L1);
        Q_EMIT changed();
        if (wasRequested || earlierRecord(runningStep)) {
            // It was captured by an earlier run, or is to be captured as it runs.
            m_shuttingOff = false;
            m_offByUs = !earlierRecord(runningStep);
            if (m_offByUs)
                done(0);
            co_return std::nullopt;
        }
        if (wasSent) {
            auto asking = wasChangedByOthers();
            const bool wasChanged = co_await std::move(asking);
            if (wasChanged) {
                m_offByUs = m_shuttingOff = false;
                co_return Ending{
                    Outcome::Failed,
                    failure(ErrorKind::Cancelled,
                            tr("Oriel quit after it had shut the instance off. Somebody else has "
                               "changed the instance since, so it was left as it is and nothing "
                               "was captured."))};
            }
        }
        auto following = untilOff();
        const Result<openstack::Server> server = co_await std::move(following);
        m_shuttingOff = false;
        withdrawQuestion();
        if (!server.ok()) {
            const bool gone = server.error().kind == ErrorKind::NotFound;
            co_return Ending{gone ? Outcome::Failed : Outcome::Unclear, server.error()};
        }
        m_before = *server;
        m_offByUs = isOff(*server);
        if (m_offByUs)
            done(0);
        if (isCanceled())
            co_return canceled();
        if (m_offByUs)
            co_return std::nullopt;
        auto choosing = chooseHowToGoOn(*server);
        const Result<bool> again = co_await std::move(choosing);
        if (isCanceled())
            co_return canceled();
        if (!again.ok())
            co_return Ending{Outcome::Failed, again.error()};
        if (!*again)
            co_return std::nullopt;
    }
}

Task<StepResult> CreateSnapshot::stop()
{
    Step step;
    step.name = shutOffStep;
    step.send = [this, send = sending(openstack::StopServer{m_request.serverId})] {
        m_stopSent = true;
        return send();
    };
    step.trace = traceByInstanceAction(context(), m_request.serverId, u"stop"_s);
    step.trace.absence = Trace::Absence::NeverArrived;
    step.stage = 0;
    step.withdrawable = true;
    return once(step);
}

/// Since it was shut off: hours may have passed, and the user may have done something to it.
Task<bool> CreateSnapshot::wasChangedByOthers()
{
    auto call = context().client.call(openstack::ListInstanceActions{m_request.serverId});
    const auto actions = co_await call;
    co_return actions.ok() && othersActedSince(*actions, m_stopRequestId);
}

/// It was not shut off, and the user decides: true to try again, false to capture it as it runs.
Task<Result<bool>> CreateSnapshot::chooseHowToGoOn(openstack::Server server)
{
    auto asking = reasonOfStaying(server, m_stopRequestId);
    const Error why = co_await std::move(asking);
    if (server.status != "ACTIVE"_L1)
        co_return why;
    progress(0, -1, tr("it is still running"));
    auto choosing =
        ask(stayedStep,
            {tr("“%1” was not shut off and is still running. %2").arg(m_serverName, why.message),
             {{againChoice, tr("Shut off again")},
              {runningChoice, tr("Capture while running")},
              {cancelChoice, tr("Cancel")}}});
    const QString choice = co_await std::move(choosing);
    if (choice == againChoice)
        co_return true;
    if (choice != runningChoice) {
        cancel();
        co_return false;
    }
    auto fetching = fetch(openstack::Get<openstack::Server>{m_request.serverId});
    const Result<openstack::Server> running = co_await std::move(fetching);
    if (!running.ok())
        co_return running.error();
    m_before = *running;
    failStage(0, tr("not shut off"));
    addNote(tr("The instance was not shut off. The snapshot was created while it was “%1”.")
                .arg(m_before.status));
    co_return false;
}

Task<Result<openstack::Server>> CreateSnapshot::untilOff()
{
    int idle = 0;
    auto slowAt = context().clock.elapsed() + overdue;
    auto following = until(
        openstack::Get<openstack::Server>{m_request.serverId},
        [this, &idle, &slowAt](const openstack::Server &server) {
            idle = server.taskState.isEmpty() && server.status != "SHUTOFF"_L1 ? idle + 1 : 0;
            if (isOff(server) || idle >= pollsUntilStayed)
                return true;
            if (!isCanceled())
                progress(0, -1, server.taskState.isEmpty() ? server.status : server.taskState);
            if (const auto now = context().clock.elapsed(); now >= slowAt && !isCanceled()) {
                slowAt = now + slowAgain;
                // Nobody here can force either: Nova itself cuts the power when its time is over,
                // and refuses a second request until then.
                askUser({tr("“%1” has not shut down yet. The cloud waits a minute for its "
                            "operating system and then cuts the power. This one takes longer.")
                             .arg(m_serverName),
                         {{waitChoice, tr("Keep waiting")},
                          {cancelChoice, tr("Cancel and start it again")}}});
            }
            return false;
        });
    Result<openstack::Server> server = co_await std::move(following);
    co_return server;
}

Task<Error> CreateSnapshot::reasonOfStaying(openstack::Server server, QString requestId)
{
    auto asking = whyFailed(&context(), server, requestId);
    const QString why = co_await std::move(asking);
    Error error = failure(
        ErrorKind::Failed,
        why.isEmpty()
            ? tr("The instance is “%1”, and nothing is being done to it.").arg(server.status)
            : why);
    error.requestId = requestId;
    co_return error;
}

void CreateSnapshot::decided(const QString &choice)
{
    if (choice == cancelChoice)
        cancel();
}

QString CreateSnapshot::cancelText() const
{
    if (m_captureRequested || m_wasCanceled || outcome() != Outcome::Running)
        return {};
    return m_offByUs || m_stopSent
               ? tr("The instance is started again, and no snapshot is created.")
               : tr("No snapshot is created.");
}

void CreateSnapshot::doCancel()
{
    record(cancelStep, {});
    if (m_waiting)
        endCanceled(canceled().error->message);
    else if (m_shuttingOff)
        progress(0, -1,
                 m_stopSent ? tr("canceled; the instance will be started again once it is off")
                            : tr("canceled"));
}

Ending CreateSnapshot::canceled() const
{
    const QString what = m_startedByUs ? tr("The instance was started again.")
                         : m_offByUs   ? tr("The instance was left unchanged.") // a note says why
                                       : tr("Nothing was changed.");
    return {Outcome::Canceled, failure(ErrorKind::Cancelled, what)};
}

QString CreateSnapshot::consequence() const
{
    if (leavesShutOff().isEmpty())
        return {};
    return m_shuttingOff ? tr("“%1” is being shut off.").arg(m_serverName)
                         : tr("“%1” is shut off.").arg(m_serverName);
}

// --- Requesting the snapshot

Task<StepResult> CreateSnapshot::requestImage()
{
    begin(requestStage());
    if (const auto before = earlierIntent(createStep)) {
        m_known = *before;
        // As it was captured, not as it is now.
        m_before.taskState.clear();
        m_before.status = m_known.value("status"_L1).toString();
        m_before.powerState = m_known.value("power_state"_L1).toInt();
    } else {
        auto preparing = beforeCapture();
        m_known = co_await std::move(preparing);
        if (isCanceled())
            co_return StepResult::refused(*canceled().error);
    }
    m_captureRequested = true;
    Q_EMIT changed(); // it can no longer be canceled
    m_consistency = consistencyBefore(m_before);
    const openstack::CreateImage create{m_request.serverId, m_request.name,
                                        imageTags(tags(m_consistency))};
    Step step;
    step.name = createStep;
    step.intent = m_known;
    // Without an ID it cannot be followed: then it is looked for as if the answer was lost.
    step.send = [this, create] {
        return Awaitable<Result<Facts>>{[this,
                                         create](QObject *waiting,
                                                 const std::function<void(Result<Facts>)> &then) {
            context().client.call(create).then(waiting, [this, then](const auto &answer) {
                if (!answer.ok())
                    then(answer.error());
                else if (answer->imageId.isEmpty())
                    then(failure(ErrorKind::AnswerLost, {}));
                else
                    then(Facts{{u"image"_s, answer->imageId}, {u"requestId"_s, answer->requestId}});
            });
        }};
    };
    auto requesting = once(step);
    const StepResult requested = co_await std::move(requesting);
    if (!requested.isUnknown())
        co_return requested;
    auto finding = findImage(requested.error());
    StepResult found = co_await std::move(finding);
    co_return found;
}

Task<Facts> CreateSnapshot::beforeCapture()
{
    Facts facts{{u"status"_s, m_before.status}, {u"power_state"_s, m_before.powerState}};
    // If Oriel is killed, these tell a request that arrived from one that never left.
    auto actionCall = context().client.call(openstack::ListInstanceActions{m_request.serverId});
    const auto actions = co_await actionCall;
    if (actions.ok())
        facts.insert(u"captures"_s, QJsonArray::fromStringList(captureRequestIds(*actions)));
    // What exists before tells what a capture that fails half-way has made, whatever the clocks
    // say.
    QSet<QString> known;
    for (const auto &snapshot : context().stores.volumeSnapshots.rows())
        known.insert(snapshot->id);
    if (!m_before.volumes.empty() && !isCanceled()) {
        openstack::List<openstack::VolumeSnapshot> list;
        list.filters.insert(u"name"_s, volumeSnapshotName(m_request.name));
        auto snapshotCall = context().client.call(list);
        const auto snapshots = co_await snapshotCall;
        if (snapshots.ok()) {
            for (const openstack::VolumeSnapshot &snapshot : snapshots->items)
                known.insert(snapshot.id);
        }
    }
    facts.insert(u"known"_s, QJsonArray::fromStringList(known.values()));
    co_return facts;
}

Task<StepResult> CreateSnapshot::findImage(Error doubt)
{
    progress(requestStage(), -1, tr("no answer; looking for the image by its tag"));
    const bool senderIsGone = earlierIntent(createStep).has_value();
    if (senderIsGone) {
        auto call = context().client.call(openstack::ListInstanceActions{m_request.serverId});
        const auto actions = co_await call;
        if (hasArrived(m_known, actions) == false)
            co_return StepResult::refused(neverSent(
                tr("Oriel quit just before it requested the snapshot, so there is none.")));
        doubt.message = tr("Oriel quit while it waited for the answer, and the cloud has no image "
                           "with its tag.");
    }
    openstack::List<openstack::Image> list;
    list.filters.insert(tagKey("operation"_L1), id());
    const bool wasRefused = !senderIsGone && net::wasAnswered(doubt);
    const int polls = wasRefused ? pollsIfRefused : pollsIfLost;
    Pace pace;
    auto lastAnswer = context().clock.elapsed();
    for (int answered = 0; answered < polls;) {
        auto call = context().client.call(list);
        const auto images = co_await call;
        const auto now = context().clock.elapsed();
        if (images.ok()) {
            lastAnswer = now;
            ++answered;
            for (const openstack::Image &image : images->items) {
                // The filter is the cloud's; a Glance that ignored it would give a stranger's
                // image.
                if (image.properties.value(tagKey("operation"_L1)) != id())
                    continue;
                const Facts facts{{u"image"_s, image.id}};
                record(createStep, facts);
                co_return StepResult::done(facts);
            }
        } else if (!isTransient(images.error()) || now - lastAnswer >= patience) {
            co_return StepResult::unknown(doubt); // it could not be looked for
        }
        auto wait = pause(pace.next());
        co_await std::move(wait);
    }
    if (wasRefused) {
        // A missing image proves nothing either: only the instance's actions tell.
        auto call = context().client.call(openstack::ListInstanceActions{m_request.serverId});
        const auto now = co_await call;
        if (hasArrived(m_known, now) == false) {
            record(createStep, {{u"error"_s, toJson(doubt)}});
            co_return StepResult::refused(doubt);
        }
    }
    co_return StepResult::unknown(doubt);
}

Task<Ending> CreateSnapshot::endWithoutImage(StepResult result)
{
    Error error = result.error();
    if (!m_before.volumes.empty()) {
        // Of an instance that boots from a volume Nova requests one volume snapshot after the other
        // and takes none back when the next is refused.
        const QString name = volumeSnapshotName(m_request.name);
        openstack::List<openstack::VolumeSnapshot> list;
        list.filters.insert(u"name"_s, name);
        auto call = context().client.call(list);
        const auto snapshots = co_await call;
        if (!snapshots.ok())
            addNote(tr("It is unknown whether volume snapshots were left behind. Look for “%1” "
                       "under Storage → Snapshots.")
                        .arg(name));
        const QJsonArray known = m_known.value("known"_L1).toArray();
        QStringList missing;
        for (const openstack::AttachedVolume &attached : m_before.volumes) {
            missing.append(attached.id);
            for (const openstack::VolumeSnapshot &snapshot :
                 snapshots.ok() ? snapshots->items : std::vector<openstack::VolumeSnapshot>()) {
                if (snapshot.volumeId != attached.id || known.contains(snapshot.id) ||
                    snapshot.name != name)
                    continue;
                context().stores.volumeSnapshots.upsert({snapshot});
                addLeftover({Kind::VolumeSnapshot, snapshot.id, snapshot.name});
                missing.removeOne(attached.id);
            }
        }
        if (error.kind == ErrorKind::OverQuota) {
            auto explaining = explainQuota(&context(), error, missing);
            error = co_await std::move(explaining);
        }
    }
    context().stores.refresh({Kind::BlockStorageLimits});
    co_return Ending{result.ending().outcome, error};
}

// --- Following what is captured

Task<Ending> CreateSnapshot::follow()
{
    auto fetching = fetchImage();
    const Result<openstack::Image> image = co_await std::move(fetching);
    if (!image.ok() && isVolumeBacked()) {
        if (image.error().kind != ErrorKind::NotFound)
            co_return Ending{Outcome::Unclear, image.error()};
        Error error = image.error();
        error.message = tr("The image was deleted before its volume snapshots were complete.");
        auto ending = endWithoutImage(StepResult::refused(error));
        Ending ended = co_await std::move(ending);
        co_return ended;
    }
    // The image itself says it for certain: an instance that names an image may have its root on a
    // volume.
    if (m_before.bootsFromVolume() || !m_image.blockDevices.empty()) {
        auto following = followVolumes();
        const CaptureResult result = co_await std::move(following);
        if (result.error)
            co_return failed(result);
        auto concluding = conclude();
        co_await std::move(concluding);
        compareWithPromise();
        co_return Ending{};
    }

    const std::size_t disk = captureStage();
    const std::size_t upload = disk + 1;
    ImageCapture capture(context(), m_request.serverId, resultId(), m_createRequestId,
                         [this, disk, upload](ImageCapture::Phase phase, const QString &detail) {
                             const bool uploading = phase == ImageCapture::Phase::Upload;
                             begin(disk);
                             if (uploading) {
                                 done(disk);
                                 begin(upload);
                             }
                             progress(uploading ? upload : disk, -1, detail);
                         });
    // The data volumes are captured while the instance's own disk is.
    auto extras = captureExtras();
    extras.start();
    auto releasing = capture.untilReleased();
    co_await std::move(releasing);
    const CaptureResult parts = co_await std::move(extras);
    m_image = capture.image();
    // Its data has left the hypervisor: an instance that is off can run while it is uploaded.
    auto concluding = conclude();
    const bool isConcluding = m_offByUs && !parts.error && !capture.hasFailed();
    if (isConcluding)
        concluding.start();
    auto finishing = capture.untilFinished();
    const CaptureResult whole = co_await std::move(finishing);
    if (whole.error) {
        failStage(upload, {});
    } else {
        done(disk);
        done(upload);
        m_image = capture.image();
    }
    if (whole.error || parts.error) {
        CaptureResult result = whole.error ? whole : parts;
        result.leftovers.insert(result.leftovers.end(), parts.leftovers.begin(),
                                whole.error ? parts.leftovers.end() : parts.leftovers.begin());
        if (isConcluding) {
            co_await std::move(concluding);
        }
        co_return failed(result);
    }
    co_await std::move(concluding);
    compareWithPromise();
    co_return Ending{};
}

Task<Result<openstack::Image>> CreateSnapshot::fetchImage()
{
    auto fetching = fetch(openstack::Get<openstack::Image>{resultId()});
    Result<openstack::Image> image = co_await std::move(fetching);
    if (image.ok())
        m_image = *image;
    co_return image;
}

Task<CaptureResult> CreateSnapshot::followVolumes()
{
    std::vector<Stage> exact;
    for (const openstack::BlockDevice &device : m_image.blockDevices) {
        if (device.snapshotId.isEmpty())
            continue;
        exact.push_back(volumeStage(device.deviceName, device.volumeSizeGiB));
        m_parts.push_back(device);
    }
    if (m_parts.empty()) {
        addNote(
            tr("The image refers to no volume snapshots. Look for “%1” under Storage → Snapshots.")
                .arg(volumeSnapshotName(m_request.name)));
        m_partsAsked = true;
        tellIfAskedFor();
        co_return CaptureResult{};
    }
    setCaptureStages(std::move(exact));
    // At once, not when they are available: if one fails, its leftovers can still be told whose
    // they are.
    auto tagging = tagParts();
    co_await std::move(tagging);
    m_partsAsked = true;
    tellIfAskedFor();
    auto following = followParts(m_parts, captureStage());
    CaptureResult result = co_await std::move(following);
    co_return result;
}

Task<CaptureResult> CreateSnapshot::captureExtras()
{
    CaptureResult trouble;
    for (qsizetype i = 0; i < m_request.extraVolumes.size(); ++i) {
        const QString volumeId = m_request.extraVolumes.at(i);
        const std::size_t stage = captureStage() + diskStages + static_cast<std::size_t>(i);
        Step step;
        step.name = u"volume-snapshot:"_s + volumeId;
        step.send = sending(
            openstack::CreateVolumeSnapshot{volumeId,
                                            volumeSnapshotName(m_request.name),
                                            {},
                                            volumeSnapshotTags(tags(m_consistency), resultId())});
        step.trace.find = [this, volumeId](const Facts &) {
            return findSnapshotOf(&context(), volumeId, id());
        };
        step.stage = stage;
        step.resend = true;
        auto requesting = once(step);
        const StepResult requested = co_await std::move(requesting);
        const auto volume = context().stores.volumes.find(volumeId);
        if (!requested.ok()) {
            // What comes after it would not make the snapshot whole again.
            Error error = requested.error();
            error.message = tr("The volume “%1” was not captured: %2")
                                .arg(volume && !volume->name.isEmpty() ? volume->name : volumeId,
                                     error.message);
            trouble = {error, requested.isUnknown()};
            failStage(stage, {});
            break;
        }
        openstack::BlockDevice device;
        device.snapshotId = requested.text("id"_L1);
        if (volume) {
            device.volumeSizeGiB = volume->sizeGiB;
            device.deviceName = deviceOf(*volume);
        }
        setTitle(stage, volumeStage(device.deviceName, device.volumeSizeGiB).title);
        m_parts.push_back(std::move(device));
    }
    m_partsAsked = true;
    tellIfAskedFor();
    if (!m_parts.empty()) {
        auto following = followParts(m_parts, captureStage() + diskStages);
        const CaptureResult result = co_await std::move(following);
        if (result.error)
            trouble = result;
    }
    co_return trouble;
}

Task<CaptureResult> CreateSnapshot::followParts(std::vector<openstack::BlockDevice> parts,
                                                std::size_t stage)
{
    VolumeCapture capture(
        context(), {Kind::Image, resultId(), m_request.name}, std::move(parts),
        [this, stage](std::size_t part, const openstack::VolumeSnapshot *snapshot) {
            const std::size_t at = stage + part;
            if (!snapshot) {
                failStage(at, tr("gone"));
                return;
            }
            begin(at, plausible(snapshot->created));
            if (snapshot->status == "available"_L1)
                done(at, plausible(snapshot->updated));
            else if (snapshot->status.startsWith("error"_L1))
                failStage(at, snapshot->status, plausible(snapshot->updated));
            else
                progress(at, snapshot->progress, snapshot->status);
        });
    auto following = capture.untilFinished();
    CaptureResult result = co_await std::move(following);
    co_return result;
}

Ending CreateSnapshot::failed(const CaptureResult &result)
{
    for (const Subject &leftover : result.leftovers)
        addLeftover(leftover);
    // A partial snapshot is useless: all of it is named.
    if (!result.unclear && !m_request.extraVolumes.isEmpty()) {
        if (context().stores.images.find(resultId()))
            addLeftover({Kind::Image, resultId(), m_request.name});
        for (const openstack::BlockDevice &part : m_parts)
            addLeftover(
                {Kind::VolumeSnapshot, part.snapshotId, volumeSnapshotName(m_request.name)});
    }
    return {result.unclear ? Outcome::Unclear : Outcome::Failed, result.error};
}

Task<Nothing> CreateSnapshot::conclude()
{
    // While nothing is written yet: the evidence is that of before the start.
    auto correcting = correctTags();
    co_await std::move(correcting);
    if (m_offByUs) {
        auto starting = startAgain();
        co_await std::move(starting);
    }
    co_return Nothing();
}

void CreateSnapshot::compareWithPromise()
{
    if (m_request.promised.empty())
        return;
    std::vector<PromisedPart> missing = m_request.promised;
    QStringList differences;
    for (const openstack::BlockDevice &device : m_parts) {
        const auto snapshot = context().stores.volumeSnapshots.find(device.snapshotId);
        if (!snapshot)
            continue;
        const auto promised =
            std::ranges::find(missing, snapshot->volumeId, &PromisedPart::volumeId);
        const QString words = device.deviceName.isEmpty() ? snapshot->volumeId : device.deviceName;
        if (promised == missing.end()) {
            differences += tr("%1 was captured as well (%2 GiB).")
                               .arg(words, QString::number(snapshot->sizeGiB));
            continue;
        }
        if (promised->sizeGiB > 0 && promised->sizeGiB != snapshot->sizeGiB)
            differences += tr("%1 uses %2 GiB instead of %3.")
                               .arg(words, QString::number(snapshot->sizeGiB),
                                    QString::number(promised->sizeGiB));
        missing.erase(promised);
    }
    for (const PromisedPart &part : missing)
        differences += tr("%1 was not captured.").arg(part.words);
    if (!differences.isEmpty())
        addNote(
            tr("The result differs from what was shown before: %1").arg(differences.join(u' ')));
}

// --- Tags

SnapshotTags CreateSnapshot::tags(store::Consistency consistency) const
{
    return {id(),        context().userName,   m_request.serverId, m_request.keepUntil,
            consistency, m_request.description};
}

/// Writes the tags on every volume snapshot. A tag that cannot be written fails nothing; it is
/// noted.
Task<void> CreateSnapshot::tagParts()
{
    const qsizetype noted = notes().size();
    Step step;
    step.name = tagStep;
    step.send = [this] {
        return sendTags();
    };
    step.trace.find = findNothing;
    step.trace.polls = 1;
    step.resend = true;
    auto tagging = once(step);
    const StepResult tagged = co_await std::move(tagging);
    if (!tagged.ok() && notes().size() == noted)
        addNote(tr("Oriel's tags could not be written on the volume snapshots. %1")
                    .arg(tagged.error().message));
}

/// All of them side by side; the error is that of one of them.
Awaitable<Result<Facts>> CreateSnapshot::sendTags()
{
    return {[this](QObject *waiting, const std::function<void(Result<Facts>)> &then) {
        struct Writing
        {
            std::size_t open = 0;
            std::optional<Error> error;
        };
        const auto writing = std::make_shared<Writing>(Writing{m_parts.size(), {}});
        const auto metadata = volumeSnapshotTags(tags(m_consistency), resultId());
        for (const openstack::BlockDevice &part : m_parts) {
            const QString id = part.snapshotId;
            context()
                .client.call(openstack::UpdateVolumeSnapshotMetadata{id, metadata})
                .then(waiting, [this, id, writing, then](const auto &result) {
                    if (!result.ok()) {
                        const Error &error = result.error();
                        writing->error = error;
                        addNote((net::mayHaveHappened(error)
                                     ? tr("It is unknown whether Oriel's tags were written on the "
                                          "volume snapshot %1. %2")
                                     : tr("Oriel's tags could not be written on the volume "
                                          "snapshot %1. %2"))
                                    .arg(id, error.message));
                    }
                    if (--writing->open > 0)
                        return;
                    if (writing->error)
                        then(*writing->error);
                    else
                        then(Facts());
                });
        }
    }};
}

/// Puts the consistency right on all parts if the evidence after the capture says other than what
/// was tagged before it, and takes a description away that the image has inherited.
Task<void> CreateSnapshot::correctTags()
{
    const QString imageId = resultId();
    if (m_request.description.isEmpty() && m_image.properties.contains(tagKey("description"_L1))) {
        auto dropping =
            once({.name = dropStep,
                  .send = sending(openstack::UpdateImage{imageId, {}, {tagKey("description"_L1)}}),
                  .trace = {.find = findNothing, .polls = 1},
                  .resend = true});
        const StepResult dropped = co_await std::move(dropping);
        // Conflict: somebody else was faster.
        if (!dropped.ok() && dropped.error().kind != ErrorKind::Conflict)
            addNote(tr("The image has the description of the snapshot from which the instance was "
                       "launched, and it could not be removed. %1")
                        .arg(dropped.error().message));
    }
    auto evaluating = consistencyNow();
    const store::Consistency now = co_await std::move(evaluating);
    if (now == m_consistency)
        co_return;
    m_consistency = now;
    auto correcting = once({.name = u"correct-image"_s,
                            .send = sending(openstack::UpdateImage{
                                imageId, {{tagKey("consistency"_L1), consistencyTag(now)}}, {}}),
                            .trace = {.find = findNothing, .polls = 1},
                            .resend = true});
    const StepResult corrected = co_await std::move(correcting);
    if (!corrected.ok())
        addNote(tr("The consistency in the image's tags is not certain and could not be corrected. "
                   "%1")
                    .arg(corrected.error().message));
    if (!m_parts.empty()) {
        auto tagging = tagParts();
        co_await std::move(tagging);
    }
}

/// What may be claimed once the capture is complete.
Task<store::Consistency> CreateSnapshot::consistencyNow()
{
    using store::Consistency;
    auto call = context().client.call(openstack::Get<openstack::Server>{m_request.serverId});
    const auto after = co_await call;
    if (!after.ok()) // deleted, or no answer: nothing proves that it has stayed off
        co_return m_consistency == Consistency::Running ? m_consistency : Consistency::Unknown;
    context().stores.servers.upsert({*after});
    if (m_consistency != Consistency::ShutOff)
        co_return consistencyAfter(m_before, *after, m_image, {}, m_createRequestId);
    auto actionCall = context().client.call(openstack::ListInstanceActions{m_request.serverId});
    const auto actions = co_await actionCall;
    co_return actions.ok()
        ? consistencyAfter(m_before, *after, m_image, *actions, m_createRequestId)
        : Consistency::Unknown;
}

// --- Starting again

Task<void> CreateSnapshot::startAgain()
{
    begin(startStage());
    Step step;
    step.name = startStep;
    step.send = sending(openstack::StartServer{m_request.serverId});
    step.trace = traceByInstanceAction(context(), m_request.serverId, u"start"_s);
    step.trace.absence = Trace::Absence::NeverArrived;
    step.stage = startStage();
    step.withoutJournal = true; // what is off must not stay so
    if (earlierIntent(startStep)) {
        auto finding = once(step);
        const StepResult found = co_await std::move(finding);
        m_startAsked = found.ok();
    }
    Pace pace;
    bool wasLost = false;
    for (int starts = 0;; ++starts) {
        auto checking = mayStart();
        const bool may = co_await std::move(checking);
        if (!may)
            co_return;
        auto starting = once(step);
        const StepResult started = co_await std::move(starting);
        if (!started.ok()) {
            // Somebody else may be at it just now: that is checked before it is called a failure.
            const Error &error = started.error();
            const bool lost = started.isUnknown() || net::mayHaveHappened(error);
            const bool again = error.kind == ErrorKind::Conflict ||
                               error.kind == ErrorKind::Cancelled ||
                               (lost ? !std::exchange(wasLost, true) : isTransient(error));
            if (!again || starts >= mostStarts) {
                failStart(error);
                co_return;
            }
            auto wait = pause(pace.next());
            co_await std::move(wait);
            continue;
        }
        m_startAsked = true;
        tellIfAskedFor();
        int idle = 0;
        auto following =
            until(openstack::Get<openstack::Server>{m_request.serverId},
                  [this, &idle](const openstack::Server &server) {
                      idle = server.taskState.isEmpty() ? idle + 1 : 0;
                      if (idle > 0 && server.status == "ACTIVE"_L1)
                          return true;
                      progress(startStage(), -1, idle > 0 ? server.status : server.taskState);
                      return idle >= pollsUntilStayed;
                  });
        const Result<openstack::Server> server = co_await std::move(following);
        if (server.ok() && server->status == "ACTIVE"_L1) {
            m_startedByUs = true;
            endStart({});
        } else if (server.ok()) {
            auto asking = reasonOfStaying(*server, started.text("requestId"_L1));
            const Error why = co_await std::move(asking);
            failStart(why);
        } else {
            failStart(server.error());
        }
        co_return;
    }
}

Task<bool> CreateSnapshot::mayStart()
{
    auto following = until(openstack::Get<openstack::Server>{m_request.serverId},
                           [this](const openstack::Server &server) {
                               progress(startStage(), -1, server.taskState);
                               return server.taskState.isEmpty();
                           });
    const Result<openstack::Server> server = co_await std::move(following);
    if (!server.ok() && server.error().kind == ErrorKind::NotFound) {
        endStart(tr("The instance was deleted in the meantime."));
        co_return false;
    }
    if (!server.ok()) {
        failStart(server.error());
        co_return false;
    }
    if (server->status == "ACTIVE"_L1 && m_startAsked) {
        m_startedByUs = true;
        endStart({});
        co_return false;
    }
    if (server->status == "ACTIVE"_L1) {
        endStart(tr("Somebody else had started the instance in the meantime."));
        co_return false;
    }
    if (server->status != "SHUTOFF"_L1) {
        endStart(tr("Somebody else has changed the instance in the meantime: it is “%1”. It was "
                    "left so.")
                     .arg(server->status));
        co_return false;
    }
    auto asking = wasChangedByOthers();
    const bool wasChanged = co_await std::move(asking);
    if (wasChanged) {
        endStart(tr("Somebody else has started the instance and shut it off again in the meantime. "
                    "It was left so."));
        co_return false;
    }
    co_return true;
}

void CreateSnapshot::endStart(const QString &note)
{
    addNote(note);
    done(startStage());
    m_startDone = true;
    tellIfAskedFor();
}

void CreateSnapshot::failStart(const Error &error)
{
    m_startError = error;
    failStage(startStage(), error.message);
    m_startDone = true;
}

Ending CreateSnapshot::summed(Ending ending) const
{
    if (!m_startError)
        return ending;
    const bool byName = m_nameIsUnique && !m_serverName.startsWith(u'-');
    Error still = *m_startError;
    still.message = tr("“%1” is still shut off because it could not be started again. %2 Start it "
                       "on its page, or with: %3")
                        .arg(m_serverName, still.message,
                             shellLine({u"openstack"_s, u"server"_s, u"start"_s,
                                        byName ? m_serverName : m_request.serverId}));
    if (ending.outcome != Outcome::Succeeded && ending.outcome != Outcome::Canceled && ending.error)
        still.message = tr("%1 %2").arg(still.message, ending.error->message);
    return {ending.outcome == Outcome::Unclear ? Outcome::Unclear : Outcome::Failed, still};
}

void CreateSnapshot::tellIfAskedFor()
{
    if (isAskedFor() && !std::exchange(m_toldAskedFor, true))
        Q_EMIT askedFor();
}

// --- Stages

void CreateSnapshot::showFirstStages()
{
    std::vector<Stage> first;
    if (m_request.shutOffFirst) {
        first.push_back(Stage{tr("Shut off the instance")});
        first.back().measure = shutOffMeasure;
    }
    first.push_back(Stage{tr("Request the snapshot")});
    if (m_request.shutOffFirst) {
        first.push_back(Stage{tr("Start the instance again")});
        first.back().measure = startMeasure;
    }
    setStages(std::move(first));
    if (!m_request.shutOffFirst && !m_limiter)
        begin(requestStage());
}

Stage CreateSnapshot::volumeStage(const QString &device, int sizeGiB)
{
    const QString shown = device.isEmpty() ? tr("volume") : device;
    Stage stage{sizeGiB > 0 ? tr("Capture %1 (%2 GiB)").arg(shown, QString::number(sizeGiB))
                            : tr("Capture %1").arg(shown)};
    stage.measure = volumeMeasure;
    stage.amount = sizeGiB;
    return stage;
}

void CreateSnapshot::setCaptureStages(std::vector<Stage> capture)
{
    std::vector<Stage> all(stages().begin(),
                           stages().begin() + static_cast<std::ptrdiff_t>(captureStage()));
    std::ranges::move(capture, std::back_inserter(all));
    if (m_request.shutOffFirst)
        all.push_back(stages().back());
    setStages(std::move(all));
}

QString CreateSnapshot::deviceOf(const openstack::Volume &volume) const
{
    const auto use =
        std::ranges::find(volume.attachments, m_request.serverId, &openstack::VolumeUse::serverId);
    return use == volume.attachments.end() ? QString() : use->device;
}

void CreateSnapshot::expectStages()
{
    std::vector<std::pair<QString, int>> disks;
    for (const QString &id : capturedVolumes()) {
        const auto volume = context().stores.volumes.find(id);
        disks.emplace_back(volume ? deviceOf(*volume) : QString(), volume ? volume->sizeGiB : 0);
    }
    std::ranges::sort(disks);
    std::vector<Stage> capture;
    if (!isVolumeBacked()) {
        for (const auto &[title, measure] : {std::pair(tr("Capture the disk"), diskMeasure),
                                             std::pair(tr("Upload the image"), uploadMeasure)}) {
            capture.push_back(Stage{title});
            capture.back().measure = measure;
            capture.back().amount = m_before.flavor.diskGiB;
        }
    }
    for (const auto &[device, size] : disks)
        capture.push_back(volumeStage(device, size));
    setCaptureStages(std::move(capture));
}

QDateTime CreateSnapshot::plausible(const QDateTime &cloudTime) const
{
    // If the clocks here and there differ much, a stage would seem to take days or less than
    // nothing.
    constexpr int seconds = 300;
    const bool sound = cloudTime.isValid() && cloudTime >= started().addSecs(-seconds) &&
                       cloudTime <= context().clock.now().addSecs(seconds);
    return sound ? cloudTime : QDateTime();
}

} // namespace oriel::operations
