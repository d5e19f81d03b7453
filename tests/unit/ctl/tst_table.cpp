#include "app/ctl/table.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;

/// Tables as `openstack` draws them.
class TestTable final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsColumnsOfATerminal_data();
    void countsColumnsOfATerminal();
    void alignsWhatIsWideAndWhatCombines();
    void alignsNumbersRight();
    void wrapsAtWordsAndHyphens();
    void keepsTheLeastWidth();
};

void TestTable::countsColumnsOfATerminal_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("columns");
    QTest::newRow("nothing") << QString() << 0;
    QTest::newRow("letters") << u"web-1"_s << 5;
    QTest::newRow("composed") << u"Zürich"_s << 6;
    QTest::newRow("combining") << u"Zu\u0308rich"_s << 6;
    QTest::newRow("wide") << u"東京"_s << 4;
    QTest::newRow("beyond the first plane") << u"\U00020000"_s << 2;
}

void TestTable::countsColumnsOfATerminal()
{
    QFETCH(const QString, text);
    QFETCH(const int, columns);
    QCOMPARE(ctl::displayWidth(text), columns);
    // A progress line is cut so that it does not wrap.
    QCOMPARE(ctl::cutToWidth(text + u"東"_s, columns), text);
    QCOMPARE(ctl::cutToWidth(text + u"東"_s, columns + 1), text);
    QCOMPARE(ctl::cutToWidth(text + u"東"_s, columns + 2), text + u"東"_s);
}

void TestTable::alignsWhatIsWideAndWhatCombines()
{
    const QString table =
        ctl::drawTable({u"Name"_s}, {{u"東京"_s}, {u"Zu\u0308rich"_s}, {u"web"_s}}, {false}, 0, 8);
    QCOMPARE(table, u"+--------+\n"
                    "| Name   |\n"
                    "+--------+\n"
                    "| 東京   |\n"
                    "| Zu\u0308rich |\n"
                    "| web    |\n"
                    "+--------+\n"_s);
}

void TestTable::alignsNumbersRight()
{
    const QString table = ctl::drawTable(
        {u"Name"_s, u"Size"_s}, {{u"a"_s, u"5"_s}, {u"b"_s, u"1024"_s}}, {false, true}, 0, 8);
    QCOMPARE(table, u"+------+------+\n"
                    "| Name | Size |\n"
                    "+------+------+\n"
                    "| a    |    5 |\n"
                    "| b    | 1024 |\n"
                    "+------+------+\n"_s);
}

void TestTable::wrapsAtWordsAndHyphens()
{
    const QString table = ctl::drawTable({u"Text"_s}, {{u"one two-three four"_s}}, {false}, 14, 4);
    QCOMPARE(table, u"+------------+\n"
                    "| Text       |\n"
                    "+------------+\n"
                    "| one two-   |\n"
                    "| three four |\n"
                    "+------------+\n"_s);
}

void TestTable::keepsTheLeastWidth()
{
    const QString table = ctl::drawTable({u"A"_s}, {{u"abcdefghijkl"_s}}, {false}, 5, 8);
    QCOMPARE(table, u"+----------+\n"
                    "| A        |\n"
                    "+----------+\n"
                    "| abcdefgh |\n"
                    "| ijkl     |\n"
                    "+----------+\n"_s);
}

QTEST_GUILESS_MAIN(TestTable)
#include "tst_table.moc"
