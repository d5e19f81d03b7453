#include "models/snapshotsetsmodel.h"

#include "models/words.h"
#include "operations/capture/createsnapshot.h"
#include "operations/removal/removal.h"
#include "support/modelfixture.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::test;
using models::SnapshotRows;

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

struct Fixture
{
    Fixture()
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
    SnapshotRows snapshots{models.stores, center, server};
};

} // namespace

/// The rows of one instance's Snapshots tab.
class TestSnapshotRows final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyItsOwnSets();
    void aCaptureIsARowAtOnce();
    void theRowBecomesTheSet();
    void aFailedCaptureLeavesNoRow();
    void pastItsDateIsAWarning();
    void progressIsThatOfTheParts();
    void unfoldsToItsParts();
    void thoseOfAllInstances();
    void aRowThatIsBeingDeletedKeepsWhatItKnew();
    void whatWasCapturedIsSaid();
};

/// The own disk of an instance is in the image, also if it has volumes.
void TestSnapshotRows::whatWasCapturedIsSaid()
{
    Fixture fixture;
    openstack::Image image = fixture.image(u"set"_s, fixture.server);
    image.properties.insert(u"oriel:consistency"_s, u"running"_s);
    fixture.models.stores.images.replaceAll({image});
    models::SnapshotSetsModel model(fixture.snapshots, fixture.models.stores,
                                    fixture.models.net.clock);
    const auto cell = [&](const QString &column) {
        return model.index(model.rowOf(u"set"_s), model.columnOf(column));
    };
    QTRY_COMPARE(model.rowCount(), 1);
    QCOMPARE(cell(u"volumes"_s).data().toString(), u"In the image"_s);
    QVERIFY(!cell(u"consistency"_s).data(Qt::ToolTipRole).toString().isEmpty());
    openstack::VolumeSnapshot data;
    data.id = u"snapshot"_s;
    data.volumeId = u"volume"_s;
    data.status = u"available"_s;
    data.metadata = {{u"oriel:image"_s, u"set"_s}};
    fixture.models.stores.volumeSnapshots.replaceAll({data});
    QTRY_COMPARE(cell(u"volumes"_s).data().toString(), u"Image + 1"_s);
}

void TestSnapshotRows::onlyItsOwnSets()
{
    Fixture fixture;
    fixture.models.stores.images.replaceAll(
        {fixture.image(u"a"_s, fixture.server), fixture.image(u"b"_s, makeServer(2).id)});
    QTRY_COMPARE(fixture.snapshots.rows().size(), 1);
    QVERIFY(fixture.snapshots.rows().find(u"a"_s));
}

void TestSnapshotRows::aCaptureIsARowAtOnce()
{
    Fixture fixture;
    fixture.capture(makeServer(2).id);
    QCOMPARE(fixture.snapshots.rows().size(), 0);
    HeldCapture *capture = fixture.capture(fixture.server);
    const auto row = fixture.snapshots.rows().find(SnapshotRows::rowIdOf(*capture));
    QVERIFY(row);
    QCOMPARE(row->set.name, u"before the upgrade"_s);
    QCOMPARE(row->set.keepUntil, std::optional(QDate(2026, 12, 1)));
    QCOMPARE(row->set.status, store::SetStatus::Creating);
    QCOMPARE(row->doing, u"Ask"_s);
    // How consistent it is nobody can know yet; of one that is there nobody has said it.
    models::SnapshotSetsModel model(fixture.snapshots, fixture.models.stores,
                                    fixture.models.net.clock);
    const auto consistency = [&](const QString &id) {
        return model.index(model.rowOf(id), model.columnOf(u"consistency"_s)).data().toString();
    };
    QTRY_COMPARE(consistency(row->id), u"–"_s);
    fixture.models.stores.images.replaceAll({fixture.image(u"old"_s, fixture.server)});
    QTRY_COMPARE(consistency(u"old"_s), u"Unknown"_s);
    capture->halfDone();
    const auto later = fixture.snapshots.rows().find(SnapshotRows::rowIdOf(*capture));
    QCOMPARE(later->doing, u"Capture /dev/vda"_s);
    QCOMPARE(later->percent, 75);
}

void TestSnapshotRows::theRowBecomesTheSet()
{
    Fixture fixture;
    HeldCapture *capture = fixture.capture(fixture.server);
    const QString before = SnapshotRows::rowIdOf(*capture);
    QSignalSpy became(&fixture.snapshots, &SnapshotRows::becameSnapshotSet);
    bool bothThere = false;
    connect(&fixture.snapshots, &SnapshotRows::becameSnapshotSet, this,
            [&](const QString &oldId, const QString &newId) {
                bothThere =
                    fixture.snapshots.rows().find(oldId) && fixture.snapshots.rows().find(newId);
            });
    capture->imageIs(u"image-1"_s);
    QCOMPARE(became.size(), 1);
    QCOMPARE(became.front(), QVariantList({before, u"image-1"_s}));
    QVERIFY(bothThere); // so that a selection can go over
    QVERIFY(!fixture.snapshots.rows().find(before));
    fixture.models.stores.images.replaceAll({fixture.image(u"image-1"_s, fixture.server)});
    QTRY_VERIFY(
        fixture.snapshots.rows().find(u"image-1"_s)->set.hasData); // the cloud's own row now
    QCOMPARE(fixture.snapshots.rows().size(), 1);
    QVERIFY(!fixture.snapshots.rows().find(u"image-1"_s)->operationId.isEmpty());
    capture->finish();
    QCOMPARE(fixture.snapshots.rows().size(), 1);
    QVERIFY(fixture.snapshots.rows().find(u"image-1"_s)->operationId.isEmpty());
}

void TestSnapshotRows::aFailedCaptureLeavesNoRow()
{
    Fixture fixture;
    HeldCapture *capture = fixture.capture(fixture.server);
    QCOMPARE(fixture.snapshots.rows().size(), 1);
    capture->break_();
    QCOMPARE(fixture.snapshots.rows().size(), 0);
}

void TestSnapshotRows::pastItsDateIsAWarning()
{
    Fixture fixture;
    models::SnapshotSetsModel model(fixture.snapshots, fixture.models.stores,
                                    fixture.models.net.clock);
    const QDate today = fixture.models.net.clock.now().toLocalTime().date();
    fixture.models.stores.images.replaceAll(
        {fixture.image(u"due"_s, fixture.server, today.addDays(-1).toString(Qt::ISODate)),
         fixture.image(u"last-day"_s, fixture.server, today.toString(Qt::ISODate)),
         fixture.image(u"open"_s, fixture.server)});
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

void TestSnapshotRows::progressIsThatOfTheParts()
{
    Fixture fixture;
    models::SnapshotSetsModel model(fixture.snapshots, fixture.models.stores,
                                    fixture.models.net.clock);
    openstack::Image image = fixture.image(u"a"_s, fixture.server);
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
    fixture.models.stores.volumeSnapshots.replaceAll(snapshots);
    fixture.models.stores.volumeSnapshots.setState(loadedAt(fixture.models.net.clock.now()));
    fixture.models.stores.images.replaceAll({image});
    QTRY_COMPARE(model.rowCount(), 1);
    const auto cell = [&](const QString &key) {
        return model.index(0, model.columnOf(key));
    };
    QCOMPARE(cell(u"status"_s).data(models::ProgressRole).toInt(), 60);
    QCOMPARE(cell(u"volumes"_s).data().toString(), u"2"_s);
    QCOMPARE(cell(u"size"_s).data().toString(), u"60 GiB"_s);
}

/// An image with `count` volume snapshots, all of them in the stores.
static openstack::Image withParts(Fixture &fixture, const QString &id, const QString &serverId,
                                  int count)
{
    openstack::Image image = fixture.image(id, serverId);
    std::vector<openstack::VolumeSnapshot> snapshots;
    for (int i = 0; i < count; ++i) {
        openstack::VolumeSnapshot snapshot;
        snapshot.id = u"%1-part-%2"_s.arg(id, QString::number(i));
        snapshot.name = u"snapshot for "_s + id;
        snapshot.volumeId = u"volume-%1"_s.arg(i);
        snapshot.sizeGiB = 10 * (i + 1);
        snapshot.status = u"available"_s;
        snapshot.created = image.created;
        openstack::BlockDevice device;
        device.sourceType = u"snapshot"_s;
        device.snapshotId = snapshot.id;
        device.deviceName = i == 0 ? u"/dev/vda"_s : u"/dev/vdb"_s;
        device.volumeSizeGiB = snapshot.sizeGiB;
        image.blockDevices.push_back(device);
        snapshots.push_back(std::move(snapshot));
    }
    fixture.models.stores.volumeSnapshots.upsert(std::move(snapshots));
    return image;
}

void TestSnapshotRows::unfoldsToItsParts()
{
    Fixture fixture;
    models::SnapshotSetsModel model(fixture.snapshots, fixture.models.stores,
                                    fixture.models.net.clock);
    openstack::Image older = withParts(fixture, u"alfa"_s, fixture.server, 2);
    openstack::Image newer = withParts(fixture, u"bravo"_s, fixture.server, 1);
    newer.created = older.created.addDays(1);
    fixture.models.stores.volumeSnapshots.setState(loadedAt(fixture.models.net.clock.now()));
    fixture.models.stores.images.replaceAll({older, newer});
    QTRY_COMPARE(model.rowCount(), 2);
    const auto names = [&] {
        QStringList out;
        for (int row = 0; row < model.rowCount(); ++row)
            out += model.idAt(row);
        return out;
    };
    const auto fold = [&](const QString &id) {
        return static_cast<models::Fold>(
            model.index(model.rowOf(id), 0).data(models::FoldRole).toInt());
    };
    QCOMPARE(fold(u"alfa"_s), models::Fold::Folded);
    model.setUnfolded(u"alfa"_s, true);
    const QStringList parts{u"alfa/alfa-part-0"_s, u"alfa/alfa-part-1"_s};
    QCOMPARE(names(), (QStringList{u"bravo"_s, u"alfa"_s} + parts));
    QCOMPARE(fold(u"alfa"_s), models::Fold::Unfolded);
    QCOMPARE(fold(parts.first()), models::Fold::Part);
    QCOMPARE(model.headOf(parts.first()), u"alfa"_s);
    QCOMPARE(SnapshotRows::partOf(parts.first()), u"alfa-part-0"_s);
    QCOMPARE(model.index(model.rowOf(parts.last()), model.columnOf(u"size"_s)).data().toString(),
             u"20 GiB"_s);
    const auto cell = [&](const QString &id, const QString &column) {
        return model.index(model.rowOf(id), model.columnOf(column)).data().toString();
    };
    // Nova calls both the same. Without a volume there is nothing better.
    QCOMPARE(cell(parts.last(), u"name"_s), u"snapshot for alfa (/dev/vdb)"_s);
    QCOMPARE(cell(parts.last(), u"volumes"_s), QString());
    openstack::Volume volume;
    volume.id = u"volume-1"_s;
    volume.name = u"db-data"_s;
    fixture.models.stores.volumes.upsert({volume});
    QTRY_COMPARE(cell(parts.last(), u"name"_s), u"db-data (/dev/vdb)"_s);
    QCOMPARE(model.total(), 2); // parts are not snapshots
    QCOMPARE(model.shown(), 2);

    // They stay below their snapshot however the list is sorted, and go where it goes.
    for (const char *column : {"name", "created", "size", "status"}) {
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            model.sort(model.columnOf(QLatin1String(column)), order);
            const qsizetype at = names().indexOf(u"alfa"_s);
            QVERIFY2(names().mid(at + 1, 2) == parts, column);
        }
    }
    model.setFilterText(u"bravo"_s);
    QCOMPARE(names(), QStringList{u"bravo"_s});
    model.setFilterText({});
    model.setUnfolded(u"alfa"_s, false);
    QCOMPARE(model.rowCount(), 2);
}

void TestSnapshotRows::thoseOfAllInstances()
{
    Fixture fixture;
    fixture.models.stores.volumeSnapshots.setState(loadedAt(fixture.models.net.clock.now()));
    fixture.models.stores.images.setState(loadedAt(fixture.models.net.clock.now()));
    SnapshotRows all(fixture.models.stores, fixture.center, {});
    models::SnapshotSetsModel model(all, fixture.models.stores, fixture.models.net.clock);
    openstack::Image backedByImage = fixture.image(u"a"_s, fixture.server);
    openstack::Image newest = withParts(fixture, u"b"_s, makeServer(2).id, 2);
    newest.created = backedByImage.created.addDays(1);
    openstack::Image ofNobody = fixture.image(u"plain"_s, {});
    ofNobody.properties.clear();
    fixture.models.stores.images.replaceAll({backedByImage, newest, ofNobody});
    QTRY_COMPARE(model.total(), 2);
    // The newest shows what it consists of.
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.idAt(0), u"b"_s);
    QCOMPARE(model.index(0, model.columnOf(u"instance"_s)).data().toString(), makeServer(2).name);

    HeldCapture *capture = fixture.capture(fixture.server);
    QCOMPARE(model.idAt(0), SnapshotRows::rowIdOf(*capture));
    QCOMPARE(model.index(0, model.columnOf(u"instance"_s)).data().toString(), makeServer(1).name);
    model.setShow(models::SnapshotSetsModel::Show::Incomplete);
    QCOMPARE(model.shown(), 0);

    // A model that is made when the parts are listed already knows them as parts.
    models::SnapshotSetsModel later(all, fixture.models.stores, fixture.models.net.clock);
    QCOMPARE(later.total(), 3);
    QCOMPARE(later.rowCount(), 5);
    QCOMPARE(later.headOf(u"b/b-part-0"_s), u"b"_s);
}

void TestSnapshotRows::aRowThatIsBeingDeletedKeepsWhatItKnew()
{
    Fixture fixture;
    auto &stores = fixture.models.stores;
    openstack::Image image = withParts(fixture, u"nightly"_s, fixture.server, 2);
    image.properties.insert(u"oriel:keep_until"_s, u"2027-01-31"_s);
    image.properties.insert(u"oriel:consistency"_s, u"shut-off"_s);
    stores.volumeSnapshots.setState(loadedAt(fixture.models.net.clock.now()));
    stores.images.replaceAll({image});
    QTRY_COMPARE(fixture.snapshots.rows().size(), qsizetype{1});
    const store::SnapshotSet before = fixture.snapshots.rows().rows().begin()->get()->set;
    QCOMPARE(before.consistency, store::Consistency::ShutOff);

    operations::RemovalRequest request;
    request.subject = {Kind::SnapshotSet, image.id, image.name};
    request.serverId = fixture.server;
    request.parts.push_back({{Kind::Image, image.id, image.name}});
    for (const store::SnapshotPart &part : before.parts)
        request.parts.push_back(
            {{Kind::VolumeSnapshot, part.snapshotId, part.name}, {}, part.sizeGiB});
    // It waits for its turn, and the parts vanish without it.
    fixture.center.start(std::make_unique<operations::Removal>(
        operations::Context{*fixture.models.net.client, stores, fixture.models.net.clock,
                            u"demo"_s},
        request, std::make_shared<operations::Limiter>(0)));
    stores.images.replaceAll({});
    stores.volumeSnapshots.remove({before.parts.front().snapshotId});
    QTRY_VERIFY(!stores.snapshotSets.find(image.id));
    QCOMPARE(fixture.snapshots.rows().size(), qsizetype{1});
    const models::SnapshotRow row = **fixture.snapshots.rows().rows().begin();
    QVERIFY(row.deleting);
    QCOMPARE(row.set.status, store::SetStatus::Deleting);
    QCOMPARE(row.set.created, before.created);
    QCOMPARE(row.set.consistency, before.consistency);
    QCOMPARE(row.set.keepUntil, before.keepUntil);
    QCOMPARE(row.set.volumesGiB, before.volumesGiB);
    QCOMPARE(row.set.parts.size(), before.parts.size());
    QCOMPARE(row.set.parts.front().status, u"deleted"_s);
    QCOMPARE(row.set.parts.back().status, u"available"_s);
}

QTEST_GUILESS_MAIN(TestSnapshotRows)
#include "tst_snapshotrows.moc"
