#include "app/displaycheck.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QLibraryInfo>

#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <xcb/xcb.h>

using namespace Qt::StringLiterals;

namespace oriel::app {

bool answersX11(const QString &display)
{
    xcb_connection_t *connection = xcb_connect(display.toLocal8Bit().constData(), nullptr);
    const bool good = connection && xcb_connection_has_error(connection) == 0;
    xcb_disconnect(connection);
    return good;
}

bool answersWayland(const QString &display, const QString &runtimeFolder)
{
    const QDir plugins(QLibraryInfo::path(QLibraryInfo::PluginsPath) + u"/platforms"_s);
    if (plugins.entryList({u"libqwayland*"_s}, QDir::Files).isEmpty())
        return false;
    const QByteArray path = QFile::encodeName(QDir(runtimeFolder).filePath(display));
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    if (path.size() >= static_cast<qsizetype>(sizeof(address.sun_path)))
        return false;
    std::memcpy(address.sun_path, path.constData(), static_cast<std::size_t>(path.size()));
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    const bool good =
        ::connect(fd, static_cast<const sockaddr *>(static_cast<const void *>(&address)),
                  sizeof(address)) == 0;
    ::close(fd);
    return good;
}

} // namespace oriel::app
