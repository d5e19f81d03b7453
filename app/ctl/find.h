#pragma once

#include "app/ctl/connection.h"
#include "net/apiclient.h"
#include "openstack/blockstorage/volume.h"
#include "openstack/blockstorage/volumesnapshot.h"
#include "openstack/compute/server.h"
#include "openstack/image/image.h"
#include "openstack/kind.h"
#include "operations/operationtypes.h"

#include <functional>

namespace oriel::ctl {

/// Finds one thing by its ID or its exact name, as every command takes either. NotFound where there
/// is none; Conflict, with the IDs, where several have that name. `then` is dropped when `context`
/// is destroyed.
void findServer(net::ApiClient &client, const QString &nameOrId, QObject *context,
                std::function<void(Result<openstack::Server>)> then);
void findImage(net::ApiClient &client, const QString &nameOrId, QObject *context,
               std::function<void(Result<openstack::Image>)> then);
void findVolumeSnapshot(net::ApiClient &client, const QString &nameOrId, QObject *context,
                        std::function<void(Result<openstack::VolumeSnapshot>)> then);

void findVolume(net::ApiClient &client, const QString &nameOrId, QObject *context,
                std::function<void(Result<openstack::Volume>)> then);

/// The same for any kind that actions are about; the row is in the store of `connection` then.
void findSubject(Connection &connection, openstack::Kind kind, const QString &nameOrId,
                 QObject *context, std::function<void(Result<operations::Subject>)> then);

} // namespace oriel::ctl
