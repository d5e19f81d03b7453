#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "openstack/blockstorage/limits.h"
#include "openstack/compute/limits.h"
#include "openstack/kind.h"
#include "store/rows.h"
#include "store/snapshotset.h"
#include "store/store.h"
#include "store/subscription.h"
#include "store/topic.h"

#include <functional>
#include <memory>
#include <tuple>
#include <vector>

namespace oriel::net {
class ApiClient;
}

namespace oriel::store {

/// A single value, for what a cloud has one of. `id` is not needed.
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

/// Everything that is known of one scope (cloud, region, project), and what keeps it fresh.
/// Made anew when the scope changes; views then get the new one. GUI thread.
class CloudStores : public QObject
{
    Q_OBJECT

public:
    /// `client` and `clock` must outlive the stores.
    CloudStores(net::ApiClient &client, Clock &clock, QObject *parent = nullptr);
    ~CloudStores() override;

    /// Whose project this is: what other projects share with it is not its own. Empty: not known.
    void setProject(const QString &id);
    [[nodiscard]] const QString &project() const { return m_project; }
    /// Whether it is this project's own.
    [[nodiscard]] bool owns(const openstack::Image &image) const;
    [[nodiscard]] bool owns(const openstack::VolumeSnapshot &snapshot) const;

    /// The rows of one type: of Rows, or SnapshotSet, which is worked out from the others.
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
    /// What any kind has.
    [[nodiscard]] const StoreBase &at(Kind kind) const;

private:
    template <typename... T>
    using Stores = std::tuple<Store<T>...>;
    Rows::With<SnapshotSet>::Into<Stores> m_stores;

public:
    // Short names of what much is done with.
    Store<openstack::Server> &servers = of<openstack::Server>();
    Store<openstack::Flavor> &flavors = of<openstack::Flavor>();
    Store<openstack::Volume> &volumes = of<openstack::Volume>();
    Store<openstack::VolumeSnapshot> &volumeSnapshots = of<openstack::VolumeSnapshot>();
    Store<openstack::Image> &images = of<openstack::Image>();
    Store<openstack::Network> &networks = of<openstack::Network>();
    Store<SnapshotSet> &snapshotSets = of<SnapshotSet>();
    Value<openstack::ComputeLimits> computeLimits;
    Value<openstack::BlockStorageLimits> blockStorageLimits;

    /// Keeps `kinds` fresh as long as the returned object lives; asks at once for what is not
    /// fresh.
    [[nodiscard]] std::unique_ptr<Subscription> watch(const std::vector<Kind> &kinds,
                                                      RefreshRate rate = RefreshRate::Viewed);

    /// Asks now, whatever the schedule says (F5, or after an operation has changed something), and
    /// for the whole lists.
    void refresh(const std::vector<Kind> &kinds);

    /// Asks for one resource now and upserts it; removes it where the answer is 404.
    /// `gone` (may be null) is called for the latter.
    void refreshRow(Kind kind, const QString &id, std::function<void()> gone = {});
    /// The same, unless it was the last one that was asked for, within the last five seconds: what
    /// a page wants that comes into view.
    void refreshIfStale(Kind kind, const QString &id);

    /// Looks for `text` in the whole cloud, by name, ID or address, and puts what is found into the
    /// store of `kind`, where it stays though the list may be too long to be held. `then` is not
    /// called where `context` is gone by then.
    void find(Kind kind, const QString &text, QObject *context,
              std::function<void(Result<Found>)> then);
    /// Where lists are too long to be held, asks for the volumes and snapshots of this server.
    void refreshAttachments(const QString &serverId);
    /// Of each longer list only so many rows, the newest, are held: LoadState::hasMore. Before the
    /// first question.
    void setMaximumHeld(qsizetype rows);

    /// The sets of one instance, newest first.
    [[nodiscard]] std::vector<Row<SnapshotSet>> setsOf(const QString &serverId) const;
    /// The set that a volume snapshot is part of; null where none.
    [[nodiscard]] Row<SnapshotSet> setOfVolumeSnapshot(const QString &snapshotId) const;

    /// Volume snapshots that were made for a set whose image is gone. None before all is loaded,
    /// none that is being deleted, and none of the last ten minutes: theirs may be a capture that
    /// is under way.
    [[nodiscard]] std::vector<Row<openstack::VolumeSnapshot>> orphanedVolumeSnapshots() const;

    /// Whether it is one of those.
    [[nodiscard]] bool isOrphaned(const openstack::VolumeSnapshot &snapshot) const;

    /// Stops all polling while the window is hidden or the session is gone; resumes with a refresh
    /// of what is watched.
    void suspend(bool suspended);
    /// Nobody has used the window for a while, though it can be seen: what is quiet is asked for
    /// every other minute only; what is changing as ever.
    void relax(bool relaxed);

private:
    class Private;
    QString m_project;
    std::unique_ptr<Private> d;
};

} // namespace oriel::store
