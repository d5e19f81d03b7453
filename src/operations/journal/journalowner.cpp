#include "operations/journal/journalowner.h"

#include "operations/journal/ownfile.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QUuid>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace oriel::operations {

namespace {

/// flock() instead of fcntl's record locks, which are lost when the process closes any descriptor
/// of the file, as SQLite and other libraries do. Never waits. -1 if it fails; errno is EWOULDBLOCK
/// if another process holds the lock.
int openLocked(const QString &path, int flags, int how, QString *why)
{
    const int fd = openOwnFile(path, flags, why);
    if (fd < 0)
        return -1;
    if (::flock(fd, how | LOCK_NB) != 0) {
        const int reason = errno;
        *why = QString::fromLocal8Bit(std::strerror(reason));
        ::close(fd);
        errno = reason;
        return -1;
    }
    return fd;
}

/// Whether the locked file still has this name: a sweep may have removed it.
bool stillNamed(int fd, const QString &path)
{
    struct stat mine = {};
    struct stat named = {};
    return ::fstat(fd, &mine) == 0 && ::lstat(QFile::encodeName(path).constData(), &named) == 0 &&
           mine.st_ino == named.st_ino && mine.st_dev == named.st_dev;
}

} // namespace

std::unique_ptr<JournalOwner> JournalOwner::make(const QString &folder, QString *why)
{
    if (!makeOwnFolder(folder, why))
        return nullptr;
    for (int tries = 0; tries < 10; ++tries) {
        const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        const QString path = QDir(folder).filePath(id);
        const int fd = openLocked(path, O_CREAT | O_EXCL, LOCK_EX, why);
        if (fd >= 0 && stillNamed(fd, path))
            return std::unique_ptr<JournalOwner>(new JournalOwner(path, id, fd));
        if (fd < 0 && errno != EWOULDBLOCK && errno != EEXIST)
            break;
        if (fd >= 0)
            ::close(fd);
    }
    return nullptr;
}

JournalOwner::JournalOwner(QString path, QString id, int fd)
    : m_path(std::move(path))
    , m_id(std::move(id))
    , m_fd(fd)
{}

JournalOwner::~JournalOwner()
{
    QFile::remove(m_path);
    ::close(m_fd);
}

bool JournalOwner::isAlive(const QString &folder, const QString &id)
{
    QString why;
    const int fd = openLocked(QDir(folder).filePath(id), 0, LOCK_SH, &why);
    if (fd < 0)
        return errno !=
               ENOENT; // if unknown, it counts as running, so that nothing is taken from it
    ::close(fd);
    return false;
}

void JournalOwner::sweep(const QString &folder)
{
    const QDir dir(folder);
    for (const QString &name : dir.entryList(QDir::Files)) {
        const QString path = dir.filePath(name);
        QString why;
        const int fd = openLocked(path, 0, LOCK_EX, &why);
        if (fd < 0)
            continue;
        QFile::remove(path);
        ::close(fd);
    }
}

OpeningLock::OpeningLock(const QString &path, const LockPatience &lockPatience)
{
    const bool settled = lockPatience.wait([this, &path] {
        m_fd = openLocked(path, O_CREAT, LOCK_EX, &m_why);
        return m_fd >= 0 || errno != EWOULDBLOCK;
    });
    m_timedOut = !settled;
}

OpeningLock::~OpeningLock()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

} // namespace oriel::operations
