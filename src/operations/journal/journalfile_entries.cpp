#include "operations/journal/journalcodec.h"
#include "operations/journal/journalfile.h"

#include <QtSql/QSqlQuery>

#include <QtCore/QSet>

using namespace Qt::StringLiterals;

// What is in the journal's file; journalfile.cpp has how it is opened.

namespace oriel::operations {

namespace {

/// Earlier runs that estimates look at, newest first: clouds change.
constexpr int durationsRead = 400;

/// A null QString is NULL to Qt's driver, and the columns are NOT NULL.
QString notNull(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

/// The owner of what no Oriel works at. No owner's file has this name.
constexpr auto nobody = "nobody"_L1;

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

QString JournalFile::entryColumns()
{
    return u"id, kind, auth_url, region, project_id, scope_words, user_name, subject_kind, "
           "subject_id, subject_name, title, command, intent, started, ended, outcome, error, "
           "result_id, request_ids, notes, leftovers, stages, owner"_s;
}

Result<Nothing> JournalFile::begin(const JournalEntry &entry)
{
    QVariantList values;
    for (const QString &text :
         {entry.id, entry.kind, entry.scope.authUrl, entry.scope.region, entry.scope.projectId,
          entry.scope.words, entry.userName, subjectKindName(entry.subject.kind), entry.subject.id,
          entry.subject.name, entry.title, entry.command, jsonText(withoutSecrets(entry.intent))})
        values << notNull(text);
    values << entry.started.toMSecsSinceEpoch() << outcomeName(Outcome::Running)
           << notNull(entry.resultId) << jsonText(QJsonArray::fromStringList(entry.requestIds))
           << jsonText(QJsonArray::fromStringList(entry.notes)) << jsonText(toJson(entry.leftovers))
           << jsonText(toJson(entry.stages)) << m_owner->id();
    return run(u"INSERT INTO entry ("_s + entryColumns() +
                   u") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, NULL, ?, ?, ?, "
                   u"?, ?, ?)"_s,
               values);
}

Result<Nothing> JournalFile::addStep(const QString &id, const JournalStep &step)
{
    return run(u"INSERT INTO step (entry_id, name, phase, at, facts) VALUES (?, ?, ?, ?, ?)"_s,
               {id, notNull(step.name),
                step.phase == JournalStep::Phase::Intended ? u"intended"_s : u"recorded"_s,
                step.at.toMSecsSinceEpoch(), jsonText(withoutSecrets(step.facts))});
}

Result<Nothing> JournalFile::end(const JournalEntry &entry)
{
    return atomically([&]() -> Result<Nothing> {
        QVariantList values;
        for (const QString &text : {entry.subject.id, entry.subject.name, entry.title,
                                    entry.command, entry.resultId, outcomeName(entry.outcome)})
            values << notNull(text);
        values << errorOf(entry) << jsonText(QJsonArray::fromStringList(entry.requestIds))
               << jsonText(QJsonArray::fromStringList(entry.notes))
               << jsonText(toJson(entry.leftovers)) << jsonText(toJson(entry.stages))
               << entry.ended.toMSecsSinceEpoch() << entry.id;
        const auto done =
            run(u"UPDATE entry SET subject_id = ?, subject_name = ?, title = ?, command = ?, "
                "result_id = ?, outcome = ?, error = ?, request_ids = ?, notes = ?, "
                "leftovers = ?, stages = ?, ended = ? WHERE id = ?"_s,
                values);
        return done.ok() ? keepDurations(entry) : done;
    });
}

Result<Nothing> JournalFile::keepDurations(const JournalEntry &entry)
{
    for (const Stage &stage : entry.stages) {
        if (stage.measure.isEmpty() || stage.state != StageState::Done ||
            !stage.started.isValid() || stage.ended <= stage.started)
            continue;
        const auto done = run(u"INSERT INTO duration (auth_url, region, measure, amount, took, at) "
                              "VALUES (?, ?, ?, ?, ?, ?)"_s,
                              {notNull(entry.scope.authUrl), notNull(entry.scope.region),
                               stage.measure, stage.amount, stage.started.msecsTo(stage.ended),
                               stage.ended.toMSecsSinceEpoch()});
        if (!done.ok())
            return done;
    }
    return Nothing();
}

Result<std::vector<JournalEntry>> JournalFile::read(const QString &condition,
                                                    const QVariantList &values, bool withSteps)
{
    QSqlQuery query(database());
    if (const auto done =
            run(query, u"SELECT "_s + entryColumns() + u" FROM entry "_s + condition, values);
        !done.ok())
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
    if (const auto done =
            run(query, u"SELECT name, phase, at, facts FROM step WHERE entry_id = ? ORDER BY seq"_s,
                {id});
        !done.ok())
        return done.error();
    std::vector<JournalStep> steps;
    while (query.next())
        steps.push_back({query.value(0).toString(),
                         query.value(1).toString() == "intended"_L1 ? JournalStep::Phase::Intended
                                                                    : JournalStep::Phase::Recorded,
                         columnTime(query.value(2)), objectFrom(query.value(3).toString())});
    return steps;
}

Result<std::vector<JournalEntry>> JournalFile::takeUnfinished(const JournalScope &scope,
                                                              const QString &id)
{
    using Entries = Result<std::vector<JournalEntry>>;
    return atomically([&]() -> Entries {
        auto found = read(u"WHERE ended IS NULL AND auth_url = ? AND region = ? AND "
                          u"project_id = ? AND ? IN ('', user_name) AND ? IN ('', id) "
                          u"ORDER BY seq"_s,
                          {notNull(scope.authUrl), notNull(scope.region), notNull(scope.projectId),
                           notNull(scope.user), notNull(id)},
                          true);
        if (!found.ok())
            return found;
        std::vector<JournalEntry> taken;
        for (JournalEntry &entry : found.value()) {
            if (entry.alive)
                continue;
            if (const auto done =
                    run(u"UPDATE entry SET owner = ? WHERE id = ?"_s, {m_owner->id(), entry.id});
                !done.ok())
                return done.error();
            entry.alive = true;
            taken.push_back(std::move(entry));
        }
        return taken;
    });
}

Result<Nothing> JournalFile::giveBack(const QString &id)
{
    return run(u"UPDATE entry SET owner = ? WHERE id = ? AND owner = ? AND ended IS NULL"_s,
               {QString(nobody), id, m_owner->id()});
}

Result<std::vector<JournalEntry>> JournalFile::unfinished()
{
    auto found = read(u"WHERE ended IS NULL ORDER BY seq DESC"_s, {}, false);
    if (found.ok())
        std::erase_if(found.value(), [](const JournalEntry &entry) { return entry.alive; });
    return found;
}

Result<std::vector<JournalEntry>> JournalFile::history(int limit)
{
    return read(u"ORDER BY seq DESC LIMIT ?"_s, {limit}, false);
}

Result<Durations> JournalFile::durations(const JournalScope &scope)
{
    QSqlQuery query(database());
    if (const auto done =
            run(query,
                u"SELECT measure, amount, took FROM duration WHERE auth_url = ? AND region = ? "
                "ORDER BY seq DESC LIMIT ?"_s,
                {notNull(scope.authUrl), notNull(scope.region), durationsRead});
        !done.ok())
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
        const auto done =
            run(u"DELETE FROM entry WHERE ended IS NOT NULL AND (ended < ? OR seq NOT IN "
                "(SELECT seq FROM entry ORDER BY seq DESC LIMIT ?))"_s,
                {oldest, most});
        if (!done.ok())
            return done;
        return run(u"DELETE FROM duration WHERE at < ? OR seq NOT IN (SELECT seq FROM duration "
                   "ORDER BY seq DESC LIMIT ?)"_s,
                   {oldest, most});
    });
}

} // namespace oriel::operations
