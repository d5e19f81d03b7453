#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumegroup.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/server.h"
#include "openstack/image/image.h"
#include "operations/actions/actions.h"
#include "operations/actions/volumesteps.h"
#include "operations/journal/journalcodec.h"
#include "operations/resume/resume.h"
#include "operations/rollback/rollbackplan.h"
#include "operations/snapshottags.h"
#include "support/democloudfixture.h"

#include <QtCore/QTemporaryDir>

using namespace oriel;
using namespace oriel::operations;
using namespace Qt::StringLiterals;
using openstack::Volume;

namespace {

const QRegularExpression volumeActions(u"/volumes/[^/]+/action$"_s);   // NOLINT(cert-err58-cpp)
const QRegularExpression attachmentsPath(u"/os-volume_attachments"_s); // NOLINT(cert-err58-cpp)
const QRegularExpression volumesPath(u"/volumes$"_s);                  // NOLINT(cert-err58-cpp)
const QString rollBackKey = u"roll-back-server"_s;                     // NOLINT(cert-err58-cpp)
const QString undoKey = u"undo-rollback"_s;                            // NOLINT(cert-err58-cpp)

/// Requests like these.
struct Sent
{
    QByteArray method;
    QRegularExpression path;
    QByteArray body{}; ///< a part of it
    int times = 1;
};

/// The demo cloud with all that a plan depends on, and one instance of it.
struct LoadedInstance
{
    /// `compute`: the newest version of the compute API that is used; empty: the cloud's.
    explicit LoadedInstance(const QString &name, const QString &compute = {})
        : name(name)
        , cloud(u"demo"_s, u"demo"_s, u"demo"_s, {}, {{u"compute"_s, {.apiVersion = compute}}})
    {
        subscription =
            cloud.stores->watch({Kind::Server, Kind::Image, Kind::VolumeSnapshot, Kind::Volume});
        if (!cloud.pump([this] {
                const store::CloudStores &stores = *cloud.stores;
                return stores.servers.state().loaded && stores.images.state().loaded &&
                       stores.volumeSnapshots.state().loaded && stores.volumes.state().loaded &&
                       stores.snapshotSets.size() > 0;
            }))
            qFatal("the demo cloud does not load");
        before = cloud.server(name);
        subscription.reset(); // only what the operation itself sees
    }

    /// The `index`-th newest snapshot of the instance.
    [[nodiscard]] QString snapshot(std::size_t index = 0)
    {
        return cloud.stores->setsOf(before.id).at(index)->id;
    }
    [[nodiscard]] RollbackPlan plan(bool reverts = false, std::size_t index = 0)
    {
        return rollbackPlan(*cloud.stores, snapshot(index), reverts);
    }
    std::unique_ptr<ActionOperation> made(const QString &key, const QString &row, Values values)
    {
        const Action &action = *actionNamed(key);
        values = action.complete(*cloud.stores, row, values);
        cloud.cloud.faults().clearLog();
        return actOn(cloud.context(), key, action.targetOf(*cloud.stores, row), values);
    }
    Operation *start(const QString &key, const QString &row, Values values = {})
    {
        return cloud.center.start(made(key, row, std::move(values)));
    }
    /// What an Oriel leaves that is killed as soon as it has sent so many of these requests, when
    /// the cloud is done with them.
    JournalEntry killed(const QString &key, const QString &row, const Values &values,
                        const Sent &sent)
    {
        journal = std::make_unique<Journal>(folder.filePath(u"journal.sqlite"_s));
        std::unique_ptr<Operation> dying = made(key, row, values);
        dying->useJournal(journal.get(), {});
        dying->start();
        if (!cloud.pump([&] { return count(sent) >= sent.times; }))
            qFatal("it was never sent");
        const QString id = dying->id();
        dying.reset();
        journal->giveBack(id);
        std::optional<std::vector<JournalEntry>> taken;
        journal->takeUnfinished({}, &cloud.clockContext,
                                [&](const auto &entries) { taken = entries.value(); });
        if (!cloud.pump([&] { return taken.has_value(); }) || taken->size() != 1)
            qFatal("nothing is left");
        cloud.pump([] { return false; }, std::chrono::minutes(2));
        return taken->front();
    }
    Operation *resume(const JournalEntry &entry)
    {
        Context context = cloud.context();
        context.journal = journal.get();
        cloud.cloud.faults().clearLog();
        return cloud.center.start(resumeOperation(entry, context));
    }
    int count(const Sent &sent)
    {
        const auto &log = cloud.cloud.faults().log();
        return static_cast<int>(std::ranges::count_if(log, [&](const demo::LoggedRequest &one) {
            return one.method == sent.method && one.path.contains(sent.path) &&
                   one.body.contains(sent.body);
        }));
    }
    /// Somebody else deletes the volume with its snapshots.
    void deleteByOthers(const QString &id)
    {
        for (const auto &snapshot : cloud.get(openstack::List<openstack::VolumeSnapshot>{}).items) {
            if (snapshot.volumeId == id)
                cloud.get(openstack::Delete<openstack::VolumeSnapshot>{snapshot.id});
        }
        cloud.pump([] { return false; }, std::chrono::minutes(2));
        cloud.get(openstack::Delete<Volume>{id});
        cloud.pump([] { return false; }, std::chrono::minutes(2));
    }
    /// Somebody else starts the instance.
    void startByOthers()
    {
        cloud.get(openstack::StartServer{before.id});
        if (!cloud.pump([this] { return server().status == "ACTIVE"_L1; }))
            qFatal("it does not start");
    }
    Operation *end(Operation *operation)
    {
        if (!cloud.pump([&] { return operation->outcome() != Outcome::Running; }))
            qFatal("the operation never ended");
        return operation;
    }
    Operation *rollBack(const Values &values = {}, std::size_t index = 0)
    {
        return end(start(rollBackKey, snapshot(index), values));
    }
    Volume volume(const QString &id) { return cloud.get(openstack::Get<Volume>{id}); }
    openstack::Server server() { return cloud.server(name); }
    QStringList attached()
    {
        QStringList ids;
        for (const auto &one : server().volumes)
            ids.append(one.id);
        return ids;
    }
    int volumesNow() { return static_cast<int>(cloud.get(openstack::List<Volume>{}).items.size()); }

    QString name;
    QTemporaryDir folder;
    std::unique_ptr<Journal> journal; ///< of what is killed; outlives what is resumed
    test::DemoCloudFixture cloud;
    std::unique_ptr<store::Subscription> subscription;
    openstack::Server before;
};

QList<RollbackWay> waysOf(const RollbackPlan &plan)
{
    QList<RollbackWay> ways;
    for (const RollbackPart &part : plan.parts)
        ways.append(part.way);
    return ways;
}

QByteArray why(const Operation *operation)
{
    return operation->error().value_or(Error()).message.toUtf8();
}

} // namespace

/// An instance is put back into the state of one of its snapshots, on the demo cloud.
class TestRollback final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void planByWhatTheDiskIs();
    void onlyTheLatestSnapshotIsRevertedTo();
    void whatIsNotAsCapturedStays_data();
    void whatIsNotAsCapturedStays();
    void aRolledBackInstanceCanBeRolledBackFurther();
    void exchangedAndUndone_data();
    void exchangedAndUndone();
    void nothingElseIsDoneToItsVolumes();
    void theNewVolumeTakesThePlaceInTheGroup();
    void anOldCloudAttachesVolumesAllTheSame();
    void aRestoredCopyIsNotUndone();
    void aShutOffInstanceStaysOff();
    void reverted();
    void rebuilt();
    void putBackWhenItFails_data();
    void putBackWhenItFails();
    void putBackWhenItIsCanceled_data();
    void putBackWhenItIsCanceled();
    void afterARevertTheRestIsAttached();
    void whatIsNotAttachedAfterARevertIsNamed();
    void whatIsExchangedStaysSo_data();
    void whatIsExchangedStaysSo();
    void whatIsLostIsFinished_data();
    void whatIsLostIsFinished();
    void nothingIsDetachedFromARunningGuest_data();
    void nothingIsDetachedFromARunningGuest();
    void anOutageLeavesNothingOff_data();
    void anOutageLeavesNothingOff();
    void whatCannotBeReadMayBeOff();
    void aRevertIsNotRepeatedLater();
    void aRefusalSaysNothingAboutTheRequestBefore_data();
    void aRefusalSaysNothingAboutTheRequestBefore();
    void canceledWhileTheStorageStandsStill();
};

void TestRollback::planByWhatTheDiskIs()
{
    LoadedInstance shop(u"shop-1"_s);
    const RollbackPlan plan = shop.plan();
    QCOMPARE(waysOf(plan), (QList{RollbackWay::Impossible, RollbackWay::Exchange}));
    QVERIFY(plan.impossibleRoot() && plan.canRevert() && plan.doesAnything());
    QVERIFY(describe(plan.parts.front()).contains(u"root disk"_s));
    const VolumeChange &change = plan.parts.back().change;
    const Volume data = shop.volume(shop.before.volumes.back().id);
    QCOMPARE(change.out.id, data.id);
    QCOMPARE(change.inName, data.name); // so that scripts find it
    QCOMPARE(change.outName, data.name + u"-before-rollback"_s);
    QCOMPARE(change.device, u"/dev/vdb"_s);
    QCOMPARE(volumeChangeFromJson(toJson(change)), change);
    QVERIFY(describe(plan.parts.back()).contains(data.name + u"-before-rollback"_s));

    LoadedInstance chat(u"chat-1"_s); // with a data volume, which is not in its snapshot
    const RollbackPlan rebuilt = chat.plan();
    QCOMPARE(waysOf(rebuilt), (QList{RollbackWay::Rebuild, RollbackWay::Keep}));
    QVERIFY(!rebuilt.canRevert() && !rebuilt.impossibleRoot());
}

void TestRollback::onlyTheLatestSnapshotIsRevertedTo()
{
    LoadedInstance shop(u"shop-1"_s);
    QCOMPARE(shop.plan(true).parts.back().way, RollbackWay::Revert);
    QCOMPARE(shop.plan(true, 1).parts.back().way, RollbackWay::Exchange);
    Volume extended = shop.volume(shop.before.volumes.back().id);
    extended.sizeGiB += 10;
    shop.cloud.stores->volumes.upsert({extended});
    QCOMPARE(shop.plan(true).parts.back().way, RollbackWay::Exchange);
    QCOMPARE(shop.plan(true).parts.back().change.sizeGiB, extended.sizeGiB - 10);
}

void TestRollback::whatIsNotAsCapturedStays_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("said");
    QTest::newRow("no snapshot") << u"snapshot gone"_s << u"no longer exists"_s;
    QTest::newRow("snapshot in error") << u"snapshot error"_s << u"in error"_s;
    QTest::newRow("shared") << u"shared"_s << u"other instances"_s;
    QTest::newRow("busy") << u"busy"_s << u"being detached"_s;
    QTest::newRow("detached") << u"detached"_s << u"no longer attached"_s;
    QTest::newRow("deleted") << u"deleted"_s << u"no longer exists"_s;
}

void TestRollback::whatIsNotAsCapturedStays()
{
    QFETCH(const QString, what);
    QFETCH(const QString, said);
    LoadedInstance shop(u"shop-1"_s);
    store::CloudStores &stores = *shop.cloud.stores;
    Volume data = shop.volume(shop.before.volumes.back().id);
    const QString set = shop.snapshot();
    const QString snapshotId = shop.plan().parts.back().change.snapshot.id;
    auto snapshot = *stores.volumeSnapshots.find(snapshotId);
    openstack::Server server = shop.before;
    if (what == "snapshot gone"_L1) {
        stores.volumeSnapshots.remove({snapshotId});
    } else if (what == "snapshot error"_L1) {
        snapshot.status = u"error"_s;
        stores.volumeSnapshots.upsert({snapshot});
    } else if (what == "detached"_L1 || what == "deleted"_L1) {
        server.volumes.pop_back();
        stores.servers.upsert({server});
        data.attachments.clear();
        data.status = u"available"_s;
        stores.volumes.upsert({data});
        if (what == "deleted"_L1)
            stores.volumes.remove({data.id});
    } else {
        if (what == "shared"_L1)
            data.attachments.push_back({u"other"_s, u"/dev/vdb"_s});
        else
            data.status = u"detaching"_s;
        stores.volumes.upsert({data});
    }
    const RollbackPlan plan = rollbackPlan(stores, set, false);
    QCOMPARE(plan.parts.back().way, RollbackWay::Impossible);
    QVERIFY2(describe(plan.parts.back()).contains(said), qPrintable(plan.parts.back().why));
    QVERIFY(!plan.doesAnything());
    QVERIFY(!actionNamed(rollBackKey)->obstacle({stores}, set).isEmpty());
}

void TestRollback::aRolledBackInstanceCanBeRolledBackFurther()
{
    LoadedInstance shop(u"shop-1"_s);
    store::CloudStores &stores = *shop.cloud.stores;
    const QString first = shop.before.volumes.back().id;
    QCOMPARE(shop.rollBack()->outcome(), Outcome::Succeeded);
    stores.volumes.replaceAll(shop.cloud.get(openstack::List<Volume>{}).items);
    stores.servers.upsert({shop.server()});
    const RollbackPlan plan = rollbackPlan(stores, shop.snapshot(1), true);
    QCOMPARE(plan.parts.back().way, RollbackWay::Exchange); // of another volume's snapshot
    QCOMPARE(plan.parts.back().change.out.id, shop.attached().back());
    QVERIFY(plan.parts.back().change.outName.endsWith(u"-before-rollback-2"_s));
    QVERIFY(plan.parts.back().change.out.id != first);
}

void TestRollback::exchangedAndUndone_data()
{
    QTest::addColumn<bool>("deletes");
    QTest::newRow("the new one is kept") << false;
    QTest::newRow("the new one is deleted") << true;
}

void TestRollback::exchangedAndUndone()
{
    QFETCH(const bool, deletes);
    LoadedInstance shop(u"shop-1"_s);
    store::CloudStores &stores = *shop.cloud.stores;
    const int volumes = shop.volumesNow();
    const Volume old = shop.volume(shop.before.volumes.back().id);
    Operation *operation = shop.rollBack();
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation).constData());
    QCOMPARE(shop.server().status, u"ACTIVE"_s);
    const QStringList now = shop.attached();
    QCOMPARE(now.size(), 2);
    const Volume fresh = shop.volume(now.back());
    QCOMPARE(fresh.name, old.name);
    QCOMPARE(fresh.attachments.front().device, u"/dev/vdb"_s);
    QVERIFY(!fresh.snapshotId.isEmpty() && fresh.id != old.id);
    const Volume kept = shop.volume(old.id);
    QCOMPARE(kept.name, old.name + u"-before-rollback"_s);
    QCOMPARE(kept.status, u"available"_s);
    QCOMPARE(replacementOf(kept), fresh.id);
    QCOMPARE(operation->leftovers().size(), std::size_t{1});
    QCOMPARE(operation->leftovers().front().id, old.id);
    QVERIFY(operation->notes().join(u' ').contains(kept.name));
    QVERIFY(operation->command().contains(u"openstack server add volume"_s));

    stores.volumes.replaceAll(shop.cloud.get(openstack::List<Volume>{}).items);
    const auto undo = undoOf(operation->journalEntry(), stores);
    QVERIFY(undo && undo->asks);
    QCOMPARE(undo->key, undoKey);
    QCOMPARE(actionNamed(undoKey)->obstacle({stores}, undo->target.id), QString());
    Operation *undone =
        shop.end(shop.start(undoKey, undo->target.id, {{u"delete_new"_s, deletes}}));
    QVERIFY2(undone->outcome() == Outcome::Succeeded, why(undone).constData());
    QCOMPARE(shop.server().status, u"ACTIVE"_s);
    QCOMPARE(shop.attached().back(), old.id);
    const Volume again = shop.volume(old.id);
    QCOMPARE(again.name, old.name);
    QCOMPARE(again.metadata, old.metadata);
    QCOMPARE(shop.volumesNow(), deletes ? volumes : volumes + 1);
    if (!deletes) {
        QCOMPARE(shop.volume(fresh.id).name, old.name + u"-rolled-back"_s);
        QCOMPARE(undone->leftovers().front().id, fresh.id);
    }
    stores.volumes.replaceAll(shop.cloud.get(openstack::List<Volume>{}).items);
    QVERIFY(!undoOf(operation->journalEntry(), stores));
}

/// Between two steps, they are attached to nothing.
void TestRollback::nothingElseIsDoneToItsVolumes()
{
    LoadedInstance shop(u"shop-1"_s);
    const QString old = shop.before.volumes.back().id;
    const int volumes = shop.volumesNow();
    Operation *operation = shop.start(rollBackKey, shop.snapshot());
    const Situation now{*shop.cloud.stores, {}, &shop.cloud.center};
    QString fresh;
    QVERIFY(shop.cloud.pump([&] {
        for (const auto &row : shop.cloud.stores->volumes.rows()) {
            if (row->metadata.contains(u"oriel:operation"_s))
                fresh = row->id;
        }
        return !fresh.isEmpty() && shop.volume(old).status == "available"_L1;
    }));
    QCOMPARE(shop.volumesNow(), volumes + 1);
    for (const QString &id : {old, fresh}) {
        for (const char16_t *key : {u"delete-volume", u"attach-to-server", u"extend-volume"}) {
            const Action &action = *actionNamed(key);
            QVERIFY2(action.obstacle(now, id).contains(u"Roll back"_s),
                     qPrintable(action.key + action.obstacle(now, id)));
        }
    }
    shop.end(operation);
    QCOMPARE(actionNamed(u"delete-volume")->obstacle(now, old), QString());
}

void TestRollback::theNewVolumeTakesThePlaceInTheGroup()
{
    LoadedInstance shop(u"shop-1"_s);
    store::CloudStores &stores = *shop.cloud.stores;
    const Volume old = shop.volume(shop.before.volumes.back().id);
    const Values wanted{{u"name"_s, u"shop"_s},
                        {u"volume_group_type"_s, u"generic"_s},
                        {u"volume_type"_s, old.volumeType}};
    const Action &create = *actionNamed(u"create-volume-group");
    const QString group =
        shop.end(shop.cloud.center.start(
                     actOn(shop.cloud.context(), create.key, create.newSubject(wanted), wanted)))
            ->resultId();
    QVERIFY(!group.isEmpty());
    shop.cloud.get(openstack::ChangeVolumeGroup{.id = group, .added = {old.id}});
    QVERIFY(shop.cloud.pump([&] { return shop.volume(old.id).groupId == group; }));
    stores.volumes.upsert({shop.volume(old.id)});
    Operation *operation = shop.rollBack();
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation).constData());
    const QString fresh = shop.attached().back();
    QVERIFY(fresh != old.id);
    QCOMPARE(shop.volume(fresh).groupId, group);
    QCOMPARE(shop.volume(old.id).groupId, QString());
    stores.volumes.replaceAll(shop.cloud.get(openstack::List<Volume>{}).items);
    Operation *undone = shop.end(shop.start(undoKey, shop.before.id));
    QVERIFY2(undone->outcome() == Outcome::Succeeded, why(undone).constData());
    QCOMPARE(shop.volume(old.id).groupId, group);
    QCOMPARE(shop.volume(fresh).groupId, QString());
}

/// Nova can be told only from 2.79 that a volume which it attaches is deleted with the instance.
void TestRollback::anOldCloudAttachesVolumesAllTheSame()
{
    LoadedInstance shop(u"shop-1"_s, u"2.60"_s);
    RollbackPlan plan = shop.plan();
    std::vector<VolumeChange> changes = plan.changes();
    QCOMPARE(changes.size(), std::size_t{1});
    changes.front().deleted = true;
    QJsonArray list;
    list.append(toJson(changes.front()));
    Operation *operation = shop.end(shop.cloud.center.start(
        actOn(shop.cloud.context(), rollBackKey, plan.server,
              {{u"server"_s, operations::toJson(plan.server)}, {u"changes"_s, list}})));
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation).constData());
    QVERIFY(shop.attached().back() != changes.front().out.id);
    QVERIFY2(operation->notes().join(u' ').contains(u"is not deleted with the instance"_s),
             qPrintable(operation->notes().join(u' ')));
}

/// Cinder gives a volume that is restored from a backup all metadata of the original.
void TestRollback::aRestoredCopyIsNotUndone()
{
    LoadedInstance shop(u"shop-1"_s);
    store::CloudStores &stores = *shop.cloud.stores;
    QVERIFY(shop.rollBack()->outcome() == Outcome::Succeeded);
    auto rows = shop.cloud.get(openstack::List<Volume>{}).items;
    Volume copy = *std::ranges::find(rows, shop.before.volumes.back().id, &Volume::id);
    copy.id = u"a-copy"_s;
    rows.push_back(copy);
    stores.volumes.replaceAll(rows);
    const auto changes = changesToUndo(stores, shop.before.id);
    QCOMPARE(changes.size(), std::size_t{1});
    QCOMPARE(changes.front().in.id, shop.before.volumes.back().id);
    QVERIFY(replacementOf(copy).isEmpty());
}

void TestRollback::aShutOffInstanceStaysOff()
{
    LoadedInstance staging(u"db-staging"_s);
    const Volume data = staging.volume(staging.before.volumes.back().id);
    staging.cloud.get(openstack::CreateImage{
        .serverId = staging.before.id,
        .name = u"staged"_s,
        .metadata = {{u"instance_uuid"_s, staging.before.id}, {u"image_type"_s, u"snapshot"_s}}});
    store::CloudStores &stores = *staging.cloud.stores;
    staging.cloud.pump([] { return false; }, std::chrono::minutes(1));
    staging.subscription = stores.watch({Kind::Image, Kind::VolumeSnapshot});
    stores.refresh({Kind::Image, Kind::VolumeSnapshot});
    QVERIFY(staging.cloud.pump([&] {
        const auto sets = stores.setsOf(staging.before.id);
        return !sets.empty() && sets.front()->name == "staged"_L1 &&
               staging.plan().has(RollbackWay::Exchange);
    }));
    Operation *operation = staging.rollBack();
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation).constData());
    QCOMPARE(staging.server().status, u"SHUTOFF"_s);
    QVERIFY(!staging.attached().contains(data.id));
}

void TestRollback::reverted()
{
    LoadedInstance shop(u"shop-1"_s);
    const int volumes = shop.volumesNow();
    const QStringList before = shop.attached();
    Operation *operation = shop.rollBack({{u"present"_s, u"revert"_s}});
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation).constData());
    QCOMPARE(shop.cloud.cloud.faults().requestCount("POST", volumeActions), 1);
    QCOMPARE(shop.attached(), before);
    QCOMPARE(shop.server().status, u"ACTIVE"_s);
    QCOMPARE(shop.volumesNow(), volumes);
    QVERIFY(operation->leftovers().empty());
    QVERIFY(!undoOf(operation->journalEntry(), *shop.cloud.stores));
}

void TestRollback::rebuilt()
{
    LoadedInstance chat(u"chat-1"_s);
    const QStringList before = chat.attached();
    Operation *operation = chat.rollBack();
    QVERIFY2(operation->outcome() == Outcome::Succeeded, why(operation).constData());
    const openstack::Server now = chat.server();
    QCOMPARE(now.status, u"ACTIVE"_s);
    QCOMPARE(now.imageId, chat.snapshot());
    QCOMPARE(chat.attached(), before);
    QVERIFY(now.launched > chat.before.launched);
}

void TestRollback::putBackWhenItFails_data()
{
    QTest::addColumn<QString>("action");
    QTest::newRow("detaching") << u"detach_volume"_s;
    QTest::newRow("attaching") << u"attach_volume"_s;
    QTest::newRow("creating") << u"create"_s;
}

void TestRollback::putBackWhenItFails()
{
    QFETCH(const QString, action);
    LoadedInstance shop(u"db-1"_s); // two data volumes
    const int volumes = shop.volumesNow();
    std::vector<Volume> before;
    for (const QString &id : shop.attached())
        before.push_back(shop.volume(id));
    demo::FaultInjector &faults = shop.cloud.cloud.faults();
    if (action == "create"_L1)
        faults.add(
            {.method = "POST", .path = volumesPath, .from = 2, .status = 400, .retryAfter = {}});
    else
        faults.failNextAction(action);
    Operation *operation = shop.rollBack();
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY(!why(operation).isEmpty());
    QVERIFY2(operation->leftovers().empty(), why(operation).constData());
    QCOMPARE(shop.server().status, u"ACTIVE"_s);
    QCOMPARE(shop.volumesNow(), volumes);
    for (const Volume &volume : before) {
        const Volume now = shop.volume(volume.id);
        QCOMPARE(now.status, u"in-use"_s);
        QCOMPARE(now.name, volume.name);
        QCOMPARE(now.metadata, volume.metadata);
        QCOMPARE(now.attachments.front().device, volume.attachments.front().device);
    }
}

void TestRollback::putBackWhenItIsCanceled_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::newRow("while it creates") << QByteArray("POST") << u"/volumes$"_s;
    QTest::newRow("while it shuts off") << QByteArray("POST") << u"/servers/[^/]+/action$"_s;
    QTest::newRow("while it detaches") << QByteArray("DELETE") << u"/os-volume_attachments/"_s;
    QTest::newRow("while it names") << QByteArray("PUT") << u"/volumes/"_s;
    QTest::newRow("while it attaches") << QByteArray("POST") << u"/os-volume_attachments$"_s;
}

void TestRollback::putBackWhenItIsCanceled()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QString, path);
    LoadedInstance shop(u"shop-1"_s);
    const int volumes = shop.volumesNow();
    const QStringList before = shop.attached();
    const Volume data = shop.volume(before.back());
    Operation *operation = shop.start(rollBackKey, shop.snapshot());
    const QRegularExpression sent(path);
    QVERIFY(
        shop.cloud.pump([&] { return shop.cloud.cloud.faults().requestCount(method, sent) > 0; }));
    QVERIFY(operation->canCancel());
    operation->cancel();
    shop.end(operation);
    QVERIFY2(operation->outcome() == Outcome::Canceled, why(operation).constData());
    QVERIFY(operation->leftovers().empty());
    QCOMPARE(shop.server().status, u"ACTIVE"_s);
    QCOMPARE(shop.attached(), before);
    QCOMPARE(shop.volume(data.id).name, data.name);
    QCOMPARE(shop.volumesNow(), volumes);
}

void TestRollback::afterARevertTheRestIsAttached()
{
    LoadedInstance shop(u"db-1"_s);
    QCOMPARE(shop.plan(true).changes().size(), std::size_t{2});
    const QStringList before = shop.attached();
    // The second revert is refused when the first is done: nothing can be put back.
    shop.cloud.cloud.faults().add(
        {.method = "POST", .path = volumeActions, .from = 2, .status = 400, .retryAfter = {}});
    Operation *operation = shop.rollBack({{u"present"_s, u"revert"_s}});
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY(!operation->canCancel());
    QCOMPARE(shop.attached(), before);
    QCOMPARE(shop.server().status, u"ACTIVE"_s);
}

void TestRollback::whatIsNotAttachedAfterARevertIsNamed()
{
    LoadedInstance shop(u"db-1"_s);
    const QStringList before = shop.attached();
    shop.cloud.cloud.faults().failNextAction(u"attach_volume"_s);
    Operation *operation = shop.rollBack({{u"present"_s, u"revert"_s}});
    QCOMPARE(operation->outcome(), Outcome::Failed);
    const QString said = operation->error().value_or(Error()).message;
    QVERIFY2(said.startsWith(u"No longer attached to"_s) && said.contains(u"db-1-data-1"_s) &&
                 !said.contains(u"db-1-data-2"_s),
             qPrintable(said));
    QCOMPARE(shop.attached(), (QStringList{before[0], before[2]}));
    QCOMPARE(shop.server().status, u"ACTIVE"_s);
}

void TestRollback::whatIsExchangedStaysSo_data()
{
    QTest::addColumn<bool>("undoes");
    QTest::addColumn<bool>("recorded");
    QTest::newRow("rolled back") << false << true;
    QTest::newRow("rolled back, and the end of the exchange is not in the journal")
        << false << false;
    QTest::newRow("undone") << true << true;
    QTest::newRow("undone, and the end of the exchange is not in the journal") << true << false;
}

/// The volume that was replaced is deleted before the end: by the user, or by the undo itself.
void TestRollback::whatIsExchangedStaysSo()
{
    QFETCH(const bool, undoes);
    QFETCH(const bool, recorded);
    LoadedInstance shop(u"shop-1"_s);
    store::CloudStores &stores = *shop.cloud.stores;
    const int volumes = shop.volumesNow();
    const QStringList before = shop.attached();
    JournalEntry left;
    if (undoes) {
        QCOMPARE(shop.rollBack()->outcome(), Outcome::Succeeded);
        stores.volumes.replaceAll(shop.cloud.get(openstack::List<Volume>{}).items);
        stores.servers.upsert({shop.server()});
        left = shop.killed(undoKey, shop.before.id, {{u"delete_new"_s, true}},
                           {"DELETE", QRegularExpression(u"/volumes/[^/]+$"_s)});
    } else {
        left = shop.killed(rollBackKey, shop.snapshot(), {},
                           {"POST", QRegularExpression(u"/servers/"_s), "os-start"});
        shop.deleteByOthers(before.back());
    }
    QCOMPARE(shop.volumesNow(), volumes);
    const QStringList exchanged = shop.attached();
    QCOMPARE(exchanged.size(), 2);
    QCOMPARE(exchanged == before, undoes);
    if (!recorded)
        QVERIFY(std::erase_if(left.steps, [](const JournalStep &step) {
                    return step.name == "exchanged"_L1;
                }) > 0);
    Operation *resumed = shop.end(shop.resume(left));
    QVERIFY2(resumed->outcome() == Outcome::Succeeded, why(resumed).constData());
    QCOMPARE(shop.count({"DELETE", attachmentsPath}), 0);
    QCOMPARE(shop.attached(), exchanged);
    QCOMPARE(shop.server().status, u"ACTIVE"_s);
    QCOMPARE(shop.volumesNow(), volumes);
}

void TestRollback::whatIsLostIsFinished_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("request");
    QTest::addColumn<bool>("wasCanceled");
    QTest::newRow("a revert") << u"db-1"_s << u"\"revert\""_s << false;
    QTest::newRow("a revert, canceled meanwhile") << u"db-1"_s << u"\"revert\""_s << true;
    QTest::newRow("a rebuild") << u"chat-1"_s << u"\"rebuild\""_s << false;
    QTest::newRow("a rebuild, canceled meanwhile") << u"chat-1"_s << u"\"rebuild\""_s << true;
}

/// Killed after the first request that loses data was sent: canceling would leave the instance
/// without its disks.
void TestRollback::whatIsLostIsFinished()
{
    QFETCH(const QString, name);
    QFETCH(const QString, request);
    QFETCH(const bool, wasCanceled);
    LoadedInstance instance(name);
    const QStringList before = instance.attached();
    const bool reverts = request.contains(u"revert"_s);
    JournalEntry left = instance.killed(
        rollBackKey, instance.snapshot(), {{u"present"_s, reverts ? u"revert"_s : u"keep"_s}},
        {"POST", QRegularExpression(u"/action$"_s), request.toLatin1()});
    if (wasCanceled)
        left.steps.push_back({u"cancel"_s, JournalStep::Phase::Recorded, {}, {}});
    Operation *resumed = instance.resume(left);
    bool wasOffered = false;
    QVERIFY(instance.cloud.pump([&] {
        wasOffered = wasOffered || !resumed->cancelText().isEmpty();
        return resumed->outcome() != Outcome::Running;
    }));
    QVERIFY(!wasOffered);
    QVERIFY2(resumed->outcome() == Outcome::Succeeded, why(resumed).constData());
    QCOMPARE(instance.attached(), before);
    QCOMPARE(instance.server().status, u"ACTIVE"_s);
    if (!reverts)
        QCOMPARE(instance.server().imageId, instance.snapshot());
}

void TestRollback::nothingIsDetachedFromARunningGuest_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<bool>("attaches");
    QTest::newRow("going on") << QByteArray("DELETE") << false;
    QTest::newRow("putting back") << QByteArray("POST") << true;
}

/// Killed after the first of two volumes was detached, or exchanged; then somebody starts it.
void TestRollback::nothingIsDetachedFromARunningGuest()
{
    QFETCH(const QByteArray, method);
    QFETCH(const bool, attaches);
    LoadedInstance shop(u"db-1"_s);
    const int volumes = shop.volumesNow();
    const QStringList before = shop.attached();
    QCOMPARE(before.size(), 3);
    JournalEntry left = shop.killed(rollBackKey, shop.snapshot(), {}, {method, attachmentsPath});
    const QStringList then = shop.attached();
    QCOMPARE(then.size(), 2);
    shop.startByOthers();
    if (attaches) // the rest would be attached, and nothing put back
        left.steps.push_back({u"cancel"_s, JournalStep::Phase::Recorded, {}, {}});
    Operation *resumed = shop.end(shop.resume(left));
    QCOMPARE(resumed->outcome(), Outcome::Failed);
    QVERIFY2(why(resumed).contains("was started in the meantime"), why(resumed).constData());
    QCOMPARE(shop.count({"DELETE", attachmentsPath}), 0);
    QCOMPARE(shop.server().status, u"ACTIVE"_s);
    QStringList now = shop.attached();
    for (const QString &id : then)
        QVERIFY(now.contains(id));
    QCOMPARE(now.size(), 3);
    if (attaches) {
        QVERIFY2(why(resumed).contains("No longer attached to"), why(resumed).constData());
        QVERIFY(!now.contains(before[1]) && now.contains(before[2]));
    } else {
        QCOMPARE(shop.volumesNow(), volumes);
    }
}

void TestRollback::anOutageLeavesNothingOff_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("key");
    QTest::newRow("rollback") << u"shop-1"_s << rollBackKey;
    QTest::newRow("detachment") << u"files-1"_s << u"detach-from-server"_s;
    QTest::newRow("copy") << u"wiki-1"_s << u"copy-server-to-zone"_s;
}

/// Killed while the instance is off; then the compute service is away for longer than an operation
/// waits for what it only reads.
void TestRollback::anOutageLeavesNothingOff()
{
    QFETCH(const QString, name);
    QFETCH(const QString, key);
    LoadedInstance instance(name);
    const openstack::Server before = instance.before;
    QString row = before.id;
    Values values;
    if (key == rollBackKey) {
        row = instance.snapshot();
    } else if (key == "detach-from-server"_L1) {
        row = before.volumes.back().id;
        values = {{u"server"_s, before.id}, {u"how"_s, u"shut-off"_s}};
    } else {
        values = {{u"name"_s, u"copied"_s},
                  {u"flavor"_s,
                   instance.cloud.get(openstack::List<openstack::Flavor>{}).items.front().id},
                  {u"availability_zone"_s, u"nova-2"_s},
                  {u"original"_s, u"shut-off"_s}};
    }
    const JournalEntry left =
        instance.killed(key, row, values, {"POST", QRegularExpression(u"/action$"_s), "os-stop"});
    QCOMPARE(instance.server().status, u"SHUTOFF"_s);
    demo::FaultRule outage;
    outage.path = QRegularExpression(u"/servers/"_s);
    outage.count = 0;
    outage.retryAfter = 3600; // only the operation asks again
    instance.cloud.cloud.faults().add(outage);
    Operation *resumed = instance.resume(left);
    QVERIFY(!instance.cloud.pump([&] { return resumed->outcome() != Outcome::Running; },
                                 std::chrono::minutes(21)));
    QVERIFY(!resumed->leavesShutOff().isEmpty());
    instance.cloud.cloud.faults().clear();
    instance.end(resumed);
    QCOMPARE(instance.server().status, u"ACTIVE"_s);
    QCOMPARE(instance.count({"POST", QRegularExpression(u"/action$"_s), "os-start"}), 1);
}

/// The same if the cloud refuses to show the instance: then nobody knows.
void TestRollback::whatCannotBeReadMayBeOff()
{
    LoadedInstance shop(u"shop-1"_s);
    const JournalEntry left = shop.killed(rollBackKey, shop.snapshot(), {},
                                          {"POST", QRegularExpression(u"/action$"_s), "os-stop"});
    demo::FaultRule refusal;
    refusal.path = QRegularExpression(u"/servers/"_s);
    refusal.count = 0;
    refusal.status = 403;
    shop.cloud.cloud.faults().add(refusal);
    Operation *resumed = shop.end(shop.resume(left));
    QCOMPARE(resumed->outcome(), Outcome::Unclear);
    QVERIFY2(why(resumed).contains("It is not known whether “shop-1”, which was shut off, is") &&
                 why(resumed).contains("openstack server start"),
             why(resumed).constData());
    QCOMPARE(resumed->stages().back().state, StageState::Failed);
}

/// Killed after the revert was sent, and started again days later: somebody may have used the
/// volume meanwhile.
void TestRollback::aRevertIsNotRepeatedLater()
{
    LoadedInstance instance(u"db-1"_s);
    const QStringList before = instance.attached();
    const Sent revert{"POST", QRegularExpression(u"/action$"_s), "\"revert\""};
    const JournalEntry left =
        instance.killed(rollBackKey, instance.snapshot(), {{u"present"_s, u"revert"_s}}, revert);
    instance.cloud.clock.advance(std::chrono::hours(72));
    Operation *resumed = instance.end(instance.resume(left));
    QCOMPARE(resumed->outcome(), Outcome::Unclear);
    // Those that were never sent are.
    QCOMPARE(instance.count(revert), int(instance.plan(true).changes().size()) - 1);
    QVERIFY2(resumed->notes().join(u' ').contains(u"It is not known whether"_s),
             qPrintable(resumed->notes().join(u' ')));
    QCOMPARE(instance.attached(), before);
    QCOMPARE(instance.server().status, u"ACTIVE"_s);
}

void TestRollback::aRefusalSaysNothingAboutTheRequestBefore_data()
{
    QTest::addColumn<bool>("wasReverted");
    QTest::newRow("reverted") << true;
    QTest::newRow("not reverted") << false;
}

/// A run was killed when it had sent the revert; the next one sent it again, which was refused, and
/// was killed, too. One volume of the instance is reverted, the other one exchanged.
void TestRollback::aRefusalSaysNothingAboutTheRequestBefore()
{
    QFETCH(const bool, wasReverted);
    LoadedInstance db(u"db-1"_s);
    const QStringList before = db.attached();
    Volume extended = db.volume(before.back()); // so it cannot be reverted
    extended.sizeGiB += 1;
    db.cloud.stores->volumes.upsert({extended});
    if (!wasReverted) {
        demo::FaultRule lost;
        lost.method = "POST";
        lost.path = volumeActions;
        lost.kind = demo::FaultRule::Kind::Hang;
        db.cloud.cloud.faults().add(lost);
    }
    JournalEntry left = db.killed(rollBackKey, db.snapshot(), {{u"present"_s, u"revert"_s}},
                                  {"POST", volumeActions, "\"revert\""});
    const QString step = u"revert:"_s + before[1];
    const auto intent = left.intentOf(step);
    QVERIFY(intent);
    const Volume now = db.volume(before[1]);
    QCOMPARE(lastChangeIn(*intent) != lastChangeOf(now), wasReverted);
    Facts again = *intent;
    again.insert(u"updated"_s, lastChangeOf(now));
    Error refusal;
    refusal.kind = ErrorKind::BadRequest;
    refusal.message = u"Not now."_s;
    left.steps.push_back({step, JournalStep::Phase::Intended, {}, again});
    left.steps.push_back({step, JournalStep::Phase::Recorded, {}, {{u"error"_s, toJson(refusal)}}});
    Operation *resumed = db.end(db.resume(left));
    QCOMPARE(resumed->outcome(), Outcome::Failed);
    QVERIFY2(why(resumed).contains("Not now."), why(resumed).constData());
    QCOMPARE(db.attached().contains(before[1]), true);
    QCOMPARE(db.attached().contains(before[2]), !wasReverted);
    QCOMPARE(db.attached().size(), 3);
    QCOMPARE(db.server().status, u"ACTIVE"_s);
}

void TestRollback::canceledWhileTheStorageStandsStill()
{
    LoadedInstance shop(u"shop-1"_s);
    const QStringList before = shop.attached();
    shop.cloud.cloud.faults().stopStorage();
    Operation *operation = shop.start(rollBackKey, shop.snapshot());
    QVERIFY(shop.cloud.pump([&] { return shop.count({"POST", volumesPath}) > 0; }));
    QVERIFY(shop.cloud.pump([&] { return operation->canCancel(); }));
    operation->cancel();
    QVERIFY(shop.cloud.pump([&] { return operation->outcome() != Outcome::Running; },
                            std::chrono::minutes(5)));
    QCOMPARE(operation->outcome(), Outcome::Canceled);
    QVERIFY(!operation->leftovers().empty());
    QCOMPARE(shop.attached(), before);
    QCOMPARE(shop.server().status, u"ACTIVE"_s);
}

QTEST_GUILESS_MAIN(TestRollback)
#include "tst_rollback.moc"
