#include "base/time.h"

#include <QtTest/QtTest>

using namespace oriel;

/// The services' forms of ISO 8601.
class TestTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
};

void TestTime::reads_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QDateTime>("expected");
    const QDateTime base(QDate(2026, 11, 22), QTime(22, 44, 39), Qt::UTC);
    QTest::newRow("nova") << QByteArray("2026-11-22T22:44:39Z") << base;
    QTest::newRow("cinder, without a zone") << QByteArray("2026-11-22T22:44:39.000000") << base;
    QTest::newRow("keystone") << QByteArray("2026-11-22T22:44:39.123456Z") << base.addMSecs(123);
    QTest::newRow("short fraction") << QByteArray("2026-11-22T22:44:39.5") << base.addMSecs(500);
    QTest::newRow("blank") << QByteArray("2026-11-22 22:44:39") << base;
    QTest::newRow("offset") << QByteArray("2026-11-23T00:44:39+02:00") << base;
    QTest::newRow("offset without a colon") << QByteArray("2026-11-22T17:14:39-0530") << base;
    QTest::newRow("short offset") << QByteArray("2026-11-23T00:44:39+02") << base;
    QTest::newRow("zero offset") << QByteArray("2026-11-22T22:44:39.000000+00:00") << base;
    QTest::newRow("without seconds") << QByteArray("2026-11-22T22:44Z") << base.addSecs(-39);
    QTest::newRow("leap day") << QByteArray("2024-02-29T00:00:00Z")
                              << QDateTime(QDate(2024, 2, 29), QTime(0, 0), Qt::UTC);
}

void TestTime::reads()
{
    QFETCH(QByteArray, text);
    QFETCH(QDateTime, expected);
    const auto time = parseTime({text.constData(), static_cast<std::size_t>(text.size())});
    QVERIFY(time);
    QCOMPARE(*time, expected);
    QCOMPARE(time->timeSpec(), Qt::UTC);
}

void TestTime::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"", "2026", "2026-11-22", "2026-13-22T00:00:00Z", "2026-02-29T00:00:00Z",
          "2026-11-22T24:00:00Z", "2026-11-22T22:44:39.Z", "2026-11-22T22:44:39 and more",
          "2026-11-22T22:44:39+99:00", "22 Nov 2026", "2026-11-22T2a:44:39Z", "2026-11-22T22:44:"})
        QTest::newRow(text) << QByteArray(text);
}

void TestTime::refuses()
{
    QFETCH(QByteArray, text);
    QVERIFY(!parseTime({text.constData(), static_cast<std::size_t>(text.size())}));
}

QTEST_APPLESS_MAIN(TestTime)
#include "tst_time.moc"
