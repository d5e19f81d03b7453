#pragma once

#include "models/storemodel.h"

namespace oriel::models {

/// An address of an instance as a row.
struct AddressRow
{
    QString id; ///< the address; of a port without one, the port's
    openstack::ServerAddress address;
    QString portId{};   ///< empty: unknown
    QString portName{}; ///< empty: it has none
    QString status{};   ///< of the port, as in the API: "ACTIVE"; empty: unknown
    QString groups{};   ///< the names of the port's security groups

    bool operator==(const AddressRow &) const = default;
};

/// A volume snapshot of a set as a row.
struct PartRow
{
    QString id; ///< of the volume snapshot
    store::SnapshotPart part;

    bool operator==(const PartRow &) const = default;
};

/// A rule by which something may come in at a port of an instance, as a row.
struct OpeningRow
{
    QString id;
    QString traffic; ///< "SSH (TCP 22)"
    QString from;    ///< "anywhere"
    QString groupId;
    QString group;
    QString port; ///< its first address
    QString description;

    bool operator==(const OpeningRow &) const = default;
};

/// The interfaces of one instance: its addresses, and ports without one. Columns: address, kind,
/// network, status, security groups, MAC address, port.
class AddressesModel final : public StoreModel<AddressRow>
{
public:
    /// `rows` must outlive the model; its owner keeps it equal to the instance's addresses (see
    /// addressRows).
    AddressesModel(const store::Store<AddressRow> &rows, const store::CloudStores &stores,
                   Clock &clock, QObject *parent = nullptr);
};
/// What Nova says, with the ports of Neutron if they are known.
[[nodiscard]] std::vector<AddressRow> addressRows(const openstack::Server &server,
                                                  const store::CloudStores &stores);

/// What may come in at the ports of one instance. Columns: traffic, from, security group, port.
class OpeningsModel final : public StoreModel<OpeningRow>
{
public:
    /// `rows` must outlive the model; its owner keeps it up to date (see openingRows).
    OpeningsModel(const store::Store<OpeningRow> &rows, const store::CloudStores &stores,
                  Clock &clock, QObject *parent = nullptr);
};
[[nodiscard]] std::vector<OpeningRow> openingRows(const QString &serverId,
                                                  const store::CloudStores &stores);

/// The parts of one snapshot set. Columns: device, volume, volume snapshot, size, status.
class SnapshotPartsModel final : public StoreModel<PartRow>
{
public:
    SnapshotPartsModel(const store::Store<PartRow> &rows, const store::CloudStores &stores,
                       Clock &clock, QObject *parent = nullptr);
};
[[nodiscard]] std::vector<PartRow> partRows(const store::SnapshotSet &set);

} // namespace oriel::models
