#include "net/apiclient.h"
#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/volumeattachment.h"
#include "operations/actions/actions.h"
#include "operations/actions/ofseveral.h"
#include "operations/actions/volumequota.h"
#include "support/democloudfixture.h"

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::operations;
using openstack::Volume;
using test::DemoCloudFixture;

namespace {

/// The demo cloud with its lists loaded.
struct Loaded : DemoCloudFixture
{
    Loaded()
    {
        stores->servers.upsert(get(openstack::List<openstack::Server>{.firstLimit = 1000}).items);
        stores->volumes.upsert(get(openstack::List<Volume>{}).items);
    }

    [[nodiscard]] QString idOf(const QString &volume) const
    {
        for (const auto &row : stores->volumes.rows()) {
            if (row->name == volume)
                return row->id;
        }
        qFatal("no such volume in the demo cloud");
    }

    [[nodiscard]] Situation now() { return {*stores, {}, &center, clock.now()}; }

    [[nodiscard]] QString notes(const QString &key, const QString &id, const Values &values)
    {
        QStringList texts;
        for (const Briefing::Note &note : actionNamed(key)->briefing(now(), id, values).notes)
            texts.append(note.text);
        return texts.join(u'\n');
    }

    const Operation *run(const QString &key, const Subject &target, const Values &values)
    {
        const Operation *operation = center.start(actOn(context(), key, target, values));
        pump([operation] { return operation->outcome() != Outcome::Running; });
        return operation;
    }
};

QStringList valuesOf(const std::vector<Field::Option> &options)
{
    QStringList values;
    for (const Field::Option &option : options)
        values.append(option.value);
    return values;
}

} // namespace

/// What is said and refused before anything is sent, and what is done for the user.
class TestVolumeActions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rootDisksAreNotDetached();
    void theSameZoneComesFirst();
    void severalInstancesAreWarnedOf();
    void aFailureIsExplained();
    void shutOffForIt();
    void canceledWhileItShutsDown();
    void theInstanceIsBusyMeanwhile();
    void nothingIsDetachedFromARunningGuest();
    void extendingSaysWhatIsLeft();
    void aTypeThatTheCloudKeepsIsSaid();
    void theQuotaOfTheType();
    void anUploadedImageMakesVolumes();
    void sharingChangesOnlyWhileFree();
    void severalInstancesHaveAVolume();
    void whatMakesVolumesTakesOfTheirType_data();
    void whatMakesVolumesTakesOfTheirType();
    void aTypeIsCountedOnce();
    void theDefaultTypeIsCounted();
    void oneVolumeMayBeTooLarge();
    void aGroupIsOfferedForItsVolumes();
    void zonesAreAList();
    void aKeyThatIsLostIsSaid();
    void severalAreDetachedAtOnce();
    void noInstanceIsShutOffTwice();
    void whatIsSharedIsDetachedAlone();
    void imagePropertiesAreWhatCinderTakes();
    void imagePropertiesAreGivenBack();
};

void TestVolumeActions::rootDisksAreNotDetached()
{
    Loaded cloud;
    const auto server = cloud.server(u"files-1"_s);
    const Action &atServer = *actionNamed(u"detach-volume");
    const Action &atVolume = *actionNamed(u"detach-from-server");
    int roots = 0;
    for (const auto &option : atServer.fields.front().options(cloud.now(), server.id)) {
        const bool root = option.cells.front() == "/dev/vda"_L1;
        roots += root ? 1 : 0;
        QCOMPARE(option.problem.isEmpty(), !root);
        QCOMPARE(atVolume.obstacle(cloud.now(), option.value).isEmpty(), !root);
        QCOMPARE(atServer
                     .problem(cloud.now(), server.id,
                              {{u"volume"_s, option.value}, {u"how"_s, u"now"_s}})
                     .isEmpty(),
                 !root);
    }
    QCOMPARE(roots, 1);
    QVERIFY(!atVolume.obstacle(cloud.now(), cloud.idOf(u"spare-fast"_s)).isEmpty());
}

void TestVolumeActions::theSameZoneComesFirst()
{
    Loaded cloud;
    const auto server = cloud.server(u"web-1"_s);
    Volume near = *cloud.stores->volumes.find(cloud.idOf(u"spare-fast"_s));
    near.id = u"00000000-0000-4000-8000-000000000001"_s;
    near.name = u"zzz"_s;
    Volume far = near;
    far.id = u"00000000-0000-4000-8000-000000000002"_s;
    far.name = u"aaa"_s;
    far.availabilityZone = u"elsewhere"_s;
    cloud.stores->volumes.upsert({near, far});
    const Action &action = *actionNamed(u"attach-volume");
    const QStringList offered = valuesOf(action.fields.front().options(cloud.now(), server.id));
    QVERIFY(offered.indexOf(near.id) < offered.indexOf(far.id));
    QCOMPARE(offered.back(), far.id);
    // Only the cloud knows whether it allows that.
    QVERIFY(cloud.notes(action.key, server.id, {{u"volume"_s, far.id}}).contains(u"elsewhere"_s));
    QVERIFY(!cloud.notes(action.key, server.id, {{u"volume"_s, near.id}}).contains(u"zone"_s));
    QCOMPARE(action.problem(cloud.now(), server.id, {{u"volume"_s, far.id}}), QString());
}

void TestVolumeActions::severalInstancesAreWarnedOf()
{
    Loaded cloud;
    const auto server = cloud.server(u"web-1"_s);
    Volume shared = *cloud.stores->volumes.find(cloud.idOf(u"backup-1-data"_s));
    const Action &action = *actionNamed(u"attach-to-server");
    QVERIFY(!action.obstacle(cloud.now(), shared.id).isEmpty());
    shared.multiattach = true;
    cloud.stores->volumes.upsert({shared});
    QCOMPARE(action.obstacle(cloud.now(), shared.id), QString());
    const QString said = cloud.notes(action.key, shared.id, {{u"server"_s, server.id}});
    QVERIFY2(said.contains(u"backup-1"_s) && said.contains(u"destroyed"_s), qPrintable(said));
}

void TestVolumeActions::aFailureIsExplained()
{
    Loaded cloud;
    const auto server = cloud.server(u"web-1"_s);
    cloud.cloud.faults().failNextAction(u"attach_volume"_s);
    const Operation *operation =
        cloud.run(u"attach-volume"_s, {Kind::Server, server.id, server.name},
                  {{u"volume"_s, cloud.idOf(u"spare-fast"_s)}});
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY(operation->error()->message.contains(u"Attach the volume"_s));
    QCOMPARE(cloud.get(openstack::Get<Volume>{cloud.idOf(u"spare-fast"_s)}).status, u"available"_s);
}

void TestVolumeActions::shutOffForIt()
{
    Loaded cloud;
    const auto server = cloud.server(u"files-1"_s);
    const QString volume = server.volumes.back().id;
    const Operation *operation =
        cloud.run(u"detach-from-server"_s, {Kind::Volume, volume, u"data"_s},
                  {{u"server"_s, server.id}, {u"how"_s, u"shut-off"_s}});
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QCOMPARE(operation->stages().size(), std::size_t{3});
    QCOMPARE(cloud.get(openstack::Get<Volume>{volume}).status, u"available"_s);
    QCOMPARE(cloud.server(u"files-1"_s).status, u"ACTIVE"_s);
    QCOMPARE(cloud.cloud.faults().requestCount("POST", QRegularExpression(u"/action$"_s)), 2);
    QVERIFY(operation->command().contains(u"server stop"_s));
}

void TestVolumeActions::canceledWhileItShutsDown()
{
    Loaded cloud;
    const auto server = cloud.server(u"files-1"_s);
    const QString volume = server.volumes.back().id;
    Operation *operation = cloud.center.start(
        actOn(cloud.context(), u"detach-volume", {Kind::Server, server.id, server.name},
              {{u"volume"_s, volume}, {u"how"_s, u"shut-off"_s}}));
    QVERIFY(cloud.pump([&] { return !operation->leavesShutOff().isEmpty(); }));
    QVERIFY(operation->canCancel());
    operation->cancel();
    QVERIFY(cloud.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Canceled);
    QCOMPARE(cloud.get(openstack::Get<Volume>{volume}).status, u"in-use"_s);
    QCOMPARE(cloud.server(u"files-1"_s).status, u"ACTIVE"_s);
}

void TestVolumeActions::theInstanceIsBusyMeanwhile()
{
    Loaded cloud;
    const auto server = cloud.server(u"files-1"_s);
    const QString volume = server.volumes.back().id;
    Operation *operation =
        cloud.center.start(actOn(cloud.context(), u"detach-from-server", {Kind::Volume, volume, {}},
                                 {{u"server"_s, server.id}, {u"how"_s, u"shut-off"_s}}));
    QVERIFY(cloud.center.runningOn(server.id) == operation);
    QVERIFY(cloud.pump([&] { return !operation->leavesShutOff().isEmpty(); }));
    for (const QString &key : {u"start-server"_s, u"create-snapshot"_s, u"attach-volume"_s}) {
        const QString obstacle = actionNamed(key)->obstacle(cloud.now(), server.id);
        QVERIFY2(obstacle.contains(operation->title()), qPrintable(obstacle));
    }
    QVERIFY(cloud.pump([&] { return operation->outcome() != Outcome::Running; }));
    QVERIFY(!cloud.center.runningOn(server.id));
    // Which instance a request is about may be only in its values.
    Operation *attaching =
        cloud.center.start(actOn(cloud.context(), u"attach-volume",
                                 {Kind::Server, server.id, server.name}, {{u"volume"_s, volume}}));
    QVERIFY(cloud.center.runningOn(volume) == attaching);
    QVERIFY(!cloud.center.runningOn(QString()));
    QVERIFY(cloud.pump([&] { return attaching->outcome() != Outcome::Running; }));
}

/// Somebody starts it between the shutdown and the request.
void TestVolumeActions::nothingIsDetachedFromARunningGuest()
{
    Loaded cloud;
    const auto server = cloud.server(u"files-1"_s);
    const QString volume = server.volumes.back().id;
    Operation *operation =
        cloud.center.start(actOn(cloud.context(), u"detach-from-server", {Kind::Volume, volume, {}},
                                 {{u"server"_s, server.id}, {u"how"_s, u"shut-off"_s}}));
    demo::FaultRule busy; // the next look at the instance comes after the start
    busy.method = "GET";
    busy.path = QRegularExpression(u"/servers/[^/]+$"_s);
    bool wasOff = false;
    connect(operation, &Operation::changed, this, [&] {
        if (operation->stages().front().state != StageState::Done || std::exchange(wasOff, true))
            return;
        cloud.cloud.faults().add(busy);
        cloud.client->call(openstack::StartServer{server.id});
    });
    QVERIFY(cloud.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY2(operation->error()->message.contains(u"was started in the meantime"_s),
             qPrintable(operation->error()->message));
    QCOMPARE(cloud.cloud.faults().requestCount("DELETE",
                                               QRegularExpression(u"/os-volume_attachments/"_s)),
             0);
    QCOMPARE(cloud.get(openstack::Get<Volume>{volume}).status, u"in-use"_s);
    QCOMPARE(cloud.server(u"files-1"_s).status, u"ACTIVE"_s);
}

void TestVolumeActions::extendingSaysWhatIsLeft()
{
    Loaded cloud;
    const auto server = cloud.server(u"files-1"_s);
    const auto volume = cloud.stores->volumes.find(server.volumes.back().id);
    const Action &action = *actionNamed(u"extend-volume");
    QVERIFY(!action.problem(cloud.now(), volume->id, {{u"size"_s, volume->sizeGiB}}).isEmpty());
    const Values larger{{u"size"_s, volume->sizeGiB + 5}};
    QVERIFY(cloud.notes(action.key, volume->id, larger).contains(u"files-1"_s));
    const Operation *operation =
        cloud.run(action.key, {Kind::Volume, volume->id, volume->name}, larger);
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QVERIFY(operation->notes().join(u' ').contains(
        u"growpart %1 1"_s.arg(volume->attachments.front().device)));
    cloud.cloud.faults().failNextOfVolume(u"extend"_s);
    const Operation *failed = cloud.run(action.key, {Kind::Volume, volume->id, volume->name},
                                        {{u"size"_s, volume->sizeGiB + 10}});
    QCOMPARE(failed->outcome(), Outcome::Failed);
    QVERIFY2(failed->error()->message.contains(u"extend volume"_s),
             qPrintable(failed->error()->message));
}

/// Cinder accepts it, and then changes nothing.
void TestVolumeActions::aTypeThatTheCloudKeepsIsSaid()
{
    Loaded cloud;
    const QString id = cloud.idOf(u"spare-fast"_s);
    const Operation *operation = cloud.run(u"retype-volume"_s, {Kind::Volume, id, u"spare-fast"_s},
                                           {{u"type"_s, u"fast"_s}, {u"policy"_s, u"never"_s}});
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY2(operation->error()->message.contains(u"has kept the type"_s),
             qPrintable(operation->error()->message));
}

void TestVolumeActions::theQuotaOfTheType()
{
    Loaded cloud;
    cloud.stores->of<openstack::VolumeType>().upsert(
        cloud.get(openstack::List<openstack::VolumeType>{}).items);
    openstack::Quotas quotas;
    quotas.byKey.insert(u"gigabytes_fast"_s, {90, 100});
    cloud.stores->blockStorageQuotas.set(quotas);
    const QString id = cloud.idOf(u"spare-fast"_s); // 50 GiB
    const auto options = actionNamed(u"retype-volume")->fields.front().options(cloud.now(), id);
    QCOMPARE(valuesOf(options), (QStringList{u"fast"_s, u"shared"_s}));
    QVERIFY(options.front().problem.contains(u"quota"_s));
    const auto uses = actionNamed(u"create-new-volume")
                          ->briefing(cloud.now(), {}, {{u"type"_s, u"fast"_s}, {u"size"_s, 20}})
                          .uses;
    QVERIFY(std::ranges::any_of(uses, [](const Briefing::Use &use) {
        return use.title.contains(u"fast"_s) && !use.quota.fits(use.more);
    }));
}

/// Cinder notes for a volume from an image that no signature was verified, and cannot make a volume
/// of an image with that note.
void TestVolumeActions::anUploadedImageMakesVolumes()
{
    Loaded cloud;
    const auto volumes = cloud.get(openstack::List<Volume>{}).items;
    const auto source = std::ranges::find_if(volumes, [](const Volume &volume) {
        return volume.imageMetadata.contains(u"signature_verified"_s);
    });
    QVERIFY(source != volumes.end());
    const Operation *operation =
        cloud.run(u"upload-volume"_s, {Kind::Volume, source->id, source->name},
                  {{u"name"_s, u"uploaded"_s},
                   {u"format"_s, u"raw"_s},
                   {u"visibility"_s, u"private"_s},
                   {u"force"_s, true}});
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    const auto image = cloud.get(openstack::Get<openstack::Image>{operation->resultId()});
    QVERIFY(!image.properties.contains(u"signature_verified"_s));
    const Values made{{u"name"_s, u"again"_s},
                      {u"size"_s, source->sizeGiB},
                      {u"contents"_s, u"image:"_s + image.id}};
    const Operation *again = cloud.run(u"create-new-volume"_s,
                                       actionNamed(u"create-new-volume")->newSubject(made), made);
    QCOMPARE(again->outcome(), Outcome::Succeeded);
}

/// cinder/volume/api.py, retype()
void TestVolumeActions::sharingChangesOnlyWhileFree()
{
    Loaded cloud;
    cloud.stores->of<openstack::VolumeType>().upsert(
        cloud.get(openstack::List<openstack::VolumeType>{}).items);
    Volume volume = cloud.get(openstack::Get<Volume>{cloud.idOf(u"spare-fast"_s)});
    const auto problemOf = [&](const QString &type, const QString &status) {
        volume.status = status;
        cloud.stores->volumes.upsert({volume});
        const auto options =
            actionNamed(u"retype-volume")->fields.front().options(cloud.now(), volume.id);
        const auto option = std::ranges::find(options, type, &Field::Option::value);
        return option == options.end() ? u"not offered"_s : option->problem;
    };
    QCOMPARE(problemOf(u"shared"_s, u"available"_s), QString());
    QVERIFY(problemOf(u"shared"_s, u"in-use"_s).contains(u"while it is in use"_s));
    volume.volumeType = u"shared"_s;
    volume.multiattach = true;
    QCOMPARE(problemOf(u"fast"_s, u"available"_s), QString());
    QVERIFY(problemOf(u"fast"_s, u"in-use"_s).contains(u"while it is in use"_s));
}

/// If its type allows it: it stays in use until the last one has detached it.
void TestVolumeActions::severalInstancesHaveAVolume()
{
    Loaded cloud;
    const Values made{{u"name"_s, u"cluster"_s}, {u"size"_s, 1}, {u"type"_s, u"shared"_s}};
    const QString id =
        cloud
            .run(u"create-new-volume"_s, actionNamed(u"create-new-volume")->newSubject(made), made)
            ->resultId();
    const Subject volume{Kind::Volume, id, u"cluster"_s};
    const auto now = [&] {
        return cloud.get(openstack::Get<Volume>{id});
    };
    int uses = 0;
    for (const QString &name : {u"web-1"_s, u"web-2"_s}) {
        cloud.stores->volumes.upsert({now()});
        const Operation *operation =
            cloud.run(u"attach-to-server"_s, volume, {{u"server"_s, cloud.server(name).id}});
        QVERIFY2(operation->outcome() == Outcome::Succeeded,
                 qPrintable(operation->error().value_or(Error()).message));
        QCOMPARE(now().attachments.size(), static_cast<std::size_t>(++uses));
    }
    for (const QString &name : {u"web-1"_s, u"web-2"_s}) {
        cloud.stores->volumes.upsert({now()});
        QCOMPARE(now().status, u"in-use"_s);
        const Operation *operation =
            cloud.run(u"detach-from-server"_s, volume, {{u"server"_s, cloud.server(name).id}});
        QVERIFY2(operation->outcome() == Outcome::Succeeded,
                 qPrintable(operation->error().value_or(Error()).message));
        QCOMPARE(now().attachments.size(), static_cast<std::size_t>(--uses));
    }
    QCOMPARE(now().status, u"available"_s);
}

void TestVolumeActions::whatMakesVolumesTakesOfTheirType_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("of"); ///< the kind of its row
    QTest::addColumn<QStringList>("taken");
    const QStringList both{u"Volumes of the type"_s, u"Storage of the type"_s};
    const auto row = [](const QString &key, const QString &of, const QStringList &taken) {
        QTest::newRow(qPrintable(key)) << key << of << taken;
    };
    row(u"create-volume"_s, u"snapshot"_s, both);
    row(u"restore-backup"_s, u"backup"_s, both);
    row(u"test-backup"_s, u"backup"_s, both);
    row(u"copy-server-to-zone"_s, u"server"_s, both);
    row(u"extend-volume"_s, u"volume"_s, {u"Storage of the type"_s});
    row(u"create-volume-snapshot"_s, u"volume"_s, {u"Volume snapshots of the type"_s});
}

/// Each form shows the quota of the type, in addition to that of all types.
void TestVolumeActions::whatMakesVolumesTakesOfTheirType()
{
    QFETCH(const QString, key);
    QFETCH(const QString, of);
    QFETCH(const QStringList, taken);
    Loaded cloud;
    const auto server = cloud.server(u"wiki-1"_s);
    const auto volume = *cloud.stores->volumes.find(server.volumes.front().id);
    openstack::VolumeSnapshot snapshot;
    snapshot.id = u"snapshot"_s;
    openstack::Backup backup;
    backup.id = u"backup"_s;
    snapshot.volumeId = backup.volumeId = volume.id;
    snapshot.status = backup.status = u"available"_s;
    snapshot.sizeGiB = backup.sizeGiB = volume.sizeGiB;
    cloud.stores->volumeSnapshots.upsert({snapshot});
    cloud.stores->of<openstack::Backup>().upsert({backup});
    openstack::Quotas quotas;
    for (const QString &name : {u"volumes_"_s, u"gigabytes_"_s, u"snapshots_"_s})
        quotas.byKey.insert(name + volume.volumeType, {1, 1});
    cloud.stores->blockStorageQuotas.set(quotas);
    const QString id = of == "server"_L1 ? server.id : of == "volume"_L1 ? volume.id : of;
    const Action &action = *actionNamed(key);
    QVERIFY(std::ranges::count(action.reads, Kind::BlockStorageQuotas) == 1);
    Values values{{u"size"_s, volume.sizeGiB + 1}};
    for (const Field &field : action.fields) {
        if (field.preset && !values.contains(field.key))
            values.insert(field.key, field.preset(cloud.now(), id));
    }
    const auto uses = action.briefing(cloud.now(), id, values).uses;
    for (const QString &title : taken)
        QVERIFY2(std::ranges::any_of(uses,
                                     [&](const Briefing::Use &use) {
                                         return use.title.startsWith(title) && use.more > 0 &&
                                                !use.quota.fits(use.more);
                                     }),
                 qPrintable(title));
}

/// Several volumes of one type take of its quota together.
void TestVolumeActions::aTypeIsCountedOnce()
{
    Loaded cloud;
    openstack::VolumeSnapshot snapshot;
    snapshot.id = u"snapshot"_s;
    snapshot.volumeId = cloud.idOf(u"spare-fast"_s);
    const QString type = cloud.stores->volumes.find(snapshot.volumeId)->volumeType;
    cloud.stores->volumeSnapshots.upsert({snapshot});
    openstack::Quotas quotas;
    quotas.byKey.insert(u"gigabytes_"_s + type, {0, 50});
    quotas.byKey.insert(u"gigabytes_fast"_s, {0, -1}); // unlimited
    cloud.stores->blockStorageQuotas.set(quotas);
    const auto uses =
        volumeUses(*cloud.stores,
                   std::vector<NewVolume>{{{Kind::VolumeSnapshot, u"snapshot"_s, {}}, u"a"_s, 10},
                                          {{Kind::Image, u"i"_s, {}}, u"b"_s, 30, type},
                                          {{Kind::Image, u"i"_s, {}}, u"c"_s, 5, u"fast"_s},
                                          {{Kind::Image, u"i"_s, {}}, u"d"_s, 5}});
    QCOMPARE(uses.size(), std::size_t{1}); // the limits of all types are not known here
    QCOMPARE(uses.front().more, 40);
}

/// What asks for no type gets the type of its source, or the cloud's default.
void TestVolumeActions::theDefaultTypeIsCounted()
{
    Loaded cloud;
    store::CloudStores &stores = *cloud.stores;
    const auto typeOf = [&](Kind kind, const QString &id, const QString &type = {}) {
        return typeOfNew(stores, {{kind, id, {}}, u"new"_s, 1, type});
    };
    QCOMPARE(typeOf(Kind::VolumeType, {}), QString());
    QCOMPARE(defaultTypeLabel(stores), u"The cloud's default"_s);
    stores.defaultVolumeType.set(cloud.get(openstack::GetDefaultVolumeType{}));
    QCOMPARE(typeOf(Kind::VolumeType, {}), u"standard"_s);
    QVERIFY(defaultTypeLabel(stores).contains(u"standard"_s));
    QCOMPARE(typeOf(Kind::VolumeType, {}, u"fast"_s), u"fast"_s);
    Volume changed = *stores.volumes.find(cloud.idOf(u"spare-fast"_s));
    changed.volumeType = u"fast"_s;
    stores.volumes.upsert({changed});
    const auto fast = stores.volumes.find(changed.id);
    QCOMPARE(typeOf(Kind::Volume, fast->id), fast->volumeType);
    QCOMPARE(typeOf(Kind::VolumeSnapshot, u"not known"_s), QString());
    openstack::Backup backup;
    backup.id = u"backup"_s;
    backup.volumeId = fast->id;
    stores.of<openstack::Backup>().upsert({backup});
    QCOMPARE(typeOf(Kind::Backup, backup.id), fast->volumeType);
    openstack::Image image;
    image.id = u"image"_s;
    stores.images.upsert({image});
    QCOMPARE(typeOf(Kind::Image, image.id), u"standard"_s);
    image.properties.insert(u"cinder_img_volume_type"_s, u"multi"_s);
    stores.images.upsert({image});
    QCOMPARE(typeOf(Kind::Image, image.id), u"multi"_s);
    // And in the forms.
    openstack::Quotas quotas;
    quotas.byKey.insert(u"gigabytes_standard"_s, {9, 10});
    stores.blockStorageQuotas.set(quotas);
    const Action &action = *actionNamed(u"create-new-volume");
    QCOMPARE(std::ranges::count(action.reads, Kind::DefaultVolumeType), 1);
    const auto uses = action.briefing(cloud.now(), {}, {{u"size"_s, 2}}).uses;
    QCOMPARE(std::ranges::count_if(uses,
                                   [](const Briefing::Use &use) {
                                       return use.title.contains(u"standard"_s) &&
                                              !use.quota.fits(use.more);
                                   }),
             1);
}

void TestVolumeActions::oneVolumeMayBeTooLarge()
{
    Loaded cloud;
    openstack::Quotas quotas;
    quotas.byKey.insert(u"per_volume_gigabytes"_s, {0, 500});
    cloud.stores->blockStorageQuotas.set(quotas);
    const auto exceeds = [&](const QString &key, const QString &id, int size) {
        const auto uses = actionNamed(key)->briefing(cloud.now(), id, {{u"size"_s, size}}).uses;
        return std::ranges::any_of(
            uses, [](const Briefing::Use &use) { return !use.quota.fits(use.more); });
    };
    const QString volume = cloud.idOf(u"spare-fast"_s);
    QVERIFY(!exceeds(u"create-new-volume"_s, {}, 500));
    QVERIFY(exceeds(u"create-new-volume"_s, {}, 501));
    QVERIFY(!exceeds(u"extend-volume"_s, volume, 500));
    QVERIFY(exceeds(u"extend-volume"_s, volume, 501));
    // It is a limit of each, whatever their number is.
    const auto uses = briefingOf(*actionNamed(u"extend-volume"), cloud.now(),
                                 {volume, cloud.idOf(u"archive-2023"_s)}, {{u"size"_s, 501}})
                          .uses;
    const auto use = std::ranges::find(uses, true, &Briefing::Use::ofEach);
    QVERIFY(use != uses.end());
    QCOMPARE(use->more, 501);
}

void TestVolumeActions::aGroupIsOfferedForItsVolumes()
{
    Loaded cloud;
    QStringList ids;
    for (const QString &name : {u"spare-fast"_s, u"archive-2023"_s}) {
        Volume volume = *cloud.stores->volumes.find(cloud.idOf(name));
        volume.groupId = u"a-group"_s;
        cloud.stores->volumes.upsert({volume});
        ids += volume.id;
    }
    const auto offers = [&](const QStringList &volumes) {
        const auto notes =
            briefingOf(*actionNamed(u"create-volume-snapshot"), cloud.now(), volumes, {}).notes;
        return std::ranges::count(notes, u"create-group-snapshot"_s, &Briefing::Note::offers);
    };
    QCOMPARE(offers(ids), 1);
    ids += cloud.idOf(u"old-shop-data"_s);
    QCOMPARE(offers(ids), 0);
}

void TestVolumeActions::zonesAreAList()
{
    Loaded cloud;
    const Action &action = *actionNamed(u"create-new-volume");
    const auto zone =
        std::ranges::find(action.fields, u"availability_zone"_s, &Field::key)->options;
    QCOMPARE(valuesOf(zone(cloud.now(), {})), QStringList{QString()});
    cloud.stores->of<openstack::VolumeZone>().upsert(
        cloud.get(openstack::List<openstack::VolumeZone>{}).items);
    QCOMPARE(valuesOf(zone(cloud.now(), {})), (QStringList{{}, u"nova"_s, u"nova-2"_s}));
    cloud.stores->of<openstack::VolumeZone>().upsert({{u"nova-2"_s, false}});
    QCOMPARE(valuesOf(zone(cloud.now(), {})), (QStringList{{}, u"nova"_s}));
    // A copy does not leave the zone of its source.
    const QString id = cloud.idOf(u"spare-fast"_s);
    const auto cautions = [&](const QString &name) {
        const auto notes = action
                               .briefing(cloud.now(), {},
                                         {{u"contents"_s, QString(u"volume:"_s + id)},
                                          {u"size"_s, 50},
                                          {u"availability_zone"_s, name}})
                               .notes;
        return std::ranges::count_if(notes, &Briefing::Note::caution);
    };
    QCOMPARE(cautions(u"nova"_s), 0);
    QCOMPARE(cautions(u"nova-2"_s), 1);
}

void TestVolumeActions::aKeyThatIsLostIsSaid()
{
    Loaded cloud;
    const QString id = cloud.idOf(u"spare-fast"_s);
    demo::FaultRule lost;
    lost.method = "POST";
    lost.path = QRegularExpression(u"/os-volume-transfer$"_s);
    lost.kind = demo::FaultRule::Kind::CutBefore;
    lost.carriedOut = true;
    cloud.cloud.faults().add(lost);
    auto made =
        actOn(cloud.context(), u"create-volume-transfer", {Kind::Volume, id, u"spare-fast"_s});
    ActionOperation *operation = made.get();
    cloud.center.start(std::move(made));
    QVERIFY(cloud.pump([&] { return operation->outcome() != Outcome::Running; }));
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    QVERIFY(operation->takeSecret().isEmpty());
    QVERIFY(operation->notes().join(u' ').contains(u"only once"_s));
    QVERIFY(!operation->text("transfer"_L1).isEmpty());
}

void TestVolumeActions::severalAreDetachedAtOnce()
{
    Loaded cloud;
    const Action &action = *actionNamed(u"detach-from-server");
    QVERIFY(action.many);
    const auto files = cloud.server(u"files-1"_s);
    const QString root = files.volumes.front().id;
    const QString data = files.volumes.back().id;
    const QString other = cloud.idOf(u"wiki-1-data"_s);
    const QString wiki = cloud.stores->volumes.find(other)->attachments.front().serverId;
    const QStringList ids{root, data, other};
    QCOMPARE(possibleAmong(action, cloud.now(), ids), (QStringList{data, other}));
    const Briefing briefing = briefingOf(action, cloud.now(), ids, {{u"how"_s, u"now"_s}});
    QCOMPARE(briefing.table.rows.size(), std::size_t{2});
    QCOMPARE(briefing.table.rows.front().at(1), u"files-1"_s);
    QCOMPARE(briefing.table.rows.back().at(1), u"wiki-1"_s);
    QVERIFY(briefing.notes.front().text.contains(u"root disk"_s)); // what is left out, and why
    QCOMPARE(std::ranges::count_if(
                 briefing.notes,
                 [](const auto &note) { return note.text.contains(u"stay in the project"_s); }),
             1);
    QCOMPARE(briefing.problem, QString());
    QCOMPARE(problemOf(action, cloud.now(), {data, other}, {{u"how"_s, u"now"_s}}), QString());
    // Each is detached from its own instance.
    for (const auto &[id, server] : {std::pair(data, files.id), std::pair(other, wiki)}) {
        const Values own = valuesFor(action, cloud.now(), id, true, {{u"how"_s, u"shut-off"_s}});
        QCOMPARE(own.value("server"_L1).toString(), server);
        cloud.center.start(actOn(cloud.context(), action.key, {Kind::Volume, id, id}, own));
    }
    QVERIFY(cloud.pump([&] {
        return cloud.get(openstack::Get<Volume>{data}).status == "available"_L1 &&
               cloud.get(openstack::Get<Volume>{other}).status == "available"_L1 &&
               cloud.server(u"files-1"_s).status == "ACTIVE"_L1 &&
               cloud.server(u"wiki-1"_s).status == "ACTIVE"_L1;
    }));
}

void TestVolumeActions::noInstanceIsShutOffTwice()
{
    Loaded cloud;
    const Action &action = *actionNamed(u"detach-from-server");
    const auto files = cloud.server(u"files-1"_s);
    Volume second = *cloud.stores->volumes.find(files.volumes.back().id);
    second.id = u"00000000-0000-4000-8000-000000000001"_s;
    second.name = u"second"_s;
    second.attachments.front().device = u"/dev/vdz"_s;
    cloud.stores->volumes.upsert({second});
    const QStringList same{files.volumes.back().id, second.id};
    const auto said = [&](const QStringList &ids, const QString &how) {
        return briefingOf(action, cloud.now(), ids, {{u"how"_s, how}});
    };
    const Briefing refused = said(same, u"shut-off"_s);
    QVERIFY2(refused.problem.contains(u"files-1"_s), qPrintable(refused.problem));
    QCOMPARE(refused.remedies, (Remedies{{.action = u"stop-server"_s, .on = files.id}}));
    QCOMPARE(waysOf(refused.remedies, cloud.now(), {}).size(), std::size_t{1});
    QCOMPARE(said(same, u"now"_s).problem, QString());
    QCOMPARE(said({same.front(), cloud.idOf(u"wiki-1-data"_s)}, u"shut-off"_s).problem, QString());
    QCOMPARE(said({same.front()}, u"shut-off"_s).problem, QString());
}

void TestVolumeActions::whatIsSharedIsDetachedAlone()
{
    Loaded cloud;
    const Action &action = *actionNamed(u"detach-from-server");
    const QString data = cloud.server(u"files-1"_s).volumes.back().id;
    Volume shared = *cloud.stores->volumes.find(cloud.idOf(u"backup-1-data"_s));
    shared.multiattach = true;
    openstack::VolumeUse more = shared.attachments.front();
    more.serverId = cloud.server(u"web-1"_s).id;
    shared.attachments.push_back(more);
    cloud.stores->volumes.upsert({shared});
    QCOMPARE(obstacleTo(action, cloud.now(), shared.id, false), QString());
    QCOMPARE(possibleAmong(action, cloud.now(), {data, shared.id}), QStringList{data});
    QVERIFY(briefingOf(action, cloud.now(), {data, shared.id}, {{u"how"_s, u"now"_s}})
                .notes.front()
                .text.contains(u"several instances"_s));
    // It is not chosen for the user from which.
    const Field &server = action.fields.front();
    QVERIFY(server.preset(cloud.now(), shared.id).isUndefined());
    QCOMPARE(server.preset(cloud.now(), data).toString(), cloud.server(u"files-1"_s).id);
}

void TestVolumeActions::imagePropertiesAreWhatCinderTakes()
{
    Loaded cloud;
    const QString id = cloud.idOf(u"spare-fast"_s);
    const Action &action = *actionNamed(u"edit-volume-image-properties");
    const auto why = [&](const QString &key, const QJsonValue &value) {
        return action.problem(cloud.now(), id, {{u"changes"_s, QJsonObject{{key, value}}}});
    };
    for (const QString &key : {u"hw_firmware_type"_s, u"a b/c"_s, u"os:x-1.2"_s, u"image_id"_s})
        QCOMPARE(why(key, u"uefi"_s), QString());
    QVERIFY(!why({}, u"uefi"_s).isEmpty());
    QVERIFY(why(u"a=b"_s, u"uefi"_s).contains(u"a=b"_s));
    QVERIFY(why(u"clé"_s, u"uefi"_s).contains(u"clé"_s));
    QVERIFY(!why(u"oriel:x"_s, u"uefi"_s).isEmpty());
    QVERIFY(!why(u"oriel:x"_s, QJsonValue::Null).isEmpty());
    QVERIFY(!why(u"k"_s, QString(256, u'x')).isEmpty());
    QVERIFY(!why(QString(256, u'x'), u"v"_s).isEmpty());
    // Nova fails to read anything else.
    QVERIFY(!why(u"min_ram"_s, u"4 GB"_s).isEmpty());
    QVERIFY(!why(u"min_disk"_s, u"-1"_s).isEmpty());
    QCOMPARE(why(u"min_ram"_s, u"4096"_s), QString());
    // What is there may have a key that Cinder no longer takes.
    QCOMPARE(why(u"a=b"_s, QJsonValue::Null), QString());

    Volume row = *cloud.stores->volumes.find(id);
    QCOMPARE(action.obstacle(cloud.now(), id), QString());
    for (const auto &[status, refused] :
         {std::pair(u"in-use"_s, false), std::pair(u"error"_s, false),
          std::pair(u"uploading"_s, true), std::pair(u"maintenance"_s, true)}) {
        row.status = status;
        cloud.stores->volumes.upsert({row});
        QCOMPARE(!action.obstacle(cloud.now(), id).isEmpty(), refused);
    }
}

void TestVolumeActions::imagePropertiesAreGivenBack()
{
    Loaded cloud;
    const QString id = cloud.idOf(u"spare-fast"_s);
    const QString key = u"edit-volume-image-properties"_s;
    const Subject target{Kind::Volume, id, u"spare-fast"_s};
    const auto properties = [&] {
        return cloud.get(openstack::Get<Volume>{id}).imageMetadata;
    };
    const auto change = [&](const QJsonObject &changes) {
        return cloud.run(key, target, {{u"changes"_s, changes}});
    };
    QCOMPARE(
        change({{u"hw_firmware_type"_s, u"uefi"_s}, {u"hw_machine_type"_s, u"q35"_s}})->outcome(),
        Outcome::Succeeded);
    const QMap<QString, QString> before{{u"hw_firmware_type"_s, u"uefi"_s},
                                        {u"hw_machine_type"_s, u"q35"_s}};
    QCOMPARE(properties(), before);
    const Operation *changed = change({{u"hw_firmware_type"_s, u"bios"_s},
                                       {u"hw_machine_type"_s, QJsonValue::Null},
                                       {u"os_type"_s, u"linux"_s}});
    QCOMPARE(changed->outcome(), Outcome::Succeeded);
    QCOMPARE(properties(), (QMap<QString, QString>{{u"hw_firmware_type"_s, u"bios"_s},
                                                   {u"os_type"_s, u"linux"_s}}));
    const auto undo = undoOf(changed->journalEntry(), *cloud.stores);
    QVERIFY(undo);
    QCOMPARE(cloud.run(undo->key, undo->target, undo->values)->outcome(), Outcome::Succeeded);
    QCOMPARE(properties(), before);
    QCOMPARE(actionNamed(key)
                 ->command(u"data"_s, {{u"changes"_s,
                                        QJsonObject{{u"k"_s, u"v"_s}, {u"x"_s, QJsonValue::Null}}}})
                 .join(u' '),
             u"openstack volume set --image-property k=v data  "
             "openstack volume unset --image-property x data "_s);
}

QTEST_GUILESS_MAIN(TestVolumeActions)
#include "tst_volumeactions.moc"
