#include "forms/snapshotform.h"
#include "net/apiclient.h"
#include "net/transport.h"
#include "operations/actions/actions.h"
#include "support/fakeauthority.h"
#include "support/fakeclock.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;

/// What the dialogs for several instances and for one volume decide.
class TestSnapshotBatch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesFollowThePattern();
    void leavesOutWhatCannotBeDone();
    void oneQuotaForAll();
    void oneVolume();
};

namespace {

const QStringList member{u"member"_s};

/// Stores without a cloud: nobody gets a token, so nothing is sent.
struct Cloud
{
    Cloud()
    {
        authority.held = true;
        add(u"s1"_s, u"app-1"_s, u"v1"_s);
        add(u"s2"_s, u"app {date}"_s, u"v2"_s);
        store::LoadState loaded;
        loaded.loaded = true;
        stores.volumes.setState(loaded);
        setLimits({4, 10});
    }
    void add(const QString &id, const QString &name, const QString &volumeId)
    {
        openstack::Server server;
        server.id = id;
        server.name = name;
        server.status = u"ACTIVE"_s;
        server.vmState = u"active"_s;
        server.volumes = {{volumeId, false}};
        stores.servers.upsert({server});
        openstack::Volume volume;
        volume.id = volumeId;
        volume.name = u"root of "_s + name;
        volume.status = u"in-use"_s;
        volume.sizeGiB = 20;
        volume.attachments = {{id, u"/dev/vda"_s}};
        stores.volumes.upsert({volume});
    }
    void setLimits(openstack::Quota snapshots)
    {
        openstack::BlockStorageLimits limits;
        limits.snapshots = snapshots;
        limits.gigabytes = {100, 1000};
        stores.blockStorageLimits.set(limits);
    }
    void change(const QString &id, const std::function<void(openstack::Server &)> &how)
    {
        openstack::Server server = *stores.servers.find(id);
        how(server);
        stores.servers.upsert({server});
    }

    test::FakeClock clock;
    test::FakeAuthority authority;
    net::Transport transport{clock};
    net::ApiClient client{transport, authority, clock};
    store::CloudStores stores{client, clock};
};

} // namespace

void TestSnapshotBatch::namesFollowThePattern()
{
    Cloud cloud;
    forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s, u"s2"_s}, member);
    QCOMPARE(form.problem(), QString());
    form.setName(u" nightly {instance} {date} "_s);
    const auto requests = form.requests();
    QCOMPARE(requests.size(), std::size_t{2});
    QCOMPARE(requests[0].name, u"nightly app-1 2026-01-15 12:00"_s);
    // What stands in an instance's name is no pattern.
    QCOMPARE(requests[1].name, u"nightly app {date} 2026-01-15 12:00"_s);
    QVERIFY(requests[0].shutOffFirst && requests[1].shutOffFirst);
    QCOMPARE(requests[0].promised.size(), std::size_t{1});
    QCOMPARE(requests[0].keepUntil, std::optional(QDate(2026, 1, 22)));
    form.setName({});
    QCOMPARE(form.requests()[0].name, u"app-1"_s);
    form.setName(QString(250, u'x') + u"{instance}"_s);
    QVERIFY(form.problem().contains(u"255"_s));
    form.setName(u"n"_s);
    form.setShutOffFirst(false);
    QVERIFY(!form.requests()[0].shutOffFirst);
    QCOMPARE(form.command().split(u'\n').size(), 2);
}

void TestSnapshotBatch::leavesOutWhatCannotBeDone()
{
    Cloud cloud;
    cloud.change(u"s1"_s, [](auto &server) { server.taskState = u"rebooting"_s; });
    cloud.change(u"s2"_s, [](auto &server) { server.locked = true; });
    forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s, u"s2"_s, u"gone"_s},
                             member);
    const auto rows = form.rows();
    QVERIFY(!rows[0].possible && rows[0].note.contains(u"rebooting"_s));
    QVERIFY(rows[1].possible); // locked: it can be captured, but not be shut off
    QVERIFY(!rows[2].possible);
    QCOMPARE(form.requests().size(), std::size_t{1});
    QVERIFY(!form.offersShutOff() && !form.requests()[0].shutOffFirst);
    QVERIFY(form.captureText().contains(u"2 instances are skipped"_s));
    QCOMPARE(form.problem(), QString());
    cloud.stores.servers.remove({u"s2"_s});
    QVERIFY(form.problem().contains(u"rebooting"_s));
    QVERIFY(form.requests().empty());
}

void TestSnapshotBatch::oneQuotaForAll()
{
    Cloud cloud;
    forms::SnapshotForm form(cloud.stores, cloud.clock, QStringList{u"s1"_s, u"s2"_s}, member);
    QCOMPARE(form.room().front().after, 6);
    QVERIFY2(form.room().front().text.contains(u"after all "_s),
             qPrintable(form.room().front().text));
    QVERIFY(form.captureText().contains(u"40 GiB"_s));
    for (const QString &id : {u"s1"_s, u"s2"_s})
        cloud.change(id, [](auto &server) { server.volumes.clear(); });
    QVERIFY(!form.captureText().contains(u" 0 "_s)); // no volume snapshots need not be counted
    cloud.change(u"s1"_s, [](auto &server) { server.volumes = {{u"v1"_s, false}}; });
    cloud.change(u"s2"_s, [](auto &server) { server.volumes = {{u"v2"_s, false}}; });
    cloud.setLimits({9, 10});
    QVERIFY2(form.problem().contains(u"11 of 10"_s), qPrintable(form.problem()));
}

void TestSnapshotBatch::oneVolume()
{
    Cloud cloud;
    const operations::Action &action = *operations::actionNamed(u"create-volume-snapshot");
    const operations::Situation now{cloud.stores, member, nullptr, cloud.clock.now()};
    QCOMPARE(action.obstacle(now, u"v1"_s), QString());
    operations::Values values{{u"name"_s, action.fields.front().preset(now, u"v1"_s)},
                              {u"keep_until"_s, u"none"_s}};
    QCOMPARE(values.value(u"name"_s).toString(), u"root of app-1 2026-01-15 12:00"_s);
    QCOMPARE(action.problem(now, u"v1"_s, values), QString());
    QCOMPARE(action.complete(cloud.stores, u"v1"_s, values).value(u"gib"_s).toInt(), 20);
    QVERIFY(action.commandLine(u"v1"_s, values).contains(u"--volume v1"_s));
    const auto consistency = [&] {
        return action.briefing(now, u"v1"_s, values).notes.at(1).text;
    };
    QVERIFY(consistency().contains(u"app-1"_s));
    QCOMPARE(action.briefing(now, u"v1"_s, values).uses.at(1).more, 20);
    cloud.change(u"s1"_s, [](auto &server) { server.status = u"SHUTOFF"_s; });
    QVERIFY(consistency().contains(u"consistent"_s));
    values.insert(u"description"_s, QString(256, u'x'));
    QVERIFY(action.problem(now, u"v1"_s, values).contains(u"256"_s));
    openstack::Volume volume = *cloud.stores.volumes.find(u"v1"_s);
    volume.status = u"maintenance"_s;
    cloud.stores.volumes.upsert({volume});
    QVERIFY(action.obstacle(now, u"v1"_s).contains(u"maintenance"_s));
    cloud.stores.volumes.remove({u"v1"_s});
    QVERIFY(!action.obstacle(now, u"v1"_s).isEmpty());
    QVERIFY(action.obstacle({cloud.stores, {u"reader"_s}}, u"v2"_s).contains(u"reader"_s));
}

QTEST_GUILESS_MAIN(TestSnapshotBatch)
#include "tst_snapshotbatch.moc"
