#include "unit/demo/harness.h"

#include "demo/demoserver.h"

#include <QtTest/QtTest>

#include <csignal>

using namespace oriel::test;

/// The demo cloud run alone, as `--demo-server` does.
class DemoServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsOnASignal_data();
    void endsOnASignal();
    void saysWhenThePortIsTaken();
};

void DemoServerTest::endsOnASignal_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void DemoServerTest::endsOnASignal()
{
    QFETCH(int, number);
    bool raised = false;
    // Fires inside the server's own loop, when it listens already.
    QTimer::singleShot(50, this, [&] {
        raised = true;
        ::raise(number);
    });
    QCOMPARE(oriel::demo::runDemoServer({}), 0);
    QVERIFY(raised);
}

void DemoServerTest::saysWhenThePortIsTaken()
{
    Harness first;
    oriel::demo::DemoOptions options;
    options.port = first.cloud.port();
    QCOMPARE(oriel::demo::runDemoServer(options), 1);
    QCOMPARE(first.signIn().status, 201);
}

QTEST_GUILESS_MAIN(DemoServerTest)
#include "tst_demoserver.moc"
