#include "openstack/config/commandlineoptions.h"
#include "openstack/config/settings.h"

#include <QtCore/QCommandLineParser>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel::openstack;

class TestCommandLineOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyUsedOptionIsRead()
    {
        for (const QString &name : usedOptions()) {
            const QString value = name.contains("version"_L1)     ? sample(name)
                                  : name.contains("interface"_L1) ? u"internal"_s
                                  : name.contains("endpoint"_L1)  ? u"adminURL"_s
                                                                  : u"x"_s;
            const auto read = readLine({u"--os-"_s + name, value});
            QVERIFY2(std::holds_alternative<SignInOptions>(read), qPrintable(name));
            QCOMPARE(std::get<SignInOptions>(read).value(name), value);
        }
    }

    void everyRefusedOptionIsNamed()
    {
        for (const QString &name : refusedOptions() + QStringList{u"beta-command"_s}) {
            const bool flag = name == "beta-command"_L1;
            const auto read = readLine(flag ? QStringList{u"--os-"_s + name}
                                            : QStringList{u"--os-"_s + name, u"x"_s});
            QVERIFY2(std::holds_alternative<QString>(read), qPrintable(name));
            QVERIFY2(std::get<QString>(read).startsWith("--os-"_L1 + name + u' '),
                     qPrintable(std::get<QString>(read)));
        }
    }

    void versionsThatCannotBeHonoured()
    {
        QCOMPARE(problemOf({u"--os-compute-api-version"_s, u"2.60"_s}), QString());
        QCOMPARE(problemOf({u"--os-compute-api-version"_s, u"2.latest"_s}), QString());
        QCOMPARE(problemOf({u"--os-volume-api-version"_s, u"3.59"_s}), QString());
        QCOMPARE(problemOf({u"--os-object-api-version"_s, u"1"_s}), QString()); // not used
        for (const auto &[name, value] : {std::pair(u"--os-volume-api-version"_s, u"2"_s),
                                          std::pair(u"--os-identity-api-version"_s, u"2.0"_s),
                                          std::pair(u"--os-compute-api-version"_s, u"newest"_s),
                                          std::pair(u"--os-interface"_s, u"private"_s)}) {
            const QString problem = problemOf({name, value});
            QVERIFY2(problem.startsWith(name) && problem.contains(value), qPrintable(problem));
        }
    }

    void verifyAndInsecure()
    {
        QCOMPARE(std::get<SignInOptions>(readLine({u"--insecure"_s})).value(u"insecure"_s),
                 u"true"_s);
        QVERIFY(!problemOf({u"--insecure"_s, u"--verify"_s}).isEmpty());
    }

    void underscoresAndUnknownOptions()
    {
        QCOMPARE(withNormalOptions({u"x"_s, u"--os_cloud=a_b"_s, u"a_b"_s, u"--"_s, u"--os_c"_s}),
                 QStringList({u"x"_s, u"--os-cloud=a_b"_s, u"a_b"_s, u"--"_s, u"--os_c"_s}));
        QCOMPARE(unknownSignInOption({u"x"_s, u"--os-cloud"_s, u"--os-foo"_s}), QString());
        QCOMPARE(unknownSignInOption({u"x"_s, u"--os-foo=1"_s}), u"--os-foo"_s);
        QVERIFY(takesSignInValue(u"--os-trust-id"_s));
        QVERIFY(!takesSignInValue(u"--os-trust-id=x"_s));
        QVERIFY(!takesSignInValue(u"--os-beta-command"_s));
    }

private:
    static QString sample(const QString &name)
    {
        return name.startsWith("volume"_L1) || name.startsWith("identity"_L1) ? u"3"_s : u"2"_s;
    }

    static std::variant<SignInOptions, QString> readLine(const QStringList &arguments)
    {
        QCommandLineParser parser;
        addSignInOptions(parser);
        if (!parser.parse(QStringList{u"oriel"_s} + arguments))
            qFatal("%s", qPrintable(parser.errorText()));
        return readSignInOptions(parser);
    }

    static QString problemOf(const QStringList &arguments)
    {
        const auto read = readLine(arguments);
        const auto *problem = std::get_if<QString>(&read);
        return problem ? *problem : QString();
    }
};

QTEST_GUILESS_MAIN(TestCommandLineOptions)
#include "tst_commandlineoptions.moc"
