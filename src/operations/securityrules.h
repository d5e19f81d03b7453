#pragma once

#include "openstack/network/securitygroup.h"
#include "store/cloudstores.h"

#include <QtCore/QString>

#include <vector>

namespace oriel::operations {

// What the rules of security groups mean, in words. GUI thread, unless said otherwise.

/// A service that people know by its name: what a rule has to allow to let it in.
struct NetworkService
{
    QString key;  ///< stable: "ssh"
    QString name; ///< "SSH"
    QString protocol;
    int portMin = -1; ///< of ICMP: its type
    int portMax = -1;
};

/// In the order of a menu.
[[nodiscard]] const std::vector<NetworkService> &networkServices();
/// The one with this key; null: there is none.
[[nodiscard]] const NetworkService *networkServiceNamed(QStringView key);

/// The name of a security group; its ID if the name is unknown or empty.
[[nodiscard]] QString groupName(const store::CloudStores &stores, const QString &id);

/// What it is about: "SSH (TCP 22)", "TCP 8000–8100", "All traffic".
[[nodiscard]] QString trafficText(const openstack::SecurityGroupRule &rule);
/// Where it comes from or goes to: "anywhere", "192.0.2.0/24", "members of “web”". `groupName`: of
/// the group that it refers to; empty: unknown. Any thread.
[[nodiscard]] QString remoteText(const openstack::SecurityGroupRule &rule,
                                 const QString &groupName);
/// All of it: "SSH (TCP 22) from anywhere", "All traffic to anywhere (IPv6)".
[[nodiscard]] QString ruleText(const openstack::SecurityGroupRule &rule,
                               const store::CloudStores &stores);

/// Whether any address matches.
[[nodiscard]] bool isAnywhere(const openstack::SecurityGroupRule &rule);

} // namespace oriel::operations
