#include "openstack/network/port.h"
#include "operations/actions/actions.h"
#include "operations/journal/journalcodec.h"
#include "operations/launch/launchrequest.h"
#include "support/modelfixture.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::operations;

/// What takes a finished operation back, as far as its journal entry and the stores tell.
class TestUndo final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyInverseIsTheInverseOfItsInverse();
    void aNameIsGivenBackUnlessSomebodyElseHasChangedIt();
    void aLockGetsItsReasonBack();
    void aKeepUntilDateIsGivenBack();
    void aFloatingIpGoesBackToWhereItWas();
    void detailsAreGivenBackUnlessSomebodyElseHasChangedThem();
    void aConnectionIsUndoneAtItsOwnPort();
    void onlyWhatWasDoneCanBeUndone();

private:
    static openstack::Server server(const QString &name)
    {
        openstack::Server row;
        row.id = u"s1"_s;
        row.name = name;
        return row;
    }
    static JournalEntry entry(const QString &key, const Subject &target, const Values &values = {})
    {
        JournalEntry made;
        made.kind = key;
        made.outcome = Outcome::Succeeded;
        made.intent = {{u"target"_s, toJson(target)}, {u"values"_s, values}};
        return made;
    }
    static Subject web() { return {Kind::Server, u"s1"_s, u"web-1"_s}; }
};

void TestUndo::everyInverseIsTheInverseOfItsInverse()
{
    test::ModelFixture cloud;
    cloud.stores.servers.upsert({server(u"web-1"_s)});
    int pairs = 0;
    for (const Action &action : actions()) {
        // A deletion can be undone only where the cloud keeps the instance for a while.
        if (action.kind != Kind::Server || !action.undo || !action.fields.empty() ||
            action.form == Action::Form::Removal)
            continue;
        const auto undo = undoOf(entry(action.key, web()), cloud.stores);
        QVERIFY2(undo, qPrintable(action.key));
        QCOMPARE(undo->target, web());
        const Action *inverse = actionNamed(undo->key);
        QVERIFY2(inverse && inverse->key != action.key, qPrintable(action.key));
        const auto again = undoOf(entry(inverse->key, web()), cloud.stores);
        QVERIFY2(again, qPrintable(inverse->key));
        QCOMPARE(again->key, action.key);
        ++pairs;
    }
    // Start, shut off, pause, unpause, suspend, resume, unlock.
    QVERIFY(pairs >= 7);
}

void TestUndo::aNameIsGivenBackUnlessSomebodyElseHasChangedIt()
{
    test::ModelFixture cloud;
    cloud.stores.servers.upsert({server(u"web-2"_s)});
    const JournalEntry renamed = entry(u"rename-server"_s, web(), {{u"name"_s, u"web-2"_s}});
    const auto undo = undoOf(renamed, cloud.stores);
    QVERIFY(undo);
    QCOMPARE(undo->key, u"rename-server"_s);
    QCOMPARE(undo->values, (Values{{u"name"_s, u"web-1"_s}}));
    QCOMPARE(undo->target.name, u"web-2"_s); // as it is called now
    cloud.stores.servers.upsert({server(u"web-3"_s)});
    QVERIFY(!undoOf(renamed, cloud.stores));
    cloud.stores.servers.remove({u"s1"_s});
    QVERIFY(!undoOf(renamed, cloud.stores));
}

void TestUndo::aLockGetsItsReasonBack()
{
    test::ModelFixture cloud;
    openstack::Server locked = server(u"web-1"_s);
    locked.locked = true;
    locked.lockedReason = u"audit"_s;
    cloud.stores.servers.upsert({locked});
    const Values values = actionNamed(u"unlock-server")->complete(cloud.stores, u"s1"_s, {});
    const auto undo = undoOf(entry(u"unlock-server"_s, web(), values), cloud.stores);
    QVERIFY(undo);
    QCOMPARE(undo->key, u"lock-server"_s);
    QCOMPARE(undo->values.value("reason"_L1).toString(), u"audit"_s);
}

void TestUndo::aKeepUntilDateIsGivenBack()
{
    test::ModelFixture cloud;
    const QString key = u"change-keep-until-of-volume-snapshot"_s;
    const Subject target{Kind::VolumeSnapshot, u"v1"_s, u"nightly"_s};
    const auto dated = [](const QString &date) {
        openstack::VolumeSnapshot row;
        row.id = u"v1"_s;
        row.name = u"nightly"_s;
        if (!date.isEmpty())
            row.metadata.insert(u"oriel:keep_until"_s, date);
        return row;
    };
    for (const QString &before : {u"2026-12-01"_s, QString()}) {
        cloud.stores.volumeSnapshots.upsert({dated(before)});
        const Values sent =
            actionNamed(key)->complete(cloud.stores, u"v1"_s, {{u"keep_until"_s, u"2027-02-03"_s}});
        cloud.stores.volumeSnapshots.upsert({dated(u"2027-02-03"_s)});
        const auto undo = undoOf(entry(key, target, sent), cloud.stores);
        QVERIFY(undo);
        QCOMPARE(undo->values, (Values{{u"keep_until"_s, before.isEmpty() ? u"none"_s : before}}));
        cloud.stores.volumeSnapshots.upsert({dated(u"2028-01-01"_s)}); // somebody else's date
        QVERIFY(!undoOf(entry(key, target, sent), cloud.stores));
    }
}

void TestUndo::aFloatingIpGoesBackToWhereItWas()
{
    const test::ModelFixture cloud;
    const FloatingIpMove move{u"f1"_s,       u"203.0.113.20"_s, u"n1"_s,   u"p1"_s,
                              u"10.0.0.5"_s, u"web-1"_s,        u"web-2"_s};
    const Values sent{
        {u"move"_s, toJson(move)}, {u"port"_s, u"p2"_s}, {u"fixedIp"_s, u"10.0.0.9"_s}};
    const Subject address{Kind::FloatingIp, u"f1"_s, u"203.0.113.20"_s};
    const auto undo = undoOf(entry(u"move-floating-ip"_s, address, sent), cloud.stores);
    QVERIFY(undo);
    QCOMPARE(undo->key, u"move-floating-ip"_s);
    QCOMPARE(undo->values.value("port"_L1).toString(), u"p1"_s);
    QCOMPARE(undo->values.value("fixedIp"_L1).toString(), u"10.0.0.5"_s);
    const FloatingIpMove back = floatingIpMoveFromJson(undo->values.value("move"_L1).toObject());
    QCOMPARE(back.fromPortId, u"p2"_s); // it is taken from there only
    QCOMPARE(back.toName, u"web-1"_s);
    // And once more.
    const auto again = undoOf(entry(u"move-floating-ip"_s, address, undo->values), cloud.stores);
    QVERIFY(again);
    QCOMPARE(again->values, sent);
}

void TestUndo::detailsAreGivenBackUnlessSomebodyElseHasChangedThem()
{
    test::ModelFixture cloud;
    openstack::Server row = server(u"web-1"_s);
    row.description = u"Old"_s;
    row.tags = {u"a"_s, u"b"_s};
    row.metadata = {{u"role"_s, u"db"_s}, {u"same"_s, u"1"_s}};
    cloud.stores.servers.upsert({row});
    const auto sent = [&](const QString &key, const Values &values) {
        return actionNamed(key)->complete(cloud.stores, u"s1"_s, values);
    };
    const Values described = sent(u"describe-server"_s, {{u"description"_s, u"New"_s}});
    const Values tagged =
        sent(u"edit-server-tags"_s,
             {{u"changes"_s, QJsonObject{{u"a"_s, false}, {u"b"_s, true}, {u"c"_s, true}}}});
    const Values edited = sent(
        u"edit-server-metadata"_s,
        {{u"changes"_s,
          QJsonObject{{u"role"_s, QJsonValue::Null}, {u"same"_s, u"1"_s}, {u"new"_s, u"2"_s}}}});
    row.description = u"New"_s;
    row.tags = {u"b"_s, u"c"_s, u"theirs"_s};
    row.metadata = {{u"same"_s, u"1"_s}, {u"new"_s, u"2"_s}, {u"theirs"_s, u"3"_s}};
    cloud.stores.servers.upsert({row});
    const auto back = [&](const QString &key, const Values &values) {
        const auto undo = undoOf(entry(key, web(), values), cloud.stores);
        return undo ? undo->values : Values();
    };
    QCOMPARE(back(u"describe-server"_s, described), (Values{{u"description"_s, u"Old"_s}}));
    // What had been so before, and what others have added, stays.
    QCOMPARE(back(u"edit-server-tags"_s, tagged),
             (Values{{u"changes"_s, QJsonObject{{u"a"_s, true}, {u"c"_s, false}}}}));
    QCOMPARE(
        back(u"edit-server-metadata"_s, edited),
        (Values{{u"changes"_s, QJsonObject{{u"role"_s, u"db"_s}, {u"new"_s, QJsonValue::Null}}}}));
    row.description = u"Theirs"_s;
    row.tags.removeAll(u"c"_s);
    row.metadata.insert(u"new"_s, u"theirs"_s);
    cloud.stores.servers.upsert({row});
    for (const auto &[key, values] :
         {std::pair(u"describe-server"_s, described), std::pair(u"edit-server-tags"_s, tagged),
          std::pair(u"edit-server-metadata"_s, edited)})
        QVERIFY2(!undoOf(entry(key, web(), values), cloud.stores), qPrintable(key));
}

void TestUndo::aConnectionIsUndoneAtItsOwnPort()
{
    test::ModelFixture cloud;
    cloud.stores.servers.upsert({server(u"web-1"_s)});
    openstack::Port first;
    first.id = u"p1"_s;
    first.networkId = u"n1"_s;
    first.deviceId = u"s1"_s;
    cloud.stores.of<openstack::Port>().upsert({first}); // the new one is not listed yet
    for (const QString &key : {u"connect-network"_s, u"add-network"_s}) {
        JournalEntry connected = entry(key, web(), {{u"network"_s, u"n1"_s}});
        QVERIFY(!undoOf(connected, cloud.stores)); // the answer was lost: it could be either port
        connected.resultId = u"p2"_s;
        const auto undo = undoOf(connected, cloud.stores);
        QVERIFY(undo);
        QCOMPARE(undo->key, u"disconnect-interface"_s);
        QCOMPARE(undo->values, (Values{{u"port"_s, u"p2"_s}}));
    }
    openstack::Port made = first;
    made.id = u"p2"_s;
    made.deviceId = u"s2"_s;
    cloud.stores.of<openstack::Port>().upsert({made});
    JournalEntry connected = entry(u"connect-network"_s, web(), {{u"network"_s, u"n1"_s}});
    connected.resultId = u"p2"_s;
    QVERIFY(!undoOf(connected, cloud.stores)); // somebody has connected it elsewhere
}

void TestUndo::onlyWhatWasDoneCanBeUndone()
{
    test::ModelFixture cloud;
    cloud.stores.servers.upsert({server(u"web-1"_s)});
    QVERIFY(!undoOf(entry(u"reboot-server"_s, web()), cloud.stores));
    QVERIFY(!undoOf(entry(u"create-snapshot"_s, web()), cloud.stores));
    JournalEntry paused = entry(u"pause-server"_s, web());
    for (const Outcome outcome :
         {Outcome::Running, Outcome::Failed, Outcome::Unclear, Outcome::Canceled}) {
        paused.outcome = outcome;
        QVERIFY(!undoOf(paused, cloud.stores));
    }
}

QTEST_GUILESS_MAIN(TestUndo)
#include "tst_undo.moc"
