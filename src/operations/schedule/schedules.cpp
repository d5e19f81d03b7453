#include "operations/schedule/schedules.h"

#include "base/literals.h"

#include <QtCore/QDir>
#include <QtCore/QStandardPaths>
#include <QtCore/QThreadPool>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

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

Schedules::Schedules(const QString &path, QObject *parent)
    : QObject(parent)
    , m_file(path)
    , m_worker(this)
{}

Schedules::~Schedules()
{
    std::vector<ScheduleFile::Change> left;
    for (const Job &job : m_jobs) {
        if (job.lasting)
            left.push_back(job.change);
    }
    if (left.empty())
        return;
    // Beside a job that a worker may still have: a result is recorded, and a schedule moved, only
    // after the answer to what came before, so they do not depend on it.
    QThreadPool::globalInstance()->start([file = m_file, left = std::move(left)] {
        for (const ScheduleFile::Change &change : left)
            (void)file.change(change);
    });
}

QString Schedules::defaultPath()
{
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return QDir(data).filePath(u"oriel/schedules.json"_s);
}

void Schedules::enter(const JournalScope &place, bool kept)
{
    const bool isSame = kept == m_kept && placeToJson(place) == placeToJson(m_place);
    m_place = place;
    m_kept = kept;
    m_waiting.clear();
    if (!isSame)
        m_unreadable.clear();
    if (!isSame || !m_kept)
        take(m_kept ? QJsonArray() : m_unkept);
    Q_EMIT changed();
    if (m_kept)
        reload();
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

void Schedules::reload(QObject *receiver, const std::function<void()> &then)
{
    if (m_kept) {
        change({.place = m_place,
                .receiver = receiver ? receiver : this,
                .then = [then](const auto &) {
                    if (then)
                        then();
                }});
        return;
    }
    take(m_unkept);
    if (then)
        then();
}

void Schedules::use(const Result<ScheduleFile::Content> &content)
{
    if (!content.ok()) {
        setUnreadable(content.error().message);
        take({});
        complain(content.error());
        return;
    }
    m_troubled.clear();
    if (content->damage)
        complain(*content->damage);
    setUnreadable({});
    take(content->entries);
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

void Schedules::change(Job job)
{
    if (job.change && !isKept(job.place)) {
        if (const auto changed = job.change(m_unkept))
            m_unkept = *changed;
        take(m_unkept);
        if (job.then)
            job.then(Nothing());
        return;
    }
    m_jobs.push_back(std::move(job));
    if (!m_working)
        next();
}

void Schedules::next()
{
    // A job that nobody waits for any longer is not started; above all, no scheduled run.
    while (!m_jobs.empty() && m_jobs.front().isAbandoned())
        m_jobs.pop_front();
    m_working = !m_jobs.empty();
    if (!m_working)
        return;
    Job job = std::move(m_jobs.front());
    m_jobs.pop_front();
    m_worker.run(
        [file = m_file, change = job.change] { return change ? file.change(change) : file.read(); },
        [this, job](const Result<ScheduleFile::Content> &content) {
            finish(job, content);
            next();
        });
}

void Schedules::finish(const Job &job, const Result<ScheduleFile::Content> &content)
{
    if (m_kept && (content.ok() || !job.change))
        use(content);
    else if (!content.ok() && job.lasting)
        complain(content.error());
    if (!job.then || !job.receiver)
        return;
    if (content.ok())
        job.then(Nothing());
    else
        job.then(content.error());
}

void Schedules::set(const SnapshotSchedule &schedule, QObject *receiver, Answer<Nothing> then)
{
    setWaiting(schedule.serverId, {});
    const auto replace = [place = m_place, schedule](QJsonArray entries) {
        const qsizetype at = indexOfEntry(entries, place, "server"_L1, schedule.serverId);
        if (at < 0) {
            entries.append(entryOf(schedule, place));
            return std::optional(entries);
        }
        SnapshotSchedule changed = schedule;
        const auto stored = scheduleFromJson(entries.at(at).toObject());
        if (stored && stored->id == schedule.id)
            changed.last = stored->last;
        entries.replace(at, entryOf(changed, place));
        return std::optional(entries);
    };
    change({m_place, replace, receiver, std::move(then)});
}

void Schedules::move(const JournalScope &place, const QString &fromServerId,
                     const QString &toServerId, QObject *receiver, Answer<Nothing> then)
{
    setWaiting(fromServerId, {});
    const auto replace = [=](QJsonArray entries) -> std::optional<QJsonArray> {
        const qsizetype at = indexOfEntry(entries, place, "server"_L1, fromServerId);
        auto schedule = at < 0 ? std::nullopt : scheduleFromJson(entries.at(at).toObject());
        if (!schedule || indexOfEntry(entries, place, "server"_L1, toServerId) >= 0)
            return std::nullopt;
        schedule->serverId = toServerId;
        entries.replace(at, entryOf(*schedule, place));
        return entries;
    };
    change({place, replace, receiver, std::move(then), true});
}

void Schedules::remove(const QString &serverId, QObject *receiver, Answer<Nothing> then)
{
    setWaiting(serverId, {});
    const auto drop = [place = m_place, serverId](QJsonArray entries) -> std::optional<QJsonArray> {
        const qsizetype at = indexOfEntry(entries, place, "server"_L1, serverId);
        if (at < 0)
            return std::nullopt;
        entries.removeAt(at);
        return entries;
    };
    change({m_place, drop, receiver, std::move(then)});
}

void Schedules::claim(const SnapshotSchedule &known, const ScheduleRun &run, QObject *receiver,
                      Answer<bool> then)
{
    const auto ours = std::make_shared<bool>(false);
    const auto begin = [place = m_place, known, run,
                        ours](QJsonArray entries) -> std::optional<QJsonArray> {
        const qsizetype at = indexOfEntry(entries, place, "server"_L1, known.serverId);
        auto schedule = at < 0 ? std::nullopt : scheduleFromJson(entries.at(at).toObject());
        *ours = schedule && schedule->id == known.id && schedule->since == known.since &&
                schedule->last == known.last;
        if (!*ours)
            return std::nullopt;
        schedule->last = run;
        schedule->serverName = known.serverName;
        entries.replace(at, entryOf(*schedule, place));
        return entries;
    };
    const auto answer = [this, ours, serverId = known.serverId,
                         then = std::move(then)](const Result<Nothing> &written) {
        setWaiting(serverId, {});
        if (written.ok())
            then(*ours);
        else
            then(written.error());
    };
    change({m_place, begin, receiver, answer});
}

void Schedules::record(const JournalScope &place, const QString &scheduleId,
                       const ScheduleRun &finished, QObject *receiver, Answer<Nothing> then)
{
    const auto replace = [=](QJsonArray entries) -> std::optional<QJsonArray> {
        const qsizetype at = indexOfEntry(entries, place, "id"_L1, scheduleId);
        auto schedule = at < 0 ? std::nullopt : scheduleFromJson(entries.at(at).toObject());
        if (!schedule || !schedule->last ||
            (finished.started.isValid() && finished.started != schedule->last->started))
            return std::nullopt;
        ScheduleRun &run = *schedule->last;
        run.result = finished.result;
        run.text = finished.text;
        run.snapshotId = finished.snapshotId;
        run.backUpDue = run.backUpDue && run.result == ScheduleRun::Result::Created;
        entries.replace(at, entryOf(*schedule, place));
        return entries;
    };
    change({place, replace, receiver, std::move(then), true});
}

void Schedules::claimBackups(const QString &scheduleId, QObject *receiver, Answer<bool> then)
{
    const auto ours = std::make_shared<bool>(false);
    const auto begin = [place = m_place, scheduleId,
                        ours](QJsonArray entries) -> std::optional<QJsonArray> {
        const qsizetype at = indexOfEntry(entries, place, "id"_L1, scheduleId);
        auto schedule = at < 0 ? std::nullopt : scheduleFromJson(entries.at(at).toObject());
        *ours = schedule && schedule->last && schedule->last->backUpDue;
        if (!*ours)
            return std::nullopt;
        schedule->last->backUpDue = false;
        entries.replace(at, entryOf(*schedule, place));
        return entries;
    };
    const auto answer = [ours, then = std::move(then)](const Result<Nothing> &written) {
        if (written.ok())
            then(*ours);
        else
            then(written.error());
    };
    change({m_place, begin, receiver, answer});
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
