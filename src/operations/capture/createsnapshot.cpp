#include "operations/capture/createsnapshot.h"

#include "openstack/blockstorage/volume.h"
#include "openstack/compute/instanceaction.h"
#include "operations/capture/consistency.h"
#include "operations/capture/snapshotcheck.h"
#include "operations/commandline.h"
#include "operations/failure.h"
#include "operations/journal/journal.h"
#include "operations/names.h"
#include "operations/trace.h"
#include "operations/why.h"
#include "store/bootdisk.h"
#include "store/cloudstores.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

constexpr auto createStep = "create-image"_L1;
constexpr auto earlyStartStep = "start-early"_L1;
constexpr auto waitChoice = "wait"_L1;

/// For an image-backed instance: capturing, uploading, then its data volumes.
constexpr std::size_t diskStages = 2;
/// Unfinished entries are at most this deep in the journal's history.
constexpr int historyRead = 200;
/// Without any progress, after which the user is asked whether the instance stays off.
constexpr std::chrono::minutes longestStandstill(10);
/// Of one task state, after which the disk of an instance that is off may be stuck in it.
constexpr std::chrono::hours longestCopy(1);

/// The request IDs of the instance's captures. Nova records each before it does anything.
Task<Result<QStringList>> capturesOf(const Context *context, QString serverId)
{
    auto call = context->client.call(openstack::ListInstanceActions{serverId});
    const auto actions = co_await call;
    if (!actions.ok())
        co_return actions.error();
    QStringList ids;
    for (const openstack::InstanceAction &action : *actions) {
        if (action.action == "createImage"_L1)
            ids.append(action.requestId);
    }
    co_return ids;
}

/// For Trace::arrived: whether there is a capture that was not there before.
Task<std::optional<bool>> hasNewCapture(const Context *context, QString serverId, Facts before)
{
    auto asking = capturesOf(context, serverId);
    const Result<QStringList> captures = co_await std::move(asking);
    if (!captures.ok() || !before.contains("captures"_L1))
        co_return std::nullopt;
    const QJsonArray known = before.value("captures"_L1).toArray();
    co_return std::ranges::any_of(*captures,
                                  [&](const QString &id) { return !known.contains(id); });
}

Task<Result<std::vector<openstack::VolumeSnapshot>>> volumeSnapshotsNamed(const Context *context,
                                                                          QString name)
{
    openstack::List<openstack::VolumeSnapshot> list;
    list.filters.insert(u"name"_s, name);
    auto call = context->client.call(list);
    const auto page = co_await call;
    if (!page.ok())
        co_return page.error();
    co_return page->items;
}

Stage measured(const QString &title, QLatin1StringView measure, double amount = 0)
{
    Stage stage{title};
    stage.measure = measure;
    stage.amount = amount;
    return stage;
}

Stage volumeStage(const QString &device, int sizeGiB)
{
    //: In place of the device of an unattached volume: "Capture volume (5 GiB)".
    const QString shown = device.isEmpty() ? CreateSnapshot::tr("volume") : device;
    return measured(
        //: Stage of an operation. %1: a device: "/dev/vda"
        sizeGiB > 0 ? CreateSnapshot::tr("Capture %1 (%2 GiB)").arg(shown, QString::number(sizeGiB))
                    //: Stage of an operation. %1: a device: "/dev/vda"
                    : CreateSnapshot::tr("Capture %1").arg(shown),
        CreateSnapshot::volumeMeasure, sizeGiB);
}

} // namespace

CreateSnapshot::CreateSnapshot(Context context, CreateSnapshotRequest request, QObject *parent)
    : Operation(std::move(context), parent)
    , m_request(std::move(request))
    , m_stop(*this)
{
    const auto &stores = this->context().stores;
    if (const auto server = stores.servers.find(m_request.serverId))
        m_serverName = server->name;
    m_command = createSnapshotCommand(m_request, commandTarget(stores, subject()));
    std::vector<Stage> first{Stage{tr("Request the snapshot")}};
    if (m_request.shutOffFirst) {
        first.insert(first.begin(), measured(tr("Shut off the instance"), shutOffMeasure));
        first.push_back(measured(tr("Start the instance again"), startMeasure));
    }
    setStages(std::move(first));
}

std::unique_ptr<CreateSnapshot> CreateSnapshot::fromJournal(const JournalEntry &entry,
                                                            Context context)
{
    auto request = snapshotRequestFromJson(entry.intent);
    if (!request)
        return nullptr;
    auto made = std::make_unique<CreateSnapshot>(std::move(context), std::move(*request));
    made->m_serverName = entry.subject.name;
    made->m_command = entry.command;
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

QString CreateSnapshot::cancelText() const
{
    if (m_phase != Phase::Preparing || outcome() != Outcome::Running)
        return {};
    return m_stop.isOff() ? tr("The instance is started again, and no snapshot is created.")
                          : tr("No snapshot is created.");
}

Error CreateSnapshot::failure(ErrorKind kind, const QString &message) const
{
    return failureOf(net::Service::Compute, kind, message, context().clock.now());
}

void CreateSnapshot::setPhase(Phase phase)
{
    m_phase = phase;
    Q_EMIT changed();
}

// --- From the beginning to the end

Task<Ending> CreateSnapshot::perform()
{
    if (isResumed() && !hasBegunEarlier())
        co_return Ending{
            Outcome::Failed,
            neverSent(tr("Oriel quit before it had done anything. There is no snapshot."))};
    if (!m_request.shutOffFirst)
        begin(requestStage());
    auto capturing = capture();
    Ending ending = co_await std::move(capturing);
    withdrawQuestion();
    auto starting = startAgain();
    co_await std::move(starting);
    if (ending.outcome == Outcome::Canceled)
        ending.error = failure(ErrorKind::Cancelled, m_stop.undone());
    co_return m_stop.concluded(ending);
}

Task<Ending> CreateSnapshot::capture()
{
    const std::optional<Facts> earlier = earlierIntent(createStep);
    auto knowing = beforeCapture();
    if (!isResumed() && !m_request.shutOffFirst)
        knowing.start(); // concurrently with the next one
    auto preparing = prepare();
    const std::optional<Ending> refused = co_await std::move(preparing);
    if (refused)
        co_return *refused;

    if (m_request.shutOffFirst) {
        auto shutting = m_stop.shutOff(
            m_before,
            {.isOver = earlier.has_value(),
             .refusal = [this] { return refusalOfSnapshot(&context(), capturedVolumes()); },
             .whileRunning = tr("Capture while running")});
        const TemporaryStop::Stopped stopped = co_await std::move(shutting);
        if (stopped.ending)
            co_return *stopped.ending;
        m_before = stopped.server.value_or(m_before);
        if (stopped.server && !isShutOff(m_before))
            addNote(tr("The instance was not shut off. The snapshot was created while it was “%1”.")
                        .arg(m_before.status));
    }

    begin(requestStage());
    Facts known = earlier.value_or(Facts());
    if (!earlier) {
        known = co_await std::move(knowing);
        known.insert(u"status"_s, m_before.status);
        known.insert(u"power_state"_s, m_before.powerState);
        if (isCanceling())
            co_return Ending{Outcome::Canceled};
    }
    m_known = known.value("known"_L1).toArray();
    auto requesting = requestImage(known);
    const StepResult requested = co_await std::move(requesting);
    if (requested.ok()) {
        m_createRequestId = requested.text("requestId"_L1);
        setResultId(requested.text("image"_L1));
        done(requestStage());
    }
    auto finishing = requested.ok() ? follow() : endWithoutImage(requested);
    Ending ending = co_await std::move(finishing);
    context().stores.refresh({Kind::BlockStorageLimits});
    co_return ending;
}

Task<std::optional<Ending>> CreateSnapshot::prepare()
{
    // The store's row may be a minute old; the tagged consistency must be the current one.
    const openstack::Get<openstack::Server> get{m_request.serverId};
    if (isResumed()) {
        auto fetching = fetch(get);
        const Result<openstack::Server> server = co_await std::move(fetching);
        if (server.ok()) {
            m_before = *server;
            m_serverName = m_before.name;
        } else if (earlierIntent(createStep) && server.error().kind == ErrorKind::NotFound) {
            // A snapshot may be complete although its instance no longer exists.
            m_before.id = m_request.serverId;
            m_before.name = m_serverName;
        } else {
            const bool gone = server.error().kind == ErrorKind::NotFound;
            co_return Ending{gone ? Outcome::Failed : Outcome::Unclear, server.error()};
        }
        expectStages();
        co_return std::nullopt;
    }
    auto finding = findOther();
    finding.start();
    auto call = context().client.call(get); // without patience: the user can try again
    const Result<openstack::Server> server = co_await call;
    const std::optional<Error> other = co_await std::move(finding);
    if (server.ok())
        context().stores.servers.upsert({*server});
    else if (server.error().kind == ErrorKind::NotFound)
        context().stores.servers.remove({m_request.serverId});
    if (other)
        co_return Ending{Outcome::Failed, other};
    if (isCanceling())
        co_return Ending{Outcome::Canceled};
    if (!server.ok())
        co_return Ending{Outcome::Failed, server.error()};
    m_before = *server;
    m_serverName = m_before.name;
    expectStages();
    const std::optional<Error> found = problem();
    co_return found ? std::optional(Ending{Outcome::Failed, found}) : std::nullopt;
}

/// Two windows of one user: the cloud would accept both captures. The later one is canceled.
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

// --- Requesting the snapshot

/// What proves afterwards whether the request arrived and what it has created.
Task<Facts> CreateSnapshot::beforeCapture()
{
    auto capturing = capturesOf(&context(), m_request.serverId);
    auto listing = volumeSnapshotsNamed(&context(), volumeSnapshotName(m_request.name));
    capturing.start();
    listing.start();
    const Result<QStringList> captures = co_await std::move(capturing);
    const auto snapshots = co_await std::move(listing);
    Facts facts;
    if (captures.ok())
        facts.insert(u"captures"_s, QJsonArray::fromStringList(*captures));
    // The existing volume snapshots show what a capture that fails halfway has created,
    // independently of clocks.
    QSet<QString> known;
    const QString name = volumeSnapshotName(m_request.name);
    for (const auto &snapshot : context().stores.volumeSnapshots.rows()) {
        if (snapshot->name == name)
            known.insert(snapshot->id);
    }
    for (const auto &snapshot :
         snapshots.ok() ? *snapshots : std::vector<openstack::VolumeSnapshot>())
        known.insert(snapshot.id);
    facts.insert(u"known"_s, QJsonArray::fromStringList(known.values()));
    co_return facts;
}

Task<StepResult> CreateSnapshot::requestImage(Facts known)
{
    // Its state when it was captured, not the current one.
    m_before.taskState.clear();
    m_before.status = known.value("status"_L1).toString();
    m_before.powerState = known.value("power_state"_L1).toInt();
    setPhase(Phase::Requested);
    m_consistency = consistencyBefore(m_before);
    openstack::List<openstack::Image> images;
    images.filters.insert(tagKey("operation"_L1), id());
    Step step{
        .name = createStep,
        .send = sending(
            openstack::CreateImage{m_request.serverId, m_request.name,
                                   imageTags(tags(m_consistency))},
            [](const openstack::CreatedImage &created) {
                return Facts{{u"image"_s, created.imageId}, {u"requestId"_s, created.requestId}};
            }),
        .trace = traceByTag(context(), id(), images, u"image"_s),
        .intent = known,
        .stage = requestStage()};
    // A missing image proves nothing: for a volume-backed instance Nova creates it last, after all
    // volume snapshots, and continues after the connection is cut.
    step.trace.absence = Trace::Absence::Nothing;
    step.trace.arrived = [this](const Facts &before) {
        return hasNewCapture(&context(), m_request.serverId, before);
    };
    return once(std::move(step));
}

Task<Ending> CreateSnapshot::endWithoutImage(StepResult result)
{
    Error error = result.error();
    if (m_before.volumes.empty())
        co_return Ending{result.ending().outcome, error};
    // For an instance that boots from a volume, Nova requests one volume snapshot after the other
    // and keeps the earlier ones if a later one is refused.
    const QString name = volumeSnapshotName(m_request.name);
    auto listing = volumeSnapshotsNamed(&context(), name);
    const auto snapshots = co_await std::move(listing);
    if (!snapshots.ok())
        addNote(tr("It is unknown whether volume snapshots were left behind. Look for “%1” under "
                   "Storage → Snapshots.")
                    .arg(name));
    QStringList volumes;
    for (const openstack::AttachedVolume &attached : m_before.volumes)
        volumes.append(attached.id);
    QStringList missing = volumes;
    for (const openstack::VolumeSnapshot &snapshot :
         snapshots.ok() ? *snapshots : std::vector<openstack::VolumeSnapshot>()) {
        if (m_known.contains(snapshot.id) || snapshot.name != name ||
            !volumes.contains(snapshot.volumeId))
            continue;
        missing.removeOne(snapshot.volumeId);
        context().stores.volumeSnapshots.upsert({snapshot});
        addLeftover({Kind::VolumeSnapshot, snapshot.id, snapshot.name});
    }
    if (error.kind == ErrorKind::OverQuota) {
        auto explaining = explainQuota(&context(), error, missing);
        error = co_await std::move(explaining);
    }
    co_return Ending{result.ending().outcome, error};
}

// --- Following the capture

Task<Ending> CreateSnapshot::follow()
{
    auto fetching = fetch(openstack::Get<openstack::Image>{resultId()});
    const Result<openstack::Image> image = co_await std::move(fetching);
    if (image.ok())
        m_image = *image;
    if (!image.ok() && isVolumeBacked()) {
        Error error = image.error();
        if (error.kind != ErrorKind::NotFound)
            co_return Ending{Outcome::Unclear, error};
        error.message = tr("The image was deleted before its volume snapshots were complete.");
        auto concluding = endWithoutImage(StepResult::refused(error));
        Ending ending = co_await std::move(concluding);
        co_return ending;
    }
    // The image is certain evidence: an instance that names an image may have its root on a volume.
    const bool ofVolumes = m_before.bootsFromVolume() || !m_image.blockDevices.empty();
    auto following = ofVolumes ? followVolumes() : followDisk();
    const CaptureResult result = co_await std::move(following);
    if (result.error)
        co_return failed(result);
    compareWithPromise();
    co_return Ending{};
}

Task<CaptureResult> CreateSnapshot::followVolumes()
{
    std::vector<Stage> exact;
    for (const openstack::BlockDevice &device : m_image.blockDevices) {
        if (device.snapshotId.isEmpty())
            continue;
        exact.push_back(volumeStage(device.deviceName, device.volumeSizeGiB));
        m_parts.push_back({device.snapshotId, device.deviceName, device.volumeSizeGiB});
    }
    if (m_parts.empty()) {
        addNote(
            tr("The image refers to no volume snapshots. Look for “%1” under Storage → Snapshots.")
                .arg(volumeSnapshotName(m_request.name)));
    } else {
        setCaptureStages(std::move(exact));
        // Immediately, not when they are available: if one fails, its leftovers can still be
        // assigned.
        auto tagging = tagParts();
        co_await std::move(tagging);
    }
    setPhase(Phase::AllRequested);
    auto following = followParts(captureStage());
    CaptureResult result = co_await std::move(following);
    if (!result.error) {
        auto concluding = conclude();
        co_await std::move(concluding);
    }
    co_return result;
}

Task<CaptureResult> CreateSnapshot::followDisk()
{
    const std::size_t disk = captureStage();
    const std::size_t upload = disk + 1;
    ImageCapture capture(context(), m_request.serverId, resultId(), m_createRequestId,
                         [this, disk, upload](ImageCapture::Phase phase, const QString &detail) {
                             watchDisk(detail);
                             const bool uploading = phase == ImageCapture::Phase::Upload;
                             begin(disk);
                             if (uploading) {
                                 done(disk);
                                 begin(upload);
                             }
                             progress(uploading ? upload : disk, -1, detail);
                         });
    // Capture the data volumes concurrently with the instance's own disk.
    auto capturing = captureDataVolumes();
    capturing.start();
    auto releasing = capture.untilReleased();
    co_await std::move(releasing);
    const CaptureResult parts = co_await std::move(capturing);
    m_image = capture.image();
    // Its data has left the hypervisor: an instance that is off can be started during the upload.
    auto concluding = conclude();
    const bool isConcluding = m_stop.isPending() && !parts.error && !capture.hasFailed();
    if (isConcluding)
        concluding.start();
    auto finishing = capture.untilFinished();
    CaptureResult result = co_await std::move(finishing);
    if (result.error) {
        failStage(upload, {});
    } else {
        done(disk);
        done(upload);
        m_image = capture.image();
    }
    if (isConcluding || (!result.error && !parts.error)) {
        co_await std::move(concluding);
    }
    if (!result.error)
        co_return parts;
    std::ranges::copy(parts.leftovers, std::back_inserter(result.leftovers));
    co_return result;
}

Task<CaptureResult> CreateSnapshot::captureDataVolumes()
{
    CaptureResult trouble;
    std::size_t stage = captureStage() + diskStages;
    for (const QString &volumeId : std::as_const(m_request.extraVolumes)) {
        openstack::List<openstack::VolumeSnapshot> list;
        list.filters.insert(u"volume_id"_s, volumeId);
        auto requesting =
            once({.name = u"volume-snapshot:"_s + volumeId,
                  .send = sending(openstack::CreateVolumeSnapshot{
                      volumeId,
                      volumeSnapshotName(m_request.name),
                      {},
                      volumeSnapshotTags(tags(m_consistency), resultId())}),
                  .trace = traceByTag(context(), id(), list, u"id"_s,
                                      [volumeId](const openstack::VolumeSnapshot &snapshot) {
                                          return snapshot.volumeId == volumeId;
                                      }),
                  .stage = stage,
                  .resend = true});
        const StepResult requested = co_await std::move(requesting);
        const auto volume = context().stores.volumes.find(volumeId);
        if (!requested.ok()) {
            // Further volumes would not make the snapshot complete.
            Error error = requested.error();
            error.message = tr("The volume “%1” was not captured: %2")
                                .arg(volume && !volume->name.isEmpty() ? volume->name : volumeId,
                                     error.message);
            trouble = {error, requested.isUnknown()};
            failStage(stage, {});
            break;
        }
        m_parts.push_back({requested.text("id"_L1), volume ? deviceOf(*volume) : QString(),
                           volume ? volume->sizeGiB : 0});
        setTitle(stage++, volumeStage(m_parts.back().device, m_parts.back().sizeGiB).title);
    }
    setPhase(Phase::AllRequested);
    auto following = followParts(captureStage() + diskStages);
    CaptureResult result = co_await std::move(following);
    co_return result.error ? result : trouble;
}

/// Each separately: the image of a volume-backed instance is active immediately and shows nothing
/// about them. When all have finished, the cloud is asked why some have failed.
Task<CaptureResult> CreateSnapshot::followParts(std::size_t firstStage)
{
    if (earlierRecord(earlyStartStep)) // this run must not wait for that long again
        startEarly();
    std::vector<Task<PartResult>> tasks;
    for (std::size_t i = 0; i < m_parts.size(); ++i)
        tasks.push_back(followPart(m_parts[i].snapshotId, firstStage + i));
    auto following = all(std::move(tasks));
    const std::vector<PartResult> results = co_await std::move(following);
    CaptureResult failed{.leftovers = {{Kind::Image, resultId(), m_request.name}}};
    QStringList sentences;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const PartResult &part = results[i];
        if (!part.ok() && part.error().kind != ErrorKind::NotFound)
            co_return CaptureResult{part.error(), true};
        const QString words = partWords(m_parts[i], part);
        if (!part.ok()) {
            sentences += tr("The snapshot of volume %1 no longer exists.").arg(words);
            continue;
        }
        failed.leftovers.push_back({Kind::VolumeSnapshot, part->id, part->name});
        if (part->status == "available"_L1)
            continue;
        auto asking = whyFailed(&context(), *part, QString());
        const QString why = co_await std::move(asking);
        sentences +=
            why.isEmpty()
                ? tr("The snapshot of volume %1 has the status “%2”; the cloud gave no reason.")
                      .arg(words, part->status)
                : tr("The snapshot of volume %1 has the status “%2”: %3")
                      .arg(words, part->status, why);
    }
    if (sentences.isEmpty())
        co_return CaptureResult{};
    failed.error = failureOf(net::Service::BlockStorage, ErrorKind::Failed, sentences.join(u' '),
                             context().clock.now());
    co_return failed;
}

Task<CreateSnapshot::PartResult> CreateSnapshot::followPart(QString snapshotId, std::size_t stage)
{
    auto following = until(
        openstack::Get<openstack::VolumeSnapshot>{snapshotId},
        [this, stage](const openstack::VolumeSnapshot &snapshot) {
            begin(stage, plausible(snapshot.created));
            // Unknown states are waited for: only these two are final.
            if (snapshot.status == "available"_L1)
                done(stage, plausible(snapshot.updated));
            else if (snapshot.status.startsWith("error"_L1))
                failStage(stage, snapshot.status, plausible(snapshot.updated));
            else
                progress(stage, snapshot.progress, snapshot.status);
            watchProgress(snapshot.id, snapshot.status + QString::number(snapshot.progress));
            return snapshot.status == "available"_L1 || snapshot.status.startsWith("error"_L1);
        });
    PartResult snapshot = co_await std::move(following);
    if (!snapshot.ok() && snapshot.error().kind == ErrorKind::NotFound)
        //: In place of the status of a volume snapshot that no longer exists.
        failStage(stage, tr("gone"));
    co_return snapshot;
}

void CreateSnapshot::watchProgress(const QString &part, const QString &state)
{
    const auto now = context().clock.elapsed();
    QString &last = m_progress[part];
    if (last != state) {
        last = state;
        m_lastProgress = now;
        withdrawQuestion();
        return;
    }
    if (!m_stop.isOff() || m_earlyStart || now - m_lastProgress < longestStandstill)
        return;
    m_lastProgress = now; // asked again if the user keeps waiting
    if (!m_request.schedule.isEmpty()) {
        startEarly();
        return;
    }
    askUser({tr("The storage has made no progress with the volume snapshots for %1 minutes. Until "
                "they are complete, “%2” stays shut off. If you start it now, the snapshot is "
                "still completed, but it is no longer known whether its data is consistent.")
                 .arg(QString::number(longestStandstill.count()), m_serverName),
             {{QString(startChoice), tr("Start the instance now")},
              //: Button: waits longer for the storage.
              {QString(waitChoice), tr("Keep waiting")}}});
}

void CreateSnapshot::watchDisk(const QString &state)
{
    const auto now = context().clock.elapsed();
    if (std::exchange(m_diskState, state) != state)
        m_diskSince = now;
    if (m_stop.isOff() && state.startsWith("image_"_L1) && now - m_diskSince >= longestCopy)
        addNote(tr("“%1” has been in the task state “%2” for more than an hour. The cloud cannot "
                   "start it before that ends; Oriel starts it then. If the cloud no longer works "
                   "on it, only an operator of the cloud can reset the state.")
                    .arg(m_serverName, state));
}

void CreateSnapshot::decided(const QString &choice)
{
    if (choice == startChoice)
        startEarly();
    else
        Operation::decided(choice);
}

void CreateSnapshot::startEarly()
{
    m_earlyStart.emplace(tagAndStart());
    m_earlyStart->start();
}

/// The tag first: this may be the last thing that Oriel does.
Task<void> CreateSnapshot::tagAndStart()
{
    addNote(tr("The instance was started before the storage had captured everything, because the "
               "storage made no progress. It is not known whether the snapshot is consistent."));
    record(earlyStartStep, {});
    auto tagging = tagConsistency(store::Consistency::Unknown);
    co_await std::move(tagging);
    auto starting = m_stop.startAgain();
    co_await std::move(starting);
}

Task<void> CreateSnapshot::startAgain()
{
    std::optional<Task<void>> begun;
    begun.swap(m_earlyStart);
    auto starting = begun ? std::move(*begun) : m_stop.startAgain();
    co_await std::move(starting);
}

QString CreateSnapshot::partWords(const Part &part, const PartResult &result) const
{
    if (!result.ok())
        return part.device.isEmpty() ? part.snapshotId : part.device;
    const auto volume = context().stores.volumes.find(result->volumeId);
    const QString name = volume && !volume->name.isEmpty() ? volume->name : result->volumeId;
    //: %1: the name of a volume snapshot
    return part.device.isEmpty() ? tr("“%1”").arg(name) : tr("“%1” (%2)").arg(name, part.device);
}

Task<Nothing> CreateSnapshot::conclude()
{
    auto tagging = tagSchedule();
    co_await std::move(tagging);
    // Before the start is recorded: the evidence is from before it.
    auto correcting = correctTags();
    co_await std::move(correcting);
    auto starting = startAgain();
    co_await std::move(starting);
    co_return Nothing();
}

Ending CreateSnapshot::failed(const CaptureResult &result)
{
    for (const Subject &leftover : result.leftovers)
        addLeftover(leftover);
    // A partial snapshot is useless: name all of its parts.
    if (!result.unclear && !m_request.extraVolumes.isEmpty()) {
        if (context().stores.images.find(resultId()))
            addLeftover({Kind::Image, resultId(), m_request.name});
        for (const Part &part : m_parts)
            addLeftover(
                {Kind::VolumeSnapshot, part.snapshotId, volumeSnapshotName(m_request.name)});
    }
    return {result.unclear ? Outcome::Unclear : Outcome::Failed, result.error};
}

void CreateSnapshot::compareWithPromise()
{
    if (m_request.promised.empty())
        return;
    std::vector<PromisedPart> missing = m_request.promised;
    QStringList differences;
    for (const Part &part : m_parts) {
        const auto snapshot = context().stores.volumeSnapshots.find(part.snapshotId);
        if (!snapshot)
            continue;
        const auto promised =
            std::ranges::find(missing, snapshot->volumeId, &PromisedPart::volumeId);
        const QString words = part.device.isEmpty() ? snapshot->volumeId : part.device;
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
    for (const PromisedPart &promised : missing)
        differences += tr("%1 was not captured.").arg(promised.words);
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

/// Writing a tag is idempotent. A failure to write one is only noted.
template <net::Endpoint E>
Task<StepResult> CreateSnapshot::tag(QString step, E endpoint)
{
    return once({.name = std::move(step),
                 .send = sending(std::move(endpoint)),
                 .trace = untraced(),
                 .resend = true});
}

Task<Nothing> CreateSnapshot::tagPart(QString snapshotId)
{
    auto tagging = tag(u"stamp:"_s + snapshotId,
                       openstack::UpdateVolumeSnapshotMetadata{
                           snapshotId, volumeSnapshotTags(tags(m_consistency), resultId())});
    const StepResult tagged = co_await std::move(tagging);
    if (!tagged.ok())
        addNote((tagged.isUnknown()
                     ? tr("It is unknown whether Oriel's tags were written on the volume snapshot "
                          "%1. %2")
                     : tr("Oriel's tags could not be written on the volume snapshot %1. %2"))
                    .arg(snapshotId, tagged.error().message));
    co_return Nothing();
}

Task<std::vector<Nothing>> CreateSnapshot::tagParts()
{
    std::vector<Task<Nothing>> tasks;
    for (const Part &part : m_parts)
        tasks.push_back(tagPart(part.snapshotId));
    return all(std::move(tasks));
}

/// Marks the image as made by the schedule, which deletes it later. Only now: the tag contains its
/// ID.
Task<Nothing> CreateSnapshot::tagSchedule()
{
    if (m_request.schedule.isEmpty())
        co_return Nothing();
    auto tagging = tag(u"tag-schedule"_s,
                       openstack::UpdateImage{
                           resultId(),
                           {{tagKey("schedule"_L1), scheduleTag(m_request.schedule, resultId())}},
                           {}});
    const StepResult tagged = co_await std::move(tagging);
    if (!tagged.ok())
        addNote(tr("The snapshot could not be marked as one of its schedule, so the schedule will "
                   "not delete it. %1")
                    .arg(tagged.error().message));
    co_return Nothing();
}

/// Corrects the consistency on all parts if the evidence after the capture differs from the tag,
/// and removes a description that the image has inherited.
Task<void> CreateSnapshot::correctTags()
{
    if (m_request.description.isEmpty() && m_image.properties.contains(tagKey("description"_L1))) {
        auto dropping = tag(u"drop-inherited"_s,
                            openstack::UpdateImage{resultId(), {}, {tagKey("description"_L1)}});
        const StepResult dropped = co_await std::move(dropping);
        // Conflict: another user was faster.
        if (!dropped.ok() && dropped.error().kind != ErrorKind::Conflict)
            addNote(tr("The image has the description of the snapshot from which the instance was "
                       "launched, and it could not be removed. %1")
                        .arg(dropped.error().message));
    }
    auto evaluating = consistencyNow();
    const store::Consistency now = co_await std::move(evaluating);
    auto correcting = tagConsistency(now);
    co_await std::move(correcting);
}

Task<void> CreateSnapshot::tagConsistency(store::Consistency now)
{
    if (std::exchange(m_consistency, now) == now)
        co_return;
    auto correcting = tag(
        u"correct-image"_s,
        openstack::UpdateImage{resultId(), {{tagKey("consistency"_L1), consistencyTag(now)}}, {}});
    const StepResult corrected = co_await std::move(correcting);
    if (!corrected.ok())
        addNote(tr("The consistency in the image's tags is not certain and could not be corrected. "
                   "%1")
                    .arg(corrected.error().message));
    auto tagging = tagParts();
    co_await std::move(tagging);
}

/// The consistency that is proved after the capture.
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

// --- Stages

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
        const int size = m_before.flavor.diskGiB;
        capture.push_back(measured(tr("Capture the disk"), diskMeasure, size));
        capture.push_back(measured(tr("Upload the image"), uploadMeasure, size));
    }
    for (const auto &[device, size] : disks)
        capture.push_back(volumeStage(device, size));
    setCaptureStages(std::move(capture));
}

QDateTime CreateSnapshot::plausible(const QDateTime &cloudTime) const
{
    // If the clocks differ greatly, a stage would seem to take days or less than nothing.
    constexpr int seconds = 300;
    const bool sound = cloudTime.isValid() && cloudTime >= started().addSecs(-seconds) &&
                       cloudTime <= context().clock.now().addSecs(seconds);
    return sound ? cloudTime : QDateTime();
}

} // namespace oriel::operations
