#include "openstack/config/openrc.h"

#include "openstack/config/cloudsloader.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::openstack;

namespace {

QString fixture(const QString &name)
{
    return QString::fromUtf8(ORIEL_FIXTURES) + "/openrc/"_L1 + name + ".sh"_L1;
}

Openrc read(const QByteArray &text)
{
    const auto openrc = readOpenrc(text, u"rc"_s, u"/home/ada"_s);
    return openrc ? *openrc : Openrc{};
}

QString problem(const QByteArray &text)
{
    const auto openrc = readOpenrc(text, u"rc"_s, u"/home/ada"_s);
    return openrc ? QString() : openrc.error().message;
}

QString value(const QByteArray &text, const QString &name = u"OS_USERNAME"_s)
{
    return read(text).variables.value(name).text;
}

/// The one cloud of an opened file.
FoundCloud opened(const QString &path, const SignInOptions &options = {})
{
    Environment environment;
    environment.homeDirectory = u"/home/ada"_s;
    // What the process has plays no part.
    environment.variables.insert(u"OS_USERNAME"_s, u"somebody"_s);
    environment.variables.insert(u"OS_CLOUD"_s, u"elsewhere"_s);
    const auto list = CloudsLoader::open(path, environment, options);
    if (!list)
        return {QString(), path, list.error()};
    if (list->clouds.size() != 1)
        qFatal("one cloud expected");
    return list->clouds.front();
}

} // namespace

class TestOpenrc : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realFiles_data();
    void realFiles();
    void horizonAsksForThePassword();
    void anApplicationCredentialIsComplete();
    void aLoopThatClearsIsNotRun();
    void theFileOfDevstackIsRefused();
    void everythingCanBeAsked();
    void values_data();
    void values();
    void refusals_data();
    void refusals();
    void conditions_data();
    void conditions();
    void questions();
    void aSecretOfACommandIsAsked();
    void whatIsNotRunIsTold();
    void onlyWhatIsExported();
    void clearing();
    void endlessGrowthIsRefused();
    void deepNestingIsRefused();
    void isRecognized_data();
    void isRecognized();
    void settingsAreCheckedWithTheirLine();
    void selectorsAreTold();
    void optionsGoOver();
    void opensACloudsFileAlone();
    void whatIsNoSuchFile();
    void whatIsMissingIsNoError();
};

void TestOpenrc::realFiles_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("project");
    QTest::addColumn<QString>("region");
    QTest::addColumn<QString>("password");
    const auto row = [](const char *name, const char *address, const char *user,
                        const char *project, const char *region, const char *password) {
        const auto text = [](const char *latin) {
            return QString::fromLatin1(latin);
        };
        QTest::newRow(name) << text(address) << text(user) << text(project) << text(region)
                            << text(password);
    };
    row("horizon-v3", "https://cloud.example.org:5000", "ada", "research", "", "");
    row("ovh", "https://auth.cloud.example.net/v3", "user-AbCd", "1234567890", "GRA11", "");
    row("packstack", "http://10.0.0.1:5000/v3", "admin", "admin", "RegionOne", "p4ss\"word");
    row("kolla", "http://10.0.0.1:5000", "admin", "admin", "RegionOne", "kolla");
    row("tripleo", "https://10.0.0.5:13000", "admin", "admin", "regionOne", "tripleo");
    row("devstack-user", "http://127.0.0.1/identity", "demo", "demo", "", "secret");
}

void TestOpenrc::realFiles()
{
    QFETCH(const QString, address);
    const FoundCloud found = opened(fixture(QString::fromLatin1(QTest::currentDataTag())));
    QVERIFY2(found.config.ok(),
             qPrintable(found.config.ok() ? u""_s : found.config.error().message));
    const CloudConfig cloud = *found.config;
    QCOMPARE(cloud.auth.authUrl, QUrl(address));
    QCOMPARE(cloud.name, QUrl(address).host());
    QTEST(cloud.auth.username, "user");
    QTEST(cloud.auth.projectName, "project");
    QTEST(cloud.region, "region");
    QTEST(cloud.auth.password, "password");
    QVERIFY(cloud.method == AuthMethod::Password);
    QCOMPARE(found.file, fixture(QString::fromLatin1(QTest::currentDataTag())));
}

void TestOpenrc::horizonAsksForThePassword()
{
    const FoundCloud found = opened(fixture(u"horizon-v3"_s));
    QCOMPARE(found.config->missingSecret(), Secret::Password);
    QCOMPARE(found.asked.value(u"OS_PASSWORD"_s),
             u"Please enter your OpenStack Password for project research as user ada:"_s);
    QCOMPARE(found.asked.size(), 1);
    QCOMPARE(found.config->auth.userDomainName, u"Default"_s);
    QCOMPARE(found.config->auth.projectDomainId, u"default"_s);
    QCOMPARE(found.config->interface, u"public"_s);
    QCOMPARE(found.notices, QStringList());
}

void TestOpenrc::anApplicationCredentialIsComplete()
{
    const CloudConfig cloud = *opened(fixture(u"horizon-appcred"_s)).config;
    QVERIFY(cloud.method == AuthMethod::ApplicationCredential);
    QCOMPARE(cloud.auth.applicationCredentialId, u"c3f2"_s);
    QCOMPARE(cloud.auth.applicationCredentialSecret, u"s3cret$not a variable"_s);
    QCOMPARE(cloud.missingSecret(), Secret::None);
    QCOMPARE(cloud.region, u"RegionOne"_s);
}

void TestOpenrc::aLoopThatClearsIsNotRun()
{
    const FoundCloud found = opened(fixture(u"kolla"_s));
    QCOMPARE(found.config->caCertificate, u"/home/ada/ca.pem"_s);
    QCOMPARE(found.config->interface, u"internal"_s);
    QCOMPARE(found.notices, QStringList());
}

void TestOpenrc::theFileOfDevstackIsRefused()
{
    const FoundCloud found = opened(fixture(u"devstack-openrc"_s));
    QVERIFY(!found.config.ok());
    const QString said = found.config.error().message;
    QVERIFY2(said.contains("line 15"_L1) && said.contains(u"“source”"_s), qPrintable(said));
}

void TestOpenrc::everythingCanBeAsked()
{
    const FoundCloud found = opened(fixture(u"everything-asked"_s));
    QVERIFY2(found.config.ok(),
             qPrintable(found.config.ok() ? u""_s : found.config.error().message));
    QVERIFY(found.config->method == AuthMethod::Multifactor);
    QCOMPARE(found.config->missingSecret(), Secret::PasswordAndPasscode);
    QVERIFY(found.config->auth.username.isEmpty());
    QCOMPARE(found.config->auth.userDomainName, u"campus"_s);
    const QMap<QString, QString> asked{{u"OS_USERNAME"_s, u"Your campus name:"_s},
                                       {u"OS_PASSWORD"_s, u"Your campus password:"_s},
                                       {u"OS_PASSCODE"_s, u"One-time code:"_s}};
    QCOMPARE(found.asked, asked);
}

void TestOpenrc::values_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *text, const char *expected) {
        QTest::newRow(name) << QByteArray(text) << QString::fromUtf8(expected);
    };
    row("plain", "export OS_USERNAME=ada", "ada");
    row("without export", "OS_USERNAME=ada", "ada");
    row("exported later", "OS_USERNAME=ada\nexport OS_USERNAME", "ada");
    row("declare", "declare -x OS_USERNAME=ada", "ada");
    row("all exported", "set -a\nOS_USERNAME=ada\nset +a", "ada");
    row("double quotes", "export OS_USERNAME=\"a d\\\"a\\\\\"", "a d\"a\\");
    row("backslash in double quotes", "export OS_USERNAME=\"a\\d\"", "a\\d");
    row("single quotes", "export OS_USERNAME='a $b \\'", "a $b \\");
    row("quoted as a whole", "export \"OS_USERNAME=a b\"", "a b");
    row("pieces", "export OS_USERNAME=a'b'\"c\"d", "abcd");
    row("escaped", "export OS_USERNAME=a\\ b\\$c", "a b$c");
    row("comment", "export OS_USERNAME=ada # her name", "ada");
    row("a hash is part of a word", "export OS_USERNAME=a#b", "a#b");
    row("line goes on", "export OS_USERNAME=\\\nada", "ada");
    row("several in a line", "export OS_X=1 OS_USERNAME=ada OS_Y=2; export OS_Z=3", "ada");
    row("the last one counts", "export OS_USERNAME=bob\nexport OS_USERNAME=ada", "ada");
    row("earlier variable", "me=ada\nexport OS_USERNAME=\"${me}@$me\"", "ada@ada");
    row("default", "export OS_USERNAME=${OS_USERNAME:-ada}", "ada");
    row("nested default", "export OS_USERNAME=${A:-${B:-\"a da\"}}", "a da");
    row("assigned default", ": ${ME:=ada}\nexport OS_USERNAME=$ME", "ada");
    row("alternative", "A=1\nexport OS_USERNAME=${A:+ada}${B:+bob}", "ada");
    row("default is not needed", "ME=ada\nexport OS_USERNAME=${ME:-bob}", "ada");
    row("appended", "export OS_USERNAME=a\nOS_USERNAME+=da", "ada");
    row("unset", "export OS_USERNAME=ada\nunset OS_USERNAME", "");
    row("home", "export OS_USERNAME=$HOME/x", "/home/ada/x");
    row("tilde", "export OS_USERNAME=~/x", "/home/ada/x");
    row("no tilde in quotes", "export OS_USERNAME=\"~/x\"", "~/x");
    row("dollar alone", "export OS_USERNAME=a$", "a$");
    row("windows", "export OS_USERNAME=ada\r\nexport OS_X=1\r\n", "ada");
    row("byte order mark",
        "\xef\xbb\xbf"
        "export OS_USERNAME=ada",
        "ada");
    row("not ASCII", "export OS_USERNAME='Adélaïde'", "Adélaïde");
    row("redirected", "echo hello >&2 2>/dev/null\nexport OS_USERNAME=ada", "ada");
    row("a command with a variable", "LANG=C clear\nexport OS_USERNAME=ada", "ada");
    row("ends early", "export OS_USERNAME=ada\nreturn\nexport OS_USERNAME=bob", "ada");
}

void TestOpenrc::values()
{
    QFETCH(const QByteArray, text);
    QTEST(value(text), "expected");
}

void TestOpenrc::refusals_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *name, const char *text, const char *named) {
        QTest::newRow(name) << "# a file\n" + QByteArray(text) << QString::fromUtf8(named);
    };
    row("command in a value", "export OS_USERNAME=$(whoami)", "“whoami”");
    row("backquotes", "export OS_AUTH_URL=`cat url`", "“cat”");
    row("command in an earlier value", "me=$(whoami)\nexport OS_USERNAME=$me", "“whoami”");
    row("unknown variable", "export OS_PROJECT_NAME=$PROJECT", "PROJECT");
    row("positional", "export OS_USERNAME=$1", "the variable 1");
    row("pattern", "a=ada\nexport OS_USERNAME=${a%a}", "${a%a}");
    row("arithmetic", "export OS_PROJECT_ID=$((1 + 2))", "$((1 + 2))");
    row("special quotes", "export OS_USERNAME=$'a\\x41'", "$'a\\x41'");
    row("source", "source other.sh", "“source”");
    row("dot", ". ./other.sh", "“.”");
    row("eval", "eval export OS_USERNAME=ada", "“eval”");
    row("source behind a variable", "A=1 source other.sh", "“source”");
    row("while", "while read line; do export $line; done < file", "“while”");
    row("case", "case $1 in a) OS_USERNAME=a;; esac", "“case”");
    row("for", "for i in a b; do export OS_USERNAME=$i; done", "“for”");
    row("function", "ask() { read OS_USERNAME; }", "“ask()”");
    row("pipe", "cat file | read OS_USERNAME", "“|”");
    row("background", "clear & export OS_USERNAME=a", "“&”");
    row("subshell", "(export OS_USERNAME=a)", "“(”");
    row("here document", "cat <<EOF\nEOF", "“<<”");
    row("read from a file", "read OS_USERNAME < name", "“read”");
    row("two answers", "read OS_USERNAME OS_PASSWORD", "“read”");
    row("another shell", "setenv OS_USERNAME ada", "“setenv”");
    row("fish", "set -x OS_USERNAME ada", "“set”");
    row("a command that names variables", "env OS_USERNAME=ada openstack", "“env”");
    row("computed command", "$x OS", "“$”");
    row("condition on a file", "if [ -f ~/rc ]; then export OS_USERNAME=a; fi", "“[”");
    row("condition on a command", "if openstack ping; then export OS_USERNAME=a; fi",
        "“openstack”");
    row("error", "if [ -z \"$1\" ]; then echo usage; return 1; fi", "stops here");
    row("asked, and no field for it", "read OS_INTERFACE\nexport OS_INTERFACE", "OS_INTERFACE");
    row("quote left open", "export OS_USERNAME='ada", "'");
    row("brace left open", "export OS_USERNAME=${ada", "{");
    row("bracket left open", "export OS_USERNAME=$(ada", "(");
    row("if without fi", "if true; then export OS_USERNAME=a", "“fi”");
    row("then without if", "then", "“then”");
}

void TestOpenrc::refusals()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, named);
    const QString said = problem(text);
    QVERIFY2(said.startsWith("rc, line "_L1) && !said.startsWith("rc, line 1:"_L1),
             qPrintable(said));
    QVERIFY2(said.contains(named), qPrintable(said));
}

void TestOpenrc::conditions_data()
{
    QTest::addColumn<QByteArray>("condition");
    QTest::addColumn<bool>("holds");
    const auto row = [](const char *condition, bool holds) {
        QTest::newRow(condition) << QByteArray(condition) << holds;
    };
    row("[ -z \"$NOTHING\" ]", true);
    row("[ -n \"$NOTHING\" ]", false);
    row("[ -z \"$A\" ]", false);
    row("[ -n \"$A\" ]", true);
    row("[ \"$A\" ]", true);
    row("[ $A = a ]", true);
    row("[ x$A == xb ]", false);
    row("[ \"$A\" != \"b\" ]", true);
    row("! [ $A = a ]", false);
    row("[ ! $A = a ]", false);
    row("[ $A = a -a $B = b ]", true);
    row("[ $A = b -o $B = b ]", true);
    row("test $A = a", true);
    row("[[ -n $A && $B == b ]]", true);
    row("[[ -z $A || $B == c ]]", false);
    row("[ $A = a ] && [ $B = b ]", true);
    row("[ $A = b ] || [ $B = b ]", true);
    row("[ -v A ]", true);
    row("[ -z \"$ANSWER\" ]", false); // an answer is asked for until there is one
    row("true", true);
    row("false", false);
    row("[ \"$0\" = \"$BASH_SOURCE\" ]", false); // it is read, not run
}

void TestOpenrc::conditions()
{
    QFETCH(const QByteArray, condition);
    QFETCH(const bool, holds);
    const QByteArray head = "A=a\nB=b\nread ANSWER\n";
    const QString expected = holds ? u"yes"_s : u"no"_s;
    QCOMPARE(value(head + "if " + condition +
                   "\nthen\n  export OS_USERNAME=yes\nelse\n  export OS_USERNAME=no\nfi\n"),
             expected);
    QCOMPARE(value(head + "if false; then :; elif " + condition +
                   "; then export OS_USERNAME=yes; else export OS_USERNAME=no; fi"),
             expected);
    QCOMPARE(value(head + "export OS_USERNAME=no\n" + condition + " && export OS_USERNAME=yes"),
             expected);
    // What is not live does nothing, whatever it is.
    QCOMPARE(value(head + "export OS_USERNAME=yes\nif " + condition +
                       "; then :; else source other; export OS_USERNAME=no; fi",
                   u"OS_USERNAME"_s)
                 .isEmpty(),
             !holds);
}

void TestOpenrc::questions()
{
    const auto asked = [](const QByteArray &text, const QString &name = u"OS_PASSWORD"_s) {
        const Openrc openrc = read(text);
        return openrc.asked.contains(name) ? openrc.asked.value(name) : u"not asked"_s;
    };
    QCOMPARE(asked("read -s -p \"Password: \" OS_PASSWORD\nexport OS_PASSWORD"), u"Password:"_s);
    QCOMPARE(asked("read -rsp'Password: ' p\nexport OS_PASSWORD=\"$p\""), u"Password:"_s);
    QCOMPARE(asked("printf 'Your password, %s:\\n' you\nread -t 30 -n 8 p\nexport OS_PASSWORD=$p"),
             u"Your password, : you"_s);
    QCOMPARE(asked("echo -n Password\nstty -echo\nread p\nstty echo\nexport OS_PASSWORD=$p"),
             u"Password"_s);
    QCOMPARE(asked("read\nexport OS_PASSWORD=$REPLY"), QString());
    QCOMPARE(asked("read p < /dev/tty\nexport OS_PASSWORD=${p:-none}"), QString());
    QCOMPARE(asked("read p\nunset p\nexport OS_PASSWORD=x"), u"not asked"_s);
    // Put together: the whole is asked for, and it is said.
    const Openrc both = read("read p\nread otp\nexport OS_PASSWORD=$p$otp");
    QCOMPARE(both.asked.value(u"OS_PASSWORD"_s, u"not asked"_s), QString());
    QCOMPARE(both.notices.size(), 1);
    QVERIFY(both.notices.front().contains("line 3"_L1));
    QVERIFY(both.variables.isEmpty());
}

void TestOpenrc::aSecretOfACommandIsAsked()
{
    for (const QByteArray name :
         {"OS_PASSWORD", "OS_TOKEN", "OS_PASSCODE", "OS_APPLICATION_CREDENTIAL_SECRET"}) {
        const Openrc openrc = read("export " + name + "=$(pass show cloud)\nexport OS_USERNAME=a");
        QVERIFY(openrc.asked.contains(QString::fromLatin1(name)));
        QCOMPARE(openrc.notices.size(), 1);
        QVERIFY(openrc.notices.front().contains("line 1"_L1));
        QVERIFY(openrc.notices.front().contains(u"“pass”"_s));
        QVERIFY(!openrc.notices.front().contains("show"_L1)); // who knows what stands there
    }
    QVERIFY(read("export OS_PASSWORD=$SECRET").asked.contains(u"OS_PASSWORD"_s));
}

void TestOpenrc::whatIsNotRunIsTold()
{
    const Openrc openrc = read("export OS_USERNAME=ada\nopenstack token issue\nstty echo\n");
    QCOMPARE(openrc.variables.value(u"OS_USERNAME"_s).text, u"ada"_s);
    QCOMPARE(openrc.notices.size(), 1);
    QVERIFY(openrc.notices.front().contains("line 2"_L1));
    QVERIFY(openrc.notices.front().contains(u"“openstack”"_s));
}

void TestOpenrc::onlyWhatIsExported()
{
    const Openrc openrc = read("OS_PROJECT_NAME=mine\nread OS_PASSWORD_INPUT\n"
                               "export OS_USERNAME=ada\nexport -n OS_USERNAME\n");
    QCOMPARE(openrc.variables.keys(), QStringList{u"OS_USERNAME"_s});
    QVERIFY(openrc.asked.isEmpty());
    QCOMPARE(openrc.variables.value(u"OS_USERNAME"_s).line, 3);
    QCOMPARE(openrc.variables.value(u"OS_USERNAME"_s).label, u"OS_USERNAME"_s);
}

void TestOpenrc::clearing()
{
    for (const QByteArray form :
         {"for v in $(set | awk -F= '/^OS_/ {print $1}'); do unset \"$v\"; done",
          "for v in $(env | grep ^OS_ | cut -d= -f1)\ndo\n  unset -v $v\ndone", "unset ${!OS_*}",
          "unset $(compgen -v OS_)", "for v in ${!OS_@}; do unset $v; done"}) {
        const Openrc openrc =
            read("export OS_TENANT_NAME=old\n" + form + "\nexport OS_USERNAME=ada\n");
        QCOMPARE(openrc.variables.keys(), QStringList{u"OS_USERNAME"_s});
    }
}

void TestOpenrc::endlessGrowthIsRefused()
{
    QByteArray text("export OS_USERNAME=aaaaaaaaaa\n");
    for (int i = 0; i < 60; ++i)
        text += "export OS_USERNAME=$OS_USERNAME$OS_USERNAME\n";
    QVERIFY(problem(text).contains("too long"_L1));
    QVERIFY(problem(QByteArray(300'000, '#')).contains("too large"_L1));
}

void TestOpenrc::deepNestingIsRefused()
{
    QVERIFY(
        problem("export OS_USERNAME=" + QByteArray("${A:-").repeated(1000)).contains("deep"_L1));
    QVERIFY(problem(QByteArray("if true; then ").repeated(1000)).contains("deep"_L1));
    QCOMPARE(value("export OS_USERNAME=a\n" + QByteArray("! ").repeated(100'000) +
                   "false || export OS_USERNAME=b"),
             u"b"_s);
    QCOMPARE(value("export OS_USERNAME=a\n[ " + QByteArray("! ").repeated(100'000) +
                   "a ] && export OS_USERNAME=b"),
             u"b"_s);
}

void TestOpenrc::isRecognized_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("is");
    QTest::newRow("export") << QByteArray("#!/bin/sh\n  export OS_AUTH_URL=x") << true;
    QTest::newRow("plain") << QByteArray("OS_AUTH_URL=x") << true;
    QTest::newRow("csh") << QByteArray("setenv OS_AUTH_URL x") << true;
    QTest::newRow("clouds.yaml") << QByteArray("clouds:\n  a:\n    auth: {auth_url: x}\n") << false;
    QTest::newRow("a comment in one") << QByteArray("# set OS_CLOUD=a\nclouds: {}\n") << false;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("something") << QByteArray("%PDF-1.7\0\1\2", 11) << false;
}

void TestOpenrc::isRecognized()
{
    QFETCH(const QByteArray, text);
    QTEST(isOpenrc(text), "is");
}

namespace {

/// A file of this content, opened.
FoundCloud openedText(const QByteArray &text, const SignInOptions &options = {})
{
    static const QTemporaryDir folder;
    QFile file(folder.filePath(u"my-openrc.sh"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("no file");
    file.close();
    return opened(file.fileName(), options);
}

} // namespace

void TestOpenrc::settingsAreCheckedWithTheirLine()
{
    const QByteArray head("export OS_AUTH_URL=https://cloud.example.org:5000\n");
    const auto said = [&](const QByteArray &line) {
        const FoundCloud found = openedText(head + line + '\n');
        return found.config.ok() ? u"ok "_s + found.notices.join(u'\n')
                                 : found.config.error().message;
    };
    QVERIFY(said("export OS_AUTH_TYPE=v3oidcpassword").contains("my-openrc.sh, line 2"_L1));
    QVERIFY(said("export OS_AUTH_TYPE=v3oidcpassword").contains("OS_AUTH_TYPE"_L1));
    QVERIFY(said("export OS_TRUST_ID=1").contains("OS_TRUST_ID"_L1));
    QVERIFY(said("export OS_SYSTEM_SCOPE=all").contains("line 2"_L1));
    QVERIFY(said("export OS_INTERFACE=secret").contains("public, internal or admin"_L1));
    QVERIFY(said("export OS_PROJECT_NMAE=x").contains("OS_PROJECT_NMAE"_L1));
    QVERIFY(said("export OS_PROJECT_NMAE=x").startsWith("ok "_L1));
    QVERIFY(said("export OS_IDENTITY_API_VERSION=2").contains("version 3"_L1));
    QVERIFY(openedText("export OS_AUTH_URL=cloud.example.org\n")
                .config.error()
                .message.contains("OS_AUTH_URL"_L1));
    const CloudConfig token = *openedText(head + "export OS_TOKEN=abc\n").config;
    QVERIFY(token.method == AuthMethod::Token);
}

void TestOpenrc::selectorsAreTold()
{
    const FoundCloud found = openedText("export OS_CLOUD=devstack\n");
    QVERIFY(!found.config.ok());
    QVERIFY2(found.config.error().message.contains("OS_CLOUD"_L1),
             qPrintable(found.config.error().message));
    const FoundCloud both = openedText("export OS_CLOUD=a\nexport OS_USERNAME=ada\n");
    QCOMPARE(both.config->auth.username, u"ada"_s);
    QVERIFY(both.notices.join(u' ').contains("OS_CLOUD"_L1));
}

void TestOpenrc::optionsGoOver()
{
    const FoundCloud found = opened(
        fixture(u"kolla"_s), {{u"project-name"_s, u"other"_s}, {u"region-name"_s, u"two"_s}});
    QCOMPARE(found.config->auth.projectName, u"other"_s);
    QCOMPARE(found.config->region, u"two"_s);
    QCOMPARE(found.config->auth.username, u"admin"_s);
}

void TestOpenrc::opensACloudsFileAlone()
{
    QTemporaryDir folder;
    QTemporaryDir home;
    const auto write = [](const QString &path, const QByteArray &text) {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("no file");
    };
    QVERIFY(QDir(home.path()).mkpath(u".config/openstack"_s));
    write(home.filePath(u".config/openstack/secure.yaml"_s),
          "clouds: {one: {auth: {password: mine}}}\n");
    write(folder.filePath(u"Downloaded.yaml"_s),
          "clouds:\n  one:\n    auth: {auth_url: https://cloud.example.org, username: ada}\n");
    Environment environment;
    environment.homeDirectory = home.path();
    environment.userConfigDirectory = home.filePath(u".config"_s);
    environment.variables.insert(u"OS_PASSWORD"_s, u"mine too"_s);
    const auto list = CloudsLoader::open(folder.filePath(u"Downloaded.yaml"_s), environment);
    QVERIFY(list.ok());
    QCOMPARE(list->selected, u"one"_s);
    // Passwords of other files go to no address that this one names.
    QCOMPARE(list->find(u"one"_s)->auth.password, QString());
    QCOMPARE(list->find(u"one"_s)->missingSecret(), Secret::Password);
    QCOMPARE(list->notices, QStringList());

    write(folder.filePath(u"secure.yaml"_s), "clouds: {one: {auth: {password: its}}}\n");
    const auto with = CloudsLoader::open(folder.filePath(u"Downloaded.yaml"_s), environment);
    QCOMPARE(with->find(u"one"_s)->auth.password, u"its"_s);
}

void TestOpenrc::whatIsNoSuchFile()
{
    QTemporaryDir folder;
    const auto said = [](const QString &path) {
        const auto list = CloudsLoader::open(path, Environment{});
        return list.ok() ? QString() : list.error().message;
    };
    QVERIFY(said(folder.filePath(u"missing"_s)).contains("cannot be read"_L1));
    QVERIFY(said(folder.path()).contains("folder"_L1));
    QFile file(folder.filePath(u"letter.pdf"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("%PDF-1.7\n: : [");
    file.close();
    QVERIFY(said(file.fileName()).contains("neither"_L1));
}

void TestOpenrc::whatIsMissingIsNoError()
{
    const FoundCloud found = openedText("export OS_PROJECT_NAME=p\n");
    QVERIFY(found.config.ok());
    QVERIFY(found.config->auth.authUrl.isEmpty());
    QVERIFY(found.config->auth.username.isEmpty());
    QCOMPARE(found.config->auth.projectName, u"p"_s);
}

QTEST_GUILESS_MAIN(TestOpenrc)
#include "tst_openrc.moc"
