#pragma once

#include "models/storemodel.h"

namespace oriel::models {

/// The volumes of the project, or those attached to one instance.
class VolumesModel final : public StoreModel<openstack::Volume>
{
public:
    VolumesModel(const store::CloudStores &stores, Clock &clock, QObject *parent = nullptr);
    /// Only those attached to this instance, with their device name.
    VolumesModel(const store::CloudStores &stores, Clock &clock, const QString &serverId,
                 QObject *parent = nullptr);
};

} // namespace oriel::models
