#include "forms/login.h"
#include "support/modelfixture.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::forms;

namespace {

Desktop only(const QStringList &installed, const QStringList &desktop = {})
{
    return {[installed](const QString &name) {
                return installed.contains(name) ? u"/usr/bin/"_s + name : QString();
            },
            desktop};
}

} // namespace

/// The user is guessed by the image, and nothing that the cloud says becomes an option.
class TestLogin final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void users_data();
    void users();
    void theBootVolumeSaysIt();
    void hostileTexts_data();
    void hostileTexts();
    void programs_data();
    void programs();
    void theTerminalOfTheDesktop_data();
    void theTerminalOfTheDesktop();
};

void TestLogin::users_data()
{
    QTest::addColumn<QString>("distro");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("user");
    QTest::newRow("ubuntu") << u"ubuntu"_s << u"x"_s << u"ubuntu"_s;
    QTest::newRow("debian by its name") << QString() << u"Debian 12 (bookworm)"_s << u"debian"_s;
    QTest::newRow("the property counts") << u"debian"_s << u"Ubuntu"_s << u"debian"_s;
    QTest::newRow("fedora") << u"fedora"_s << u"x"_s << u"fedora"_s;
    QTest::newRow("coreos") << u"fedora-coreos"_s << u"x"_s << u"core"_s;
    QTest::newRow("coreos by its name") << QString() << u"Fedora CoreOS 40"_s << u"core"_s;
    QTest::newRow("centos") << u"centos"_s << u"x"_s << u"cloud-user"_s;
    QTest::newRow("rocky") << QString() << u"Rocky-9"_s << u"rocky"_s;
    QTest::newRow("alma") << u"almalinux"_s << u"x"_s << u"almalinux"_s;
    QTest::newRow("suse") << u"opensuse"_s << u"x"_s << u"opensuse"_s;
    QTest::newRow("arch") << u"arch"_s << u"x"_s << u"arch"_s;
    QTest::newRow("freebsd") << u"freebsd"_s << u"x"_s << u"freebsd"_s;
    QTest::newRow("cirros") << QString() << u"cirros-0.6.2"_s << u"cirros"_s;
    QTest::newRow("windows") << u"windows"_s << u"x"_s << u"Administrator"_s;
    QTest::newRow("windows by its name")
        << QString() << u"Windows Server 2022"_s << u"Administrator"_s;
    QTest::newRow("unknown") << QString() << u"our-base"_s << QString();
}

void TestLogin::users()
{
    QFETCH(const QString, distro);
    QFETCH(const QString, name);
    QFETCH(const QString, user);
    QMap<QString, QString> properties;
    if (!distro.isEmpty())
        properties.insert(u"os_distro"_s, distro);
    const LoginGuess guess = loginGuess(properties, name);
    QCOMPARE(guess.user, user);
    QCOMPARE(guess.way == LoginWay::RemoteDesktop, user == u"Administrator"_s);
    properties.insert(u"os_admin_user"_s, u"boss"_s);
    QCOMPARE(loginGuess(properties, name).user, u"boss"_s);
    properties.insert(u"os_admin_user"_s, u"-oProxyCommand=x"_s);
    QCOMPARE(loginGuess(properties, name).user, user);
}

void TestLogin::theBootVolumeSaysIt()
{
    test::ModelFixture cloud;
    openstack::Server server = test::makeServer(1);
    server.volumes = {{u"v1"_s, false}};
    cloud.stores.servers.upsert({server});
    QCOMPARE(loginGuess(cloud.stores, server.id).user, QString());
    openstack::Volume volume;
    volume.id = u"v1"_s;
    volume.imageMetadata = {{u"image_name"_s, u"Rocky-9"_s}};
    cloud.stores.volumes.upsert({volume});
    QCOMPARE(loginGuess(cloud.stores, server.id).user, u"rocky"_s);
}

void TestLogin::hostileTexts_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("address");
    const QString good = u"203.0.113.20"_s;
    QTest::newRow("an option as the user") << u"-oProxyCommand=touch x"_s << good;
    QTest::newRow("a space") << u"a b"_s << good;
    QTest::newRow("a shell") << u"a;touch x"_s << good;
    QTest::newRow("a substitution") << u"$(x)"_s << good;
    QTest::newRow("a line break") << u"root\n"_s << good;
    QTest::newRow("a host in the user") << u"a@evil"_s << good;
    QTest::newRow("an option as the address") << u"root"_s << u"-oProxyCommand=x"_s;
    QTest::newRow("a name as the address") << u"root"_s << u"evil.example"_s;
    QTest::newRow("an address and more") << u"root"_s << u"203.0.113.20 -v"_s;
    QTest::newRow("an address and a line break") << u"root"_s << u"203.0.113.20\n"_s;
    QTest::newRow("a scope") << u"root"_s << u"fe80::1%eth0"_s;
    QTest::newRow("no address") << u"root"_s << QString();
}

void TestLogin::hostileTexts()
{
    QFETCH(const QString, user);
    QFETCH(const QString, address);
    for (const LoginWay way : {LoginWay::Ssh, LoginWay::RemoteDesktop}) {
        QCOMPARE(loginCommand(way, user, address), QStringList());
        QVERIFY(!loginProgram(way, user, address, {[](const QString &name) { return name; }, {}}));
    }
}

void TestLogin::programs_data()
{
    QTest::addColumn<bool>("desktop");
    QTest::addColumn<QString>("address");
    QTest::addColumn<QStringList>("installed");
    QTest::addColumn<QStringList>("line"); // empty: none
    const QString ip = u"203.0.113.20"_s;
    QTest::newRow("gnome") << false << ip << QStringList{u"ssh"_s, u"gnome-terminal"_s}
                           << QStringList{u"/usr/bin/gnome-terminal"_s, u"--"_s, u"ssh"_s,
                                          u"me@203.0.113.20"_s};
    QTest::newRow("plasma") << false << ip << QStringList{u"ssh"_s, u"xterm"_s, u"konsole"_s}
                            << QStringList{u"/usr/bin/konsole"_s, u"--hold"_s, u"-e"_s, u"ssh"_s,
                                           u"me@203.0.113.20"_s};
    QTest::newRow("IPv6") << false << u"2001:db8::7"_s
                          << QStringList{u"ssh"_s, u"x-terminal-emulator"_s}
                          << QStringList{u"/usr/bin/x-terminal-emulator"_s, u"-e"_s, u"ssh"_s,
                                         u"me@2001:db8::7"_s};
    QTest::newRow("no terminal") << false << ip << QStringList{u"ssh"_s} << QStringList();
    QTest::newRow("no ssh") << false << ip << QStringList{u"xterm"_s} << QStringList();
    QTest::newRow("remmina") << true << ip << QStringList{u"xfreerdp"_s, u"remmina"_s}
                             << QStringList{u"/usr/bin/remmina"_s, u"-c"_s,
                                            u"rdp://me@203.0.113.20"_s};
    QTest::newRow("freerdp") << true << u"2001:db8::7"_s << QStringList{u"xfreerdp"_s}
                             << QStringList{u"/usr/bin/xfreerdp"_s, u"/v:[2001:db8::7]"_s,
                                            u"/u:me"_s};
    QTest::newRow("no client") << true << ip << QStringList{u"ssh"_s, u"xterm"_s} << QStringList();
}

void TestLogin::programs()
{
    QFETCH(const bool, desktop);
    QFETCH(const QString, address);
    QFETCH(const QStringList, installed);
    QFETCH(const QStringList, line);
    const LoginWay way = desktop ? LoginWay::RemoteDesktop : LoginWay::Ssh;
    const auto program = loginProgram(way, u"me"_s, address, only(installed));
    QCOMPARE(program ? QStringList{program->path} + program->arguments : QStringList(), line);
    if (!program)
        QVERIFY(!noProgramText(way, only(installed)).isEmpty());
    QVERIFY(!loginCommand(way, u"me"_s, address).isEmpty()); // can be copied
}

void TestLogin::theTerminalOfTheDesktop_data()
{
    QTest::addColumn<QString>("desktop");
    QTest::addColumn<QString>("terminal");
    QTest::newRow("GNOME") << u"GNOME"_s << u"gnome-terminal"_s;
    QTest::newRow("Ubuntu") << u"ubuntu:GNOME"_s << u"gnome-terminal"_s;
    QTest::newRow("KDE") << u"KDE"_s << u"konsole"_s;
    QTest::newRow("Xfce") << u"XFCE"_s << u"xfce4-terminal"_s;
    QTest::newRow("MATE") << u"MATE"_s << u"mate-terminal"_s;
    QTest::newRow("LXQt") << u"LXQt"_s << u"qterminal"_s;
    QTest::newRow("another") << u"sway"_s << u"gnome-terminal"_s;
    QTest::newRow("none") << QString() << u"gnome-terminal"_s;
}

/// Also where those of other desktops are installed, but not before what the user has chosen.
void TestLogin::theTerminalOfTheDesktop()
{
    QFETCH(const QString, desktop);
    QFETCH(const QString, terminal);
    const QStringList names = desktop.split(u':');
    QStringList all = terminalNames(only({}, names));
    QCOMPARE(all.takeFirst(), u"xdg-terminal-exec"_s);
    QCOMPARE(all.first(), terminal);
    QCOMPARE(all.last(), u"x-terminal-emulator"_s);
    const auto program = loginProgram(LoginWay::Ssh, u"me"_s, u"203.0.113.20"_s,
                                      only(all + QStringList{u"ssh"_s}, names));
    QVERIFY(program);
    QCOMPARE(program->path, u"/usr/bin/"_s + terminal);
}

QTEST_GUILESS_MAIN(TestLogin)
#include "tst_login.moc"
