#include "forms/launchaddresses.h"
#include "forms/launchdetails.h"
#include "forms/launchdisks.h"
#include "forms/launchquota.h"
#include "forms/launchreach.h"
#include "openstack/network/router.h"
#include "support/modelfixture.h"

#include <QtTest/QtTest>

using namespace oriel;
using namespace oriel::forms;
using namespace Qt::StringLiterals;

namespace {

/// A network of the project with a router to an external one.
struct Routed : test::ModelFixture
{
    Routed()
    {
        openstack::Network own;
        own.id = own.name = u"own"_s;
        openstack::Network cut;
        cut.id = cut.name = u"cut"_s;
        openstack::Network outside;
        outside.id = outside.name = u"outside"_s;
        outside.external = true;
        openstack::Network elsewhere = outside;
        elsewhere.id = elsewhere.name = u"elsewhere"_s;
        stores.networks.upsert({own, cut, outside, elsewhere});
        openstack::Router router;
        router.id = u"r"_s;
        router.gateway = openstack::RouterGateway{.networkId = outside.id};
        stores.of<openstack::Router>().upsert({router});
        openstack::Port port;
        port.id = u"p"_s;
        port.networkId = own.id;
        port.deviceId = router.id;
        port.deviceOwner = u"network:router_interface"_s;
        stores.of<openstack::Port>().upsert({port});
        stores.of<openstack::Router>().setState(test::loadedAt(net.clock.now()));
        stores.of<openstack::Port>().setState(test::loadedAt(net.clock.now()));
    }

    [[nodiscard]] LaunchReach reach(const QStringList &networks, const ReachChoice &choice = {},
                                    const QString &ownNetwork = {}) const
    {
        ReachTarget target;
        target.ownNetwork = ownNetwork;
        target.name = u"web"_s;
        target.networkIds = networks;
        target.mayPropose = true;
        return {stores, choice, target};
    }
};

openstack::Image imageOf(int minDiskGiB, qint64 bytes)
{
    openstack::Image image;
    image.id = u"i"_s;
    image.status = u"active"_s;
    image.minDiskGiB = minDiskGiB;
    image.sizeBytes = bytes;
    return image;
}

store::Row<openstack::Flavor> flavorWithDisk(int gib)
{
    auto flavor = std::make_shared<openstack::Flavor>();
    flavor->id = flavor->name = u"f"_s;
    flavor->vcpus = 2;
    flavor->ramMiB = 1024;
    flavor->diskGiB = gib;
    return flavor;
}

} // namespace

/// The parts of which the form for a new instance is made, each by itself.
class TestLaunchParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFloatingIpNeedsARouter()
    {
        const Routed cloud;
        QCOMPARE(cloud.reach({u"own"_s}).obstacle(), QString());
        QVERIFY(cloud.reach({u"own"_s}).isOn()); // it would be the first one
        QVERIFY(cloud.reach({u"cut"_s}).obstacle().contains(u"No router connects"_s));
        QVERIFY(!cloud.reach({u"cut"_s}, {.wanted = true}).isOn());
        QVERIFY(cloud.reach({u"outside"_s}).obstacle().contains(u"needs no floating IP"_s));
        QVERIFY(cloud.reach({}).obstacle().contains(u"internal network"_s));
        // Of several networks, the one that has a router counts.
        QCOMPARE(cloud.reach({u"cut"_s, u"own"_s}).move().networkId, u"own"_s);
    }

    void addressesComeFromWhereTheRouterLeads()
    {
        Routed cloud;
        openstack::FloatingIp free;
        free.id = u"a"_s;
        free.address = u"203.0.113.9"_s;
        free.networkId = u"outside"_s;
        openstack::FloatingIp other = free;
        other.id = u"b"_s;
        other.networkId = u"elsewhere"_s;
        cloud.stores.of<openstack::FloatingIp>().upsert({free, other});
        const LaunchReach reach = cloud.reach({u"own"_s}, {.wanted = true});
        const auto addresses = reach.addresses();
        QCOMPARE(addresses.size(), 2U);
        QCOMPARE(addresses.front().id, u"a"_s); // a free one costs nothing more
        QVERIFY(addresses.front().chosen);
        QCOMPARE(addresses.back().id, u"outside"_s);
        QCOMPARE(reach.move().address, free.address);
        QVERIFY(!cloud.reach({u"own"_s}).isOn()); // not by itself: there are some already
    }

    void withoutRightsToSeeRoutersAllNetworksArePossible()
    {
        Routed cloud;
        cloud.stores.of<openstack::Router>().setState({});
        QCOMPARE(cloud.reach({u"cut"_s}).obstacle(), QString());
        QCOMPARE(cloud.reach({u"cut"_s}).addresses().size(), 2U);
    }

    void whatPeopleLogInWithIsProposed()
    {
        const Routed cloud;
        ReachTarget windows{.name = u"web"_s, .networkIds = {u"own"_s}};
        windows.service = u"rdp"_s;
        const LaunchReach proposed(cloud.stores, {.wanted = true}, windows);
        QCOMPARE(proposed.group()->port, 3389);
        const LaunchReach chosen(cloud.stores, {.wanted = true, .service = u"http"_s}, windows);
        QCOMPARE(chosen.group()->port, 80);
        const LaunchReach nothing(cloud.stores, {.wanted = true, .service = QString()}, windows);
        QVERIFY(!nothing.group());
    }

    void aRangeIsChecked()
    {
        const Routed cloud;
        const auto problem = [&](const QString &range) {
            return cloud.reach({u"own"_s}, {.wanted = true, .openTo = range}).rangeProblem();
        };
        QCOMPARE(problem({}), QString());
        QCOMPARE(problem(u"192.0.2.0/24"_s), QString());
        QVERIFY(problem(u"home"_s).contains(u"home"_s));
    }

    /// It is one of the choices, unless it is certainly not where the traffic comes from.
    void fromTheUsersOwnNetwork()
    {
        Routed cloud;
        const QString home = u"192.168.1.0/24"_s;
        const auto keys = [](const LaunchReach &reach) {
            QStringList ids;
            for (const LaunchOption &option : reach.sources())
                ids += option.chosen ? option.id + u'*' : option.id;
            return ids;
        };
        QCOMPARE(keys(cloud.reach({u"own"_s}, {.wanted = true})),
                 (QStringList{u"anywhere*"_s, u"range"_s}));
        const ReachChoice mine{.wanted = true, .from = u"mine"_s};
        // A new floating IP of a network of which nothing is known.
        const LaunchReach unknown = cloud.reach({u"own"_s}, mine, home);
        QCOMPARE(keys(unknown), (QStringList{u"anywhere"_s, u"mine*"_s, u"range"_s}));
        QVERIFY(!unknown.asksForRange());
        QCOMPARE(unknown.group()->prefix, home);
        QCOMPARE(unknown.rangeProblem(), QString());
        QVERIFY2(unknown.text().contains(u"cannot know"_s), qPrintable(unknown.text()));
        // The network's other addresses are public ones: the range would let nothing in.
        openstack::FloatingIp other;
        other.id = u"b"_s;
        other.address = u"203.0.113.9"_s;
        other.networkId = u"outside"_s;
        other.portId = u"used"_s;
        cloud.stores.of<openstack::FloatingIp>().upsert({other});
        const LaunchReach outside = cloud.reach({u"own"_s}, mine, home);
        QVERIFY(outside.asksForRange());
        QVERIFY(outside.text().contains(u"cannot know"_s));
        QVERIFY(outside.rangeProblem().contains(u"Enter"_s));
        ReachChoice typed = mine;
        typed.openTo = u"198.51.100.7"_s;
        const LaunchReach entered = cloud.reach({u"own"_s}, typed, home);
        QCOMPARE(entered.rangeProblem(), QString());
        QCOMPARE(entered.group()->prefix, typed.openTo);
        QVERIFY(entered.text().contains(typed.openTo));
        // As its subnet says.
        openstack::Subnet subnet;
        subnet.id = u"s"_s;
        subnet.networkId = u"outside"_s;
        subnet.cidr = u"10.77.0.0/16"_s;
        cloud.stores.of<openstack::Subnet>().upsert({subnet});
        const LaunchReach inner = cloud.reach({u"own"_s}, mine, home);
        QCOMPARE(inner.group()->prefix, home);
        QVERIFY(!inner.text().contains(u"cannot know"_s));
        // A network that has become unknown is asked for.
        QVERIFY(cloud.reach({u"own"_s}, mine).asksForRange());
        // What was typed is no source any more.
        ReachChoice anywhere = typed;
        anywhere.from = u"anywhere"_s;
        QCOMPARE(cloud.reach({u"own"_s}, anywhere, home).group()->prefix, QString());
    }

    void anAddressIsOnItsNetwork_data()
    {
        QTest::addColumn<QStringList>("networks");
        QTest::addColumn<QString>("own");
        QTest::addColumn<QString>("cut");
        QTest::addColumn<QString>("problem");
        const QStringList both{u"own"_s, u"cut"_s};
        const auto row = [](const char *name, const QStringList &networks, const QString &own,
                            const QString &cut, const QString &problem) {
            QTest::newRow(name) << networks << own << cut << problem;
        };
        row("none", both, {}, {}, {});
        row("on both", both, u"10.1.0.9"_s, u"10.2.0.9"_s, {});
        row("in the second subnet", both, u"2001:db8::9"_s, {}, {});
        row("no address", both, {}, u"ten"_s, u"“ten”"_s);
        row("of the other network", both, u"10.2.0.9"_s, {}, u"10.1.0.0/24, 2001:db8::/64"_s);
        row("the network itself", both, u"10.1.0.0"_s, {}, u"no address"_s);
        row("the broadcast address", both, u"10.1.0.255"_s, {}, u"no address"_s);
        row("taken", both, u"10.1.0.5"_s, {}, u"“web-1” has it"_s);
        row("taken by the network", both, {}, u"10.2.0.1"_s, u"a router"_s);
        row("taken, in another notation", both, u"2001:db8:0::5"_s, {}, u"“web-1” has it"_s);
        row("of a network that is not chosen", {u"cut"_s}, u"ten"_s, u"10.2.0.9"_s, {});
        row("of unknown subnets", {u"elsewhere"_s}, {}, {}, {});
    }

    void anAddressIsOnItsNetwork()
    {
        QFETCH(const QStringList, networks);
        QFETCH(const QString, own);
        QFETCH(const QString, cut);
        QFETCH(const QString, problem);
        Routed cloud;
        const auto subnet = [](const QString &network, const QString &cidr) {
            openstack::Subnet made;
            made.id = cidr;
            made.networkId = network;
            made.cidr = cidr;
            return made;
        };
        cloud.stores.of<openstack::Subnet>().upsert({subnet(u"own"_s, u"10.1.0.0/24"_s),
                                                     subnet(u"own"_s, u"2001:db8::/64"_s),
                                                     subnet(u"cut"_s, u"10.2.0.0/24"_s)});
        openstack::Server server;
        server.id = u"web"_s;
        server.name = u"web-1"_s;
        cloud.stores.servers.upsert({server});
        openstack::Port port;
        port.id = u"of-web"_s;
        port.networkId = u"own"_s;
        port.deviceId = server.id;
        port.deviceOwner = u"compute:nova"_s;
        port.fixedIps = {{{}, u"10.1.0.5"_s}, {{}, u"2001:db8::5"_s}};
        openstack::Port interface;
        interface.id = u"interface"_s;
        interface.networkId = u"cut"_s;
        interface.deviceOwner = u"network:router_interface"_s;
        interface.fixedIps = {{{}, u"10.2.0.1"_s}};
        cloud.stores.of<openstack::Port>().upsert({port, interface});
        LaunchAddresses addresses(cloud.stores);
        QCOMPARE(addresses.setAddress(u"own"_s, own), !own.isEmpty());
        QVERIFY(!addresses.setAddress(u"own"_s, own));
        addresses.setAddress(u"cut"_s, cut + u' '); // as it is pasted
        addresses.setAddress(u"elsewhere"_s, u"10.3.0.9"_s);
        const QString said =
            addresses.problem(networks).remove(QChar(0x2068)).remove(QChar(0x2069));
        QVERIFY2(problem.isEmpty() ? said.isEmpty() : said.contains(problem), qPrintable(said));
        const auto sent = addresses.on(networks);
        QCOMPARE(sent.value(u"own"_s), networks.contains(u"own"_s) ? own : QString());
        QCOMPARE(sent.value(u"cut"_s), networks.contains(u"cut"_s) ? cut : QString());
        QCOMPARE(sent.contains(u"elsewhere"_s), networks.contains(u"elsewhere"_s));
    }

    void aBootVolumeIsAsLargeAsTheFlavorSays()
    {
        test::ModelFixture cloud;
        cloud.stores.images.upsert({imageOf(3, qint64{5} << 30)});
        LaunchDisks disks(cloud.stores, {Kind::Image, u"i"_s, u"debian"_s});
        const auto size = [&](int flavorGiB) {
            return disks.disks(flavorWithDisk(flavorGiB), {}).front().device.sizeGiB;
        };
        QCOMPARE(disks.leastDiskGiB(), 5); // it is larger than it says
        QCOMPARE(size(40), 40);
        QCOMPARE(size(2), 5);
        QCOMPARE(size(0), 20);
        QVERIFY(disks.setSize(u"i"_s, 2));
        QVERIFY(!disks.setSize(u"i"_s, 2));
        QCOMPARE(size(40), 5);
        QVERIFY(disks.setOnNewVolume(false));
        QVERIFY(disks.disks(flavorWithDisk(40), {}).front().isLocal());
        QVERIFY(!disks.flavorObstacle(*flavorWithDisk(2)).isEmpty());
        // Without a disk in the flavor, it is on a volume.
        QVERIFY(!LaunchDisks::localDiskObstacle(flavorWithDisk(0)).isEmpty());
        QVERIFY(disks.disks(flavorWithDisk(0), {}).front().isNewVolume());
        // Another source has other disks.
        disks.setSource({Kind::Image, u"gone"_s, {}});
        QVERIFY(disks.disks(flavorWithDisk(40), {}).empty());
        QVERIFY(disks.problem({}).contains(u"no longer exists"_s));
    }

    void theNamesOfVolumesAreFree()
    {
        test::ModelFixture cloud;
        cloud.stores.images.upsert({imageOf(3, 0)});
        openstack::Volume taken;
        taken.id = u"v"_s;
        taken.name = u"web-root"_s;
        cloud.stores.volumes.upsert({taken});
        const LaunchDisks disks(cloud.stores, {Kind::Image, u"i"_s, u"debian"_s});
        const auto names = disks.volumeNames(disks.disks(flavorWithDisk(0), {}), u"web"_s);
        QCOMPARE(names.size(), 1);
        QVERIFY(names.first().startsWith(u"web-root"_s) && names.first() != taken.name);
    }

    /// The type of the data volumes has a separate limit.
    void aQuotaOfTheTypeIsCountedForAllOfThem()
    {
        test::ModelFixture cloud;
        openstack::Quotas quotas;
        quotas.byKey.insert(u"gigabytes_fast"_s, {10, 100});
        cloud.stores.blockStorageQuotas.set(quotas);
        operations::LaunchRequest request;
        openstack::NewBlockDevice disk;
        disk.source = openstack::NewBlockDevice::Source::ImageVolume;
        disk.uuid = u"image"_s;
        disk.sizeGiB = 40;
        disk.volumeType = u"fast"_s;
        request.server.blockDevices = {disk};
        QVERIFY(LaunchQuota::faults(LaunchQuota(cloud.stores, 2).lines(request)).empty());
        const auto faults = LaunchQuota::faults(LaunchQuota(cloud.stores, 3).lines(request));
        QCOMPARE(faults.size(), std::size_t{1});
        QCOMPARE(faults.front().field, u"disk"_s);
    }
    void aQuotaIsCountedForAllOfThem()
    {
        test::ModelFixture cloud;
        openstack::ComputeLimits limits;
        limits.instances = {40, 52};
        limits.cores = {10, 50};
        limits.ramMiB = {0, 100'000};
        cloud.stores.computeLimits.set(limits);
        cloud.stores.flavors.upsert({*flavorWithDisk(0)});
        operations::LaunchRequest request;
        request.server.flavorId = u"f"_s;
        const auto faultsOf = [&](int count) {
            QStringList fields;
            for (const LaunchFault &fault :
                 LaunchQuota::faults(LaunchQuota(cloud.stores, count).lines(request)))
                fields += fault.field;
            return fields;
        };
        QCOMPARE(faultsOf(12), QStringList());
        QCOMPARE(faultsOf(13), QStringList{u"count"_s});
        QCOMPARE(faultsOf(21), (QStringList{u"count"_s, u"flavor"_s}));
        QVERIFY(!LaunchQuota(cloud.stores, 21).flavorObstacle(*flavorWithDisk(0)).isEmpty());
        QCOMPARE(LaunchQuota(cloud.stores, 20).flavorObstacle(*flavorWithDisk(0)), QString());
    }

    void whatIsOddIsNamedAtItsField()
    {
        LaunchDetails details;
        QVERIFY(details.faults().empty());
        details.description = QString(256, u'x');
        details.tags = u"a/b"_s;
        details.setMetadataText(u"team=blue, odd"_s);
        details.userData = "#cloud-config\n[";
        QStringList fields;
        for (const LaunchFault &fault : details.faults())
            fields += fault.field;
        QCOMPARE(fields, (QStringList{u"description"_s, u"tags"_s, u"metadata"_s, u"userData"_s}));
        details.setMetadataText(u"team=blue, size = a=b"_s);
        QCOMPARE(details.metadataText(), u"size=a=b, team=blue"_s);
    }

    /// Also metadata that its text cannot express.
    void whatWasRefusedIsKept()
    {
        openstack::CreateServer server;
        server.description = u"The shop"_s;
        server.tags = {u"blue"_s, u"shop"_s};
        server.metadata = {{u"owners"_s, u"a, b"_s}};
        server.userData = "#!/bin/sh\n";
        server.configDrive = true;
        server.adminPassword = u" two words "_s;
        openstack::CreateServer again;
        LaunchDetails::of(server).applyTo(again);
        QCOMPARE(again.description, server.description);
        QCOMPARE(again.tags, server.tags);
        QCOMPARE(again.metadata, server.metadata);
        QCOMPARE(again.userData, server.userData);
        QVERIFY(again.configDrive);
        QCOMPARE(again.adminPassword, server.adminPassword);
    }
};

QTEST_GUILESS_MAIN(TestLaunchParts)
#include "tst_launchparts.moc"
