#include "base/visible.h"
#include "net/apiclient.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/compute/flavor.h"
#include "openstack/image/image.h"
#include "operations/actions/actions.h"
#include "operations/actions/ofseveral.h"
#include "operations/actions/serverconditions.h"
#include "operations/actions/serverdetails.h"
#include "operations/journal/journal.h"
#include "store/bootdisk.h"
#include "support/democloudfixture.h"

#include <QtCore/QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::operations;
using test::DemoCloudFixture;

/// Shelving, resizing and rescuing on the demo cloud: what is offered, what is said, and what is
/// noticed of what others do.
class TestInstanceCare final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void flavorsAreMarked();
    void aVolumeMayHaveASmallerFlavor();
    void whatAVolumeDoesNotAskFor();
    void aLocalDiskIsWarnedOf();
    void acceleratorsAreRefused();
    void theQuotaIsHeeded();
    void theQuotaForACopyIsHeeded();
    void aResizeIsUndoneByReverting();
    void whatOthersDecideIsNoticed_data();
    void whatOthersDecideIsNoticed();
    void aRefusedDiskIsExplained();
    void imagesForRescueComeFirst();
    void aVolumeNeedsAnImageForRescue();
    void whichImagesKeepTheOrderOfTheDisks();
    void thePasswordIsToldOnce();
    void aLostPasswordIsSaid_data();
    void aLostPasswordIsSaid();
    void aFailedRescueHasNoPassword();
    void userDataIsChecked();
    void flavorsForSeveral();
    void aLongResizeIsAwaited();
    void whoIsBoundByALock();
    void aTagIsNotBlank();
    void aShelvedInstanceKeepsItsZoneWithItsHost();
    void shelvingIsUndone();
    void unshelvingWhatWasOffIsAskedFor();
    void aHungRebootIsInterrupted();
    void administratorsOnly();
};

namespace {

void load(DemoCloudFixture &fixture)
{
    fixture.stores->of<openstack::Flavor>().upsert(
        fixture.get(openstack::List<openstack::Flavor>{}).items);
    fixture.stores->images.upsert(fixture.get(openstack::List<openstack::Image>{}).items);
    fixture.stores->computeLimits.set(fixture.get(openstack::GetComputeLimits{}));
}

Situation situationOf(DemoCloudFixture &fixture)
{
    return {*fixture.stores, {u"member"_s}, &fixture.center};
}

std::vector<Field::Option> optionsOf(DemoCloudFixture &fixture, const QString &key,
                                     const QString &id)
{
    return actionNamed(key)->fields.front().options(situationOf(fixture), id);
}

Field::Option optionNamed(const std::vector<Field::Option> &options, const QString &name)
{
    const auto found = std::ranges::find(options, name, &Field::Option::name);
    return found == options.end() ? Field::Option() : *found;
}

ActionOperation *begin(DemoCloudFixture &fixture, const QString &key,
                       const openstack::Server &server, const Values &values = {})
{
    return qobject_cast<ActionOperation *>(fixture.center.start(
        actOn(fixture.context(), key, {Kind::Server, server.id, server.name}, values)));
}

bool untilEnd(DemoCloudFixture &fixture, const Operation *operation)
{
    return fixture.pump([operation] { return operation->outcome() != Outcome::Running; });
}

bool succeeds(DemoCloudFixture &fixture, const QString &key, const openstack::Server &server,
              const Values &values = {})
{
    const Operation *operation = begin(fixture, key, server, values);
    if (untilEnd(fixture, operation) && operation->outcome() == Outcome::Succeeded)
        return true;
    qWarning("%s", qPrintable(operation->error().value_or(Error()).message));
    return false;
}

} // namespace

void TestInstanceCare::flavorsAreMarked()
{
    DemoCloudFixture fixture;
    load(fixture);
    const auto web = fixture.server(u"web-1"_s); // m1.small: 1 vCPU, 2 GiB, 20 GiB
    const auto options = optionsOf(fixture, u"resize-server"_s, web.id);
    QCOMPARE(options.size(), std::size_t{8});
    QCOMPARE(options.front().name, u"m1.medium"_s); // the smallest that fits
    QCOMPARE(options.front().cells,
             (QStringList{u"2 (+1)"_s, u"4 GiB (+2 GiB)"_s, u"40 GiB (+20 GiB)"_s}));
    QCOMPARE(optionNamed(options, u"m1.medium"_s).problem, QString());
    QCOMPARE(optionNamed(options, u"m1.large"_s).problem, QString());
    QVERIFY(optionNamed(options, u"m1.small"_s).problem.contains(u"has this flavor"_s));
    QVERIFY(optionNamed(options, u"m1.tiny"_s).problem.contains(u"smaller"_s));
    QVERIFY(optionNamed(options, u"v1.large"_s).problem.contains(u"smaller"_s));
    const Action &action = *actionNamed(u"resize-server");
    QVERIFY(action
                .problem(situationOf(fixture), web.id,
                         {{u"flavor"_s, optionNamed(options, u"m1.tiny"_s).value}})
                .contains(u"20 GiB"_s));
}

void TestInstanceCare::aVolumeMayHaveASmallerFlavor()
{
    DemoCloudFixture fixture;
    load(fixture);
    const auto mail = fixture.server(u"db-1"_s); // v1.large
    const auto options = optionsOf(fixture, u"resize-server"_s, mail.id);
    for (const QString &name : {u"v1.small"_s, u"m1.tiny"_s, u"m1.large"_s})
        QVERIFY2(optionNamed(options, name).problem.isEmpty(),
                 qPrintable(optionNamed(options, name).problem));
    QVERIFY(succeeds(fixture, u"resize-server"_s, mail,
                     {{u"flavor"_s, optionNamed(options, u"v1.small"_s).value}}));
}

/// Its image asks for memory when it is written to a disk, not when the volume boots.
void TestInstanceCare::whatAVolumeDoesNotAskFor()
{
    DemoCloudFixture fixture;
    load(fixture);
    const openstack::Server onDisk = fixture.server(u"web-1"_s);
    openstack::Image image = *fixture.stores->images.find(onDisk.imageId);
    image.minRamMiB = 1024 * 1024;
    image.minDiskGiB = 1024;
    fixture.stores->images.upsert({image});
    openstack::Server onVolume = fixture.server(u"db-1"_s);
    onVolume.imageId.clear();
    fixture.stores->servers.upsert({onVolume});
    QCOMPARE(
        optionNamed(optionsOf(fixture, u"resize-server"_s, onVolume.id), u"m1.large"_s).problem,
        QString());
    QVERIFY(optionNamed(optionsOf(fixture, u"resize-server"_s, onDisk.id), u"m1.large"_s)
                .problem.contains(u"at least"_s));
}

/// Only the cloud knows whether its hosts can change the disk.
void TestInstanceCare::aLocalDiskIsWarnedOf()
{
    DemoCloudFixture fixture;
    load(fixture);
    const Action &action = *actionNamed(u"resize-server");
    const auto noteWith = [&](const openstack::Server &server, const QString &flavor,
                              const QString &words) {
        const auto options = optionsOf(fixture, action.key, server.id);
        const Briefing briefing = action.briefing(
            situationOf(fixture), server.id, {{u"flavor"_s, optionNamed(options, flavor).value}});
        const auto found = std::ranges::find_if(
            briefing.notes, [&](const auto &note) { return note.text.contains(words); });
        return found == briefing.notes.end() ? std::optional<Briefing::Note>() : *found;
    };
    const auto web = fixture.server(u"web-1"_s); // m1.small: 20 GiB
    const auto warning = noteWith(web, u"m1.medium"_s, u"NVMe"_s);
    QVERIFY(warning);
    QVERIFY(warning->caution);
    QCOMPARE(warning->offers, u"create-snapshot"_s);
    QVERIFY(!noteWith(web, u"m1.tiny"_s, u"NVMe"_s)); // refused in any case
    // The same disk is copied only.
    openstack::Flavor same = *fixture.stores->flavors.find(
        optionNamed(optionsOf(fixture, action.key, web.id), u"m1.medium"_s).value);
    same.id = u"same"_s;
    same.name = u"m1.same"_s;
    same.diskGiB = web.flavor.diskGiB;
    fixture.stores->of<openstack::Flavor>().upsert({same});
    QVERIFY(!noteWith(web, u"m1.same"_s, u"NVMe"_s));
    same.ephemeralGiB = 10;
    fixture.stores->of<openstack::Flavor>().upsert({same});
    QVERIFY(noteWith(web, u"m1.same"_s, u"ephemeral"_s));
    // A volume is not changed by it.
    const auto onVolume = fixture.server(u"db-1"_s);
    fixture.stores->volumes.upsert(fixture.get(openstack::List<openstack::Volume>{}).items);
    QVERIFY(!noteWith(onVolume, u"m1.large"_s, u"NVMe"_s));
    const auto kept = noteWith(onVolume, u"m1.large"_s, u"keeps its size"_s);
    QVERIFY(kept);
    QCOMPARE(kept->offers, u"extend-volume"_s);
    QCOMPARE(kept->on, onVolume.volumes.front().id);
}

void TestInstanceCare::acceleratorsAreRefused()
{
    DemoCloudFixture fixture;
    load(fixture);
    const auto web = fixture.server(u"web-1"_s);
    const auto options = optionsOf(fixture, u"resize-server"_s, web.id);
    openstack::Flavor flavor =
        *fixture.stores->flavors.find(optionNamed(options, u"m1.medium"_s).value);
    flavor.extraSpecs.insert(u"accel:device_profile"_s, u"fpga"_s);
    fixture.stores->of<openstack::Flavor>().upsert({flavor});
    QVERIFY(optionNamed(optionsOf(fixture, u"resize-server"_s, web.id), u"m1.medium"_s)
                .problem.contains(u"accelerators"_s));
}

void TestInstanceCare::theQuotaIsHeeded()
{
    DemoCloudFixture fixture;
    load(fixture);
    const auto web = fixture.server(u"web-1"_s);
    openstack::ComputeLimits limits = *fixture.stores->computeLimits.value();
    limits.cores = {limits.cores.used, limits.cores.used + 1};
    fixture.stores->computeLimits.set(limits);
    const auto options = optionsOf(fixture, u"resize-server"_s, web.id);
    QCOMPARE(optionNamed(options, u"m1.medium"_s).problem, QString());
    QVERIFY(optionNamed(options, u"m1.large"_s).problem.contains(u"quota"_s));
    limits.cores = {5, -1};
    limits.ramMiB = {2048, 4000};
    fixture.stores->computeLimits.set(limits);
    QVERIFY(optionNamed(optionsOf(fixture, u"resize-server"_s, web.id), u"m1.medium"_s)
                .problem.contains(u"memory"_s));
}

/// A copy takes an instance, and all of its flavor; a recreated instance only what its flavor has
/// more.
void TestInstanceCare::theQuotaForACopyIsHeeded()
{
    DemoCloudFixture fixture;
    load(fixture);
    const auto server = fixture.server(u"db-1"_s);
    fixture.stores->servers.upsert({server});
    const auto own = [&](const QString &key) {
        for (const Field &field : actionNamed(key)->fields) {
            if (field.key == "flavor"_L1)
                return optionNamed(field.options(situationOf(fixture), server.id),
                                   server.flavor.name);
        }
        return Field::Option{.value = {}, .label = {}, .problem = u"no flavor"_s};
    };
    const auto problem = [&](const QString &key) {
        return own(key).problem;
    };
    QCOMPARE(problem(u"copy-server-to-zone"_s), QString());
    openstack::ComputeLimits limits = *fixture.stores->computeLimits.value();
    limits.ramMiB = {limits.ramMiB.used, limits.ramMiB.used + server.flavor.ramMiB - 1};
    fixture.stores->computeLimits.set(limits);
    QVERIFY(problem(u"copy-server-to-zone"_s).contains(u"quota"_s));
    QCOMPARE(problem(u"recreate-server"_s), QString());
    const Briefing briefing = actionNamed(u"copy-server-to-zone"_s)
                                  ->briefing(situationOf(fixture), server.id,
                                             {{u"flavor"_s, own(u"copy-server-to-zone"_s).value}});
    QCOMPARE(std::ranges::count_if(
                 briefing.uses, [](const Briefing::Use &use) { return !use.quota.fits(use.more); }),
             1);
    limits.instances = {limits.instances.used, limits.instances.used};
    fixture.stores->computeLimits.set(limits);
    QVERIFY(problem(u"copy-server-to-zone"_s).contains(u"instances"_s));
}

void TestInstanceCare::aResizeIsUndoneByReverting()
{
    DemoCloudFixture fixture;
    load(fixture);
    const auto web = fixture.server(u"web-1"_s);
    const auto options = optionsOf(fixture, u"resize-server"_s, web.id);
    const Operation *operation = begin(fixture, u"resize-server"_s, web,
                                       {{u"flavor"_s, optionNamed(options, u"m1.medium"_s).value}});
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    const auto undo = undoOf(operation->journalEntry(), *fixture.stores);
    QVERIFY(undo);
    QCOMPARE(undo->key, u"revert-resize"_s);
    QVERIFY(succeeds(fixture, u"confirm-resize"_s, fixture.server(u"web-1"_s)));
    QVERIFY(!undoOf(operation->journalEntry(), *fixture.stores)); // too late
    QCOMPARE(fixture.server(u"web-1"_s).flavor.name, u"m1.medium"_s);
}

void TestInstanceCare::whatOthersDecideIsNoticed_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("others");
    QTest::addColumn<Outcome>("outcome");
    QTest::newRow("both confirm") << u"confirm-resize"_s << u"confirmResize"_s
                                  << Outcome::Succeeded;
    QTest::newRow("both revert") << u"revert-resize"_s << u"revertResize"_s << Outcome::Succeeded;
    QTest::newRow("confirm, reverted")
        << u"confirm-resize"_s << u"revertResize"_s << Outcome::Failed;
    QTest::newRow("revert, confirmed")
        << u"revert-resize"_s << u"confirmResize"_s << Outcome::Failed;
}

void TestInstanceCare::whatOthersDecideIsNoticed()
{
    QFETCH(const QString, key);
    QFETCH(const QString, others);
    QFETCH(const Outcome, outcome);
    DemoCloudFixture fixture;
    load(fixture);
    const auto web = fixture.server(u"web-1"_s);
    const auto options = optionsOf(fixture, u"resize-server"_s, web.id);
    QVERIFY(succeeds(fixture, u"resize-server"_s, web,
                     {{u"flavor"_s, optionNamed(options, u"m1.medium"_s).value}}));
    const auto resized = fixture.server(u"web-1"_s);
    auto made = actOn(fixture.context(), key, {Kind::Server, resized.id, resized.name});
    fixture.get(openstack::ActOnServer{resized.id, others});
    fixture.pump([&] {
        return fixture.get(openstack::Get<openstack::Server>{resized.id}).status == "ACTIVE"_L1;
    });
    const Operation *operation = fixture.center.start(std::move(made));
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), outcome);
}

/// Nova accepts it, and the hypervisor refuses it: if the cloud lets a smaller disk through.
void TestInstanceCare::aRefusedDiskIsExplained()
{
    DemoCloudFixture fixture;
    load(fixture);
    const auto web = fixture.server(u"web-1"_s);
    const auto options = optionsOf(fixture, u"resize-server"_s, web.id);
    const Operation *operation = begin(fixture, u"resize-server"_s, web,
                                       {{u"flavor"_s, optionNamed(options, u"m1.tiny"_s).value}});
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY2(operation->error()->message.contains(u"Unable to resize disk down"_s),
             qPrintable(operation->error()->message));
    QCOMPARE(fixture.server(u"web-1"_s).flavor.name, u"m1.small"_s);
}

void TestInstanceCare::imagesForRescueComeFirst()
{
    DemoCloudFixture fixture;
    load(fixture);
    const auto web = fixture.server(u"web-1"_s);
    const auto options = optionsOf(fixture, u"rescue-server"_s, web.id);
    QCOMPARE(options[0].name, u"rescue-tools"_s);
    QCOMPARE(options[1].value, u"own"_s);
    const Action &action = *actionNamed(u"rescue-server");
    QCOMPARE(action.fields.front().preset(situationOf(fixture), web.id).toString(),
             options[0].value);
    // What only refers to volume snapshots is refused beforehand.
    const auto bare = std::ranges::find_if(options, [&](const Field::Option &option) {
        const auto image = fixture.stores->images.find(option.value);
        return image && !image->blockDevices.empty();
    });
    QVERIFY(bare != options.end());
    QVERIFY(bare->problem.contains(u"volume snapshots"_s));
}

void TestInstanceCare::aVolumeNeedsAnImageForRescue()
{
    DemoCloudFixture fixture;
    load(fixture);
    const auto database = fixture.server(u"db-1"_s);
    QVERIFY(store::bootsFromVolume(database, *fixture.stores));
    const auto options = optionsOf(fixture, u"rescue-server"_s, database.id);
    QCOMPARE(options.front().name, u"rescue-tools"_s);
    QCOMPARE(options.front().problem, QString());
    QVERIFY(optionNamed(options, u"own"_s).value.isEmpty());
    QVERIFY(optionNamed(options, u"debian-12"_s).problem.contains(u"hw_rescue_device"_s));
    QVERIFY(succeeds(fixture, u"rescue-server"_s, database, {{u"image"_s, options.front().value}}));
    QCOMPARE(fixture.server(u"db-1"_s).status, u"RESCUE"_s);
    QVERIFY(succeeds(fixture, u"unrescue-server"_s, fixture.server(u"db-1"_s)));
}

/// It is neither in the journal nor in what the operation says of itself.
void TestInstanceCare::thePasswordIsToldOnce()
{
    DemoCloudFixture fixture;
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"journal.sqlite"_s);
    Journal journal(path);
    fixture.center.setJournal(&journal, {});
    const auto off = fixture.server(u"web-3"_s); // shut off
    ActionOperation *operation = begin(fixture, u"rescue-server"_s, off, {{u"image"_s, u"own"_s}});
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    const QString password = operation->takeSecret();
    QCOMPARE(password.size(), 12);
    for (const QString &text : operation->notes())
        QVERIFY(!text.contains(password));
    QVERIFY(!operation->command().contains(password));
    std::optional<std::vector<JournalEntry>> kept;
    journal.history(10, this, [&](const auto &entries) { kept = entries.value(); });
    QTRY_VERIFY(kept.has_value());
    QCOMPARE(kept->size(), std::size_t{1});
    for (const QString &name : QDir(folder.path()).entryList(QDir::Files)) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains(password.toUtf8()), qPrintable(name));
    }
    QVERIFY(operation->takeSecret().isEmpty());
}

void TestInstanceCare::whichImagesKeepTheOrderOfTheDisks()
{
    DemoCloudFixture fixture;
    load(fixture);
    const auto web = fixture.server(u"web-1"_s);
    const auto database = fixture.server(u"db-1"_s); // boots from a volume
    const QString id =
        optionNamed(optionsOf(fixture, u"rescue-server"_s, web.id), u"debian-12"_s).value;
    const openstack::Image plain = *fixture.stores->images.find(id);
    const Action &action = *actionNamed(u"rescue-server");
    const auto keeps = [&](const QStringList &properties) {
        openstack::Image image = plain;
        for (const QString &key : properties)
            image.properties.insert(key, u"scsi"_s);
        fixture.stores->images.upsert({image});
        const auto notes = action.briefing(situationOf(fixture), web.id, {{u"image"_s, id}}).notes;
        return std::ranges::any_of(
            notes, [](const auto &note) { return note.text.contains(u"keep their order"_s); });
    };
    const auto rescuesVolume = [&] {
        return action.problem(situationOf(fixture), database.id, {{u"image"_s, id}}).isEmpty();
    };
    QVERIFY(!keeps({}));
    for (const QString &one : {u"hw_rescue_bus"_s, u"hw_rescue_device"_s}) {
        QVERIFY(keeps({one}));
        QVERIFY(!rescuesVolume()); // both are needed for that
    }
    QVERIFY(keeps({u"hw_rescue_bus"_s, u"hw_rescue_device"_s}));
    QVERIFY(rescuesVolume());
}

void TestInstanceCare::aLostPasswordIsSaid_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<bool>("isLost");
    for (const QString &key : {u"rescue-server"_s, u"rebuild-server"_s}) {
        QTest::newRow(qPrintable(key)) << key << false;
        QTest::newRow(qPrintable(key + u", answer lost"_s)) << key << true;
    }
}

void TestInstanceCare::aLostPasswordIsSaid()
{
    QFETCH(const QString, key);
    QFETCH(const bool, isLost);
    DemoCloudFixture fixture;
    const auto web = fixture.server(u"web-1"_s);
    if (isLost) {
        demo::FaultRule rule;
        rule.method = "POST";
        rule.path = QRegularExpression(u"/servers/[^/]+/action$"_s);
        rule.kind = demo::FaultRule::Kind::CutBefore;
        fixture.cloud.faults().add(rule);
    }
    const bool rescues = key == "rescue-server"_L1;
    ActionOperation *operation =
        begin(fixture, key, web, {{u"image"_s, rescues ? u"own"_s : web.imageId}});
    QVERIFY(fixture.pump([&] { return operation->isOnlyWaiting(); }));
    // The window names it before Oriel quits.
    QCOMPARE(operation->losesPassword(), isLost ? QString() : web.name);
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    const bool said = operation->notes().join(u' ').contains(u"it was lost with the answer"_s);
    QCOMPARE(said, isLost);
    QCOMPARE(operation->takeSecret().isEmpty(), isLost);
    QCOMPARE(operation->losesPassword(), QString());
}

void TestInstanceCare::aFailedRescueHasNoPassword()
{
    DemoCloudFixture fixture;
    fixture.cloud.faults().failNextAction(u"rescue"_s);
    ActionOperation *operation =
        begin(fixture, u"rescue-server"_s, fixture.server(u"web-1"_s), {{u"image"_s, u"own"_s}});
    QVERIFY(fixture.pump([&] { return !operation->losesPassword().isEmpty(); }));
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QCOMPARE(operation->takeSecret(), QString());
}

void TestInstanceCare::userDataIsChecked()
{
    DemoCloudFixture fixture;
    load(fixture);
    const auto web = fixture.server(u"web-1"_s);
    const Action &action = *actionNamed(u"rebuild-server");
    const auto problem = [&](const QString &userData) {
        return action.problem(situationOf(fixture), web.id,
                              {{u"image"_s, web.imageId}, {u"user_data"_s, userData}});
    };
    QCOMPARE(problem({}), QString());
    QCOMPARE(problem(u"#cloud-config\npackages: [nginx]\n"_s), QString());
    QVERIFY(problem(u"#cloud-config\npackages: [nginx\n"_s).contains(u"YAML"_s));
    // 65,535 bytes as base64 are 16,383 groups of three bytes.
    QCOMPARE(problem(u"#!"_s + QString(49'147, u'x')), QString());
    QVERIFY(problem(u"#!"_s + QString(49'148, u'x')).contains(u"too large"_s));
}

/// What differs between them is not said of all.
void TestInstanceCare::flavorsForSeveral()
{
    DemoCloudFixture fixture;
    load(fixture);
    const auto small = fixture.server(u"web-1"_s); // m1.small: 1 vCPU, 2 GiB, 20 GiB
    openstack::Server medium = small;
    medium.id = u"medium"_s;
    medium.name = u"medium-1"_s;
    const auto alone = optionsOf(fixture, u"resize-server"_s, small.id);
    const openstack::Flavor flavor =
        *fixture.stores->flavors.find(optionNamed(alone, u"m1.medium"_s).value);
    medium.flavor.id = flavor.id;
    medium.flavor.name = flavor.name;
    medium.flavor.vcpus = flavor.vcpus;
    medium.flavor.ramMiB = flavor.ramMiB;
    medium.flavor.diskGiB = flavor.diskGiB;
    openstack::Server same = small;
    same.id = u"same"_s;
    same.name = u"same-1"_s;
    fixture.stores->servers.upsert({medium, same});
    const Action &action = *actionNamed(u"resize-server");
    const auto among = [&](const QStringList &ids, const QString &name) {
        return optionNamed(
            operations::optionsOf(action, action.fields.front(), situationOf(fixture), ids), name);
    };
    const QStringList unlike{small.id, medium.id};
    QCOMPARE(among(unlike, u"m1.large"_s).cells,
             (QStringList{QString::number(4), u"8 GiB"_s, u"80 GiB"_s}));
    QCOMPARE(among(unlike, u"m1.large"_s).problem, QString());
    QCOMPARE(withoutIsolates(among(unlike, u"m1.medium"_s).problem),
             u"“medium-1”: The instance has this flavor."_s);
    QCOMPARE(withoutIsolates(among(unlike, u"m1.small"_s).problem),
             u"“web-1”: The instance has this flavor."_s);
    // Those that are alike have the same differences, and the same problem.
    const QStringList alike{small.id, same.id};
    QCOMPARE(among(alike, u"m1.medium"_s).cells, optionNamed(alone, u"m1.medium"_s).cells);
    QCOMPARE(among(alike, u"m1.small"_s).problem, u"The instance has this flavor."_s);
}

/// Copying a disk may take hours.
void TestInstanceCare::aLongResizeIsAwaited()
{
    demo::DemoOptions slow;
    slow.speed = 0.002;
    DemoCloudFixture fixture(u"demo"_s, u"demo"_s, u"demo"_s, slow);
    load(fixture);
    const auto web = fixture.server(u"web-1"_s);
    const auto options = optionsOf(fixture, u"resize-server"_s, web.id);
    const Operation *operation = begin(fixture, u"resize-server"_s, web,
                                       {{u"flavor"_s, optionNamed(options, u"m1.medium"_s).value}});
    const auto start = fixture.clock.elapsed();
    QVERIFY(fixture.pump([&] { return operation->outcome() != Outcome::Running; },
                         std::chrono::hours(5)));
    QVERIFY(fixture.clock.elapsed() - start > std::chrono::minutes(20));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    for (const QString &task : {u"resize_migrating"_s, u"shelving_image_uploading"_s,
                                u"unshelving"_s, u"spawning"_s, u"rebuild_spawning"_s})
        QVERIFY2(openstack::isLongTask(task), qPrintable(task));
    for (const QString &task : {QString(), u"powering-off"_s, u"pausing"_s, u"reboot_started"_s})
        QVERIFY2(!openstack::isLongTask(task), qPrintable(task));
}

void TestInstanceCare::whoIsBoundByALock()
{
    DemoCloudFixture fixture;
    const auto web = fixture.server(u"web-1"_s);
    const auto note = [&](const QString &role) {
        return actionNamed(u"lock-server")
            ->briefing({*fixture.stores, {role}, &fixture.center}, web.id, {})
            .notes.front()
            .text;
    };
    QVERIFY(note(u"member"_s).contains(u"also for you"_s));
    QVERIFY(!note(u"admin"_s).contains(u"also for you"_s));
    QVERIFY(note(u"admin"_s).contains(u"except for administrators"_s));
}

void TestInstanceCare::aTagIsNotBlank()
{
    DemoCloudFixture fixture;
    const auto web = fixture.server(u"web-1"_s);
    const Action &action = *actionNamed(addServerTag);
    QVERIFY(!action.problem(situationOf(fixture), web.id, {{u"tag"_s, u"  "_s}}).isEmpty());
    QCOMPARE(action.problem(situationOf(fixture), web.id, {{u"tag"_s, u" web "_s}}), QString());
}

void TestInstanceCare::aShelvedInstanceKeepsItsZoneWithItsHost()
{
    demo::DemoOptions keeping;
    keeping.offload = std::chrono::hours(1);
    DemoCloudFixture fixture(u"demo"_s, u"demo"_s, u"demo"_s, keeping);
    QVERIFY(succeeds(fixture, u"shelve-server"_s, fixture.server(u"web-1"_s)));
    const auto shelved = fixture.server(u"web-1"_s);
    QCOMPARE(shelved.status, u"SHELVED"_s);
    const Action &action = *actionNamed(u"unshelve-server");
    const Values zone{{u"availability_zone"_s, u"nova"_s}};
    QVERIFY(!action.problem(situationOf(fixture), shelved.id, zone).isEmpty());
    // Of several, each takes what it can.
    QVERIFY(succeeds(fixture, u"unshelve-server"_s, shelved, zone));
    const auto offloaded = fixture.server(u"print-1"_s);
    QCOMPARE(action.problem(situationOf(fixture), offloaded.id, zone), QString());
    const Operation *unknown =
        begin(fixture, u"unshelve-server"_s, offloaded, {{u"availability_zone"_s, u"elsewhere"_s}});
    QVERIFY(untilEnd(fixture, unknown));
    QCOMPARE(unknown->outcome(), Outcome::Failed);
    QVERIFY(unknown->error()->message.contains(u"availability zone"_s));
    QVERIFY(succeeds(fixture, u"unshelve-server"_s, offloaded, zone));
    QCOMPARE(fixture.server(u"print-1"_s).status, u"ACTIVE"_s);
}

void TestInstanceCare::shelvingIsUndone()
{
    DemoCloudFixture fixture;
    const auto web = fixture.server(u"web-1"_s);
    const Operation *operation = begin(fixture, u"shelve-server"_s, web);
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QCOMPARE(fixture.server(u"web-1"_s).status, u"SHELVED_OFFLOADED"_s);
    const auto images = fixture.get(openstack::List<openstack::Image>{}).items;
    QVERIFY(std::ranges::find(images, u"web-1-shelved"_s, &openstack::Image::name) != images.end());
    const auto undo = undoOf(operation->journalEntry(), *fixture.stores);
    QVERIFY(undo);
    QCOMPARE(undo->key, u"unshelve-server"_s);
    QVERIFY(!undo->asks);
    QVERIFY(succeeds(fixture, undo->key, fixture.server(u"web-1"_s), undo->values));
}

/// It would run, which it did not before.
void TestInstanceCare::unshelvingWhatWasOffIsAskedFor()
{
    DemoCloudFixture fixture;
    const auto off = fixture.server(u"web-3"_s);
    QCOMPARE(off.status, u"SHUTOFF"_s);
    const Operation *operation = begin(fixture, u"shelve-server"_s, off);
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    const auto undo = undoOf(operation->journalEntry(), *fixture.stores);
    QVERIFY(undo && undo->asks);
    QVERIFY(!actionNamed(undo->key)->fields.empty()); // there is a form to ask with
}

/// Oriel itself waits for the soft reboot; the hard one may begin, and both end.
void TestInstanceCare::aHungRebootIsInterrupted()
{
    DemoCloudFixture fixture;
    const auto web = fixture.server(u"web-1"_s);
    const ActionOperation *soft = begin(fixture, u"reboot-server"_s, web);
    const Action &hard = *actionNamed(u"hard-reboot-server");
    QVERIFY(!hard.obstacle(situationOf(fixture), web.id).isEmpty()); // not sent yet
    QVERIFY(fixture.pump([&] {
        const auto row = fixture.stores->servers.find(web.id);
        return soft->isOnlyWaiting() && row->taskState == "reboot_started"_L1;
    }));
    QCOMPARE(hard.obstacle(situationOf(fixture), web.id), QString());
    QVERIFY(!actionNamed(u"stop-server")->obstacle(situationOf(fixture), web.id).isEmpty());
    QVERIFY(succeeds(fixture, u"hard-reboot-server"_s, web));
    QVERIFY(untilEnd(fixture, soft));
    QCOMPARE(soft->outcome(), Outcome::Succeeded);
}

void TestInstanceCare::administratorsOnly()
{
    DemoCloudFixture fixture;
    const auto broken = fixture.server(u"upgrade-trial"_s);
    QVERIFY(actionNamed(u"reset-server-state")->forAdministrators);
    QVERIFY(actionNamed(u"offload-server")->forAdministrators);
    const Operation *operation =
        begin(fixture, u"reset-server-state"_s, broken, {{u"state"_s, u"active"_s}});
    QVERIFY(untilEnd(fixture, operation));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QCOMPARE(operation->error()->kind, ErrorKind::Forbidden);
    QCOMPARE(waysOut(broken, {u"member"_s}),
             (QStringList{u"hard-reboot-server"_s, u"rebuild-server"_s, u"delete-server"_s}));
    QVERIFY(waysOut(broken, {u"admin"_s}).contains(u"reset-server-state"_s));
}

QTEST_GUILESS_MAIN(TestInstanceCare)
#include "tst_instancecare.moc"
