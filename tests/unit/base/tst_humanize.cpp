#include "base/humanize.h"

#include <QtCore/QLocale>
#include <QtTest/QtTest>

using namespace oriel;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// The texts for sizes, ages and durations.
class TestHumanize : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void ages_data();
    void ages();
    void agesAreInTheOrderOfDates();
    void spans();
    void sizes_data();
    void sizes();
    void quotas();
    void enumerations();
};

void TestHumanize::enumerations()
{
    QCOMPARE(enumeration({}), QString());
    QCOMPARE(enumeration({u"1 image"_s}), u"1 image"_s);
    QCOMPARE(enumeration({u"1 image"_s, u"%2"_s}), u"1 image and %2"_s);
    QCOMPARE(enumeration({u"1 image"_s, u"2 ports"_s, u"a volume"_s}),
             u"1 image, 2 ports and a volume"_s);
}

void TestHumanize::ages_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("now") << qint64(0) << "just now";
    QTest::newRow("clocks differ") << qint64(-59) << "just now";
    QTest::newRow("under a minute") << qint64(59) << "just now";
    QTest::newRow("minutes") << qint64(60) << "1 minute";
    QTest::newRow("under an hour") << qint64(3599) << "59 minutes";
    QTest::newRow("hours") << qint64(3600) << "1 hour";
    QTest::newRow("under a day") << qint64(86'399) << "23 hours";
    QTest::newRow("a day") << qint64(86'400) << "1 day";
    QTest::newRow("days") << qint64(60 * 86'400) << "60 days";
    QTest::newRow("two months") << qint64(61 * 86'400) << "2 months";
    QTest::newRow("months") << qint64(365 * 86'400) << "12 months";
    QTest::newRow("under two years") << qint64(729 * 86'400) << "23 months";
    QTest::newRow("years") << qint64(800 * 86'400) << "2 years";
    QTest::newRow("ahead of us") << qint64(-7200) << "just now";
}

void TestHumanize::ages()
{
    QFETCH(qint64, seconds);
    QFETCH(QString, text);
    const QDateTime now(QDate(2026, 1, 15), QTime(12, 0), Qt::UTC);
    QCOMPARE(ageText(now.addSecs(-seconds), now), text);
    QCOMPARE(agoText(now.addSecs(-seconds), now), seconds < 60 ? text : text + u" ago"_s);
    QCOMPARE(pastText(now.addSecs(-seconds), now),
             seconds < 60 ? u"a few seconds ago"_s : text + u" ago"_s);
    QCOMPARE(ageText(QDateTime(), now), emptyCell());
    QCOMPARE(agoText(QDateTime(), now), emptyCell());
    QCOMPARE(pastText(QDateTime(), now), emptyCell());
    QCOMPARE(timeText(QDateTime()), emptyCell());
    const QDateTime noon(QDate(2026, 11, 23), QTime(12, 0));
    QCOMPARE(momentText(noon.addSecs(-3600).toUTC(), noon.toUTC()), u"11:00"_s);
    QCOMPARE(momentText(noon.addDays(-1).toUTC(), noon.toUTC()), u"2026-11-22 12:00"_s);
    QCOMPARE(momentText(QDateTime(), noon.toUTC()), emptyCell());
}

void TestHumanize::agesAreInTheOrderOfDates()
{
    const QDateTime now(QDate(2026, 1, 15), QTime(12, 0), Qt::UTC);
    double last = 0; // days
    for (int days = 1; days <= 800; ++days) {
        const QString text = ageText(now.addDays(-days), now);
        const QStringList words = text.split(u' ');
        const double unit = words.at(1).startsWith("day"_L1)     ? 1
                            : words.at(1).startsWith("month"_L1) ? 365.0 / 12
                                                                 : 365;
        const double said = words.at(0).toInt() * unit;
        QVERIFY2(said >= last && said <= days,
                 qPrintable(u"%1: %2"_s.arg(QString::number(days), text)));
        last = said;
    }
}

void TestHumanize::spans()
{
    QCOMPARE(durationText(-5s), u"0 s"_s);
    QCOMPARE(durationText(45s), u"45 s"_s);
    QCOMPARE(durationText(200s), u"3 min 20 s"_s);
    QCOMPARE(durationText(7'500s), u"2 h 5 min"_s);
    QCOMPARE(durationText(76h), u"3 d 4 h"_s);
}

void TestHumanize::sizes_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << qint64(0) << "0 B";
    QTest::newRow("bytes") << qint64(1023) << "1023 B";
    QTest::newRow("KiB") << qint64(1024) << "1 KiB";
    QTest::newRow("tenths") << qint64(1'468'006) << "1.4 MiB";
    QTest::newRow("never 1024 of anything") << qint64(1024 * 1024 - 1) << "1 MiB";
    QTest::newRow("GiB") << qint64(20) * 1024 * 1024 * 1024 << "20 GiB";
    QTest::newRow("over a hundred") << qint64(153'461'760) << "146 MiB";
    QTest::newRow("largest") << std::numeric_limits<qint64>::max() << "8 EiB";
    QTest::newRow("unknown") << qint64(-1) << emptyCell();
}

void TestHumanize::sizes()
{
    QFETCH(qint64, bytes);
    QFETCH(QString, text);
    QCOMPARE(bytesText(bytes), text);
}

void TestHumanize::quotas()
{
    QCOMPARE(gibText(0), u"0 GiB"_s);
    QCOMPARE(gibText(20), u"20 GiB"_s);
    QCOMPARE(gibText(1536), u"1536 GiB"_s); // the C locale groups nothing
    QCOMPARE(gibText(-1), emptyCell());
    QCOMPARE(memoryText(64), u"0.06 GiB"_s);
    QCOMPARE(memoryText(512), u"0.5 GiB"_s);
    QCOMPARE(memoryText(2048), u"2 GiB"_s);
    QCOMPARE(memoryText(6656), u"6.5 GiB"_s);
    QCOMPARE(memoryText(-1), emptyCell());
}

QTEST_APPLESS_MAIN(TestHumanize)
#include "tst_humanize.moc"
