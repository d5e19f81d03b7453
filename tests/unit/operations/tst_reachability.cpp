#include "operations/actions/actions.h"
#include "operations/networkpaths.h"
#include "operations/ownsource.h"
#include "operations/reachability.h"
#include "support/modelfixture.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::operations;
using openstack::FloatingIp;
using openstack::Network;
using openstack::Port;
using openstack::Router;
using openstack::SecurityGroup;
using openstack::SecurityGroupRule;
using openstack::Server;
using openstack::Subnet;

namespace {

/// Rows of a cloud in which SSH of an instance can be reached from anywhere.
struct Rows
{
    Server server;
    Network office{u"office"_s, u"office"_s, u"ACTIVE"_s, false, false, {}};
    Network outside{u"public"_s, u"public"_s, u"ACTIVE"_s, true, false, {}};
    Subnet subnet;
    Router router;
    std::vector<Port> ports;
    std::vector<FloatingIp> ips;
    std::vector<SecurityGroup> groups;
    std::vector<SecurityGroupRule> rules;
    bool loaded = true;
};

SecurityGroupRule rule(const QString &group, const QString &protocol, int port,
                       const QString &prefix = {})
{
    SecurityGroupRule made;
    made.id = u"rule-%1-%2-%3"_s.arg(group, protocol, QString::number(port)) + prefix;
    made.groupId = group;
    made.direction = u"ingress"_s;
    made.ethertype = prefix.contains(u':') ? u"IPv6"_s : u"IPv4"_s;
    made.protocol = protocol;
    made.portMin = made.portMax = port;
    made.remotePrefix = prefix;
    return made;
}

Rows open()
{
    Rows rows;
    rows.server.id = u"s"_s;
    rows.server.name = u"web-1"_s;
    rows.server.status = u"ACTIVE"_s;
    rows.subnet.id = u"sub"_s;
    rows.subnet.networkId = u"office"_s;
    rows.subnet.cidr = u"10.20.0.0/16"_s;
    rows.router.id = u"r"_s;
    rows.router.name = u"office-router"_s;
    rows.router.status = u"ACTIVE"_s;
    rows.router.gateway = openstack::RouterGateway{u"public"_s};
    Port port;
    port.id = u"p"_s;
    port.status = u"ACTIVE"_s;
    port.networkId = u"office"_s;
    port.deviceId = u"s"_s;
    port.deviceOwner = u"compute:nova"_s;
    port.fixedIps = {{u"sub"_s, u"10.20.0.5"_s}};
    port.securityGroupIds = {u"default"_s, u"ssh"_s};
    Port interface;
    interface.id = u"interface"_s;
    interface.networkId = u"office"_s;
    interface.deviceId = u"r"_s;
    interface.deviceOwner = u"network:router_interface"_s;
    interface.fixedIps = {{u"sub"_s, u"10.20.0.1"_s}};
    rows.ports = {port, interface};
    FloatingIp ip;
    ip.id = u"ip"_s;
    ip.address = u"203.0.113.20"_s;
    ip.networkId = u"public"_s;
    ip.portId = u"p"_s;
    ip.fixedIp = u"10.20.0.5"_s;
    ip.routerId = u"r"_s;
    ip.status = u"ACTIVE"_s;
    rows.ips = {ip};
    rows.groups = {{u"default"_s, u"default"_s, {}, true}, {u"ssh"_s, u"ssh"_s, {}, true}};
    rows.rules = {rule(u"ssh"_s, u"tcp"_s, 22)};
    return rows;
}

template <typename T>
void put(test::ModelFixture &cloud, const std::vector<T> &rows, bool loaded = true)
{
    auto &store = cloud.stores.of<T>();
    store.replaceAll(rows);
    if (loaded)
        store.setState(test::loadedAt(cloud.net.clock.now()));
}

void fill(test::ModelFixture &cloud, const Rows &rows)
{
    put<Server>(cloud, {rows.server});
    put<Network>(cloud, {rows.office, rows.outside});
    put<Subnet>(cloud, {rows.subnet});
    put<Router>(cloud, rows.router.id.isEmpty() ? std::vector<Router>() : std::vector{rows.router});
    put(cloud, rows.ports, rows.loaded);
    put(cloud, rows.ips);
    put(cloud, rows.groups);
    put(cloud, rows.rules);
}

struct Case
{
    const char *name;
    std::function<void(Rows &, ReachQuestion &)> change;
    int failed;         ///< the link that stands in the way; -1: none
    const char *says;   ///< of that link, or of the last one
    const char *action; ///< of the fix; empty: none
};

const std::vector<Case> &cases()
{
    static const std::vector<Case> all{
        {"all is well", [](Rows &, ReachQuestion &) {}, -1, "“ssh”", ""},
        {"shut off", [](Rows &rows, ReachQuestion &) { rows.server.status = u"SHUTOFF"_s; }, 0,
         "shut off", "start-server"},
        {"paused", [](Rows &rows, ReachQuestion &) { rows.server.status = u"PAUSED"_s; }, 0,
         "paused", "unpause-server"},
        {"suspended", [](Rows &rows, ReachQuestion &) { rows.server.status = u"SUSPENDED"_s; }, 0,
         "suspended", "resume-server"},
        {"shelved", [](Rows &rows, ReachQuestion &) { rows.server.status = u"SHELVED"_s; }, 0,
         "shelved", "unshelve-server"},
        {"shelved and offloaded",
         [](Rows &rows, ReachQuestion &) { rows.server.status = u"SHELVED_OFFLOADED"_s; }, 0,
         "shelved", "unshelve-server"},
        {"deleted, and kept by the cloud",
         [](Rows &rows, ReachQuestion &) { rows.server.status = u"SOFT_DELETED"_s; }, 0,
         "can be restored", "restore-server"},
        {"a rescue system that does not run",
         [](Rows &rows, ReachQuestion &) { rows.server.status = u"RESCUE"_s; }, 0, "rescue mode",
         "unrescue-server"},
        {"in error", [](Rows &rows, ReachQuestion &) { rows.server.status = u"ERROR"_s; }, 0,
         "in error", "hard-reboot-server"},
        {"in error, and the cloud says why",
         [](Rows &rows, ReachQuestion &) {
             rows.server.status = u"ERROR"_s;
             rows.server.fault = openstack::ServerFault{.code = 500, .message = u"No disk."_s};
         },
         0, "No disk.", "hard-reboot-server"},
        {"being unshelved",
         [](Rows &rows, ReachQuestion &) {
             rows.server.status = u"SHELVED_OFFLOADED"_s;
             rows.server.taskState = u"unshelving"_s;
         },
         0, "not running yet", ""},
        {"being built",
         [](Rows &rows, ReachQuestion &) {
             rows.server.status = u"BUILD"_s;
             rows.server.taskState = u"spawning"_s;
         },
         0, "starting", ""},
        {"an unknown status", [](Rows &rows, ReachQuestion &) { rows.server.status = u"NEW"_s; }, 0,
         "it is new", ""},
        {"ports not loaded", [](Rows &rows, ReachQuestion &) { rows.loaded = false; }, 1, "loaded",
         ""},
        {"no port", [](Rows &rows, ReachQuestion &) { rows.ports.erase(rows.ports.begin()); }, 1,
         "network", ""},
        {"no address", [](Rows &rows, ReachQuestion &) { rows.ports[0].fixedIps.clear(); }, 1,
         "no address", ""},
        {"port switched off", [](Rows &rows, ReachQuestion &) { rows.ports[0].adminUp = false; }, 1,
         "disabled", "enable-port"},
        {"port down", [](Rows &rows, ReachQuestion &) { rows.ports[0].status = u"DOWN"_s; }, 1,
         "down", "hard-reboot-server"},
        {"no public address", [](Rows &rows, ReachQuestion &) { rows.ips.clear(); }, 2, "10.20.0.5",
         "associate-floating-ip"},
        {"address of another port",
         [](Rows &rows, ReachQuestion &) { rows.ips[0].portId = u"other"_s; }, 2, "private",
         "associate-floating-ip"},
        {"port on the external network",
         [](Rows &rows, ReachQuestion &) {
             rows.ips.clear();
             rows.ports[0].networkId = u"public"_s;
         },
         -1, "“ssh”", ""},
        {"a public fixed address",
         [](Rows &rows, ReachQuestion &) {
             rows.ips.clear();
             rows.ports[0].fixedIps[0].address = u"203.0.113.99"_s;
         },
         -1, "“ssh”", ""},
        {"floating IP in error",
         [](Rows &rows, ReachQuestion &) { rows.ips[0].status = u"ERROR"_s; }, 3, "ERROR",
         "disassociate-floating-ip"},
        {"router switched off", [](Rows &rows, ReachQuestion &) { rows.router.adminUp = false; }, 3,
         "openstack router set --enable r", ""},
        {"router without a gateway",
         [](Rows &rows, ReachQuestion &) { rows.router.gateway.reset(); }, 3,
         "openstack router set --external-gateway public r", ""},
        {"router elsewhere",
         [](Rows &rows, ReachQuestion &) { rows.router.gateway->networkId = u"other"_s; }, 3,
         "“public”", ""},
        {"router down", [](Rows &rows, ReachQuestion &) { rows.router.status = u"DOWN"_s; }, 3,
         "the cloud's administrator", ""},
        {"a router that cannot be seen",
         [](Rows &rows, ReachQuestion &) { rows.router.id.clear(); }, -1, "“ssh”", ""},
        {"no rule", [](Rows &rows, ReachQuestion &) { rows.rules.clear(); }, 4,
         "SSH (TCP 22) from anywhere", "add-security-group-rule"},
        {"a rule of a group that it has not",
         [](Rows &rows, ReachQuestion &) { rows.ports[0].securityGroupIds = {u"default"_s}; }, 4,
         "No rule", "add-security-group-rule"},
        {"no group", [](Rows &rows, ReachQuestion &) { rows.ports[0].securityGroupIds.clear(); }, 4,
         "no security group", "add-security-group-to-port"},
        {"no port security",
         [](Rows &rows, ReachQuestion &) {
             rows.ports[0].securityGroupIds.clear();
             rows.ports[0].portSecurity = false;
         },
         -1, "Port security is off", ""},
        {"another port", [](Rows &, ReachQuestion &asked) { asked.port = 23; }, 4, "TCP 23",
         "add-security-group-rule"},
        {"another protocol", [](Rows &, ReachQuestion &asked) { asked.protocol = u"udp"_s; }, 4,
         "UDP 22", "add-security-group-rule"},
        {"a protocol by its number",
         [](Rows &rows, ReachQuestion &) { rows.rules[0].protocol = u"6"_s; }, -1, "“ssh”", ""},
        {"all protocols",
         [](Rows &rows, ReachQuestion &) {
             rows.rules[0].protocol.clear();
             rows.rules[0].portMin = rows.rules[0].portMax = -1;
         },
         -1, "All traffic", ""},
        {"all ports",
         [](Rows &rows, ReachQuestion &) { rows.rules[0].portMin = rows.rules[0].portMax = -1; },
         -1, "All TCP", ""},
        {"a range of ports",
         [](Rows &rows, ReachQuestion &) {
             rows.rules[0].portMin = 20;
             rows.rules[0].portMax = 30;
         },
         -1, "TCP 20–30", ""},
        {"beyond the range of ports",
         [](Rows &rows, ReachQuestion &) {
             rows.rules[0].portMin = 23;
             rows.rules[0].portMax = 30;
         },
         4, "No rule", "add-security-group-rule"},
        {"an outgoing rule",
         [](Rows &rows, ReachQuestion &) { rows.rules[0].direction = u"egress"_s; }, 4, "No rule",
         "add-security-group-rule"},
        {"a rule of the other IP version",
         [](Rows &rows, ReachQuestion &) { rows.rules[0].ethertype = u"IPv6"_s; }, 4, "No rule",
         "add-security-group-rule"},
        {"ping",
         [](Rows &rows, ReachQuestion &asked) {
             asked.protocol = u"icmp"_s;
             asked.port = 8;
             rows.rules = {rule(u"ssh"_s, u"icmp"_s, -1)};
         },
         -1, "ICMP", ""},
        {"only from a range",
         [](Rows &rows, ReachQuestion &) { rows.rules[0].remotePrefix = u"192.0.2.0/24"_s; }, 4,
         "only from 192.0.2.0/24", "add-security-group-rule"},
        {"from within the range",
         [](Rows &rows, ReachQuestion &asked) {
             rows.rules[0].remotePrefix = u"192.0.2.0/24"_s;
             asked.source = u"192.0.2.7"_s;
         },
         -1, "192.0.2.0/24", ""},
        {"from a wider range",
         [](Rows &rows, ReachQuestion &asked) {
             rows.rules[0].remotePrefix = u"192.0.2.0/24"_s;
             asked.source = u"192.0.0.0/16"_s;
         },
         4, "not from 192.0.0.0/16", "add-security-group-rule"},
        {"anywhere as a range",
         [](Rows &rows, ReachQuestion &) { rows.rules[0].remotePrefix = u"0.0.0.0/0"_s; }, -1,
         "anywhere", ""},
        {"from members of a group only",
         [](Rows &rows, ReachQuestion &) { rows.rules[0].remoteGroupId = u"default"_s; }, 4,
         "members of “default”", "add-security-group-rule"},
        {"from a member of the group",
         [](Rows &rows, ReachQuestion &asked) {
             rows.rules[0].remoteGroupId = u"default"_s;
             asked.source = u"10.20.0.5"_s;
         },
         -1, "“ssh”", ""},
        {"an address group",
         [](Rows &rows, ReachQuestion &) { rows.rules[0].remoteAddressGroupId = u"a"_s; }, 4,
         "only from", "add-security-group-rule"},
        {"from the same network without a public address",
         [](Rows &rows, ReachQuestion &asked) {
             rows.ips.clear();
             rows.router.id.clear();
             asked.source = u"10.20.9.9"_s;
         },
         -1, "“ssh”", ""},
        {"a group that cannot be seen",
         [](Rows &rows, ReachQuestion &) {
             rows.rules.clear();
             rows.ports[0].securityGroupIds.append(u"theirs"_s);
         },
         -1, "theirs", ""},
        {"stateless, and no answers",
         [](Rows &rows, ReachQuestion &) { rows.groups[1].stateful = false; }, 4, "stateless",
         "add-security-group-rule"},
        {"stateless, with answers",
         [](Rows &rows, ReachQuestion &) {
             rows.groups[1].stateful = false;
             rows.rules.push_back(rule(u"ssh"_s, {}, -1));
             rows.rules.back().direction = u"egress"_s;
         },
         -1, "“ssh”", ""},
        {"the second port is open",
         [](Rows &rows, ReachQuestion &) {
             Port first = rows.ports[0];
             first.id = u"a"_s;
             first.fixedIps = {{u"sub"_s, u"10.20.0.4"_s}};
             rows.ports.insert(rows.ports.begin(), first);
         },
         -1, "“ssh”", ""},
        {"IPv6 from outside",
         [](Rows &rows, ReachQuestion &asked) {
             rows.ports[0].fixedIps.push_back({u"sub6"_s, u"2001:db8::5"_s});
             rows.rules = {rule(u"ssh"_s, u"tcp"_s, 22, u"2001:db8:9::/48"_s)};
             asked.source = u"2001:db8:9::1"_s;
         },
         -1, "2001:db8:9::/48", ""},
        {"IPv6 without an address",
         [](Rows &, ReachQuestion &asked) { asked.source = u"2001:db8:9::1"_s; }, 1, "no address",
         ""},
    };
    return all;
}

} // namespace

class TestReachability final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chain_data();
    void chain();
    void aFixHelps();
    void anInstanceThatIsGone();
    void sources();
    void theUsersOwnNetwork_data();
    void theUsersOwnNetwork();
    void aRuleForTheUsersOwnNetwork();
    void whereAPortIsReached();
    void whyAnAddressCannotBeAssociated();
    void openings();
    void addresses();
};

void TestReachability::chain_data()
{
    QTest::addColumn<int>("at");
    for (std::size_t i = 0; i < cases().size(); ++i)
        QTest::newRow(cases()[i].name) << static_cast<int>(i);
}

void TestReachability::chain()
{
    QFETCH(const int, at);
    const Case &expected = cases()[static_cast<std::size_t>(at)];
    test::ModelFixture cloud;
    Rows rows = open();
    ReachQuestion question{.serverId = u"s"_s};
    expected.change(rows, question);
    fill(cloud, rows);
    const ReachAnswer answer = checkReachability(cloud.stores, question);
    QCOMPARE(answer.checks.size(), std::size_t{5});
    int failed = -1;
    for (std::size_t i = 0; i < answer.checks.size(); ++i) {
        const ReachCheck &check = answer.checks[i];
        QVERIFY(!check.text.isEmpty());
        if (check.result == ReachCheck::Result::Failed) {
            QCOMPARE(failed, -1);
            failed = static_cast<int>(i);
        }
        // Nothing after the obstacle is said to be well.
        QCOMPARE(check.result == ReachCheck::Result::NotChecked,
                 failed >= 0 && static_cast<int>(i) > failed);
    }
    QCOMPARE(failed, expected.failed);
    QCOMPARE(answer.obstacle() != nullptr, failed >= 0);
    const ReachCheck &said = failed < 0 ? answer.checks.back() : *answer.obstacle();
    const QString text = QString(said.text).remove(QChar(0x2068)).remove(QChar(0x2069));
    QVERIFY2(text.contains(QString::fromUtf8(expected.says)), qPrintable(text));
    QCOMPARE(answer.fix ? answer.fix->action : QString(), QString::fromUtf8(expected.action));
    QCOMPARE(answer.address.isEmpty(), failed >= 0 && failed < 3);
    if (answer.fix) {
        QVERIFY(!answer.fix->text.isEmpty() && !answer.fix->id.isEmpty());
        QVERIFY(actionNamed(answer.fix->action) != nullptr);
    }
}

/// What the form of a rule is filled in with is what is missing.
void TestReachability::aFixHelps()
{
    for (const QString &source : {QString(), u"192.0.2.0/24"_s}) {
        for (const int port : {22, 8080}) {
            test::ModelFixture cloud;
            Rows rows = open();
            rows.rules.clear();
            fill(cloud, rows);
            const ReachQuestion question{u"s"_s, u"tcp"_s, port, source};
            const auto fix = checkReachability(cloud.stores, question).fix;
            QVERIFY(fix);
            QCOMPARE(fix->id, u"ssh"_s); // not the project's common group
            const Action &action = *actionNamed(fix->action);
            QCOMPARE(action.problem({cloud.stores}, fix->id, fix->values), QString());
            QCOMPARE(fix->values.value(u"service"_s).toString(),
                     port == 22 ? u"ssh"_s : u"other"_s);
            QCOMPARE(fix->values.value(u"remote-ip"_s).toString(), source);
        }
    }
}

void TestReachability::anInstanceThatIsGone()
{
    const test::ModelFixture cloud;
    const ReachAnswer answer = checkReachability(cloud.stores, {.serverId = u"s"_s});
    QVERIFY(answer.obstacle() != nullptr);
    QVERIFY(!answer.fix);
}

void TestReachability::sources()
{
    for (const QString &good :
         {QString(), u"192.0.2.7"_s, u"192.0.2.0/24"_s, u"2001:db8::/32"_s, u"0.0.0.0/0"_s})
        QCOMPARE(sourceProblem(good), QString());
    for (const QString &bad : {u"a"_s, u"192.0.2.0/33"_s, u"192.0.2.0/"_s, u"example.org"_s})
        QVERIFY2(!sourceProblem(bad).isEmpty(), qPrintable(bad));
}

void TestReachability::theUsersOwnNetwork_data()
{
    QTest::addColumn<QString>("own");
    QTest::addColumn<QStringList>("destinations");
    QTest::addColumn<QString>("range");
    QTest::addColumn<QString>("note");
    const QString home = u"192.168.1.0/24"_s;
    const QString office = u"198.51.100.0/24"_s;
    const QStringList outside{u"203.0.113.20"_s};
    QTest::newRow("private, to a public address") << home << outside << QString() << u"enter it"_s;
    QTest::newRow("private, to a public range")
        << home << QStringList{u"203.0.113.0/24"_s} << QString() << u"enter it"_s;
    QTest::newRow("private, to one of both")
        << home << QStringList{u"10.20.0.5"_s, u"203.0.113.20"_s} << QString() << u"enter it"_s;
    QTest::newRow("private, to a private address")
        << home << QStringList{u"10.20.0.5"_s} << home << QString();
    QTest::newRow("private, to where is not known")
        << home << QStringList() << home << u"then enter"_s;
    QTest::newRow("of a provider's customers") // RFC 6598
        << u"100.64.3.0/24"_s << outside << QString() << u"enter it"_s;
    QTest::newRow("public, to a public address") << office << outside << office << QString();
    QTest::newRow("public, to where is not known")
        << office << QStringList() << office << QString();
}

void TestReachability::theUsersOwnNetwork()
{
    QFETCH(const QString, own);
    QFETCH(const QStringList, destinations);
    QFETCH(const QString, note);
    const auto source = ownSource(own, destinations);
    QVERIFY(source);
    QTEST(source->range, "range");
    // A range that is not proposed is not named in the choice either.
    QCOMPARE(source->label.contains(own), !source->range.isEmpty());
    QVERIFY2(source->note.isEmpty() ? note.isEmpty() : source->note.contains(note),
             qPrintable(source->note));
    QVERIFY(source->note.isEmpty() || source->note.contains(own));
    QVERIFY(!ownSource({}, destinations));
}

/// The form of a new rule proposes the range where it can be right, and says why it does not.
void TestReachability::aRuleForTheUsersOwnNetwork()
{
    const Action &action = *actionNamed(u"add-security-group-rule");
    const auto field = [&](QStringView key) {
        return std::ranges::find(action.fields, key, &Field::key);
    };
    const auto proposed = [&](const Situation &situation) -> std::optional<QString> {
        const auto options = field(u"remote")->options(situation, u"ssh"_s);
        const Values mine{
            {u"direction"_s, u"ingress"_s}, {u"service"_s, u"ssh"_s}, {u"remote"_s, u"mine"_s}};
        if (std::ranges::find(options, u"mine"_s, &Field::Option::value) == options.end())
            return std::nullopt;
        return field(u"remote-ip")->derived(situation, u"ssh"_s, mine).toString();
    };
    test::ModelFixture cloud;
    Rows rows = open();
    fill(cloud, rows);
    Situation situation{cloud.stores};
    QVERIFY(!proposed(situation)); // as in the terminal
    situation.ownNetwork = u"192.168.1.0/24"_s;
    QCOMPARE(proposed(situation), QString());
    Values values{
        {u"direction"_s, u"ingress"_s}, {u"service"_s, u"ssh"_s}, {u"remote"_s, u"mine"_s}};
    QVERIFY(!action.problem(situation, u"ssh"_s, values).isEmpty());
    QCOMPARE(action.briefing(situation, u"ssh"_s, values).about, u"SSH (TCP 22)"_s);
    QVERIFY(
        action.briefing(situation, u"ssh"_s, values).notes.back().text.contains(u"cannot know"));
    values.insert(u"remote-ip"_s, u"198.51.100.7"_s);
    QCOMPARE(action.problem(situation, u"ssh"_s, values), QString());
    QVERIFY(
        !action.briefing(situation, u"ssh"_s, values).notes.back().text.contains(u"cannot know"));
    QVERIFY(action.command(u"ssh"_s, values).contains(u"198.51.100.7"_s));
    // Without a floating IP, its ports are reached at private addresses.
    rows.ips.clear();
    fill(cloud, rows);
    QCOMPARE(proposed(situation), situation.ownNetwork);
    // Nothing has the group yet.
    rows.ports.clear();
    fill(cloud, rows);
    QCOMPARE(proposed(situation), situation.ownNetwork);
    values.insert(u"remote-ip"_s, situation.ownNetwork);
    QVERIFY(
        action.briefing(situation, u"ssh"_s, values).notes.back().text.contains(u"cannot know"));
}

void TestReachability::whereAPortIsReached()
{
    test::ModelFixture cloud;
    Rows rows = open();
    rows.ports[0].fixedIps.push_back({u"sub6"_s, u"2001:db8::5"_s});
    fill(cloud, rows);
    QCOMPARE(outerAddresses(cloud.stores, rows.ports[0]), QStringList{u"203.0.113.20"_s});
    rows.ips.clear();
    fill(cloud, rows);
    QCOMPARE(outerAddresses(cloud.stores, rows.ports[0]), QStringList{u"10.20.0.5"_s});
}

void TestReachability::whyAnAddressCannotBeAssociated()
{
    const auto why = [](const std::function<void(Rows &)> &change, bool used = false) {
        test::ModelFixture cloud;
        Rows rows = open();
        if (!used)
            rows.ips.clear();
        change(rows);
        fill(cloud, rows);
        return whyNotAssociable(cloud.stores, rows.ports[0], rows.ports[0].fixedIps[0],
                                u"public"_s);
    };
    QCOMPARE(why([](Rows &) {}), QString());
    QVERIFY(why([](Rows &) {}, true).contains(u"203.0.113.20"_s));
    QVERIFY(why([](Rows &rows) { rows.ports.pop_back(); }).contains(u"No router"_s));
    QVERIFY(why([](Rows &rows) { rows.router.gateway.reset(); }).contains(u"office-router"_s));
    QVERIFY(why([](Rows &rows) { rows.ports[0].networkId = u"public"_s; }).contains(u"itself"_s));
    QVERIFY(why([](Rows &rows) {
                rows.ports[0].fixedIps[0].address = u"2001:db8::1"_s;
            }).contains(u"IPv4"_s));
    // The router of a shared network belongs to somebody else.
    QCOMPARE(why([](Rows &rows) {
                 rows.office.shared = true;
                 rows.ports.pop_back();
             }),
             QString());
}

void TestReachability::openings()
{
    test::ModelFixture cloud;
    Rows rows = open();
    rows.rules = {rule(u"ssh"_s, u"tcp"_s, 22, u"192.0.2.0/24"_s), rule(u"ssh"_s, u"tcp"_s, 80),
                  rule(u"other"_s, u"tcp"_s, 81)};
    rows.rules.push_back(rule(u"default"_s, {}, -1));
    rows.rules.back().direction = u"egress"_s;
    fill(cloud, rows);
    const auto found = openingsOf(cloud.stores, u"s"_s);
    QCOMPARE(found.size(), std::size_t{2});
    QCOMPARE(found[0].rule.portMin, 80); // open to most
    QCOMPARE(found[1].rule.portMin, 22);
    QCOMPARE(found[0].groupName, u"ssh"_s);
    QCOMPARE(found[0].portId, u"p"_s);
    rows.ports[0].portSecurity = false;
    fill(cloud, rows);
    QVERIFY(openingsOf(cloud.stores, u"s"_s).empty());
}

void TestReachability::addresses()
{
    test::ModelFixture cloud;
    Rows rows = open();
    rows.ports[0].fixedIps.push_back({u"sub6"_s, u"2001:db8::5"_s});
    fill(cloud, rows);
    QCOMPARE(reachableAddresses(cloud.stores, u"s"_s),
             (QStringList{u"203.0.113.20"_s, u"2001:db8::5"_s, u"10.20.0.5"_s}));
    rows.ports.clear();
    openstack::ServerAddress inner;
    inner.address = u"10.20.0.5"_s;
    openstack::ServerAddress floating;
    floating.address = u"203.0.113.20"_s;
    floating.floating = true;
    rows.server.addresses = {inner, floating};
    fill(cloud, rows);
    QCOMPARE(reachableAddresses(cloud.stores, u"s"_s),
             (QStringList{u"203.0.113.20"_s, u"10.20.0.5"_s}));
}

QTEST_GUILESS_MAIN(TestReachability)
#include "tst_reachability.moc"
