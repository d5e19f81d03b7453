#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/volumeattachment.h"
#include "openstack/image/image.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"
#include "operations/launch/launchrequest.h"
#include "operations/removal/removalrequest.h"
#include "support/recoveryfixture.h"

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::JournalEntry;
using operations::Outcome;
using test::begun;
using test::Cloud;
using test::killed;
using test::opened;
using test::Oriel;
using test::stride;

namespace {

QJsonObject capture(const openstack::Server &server, bool shutOffFirst)
{
    return begun(
        u"create-snapshot"_s,
        {{u"server"_s, server.id}, {u"name"_s, u"mine"_s}, {u"shut_off_first"_s, shutOffFirst}});
}

QJsonObject power(const openstack::Server &server, const QString &action)
{
    return begun(u"power"_s, {{u"server"_s, server.id}, {u"action"_s, action}});
}

/// Exactly one complete set of this name or none, and the instance as it was.
QString whatIsWrong(Cloud &cloud, const openstack::Server &before, std::size_t volumes)
{
    const auto after = cloud.server(before.name);
    if (after.status != before.status || !after.taskState.isEmpty())
        return u"the instance is %1 %2"_s.arg(after.status, after.taskState);
    openstack::List<openstack::Image> images;
    images.filters.insert(u"name"_s, u"mine"_s);
    const auto found = cloud.get(images).items;
    openstack::List<openstack::VolumeSnapshot> snapshots;
    snapshots.filters.insert(u"name"_s, u"snapshot for mine"_s);
    const auto parts = cloud.get(snapshots).items;
    if (found.empty())
        return parts.empty() ? QString() : u"%1 parts without an image"_s.arg(parts.size());
    if (found.size() > 1)
        return u"%1 images"_s.arg(found.size());
    if (found.front().status != u"active"_s)
        return u"the image is %1"_s.arg(found.front().status);
    if (parts.size() != volumes)
        return u"%1 parts"_s.arg(parts.size());
    for (const auto &part : parts) {
        if (part.status != u"available"_s)
            return u"a part is %1"_s.arg(part.status);
        if (part.metadata.value(u"oriel:image"_s) != found.front().id)
            return u"a part is not stamped"_s;
    }
    for (const QString &action : {u"createImage"_s, u"os-stop"_s, u"os-start"_s}) {
        if (cloud.actions(action) > 1)
            return u"%1 was sent %2 times"_s.arg(action, QString::number(cloud.actions(action)));
    }
    return {};
}

} // namespace

/// What is captured, switched, detached, launched and deleted, killed at every step.
class TestRecovery final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedAtEveryStep_data();
    void killedAtEveryStep();
    void killedAgainWhileItGoesOn();
    void diskFullAndKilledAtEveryStep();
    void powerKilledAtEveryStep();
    void detachmentKilledAtEveryStep();
    void deletionKilledAtEveryStep();
    void instanceDeletionKilledAtEveryStep();
    void launchKilledAtEveryStep();
    void oneOfTwoGoesOn();
    void twoAtOnceOnOneInstance();
};

void TestRecovery::killedAtEveryStep_data()
{
    QTest::addColumn<QString>("instance");
    QTest::addColumn<int>("volumes");
    QTest::addColumn<bool>("shutOffFirst");
    QTest::addColumn<QString>("when");
    QTest::newRow("three volumes, safe, line on the disk")
        << u"db-1"_s << 3 << true << u"written"_s;
    QTest::newRow("three volumes, safe, line not yet there")
        << u"db-1"_s << 3 << true << u"writing"_s;
    QTest::newRow("image-backed, safe, line not yet there")
        << u"web-1"_s << 0 << true << u"writing"_s;
    QTest::newRow("three volumes, running") << u"db-1"_s << 3 << false << u"writing"_s;
}

void TestRecovery::killedAtEveryStep()
{
    QFETCH(const QString, instance);
    QFETCH(const int, volumes);
    QFETCH(const bool, shutOffFirst);
    QFETCH(const QString, when);
    bool ended = false;
    int captured = 0;
    int line = 0;
    while (!ended) {
        line += stride;
        QVERIFY2(line < 60, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        const auto before = cloud.server(instance);
        Oriel first(cloud, journal, killed(capture(before, shutOffFirst), when, line));
        QVERIFY2(first.wait(), qPrintable(u"line %1"_s.arg(line)));
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY2(second.wait(), qPrintable(u"line %1"_s.arg(line)));
        QVERIFY(!second.wasKilled() && second.process.exitCode() == 0);
        const QString wrong = whatIsWrong(cloud, before, static_cast<std::size_t>(volumes));
        const QString said = u"line %1: %2 %3"_s.arg(QString::number(line), wrong,
                                                     operations::jsonText(second.ended()));
        QVERIFY2(wrong.isEmpty(), qPrintable(said));
        // Nothing is left to be picked up, and nobody says that he does not know.
        const auto file = opened(journal);
        QVERIFY(file->unfinished()->empty());
        const auto history = file->history(10);
        for (const JournalEntry &entry : *history) {
            QVERIFY2(entry.outcome == Outcome::Succeeded || entry.outcome == Outcome::Failed,
                     qPrintable(said));
            if (entry.outcome == Outcome::Succeeded)
                ++captured;
        }
    }
    // Of the lines there are some after which it was captured and at least one where nothing was.
    QVERIFY2(
        line > 5 && captured * stride > 1,
        qPrintable(u"%1 lines, %2 sets"_s.arg(QString::number(line), QString::number(captured))));
}

/// Also what goes on can be killed, at each of its own steps.
void TestRecovery::killedAgainWhileItGoesOn()
{
    bool ended = false;
    int line = 0;
    while (!ended) {
        line += stride;
        QVERIFY2(line < 60, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        const auto before = cloud.server(u"db-1"_s);
        Oriel first(cloud, journal, killed(capture(before, true), u"writing"_s, 5));
        QVERIFY(first.wait() && first.wasKilled());
        Oriel second(cloud, journal, killed({}, u"writing"_s, line));
        QVERIFY(second.wait());
        ended = !second.wasKilled();
        Oriel third(cloud, journal, {});
        QVERIFY(third.wait() && !third.wasKilled());
        const QString wrong = whatIsWrong(cloud, before, 3);
        QVERIFY2(wrong.isEmpty(), qPrintable(u"line %1: %2"_s.arg(QString::number(line), wrong)));
        QVERIFY(opened(journal)->unfinished()->empty());
    }
    QVERIFY(line > 1);
}

/// From one line on the disk is full, and soon after that Oriel is killed. Then there is room
/// again.
void TestRecovery::diskFullAndKilledAtEveryStep()
{
    bool ended = false;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 60, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        const auto before = cloud.server(u"db-1"_s);
        QJsonObject told = killed(capture(before, true), u"written"_s, line + 1);
        told.insert(u"full"_s, line);
        Oriel first(cloud, journal, told);
        QVERIFY2(first.wait(), qPrintable(u"line %1"_s.arg(line)));
        ended = !first.wasKilled() && line > 3; // the first two end before a line more is written
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const QString wrong = whatIsWrong(cloud, before, 3);
        QVERIFY2(wrong.isEmpty(),
                 qPrintable(u"line %1: %2 %3"_s.arg(QString::number(line), wrong,
                                                    operations::jsonText(second.ended()))));
        QVERIFY(opened(journal)->unfinished()->empty());
    }
}

void TestRecovery::powerKilledAtEveryStep()
{
    bool ended = false;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 20, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        const auto before = cloud.server(u"web-1"_s);
        Oriel first(cloud, journal, killed(power(before, u"stop"_s), u"writing"_s, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const auto history = *opened(journal)->history(5);
        if (history
                .empty()) { // killed before anything was written, and so before anything was done
            QCOMPARE(cloud.actions(u"os-stop"_s), 0);
            continue;
        }
        // What it says is what is: shut off where it says so, untouched where it says not.
        const bool off = cloud.server(u"web-1"_s).status == u"SHUTOFF"_s;
        const QString said =
            u"line %1: %2"_s.arg(QString::number(line), operations::jsonText(second.ended()));
        QVERIFY2(history.front().outcome == (off ? Outcome::Succeeded : Outcome::Failed),
                 qPrintable(said));
        QCOMPARE(cloud.actions(u"os-stop"_s), off ? 1 : 0);
    }
}

/// Shut off, detached, started again: the instance runs in the end, whatever has become of the
/// rest.
void TestRecovery::detachmentKilledAtEveryStep()
{
    bool ended = false;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 40, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        const openstack::Server server = cloud.server(u"files-1"_s);
        const QString volume = server.volumes[1].id;
        const QJsonObject intent{{u"target"_s, operations::toJson(operations::Subject{
                                                   Kind::Server, server.id, server.name})},
                                 {u"values"_s, QJsonObject{{u"volume"_s, volume},
                                                           {u"server"_s, server.id},
                                                           {u"server_name"_s, server.name},
                                                           {u"how"_s, u"shut-off"_s}}}};
        cloud.cloud.faults().clearLog();
        Oriel first(cloud, journal, killed(begun(u"detach-volume"_s, intent), u"writing"_s, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const QString said =
            u"line %1: %2"_s.arg(QString::number(line), operations::jsonText(second.ended()));
        const auto now = cloud.server(server.name);
        QVERIFY2(now.status == server.status && now.taskState.isEmpty(), qPrintable(said));
        const bool detached =
            cloud.get(openstack::Get<openstack::Volume>{volume}).status == u"available"_s;
        const auto history = *opened(journal)->history(5);
        if (history.empty())
            QVERIFY(!detached);
        else
            QVERIFY2(history.front().outcome == (detached ? Outcome::Succeeded : Outcome::Failed),
                     qPrintable(said));
        QVERIFY2(
            cloud.actions(u"os-stop"_s) <= 1 && cloud.actions(u"os-start"_s) <= 1 &&
                cloud.cloud.faults().requestCount("DELETE", QRegularExpression(volume + u'$')) <= 1,
            qPrintable(said));
    }
}

void TestRecovery::deletionKilledAtEveryStep()
{
    bool ended = false;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 40, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        openstack::List<openstack::Image> list;
        list.filters.insert(u"name"_s, u"db-1 nightly"_s);
        const openstack::Image image = cloud.get(list).items.at(0);
        operations::RemovalRequest request;
        request.subject = {Kind::SnapshotSet, image.id, image.name};
        request.parts.push_back({{Kind::Image, image.id, image.name}, {}});
        for (const openstack::BlockDevice &device : image.blockDevices)
            request.parts.push_back(
                {{Kind::VolumeSnapshot, device.snapshotId, {}}, device.deviceName});
        QVERIFY(request.parts.size() > 2);
        request.stays = {request.parts.back()}; // which is tagged once its image is gone
        request.parts.pop_back();
        cloud.cloud.faults().clearLog();
        Oriel first(cloud, journal,
                    killed(begun(u"delete-snapshot"_s, toJson(request)), u"writing"_s, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const QString said =
            u"line %1: %2"_s.arg(QString::number(line), operations::jsonText(second.ended()));
        const auto history = *opened(journal)->history(5);
        // Killed before anything was written, and so before anything was done.
        const int deletes = history.empty() ? 0 : 1;
        if (!history.empty())
            QVERIFY2(history.front().outcome == Outcome::Succeeded, qPrintable(said));
        for (const operations::RemovalPart &part : request.parts)
            QVERIFY2(cloud.cloud.faults().requestCount(
                         "DELETE", QRegularExpression(part.subject.id + u'$')) == deletes,
                     qPrintable(said));
        const auto stayed =
            cloud.get(openstack::Get<openstack::VolumeSnapshot>{request.stays.front().subject.id});
        QCOMPARE(stayed.metadata.value(u"oriel:image"_s) == image.id, deletes == 1);
    }
}

/// An instance with three volumes: one goes with it, one is to stay although the cloud would delete
/// it, and one is to go although the cloud would keep it.
void TestRecovery::instanceDeletionKilledAtEveryStep()
{
    bool ended = false;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 40, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        const openstack::Server server = cloud.server(u"files-1"_s);
        QCOMPARE(server.volumes.size(), std::size_t(3));
        const QString kept = server.volumes[1].id;
        for (const std::size_t i : {0, 1})
            cloud.get(openstack::SetDeleteOnTermination{server.id, server.volumes[i].id, true});
        operations::RemovalRequest request;
        request.subject = {Kind::Server, server.id, server.name};
        request.serverId = server.id;
        request.parts.push_back({request.subject});
        const auto snapshots = cloud.get(openstack::List<openstack::VolumeSnapshot>{});
        for (const openstack::VolumeSnapshot &snapshot : snapshots.items) {
            operations::RemovalPart part{{Kind::VolumeSnapshot, snapshot.id, snapshot.name}};
            part.of = snapshot.volumeId;
            if (part.of == server.volumes[0].id || part.of == server.volumes[2].id)
                request.parts.push_back(part);
        }
        for (const std::size_t i : {0, 2}) {
            operations::RemovalPart part{{Kind::Volume, server.volumes[i].id, {}}};
            part.withServer = i == 0;
            request.parts.push_back(part);
        }
        operations::RemovalPart stays{{Kind::Volume, kept, {}}};
        stays.withServer = true;
        request.stays.push_back(stays);
        cloud.cloud.faults().clearLog();
        Oriel first(cloud, journal,
                    killed(begun(u"delete-server"_s, toJson(request)), u"writing"_s, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const QString said =
            u"line %1: %2"_s.arg(QString::number(line), operations::jsonText(second.ended()));
        const auto history = *opened(journal)->history(5);
        const bool begins = !history.empty();
        if (begins)
            QVERIFY2(history.front().outcome == Outcome::Succeeded, qPrintable(said));
        QCOMPARE(cloud.get(openstack::Get<openstack::Volume>{kept}).status,
                 begins ? u"available"_s : u"in-use"_s);
        QSet<QString> left;
        for (const auto &volume : cloud.get(openstack::List<openstack::Volume>{}).items)
            left.insert(volume.id);
        for (const auto &snapshot : cloud.get(openstack::List<openstack::VolumeSnapshot>{}).items)
            left.insert(snapshot.id);
        for (const auto &row :
             cloud.get(openstack::List<openstack::Server>{.firstLimit = 1000}).items)
            left.insert(row.id);
        for (const operations::RemovalPart &part : request.parts) {
            QVERIFY2(left.contains(part.subject.id) != begins, qPrintable(said));
            QVERIFY2(cloud.cloud.faults().requestCount(
                         "DELETE", QRegularExpression(part.subject.id + u'$')) <= 1,
                     qPrintable(said));
        }
    }
}

void TestRecovery::launchKilledAtEveryStep()
{
    bool ended = false;
    int launched = 0;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 40, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        const openstack::Server like = cloud.server(u"web-1"_s);
        const auto ports =
            cloud.get(openstack::List<openstack::Port>{.filters = {{u"device_id"_s, like.id}}})
                .items;
        operations::LaunchRequest request;
        request.source = {Kind::Image, like.imageId, u"debian"_s};
        request.server.name = u"again"_s;
        request.server.imageId = like.imageId;
        request.server.flavorId = cloud.get(openstack::List<openstack::Flavor>{}).items.front().id;
        request.server.networkIds = {ports.front().networkId};
        Oriel first(cloud, journal,
                    killed(begun(u"restore-instance"_s, toJson(request)), u"writing"_s, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const QString said =
            u"line %1: %2"_s.arg(QString::number(line), operations::jsonText(second.ended()));
        openstack::List<openstack::Server> list;
        list.filters.insert(u"name"_s, u"^again$"_s);
        const auto made = cloud.get(list).items;
        const int posts =
            cloud.cloud.faults().requestCount("POST", QRegularExpression(u"/servers$"_s));
        QVERIFY2(made.size() <= 1 && posts == static_cast<int>(made.size()), qPrintable(said));
        const auto history = *opened(journal)->history(5);
        if (history.empty()) {
            QVERIFY(made.empty());
            continue;
        }
        QVERIFY2(history.front().outcome == (made.empty() ? Outcome::Failed : Outcome::Succeeded),
                 qPrintable(said));
        for (const openstack::Server &server : made)
            QCOMPARE(server.status, u"ACTIVE"_s);
        launched += posts;
    }
    QVERIFY(launched * stride > 1);
}

void TestRecovery::oneOfTwoGoesOn()
{
    const QTemporaryDir folder;
    const QString journal = folder.filePath(u"journal.sqlite"_s);
    Cloud cloud;
    const auto before = cloud.server(u"db-1"_s);
    Oriel first(cloud, journal, killed(capture(before, true), u"writing"_s, 5));
    QVERIFY(first.wait() && first.wasKilled());
    Oriel second(cloud, journal, {});
    Oriel third(cloud, journal, {});
    QVERIFY(second.wait() && third.wait());
    QVERIFY(!second.wasKilled() && !third.wasKilled());
    QCOMPARE(second.ended().size() + third.ended().size(), 1);
    QCOMPARE(whatIsWrong(cloud, before, 3), QString());
}

void TestRecovery::twoAtOnceOnOneInstance()
{
    const QTemporaryDir folder;
    const QString journal = folder.filePath(u"journal.sqlite"_s);
    Cloud cloud;
    const auto before = cloud.server(u"db-1"_s);
    Oriel first(cloud, journal, capture(before, true));
    Oriel second(cloud, journal, capture(before, true));
    QVERIFY(first.wait() && second.wait());
    QVERIFY(!first.wasKilled() && !second.wasKilled());
    QCOMPARE(whatIsWrong(cloud, before, 3), QString());
    int captured = 0;
    const auto history = opened(journal)->history(5);
    for (const JournalEntry &entry : *history)
        captured += entry.outcome == Outcome::Succeeded ? 1 : 0;
    QCOMPARE(captured, 1);
}

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
