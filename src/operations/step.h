#pragma once

#include "operations/operationtypes.h"
#include "operations/task.h"

#include "base/error.h"
#include "base/literals.h"
#include "base/result.h"

#include <QtCore/QJsonObject>

#include <functional>
#include <optional>

namespace oriel::operations {

/// The input or result of a step as stored in the journal: IDs, request IDs. Never a secret.
using Facts = QJsonObject;

/// How to find out whether a request was carried out if its answer was lost, or if an earlier run
/// of Oriel may have sent it. Ready-made ones are in trace.h.
struct Trace
{
    /// Collects what find() needs to know from before the request. It becomes part of the step's
    /// intent; an error refuses the step. Null: nothing.
    std::function<Task<Result<Facts>>()> before = {};
    /// The facts of what was carried out, from the step's intent; nullopt: nothing so far. An
    /// error: unknown at the moment. Null: it can never be determined.
    std::function<Task<Result<std::optional<Facts>>>(Facts intent)> find = {};
    /// Whether the service has recorded the request, which it does before anything else; nullopt:
    /// unknown. Decides if find() finds nothing and the sender is gone or a proxy has answered.
    /// Null: there is no such record.
    std::function<Task<std::optional<bool>>(Facts intent)> arrived = {};
    /// How many answers of find() without facts are enough; 0: as the error suggests.
    int polls = 0;
    /// What it proves if no poll has found anything.
    enum class Absence {
        Nothing,       ///< nothing: a carried-out request may leave no trace
        IfNobodySends, ///< the request never arrived, provided that the run of Oriel that intended
                       ///< to send it has exited
        NeverArrived,  ///< the request never arrived: its effect is visible before it is answered
    } absence = Absence::IfNobodySends;
};

/// One request that changes the cloud, for Operation::once().
struct Step
{
    QString name; ///< in the journal, e.g. "create-image"
    /// Sends the request, once per call. Operation::sending() makes one from an endpoint.
    std::function<Awaitable<Result<Facts>>()> send;
    Trace trace = {};
    Facts intent = {};                     ///< data for resuming, in addition to trace.before
    std::optional<std::size_t> stage = {}; ///< shows that the answer is being looked up
    /// Resends it if an earlier run intended to send it and it never arrived. Otherwise the step is
    /// refused (ErrorKind::Cancelled), because the user may no longer want it.
    bool resend = false;
    /// How often it may be sent while it is unknown whether it was carried out: more than once only
    /// for idempotent requests.
    int sends = 1;
    /// Is not sent after the user has canceled the operation.
    bool withdrawable = false;
    /// Is sent even if the journal cannot be written.
    bool withoutJournal = false;
};

/// The outcome of an operation.
struct Ending
{
    Outcome outcome = Outcome::Succeeded;
    std::optional<Error> error = {}; ///< for Canceled: the message says what was undone
};

/// The result of a step.
class StepResult
{
public:
    [[nodiscard]] static StepResult done(Facts facts)
    {
        return StepResult(State::Done, std::move(facts), {});
    }
    /// The same, recorded by an earlier run of Oriel.
    [[nodiscard]] static StepResult recorded(Facts facts)
    {
        return StepResult(State::Done, std::move(facts), {}, Source::Journal);
    }
    /// The same, found by the step's trace: there was no answer, or it was an error.
    [[nodiscard]] static StepResult found(Facts facts)
    {
        return StepResult(State::Done, std::move(facts), {}, Source::Trace);
    }
    /// Nothing was done, and nothing will be.
    [[nodiscard]] static StepResult refused(Error error)
    {
        return StepResult(State::Refused, {}, std::move(error));
    }
    /// It was sent, and it is unknown whether it was carried out.
    [[nodiscard]] static StepResult unknown(Error error)
    {
        return StepResult(State::Unknown, {}, std::move(error));
    }

    [[nodiscard]] bool ok() const { return m_state == State::Done; }
    [[nodiscard]] bool isUnknown() const { return m_state == State::Unknown; }
    /// Whether it was done, and this run of Oriel got the whole answer.
    [[nodiscard]] bool wasAnswered() const { return ok() && m_source == Source::Answer; }
    /// Whether it was found by its trace.
    [[nodiscard]] bool wasTraced() const { return ok() && m_source == Source::Trace; }
    [[nodiscard]] const Facts &facts() const { return m_facts; }
    /// A fact that is a text: "requestId", "id".
    [[nodiscard]] QString text(QLatin1StringView key) const
    {
        return m_facts.value(key).toString();
    }
    [[nodiscard]] const Error &error() const { return m_error; }
    /// The ending of an operation that this step ends. Requires !ok().
    [[nodiscard]] Ending ending() const
    {
        return {isUnknown() ? Outcome::Unclear : Outcome::Failed, m_error};
    }

private:
    enum class State { Done, Refused, Unknown };
    enum class Source { Answer, Journal, Trace };
    StepResult(State state, Facts facts, Error error, Source source = Source::Answer)
        : m_state(state)
        , m_facts(std::move(facts))
        , m_error(std::move(error))
        , m_source(source)
    {}

    State m_state;
    Facts m_facts;
    Error m_error;
    Source m_source;
};

/// The facts that the journal keeps of an answer.
template <typename Value>
[[nodiscard]] Facts factsOf(const Value &value)
{
    Facts facts;
    if constexpr (std::is_same_v<Value, QString>)
        facts.insert(u"id"_s, value);
    if constexpr (requires { value.id; })
        facts.insert(u"id"_s, value.id);
    if constexpr (requires { value.requestId; })
        facts.insert(u"requestId"_s, value.requestId);
    return facts;
}

} // namespace oriel::operations
