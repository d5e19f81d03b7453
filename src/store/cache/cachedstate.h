#pragma once

#include "openstack/config/cloudconfig.h"
#include "openstack/identity/scope.h"
#include "store/cloudstores.h"

#include <QtCore/QDateTime>
#include <QtCore/QHash>

namespace oriel::store {

/// One list as it was when the cloud last told it whole.
template <typename T>
struct CachedList
{
    QDateTime asOf; ///< UTC; invalid: the list is not known
    RowMap<T> rows;
};

/// The last known lists of one scope. Holds neither token nor secret, and not the quota: what is
/// checked before something is done must be what the cloud says now.
struct CachedState
{
    openstack::Scope scope;
    CachedList<openstack::Server> servers;
    CachedList<openstack::Flavor> flavors;
    CachedList<openstack::Volume> volumes;
    CachedList<openstack::VolumeSnapshot> volumeSnapshots;
    CachedList<openstack::Image> images;
    CachedList<openstack::Network> networks;

    /// The oldest of what is known; invalid where nothing is.
    [[nodiscard]] QDateTime oldest() const;
};

/// Calls `visit` with each list of a CachedState, always in the same order.
template <typename State, typename Visit>
void eachPart(State &state, Visit visit)
{
    visit(state.servers);
    visit(state.flavors);
    visit(state.volumes);
    visit(state.volumeSnapshots);
    visit(state.images);
    visit(state.networks);
}

/// The name of the file for who signs in with `cloud`: the same cloud, region, project and user
/// make the same name, and nothing can be read from it.
[[nodiscard]] QString cacheFileName(const openstack::CloudConfig &cloud);

} // namespace oriel::store
