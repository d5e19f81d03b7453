#include "models/rowindex.h"
#include "support/modelfixture.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

using namespace oriel;
using namespace oriel::test;
using models::AnyRow;
using models::Entries;

namespace {

struct Thing
{
    QString id;
    QString name;
    qint64 size = 0;
};

/// Some things in a list, and how it is shown; counts how often one is looked at to make its keys.
struct Listed
{
    ModelFixture fixture;
    std::map<QString, std::shared_ptr<const Thing>> things;
    models::IndexJob job{models::Work::Rows,
                         {},
                         std::make_shared<Entries>(),
                         false,
                         std::make_shared<Entries>(),
                         std::make_shared<Entries>(),
                         models::Lookup(fixture.stores, fixture.net.clock.now()),
                         {},
                         {},
                         {}};
    std::shared_ptr<int> keyed = std::make_shared<int>(0);

    Listed()
    {
        std::vector<models::Column<Thing>> typed(2);
        typed[0].key = u"name"_s;
        typed[0].text = [keyed = keyed](const Thing &thing, const models::Lookup &) {
            ++*keyed;
            return thing.name;
        };
        typed[1].key = u"size"_s;
        typed[1].text = [](const Thing &thing, const models::Lookup &) {
            return QString::number(thing.size);
        };
        typed[1].number = [](const Thing &thing, const models::Lookup &) {
            return thing.size;
        };
        typed[1].searched = false;
        auto columns = std::make_shared<std::vector<models::AnyColumn>>();
        for (const auto &column : typed)
            columns->push_back(models::erased(column));
        job.keying.columns = columns;
        job.keying.id = [](const void *row) {
            return static_cast<const Thing *>(row)->id;
        };
    }

    void put(int number, const QString &name, qint64 size)
    {
        const QString id = u"%1"_s.arg(number, 5, 10, QLatin1Char('0'));
        things[id] = std::make_shared<const Thing>(Thing{id, name, size});
    }

    [[nodiscard]] models::IndexResult compute(bool keepsEntries)
    {
        std::vector<AnyRow> rows;
        for (const auto &[id, thing] : things)
            rows.push_back(thing);
        job.rows = [rows] {
            return rows;
        };
        job.keepsEntries = keepsEntries;
        *keyed = 0;
        return models::compute(job);
    }

    void keep(const models::IndexResult &result)
    {
        job.all = result.all;
        job.shown = result.visible;
    }
};

QStringList ids(const Entries &entries)
{
    QStringList out;
    for (const auto &entry : entries)
        out.append(entry->id);
    return out;
}

} // namespace

class TestRowIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepingEntriesGivesTheSame_data();
    void keepingEntriesGivesTheSame();
    void onlyWhatChangedIsKeyed();
    void whatSaysTheSameStays();
    void findsWordsWithAccents();
};

void TestRowIndex::keepingEntriesGivesTheSame_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<bool>("descending");
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<bool>("scoped");
    QTest::newRow("by name") << 0 << false << QByteArray() << false;
    QTest::newRow("by name, the other way") << 0 << true << QByteArray() << true;
    QTest::newRow("by size") << 1 << false << QByteArray() << false;
    QTest::newRow("by size, the other way, filtered") << 1 << true << QByteArray("web-1") << false;
    QTest::newRow("by name, filtered") << 0 << false << QByteArray("db") << true;
}

void TestRowIndex::keepingEntriesGivesTheSame()
{
    QFETCH(int, column);
    QFETCH(bool, descending);
    QFETCH(QByteArray, word);
    QFETCH(bool, scoped);
    QRandomGenerator random(static_cast<quint32>(column + 2 * descending + 5));
    Listed list;
    list.job.keying.sortColumn = column;
    list.job.order.descending = descending;
    if (!word.isEmpty())
        list.job.filter.words = {word};
    if (scoped) {
        list.job.keying.scope = [](const void *row) {
            return static_cast<const Thing *>(row)->size != 3;
        };
    }
    const auto change = [&] {
        const auto kind = random.bounded(2) ? u"web-%1"_s : u"db-%1"_s;
        list.put(random.bounded(600), kind.arg(random.bounded(20)), random.bounded(6));
    };
    for (int i = 0; i < 300; ++i)
        change();
    list.keep(list.compute(false));
    for (int round = 0; round < 60; ++round) {
        for (int i = random.bounded(round % 10 == 0 ? 300 : 20); i > 0; --i) {
            if (random.bounded(3) == 0 && !list.things.empty())
                list.things.erase(std::next(list.things.begin(),
                                            random.bounded(static_cast<int>(list.things.size()))));
            else
                change();
        }
        const auto full = list.compute(false);
        const auto quick = list.compute(true);
        QCOMPARE(ids(*quick.all), ids(*full.all));
        QCOMPARE(ids(*quick.visible), ids(*full.visible));
        QCOMPARE(quick.sameRows, full.sameRows);
        QCOMPARE(quick.rowsBefore, full.rowsBefore);
        QCOMPARE(quick.byId.size(), full.byId.size());
        for (std::size_t row = 0; row < quick.all->size(); ++row) {
            const auto &entry = *quick.all->at(row);
            QCOMPARE(entry.row, full.all->at(row)->row);
            QCOMPARE(entry.search, full.all->at(row)->search);
            QCOMPARE(quick.byId.value(entry.id), quick.all->at(row));
        }
        list.keep(quick);
    }
}

void TestRowIndex::onlyWhatChangedIsKeyed()
{
    Listed list;
    for (int i = 0; i < 1000; ++i)
        list.put(i, u"web-%1"_s.arg(i), i);
    const auto first = list.compute(true);
    const int each = *list.keyed / 1000;
    QVERIFY(each > 0);
    list.keep(first);
    for (int i = 0; i < 30; ++i)
        list.put(i * 50, u"other-%1"_s.arg(i), i);
    list.things.erase(u"00001"_s);
    const auto second = list.compute(true);
    QCOMPARE(*list.keyed, 30 * each);
    QCOMPARE(second.all->front()->id, u"00000"_s);
    QCOMPARE(second.byId.value(u"00002"_s), first.byId.value(u"00002"_s));
    QVERIFY(!second.byId.contains(u"00001"_s));
}

void TestRowIndex::whatSaysTheSameStays()
{
    Listed list;
    for (int i = 0; i < 100; ++i)
        list.put(i, u"web-%1"_s.arg(i), 100 - i);
    const auto first = list.compute(false);
    list.keep(first);
    list.put(7, u"web-7"_s, 93); // another row, though it reads the same
    const auto second = list.compute(false);
    for (std::size_t row = 0; row < 100; ++row)
        QCOMPARE(second.all->at(row) == first.all->at(row), row != 7);
    QCOMPARE(second.all->at(7)->row, list.things.at(u"00007"_s));
    list.keep(second);
    list.job.keying.sortColumn = 1;
    const auto bySize = list.compute(false);
    QCOMPARE(bySize.all->front()->id, u"00099"_s);
    QCOMPARE(bySize.all->front()->key.number, 1);
}

void TestRowIndex::findsWordsWithAccents()
{
    Listed list;
    list.put(1, u"Datenbank Zürich"_s, 1);
    list.put(2, u"база-данных"_s, 2);
    list.job.filter.words = {QByteArrayLiteral("zurich")};
    QCOMPARE(ids(*list.compute(false).visible), QStringList{u"00001"_s});
    list.job.filter.words = {u"данных"_s.toUtf8()};
    QCOMPARE(ids(*list.compute(false).visible), QStringList{u"00002"_s});
}

QTEST_GUILESS_MAIN(TestRowIndex)

#include "tst_rowindex.moc"
