#pragma once

#include "models/instancesnapshots.h"
#include "models/storemodel.h"

namespace oriel::models {

/// The snapshots of one instance. Columns: name, created, age, status, consistency, volumes, size,
/// keep until.
class SnapshotSetsModel final : public StoreModel<SnapshotRow>
{
public:
    SnapshotSetsModel(const InstanceSnapshots &snapshots, const store::CloudStores &stores,
                      Clock &clock, QObject *parent = nullptr);
};

} // namespace oriel::models
