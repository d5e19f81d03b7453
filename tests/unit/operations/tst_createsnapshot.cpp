#include "operations/capture/createsnapshot.h"

#include "openstack/blockstorage/limits.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/image/image.h"
#include "support/democloudfixture.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

using namespace Qt::StringLiterals;
using namespace oriel;
using demo::FaultRule;
using operations::Outcome;
using operations::StageState;
using operations::Subject;
using test::DemoCloudFixture;

class TestCreateSnapshot final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void imageBacked();
    void volumeBacked();
    void launchedFromASnapshot();
    void shutOffIsTagged();
    void aStartInBetweenTakesTheTagBack();
    void rowsAreThereWhileItRuns();
    void noListIsFetchedEverySecondBesideIt();
    void lostAnswerIsResolvedByTheTag();
    void lostRequestIsUnclear();
    void refused_data();
    void refused();
    void overTheQuota();
    void theQuotaOfGigabytesIsNamed();
    void whatARefusalLeftBehindIsNamed();
    void instanceGone();
    void aProxysRefusalThatWasNone();
    void uploadFails();
    void oneVolumeSnapshotFails();
    void imageDeletedWhileSaving();
    void survivesTroubleWhileLooking();
    void tagsThatAreRefusedAreNoted();
};

namespace {

const QRegularExpression actionPath(u"/servers/[^/]+/action$"_s);

/// POST /servers: what the tests need of it.
struct Launch
{
    using Value = bool;

    QString name;
    QString imageId;
    QString flavorId;

    [[nodiscard]] net::Request request() const
    {
        net::Request request;
        request.method = net::Method::Post;
        request.service = net::Service::Compute;
        request.path = u"/servers"_s;
        request.microversions = net::MicroversionRange{{2, 37}, {2, 90}};
        const QJsonObject server{{u"name"_s, name},
                                 {u"imageRef"_s, imageId},
                                 {u"flavorRef"_s, flavorId},
                                 {u"networks"_s, u"none"_s}};
        request.body = QJsonDocument(QJsonObject{{u"server"_s, server}}).toJson();
        return request;
    }
    [[nodiscard]] static Result<bool> decode(const net::Answer &) { return true; }
};

operations::CreateSnapshotRequest requestFor(const openstack::Server &server, const QString &name)
{
    return {server.id, name, QDate(2026, 1, 22)};
}

operations::CreateSnapshot *start(DemoCloudFixture &fixture,
                                  const operations::CreateSnapshotRequest &request)
{
    return static_cast<operations::CreateSnapshot *>(fixture.center.start(
        std::make_unique<operations::CreateSnapshot>(fixture.context(), request)));
}

bool toTheEnd(DemoCloudFixture &fixture, const operations::Operation *operation)
{
    return fixture.pump([operation] { return operation->outcome() != Outcome::Running; });
}

int posts(DemoCloudFixture &fixture)
{
    return fixture.cloud.faults().requestCount("POST", actionPath);
}

std::vector<openstack::Image> imagesNamed(DemoCloudFixture &fixture, const QString &name)
{
    openstack::List<openstack::Image> list;
    list.filters.insert(u"name"_s, name);
    return fixture.get(list).items;
}

std::vector<openstack::VolumeSnapshot> snapshotsNamed(DemoCloudFixture &fixture,
                                                      const QString &name)
{
    openstack::List<openstack::VolumeSnapshot> list;
    list.filters.insert(u"name"_s, name);
    return fixture.get(list).items;
}

QStringList stageTitles(const operations::Operation &operation)
{
    QStringList titles;
    for (const auto &stage : operation.stages())
        titles += stage.title;
    return titles;
}

} // namespace

void TestCreateSnapshot::imageBacked()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"web-1"_s);
    auto *operation = start(fixture, requestFor(server, u"mine"_s));
    QCOMPARE(operation->subject().name, u"web-1"_s);
    QSignalSpy finished(operation, &operations::Operation::finished);
    QSet<QString> details;
    connect(operation, &operations::Operation::changed, this, [&] {
        for (const auto &stage : operation->stages())
            details.insert(stage.detail);
    });
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    QCOMPARE(finished.size(), 1);
    QCOMPARE(posts(fixture), 1);
    QCOMPARE(operation->notes(), QStringList());
    QCOMPARE(stageTitles(*operation).size(), 3);
    for (const auto &stage : operation->stages()) {
        QVERIFY(stage.state == StageState::Done);
        QVERIFY(stage.started.isValid() && stage.ended >= stage.started);
    }
    QVERIFY2(details.contains(u"image_uploading"_s),
             qPrintable(QStringList(details.values()).join(u' ')));

    const auto images = imagesNamed(fixture, u"mine"_s);
    QCOMPARE(images.size(), std::size_t{1});
    QCOMPARE(images[0].id, operation->resultId());
    QCOMPARE(images[0].instanceUuid(), server.id);
    QCOMPARE(images[0].imageType(), u"snapshot"_s);
    QCOMPARE(images[0].properties.value(u"oriel:operation"_s), operation->id());
    QCOMPARE(images[0].properties.value(u"oriel:keep_until"_s), u"2026-01-22"_s);
    QCOMPARE(images[0].properties.value(u"oriel:created_by"_s), u"demo"_s);
    QCOMPARE(images[0].properties.value(u"oriel:consistency"_s), u"running"_s);
    QVERIFY(fixture.stores->images.find(operation->resultId())->status == u"active"_s);
    QVERIFY(!operation->requestIds().isEmpty());
}

void TestCreateSnapshot::volumeBacked()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    auto *operation = start(fixture, requestFor(server, u"three"_s));
    std::vector<int> seenProgress;
    connect(operation, &operations::Operation::changed, this, [&] {
        for (const auto &stage : operation->stages()) {
            if (stage.state == StageState::Running && stage.percent > 0)
                seenProgress.push_back(stage.percent);
        }
    });
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    QCOMPARE(posts(fixture), 1);
    QCOMPARE(operation->stages().size(), std::size_t{4});
    QVERIFY(operation->stages()[1].title.contains(u"/dev/vda"_s));
    QVERIFY(operation->stages()[1].title.contains(u"20 GiB"_s));
    const auto parts = snapshotsNamed(fixture, u"snapshot for three"_s);
    QCOMPARE(parts.size(), std::size_t{3});
    for (const auto &part : parts) {
        QCOMPARE(part.status, u"available"_s);
        QCOMPARE(part.metadata.value(u"oriel:operation"_s), operation->id());
        QCOMPARE(part.metadata.value(u"oriel:keep_until"_s), u"2026-01-22"_s);
        QCOMPARE(part.metadata.value(u"oriel:image"_s), operation->resultId());
        QVERIFY(fixture.stores->volumeSnapshots.find(part.id));
        QCOMPARE(fixture.stores->volumeSnapshots.find(part.id)->status, u"available"_s);
    }
    const auto images = imagesNamed(fixture, u"three"_s);
    QCOMPARE(images.size(), std::size_t{1});
    // Nova sets neither of a volume-backed instance: they are there because they were sent.
    QCOMPARE(images[0].instanceUuid(), server.id);
    QCOMPARE(images[0].imageType(), u"snapshot"_s);
    QVERIFY(!seenProgress.empty());
}

/// It names an image, and is volume-backed nevertheless: done is only when its volumes are.
void TestCreateSnapshot::launchedFromASnapshot()
{
    DemoCloudFixture fixture;
    operations::CreateSnapshotRequest request = requestFor(fixture.server(u"db-1"_s), u"base"_s);
    request.description = u"to make others from"_s;
    auto *first = start(fixture, request);
    QVERIFY(toTheEnd(fixture, first));
    const auto described = [&](const QString &name) {
        return imagesNamed(fixture, name).at(0).properties.value(u"oriel:description"_s, u"-"_s);
    };
    QCOMPARE(described(u"base"_s), request.description);
    const auto flavors = fixture.get(openstack::List<openstack::Flavor>{}).items;
    const auto large = std::ranges::max_element(
        flavors, {}, [](const openstack::Flavor &flavor) { return flavor.ramMiB; });
    fixture.get(Launch{u"restored"_s, first->resultId(), large->id});
    const auto up = [&] {
        const auto server = fixture.server(u"restored"_s);
        return server.status == u"ACTIVE"_s && server.taskState.isEmpty();
    };
    QVERIFY(fixture.pump(up));
    const auto server = fixture.server(u"restored"_s);
    QCOMPARE(server.imageId, first->resultId());
    QCOMPARE(server.volumes.size(), std::size_t{3});

    auto *operation = start(fixture, requestFor(server, u"again"_s));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    QCOMPARE(operation->stages().size(), std::size_t{4});
    QCOMPARE(described(u"again"_s), u"-"_s); // that of the first is not this one's
    QVERIFY(operation->notes().isEmpty());
    const auto parts = snapshotsNamed(fixture, u"snapshot for again"_s);
    QCOMPARE(parts.size(), std::size_t{3});
    for (const auto &part : parts) {
        QCOMPARE(part.status, u"available"_s);
        QCOMPARE(part.metadata.value(u"oriel:operation"_s), operation->id());
    }
}

void TestCreateSnapshot::shutOffIsTagged()
{
    DemoCloudFixture fixture;
    auto *operation = start(fixture, requestFor(fixture.server(u"db-staging"_s), u"quiet"_s));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    QCOMPARE(imagesNamed(fixture, u"quiet"_s).at(0).properties.value(u"oriel:consistency"_s),
             u"shut-off"_s);
    for (const auto &part : snapshotsNamed(fixture, u"snapshot for quiet"_s))
        QCOMPARE(part.metadata.value(u"oriel:consistency"_s), u"shut-off"_s);
}

void TestCreateSnapshot::aStartInBetweenTakesTheTagBack()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-staging"_s);
    auto *operation = start(fixture, requestFor(server, u"unquiet"_s));
    QVERIFY(fixture.pump([&] { return !operation->resultId().isEmpty(); }));
    fixture.get(openstack::StartServer{server.id});
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    QCOMPARE(imagesNamed(fixture, u"unquiet"_s).at(0).properties.value(u"oriel:consistency"_s),
             u"unknown"_s);
    for (const auto &part : snapshotsNamed(fixture, u"snapshot for unquiet"_s))
        QCOMPARE(part.metadata.value(u"oriel:consistency"_s), u"unknown"_s);
}

void TestCreateSnapshot::rowsAreThereWhileItRuns()
{
    DemoCloudFixture fixture;
    auto *operation = start(fixture, requestFor(fixture.server(u"web-1"_s), u"early"_s));
    QVERIFY(fixture.pump([&] { return !operation->resultId().isEmpty(); }));
    QVERIFY(fixture.pump(
        [&] { return fixture.stores->images.find(operation->resultId()) != nullptr; }));
    QVERIFY(operation->outcome() == Outcome::Running);
    QVERIFY(fixture.center.runningOn(operation->subject().id) == operation);
    QVERIFY(fixture.center.runningOn(operation->resultId()) == operation);
    QCOMPARE(fixture.center.running(), 1);
    QVERIFY(toTheEnd(fixture, operation));
    QCOMPARE(fixture.center.running(), 0);
}

void TestCreateSnapshot::noListIsFetchedEverySecondBesideIt()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    // As the Snapshots tab of the instance's page does.
    const auto page = fixture.stores->watchRow(Kind::Server, server.id);
    const auto references =
        fixture.stores->watch({Kind::Volume, Kind::Flavor}, store::RefreshRate::Referenced);
    const auto tab = fixture.stores->watch({Kind::SnapshotSet});
    const auto &stores = *fixture.stores;
    QVERIFY(fixture.pump([&] {
        return stores.snapshotSets.state().loaded && stores.volumes.state().loaded &&
               stores.flavors.state().loaded && fixture.client->running() == 0;
    }));
    const auto begun = fixture.clock.elapsed();
    fixture.cloud.faults().clearLog();
    auto *operation = start(fixture, requestFor(server, u"mine"_s));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    const auto lasted =
        std::chrono::duration_cast<std::chrono::seconds>(fixture.clock.elapsed() - begun).count();
    QVERIFY(lasted >= 5);

    const auto whole = [&fixture](const QString &path) {
        return std::ranges::count_if(fixture.cloud.faults().log(), [&](const auto &request) {
            return request.method == "GET" && request.path.endsWith(path) &&
                   !request.query.contains("name=") && !request.query.contains("changes-since");
        });
    };
    // Every ten seconds, for what other clients do; Glance lists hidden images separately.
    QVERIFY(whole(u"/images"_s) <= 2 * (lasted / 10 + 1));
    QVERIFY(whole(u"/snapshots/detail"_s) <= lasted / 10 + 1);
    // Only the restored or attached ones would be missing, and they are fetched alone.
    QCOMPARE(whole(u"/volumes/detail"_s), 0);
    QCOMPARE(whole(u"/servers/detail"_s), 0);
    QCOMPARE(whole(u"/flavors/detail"_s), 0);
    // The rows are polled once per second: by the operation, and not by the stores as well.
    for (const auto &snapshot : snapshotsNamed(fixture, u"snapshot for mine"_s)) {
        const int polls = fixture.cloud.faults().requestCount(
            "GET", QRegularExpression(u"/snapshots/%1$"_s.arg(snapshot.id)));
        QVERIFY2(polls <= lasted + 2, qPrintable(QString::number(polls)));
    }
}

void TestCreateSnapshot::lostAnswerIsResolvedByTheTag()
{
    DemoCloudFixture fixture;
    for (const auto &name : {u"web-1"_s, u"db-1"_s}) {
        const auto server = fixture.server(name);
        FaultRule cut;
        cut.method = "POST";
        cut.path = actionPath;
        cut.kind = FaultRule::Kind::CutBefore;
        fixture.cloud.faults().add(cut);
        const int before = posts(fixture);
        auto *operation = start(fixture, requestFor(server, u"cut "_s + name));
        QVERIFY(toTheEnd(fixture, operation));
        QVERIFY(operation->outcome() == Outcome::Succeeded);
        QCOMPARE(posts(fixture), before + 1);
        const auto images = imagesNamed(fixture, u"cut "_s + name);
        QCOMPARE(images.size(), std::size_t{1});
        QCOMPARE(images[0].id, operation->resultId());
    }
}

void TestCreateSnapshot::lostRequestIsUnclear()
{
    DemoCloudFixture fixture;
    FaultRule cut;
    cut.method = "POST";
    cut.path = actionPath;
    cut.kind = FaultRule::Kind::CutBefore;
    cut.carriedOut = false;
    fixture.cloud.faults().add(cut);
    auto *operation = start(fixture, requestFor(fixture.server(u"db-1"_s), u"lost"_s));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Unclear);
    QVERIFY(operation->error()->kind == ErrorKind::AnswerLost);
    QCOMPARE(posts(fixture), 1);
    QVERIFY(operation->leftovers().empty());
    // It did not give up at the first look: an image may come a minute later.
    QVERIFY(fixture.cloud.faults().requestCount("GET", QRegularExpression(u"/v2/images$"_s)) >= 10);
}

void TestCreateSnapshot::refused_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<int>("kind");
    QTest::newRow("busy") << u"busy"_s << int(ErrorKind::Conflict);
    QTest::newRow("reader") << u"reader"_s << int(ErrorKind::Forbidden);
    QTest::newRow("500") << u"500"_s << int(ErrorKind::Unavailable);
    QTest::newRow("name of 256") << u"256"_s << int(ErrorKind::BadRequest);
}

void TestCreateSnapshot::refused()
{
    QFETCH(const QString, scenario);
    QFETCH(const int, kind);
    const bool reader = scenario == u"reader"_s;
    DemoCloudFixture fixture(reader ? u"reader"_s : u"demo"_s,
                             reader ? u"demo-reader"_s : u"demo"_s);
    const auto server = fixture.server(scenario == u"busy"_s ? u"web-1"_s : u"db-1"_s);
    QString name = u"refused"_s;
    if (scenario == u"256"_s)
        name = QString(256, u'x');
    if (scenario == u"500"_s || scenario == u"busy"_s) {
        FaultRule rule;
        rule.method = "POST";
        rule.path = actionPath;
        rule.status = scenario == u"500"_s ? 500 : 409;
        fixture.cloud.faults().add(rule);
    }
    const int before = posts(fixture);
    auto *operation = start(fixture, requestFor(server, name));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QCOMPARE(int(operation->error()->kind), kind);
    QVERIFY(!operation->error()->message.isEmpty());
    QVERIFY(operation->resultId().isEmpty());
    QVERIFY(operation->stages().front().state == StageState::Failed);
    QVERIFY(operation->leftovers().empty());
    // What Oriel knows itself is not sent.
    QCOMPARE(posts(fixture), scenario == u"256"_s ? before : before + 1);
}

void TestCreateSnapshot::overTheQuota()
{
    // The project "lab" may have two volume snapshots; its instance has three volumes.
    DemoCloudFixture fixture(u"demo"_s, u"demo"_s, u"lab"_s);
    auto *operation = start(fixture, requestFor(fixture.server(u"trial-1"_s), u"too many"_s));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QVERIFY(operation->error()->kind == ErrorKind::OverQuota);
    QCOMPARE(operation->error()->httpStatus, 403);
    QVERIFY(operation->leftovers().empty());
    QCOMPARE(posts(fixture), 1);
}

void TestCreateSnapshot::theQuotaOfGigabytesIsNamed()
{
    // Nova says "snapshots" to either; the limits know better.
    DemoCloudFixture fixture;
    const auto limits = fixture.get(openstack::GetBlockStorageLimits{}).gigabytes;
    const auto server = fixture.server(u"db-1"_s); // 20, 100 and 40 GiB
    openstack::CreateVolume filler;
    filler.name = u"filler"_s;
    for (const auto &snapshot : fixture.get(openstack::List<openstack::VolumeSnapshot>{}).items) {
        if (snapshot.status == "available"_L1)
            filler.snapshotId = snapshot.id;
    }
    filler.sizeGiB = static_cast<int>(limits.limit - limits.used) - 90;
    fixture.get(filler);
    const auto before = posts(fixture);
    auto *operation = start(fixture, requestFor(server, u"too large"_s));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    const QString message = operation->error()->message;
    QVERIFY2(message.startsWith(
                 u"Quota exceeded for resources: snapshots. The storage quota is too small"_s),
             qPrintable(message));
    QCOMPARE(operation->leftovers().size(), std::size_t(1));
    // What the first volume took counts as used, what the other two lack is the 140.
    QVERIFY2(message.contains(u"%1 of %2 GiB are in use, and 140 GiB more"_s.arg(
                 QString::number(limits.limit - 70), QString::number(limits.limit))),
             qPrintable(message));
    QCOMPARE(posts(fixture), before + 1);
}

void TestCreateSnapshot::whatARefusalLeftBehindIsNamed()
{
    // Nova gave up half-way: a volume snapshot stands, made after we asked; an older one of the
    // same name is not ours.
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    const QString name = u"snapshot for left"_s;
    const auto old =
        fixture.get(openstack::CreateVolumeSnapshot{server.volumes.at(0).id, name, {}, {}});
    fixture.stores->volumeSnapshots.upsert({old});
    FaultRule rule;
    rule.method = "POST";
    rule.path = actionPath;
    rule.status = 500;
    fixture.cloud.faults().add(rule);
    auto *operation = start(fixture, requestFor(server, u"left"_s));
    QVERIFY(fixture.pump([&] { return posts(fixture) == 1; }));
    const auto stray =
        fixture.get(openstack::CreateVolumeSnapshot{server.volumes.at(1).id, name, {}, {}});
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QCOMPARE(operation->leftovers().size(), std::size_t{1});
    QCOMPARE(operation->leftovers().front().id, stray.id);
}

void TestCreateSnapshot::instanceGone()
{
    DemoCloudFixture fixture;
    auto server = fixture.server(u"web-1"_s);
    server.id = u"00000000-0000-4000-8000-000000000000"_s;
    fixture.stores->servers.upsert({server});
    auto *operation = start(fixture, requestFor(server, u"late"_s));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QVERIFY(operation->error()->kind == ErrorKind::NotFound);
    QVERIFY(!fixture.stores->servers.find(server.id));
    QCOMPARE(posts(fixture), 0);
}

void TestCreateSnapshot::aProxysRefusalThatWasNone()
{
    // A gateway that gives up on a slow service says 504 while the service goes on.
    DemoCloudFixture fixture;
    FaultRule rule;
    rule.method = "POST";
    rule.path = actionPath;
    rule.status = 504;
    fixture.cloud.faults().add(rule);
    auto *operation = start(fixture, requestFor(fixture.server(u"db-1"_s), u"gateway"_s));
    QVERIFY(toTheEnd(fixture, operation));
    // Nothing tells that it did not happen: it is not called a failure.
    QVERIFY(operation->outcome() == Outcome::Unclear);
    QCOMPARE(posts(fixture), 1);
}

void TestCreateSnapshot::uploadFails()
{
    DemoCloudFixture fixture;
    fixture.cloud.faults().failNextUpload();
    auto *operation = start(fixture, requestFor(fixture.server(u"web-1"_s), u"broken"_s));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QVERIFY(operation->error()->kind == ErrorKind::Failed);
    QVERIFY2(operation->error()->message.contains(u"Create the image of the snapshot"_s),
             qPrintable(operation->error()->message));
    QVERIFY(!fixture.stores->images.find(operation->resultId()));
    QVERIFY(operation->leftovers().empty());
}

void TestCreateSnapshot::oneVolumeSnapshotFails()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"db-1"_s);
    for (const auto &attached : server.volumes)
        fixture.stores->volumes.upsert(
            {fixture.get(openstack::Get<openstack::Volume>{attached.id})});
    fixture.cloud.faults().failSnapshotOf(u"db-1-data-1"_s);
    auto *operation = start(fixture, requestFor(server, u"half"_s));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QVERIFY(operation->error()->kind == ErrorKind::Failed);
    QVERIFY2(operation->error()->message.contains(u"db-1-data-1"_s),
             qPrintable(operation->error()->message));
    QVERIFY(!operation->error()->message.contains(u"db-1-data-2"_s));
    // The image is active nevertheless; it and all three volume snapshots are left.
    QCOMPARE(operation->leftovers().size(), std::size_t{4});
    QVERIFY(operation->leftovers().front().kind == openstack::Kind::Image);
    QCOMPARE(operation->leftovers().front().id, operation->resultId());
    int failed = 0;
    for (const auto &stage : operation->stages())
        failed += stage.state == StageState::Failed ? 1 : 0;
    QCOMPARE(failed, 1);
}

void TestCreateSnapshot::imageDeletedWhileSaving()
{
    DemoCloudFixture fixture;
    auto *operation = start(fixture, requestFor(fixture.server(u"web-1"_s), u"removed"_s));
    QVERIFY(fixture.pump([&] { return !operation->resultId().isEmpty(); }));
    fixture.get(openstack::Delete<openstack::Image>{operation->resultId()});
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Failed);
    QVERIFY(operation->error()->kind == ErrorKind::Failed);
}

void TestCreateSnapshot::survivesTroubleWhileLooking()
{
    DemoCloudFixture fixture;
    FaultRule rule;
    rule.method = "GET";
    rule.path = QRegularExpression(u"/v2/images/[^/]+$"_s);
    rule.status = 503;
    rule.count = 9;
    fixture.cloud.faults().add(rule);
    auto *operation = start(fixture, requestFor(fixture.server(u"web-1"_s), u"patient"_s));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    QCOMPARE(posts(fixture), 1);
}

void TestCreateSnapshot::tagsThatAreRefusedAreNoted()
{
    DemoCloudFixture fixture;
    FaultRule rule;
    rule.method = "POST";
    rule.path = QRegularExpression(u"/snapshots/[^/]+/metadata$"_s);
    rule.status = 403;
    rule.count = 0;
    fixture.cloud.faults().add(rule);
    auto *operation = start(fixture, requestFor(fixture.server(u"db-1"_s), u"unstamped"_s));
    QVERIFY(toTheEnd(fixture, operation));
    QVERIFY(operation->outcome() == Outcome::Succeeded);
    QCOMPARE(operation->notes().size(), 3);
    for (const QString &note : operation->notes())
        QVERIFY2(note.startsWith(u"Oriel's tags could not be written on the volume snapshot "_s),
                 qPrintable(note));
}

QTEST_GUILESS_MAIN(TestCreateSnapshot)
#include "tst_createsnapshot.moc"
