#include "store/rowmap.h"

#include <QtCore/QHash>
#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

using namespace oriel::store;
using namespace Qt::StringLiterals;

namespace {

struct Thing
{
    QString id;
    int number = 0;
};

std::shared_ptr<const Thing> thing(int id, int number = 0)
{
    return std::make_shared<const Thing>(Thing{QString::number(id), number});
}

/// Whether the map holds exactly what the table does.
bool same(const RowMap<Thing> &map, const QHash<QString, std::shared_ptr<const Thing>> &table)
{
    if (map.size() != table.size() || map.isEmpty() != table.isEmpty())
        return false;
    qsizetype seen = 0;
    for (auto it = map.begin(); it != map.end(); ++it, ++seen) {
        if (table.value(it.key()) != it.value() || map.value(it.key()) != *it)
            return false;
    }
    return seen == table.size();
}

} // namespace

/// Rows by id in parts that copies share.
class TestRowMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsWhatAHashHolds();
    void copiesStayAsTheyWere();
    void comparesByTheVeryRows();
    void anEmptyOne();
};

void TestRowMap::holdsWhatAHashHolds()
{
    QRandomGenerator random(7);
    RowMap<Thing> map;
    QHash<QString, std::shared_ptr<const Thing>> table;
    for (int step = 0; step < 40'000; ++step) {
        const int id = random.bounded(12'000);
        const QString key = QString::number(id);
        if (random.bounded(3) == 0) {
            QCOMPARE(map.remove(key), table.remove(key));
        } else {
            const auto row = thing(id, step);
            map.insert(key, row);
            table.insert(key, row);
        }
        QCOMPARE(map.contains(key), table.contains(key));
    }
    QVERIFY(same(map, table));
    QStringList keys = map.keys();
    QStringList expected = table.keys();
    keys.sort();
    expected.sort();
    QCOMPARE(keys, expected);
}

void TestRowMap::copiesStayAsTheyWere()
{
    RowMap<Thing> map;
    QHash<QString, std::shared_ptr<const Thing>> table;
    for (int id = 0; id < 9'000; ++id) {
        const auto row = thing(id);
        map.insert(row->id, row);
        table.insert(row->id, row);
    }
    const RowMap<Thing> copy = map;
    QVERIFY(copy.isSharedWith(map));
    map.insert(u"1"_s, thing(1, 5));
    map.remove(u"2"_s);
    map.insert(u"new"_s, std::make_shared<const Thing>(Thing{u"new"_s, 1}));
    QVERIFY(!copy.isSharedWith(map));
    QVERIFY(same(copy, table));
    QCOMPARE(map.size(), copy.size());
    QCOMPARE(map.value(u"1"_s)->number, 5);
    QVERIFY(!map.contains(u"2"_s));
    map.clear();
    QVERIFY(map.isEmpty());
    QVERIFY(same(copy, table));
}

void TestRowMap::comparesByTheVeryRows()
{
    const auto row = thing(1);
    RowMap<Thing> one;
    RowMap<Thing> other;
    one.insert(row->id, row);
    other.insert(row->id, row);
    QVERIFY(!one.isSharedWith(other));
    QVERIFY(one == other);
    other.insert(row->id, thing(1));
    QVERIFY(!(one == other));
    other.insert(row->id, row);
    other.insert(u"2"_s, thing(2));
    QVERIFY(!(one == other));
}

void TestRowMap::anEmptyOne()
{
    RowMap<Thing> map;
    QVERIFY(map.begin() == map.end());
    QVERIFY(!map.value(u"1"_s));
    QVERIFY(!map.remove(u"1"_s));
    QVERIFY(map.keys().isEmpty());
    QVERIFY(map.isSharedWith(RowMap<Thing>()));
}

QTEST_GUILESS_MAIN(TestRowMap)
#include "tst_rowmap.moc"
