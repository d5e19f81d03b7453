#pragma once

#include "operations/journal/lockpatience.h"

#include <QtCore/QString>

#include <memory>

namespace oriel::operations {

/// A file that this process keeps locked, so that others can see that it is running: the kernel
/// releases the lock when the process exits, for any reason. Any thread.
class JournalOwner
{
public:
    /// Creates a new owner in `folder`, which is created if missing. Null if that fails; `why`
    /// contains the reason.
    static std::unique_ptr<JournalOwner> make(const QString &folder, QString *why);
    /// Releases the lock and removes the file.
    ~JournalOwner();
    JournalOwner(const JournalOwner &) = delete;
    JournalOwner &operator=(const JournalOwner &) = delete;

    [[nodiscard]] QString id() const { return m_id; } ///< never used twice

    /// Whether that owner's process is running.
    [[nodiscard]] static bool isAlive(const QString &folder, const QString &id);
    /// Removes the files of exited owners in `folder`.
    static void sweep(const QString &folder);

private:
    JournalOwner(QString path, QString id, int fd);

    QString m_path;
    QString m_id;
    int m_fd;
};

/// Held while a journal is being opened, so that two Oriels starting at the same time neither
/// create its tables twice nor rename a damaged file twice. Waits for the other as long as
/// `patience` allows.
class OpeningLock
{
public:
    OpeningLock(const QString &path, const LockPatience &patience);
    ~OpeningLock();
    OpeningLock(const OpeningLock &) = delete;
    OpeningLock &operator=(const OpeningLock &) = delete;

    [[nodiscard]] bool isHeld() const { return m_fd >= 0; }
    /// Not acquired, because another process did not release it in time.
    [[nodiscard]] bool timedOut() const { return m_timedOut; }
    /// Why it was not acquired, otherwise.
    [[nodiscard]] const QString &why() const { return m_why; }

private:
    int m_fd = -1;
    bool m_timedOut = false;
    QString m_why;
};

} // namespace oriel::operations
