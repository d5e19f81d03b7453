#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/server.h"
#include "operations/actions/actions.h"
#include "operations/actions/backuptest.h"
#include "operations/backupchains.h"
#include "operations/journal/journal.h"
#include "operations/removal/removal.h"
#include "operations/resume/resume.h"
#include "support/democloudfixture.h"

#include <QtCore/QTemporaryDir>

using namespace oriel;
using namespace oriel::operations;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using openstack::Backup;
using openstack::Volume;

namespace {

const QString whole = u"no-incremental"_s;            // NOLINT(cert-err58-cpp)
const QString incremental = u"incremental"_s;         // NOLINT(cert-err58-cpp)
const QRegularExpression restorePath(u"/restore$"_s); // NOLINT(cert-err58-cpp)

Backup row(const QString &id, int hour, bool isIncrement, bool hasDependents,
           const QString &status = u"available"_s)
{
    Backup backup;
    backup.id = backup.name = id;
    backup.volumeId = u"v"_s;
    backup.status = status;
    backup.incremental = isIncrement;
    backup.hasDependents = hasDependents;
    backup.created = backup.dataTime =
        QDateTime(QDate(2026, 11, 1), QTime(hour, 0), QTimeZone::utc());
    return backup;
}

BackupMap mapOf(const std::vector<Backup> &rows)
{
    BackupMap map;
    for (const Backup &one : rows)
        map.insert(one.id, std::make_shared<const Backup>(one));
    return map;
}

QStringList idsOf(const std::vector<store::Row<Backup>> &rows)
{
    QStringList ids;
    for (const auto &one : rows)
        ids.append(one->id);
    return ids;
}

} // namespace

/// Backups on the demo cloud: their chains, restoring and deleting them.
class TestBackups final : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::DemoCloudFixture> m;

    Volume freeVolume()
    {
        auto volumes = m->get(openstack::List<Volume>{}).items;
        m->stores->volumes.upsert(volumes);
        std::erase_if(volumes,
                      [](const Volume &volume) { return volume.status != "available"_L1; });
        if (volumes.empty())
            qFatal("no free volume in the demo cloud");
        return *std::ranges::min_element(volumes, {}, &Volume::sizeGiB); // copied soon
    }

    const Operation *run(const QString &key, const Subject &target, const Values &values)
    {
        const Operation *operation = m->center.start(actOn(m->context(), key, target, values));
        if (!m->pump([&] { return operation->outcome() != Outcome::Running; }))
            qFatal("the operation never ended");
        return operation;
    }

    Backup backUp(const Volume &volume, const QString &name, const QString &kind)
    {
        const Operation *operation =
            run(u"back-up-volume"_s, {Kind::Volume, volume.id, volume.name},
                {{u"name"_s, name}, {u"kind"_s, kind}, {u"force"_s, true}});
        if (operation->outcome() != Outcome::Succeeded)
            qFatal("%s", qPrintable(operation->error()->message));
        m->stores->of<Backup>().replaceAll(m->get(openstack::List<Backup>{}).items);
        return m->get(openstack::Get<Backup>{operation->resultId()});
    }

    const Operation *remove(const RemovalRequest &request)
    {
        const Operation *removal =
            m->center.start(std::make_unique<Removal>(m->context(), request));
        if (!m->pump([&] { return removal->outcome() != Outcome::Running; }))
            qFatal("the deletion never ended");
        return removal;
    }

    [[nodiscard]] QStringList sent(const QByteArray &method) const
    {
        QStringList ids;
        for (const auto &logged : m->cloud.faults().log()) {
            if (logged.method == method && logged.path.contains("/backups/"_L1))
                ids += logged.path.section(u'/', -1);
        }
        return ids;
    }

    Operation *beginTest()
    {
        const Volume volume = freeVolume();
        const Backup backup = backUp(volume, u"b"_s, whole);
        const auto flavor = m->get(openstack::List<openstack::Flavor>{}).items.front();
        m->cloud.faults().clearLog();
        return m->center.start(
            actOn(m->context(), u"test-backup", {Kind::Backup, backup.id, backup.name},
                  {{u"flavor"_s, flavor.id}, {u"network"_s, u"none"_s}, {u"minutes"_s, 3}}));
    }

    const Operation *test()
    {
        const Operation *operation = beginTest();
        if (!m->pump([&] { return operation->outcome() != Outcome::Running; }))
            qFatal("the test never ended");
        return operation;
    }

    /// Before Cinder could create a volume from a backup.
    void useOldCinder()
    {
        demo::DemoOptions old;
        old.newestBlockStorage = 46;
        m = std::make_unique<test::DemoCloudFixture>(u"demo"_s, u"demo"_s, u"demo"_s, old);
    }

    /// The instances and the volumes of tests.
    int left()
    {
        const auto isOfTest = [](const auto &one) {
            return one.name.contains("-backup-test"_L1);
        };
        const auto servers = m->get(openstack::List<openstack::Server>{.firstLimit = 1000}).items;
        const auto volumes = m->get(openstack::List<Volume>{}).items;
        return static_cast<int>(std::ranges::count_if(servers, isOfTest) +
                                std::ranges::count_if(volumes, isOfTest));
    }

private Q_SLOTS:
    void init() { m = std::make_unique<test::DemoCloudFixture>(); }
    void cleanup() { m.reset(); }

    void chains();
    void theChainFollowsCindersRule();
    void anIncrementNeedsAnAvailableBase();
    void aVolumeInUseIsBackedUpOnlyIfWanted();
    void restoreKeepsTypeAndZone();
    void aNewVolumeFromABackup();
    void noNewVolumeFromABackupBeforeMicroversion347();
    void restoreBeforeMicroversion347();
    void restoreBeforeMicroversion347WhoseAnswerIsLost();
    void aFailedRestoreNamesItsVolume();
    void overwriteRefusesARenamedVolume();
    void incrementsGoFirst();
    void aBackupIsKeptWithItsIncrement();
    void nothingIsSaidToBeDeletedWithoutAService();
    void consoleLogs_data();
    void consoleLogs();
    void aTestedBackupComesUp_data();
    void aTestedBackupComesUp();
    void aCanceledTestLeavesNothing_data();
    void aCanceledTestLeavesNothing();
    void aTestThatCannotBeTold();
    void aTestWithoutAHost();
    void whatATestCannotDeleteIsNamed();
    void aVolumeThatIsNotFreedIsNamed();
    void anInstanceThatIsFoundLateIsDeleted();
    void aRestoreIsNotRepeatedLater_data();
    void aRestoreIsNotRepeatedLater();
};

void TestBackups::chains()
{
    const BackupMap all =
        mapOf({row(u"a"_s, 1, false, true), row(u"b"_s, 2, true, true), row(u"c"_s, 3, true, false),
               row(u"d"_s, 4, false, true), row(u"e"_s, 5, true, false)});
    const auto of = [&](const QString &id) {
        return *all.value(id);
    };
    QVERIFY(!parentOf(of(u"a"_s), all));
    QCOMPARE(parentOf(of(u"b"_s), all)->id, u"a"_s);
    QCOMPARE(parentOf(of(u"c"_s), all)->id, u"b"_s);
    QCOMPARE(parentOf(of(u"e"_s), all)->id, u"d"_s);
    QCOMPARE(idsOf(incrementsOf(of(u"a"_s), all)), (QStringList{u"b"_s, u"c"_s}));
    QCOMPARE(idsOf(incrementsOf(of(u"d"_s), all)), QStringList{u"e"_s});
    QVERIFY(incrementsOf(of(u"c"_s), all).empty());
    QCOMPARE(idsOf(chainOf(of(u"c"_s), all)), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
    QCOMPARE(latestOf(u"v"_s, all)->id, u"e"_s);
}

/// What Oriel concludes is what the cloud did.
void TestBackups::theChainFollowsCindersRule()
{
    const Volume volume = freeVolume();
    const Backup first = backUp(volume, u"first"_s, whole);
    const Backup second = backUp(volume, u"second"_s, incremental);
    const Backup third = backUp(volume, u"third"_s, incremental);
    const auto &all = m->stores->of<Backup>().rows();
    QVERIFY(!first.incremental && second.incremental && third.incremental);
    QCOMPARE(idsOf(chainOf(*all.value(third.id), all)),
             (QStringList{first.id, second.id, third.id}));
    QCOMPARE(idsOf(incrementsOf(*all.value(first.id), all)), (QStringList{second.id, third.id}));
    QCOMPARE(baseFor(volume.id, {}, *m->stores)->id, third.id);
}

void TestBackups::anIncrementNeedsAnAvailableBase()
{
    const Volume volume = freeVolume();
    QVERIFY(incrementObstacle(volume.id, {}, *m->stores).contains(u"full one first"_s));
    const Backup first = backUp(volume, u"first"_s, whole);
    QCOMPARE(incrementObstacle(volume.id, {}, *m->stores), QString());
    m->cloud.faults().failNextBackup();
    const Operation *failed =
        run(u"back-up-volume"_s, {Kind::Volume, volume.id, volume.name},
            {{u"name"_s, u"broken"_s}, {u"kind"_s, whole}, {u"force"_s, false}});
    QCOMPARE(failed->outcome(), Outcome::Failed);
    QVERIFY2(failed->error()->message.contains(u"no space left"_s),
             qPrintable(failed->error()->message));
    m->stores->of<Backup>().replaceAll(m->get(openstack::List<Backup>{}).items);
    // Cinder builds on the latest one only, and would refuse.
    const QString why = incrementObstacle(volume.id, {}, *m->stores);
    QVERIFY2(why.contains(u"broken"_s), qPrintable(why));
    const Operation *refused =
        run(u"back-up-volume"_s, {Kind::Volume, volume.id, volume.name},
            {{u"name"_s, u"x"_s}, {u"kind"_s, incremental}, {u"force"_s, false}});
    QCOMPARE(refused->outcome(), Outcome::Failed);
    QVERIFY(refused->error()->message.contains(u"must be available"_s));
}

void TestBackups::aVolumeInUseIsBackedUpOnlyIfWanted()
{
    const auto server = m->server(u"db-1"_s);
    const auto volume = m->get(openstack::Get<Volume>{server.volumes.front().id});
    m->stores->volumes.upsert({volume});
    const Action &action = *actionNamed(u"back-up-volume");
    const Situation situation{*m->stores};
    const auto problem = [&](bool force) {
        return action.problem(situation, volume.id,
                              {{u"name"_s, u"b"_s}, {u"kind"_s, whole}, {u"force"_s, force}});
    };
    QVERIFY(problem(false).contains(u"in use"_s));
    QCOMPARE(problem(true), QString());
    const Briefing told = action.briefing(situation, volume.id, {});
    QVERIFY(std::ranges::any_of(told.notes, [](const Briefing::Note &note) {
        return note.caution && note.text.contains(u"power failure"_s);
    }));
    const Backup made = backUp(volume, u"hot"_s, whole);
    QCOMPARE(made.status, u"available"_s);
    QCOMPARE(m->get(openstack::Get<Volume>{volume.id}).status, u"in-use"_s);
}

void TestBackups::restoreKeepsTypeAndZone()
{
    const Volume volume = freeVolume();
    const Backup backup = backUp(volume, u"b"_s, whole);
    const Action &action = *actionNamed(u"restore-backup");
    const Situation situation{*m->stores};
    Values values;
    for (const Field &field : action.fields)
        values.insert(field.key, field.preset(situation, backup.id));
    QCOMPARE(values.value(u"type"_s).toString(), volume.volumeType);
    QCOMPARE(values.value(u"availability_zone"_s).toString(), volume.availabilityZone);
    QCOMPARE(values.value(u"size"_s).toInt(), volume.sizeGiB);
    const Operation *operation = run(action.key, {Kind::Backup, backup.id, backup.name}, values);
    QVERIFY2(operation->outcome() == Outcome::Succeeded,
             qPrintable(operation->error().value_or(Error()).message));
    const auto made = m->get(openstack::Get<Volume>{operation->resultId()});
    QCOMPARE(made.status, u"available"_s);
    QCOMPARE(made.name, values.value(u"name"_s).toString());
    QCOMPARE(made.volumeType, volume.volumeType);
    QCOMPARE(made.availabilityZone, volume.availabilityZone);
    QCOMPARE(m->cloud.faults().requestCount("POST", restorePath), 0);
}

/// Cinder would take the default type and any zone: what the form calls the same as the source is.
void TestBackups::aNewVolumeFromABackup()
{
    Volume volume = freeVolume();
    const Backup backup = backUp(volume, u"b"_s, whole);
    const Action &action = *actionNamed(u"create-new-volume");
    const Situation situation{*m->stores};
    const auto problem = [&](const Values &more) {
        Values values{
            {u"name"_s, u"made"_s}, {u"backup"_s, backup.id}, {u"size"_s, volume.sizeGiB}};
        for (auto it = more.begin(); it != more.end(); ++it)
            values.insert(it.key(), it.value());
        return action.problem(situation, {}, values);
    };
    QCOMPARE(problem({}), QString());
    QVERIFY(problem({{u"size"_s, volume.sizeGiB - 1}}).contains(u"at least"_s));
    const Values values = action.complete(*m->stores, {},
                                          {{u"name"_s, u"made"_s},
                                           {u"contents"_s, QString(u"backup:"_s + backup.id)},
                                           {u"size"_s, volume.sizeGiB + 1}});
    QVERIFY2(
        action.commandLine(u"made"_s, values)
            .startsWith(u"cinder --os-volume-api-version 3.47 create --backup-id "_s + backup.id),
        qPrintable(action.commandLine(u"made"_s, values)));
    const Operation *operation = run(action.key, action.newSubject(values), values);
    QVERIFY2(operation->outcome() == Outcome::Succeeded,
             qPrintable(operation->error().value_or(Error()).message));
    const auto made = m->get(openstack::Get<Volume>{operation->resultId()});
    QCOMPARE(made.status, u"available"_s);
    QCOMPARE(made.sizeGiB, volume.sizeGiB + 1);
    QCOMPARE(made.volumeType, volume.volumeType);
    QCOMPARE(made.availabilityZone, volume.availabilityZone);
    volume.encrypted = true;
    m->stores->volumes.upsert({volume});
    QVERIFY(problem({{u"type"_s, u"another"_s}}).contains(u"encrypted"_s));
}

/// The form says why, and leads to what does it in two steps.
void TestBackups::noNewVolumeFromABackupBeforeMicroversion347()
{
    useOldCinder();
    const Volume volume = freeVolume();
    const Backup backup = backUp(volume, u"b"_s, whole);
    const Action &action = *actionNamed(u"create-new-volume");
    const Situation situation{*m->stores};
    const Values values{{u"name"_s, u"made"_s},
                        {u"contents"_s, QString(u"backup:"_s + backup.id)},
                        {u"size"_s, volume.sizeGiB}};
    const QString why = action.problem(situation, {}, values);
    QVERIFY2(why.contains(u"3.47"_s) && why.contains(u"3.46"_s), qPrintable(why));
    QCOMPARE(action.briefing(situation, {}, values).remedies,
             (Remedies{{.action = u"restore-backup"_s, .on = backup.id}}));
}

void TestBackups::restoreBeforeMicroversion347()
{
    useOldCinder();
    const Volume volume = freeVolume();
    const Backup backup = backUp(volume, u"b"_s, whole);
    const Operation *operation =
        run(u"restore-backup"_s, {Kind::Backup, backup.id, backup.name},
            {{u"name"_s, u"made"_s}, {u"size"_s, volume.sizeGiB}, {u"type"_s, volume.volumeType}});
    QVERIFY2(operation->outcome() == Outcome::Succeeded,
             qPrintable(operation->error().value_or(Error()).message));
    const auto made = m->get(openstack::Get<Volume>{operation->resultId()});
    QCOMPARE(made.name, u"made"_s);
    QCOMPARE(made.status, u"available"_s);
    QCOMPARE(made.volumeType, volume.volumeType);
    QCOMPARE(m->cloud.faults().requestCount("POST", restorePath), 1);
}

void TestBackups::restoreBeforeMicroversion347WhoseAnswerIsLost()
{
    useOldCinder();
    const Volume volume = freeVolume();
    const Backup backup = backUp(volume, u"b"_s, whole);
    demo::FaultRule cut;
    cut.method = "POST";
    cut.path = restorePath;
    cut.kind = demo::FaultRule::Kind::CutBefore;
    m->cloud.faults().add(cut);
    const Operation *operation = run(u"restore-backup"_s, {Kind::Backup, backup.id, backup.name},
                                     {{u"name"_s, u"made"_s}, {u"size"_s, volume.sizeGiB}});
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QCOMPARE(m->cloud.faults().requestCount("POST", restorePath), 1);
    QCOMPARE(m->get(openstack::Get<Volume>{operation->resultId()}).status, u"available"_s);
}

void TestBackups::aFailedRestoreNamesItsVolume()
{
    const Volume volume = freeVolume();
    const Backup backup = backUp(volume, u"b"_s, whole);
    m->cloud.faults().failNextRestore();
    const Operation *operation = run(u"restore-backup"_s, {Kind::Backup, backup.id, backup.name},
                                     {{u"name"_s, u"made"_s}, {u"size"_s, volume.sizeGiB}});
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QCOMPARE(operation->leftovers().size(), std::size_t{1});
    QCOMPARE(operation->leftovers().front().name, u"made"_s);
    // Over an existing volume nothing new is left.
    m->cloud.faults().failNextRestore();
    const Operation *over = run(u"overwrite-volume"_s, {Kind::Backup, backup.id, backup.name},
                                {{u"volume"_s, volume.id}});
    QCOMPARE(over->outcome(), Outcome::Failed);
    QVERIFY2(over->error()->message.contains(u"in error after a failed restore"_s),
             qPrintable(over->error()->message));
    QVERIFY(over->leftovers().empty());
}

/// Its name was typed when it was still another one.
void TestBackups::overwriteRefusesARenamedVolume()
{
    const Volume volume = freeVolume();
    const Backup backup = backUp(volume, u"b"_s, whole);
    m->cloud.faults().clearLog();
    const Operation *operation =
        run(u"overwrite-volume"_s, {Kind::Backup, backup.id, backup.name},
            {{u"volume"_s, volume.id}, {u"volume_name"_s, u"another name"_s}});
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY(operation->error()->message.contains(volume.name));
    QCOMPARE(m->cloud.faults().requestCount("POST", restorePath), 0);
}

void TestBackups::incrementsGoFirst()
{
    const Volume volume = freeVolume();
    const Backup first = backUp(volume, u"first"_s, whole);
    const Backup second = backUp(volume, u"second"_s, incremental);
    RemovalRequest request;
    request.subject = {Kind::Backup, first.id, first.name};
    request.parts = {{{Kind::Backup, second.id, second.name}}, {request.subject}};
    request.parts.front().of = first.id;
    m->cloud.faults().clearLog();
    const Operation *removal = remove(request);
    QVERIFY2(removal->outcome() == Outcome::Succeeded,
             qPrintable(removal->error().value_or(Error()).message));
    QCOMPARE(sent("DELETE"), (QStringList{second.id, first.id}));
}

void TestBackups::aBackupIsKeptWithItsIncrement()
{
    const Volume volume = freeVolume();
    const Backup first = backUp(volume, u"first"_s, whole);
    const Backup second = backUp(volume, u"second"_s, incremental);
    RemovalRequest request;
    request.subject = {Kind::Backup, first.id, first.name};
    request.parts = {{{Kind::Backup, second.id, second.name}}, {request.subject}};
    request.parts.front().of = first.id;
    demo::FaultRule refused;
    refused.method = "DELETE";
    refused.path = QRegularExpression(second.id);
    refused.status = 403;
    refused.count = 0;
    m->cloud.faults().add(refused);
    m->cloud.faults().clearLog();
    const Operation *removal = remove(request);
    QCOMPARE(removal->outcome(), Outcome::Failed);
    QVERIFY(!sent("DELETE").contains(first.id));
    QVERIFY(removal->error()->message.contains(u"increments"_s));
    QCOMPARE(removal->leftovers().size(), std::size_t{2});
}

/// Cinder answers 404 if no backup service is running, as if there were no such backup.
void TestBackups::nothingIsSaidToBeDeletedWithoutAService()
{
    const Volume volume = freeVolume();
    const Backup backup = backUp(volume, u"b"_s, whole);
    m->cloud.faults().stopBackupService();
    RemovalRequest request;
    request.subject = {Kind::Backup, backup.id, backup.name};
    request.parts = {{request.subject}};
    const Operation *removal = remove(request);
    QCOMPARE(removal->outcome(), Outcome::Failed);
    QVERIFY2(removal->error()->message.contains(u"cinder-backup"_s),
             qPrintable(removal->error()->message));
    QCOMPARE(m->get(openstack::Get<Backup>{backup.id}).status, u"available"_s);
}

void TestBackups::consoleLogs_data()
{
    QTest::addColumn<QString>("log");
    QTest::addColumn<GuestSign>("sign");
    QTest::newRow("nothing") << QString() << GuestSign::None;
    QTest::newRow("booting") << u"[    0.00] Booting\n[    1.2] login service is starting\n"_s
                             << GuestSign::None;
    QTest::newRow("login") << u"Debian GNU/Linux 12\n\nweb-1 login: "_s << GuestSign::CameUp;
    QTest::newRow("cloud-init") << u"Cloud-init v. 23.1 finished at Mon, 2 Nov\n"_s
                                << GuestSign::CameUp;
    QTest::newRow("target") << u"[  OK  ] Reached target multi-user.target - Multi-User System.\n"_s
                            << GuestSign::CameUp;
    QTest::newRow("panic") << u"[ 1.9] Kernel panic - not syncing: VFS: Unable to mount root\n"_s
                           << GuestSign::Stopped;
    QTest::newRow("initramfs") << u"Gave up waiting for root\n(initramfs) "_s << GuestSign::Stopped;
    QTest::newRow("no boot device")
        << u"Boot failed: not a bootable disk\n"_s << GuestSign::Stopped;
    QTest::newRow("rebooted after a panic")
        << u"Kernel panic - not syncing: x\nRebooting\nweb-1 login: "_s << GuestSign::CameUp;
}

void TestBackups::consoleLogs()
{
    QFETCH(const QString, log);
    QFETCH(const GuestSign, sign);
    const GuestReading reading = readConsole(log);
    QCOMPARE(reading.sign, sign);
    QCOMPARE(reading.line.isEmpty(), sign == GuestSign::None);
}

void TestBackups::aTestedBackupComesUp_data()
{
    QTest::addColumn<bool>("old");
    QTest::newRow("in one request") << false;
    QTest::newRow("in two steps") << true;
}

void TestBackups::aTestedBackupComesUp()
{
    QFETCH(const bool, old);
    if (old)
        useOldCinder();
    const Operation *operation = test();
    QVERIFY2(operation->outcome() == Outcome::Succeeded,
             qPrintable(operation->error().value_or(Error()).message));
    QVERIFY(operation->notes().join(u' ').contains(u"login"_s));
    QVERIFY(operation->leftovers().empty());
    QCOMPARE(left(), 0);
    QCOMPARE(m->cloud.faults().requestCount("POST", QRegularExpression(u"/servers$"_s)), 1);
    QCOMPARE(m->cloud.faults().requestCount("POST", QRegularExpression(u"/volumes$"_s)), 1);
    QCOMPARE(m->cloud.faults().requestCount("POST", restorePath), old ? 1 : 0);
}

void TestBackups::aCanceledTestLeavesNothing_data()
{
    QTest::addColumn<bool>("old");
    QTest::addColumn<int>("stage"); ///< that is running
    QTest::addColumn<double>("speed");
    QTest::newRow("restoring") << false << 0 << 1.0;
    QTest::newRow("restoring for long") << false << 0 << 0.05;
    QTest::newRow("launching") << false << 1 << 1.0;
    QTest::newRow("reading the log") << false << 2 << 1.0;
    QTest::newRow("creating an empty volume") << true << 0 << 1.0;
    QTest::newRow("restoring over it") << true << 1 << 1.0;
    QTest::newRow("launching from it") << true << 2 << 1.0;
}

void TestBackups::aCanceledTestLeavesNothing()
{
    QFETCH(const bool, old);
    QFETCH(const int, stage);
    QFETCH(const double, speed);
    if (old)
        useOldCinder();
    else if (speed < 1)
        m = std::make_unique<test::DemoCloudFixture>(u"demo"_s, u"demo"_s, u"demo"_s,
                                                     demo::DemoOptions{.speed = speed});
    Operation *operation = beginTest();
    QVERIFY(m->pump([&] {
        const auto &stages = operation->stages();
        return stages.size() == (old ? 5U : 4U) &&
               stages[static_cast<std::size_t>(stage)].state == StageState::Running &&
               (stage > 0 ||
                m->cloud.faults().requestCount("POST", QRegularExpression(u"/volumes$"_s)) > 0);
    }));
    QVERIFY(operation->canCancel());
    operation->cancel();
    QVERIFY(m->pump([&] { return operation->outcome() != Outcome::Running; }, 6h));
    QCOMPARE(operation->outcome(), Outcome::Canceled);
    QVERIFY2(operation->error()->message.contains(u"stopped"_s),
             qPrintable(operation->error()->message));
    QVERIFY(operation->leftovers().empty());
    QCOMPARE(left(), 0);
}

void TestBackups::aTestThatCannotBeTold()
{
    demo::FaultRule silent;
    silent.method = "POST";
    silent.path = QRegularExpression(u"/servers/[^/]+/action$"_s); // the log is read by one
    silent.status = 409;
    silent.count = 0;
    m->cloud.faults().add(silent);
    const Operation *operation = test();
    QCOMPARE(operation->outcome(), Outcome::Unclear);
    QVERIFY2(operation->error()->message.contains(u"cannot be told"_s),
             qPrintable(operation->error()->message));
    QCOMPARE(left(), 0);
}

/// It says nothing about the backup.
void TestBackups::aTestWithoutAHost()
{
    m->cloud.faults().failNextAction(u"create"_s);
    const Operation *operation = test();
    QCOMPARE(operation->outcome(), Outcome::Unclear);
    QCOMPARE(left(), 0);
    QVERIFY(operation->leftovers().empty());
}

void TestBackups::whatATestCannotDeleteIsNamed()
{
    demo::FaultRule refused;
    refused.method = "DELETE";
    refused.path = QRegularExpression(u"/servers/"_s);
    refused.status = 403;
    refused.count = 0;
    m->cloud.faults().add(refused);
    const Operation *operation = test();
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QCOMPARE(operation->leftovers().size(), std::size_t{2});
    QCOMPARE(left(), 2);
}

/// The storage stands still from the deletion of the instance on.
void TestBackups::aVolumeThatIsNotFreedIsNamed()
{
    const Volume volume = freeVolume();
    const Backup backup = backUp(volume, u"b"_s, whole);
    const auto flavor = m->get(openstack::List<openstack::Flavor>{}).items.front();
    m->cloud.faults().clearLog();
    const Operation *operation = m->center.start(
        actOn(m->context(), u"test-backup", {Kind::Backup, backup.id, backup.name},
              {{u"flavor"_s, flavor.id}, {u"network"_s, u"none"_s}, {u"minutes"_s, 3}}));
    QVERIFY(m->pump([&] {
        return m->cloud.faults().requestCount("DELETE", QRegularExpression(u"/servers/"_s)) > 0;
    }));
    m->cloud.faults().stopStorage();
    QVERIFY(m->pump([&] { return operation->outcome() != Outcome::Running; },
                    std::chrono::minutes(15)));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QCOMPARE(operation->leftovers().size(), std::size_t{1});
    QVERIFY2(operation->notes().join(u' ').contains(u"so it was not deleted"_s),
             qPrintable(operation->notes().join(u' ')));
}

/// Its request got no answer, and the list of instances none either, until the end.
void TestBackups::anInstanceThatIsFoundLateIsDeleted()
{
    const Volume volume = freeVolume();
    const Backup backup = backUp(volume, u"b"_s, whole);
    const auto flavor = m->get(openstack::List<openstack::Flavor>{}).items.front();
    demo::FaultRule lost;
    lost.method = "POST";
    lost.path = QRegularExpression(u"/servers$"_s);
    lost.kind = demo::FaultRule::Kind::CutBefore;
    m->cloud.faults().add(lost);
    demo::FaultRule forbidden;
    forbidden.method = "GET";
    forbidden.path = QRegularExpression(u"/servers/detail$"_s);
    forbidden.status = 403;
    forbidden.count = 1;
    m->cloud.faults().add(forbidden);
    const Operation *operation =
        run(u"test-backup"_s, {Kind::Backup, backup.id, backup.name},
            {{u"flavor"_s, flavor.id}, {u"network"_s, u"none"_s}, {u"minutes"_s, 3}});
    QCOMPARE(operation->outcome(), Outcome::Unclear);
    QVERIFY(operation->leftovers().empty());
    QCOMPARE(left(), 0);
}

void TestBackups::aRestoreIsNotRepeatedLater_data()
{
    QTest::addColumn<bool>("arrived");
    QTest::addColumn<std::chrono::minutes>("later");
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<int>("sent");
    using std::chrono::minutes;
    QTest::newRow("never arrived") << false << minutes(1) << Outcome::Succeeded << 2;
    QTest::newRow("never arrived, long ago") << false << minutes(1440) << Outcome::Succeeded << 2;
    QTest::newRow("done a minute ago") << true << minutes(1) << Outcome::Succeeded << 2;
    QTest::newRow("done long ago") << true << minutes(1440) << Outcome::Unclear << 1;
}

/// Killed before the answer, and started again: the user may have written to the volume since.
void TestBackups::aRestoreIsNotRepeatedLater()
{
    QFETCH(const bool, arrived);
    QFETCH(const std::chrono::minutes, later);
    QFETCH(const Outcome, outcome);
    QFETCH(const int, sent);
    demo::DemoOptions old;
    old.newestBlockStorage = 46;
    m = std::make_unique<test::DemoCloudFixture>(u"demo"_s, u"demo"_s, u"demo"_s, old);
    const Volume volume = freeVolume();
    const Backup backup = backUp(volume, u"b"_s, whole);
    m->cloud.faults().clearLog();
    // Nothing comes back, so that nothing more is in the journal, however fast it is.
    demo::FaultRule lost;
    lost.method = "POST";
    lost.path = restorePath;
    lost.kind = arrived ? demo::FaultRule::Kind::Delay : demo::FaultRule::Kind::Hang;
    lost.delay = std::chrono::hours(1000);
    m->cloud.faults().add(lost);
    const QTemporaryDir folder;
    Journal journal(folder.filePath(u"journal.sqlite"_s));
    m->center.setJournal(&journal, {});
    std::unique_ptr<Operation> dying =
        actOn(m->context(), u"restore-backup", {Kind::Backup, backup.id, backup.name},
              {{u"name"_s, u"again"_s}, {u"size"_s, backup.sizeGiB}});
    dying->useJournal(&journal, {});
    dying->start();
    QVERIFY(m->pump([&] { return m->cloud.faults().requestCount("POST", restorePath) > 0; }));
    const QString id = dying->id();
    dying.reset();
    journal.giveBack(id);
    std::optional<std::vector<JournalEntry>> taken;
    journal.takeUnfinished({}, &m->clockContext,
                           [&](const auto &entries) { taken = entries.value(); });
    QVERIFY(m->pump([&] { return taken.has_value(); }));
    QCOMPARE(taken->size(), std::size_t{1});
    m->pump([] { return false; }, std::chrono::minutes(1)); // the cloud finishes
    m->clock.advance(later);
    const Operation *resumed = m->center.start(resumeOperation(taken->front(), m->context()));
    QVERIFY(m->pump([&] { return resumed->outcome() != Outcome::Running; }));
    QVERIFY2(resumed->outcome() == outcome, qPrintable(resumed->error().value_or(Error()).message));
    QCOMPARE(m->cloud.faults().requestCount("POST", restorePath), sent);
    m->center.setJournal(nullptr, {});
}

QTEST_GUILESS_MAIN(TestBackups)
#include "tst_backups.moc"
