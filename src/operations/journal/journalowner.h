#pragma once

#include "operations/journal/lockpatience.h"

#include <QtCore/QString>

#include <memory>

namespace oriel::operations {

/// A file that this process holds locked, so that others can see that it lives: the kernel lets go
/// of the lock when the process ends, however it ends. Any thread.
class JournalOwner
{
public:
    /// Makes a new owner in `folder`, which is made where it is not there. Null where that cannot
    /// be done; `why` then says it.
    static std::unique_ptr<JournalOwner> make(const QString &folder, QString *why);
    /// Lets go and removes the file.
    ~JournalOwner();
    JournalOwner(const JournalOwner &) = delete;
    JournalOwner &operator=(const JournalOwner &) = delete;

    [[nodiscard]] QString id() const { return m_id; } ///< never used twice

    /// Whether the process of that owner lives.
    [[nodiscard]] static bool isAlive(const QString &folder, const QString &id);
    /// Removes what dead owners have left in `folder`.
    static void sweep(const QString &folder);

private:
    JournalOwner(QString path, QString id, int fd);

    QString m_path;
    QString m_id;
    int m_fd;
};

/// Held while a journal is being opened: two Oriels that start at once neither make its tables
/// twice nor set a damaged file aside twice. Waits for the other as long as `patience` allows.
class OpeningLock
{
public:
    OpeningLock(const QString &path, const LockPatience &patience);
    ~OpeningLock();
    OpeningLock(const OpeningLock &) = delete;
    OpeningLock &operator=(const OpeningLock &) = delete;

    [[nodiscard]] bool isHeld() const { return m_fd >= 0; }
    /// Not held, because another process did not release it in time.
    [[nodiscard]] bool timedOut() const { return m_timedOut; }
    /// Why it is not held, otherwise.
    [[nodiscard]] const QString &why() const { return m_why; }

private:
    int m_fd = -1;
    bool m_timedOut = false;
    QString m_why;
};

} // namespace oriel::operations
