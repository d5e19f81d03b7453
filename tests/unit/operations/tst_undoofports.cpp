#include "openstack/network/network.h"
#include "openstack/network/port.h"
#include "openstack/network/securitygroup.h"
#include "operations/actions/actions.h"
#include "support/democloudfixture.h"

#include <QtCore/QJsonArray>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::operations;
using openstack::Port;
using openstack::SecurityGroup;
using test::DemoCloudFixture;

namespace {

/// web-1 with two ports: the first one is its own, the second one was made by the user.
struct Fixture : DemoCloudFixture
{
    Fixture()
    {
        web = server(u"web-1"_s);
        first = ports().front();
        const auto made = get(
            openstack::Create<Port>{{{u"network_id"_s, first.networkId}, {u"name"_s, u"spare"_s}}});
        second = get(openstack::Get<Port>{made.id});
        if (!run(u"connect-port"_s, {{u"port"_s, second.id}}))
            qFatal("the second port is not connected");
        const auto added = get(openstack::Create<SecurityGroup>{{{u"name"_s, u"ssh-open"_s}}});
        group = added.id;
        stores->of<SecurityGroup>().upsert(get(openstack::List<SecurityGroup>{}).items);
    }

    std::vector<Port> ports()
    {
        return get(openstack::List<Port>{.filters = {{u"device_id"_s, web.id}}}).items;
    }
    void give(const Port &port, bool has)
    {
        QStringList groups = get(openstack::Get<Port>{port.id}).securityGroupIds;
        groups.removeAll(group);
        if (has)
            groups.append(group);
        get(openstack::Update<Port>{port.id,
                                    {{u"security_groups"_s, QJsonArray::fromStringList(groups)}}});
    }
    bool has(const Port &port)
    {
        return get(openstack::Get<Port>{port.id}).securityGroupIds.contains(group);
    }
    /// As the stores know them.
    void readPorts() { stores->of<Port>().replaceAll(ports()); }

    const Operation *run(const Undo &undo)
    {
        return finished(center.start(actOn(context(), undo.key, undo.target, undo.values)));
    }
    const Operation *run(const QString &key, const Values &values)
    {
        return finished(
            center.start(actOn(context(), key, {Kind::Server, web.id, web.name}, values)));
    }
    /// Null if it does not succeed.
    const Operation *finished(const Operation *operation)
    {
        const bool ends = pump([&] { return operation->outcome() != Outcome::Running; });
        return ends && operation->outcome() == Outcome::Succeeded ? operation : nullptr;
    }

    openstack::Server web;
    Port first;
    Port second;
    QString group;
};

} // namespace

/// What Undo does to the ports of an instance: it changes back what was changed, and nothing else.
class TestUndoOfPorts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTheChangedPortsAreChangedBack_data();
    void onlyTheChangedPortsAreChangedBack();
    void whatWasDoneBeforeIsNotUndone();
    void aKeptPortIsConnectedAgain();
    void aDeletedPortIsNot();
};

void TestUndoOfPorts::onlyTheChangedPortsAreChangedBack_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("inverse");
    QTest::addColumn<bool>("adds");
    QTest::newRow("remove") << u"remove-security-group"_s << u"add-security-group"_s << false;
    QTest::newRow("add") << u"add-security-group"_s << u"remove-security-group"_s << true;
}

void TestUndoOfPorts::onlyTheChangedPortsAreChangedBack()
{
    QFETCH(const QString, key);
    QFETCH(const QString, inverse);
    QFETCH(const bool, adds);
    Fixture fixture;
    fixture.give(fixture.first, true);
    fixture.give(fixture.second, false);
    fixture.readPorts();
    const Operation *operation = fixture.run(key, {{u"group"_s, fixture.group}});
    QVERIFY(operation);
    QCOMPARE(fixture.has(fixture.first), adds);
    QCOMPARE(fixture.has(fixture.second), adds);
    const auto undo = undoOf(operation->journalEntry(), *fixture.stores);
    QVERIFY(undo);
    QCOMPARE(undo->key, inverse);
    const Operation *undone = fixture.run(*undo);
    QVERIFY(undone);
    QVERIFY(fixture.has(fixture.first));
    QVERIFY(!fixture.has(fixture.second));
    const QString changed = adds ? fixture.second.id : fixture.first.id;
    QCOMPARE(undone->command(), u"openstack port %1 --security-group %2 %3"_s.arg(
                                    adds ? u"unset"_s : u"set"_s, fixture.group, changed));
    // And once more.
    const auto again = undoOf(undone->journalEntry(), *fixture.stores);
    QVERIFY(again);
    QCOMPARE(again->key, key);
    QVERIFY(fixture.run(*again));
    QCOMPARE(fixture.has(fixture.first), adds);
    QCOMPARE(fixture.has(fixture.second), adds);
}

/// Another user has done it.
void TestUndoOfPorts::whatWasDoneBeforeIsNotUndone()
{
    Fixture fixture;
    fixture.give(fixture.first, true);
    fixture.give(fixture.second, true);
    fixture.readPorts();
    const Operation *operation =
        fixture.run(u"add-security-group"_s, {{u"group"_s, fixture.group}});
    QVERIFY(operation);
    QVERIFY(operation->notes().join(u' ').contains(u"already"_s));
    QVERIFY(!undoOf(operation->journalEntry(), *fixture.stores));
}

/// The notice offers it at once: before the lists are read again.
void TestUndoOfPorts::aKeptPortIsConnectedAgain()
{
    Fixture fixture;
    fixture.readPorts();
    std::optional<Undo> offered;
    connect(&fixture.center, &OperationCenter::finished, this, [&](const Operation *operation) {
        offered = undoOf(operation->journalEntry(), *fixture.stores);
    });
    QVERIFY(fixture.run(u"disconnect-interface"_s, {{u"port"_s, fixture.second.id}}));
    QVERIFY(offered);
    QCOMPARE(offered->key, u"connect-port"_s);
    QCOMPARE(offered->values, (Values{{u"port"_s, fixture.second.id}}));
    QVERIFY(fixture.run(*offered));
    QCOMPARE(fixture.get(openstack::Get<Port>{fixture.second.id}).deviceId, fixture.web.id);
}

void TestUndoOfPorts::aDeletedPortIsNot()
{
    Fixture fixture;
    fixture.readPorts();
    const Operation *operation =
        fixture.run(u"disconnect-interface"_s, {{u"port"_s, fixture.first.id}});
    QVERIFY(operation);
    QVERIFY(!undoOf(operation->journalEntry(), *fixture.stores));
}

QTEST_GUILESS_MAIN(TestUndoOfPorts)
#include "tst_undoofports.moc"
