#pragma once

#include "operations/actions/actionof.h"
#include "operations/journal/journalcodec.h"

#include <vector>

/// What the details of a resource (metadata, tags) have in common: only what was changed is sent,
/// one request for each, and none for what is already so.
namespace oriel::operations {

/// One request of several, which is not needed if the row is already so.
template <typename T>
struct DetailChange
{
    QString step;  ///< its name in the journal
    QString title; ///< of its stage
    std::function<Awaitable<Result<Facts>>()> send;
    std::function<bool(const T &)> isDone;
};

/// Why it is unknown whether all was changed, after Oriel has quit in between: `keys` are not kept.
[[nodiscard]] QString lostDetails(const QStringList &keys);

/// In the values: by key, what it should be; null: it is removed.
[[nodiscard]] inline QJsonObject changesIn(const Values &values)
{
    return keptItems(values.value(QLatin1StringView("changes")).toObject());
}

/// Of these changes, what is added or changed.
[[nodiscard]] inline QMap<QString, QString> itemsToSet(const QJsonObject &changes)
{
    QMap<QString, QString> items;
    for (auto one = changes.begin(); one != changes.end(); ++one) {
        if (!one.value().isNull())
            items.insert(one.key(), one.value().toString());
    }
    return items;
}

/// The present value: null if there is none.
template <typename T>
[[nodiscard]] QJsonValue metadataValue(const T &row, const QString &key)
{
    const auto found = row.metadata.constFind(key);
    return found == row.metadata.cend() ? QJsonValue(QJsonValue::Null) : QJsonValue(*found);
}

/// What would restore the values before, if they are still those that were set.
template <typename Now>
[[nodiscard]] std::optional<Values> changesBack(const Values &sent, Now now)
{
    const QJsonObject changes = changesIn(sent);
    const QJsonObject before = sent.value(QLatin1StringView("before")).toObject();
    if (!notKept(before).isEmpty())
        return std::nullopt;
    QJsonObject back;
    for (auto one = before.begin(); one != before.end(); ++one) {
        if (now(one.key()) != changes.value(one.key()))
            return std::nullopt;
        back.insert(one.key(), one.value());
    }
    return back.isEmpty() ? std::nullopt : std::optional(Values{{QStringLiteral("changes"), back}});
}

/// Adds the present values of what changes, as "before"; what is already so is no change.
template <typename Now>
[[nodiscard]] Values withBefore(Values values, Now now)
{
    QJsonObject before;
    const QJsonObject changes = changesIn(values);
    for (auto one = changes.begin(); one != changes.end(); ++one) {
        if (now(one.key()) != one.value())
            before.insert(one.key(), now(one.key()));
    }
    values.insert(QStringLiteral("before"), before);
    return values;
}

/// `openstack … set` and `… unset` of metadata for the changes in the values, as two commands with
/// an empty word between them. `words`: "server" or "volume", "snapshot"; `option`: of both.
[[nodiscard]] inline QStringList
metadataCommand(const QStringList &words, const QString &target, const Values &values,
                const QString &option = QStringLiteral("--property"))
{
    QStringList set =
        QStringList{QStringLiteral("openstack")} + words + QStringList{QStringLiteral("set")};
    QStringList unset =
        QStringList{QStringLiteral("openstack")} + words + QStringList{QStringLiteral("unset")};
    const qsizetype bare = set.size();
    const QJsonObject changes = changesIn(values);
    for (auto one = changes.begin(); one != changes.end(); ++one) {
        if (one.value().isNull())
            unset << option << one.key();
        else
            set << option << one.key() + QLatin1Char('=') + one.value().toString();
    }
    QStringList all;
    for (const QStringList &command : {set, unset}) {
        if (command.size() > bare)
            all += command + QStringList{target, QString()};
    }
    return all;
}

/// Field::preset of metadata that is edited in its place.
template <typename T>
[[nodiscard]] QJsonValue presentMetadata(const Situation &situation, const QString &id)
{
    QJsonObject items;
    if (const auto row = situation.stores.template of<T>().find(id)) {
        for (auto item = row->metadata.begin(); item != row->metadata.end(); ++item)
            items.insert(item.key(), item.value());
    }
    return items;
}

template <typename T>
Task<StepResult> changeDetail(ActionOperation *operation, DetailChange<T> wanted, std::size_t stage)
{
    const openstack::Get<T> get{operation->target().id};
    const auto isDone = wanted.isDone;
    Trace trace = traceByState(operation->context(), get, [isDone](const T &row, const Facts &) {
        return isDone(row) ? std::optional(Facts{{u"done"_s, true}}) : std::nullopt;
    });
    Step step{.name = wanted.step, .send = wanted.send, .trace = trace, .stage = stage};
    auto sending = operation->once(std::move(step));
    const StepResult sent = co_await std::move(sending);
    const bool otherwise =
        !sent.ok() && !sent.isUnknown() &&
        (sent.error().kind == ErrorKind::NotFound || sent.error().kind == ErrorKind::Conflict);
    if (!otherwise)
        co_return sent;
    // Another user may have done the same.
    auto fetching = operation->fetch(get);
    const Result<T> row = co_await std::move(fetching);
    if (row.ok() && isDone(row.value()))
        co_return StepResult::done({});
    co_return sent;
}

/// Each change by itself, and none that is already there.
template <typename T>
Task<Ending> applyDetails(ActionOperation *operation, std::vector<DetailChange<T>> wanted, T row)
{
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        operation->begin(i);
        if (operation->earlierIntent(wanted[i].step) || !wanted[i].isDone(row)) {
            auto changing = changeDetail<T>(operation, wanted[i], i);
            const StepResult changed = co_await std::move(changing);
            if (!changed.ok())
                co_return changed.ending();
        }
        operation->done(i);
    }
    co_return Ending{};
}

template <typename T>
Task<Ending> performDetails(ActionOperation *operation, std::vector<DetailChange<T>> wanted)
{
    std::vector<Stage> stages;
    for (const DetailChange<T> &one : wanted)
        stages.push_back(Stage{one.title});
    operation->setStages(std::move(stages));
    const openstack::Get<T> get{operation->target().id};
    auto fetching = operation->fetch(get);
    const Result<T> row = co_await std::move(fetching);
    if (!row.ok())
        co_return Ending{Outcome::Failed, row.error()};
    auto applying = applyDetails<T>(operation, wanted, row.value());
    const Ending ending = co_await std::move(applying);
    auto seeing = operation->fetch(get); // updates the store
    const Result<T> seen = co_await std::move(seeing);
    const QStringList lost =
        notKept(operation->values().value(QLatin1StringView("changes")).toObject());
    if (ending.outcome == Outcome::Succeeded && !lost.isEmpty())
        co_return Ending{Outcome::Unclear, operation->neverSent(lostDetails(lost))};
    co_return ending;
}

} // namespace oriel::operations
