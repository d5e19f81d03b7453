#include "models/serversmodel.h"
#include "models/textkey.h"
#include "models/volumesmodel.h"
#include "models/volumesnapshotsmodel.h"
#include "support/modelfixture.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace oriel;
using namespace oriel::test;

namespace {

constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::QtTest;

QStringList shownIds(const models::RowModel &model)
{
    QStringList ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids.append(model.idAt(row));
    return ids;
}

/// What the model must show, worked out the plain way.
QStringList expectedIds(const store::CloudStores &stores, const QString &word, bool byStatus,
                        bool descending)
{
    std::vector<store::Row<openstack::Server>> rows;
    for (const auto &row : stores.servers.rows()) {
        if (word.isEmpty() || row->name.contains(word))
            rows.push_back(row);
    }
    const auto key = [byStatus](const openstack::Server &s) {
        return byStatus ? models::naturalKey(s.status == QLatin1String("ACTIVE") ? u"Active"_s
                                                                                 : u"Shut off"_s)
                        : models::naturalKey(s.name);
    };
    std::sort(rows.begin(), rows.end(), [&](const auto &a, const auto &b) {
        const QString ka = key(*a);
        const QString kb = key(*b);
        if (ka != kb)
            return (ka < kb) != descending;
        if (const QString na = models::naturalKey(a->name), nb = models::naturalKey(b->name);
            na != nb)
            return na < nb;
        return a->id < b->id;
    });
    QStringList ids;
    for (const auto &row : rows)
        ids.append(row->id);
    return ids;
}

} // namespace

class TestRowModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void naturalOrder();
    void foldsCaseAndAccents();
    void showsAndSorts();
    void filtersByEveryWord();
    void narrowingGivesTheSameAsFilteringAnew();
    void changesOfOneRowAreNoReset();
    void movesARowThatSortsElsewhere();
    void followsRandomChanges_data();
    void followsRandomChanges();
    void workerDropsWhatIsNoLongerWanted();
    void deltaDuringASortIsNotLost();
    void rowsAreShownAsTheyArrive();
    void diesWhileAWorkerRuns();
    void hundredThousandRows();
    void relatedStoresAreFollowed();
    void relatedStoresAreFollowedInALongList();
    void scopeHidesWhatIsNotItsOwn();
    void agesAreRepaintedWithoutAReset();
    void aNameThatIsStillLoadingIsNoId();
};

void TestRowModel::naturalOrder()
{
    QStringList names{u"web-10"_s,          u"Web-2"_s, u"web-1"_s,  u"web-9000000000000"_s,
                      u"web-20000000000"_s, u"db"_s,    u"web-007"_s};
    std::sort(names.begin(), names.end(), [](const QString &a, const QString &b) {
        return models::naturalKey(a) < models::naturalKey(b);
    });
    const QStringList expected{u"db"_s,
                               u"web-1"_s,
                               u"Web-2"_s,
                               u"web-007"_s,
                               u"web-10"_s,
                               u"web-20000000000"_s,
                               u"web-9000000000000"_s};
    QCOMPARE(names, expected);
}

void TestRowModel::foldsCaseAndAccents()
{
    QCOMPARE(models::folded(u"ZÜRICH"_s), u"zurich"_s);
    QCOMPARE(models::folded(u"Web-1"_s), u"web-1"_s);
    QCOMPARE(models::filterWords(u"  Web  é web "_s), (QStringList{u"web"_s, u"e"_s}));
}

void TestRowModel::showsAndSorts()
{
    ModelFixture fixture;
    fixture.stores.servers.replaceAll({makeServer(10), makeServer(2), makeServer(1)});
    models::ServersModel model(fixture.stores, fixture.net.clock);
    QAbstractItemModelTester tester(&model, fatal);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0, 0).data().toString(), u"web-1"_s);
    QCOMPARE(model.index(2, 0).data().toString(), u"web-10"_s);
    QCOMPARE(model.index(1, model.columnOf(u"status"_s)).data().toString(), u"Active"_s);
    model.sort(model.columnOf(u"created"_s), Qt::DescendingOrder);
    QCOMPARE(shownIds(model), (QStringList{makeServer(10).id, makeServer(2).id, makeServer(1).id}));
    QCOMPARE(model.rowOf(makeServer(2).id), 1);
    QCOMPARE(model.rowOf(u"nobody"_s), -1);
}

void TestRowModel::filtersByEveryWord()
{
    ModelFixture fixture;
    auto special = makeServer(7, u"SHUTOFF"_s);
    special.name = u"Zürich database"_s;
    fixture.stores.servers.replaceAll({makeServer(1), makeServer(2), special});
    models::ServersModel model(fixture.stores, fixture.net.clock);
    QAbstractItemModelTester tester(&model, fatal);
    model.setFilterText(u"DATA zur"_s);
    QCOMPARE(shownIds(model), QStringList{special.id});
    model.setFilterText(u"shut off"_s); // a word may stand in any searched column
    QCOMPARE(shownIds(model), QStringList{special.id});
    model.setFilterText(u"data web"_s);
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.total(), 3);
    QVERIFY(model.filtered());
    model.setFilterText(u"   "_s);
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(!model.filtered());
}

void TestRowModel::narrowingGivesTheSameAsFilteringAnew()
{
    ModelFixture fixture;
    std::vector<openstack::Server> rows;
    for (int i = 0; i < 300; ++i)
        rows.push_back(makeServer(i));
    fixture.stores.servers.replaceAll(rows);
    models::ServersModel model(fixture.stores, fixture.net.clock);
    for (const char *text : {"w", "we", "web-1", "web-12", "web-2", "", "eb-2", "b-2 9"}) {
        model.setFilterText(QLatin1String(text));
        QStringList words = models::filterWords(QLatin1String(text));
        int expected = 0;
        for (const auto &row : rows) {
            const QString all = row.name + QLatin1String("\nactive\nm1.small\n") + row.id;
            expected += std::all_of(words.begin(), words.end(),
                                    [&](const QString &word) { return all.contains(word); });
        }
        QCOMPARE(model.rowCount(), expected);
    }
}

void TestRowModel::changesOfOneRowAreNoReset()
{
    ModelFixture fixture;
    fixture.stores.servers.replaceAll({makeServer(1), makeServer(2), makeServer(3)});
    models::ServersModel model(fixture.stores, fixture.net.clock);
    QAbstractItemModelTester tester(&model, fatal);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removals(&model, &QAbstractItemModel::rowsRemoved);

    fixture.stores.servers.upsert({makeServer(2, u"SHUTOFF"_s)});
    QCOMPARE(changes.size(), 1);
    QCOMPARE(changes.front().at(0).toModelIndex().row(), 1);
    QCOMPARE(model.index(1, 1).data().toString(), u"Shut off"_s);
    QCOMPARE(static_cast<models::Tone>(model.index(1, 1).data(models::ToneRole).toInt()),
             models::Tone::Off);

    fixture.stores.servers.upsert({makeServer(4)});
    QCOMPARE(inserts.size(), 1);
    fixture.stores.servers.remove({makeServer(1).id});
    QCOMPARE(removals.size(), 1);
    QCOMPARE(removals.front().at(1).toInt(), 0);
    QCOMPARE(resets.size(), 0);
    QCOMPARE(model.total(), 3);
}

void TestRowModel::movesARowThatSortsElsewhere()
{
    ModelFixture fixture;
    fixture.stores.servers.replaceAll({makeServer(1), makeServer(2), makeServer(3), makeServer(4)});
    models::ServersModel model(fixture.stores, fixture.net.clock);
    QAbstractItemModelTester tester(&model, fatal);
    QSignalSpy moves(&model, &QAbstractItemModel::rowsMoved);
    const QPersistentModelIndex first(model.index(0, 0));

    auto renamed = makeServer(1);
    renamed.name = u"web-3b"_s;
    fixture.stores.servers.upsert({renamed});
    QCOMPARE(moves.size(), 1);
    QCOMPARE(first.row(), 2);
    QCOMPARE(model.idAt(2), renamed.id);
    renamed.name = u"a"_s;
    fixture.stores.servers.upsert({renamed});
    QCOMPARE(first.row(), 0);
    QCOMPARE(first.data().toString(), u"a"_s);
}

void TestRowModel::followsRandomChanges_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<quint32>("seed");
    QTest::newRow("short") << 60 << 1U;
    QTest::newRow("short, again") << 200 << 7U;
    QTest::newRow("with a worker") << 1500 << 42U;
}

void TestRowModel::followsRandomChanges()
{
    QFETCH(int, size);
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    ModelFixture fixture;
    const auto any = [&] {
        const int number = random.bounded(size * 2);
        auto server = makeServer(number, random.bounded(2) ? u"ACTIVE"_s : u"SHUTOFF"_s);
        if (random.bounded(4) == 0)
            server.name = u"db-%1"_s.arg(random.bounded(50));
        return server;
    };
    std::map<QString, openstack::Server> start;
    for (int i = 0; i < size; ++i) {
        const auto server = any();
        start[server.id] = server;
    }
    std::vector<openstack::Server> rows;
    for (const auto &[id, server] : start)
        rows.push_back(server);
    fixture.stores.servers.replaceAll(rows);

    models::ServersModel model(fixture.stores, fixture.net.clock);
    QAbstractItemModelTester tester(&model, fatal);
    // Who moves a selection along must find each row where it was before a reset.
    QStringList before;
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this,
            [&] { before = shownIds(model); });
    connect(&model, &QAbstractItemModel::modelReset, this, [&] {
        for (int row = 0; row < model.rowCount(); ++row)
            QCOMPARE(model.rowBeforeReset(row), before.indexOf(model.idAt(row)));
    });
    bool byStatus = false;
    bool descending = false;
    QString word;
    for (int step = 0; step < 120; ++step) {
        switch (random.bounded(6)) {
        case 0:
            byStatus = random.bounded(2);
            descending = random.bounded(2);
            model.sort(byStatus ? 1 : 0, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
            break;
        case 1:
            word = random.bounded(2) ? QString() : u"db"_s;
            model.setFilterText(word);
            break;
        case 2: {
            QStringList gone;
            for (int i = random.bounded(30); i > 0; --i)
                gone.append(any().id);
            fixture.stores.servers.remove(gone);
            break;
        }
        default: {
            std::map<QString, openstack::Server> some;
            for (int i = random.bounded(step % 5 == 0 ? 40 : 6); i >= 0; --i) {
                const auto server = any();
                some[server.id] = server;
            }
            std::vector<openstack::Server> changed;
            for (const auto &[id, server] : some)
                changed.push_back(server);
            fixture.stores.servers.upsert(changed);
        }
        }
        if (random.bounded(3) == 0)
            QCoreApplication::processEvents(); // results may arrive in between, or later
    }
    QTRY_VERIFY(!model.isUpdating());
    QCOMPARE(shownIds(model), expectedIds(fixture.stores, word, byStatus, descending));
    QCOMPARE(model.total(), static_cast<int>(fixture.stores.servers.size()));
    for (int row = 0; row < model.rowCount(); ++row) {
        QCOMPARE(model.rowOf(model.idAt(row)), row);
        QCOMPARE(*model.at(row), *fixture.stores.servers.find(model.idAt(row)));
    }
}

void TestRowModel::workerDropsWhatIsNoLongerWanted()
{
    ModelFixture fixture;
    std::vector<openstack::Server> rows;
    for (int i = 0; i < 2000; ++i)
        rows.push_back(makeServer(i));
    fixture.stores.servers.replaceAll(rows);
    models::ServersModel model(fixture.stores, fixture.net.clock);
    QVERIFY(model.isUpdating());
    QTRY_VERIFY(!model.isUpdating());
    QCOMPARE(model.rowCount(), 2000);

    // Typed faster than it can be worked out: only what stands there at the end counts.
    for (const char *text : {"w", "web-1", "web-19", "web-1999"})
        model.setFilterText(QLatin1String(text));
    model.sort(model.columnOf(u"created"_s), Qt::DescendingOrder);
    QVERIFY(model.isUpdating());
    QTRY_VERIFY(!model.isUpdating());
    QCOMPARE(shownIds(model), QStringList{makeServer(1999).id});
    model.setFilterText({});
    QTRY_COMPARE(model.rowCount(), 2000);
    QCOMPARE(model.idAt(0), makeServer(1999).id);
}

void TestRowModel::deltaDuringASortIsNotLost()
{
    ModelFixture fixture;
    std::vector<openstack::Server> rows;
    for (int i = 0; i < 2000; ++i)
        rows.push_back(makeServer(i));
    fixture.stores.servers.replaceAll(rows);
    models::ServersModel model(fixture.stores, fixture.net.clock);
    QAbstractItemModelTester tester(&model, fatal);
    QTRY_VERIFY(!model.isUpdating());

    model.sort(model.columnOf(u"created"_s), Qt::DescendingOrder);
    auto late = makeServer(5000);
    fixture.stores.servers.upsert({late});
    fixture.stores.servers.remove({makeServer(3).id});
    QTRY_VERIFY(!model.isUpdating());
    QCOMPARE(model.idAt(0), late.id);
    QCOMPARE(model.rowOf(makeServer(3).id), -1);
    QCOMPARE(model.rowCount(), 2000);

    // And while a filter is on its way, which was worked out over rows that are gone by now.
    model.setFilterText(u"web-5000"_s);
    late.name = u"other"_s;
    fixture.stores.servers.upsert({late});
    QTRY_VERIFY(!model.isUpdating());
    QCOMPARE(model.rowCount(), 0);
}

void TestRowModel::rowsAreShownAsTheyArrive()
{
    ModelFixture fixture;
    models::ServersModel model(fixture.stores, fixture.net.clock);
    const auto page = [](int from) {
        std::vector<openstack::Server> servers;
        for (int i = from; i < from + 5000; ++i)
            servers.push_back(makeServer(i));
        return servers;
    };
    std::vector<int> shown;
    connect(&model, &models::RowModel::applied, &model, [&] { shown.push_back(model.rowCount()); });
    auto &servers = fixture.stores.servers;
    servers.merge(page(0), servers.mark());
    QVERIFY(model.isUpdating());
    servers.merge(page(5000), servers.mark()); // while the first are worked out
    QVERIFY(shown.empty());
    QTRY_VERIFY(!model.isUpdating());
    QCOMPARE(shown, (std::vector<int>{5000, 10'000}));
}

void TestRowModel::diesWhileAWorkerRuns()
{
    ModelFixture fixture;
    std::vector<openstack::Server> rows;
    for (int i = 0; i < 3000; ++i)
        rows.push_back(makeServer(i));
    fixture.stores.servers.replaceAll(rows);
    for (int i = 0; i < 20; ++i) {
        auto model = std::make_unique<models::ServersModel>(fixture.stores, fixture.net.clock);
        QVERIFY(model->isUpdating());
        model.reset();
        QCoreApplication::processEvents();
    }
}

void TestRowModel::hundredThousandRows()
{
    ModelFixture fixture;
    std::vector<openstack::Server> rows;
    constexpr int many = 100'000;
    rows.reserve(many);
    for (int i = 0; i < many; ++i)
        rows.push_back(makeServer(i, i % 10 ? u"ACTIVE"_s : u"SHUTOFF"_s));
    fixture.stores.servers.replaceAll(std::move(rows));
    models::ServersModel model(fixture.stores, fixture.net.clock);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), many, 60'000);
    QCOMPARE(model.index(many - 1, 0).data().toString(), u"web-99999"_s);
    model.sort(1, Qt::DescendingOrder);
    QTRY_VERIFY_WITH_TIMEOUT(!model.isUpdating(), 60'000);
    QCOMPARE(model.index(0, 1).data().toString(), u"Shut off"_s);
    model.setFilterText(u"web-9999"_s);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 11, 60'000);
    fixture.stores.servers.upsert({makeServer(99'990, u"ERROR"_s)});
    QCOMPARE(model.index(model.rowOf(makeServer(99'990).id), 1).data().toString(), u"Error"_s);
}

void TestRowModel::relatedStoresAreFollowed()
{
    ModelFixture fixture;
    openstack::Volume volume;
    volume.id = u"v1"_s;
    volume.name = u"data"_s;
    volume.attachments = {{makeServer(1).id, u"/dev/vdb"_s}};
    openstack::VolumeSnapshot snapshot;
    snapshot.id = u"s1"_s;
    snapshot.name = u"snapshot for x"_s;
    snapshot.volumeId = volume.id;
    snapshot.status = u"creating"_s;
    snapshot.progress = 40;
    snapshot.sizeGiB = 5;
    fixture.stores.volumeSnapshots.replaceAll({snapshot});
    models::VolumeSnapshotsModel model(fixture.stores, fixture.net.clock);
    QAbstractItemModelTester tester(&model, fatal);
    const int volumeColumn = model.columnOf(u"volume"_s);
    const int instanceColumn = model.columnOf(u"instance"_s);
    QCOMPARE(model.index(0, volumeColumn).data().toString(), u"v1"_s);
    QCOMPARE(model.index(0, volumeColumn).data(models::LinkRole).toString(), QString());
    QCOMPARE(model.index(0, model.columnOf(u"status"_s)).data(models::ProgressRole).toInt(), 40);

    model.setFilterText(u"web-1"_s);
    QCOMPARE(model.rowCount(), 0);
    fixture.stores.volumes.replaceAll({volume});
    fixture.stores.servers.replaceAll({makeServer(1)});
    QTRY_COMPARE(model.rowCount(), 1); // found by the name of its instance, known only now
    QCOMPARE(model.index(0, volumeColumn).data().toString(), u"data"_s);
    QCOMPARE(model.index(0, volumeColumn).data(models::LinkRole).toString(), volume.id);
    QCOMPARE(model.index(0, instanceColumn).data().toString(), u"web-1"_s);
    QCOMPARE(model.index(0, instanceColumn).data(models::LinkRole).toString(), makeServer(1).id);
}

void TestRowModel::relatedStoresAreFollowedInALongList()
{
    ModelFixture fixture;
    const auto volumes = [](int from, int count, const QString &name) {
        std::vector<openstack::Volume> rows;
        for (int i = from; i < from + count; ++i) {
            openstack::Volume volume;
            volume.id = u"v%1"_s.arg(i);
            volume.name = name.arg(i);
            volume.attachments = {{makeServer(i % 2).id, u"/dev/vdb"_s}};
            rows.push_back(volume);
        }
        return rows;
    };
    fixture.stores.volumes.replaceAll(volumes(0, 1000, u"data-%1"_s));
    models::VolumesModel model(fixture.stores, fixture.net.clock);
    QAbstractItemModelTester tester(&model, fatal);
    model.setFilterText(u"web-1"_s);
    QTRY_VERIFY(!model.isUpdating());
    QCOMPARE(model.rowCount(), 0);
    // Many of its own rows change, and while that is worked out the names of the instances come.
    fixture.stores.volumes.upsert(volumes(0, 40, u"other-%1"_s));
    QVERIFY(model.isUpdating());
    fixture.stores.servers.replaceAll({makeServer(0), makeServer(1)});
    fixture.stores.volumes.upsert(volumes(40, 40, u"other-%1"_s));
    QTRY_VERIFY(!model.isUpdating());
    QCOMPARE(model.rowCount(), 500);
    model.setFilterText(u"web-1 other"_s);
    QTRY_VERIFY(!model.isUpdating());
    QCOMPARE(model.rowCount(), 40);
}

void TestRowModel::scopeHidesWhatIsNotItsOwn()
{
    ModelFixture fixture;
    openstack::Volume mine;
    mine.id = u"mine"_s;
    mine.attachments = {{u"s"_s, u"/dev/vda"_s}};
    openstack::Volume other = mine;
    other.id = u"other"_s;
    other.attachments.front().serverId = u"t"_s;
    fixture.stores.volumes.replaceAll({mine, other});
    models::VolumesModel model(fixture.stores, fixture.net.clock, u"s"_s);
    QAbstractItemModelTester tester(&model, fatal);
    QCOMPARE(model.total(), 1);
    QCOMPARE(model.idAt(0), mine.id);
    QCOMPARE(model.index(0, 1).data().toString(), u"/dev/vda"_s);
    other.attachments.push_back({u"s"_s, u"/dev/vdb"_s});
    fixture.stores.volumes.upsert({other});
    QCOMPARE(model.total(), 2);
    mine.attachments.clear();
    fixture.stores.volumes.upsert({mine});
    QCOMPARE(shownIds(model), QStringList{other.id});
}

void TestRowModel::agesAreRepaintedWithoutAReset()
{
    ModelFixture fixture;
    auto server = makeServer(1);
    server.created = fixture.net.clock.now().addSecs(-30);
    fixture.stores.servers.replaceAll({server});
    models::ServersModel model(fixture.stores, fixture.net.clock);
    model.keepAges(std::chrono::seconds(30));
    const int age = model.columnOf(u"age"_s);
    QCOMPARE(model.index(0, age).data().toString(), u"just now"_s);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    fixture.net.clock.advance(std::chrono::seconds(90));
    QCOMPARE(changes.size(), 3);
    QCOMPARE(changes.front().at(0).toModelIndex().column(), age);
    QCOMPARE(resets.size(), 0);
    QCOMPARE(model.index(0, age).data().toString(), u"2 minutes"_s);
}

void TestRowModel::aNameThatIsStillLoadingIsNoId()
{
    ModelFixture fixture;
    openstack::Server server = makeServer(1);
    server.imageId = u"7a1f"_s;
    fixture.stores.servers.replaceAll({server});
    models::ServersModel model(fixture.stores, fixture.net.clock);
    QTRY_COMPARE(model.rowCount(), 1);
    const auto image = [&model] {
        return model.index(0, model.columnOf(u"source"_s)).data().toString();
    };
    const auto finds = [&model](const QString &text) {
        model.setFilterText(text);
        return model.rowCount() == 1;
    };
    QCOMPARE(image(), u"Loading…"_s);
    // It was deleted: the ID is all there is.
    fixture.stores.images.setState(loadedAt(fixture.net.clock.now()));
    QCOMPARE(image(), u"7a1f"_s);
    QTRY_VERIFY(finds(u"7a1f"_s)); // keys are made again as well
    openstack::Image row;
    row.id = u"7a1f"_s;
    row.name = u"debian-12"_s;
    fixture.stores.images.upsert({row});
    QTRY_VERIFY(finds(u"debian"_s));
    QCOMPARE(image(), u"debian-12"_s);
}

QTEST_GUILESS_MAIN(TestRowModel)

#include "tst_rowmodel.moc"
