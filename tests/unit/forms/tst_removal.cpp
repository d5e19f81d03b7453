#include "forms/due.h"
#include "forms/removalform.h"
#include "operations/actions/keepuntil.h"
#include "operations/ownership.h"
#include "support/modelfixture.h"

#include <QtTest/QtTest>

using namespace oriel;
using namespace oriel::forms;
using namespace Qt::StringLiterals;
using operations::Subject;

/// What the Delete dialog decides: parts, blockers, what stays, guards; and what is due.
class TestRemovalForm : public QObject
{
    Q_OBJECT

    test::ModelFixture *m = nullptr;

    [[nodiscard]] store::CloudStores &stores() const { return m->stores; }

    void addSnapshot(const QString &id, const QString &status = u"available"_s, int size = 5,
                     const QMap<QString, QString> &metadata = {})
    {
        openstack::VolumeSnapshot snapshot;
        snapshot.id = id;
        snapshot.name = u"snapshot for nightly"_s;
        snapshot.volumeId = u"volume-of-"_s + id;
        snapshot.status = status;
        snapshot.sizeGiB = size;
        snapshot.created = m->net.clock.now().addDays(-1);
        snapshot.metadata = metadata;
        stores().volumeSnapshots.upsert({snapshot});
    }

    /// An image of a volume-backed instance that names these volume snapshots.
    openstack::Image addImage(const QString &id, const QStringList &snapshots,
                              const QMap<QString, QString> &properties = {})
    {
        openstack::Image image;
        image.id = id;
        image.name = u"nightly"_s;
        image.status = u"active"_s;
        image.sizeBytes = 0;
        image.created = m->net.clock.now().addDays(-1);
        image.properties = properties;
        for (const QString &snapshot : snapshots) {
            openstack::BlockDevice device;
            device.snapshotId = snapshot;
            device.deviceName = u"/dev/"_s + snapshot;
            image.blockDevices.push_back(device);
        }
        stores().images.upsert({image});
        return image;
    }

    void settle()
    {
        const store::LoadState loaded = test::loadedAt(m->net.clock.now());
        const std::initializer_list<store::StoreBase *> all{
            &stores().images, &stores().volumeSnapshots, &stores().volumes, &stores().servers};
        for (store::StoreBase *source : all)
            source->setState(loaded);
        QTRY_VERIFY(stores().snapshotSets.state().loaded);
    }

    [[nodiscard]] RemovalPlan planOf(const QString &imageId) const
    {
        return planRemoval({openstack::Kind::SnapshotSet, imageId, {}}, stores());
    }

private Q_SLOTS:
    void init() { m = new test::ModelFixture; }
    void cleanup()
    {
        delete m;
        m = nullptr;
    }

    void aSetGoesImageFirst()
    {
        addSnapshot(u"a"_s, u"available"_s, 5);
        addSnapshot(u"b"_s, u"error"_s, 20);
        // Not named by the image, but made for it: a data volume of an image-backed instance.
        addSnapshot(u"c"_s, u"available"_s, 1, {{u"oriel:image"_s, u"i"_s}});
        addImage(u"i"_s, {u"a"_s, u"b"_s});
        settle();
        const RemovalPlan plan = planOf(u"i"_s);
        QVERIFY(plan.blocked(false).isEmpty());
        QCOMPARE(plan.freed(false), qint64{26} << 30);
        const auto request = plan.request(false);
        QStringList ids;
        for (const auto &part : request.parts)
            ids += part.subject.id;
        QCOMPARE(ids, QStringList({u"i"_s, u"a"_s, u"b"_s, u"c"_s}));
        QVERIFY(request.stays.empty());

        const auto alone = plan.request(true);
        QCOMPARE(alone.parts.size(), std::size_t(1));
        QCOMPARE(alone.stays.size(), std::size_t(3));
        QCOMPARE(plan.freed(true), 0);
    }

    void whatBlocks_data()
    {
        QTest::addColumn<QString>("status");
        QTest::addColumn<bool>("blocks");
        for (const auto &[status, blocks] :
             {std::pair("available", false), std::pair("error", false),
              std::pair("deleting", false), std::pair("creating", true),
              std::pair("backing-up", true), std::pair("restoring", true),
              std::pair("error_deleting", true), std::pair("something-new", true)})
            QTest::newRow(status) << QString::fromLatin1(status) << blocks;
    }
    void whatBlocks()
    {
        QFETCH(QString, status);
        QFETCH(bool, blocks);
        addSnapshot(u"a"_s, status);
        addImage(u"i"_s, {u"a"_s});
        settle();
        const RemovalPlan plan = planOf(u"i"_s);
        QCOMPARE(!plan.blocked(false).isEmpty(), blocks);
        QVERIFY(plan.blocked(true).isEmpty()); // the image alone can go
    }

    void whatIsSkippedIsSaid()
    {
        addSnapshot(u"a"_s);
        std::vector<Subject> subjects{{openstack::Kind::VolumeSnapshot, u"a"_s, {}}};
        for (const QString &id : {u"b"_s, u"c"_s, u"d"_s, u"e"_s}) {
            addSnapshot(id, u"creating"_s);
            subjects.push_back({openstack::Kind::VolumeSnapshot, id, u"backup of "_s + id});
        }
        settle();
        const RemovalForm form(stores(), subjects, {});
        const QStringList lines = form.skipped().split(u'\n');
        QCOMPARE(lines.size(), 5); // three reasons, and how many more there are
        QVERIFY2(lines[0].startsWith(u"4 of the 5 selected"_s), qPrintable(lines[0]));
        QVERIFY2(lines[1].contains(form.blocked(form.plans()[1])), qPrintable(lines[1]));
        QVERIFY2(lines[4].contains(u'1'), qPrintable(lines[4]));
        // With one, its reason is the form's obstacle.
        QCOMPARE(RemovalForm(stores(), {subjects[1]}, {}).skipped(), QString());
    }

    void anotherProjectsImageIsNotOffered()
    {
        stores().setProject(u"ours"_s);
        openstack::Image image = addImage(u"i"_s, {}, {{u"image_type"_s, u"snapshot"_s}});
        image.owner = u"theirs"_s;
        image.visibility = u"shared"_s;
        stores().images.upsert({image});
        settle();
        QVERIFY(!stores().snapshotSets.find(u"i"_s));
        const RemovalPlan plan = planRemoval({openstack::Kind::Image, u"i"_s, {}}, stores());
        QVERIFY(plan.blocked(false).contains(u"belongs to another project"_s));
        QVERIFY(!operations::questionBeforeLaunch(image, stores()).isEmpty());
        image.visibility = u"public"_s;
        image.properties.clear();
        stores().images.upsert({image});
        QVERIFY(planRemoval({openstack::Kind::Image, u"i"_s, {}}, stores())
                    .blocked(false)
                    .contains(u"belongs to the cloud provider"_s));
        QVERIFY(operations::questionBeforeLaunch(image, stores())
                    .isEmpty()); // an ordinary image to start from
        image.owner = u"ours"_s;
        stores().images.upsert({image});
        QVERIFY(
            planRemoval({openstack::Kind::Image, u"i"_s, {}}, stores()).blocked(false).isEmpty());
    }

    void withoutItsVolumeSnapshotsASetIsNotDeleted()
    {
        addImage(u"i"_s, {u"a"_s});
        openstack::Image plain = addImage(u"plain"_s, {});
        store::LoadState down;
        down.error = Error{};
        down.error->kind = ErrorKind::Unavailable;
        down.error->message = u"no Cinder today"_s;
        stores().volumeSnapshots.setState(down);
        for (store::StoreBase *source : std::initializer_list<store::StoreBase *>{
                 &stores().images, &stores().volumes, &stores().servers})
            source->setState(test::loadedAt(m->net.clock.now()));
        QTRY_VERIFY(stores().snapshotSets.state().error);
        RemovalForm set(stores(), {{openstack::Kind::SnapshotSet, u"i"_s, {}}}, {u"member"_s});
        QTRY_VERIFY(!set.plans().empty());
        QVERIFY(set.ready());
        QVERIFY(set.problem().contains(u"no Cinder today"_s));
        // An image that names none needs no block storage.
        RemovalForm image(stores(), {{openstack::Kind::Image, u"plain"_s, {}}}, {u"member"_s});
        QTRY_VERIFY(!image.plans().empty());
        QCOMPARE(image.problem(), QString());

        // Where the catalog lacks the service, what the image names may exist nevertheless.
        store::LoadState absent = test::loadedAt(m->net.clock.now());
        absent.absent = Error{};
        absent.absent->kind = ErrorKind::NoService;
        absent.absent->message = u"no Cinder in the catalog"_s;
        stores().volumeSnapshots.setState(absent);
        QVERIFY(missingFor({openstack::Kind::SnapshotSet, u"i"_s, {}}, stores())
                    .contains(u"no Cinder in the catalog"_s));
        QCOMPARE(missingFor({openstack::Kind::Image, u"plain"_s, {}}, stores()), QString());
    }

    void aProtectedImageBlocksAll()
    {
        addSnapshot(u"a"_s);
        openstack::Image image = addImage(u"i"_s, {u"a"_s});
        image.isProtected = true;
        stores().images.upsert({image});
        settle();
        QVERIFY(!planOf(u"i"_s).blocked(false).isEmpty());
        QVERIFY(!planOf(u"i"_s).blocked(true).isEmpty());
    }

    void aVolumeMadeFromItIsNamedWithALink()
    {
        addSnapshot(u"a"_s);
        addImage(u"i"_s, {u"a"_s});
        openstack::Volume volume;
        volume.id = u"v"_s;
        volume.name = u"restored-data"_s;
        volume.snapshotId = u"a"_s;
        stores().volumes.upsert({volume});
        settle();
        const RemovalPlan plan = planOf(u"i"_s);
        QCOMPARE(plan.parts.at(1).hints.size(), std::size_t(1));
        const RemovalHint &hint = plan.parts.at(1).hints.front();
        QVERIFY(hint.text.contains(u"restored-data"_s));
        QCOMPARE(hint.link, std::optional(Subject{openstack::Kind::Volume, u"v"_s, volume.name}));
        // It pins it with some storage only: the cloud says.
        QVERIFY(!hint.blocks);
    }

    void whatBelongsToAnotherSnapshotStays()
    {
        addSnapshot(u"a"_s);
        addSnapshot(u"b"_s, u"available"_s, 5, {{u"oriel:image"_s, u"other"_s}});
        addImage(u"i"_s, {u"a"_s, u"b"_s});
        addImage(u"other"_s, {u"b"_s});
        settle();
        const RemovalPlan plan = planOf(u"i"_s);
        QVERIFY(plan.parts.at(2).stays);
        const auto request = plan.request(false);
        QCOMPARE(request.parts.size(), std::size_t(2));
        QVERIFY(request.stays.empty());
    }

    void aShelvedInstancesImageAsksForItsName()
    {
        openstack::Server server = test::makeServer(1, u"SHELVED_OFFLOADED"_s);
        server.name = u"old-intranet"_s;
        stores().servers.upsert({server});
        openstack::Image image = addImage(
            u"i"_s, {}, {{u"image_type"_s, u"snapshot"_s}, {u"instance_uuid"_s, server.id}});
        image.name = u"old-intranet-shelved"_s;
        stores().images.upsert({image});
        settle();
        RemovalForm form(stores(), {{openstack::Kind::SnapshotSet, u"i"_s, {}}}, {u"member"_s});
        QCOMPARE(form.guard(), server.name);
        QVERIFY(!form.problem().isEmpty());
        form.setTyped(u"old-intranet "_s);
        QVERIFY(!form.problem().isEmpty());
        form.setTyped(server.name);
        QCOMPARE(form.problem(), QString());

        // Among many it is left out, however it is spelled.
        addImage(u"j"_s, {});
        settle();
        RemovalForm many(
            stores(),
            {{openstack::Kind::SnapshotSet, u"i"_s, {}}, {openstack::Kind::Image, u"j"_s, {}}},
            {u"member"_s});
        QCOMPARE(many.requests().size(), std::size_t(1));
        QCOMPARE(many.requests().front().subject.id, u"j"_s);
    }

    void whatIsLeftLooksForItsImageFirst()
    {
        addSnapshot(u"a"_s, u"available"_s, 5,
                    {{u"oriel:image"_s, u"gone"_s}, {u"oriel:instance"_s, u"s"_s}});
        settle();
        const RemovalPlan plan = planOf(u"gone"_s);
        QVERIFY(plan.leftovers);
        QCOMPARE(plan.subject.name, u"nightly"_s);
        QCOMPARE(plan.serverId, u"s"_s);
        QCOMPARE(plan.parts.front().part.goneImageId, u"gone"_s);
        const RemovalPlan alone =
            planRemoval({openstack::Kind::VolumeSnapshot, u"a"_s, {}}, stores());
        QCOMPARE(alone.parts.front().part.goneImageId, u"gone"_s);
        QVERIFY(planOf(u"never"_s).gone);
    }

    void aPartOfASetDeletedAloneSaysSo()
    {
        addSnapshot(u"a"_s);
        addImage(u"i"_s, {u"a"_s});
        settle();
        RemovalForm form(stores(), {{openstack::Kind::VolumeSnapshot, u"a"_s, {}}}, {u"member"_s});
        QVERIFY(!form.whatStays().isEmpty());
        QCOMPARE(form.plans().front().hints.front().link->id, u"i"_s);
        QVERIFY(form.problem().isEmpty());
        QVERIFY(form.command().contains(u"volume snapshot delete a"_s));
        RemovalForm reader(stores(), {{openstack::Kind::VolumeSnapshot, u"a"_s, {}}},
                           {u"reader"_s});
        QVERIFY(!reader.problem().isEmpty());
    }

    void dueIsWhatIsPastItsDay()
    {
        const QDate today = m->net.clock.now().toLocalTime().date();
        const auto keep = [](const QDate &date) {
            return QMap<QString, QString>{{u"oriel:keep_until"_s, date.toString(Qt::ISODate)},
                                          {u"image_type"_s, u"snapshot"_s}};
        };
        addImage(u"today"_s, {}, keep(today));
        addImage(u"yesterday"_s, {}, keep(today.addDays(-1)));
        addImage(u"none"_s, {},
                 {{u"oriel:keep_until"_s, u"none"_s}, {u"image_type"_s, u"snapshot"_s}});
        addSnapshot(u"part"_s, u"available"_s, 5, keep(today.addDays(-9)));
        addImage(u"set"_s, {u"part"_s}, keep(today.addDays(3)));
        addSnapshot(u"alone"_s, u"available"_s, 7, keep(today.addDays(-2)));
        settle();
        QStringList due;
        for (const DueItem &item : dueForDeletion(stores(), today))
            due += item.subject.id;
        QCOMPARE(due, QStringList({u"alone"_s, u"yesterday"_s}));
        QCOMPARE(dueForDeletion(stores(), today).front().bytes, qint64{7} << 30);
    }

    void keepUntilReachesEveryPart()
    {
        addSnapshot(u"a"_s);
        addImage(u"i"_s, {u"a"_s});
        settle();
        const auto values = operations::keepUntilParts(stores(), u"i"_s, {});
        QCOMPARE(values.value(u"image"_s).toString(), u"i"_s);
        QCOMPARE(values.value(u"volume_snapshots"_s).toArray(), QJsonArray{u"a"_s});
    }
};

QTEST_GUILESS_MAIN(TestRemovalForm)
#include "tst_removal.moc"
