#include "operations/schedule/schedulefile.h"

#include "base/literals.h"
#include "operations/journal/journalowner.h"
#include "operations/journal/ownfile.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QSaveFile>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// Increase it when an entry gets a meaning that an older Oriel would miss.
constexpr int scheduleFormat = 1;
/// A schedule has about 300 bytes.
constexpr qint64 largestFile = 4 * 1024 * 1024;
constexpr LockPatience::Milliseconds lockLimit{500};

Error storageError(const QString &message)
{
    Error error;
    error.kind = ErrorKind::Storage;
    error.message = message;
    error.when = QDateTime::currentDateTimeUtc();
    return error;
}

} // namespace

Result<ScheduleFile::Content> ScheduleFile::read() const
{
    QString why;
    if (!isOwnFileOrMissing(m_path, &why))
        return storageError(tr("The schedules in %1 cannot be used. %2").arg(m_path, why));
    QFile file(m_path);
    if (!file.exists())
        return Content();
    if (!file.open(QIODevice::ReadOnly))
        return storageError(
            tr("The schedules in %1 cannot be read: %2").arg(m_path, file.errorString()));
    const QByteArray bytes = file.read(largestFile + 1);
    const QJsonDocument document = QJsonDocument::fromJson(bytes);
    const QJsonObject root = document.object();
    if (root.value("format"_L1).toInt() > scheduleFormat)
        return storageError(
            tr("The schedules in %1 were written by a newer version of Oriel. This version does "
               "not carry them out.")
                .arg(m_path));
    if (bytes.size() <= largestFile && root.value("schedules"_L1).isArray())
        return Content{root.value("schedules"_L1).toArray()};
    const QString aside =
        m_path + u".damaged-"_s + QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmss"_s);
    if (!QFile::rename(m_path, aside))
        return storageError(
            tr("The schedules in %1 cannot be read: the file is damaged.").arg(m_path));
    return Content{
        {},
        storageError(tr("The file with the schedules was damaged, so they are lost. It was renamed "
                        "to %1. Schedule the snapshots again.")
                         .arg(aside))};
}

Result<Nothing> ScheduleFile::write(const QJsonArray &entries) const
{
    QSaveFile file(m_path);
    if (file.open(QIODevice::WriteOnly)) {
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        file.write(
            QJsonDocument(QJsonObject{{u"format"_s, scheduleFormat}, {u"schedules"_s, entries}})
                .toJson());
        if (file.commit())
            return Nothing();
    }
    return storageError(
        tr("The schedules cannot be written to %1: %2").arg(m_path, file.errorString()));
}

Result<ScheduleFile::Content> ScheduleFile::change(const Change &change) const
{
    QString why;
    const QString folder = QFileInfo(m_path).path();
    QDir().mkpath(QFileInfo(folder).path());
    if (!makeOwnFolder(folder, &why))
        return storageError(tr("The folder %1 cannot be used. %2").arg(folder, why));
    const OpeningLock lock(m_path + u".lock"_s, LockPatience(lockLimit));
    if (!lock.isHeld())
        return storageError(
            lock.timedOut()
                ? tr("Another Oriel is changing the schedules. Try again.")
                : tr("The schedules in %1 cannot be locked. %2").arg(m_path, lock.why()));
    auto content = read();
    if (!content.ok())
        return content;
    if (const auto changed = change(content->entries)) {
        if (const auto written = write(*changed); !written.ok())
            return written.error();
        content->entries = *changed;
    }
    return content;
}

} // namespace oriel::operations
