#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "operations/actions/actions.h"
#include "operations/capture/createsnapshot.h"
#include "operations/limiter.h"
#include "operations/resume/resume.h"
#include "support/democloudfixture.h"

using namespace Qt::StringLiterals;
using namespace oriel;
using demo::FaultRule;
using operations::JournalStep;
using operations::Outcome;
using test::DemoCloudFixture;

/// The snapshot of a single volume; and snapshots of several instances at once.
class TestVolumeSnapshot final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofAVolumeInUse();
    void theReasonOfAFailureIsAskedFor();
    void overTheQuota();
    void aLostAnswerIsResolvedByTheTag();
    void resumed_data();
    void resumed();
    void atMostSoManyInstancesAtATime();
};

namespace {

const QRegularExpression snapshotsPath(u"/snapshots$"_s);

/// The volume of an instance.
operations::Subject volumeOf(DemoCloudFixture &fixture, const QString &instance)
{
    const auto volume =
        fixture.get(openstack::Get<openstack::Volume>{fixture.server(instance).volumes.front().id});
    return {openstack::Kind::Volume, volume.id, volume.name};
}

std::unique_ptr<operations::ActionOperation> made(DemoCloudFixture &fixture,
                                                  const operations::Subject &volume)
{
    return operations::actOn(fixture.context(), u"create-volume-snapshot", volume,
                             {{u"name"_s, u"alone"_s},
                              {u"keep_until"_s, u"2026-01-22"_s},
                              {u"description"_s, u"before the resize"_s}});
}

operations::Operation *start(DemoCloudFixture &fixture, const operations::Subject &volume)
{
    return fixture.center.start(made(fixture, volume));
}

bool toTheEnd(DemoCloudFixture &fixture, const operations::Operation *operation)
{
    return fixture.pump([operation] { return operation->outcome() != Outcome::Running; });
}

int posts(DemoCloudFixture &fixture)
{
    return fixture.cloud.faults().requestCount("POST", snapshotsPath);
}

} // namespace

void TestVolumeSnapshot::ofAVolumeInUse()
{
    DemoCloudFixture fixture;
    const auto volume = volumeOf(fixture, u"db-1"_s);
    auto *operation = start(fixture, volume);
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    const auto made = fixture.get(openstack::Get<openstack::VolumeSnapshot>{operation->resultId()});
    QCOMPARE(made.name, u"alone"_s);
    QCOMPARE(made.volumeId, volume.id);
    QCOMPARE(made.status, u"available"_s);
    QCOMPARE(made.metadata.value(u"oriel:keep_until"_s), u"2026-01-22"_s);
    QCOMPARE(made.metadata.value(u"oriel:description"_s), u"before the resize"_s);
    QCOMPARE(made.metadata.value(u"oriel:created_by"_s), u"demo"_s);
    QCOMPARE(made.metadata.value(u"oriel:operation"_s), operation->id());
    // It belongs to no snapshot of an instance.
    QVERIFY(!made.metadata.contains(u"oriel:image"_s));
    QVERIFY(!made.metadata.contains(u"oriel:instance"_s));
    QCOMPARE(posts(fixture), 1);
    QVERIFY(operation->notes().isEmpty());
}

void TestVolumeSnapshot::theReasonOfAFailureIsAskedFor()
{
    DemoCloudFixture fixture;
    const auto volume = volumeOf(fixture, u"db-1"_s);
    fixture.cloud.faults().failSnapshotOf(volume.id);
    auto *operation = start(fixture, volume);
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QVERIFY(!operation->error()->message.isEmpty());
    QCOMPARE(operation->leftovers().size(), std::size_t{1});
    QCOMPARE(operation->leftovers().front().id, operation->resultId());
    QVERIFY(fixture.cloud.faults().requestCount("GET", QRegularExpression(u"/messages"_s)) > 0);
}

void TestVolumeSnapshot::overTheQuota()
{
    // The project "lab" may have two volume snapshots.
    DemoCloudFixture fixture(u"demo"_s, u"demo"_s, u"lab"_s);
    const auto volume = volumeOf(fixture, u"trial-1"_s);
    Outcome last = Outcome::Running;
    for (int i = 0; i < 3 && last != Outcome::Failed; ++i) {
        auto *operation = start(fixture, volume);
        QVERIFY(toTheEnd(fixture, operation));
        last = operation->outcome();
        if (last == Outcome::Failed)
            QVERIFY(operation->error()->kind == ErrorKind::OverQuota);
    }
    QVERIFY(last == Outcome::Failed);
}

void TestVolumeSnapshot::aLostAnswerIsResolvedByTheTag()
{
    DemoCloudFixture fixture;
    FaultRule cut;
    cut.method = "POST";
    cut.path = snapshotsPath;
    cut.kind = FaultRule::Kind::CutBefore;
    fixture.cloud.faults().add(cut);
    auto *operation = start(fixture, volumeOf(fixture, u"db-1"_s));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    QCOMPARE(posts(fixture), 1);
}

void TestVolumeSnapshot::resumed_data()
{
    QTest::addColumn<bool>("happened");
    QTest::newRow("it had reached the cloud") << true;
    QTest::newRow("it had not") << false;
}

void TestVolumeSnapshot::resumed()
{
    QFETCH(const bool, happened);
    DemoCloudFixture fixture;
    const auto volume = volumeOf(fixture, u"db-1"_s);
    const auto begun = made(fixture, volume);
    const operations::Operation &dead = *begun;
    if (happened)
        fixture.get(openstack::CreateVolumeSnapshot{
            volume.id, u"alone"_s, {}, {{u"oriel:operation"_s, dead.id()}}});
    auto entry = dead.journalEntry();
    entry.outcome = Outcome::Running;
    entry.steps = {{u"request"_s, JournalStep::Phase::Intended, {}, {}}};
    const int before = posts(fixture);
    auto *operation = fixture.center.start(operations::resumeOperation(entry, fixture.context()));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == (happened ? Outcome::Succeeded : Outcome::Failed));
    QCOMPARE(operation->id(), dead.id());
    QCOMPARE(posts(fixture), before);
}

void TestVolumeSnapshot::atMostSoManyInstancesAtATime()
{
    DemoCloudFixture fixture;
    const auto limiter = std::make_shared<operations::Limiter>(2);
    std::vector<operations::Operation *> all;
    for (const auto &name : {u"web-1"_s, u"web-2"_s, u"lb-1"_s, u"lb-2"_s}) {
        auto operation = std::make_unique<operations::CreateSnapshot>(
            fixture.context(),
            operations::CreateSnapshotRequest{fixture.server(name).id, u"many"_s, {}});
        operation->setLimiter(limiter);
        all.push_back(fixture.center.start(std::move(operation)));
    }
    const auto working = [&] {
        return std::ranges::count_if(all, [](const auto *operation) {
            return operation->outcome() == Outcome::Running &&
                   operation->stages().front().state != operations::StageState::Waiting;
        });
    };
    qsizetype most = 0;
    QVERIFY(fixture.pump([&] {
        most = std::max<qsizetype>(most, working());
        return std::ranges::none_of(
            all, [](const auto *operation) { return operation->outcome() == Outcome::Running; });
    }));
    QCOMPARE(most, 2);
    for (const auto *operation : all)
        QVERIFY(operation->outcome() == Outcome::Succeeded);
}

QTEST_GUILESS_MAIN(TestVolumeSnapshot)
#include "tst_volumesnapshot.moc"
