#include "operations/actions/actionoperation.h"

#include "operations/commandline.h"
#include "operations/journal/journalcodec.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

ActionOperation::ActionOperation(Context context, const Action &action, Subject target,
                                 Values values, QObject *parent)
    : Operation(std::move(context), parent)
    , m_action(action)
    , m_target(std::move(target))
    , m_entered(std::move(values))
    , m_values(m_entered)
{
    connect(this, &Operation::finished, this, [this] {
        m_entered = withoutSecrets(std::move(m_entered));
        m_values = withoutSecrets(std::move(m_values));
        if (outcome() == Outcome::Failed)
            m_secret.clear(); // it opens nothing
    });
}

Values ActionOperation::withoutSecrets(Values values) const
{
    for (const Field &field : m_action.fields) {
        if (field.secret)
            values.remove(field.key);
    }
    return values;
}

void ActionOperation::learn(const Facts &facts)
{
    for (auto fact = facts.begin(); fact != facts.end(); ++fact)
        m_values.insert(fact.key(), fact.value());
}

void ActionOperation::setCancelText(const QString &text)
{
    if (std::exchange(m_cancelText, text) != text)
        Q_EMIT changed();
}

QString ActionOperation::command() const
{
    return m_action.commandLine(commandTarget(context().stores, m_target), m_values);
}

/// What was never sent is not sent at a later sign-in: that may be weeks later.
Task<Ending> ActionOperation::perform()
{
    if (isResumed() && !hasBegunEarlier())
        co_return Ending{Outcome::Failed, neverSent()};
    auto performing = m_action.perform(this);
    Ending ending = co_await std::move(performing);
    co_return ending;
}

bool ActionOperation::concerns(const QString &id) const
{
    const auto isIt = [this, &id](const QString &key) {
        return m_values.value(key).toString() == id;
    };
    return Operation::concerns(id) ||
           (!id.isEmpty() && ((m_stop && m_stop->instance().id == id) ||
                              std::ranges::any_of(m_action.alsoChanges, isIt)));
}

QJsonObject ActionOperation::intent() const
{
    return {{u"target"_s, toJson(m_target)}, {u"values"_s, withoutSecrets(m_entered)}};
}

} // namespace oriel::operations
