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
            if (name.startsWith(u"OS_"_qs))
                environment.remove(name);
        }
        for (const char *name :
             {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DBUS_SESSION_BUS_ADDRESS"})
            environment.remove(QLatin1String(name));
        environment.insert(u"HOME"_qs, m_home.path());
        environment.insert(u"XDG_CONFIG_HOME"_qs, m_home.path());
        environment.insert(u"XDG_STATE_HOME"_qs, m_home.filePath(u"state"_qs));
        for (auto it = variables.begin(); it != variables.end(); ++it)
            environment.insert(it.key(), it.value());
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_home.path());
        process.start(QStringLiteral(ORIEL_BINARY), arguments);
        if (!process.waitForFinished(30000)) {
            process.kill();
            process.waitForFinished();
            return {-2, {}, u"it did not end"_qs};
        }
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -3,
                QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }

private Q_SLOTS:
    void version()
    {
        const Outcome o = run({u"--version"_qs});
        QCOMPARE(o.code, 0);
        QCOMPARE(o.out, u"oriel %1\n"_qs.arg(QStringLiteral(ORIEL_VERSION)));
        QCOMPARE(o.err, QString());
    }

    void help()
    {
        const Outcome o = run({u"--help"_qs});
        QCOMPARE(o.code, 0);
        for (const QString &word : {u"--cloud"_qs, u"--demo"_qs, u"--demo-server"_qs, u"--port"_qs,
                                    u"--demo-servers"_qs, u"--demo-latency"_qs, u"Exit codes"_qs})
            QVERIFY2(o.out.contains(word), qPrintable(word));
        QCOMPARE(o.err, QString());
    }

    void wrongUsage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("said");
        QTest::newRow("unknown") << QStringList{u"--bogus"_qs} << u"bogus"_qs;
        QTest::newRow("word") << QStringList{u"please"_qs} << u"please"_qs;
        QTest::newRow("both") << QStringList{u"--demo"_qs, u"--cloud"_qs, u"a"_qs}
                              << u"only one"_qs;
        QTest::newRow("both names")
            << QStringList{u"--os-cloud"_qs, u"a"_qs, u"--cloud"_qs, u"b"_qs} << u"only one"_qs;
        QTest::newRow("refused") << QStringList{u"--os-trust-id"_qs, u"t"_qs}
                                 << u"--os-trust-id"_qs;
        QTest::newRow("version") << QStringList{u"--os-volume-api-version"_qs, u"2"_qs}
                                 << u"--os-volume-api-version"_qs;
        QTest::newRow("timing") << QStringList{u"--timing"_qs} << u"--timing"_qs;
        QTest::newRow("demo with a cloud's option")
            << QStringList{u"--demo"_qs, u"--insecure"_qs} << u"--demo"_qs;
        QTest::newRow("no name") << QStringList{u"--cloud"_qs} << u"cloud"_qs;
        QTest::newRow("empty name") << QStringList{u"--cloud="_qs} << u"cloud"_qs;
        QTest::newRow("port") << QStringList{u"--demo-server"_qs, u"--port"_qs, u"70000"_qs}
                              << u"70000"_qs;
        QTest::newRow("port without") << QStringList{u"--port"_qs, u"80"_qs} << u"--demo-server"_qs;
        QTest::newRow("servers") << QStringList{u"--demo"_qs, u"--demo-servers"_qs, u"many"_qs}
                                 << u"many"_qs;
        QTest::newRow("latency") << QStringList{u"--demo"_qs, u"--demo-latency"_qs, u"-3"_qs}
                                 << u"-3"_qs;
        QTest::newRow("latency without")
            << QStringList{u"--demo-latency"_qs, u"300"_qs} << u"--demo-server"_qs;
    }
    void wrongUsage()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, said);
        const Outcome o = run(arguments);
        QCOMPARE(o.code, 2);
        QCOMPARE(o.out, QString());
        QVERIFY2(o.err.startsWith(u"oriel: "_qs) && o.err.contains(said), qPrintable(o.err));
    }

    void withoutADisplayItSaysWhatToDo()
    {
        const Outcome o = run({});
        QCOMPARE(o.code, 1);
        QCOMPARE(o.err.count(u'\n'), 1);
        QVERIFY(o.err.contains(u"display"_qs) && o.err.contains(u"xvfb-run"_qs));
    }

    void aDisplayThatDoesNotAnswerIsNamed_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("display");
        QTest::newRow("X11") << u"DISPLAY"_qs << u":4711"_qs;
        QTest::newRow("X11, nonsense") << u"DISPLAY"_qs << u"nonsense"_qs;
        QTest::newRow("Wayland") << u"WAYLAND_DISPLAY"_qs << u"wayland-4711"_qs;
    }
    void aDisplayThatDoesNotAnswerIsNamed()
    {
        QFETCH(QString, variable);
        QFETCH(QString, display);
        const Outcome o = run({}, {{variable, display}});
        QCOMPARE(o.code, 1);
        QCOMPARE(o.err.count(u'\n'), 1);
        QVERIFY2(o.err.contains(display) && o.err.contains(u"xvfb-run"_qs), qPrintable(o.err));
    }

    void anUnknownCloudIsNamedWithThoseThereAre()
    {
        QFile file(m_home.filePath(u"clouds.yaml"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("clouds:\n  work:\n    auth:\n      auth_url: http://127.0.0.1:1/v3\n");
        file.close();
        const Outcome o =
            run({u"--cloud"_qs, u"play"_qs}, {{u"QT_QPA_PLATFORM"_qs, u"offscreen"_qs}});
        QCOMPARE(o.code, 2);
        QVERIFY2(o.err.contains(u"play"_qs) && o.err.contains(u"work"_qs), qPrintable(o.err));
    }

    void aBrokenFileIsNamedWithItsLine()
    {
        QFile file(m_home.filePath(u"clouds.yaml"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("clouds:\n  work: [1, 2\n");
        file.close();
        const Outcome o =
            run({u"--cloud"_qs, u"work"_qs}, {{u"QT_QPA_PLATFORM"_qs, u"offscreen"_qs}});
        QCOMPARE(o.code, 1);
        QVERIFY2(o.err.contains(u"clouds.yaml"_qs), qPrintable(o.err));
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
