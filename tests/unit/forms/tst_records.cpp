#include "forms/actionrecord.h"
#include "forms/consolelog.h"
#include "forms/floatingipreturn.h"
#include "forms/networkactivity.h"
#include "forms/serverpassword.h"
#include "forms/volumerecord.h"
#include "support/modelfixture.h"

#include <QtTest/QtTest>

using namespace oriel;
using namespace oriel::forms;
using namespace Qt::StringLiterals;
using test::Script;

/// What pages and dialogs ask the cloud for beside the lists: when they ask, and what they hold
/// after each answer.
class TestRecords final : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::ModelFixture> m;
    std::map<QByteArray, Script> answers; ///< by the end of the path
    QByteArrayList asked;

    void setVolume(const QString &status) const
    {
        openstack::Volume row;
        row.id = u"v1"_s;
        row.status = status;
        m->stores.volumes.upsert({row});
    }

    static QByteArray actions(const QByteArrayList &ids)
    {
        QByteArrayList rows;
        for (const QByteArray &id : ids)
            rows.append("{\"action\":\"stop\",\"request_id\":\"" + id + "\",\"message\":null}");
        return "{\"instanceActions\":[" + rows.join(',') + "]}";
    }

    static QStringList idsOf(const ActionRecord &record)
    {
        QStringList ids;
        for (const auto &action : record.actions())
            ids.append(action.requestId);
        return ids;
    }

    [[nodiscard]] FloatingIpReturn::Decision decision(const QByteArray &pointsTo,
                                                      const QByteArray &ports)
    {
        answers.insert_or_assign(
            "/floatingips/f1",
            Script::json("{\"floatingip\":{\"id\":\"f1\",\"port_id\":" + pointsTo + "}}"));
        answers.insert_or_assign("/ports", Script::json("{\"ports\":[" + ports + "]}"));
        FloatingIpReturn back(*m->net.client);
        std::optional<FloatingIpReturn::Decision> decided;
        back.decide(
            {u"f1"_s, u"203.0.113.20"_s, u"n1"_s, u"p1"_s, u"10.0.0.5"_s, u"web-1"_s, u"web-2"_s},
            u"new"_s, [&](const auto &one) { decided = one; });
        [&] {
            QTRY_VERIFY(decided);
        }();
        return decided.value_or(FloatingIpReturn::Decision());
    }

private Q_SLOTS:
    void init()
    {
        m = std::make_unique<test::ModelFixture>();
        m->net.authority.endpoints[net::Service::Network] = m->net.server.url(u"/network"_s);
        answers.clear();
        asked.clear();
        m->net.server.otherwise([this](const test::SeenRequest &request) {
            const QByteArray path = request.path();
            for (const auto &[end, script] : answers) {
                if (!path.endsWith(end))
                    continue;
                asked.append(request.target);
                return script;
            }
            if (path.startsWith("/volume"))
                return Script::json("{\"versions\":[{\"id\":\"v3.0\",\"version\":\"3.70\","
                                    "\"min_version\":\"3.0\"}]}");
            if (path.startsWith("/compute"))
                return Script::json("{\"versions\":[{\"id\":\"v2.1\",\"version\":\"2.95\","
                                    "\"min_version\":\"2.1\"}]}");
            return Script::answer(404, "{}");
        });
    }
    void cleanup() { m.reset(); }

    void aVolumeIsAskedAboutOnceForEachStatus()
    {
        answers.emplace("/messages",
                        Script::json("{\"messages\":[{\"id\":\"m1\",\"resource_uuid\":\"v1\","
                                     "\"user_message\":\"No space\"},{\"id\":\"m2\","
                                     "\"resource_uuid\":\"v2\"}]}"));
        answers.emplace("/detail", Script::json("{\"transfers\":[{\"id\":\"t2\",\"volume_id\":"
                                                "\"v2\"},{\"id\":\"t1\",\"volume_id\":\"v1\"}]}"));
        VolumeRecord record(*m->net.client, m->stores, u"v1"_s);
        QSignalSpy changed(&record, &VolumeRecord::changed);
        record.update(); // it is not known yet
        QCOMPARE(m->net.client->running(), 0);
        setVolume(u"error"_s);
        record.update();
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(record.messages().size(), std::size_t{1}); // not that of another volume
        QCOMPARE(record.messages().front().userMessage, u"No space"_s);
        QVERIFY(!record.transfer());
        record.update();
        QCOMPARE(m->net.client->running(), 0);
        record.refresh();
        QTRY_COMPARE(changed.size(), 2);
        setVolume(u"awaiting-transfer"_s);
        record.update();
        QTRY_VERIFY(record.transfer());
        QCOMPARE(record.transfer()->id, u"t1"_s);
        setVolume(u"available"_s);
        record.update();
        QVERIFY(!record.transfer());
    }

    void aLogThatFailsIsNotOld()
    {
        answers.emplace("/action", Script::json("{\"output\":\"login:\"}"));
        ConsoleLog log(*m->net.client, u"s1"_s);
        QVERIFY(!log.isLoading());
        log.load(200);
        QVERIFY(log.isLoading());
        QTRY_VERIFY(!log.isLoading());
        QCOMPARE(log.text(), std::optional(u"login:"_s));
        QVERIFY(!log.error());
        answers.insert_or_assign("/action",
                                 Script::answer(409, R"({"conflictingRequest":{"message":"no"}})"));
        log.load(0);
        QCOMPARE(log.text(), std::optional(u"login:"_s)); // meanwhile
        QTRY_VERIFY(!log.isLoading());
        QVERIFY(!log.text());
        QVERIFY(log.error());
    }

    void aPasswordIsAwaited()
    {
        answers.emplace("/os-server-password", Script::json(R"({"password":""})"));
        ServerPassword password(*m->net.client, m->net.clock, u"s1"_s);
        password.load();
        QTRY_VERIFY(!password.isLoading());
        QVERIFY(password.encrypted().isEmpty() && !password.error());
        answers.insert_or_assign("/os-server-password", Script::json(R"({"password":"AAAA"})"));
        m->net.clock.advance(std::chrono::seconds(5));
        QTRY_COMPARE(password.encrypted(), u"AAAA"_s);
        const auto count = asked.size();
        m->net.clock.advance(std::chrono::minutes(1));
        QCOMPARE(m->net.client->running(), 0);
        QCOMPARE(asked.size(), count);
    }

    void aRefusedPasswordIsNotAskedForAgain()
    {
        answers.emplace("/os-server-password",
                        Script::answer(403, R"({"forbidden":{"message":"no"}})"));
        ServerPassword password(*m->net.client, m->net.clock, u"s1"_s);
        password.load();
        QTRY_VERIFY(password.error());
        m->net.clock.advance(std::chrono::minutes(1));
        QCOMPARE(m->net.client->running(), 0);
        password.load();
        QVERIFY(!password.error());
        QTRY_VERIFY(password.error());
    }

    void olderActionsStay()
    {
        answers.emplace("/os-instance-actions", Script::json(actions({"c", "b"})));
        ActionRecord record(*m->net.client, u"s1"_s);
        QSignalSpy listed(&record, &ActionRecord::listed);
        record.loadOlder(); // than nothing
        QCOMPARE(m->net.client->running(), 0);
        record.load();
        QTRY_COMPARE(listed.size(), 1);
        QCOMPARE(idsOf(record), (QStringList{u"c"_s, u"b"_s}));
        QVERIFY(!record.hasOlder());
        answers.insert_or_assign("/os-instance-actions", Script::json(actions({"a"})));
        record.loadOlder();
        QVERIFY(record.isLoadingOlder());
        QTRY_COMPARE(listed.size(), 2);
        QVERIFY(!record.isLoadingOlder());
        QVERIFY(asked.back().contains("marker=b"));
        // What is newer comes before those that are known.
        answers.insert_or_assign("/os-instance-actions", Script::json(actions({"d", "c", "b"})));
        record.load();
        QTRY_COMPARE(listed.size(), 3);
        QCOMPARE(idsOf(record), (QStringList{u"d"_s, u"c"_s, u"b"_s, u"a"_s}));
        answers.insert_or_assign("/os-instance-actions",
                                 Script::answer(403, R"({"forbidden":{"message":"no"}})"));
        record.load();
        QTRY_VERIFY(record.error());
        QCOMPARE(record.actions().size(), std::size_t{4});
    }

    void aDeletedInstanceHasNoActions()
    {
        answers.emplace("/os-instance-actions",
                        Script::answer(404, R"({"itemNotFound":{"code":404,"message":"no"}})"));
        ActionRecord record(*m->net.client, u"s1"_s);
        QSignalSpy listed(&record, &ActionRecord::listed);
        record.load();
        QTRY_COMPARE(listed.size(), 1);
        QVERIFY(!record.error());
        QVERIFY(record.actions().empty());
    }

    void anActionIsExplained()
    {
        answers.emplace("/os-instance-actions/r1",
                        Script::json(R"({"instanceAction":{"action":"stop","request_id":"r1",
                            "events":[{"event":"compute_stop_instance","result":"Error"}]}})"));
        ActionRecord record(*m->net.client, u"s1"_s);
        QSignalSpy explained(&record, &ActionRecord::explained);
        record.explain(u"r1"_s);
        QTRY_COMPARE(explained.size(), 1);
        QCOMPARE(record.details().value(u"r1"_s).events.size(), std::size_t{1});
    }

    void aFloatingIpReturns()
    {
        const auto decided = decision("\"p2\"", R"({"id":"p2"})");
        QVERIFY(decided.back);
        QCOMPARE(decided.back->move.fromPortId, u"p2"_s); // it is taken from there only
        QCOMPARE(decided.back->move.fromName, u"web-2"_s);
        QCOMPARE(decided.back->move.toName, u"web-1"_s);
        QCOMPARE(decided.back->toPortId, u"p1"_s);
        QCOMPARE(decided.back->toFixedIp, u"10.0.0.5"_s);
        QVERIFY(asked.back().contains("device_id=new"));
    }

    void aFloatingIpStaysWhereOthersPutIt()
    {
        const auto already = decision("\"p1\"", R"({"id":"p2"})");
        QVERIFY(!already.back);
        QVERIFY(already.why.contains(u"web-1"_s));
        for (const QByteArray &pointsTo : {QByteArray("null"), QByteArray("\"p3\"")}) {
            const auto other = decision(pointsTo, R"({"id":"p2"})");
            QVERIFY(!other.back);
            QVERIFY2(other.why.contains(u"no longer"_s), qPrintable(other.why));
        }
    }

    void requestsAreCounted()
    {
        answers.emplace("/action", Script::json("{\"output\":\"\"}"));
        const NetworkActivity activity(*m->net.client);
        QSignalSpy changed(&activity, &NetworkActivity::changed);
        ConsoleLog log(*m->net.client, u"s1"_s);
        log.load(1);
        QCOMPARE(activity.running(), 1);
        QTRY_COMPARE(activity.running(), 0);
        QVERIFY(changed.size() >= 2);
    }
};

QTEST_GUILESS_MAIN(TestRecords)
#include "tst_records.moc"
