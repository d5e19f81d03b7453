#include "ui/pages/listpages.h"

#include "models/names.h"
#include "models/storemodel.h"
#include "models/words.h"

#include <QtCore/QCoreApplication>
#include <QtNetwork/QHostAddress>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

using models::Column;
using models::Lookup;
using openstack::FloatingIp;

class FloatingIpsList
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::FloatingIpsList)

public:
    static constexpr int unusedOnly = 1; ///< of show()

    static Facet show()
    {
        return {tr("Show"),
                u"showFacet"_s,
                {{tr("All")},
                 //: Filter: only floating IPs that no port has.
                 {tr("Not used"), tr("No port has them. Many providers charge for them, too.")}}};
    }

    static NoneWords narrow(models::RowModel &model, const std::vector<int> &chosen)
    {
        auto &rows = static_cast<models::StoreModel<FloatingIp> &>(model);
        if (chosen.front() != unusedOnly) {
            rows.setFacet({});
            return {};
        }
        rows.setFacet([](const FloatingIp &ip) { return ip.portId.isEmpty(); });
        return {tr("Every floating IP is in use"), tr("Each of them belongs to a port.")};
    }

    /// The instance that has the address; empty: none, or something else.
    static QString serverOf(const FloatingIp &ip, const Lookup &lookup)
    {
        const auto port = lookup.find<openstack::Port>(ip.portId);
        return port && lookup.find<openstack::Server>(port->deviceId) ? port->deviceId : QString();
    }

    static QString userText(const FloatingIp &ip, const Lookup &lookup)
    {
        if (ip.portId.isEmpty())
            //: Of a floating IP that no port has.
            return tr("Not used");
        const auto port = lookup.find<openstack::Port>(ip.portId);
        const auto server = port ? lookup.find<openstack::Server>(port->deviceId) : nullptr;
        if (server)
            return models::nameOrId(server->name, server->id);
        return port ? models::nameOrId(port->name, port->id) : ip.portId;
    }

    static std::vector<Column<FloatingIp>> columns()
    {
        using models::memberColumn;
        auto address = memberColumn(u"name"_s, tr("Address"), &FloatingIp::address, 18);
        address.number = [](const FloatingIp &ip, const Lookup &) {
            return qint64(QHostAddress(ip.address).toIPv4Address());
        };
        auto id = memberColumn(u"id"_s, tr("ID"), &FloatingIp::id, 36);
        id.shownByDefault = false;
        return {address,
                {.key = u"usedBy"_s,
                 .title = tr("Used by"),
                 .text = userText,
                 .tone =
                     [](const FloatingIp &ip, const Lookup &) {
                         return ip.portId.isEmpty() ? models::Tone::Off : models::Tone::None;
                     },
                 .link = serverOf,
                 .width = 28},
                memberColumn(u"fixedIp"_s, tr("Fixed address"), &FloatingIp::fixedIp, 18),
                {.key = u"network"_s,
                 .title = tr("Network"),
                 .text =
                     [](const FloatingIp &ip, const Lookup &lookup) {
                         const auto network = lookup.find<openstack::Network>(ip.networkId);
                         return network ? models::nameOrId(network->name, network->id)
                                        : ip.networkId;
                     },
                 .width = 20},
                memberColumn(u"description"_s, tr("Description"), &FloatingIp::description, 30),
                id};
    }

    static std::optional<Route> instanceOf(const UiContext &ui, const QString &id)
    {
        const auto ip = ui.stores.of<FloatingIp>().find(id);
        const QString server = ip ? serverOf(*ip, Lookup(ui.stores, ui.clock.now())) : QString();
        if (server.isEmpty())
            return {};
        return Route::to(Kind::Server, server, u"networking"_s);
    }

    static SearchWords searchWords(const FloatingIp &ip)
    {
        return {.kind = tr("Floating IP"), .detail = ip.description, .icon = u"globe"_s};
    }

    static ListPageSpec spec()
    {
        const std::vector<Kind> needs{Kind::Port, Kind::Server, Kind::Network};
        return {
            .kind = Kind::FloatingIp,
            .group = PageGroup::Networking,
            .words = {.key = u"floatingIps"_s,
                      .title = tr("Floating IPs"),
                      .placeholder = tr("Filter floating IPs"),
                      .icon = u"globe"_s,
                      .emptyTitle = tr("No floating IPs in this project"),
                      .emptyText =
                          tr("A floating IP is a public address. You can give it to an instance, "
                             "so that it can be reached from outside, and later to another one."),
                      .failed = tr("The floating IPs could not be loaded.")},
            .counted = [](const QString &count,
                          int total) { return tr("%1 floating IP(s)", nullptr, total).arg(count); },
            .needs = needs,
            .source = storeOf<FloatingIp>,
            .model = modelOf(columns(), needs),
            .actions = actionsOn(Kind::FloatingIp),
            .links = {{tr("Show its instance"), instanceOf, tr("No instance uses the address.")}},
            .cell = [](const UiContext &, const QString &,
                       const QString &target) -> std::optional<Route> {
                return Route::to(Kind::Server, target, u"networking"_s);
            },
            .search = searchIn(Kind::FloatingIp, &searchWords),
            .facets = {show()},
            .narrow = narrow,
        };
    }
};

} // namespace

ListPageSpec floatingIpsList()
{
    return FloatingIpsList::spec();
}

} // namespace oriel::ui
