#include "forms/login.h"

#include "base/literals.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/image/image.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>
#include <QtCore/QStandardPaths>
#include <QtNetwork/QHostAddress>

#include <algorithm>
#include <array>
#include <vector>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

struct LoginWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::forms::Login)
};

struct UsualUser
{
    QLatin1StringView system; ///< as os_distro has it, or as names of images begin
    QLatin1StringView user;
};

/// What the vendors' own cloud images use.
constexpr std::array usualUsers{
    UsualUser{"ubuntu"_L1, "ubuntu"_L1},      UsualUser{"debian"_L1, "debian"_L1},
    UsualUser{"fedora-coreos"_L1, "core"_L1}, UsualUser{"fedora coreos"_L1, "core"_L1},
    UsualUser{"coreos"_L1, "core"_L1},        UsualUser{"flatcar"_L1, "core"_L1},
    UsualUser{"fedora"_L1, "fedora"_L1},      UsualUser{"centos"_L1, "cloud-user"_L1},
    UsualUser{"rhel"_L1, "cloud-user"_L1},    UsualUser{"red hat"_L1, "cloud-user"_L1},
    UsualUser{"rocky"_L1, "rocky"_L1},        UsualUser{"almalinux"_L1, "almalinux"_L1},
    UsualUser{"oracle"_L1, "cloud-user"_L1},  UsualUser{"opensuse"_L1, "opensuse"_L1},
    UsualUser{"sles"_L1, "sles"_L1},          UsualUser{"arch"_L1, "arch"_L1},
    UsualUser{"alpine"_L1, "alpine"_L1},      UsualUser{"gentoo"_L1, "gentoo"_L1},
    UsualUser{"freebsd"_L1, "freebsd"_L1},    UsualUser{"openbsd"_L1, "openbsd"_L1},
    UsualUser{"netbsd"_L1, "netbsd"_L1},      UsualUser{"cirros"_L1, "cirros"_L1}};

/// A terminal, and what precedes the command that runs in it. Those that can stay open after the
/// command do, so that its last message can be read.
struct Terminal
{
    QLatin1StringView name;
    QLatin1StringView desktop; ///< whose terminal it is, in lower case; empty: none in particular
    QStringList before;
};

const std::vector<Terminal> &terminals()
{
    static const std::vector<Terminal> all{
        {"xdg-terminal-exec"_L1, {}, {}}, // what the user has chosen
        {"gnome-terminal"_L1, "gnome"_L1, {u"--"_s}},
        {"ptyxis"_L1, "gnome"_L1, {u"--"_s}},
        {"kgx"_L1, "gnome"_L1, {u"--"_s}},
        {"konsole"_L1, "kde"_L1, {u"--hold"_s, u"-e"_s}},
        {"xfce4-terminal"_L1, "xfce"_L1, {u"--hold"_s, u"-x"_s}},
        {"mate-terminal"_L1, "mate"_L1, {u"-x"_s}},
        {"qterminal"_L1, "lxqt"_L1, {u"-e"_s}},
        {"terminator"_L1, {}, {u"-x"_s}},
        {"kitty"_L1, {}, {u"--hold"_s}},
        {"alacritty"_L1, {}, {u"--hold"_s, u"-e"_s}},
        {"foot"_L1, {}, {u"--hold"_s}},
        {"wezterm"_L1, {}, {u"start"_s, u"--"_s}},
        {"urxvt"_L1, {}, {u"-hold"_s, u"-e"_s}},
        {"xterm"_L1, {}, {u"-hold"_s, u"-e"_s}},
        {"x-terminal-emulator"_L1, {}, {u"-e"_s}}};
    return all;
}

/// The terminals of the desktop come first, then as above.
std::vector<Terminal> terminalsFor(const Desktop &desktop)
{
    std::vector<Terminal> sorted = terminals();
    std::stable_partition(sorted.begin(), sorted.end(), [&desktop](const Terminal &terminal) {
        return terminal.name == "xdg-terminal-exec"_L1 ||
               (!terminal.desktop.isEmpty() &&
                desktop.names.contains(terminal.desktop, Qt::CaseInsensitive));
    });
    return sorted;
}

/// An address as a part of an URL, or before a port.
QString bracketed(const QString &address)
{
    return address.contains(u':') ? u'[' + address + u']' : address;
}

QStringList remoteDesktopArguments(const QString &client, const QString &user,
                                   const QString &address)
{
    if (client == "remmina"_L1)
        return {u"-c"_s,
                u"rdp://"_s + (user.isEmpty() ? QString() : user + u'@') + bracketed(address)};
    if (client == "krdc"_L1)
        return {u"rdp://"_s + (user.isEmpty() ? QString() : user + u'@') + bracketed(address)};
    QStringList arguments{u"/v:"_s + bracketed(address)};
    if (!user.isEmpty())
        arguments << u"/u:"_s + user;
    return arguments;
}

const QStringList &remoteDesktopClients()
{
    static const QStringList all{u"remmina"_s, u"xfreerdp3"_s, u"xfreerdp"_s, u"wlfreerdp"_s,
                                 u"krdc"_s};
    return all;
}

} // namespace

LoginGuess loginGuess(const QMap<QString, QString> &properties, const QString &imageName)
{
    const QString distro = properties.value(u"os_distro"_s).toLower();
    const QString name = imageName.toLower();
    LoginGuess guess{LoginWay::Ssh, {}, imageName};
    if (properties.value(u"os_type"_s).toLower() == "windows"_L1 ||
        distro.startsWith("windows"_L1) || name.contains("windows"_L1)) {
        guess.way = LoginWay::RemoteDesktop;
        guess.user = u"Administrator"_s;
    }
    for (const UsualUser &usual : usualUsers) {
        if (guess.user.isEmpty() &&
            (distro.startsWith(usual.system) || (distro.isEmpty() && name.contains(usual.system))))
            guess.user = usual.user;
    }
    // What the image says itself counts most.
    for (const QString &key : {u"os_admin_user"_s, u"image_original_user"_s, u"default_user"_s}) {
        const QString own = properties.value(key);
        if (!own.isEmpty() && userProblem(own).isEmpty()) {
            guess.user = own;
            break;
        }
    }
    return guess;
}

LoginGuess loginGuess(const store::CloudStores &stores, const QString &serverId)
{
    const auto server = stores.servers.find(serverId);
    if (!server)
        return {};
    if (const auto image = stores.images.find(server->imageId))
        return loginGuess(image->properties, image->name);
    for (const openstack::AttachedVolume &attached : server->volumes) {
        const auto volume = stores.volumes.find(attached.id);
        if (!volume || volume->imageMetadata.isEmpty())
            continue;
        if (const auto image = stores.images.find(volume->imageId()))
            return loginGuess(image->properties, image->name);
        return loginGuess(volume->imageMetadata, volume->imageMetadata.value(u"image_name"_s));
    }
    return {};
}

QString userProblem(const QString &user)
{
    static const QRegularExpression pattern(u"^[A-Za-z_][A-Za-z0-9_.-]{0,63}$"_s,
                                            QRegularExpression::DontCaptureOption);
    // $ would also match before a line break at the end.
    return pattern.match(user).hasMatch() && !user.contains(u'\n')
               ? QString()
               : LoginWords::tr("A user name consists of letters, digits, “.”, “_” and “-”, and "
                                "begins with a letter.");
}

bool isAddress(const QString &text)
{
    static const QRegularExpression pattern(u"^[0-9A-Fa-f:.]{2,45}$"_s);
    return pattern.match(text).hasMatch() && !text.contains(u'\n') && !QHostAddress(text).isNull();
}

QStringList loginCommand(LoginWay way, const QString &user, const QString &address)
{
    if (!isAddress(address) || (!user.isEmpty() && !userProblem(user).isEmpty()))
        return {};
    if (way == LoginWay::RemoteDesktop)
        return QStringList{u"xfreerdp"_s} + remoteDesktopArguments(u"xfreerdp"_s, user, address);
    return {u"ssh"_s, user.isEmpty() ? address : user + u'@' + address};
}

Desktop Desktop::current()
{
    return {[](const QString &name) { return QStandardPaths::findExecutable(name); },
            qEnvironmentVariable("XDG_CURRENT_DESKTOP").split(u':', Qt::SkipEmptyParts)};
}

QStringList terminalNames(const Desktop &desktop)
{
    QStringList names;
    for (const Terminal &terminal : terminalsFor(desktop))
        names.append(terminal.name);
    return names;
}

std::optional<Program> loginProgram(LoginWay way, const QString &user, const QString &address,
                                    const Desktop &desktop)
{
    const QStringList command = loginCommand(way, user, address);
    if (command.isEmpty())
        return std::nullopt;
    if (way == LoginWay::RemoteDesktop) {
        for (const QString &client : remoteDesktopClients()) {
            if (const QString path = desktop.find(client); !path.isEmpty())
                return Program{path, remoteDesktopArguments(client, user, address)};
        }
        return std::nullopt;
    }
    if (desktop.find(u"ssh"_s).isEmpty())
        return std::nullopt;
    for (const Terminal &terminal : terminalsFor(desktop)) {
        if (const QString path = desktop.find(terminal.name); !path.isEmpty())
            return Program{path, terminal.before + command};
    }
    return std::nullopt;
}

QString noProgramText(LoginWay way, const Desktop &desktop)
{
    if (way == LoginWay::RemoteDesktop)
        return LoginWords::tr("No client for remote desktops was found, for example Remmina or "
                              "FreeRDP. Install one, or copy the command.");
    if (desktop.find(u"ssh"_s).isEmpty())
        return LoginWords::tr("The program “ssh” is not installed on this computer. Install it, "
                              "or copy the command.");
    return LoginWords::tr("No terminal program was found on this computer. Copy the command and "
                          "run it where you have one.");
}

} // namespace oriel::forms
