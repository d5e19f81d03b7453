#include "openstack/blockstorage/volume.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/keypair.h"
#include "openstack/compute/servergroup.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/network.h"
#include "openstack/network/port.h"
#include "operations/actions/actions.h"
#include "operations/actions/serverblueprint.h"
#include "operations/backupchains.h"
#include "operations/capture/createsnapshot.h"
#include "operations/removal/removal.h"
#include "operations/schedule/retention.h"
#include "operations/schedule/scheduledbackups.h"
#include "operations/schedule/schedulerunner.h"
#include "support/democloudfixture.h"

#include <QtCore/QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::operations;
using demo::FaultRule;
using test::DemoCloudFixture;
using namespace std::chrono_literals;

namespace {

/// As the window plans it: the image first, then its volume snapshots.
Result<RemovalRequest> wholeSnapshot(const Subject &snapshot, const store::CloudStores &stores)
{
    if (snapshot.kind == Kind::Backup) {
        const auto &all = stores.of<openstack::Backup>().rows();
        RemovalRequest request{snapshot, {}, {}};
        for (const auto &increment : incrementsOf(*all.value(snapshot.id), all))
            request.parts.insert(request.parts.begin(),
                                 RemovalPart{{Kind::Backup, increment->id, increment->name}});
        request.parts.push_back({snapshot});
        return request;
    }
    const auto set = stores.snapshotSets.find(snapshot.id);
    RemovalRequest request{snapshot, set->serverId, {}};
    request.parts.push_back({{Kind::Image, set->id, set->name}});
    for (const store::SnapshotPart &part : set->parts)
        request.parts.push_back({{Kind::VolumeSnapshot, part.snapshotId, part.name}});
    return request;
}

/// Runs until it is told to finish, and sends nothing: what it works on looks idle in the cloud.
class SilentOperation final : public Operation
{
public:
    SilentOperation(const Context &context, Subject subject, QJsonObject intent = {})
        : Operation(context)
        , m_subject(std::move(subject))
        , m_intent(std::move(intent))
    {}
    [[nodiscard]] QJsonObject intent() const override { return m_intent; }
    [[nodiscard]] QString title() const override { return u"Roll back"_s; }
    [[nodiscard]] Subject subject() const override { return m_subject; }
    [[nodiscard]] QString command() const override { return {}; }
    using Operation::succeed;

protected:
    void run() override {}

private:
    Subject m_subject;
    QJsonObject m_intent;
};

/// A schedule for db-1 in half an hour, and its runner.
struct RunnerFixture
{
    /// `path`: of the file; empty: none.
    explicit RunnerFixture(const QString &name = u"web-1"_s, bool shutOffFirst = false,
                           const QString &path = {}, const demo::DemoOptions &options = {})
        : cloud(u"demo"_s, u"demo"_s, u"demo"_s, options)
        , server(cloud.server(name))
        , schedules(path)
    {
        schedules.enter({}, !path.isEmpty());
        SnapshotSchedule schedule;
        schedule.id = u"oriel-1"_s;
        schedule.serverId = server.id;
        schedule.serverName = server.name;
        schedule.time = QTime(12, 30);
        schedule.days = everyDay();
        schedule.keep = 2;
        schedule.shutOffFirst = shutOffFirst;
        schedule.since = cloud.clock.now();
        schedules.set(schedule, &schedules, [](const Result<Nothing> &stored) {
            if (!stored.ok())
                qFatal("not stored");
        });
        if (!cloud.pump([&] { return schedules.of(server.id) != nullptr; }))
            qFatal("no answer");
    }
    ScheduleRunner &run()
    {
        runner = std::make_unique<ScheduleRunner>(cloud.context(), QStringList{u"member"_s},
                                                  cloud.center, schedules, wholeSnapshot);
        runner->setTimeZone(QTimeZone::utc());
        return *runner;
    }
    [[nodiscard]] const SnapshotSchedule &schedule() const { return *schedules.of(server.id); }
    [[nodiscard]] std::optional<ScheduleRun::Result> result() const
    {
        return schedule().last ? std::optional(schedule().last->result) : std::nullopt;
    }
    /// Waits until the next run has this result, and nothing is running any longer.
    bool until(ScheduleRun::Result expected, std::chrono::milliseconds span = 20min)
    {
        const auto before = schedule().last ? schedule().last->started : QDateTime();
        return cloud.pump(
            [&] {
                return schedule().last && schedule().last->started != before &&
                       result() == expected && cloud.center.running() == 0;
            },
            span);
    }
    [[nodiscard]] int created()
    {
        return static_cast<int>(std::ranges::count_if(
            cloud.cloud.faults().log(), [](const demo::LoggedRequest &request) {
                return request.method == "POST" && request.body.contains("createImage");
            }));
    }
    /// Of this schedule, in the cloud, oldest first.
    QStringList scheduled()
    {
        QStringList names;
        auto images = cloud.get(openstack::List<openstack::Image>{}).items;
        for (const openstack::Image &image : images) {
            if (scheduleOf(image) == u"oriel-1"_s)
                names += image.name;
        }
        names.sort();
        return names;
    }

    /// The backups of this schedule in the cloud that are available.
    std::vector<openstack::Backup> backups()
    {
        auto all = cloud.get(openstack::List<openstack::Backup>{}).items;
        std::erase_if(all, [](const openstack::Backup &backup) {
            return !isBackupOf(u"oriel-1"_s, backup) || backup.status != "available"_L1;
        });
        return all;
    }

    /// Whether a run waits with a reason that contains this.
    bool waitsWith(const QString &words)
    {
        return cloud.pump([&] { return schedules.waiting(server.id).contains(words); });
    }

    DemoCloudFixture cloud;
    openstack::Server server;
    Schedules schedules;
    std::unique_ptr<ScheduleRunner> runner;
};

} // namespace

class TestScheduleRunner final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void createsAtItsTimeAndKeepsTheNewest();
    void backsUpItsVolumeSnapshots();
    void missedBackupsAreMadeUpForOnce();
    void aRunThatNobodySawTheEndOfIsLookedUp();
    void aGapIsMadeUpForOnce();
    void nothingIsShutOffHoursLate();
    void aHiddenWindowDoesNotMatter();
    void waitsForAnInstanceThatIsBusy();
    void waitsForOperationsOnTheInstance();
    void doesNotWaitForever();
    void aFailureIsNotRepeated();
    void anUnreachableCloudIsWaitedFor();
    void twoWindowsCreateOne();
    void twoWindowsShareTheFile();
    void aQuestionEndsIt();
    void aSlowGuestIsWaitedFor();
    void whatIsRestoredFromIsKept();
    void theScheduleOfADeletedInstanceEnds();
    void anInstanceThatCanBeRestoredKeepsItsSchedule();
    void theScheduleOfAnInstanceThatIsGoneEnds();
    void aProxyDoesNotEndIt();
    void aRecreatedInstanceKeepsItsSchedule();
    void whatTheUserCanceledIsSkipped();
    void aReaderCreatesNothing();
};

void TestScheduleRunner::backsUpItsVolumeSnapshots()
{
    RunnerFixture fixture(u"desktop-1"_s); // with one volume
    SnapshotSchedule schedule = fixture.schedule();
    schedule.keepBackups = 2;
    schedule.fullEvery = 2;
    fixture.schedules.set(schedule, &fixture.schedules, [](const auto &) {});
    const auto incremental = [&] {
        const auto backups = fixture.backups();
        return std::ranges::count_if(backups, &openstack::Backup::incremental);
    };
    const auto have = [&](std::size_t full, std::size_t increments) {
        return fixture.cloud.pump(
            [&] {
                const auto backups = fixture.backups();
                return backups.size() == full + increments &&
                       static_cast<std::size_t>(incremental()) == increments &&
                       fixture.cloud.center.running() == 0;
            },
            1h);
    };
    const QSignalSpy notDeleted(&fixture.run(), &ScheduleRunner::notDeleted);
    fixture.cloud.clock.advance(29min);
    QVERIFY(fixture.until(ScheduleRun::Result::Created));
    QVERIFY(have(1, 0));
    fixture.cloud.clock.advance(23h);
    QVERIFY(fixture.until(ScheduleRun::Result::Created, 2h));
    QVERIFY(have(1, 1));
    fixture.cloud.clock.advance(23h);
    QVERIFY(fixture.until(ScheduleRun::Result::Created, 2h));
    QVERIFY(have(2, 1)); // the increment is still among the newest two
    fixture.cloud.clock.advance(23h);
    QVERIFY(fixture.until(ScheduleRun::Result::Created, 2h));
    QVERIFY(have(1, 1)); // the older chain is gone as a whole
    QCOMPARE(notDeleted.size(), 0);
}

/// Oriel was closed after the snapshot and before its backups.
void TestScheduleRunner::missedBackupsAreMadeUpForOnce()
{
    RunnerFixture fixture(u"desktop-1"_s);
    fixture.run();
    fixture.cloud.clock.advance(29min);
    QVERIFY(fixture.until(ScheduleRun::Result::Created));
    fixture.runner.reset();
    SnapshotSchedule schedule = fixture.schedule();
    schedule.keepBackups = 2;
    fixture.schedules.set(schedule, &fixture.schedules, [](const auto &) {});
    ScheduleRun run = *fixture.schedule().last;
    QVERIFY(!run.backUpDue);
    fixture.run(); // nothing is left
    QVERIFY(!fixture.cloud.pump([&] { return !fixture.backups().empty(); }, 5min));
    fixture.runner.reset();
    run.backUpDue = true;
    fixture.schedules.claim(fixture.schedule(), run, &fixture.schedules, [](const auto &) {});
    QVERIFY(fixture.schedule().last->backUpDue);
    fixture.run();
    OperationCenter otherCenter;
    const ScheduleRunner other(fixture.cloud.context(), {}, otherCenter, fixture.schedules,
                               wholeSnapshot);
    QVERIFY(fixture.cloud.pump([&] { return fixture.backups().size() == 1; }, 1h));
    QVERIFY(!fixture.schedule().last->backUpDue);
    QVERIFY(!fixture.cloud.pump([&] { return fixture.backups().size() > 1; }, 5min));
}

/// Oriel was closed while the cloud captured the volume.
void TestScheduleRunner::aRunThatNobodySawTheEndOfIsLookedUp()
{
    RunnerFixture fixture(u"desktop-1"_s);
    SnapshotSchedule schedule = fixture.schedule();
    schedule.keepBackups = 2;
    fixture.schedules.set(schedule, &fixture.schedules, [](const auto &) {});
    fixture.run();
    fixture.cloud.clock.advance(29min);
    QVERIFY(fixture.cloud.pump([&] { return fixture.created() == 1; }, 20min));
    fixture.runner.reset();
    QVERIFY(fixture.cloud.pump([&] { return fixture.cloud.center.running() == 0; }, 1h));
    QCOMPARE(fixture.result(), ScheduleRun::Result::Started);
    QVERIFY(fixture.schedule().last->snapshotId.isEmpty());
    fixture.run();
    QVERIFY(fixture.cloud.pump([&] { return fixture.backups().size() == 1; }, 1h));
    QCOMPARE(fixture.result(), ScheduleRun::Result::Created);
    QVERIFY(!fixture.schedule().last->snapshotId.isEmpty());
    QCOMPARE(fixture.created(), 1);
}

void TestScheduleRunner::createsAtItsTimeAndKeepsTheNewest()
{
    RunnerFixture fixture(u"db-1"_s); // with three volumes
    fixture.run();
    fixture.cloud.clock.advance(29min);
    QVERIFY(!fixture.result());
    QVERIFY(fixture.until(ScheduleRun::Result::Created));
    QCOMPARE(fixture.schedule().last->due.time(), QTime(12, 30));
    QVERIFY(!fixture.schedule().last->snapshotId.isEmpty());
    QCOMPARE(fixture.scheduled(), QStringList{u"db-1 2026-01-15 12:30"_s});
    for (int day = 16; day <= 18; ++day) {
        fixture.cloud.clock.advance(23h + 50min);
        QVERIFY(fixture.until(ScheduleRun::Result::Created));
        QVERIFY(fixture.cloud.pump([&] { return fixture.scheduled().size() <= 2; }));
    }
    QVERIFY(fixture.cloud.pump([&] { return fixture.cloud.center.running() == 0; }));
    QCOMPARE(fixture.scheduled(),
             (QStringList{u"db-1 2026-01-17 12:30"_s, u"db-1 2026-01-18 12:30"_s}));
    QCOMPARE(fixture.created(), 4);
    // With their volume snapshots.
    int volumeSnapshots = 0;
    for (const auto &one : fixture.cloud.get(openstack::List<openstack::VolumeSnapshot>{}).items)
        volumeSnapshots += one.name.startsWith(u"snapshot for db-1 2026-01-1"_s) ? 1 : 0;
    QCOMPARE(volumeSnapshots, 6);
}

void TestScheduleRunner::aGapIsMadeUpForOnce()
{
    RunnerFixture fixture;
    fixture.cloud.clock.advance(5 * 24h);
    fixture.run();
    QVERIFY(fixture.until(ScheduleRun::Result::Created));
    QCOMPARE(fixture.schedule().last->started.date(), QDate(2026, 1, 20));
    fixture.cloud.clock.advance(25min);
    QVERIFY(!fixture.cloud.pump([&] { return fixture.created() > 1; }, 1min));
    QVERIFY(fixture.until(ScheduleRun::Result::Created)); // at 12:30
    QCOMPARE(fixture.created(), 2);
}

void TestScheduleRunner::nothingIsShutOffHoursLate()
{
    RunnerFixture fixture(u"db-1"_s, true);
    fixture.cloud.clock.advance(9h);
    const QSignalSpy missed(&fixture.run(), &ScheduleRunner::missed);
    QVERIFY(fixture.until(ScheduleRun::Result::Skipped));
    QCOMPARE(missed.size(), 1);
    QCOMPARE(fixture.created(), 0);
    // An hour late is expected: the instance may have been busy.
    RunnerFixture soon(u"db-1"_s, true);
    soon.cloud.clock.advance(90min);
    soon.run();
    QVERIFY(soon.until(ScheduleRun::Result::Created));
}

void TestScheduleRunner::aHiddenWindowDoesNotMatter()
{
    RunnerFixture fixture(u"db-1"_s);
    fixture.cloud.stores->suspend(true);
    fixture.run();
    fixture.cloud.clock.advance(29min);
    QVERIFY(fixture.until(ScheduleRun::Result::Created));
}

void TestScheduleRunner::waitsForAnInstanceThatIsBusy()
{
    RunnerFixture fixture;
    const QSignalSpy missed(&fixture.run(), &ScheduleRunner::missed);
    auto *mine = fixture.cloud.center.start(std::make_unique<CreateSnapshot>(
        fixture.cloud.context(),
        CreateSnapshotRequest{fixture.server.id, u"mine"_s, std::nullopt}));
    fixture.cloud.clock.advance(31min); // it is due while the other one is running
    QVERIFY(fixture.cloud.pump([&] {
        return mine->outcome() != Outcome::Running ||
               !fixture.schedules.waiting(fixture.server.id).isEmpty();
    }));
    QVERIFY(fixture.until(ScheduleRun::Result::Created));
    QVERIFY(mine->outcome() == Outcome::Succeeded);
    QCOMPARE(fixture.created(), 2);
    QVERIFY(fixture.schedules.waiting(fixture.server.id).isEmpty());
    QCOMPARE(missed.size(), 0);
}

void TestScheduleRunner::waitsForOperationsOnTheInstance()
{
    RunnerFixture fixture(u"db-1"_s);
    fixture.run();
    // In the cloud, the instance is idle all the time.
    const auto start = [&](const Subject &subject) {
        auto operation = std::make_unique<SilentOperation>(fixture.cloud.context(), subject);
        SilentOperation *running = operation.get();
        fixture.cloud.center.start(std::move(operation));
        return running;
    };
    auto *rollback = start({Kind::Server, fixture.server.id, fixture.server.name});
    fixture.cloud.clock.advance(29min);
    QVERIFY(fixture.waitsWith(u"Roll back"_s));
    auto *change = start({Kind::Volume, fixture.server.volumes.back().id, u"data"_s});
    rollback->succeed();
    QVERIFY(!fixture.cloud.pump([&] { return fixture.created() > 0; }, 5min));
    QVERIFY(!fixture.result());
    change->succeed();
    QVERIFY(fixture.until(ScheduleRun::Result::Created));
    QCOMPARE(fixture.created(), 1);
    QVERIFY(fixture.schedules.waiting(fixture.server.id).isEmpty());
}

void TestScheduleRunner::doesNotWaitForever()
{
    RunnerFixture fixture(u"upgrade-trial"_s); // in error
    const QSignalSpy missed(&fixture.run(), &ScheduleRunner::missed);
    fixture.cloud.clock.advance(29min);
    QVERIFY(fixture.cloud.pump(
        [&] { return !fixture.schedules.waiting(fixture.server.id).isEmpty(); }));
    QVERIFY(!fixture.result());
    fixture.cloud.clock.advance(58min);
    QVERIFY(fixture.until(ScheduleRun::Result::Skipped));
    QVERIFY(!fixture.schedule().last->text.isEmpty());
    QVERIFY(fixture.schedules.waiting(fixture.server.id).isEmpty());
    QCOMPARE(missed.size(), 1);
    QCOMPARE(fixture.created(), 0);
}

void TestScheduleRunner::aFailureIsNotRepeated()
{
    RunnerFixture fixture;
    fixture.run();
    FaultRule refused;
    refused.method = "POST";
    refused.path = QRegularExpression(u"/servers/[^/]+/action$"_s);
    refused.status = 403;
    refused.kind = FaultRule::Kind::Status;
    fixture.cloud.cloud.faults().add(refused);
    fixture.cloud.clock.advance(29min);
    QVERIFY(fixture.until(ScheduleRun::Result::Failed));
    QVERIFY(!fixture.schedule().last->text.isEmpty());
    fixture.cloud.clock.advance(23h);
    QCOMPARE(fixture.created(), 1);
    QVERIFY(fixture.until(ScheduleRun::Result::Created, 2h)); // the next one at its time
    QCOMPARE(fixture.created(), 2);
}

void TestScheduleRunner::anUnreachableCloudIsWaitedFor()
{
    RunnerFixture fixture;
    const QSignalSpy missed(&fixture.run(), &ScheduleRunner::missed);
    FaultRule down;
    down.path = QRegularExpression(u"/(servers|images)"_s);
    down.count = 0;
    fixture.cloud.cloud.faults().add(down);
    fixture.cloud.clock.advance(29min);
    QVERIFY(fixture.cloud.pump(
        [&] { return !fixture.schedules.waiting(fixture.server.id).isEmpty(); }));
    fixture.cloud.clock.advance(3h);
    QVERIFY(!fixture.result());
    fixture.cloud.cloud.faults().clear();
    QVERIFY(fixture.until(ScheduleRun::Result::Created, 2h));
    QCOMPARE(missed.size(), 0);
}

void TestScheduleRunner::twoWindowsCreateOne()
{
    RunnerFixture fixture;
    fixture.run();
    OperationCenter otherCenter;
    const ScheduleRunner other(fixture.cloud.context(), {}, otherCenter, fixture.schedules,
                               wholeSnapshot);
    fixture.cloud.clock.advance(29min);
    QVERIFY(fixture.until(ScheduleRun::Result::Created));
    QVERIFY(fixture.cloud.pump([&] { return otherCenter.running() == 0; }));
    QCOMPARE(fixture.created(), 1);
}

void TestScheduleRunner::twoWindowsShareTheFile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"oriel/schedules.json"_s);
    RunnerFixture fixture(u"web-1"_s, false, path);
    fixture.run();
    Schedules others(path);
    others.enter({});
    QVERIFY(QTest::qWaitFor([&] { return others.of(fixture.server.id) != nullptr; }));
    OperationCenter otherCenter;
    const ScheduleRunner other(fixture.cloud.context(), {}, otherCenter, others, wholeSnapshot);
    fixture.cloud.clock.advance(29min);
    QVERIFY(fixture.until(ScheduleRun::Result::Created));
    QVERIFY(fixture.cloud.pump([&] {
        return otherCenter.running() == 0 && others.of(fixture.server.id)->last &&
               others.of(fixture.server.id)->last->result == ScheduleRun::Result::Created;
    }));
    QCOMPARE(fixture.created(), 1);
    // Nothing is repeated when the next one is not due yet.
    fixture.cloud.clock.advance(12h);
    QVERIFY(!fixture.cloud.pump([&] { return fixture.created() > 1; }, 3min));
}

void TestScheduleRunner::aQuestionEndsIt()
{
    RunnerFixture fixture(u"db-1"_s, true);
    const QSignalSpy missed(&fixture.run(), &ScheduleRunner::missed);
    fixture.cloud.cloud.faults().failNextAction(u"stop"_s);
    fixture.cloud.clock.advance(29min);
    QVERIFY(fixture.until(ScheduleRun::Result::Skipped));
    QCOMPARE(missed.size(), 1);
    QVERIFY2(fixture.schedule().last->text.contains(u"was not shut off"_s),
             qPrintable(fixture.schedule().last->text));
    QCOMPARE(fixture.created(), 0);
    QCOMPARE(fixture.cloud.get(openstack::Get<openstack::Server>{fixture.server.id}).status,
             u"ACTIVE"_s);
}

void TestScheduleRunner::aSlowGuestIsWaitedFor()
{
    RunnerFixture fixture(u"db-1"_s, true);
    fixture.run();
    fixture.cloud.cloud.faults().slowNextShutdown(3min); // it is asked about, and not canceled
    fixture.cloud.clock.advance(29min);
    QVERIFY(fixture.until(ScheduleRun::Result::Created, 40min));
    // One that never shuts down is started again in the end.
    fixture.cloud.cloud.faults().slowNextShutdown(45min);
    fixture.cloud.clock.advance(23h);
    QVERIFY(fixture.until(ScheduleRun::Result::Skipped, 3h));
    QCOMPARE(fixture.created(), 1);
    QCOMPARE(fixture.cloud.get(openstack::Get<openstack::Server>{fixture.server.id}).status,
             u"ACTIVE"_s);
}

/// A volume is created from a volume snapshot of the oldest one when its turn to be deleted comes.
void TestScheduleRunner::whatIsRestoredFromIsKept()
{
    RunnerFixture fixture(u"db-1"_s);
    const QSignalSpy notDeleted(&fixture.run(), &ScheduleRunner::notDeleted);
    fixture.cloud.clock.advance(29min);
    QVERIFY(fixture.until(ScheduleRun::Result::Created));
    QString part;
    for (const auto &one : fixture.cloud.get(openstack::List<openstack::VolumeSnapshot>{}).items) {
        if (one.name.startsWith(u"snapshot for db-1 2026-01-15"_s))
            part = one.id;
    }
    QVERIFY(!part.isEmpty());
    auto silent = std::make_unique<SilentOperation>(
        fixture.cloud.context(), Subject{Kind::Volume, {}, u"restored"_s},
        QJsonObject{{u"values"_s, QJsonObject{{u"source"_s, part}}}});
    auto *restoring = silent.get();
    fixture.cloud.center.start(std::move(silent));
    const auto untilNext = [&] {
        fixture.cloud.clock.advance(23h + 50min);
        const auto before = fixture.schedule().last->started;
        return fixture.cloud.pump(
            [&] {
                return fixture.schedule().last->started != before &&
                       fixture.result() == ScheduleRun::Result::Created;
            },
            20min);
    };
    for (int day = 16; day <= 17; ++day)
        QVERIFY(untilNext());
    QVERIFY(fixture.cloud.pump([&] { return !notDeleted.isEmpty(); }));
    const auto why = notDeleted.front().at(1).toStringList();
    QVERIFY2(why.value(0).contains(u"is used by “Roll back”"_s), qPrintable(why.join(u'\n')));
    QCOMPARE(fixture.scheduled().size(), 3);
    restoring->succeed();
    QVERIFY(untilNext());
    QVERIFY(fixture.cloud.pump([&] { return fixture.scheduled().size() == 2; }));
}

void TestScheduleRunner::anInstanceThatCanBeRestoredKeepsItsSchedule()
{
    demo::DemoOptions options;
    options.reclaim = 24h;
    RunnerFixture fixture(u"web-1"_s, false, {}, options);
    const QSignalSpy removed(&fixture.run(), &ScheduleRunner::removed);
    RemovalRequest request{{Kind::Server, fixture.server.id, fixture.server.name},
                           fixture.server.id,
                           {{{Kind::Server, fixture.server.id, fixture.server.name}}}};
    fixture.cloud.center.start(std::make_unique<Removal>(fixture.cloud.context(), request));
    QVERIFY(fixture.cloud.pump([&] { return fixture.cloud.center.running() == 0; }));
    QVERIFY(removed.isEmpty());
    QCOMPARE(fixture.schedules.all().size(), 1U);
}

void TestScheduleRunner::theScheduleOfADeletedInstanceEnds()
{
    RunnerFixture fixture;
    const QSignalSpy removed(&fixture.run(), &ScheduleRunner::removed);
    RemovalRequest request{{Kind::Server, fixture.server.id, fixture.server.name},
                           fixture.server.id,
                           {{{Kind::Server, fixture.server.id, fixture.server.name}}}};
    fixture.cloud.center.start(std::make_unique<Removal>(fixture.cloud.context(), request));
    QVERIFY(fixture.cloud.pump([&] { return removed.size() == 1; }));
    QVERIFY(fixture.schedules.all().empty());
}

void TestScheduleRunner::theScheduleOfAnInstanceThatIsGoneEnds()
{
    RunnerFixture fixture;
    const QSignalSpy removed(&fixture.run(), &ScheduleRunner::removed);
    fixture.cloud.get(openstack::Delete<openstack::Server>{fixture.server.id});
    fixture.cloud.clock.advance(29min);
    QVERIFY(fixture.cloud.pump([&] { return removed.size() == 1; }));
    QVERIFY(fixture.schedules.all().empty());
    QCOMPARE(fixture.created(), 0);
}

void TestScheduleRunner::aProxyDoesNotEndIt()
{
    RunnerFixture fixture;
    const QSignalSpy removed(&fixture.run(), &ScheduleRunner::removed);
    FaultRule lost; // answers as a proxy does
    lost.method = "GET";
    lost.path = QRegularExpression(u"/servers/%1$"_s.arg(fixture.server.id));
    lost.status = 404;
    lost.count = 0;
    fixture.cloud.cloud.faults().add(lost);
    fixture.cloud.clock.advance(29min);
    QVERIFY(fixture.waitsWith(u"could not get the current state"_s));
    QVERIFY(!fixture.cloud.pump([&] { return removed.size() > 0; }, 5min));
    fixture.cloud.cloud.faults().clear();
    QVERIFY(fixture.until(ScheduleRun::Result::Created));
    QCOMPARE(removed.size(), 0);
}

void TestScheduleRunner::aRecreatedInstanceKeepsItsSchedule()
{
    RunnerFixture fixture(u"db-1"_s);
    const QSignalSpy removed(&fixture.run(), &ScheduleRunner::removed);
    auto &cloud = fixture.cloud;
    const auto load = [&]<typename T>(T *) {
        cloud.stores->of<T>().replaceAll(cloud.get(openstack::List<T>{}).items);
    };
    load(static_cast<openstack::Volume *>(nullptr));
    load(static_cast<openstack::Port *>(nullptr));
    load(static_cast<openstack::Network *>(nullptr));
    load(static_cast<openstack::FloatingIp *>(nullptr));
    load(static_cast<openstack::Flavor *>(nullptr));
    load(static_cast<openstack::KeyPair *>(nullptr));
    load(static_cast<openstack::ServerGroup *>(nullptr));
    cloud.stores->setProject(fixture.server.projectId);
    const ServerBlueprint plan = blueprintOf(fixture.server, *cloud.stores);
    const Operation *recreation = cloud.center.start(actOn(
        cloud.context(), u"recreate-server", {Kind::Server, fixture.server.id, fixture.server.name},
        {{u"flavor"_s, plan.flavorId},
         {u"key_name"_s, plan.keyName},
         {u"availability_zone"_s, plan.zone}}));
    cloud.clock.advance(29min); // a run is due in between
    QVERIFY(cloud.pump([&] { return recreation->outcome() != Outcome::Running; }));
    QVERIFY(recreation->outcome() == Outcome::Succeeded);
    QVERIFY(!fixture.schedules.of(fixture.server.id));
    fixture.server.id = recreation->resultId();
    QVERIFY(fixture.schedules.of(fixture.server.id));
    QCOMPARE(fixture.schedule().id, u"oriel-1"_s);
    if (fixture.result() != ScheduleRun::Result::Created)
        QVERIFY(fixture.until(ScheduleRun::Result::Created));
    QCOMPARE(fixture.created(), 1);
    QCOMPARE(removed.size(), 0);
}

void TestScheduleRunner::whatTheUserCanceledIsSkipped()
{
    RunnerFixture fixture(u"db-1"_s, true);
    const QSignalSpy missed(&fixture.run(), &ScheduleRunner::missed);
    fixture.cloud.cloud.faults().slowNextShutdown(1min);
    fixture.cloud.clock.advance(29min);
    QVERIFY(fixture.cloud.pump([&] {
        const auto *operation = fixture.cloud.center.runningOn(fixture.server.id);
        return operation && operation->canCancel() && !operation->consequence().isEmpty();
    }));
    fixture.cloud.center.runningOn(fixture.server.id)->cancel();
    QVERIFY(fixture.cloud.pump([&] { return fixture.result() == ScheduleRun::Result::Skipped; }));
    QCOMPARE(missed.size(), 0); // it is no news
}

void TestScheduleRunner::aReaderCreatesNothing()
{
    RunnerFixture fixture;
    ScheduleRunner runner(fixture.cloud.context(), {u"reader"_s}, fixture.cloud.center,
                          fixture.schedules, wholeSnapshot);
    runner.setTimeZone(QTimeZone::utc());
    fixture.cloud.clock.advance(29min);
    QVERIFY(fixture.cloud.pump(
        [&] { return !fixture.schedules.waiting(fixture.server.id).isEmpty(); }));
    QCOMPARE(fixture.created(), 0);
}

QTEST_GUILESS_MAIN(TestScheduleRunner)
#include "tst_schedulerunner.moc"
