#include "store/cloudstores.h"
#include "store/linker.h"
#include "store/listtopic.h"

#include "support/netfixture.h"

#include <QtTest/QtTest>

using namespace oriel;
using namespace oriel::store;
using namespace oriel::openstack;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

Image imageOf(const QString &id, const QString &snapshotId = {})
{
    Image image;
    image.id = id;
    image.status = u"active"_s;
    image.properties = {{u"image_type"_s, u"snapshot"_s}};
    if (!snapshotId.isEmpty()) {
        BlockDevice device;
        device.snapshotId = snapshotId;
        image.blockDevices = {device};
    }
    return image;
}

LoadState loadedAt(const QDateTime &when)
{
    LoadState state;
    state.loaded = true;
    state.asOf = when;
    return state;
}

} // namespace

/// The sets in sync with the stores that they are derived from, and orphaned volume snapshots.
class TestLinker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        net = std::make_unique<test::NetFixture>();
        stores = std::make_unique<CloudStores>(*net->client, net->clock);
    }
    void cleanup()
    {
        stores.reset();
        net.reset();
    }

    void callsNothingAnOrphanBeforeTheSetsAreKnown();
    void callsNothingAnOrphanWhileItsImageMayBeOnTheWay();
    void findsWhatHasLostItsImage();
    void isLoadedOnlyWithTheWholeListsInIt();
    void showsTheAgeWhenNothingElseChanged();

private:
    void addVolumeSnapshot(const QString &id, std::chrono::seconds age,
                           const QMap<QString, QString> &metadata = {})
    {
        VolumeSnapshot snapshot;
        snapshot.id = id;
        snapshot.name = u"snapshot for upgrade"_s;
        snapshot.status = u"available"_s;
        snapshot.created = net->clock.now().addSecs(-age.count());
        snapshot.metadata = metadata;
        stores->volumeSnapshots.upsert({snapshot});
    }
    void load()
    {
        stores->volumeSnapshots.setState(loadedAt(net->clock.now()));
        stores->images.setState(loadedAt(net->clock.now()));
    }

    std::unique_ptr<test::NetFixture> net;
    std::unique_ptr<CloudStores> stores;
};

void TestLinker::callsNothingAnOrphanBeforeTheSetsAreKnown()
{
    addVolumeSnapshot(u"snap"_s, 24h);
    stores->images.upsert({imageOf(u"img"_s, u"snap"_s)});
    load();
    // The images are loaded, but the volume snapshots that they name are not known yet.
    QVERIFY(stores->orphanedVolumeSnapshots().empty());
    QTRY_VERIFY(stores->snapshotSets.state().loaded);
    QVERIFY(stores->orphanedVolumeSnapshots().empty());
}

void TestLinker::callsNothingAnOrphanWhileItsImageMayBeOnTheWay()
{
    addVolumeSnapshot(u"plain"_s, 5s);
    addVolumeSnapshot(u"stamped"_s, 5s, {{u"oriel:image"_s, u"on the way"_s}});
    load();
    QTRY_VERIFY(stores->snapshotSets.state().loaded);
    QVERIFY(stores->orphanedVolumeSnapshots().empty());
}

void TestLinker::findsWhatHasLostItsImage()
{
    addVolumeSnapshot(u"plain"_s, 24h);
    addVolumeSnapshot(u"stamped"_s, 24h, {{u"oriel:image"_s, u"deleted"_s}});
    addVolumeSnapshot(u"kept"_s, 24h);
    stores->images.upsert({imageOf(u"img"_s, u"kept"_s)});
    load();
    QTRY_VERIFY(stores->snapshotSets.state().loaded);
    QSet<QString> found;
    for (const auto &snapshot : stores->orphanedVolumeSnapshots())
        found.insert(snapshot->id);
    QCOMPARE(found, (QSet<QString>{u"plain"_s, u"stamped"_s}));

    QSignalSpy told(&stores->snapshotSets, &StoreBase::stateChanged);
    addVolumeSnapshot(u"late"_s, 24h);
    QTRY_COMPARE(told.size(), 1); // though no set has changed
    QCOMPARE(stores->orphanedVolumeSnapshots().size(), std::size_t{3});
    stores->volumeSnapshots.remove({u"late"_s});

    stores->images.remove({u"img"_s});
    QTRY_COMPARE(stores->orphanedVolumeSnapshots().size(), std::size_t{3});
    stores->volumeSnapshots.remove({u"plain"_s});
    QCOMPARE(stores->orphanedVolumeSnapshots().size(), std::size_t{2});
    openstack::VolumeSnapshot going = *stores->volumeSnapshots.find(u"kept"_s);
    QVERIFY(stores->isOrphaned(going));
    going.status = u"deleting"_s;
    QVERIFY(!stores->isOrphaned(going));
}

void TestLinker::isLoadedOnlyWithTheWholeListsInIt()
{
    const auto images = [](int from, int count) {
        std::vector<Image> rows;
        for (int i = from; i < from + count; ++i)
            rows.push_back(imageOf(QString::number(i)));
        return rows;
    };
    const int page = static_cast<int>(largeList) + 500;
    qsizetype sizeWhenLoaded = -1;
    connect(&stores->snapshotSets, &StoreBase::stateChanged, this, [&] {
        if (sizeWhenLoaded < 0 && stores->snapshotSets.state().loaded)
            sizeWhenLoaded = stores->snapshotSets.size();
    });
    stores->images.upsert(images(0, page));
    // A worker starts with the first page, and the rest arrives before it has finished.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::MetaCall);
    stores->images.upsert(images(page, 500));
    load();
    QTRY_VERIFY(sizeWhenLoaded >= 0);
    QCOMPARE(sizeWhenLoaded, qsizetype{page + 500});
}

void TestLinker::showsTheAgeWhenNothingElseChanged()
{
    stores->images.upsert({imageOf(u"img"_s)});
    load();
    QTRY_VERIFY(stores->snapshotSets.state().loaded);
    const auto set = stores->snapshotSets.find(u"img"_s);
    const QDateTime later = net->clock.now().addSecs(60);
    stores->images.setState(loadedAt(later));
    stores->volumeSnapshots.setState(loadedAt(later));
    QTRY_COMPARE(stores->snapshotSets.state().asOf, later);
    QCOMPARE(stores->snapshotSets.find(u"img"_s), set);
}

QTEST_GUILESS_MAIN(TestLinker)
#include "tst_linker.moc"
