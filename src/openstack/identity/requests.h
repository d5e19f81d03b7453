#pragma once

#include "openstack/identity/project.h"

// Former names.
namespace oriel::openstack {

using ListProjects = List<Project>;

} // namespace oriel::openstack
