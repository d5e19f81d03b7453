#include "ui/theme/sessionbus.h"

#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>
#include <QtNetwork/QLocalServer>
#include <QtNetwork/QLocalSocket>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;

/// A bus that does not answer must not hold up the window.
class TestSessionBus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_before = qgetenv("DBUS_SESSION_BUS_ADDRESS"); }
    void cleanup()
    {
        if (m_before.isNull())
            qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        else
            qputenv("DBUS_SESSION_BUS_ADDRESS", m_before);
    }

    void aMuteBusIsLeft()
    {
        QTemporaryDir folder;
        QLocalServer server; // takes connections and never says a word
        QVERIFY(server.listen(folder.filePath(u"bus"_s)));
        useBus(server.fullServerName());
        ui::leaveDeadSessionBus();
        QCOMPARE(qgetenv("DBUS_SESSION_BUS_ADDRESS"), QByteArray("disabled:"));
        QVERIFY(!ui::sessionBusRuns());
    }

    void aBusThatIsGoneIsLeft()
    {
        useBus(u"/nowhere/bus"_s);
        ui::leaveDeadSessionBus();
        QCOMPARE(qgetenv("DBUS_SESSION_BUS_ADDRESS"), QByteArray("disabled:"));
    }

    void aBusThatAnswersIsKept()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"bus"_s);
        QSemaphore listening;
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            QLocalServer server;
            server.listen(path);
            listening.release();
            if (!server.waitForNewConnection(10'000))
                return;
            QLocalSocket *client = server.nextPendingConnection();
            client->waitForReadyRead(10'000);
            client->write("REJECTED EXTERNAL\r\n");
            client->waitForBytesWritten(10'000);
            client->waitForDisconnected(10'000);
        }));
        thread->start();
        listening.acquire();
        useBus(path);
        const QByteArray address = qgetenv("DBUS_SESSION_BUS_ADDRESS");
        ui::leaveDeadSessionBus();
        QCOMPARE(qgetenv("DBUS_SESSION_BUS_ADDRESS"), address);
        thread->wait();
    }

private:
    static void useBus(const QString &path)
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + path.toUtf8() + ",guid=0123");
    }

    QByteArray m_before;
};

QTEST_MAIN(TestSessionBus)
#include "tst_sessionbus.moc"
