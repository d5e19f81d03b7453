#pragma once

#include "app/ctl/connection.h"
#include "net/apiclient.h"
#include "openstack/blockstorage/backup.h"
#include "openstack/blockstorage/groupsnapshot.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumegroup.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/blockstorage/volumetransfer.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/keypair.h"
#include "openstack/compute/server.h"
#include "openstack/compute/servergroup.h"
#include "openstack/image/image.h"
#include "openstack/kind.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"
#include "operations/operationtypes.h"

#include <functional>

namespace oriel::ctl {

/// Finds one object by its ID or its exact name, as all commands do. NotFound if there is none;
/// Conflict, with the IDs, if several have that name. `then` is dropped when `context` is
/// destroyed.
void findServer(net::ApiClient &client, const QString &nameOrId, QObject *context,
                std::function<void(Result<openstack::Server>)> then);
void findImage(net::ApiClient &client, const QString &nameOrId, QObject *context,
               std::function<void(Result<openstack::Image>)> then);
void findVolumeSnapshot(net::ApiClient &client, const QString &nameOrId, QObject *context,
                        std::function<void(Result<openstack::VolumeSnapshot>)> then);

void findVolumeGroup(net::ApiClient &client, const QString &nameOrId, QObject *context,
                     std::function<void(Result<openstack::VolumeGroup>)> then);
void findGroupSnapshot(net::ApiClient &client, const QString &nameOrId, QObject *context,
                       std::function<void(Result<openstack::GroupSnapshot>)> then);
void findBackup(net::ApiClient &client, const QString &nameOrId, QObject *context,
                std::function<void(Result<openstack::Backup>)> then);

/// An offer of a volume to another project.
void findVolumeTransfer(net::ApiClient &client, const QString &nameOrId, QObject *context,
                        std::function<void(Result<openstack::VolumeTransfer>)> then);

void findVolume(net::ApiClient &client, const QString &nameOrId, QObject *context,
                std::function<void(Result<openstack::Volume>)> then);

void findPort(net::ApiClient &client, const QString &nameOrId, QObject *context,
              std::function<void(Result<openstack::Port>)> then);
void findSecurityGroup(net::ApiClient &client, const QString &nameOrId, QObject *context,
                       std::function<void(Result<openstack::SecurityGroup>)> then);
/// By its address or its ID; puts the row into the store of `connection`.
void findFloatingIp(Connection &connection, const QString &addressOrId, QObject *context,
                    const std::function<void(Result<operations::Subject>)> &then);

/// Only by its name: key pairs have no other ID.
void findKeyPair(net::ApiClient &client, const QString &name, QObject *context,
                 std::function<void(Result<openstack::KeyPair>)> then);

/// An administrator's flavors that are not public included.
void findFlavor(net::ApiClient &client, const QString &nameOrId, QObject *context,
                std::function<void(Result<openstack::Flavor>)> then);

void findServerGroup(net::ApiClient &client, const QString &nameOrId, QObject *context,
                     std::function<void(Result<openstack::ServerGroup>)> then);

/// Loads the lists that the snapshots of instances are derived from into the stores, and returns
/// once these have them. Fails if one of the lists is missing.
void loadSnapshotSets(Connection &connection, QObject *context,
                      std::function<void(Result<Nothing>)> then);

/// A snapshot of an instance; also the ID of an image that is gone and has left volume snapshots.
void findSnapshotSet(Connection &connection, const QString &nameOrId, QObject *context,
                     const std::function<void(Result<operations::Subject>)> &then);

/// The same for any kind that has actions; puts the row into the store of `connection`.
void findSubject(Connection &connection, openstack::Kind kind, const QString &nameOrId,
                 QObject *context, std::function<void(Result<operations::Subject>)> then);

} // namespace oriel::ctl
