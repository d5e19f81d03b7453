#include "operations/schedule/schedulerunner.h"

#include "base/visible.h"
#include "openstack/compute/server.h"
#include "operations/actions/actionoperation.h"
#include "operations/actions/actions.h"
#include "operations/batch.h"
#include "operations/capture/createsnapshot.h"
#include "operations/journal/journalcodec.h"
#include "operations/operationcenter.h"
#include "operations/removal/removal.h"
#include "operations/schedule/retention.h"
#include "operations/schedule/scheduledbackups.h"

#include <QtCore/QPointer>

#include <algorithm>
#include <memory>

using namespace std::chrono_literals;

namespace oriel::operations {

namespace {

/// How late a run may begin, and how soon it is known what other processes have changed.
constexpr std::chrono::milliseconds longestTick = 30s;
constexpr std::chrono::milliseconds shortestTick = 1s;
/// Of an instance on which something is in progress.
constexpr std::chrono::seconds busyPatience = 1h;
/// A running instance is not shut off later than this: its users do not expect it.
constexpr std::chrono::seconds latestShutOff = 2h;
/// Of a guest that does not shut down: Oriel asks after 90 s, and again every 5 minutes.
constexpr int mostQuestions = 6;
constexpr int deletionsAtATime = 3;
/// Of the lists for what follows a snapshot.
constexpr std::chrono::minutes longestLoading = 10min;
/// For a run whose end Oriel did not see: its snapshot may take long.
constexpr std::chrono::seconds lookUpEvery = 10min;

constexpr auto waitAnswer = "wait"_L1;
/// The only action after which the instance has another ID.
constexpr auto recreation = "recreate-server"_L1;

/// Whether Nova itself says so: a proxy that is being changed answers 404, too, for a while, and
/// its page may name the path with the ID.
bool isGone(const Error &error, const QString &serverId)
{
    return error.kind == ErrorKind::NotFound &&
           error.message.startsWith("Instance "_L1 + serverId + ' '_L1);
}

ScheduleRun::Result resultOf(const Operation &operation)
{
    switch (operation.outcome()) {
    case Outcome::Succeeded:
        return ScheduleRun::Result::Created;
    case Outcome::Unclear:
        return ScheduleRun::Result::Unknown;
    case Outcome::Canceled:
        return ScheduleRun::Result::Skipped;
    default:
        return ScheduleRun::Result::Failed;
    }
}

} // namespace

ScheduleRunner::ScheduleRunner(Context context, QStringList roles, OperationCenter &operations,
                               Schedules &schedules, Plan plan, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_roles(std::move(roles))
    , m_operations(operations)
    , m_schedules(schedules)
    , m_plan(std::move(plan))
{
    connect(&operations, &OperationCenter::added, this, &ScheduleRunner::follow);
    connect(&operations, &OperationCenter::finished, this,
            [this](Operation *operation) { finished(operation); });
    connect(&schedules, &Schedules::changed, this, &ScheduleRunner::wait);
    for (const auto &operation : operations.operations())
        follow(operation.get());
    tick();
}

ScheduleRunner::~ScheduleRunner() = default;

void ScheduleRunner::setTimeZone(const QTimeZone &zone)
{
    m_zone = zone;
    wait();
}

/// Read anew each time: the computer may travel.
QTimeZone ScheduleRunner::zone() const
{
    return m_zone.value_or(QTimeZone::systemTimeZone());
}

void ScheduleRunner::wait()
{
    auto delay = longestTick;
    const QDateTime now = m_context.clock.now();
    for (const SnapshotSchedule &schedule : m_schedules.all()) {
        const QDateTime next = nextRun(schedule, now, zone());
        if (next.isValid())
            delay = std::min(delay, std::chrono::milliseconds(now.msecsTo(next)));
    }
    m_context.clock.after(std::max(delay, shortestTick), this, [this, tick = ++m_ticks] {
        if (tick == m_ticks)
            this->tick();
    });
}

void ScheduleRunner::tick()
{
    m_schedules.reload(this, [this] {
        evaluate();
        makeUp();
        wait();
    });
}

void ScheduleRunner::evaluate()
{
    const QDateTime now = m_context.clock.now();
    std::vector<SnapshotSchedule> due;
    for (const SnapshotSchedule &schedule : m_schedules.all()) {
        if (dueRun(schedule, now, zone()))
            due.push_back(schedule);
    }
    if (due.empty()) {
        m_lists.reset();
        m_waitingSince.clear();
        return;
    }
    if (!m_lists) {
        m_lists = std::make_unique<FreshLists>(m_context.client, m_context.clock,
                                               m_context.stores.project());
        // Queued, because evaluate() may delete them.
        connect(m_lists.get(), &FreshLists::changed, this, &ScheduleRunner::evaluate,
                Qt::QueuedConnection);
    }
    for (const SnapshotSchedule &schedule : due) {
        if (m_lists->areReady())
            evaluateOne(schedule);
        else if (const QString problem = m_lists->problem(); !problem.isEmpty())
            // No end: it is made up for as soon as the cloud can be reached.
            m_schedules.setWaiting(schedule.serverId, unloaded(problem));
    }
}

/// The lists may be a minute old, and in a long one the instance may be missing.
void ScheduleRunner::evaluateOne(const SnapshotSchedule &schedule)
{
    if (m_asking.contains(schedule.serverId) || waitsForOperation(schedule))
        return;
    m_asking.insert(schedule.serverId);
    m_context.client.call(openstack::Get<openstack::Server>{schedule.serverId})
        .then(this, [this, schedule](const Result<openstack::Server> &server) {
            m_asking.remove(schedule.serverId);
            const SnapshotSchedule *now = m_schedules.of(schedule.serverId);
            if (!now || *now != schedule || !m_lists || waitsForOperation(schedule))
                return;
            if (server.ok())
                begin(schedule, *server);
            else if (isGone(server.error(), schedule.serverId))
                drop(schedule);
            else
                m_schedules.setWaiting(schedule.serverId, unloaded(server.error().message));
        });
}

/// A snapshot in between could lack a volume or be of an instance that is about to be deleted, and
/// would count as a whole one when older ones are deleted.
bool ScheduleRunner::waitsForOperation(const SnapshotSchedule &schedule)
{
    const Operation *running = m_operations.runningOn(schedule.serverId);
    if (const auto server = m_lists->stores().servers.find(schedule.serverId)) {
        for (const openstack::AttachedVolume &volume : server->volumes) {
            if (!running)
                running = m_operations.runningOn(volume.id);
        }
    }
    if (!running)
        return false;
    //: %1: the title of an operation: "Roll back “web-1”"
    postpone(schedule, tr("Something is in progress on the instance: %1").arg(running->title()));
    return true;
}

void ScheduleRunner::drop(const SnapshotSchedule &schedule)
{
    m_asking.insert(schedule.serverId);
    m_schedules.remove(schedule.serverId, this, [this, schedule](const Result<Nothing> &done) {
        m_asking.remove(schedule.serverId);
        if (done.ok())
            Q_EMIT removed(schedule);
    });
}

void ScheduleRunner::begin(const SnapshotSchedule &schedule, const openstack::Server &server)
{
    store::CloudStores &known = m_lists->stores();
    known.servers.upsert({server});
    const QDateTime now = m_context.clock.now();
    const QString obstacle = snapshotObstacle(server, {known, m_roles, &m_operations, now});
    if (!obstacle.isEmpty()) {
        postpone(schedule, obstacle);
        return;
    }
    const auto due = dueRun(schedule, now, zone());
    if (!due)
        return;
    const CreateSnapshotRequest request = scheduledSnapshot(
        known, server, schedule.id, schedule.shutOffFirst, now.toTimeZone(zone()));
    if (request.shutOffFirst && due->secsTo(now) > latestShutOff.count()) {
        skip(schedule, tr("Oriel was not running, or could not reach the cloud. The snapshot is "
                          "not created now, because the instance would be shut off at an "
                          "unexpected time."));
        return;
    }
    SnapshotSchedule named = schedule;
    named.serverName = server.name;
    std::vector<openstack::Image> images;
    if (const auto image = known.images.find(server.imageId))
        images.push_back(*image);
    std::vector<openstack::Volume> volumes;
    for (const openstack::AttachedVolume &attached : server.volumes) {
        if (const auto volume = known.volumes.find(attached.id))
            volumes.push_back(*volume);
    }
    claim(named, newRun(schedule, ScheduleRun::Result::Started, {}),
          [this, request, server, images, volumes] {
              m_waitingSince.remove(server.id);
              // The operation works with the window's stores, which stand still while the window is
              // hidden.
              store::CloudStores &shown = m_context.stores;
              shown.servers.upsert({server});
              shown.images.upsert(images);
              shown.volumes.upsert(volumes);
              m_operations.start(std::make_unique<CreateSnapshot>(m_context, request));
          });
}

void ScheduleRunner::postpone(const SnapshotSchedule &schedule, const QString &reason)
{
    const QDateTime now = m_context.clock.now();
    QDateTime &since = m_waitingSince[schedule.serverId];
    if (!since.isValid())
        since = now;
    if (since.secsTo(now) < busyPatience.count()) {
        m_schedules.setWaiting(schedule.serverId, reason);
        return;
    }
    skip(schedule, reason);
}

void ScheduleRunner::skip(const SnapshotSchedule &schedule, const QString &reason)
{
    m_waitingSince.remove(schedule.serverId);
    SnapshotSchedule skipped = schedule;
    skipped.last = newRun(schedule, ScheduleRun::Result::Skipped, reason);
    claim(schedule, *skipped.last, [this, skipped] { Q_EMIT missed(skipped); });
}

ScheduleRun ScheduleRunner::newRun(const SnapshotSchedule &schedule, ScheduleRun::Result result,
                                   const QString &text) const
{
    const QDateTime now = m_context.clock.now();
    const bool backsUp = result == ScheduleRun::Result::Started && schedule.keepBackups > 0;
    return {now, result, text, {}, dueRun(schedule, now, zone()).value_or(now), backsUp};
}

void ScheduleRunner::claim(const SnapshotSchedule &schedule, const ScheduleRun &run,
                           const std::function<void()> &begin)
{
    const QString serverId = schedule.serverId;
    m_asking.insert(serverId);
    m_schedules.claim(schedule, run, this, [this, serverId, begin](const Result<bool> &ours) {
        m_asking.remove(serverId);
        if (!ours.ok())
            m_schedules.setWaiting(serverId, ours.error().message);
        else if (*ours)
            begin();
    });
}

// --- The operations

void ScheduleRunner::follow(Operation *operation)
{
    auto *snapshot = qobject_cast<CreateSnapshot *>(operation);
    if (!snapshot || snapshot->request().schedule.isEmpty())
        return;
    // After the window has been told of the question.
    connect(
        snapshot, &Operation::questionChanged, this, [this, snapshot] { answer(*snapshot); },
        Qt::QueuedConnection);
}

void ScheduleRunner::answer(CreateSnapshot &snapshot)
{
    const auto question = snapshot.question();
    if (!question)
        return;
    const bool canWait = std::ranges::any_of(
        question->choices, [](const Choice &one) { return one.key == waitAnswer; });
    if (canWait && ++m_questions[snapshot.id()] < mostQuestions) {
        snapshot.decide(waitAnswer); // it is asked again in a while
        return;
    }
    m_refused.insert(snapshot.id(), question->text);
    snapshot.cancel();
}

void ScheduleRunner::finished(Operation *operation)
{
    // Also if the new instance did not start: the old one was deleted before.
    if (operation->kind() == recreation && !operation->resultId().isEmpty()) {
        const QString before = operation->subject().id;
        m_asking.insert(before);
        m_schedules.move(operation->scope(), before, operation->resultId(), this,
                         [this, before](const auto &) { m_asking.remove(before); });
        return;
    }
    const auto *removal = qobject_cast<const Removal *>(operation);
    if (removal && removal->subject().kind == Kind::Server && !removal->isDeferred() &&
        removal->outcome() == Outcome::Succeeded && removal->worksWith(m_context.stores)) {
        if (const SnapshotSchedule *ended = m_schedules.of(operation->subject().id))
            drop(SnapshotSchedule(*ended));
        return;
    }
    const auto *snapshot = qobject_cast<const CreateSnapshot *>(operation);
    if (!snapshot || snapshot->request().schedule.isEmpty())
        return;
    m_questions.remove(operation->id());
    const QString refused = m_refused.take(operation->id());
    const ScheduleRun::Result result = resultOf(*operation);
    QString text = operation->error() ? operation->error()->message : QString();
    if (!refused.isEmpty())
        //: %1: what was asked, sentences
        text = tr("%1 A scheduled snapshot cannot wait for an answer, so it was not created.")
                   .arg(refused);
    else if (operation->outcome() == Outcome::Canceled)
        text = tr("It was canceled.");
    const auto afterwards = [this, request = snapshot->request(), refused, result,
                             isHere = operation->worksWith(m_context.stores)](const auto &) {
        const SnapshotSchedule *schedule = m_schedules.of(request.serverId);
        if (!isHere || !schedule || schedule->id != request.schedule)
            return;
        const SnapshotSchedule copy = *schedule;
        if (!refused.isEmpty())
            Q_EMIT missed(copy);
        if (result == ScheduleRun::Result::Created)
            goOn(copy);
    };
    m_schedules.record(operation->scope(), snapshot->request().schedule,
                       {.result = result, .text = text, .snapshotId = operation->resultId()}, this,
                       afterwards);
}

QString ScheduleRunner::unloaded(const QString &why)
{
    return tr("Oriel could not get the current state from the cloud. %1").arg(why);
}

void ScheduleRunner::withLists(std::vector<Kind> also,
                               const std::function<void(const store::CloudStores &)> &then,
                               const std::function<void(const QString &)> &failed)
{
    auto *lists = new FreshLists(m_context.client, m_context.clock, m_context.stores.project(),
                                 this, std::move(also));
    connect(
        lists, &FreshLists::changed, this,
        [lists = QPointer(lists), then] {
            if (!lists || !lists->areReady())
                return;
            then(lists->stores());
            delete lists;
        },
        Qt::QueuedConnection);
    giveUpLater(lists, failed);
}

void ScheduleRunner::giveUpLater(FreshLists *lists,
                                 const std::function<void(const QString &)> &failed)
{
    m_context.clock.after(longestLoading, lists, [this, lists, failed] {
        const QString why = lists->problem();
        if (why.isEmpty()) { // still loading, for example after the computer has slept
            giveUpLater(lists, failed);
            return;
        }
        lists->disconnect();
        lists->deleteLater();
        failed(why);
    });
}

void ScheduleRunner::thin(const SnapshotSchedule &schedule)
{
    withLists(
        {},
        [this, schedule](const store::CloudStores &stores) {
            deleteAll(schedule,
                      beyondSchedule(stores, schedule.id, schedule.serverId, schedule.keep,
                                     m_context.clock.now().toTimeZone(zone()).date()),
                      stores, [](int count) {
                          return tr("%n scheduled snapshot(s) were deleted.", nullptr, count);
                      });
        },
        [this, schedule](const QString &why) { Q_EMIT notDeleted(schedule, {unloaded(why)}); });
}

void ScheduleRunner::makeUp()
{
    const QDateTime now = m_context.clock.now();
    for (const SnapshotSchedule &schedule : m_schedules.all()) {
        if (!schedule.last || m_makingUp.contains(schedule.id) ||
            isCapturing(m_operations, schedule.id))
            continue;
        if (schedule.last->result == ScheduleRun::Result::Created) {
            backUp(schedule);
        } else if (schedule.last->result == ScheduleRun::Result::Started &&
                   (!m_lookedUp.contains(schedule.id) ||
                    m_lookedUp.value(schedule.id).secsTo(now) >= lookUpEvery.count())) {
            m_lookedUp.insert(schedule.id, now);
            lookUp(schedule);
        }
    }
}

void ScheduleRunner::lookUp(const SnapshotSchedule &schedule)
{
    m_makingUp.insert(schedule.id);
    withLists(
        {}, [this, schedule](const store::CloudStores &stores) { found(schedule, stores); },
        [this, schedule](const QString &) { m_makingUp.remove(schedule.id); });
}

void ScheduleRunner::found(const SnapshotSchedule &schedule, const store::CloudStores &stores)
{
    m_makingUp.remove(schedule.id);
    const QString imageId = snapshotOfLastRun(stores, schedule);
    if (imageId.isEmpty() || isCapturing(m_operations, schedule.id))
        return;
    m_schedules.record(m_context.scope, schedule.id,
                       {.started = schedule.last->started,
                        .result = ScheduleRun::Result::Created,
                        .snapshotId = imageId},
                       this, [this, serverId = schedule.serverId, imageId](const auto &) {
                           const SnapshotSchedule *now = m_schedules.of(serverId);
                           if (now && now->last && now->last->snapshotId == imageId)
                               goOn(SnapshotSchedule(*now));
                       });
}

void ScheduleRunner::goOn(const SnapshotSchedule &schedule)
{
    thin(schedule);
    backUp(schedule);
}

void ScheduleRunner::backUp(const SnapshotSchedule &schedule)
{
    if (!schedule.last->backUpDue || schedule.keepBackups == 0)
        return;
    m_makingUp.insert(schedule.id);
    withLists(
        {Kind::Backup},
        [this, schedule](const store::CloudStores &stores) { claimBackups(schedule, stores); },
        [this, schedule](const QString &why) {
            m_makingUp.remove(schedule.id); // the next tick tries again
            if (std::exchange(m_told[schedule.id], schedule.last->started) !=
                schedule.last->started)
                Q_EMIT notBackedUp(schedule, unloaded(why));
        });
}

void ScheduleRunner::claimBackups(const SnapshotSchedule &schedule,
                                  const store::CloudStores &stores)
{
    m_makingUp.remove(schedule.id);
    const auto wanted = scheduledBackups(stores, schedule, schedule.last->snapshotId);
    for (const ScheduledBackup &backup : wanted) {
        // As for the snapshot: the window's stores may stand still.
        if (const auto row = stores.volumeSnapshots.find(backup.snapshot.id))
            m_context.stores.volumeSnapshots.upsert({*row});
    }
    m_schedules.claimBackups(schedule.id, this, [this, schedule, wanted](const Result<bool> &ours) {
        if (ours.ok() && *ours)
            startBackups(schedule, wanted);
    });
}

void ScheduleRunner::startBackups(const SnapshotSchedule &schedule,
                                  const std::vector<ScheduledBackup> &wanted)
{
    const auto batch = std::make_shared<Batch>(wanted.size(), [](int count) {
        return tr("%n scheduled backup(s) were created.", nullptr, count);
    });
    const Action *action = actionNamed(u"create-backup"_s);
    for (const ScheduledBackup &backup : wanted)
        m_operations.start(
            std::make_unique<ActionOperation>(m_context, *action, backup.snapshot, backup.values),
            this, [this, batch, schedule](const Operation &done) {
                Report report = batch->finished(done);
                // A batch does not count its only operation.
                const bool anyMade = batch->succeeded() > 0 || done.outcome() == Outcome::Succeeded;
                if (batch->left() == 0 && anyMade)
                    thinBackups(schedule);
                return report;
            });
}

void ScheduleRunner::thinBackups(const SnapshotSchedule &schedule)
{
    withLists(
        {Kind::Backup},
        [this, schedule](const store::CloudStores &stores) {
            deleteAll(schedule, backupsBeyond(stores, schedule.id, schedule.keepBackups), stores,
                      [](int count) {
                          return tr("%n full backup(s) of the schedule were deleted, with their "
                                    "increments.",
                                    nullptr, count);
                      });
        },
        [this, schedule](const QString &why) { Q_EMIT notDeleted(schedule, {unloaded(why)}); });
}

const Operation *ScheduleRunner::userOf(const RemovalRequest &removal) const
{
    QStringList ids{removal.subject.id};
    for (const RemovalPart &part : removal.parts)
        ids += part.subject.id;
    const auto &all = m_operations.operations();
    const auto user = std::ranges::find_if(all, [&](const auto &operation) {
        if (operation->outcome() != Outcome::Running)
            return false;
        const QString intent = jsonText(operation->intent());
        return std::ranges::any_of(
            ids, [&](const QString &id) { return !id.isEmpty() && intent.contains(id); });
    });
    return user == all.end() ? nullptr : std::to_address(*user);
}

void ScheduleRunner::deleteAll(const SnapshotSchedule &schedule, const std::vector<Subject> &all,
                               const store::CloudStores &stores,
                               std::function<QString(int)> summary)
{
    const auto limiter = std::make_shared<Limiter>(deletionsAtATime);
    std::vector<std::unique_ptr<Operation>> removals;
    QStringList why;
    for (const Subject &old : all) {
        auto request = m_plan(old, stores);
        if (const auto *user = request.ok() ? userOf(request.value()) : nullptr)
            //: %1: a snapshot; %2: the title of what is being done: "Launch instance “web-1”"
            why += tr("“%1” is used by “%2”. It is deleted after the next run.")
                       .arg(isolated(old.name), isolated(user->title()));
        else if (request.ok())
            removals.push_back(
                std::make_unique<Removal>(m_context, std::move(request.value()), limiter));
        else
            why += request.error().message;
    }
    const auto batch = std::make_shared<Batch>(removals.size(), std::move(summary));
    for (auto &removal : removals)
        m_operations.start(std::move(removal), this,
                           [batch](const Operation &done) { return batch->finished(done); });
    if (!why.isEmpty())
        Q_EMIT notDeleted(schedule, why);
}

bool isCapturing(const OperationCenter &operations, const QString &scheduleId)
{
    return std::ranges::any_of(operations.operations(), [&](const auto &operation) {
        const auto *snapshot = qobject_cast<const CreateSnapshot *>(operation.get());
        return snapshot && snapshot->request().schedule == scheduleId &&
               snapshot->outcome() == Outcome::Running;
    });
}

} // namespace oriel::operations
