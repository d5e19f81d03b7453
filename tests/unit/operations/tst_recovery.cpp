#include "demo/democloud.h"
#include "demo/faultinjector.h"
#include "net/apiclient.h"
#include "net/transport.h"
#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/server.h"
#include "openstack/compute/volumeattachment.h"
#include "openstack/identity/session.h"
#include "openstack/image/image.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"
#include "operations/actions/serverblueprint.h"
#include "operations/journal/journalcodec.h"
#include "operations/journal/journalfile.h"
#include "operations/launch/launchrequest.h"
#include "operations/removal/removalrequest.h"
#include "operations/rollback/rollbackplan.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::JournalEntry;
using operations::Outcome;

namespace {

/// The demo cloud's time and the operations' waiting; answers come at their own pace.
const operations::LockPatience usualPatience; // NOLINT(cert-err58-cpp)
constexpr double speed = 40;
constexpr int patienceMs = 60'000;
#ifdef ORIEL_SANITIZED
constexpr int stride = 8; ///< of the lines before which Oriel is killed: it takes minutes
#else
constexpr int stride = 1;
#endif

/// A demo cloud in this process, which outlives every Oriel that is killed.
struct Cloud
{
    explicit Cloud(int newestBlockStorage = 70)
        : cloud({.servers = 40, .speed = speed, .newestBlockStorage = newestBlockStorage}, clock)
    {
        if (!cloud.start().ok())
            qFatal("no port on loopback");
        openstack::CloudConfig config;
        config.auth.authUrl = cloud.authUrl();
        config.name = config.auth.username = config.auth.password = config.auth.projectName =
            u"demo"_s;
        config.auth.userDomainName = config.auth.projectDomainName = u"Default"_s;
        config.region = u"RegionOne"_s;
        session = std::make_unique<openstack::Session>(transport, clock, config);
        client = std::make_unique<net::ApiClient>(transport, *session, clock);
    }

    template <typename E>
    typename E::Value get(E endpoint)
    {
        std::optional<Result<typename E::Value>> slot;
        client->call(std::move(endpoint)).then(&context, [&slot](auto result) {
            slot.emplace(std::move(result));
        });
        if (!QTest::qWaitFor([&] { return slot.has_value(); }, patienceMs) || !slot->ok())
            qFatal("%s", slot ? qPrintable(slot->error().message) : "no answer");
        return std::move(*slot).value();
    }

    openstack::Server server(const QString &name)
    {
        openstack::List<openstack::Server> list;
        list.filters.insert(u"name"_s, u'^' + name + u'$');
        const auto page = get(list);
        if (page.items.size() != 1)
            qFatal("no such instance in the demo cloud");
        return page.items.front();
    }

    [[nodiscard]] int actions(const QString &name)
    {
        const auto &log = cloud.faults().log();
        return static_cast<int>(std::ranges::count_if(log, [&](const demo::LoggedRequest &one) {
            return one.method == "POST" && one.path.endsWith(u"/action"_s) &&
                   one.body.contains('"' + name.toLatin1() + '"');
        }));
    }

    SystemClock clock;
    demo::DemoCloud cloud;
    net::Transport transport{clock};
    std::unique_ptr<openstack::Session> session;
    std::unique_ptr<net::ApiClient> client;
    QObject context;
};

/// One Oriel in a separate process.
struct Oriel
{
    Oriel(Cloud &cloud, const QString &journal, QJsonObject told)
    {
        told.insert(u"auth_url"_s, cloud.cloud.authUrl().toString());
        told.insert(u"journal"_s, journal);
        told.insert(u"speed"_s, speed);
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QString::fromUtf8(ORIEL_RUNNER), {operations::jsonText(told)});
    }

    /// The cloud answers in the meantime: both are on this loop. False where it does not end.
    bool wait()
    {
        return QTest::qWaitFor([this] { return process.state() == QProcess::NotRunning; },
                               patienceMs);
    }
    [[nodiscard]] bool wasKilled() const { return process.exitStatus() == QProcess::CrashExit; }
    /// What it has printed.
    [[nodiscard]] QJsonArray ended()
    {
        if (printed.isEmpty())
            printed = operations::objectFrom(QString::fromUtf8(process.readAllStandardOutput()));
        return printed.value("operations"_L1).toArray();
    }

    QProcess process;
    QJsonObject printed;
};

QJsonObject begun(const QString &kind, const QJsonObject &intent)
{
    return {{u"begin"_s, QJsonObject{{u"kind"_s, kind}, {u"intent"_s, intent}}}};
}

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

QJsonObject killed(QJsonObject told, const QString &when, int line)
{
    told.insert(u"kill"_s, QJsonObject{{u"when"_s, when}, {u"line"_s, line}});
    return told;
}

std::unique_ptr<operations::JournalFile> opened(const QString &path)
{
    auto result = operations::JournalFile::open(path, usualPatience);
    if (!result.ok())
        qFatal("%s", qPrintable(result.error().message));
    return std::move(result->file);
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

/// Oriel killed by SIGKILL, for real, and started again. The steps are not listed: the kill comes
/// one line of the journal later each time, until there is no such line any longer.
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
    void launchWithVolumesKilledAtEveryStep_data();
    void launchWithVolumesKilledAtEveryStep();
    void testOfABackupKilledAtEveryStep_data();
    void testOfABackupKilledAtEveryStep();
    void rollbackKilledAtEveryStep_data();
    void rollbackKilledAtEveryStep();
    void undoneRollbackKilledAtEveryStep();
    void recreationKilledAtEveryStep();
    void copyToAnotherZoneKilledAtEveryStep();
    void failingCopyKilledAtEveryStep();
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

void TestRecovery::launchWithVolumesKilledAtEveryStep_data()
{
    QTest::addColumn<QString>("when");
    QTest::addColumn<bool>("fromImage");
    QTest::newRow("before a line") << u"writing"_s << false;
    QTest::newRow("after a line") << u"written"_s << false; // what it intends is not sent
    QTest::newRow("before a line, from an image") << u"writing"_s << true;
}

/// No volume is created twice, and none stays without its instance.
void TestRecovery::launchWithVolumesKilledAtEveryStep()
{
    QFETCH(const QString, when);
    QFETCH(const bool, fromImage);
    bool ended = false;
    int launched = 0;
    int refused = 0;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 40, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        openstack::List<openstack::Image> images;
        images.filters.insert(u"name"_s, u"db-1 nightly"_s);
        const openstack::Image image = cloud.get(images).items.at(0);
        operations::LaunchRequest request;
        request.source = {Kind::SnapshotSet, image.id, image.name};
        request.server.name = u"again"_s;
        request.server.flavorId = cloud.get(openstack::List<openstack::Flavor>{}).items.front().id;
        for (const openstack::BlockDevice &device : image.blockDevices) {
            request.server.blockDevices.push_back({.uuid = device.snapshotId,
                                                   .deviceName = device.deviceName,
                                                   .bootIndex = device.bootIndex,
                                                   .sizeGiB = device.volumeSizeGiB});
            request.volumeNames.insert(device.snapshotId,
                                       u"again-"_s + device.deviceName.section(u'/', -1));
        }
        if (fromImage) {
            const QString plain = cloud.server(u"web-1"_s).imageId;
            request.source = {Kind::Image, plain, u"debian"_s};
            request.server.blockDevices = {
                {.source = openstack::NewBlockDevice::Source::ImageVolume,
                 .uuid = plain,
                 .bootIndex = 0,
                 .sizeGiB = 10}};
            request.volumeNames = {{plain, u"again-root"_s}};
            request.group = operations::NewGroup{u"again-ssh"_s, u"SSH"_s, u"tcp"_s, 22, {}};
        }
        const auto count = static_cast<int>(request.server.blockDevices.size());
        QCOMPARE(count > 1, !fromImage);
        Oriel first(cloud, journal,
                    killed(begun(u"restore-instance"_s, toJson(request)), when, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const QString said =
            u"line %1: %2"_s.arg(QString::number(line), operations::jsonText(second.ended()));
        openstack::List<openstack::Server> list;
        list.filters.insert(u"name"_s, u"^again$"_s);
        const auto made = cloud.get(list).items;
        int volumes = 0;
        for (const auto &volume : cloud.get(openstack::List<openstack::Volume>{}).items)
            volumes += volume.name.startsWith(u"again-"_s) ? 1 : 0;
        const int posts =
            cloud.cloud.faults().requestCount("POST", QRegularExpression(u"/volumes$"_s));
        QVERIFY2(made.size() <= 1 && posts <= count, qPrintable(said));
        QVERIFY2(volumes == (made.empty() ? 0 : count), qPrintable(said));
        int groups = 0;
        for (const auto &group : cloud.get(openstack::List<openstack::SecurityGroup>{}).items)
            groups += group.name == u"again-ssh"_s ? 1 : 0;
        QVERIFY2(groups == (made.empty() || !fromImage ? 0 : 1), qPrintable(said));
        for (const openstack::Server &server : made) {
            QCOMPARE(server.status, u"ACTIVE"_s);
            QCOMPARE(static_cast<int>(server.volumes.size()), count);
        }
        launched += made.empty() ? 0 : 1;
        refused += made.empty() && posts > 0 ? 1 : 0;
    }
    QVERIFY(launched * stride > 1);
    // An instance that was not requested is not requested later; its volumes are deleted. It is one
    // line, which a larger stride passes by.
    QVERIFY(refused <= (when == u"written"_s ? 1 : 0));
    QVERIFY(stride > 1 || when != u"written"_s || refused == 1);
}

void TestRecovery::testOfABackupKilledAtEveryStep_data()
{
    QTest::addColumn<int>("newestBlockStorage");
    QTest::newRow("in one request") << 70;
    QTest::newRow("in two steps") << 46;
}

/// Nothing is made twice, and nothing is left of the test.
void TestRecovery::testOfABackupKilledAtEveryStep()
{
    QFETCH(const int, newestBlockStorage);
    bool ended = false;
    int told = 0;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 40, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud(newestBlockStorage);
        openstack::List<openstack::Backup> backups;
        backups.filters.insert(u"name"_s, u"accounting-2022"_s);
        const openstack::Backup backup = cloud.get(backups).items.at(0);
        const QJsonObject values{
            {u"name"_s, u"accounting-test"_s},
            {u"size"_s, backup.sizeGiB},
            {u"flavor"_s, cloud.get(openstack::List<openstack::Flavor>{}).items.front().id},
            {u"network"_s, u"none"_s},
            {u"minutes"_s, 5}};
        const QJsonObject intent{
            {u"target"_s, toJson(operations::Subject{Kind::Backup, backup.id, backup.name})},
            {u"values"_s, values}};
        Oriel first(cloud, journal, killed(begun(u"test-backup"_s, intent), u"writing"_s, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const QString said =
            u"line %1: %2"_s.arg(QString::number(line), operations::jsonText(second.ended()));
        openstack::List<openstack::Server> servers;
        servers.filters.insert(u"name"_s, u"^accounting-test$"_s);
        QVERIFY2(cloud.get(servers).items.empty(), qPrintable(said));
        openstack::List<openstack::Volume> volumes;
        volumes.filters.insert(u"name"_s, u"accounting-test"_s);
        QVERIFY2(cloud.get(volumes).items.empty(), qPrintable(said));
        for (const QString &path : {u"/volumes$"_s, u"/servers$"_s})
            QVERIFY2(cloud.cloud.faults().requestCount("POST", QRegularExpression(path)) <= 1,
                     qPrintable(said));
        const auto history = *opened(journal)->history(5);
        if (history.empty())
            continue;
        const bool began =
            cloud.cloud.faults().requestCount("POST", QRegularExpression(u"/volumes$"_s)) == 1;
        QVERIFY2(history.front().outcome == (began ? Outcome::Succeeded : Outcome::Failed),
                 qPrintable(said));
        QVERIFY2(history.front().leftovers.empty(), qPrintable(said));
        told += history.front().outcome == Outcome::Succeeded ? 1 : 0;
    }
    QVERIFY(told * stride > 3);
}

void TestRecovery::rollbackKilledAtEveryStep_data()
{
    QTest::addColumn<QString>("when");
    QTest::addColumn<bool>("reverts");
    QTest::addColumn<bool>("fails");
    QTest::newRow("exchanged") << u"writing"_s << false << false;
    QTest::newRow("reverted") << u"written"_s << true << false;
    QTest::newRow("put back") << u"writing"_s << false << true;
}

namespace {

/// What would be put back: the data volume of "shop-1", by its newest snapshot.
operations::VolumeChange changeOfData(Cloud &cloud, const openstack::Server &server, bool reverts)
{
    const auto data = cloud.get(openstack::Get<openstack::Volume>{server.volumes.back().id});
    openstack::VolumeSnapshot newest;
    for (const auto &snapshot : cloud.get(openstack::List<openstack::VolumeSnapshot>{}).items) {
        if (snapshot.volumeId == data.id &&
            (newest.id.isEmpty() || snapshot.created > newest.created))
            newest = snapshot;
    }
    const operations::Subject out{Kind::Volume, data.id, data.name};
    return {.out = out,
            .outName = reverts ? data.name : u"data-before"_s,
            .in = reverts ? out : operations::Subject{Kind::Volume, {}, {}},
            .inName = data.name,
            .snapshot = {Kind::VolumeSnapshot, newest.id, newest.name},
            .sizeGiB = data.sizeGiB,
            .device = u"/dev/vdb"_s,
            .reverts = reverts};
}

/// The instance runs with both of its disks. Exchanged: the old volume is kept by its new name, and
/// there is one new one; otherwise everything is as before.
QString whatIsWrongWithDisks(Cloud &cloud, const operations::VolumeChange &change, bool exchanged)
{
    const auto now = cloud.server(u"shop-1"_s);
    if (now.status != "ACTIVE"_L1 || !now.taskState.isEmpty() || now.volumes.size() != 2)
        return u"the instance is %1 with %2 disks"_s.arg(now.status,
                                                         QString::number(now.volumes.size()));
    int made = 0;
    for (const auto &volume : cloud.get(openstack::List<openstack::Volume>{}).items) {
        if (volume.snapshotId != change.snapshot.id)
            continue;
        ++made;
        if (volume.status != "in-use"_L1 || volume.name != change.inName)
            return u"the new volume “%1” is %2"_s.arg(volume.name, volume.status);
    }
    if (made != (exchanged ? 1 : 0))
        return u"%1 new volumes"_s.arg(made);
    const auto old = cloud.get(openstack::Get<openstack::Volume>{change.out.id});
    const bool right = exchanged ? old.status == "available"_L1 && old.name == change.outName
                                 : old.status == "in-use"_L1 && old.name == change.out.name &&
                                       !old.metadata.contains(u"oriel:replaced_by"_s);
    return right ? QString() : u"the old volume “%1” is %2"_s.arg(old.name, old.status);
}

} // namespace

/// No volume is lost, none is doubled, none is left without its name, and the instance runs with
/// its disks.
void TestRecovery::rollbackKilledAtEveryStep()
{
    QFETCH(const QString, when);
    QFETCH(const bool, reverts);
    QFETCH(const bool, fails);
    bool ended = false;
    int succeeded = 0;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 60, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        const openstack::Server server = cloud.server(u"shop-1"_s);
        const operations::VolumeChange change = changeOfData(cloud, server, reverts);
        const auto target =
            operations::toJson(operations::Subject{Kind::Server, server.id, server.name});
        const QJsonObject values{{u"server"_s, target},
                                 {u"changes"_s, QJsonArray{operations::toJson(change)}}};
        if (fails)
            cloud.cloud.faults().failNextAction(u"attach_volume"_s);
        cloud.cloud.faults().clearLog();
        Oriel first(
            cloud, journal,
            killed(begun(u"roll-back-server"_s, {{u"target"_s, target}, {u"values"_s, values}}),
                   when, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const QString said =
            u"line %1: %2"_s.arg(QString::number(line), operations::jsonText(second.ended()));
        const auto history = *opened(journal)->history(5);
        const bool done = !history.empty() && history.front().outcome == Outcome::Succeeded;
        QVERIFY2(done || history.empty() || history.front().outcome == Outcome::Failed,
                 qPrintable(said));
        const QString wrong = whatIsWrongWithDisks(cloud, change, done && !reverts);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong + u' ' + said));
        QVERIFY2(
            cloud.actions(u"os-stop"_s) <= 1 && cloud.actions(u"os-start"_s) <= 1 &&
                cloud.cloud.faults().requestCount("POST", QRegularExpression(u"/volumes$"_s)) <= 1,
            qPrintable(said));
        succeeded += done ? 1 : 0;
    }
    QVERIFY(fails ? succeeded == 0 : succeeded * stride > 3);
}

/// The old volume is attached and the new one deleted, or nothing has changed.
void TestRecovery::undoneRollbackKilledAtEveryStep()
{
    bool ended = false;
    int succeeded = 0;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 60, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        const openstack::Server server = cloud.server(u"shop-1"_s);
        const operations::VolumeChange change = changeOfData(cloud, server, false);
        const auto target =
            operations::toJson(operations::Subject{Kind::Server, server.id, server.name});
        Oriel before(cloud, folder.filePath(u"before.sqlite"_s),
                     begun(u"roll-back-server"_s,
                           {{u"target"_s, target},
                            {u"values"_s, QJsonObject{{u"server"_s, target},
                                                      {u"changes"_s,
                                                       QJsonArray{operations::toJson(change)}}}}}));
        QVERIFY(before.wait() && !before.wasKilled());
        const QString fresh = cloud.server(server.name).volumes.back().id;
        QVERIFY(fresh != change.out.id);
        const operations::VolumeChange back{.out = {Kind::Volume, fresh, change.inName},
                                            .outName = u"data-rolled-back"_s,
                                            .in = {Kind::Volume, change.out.id, change.outName},
                                            .inName = change.out.name,
                                            .snapshot = {},
                                            .sizeGiB = change.sizeGiB,
                                            .device = change.device};
        const QJsonObject values{{u"server"_s, target},
                                 {u"undoes"_s, true},
                                 {u"delete_new"_s, true},
                                 {u"changes"_s, QJsonArray{operations::toJson(back)}}};
        cloud.cloud.faults().clearLog();
        Oriel first(
            cloud, journal,
            killed(begun(u"undo-rollback"_s, {{u"target"_s, target}, {u"values"_s, values}}),
                   u"writing"_s, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const QString said =
            u"line %1: %2"_s.arg(QString::number(line), operations::jsonText(second.ended()));
        const auto history = *opened(journal)->history(5);
        const bool done = !history.empty() && history.front().outcome == Outcome::Succeeded;
        QVERIFY2(done || history.empty() || history.front().outcome == Outcome::Failed,
                 qPrintable(said));
        const QString wrong = whatIsWrongWithDisks(cloud, change, !done);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong + u' ' + said));
        QVERIFY2(cloud.actions(u"os-stop"_s) <= 1 && cloud.actions(u"os-start"_s) <= 1 &&
                     cloud.cloud.faults().requestCount(
                         "DELETE", QRegularExpression(u"/os-volume_attachments/"_s)) <= 1,
                 qPrintable(said));
        succeeded += done ? 1 : 0;
    }
    QVERIFY(succeeded * stride > 3);
}

/// No volume is lost or doubled, and the instance runs with its disks at the end.
void TestRecovery::recreationKilledAtEveryStep()
{
    bool ended = false;
    int recreated = 0;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 40, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        auto before = cloud.server(u"wiki-1"_s);
        cloud.get(openstack::SetDeleteOnTermination{before.id, before.volumes.front().id, true});
        operations::ServerBlueprint plan{.subject = {Kind::Server, before.id, before.name},
                                         .keyName = before.keyName};
        for (const auto &volume : before.volumes)
            plan.disks.push_back({.volumeId = volume.id, .name = volume.id});
        openstack::List<openstack::Port> ports;
        ports.filters.insert(u"device_id"_s, before.id);
        const auto port = cloud.get(ports).items.at(0);
        plan.interfaces = {{port.id, port.networkId, port.fixedIps.front().address, true}};
        plan.securityGroups = port.securityGroupIds;
        const auto flavors = cloud.get(openstack::List<openstack::Flavor>{}).items;
        const auto flavor =
            std::ranges::find(flavors, before.flavor.name, &openstack::Flavor::name);
        const auto volumes = cloud.get(openstack::List<openstack::Volume>{}).items.size();
        const QJsonObject intent{
            {u"target"_s, toJson(plan.subject)},
            {u"values"_s, QJsonObject{{u"flavor"_s, flavor->id},
                                      {u"key_name"_s, before.keyName},
                                      {u"blueprint"_s, operations::toJson(plan)}}}};
        Oriel first(cloud, journal,
                    killed(begun(u"recreate-server"_s, intent), u"writing"_s, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const auto after = cloud.server(u"wiki-1"_s); // exactly one has the name
        const QString said = u"line %1: %2 %3"_s.arg(QString::number(line), after.status,
                                                     operations::jsonText(second.ended()));
        QVERIFY2(after.status == "ACTIVE"_L1 && after.taskState.isEmpty(), qPrintable(said));
        QVERIFY2(after.volumes.size() == before.volumes.size(), qPrintable(said));
        QCOMPARE(cloud.get(openstack::List<openstack::Volume>{}).items.size(), volumes);
        for (const auto &disk : plan.disks) {
            const auto volume = cloud.get(openstack::Get<openstack::Volume>{disk.volumeId});
            QVERIFY2(!volume.name.isEmpty() && volume.status == "in-use"_L1 &&
                         volume.attachments.front().serverId == after.id,
                     qPrintable(said));
        }
        const auto requests = [&](const QByteArray &method, const QString &path) {
            return cloud.cloud.faults().requestCount(method, QRegularExpression(path));
        };
        QVERIFY2(requests("DELETE", u"/servers/[^/]+$"_s) <= 1 &&
                     requests("POST", u"/servers$"_s) <= 1,
                 qPrintable(said));
        const auto history = *opened(journal)->history(5);
        if (history.empty())
            continue;
        const bool changed = after.id != before.id;
        QVERIFY2(history.front().outcome == (changed ? Outcome::Succeeded : Outcome::Failed),
                 qPrintable(said));
        QVERIFY2(history.front().leftovers.empty(), qPrintable(said));
        recreated += changed ? 1 : 0;
    }
    QVERIFY(recreated * stride > 5);
}

/// Either there is one complete copy or nothing of it; what is temporary is gone.
void TestRecovery::copyToAnotherZoneKilledAtEveryStep()
{
    bool ended = false;
    int copied = 0;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 60, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        const auto before = cloud.server(u"upgrade-trial"_s);
        const auto disk = cloud.get(openstack::Get<openstack::Volume>{before.volumes.front().id});
        operations::ServerBlueprint plan{.subject = {Kind::Server, before.id, before.name}};
        plan.disks = {{disk.id, disk.name, disk.sizeGiB, disk.volumeType, disk.availabilityZone}};
        const auto flavors = cloud.get(openstack::List<openstack::Flavor>{}).items;
        const auto flavor =
            std::ranges::find(flavors, before.flavor.name, &openstack::Flavor::name);
        const auto volumes = cloud.get(openstack::List<openstack::Volume>{}).items.size();
        const auto images = cloud.get(openstack::List<openstack::Image>{}).items.size();
        const QJsonObject intent{
            {u"target"_s, toJson(plan.subject)},
            {u"values"_s, QJsonObject{{u"flavor"_s, flavor->id},
                                      {u"name"_s, u"copied"_s},
                                      {u"availability_zone"_s, u"nova-2"_s},
                                      {u"original"_s, u"keep-running"_s},
                                      {u"blueprint"_s, operations::toJson(plan)}}}};
        Oriel first(cloud, journal,
                    killed(begun(u"copy-server-to-zone"_s, intent), u"writing"_s, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const QString said =
            u"line %1: %2"_s.arg(QString::number(line), operations::jsonText(second.ended()));
        openstack::List<openstack::Server> made;
        made.filters.insert(u"name"_s, u"^copied$"_s);
        const auto copies = cloud.get(made).items;
        QVERIFY2(copies.size() <= 1, qPrintable(said));
        for (const auto &copy : copies)
            QVERIFY2(copy.status == "ACTIVE"_L1 && copy.volumes.size() == 1, qPrintable(said));
        QVERIFY2(cloud.get(openstack::List<openstack::Volume>{}).items.size() ==
                     volumes + copies.size(),
                 qPrintable(said));
        QVERIFY2(cloud.get(openstack::List<openstack::Image>{}).items.size() == images,
                 qPrintable(said));
        QCOMPARE(cloud.server(u"upgrade-trial"_s).id, before.id);
        const auto history = *opened(journal)->history(5);
        if (history.empty())
            continue;
        QVERIFY2(history.front().outcome == (copies.empty() ? Outcome::Failed : Outcome::Succeeded),
                 qPrintable(said));
        QVERIFY2(history.front().leftovers.empty(), qPrintable(said));
        copied += copies.empty() ? 0 : 1;
    }
    QVERIFY(copied * stride > 5);
}

/// The other zone has no backend of the type of the second disk. Nothing is left of the copy, and
/// the original runs again.
void TestRecovery::failingCopyKilledAtEveryStep()
{
    bool ended = false;
    int failed = 0;
    for (int line = 1; !ended; line += stride) {
        QVERIFY2(line < 60, "it does not finish");
        const QTemporaryDir folder;
        const QString journal = folder.filePath(u"journal.sqlite"_s);
        Cloud cloud;
        const auto before = cloud.server(u"wiki-1"_s);
        operations::ServerBlueprint plan{.subject = {Kind::Server, before.id, before.name}};
        for (const auto &attached : before.volumes) {
            const auto disk = cloud.get(openstack::Get<openstack::Volume>{attached.id});
            plan.disks.push_back(
                {disk.id, disk.name, disk.sizeGiB, disk.volumeType, disk.availabilityZone});
        }
        plan.disks.back().type = u"fast"_s;
        const auto flavors = cloud.get(openstack::List<openstack::Flavor>{}).items;
        const auto flavor =
            std::ranges::find(flavors, before.flavor.name, &openstack::Flavor::name);
        const auto volumes = cloud.get(openstack::List<openstack::Volume>{}).items.size();
        const auto images = cloud.get(openstack::List<openstack::Image>{}).items.size();
        const QJsonObject intent{
            {u"target"_s, toJson(plan.subject)},
            {u"values"_s, QJsonObject{{u"flavor"_s, flavor->id},
                                      {u"name"_s, u"copied"_s},
                                      {u"availability_zone"_s, u"nova-2"_s},
                                      {u"original"_s, u"shut-off"_s},
                                      {u"blueprint"_s, operations::toJson(plan)}}}};
        Oriel first(cloud, journal,
                    killed(begun(u"copy-server-to-zone"_s, intent), u"writing"_s, line));
        QVERIFY(first.wait());
        ended = !first.wasKilled();
        Oriel second(cloud, journal, {});
        QVERIFY(second.wait() && !second.wasKilled());
        const QString said =
            u"line %1: %2"_s.arg(QString::number(line), operations::jsonText(second.ended()));
        QVERIFY2(cloud.get(openstack::List<openstack::Volume>{}).items.size() == volumes,
                 qPrintable(said));
        QVERIFY2(cloud.get(openstack::List<openstack::Image>{}).items.size() == images,
                 qPrintable(said));
        const auto after = cloud.server(u"wiki-1"_s);
        QVERIFY2(after.status == "ACTIVE"_L1 && after.taskState.isEmpty(), qPrintable(said));
        const auto history = *opened(journal)->history(5);
        if (history.empty())
            continue;
        QVERIFY2(history.front().outcome == Outcome::Failed, qPrintable(said));
        QVERIFY2(history.front().leftovers.empty(), qPrintable(said));
        failed += 1;
    }
    QVERIFY(failed * stride > 10);
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
