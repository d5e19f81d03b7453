#include "openstack/blockstorage/backup.h"
#include "operations/capture/createsnapshot.h"
#include "operations/schedule/retention.h"
#include "operations/schedule/scheduledbackups.h"
#include "operations/snapshottags.h"
#include "support/democloudfixture.h"

#include <QtCore/QJsonObject>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::Outcome;
using operations::Subject;
using test::DemoCloudFixture;

namespace {

const QString nightly = u"nightly"_s;
const QDate today(2026, 1, 20);

openstack::Image snapshotOf(const QString &serverId, const QString &id, int day,
                            const QString &schedule)
{
    openstack::Image image;
    image.id = id;
    image.name = u"backup "_s + id;
    image.status = u"active"_s;
    image.sizeBytes = 1;
    image.created = QDateTime(QDate(2026, 1, day), QTime(3, 0), Qt::UTC);
    image.properties = operations::imageTags({u"op-"_s + id, u"demo"_s, serverId, std::nullopt});
    if (!schedule.isEmpty())
        image.properties.insert(u"oriel:schedule"_s, operations::scheduleTag(schedule, id));
    return image;
}

/// The stores of a cloud with instance s1 and these images.
struct ImagesFixture
{
    explicit ImagesFixture(const std::vector<openstack::Image> &images)
    {
        openstack::Server server;
        server.id = u"s1"_s;
        server.name = u"web"_s;
        cloud.stores->servers.replaceAll({server});
        cloud.stores->images.replaceAll(images);
        cloud.stores->volumes.replaceAll({});
        cloud.stores->volumeSnapshots.replaceAll({});
        store::LoadState loaded;
        loaded.loaded = true;
        cloud.stores->servers.setState(loaded);
        cloud.stores->images.setState(loaded);
        cloud.stores->volumes.setState(loaded);
        cloud.stores->volumeSnapshots.setState(loaded);
        const auto count = static_cast<qsizetype>(images.size());
        if (!QTest::qWaitFor([&] { return cloud.stores->snapshotSets.size() == count; }))
            qFatal("the sets were not determined");
    }
    [[nodiscard]] QStringList beyond(int keep) const
    {
        QStringList ids;
        for (const Subject &old :
             operations::beyondSchedule(*cloud.stores, nightly, u"s1"_s, keep, today))
            ids += old.id;
        return ids;
    }

    DemoCloudFixture cloud;
};

} // namespace

class TestRetention final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTheOldestOfTheSchedule();
    void whatIsKeptAnyway();
    void anInheritedTagMeansNothing();
    void theRequestSurvivesTheJournal();
    void theImageIsMarked();
    void aManualSnapshotIsNotMarked();
    void dataVolumesAreIncluded();
    void aChainOfBackupsGoesAsAWhole();
    void everyNthBackupIsAFullOne();
};

namespace {

/// Of the volume v1, with data of that day of January 2026.
openstack::Backup backupOf(const QString &id, int day, bool incremental, bool hasDependents,
                           const QString &schedule = nightly)
{
    openstack::Backup backup;
    backup.id = backup.name = id;
    backup.volumeId = u"v1"_s;
    backup.status = u"available"_s;
    backup.incremental = incremental;
    backup.hasDependents = hasDependents;
    backup.created = QDateTime(QDate(2026, 1, day), QTime(3, 10), Qt::UTC);
    backup.dataTime = QDateTime(QDate(2026, 1, day), QTime(3, 0), Qt::UTC);
    if (!schedule.isEmpty())
        backup.metadata.insert(u"oriel:schedule"_s, schedule);
    return backup;
}

} // namespace

void TestRetention::aChainOfBackupsGoesAsAWhole()
{
    const ImagesFixture fixture({});
    const auto beyond = [&](std::vector<openstack::Backup> backups, int keep) {
        fixture.cloud.stores->of<openstack::Backup>().replaceAll(std::move(backups));
        QStringList ids;
        for (const Subject &old : operations::backupsBeyond(*fixture.cloud.stores, nightly, keep))
            ids += old.id;
        return ids;
    };
    const std::vector<openstack::Backup> two{
        backupOf(u"f1"_s, 1, false, true), backupOf(u"i2"_s, 2, true, true),
        backupOf(u"i3"_s, 3, true, false), backupOf(u"f4"_s, 4, false, true),
        backupOf(u"i5"_s, 5, true, false)};
    QCOMPARE(beyond(two, 2), QStringList{u"f1"_s});
    QCOMPARE(beyond(two, 3), QStringList());        // i3 is kept, and needs the others
    QCOMPARE(beyond(two, 1), QStringList{u"f1"_s}); // i5 needs f4
    // Another's increment builds on it.
    auto shared = two;
    shared[2] = backupOf(u"i3"_s, 3, true, false, {});
    QCOMPARE(beyond(shared, 2), QStringList());
    // What the list does not show may exist.
    auto hidden = two;
    hidden.erase(hidden.begin() + 1, hidden.begin() + 3);
    QCOMPARE(beyond(hidden, 2), QStringList());
    // One that failed replaces none, and goes with its chain.
    auto failed = two;
    failed[2].status = u"error"_s;
    QCOMPARE(beyond(failed, 2), QStringList{u"f1"_s});
    failed[4].status = u"error"_s;
    QCOMPARE(beyond(failed, 2), QStringList());
    // Only what this schedule has made, and never the newest.
    QCOMPARE(beyond({backupOf(u"f1"_s, 1, false, false, {}), backupOf(u"f2"_s, 2, false, false),
                     backupOf(u"f3"_s, 3, false, false)},
                    0),
             QStringList{u"f2"_s});
}

void TestRetention::everyNthBackupIsAFullOne()
{
    const ImagesFixture fixture({snapshotOf(u"s1"_s, u"i1"_s, 9, nightly)});
    openstack::VolumeSnapshot snapshot;
    snapshot.id = u"vs9"_s;
    snapshot.name = u"snapshot for backup i1"_s;
    snapshot.volumeId = u"v1"_s;
    snapshot.status = u"available"_s;
    snapshot.created = QDateTime(QDate(2026, 1, 9), QTime(3, 0), Qt::UTC);
    snapshot.metadata = {{u"oriel:image"_s, u"i1"_s}};
    fixture.cloud.stores->volumeSnapshots.replaceAll({snapshot});
    QVERIFY(QTest::qWaitFor([&] {
        const auto set = fixture.cloud.stores->snapshotSets.find(u"i1"_s);
        return set && set->parts.size() == 1;
    }));
    operations::SnapshotSchedule schedule;
    schedule.id = nightly;
    schedule.keepBackups = 5;
    schedule.fullEvery = 3;
    const auto kind = [&](std::vector<openstack::Backup> backups) {
        fixture.cloud.stores->of<openstack::Backup>().replaceAll(std::move(backups));
        const auto made = operations::scheduledBackups(*fixture.cloud.stores, schedule, u"i1"_s);
        return made.size() == 1 ? made.front().values.value("kind"_L1).toString() : QString();
    };
    const QString full = u"no-incremental"_s;
    const QString increment = u"incremental"_s;
    QCOMPARE(kind({}), full);
    QCOMPARE(kind({backupOf(u"f1"_s, 1, false, false)}), increment);
    QCOMPARE(kind({backupOf(u"f1"_s, 1, false, true), backupOf(u"i2"_s, 2, true, false)}),
             increment);
    QCOMPARE(kind({backupOf(u"f1"_s, 1, false, true), backupOf(u"i2"_s, 2, true, true),
                   backupOf(u"i3"_s, 3, true, false)}),
             full);
    QCOMPARE(kind({backupOf(u"f1"_s, 1, false, false, {})}), full); // the user's own
    auto failed = backupOf(u"i2"_s, 2, true, false);
    failed.status = u"error"_s;
    QCOMPARE(kind({backupOf(u"f1"_s, 1, false, false), failed}), full);
    // It is there already.
    auto done = backupOf(u"f9"_s, 9, false, false);
    done.snapshotId = snapshot.id;
    QCOMPARE(kind({done}), QString());
}

void TestRetention::onlyTheOldestOfTheSchedule()
{
    const ImagesFixture fixture(
        {snapshotOf(u"s1"_s, u"i1"_s, 1, nightly), snapshotOf(u"s1"_s, u"i2"_s, 2, nightly),
         snapshotOf(u"s1"_s, u"i3"_s, 3, nightly), snapshotOf(u"s1"_s, u"manual"_s, 1, {}),
         snapshotOf(u"s1"_s, u"weekly"_s, 1, u"weekly"_s),
         snapshotOf(u"s2"_s, u"other"_s, 1, nightly)});
    QCOMPARE(fixture.beyond(1), (QStringList{u"i1"_s, u"i2"_s}));
    QCOMPARE(fixture.beyond(2), QStringList{u"i1"_s});
    QCOMPARE(fixture.beyond(3), QStringList());
    QCOMPARE(fixture.beyond(0), (QStringList{u"i1"_s, u"i2"_s})); // never the newest
    QVERIFY(operations::beyondSchedule(*fixture.cloud.stores, {}, u"s1"_s, 1, today).empty());
}

void TestRetention::whatIsKeptAnyway()
{
    auto isProtected = snapshotOf(u"s1"_s, u"protected"_s, 1, nightly);
    isProtected.isProtected = true;
    auto dated = snapshotOf(u"s1"_s, u"dated"_s, 2, nightly);
    dated.properties.insert(u"oriel:keep_until"_s, today.toString(Qt::ISODate));
    auto past = snapshotOf(u"s1"_s, u"past"_s, 3, nightly);
    past.properties.insert(u"oriel:keep_until"_s, today.addDays(-1).toString(Qt::ISODate));
    auto saving = snapshotOf(u"s1"_s, u"saving"_s, 6, nightly);
    saving.status = u"saving"_s; // not complete: it replaces no other
    const ImagesFixture fixture(
        {isProtected, dated, past, snapshotOf(u"s1"_s, u"i4"_s, 4, nightly), saving});
    QCOMPARE(fixture.beyond(1), QStringList{u"past"_s});
}

/// An instance that was rebuilt from a scheduled snapshot: Nova copies the tags of that image to
/// every image that another client makes of the instance.
void TestRetention::anInheritedTagMeansNothing()
{
    const auto scheduled = snapshotOf(u"s1"_s, u"i1"_s, 1, nightly);
    auto inherited = snapshotOf(u"s1"_s, u"i2"_s, 2, {});
    inherited.properties = scheduled.properties;
    QCOMPARE(operations::scheduleOf(scheduled), nightly);
    QCOMPARE(operations::scheduleOf(inherited), QString());
    const ImagesFixture fixture({scheduled, inherited, snapshotOf(u"s1"_s, u"i3"_s, 3, nightly),
                                 snapshotOf(u"s1"_s, u"i4"_s, 4, nightly)});
    QCOMPARE(fixture.beyond(1), (QStringList{u"i1"_s, u"i3"_s}));
    // The original is gone: its heir still does not count.
    const ImagesFixture later({inherited, snapshotOf(u"s1"_s, u"i3"_s, 3, nightly)});
    QCOMPARE(later.beyond(1), QStringList());
}

void TestRetention::theRequestSurvivesTheJournal()
{
    operations::CreateSnapshotRequest request{u"s1"_s, u"mine"_s, std::nullopt};
    QVERIFY(!operations::toJson(request).contains(u"schedule"_s));
    request.schedule = nightly;
    QCOMPARE(operations::snapshotRequestFromJson(operations::toJson(request)), request);
}

void TestRetention::theImageIsMarked()
{
    for (const QString &name : {u"web-1"_s, u"db-1"_s}) { // image-backed, volume-backed
        DemoCloudFixture fixture;
        const auto server = fixture.server(name);
        auto *operation = fixture.center.start(std::make_unique<operations::CreateSnapshot>(
            fixture.context(),
            operations::scheduledSnapshot(*fixture.stores, server, nightly, false,
                                          QDateTime(today, QTime(3, 0), Qt::UTC))));
        QVERIFY(fixture.pump([&] { return operation->outcome() != Outcome::Running; }));
        QCOMPARE(operation->outcome(), Outcome::Succeeded);
        const auto image = fixture.get(openstack::Get<openstack::Image>{operation->resultId()});
        QCOMPARE(image.name, name + u" 2026-01-20 03:00"_s);
        QCOMPARE(operations::scheduleOf(image), nightly);
    }
}

void TestRetention::aManualSnapshotIsNotMarked()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"web-1"_s);
    auto *operation = fixture.center.start(std::make_unique<operations::CreateSnapshot>(
        fixture.context(), operations::CreateSnapshotRequest{server.id, u"mine"_s, std::nullopt}));
    QVERIFY(fixture.pump([&] { return operation->outcome() != Outcome::Running; }));
    const auto image = fixture.get(openstack::Get<openstack::Image>{operation->resultId()});
    QVERIFY(!image.properties.contains(u"oriel:schedule"_s));
}

void TestRetention::dataVolumesAreIncluded()
{
    DemoCloudFixture fixture;
    openstack::Server server;
    server.id = u"s1"_s;
    server.name = QString(300, u'n');
    server.status = u"SHUTOFF"_s;
    server.imageId = u"debian"_s;
    server.volumes = {{u"v1"_s}, {u"v2"_s}};
    const auto request = operations::scheduledSnapshot(*fixture.stores, server, nightly, true,
                                                       QDateTime(today, QTime(3, 0), Qt::UTC));
    QCOMPARE(request.extraVolumes, (QStringList{u"v1"_s, u"v2"_s}));
    QVERIFY(!request.shutOffFirst); // it is off
    QVERIFY(request.name.endsWith(u" 2026-01-20 03:00"_s));
    QVERIFY(request.name.size() < 255);
    server.imageId.clear(); // Nova captures the volumes itself
    QCOMPARE(operations::scheduledSnapshot(*fixture.stores, server, nightly, true,
                                           QDateTime(today, QTime(3, 0), Qt::UTC))
                 .extraVolumes,
             QStringList());
}

QTEST_GUILESS_MAIN(TestRetention)
#include "tst_retention.moc"
