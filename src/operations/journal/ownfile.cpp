#include "operations/journal/ownfile.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace oriel::operations {

namespace {

struct OwnFileWords
{
    Q_DECLARE_TR_FUNCTIONS(Journal)
};

QString systemWords()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

QString kindWords(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFLNK:
        return OwnFileWords::tr("It is a symbolic link. Oriel does not follow links here.");
    case S_IFDIR:
        return OwnFileWords::tr("It is a folder.");
    case S_IFIFO:
        return OwnFileWords::tr("It is a named pipe.");
    case S_IFSOCK:
        return OwnFileWords::tr("It is a socket.");
    case S_IFCHR:
    case S_IFBLK:
        return OwnFileWords::tr("It is a device.");
    default:
        return OwnFileWords::tr("It is a file.");
    }
}

/// Whether it is of the wanted type and belongs to this user.
bool isOwn(const struct stat &status, mode_t wanted, QString *why)
{
    if ((status.st_mode & S_IFMT) != wanted)
        *why = kindWords(status.st_mode);
    else if (status.st_uid != ::geteuid())
        *why = OwnFileWords::tr("It belongs to another user.");
    else
        return true;
    return false;
}

} // namespace

int openOwnFile(const QString &path, int flags, QString *why)
{
    // O_NONBLOCK: opening a pipe or a device must not block.
    const int fd = ::open(QFile::encodeName(path).constData(),
                          flags | O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (fd < 0) {
        const int reason = errno;
        struct stat status = {};
        const bool there = ::lstat(QFile::encodeName(path).constData(), &status) == 0;
        if (!there || isOwn(status, S_IFREG, why))
            *why = QString::fromLocal8Bit(std::strerror(reason));
        errno = reason;
        return -1;
    }
    struct stat status = {};
    const bool known = ::fstat(fd, &status) == 0;
    if (known && isOwn(status, S_IFREG, why))
        return fd;
    if (!known)
        *why = systemWords();
    ::close(fd);
    errno = EINVAL;
    return -1;
}

bool isOwnFileOrMissing(const QString &path, QString *why)
{
    struct stat status = {};
    if (::lstat(QFile::encodeName(path).constData(), &status) == 0)
        return isOwn(status, S_IFREG, why);
    if (errno == ENOENT)
        return true;
    *why = systemWords();
    return false;
}

bool makeOwnFolder(const QString &path, QString *why)
{
    const QByteArray name = QFile::encodeName(path);
    if (::mkdir(name.constData(), 0700) == 0)
        return true;
    const int reason = errno;
    struct stat status = {};
    if (::lstat(name.constData(), &status) == 0)
        return isOwn(status, S_IFDIR, why);
    *why = QString::fromLocal8Bit(std::strerror(reason));
    return false;
}

} // namespace oriel::operations
