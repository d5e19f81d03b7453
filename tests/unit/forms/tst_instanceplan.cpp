#include "forms/removalform.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/port.h"
#include "support/modelfixture.h"

#include <QtTest/QtTest>

using namespace oriel;
using namespace oriel::forms;
using namespace Qt::StringLiterals;
using operations::Subject;

/// The plans for deleting instances and volumes: what goes, what stays, and what the user decides.
class TestInstancePlan : public QObject
{
    Q_OBJECT

    test::ModelFixture *m = nullptr;

    [[nodiscard]] store::CloudStores &stores() const { return m->stores; }

    void addVolume(const QString &id, const QString &serverId = {},
                   const QString &status = u"available"_s)
    {
        openstack::Volume volume;
        volume.id = id;
        volume.name = id + u"-name"_s;
        volume.status = serverId.isEmpty() ? status : u"in-use"_s;
        volume.sizeGiB = 10;
        if (!serverId.isEmpty())
            volume.attachments.push_back({serverId, u"/dev/"_s + id});
        stores().volumes.upsert({volume});
    }

    void addSnapshot(const QString &id, const QString &volumeId,
                     const QString &status = u"available"_s)
    {
        openstack::VolumeSnapshot snapshot;
        snapshot.id = id;
        snapshot.volumeId = volumeId;
        snapshot.status = status;
        snapshot.sizeGiB = 10;
        snapshot.created = m->net.clock.now();
        stores().volumeSnapshots.upsert({snapshot});
    }

    /// An instance with the volumes a, which goes with it, and b, which stays.
    openstack::Server addServer(int number = 1)
    {
        openstack::Server server = test::makeServer(number);
        const QString a = number == 1 ? u"a"_s : u"a%1"_s.arg(number);
        const QString b = number == 1 ? u"b"_s : u"b%1"_s.arg(number);
        server.volumes = {{a, true}, {b, false}};
        stores().servers.upsert({server});
        addVolume(a, server.id);
        addVolume(b, server.id);
        return server;
    }

    void addPort(const QString &id, const QString &serverId, const QString &name = {})
    {
        openstack::Port port;
        port.id = id;
        port.name = name;
        port.deviceId = serverId;
        port.fixedIps = {{u"subnet"_s, u"10.0.0.7"_s}};
        stores().of<openstack::Port>().upsert({port});
    }

    void addFloatingIp(const QString &id, const QString &address, const QString &portId)
    {
        openstack::FloatingIp ip;
        ip.id = id;
        ip.address = address;
        ip.portId = portId;
        stores().of<openstack::FloatingIp>().upsert({ip});
    }

    void settle()
    {
        const store::LoadState loaded = test::loadedAt(m->net.clock.now());
        const std::initializer_list<store::StoreBase *> all{&stores().images,
                                                            &stores().volumeSnapshots,
                                                            &stores().volumes,
                                                            &stores().servers,
                                                            &stores().of<openstack::Port>(),
                                                            &stores().of<openstack::FloatingIp>()};
        for (store::StoreBase *source : all)
            source->setState(loaded);
        QTRY_VERIFY(stores().snapshotSets.state().loaded);
    }

    static QStringList idsOf(const std::vector<operations::RemovalPart> &parts)
    {
        QStringList ids;
        for (const auto &part : parts)
            ids += part.subject.id;
        return ids;
    }

    static const PlannedPart &partOf(const RemovalPlan &plan, const QString &id)
    {
        const auto found = std::ranges::find(
            plan.parts, id, [](const PlannedPart &part) { return part.part.subject.id; });
        if (found == plan.parts.end())
            qFatal("no such part");
        return *found;
    }

private Q_SLOTS:
    void init() { m = new test::ModelFixture; }
    void cleanup()
    {
        delete m;
        m = nullptr;
    }

    void volumesGoAsTheCloudSaysUnlessTheUserDecides()
    {
        const auto server = addServer();
        settle();
        const RemovalPlan plan = planRemoval({Kind::Server, server.id, {}}, stores());
        QCOMPARE(plan.subject.name, server.name);
        auto request = plan.request({});
        QCOMPARE(idsOf(request.parts), QStringList({server.id, u"a"_s}));
        QCOMPARE(idsOf(request.stays), QStringList{u"b"_s});
        QCOMPARE(plan.fate(partOf(plan, u"a"_s), {}), u"Deleted with it"_s);
        QCOMPARE(plan.fate(partOf(plan, u"b"_s), {}), u"Kept, detached"_s);
        QVERIFY(partOf(plan, u"a"_s).title.contains(u"/dev/a"_s));

        RemovalChoice choice;
        choice.ticks = {{u"a"_s, false}, {u"b"_s, true}};
        request = plan.request(choice);
        QCOMPARE(idsOf(request.parts), QStringList({server.id, u"b"_s}));
        QCOMPARE(idsOf(request.stays), QStringList{u"a"_s});
        // The operation tells the cloud to keep it.
        QVERIFY(request.stays.front().withServer);
        QVERIFY(operations::removalCommand(request).contains(u"--preserve-on-termination"_s));
    }

    void anOldCloudCannotKeepThem()
    {
        const auto server = addServer();
        settle();
        const RemovalPlan plan = planRemoval({Kind::Server, server.id, {}}, stores(), false);
        QCOMPARE(plan.blocked({}), QString());
        RemovalChoice choice;
        choice.ticks = {{u"a"_s, false}};
        QVERIFY(plan.blocked(choice).contains(u"cannot change that"_s));
        // What would stay anyway can be deleted afterwards.
        choice.ticks = {{u"b"_s, true}};
        QCOMPARE(plan.blocked(choice), QString());
        QCOMPARE(idsOf(plan.request(choice).parts), QStringList({server.id, u"a"_s, u"b"_s}));
    }

    void aVolumeWithSnapshotsStaysUnlessTheyGoToo()
    {
        const auto server = addServer();
        addSnapshot(u"s1"_s, u"a"_s);
        addSnapshot(u"s2"_s, u"a"_s, u"creating"_s);
        settle();
        const RemovalPlan plan = planRemoval({Kind::Server, server.id, {}}, stores());
        QCOMPARE(idsOf(plan.request({}).parts), QStringList{server.id});
        QCOMPARE(plan.blocked({}), QString());
        const auto objections = plan.objections({});
        QVERIFY(std::ranges::any_of(objections, [](const RemovalHint &hint) {
            return hint.text.contains(u"2 volume snapshot"_s);
        }));
        RemovalChoice choice;
        choice.ticks = {{u"a"_s, true}};
        QVERIFY(plan.blocked(choice).contains(u"being created"_s));
        addSnapshot(u"s2"_s, u"a"_s);
        const RemovalPlan ready = planRemoval({Kind::Server, server.id, {}}, stores());
        QCOMPARE(ready.blocked(choice), QString());
        const auto request = ready.request(choice);
        // Before their volume.
        QCOMPARE(idsOf(request.parts), QStringList({server.id, u"s1"_s, u"s2"_s, u"a"_s}));
        QCOMPARE(request.parts.at(1).of, u"a"_s);
    }

    void addressesAndPortsStayUnlessTheUserDecides()
    {
        const auto server = addServer();
        addPort(u"nova"_s, server.id);
        addPort(u"mine"_s, server.id, u"by hand"_s);
        addPort(u"other"_s, u"elsewhere"_s, u"of another"_s);
        addFloatingIp(u"f1"_s, u"203.0.113.5"_s, u"nova"_s);
        addFloatingIp(u"f2"_s, u"203.0.113.6"_s, u"other"_s);
        settle();
        const RemovalPlan plan = planRemoval({Kind::Server, server.id, {}}, stores());
        QCOMPARE(idsOf(plan.request({}).stays), QStringList({u"b"_s, u"f1"_s, u"mine"_s}));
        QCOMPARE(plan.fate(partOf(plan, u"f1"_s), {}), u"Kept, unused"_s);
        RemovalChoice choice;
        choice.ticks = {{u"f1"_s, true}, {u"mine"_s, true}};
        const auto request = plan.request(choice);
        QCOMPARE(idsOf(request.parts), QStringList({server.id, u"f1"_s, u"mine"_s, u"a"_s}));
        QCOMPARE(plan.fate(partOf(plan, u"f1"_s), choice), u"Released"_s);
        QCOMPARE(request.parts.at(1).of, u"nova"_s);
    }

    /// Nova makes its own ports after the instance, and deletes them; an older one stays.
    void aPortThatIsOlderThanTheInstanceStays()
    {
        const auto server = addServer();
        for (const auto &[id, seconds] : {std::pair(u"before"_s, -60), std::pair(u"after"_s, 5)}) {
            openstack::Port port;
            port.id = id;
            port.deviceId = server.id;
            port.fixedIps = {{u"subnet"_s, u"10.0.0.9"_s}};
            port.created = server.created.addSecs(seconds);
            stores().of<openstack::Port>().upsert({port});
        }
        settle();
        const RemovalPlan plan = planRemoval({Kind::Server, server.id, {}}, stores());
        QCOMPARE(idsOf(plan.request({}).stays), QStringList({u"b"_s, u"before"_s}));
    }

    void whatBlocks()
    {
        openstack::Server server = addServer();
        server.locked = true;
        server.lockedReason = u"audit"_s;
        stores().servers.upsert({server});
        settle();
        RemovalForm form(stores(), {{Kind::Server, server.id, {}}}, {u"member"_s});
        QVERIFY(form.problem().contains(u"audit"_s));
        const auto objections = form.objections(form.plans().front());
        QCOMPARE(objections.front().action, u"unlock-server"_s);
        // A lock is none for an administrator.
        RemovalForm admin(stores(), {{Kind::Server, server.id, {}}}, {u"admin"_s});
        QVERIFY(!admin.problem().contains(u"audit"_s));
        server.locked = false;
        server.taskState = u"deleting"_s;
        stores().servers.upsert({server});
        QTRY_VERIFY(form.problem().contains(u"being deleted"_s));
        RemovalForm reader(stores(), {{Kind::Server, server.id, {}}}, {u"reader"_s});
        QVERIFY(!reader.problem().isEmpty());
    }

    void aDeletedInstanceCanBeRestoredOrDeletedNow()
    {
        openstack::Server server = addServer();
        server.status = u"SOFT_DELETED"_s;
        stores().servers.upsert({server});
        settle();
        RemovalForm form(stores(), {{Kind::Server, server.id, {}}}, {u"member"_s});
        QVERIFY(form.problem().contains(u"keeps it for a while"_s));
        QStringList actions;
        for (const RemovalHint &hint : form.objections(form.plans().front())) {
            if (!hint.action.isEmpty())
                actions += hint.action;
        }
        QCOMPARE(actions, QStringList({u"restore-server"_s, u"force-delete-server"_s}));
    }

    void theNameIsTypedIfVolumesAreLost()
    {
        const auto server = addServer();
        settle();
        RemovalForm form(stores(), {{Kind::Server, server.id, {}}}, {u"member"_s});
        QCOMPARE(form.guard(), server.name);
        QVERIFY(form.lacksOnlyTheGuard());
        form.setTyped(server.name);
        QCOMPARE(form.problem(), QString());
        QVERIFY(form.total().contains(u"1 instance"_s) && form.total().contains(u"10 GiB"_s));
        form.setTicked({u"a"_s}, false);
        QCOMPARE(form.guard(), QString()); // nothing is lost that the cloud would keep
        form.setTicked({u"b"_s}, true);
        QCOMPARE(form.guard(), server.name);
    }

    void ofManyTheNumberIsTyped()
    {
        std::vector<Subject> subjects;
        for (int number = 1; number <= 6; ++number)
            subjects.push_back({Kind::Server, addServer(number).id, {}});
        settle();
        RemovalForm form(stores(), subjects, {u"member"_s});
        QCOMPARE(form.guard(), u"6"_s);
        form.setTicked({subjects.front().id}, false);
        QCOMPARE(form.guard(), QString()); // five
        QCOMPARE(form.requests().size(), std::size_t(5));
        QVERIFY(form.actionText().contains(u"5"_s));
        form.setTicked({u"a2"_s}, false);
        QCOMPARE(idsOf(form.requests().front().stays), QStringList({u"a2"_s, u"b2"_s}));
    }

    void aVolumeIsDeletedAlone()
    {
        addVolume(u"v"_s);
        settle();
        RemovalForm form(stores(), {{Kind::Volume, u"v"_s, {}}}, {u"member"_s});
        QCOMPARE(form.problem(), QString());
        QVERIFY(form.title().contains(u"v-name"_s));
        QCOMPARE(form.command(), u"openstack volume delete v"_s);
        addSnapshot(u"s"_s, u"v"_s);
        QTRY_VERIFY(form.problem().contains(u"Tick the volume"_s));
        form.setTicked({u"v"_s}, true);
        QCOMPARE(form.problem(), QString());
        QCOMPARE(idsOf(form.requests().front().parts), QStringList({u"s"_s, u"v"_s}));
    }

    void anAttachedVolumeSaysWhere()
    {
        const auto server = addServer();
        settle();
        RemovalForm form(stores(), {{Kind::Volume, u"a"_s, {}}}, {u"member"_s});
        QVERIFY(form.problem().contains(server.name));
        QCOMPARE(form.plans().front().hints.front().link,
                 std::optional(Subject{Kind::Server, server.id, server.name}));
    }

    void cindersStatusRules_data()
    {
        QTest::addColumn<QString>("status");
        QTest::addColumn<bool>("goes");
        for (const auto &[status, goes] :
             {std::pair("available", true), std::pair("error", true),
              std::pair("error_restoring", true), std::pair("error_extending", true),
              std::pair("error_managing", true), std::pair("deleting", true),
              std::pair("error_deleting", false), std::pair("creating", false),
              std::pair("awaiting-transfer", false), std::pair("maintenance", false),
              std::pair("something-new", false)})
            QTest::newRow(status) << QString::fromLatin1(status) << goes;
    }
    void cindersStatusRules()
    {
        QFETCH(QString, status);
        QFETCH(bool, goes);
        addVolume(u"v"_s, {}, status);
        settle();
        QCOMPARE(planRemoval({Kind::Volume, u"v"_s, {}}, stores()).blocked({}).isEmpty(), goes);
    }

    void aShelvedInstanceTakesItsImageWithIt()
    {
        openstack::Server server = test::makeServer(1, u"SHELVED_OFFLOADED"_s);
        stores().servers.upsert({server});
        openstack::Image image;
        image.id = u"i"_s;
        image.name = server.name + u"-shelved"_s;
        image.status = u"active"_s;
        image.properties = {{u"image_type"_s, u"snapshot"_s}, {u"instance_uuid"_s, server.id}};
        stores().images.upsert({image});
        image.id = u"kept"_s;
        image.name = u"nightly"_s;
        stores().images.upsert({image});
        settle();
        RemovalForm form(stores(), {{Kind::Server, server.id, {}}}, {u"member"_s});
        const RemovalPlan &plan = form.plans().front();
        QVERIFY(partOf(plan, u"i"_s).byCloud);
        QCOMPARE(idsOf(plan.request({}).parts), QStringList{server.id});
        QVERIFY(!form.whatStays().isEmpty()); // the other snapshot
        QVERIFY(!form.offersImageOnly());
    }
};

QTEST_GUILESS_MAIN(TestInstancePlan)
#include "tst_instanceplan.moc"
