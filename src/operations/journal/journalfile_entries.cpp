#include "operations/journal/journalcodec.h"
#include "operations/journal/journalfile.h"

#include <QtSql/QSqlQuery>

#include <QtCore/QSet>

using namespace Qt::StringLiterals;

// What is in the journal's file; journalfile.cpp has how it is opened.

namespace oriel::operations {

namespace {

const QString entryColumns = // NOLINT(cert-err58-cpp)
    u"id, kind, auth_url, region, project_id, scope_words, user_name, subject_kind, subject_id, "
    "subject_name, title, command, intent, started, ended, outcome, error, result_id, "
    "request_ids, notes, leftovers, stages, owner"_s;

/// Earlier runs that estimates look at, newest first: clouds change.
constexpr int durationsRead = 400;

/// A null QString is NULL to Qt's driver, and the entryColumns are NOT NULL.
QString notNull(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

QVariant errorOf(const JournalEntry &entry)
{
    return entry.error ? QVariant(jsonText(toJson(*entry.error)))
                       : QVariant(QMetaType(QMetaType::QString));
}

QStringList stringsFrom(const QString &text)
{
    QStringList strings;
    for (const auto &value : arrayFrom(text))
        strings += value.toString();
    return strings;
}

QDateTime columnTime(const QVariant &value)
{
    return value.isNull() ? QDateTime()
                          : QDateTime::fromMSecsSinceEpoch(value.toLongLong(), Qt::UTC);
}

} // namespace

template <typename F>
auto JournalFile::atomically(F work) -> decltype(work())
{
    if (const auto begun = run(u"BEGIN IMMEDIATE"_s); !begun.ok())
        return begun.error();
    auto result = work();
    if (!result.ok()) {
        QSqlQuery(database()).exec(u"ROLLBACK"_s);
        return result;
    }
    if (const auto done = run(u"COMMIT"_s); !done.ok()) {
        QSqlQuery(database()).exec(u"ROLLBACK"_s);
        return done.error();
    }
    return result;
}

Result<Nothing> JournalFile::begin(const JournalEntry &entry)
{
    QSqlQuery query(database());
    query.prepare(u"INSERT INTO entry ("_s + entryColumns +
                  u") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, NULL, ?, ?, ?, "
                  u"?, ?, ?)"_s);
    for (const QString &text :
         {entry.id, entry.kind, entry.scope.authUrl, entry.scope.region, entry.scope.projectId,
          entry.scope.words, entry.userName, subjectKindName(entry.subject.kind), entry.subject.id,
          entry.subject.name, entry.title, entry.command, jsonText(withoutSecrets(entry.intent))})
        query.addBindValue(notNull(text));
    query.addBindValue(entry.started.toMSecsSinceEpoch());
    query.addBindValue(outcomeName(Outcome::Running));
    query.addBindValue(notNull(entry.resultId));
    query.addBindValue(jsonText(QJsonArray::fromStringList(entry.requestIds)));
    query.addBindValue(jsonText(QJsonArray::fromStringList(entry.notes)));
    query.addBindValue(jsonText(toJson(entry.leftovers)));
    query.addBindValue(jsonText(toJson(entry.stages)));
    query.addBindValue(m_owner->id());
    return run(query);
}

Result<Nothing> JournalFile::addStep(const QString &id, const JournalStep &step)
{
    QSqlQuery query(database());
    query.prepare(u"INSERT INTO step (entry_id, name, phase, at, facts) VALUES (?, ?, ?, ?, ?)"_s);
    query.addBindValue(id);
    query.addBindValue(notNull(step.name));
    query.addBindValue(step.phase == JournalStep::Phase::Intended ? u"intended"_s : u"recorded"_s);
    query.addBindValue(step.at.toMSecsSinceEpoch());
    query.addBindValue(jsonText(withoutSecrets(step.facts)));
    return run(query);
}

Result<Nothing> JournalFile::end(const JournalEntry &entry)
{
    return atomically([&]() -> Result<Nothing> {
        QSqlQuery query(database());
        query.prepare(u"UPDATE entry SET subject_id = ?, subject_name = ?, title = ?, command = ?, "
                      "result_id = ?, outcome = ?, error = ?, request_ids = ?, notes = ?, "
                      "leftovers = ?, stages = ?, ended = ? WHERE id = ?"_s);
        for (const QString &text : {entry.subject.id, entry.subject.name, entry.title,
                                    entry.command, entry.resultId, outcomeName(entry.outcome)})
            query.addBindValue(notNull(text));
        query.addBindValue(errorOf(entry));
        query.addBindValue(jsonText(QJsonArray::fromStringList(entry.requestIds)));
        query.addBindValue(jsonText(QJsonArray::fromStringList(entry.notes)));
        query.addBindValue(jsonText(toJson(entry.leftovers)));
        query.addBindValue(jsonText(toJson(entry.stages)));
        query.addBindValue(entry.ended.toMSecsSinceEpoch());
        query.addBindValue(entry.id);
        if (const auto done = run(query); !done.ok())
            return done;
        return keepDurations(entry);
    });
}

Result<Nothing> JournalFile::keepDurations(const JournalEntry &entry)
{
    for (const Stage &stage : entry.stages) {
        if (stage.measure.isEmpty() || stage.state != StageState::Done ||
            !stage.started.isValid() || stage.ended <= stage.started)
            continue;
        QSqlQuery query(database());
        query.prepare(u"INSERT INTO duration (auth_url, region, measure, amount, took, at) "
                      "VALUES (?, ?, ?, ?, ?, ?)"_s);
        query.addBindValue(notNull(entry.scope.authUrl));
        query.addBindValue(notNull(entry.scope.region));
        query.addBindValue(stage.measure);
        query.addBindValue(stage.amount);
        query.addBindValue(stage.started.msecsTo(stage.ended));
        query.addBindValue(stage.ended.toMSecsSinceEpoch());
        if (const auto done = run(query); !done.ok())
            return done;
    }
    return Nothing();
}

Result<std::vector<JournalEntry>> JournalFile::read(QSqlQuery &query, bool withSteps)
{
    if (const auto done = run(query); !done.ok())
        return done.error();
    QHash<QString, bool> alive;
    std::vector<JournalEntry> entries;
    while (query.next()) {
        int at = 0;
        const auto text = [&] {
            return query.value(at++).toString();
        };
        JournalEntry entry;
        entry.id = text();
        entry.kind = text();
        entry.scope.authUrl = text();
        entry.scope.region = text();
        entry.scope.projectId = text();
        entry.scope.words = text();
        entry.userName = text();
        entry.subject.kind = subjectKindNamed(text());
        entry.subject.id = text();
        entry.subject.name = text();
        entry.title = text();
        entry.command = text();
        entry.intent = objectFrom(text());
        entry.started = columnTime(query.value(at++));
        entry.ended = columnTime(query.value(at++));
        entry.outcome = outcomeNamed(text());
        if (const QString error = text(); !error.isEmpty())
            entry.error = errorFromJson(objectFrom(error));
        entry.resultId = text();
        entry.requestIds = stringsFrom(text());
        entry.notes = stringsFrom(text());
        entry.leftovers = subjectsFromJson(arrayFrom(text()));
        entry.stages = stagesFromJson(arrayFrom(text()));
        const QString owner = text();
        if (!entry.ended.isValid()) {
            const auto known = alive.constFind(owner);
            entry.alive = known != alive.constEnd()
                              ? *known
                              : *alive.insert(owner, JournalOwner::isAlive(owners(), owner));
        }
        entries.push_back(std::move(entry));
    }
    query.finish();
    if (!withSteps)
        return entries;
    for (JournalEntry &entry : entries) {
        auto steps = stepsOf(entry.id);
        if (!steps.ok())
            return steps.error();
        entry.steps = std::move(steps).value();
    }
    return entries;
}

Result<std::vector<JournalStep>> JournalFile::stepsOf(const QString &id)
{
    QSqlQuery query(database());
    query.prepare(u"SELECT name, phase, at, facts FROM step WHERE entry_id = ? ORDER BY seq"_s);
    query.addBindValue(id);
    if (const auto done = run(query); !done.ok())
        return done.error();
    std::vector<JournalStep> steps;
    while (query.next())
        steps.push_back({query.value(0).toString(),
                         query.value(1).toString() == "intended"_L1 ? JournalStep::Phase::Intended
                                                                    : JournalStep::Phase::Recorded,
                         columnTime(query.value(2)), objectFrom(query.value(3).toString())});
    return steps;
}

Result<std::vector<JournalEntry>> JournalFile::takeUnfinished(const JournalScope &scope)
{
    using Entries = Result<std::vector<JournalEntry>>;
    return atomically([&]() -> Entries {
        QSqlQuery query(database());
        query.prepare(u"SELECT "_s + entryColumns +
                      u" FROM entry WHERE ended IS NULL AND auth_url = ? AND region = ? AND "
                      u"project_id = ? AND ? IN ('', user_name) ORDER BY seq"_s);
        query.addBindValue(notNull(scope.authUrl));
        query.addBindValue(notNull(scope.region));
        query.addBindValue(notNull(scope.projectId));
        query.addBindValue(notNull(scope.user));
        auto found = read(query, true);
        if (!found.ok())
            return found;
        std::vector<JournalEntry> taken;
        for (JournalEntry &entry : found.value()) {
            if (entry.alive)
                continue;
            QSqlQuery take(database());
            take.prepare(u"UPDATE entry SET owner = ? WHERE id = ?"_s);
            take.addBindValue(m_owner->id());
            take.addBindValue(entry.id);
            if (const auto done = run(take); !done.ok())
                return done.error();
            entry.alive = true;
            taken.push_back(std::move(entry));
        }
        return taken;
    });
}

Result<std::vector<JournalEntry>> JournalFile::unfinished()
{
    QSqlQuery query(database());
    query.prepare(u"SELECT "_s + entryColumns +
                  u" FROM entry WHERE ended IS NULL ORDER BY seq DESC"_s);
    auto found = read(query, false);
    if (found.ok())
        std::erase_if(found.value(), [](const JournalEntry &entry) { return entry.alive; });
    return found;
}

Result<std::vector<JournalEntry>> JournalFile::history(int limit)
{
    QSqlQuery query(database());
    query.prepare(u"SELECT "_s + entryColumns + u" FROM entry ORDER BY seq DESC LIMIT ?"_s);
    query.addBindValue(limit);
    return read(query, false);
}

Result<Durations> JournalFile::durations(const JournalScope &scope)
{
    QSqlQuery query(database());
    query.prepare(u"SELECT measure, amount, took FROM duration WHERE auth_url = ? AND region = ? "
                  "ORDER BY seq DESC LIMIT ?"_s);
    query.addBindValue(notNull(scope.authUrl));
    query.addBindValue(notNull(scope.region));
    query.addBindValue(durationsRead);
    if (const auto done = run(query); !done.ok())
        return done.error();
    Durations durations;
    while (query.next())
        durations.add(
            query.value(0).toString(),
            {query.value(1).toDouble(), std::chrono::milliseconds(query.value(2).toLongLong())});
    return durations;
}

Result<Nothing> JournalFile::prune(const QDateTime &now, int most)
{
    return atomically([&]() -> Result<Nothing> {
        const qint64 oldest = now.addDays(-keptDays).toMSecsSinceEpoch();
        QSqlQuery entries(database());
        entries.prepare(u"DELETE FROM entry WHERE ended IS NOT NULL AND (ended < ? OR seq NOT IN "
                        "(SELECT seq FROM entry ORDER BY seq DESC LIMIT ?))"_s);
        entries.addBindValue(oldest);
        entries.addBindValue(most);
        if (const auto done = run(entries); !done.ok())
            return done;
        QSqlQuery old(database());
        old.prepare(u"DELETE FROM duration WHERE at < ? OR seq NOT IN (SELECT seq FROM duration "
                    "ORDER BY seq DESC LIMIT ?)"_s);
        old.addBindValue(oldest);
        old.addBindValue(most);
        return run(old);
    });
}

} // namespace oriel::operations
