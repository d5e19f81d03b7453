#include "operations/journal/journalcodec.h"

#include "base/log.h"

#include <QtCore/QJsonDocument>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

template <typename T, std::size_t N>
using NameTable = std::array<std::pair<T, QLatin1StringView>, N>;

constexpr NameTable<Outcome, 6> outcomeNames{{
    {Outcome::Running, "running"_L1},
    {Outcome::Succeeded, "succeeded"_L1},
    {Outcome::Failed, "failed"_L1},
    {Outcome::Unclear, "unclear"_L1},
    {Outcome::Canceled, "canceled"_L1},
    {Outcome::Requested, "requested"_L1}, // read as "unclear" by an older Oriel
}};

constexpr NameTable<StageState, 5> stateNames{{
    {StageState::Waiting, "waiting"_L1},
    {StageState::Running, "running"_L1},
    {StageState::Done, "done"_L1},
    {StageState::Failed, "failed"_L1},
    {StageState::Skipped, "skipped"_L1},
}};

constexpr NameTable<ErrorKind, 19> errorNames{{
    {ErrorKind::Unreachable, "unreachable"_L1},
    {ErrorKind::Timeout, "timeout"_L1},
    {ErrorKind::Tls, "tls"_L1},
    {ErrorKind::AnswerLost, "answer-lost"_L1},
    {ErrorKind::Unauthorized, "unauthorized"_L1},
    {ErrorKind::Forbidden, "forbidden"_L1},
    {ErrorKind::NotFound, "not-found"_L1},
    {ErrorKind::Conflict, "conflict"_L1},
    {ErrorKind::BadRequest, "bad-request"_L1},
    {ErrorKind::OverQuota, "over-quota"_L1},
    {ErrorKind::RateLimited, "rate-limited"_L1},
    {ErrorKind::Unavailable, "unavailable"_L1},
    {ErrorKind::BrokenAnswer, "broken-answer"_L1},
    {ErrorKind::NoService, "no-service"_L1},
    {ErrorKind::Unsupported, "unsupported"_L1},
    {ErrorKind::Configuration, "configuration"_L1},
    {ErrorKind::Failed, "failed"_L1},
    {ErrorKind::Cancelled, "cancelled"_L1},
    {ErrorKind::Storage, "storage"_L1},
}};

template <typename T, std::size_t N>
QString nameIn(const NameTable<T, N> &table, T value)
{
    const auto found = std::ranges::find(table, value, &std::pair<T, QLatin1StringView>::first);
    return found == table.end() ? QString() : QString(found->second);
}

template <typename T, std::size_t N>
T valueIn(const NameTable<T, N> &table, const QString &name, T otherwise)
{
    const auto found =
        std::ranges::find_if(table, [&](const auto &one) { return name == one.second; });
    return found == table.end() ? otherwise : found->first;
}

QString timeText(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODateWithMs) : QString();
}

QDateTime timeFrom(const QJsonValue &text)
{
    return text.toString().isEmpty() ? QDateTime()
                                     : QDateTime::fromString(text.toString(), Qt::ISODateWithMs);
}

bool isSecret(const QString &name)
{
    const QString lower = name.toLower().remove(u'_').remove(u'-');
    return std::ranges::any_of(std::array{"password"_L1, "passwd"_L1, "passcode"_L1, "secret"_L1,
                                          "token"_L1, "adminpass"_L1, "userdata"_L1,
                                          "privatekey"_L1, "authkey"_L1, "authorization"_L1},
                               [&](QLatin1StringView word) { return lower.contains(word); });
}

constexpr QLatin1StringView notKeptKey{"notKept"};

/// An object whose keys the user has chosen: what is left out of it is named.
QJsonObject cleanedItems(const QJsonObject &items)
{
    QJsonObject clean;
    QStringList lost;
    for (auto it = items.begin(); it != items.end(); ++it) {
        if (it->isString() && isSecret(it.key()))
            lost += it.key();
        else
            clean.insert(it.key(), it.value());
    }
    if (!lost.isEmpty())
        clean.insert(notKeptKey, QJsonArray::fromStringList(lost));
    return clean;
}

QJsonValue cleaned(const QString &key, const QJsonValue &value)
{
    static const QStringList items{u"metadata"_s, u"changes"_s, u"before"_s};
    if (value.isObject() && items.contains(key))
        return cleanedItems(value.toObject());
    if (value.isObject())
        return withoutSecrets(value.toObject());
    if (!value.isArray())
        return value;
    QJsonArray clean;
    for (const auto &one : value.toArray())
        clean.append(cleaned({}, one));
    return clean;
}

} // namespace

QString outcomeName(Outcome outcome)
{
    return nameIn(outcomeNames, outcome);
}

Outcome outcomeNamed(const QString &name)
{
    return valueIn(outcomeNames, name, Outcome::Unclear);
}

QString subjectKindName(Kind kind)
{
    return openstack::nameOf(kind);
}

Kind subjectKindNamed(const QString &name)
{
    return openstack::kindNamed(name).value_or(Kind::Server);
}

QJsonObject toJson(const Subject &subject)
{
    return {{u"kind"_s, subjectKindName(subject.kind)},
            {u"id"_s, subject.id},
            {u"name"_s, subject.name}};
}

Subject subjectFromJson(const QJsonObject &json)
{
    return {subjectKindNamed(json.value("kind"_L1).toString()), json.value("id"_L1).toString(),
            json.value("name"_L1).toString()};
}

QJsonObject toJson(const Error &error)
{
    QJsonObject json{{u"kind"_s, nameIn(errorNames, error.kind)},
                     {u"service"_s, error.service},
                     {u"status"_s, error.httpStatus},
                     {u"message"_s, redacted(error.message)},
                     {u"request_id"_s, error.requestId},
                     {u"request"_s, redacted(error.request)},
                     {u"when"_s, timeText(error.when)}};
    if (error.retryAfter)
        json.insert(u"retry_after_ms"_s, static_cast<qint64>(error.retryAfter->count()));
    return json;
}

Error errorFromJson(const QJsonObject &json)
{
    Error error;
    error.kind = valueIn(errorNames, json.value("kind"_L1).toString(), ErrorKind::Failed);
    error.service = json.value("service"_L1).toString();
    error.httpStatus = json.value("status"_L1).toInt();
    error.message = json.value("message"_L1).toString();
    error.requestId = json.value("request_id"_L1).toString();
    error.request = json.value("request"_L1).toString();
    error.when = timeFrom(json.value("when"_L1));
    if (const QJsonValue wait = json.value("retry_after_ms"_L1); wait.isDouble())
        error.retryAfter = std::chrono::milliseconds(wait.toInteger());
    return error;
}

QJsonArray toJson(const std::vector<Stage> &stages)
{
    QJsonArray json;
    for (const Stage &stage : stages)
        json.append(QJsonObject{{u"title"_s, stage.title},
                                {u"state"_s, nameIn(stateNames, stage.state)},
                                {u"started"_s, timeText(stage.started)},
                                {u"ended"_s, timeText(stage.ended)},
                                {u"percent"_s, stage.percent},
                                {u"detail"_s, redacted(stage.detail)},
                                {u"measure"_s, stage.measure},
                                {u"amount"_s, stage.amount}});
    return json;
}

std::vector<Stage> stagesFromJson(const QJsonArray &json)
{
    std::vector<Stage> stages;
    for (const auto &value : json) {
        const QJsonObject one = value.toObject();
        Stage stage;
        stage.title = one.value("title"_L1).toString();
        stage.state = valueIn(stateNames, one.value("state"_L1).toString(), StageState::Skipped);
        stage.started = timeFrom(one.value("started"_L1));
        stage.ended = timeFrom(one.value("ended"_L1));
        stage.percent = one.value("percent"_L1).toInt(-1);
        stage.detail = one.value("detail"_L1).toString();
        stage.measure = one.value("measure"_L1).toString();
        stage.amount = one.value("amount"_L1).toDouble();
        stages.push_back(std::move(stage));
    }
    return stages;
}

QJsonArray toJson(const std::vector<Subject> &subjects)
{
    QJsonArray json;
    for (const Subject &subject : subjects)
        json.append(QJsonObject{{u"kind"_s, subjectKindName(subject.kind)},
                                {u"id"_s, subject.id},
                                {u"name"_s, subject.name}});
    return json;
}

std::vector<Subject> subjectsFromJson(const QJsonArray &json)
{
    std::vector<Subject> subjects;
    for (const auto &value : json) {
        const QJsonObject one = value.toObject();
        subjects.push_back({subjectKindNamed(one.value("kind"_L1).toString()),
                            one.value("id"_L1).toString(), one.value("name"_L1).toString()});
    }
    return subjects;
}

QString jsonText(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QString jsonText(const QJsonArray &array)
{
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

QJsonObject objectFrom(const QString &text)
{
    return QJsonDocument::fromJson(text.toUtf8()).object();
}

QJsonArray arrayFrom(const QString &text)
{
    return QJsonDocument::fromJson(text.toUtf8()).array();
}

QJsonObject withoutSecrets(const QJsonObject &object)
{
    QJsonObject clean;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!isSecret(it.key()))
            clean.insert(it.key(), cleaned(it.key(), it.value()));
    }
    return clean;
}

QStringList notKept(const QJsonObject &items)
{
    QStringList keys;
    for (const auto &key : items.value(notKeptKey).toArray())
        keys += key.toString();
    return keys;
}

QJsonObject keptItems(QJsonObject items)
{
    if (items.value(notKeptKey).isArray()) // an item's value is a text
        items.remove(notKeptKey);
    return items;
}

QString withoutSecrets(const QString &command)
{
    QString safe;
    for (qsizetype at = 0; at < command.size();) {
        if (command[at].isSpace()) {
            safe += command[at++];
            continue;
        }
        // A word of the shell, as shellQuoted() writes it.
        const qsizetype start = at;
        QString word;
        for (bool quoted = false; at < command.size() && (quoted || !command[at].isSpace());) {
            const QChar c = command[at++];
            if (c == u'\'')
                quoted = !quoted;
            else if (c == u'\\' && !quoted && at < command.size())
                word += command[at++];
            else
                word += c;
        }
        const QString key = word.section(u'=', 0, 0);
        if (word.contains(u'=') && !key.startsWith(u'-') && isSecret(key))
            safe += key + u"=***"_s;
        else
            safe += QStringView(command).sliced(start, at - start);
    }
    return safe;
}

} // namespace oriel::operations
