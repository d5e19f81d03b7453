#pragma once

#include "models/storemodel.h"

namespace oriel::models {

/// The instances of the project. Columns: name, status, addresses, flavor, source (image or boot
/// volume), created, key, zone; more from the chooser.
class ServersModel final : public StoreModel<openstack::Server>
{
public:
    ServersModel(const store::CloudStores &stores, Clock &clock, QObject *parent = nullptr);
};

} // namespace oriel::models
