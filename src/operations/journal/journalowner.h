#pragma once

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
/// twice nor set a damaged file aside twice. Waits for the other.
class OpeningLock
{
public:
    explicit OpeningLock(const QString &path);
    ~OpeningLock();
    OpeningLock(const OpeningLock &) = delete;
    OpeningLock &operator=(const OpeningLock &) = delete;

private:
    int m_fd;
};

} // namespace oriel::operations
