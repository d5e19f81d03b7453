#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/groupsnapshot.h"
#include "openstack/blockstorage/limits.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumegroup.h"
#include "openstack/blockstorage/volumegrouptype.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/blockstorage/volumetype.h"
#include "openstack/compute/createserver.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/keypair.h"
#include "openstack/compute/limits.h"
#include "openstack/compute/servergroup.h"
#include "openstack/image/image.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/network.h"
#include "openstack/network/port.h"
#include "operations/actions/actions.h"
#include "operations/actions/serverblueprint.h"
#include "support/democloudfixture.h"

using namespace oriel;
using namespace oriel::operations;
using namespace Qt::StringLiterals;
using openstack::Server;
using openstack::Volume;

/// Operations of several requests that meet the project's quota after the first of them, on the
/// demo cloud: what they have made is deleted, and the instance is as it was.
class TestQuotaMidway final : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::DemoCloudFixture> m;

    Server loaded(const QString &name)
    {
        m->load<Volume>();
        m->load<openstack::VolumeType>();
        m->load<openstack::VolumeSnapshot>();
        m->load<openstack::Image>();
        m->load<openstack::Port>();
        m->load<openstack::Network>();
        m->load<openstack::FloatingIp>();
        m->load<openstack::Flavor>();
        m->load<openstack::KeyPair>();
        m->load<openstack::ServerGroup>();
        const Server server = m->server(name);
        m->stores->setProject(server.projectId);
        return server;
    }

    /// Somebody else takes the storage but for so much.
    void leaveStorage(qint64 gib)
    {
        const auto limits = m->get(openstack::GetBlockStorageLimits{}).gigabytes;
        openstack::CreateVolume filler;
        filler.name = u"filler"_s;
        filler.sizeGiB = static_cast<int>(limits.limit - limits.used - gib);
        m->get(filler);
    }

    /// Somebody else launches instances until no flavor fits.
    void takeAllInstances()
    {
        auto flavors = m->get(openstack::List<openstack::Flavor>{}).items;
        std::ranges::sort(flavors, std::greater(), &openstack::Flavor::vcpus);
        const auto images = m->get(openstack::List<openstack::Image>{}).items;
        const auto image = std::ranges::find(images, u"debian-12"_s, &openstack::Image::name);
        for (const openstack::Flavor &flavor : flavors) {
            bool fits = flavor.diskGiB > 0;
            while (fits) {
                std::optional<Result<openstack::CreatedServer>> answer;
                m->client
                    ->call(openstack::CreateServer{
                        .name = u"filler"_s, .flavorId = flavor.id, .imageId = image->id})
                    .then(&m->clockContext, [&](auto result) { answer = std::move(result); });
                if (!m->pump([&] { return answer.has_value(); }))
                    qFatal("no answer");
                fits = answer->ok();
            }
        }
        const auto limits = m->get(openstack::GetComputeLimits{});
        if (limits.cores.used < limits.cores.limit &&
            limits.instances.used < limits.instances.limit)
            qFatal("some flavor still fits");
    }

    Operation *start(const QString &key, const Subject &target, const Values &values)
    {
        m->cloud.faults().clearLog();
        return m->center.start(actOn(m->context(), key, target, values));
    }
    const Operation *finished(const Operation *operation)
    {
        if (!m->pump([&] { return operation->outcome() != Outcome::Running; },
                     std::chrono::hours(1)))
            qFatal("the operation never ended");
        return operation;
    }
    void until(const QByteArray &method, const QString &path)
    {
        const QRegularExpression sent(path);
        if (!m->pump([&] { return m->cloud.faults().requestCount(method, sent) > 0; }))
            qFatal("it was never sent");
    }

    /// The names of all volumes, images and instances but those of somebody else.
    QStringList everything()
    {
        QStringList names;
        const auto add = [&](const auto &rows) {
            for (const auto &row : rows) {
                if (row.name != "filler"_L1 && row.status != "deleting"_L1)
                    names.append(row.name);
            }
        };
        add(m->get(openstack::List<Volume>{}).items);
        add(m->get(openstack::List<openstack::Image>{}).items);
        add(m->get(openstack::List<Server>{.firstLimit = 1000}).items);
        add(m->get(openstack::List<openstack::VolumeSnapshot>{}).items);
        names.sort();
        return names;
    }

    static QString said(const Operation *operation)
    {
        return operation->error().value_or(Error()).message;
    }

private Q_SLOTS:
    void init() { m = std::make_unique<test::DemoCloudFixture>(); }
    void cleanup() { m.reset(); }

    void rollBack();
    void copyToAnotherZone_data();
    void copyToAnotherZone();
    void testOfABackup_data();
    void testOfABackup();
    void groupFromASnapshot();
    void recreate();
};

void TestQuotaMidway::rollBack()
{
    const Server before = loaded(u"db-1"_s); // two data volumes of 100 and 40 GiB
    const auto watched = m->stores->watch(
        {Kind::Server, Kind::Image, Kind::VolumeSnapshot, Kind::Volume, Kind::SnapshotSet});
    QVERIFY(m->pump([&] { return !m->stores->setsOf(before.id).empty(); }));
    const auto set = m->stores->setsOf(before.id).front();
    leaveStorage(110);
    const QStringList all = everything();
    const Operation *operation =
        finished(start(u"roll-back-server"_s, {Kind::SnapshotSet, set->id, set->name},
                       actionNamed(u"roll-back-server")->complete(*m->stores, set->id, {})));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QCOMPARE(operation->error()->kind, ErrorKind::OverQuota);
    QVERIFY2(said(operation).contains(u"exceeds allowed gigabytes quota"_s),
             qPrintable(said(operation)));
    QVERIFY(operation->leftovers().empty());
    QCOMPARE(everything(), all);
    const Server now = m->server(u"db-1"_s);
    QCOMPARE(now.status, u"ACTIVE"_s);
    QCOMPARE(now.volumes, before.volumes);
    // Both are created before the instance is shut off.
    QCOMPARE(m->cloud.faults().requestCount("POST", QRegularExpression(u"/servers/.*/action$"_s)),
             0);
}

void TestQuotaMidway::copyToAnotherZone_data()
{
    QTest::addColumn<int>("copies"); ///< of the two disks that fit; -1: no instance does
    QTest::newRow("second clone") << 1;
    QTest::newRow("first copy") << 2;
    QTest::newRow("second copy") << 3;
    QTest::newRow("instance") << -1;
}

void TestQuotaMidway::copyToAnotherZone()
{
    QFETCH(const int, copies);
    const Server before = loaded(u"wiki-1"_s);
    const ServerBlueprint plan = blueprintOf(before, *m->stores);
    QCOMPARE(plan.disks.size(), std::size_t{2});
    const int sizes[] = {plan.disks.front().sizeGiB, plan.disks.back().sizeGiB};
    if (copies > 0) {
        int left = 0;
        for (int i = 0; i < copies; ++i)
            left += sizes[i % 2];
        leaveStorage(left + std::min(sizes[0], sizes[1]) - 1);
    }
    const QStringList all = everything();
    Operation *operation = start(u"copy-server-to-zone"_s, {Kind::Server, before.id, before.name},
                                 {{u"name"_s, u"copied"_s},
                                  {u"flavor"_s, plan.flavorId},
                                  {u"key_name"_s, plan.keyName},
                                  {u"availability_zone"_s, u"nova-2"_s},
                                  {u"original"_s, u"shut-off"_s}});
    if (copies < 0) {
        until("POST", u"/volumes$"_s);
        takeAllInstances();
    }
    finished(operation);
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QCOMPARE(operation->error()->kind, ErrorKind::OverQuota);
    QVERIFY2(said(operation).contains(u"uota"_s), qPrintable(said(operation)));
    // Copies can take hours. If only the instance is missing, they are kept and named.
    QStringList kept;
    for (const Subject &one : operation->leftovers())
        kept.append(one.name);
    QCOMPARE(kept, copies < 0 ? plan.copyNames(u"-nova-2"_s) : QStringList());
    QCOMPARE(operation->notes().join(u' ').contains(u"The copied volumes are kept"_s), copies < 0);
    QStringList now = everything();
    for (const QString &name : kept)
        now.removeOne(name);
    QCOMPARE(now, all);
    const Server after = m->server(u"wiki-1"_s);
    QCOMPARE(after.status, u"ACTIVE"_s);
    QCOMPARE(after.volumes, before.volumes);
}

void TestQuotaMidway::testOfABackup_data()
{
    QTest::addColumn<bool>("instance");
    QTest::newRow("volume") << false;
    QTest::newRow("instance") << true;
}

void TestQuotaMidway::testOfABackup()
{
    QFETCH(const bool, instance);
    m->load<Volume>();
    const auto volumes = m->get(openstack::List<Volume>{}).items;
    const auto volume = std::ranges::find_if(
        volumes, [](const Volume &one) { return one.status == "available"_L1; });
    QVERIFY(volume != volumes.end());
    const Operation *made =
        finished(start(u"back-up-volume"_s, {Kind::Volume, volume->id, volume->name},
                       {{u"name"_s, u"b"_s}, {u"kind"_s, u"full"_s}}));
    QCOMPARE(made->outcome(), Outcome::Succeeded);
    m->load<openstack::Backup>();
    const auto flavor = m->get(openstack::List<openstack::Flavor>{}).items.front();
    if (!instance)
        leaveStorage(volume->sizeGiB - 1);
    const QStringList all = everything();
    Operation *operation =
        start(u"test-backup"_s, {Kind::Backup, made->resultId(), u"b"_s},
              {{u"flavor"_s, flavor.id}, {u"network"_s, u"none"_s}, {u"minutes"_s, 3}});
    if (instance) {
        until("POST", u"/volumes$"_s);
        takeAllInstances();
    }
    finished(operation);
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QCOMPARE(operation->error()->kind, ErrorKind::OverQuota);
    QVERIFY2(said(operation).contains(u"uota"_s), qPrintable(said(operation)));
    QVERIFY(operation->leftovers().empty());
    QCOMPARE(everything(), all);
}

void TestQuotaMidway::groupFromASnapshot()
{
    // This project may have ten volumes. Their size does not count here.
    m = std::make_unique<test::DemoCloudFixture>(u"demo"_s, u"demo"_s, u"lab"_s);
    const auto newVolume = [this](const QString &name) {
        const Volume made = m->get(
            openstack::CreateVolume{.name = name, .sizeGiB = 1, .volumeType = u"standard"_s});
        m->pump([&] { return m->get(openstack::Get<Volume>{made.id}).status == "available"_L1; });
        return made;
    };
    const auto loadGroups = [this] {
        m->load<Volume>();
        m->load<openstack::VolumeSnapshot>();
        m->load<openstack::VolumeType>();
        m->load<openstack::VolumeGroup>();
        m->load<openstack::VolumeGroupType>();
        m->load<openstack::GroupSnapshot>();
    };
    const Volume a = newVolume(u"a"_s);
    const Volume b = newVolume(u"b"_s);
    loadGroups();
    const Values values{{u"name"_s, u"both"_s},
                        {u"volume_group_type"_s, u"generic"_s},
                        {u"volume_type"_s, u"standard"_s}};
    const Operation *group = finished(start(
        u"create-volume-group"_s, actionNamed(u"create-volume-group")->newSubject(values), values));
    QCOMPARE(group->outcome(), Outcome::Succeeded);
    for (const Volume &volume : {a, b}) {
        loadGroups();
        QCOMPARE(finished(start(u"set-volume-group"_s, {Kind::Volume, volume.id, volume.name},
                                {{u"group"_s, group->resultId()}}))
                     ->outcome(),
                 Outcome::Succeeded);
    }
    loadGroups();
    const Operation *captured =
        finished(start(u"create-group-snapshot"_s,
                       {Kind::VolumeGroup, group->resultId(), u"both"_s}, {{u"name"_s, u"now"_s}}));
    QCOMPARE(captured->outcome(), Outcome::Succeeded);
    loadGroups();
    const auto limits = m->get(openstack::GetBlockStorageLimits{}).volumes;
    for (qint64 used = limits.used; used < limits.limit - 1; ++used)
        newVolume(u"filler"_s);
    const QStringList all = everything();
    const auto groups = m->get(openstack::List<openstack::VolumeGroup>{}).items.size();
    const Operation *operation = finished(
        start(u"create-group-from-snapshot"_s,
              {Kind::GroupSnapshot, captured->resultId(), u"now"_s}, {{u"name"_s, u"copies"_s}}));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QCOMPARE(operation->error()->kind, ErrorKind::OverQuota);
    QVERIFY2(said(operation).contains(u"Maximum number of volumes allowed"_s),
             qPrintable(said(operation)));
    QVERIFY(operation->leftovers().empty());
    QCOMPARE(everything(), all);
    QCOMPARE(m->get(openstack::List<openstack::VolumeGroup>{}).items.size(), groups);
}

/// The instance is gone by then. Its volumes are all that is left, and are named.
void TestQuotaMidway::recreate()
{
    const Server before = loaded(u"db-1"_s);
    const ServerBlueprint plan = blueprintOf(before, *m->stores);
    takeAllInstances(); // so that afterwards there is only what the deletion frees
    Operation *operation = start(u"recreate-server"_s, {Kind::Server, before.id, before.name},
                                 {{u"flavor"_s, plan.flavorId},
                                  {u"key_name"_s, plan.keyName},
                                  {u"availability_zone"_s, plan.zone}});
    until("DELETE", u"/servers/[^/]+$"_s);
    while (operation->outcome() == Outcome::Running)
        takeAllInstances();
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QCOMPARE(operation->error()->kind, ErrorKind::OverQuota);
    QVERIFY(operation->leftovers().empty()); // nothing that is offered for deletion
    const QString notes = operation->notes().join(u' ');
    for (const QString &name : plan.diskNames())
        QVERIFY2(notes.contains(name), qPrintable(notes));
    for (const openstack::AttachedVolume &volume : before.volumes)
        QCOMPARE(m->get(openstack::Get<Volume>{volume.id}).status, u"available"_s);
}

QTEST_GUILESS_MAIN(TestQuotaMidway)
#include "tst_quotamidway.moc"
