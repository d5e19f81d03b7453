#pragma once

#include "store/cloudstores.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <functional>
#include <optional>

/// How to log in to an instance with a program of the desktop.
namespace oriel::forms {

enum class LoginWay { Ssh, RemoteDesktop };

struct LoginGuess
{
    LoginWay way = LoginWay::Ssh;
    QString user;  ///< the usual one of the image; empty: unknown
    QString image; ///< the name of the image that says so; empty: it is a guess
};

/// By the properties of the image that the instance, or its boot volume, was made from: its
/// os_admin_user, os_type and os_distro, or its name. GUI thread.
[[nodiscard]] LoginGuess loginGuess(const store::CloudStores &stores, const QString &serverId);
/// The same for an image.
[[nodiscard]] LoginGuess loginGuess(const QMap<QString, QString> &properties,
                                    const QString &imageName);

/// Why this cannot be a user name, as a sentence; empty: it can. Nothing that a program could take
/// for an option, or a shell for more than a word.
[[nodiscard]] QString userProblem(const QString &user);
/// Whether it is nothing but an IPv4 or IPv6 address.
[[nodiscard]] bool isAddress(const QString &text);

/// The command that logs in: "ssh", "ubuntu@203.0.113.20". Empty if the user or the address cannot
/// be used.
[[nodiscard]] QStringList loginCommand(LoginWay way, const QString &user, const QString &address);

/// A program and its arguments, which no shell reads.
struct Program
{
    QString path;
    QStringList arguments;

    bool operator==(const Program &) const = default;
};

/// Finds a program: its path; empty: it is not installed.
using FindProgram = std::function<QString(const QString &name)>;

/// Where to look for programs.
struct Desktop
{
    FindProgram find;
    QStringList names; ///< as in XDG_CURRENT_DESKTOP: "ubuntu", "GNOME"

    /// The one that Oriel runs in.
    [[nodiscard]] static Desktop current();
};

/// The names of the terminals that can be started, the preferred one first.
[[nodiscard]] QStringList terminalNames(const Desktop &desktop);

/// The installed program to start: a terminal in which SSH runs, that of the desktop if possible,
/// or a client for remote desktops. nullopt: none is installed, or the user or the address cannot
/// be used.
[[nodiscard]] std::optional<Program> loginProgram(LoginWay way, const QString &user,
                                                  const QString &address, const Desktop &desktop);

/// Why loginProgram() finds none, as a sentence.
[[nodiscard]] QString noProgramText(LoginWay way, const Desktop &desktop);

} // namespace oriel::forms
