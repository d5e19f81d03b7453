#pragma once

#include "base/literals.h"
#include "operations/securityrules.h"
#include "store/cloudstores.h"

#include <QtCore/QJsonObject>

#include <optional>
#include <vector>

/// Whether a service of an instance can be reached, by what the cloud knows, and what stands in the
/// way. GUI thread.
namespace oriel::operations {

struct ReachQuestion
{
    QString serverId;
    QString protocol = u"tcp"_s; ///< "tcp", "udp", "icmp"
    int port = 22;               ///< of ICMP: its type
    QString source{};            ///< "192.0.2.7", "192.0.2.0/24"; empty: anywhere
};

/// The links of the chain: instance, port, address, router, rules.
inline constexpr std::size_t reachLinks = 5;

/// One link of the chain.
struct ReachCheck
{
    enum class Result {
        Passed,
        Failed,     ///< the first thing that stands in the way; nothing after it was checked
        Unknown,    ///< the project cannot see it
        NotChecked, ///< because something before it failed
    };
    Result result = Result::Passed;
    QString text; ///< a sentence
};

/// What removes the obstacle: an action, with the values of its form.
struct ReachFix
{
    QString action;       ///< Action::key
    QString id;           ///< of the row that it acts on
    QJsonObject values{}; ///< operations::Values
    QString text;         ///< of its button: "Start the instance"
};

struct ReachAnswer
{
    std::vector<ReachCheck> checks;
    QString address;             ///< by which it is reached; empty: by none
    std::optional<ReachFix> fix; ///< for the check that failed; nothing: Oriel cannot help

    /// The check that failed; null: nothing that the cloud knows stands in the way.
    [[nodiscard]] const ReachCheck *obstacle() const;
};

/// Walks the chain from the instance to the rules of its security groups. Of several ports, the one
/// that gets furthest counts.
[[nodiscard]] ReachAnswer checkReachability(const store::CloudStores &stores,
                                            const ReachQuestion &question);

/// The kinds that it reads, beside the instance.
[[nodiscard]] const std::vector<openstack::Kind> &reachabilityKinds();

/// Whether the rule lets this in, from everywhere in `source` (empty: from any address) to an
/// address of this IP version.
[[nodiscard]] bool letsIn(const openstack::SecurityGroupRule &rule, const ReachQuestion &question,
                          int ipVersion, const store::CloudStores &stores);

/// What is wrong with a source, as a sentence; empty: it is an address, a range or empty.
[[nodiscard]] QString sourceProblem(const QString &source);

/// One thing that may come in.
struct Opening
{
    openstack::SecurityGroupRule rule;
    QString portId;
    QString groupName;
};
/// What the rules of their security groups let in at the ports of an instance, in the order of the
/// ports. Ports without port security are not in it.
[[nodiscard]] std::vector<Opening> openingsOf(const store::CloudStores &stores,
                                              const QString &serverId);

/// The addresses of an instance by which it may be reached: public ones first.
[[nodiscard]] QStringList reachableAddresses(const store::CloudStores &stores,
                                             const QString &serverId);

} // namespace oriel::operations
