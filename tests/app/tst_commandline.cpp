#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

namespace {

struct Outcome
{
    int code = -1;
    QString out;
    QString err;
};

} // namespace

/// The program as a script meets it.
class TestCommandLine : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_home;

    Outcome run(const QStringList &arguments, const QMap<QString, QString> &variables = {})
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const QString &name : environment.keys()) {
            if (name.startsWith(u"OS_"_s))
                environment.remove(name);
        }
        for (const char *name :
             {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DBUS_SESSION_BUS_ADDRESS"})
            environment.remove(QLatin1String(name));
        environment.insert(u"HOME"_s, m_home.path());
        environment.insert(u"XDG_CONFIG_HOME"_s, m_home.path());
        environment.insert(u"XDG_STATE_HOME"_s, m_home.filePath(u"state"_s));
        for (auto it = variables.begin(); it != variables.end(); ++it)
            environment.insert(it.key(), it.value());
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_home.path());
        process.start(QString::fromUtf8(ORIEL_BINARY), arguments);
        if (!process.waitForFinished(30000)) {
            process.kill();
            process.waitForFinished();
            return {-2, {}, u"it did not end"_s};
        }
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -3,
                QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }

private Q_SLOTS:
    void version()
    {
        const Outcome o = run({u"--version"_s});
        QCOMPARE(o.code, 0);
        QCOMPARE(o.out, u"oriel %1\n"_s.arg(QString::fromUtf8(ORIEL_VERSION)));
        QCOMPARE(o.err, QString());
    }

    void help()
    {
        const Outcome o = run({u"--help"_s});
        QCOMPARE(o.code, 0);
        for (const QString &word :
             {u"--cloud"_s, u"--demo"_s, u"--demo-server"_s, u"--port"_s, u"--demo-servers"_s,
              u"--demo-latency"_s, u"--demo-reclaim"_s, u"Exit codes"_s, u"openrc"_s})
            QVERIFY2(o.out.contains(word), qPrintable(word));
        QCOMPARE(o.err, QString());
    }

    void wrongUsage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("said");
        QTest::newRow("unknown") << QStringList{u"--bogus"_s} << u"bogus"_s;
        QTest::newRow("word") << QStringList{u"please"_s} << u"please"_s;
        QTest::newRow("two files")
            << QStringList{QString::fromUtf8(ORIEL_BINARY), u"other"_s} << u"other"_s;
        QTest::newRow("a file and the demo cloud")
            << QStringList{u"--demo"_s, QString::fromUtf8(ORIEL_BINARY)} << u"--demo"_s;
        QTest::newRow("a file and a cloud")
            << QStringList{u"--os-cloud"_s, u"a"_s, QString::fromUtf8(ORIEL_BINARY)}
            << u"--os-cloud"_s;
        QTest::newRow("both") << QStringList{u"--demo"_s, u"--cloud"_s, u"a"_s} << u"only one"_s;
        QTest::newRow("both names")
            << QStringList{u"--os-cloud"_s, u"a"_s, u"--cloud"_s, u"b"_s} << u"only one"_s;
        QTest::newRow("refused") << QStringList{u"--os-trust-id"_s, u"t"_s} << u"--os-trust-id"_s;
        QTest::newRow("version") << QStringList{u"--os-volume-api-version"_s, u"2"_s}
                                 << u"--os-volume-api-version"_s;
        QTest::newRow("timing") << QStringList{u"--timing"_s} << u"--timing"_s;
        QTest::newRow("demo with a cloud's option")
            << QStringList{u"--demo"_s, u"--insecure"_s} << u"--demo"_s;
        QTest::newRow("no name") << QStringList{u"--cloud"_s} << u"cloud"_s;
        QTest::newRow("empty name") << QStringList{u"--cloud="_s} << u"cloud"_s;
        QTest::newRow("port") << QStringList{u"--demo-server"_s, u"--port"_s, u"70000"_s}
                              << u"70000"_s;
        QTest::newRow("port without") << QStringList{u"--port"_s, u"80"_s} << u"--demo-server"_s;
        QTest::newRow("servers") << QStringList{u"--demo"_s, u"--demo-servers"_s, u"many"_s}
                                 << u"many"_s;
        QTest::newRow("latency") << QStringList{u"--demo"_s, u"--demo-latency"_s, u"-3"_s}
                                 << u"-3"_s;
        QTest::newRow("reclaim") << QStringList{u"--demo"_s, u"--demo-reclaim"_s, u"a day"_s}
                                 << u"a day"_s;
        QTest::newRow("reclaim without")
            << QStringList{u"--demo-reclaim"_s, u"300"_s} << u"--demo-server"_s;
        QTest::newRow("latency without")
            << QStringList{u"--demo-latency"_s, u"300"_s} << u"--demo-server"_s;
    }
    void wrongUsage()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, said);
        const Outcome o = run(arguments);
        QCOMPARE(o.code, 2);
        QCOMPARE(o.out, QString());
        QVERIFY2(o.err.startsWith(u"oriel: "_s) && o.err.contains(said), qPrintable(o.err));
    }

    void withoutADisplayItSaysWhatToDo()
    {
        const Outcome o = run({});
        QCOMPARE(o.code, 1);
        QCOMPARE(o.err.count(u'\n'), 1);
        QVERIFY(o.err.contains(u"display"_s) && o.err.contains(u"xvfb-run"_s));
    }

    void aDisplayThatDoesNotAnswerIsNamed_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("display");
        QTest::newRow("X11") << u"DISPLAY"_s << u":4711"_s;
        QTest::newRow("X11, nonsense") << u"DISPLAY"_s << u"nonsense"_s;
        QTest::newRow("Wayland") << u"WAYLAND_DISPLAY"_s << u"wayland-4711"_s;
    }
    void aDisplayThatDoesNotAnswerIsNamed()
    {
        QFETCH(QString, variable);
        QFETCH(QString, display);
        const Outcome o = run({}, {{variable, display}});
        QCOMPARE(o.code, 1);
        QCOMPARE(o.err.count(u'\n'), 1);
        QVERIFY2(o.err.contains(display) && o.err.contains(u"xvfb-run"_s), qPrintable(o.err));
    }

    void anUnknownCloudIsNamedWithThoseThereAre()
    {
        QFile file(m_home.filePath(u"clouds.yaml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("clouds:\n  work:\n    auth:\n      auth_url: http://127.0.0.1:1/v3\n");
        file.close();
        const Outcome o = run({u"--cloud"_s, u"play"_s}, {{u"QT_QPA_PLATFORM"_s, u"offscreen"_s}});
        QCOMPARE(o.code, 2);
        QVERIFY2(o.err.contains(u"play"_s) && o.err.contains(u"work"_s), qPrintable(o.err));
    }

    void aBrokenFileIsNamedWithItsLine()
    {
        QFile file(m_home.filePath(u"clouds.yaml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("clouds:\n  work: [1, 2\n");
        file.close();
        const Outcome o = run({u"--cloud"_s, u"work"_s}, {{u"QT_QPA_PLATFORM"_s, u"offscreen"_s}});
        QCOMPARE(o.code, 1);
        QVERIFY2(o.err.contains(u"clouds.yaml"_s), qPrintable(o.err));
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
