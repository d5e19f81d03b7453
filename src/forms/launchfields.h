#pragma once

#include "openstack/compute/createserver.h"
#include "openstack/compute/keypair.h"
#include "openstack/network/floatingip.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"
#include "store/cloudstores.h"

#include <functional>
#include <optional>
#include <variant>
#include <vector>

namespace oriel::forms {

/// Something to choose from.
struct LaunchOption
{
    QString id; ///< empty: none, or any
    QString text;
    bool chosen = false;
    QString name{}; ///< in few words; empty: `text`

    bool operator==(const LaunchOption &) const = default;
};

/// What a new instance can be given, and what its original has.
struct LaunchFacts
{
    const store::CloudStores &stores;
    store::Row<openstack::Server> original; ///< as last known; it may have been deleted since
    std::vector<openstack::KeyPair> keyPairs{};
    std::vector<openstack::AvailabilityZone> zones{};
    std::vector<openstack::SecurityGroup> groups{};
    std::vector<openstack::Port> ports{};             ///< the original's
    std::vector<openstack::FloatingIp> floatingIps{}; ///< the project's
};

/// One choice in the Launch instance dialog. The dialog shows it, "What will be different" compares
/// it with the original, and the request takes it.
struct LaunchField
{
    QString key;      ///< "keyPair"
    QString label;    ///< "&Key pair"
    QString prompt{}; ///< shown if nothing is chosen
    /// A field with several values is a list.
    std::variant<QString openstack::CreateServer::*, QStringList openstack::CreateServer::*> member;
    /// By their IDs; `chosen` are offered in any case.
    std::function<std::vector<LaunchOption>(const LaunchFacts &, const QStringList &chosen)>
        options;
    /// What the original has. Only where there is one.
    std::function<QStringList(const LaunchFacts &)> original;
    /// What is chosen at first; nothing: not known yet. Null: what the original has.
    std::function<std::optional<QStringList>(const LaunchFacts &)> proposal = {};
    bool required = false; ///< nothing is no choice
    QString none = {};     ///< what nothing means for the new instance; empty: "–"

    [[nodiscard]] bool isList() const { return member.index() == 1; }
    [[nodiscard]] QStringList valueIn(const openstack::CreateServer &server) const;
    void setValue(openstack::CreateServer &server, const QStringList &ids) const;
    /// In words, as far as they are known.
    [[nodiscard]] QString names(const LaunchFacts &facts, const QStringList &ids) const;
};

/// In the order in which they are shown.
[[nodiscard]] std::vector<LaunchField> launchFields();

} // namespace oriel::forms
