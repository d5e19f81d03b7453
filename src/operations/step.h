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

/// What a step needs or came to, as the journal keeps it: IDs, request IDs. Never a secret.
using Facts = QJsonObject;

/// How to find out whether a request was carried out if its answer was lost, or if an earlier run
/// of Oriel may have sent it. Ready-made ones are in trace.h.
struct Trace
{
    /// What must be known before the request is sent so that find() can tell. It becomes part of
    /// the step's intent; an error refuses the step. Null: nothing.
    std::function<Task<Result<Facts>>()> before = {};
    /// The facts of what was carried out, from the step's intent; nullopt: nothing was, up to now.
    /// An error: it cannot be told now. Null: it can never be told.
    std::function<Task<Result<std::optional<Facts>>>(Facts intent)> find = {};
    /// Whether the service has the request on record, which it writes before it does anything;
    /// nullopt: that cannot be told. It settles what find() does not find, if the sender is gone or
    /// a proxy has answered. Null: there is no such record.
    std::function<Task<std::optional<bool>>(Facts intent)> arrived = {};
    /// How many answers of find() without facts are enough; 0: as the error suggests.
    int polls = 0;
    /// What it proves that nothing was found in all polls.
    enum class Absence {
        Nothing,       ///< what was carried out may leave nothing behind
        IfNobodySends, ///< that it never arrived, once the run of Oriel that meant to send it is
                       ///< gone
        NeverArrived,  ///< the same at any time: it can be found before it is answered
    } absence = Absence::IfNobodySends;
};

/// One request that changes the cloud, for Operation::once().
struct Step
{
    QString name; ///< in the journal, e.g. "create-image"
    /// Sends the request, once per call. Operation::sending() makes one from an endpoint.
    std::function<Awaitable<Result<Facts>>()> send;
    Trace trace = {};
    Facts intent = {};                     ///< what resuming needs to know, besides trace.before
    std::optional<std::size_t> stage = {}; ///< shows that the answer is being looked for
    /// Sends it again if an earlier run meant to send it and it never arrived. Otherwise the step
    /// ends as refused (ErrorKind::Cancelled): the user may no longer want it.
    bool resend = false;
    /// How often it may be sent if looking shows that it was not carried out: more than once only
    /// if doing it twice is doing it once.
    int sends = 1;
    /// Does not send it once the user has canceled the operation.
    bool withdrawable = false;
    /// Also sends it if the journal cannot be written.
    bool withoutJournal = false;
};

/// How an operation ends.
struct Ending
{
    Outcome outcome = Outcome::Succeeded;
    std::optional<Error> error = {}; ///< if canceled: its message says what was undone
};

/// What a step came to.
class StepResult
{
public:
    [[nodiscard]] static StepResult done(Facts facts)
    {
        return StepResult(State::Done, std::move(facts), {});
    }
    /// Nothing was done, and nothing will be.
    [[nodiscard]] static StepResult refused(Error error)
    {
        return StepResult(State::Refused, {}, std::move(error));
    }
    /// It was sent, and looking does not tell whether it was carried out.
    [[nodiscard]] static StepResult unknown(Error error)
    {
        return StepResult(State::Unknown, {}, std::move(error));
    }

    [[nodiscard]] bool ok() const { return m_state == State::Done; }
    [[nodiscard]] bool isUnknown() const { return m_state == State::Unknown; }
    [[nodiscard]] const Facts &facts() const { return m_facts; }
    /// A fact that is a text: "requestId", "id".
    [[nodiscard]] QString text(QLatin1StringView key) const
    {
        return m_facts.value(key).toString();
    }
    [[nodiscard]] const Error &error() const { return m_error; }
    /// Of an operation that this step ends. Only if not ok().
    [[nodiscard]] Ending ending() const
    {
        return {isUnknown() ? Outcome::Unclear : Outcome::Failed, m_error};
    }

private:
    enum class State { Done, Refused, Unknown };
    StepResult(State state, Facts facts, Error error)
        : m_state(state)
        , m_facts(std::move(facts))
        , m_error(std::move(error))
    {}

    State m_state;
    Facts m_facts;
    Error m_error;
};

/// What the journal keeps of an answer.
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
