#pragma once

#include "forms/removalplan.h"

#include <QtCore/QHash>

namespace oriel::forms {

/// Plans the deletion of instances and volumes, and of what they leave: floating IPs and ports.
/// What the user may choose is optional in the plan. GUI thread; scans each list once.
class InstancePlanner
{
public:
    /// `canKeep`: whether the cloud can be told to keep a volume that it deletes with an instance.
    InstancePlanner(const store::CloudStores &stores, bool canKeep);

    /// `subject` of kind Server, Volume, Backup, FloatingIp or Port.
    [[nodiscard]] RemovalPlan plan(const operations::Subject &subject) const;

private:
    using Snapshots = std::vector<store::Row<openstack::VolumeSnapshot>>;

    void planServer(RemovalPlan &plan, const openstack::Server &server) const;
    void addHints(RemovalPlan &plan, const openstack::Server &server) const;
    static void addDeferral(RemovalPlan &plan);
    void addVolume(RemovalPlan &plan, const openstack::AttachedVolume &attached) const;
    void addAddresses(RemovalPlan &plan, const openstack::Server &server) const;
    void planVolume(RemovalPlan &plan, const openstack::Volume &volume) const;
    void planBackup(RemovalPlan &plan, const openstack::Backup &backup) const;
    /// The volume snapshots that are deleted with their volume, and what this needs to be known.
    void addSnapshots(RemovalPlan &plan, const QString &volumeId, const QString &name) const;

    const store::CloudStores &m_stores;
    bool m_canKeep;
    QHash<QString, Snapshots> m_snapshots;                            ///< by volume
    QHash<QString, std::vector<store::Row<openstack::Port>>> m_ports; ///< by instance
    QHash<QString, store::Row<openstack::FloatingIp>> m_atPort;       ///< by port
    QHash<QString, store::Row<openstack::FloatingIp>> m_byAddress;
    QHash<QString, store::Row<store::SnapshotSet>> m_shelved; ///< by instance
    QHash<QString, int> m_kept; ///< the number of snapshots, by instance
};

} // namespace oriel::forms
