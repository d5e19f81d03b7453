#include "models/snapshotsetsmodel.h"

#include "models/words.h"
#include "operations/capture/createsnapshot.h"
#include "support/modelfixture.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::test;
using models::InstanceSnapshots;

namespace {

/// A capture whose end the test decides.
class HeldCapture final : public operations::CreateSnapshot
{
public:
    using CreateSnapshot::CreateSnapshot;
    void imageIs(const QString &id) { setResultId(id); }
    void halfDone()
    {
        done(0);
        begin(1);
        progress(1, 50, {});
    }
    void finish() { succeed(); }
    void break_() { fail(Error{}); }

protected:
    void run() override
    {
        setStages({{.title = u"Ask"_s}, {.title = u"Capture /dev/vda"_s}});
        begin(0);
    }
};

struct Desk
{
    Desk()
    {
        models.stores.servers.upsert({makeServer(1), makeServer(2)});
        models.stores.snapshotSets.setState(loadedAt(models.net.clock.now()));
    }
    HeldCapture *capture(const QString &serverId)
    {
        auto made = std::make_unique<HeldCapture>(
            operations::Context{*models.net.client, models.stores, models.net.clock, u"demo"_s},
            operations::CreateSnapshotRequest{serverId, u"before the upgrade"_s,
                                              QDate(2026, 12, 1)});
        HeldCapture *raw = made.get();
        center.start(std::move(made));
        return raw;
    }
    /// The image of a snapshot of this instance, kept until the date.
    [[nodiscard]] openstack::Image image(const QString &id, const QString &serverId,
                                         const QString &keepUntil = u"none"_s) const
    {
        openstack::Image made;
        made.id = made.name = id;
        made.status = u"active"_s;
        made.sizeBytes = qint64{1} << 30;
        made.created = models.net.clock.now().addDays(-3);
        made.properties = {{u"image_type"_s, u"snapshot"_s},
                           {u"instance_uuid"_s, serverId},
                           {u"oriel:instance"_s, serverId},
                           {u"oriel:keep_until"_s, keepUntil}};
        return made;
    }

    ModelFixture models;
    operations::OperationCenter center;
    QString server = makeServer(1).id;
    InstanceSnapshots snapshots{models.stores, center, server};
};

} // namespace

/// The rows of one instance's Snapshots tab.
class TestInstanceSnapshots final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyItsOwnSets();
    void aCaptureIsARowAtOnce();
    void theRowBecomesTheSet();
    void aFailedCaptureLeavesNoRow();
    void pastItsDateIsAWarning();
    void progressIsThatOfTheParts();
};

void TestInstanceSnapshots::onlyItsOwnSets()
{
    Desk desk;
    desk.models.stores.images.replaceAll(
        {desk.image(u"a"_s, desk.server), desk.image(u"b"_s, makeServer(2).id)});
    QTRY_COMPARE(desk.snapshots.rows().size(), 1);
    QVERIFY(desk.snapshots.rows().find(u"a"_s));
}

void TestInstanceSnapshots::aCaptureIsARowAtOnce()
{
    Desk desk;
    desk.capture(makeServer(2).id);
    QCOMPARE(desk.snapshots.rows().size(), 0);
    HeldCapture *capture = desk.capture(desk.server);
    const auto row = desk.snapshots.rows().find(InstanceSnapshots::rowIdOf(*capture));
    QVERIFY(row);
    QCOMPARE(row->set.name, u"before the upgrade"_s);
    QCOMPARE(row->set.keepUntil, std::optional(QDate(2026, 12, 1)));
    QCOMPARE(row->set.status, store::SetStatus::Creating);
    QCOMPARE(row->doing, u"Ask"_s);
    // How consistent it is nobody can know yet; of one that is there nobody has said it.
    models::SnapshotSetsModel model(desk.snapshots, desk.models.stores, desk.models.net.clock);
    const auto consistency = [&](const QString &id) {
        return model.index(model.rowOf(id), model.columnOf(u"consistency"_s)).data().toString();
    };
    QTRY_COMPARE(consistency(row->id), u"–"_s);
    desk.models.stores.images.replaceAll({desk.image(u"old"_s, desk.server)});
    QTRY_COMPARE(consistency(u"old"_s), u"Unknown"_s);
    capture->halfDone();
    const auto later = desk.snapshots.rows().find(InstanceSnapshots::rowIdOf(*capture));
    QCOMPARE(later->doing, u"Capture /dev/vda"_s);
    QCOMPARE(later->percent, 75);
}

void TestInstanceSnapshots::theRowBecomesTheSet()
{
    Desk desk;
    HeldCapture *capture = desk.capture(desk.server);
    const QString before = InstanceSnapshots::rowIdOf(*capture);
    QSignalSpy became(&desk.snapshots, &InstanceSnapshots::becameSet);
    bool bothThere = false;
    connect(&desk.snapshots, &InstanceSnapshots::becameSet, this,
            [&](const QString &oldId, const QString &newId) {
                bothThere = desk.snapshots.rows().find(oldId) && desk.snapshots.rows().find(newId);
            });
    capture->imageIs(u"image-1"_s);
    QCOMPARE(became.size(), 1);
    QCOMPARE(became.front(), QVariantList({before, u"image-1"_s}));
    QVERIFY(bothThere); // so that a selection can go over
    QVERIFY(!desk.snapshots.rows().find(before));
    desk.models.stores.images.replaceAll({desk.image(u"image-1"_s, desk.server)});
    QTRY_VERIFY(desk.snapshots.rows().find(u"image-1"_s)->set.hasData); // the cloud's own row now
    QCOMPARE(desk.snapshots.rows().size(), 1);
    QVERIFY(!desk.snapshots.rows().find(u"image-1"_s)->operationId.isEmpty());
    capture->finish();
    QCOMPARE(desk.snapshots.rows().size(), 1);
    QVERIFY(desk.snapshots.rows().find(u"image-1"_s)->operationId.isEmpty());
}

void TestInstanceSnapshots::aFailedCaptureLeavesNoRow()
{
    Desk desk;
    HeldCapture *capture = desk.capture(desk.server);
    QCOMPARE(desk.snapshots.rows().size(), 1);
    capture->break_();
    QCOMPARE(desk.snapshots.rows().size(), 0);
}

void TestInstanceSnapshots::pastItsDateIsAWarning()
{
    Desk desk;
    models::SnapshotSetsModel model(desk.snapshots, desk.models.stores, desk.models.net.clock);
    const QDate today = desk.models.net.clock.now().toLocalTime().date();
    desk.models.stores.images.replaceAll(
        {desk.image(u"due"_s, desk.server, today.addDays(-1).toString(Qt::ISODate)),
         desk.image(u"last-day"_s, desk.server, today.toString(Qt::ISODate)),
         desk.image(u"open"_s, desk.server)});
    QTRY_COMPARE(model.rowCount(), 3);
    const int column = model.columnOf(u"keepUntil"_s);
    const auto cell = [&](const QString &id) {
        return model.index(model.rowOf(id), column);
    };
    const auto tone = [&](const QString &id) {
        return static_cast<models::Tone>(cell(id).data(models::ToneRole).toInt());
    };
    QCOMPARE(tone(u"due"_s), models::Tone::Warning);
    QCOMPARE(tone(u"last-day"_s), models::Tone::None);
    QCOMPARE(tone(u"open"_s), models::Tone::None);
    QCOMPARE(cell(u"open"_s).data().toString(), u"No date"_s);
}

void TestInstanceSnapshots::progressIsThatOfTheParts()
{
    Desk desk;
    models::SnapshotSetsModel model(desk.snapshots, desk.models.stores, desk.models.net.clock);
    openstack::Image image = desk.image(u"a"_s, desk.server);
    image.sizeBytes = 0;
    std::vector<openstack::VolumeSnapshot> snapshots(2);
    for (int i = 0; i < 2; ++i) {
        openstack::VolumeSnapshot &snapshot = snapshots[static_cast<std::size_t>(i)];
        snapshot.id = u"part-%1"_s.arg(i);
        snapshot.sizeGiB = 20 + 20 * i;
        snapshot.status = i == 0 ? u"available"_s : u"creating"_s;
        snapshot.progress = i == 0 ? 100 : 20;
        openstack::BlockDevice device;
        device.sourceType = u"snapshot"_s;
        device.snapshotId = snapshot.id;
        device.volumeSizeGiB = snapshot.sizeGiB;
        image.blockDevices.push_back(device);
    }
    desk.models.stores.volumeSnapshots.replaceAll(snapshots);
    desk.models.stores.volumeSnapshots.setState(loadedAt(desk.models.net.clock.now()));
    desk.models.stores.images.replaceAll({image});
    QTRY_COMPARE(model.rowCount(), 1);
    const auto cell = [&](const QString &key) {
        return model.index(0, model.columnOf(key));
    };
    QCOMPARE(cell(u"status"_s).data(models::ProgressRole).toInt(), 60);
    QCOMPARE(cell(u"volumes"_s).data().toString(), u"2"_s);
    QCOMPARE(cell(u"size"_s).data().toString(), u"60 GiB"_s);
}

QTEST_GUILESS_MAIN(TestInstanceSnapshots)
#include "tst_instancesnapshots.moc"
