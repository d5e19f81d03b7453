#pragma once

#include "demo/state.h"

namespace oriel::demo {

/// Chooses the compute host of a server, as Nova's scheduler does with the policies of server
/// groups and the availability zones. The demo cloud has three hosts in the first zone and one in
/// the second, each large enough for everything.
class Placement
{
public:
    explicit Placement(State &state) : m_state(state) {}

    /// Sets the server's host and zone; false if no host in its zone satisfies the policy of its
    /// group.
    [[nodiscard]] bool place(Server &server) const;

    /// The host of the scenario's n-th server: they take those of the first zone in turn, because
    /// choosing would look at all servers for each.
    [[nodiscard]] static int hostInTurn(std::size_t number);

    /// The host as a project sees it: a hash, the same for all of its servers there.
    [[nodiscard]] static QString hostId(const Server &server);

    /// The group that the server is a member of; null: none.
    [[nodiscard]] const ServerGroup *groupOf(const Server &server) const;
    /// The members that have not been deleted.
    [[nodiscard]] std::vector<const Server *> membersOf(const ServerGroup &group) const;

private:
    State &m_state;
};

} // namespace oriel::demo
