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

/// An option to choose.
struct LaunchOption
{
    QString id; ///< empty: none, or any
    QString text;
    bool chosen = false;
    QString name{}; ///< short form; empty: `text`

    bool operator==(const LaunchOption &) const = default;
};

/// The options for a new instance, and the values of the original.
struct LaunchFacts
{
    const store::CloudStores &stores;
    store::Row<openstack::Server>
        original; ///< its last known state; it may have been deleted since
    std::vector<openstack::KeyPair> keyPairs{};
    std::vector<openstack::AvailabilityZone> zones{};
    std::vector<openstack::SecurityGroup> groups{};
    std::vector<openstack::Port> ports{};             ///< of the original
    std::vector<openstack::FloatingIp> floatingIps{}; ///< of the project
    QString volumeZone{}; ///< of the volume that it boots from; empty: none, or not known
    QString flavorId{};   ///< proposed without an original; empty: none
};

/// One choice in the Launch instance dialog. The dialog shows it, "What will be different" compares
/// it with the original, and the request contains it.
struct LaunchField
{
    QString key;      ///< "keyPair"
    QString label;    ///< "&Key pair"
    QString prompt{}; ///< shown while nothing is chosen
    /// A field with several values is a list.
    std::variant<QString openstack::CreateServer::*, QStringList openstack::CreateServer::*> member;
    /// Returns the options; `chosen` IDs are always included.
    std::function<std::vector<LaunchOption>(const LaunchFacts &, const QStringList &chosen)>
        options;
    /// The values of the original. Only called if there is one.
    std::function<QStringList(const LaunchFacts &)> original;
    /// The initial choice; nullopt: not known yet. Null: the values of the original.
    std::function<std::optional<QStringList>(const LaunchFacts &)> proposal = {};
    bool required = false; ///< it cannot be empty
    QString none = {};     ///< the meaning of an empty choice for the new instance; empty: "–"

    [[nodiscard]] bool isList() const { return member.index() == 1; }
    [[nodiscard]] QStringList valueIn(const openstack::CreateServer &server) const;
    void setValue(openstack::CreateServer &server, const QStringList &ids) const;
    /// The names of the options, as far as known.
    [[nodiscard]] QString names(const LaunchFacts &facts, const QStringList &ids) const;
};

/// All flavors, the smallest first: by memory, then by the rest.
[[nodiscard]] std::vector<store::Row<openstack::Flavor>>
flavorsBySize(const store::CloudStores &stores);

/// In the order in which they are shown.
[[nodiscard]] std::vector<LaunchField> launchFields();

} // namespace oriel::forms
