#pragma once

#include "support/democloudfixture.h"
#include "support/uifixture.h"

#include <QtWidgets/QMainWindow>

namespace oriel::test {

/// The demo cloud with everything loaded that the dialogs of snapshots and instances show, and a
/// window for them.
struct LoadedCloud
{
    LoadedCloud()
    {
        subscription = cloud.stores->watch({Kind::Server, Kind::Flavor, Kind::Network, Kind::Image,
                                            Kind::VolumeSnapshot, Kind::Volume, Kind::ComputeLimits,
                                            Kind::BlockStorageLimits});
        if (!cloud.pump([this] {
                const store::CloudStores &stores = *cloud.stores;
                return stores.servers.state().loaded && stores.flavors.state().loaded &&
                       stores.networks.state().loaded && stores.images.state().loaded &&
                       stores.volumeSnapshots.state().loaded && stores.volumes.state().loaded &&
                       stores.computeLimits.value() && stores.blockStorageLimits.value() &&
                       stores.snapshotSets.size() > 0;
            }))
            qFatal("the demo cloud does not load");
        window.resize(1000, 760);
        window.show();
    }

    /// A set of this instance that is complete; the newest.
    [[nodiscard]] operations::Subject setOf(const QString &server)
    {
        for (const auto &set : cloud.stores->setsOf(cloud.server(server).id)) {
            if (set->status == store::SetStatus::Available && !set->shelved)
                return {Kind::SnapshotSet, set->id, set->name};
        }
        qFatal("the instance has no snapshot");
    }

    DemoCloudFixture cloud;
    UiFixture around{*cloud.client, *cloud.stores, cloud.center, cloud.clock};
    QMainWindow window;
    std::unique_ptr<store::Subscription> subscription;
};

} // namespace oriel::test
