#include "demo/compute/placement.h"
#include "demo/zones.h"

#include <QtCore/QCryptographicHash>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

constexpr std::size_t hostCount = 4;
constexpr std::size_t lastHost = hostCount - 1; ///< the only one in the second zone

QString zoneOf(std::size_t host)
{
    return host == lastHost ? zones::second : zones::standard;
}

} // namespace

const ServerGroup *Placement::groupOf(const Server &server) const
{
    const auto &rows = m_state.serverGroups.rows();
    const auto found = std::ranges::find_if(
        rows, [&](const auto &group) { return group->members.contains(server.id); });
    return found == rows.end() ? nullptr : found->get();
}

std::vector<const Server *> Placement::membersOf(const ServerGroup &group) const
{
    std::vector<const Server *> members;
    for (const QString &id : group.members) {
        const Server *server = m_state.servers.find(id);
        if (server != nullptr && server->vmState != u"deleted")
            members.push_back(server);
    }
    return members;
}

bool Placement::place(Server &server) const
{
    std::array<int, hostCount> load{};
    for (const auto &row : m_state.servers.rows()) {
        if (row->id != server.id && row->host >= 0 && row->vmState != u"deleted")
            ++load[static_cast<std::size_t>(row->host)];
    }
    std::array<int, hostCount> members{};
    const ServerGroup *group = groupOf(server);
    int placed = 0;
    if (group != nullptr) {
        for (const Server *member : membersOf(*group)) {
            if (member->id == server.id || member->host < 0)
                continue;
            ++members[static_cast<std::size_t>(member->host)];
            ++placed;
        }
    }
    const QString policy = group ? group->policy : QString();
    int best = -1;
    int bestRank = 0;
    for (std::size_t host = 0; host < hostCount; ++host) {
        if (!server.pinnedZone.isEmpty() && server.pinnedZone != zoneOf(host))
            continue;
        if (policy == u"anti-affinity" && members[host] >= group->mostPerHost)
            continue;
        if (policy == u"affinity" && placed > 0 && members[host] == 0)
            continue;
        // The soft policies prefer a host; among equal hosts the one with the fewest servers wins.
        const int preference = policy == u"soft-affinity"        ? -members[host]
                               : policy == u"soft-anti-affinity" ? members[host]
                                                                 : 0;
        const int rank = preference * 100'000 + load[host];
        if (best < 0 || rank < bestRank) {
            best = static_cast<int>(host);
            bestRank = rank;
        }
    }
    server.host = best;
    if (best >= 0)
        server.zone = zoneOf(static_cast<std::size_t>(best));
    return best >= 0;
}

int Placement::hostInTurn(std::size_t number)
{
    return static_cast<int>(number % lastHost);
}

QString Placement::hostId(const Server &server)
{
    const QString text = server.projectId + u"compute"_s + QString::number(server.host + 1);
    return QString::fromLatin1(
        QCryptographicHash::hash(text.toLatin1(), QCryptographicHash::Sha224).toHex());
}

} // namespace oriel::demo
