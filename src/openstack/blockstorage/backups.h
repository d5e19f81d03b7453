#pragma once

#include "openstack/blockstorage/backup.h"

// Former names.
namespace oriel::openstack {

using ListBackups = List<Backup>;
using GetBackup = Get<Backup>;

} // namespace oriel::openstack
