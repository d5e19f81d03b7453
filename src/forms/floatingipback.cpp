#include "forms/floatingipback.h"

#include "base/visible.h"
#include "operations/launch/launchinstance.h"

#include <QtCore/QCoreApplication>

namespace oriel::forms {

namespace {

struct FloatingIpWords
{
    Q_DECLARE_TR_FUNCTIONS(FloatingIpWords)
};

} // namespace

std::optional<operations::FloatingIpMove> movedFloatingIp(const operations::JournalEntry &entry)
{
    if (entry.kind != operations::LaunchInstance::kindName ||
        entry.outcome != operations::Outcome::Succeeded || entry.stages.empty() ||
        entry.stages.back().state != operations::StageState::Done)
        return {};
    const auto request = operations::launchRequestFromJson(entry.intent);
    if (!request || !request->floatingIp || !request->floatingIp->takesFromAnother())
        return {};
    operations::FloatingIpMove move = *request->floatingIp;
    move.toName = request->server.name;
    return move;
}

QString movedText(const operations::FloatingIpMove &move)
{
    return FloatingIpWords::tr("%1 now points to “%2” instead of “%3”")
        .arg(move.address, isolated(move.toName), isolated(move.fromName));
}

} // namespace oriel::forms
