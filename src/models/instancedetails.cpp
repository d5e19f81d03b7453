#include "models/instancedetails.h"

#include "models/names.h"
#include "models/words.h"
#include "operations/networkpaths.h"
#include "operations/reachability.h"
#include "operations/securityrules.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::models {

namespace {

struct DetailColumns
{
    Q_DECLARE_TR_FUNCTIONS(oriel::models::DetailColumns)
public:
    static QString familyText(const openstack::ServerAddress &address)
    {
        return address.version == 6 ? tr("IPv6") : tr("IPv4");
    }

    static QString portStatus(const QString &status)
    {
        if (status == "ACTIVE"_L1)
            //: The status of a port at an instance
            return tr("Connected");
        if (status == "DOWN"_L1)
            return tr("Not connected");
        if (status == "BUILD"_L1)
            return tr("Being connected");
        return status.isEmpty() ? emptyCell() : status;
    }

    static std::vector<Column<AddressRow>> addresses()
    {
        using A = AddressRow;
        using C = Column<A>;
        return {
            C{.key = u"address"_s,
              .title = tr("Address"),
              .text =
                  [](const A &a, const Lookup &) {
                      return a.address.address.isEmpty() ? emptyCell() : a.address.address;
                  },
              .width = 18},
            C{.key = u"kind"_s,
              .title = tr("Kind"),
              .text =
                  [](const A &a, const Lookup &) {
                      if (a.address.address.isEmpty())
                          return emptyCell();
                      //: Kind of an IP address.
                      return a.address.floating ? tr("Floating") : tr("Fixed");
                  },
              .width = 11},
            C{.key = u"family"_s,
              .title = tr("Version"),
              .text = [](const A &a, const Lookup &) { return familyText(a.address); },
              .width = 10,
              .shownByDefault = false},
            C{.key = u"network"_s,
              .title = tr("Network"),
              .text = [](const A &a, const Lookup &) { return a.address.network; },
              .width = 16},
            C{.key = u"status"_s,
              .title = tr("Status"),
              .text = [](const A &a, const Lookup &) { return portStatus(a.status); },
              .tone =
                  [](const A &a, const Lookup &) {
                      return a.status == "ACTIVE"_L1  ? Tone::Good
                             : a.status == "ERROR"_L1 ? Tone::Error
                             : a.status.isEmpty()     ? Tone::None
                                                      : Tone::Off;
                  },
              .cut = Cut::Never,
              .width = 14},
            C{.key = u"groups"_s,
              .title = tr("Security groups"),
              .text = [](const A &a,
                         const Lookup &) { return a.groups.isEmpty() ? emptyCell() : a.groups; },
              .width = 20},
            C{.key = u"mac"_s,
              .title = tr("MAC address"),
              .text =
                  [](const A &a, const Lookup &) {
                      return a.address.mac.isEmpty() ? emptyCell() : a.address.mac;
                  },
              .width = 20},
            C{.key = u"port"_s,
              .title = tr("Port"),
              .text =
                  [](const A &a, const Lookup &) {
                      return a.portId.isEmpty() ? emptyCell() : nameOrId(a.portName, a.portId);
                  },
              .width = 16},
        };
    }

    static std::vector<Column<OpeningRow>> openings()
    {
        using O = OpeningRow;
        auto description = memberColumn(u"description"_s, tr("Description"), &O::description, 24);
        description.shownByDefault = false;
        return {memberColumn(u"traffic"_s, tr("Traffic"), &O::traffic, 28),
                //: Where traffic may come from
                memberColumn(u"from"_s, tr("From"), &O::from, 26),
                //: Which security group lets the traffic in
                {.key = u"group"_s,
                 .title = tr("Allowed by"),
                 .text = [](const O &one, const Lookup &) { return one.group; },
                 .link =
                     [](const O &one, const Lookup &lookup) {
                         return lookup.find<openstack::SecurityGroup>(one.groupId) ? one.groupId
                                                                                   : QString();
                     },
                 .width = 24},
                //: The address at which it may come in
                memberColumn(u"port"_s, tr("Address"), &O::port, 18),
                description};
    }

    static std::vector<Column<PartRow>> parts()
    {
        using P = PartRow;
        using C = Column<P>;
        return {
            C{.key = u"device"_s,
              .title = tr("Device"),
              .text =
                  [](const P &p, const Lookup &) {
                      return p.part.device.isEmpty() ? emptyCell() : p.part.device;
                  },
              .width = 12},
            C{.key = u"volume"_s,
              .title = tr("Volume"),
              .text =
                  [](const P &p, const Lookup &) {
                      const QString name = nameOrId(p.part.volumeName, p.part.volumeId);
                      return name.isEmpty() ? emptyCell() : name;
                  },
              .link =
                  [](const P &p, const Lookup &l) {
                      return l.find<openstack::Volume>(p.part.volumeId) ? p.part.volumeId
                                                                        : QString();
                  },
              .width = 28},
            C{.key = u"snapshot"_s,
              .title = tr("Volume snapshot"),
              .text = [](const P &p,
                         const Lookup &) { return nameOrId(p.part.name, p.part.snapshotId); },
              .link = [](const P &p,
                         const Lookup &) { return p.part.missing ? QString() : p.part.snapshotId; },
              .width = 38},
            C{.key = u"size"_s,
              .title = tr("Size"),
              .text =
                  [](const P &p, const Lookup &) {
                      return gibText(p.part.sizeGiB > 0 ? p.part.sizeGiB : -1);
                  },
              .number = [](const P &p, const Lookup &) { return qint64{p.part.sizeGiB}; },
              .alignment = Qt::AlignRight | Qt::AlignVCenter,
              .width = 10,
              .searched = false},
            C{.key = u"status"_s,
              .title = tr("Status"),
              .text = [](const P &p, const Lookup &) { return partStatus(p.part).text; },
              .tone = [](const P &p, const Lookup &) { return partStatus(p.part).tone; },
              .progress =
                  [](const P &p, const Lookup &) {
                      return p.part.status == QLatin1String("creating") ? p.part.progress : -1;
                  },
              .cut = Cut::Never,
              .width = 20},
        };
    }
};

} // namespace

AddressesModel::AddressesModel(const store::Store<AddressRow> &rows,
                               const store::CloudStores &stores, Clock &clock, QObject *parent)
    : StoreModel(rows, stores, clock, DetailColumns::addresses(), {}, parent)
{}

namespace {

void describePort(AddressRow &row, const openstack::Port &port, const store::CloudStores &stores)
{
    row.portId = port.id;
    row.portName = port.name;
    row.status = port.status;
    QStringList names;
    for (const QString &id : port.securityGroupIds)
        names.append(operations::groupName(stores, id));
    row.groups = names.join(u", "_s);
}

} // namespace

std::vector<AddressRow> addressRows(const openstack::Server &server,
                                    const store::CloudStores &stores)
{
    const auto ports = operations::portsOf(stores, server.id);
    std::vector<AddressRow> rows;
    for (const openstack::ServerAddress &address : server.addresses) {
        AddressRow row{address.address, address};
        // Nova gives a floating address the MAC address of its port.
        const auto port =
            std::ranges::find_if(ports, [&](const auto &one) { return one->mac == address.mac; });
        if (port != ports.end())
            describePort(row, **port, stores);
        rows.push_back(std::move(row));
    }
    for (const auto &port : ports) {
        if (!port->fixedIps.empty())
            continue;
        AddressRow row{port->id, {}};
        row.address.network = operations::networkName(stores, port->networkId);
        row.address.mac = port->mac;
        describePort(row, *port, stores);
        rows.push_back(std::move(row));
    }
    return rows;
}

OpeningsModel::OpeningsModel(const store::Store<OpeningRow> &rows, const store::CloudStores &stores,
                             Clock &clock, QObject *parent)
    : StoreModel(rows, stores, clock, DetailColumns::openings(), {Kind::SecurityGroup}, parent)
{}

std::vector<OpeningRow> openingRows(const QString &serverId, const store::CloudStores &stores)
{
    std::vector<OpeningRow> rows;
    for (const operations::Opening &one : operations::openingsOf(stores, serverId)) {
        const auto port = stores.of<openstack::Port>().find(one.portId);
        const auto remote = stores.of<openstack::SecurityGroup>().find(one.rule.remoteGroupId);
        rows.push_back(
            {one.portId + u'/' + one.rule.id, operations::trafficText(one.rule),
             operations::remoteText(one.rule, remote ? remote->name : QString()), one.rule.groupId,
             one.groupName,
             port && !port->fixedIps.empty() ? port->fixedIps.front().address : one.portId,
             one.rule.description});
    }
    return rows;
}

SnapshotPartsModel::SnapshotPartsModel(const store::Store<PartRow> &rows,
                                       const store::CloudStores &stores, Clock &clock,
                                       QObject *parent)
    : StoreModel(rows, stores, clock, DetailColumns::parts(), {Kind::Volume}, parent)
{}

std::vector<PartRow> partRows(const store::SnapshotSet &set)
{
    std::vector<PartRow> rows;
    for (const store::SnapshotPart &part : set.parts)
        rows.push_back({part.snapshotId, part});
    return rows;
}

} // namespace oriel::models
