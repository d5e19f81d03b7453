#pragma once

#include "models/storemodel.h"

namespace oriel::models {

/// The volume snapshots of the project. Columns: name, status, size, volume, instance, part of (the
/// snapshot set), created, age; more from the chooser.
class VolumeSnapshotsModel final : public StoreModel<openstack::VolumeSnapshot>
{
public:
    VolumeSnapshotsModel(const store::CloudStores &stores, Clock &clock, QObject *parent = nullptr);
};

} // namespace oriel::models
