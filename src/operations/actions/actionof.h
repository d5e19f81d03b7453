#pragma once

#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/message.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/blockstorage/volumetype.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/instanceaction.h"
#include "openstack/compute/keypair.h"
#include "openstack/compute/server.h"
#include "operations/actions/action.h"
#include "operations/actions/actionoperation.h"
#include "operations/actions/instancerecord.h"
#include "operations/failure.h"
#include "operations/trace.h"
#include "operations/why.h"

#include <memory>
#include <utility>

/// Writes an Action with the types of its resource: see serveractions.cpp for examples.
namespace oriel::operations {

/// What a row shows about an accepted request.
enum class Progress {
    InProgress,
    Idle, ///< no task is in progress, but it is not done: failed unless that changes soon
    Done,
    Failed,
};

/// What actions need to know about a row type; most of it is derived from the type.
template <typename T>
struct RowTraits
{
    static constexpr auto kind = T::kind;
    static constexpr auto service = T::api.service;
    using Get = openstack::Get<T>;
    /// Whether it cannot stay like this for longer than `longestAction`. Storage has no limit, nor
    /// has Nova while it copies or makes a disk.
    static bool isLimited(const T &row)
    {
        if constexpr (std::is_same_v<T, openstack::Server>)
            return !openstack::isLongTask(row.taskState);
        else
            return service == net::Service::Compute;
    }
    static QString state(const T &row)
    {
        if constexpr (requires { row.taskState; }) {
            if (!row.taskState.isEmpty())
                return row.taskState;
        }
        if constexpr (requires { row.status; })
            return row.status;
        return {};
    }
    static constexpr bool hasId = requires { &T::id; }; ///< otherwise its name is its ID
    /// Whether it belongs to the user, so that the roles in the project do not matter.
    static constexpr bool ofUser = requires { requires T::ofUser; };
};

/// How an action is carried out, for followed rows of type F.
template <typename F>
struct Recipe
{
    /// A step before the request, whose facts become values: a stage, and what carries it out.
    /// Null: none.
    std::function<Stage(const ActionOperation &)> prepareStage = {};
    std::function<Task<StepResult>(ActionOperation *)> prepare = {};
    std::function<std::function<Awaitable<Result<Facts>>()>(ActionOperation *)> send;
    std::function<Trace(ActionOperation *)> trace;
    std::function<Progress(const F &, const Values &)> progress;
    /// Why the row's current state does not allow it, checked before anything is sent; null: the
    /// cloud checks it.
    std::function<QString(const F &)> check = {};
    /// The second stage: its title, and the key for its duration.
    std::function<Stage(const ActionOperation &)> stage;
    std::function<QString(const F &, const QString &why)> failure =
        {}; ///< null: the cloud's message
    /// Before it ends, however: refreshes what else has changed, cleans up what was prepared.
    std::function<Task<void>(ActionOperation *, Outcome)> after = {};
    bool creates = false; ///< F is what it makes, by an ID that the answer tells
    bool deletes = false; ///< done when F is gone
    /// Not sent if the row is already in the wanted state. Otherwise the cloud would refuse it,
    /// which is not a failure if another user has done the same.
    bool skipsIfDone = false;
    /// The row looks the same before and after, so Nova's record of the request decides whether it
    /// has failed.
    bool readsRecord = false;
    /// The note if it has succeeded and what only the answer tells (ActionOperation::takeSecret())
    /// was lost: what to do; empty: the answer has nothing of the kind.
    QString ifSecretIsLost{};
};

namespace detail {

/// Nova and Cinder show a task before they answer.
inline constexpr int idlePolls = 3;
/// RowTraits::isLimited(): longer than any guest's shutdown, and than Nova's change from a soft to
/// a hard reboot.
inline constexpr std::chrono::milliseconds longestAction = std::chrono::minutes(10);

template <typename F>
Error failureOf(const ActionOperation *operation, ErrorKind kind, const QString &message,
                const QString &requestId = {})
{
    return operations::failureOf(RowTraits<F>::service, kind, message,
                                 operation->context().clock.now(), requestId);
}

template <typename F>
Task<Ending> follow(ActionOperation *operation, std::shared_ptr<const Recipe<F>> recipe, QString id,
                    QString requestId, std::size_t stage, bool wasTraced = false)
{
    if constexpr (std::is_same_v<F, openstack::Server>) {
        if (operation->isResumed() && !requestId.isEmpty()) {
            auto asking = hasSucceeded(&operation->context(), id, requestId);
            const bool succeeded = co_await std::move(asking);
            if (succeeded)
                co_return Ending{};
        }
    }
    auto since = operation->context().clock.elapsed();
    int idle = 0;
    bool late = false;
    Progress progress = Progress::InProgress;
    typename RowTraits<F>::Get get{id};
    auto polling = operation->until(get, [&](const F &row) {
        progress = recipe->progress(row, operation->values());
        idle = progress == Progress::Idle ? idle + 1 : 0;
        const auto now = operation->context().clock.elapsed();
        if (!RowTraits<F>::isLimited(row))
            since = now;
        late = now - since > longestAction;
        operation->progress(stage, -1, RowTraits<F>::state(row));
        return progress == Progress::Done || progress == Progress::Failed || idle >= idlePolls ||
               late;
    });
    const Result<F> row = co_await std::move(polling);
    const bool isGone = !row.ok() && row.error().kind == ErrorKind::NotFound;
    if (isGone && recipe->deletes)
        co_return Ending{};
    if (!row.ok())
        co_return Ending{isGone ? Outcome::Failed : Outcome::Unclear, row.error()};
    if (progress == Progress::Done && recipe->readsRecord && !requestId.isEmpty()) {
        auto reading = wasTraced ? followRecord(operation, id, requestId)
                                 : checkRecord(operation, id, requestId);
        Ending ending = co_await std::move(reading);
        co_return ending;
    }
    if (progress == Progress::Done)
        co_return Ending{};
    const QString state = RowTraits<F>::state(row.value());
    const QString minutes = QString::number(longestAction / std::chrono::minutes(1));
    if (progress == Progress::InProgress)
        co_return Ending{
            Outcome::Unclear,
            failureOf<F>(
                operation, ErrorKind::Timeout,
                recipe->deletes
                    ? Operation::tr("It still exists after %1 minutes.").arg(minutes)
                    : Operation::tr("It is still “%1” after %2 minutes.").arg(state, minutes),
                requestId)};
    QString why;
    if constexpr (requires { whyFailed(&operation->context(), row.value(), requestId); }) {
        auto asking = whyFailed(&operation->context(), row.value(), requestId);
        why = co_await std::move(asking);
    }
    if (why.isEmpty())
        why = recipe->creates
                  ? Operation::tr("It is “%1”, and the cloud does not say why.").arg(state)
                  : Operation::tr("It is “%1”, and nothing is working on it.").arg(state);
    if (recipe->failure)
        why = recipe->failure(row.value(), why);
    if (recipe->creates)
        operation->addLeftover(
            {RowTraits<F>::kind, id,
             operation->action().nameOf(operation->target(), operation->values())});
    co_return Ending{Outcome::Failed, failureOf<F>(operation, ErrorKind::Failed, why, requestId)};
}

/// Whether another user has done the same: the row was not in that state when the user saw it, and
/// is now.
template <typename F>
Task<bool> isDoneByOthers(ActionOperation *operation, std::shared_ptr<const Recipe<F>> recipe,
                          bool wasDone)
{
    if (wasDone || recipe->creates)
        co_return false;
    auto fetching = operation->fetch(typename RowTraits<F>::Get{operation->target().id});
    const Result<F> row = co_await std::move(fetching);
    co_return row.ok() && recipe->progress(row.value(), operation->values()) == Progress::Done;
}

template <typename F>
Task<Ending> request(ActionOperation *operation, std::shared_ptr<const Recipe<F>> recipe,
                     std::size_t stage)
{
    const QString step = u"request"_s;
    const bool mayHaveLeft = operation->earlierIntent(step).has_value();
    if (operation->isResumed() && !mayHaveLeft)
        co_return Ending{Outcome::Failed, operation->neverSent()};
    bool wasDone = false;
    if constexpr (isStored<F>) {
        const auto seen = operation->context().stores.template of<F>().find(operation->target().id);
        wasDone = seen && recipe->progress(*seen, operation->values()) == Progress::Done;
    }
    if ((recipe->check || recipe->skipsIfDone) && !mayHaveLeft) {
        auto fetching = operation->fetch(typename RowTraits<F>::Get{operation->target().id});
        const Result<F> row = co_await std::move(fetching);
        if (!row.ok())
            co_return Ending{Outcome::Failed, row.error()};
        if (recipe->skipsIfDone &&
            recipe->progress(row.value(), operation->values()) == Progress::Done)
            co_return Ending{};
        if (const QString why = recipe->check ? recipe->check(row.value()) : QString();
            !why.isEmpty())
            co_return Ending{Outcome::Failed, failureOf<F>(operation, ErrorKind::Conflict, why)};
    }
    auto sending = operation->once({.name = step,
                                    .send = recipe->send(operation),
                                    .trace = recipe->trace(operation),
                                    .stage = stage});
    const StepResult sent = co_await std::move(sending);
    if (!sent.ok()) {
        if (recipe->deletes && !sent.isUnknown() && sent.error().kind == ErrorKind::NotFound) {
            forget<F>(operation->context().stores,
                      typename RowTraits<F>::Get{operation->target().id});
            operation->addNote(Operation::tr("It had already been deleted."));
            co_return Ending{};
        }
        if (!sent.isUnknown() && sent.error().kind == ErrorKind::Conflict) {
            auto looking = isDoneByOthers(operation, recipe, wasDone);
            const bool done = co_await std::move(looking);
            if (done) {
                operation->addNote(RowTraits<F>::ofUser
                                       ? Operation::tr("It had already been done.")
                                       : Operation::tr("Another user did this at the same time."));
                co_return Ending{};
            }
        }
        co_return sent.ending();
    }
    if (recipe->creates)
        operation->setResultId(sent.text("id"_L1));
    operation->setAccepted();
    operation->done(stage);
    operation->begin(stage + 1);
    auto following =
        follow(operation, recipe, recipe->creates ? sent.text("id"_L1) : operation->target().id,
               sent.text("requestId"_L1), stage + 1, sent.wasTraced());
    Ending ending = co_await std::move(following);
    if (ending.outcome == Outcome::Succeeded && !sent.wasAnswered() &&
        !recipe->ifSecretIsLost.isEmpty())
        operation->addNote(recipe->ifSecretIsLost);
    co_return ending;
}

template <typename F>
Task<Ending> perform(ActionOperation *operation, std::shared_ptr<const Recipe<F>> recipe)
{
    std::vector<Stage> stages{Stage{Operation::tr("Send the request")}, recipe->stage(*operation)};
    const std::size_t stage = recipe->prepare ? 1 : 0; // of the request
    if (recipe->prepare)
        stages.insert(stages.begin(), recipe->prepareStage(*operation));
    operation->setStages(std::move(stages));
    operation->begin(0);
    Ending ending;
    if (recipe->prepare) {
        auto preparing = recipe->prepare(operation);
        const StepResult prepared = co_await std::move(preparing);
        if (prepared.ok()) {
            operation->learn(prepared.facts());
            operation->done(0);
            operation->begin(stage);
        } else {
            ending = prepared.ending();
        }
    }
    if (ending.outcome == Outcome::Succeeded) {
        auto requesting = request(operation, recipe, stage);
        ending = co_await std::move(requesting);
    }
    if (ending.outcome == Outcome::Succeeded)
        operation->done(stage + 1);
    if (recipe->after) {
        auto after = recipe->after(operation, ending.outcome);
        co_await std::move(after);
    }
    co_return ending;
}

} // namespace detail

/// The typed form of an Action: T is its target, F is followed (T itself, or what it creates).
template <typename T, typename F = T>
class ActionOf
{
public:
    ActionOf(const QString &key, Words words)
    {
        m.key = key;
        m.kind = RowTraits<T>::kind;
        m.words = std::move(words);
        if constexpr (isStored<T>)
            m.targetOf = [](const store::CloudStores &stores, const QString &id) {
                const auto row = stores.of<T>().find(id);
                return Subject{RowTraits<T>::kind, id, row ? openstack::knownAs(*row) : QString()};
            };
        m_recipe.creates = !std::is_same_v<T, F>;
        m_recipe.stage = [title = m.words.menu](const ActionOperation &) {
            return Stage{QString(title).remove(u'…')};
        };
        m_recipe.trace = [](ActionOperation *) {
            return Trace();
        };
    }

    ActionOf &&icon(const QString &name) &&
    {
        m.icon = name;
        return std::move(*this);
    }
    ActionOf &&shortcut(const QString &keys) &&
    {
        m.shortcut = keys;
        return std::move(*this);
    }
    ActionOf &&insteadOf(const QString &key) &&
    {
        m.insteadOf = key;
        return std::move(*this);
    }
    ActionOf &&primary() &&
    {
        m.primary = true;
        return std::move(*this);
    }
    ActionOf &&frequent(bool is = true) &&
    {
        m.frequent = is;
        return std::move(*this);
    }
    ActionOf &&separated() &&
    {
        m.separated = true;
        return std::move(*this);
    }
    /// One resource at a time.
    ActionOf &&single() &&
    {
        m.many = false;
        return std::move(*this);
    }
    ActionOf &&harmless() &&
    {
        m.harmless = true;
        return std::move(*this);
    }
    ActionOf &&asks(Field field) &&
    {
        m.fields.push_back(std::move(field));
        return std::move(*this);
    }
    ActionOf &&asks(std::vector<Field> fields) &&
    {
        for (Field &field : fields)
            m.fields.push_back(std::move(field));
        return std::move(*this);
    }
    /// It makes a resource that the field "name" names: it is offered without one.
    ActionOf &&makesNew() &&
    {
        return std::move(*this).makesNew(
            [](const Values &values) { return values.value("name"_L1).toString(); });
    }
    /// The same for what is known by something else.
    ActionOf &&makesNew(const std::function<QString(const Values &)> &nameOf) &&
    {
        m.many = false;
        m.newSubject = [nameOf](const Values &values) {
            const QString name = nameOf(values);
            return Subject{RowTraits<T>::kind, RowTraits<T>::hasId ? QString() : name, name};
        };
        m.obstacle = [](const Situation &situation, const QString &) {
            return RowTraits<T>::ofUser ? QString() : readerObstacle(situation.roles);
        };
        m_recipe.creates = RowTraits<T>::hasId;
        return std::move(*this);
    }
    ActionOf &&form(Action::Form form) &&
    {
        m.form = form;
        return std::move(*this);
    }
    ActionOf &&forAdministrators() &&
    {
        m.forAdministrators = true;
        return std::move(*this);
    }
    /// Edited where the resource's page shows it: "overview/tags".
    ActionOf &&inPlace(const QString &place) &&
    {
        m.form = Action::Form::InPlace;
        m.place = place;
        m.many = false;
        return std::move(*this);
    }
    ActionOf &&ofSet() &&
    {
        m.ofSet = true;
        return std::move(*this);
    }
    ActionOf &&dangerous() &&
    {
        m.dangerous = true;
        return std::move(*this);
    }
    /// The stores that its obstacle and its form depend on, beside that of its kind.
    ActionOf &&reads(const std::vector<openstack::Kind> &kinds) &&
    {
        m.reads = kinds;
        return std::move(*this);
    }
    /// The values that are the IDs of other resources which it changes.
    ActionOf &&alsoChanges(const QStringList &keys) &&
    {
        m.alsoChanges = keys;
        return std::move(*this);
    }
    ActionOf &&
    briefs(std::function<Briefing(const Situation &, const QString &, const Values &)> briefing) &&
    {
        m.briefing = std::move(briefing);
        return std::move(*this);
    }
    ActionOf &&apart(std::function<QString(const Situation &, const QString &)> why) &&
    {
        m.apart = std::move(why);
        return std::move(*this);
    }
    ActionOf &&
    together(std::function<void(const Situation &, const QStringList &, const Values &, Briefing &)>
                 says) &&
    {
        m.together = std::move(says);
        return std::move(*this);
    }
    ActionOf &&menuOfMany(const QString &menu) &&
    {
        m.words.menuOfMany = menu;
        return std::move(*this);
    }
    /// Several at once: the title of the form, and the outcome.
    ActionOf &&many(std::function<QString(int)> title, std::function<QString(int)> done) &&
    {
        m.words.titleOfMany = std::move(title);
        m.words.doneToMany = std::move(done);
        return std::move(*this);
    }
    ActionOf &&says(std::function<QString(const JournalEntry &)> sentence) &&
    {
        m.sentence = std::move(sentence);
        return std::move(*this);
    }
    ActionOf &&summary(const QString &summary) &&
    {
        m.summary = summary;
        return std::move(*this);
    }
    ActionOf &&
    answers(std::function<QJsonObject(const ActionOperation &, const QString &secret)> answer) &&
    {
        m.answer = std::move(answer);
        return std::move(*this);
    }
    ActionOf &&means(const QString &meaning) &&
    {
        m.meaning = meaning;
        return std::move(*this);
    }
    ActionOf &&terminal(const QStringList &words) &&
    {
        m.terminal = words;
        return std::move(*this);
    }
    ActionOf &&needs(const QStringList &keys) &&
    {
        m.needs = keys;
        return std::move(*this);
    }
    ActionOf &&named(std::function<QString(const Subject &, const Values &)> name) &&
    {
        m.name = std::move(name);
        return std::move(*this);
    }
    ActionOf &&titled(std::function<QString(const Subject &, const Values &)> title) &&
    {
        m.title = std::move(title);
        return std::move(*this);
    }
    ActionOf &&command(std::function<QStringList(const QString &, const Values &)> words) &&
    {
        m.command = std::move(words);
        return std::move(*this);
    }
    ActionOf &&confirms(std::function<Confirmation(const QStringList &)> question) &&
    {
        m.confirmation = std::move(question);
        return std::move(*this);
    }
    ActionOf &&warns(std::function<Confirmation(const QStringList &)> question) &&
    {
        m.dangerous = true;
        m.confirmation = std::move(question);
        return std::move(*this);
    }

    /// Why the row does not allow it now, as a sentence; empty: it does.
    ActionOf &&possible(std::function<QString(const T &, const Situation &)> why) &&
    {
        m.obstacle = [why = std::move(why)](const Situation &situation, const QString &id) {
            Situation here = situation;
            if (RowTraits<T>::ofUser)
                here.roles.clear();
            if (const QString common = commonObstacle(here, id); !common.isEmpty())
                return common;
            const auto row = situation.stores.of<T>().find(id);
            return row ? why(*row, situation) : Operation::tr("It no longer exists.");
        };
        return std::move(*this);
    }
    /// What removes its obstacle.
    ActionOf &&remedies(std::function<Remedies(const T &, const Situation &)> ways) &&
    {
        m.remedies = [ways = std::move(ways)](const Situation &situation, const QString &id) {
            const auto row = situation.stores.of<T>().find(id);
            return row ? ways(*row, situation) : Remedies();
        };
        return std::move(*this);
    }
    /// The same for a condition with why(row, situation) and the keys of remedies(row, situation);
    /// one that `interrupts` also holds while an operation only waits for the cloud.
    template <typename Condition>
    ActionOf &&when(const Condition &condition) &&
    {
        m.obstacle = [condition](const Situation &situation, const QString &id) {
            const QString common = condition.interrupts ? obstacleToInterrupting(situation, id)
                                                        : commonObstacle(situation, id);
            if (!common.isEmpty())
                return common;
            const auto row = situation.stores.of<T>().find(id);
            return row ? condition.why(*row, situation) : Operation::tr("It no longer exists.");
        };
        m.remedies = [condition](const Situation &situation, const QString &id) {
            const auto row = situation.stores.of<T>().find(id);
            return row ? remediesBy(condition.remedies(*row, situation)) : Remedies();
        };
        return std::move(*this);
    }
    /// One more reason, after those that were given before it.
    ActionOf &&unless(std::function<QString(const T &, const Situation &)> why) &&
    {
        m.obstacle = [first = std::move(m.obstacle),
                      why = std::move(why)](const Situation &situation, const QString &id) {
            QString reason = first(situation, id);
            const auto row = reason.isEmpty() ? situation.stores.of<T>().find(id) : nullptr;
            return row ? why(*row, situation) : reason;
        };
        return std::move(*this);
    }
    /// The same, without what prevents all other actions: operations in progress, the roles.
    ActionOf &&obstacle(std::function<QString(const Situation &, const QString &)> why) &&
    {
        m.obstacle = std::move(why);
        return std::move(*this);
    }
    ActionOf &&targets(std::function<Subject(const store::CloudStores &, const QString &)> of) &&
    {
        m.targetOf = std::move(of);
        return std::move(*this);
    }
    /// `make` makes the endpoint from the operation: sends([](const ActionOperation &action) {
    /// return openstack::StopServer{action.target().id}; }).
    template <typename Make>
    ActionOf &&sends(Make make) &&
    {
        m_recipe.send = [make](ActionOperation *operation) {
            return operation->sending(make(*operation));
        };
        return std::move(*this);
    }
    /// The same; `secret` is the part of the answer that is shown once
    /// (ActionOperation::takeSecret()), and `ifLost` says what to do if it was lost.
    template <typename Make, typename Value>
    ActionOf &&sends(Make make, QString Value::*secret, const QString &ifLost) &&
    {
        m_recipe.ifSecretIsLost = ifLost;
        m_recipe.send = [make, secret](ActionOperation *operation) {
            return operation->sending(make(*operation), {[operation, secret](const Value &answer) {
                                          operation->setSecret(answer.*secret);
                                          return factsOf(answer);
                                      }});
        };
        return std::move(*this);
    }
    // NOLINTNEXTLINE(performance-unnecessary-value-param)
    ActionOf &&traced(std::function<Trace(ActionOperation *)> trace) &&
    {
        m_recipe.trace = std::move(trace);
        return std::move(*this);
    }
    /// A step before the request, in its own stage. Its facts become values of the operation.
    ActionOf &&prepares(const std::function<Stage(const ActionOperation &)> &stage,
                        const std::function<Task<StepResult>(ActionOperation *)> &prepare) &&
    {
        m_recipe.prepareStage = stage;
        m_recipe.prepare = prepare;
        return std::move(*this);
    }
    /// Finds a lost request by Nova's list of the instance's actions.
    ActionOf &&tracedAs(const QString &instanceAction) &&
    {
        return std::move(*this).traced([instanceAction](ActionOperation *operation) {
            return traceByInstanceAction(operation->context(), operation->target().id,
                                         instanceAction);
        });
    }
    /// For what leaves the row as it was: Nova's record of the request says whether it has failed.
    ActionOf &&readsRecord() &&
    {
        m_recipe.readsRecord = true;
        return std::move(*this);
    }
    /// Finds what it creates by Oriel's tag in the list that `make` makes from the operation.
    template <typename Make>
    ActionOf &&tracedIn(Make make) &&
    {
        return std::move(*this).traced([make](ActionOperation *operation) {
            return traceByTag(operation->context(), operation->id(), make(*operation));
        });
    }
    /// Finds what it creates in the list that `make` makes from the operation: what was not there
    /// before, and is like what was requested. For what can carry no tag.
    template <typename Make>
    ActionOf &&tracedAsNew(Make make, std::function<bool(const F &, const Values &)> isLike) &&
    {
        return std::move(*this).traced([make, isLike](ActionOperation *operation) {
            return traceByNewcomer(
                operation->context(), make(*operation),
                [isLike, operation](const F &row) { return isLike(row, operation->values()); });
        });
    }
    /// For what is done as soon as it exists.
    ActionOf &&untilItExists() &&
    {
        return std::move(*this).until([](const F &, const Values &) { return Progress::Done; });
    }
    /// When it is done. Only a known final state is Done: an unknown status is InProgress.
    ActionOf &&until(std::function<Progress(const F &, const Values &)> progress) &&
    {
        m_recipe.progress = std::move(progress);
        return std::move(*this);
    }
    /// For idempotent requests: not sent if the row already shows the result, which also finds a
    /// lost request.
    ActionOf &&untilItIs(std::function<bool(const F &, const Values &)> done) &&
    {
        m_recipe.skipsIfDone = true;
        m_recipe.trace = [done](ActionOperation *operation) {
            return traceByState(operation->context(),
                                typename RowTraits<F>::Get{operation->target().id},
                                [done, operation](const F &row, const Facts &) {
                                    return done(row, operation->values())
                                               ? std::optional(Facts{{u"done"_s, true}})
                                               : std::nullopt;
                                });
        };
        return std::move(*this).until([done](const F &row, const Values &values) {
            return done(row, values) ? Progress::Done : Progress::Idle;
        });
    }
    /// Sends a DELETE, and is done when the row is gone, also if it was gone before. With until(),
    /// the row may say that it failed.
    ActionOf &&deletes() &&
    {
        m_recipe.deletes = true;
        m_recipe.trace = [](ActionOperation *operation) {
            return traceByAbsence(operation->context(),
                                  typename RowTraits<F>::Get{operation->target().id});
        };
        return std::move(*this)
            .possible([](const T &, const Situation &) { return QString(); })
            .sends([](const ActionOperation &operation) {
                return openstack::Delete<T>{operation.target().id};
            })
            .until([](const F &, const Values &) { return Progress::InProgress; });
    }
    /// Checked before anything is sent.
    ActionOf &&checks(std::function<QString(const F &)> check) &&
    {
        m_recipe.check = std::move(check);
        return std::move(*this);
    }
    // NOLINTNEXTLINE(performance-unnecessary-value-param)
    ActionOf &&stage(std::function<Stage(const ActionOperation &)> stage) &&
    {
        m_recipe.stage = std::move(stage);
        return std::move(*this);
    }
    ActionOf &&fails(std::function<QString(const F &, const QString &)> words) &&
    {
        m_recipe.failure = std::move(words);
        return std::move(*this);
    }
    // NOLINTNEXTLINE(performance-unnecessary-value-param)
    ActionOf &&after(std::function<Task<void>(ActionOperation *, Outcome)> after) &&
    {
        m_recipe.after = std::move(after);
        return std::move(*this);
    }
    ActionOf &&completes(
        std::function<Values(const store::CloudStores &, const QString &, Values)> complete) &&
    {
        m.complete = std::move(complete);
        return std::move(*this);
    }
    ActionOf &&undo(std::function<std::optional<Undo>(const store::CloudStores &, const Subject &,
                                                      const Values &)>
                        undo) &&
    {
        m.undo = std::move(undo);
        return std::move(*this);
    }
    ActionOf &&undoOfResult(std::function<std::optional<Undo>(const store::CloudStores &,
                                                              const Subject &, const QString &)>
                                undo) &&
    {
        m.undoOfResult = std::move(undo);
        return std::move(*this);
    }
    /// The action with this key undoes it. `values` returns the values for that action, from the
    /// row as it is now, the target as it was before, and what was sent; nothing if it is too late.
    ActionOf &&undoneBy(
        const QString &key,
        std::function<std::optional<Values>(const T &, const Subject &, const Values &)> values =
            [](const T &, const Subject &, const Values &) {
                return std::optional<Values>(Values());
            }) &&
    {
        return std::move(*this).undo([key, values = std::move(values)](
                                         const store::CloudStores &stores, const Subject &target,
                                         const Values &sent) -> std::optional<Undo> {
            const auto row = stores.of<T>().find(target.id);
            const auto given = row ? values(*row, target, sent) : std::nullopt;
            if (!given)
                return std::nullopt;
            return Undo{key, {target.kind, target.id, openstack::knownAs(*row)}, *given};
        });
    }
    /// Refreshes these lists before it finishes.
    ActionOf &&refreshes(const std::vector<openstack::Kind> &kinds) &&
    {
        return std::move(*this).after(
            [kinds](ActionOperation *operation, Outcome) { return refreshed(operation, kinds); });
    }
    /// Replaces sends(), traced() and until() by a custom sequence.
    ActionOf &&performs(std::function<Task<Ending>(ActionOperation *)> perform) &&
    {
        m.perform = std::move(perform);
        return std::move(*this);
    }

    operator Action() && // NOLINT(google-explicit-constructor)
    {
        if (!m.perform && m_recipe.send)
            m.perform = [recipe = std::make_shared<const Recipe<F>>(std::move(m_recipe))](
                            ActionOperation *operation) {
                return detail::perform(operation, recipe);
            };
        return std::move(m);
    }

private:
    static Task<void> refreshed(ActionOperation *operation, std::vector<openstack::Kind> kinds)
    {
        operation->context().stores.refresh(kinds);
        co_return;
    }

    Action m;
    Recipe<F> m_recipe;
};

} // namespace oriel::operations
