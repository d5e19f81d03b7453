#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "net/request.h"
#include "openstack/blockstorage/defaultvolumetype.h"
#include "openstack/blockstorage/limits.h"
#include "openstack/compute/limits.h"
#include "openstack/kind.h"
#include "openstack/quotas.h"
#include "store/rows.h"
#include "store/snapshotset.h"
#include "store/store.h"
#include "store/subscription.h"
#include "store/topic.h"

#include <functional>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>

namespace oriel::net {
class ApiClient;
}

namespace oriel::store {

/// A single value that exists once per cloud. Needs no `id`.
template <typename T>
class Value final : public StoreBase
{
public:
    using StoreBase::StoreBase;
    [[nodiscard]] const std::optional<T> &value() const { return m_value; }
    void set(std::optional<T> value)
    {
        if (m_value == value)
            return;
        m_value = std::move(value);
        Q_EMIT changed({});
    }

private:
    std::optional<T> m_value;
};

// Instantiated in cloudstores.cpp, once: otherwise every file that uses a store would compile all
// of it.
extern template class Store<openstack::Server>;
extern template class Store<openstack::Image>;
extern template class Store<openstack::KeyPair>;
extern template class Store<openstack::Flavor>;
extern template class Store<openstack::ServerGroup>;
extern template class Store<openstack::AvailabilityZone>;
extern template class Store<openstack::Volume>;
extern template class Store<openstack::VolumeSnapshot>;
extern template class Store<openstack::Backup>;
extern template class Store<openstack::VolumeType>;
extern template class Store<openstack::VolumeZone>;
extern template class Store<openstack::VolumeGroup>;
extern template class Store<openstack::VolumeGroupType>;
extern template class Store<openstack::GroupSnapshot>;
extern template class Store<openstack::Network>;
extern template class Store<openstack::Subnet>;
extern template class Store<openstack::Router>;
extern template class Store<openstack::Port>;
extern template class Store<openstack::FloatingIp>;
extern template class Store<openstack::SecurityGroup>;
extern template class Store<openstack::SecurityGroupRule>;
extern template class Store<SnapshotSet>;

/// The known state of one scope (cloud, region, project), and its polling. Recreated when the scope
/// changes; views then receive the new one. GUI thread.
class CloudStores : public QObject
{
    Q_OBJECT

public:
    /// `client` and `clock` must outlive the stores.
    CloudStores(net::ApiClient &client, Clock &clock, QObject *parent = nullptr);
    ~CloudStores() override;

    /// The ID of this project: what other projects share with it is not its own. Empty: unknown.
    void setProject(const QString &id);
    [[nodiscard]] const QString &project() const { return m_project; }
    /// Whether it belongs to this project.
    [[nodiscard]] bool owns(const openstack::Image &image) const;
    [[nodiscard]] bool owns(const openstack::VolumeSnapshot &snapshot) const;

    /// The rows of one type: one of Rows, or SnapshotSet, which is derived from the others.
    template <typename T>
    [[nodiscard]] Store<T> &of()
    {
        return std::get<Store<T>>(m_stores);
    }
    template <typename T>
    [[nodiscard]] const Store<T> &of() const
    {
        return std::get<Store<T>>(m_stores);
    }
    /// The part of a store that does not depend on its type.
    [[nodiscard]] const StoreBase &at(Kind kind) const;

    /// The microversion that this service and Oriel agree on; nullopt: not known before the first
    /// request, or the service has none.
    [[nodiscard]] std::optional<net::Microversion> versionOf(net::Service service) const;

private:
    template <typename... T>
    using Stores = std::tuple<Store<T>...>;
    Rows::With<SnapshotSet>::Into<Stores> m_stores;

public:
    // Short names for the types that are used most.
    Store<openstack::Server> &servers = of<openstack::Server>();
    Store<openstack::Flavor> &flavors = of<openstack::Flavor>();
    Store<openstack::Volume> &volumes = of<openstack::Volume>();
    Store<openstack::VolumeSnapshot> &volumeSnapshots = of<openstack::VolumeSnapshot>();
    Store<openstack::Image> &images = of<openstack::Image>();
    Store<openstack::Network> &networks = of<openstack::Network>();
    Store<SnapshotSet> &snapshotSets = of<SnapshotSet>();
    Value<openstack::ComputeLimits> computeLimits;
    Value<openstack::BlockStorageLimits> blockStorageLimits;
    Value<openstack::Quotas> computeQuotas;
    Value<openstack::Quotas> blockStorageQuotas;
    Value<openstack::Quotas> networkQuotas;
    Value<openstack::DefaultVolumeType> defaultVolumeType;

    /// Keeps `kinds` up to date as long as the returned object exists; fetches immediately what is
    /// not.
    [[nodiscard]] std::unique_ptr<Subscription> watch(const std::vector<Kind> &kinds,
                                                      RefreshRate rate = RefreshRate::Viewed);
    /// Keeps one resource up to date, by requests for it alone, for its page.
    [[nodiscard]] std::unique_ptr<Subscription> watchRow(Kind kind, const QString &id);
    /// How reliable this resource is: the state of its list, or of the last request for it alone if
    /// that is newer. The store's stateChanged() reports changes.
    [[nodiscard]] LoadState rowState(Kind kind, const QString &id) const;

    /// Fetches the full lists now, regardless of the schedule (F5, or after an operation has
    /// changed something); those that nobody watches, as soon as they are watched.
    void refresh(const std::vector<Kind> &kinds);

    /// Fetches one resource now and upserts it; removes it on a 404, and then calls `gone` (may be
    /// null).
    void refreshRow(Kind kind, const QString &id, std::function<void()> gone = {});

    /// Searches the whole cloud for `text`, by name, ID or address, and puts the results into the
    /// store of `kind`, where they stay even if the list is too long to be held. `then` is not
    /// called after `context` is destroyed.
    void find(Kind kind, const QString &text, QObject *context,
              std::function<void(Result<Found>)> then);
    /// If lists are too long to be held, fetches the volumes and snapshots of this server.
    void refreshAttachments(const QString &serverId);
    /// Of longer lists, only this many of the newest rows are held: LoadState::hasMore. Call it
    /// before the first request.
    void setMaximumHeld(qsizetype rows);

    /// The sets of one instance, newest first.
    [[nodiscard]] std::vector<Row<SnapshotSet>> setsOf(const QString &serverId) const;
    /// The set that a volume snapshot belongs to; null: none.
    [[nodiscard]] Row<SnapshotSet> setOfVolumeSnapshot(const QString &snapshotId) const;

    /// Volume snapshots created for a set whose image no longer exists. Empty until everything is
    /// loaded; without those being deleted, and without those of the last ten minutes, which may
    /// belong to a capture in progress.
    [[nodiscard]] std::vector<Row<openstack::VolumeSnapshot>> orphanedVolumeSnapshots() const;

    /// Whether it is one of orphanedVolumeSnapshots().
    [[nodiscard]] bool isOrphaned(const openstack::VolumeSnapshot &snapshot) const;

    /// Stops all polling while the window is hidden or the session has expired; resumes by
    /// refreshing what is watched and out of date.
    void suspend(bool suspended);
    /// The user has used the window: for a minute, what is shown is refreshed more often.
    void noteUse();
    /// While the visible window has not been used for a while, stable lists are polled only every
    /// two minutes; changing rows as usual.
    void relax(bool relaxed);

private:
    class Private;
    QString m_project;
    std::unique_ptr<Private> d;
};

} // namespace oriel::store
