#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/instanceaction.h"
#include "openstack/image/image.h"
#include "operations/capture/createsnapshot.h"
#include "operations/journal/journal.h"
#include "operations/names.h"
#include "operations/resume/resume.h"
#include "support/democloudfixture.h"

#include <QtCore/QTemporaryDir>

#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace oriel;
using demo::FaultRule;
using operations::CreateSnapshot;
using operations::CreateSnapshotRequest;
using operations::Outcome;
using operations::StageState;
using test::DemoCloudFixture;

/// Snapshots for which the instance is shut off first.
class TestSafeCapture final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shutsOffAndStartsAgain_data();
    void shutsOffAndStartsAgain();
    void whatIsOffStaysOff();
    void aFailedCaptureStartsItAgain();
    void aRefusedSnapshotStartsItAgain();
    void aStartThatFailsIsSaidLoudly();
    void aSlowGuestIsAskedAbout();
    void givenUpWhileShuttingOff();
    void notShutOffAndTakenWhileRunning();
    void whatCannotBeShutOffIsRefused();
    void anotherUserStartsIt();
    void aLostStopIsResolved();
    void dataVolumesOfAnImageBackedOne();
    void theConsistencyIsCorrectedOnEveryPart();
    void aDataVolumeIsRefused();
    void whatWasPromisedIsCompared();
    void aClockThatIsWrongByADay();
    void oneAtATime();
    void canceled_data();
    void canceled();
    void cannotBeCanceledOnceRequested();
    void aStartThatNeverArrivedIsSentOnceMore_data();
    void aStartThatNeverArrivedIsSentOnceMore();
    void aNameThatIsTooLongShutsNothingOff();
    void whatIsNotWrittenIsNotSent();
    void anOutageLeavesNothingOff();
    void storageThatStandsStillIsAskedAbout();
    void storageGoesOnWhileTheQuestionIsOpen();
    void aScheduleStartsItByItself();
    void anEarlyStartIsResumed();
};

namespace {

CreateSnapshotRequest safeRequest(const openstack::Server &server, const QString &name)
{
    CreateSnapshotRequest request;
    request.serverId = server.id;
    request.name = name;
    request.shutOffFirst = true;
    return request;
}

CreateSnapshot *start(DemoCloudFixture &fixture, const CreateSnapshotRequest &request)
{
    return static_cast<CreateSnapshot *>(
        fixture.center.start(std::make_unique<CreateSnapshot>(fixture.context(), request)));
}

bool toTheEnd(DemoCloudFixture &fixture, const operations::Operation *operation)
{
    return fixture.pump([operation] { return operation->outcome() != Outcome::Running; });
}

/// What was done to the instance, oldest first, without its creation.
QStringList deedsTo(DemoCloudFixture &fixture, const QString &serverId)
{
    QStringList deeds;
    for (const auto &action : fixture.get(openstack::ListInstanceActions{serverId}))
        deeds.prepend(action.action);
    deeds.removeAll(u"create"_s);
    return deeds;
}

openstack::Server now(DemoCloudFixture &fixture, const openstack::Server &server)
{
    return fixture.get(openstack::Get<openstack::Server>{server.id});
}

QString tagOf(DemoCloudFixture &fixture, const QString &imageId, const QString &key)
{
    return fixture.get(openstack::Get<openstack::Image>{imageId})
        .properties.value(u"oriel:"_s + key);
}

/// An Oriel that dies, and what it leaves in the journal.
struct Dying
{
    explicit Dying(DemoCloudFixture &fixture, const CreateSnapshotRequest &request)
        : cloud(fixture)
        , journal(folder.filePath(u"journal.sqlite"_s))
    {
        cloud.center.setJournal(&journal, {}); // for the time that it takes to write
        operation = std::make_unique<CreateSnapshot>(cloud.context(), request);
        operation->useJournal(&journal, {});
        operation->start();
    }
    CreateSnapshot *resumed()
    {
        const QString id = operation->id();
        operation.reset();
        journal.giveBack(id);
        std::optional<std::vector<operations::JournalEntry>> taken;
        journal.takeUnfinished({}, &cloud.clockContext,
                               [&](const auto &entries) { taken = entries.value(); });
        if (!cloud.pump([&] { return taken.has_value(); }) || taken->size() != 1)
            qFatal("nothing is left");
        return static_cast<CreateSnapshot *>(
            cloud.center.start(operations::resumeOperation(taken->front(), cloud.context())));
    }

    DemoCloudFixture &cloud;
    QTemporaryDir folder;
    operations::Journal journal;
    std::unique_ptr<CreateSnapshot> operation;
};

} // namespace

void TestSafeCapture::shutsOffAndStartsAgain_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("volume-backed") << u"db-1"_s;
    QTest::newRow("image-backed") << u"web-1"_s;
}

void TestSafeCapture::shutsOffAndStartsAgain()
{
    QFETCH(const QString, name);
    DemoCloudFixture fixture;
    const auto server = fixture.server(name);
    auto request = safeRequest(server, u"safe"_s);
    request.description = u"before the upgrade"_s;
    auto *operation = start(fixture, request);
    int asked = 0; // how often it becomes true
    bool isAsked = false;
    connect(operation, &operations::Operation::changed, this, [&] {
        if (std::exchange(isAsked, operation->isAskedFor()) != isAsked)
            ++asked;
    });
    QVERIFY(!operation->isAskedFor());
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded,
             qPrintable(operation->error().value_or(Error()).message));
    QVERIFY(operation->isAskedFor());
    QCOMPARE(asked, 1);
    QCOMPARE(operation->notes(), QStringList());
    QCOMPARE(deedsTo(fixture, server.id), QStringList({u"stop"_s, u"createImage"_s, u"start"_s}));
    QCOMPARE(now(fixture, server).status, u"ACTIVE"_s);
    for (const auto &stage : operation->stages())
        QVERIFY2(stage.state == StageState::Done, qPrintable(stage.title));
    QCOMPARE(operation->stages().front().measure, QString(CreateSnapshot::shutOffMeasure));
    QCOMPARE(operation->stages().back().measure, QString(CreateSnapshot::startMeasure));
    QVERIFY(operation->stages().back().started >= operation->stages().at(2).ended);
    QCOMPARE(tagOf(fixture, operation->resultId(), u"consistency"_s), u"shut-off"_s);
    QCOMPARE(tagOf(fixture, operation->resultId(), u"description"_s), u"before the upgrade"_s);
}

void TestSafeCapture::whatIsOffStaysOff()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-staging"_s);
    auto *operation = start(fixture, safeRequest(server, u"safe"_s));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    QVERIFY(!deedsTo(fixture, server.id).contains(u"start"_s));
    QCOMPARE(now(fixture, server).status, u"SHUTOFF"_s);
    QVERIFY(operation->stages().back().state == StageState::Skipped);
}

void TestSafeCapture::aFailedCaptureStartsItAgain()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    fixture.cloud.faults().failSnapshotOf(u"db-1-data-1"_s);
    auto *operation = start(fixture, safeRequest(server, u"half"_s));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QCOMPARE(operation->leftovers().size(), std::size_t{4});
    QCOMPARE(now(fixture, server).status, u"ACTIVE"_s);
    QVERIFY(operation->stages().back().state == StageState::Done);
}

void TestSafeCapture::aRefusedSnapshotStartsItAgain()
{
    // The project "lab" may have two volume snapshots; its instance has three volumes.
    DemoCloudFixture fixture(u"demo"_s, u"demo"_s, u"lab"_s);
    const auto server = fixture.server(u"trial-1"_s);
    auto *operation = start(fixture, safeRequest(server, u"too many"_s));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QVERIFY(operation->error()->kind == ErrorKind::OverQuota);
    QVERIFY(operation->leftovers().empty());
    // It is known before, so nothing is shut off for it.
    QCOMPARE(deedsTo(fixture, server.id), QStringList());
    QVERIFY2(operation->error()->message.contains(u"not shut off"_s),
             qPrintable(operation->error()->message));

    // What is known only to the cloud is refused by it, and the instance is started again.
    DemoCloudFixture another;
    const auto web = another.server(u"web-1"_s);
    FaultRule refusal;
    refusal.method = "POST";
    refusal.path = QRegularExpression(u"/servers/[^/]+/action$"_s);
    refusal.from = 2; // after os-stop
    refusal.status = 403;
    another.cloud.faults().add(refusal);
    operation = start(another, safeRequest(web, u"refused"_s));
    QVERIFY(toTheEnd(another, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QVERIFY(operation->error()->kind == ErrorKind::Forbidden);
    QCOMPARE(deedsTo(another, web.id), QStringList({u"stop"_s, u"start"_s}));
    QCOMPARE(now(another, web).status, u"ACTIVE"_s);
}

void TestSafeCapture::aStartThatFailsIsSaidLoudly()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    fixture.cloud.faults().failNextAction(u"start"_s);
    auto *operation = start(fixture, safeRequest(server, u"safe"_s));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QVERIFY2(operation->error()->message.contains(u"still shut off"_s),
             qPrintable(operation->error()->message));
    QVERIFY(operation->stages().back().state == StageState::Failed);
    // The snapshot itself is whole.
    QVERIFY(operation->leftovers().empty());
    QCOMPARE(tagOf(fixture, operation->resultId(), u"consistency"_s), u"shut-off"_s);
    QCOMPARE(now(fixture, server).status, u"SHUTOFF"_s);
}

void TestSafeCapture::aSlowGuestIsAskedAbout()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    fixture.cloud.faults().slowNextShutdown(3min);
    auto *operation = start(fixture, safeRequest(server, u"safe"_s));
    QVERIFY(fixture.pump([&] { return operation->question().has_value(); }, 2min));
    QCOMPARE(operation->question()->choices.size(), std::size_t{2});
    // Nobody answers: it waits on, and when the guest is off after all, nothing is asked any
    // longer.
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(!operation->question());
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    QCOMPARE(deedsTo(fixture, server.id), QStringList({u"stop"_s, u"createImage"_s, u"start"_s}));
}

void TestSafeCapture::givenUpWhileShuttingOff()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    fixture.cloud.faults().slowNextShutdown(3min);
    auto *operation = start(fixture, safeRequest(server, u"safe"_s));
    QVERIFY(fixture.pump([&] { return operation->question().has_value(); }));
    operation->decide(u"no such choice"_s);
    QVERIFY(operation->question().has_value());
    operation->decide(u"cancel"_s);
    QVERIFY(!operation->question());
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Canceled);
    QVERIFY(operation->error()->kind == ErrorKind::Cancelled);
    QCOMPARE(operation->error()->message, u"The instance was started again."_s);
    QCOMPARE(deedsTo(fixture, server.id), QStringList({u"stop"_s, u"start"_s}));
    QCOMPARE(now(fixture, server).status, u"ACTIVE"_s);
}

void TestSafeCapture::notShutOffAndTakenWhileRunning()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    fixture.cloud.faults().failNextAction(u"stop"_s);
    auto *operation = start(fixture, safeRequest(server, u"safe"_s));
    QVERIFY(fixture.pump([&] { return operation->question().has_value(); }));
    QCOMPARE(operation->question()->choices.size(), std::size_t{3});
    operation->decide(u"running"_s);
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    QCOMPARE(operation->notes().size(), 1);
    QCOMPARE(deedsTo(fixture, server.id), QStringList({u"stop"_s, u"createImage"_s}));
    QCOMPARE(tagOf(fixture, operation->resultId(), u"consistency"_s), u"running"_s);
}

void TestSafeCapture::whatCannotBeShutOffIsRefused()
{
    DemoCloudFixture fixture;
    for (const auto &name : {u"shop-staging"_s, u"crm-1"_s}) {
        const auto server = fixture.server(name);
        auto *operation = start(fixture, safeRequest(server, u"safe"_s));
        QVERIFY(toTheEnd(fixture, operation));
        QVERIFY(operation->outcome() == Outcome::Failed);
        QVERIFY(operation->error()->message.contains(server.status));
        QVERIFY(!deedsTo(fixture, server.id).contains(u"stop"_s));
    }
}

void TestSafeCapture::anotherUserStartsIt()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    auto *operation = start(fixture, safeRequest(server, u"safe"_s));
    QVERIFY(fixture.pump([&] { return !operation->resultId().isEmpty(); }));
    fixture.get(openstack::StartServer{server.id});
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    QCOMPARE(operation->notes().size(), 1);
    QCOMPARE(deedsTo(fixture, server.id), QStringList({u"stop"_s, u"createImage"_s, u"start"_s}));
    QCOMPARE(tagOf(fixture, operation->resultId(), u"consistency"_s), u"unknown"_s);
}

void TestSafeCapture::aLostStopIsResolved()
{
    for (const bool carriedOut : {true, false}) {
        DemoCloudFixture fixture;
        const auto server = fixture.server(u"web-1"_s);
        FaultRule cut;
        cut.method = "POST";
        cut.path = QRegularExpression(u"/servers/[^/]+/action$"_s);
        cut.kind = FaultRule::Kind::CutBefore;
        cut.carriedOut = carriedOut;
        fixture.cloud.faults().add(cut);
        auto *operation = start(fixture, safeRequest(server, u"safe"_s));
        QVERIFY(toTheEnd(fixture, operation));
        QVERIFY(operation->outcome() == (carriedOut ? Outcome::Succeeded : Outcome::Failed));
        QCOMPARE(deedsTo(fixture, server.id),
                 carriedOut ? QStringList({u"stop"_s, u"createImage"_s, u"start"_s})
                            : QStringList());
        QCOMPARE(now(fixture, server).status, u"ACTIVE"_s);
    }
}

void TestSafeCapture::dataVolumesOfAnImageBackedOne()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"chat-1"_s);
    QCOMPARE(server.volumes.size(), std::size_t{1});
    for (const auto &attached : server.volumes)
        fixture.stores->volumes.upsert(
            {fixture.get(openstack::Get<openstack::Volume>{attached.id})});
    auto request = safeRequest(server, u"whole"_s);
    request.extraVolumes = {server.volumes.front().id};
    request.promised = {{server.volumes.front().id, u"/dev/vdb"_s, 20}};
    auto *operation = start(fixture, request);
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded,
             qPrintable(operation->error().value_or(Error()).message));
    QCOMPARE(operation->notes(), QStringList());
    QVERIFY(operation->isAskedFor());
    openstack::List<openstack::VolumeSnapshot> list;
    list.filters.insert(u"name"_s, u"snapshot for whole"_s);
    const auto parts = fixture.get(list).items;
    QCOMPARE(parts.size(), std::size_t{1});
    QCOMPARE(parts.front().status, u"available"_s);
    QCOMPARE(parts.front().metadata.value(u"oriel:image"_s), operation->resultId());
    QCOMPARE(parts.front().metadata.value(u"oriel:instance"_s), server.id);
    QCOMPARE(parts.front().metadata.value(u"oriel:consistency"_s), u"shut-off"_s);
    QCOMPARE(now(fixture, server).status, u"ACTIVE"_s);
}

/// The data volumes of an image-backed instance say the same as its image.
void TestSafeCapture::theConsistencyIsCorrectedOnEveryPart()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"chat-1"_s);
    fixture.get(openstack::StopServer{server.id});
    QVERIFY(fixture.pump([&] { return now(fixture, server).status == u"SHUTOFF"_s; }));
    operations::CreateSnapshotRequest request{server.id, u"quiet"_s, {}};
    request.extraVolumes = {server.volumes.front().id};
    auto *operation = start(fixture, request);
    QVERIFY(fixture.pump([&] { return !operation->resultId().isEmpty(); }));
    // The operation does not see that the image is complete until somebody has started the
    // instance.
    FaultRule unseen;
    unseen.method = "GET";
    unseen.path = QRegularExpression(u"/v2/images/[^/]+$"_s);
    unseen.status = 503;
    unseen.count = 0;
    fixture.cloud.faults().add(unseen);
    QVERIFY(fixture.pump([&] { return now(fixture, server).taskState.isEmpty(); }));
    fixture.get(openstack::StartServer{server.id});
    fixture.cloud.faults().clear();
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY2(operation->outcome() == Outcome::Succeeded,
             qPrintable(operation->error().value_or(Error()).message));
    QCOMPARE(operation->notes(), QStringList());
    QCOMPARE(tagOf(fixture, operation->resultId(), u"consistency"_s), u"unknown"_s);
    openstack::List<openstack::VolumeSnapshot> list;
    list.filters.insert(u"name"_s, u"snapshot for quiet"_s);
    const auto parts = fixture.get(list).items;
    QCOMPARE(parts.size(), std::size_t{1});
    QCOMPARE(parts.front().metadata.value(u"oriel:consistency"_s), u"unknown"_s);
}

void TestSafeCapture::aDataVolumeIsRefused()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"chat-1"_s);
    FaultRule rule;
    rule.method = "POST";
    rule.path = QRegularExpression(u"/snapshots$"_s);
    rule.status = 413;
    fixture.cloud.faults().add(rule);
    auto request = safeRequest(server, u"whole"_s);
    request.extraVolumes = {server.volumes.front().id};
    auto *operation = start(fixture, request);
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    // The image is there, and half of what was wanted.
    QCOMPARE(operation->leftovers().size(), std::size_t{1});
    QCOMPARE(operation->leftovers().front().id, operation->resultId());
    QCOMPARE(now(fixture, server).status, u"ACTIVE"_s);
}

void TestSafeCapture::whatWasPromisedIsCompared()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    auto request = safeRequest(server, u"other"_s);
    request.shutOffFirst = false;
    request.promised = {{server.volumes.at(0).id, u"/dev/vda"_s, 20},
                        {server.volumes.at(1).id, u"/dev/vdb"_s, 99},
                        {u"detached-meanwhile"_s, u"/dev/vdz"_s, 5}};
    auto *operation = start(fixture, request);
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    QCOMPARE(operation->notes().size(), 1);
    const QString note = operation->notes().front();
    QVERIFY2(note.contains(u"/dev/vdz was not captured"_s) && note.contains(u"instead of 99"_s) &&
                 note.contains(u"was captured as well"_s) && !note.contains(u"/dev/vda"_s),
             qPrintable(note));
}

void TestSafeCapture::aClockThatIsWrongByADay()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    for (const auto &attached : server.volumes)
        fixture.stores->volumes.upsert(
            {fixture.get(openstack::Get<openstack::Volume>{attached.id})});
    // The cloud's clock goes right; ours is a day ahead.
    struct Ahead final : Clock
    {
        explicit Ahead(Clock &cloud) : right(cloud) {}
        [[nodiscard]] QDateTime now() const override { return right.now().addDays(1); }
        [[nodiscard]] std::chrono::milliseconds elapsed() const override { return right.elapsed(); }
        void after(std::chrono::milliseconds delay, QObject *context,
                   std::function<void()> callback) override
        {
            right.after(delay, context, std::move(callback));
        }
        Clock &right;
    } ahead(fixture.clock);
    operations::Context context{*fixture.client, *fixture.stores, ahead, u"demo"_s};
    fixture.cloud.faults().failSnapshotOf(u"db-1-data-1"_s);
    auto *operation = fixture.center.start(
        std::make_unique<CreateSnapshot>(context, safeRequest(server, u"tomorrow"_s)));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QCOMPARE(operation->leftovers().size(), std::size_t{4});
    for (const auto &stage : operation->stages())
        QVERIFY2(stage.started.secsTo(stage.ended) >= 0 && stage.started.secsTo(stage.ended) < 900,
                 qPrintable(stage.title));
    QCOMPARE(now(fixture, server).status, u"ACTIVE"_s);
}

void TestSafeCapture::oneAtATime()
{
    DemoCloudFixture fixture;
    const QTemporaryDir folder;
    operations::Journal one(folder.filePath(u"journal.sqlite"_s));
    operations::Journal two(folder.filePath(u"journal.sqlite"_s));
    operations::OperationCenter other;
    fixture.center.setJournal(&one, {});
    other.setJournal(&two, {});
    const auto server = fixture.server(u"db-1"_s);
    auto *first = start(fixture, safeRequest(server, u"first"_s));
    QVERIFY(fixture.pump([&] { return first->requestIds().size() == 1; }));
    auto *second = other.start(
        std::make_unique<CreateSnapshot>(fixture.context(), safeRequest(server, u"second"_s)));
    QVERIFY(toTheEnd(fixture, second));
    QVERIFY(second->outcome() == Outcome::Failed);
    QVERIFY2(second->error()->message.contains(u"“first”"_s), qPrintable(second->error()->message));
    QVERIFY(toTheEnd(fixture, first));
    QVERIFY(first->outcome() == Outcome::Succeeded);
    QCOMPARE(deedsTo(fixture, server.id), QStringList({u"stop"_s, u"createImage"_s, u"start"_s}));
}

void TestSafeCapture::canceled_data()
{
    QTest::addColumn<int>("requests"); // that the cloud has accepted by then
    QTest::addColumn<QString>("will");
    QTest::addColumn<QString>("did");
    QTest::addColumn<QStringList>("deeds");
    QTest::newRow("before anything was done")
        << 0 << u"No snapshot is created."_s << u"Nothing was changed."_s << QStringList();
    QTest::newRow("while it is being shut off")
        << 1 << u"The instance is started again, and no snapshot is created."_s
        << u"The instance was started again."_s << QStringList({u"stop"_s, u"start"_s});
}

void TestSafeCapture::canceled()
{
    QFETCH(const int, requests);
    QFETCH(const QString, will);
    QFETCH(const QString, did);
    QFETCH(const QStringList, deeds);
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    auto *operation = start(fixture, safeRequest(server, u"unwanted"_s));
    QVERIFY(fixture.pump([&] { return operation->requestIds().size() >= requests; }));
    QVERIFY(operation->canCancel());
    QCOMPARE(operation->cancelText(), will);
    QCOMPARE(operation->consequence().isEmpty(), requests == 0);
    operation->cancel();
    QVERIFY(operation->isCanceling() && !operation->canCancel());
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Canceled);
    QCOMPARE(operation->error()->message, did);
    QVERIFY(operation->consequence().isEmpty());
    QCOMPARE(deedsTo(fixture, server.id), deeds);
    QCOMPARE(now(fixture, server).status, u"ACTIVE"_s);
    for (const auto &stage : operation->stages())
        QVERIFY2(stage.state != StageState::Failed, qPrintable(stage.title));
}

void TestSafeCapture::cannotBeCanceledOnceRequested()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"web-1"_s);
    auto *operation = start(fixture, safeRequest(server, u"wanted"_s));
    QVERIFY(fixture.pump([&] { return operation->requestIds().size() == 2; }));
    QVERIFY(!operation->canCancel());
    QVERIFY(!operation->consequence().isEmpty() && !operation->isOnlyWaiting());
    operation->cancel();
    QVERIFY(!operation->isCanceling());
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    QCOMPARE(deedsTo(fixture, server.id), QStringList({u"stop"_s, u"createImage"_s, u"start"_s}));
}

void TestSafeCapture::aStartThatNeverArrivedIsSentOnceMore_data()
{
    QTest::addColumn<int>("lost");
    QTest::newRow("the first is lost") << 1;
    QTest::newRow("the second, too") << 2;
}

void TestSafeCapture::aStartThatNeverArrivedIsSentOnceMore()
{
    QFETCH(const int, lost);
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"web-1"_s);
    FaultRule cut;
    cut.method = "POST";
    cut.path = QRegularExpression(u"/servers/[^/]+/action$"_s);
    cut.kind = FaultRule::Kind::CutBefore;
    cut.carriedOut = false;
    cut.from = 3; // after os-stop and createImage
    cut.count = lost;
    fixture.cloud.faults().add(cut);
    auto *operation = start(fixture, safeRequest(server, u"safe"_s));
    QVERIFY(toTheEnd(fixture, operation));
    if (lost == 1) {
        QVERIFY2(operation->outcome() == Outcome::Succeeded,
                 qPrintable(operation->error().value_or(Error()).message));
        QCOMPARE(now(fixture, server).status, u"ACTIVE"_s);
        QCOMPARE(deedsTo(fixture, server.id),
                 QStringList({u"stop"_s, u"createImage"_s, u"start"_s}));
        return;
    }
    // Then it is told, with how to start it.
    QVERIFY(operation->outcome() == Outcome::Failed);
    const QString said = operation->error()->message;
    QVERIFY2(said.contains(u"still shut off"_s) && said.contains(u"openstack server start"_s),
             qPrintable(said));
}

void TestSafeCapture::aNameThatIsTooLongShutsNothingOff()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    // Good for the image, too long for “snapshot for …”.
    auto *operation = start(fixture, safeRequest(server, QString(250, u'n')));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QVERIFY(operation->error()->kind == ErrorKind::BadRequest);
    QCOMPARE(deedsTo(fixture, server.id), QStringList());
}

/// The disk is full from one line of the journal on, one line later each time.
void TestSafeCapture::whatIsNotWrittenIsNotSent()
{
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    struct rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit full = before;
    full.rlim_cur = 0;
    QSet<QString> seen;
    bool wasFull = true;
    for (int line = 1; wasFull; ++line) {
        QVERIFY2(line < 40, "it does not finish");
        const QTemporaryDir folder;
        DemoCloudFixture fixture;
        const auto server = fixture.server(u"web-1"_s);
        operations::Journal journal(folder.filePath(u"journal.sqlite"_s));
        wasFull = false;
        connect(
            &journal, &operations::Journal::writing, this,
            [&](int number) {
                if (number == line)
                    wasFull = ::setrlimit(RLIMIT_FSIZE, &full) == 0;
            },
            Qt::DirectConnection);
        fixture.center.setJournal(&journal, {});
        auto *operation = start(fixture, safeRequest(server, u"safe"_s));
        const bool ended = toTheEnd(fixture, operation);
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        const QString said = u"line %1: %2"_s.arg(QString::number(line),
                                                  operation->error().value_or(Error()).message);
        QVERIFY2(ended, qPrintable(said));
        QCOMPARE(now(fixture, server).status, u"ACTIVE"_s);
        const QString deeds = deedsTo(fixture, server.id).join(u' ');
        seen.insert(deeds);
        if (operation->outcome() == Outcome::Succeeded) {
            QCOMPARE(deeds, u"stop createImage start"_s);
            continue;
        }
        QVERIFY2(operation->outcome() == Outcome::Failed, qPrintable(said));
        QVERIFY2(operation->error()->kind == ErrorKind::Storage, qPrintable(said));
        QVERIFY2(!deeds.contains(u"createImage"_s), qPrintable(said + deeds));
        QVERIFY2(operation->error()->message.contains(journal.path()), qPrintable(said));
    }
    std::signal(SIGXFSZ, handler);
    // Nothing sent, back to where it was, and all of it.
    QCOMPARE(seen, QSet<QString>({u""_s, u"stop start"_s, u"stop createImage start"_s}));
}

/// Killed while the instance is off, and then the compute service is away for a long time.
void TestSafeCapture::anOutageLeavesNothingOff()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    Dying dying(fixture, safeRequest(server, u"safe"_s));
    QVERIFY(fixture.pump([&] { return dying.operation->requestIds().size() == 1; }));
    FaultRule outage;
    outage.path = QRegularExpression(u"/servers/"_s);
    outage.count = 0;
    outage.retryAfter = 3600; // only the operation asks again
    fixture.cloud.faults().add(outage);
    auto *operation = dying.resumed();
    QVERIFY(!fixture.pump([&] { return operation->outcome() != Outcome::Running; }, 21min));
    fixture.cloud.faults().clear();
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Unclear);
    QCOMPARE(now(fixture, server).status, u"ACTIVE"_s);
    QCOMPARE(deedsTo(fixture, server.id), QStringList({u"stop"_s, u"start"_s}));
}

void TestSafeCapture::storageThatStandsStillIsAskedAbout()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    fixture.cloud.faults().stopStorage();
    auto *operation = start(fixture, safeRequest(server, u"safe"_s));
    QVERIFY(fixture.pump([&] { return operation->question().has_value(); }));
    QCOMPARE(operation->leavesShutOff(), u"db-1"_s);
    operation->decide(u"wait"_s);
    QVERIFY(!fixture.pump([&] { return operation->question().has_value(); }, 9min));
    QVERIFY(fixture.pump([&] { return operation->question().has_value(); }, 2min));
    operation->decide(QString(CreateSnapshot::startChoice));
    QVERIFY(fixture.pump([&] { return now(fixture, server).status == u"ACTIVE"_s; }, 2min));
    // What is left is a matter of the storage.
    QVERIFY(fixture.pump([&] { return operation->isOnlyWaiting(); }, 2min));
    QVERIFY(!fixture.pump([&] { return operation->question().has_value(); }, 15min));
    QCOMPARE(tagOf(fixture, operation->resultId(), u"consistency"_s), u"unknown"_s);
    fixture.cloud.faults().stopStorage(false);
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    QCOMPARE(operation->notes().size(), 1);
    QCOMPARE(deedsTo(fixture, server.id), QStringList({u"stop"_s, u"createImage"_s, u"start"_s}));
    QCOMPARE(tagOf(fixture, operation->resultId(), u"consistency"_s), u"unknown"_s);
    for (const auto &part : fixture.get(openstack::List<openstack::VolumeSnapshot>{}).items) {
        if (part.name == operations::volumeSnapshotName(u"safe"_s))
            QCOMPARE(part.metadata.value(u"oriel:consistency"_s), u"unknown"_s);
    }
}

void TestSafeCapture::storageGoesOnWhileTheQuestionIsOpen()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    fixture.cloud.faults().stopStorage();
    auto *operation = start(fixture, safeRequest(server, u"safe"_s));
    QVERIFY(fixture.pump([&] { return operation->question().has_value(); }));
    fixture.cloud.faults().stopStorage(false);
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(!operation->question());
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    QCOMPARE(operation->notes(), QStringList());
    QCOMPARE(now(fixture, server).status, u"ACTIVE"_s);
    QCOMPARE(tagOf(fixture, operation->resultId(), u"consistency"_s), u"shut-off"_s);
}

void TestSafeCapture::aScheduleStartsItByItself()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    fixture.cloud.faults().stopStorage();
    auto request = safeRequest(server, u"nightly"_s);
    request.schedule = u"a-schedule"_s;
    auto *operation = start(fixture, request);
    bool wasAsked = false;
    QVERIFY(fixture.pump([&] {
        wasAsked = wasAsked || operation->question();
        return operation->isOnlyWaiting();
    }));
    QVERIFY(!wasAsked);
    QCOMPARE(now(fixture, server).status, u"ACTIVE"_s);
}

void TestSafeCapture::anEarlyStartIsResumed()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    fixture.cloud.faults().stopStorage();
    Dying dying(fixture, safeRequest(server, u"safe"_s));
    QVERIFY(fixture.pump([&] { return dying.operation->question().has_value(); }));
    dying.operation->decide(QString(CreateSnapshot::startChoice));
    auto *operation = dying.resumed();
    QVERIFY(fixture.pump([&] { return operation->isOnlyWaiting(); }, 2min));
    QCOMPARE(now(fixture, server).status, u"ACTIVE"_s);
    fixture.cloud.faults().stopStorage(false);
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    QCOMPARE(deedsTo(fixture, server.id), QStringList({u"stop"_s, u"createImage"_s, u"start"_s}));
    QCOMPARE(tagOf(fixture, operation->resultId(), u"consistency"_s), u"unknown"_s);
}

QTEST_GUILESS_MAIN(TestSafeCapture)
#include "tst_safecapture.moc"
