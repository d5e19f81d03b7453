#pragma once

#include "models/storemodel.h"

namespace oriel::models {

/// An address of an instance as a row.
struct AddressRow
{
    QString id; ///< the address
    openstack::ServerAddress address;

    bool operator==(const AddressRow &) const = default;
};

/// A volume snapshot of a set as a row.
struct PartRow
{
    QString id; ///< of the volume snapshot
    store::SnapshotPart part;

    bool operator==(const PartRow &) const = default;
};

/// The addresses of one instance. Columns: address, kind, network, MAC address.
class AddressesModel final : public StoreModel<AddressRow>
{
public:
    /// `rows` must outlive the model; its owner keeps it equal to the instance's addresses (see
    /// addressRows).
    AddressesModel(const store::Store<AddressRow> &rows, const store::CloudStores &stores,
                   Clock &clock, QObject *parent = nullptr);
};
[[nodiscard]] std::vector<AddressRow> addressRows(const openstack::Server &server);

/// The parts of one snapshot set. Columns: device, volume, volume snapshot, size, status.
class SnapshotPartsModel final : public StoreModel<PartRow>
{
public:
    SnapshotPartsModel(const store::Store<PartRow> &rows, const store::CloudStores &stores,
                       Clock &clock, QObject *parent = nullptr);
};
[[nodiscard]] std::vector<PartRow> partRows(const store::SnapshotSet &set);

} // namespace oriel::models
