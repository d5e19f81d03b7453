#include "store/store.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QtTest>

#include <map>

using namespace oriel::store;
using namespace Qt::StringLiterals;

namespace {

struct Thing
{
    QString id;
    int value = 0;
    bool operator==(const Thing &) const = default;
};

/// The content of a view that only receives deltas.
class Mirror
{
public:
    explicit Mirror(Store<Thing> &store) : m_store(store)
    {
        for (const auto &row : store.rows())
            m_rows.emplace(row->id, row->value);
        QObject::connect(&store, &StoreBase::changed, &m_context, [this](const Delta &delta) {
            ++deltas;
            last = delta;
            for (const QString &id : delta.added)
                sane &= m_rows.emplace(id, m_store.find(id)->value).second;
            for (const QString &id : delta.changed)
                sane &= std::exchange(m_rows.at(id), m_store.find(id)->value) != m_rows.at(id);
            for (const QString &id : delta.removed)
                sane &= m_rows.erase(id) == 1 && !m_store.find(id);
        });
    }

    [[nodiscard]] bool agrees() const
    {
        if (m_rows.size() != static_cast<std::size_t>(m_store.size()))
            return false;
        return std::all_of(m_rows.begin(), m_rows.end(), [this](const auto &row) {
            const auto stored = m_store.find(row.first);
            return stored && stored->value == row.second;
        });
    }

    int deltas = 0;
    Delta last;
    bool sane = true;

private:
    Store<Thing> &m_store;
    std::map<QString, int> m_rows;
    QObject m_context;
};

/// What a refresh requested at `asked` does if nothing happens between its answer and the
/// comparison.
void answer(Store<Thing> &store, std::vector<Thing> rows, Store<Thing>::Mark asked)
{
    store.apply(difference(store.rows(), std::move(rows), store.touchedAfter(asked)), asked);
}

} // namespace

/// The keyed store and the differences that it reports.
class TestStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reportsAddedChangedAndRemovedRows();
    void keepsThePointersOfEqualRows();
    void saysNothingWhereNothingChanged();
    void anyWalkOfChangesLeavesAMirrorInStep();
    void aRefreshDoesNotBringBackRemovedRows();
    void aRefreshDoesNotDropNewRows();
    void aRefreshDoesNotUndoNewerRows();
    void theNextRefreshCountsAgain();
    void refusesADifferenceFromRowsThatHaveChangedSince();
    void aLateDifferenceEndsAsOneWorkedOutAtOnce();
    void reportsARowOnceWhenTwoPagesHaveIt();
};

void TestStore::reportsAddedChangedAndRemovedRows()
{
    Store<Thing> store;
    store.replaceAll({{u"a"_s, 1}, {u"b"_s, 2}, {u"c"_s, 3}});
    Mirror mirror(store);
    store.replaceAll({{u"a"_s, 1}, {u"b"_s, 5}, {u"d"_s, 4}});
    QCOMPARE(mirror.last.added, QStringList{u"d"_s});
    QCOMPARE(mirror.last.changed, QStringList{u"b"_s});
    QCOMPARE(mirror.last.removed, QStringList{u"c"_s});
}

void TestStore::keepsThePointersOfEqualRows()
{
    Store<Thing> store;
    store.replaceAll({{u"a"_s, 1}, {u"b"_s, 2}});
    const auto a = store.find(u"a"_s);
    const auto b = store.find(u"b"_s);
    store.replaceAll({{u"a"_s, 1}, {u"b"_s, 3}});
    QCOMPARE(store.find(u"a"_s), a);
    QVERIFY(store.find(u"b"_s) != b);
    QCOMPARE(b->value, 2); // owners of the old row see it unchanged
}

void TestStore::saysNothingWhereNothingChanged()
{
    Store<Thing> store;
    store.replaceAll({{u"a"_s, 1}});
    Mirror mirror(store);
    store.replaceAll({{u"a"_s, 1}});
    store.upsert({{u"a"_s, 1}});
    store.merge({{u"a"_s, 1}}, store.mark());
    store.remove({u"never there"_s});
    QCOMPARE(mirror.deltas, 0);
}

void TestStore::anyWalkOfChangesLeavesAMirrorInStep()
{
    QRandomGenerator random(20260115);
    Store<Thing> store;
    Mirror mirror(store);
    const auto some = [&random] {
        std::map<QString, Thing> rows;
        for (int i = 0, n = random.bounded(12); i < n; ++i) {
            const QString id = QString::number(random.bounded(20));
            rows[id] = {id, random.bounded(3)};
        }
        std::vector<Thing> list;
        for (const auto &[id, row] : rows)
            list.push_back(row);
        return list;
    };
    for (int step = 0; step < 2000; ++step) {
        switch (random.bounded(4)) {
        case 0:
            store.replaceAll(some());
            break;
        case 1:
            store.upsert(some());
            break;
        case 2:
            store.merge(some(), store.mark());
            break;
        default:
            store.remove({QString::number(random.bounded(20))});
            break;
        }
        QVERIFY2(mirror.sane, qPrintable(u"a delta told something untrue at step %1"_s.arg(step)));
        QVERIFY2(mirror.agrees(), qPrintable(u"out of step at %1"_s.arg(step)));
    }
}

void TestStore::aRefreshDoesNotBringBackRemovedRows()
{
    Store<Thing> store;
    store.replaceAll({{u"a"_s, 1}, {u"b"_s, 2}});
    const auto asked = store.mark();
    store.remove({u"a"_s});
    answer(store, {{u"a"_s, 1}, {u"b"_s, 2}}, asked);
    QVERIFY(!store.find(u"a"_s));
    QVERIFY(store.find(u"b"_s));
}

void TestStore::aRefreshDoesNotDropNewRows()
{
    Store<Thing> store;
    const auto asked = store.mark();
    store.upsert({{u"new"_s, 1}});
    answer(store, {{u"b"_s, 2}}, asked);
    QVERIFY(store.find(u"new"_s));
    QVERIFY(store.find(u"b"_s));
}

void TestStore::aRefreshDoesNotUndoNewerRows()
{
    Store<Thing> store;
    store.replaceAll({{u"a"_s, 1}});
    const auto asked = store.mark();
    store.upsert({{u"a"_s, 2}});
    store.merge({{u"a"_s, 1}}, asked);
    QCOMPARE(store.find(u"a"_s)->value, 2);
    answer(store, {{u"a"_s, 1}}, asked);
    QCOMPARE(store.find(u"a"_s)->value, 2);
}

void TestStore::theNextRefreshCountsAgain()
{
    Store<Thing> store;
    store.upsert({{u"a"_s, 2}});
    const auto asked = store.mark();
    answer(store, {{u"a"_s, 3}}, asked);
    QCOMPARE(store.find(u"a"_s)->value, 3);
    store.remove({u"a"_s});
    answer(store, {{u"a"_s, 4}}, store.mark());
    QCOMPARE(store.find(u"a"_s)->value, 4);
}

void TestStore::refusesADifferenceFromRowsThatHaveChangedSince()
{
    Store<Thing> store;
    store.replaceAll({{u"a"_s, 1}});
    auto old = difference(store.rows(), std::vector<Thing>{{u"b"_s, 1}}, {});
    store.upsert({{u"c"_s, 1}});
    QVERIFY(!store.apply(std::move(old)));
    QVERIFY(store.find(u"a"_s));
    QVERIFY(store.find(u"c"_s));
    QVERIFY(store.apply(difference(store.rows(), std::vector<Thing>{{u"b"_s, 1}}, {})));
    QCOMPARE(store.size(), 1);
}

void TestStore::aLateDifferenceEndsAsOneWorkedOutAtOnce()
{
    QRandomGenerator random(20260117);
    const auto some = [&random] {
        std::map<QString, Thing> rows;
        for (int i = 0, n = random.bounded(12); i < n; ++i) {
            const QString id = QString::number(random.bounded(20));
            rows[id] = {id, random.bounded(3)};
        }
        std::vector<Thing> list;
        for (const auto &[id, row] : rows)
            list.push_back(row);
        return list;
    };
    for (int round = 0; round < 500; ++round) {
        Store<Thing> late;
        Store<Thing> atOnce;
        const auto rows = some();
        late.replaceAll(rows);
        atOnce.replaceAll(rows);
        Mirror mirror(late);
        const auto mark = late.mark();
        const auto answered = some();
        const auto upsertSome = [&] {
            const auto upserted = some();
            const QStringList gone{QString::number(random.bounded(20))};
            late.upsert(upserted);
            late.remove(gone);
            atOnce.upsert(upserted);
            atOnce.remove(gone);
        };
        upsertSome(); // while the cloud answers
        auto result = difference(late.rows(), answered, late.touchedAfter(mark));
        if (round % 3 != 0)
            upsertSome(); // while the worker compares
        late.apply(std::move(result), mark);
        answer(atOnce, answered, mark);
        QVERIFY2(mirror.sane && mirror.agrees(), qPrintable(QString::number(round)));
        QCOMPARE(late.size(), atOnce.size());
        for (const auto &row : atOnce.rows()) {
            QVERIFY2(late.find(row->id), qPrintable(QString::number(round)));
            QCOMPARE(late.find(row->id)->value, row->value);
        }
    }
}

void TestStore::reportsARowOnceWhenTwoPagesHaveIt()
{
    Store<Thing> store;
    Mirror mirror(store);
    store.replaceAll({{u"a"_s, 1}, {u"b"_s, 1}, {u"a"_s, 2}});
    QCOMPARE(mirror.last.added.count(u"a"_s), 1);
    QVERIFY(mirror.last.changed.isEmpty());
    store.upsert({{u"c"_s, 1}, {u"c"_s, 2}, {u"a"_s, 5}, {u"a"_s, 6}});
    QCOMPARE(mirror.last.added, QStringList{u"c"_s});
    QCOMPARE(mirror.last.changed, QStringList{u"a"_s});
    QCOMPARE(store.find(u"c"_s)->value, 2);
    QVERIFY(mirror.sane && mirror.agrees());
}

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
