#pragma once

#include "forms/createsnapshotform.h"
#include "store/bootdisk.h"

#include <QtCore/QCoreApplication>

namespace oriel::forms {

/// What the form remembers; apart so that two files can share it.
class CreateSnapshotForm::Private
{
    Q_DECLARE_TR_FUNCTIONS(CreateSnapshotForm)

public:
    Private(store::CloudStores &cloud, Clock &time, QString id, QStringList has)
        : stores(cloud)
        , clock(time)
        , serverId(std::move(id))
        , roles(std::move(has))
        , interest(stores.watch({store::Topic::Servers, store::Topic::Volumes,
                                 store::Topic::VolumeSnapshots, store::Topic::BlockStorageLimits},
                                store::Tempo::Viewed))
    {}

    [[nodiscard]] store::Row<openstack::Server> server() const
    {
        return stores.servers.find(serverId);
    }
    [[nodiscard]] std::vector<CapturedDisk> disks() const;
    [[nodiscard]] QString nameProblem(const QString &effective) const;
    [[nodiscard]] qsizetype longestNameNow() const;
    [[nodiscard]] bool volumesKnown() const;
    /// Whether volume snapshots will be made.
    [[nodiscard]] bool needsRoom() const
    {
        const auto row = server();
        return row && (volumeBacked(*row) || (includesData() && !row->volumes.empty()));
    }
    /// Volumes that the cloud leaves out by itself.
    [[nodiscard]] bool hasDataVolumes() const
    {
        const auto row = server();
        return row && !row->volumes.empty() && !volumeBacked(*row);
    }
    /// What the quota would be with the data volumes; empty where the quota is not known.
    [[nodiscard]] std::vector<RoomLine> roomWithData() const;
    /// As chosen; by default as the quota allows. Once included by default, they stay included.
    [[nodiscard]] bool includesData() const { return withDataVolumes.value_or(includedByDefault); }
    /// To be called when the stores have changed.
    void decideOnData();
    [[nodiscard]] bool volumeBacked(const openstack::Server &row) const
    {
        return store::bootsFromVolume(row, stores);
    }

    store::CloudStores &stores;
    Clock &clock;
    QString serverId;
    QStringList roles;
    std::unique_ptr<store::Interest> interest;
    QString proposedName;   ///< what stands in the field as long as nobody has typed
    QString lastServerName; ///< so that the dialog keeps its words when the instance vanishes
    QString name;
    std::optional<QDate> keepUntil;
    QString description;
    std::optional<bool> shutOffFirst;    ///< as chosen; nothing: as recommended
    std::optional<bool> withDataVolumes; ///< as chosen; nothing: as the quota allows
    bool includedByDefault = false;
    operations::Durations durations;
};

} // namespace oriel::forms
