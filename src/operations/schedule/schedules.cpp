#include "operations/schedule/schedules.h"

#include "base/literals.h"
#include "operations/journal/journalowner.h"
#include "operations/journal/ownfile.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QSaveFile>
#include <QtCore/QStandardPaths>

#include <algorithm>

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

QJsonObject placeToJson(const JournalScope &place)
{
    return {{u"auth_url"_s, place.authUrl},
            {u"region"_s, place.region},
            {u"project"_s, place.projectId},
            {u"user"_s, place.user}};
}

bool isOfPlace(const QJsonValue &entry, const JournalScope &place)
{
    return entry.toObject().value("place"_L1).toObject() == placeToJson(place);
}

/// The index of the first of `entries` in this place whose `key` is `value`; -1: there is none.
qsizetype indexOfEntry(const QJsonArray &entries, const JournalScope &place, QLatin1StringView key,
                       const QString &value)
{
    for (qsizetype i = 0; i < entries.size(); ++i) {
        if (isOfPlace(entries.at(i), place) &&
            entries.at(i).toObject().value(key).toString() == value)
            return i;
    }
    return -1;
}

QJsonObject entryOf(const SnapshotSchedule &schedule, const JournalScope &place)
{
    QJsonObject json = toJson(schedule);
    json.insert(u"place"_s, placeToJson(place));
    return json;
}

} // namespace

Schedules::Schedules(QString path, QObject *parent) : QObject(parent), m_path(std::move(path)) {}

QString Schedules::defaultPath()
{
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return QDir(data).filePath(u"oriel/schedules.json"_s);
}

void Schedules::enter(const JournalScope &place, bool kept)
{
    m_place = place;
    m_kept = kept;
    m_unreadable.clear();
    m_waiting.clear();
    reload();
    Q_EMIT changed();
}

bool Schedules::isKept(const JournalScope &place) const
{
    return m_kept || !place.isSamePlace(m_place);
}

const SnapshotSchedule *Schedules::of(const QString &serverId) const
{
    const auto found = std::ranges::find(m_all, serverId, &SnapshotSchedule::serverId);
    return found == m_all.end() ? nullptr : &*found;
}

void Schedules::reload()
{
    if (!m_kept) {
        take(m_unkept);
        return;
    }
    const auto entries = read();
    if (entries.ok()) {
        m_troubled.clear();
        setUnreadable({});
        take(*entries);
    } else {
        setUnreadable(entries.error().message);
        take({});
        complain(entries.error());
    }
}

void Schedules::setUnreadable(const QString &why)
{
    if (std::exchange(m_unreadable, why) != why)
        Q_EMIT changed();
}

void Schedules::take(const QJsonArray &entries)
{
    std::vector<SnapshotSchedule> mine;
    for (const QJsonValue &entry : entries) {
        if (!isOfPlace(entry, m_place))
            continue;
        if (auto schedule = scheduleFromJson(entry.toObject()))
            mine.push_back(std::move(*schedule));
    }
    if (mine == m_all)
        return;
    m_all = std::move(mine);
    Q_EMIT changed();
}

void Schedules::complain(const Error &error)
{
    if (std::exchange(m_troubled, error.message) != error.message)
        Q_EMIT trouble(error);
}

Result<QJsonArray> Schedules::read()
{
    QString why;
    if (!isOwnFileOrMissing(m_path, &why))
        return storageError(tr("The schedules in %1 cannot be used. %2").arg(m_path, why));
    QFile file(m_path);
    if (!file.exists())
        return QJsonArray();
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
        return root.value("schedules"_L1).toArray();
    const QString aside =
        m_path + u".damaged-"_s + QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmss"_s);
    if (!QFile::rename(m_path, aside))
        return storageError(
            tr("The schedules in %1 cannot be read: the file is damaged.").arg(m_path));
    complain(storageError(tr("The file with the schedules was damaged, so they are lost. It was "
                             "renamed to %1. Schedule the snapshots again.")
                              .arg(aside)));
    return QJsonArray();
}

Result<Nothing> Schedules::write(const QJsonArray &entries)
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

Result<Nothing> Schedules::change(const JournalScope &place, const Change &change)
{
    if (!isKept(place)) {
        if (const auto changed = change(m_unkept))
            m_unkept = *changed;
        take(m_unkept);
        return Nothing();
    }
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
    const auto entries = read();
    if (!entries.ok())
        return entries.error();
    const auto changed = change(*entries);
    if (changed) {
        if (const auto written = write(*changed); !written.ok())
            return written.error();
    }
    if (m_kept) {
        setUnreadable({});
        take(changed.value_or(*entries));
    }
    return Nothing();
}

Result<Nothing> Schedules::set(const SnapshotSchedule &schedule)
{
    setWaiting(schedule.serverId, {});
    return change(m_place, [&](QJsonArray entries) {
        const qsizetype at = indexOfEntry(entries, m_place, "server"_L1, schedule.serverId);
        if (at < 0) {
            entries.append(entryOf(schedule, m_place));
            return entries;
        }
        SnapshotSchedule changed = schedule;
        const auto stored = scheduleFromJson(entries.at(at).toObject());
        if (stored && stored->id == schedule.id)
            changed.last = stored->last;
        entries.replace(at, entryOf(changed, m_place));
        return entries;
    });
}

void Schedules::move(const JournalScope &place, const QString &fromServerId,
                     const QString &toServerId)
{
    setWaiting(fromServerId, {});
    const auto written = change(place, [&](QJsonArray entries) -> std::optional<QJsonArray> {
        const qsizetype at = indexOfEntry(entries, place, "server"_L1, fromServerId);
        auto schedule = at < 0 ? std::nullopt : scheduleFromJson(entries.at(at).toObject());
        if (!schedule || indexOfEntry(entries, place, "server"_L1, toServerId) >= 0)
            return std::nullopt;
        schedule->serverId = toServerId;
        entries.replace(at, entryOf(*schedule, place));
        return entries;
    });
    if (!written.ok())
        complain(written.error());
}

Result<Nothing> Schedules::remove(const QString &serverId)
{
    setWaiting(serverId, {});
    return change(m_place, [&](QJsonArray entries) -> std::optional<QJsonArray> {
        const qsizetype at = indexOfEntry(entries, m_place, "server"_L1, serverId);
        if (at < 0)
            return std::nullopt;
        entries.removeAt(at);
        return entries;
    });
}

Result<bool> Schedules::claim(const SnapshotSchedule &known, const ScheduleRun &run)
{
    bool ours = false;
    const QString serverId = known.serverId; // take() replaces what `known` may be a part of
    const auto written = change(m_place, [&](QJsonArray entries) -> std::optional<QJsonArray> {
        const qsizetype at = indexOfEntry(entries, m_place, "server"_L1, known.serverId);
        auto schedule = at < 0 ? std::nullopt : scheduleFromJson(entries.at(at).toObject());
        ours = schedule && schedule->id == known.id && schedule->since == known.since &&
               schedule->last == known.last;
        if (!ours)
            return std::nullopt;
        schedule->last = run;
        schedule->serverName = known.serverName;
        entries.replace(at, entryOf(*schedule, m_place));
        return entries;
    });
    setWaiting(serverId, {});
    if (!written.ok())
        return written.error();
    return ours;
}

void Schedules::record(const JournalScope &place, const QString &scheduleId,
                       ScheduleRun::Result result, const QString &text, const QString &snapshotId)
{
    const auto written = change(place, [&](QJsonArray entries) -> std::optional<QJsonArray> {
        const qsizetype at = indexOfEntry(entries, place, "id"_L1, scheduleId);
        auto schedule = at < 0 ? std::nullopt : scheduleFromJson(entries.at(at).toObject());
        if (!schedule || !schedule->last)
            return std::nullopt;
        schedule->last->result = result;
        schedule->last->text = text;
        schedule->last->snapshotId = snapshotId;
        entries.replace(at, entryOf(*schedule, place));
        return entries;
    });
    if (!written.ok())
        complain(written.error());
}

void Schedules::setWaiting(const QString &serverId, const QString &reason)
{
    if (m_waiting.value(serverId) == reason)
        return;
    if (reason.isEmpty())
        m_waiting.remove(serverId);
    else
        m_waiting.insert(serverId, reason);
    Q_EMIT changed();
}

} // namespace oriel::operations
