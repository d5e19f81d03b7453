#pragma once

#include "forms/launchfields.h"
#include "operations/launch/launchrequest.h"
#include "operations/ownsource.h"
#include "store/cloudstores.h"

namespace oriel::forms {

/// What was entered about how a new instance is reached from outside.
struct ReachChoice
{
    std::optional<bool> wanted{}; ///< nullopt: as it is proposed
    QString address{};            ///< a free floating IP, or the network of a new one; an ID
    /// What is let in, by its key; empty: nothing in addition; nullopt: what is proposed.
    std::optional<QString> service{};
    /// From where: "anywhere", "mine" (the user's own network) or "range"; empty: "range" if one
    /// was entered, otherwise "anywhere".
    QString from{};
    QString openTo{}; ///< the range: "192.0.2.0/24"

    /// That of a request.
    [[nodiscard]] static ReachChoice of(const operations::LaunchRequest &request);
    bool operator==(const ReachChoice &) const = default;
};

/// The new instance, as far as this depends on it.
struct ReachTarget
{
    QString name;
    QStringList networkIds;
    QStringList groupIds;
    int count = 1;
    bool takesFromOriginal = false; ///< it gets the original's floating IP
    bool mayPropose = false;        ///< a floating IP for it can be proposed
    QString service = u"ssh"_s;     ///< what people log in with, by its key: it is proposed
    QString ownNetwork{};           ///< of the user's computer: "192.168.1.0/24"; empty: unknown
};

/// Whether a new instance gets a floating IP and what is let in there: what is possible, what is
/// done for it, and what it means. Lives as long as one evaluation of a form. GUI thread.
class LaunchReach
{
    Q_DECLARE_TR_FUNCTIONS(LaunchReach)

public:
    LaunchReach(const store::CloudStores &stores, ReachChoice choice, ReachTarget target);

    /// Why it cannot get a floating IP, as a sentence; empty: it can.
    [[nodiscard]] QString obstacle() const;
    /// Whether it gets one, a free or a new one, once it is running.
    [[nodiscard]] bool isOn() const;
    /// The free floating IPs, and a new one from each external network.
    [[nodiscard]] std::vector<LaunchOption> addresses() const;
    /// What is let in, by its key; empty: nothing in addition.
    [[nodiscard]] QString service() const { return m_choice.service.value_or(m_target.service); }
    /// What can be let in, by the key of a service; empty: nothing in addition.
    [[nodiscard]] std::vector<LaunchOption> services() const;
    /// From where it can be let in.
    [[nodiscard]] std::vector<LaunchOption> sources() const;
    /// Whether the address range has to be entered.
    [[nodiscard]] bool asksForRange() const;
    /// What is done for it, and what that means.
    [[nodiscard]] QString text() const;
    /// What is wrong with the address range, as a sentence; empty: nothing.
    [[nodiscard]] QString rangeProblem() const;

    // The result, if isOn():
    [[nodiscard]] operations::FloatingIpMove move() const;
    /// The security group to create; nullopt: nothing, or a chosen one lets the service in.
    [[nodiscard]] std::optional<operations::NewGroup> group() const;

private:
    /// By its key.
    [[nodiscard]] QString from() const;
    /// The address range; empty: anywhere.
    [[nodiscard]] QString prefix() const;
    /// For the floating IP that it gets.
    [[nodiscard]] std::optional<operations::OwnSource> ownSource() const;
    /// The external networks to which the network's routers lead, or all that there are if the
    /// project cannot see its routers.
    [[nodiscard]] std::vector<store::Row<openstack::Network>>
    poolsOf(const QString &networkId) const;
    [[nodiscard]] bool opens(const openstack::SecurityGroup &group) const;
    /// A chosen security group whose rules let the service in from there; null: none.
    [[nodiscard]] store::Row<openstack::SecurityGroup> openGroup() const;

    const store::CloudStores &m_stores;
    ReachChoice m_choice;
    ReachTarget m_target;
    QString m_innerNetwork; ///< where it gets the floating IP; empty: none
    std::vector<store::Row<openstack::Network>> m_pools;
};

} // namespace oriel::forms
