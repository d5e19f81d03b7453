#include "forms/launchfields.h"
#include "support/modelfixture.h"

#include <QtTest/QtTest>

using namespace oriel;
using namespace oriel::forms;
using namespace Qt::StringLiterals;

/// The choices in the Launch instance dialog, each automatically.
class TestLaunchFields : public QObject
{
    Q_OBJECT

    [[nodiscard]] static LaunchField fieldNamed(const QString &key)
    {
        for (const LaunchField &field : launchFields()) {
            if (field.key == key)
                return field;
        }
        qFatal("there is no such field");
    }

private Q_SLOTS:
    void eachHasAPlaceOfItsOwnInTheRequest()
    {
        openstack::CreateServer server;
        for (const LaunchField &field : launchFields())
            field.setValue(server, {u"id of "_s + field.key});
        for (const LaunchField &field : launchFields()) {
            QCOMPARE(field.valueIn(server), QStringList(u"id of "_s + field.key));
            QVERIFY(!field.label.isEmpty());
            QVERIFY(field.isList() || !field.prompt.isEmpty());
            field.setValue(server, {});
            QVERIFY(field.valueIn(server).isEmpty());
        }
    }

    void whatIsNotListedIsNamedByItsId()
    {
        const test::ModelFixture fixture;
        const LaunchFacts facts{fixture.stores, nullptr};
        for (const LaunchField &field : launchFields())
            QCOMPARE(field.names(facts, {u"gone"_s}), u"gone"_s);
    }

    void theOriginalsNetworksAndGroupsAreProposed()
    {
        const test::ModelFixture fixture;
        LaunchFacts facts{fixture.stores, nullptr};
        openstack::SecurityGroup standard;
        standard.id = u"g0"_s;
        standard.name = u"default"_s;
        facts.groups = {standard};
        const LaunchField groups = fieldNamed(u"securityGroups"_s);
        QCOMPARE(groups.proposal(facts), std::optional(QStringList{u"g0"_s}));
        openstack::Port port;
        port.networkId = u"n"_s;
        port.securityGroupIds = {u"g1"_s, u"g2"_s};
        facts.ports = {port, port};
        QCOMPARE(groups.proposal(facts), std::optional(QStringList{u"g1"_s, u"g2"_s}));
        QCOMPARE(fieldNamed(u"networks"_s).proposal(facts), std::optional(QStringList{u"n"_s}));
    }

    void anotherUsersKeyPairIsNotProposed()
    {
        const test::ModelFixture fixture;
        auto original = std::make_shared<openstack::Server>(test::makeServer(1, u"ACTIVE"_s));
        original->keyName = u"theirs"_s;
        LaunchFacts facts{fixture.stores, original};
        const LaunchField keyPair = fieldNamed(u"keyPair"_s);
        QCOMPARE(keyPair.proposal(facts), std::optional(QStringList()));
        openstack::KeyPair own;
        own.name = u"theirs"_s;
        facts.keyPairs = {own};
        QCOMPARE(keyPair.proposal(facts), std::optional(QStringList{u"theirs"_s}));
    }

    /// Without an original: an instance without a key pair could not be entered.
    void theOnlyKeyPairIsProposed()
    {
        const test::ModelFixture fixture;
        LaunchFacts facts{fixture.stores, nullptr};
        const LaunchField keyPair = fieldNamed(u"keyPair"_s);
        QCOMPARE(keyPair.proposal(facts), std::optional(QStringList()));
        openstack::KeyPair first;
        first.name = u"desk"_s;
        facts.keyPairs = {first};
        QCOMPARE(keyPair.proposal(facts), std::optional(QStringList{u"desk"_s}));
        facts.keyPairs.push_back(first);
        facts.keyPairs.back().name = u"laptop"_s;
        QCOMPARE(keyPair.proposal(facts), std::optional(QStringList()));
    }

    void theKeyPairThatWasUsedLastIsProposed()
    {
        test::ModelFixture fixture;
        LaunchFacts facts{fixture.stores, nullptr};
        for (const QString &name : {u"desk"_s, u"laptop"_s}) {
            openstack::KeyPair pair;
            pair.name = name;
            facts.keyPairs.push_back(pair);
        }
        std::vector<openstack::Server> servers;
        for (int i = 0; i < 3; ++i) {
            servers.push_back(test::makeServer(i, u"ACTIVE"_s));
            servers.back().created = QDateTime(QDate(2026, 1, 1 + i), QTime(), Qt::UTC);
        }
        servers[0].keyName = u"desk"_s;
        servers[1].keyName = u"laptop"_s;
        servers[2].keyName = u"another user's"_s;
        fixture.stores.servers.upsert(servers);
        QCOMPARE(fieldNamed(u"keyPair"_s).proposal(facts), std::optional(QStringList{u"laptop"_s}));
    }

    void theZoneIsThatOfTheVolume()
    {
        const test::ModelFixture fixture;
        LaunchFacts facts{fixture.stores, nullptr};
        facts.volumeZone = u"north"_s;
        facts.zones = {{u"north"_s, true}};
        const LaunchField zone = fieldNamed(u"zone"_s);
        QCOMPARE(zone.proposal(facts), std::optional(QStringList()));
        facts.zones.push_back({u"south"_s, true});
        QCOMPARE(zone.proposal(facts), std::optional(QStringList{u"north"_s}));
        facts.volumeZone = u"elsewhere"_s;
        QCOMPARE(zone.proposal(facts), std::optional(QStringList()));
    }
};

QTEST_GUILESS_MAIN(TestLaunchFields)
#include "tst_launchfields.moc"
