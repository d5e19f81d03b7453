#include "operations/actions/actionoperation.h"

#include "operations/journal/journalcodec.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

/// In longer lists the command names the resource by its ID: looking for others of its name would
/// take too long when an action begins on many at once.
constexpr std::size_t mostNames = 2000;

bool isOnlyOne(const store::CloudStores &stores, const Subject &subject)
{
    if (subject.name.isEmpty() || subject.name.startsWith(u'-') ||
        subject.kind != openstack::Kind::Server)
        return false;
    const auto &servers = stores.servers.rows();
    return static_cast<std::size_t>(servers.size()) <= mostNames &&
           std::ranges::count_if(servers,
                                 [&](const auto &row) { return row->name == subject.name; }) == 1;
}

} // namespace

ActionOperation::ActionOperation(Context context, const Action &action, Subject target,
                                 Values values, QObject *parent)
    : Operation(std::move(context), parent)
    , m_action(action)
    , m_target(std::move(target))
    , m_values(std::move(values))
{}

QString ActionOperation::command() const
{
    return m_action.commandLine(isOnlyOne(context().stores, m_target) ? m_target.name : m_target.id,
                                m_values);
}

QJsonObject ActionOperation::intent() const
{
    return {{u"target"_s, toJson(m_target)}, {u"values"_s, m_values}};
}

} // namespace oriel::operations
