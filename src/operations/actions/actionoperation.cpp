#include "operations/actions/actionoperation.h"

#include "operations/commandline.h"
#include "operations/journal/journalcodec.h"

using namespace Qt::StringLiterals;

namespace oriel::operations {

ActionOperation::ActionOperation(Context context, const Action &action, Subject target,
                                 Values values, QObject *parent)
    : Operation(std::move(context), parent)
    , m_action(action)
    , m_target(std::move(target))
    , m_entered(std::move(values))
    , m_values(m_entered)
{}

void ActionOperation::learn(const Facts &facts)
{
    for (auto fact = facts.begin(); fact != facts.end(); ++fact)
        m_values.insert(fact.key(), fact.value());
}

QString ActionOperation::command() const
{
    return m_action.commandLine(commandTarget(context().stores, m_target), m_values);
}

QJsonObject ActionOperation::intent() const
{
    return {{u"target"_s, toJson(m_target)}, {u"values"_s, m_entered}};
}

} // namespace oriel::operations
