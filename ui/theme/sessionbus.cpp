#include "ui/theme/sessionbus.h"

#include <QtCore/QFile>
#include <QtGui/QGuiApplication>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int patience = 500; ///< milliseconds

/// The socket of a bus address: "unix:path=/run/user/1000/bus,guid=…". nullopt for other transports
/// and for abstract sockets of other forms.
std::optional<sockaddr_un> socketOf(const QString &address, socklen_t &size)
{
    for (const QString &one : address.split(u';')) {
        if (!one.startsWith(u"unix:"_s))
            continue;
        for (const QString &part : one.mid(5).split(u',')) {
            const bool isAbstract = part.startsWith(u"abstract="_s);
            if (!isAbstract && !part.startsWith(u"path="_s))
                continue;
            const QByteArray name =
                (isAbstract ? QByteArray(1, '\0') : QByteArray()) +
                QByteArray::fromPercentEncoding(part.mid(part.indexOf(u'=') + 1).toUtf8());
            sockaddr_un socket{};
            if (name.isEmpty() || name.size() >= qsizetype(sizeof socket.sun_path))
                continue;
            socket.sun_family = AF_UNIX;
            std::copy(name.begin(), name.end(), std::begin(socket.sun_path));
            size = socklen_t(offsetof(sockaddr_un, sun_path) + std::size_t(name.size()) +
                             (isAbstract ? 0 : 1));
            return socket;
        }
    }
    return std::nullopt;
}

/// Whether the listener answers the start of D-Bus's protocol.
bool answers(const sockaddr_un &address, socklen_t size)
{
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return false;
    const auto waitFor = [fd](short what) {
        pollfd one{fd, what, 0};
        return ::poll(&one, 1, patience) > 0;
    };
    bool answered = false;
    // Ask for the authentication mechanisms: every bus answers, and this starts nothing.
    static constexpr char hello[] = "\0AUTH\r\n";
    if (::connect(fd, reinterpret_cast<const sockaddr *>(&address), size) == 0 &&
        waitFor(POLLOUT) &&
        ::send(fd, hello, sizeof hello - 1, MSG_NOSIGNAL) == ssize_t(sizeof hello - 1))
        answered = waitFor(POLLIN);
    ::close(fd);
    return answered;
}

QString busAddress()
{
    const QString address = qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS");
    if (!address.isEmpty())
        return address;
    const QString path = qEnvironmentVariable("XDG_RUNTIME_DIR") + u"/bus"_s;
    return qEnvironmentVariableIsSet("XDG_RUNTIME_DIR") && QFile::exists(path)
               ? u"unix:path="_s + path
               : QString();
}

} // namespace

void leaveDeadSessionBus()
{
    socklen_t size = 0;
    const auto socket = socketOf(busAddress(), size);
    if (socket && !answers(*socket, size))
        qputenv("DBUS_SESSION_BUS_ADDRESS", "disabled:");
}

bool sessionBusRuns()
{
    if (QGuiApplication::platformName() == u"offscreen"_s)
        return false;
    if (qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS") == u"disabled:"_s)
        return false;
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
           (qEnvironmentVariableIsSet("XDG_RUNTIME_DIR") &&
            QFile::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + u"/bus"_s));
}

} // namespace oriel::ui
