#include "store/decisions.h"

#include "support/modelfixture.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::store;

/// Which instances wait for a decision.
class TestDecisions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachStateOnceAndTheUrgentFirst();
    void portsCountOnlyIfTheyAreKnown();

private:
    static openstack::Server server(int number, const QString &status)
    {
        openstack::Server made = test::makeServer(number, status);
        openstack::ServerAddress address;
        address.address = u"10.0.0.5"_s;
        made.addresses = {address};
        return made;
    }
};

void TestDecisions::eachStateOnceAndTheUrgentFirst()
{
    test::ModelFixture cloud;
    QVERIFY(decisions(cloud.stores).empty());
    openstack::Server locked = server(1, u"SHUTOFF"_s);
    locked.locked = true;
    locked.lockedReason = u"audit"_s;
    openstack::Server bare = server(2, u"ACTIVE"_s);
    bare.addresses.clear();
    openstack::Server starting = bare; // has no address yet
    starting.id = u"starting"_s;
    starting.status = u"BUILD"_s;
    cloud.stores.servers.upsert({locked, bare, starting, server(3, u"ACTIVE"_s),
                                 server(4, u"SHELVED_OFFLOADED"_s), server(5, u"RESCUE"_s),
                                 server(6, u"VERIFY_RESIZE"_s), server(8, u"UNKNOWN"_s)});
    std::vector<std::pair<DecisionReason, QString>> found;
    for (const Decision &one : decisions(cloud.stores))
        found.emplace_back(one.reason, one.name + one.detail);
    const std::vector<std::pair<DecisionReason, QString>> expected{
        {DecisionReason::Resized, u"web-6"_s},
        {DecisionReason::Rescued, u"web-5"_s},
        {DecisionReason::Unreachable, u"web-2address"_s},
        {DecisionReason::Unreachable, u"web-8cell"_s},
        {DecisionReason::Locked, u"web-1audit"_s},
        {DecisionReason::Shelved, u"web-4"_s}};
    QCOMPARE(found, expected);
}

void TestDecisions::portsCountOnlyIfTheyAreKnown()
{
    test::ModelFixture cloud;
    const openstack::Server one = server(1, u"ACTIVE"_s);
    const openstack::Server two = server(2, u"ACTIVE"_s);
    cloud.stores.servers.upsert({one, two});
    openstack::Port down;
    down.id = u"p1"_s;
    down.deviceId = one.id;
    down.status = u"DOWN"_s;
    openstack::Port up = down;
    up.id = u"p2"_s;
    up.deviceId = two.id;
    openstack::Port second = up;
    second.id = u"p3"_s;
    second.status = u"ACTIVE"_s;
    auto &ports = cloud.stores.of<openstack::Port>();
    ports.upsert({down, up, second});
    QVERIFY(decisions(cloud.stores).empty());
    ports.setState(test::loadedAt(cloud.net.clock.now()));
    const auto found = decisions(cloud.stores);
    QCOMPARE(found.size(), std::size_t{1});
    QCOMPARE(found.front().id, one.id);
    QCOMPARE(found.front().detail, u"port"_s);
}

QTEST_GUILESS_MAIN(TestDecisions)
#include "tst_decisions.moc"
