#include "base/humanize.h"
#include "operations/actions/actions.h"
#include "support/modelfixture.h"
#include "ui/pages/overview/overviewrows.h"

#include <QtTest/QtTest>

using namespace oriel;
using namespace Qt::StringLiterals;
using store::DecisionReason;

/// What the Overview's rows offer.
class TestOverviewRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDecisionIsMadeInItsRow_data()
    {
        QTest::addColumn<DecisionReason>("reason");
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("vmState");
        QTest::addColumn<QStringList>("actions");
        QTest::newRow("resized") << DecisionReason::Resized << u"VERIFY_RESIZE"_s << u"resized"_s
                                 << QStringList{u"confirm-resize"_s, u"revert-resize"_s};
        QTest::newRow("rescued") << DecisionReason::Rescued << u"RESCUE"_s << u"rescued"_s
                                 << QStringList{u"unrescue-server"_s};
        QTest::newRow("unreachable") << DecisionReason::Unreachable << u"ACTIVE"_s << u"active"_s
                                     << QStringList{operations::checkReach};
        QTest::newRow("locked") << DecisionReason::Locked << u"ACTIVE"_s << u"active"_s
                                << QStringList{u"unlock-server"_s};
        QTest::newRow("shelved") << DecisionReason::Shelved << u"SHELVED_OFFLOADED"_s
                                 << u"shelved_offloaded"_s << QStringList{u"unshelve-server"_s};
    }

    void aDecisionIsMadeInItsRow()
    {
        QFETCH(const DecisionReason, reason);
        QFETCH(const QString, status);
        QFETCH(const QString, vmState);
        QFETCH(const QStringList, actions);
        test::ModelFixture fixture;
        openstack::Server server = test::makeServer(1);
        server.status = status;
        server.vmState = vmState;
        server.locked = reason == DecisionReason::Locked;
        fixture.stores.servers.upsert({server});
        const operations::Situation situation{.stores = fixture.stores, .roles = {u"member"_s}};
        const auto rows = ui::decisionRows({{reason, server.id, server.name, {}}}, situation);
        QCOMPARE(rows.size(), 1U);
        QStringList keys;
        for (const auto &action : rows.front().actions) {
            keys += action.key;
            QCOMPARE(action.obstacle, QString());
        }
        QCOMPARE(keys, actions);
    }

    void anErrorHasMoreThanOneWayOut_data()
    {
        QTest::addColumn<bool>("hasRun");
        QTest::addColumn<bool>("isLocked");
        QTest::addColumn<QString>("role");
        QTest::addColumn<QStringList>("actions");
        const QStringList all{u"hard-reboot-server"_s, u"rebuild-server"_s, u"delete-server"_s};
        const QStringList ofAdministrators{u"hard-reboot-server"_s, u"rebuild-server"_s,
                                           u"reset-server-state"_s, u"delete-server"_s};
        QTest::newRow("that has run") << true << false << u"member"_s << all;
        QTest::newRow("never started")
            << false << false << u"member"_s << QStringList{u"delete-server"_s};
        QTest::newRow("locked") << true << true << u"member"_s << QStringList{u"unlock-server"_s};
        QTest::newRow("locked, for an administrator")
            << true << true << u"admin"_s << ofAdministrators;
    }

    void anErrorHasMoreThanOneWayOut()
    {
        QFETCH(const bool, hasRun);
        QFETCH(const bool, isLocked);
        QFETCH(const QString, role);
        QFETCH(const QStringList, actions);
        test::ModelFixture fixture;
        openstack::Server server = test::makeServer(1);
        server.status = u"ERROR"_s;
        server.vmState = u"error"_s;
        server.launched = hasRun ? server.created : QDateTime();
        server.locked = isLocked;
        fixture.stores.servers.upsert({server});
        const operations::Situation situation{.stores = fixture.stores, .roles = {role}};
        store::Attention error;
        error.id = server.id;
        error.name = server.name;
        const auto rows = ui::attentionRows({error}, situation);
        QStringList keys;
        for (const auto &action : rows.front().actions) {
            keys += action.key;
            QCOMPARE(action.obstacle, QString());
        }
        QCOMPARE(keys, actions);
    }

    void aResizeSaysSinceWhenItWaits()
    {
        test::ModelFixture fixture;
        openstack::Server server = test::makeServer(1);
        server.status = u"VERIFY_RESIZE"_s;
        server.vmState = u"resized"_s;
        server.updated = QDateTime(QDate(2026, 11, 1), QTime(12, 0), Qt::UTC);
        fixture.stores.servers.upsert({server});
        const operations::Situation situation{.stores = fixture.stores, .roles = {u"member"_s}};
        const auto rows =
            ui::decisionRows({{DecisionReason::Resized, server.id, server.name, {}}}, situation);
        QVERIFY(rows.front().text.contains(timeText(server.updated)));
    }
};

QTEST_MAIN(TestOverviewRows)
#include "tst_overviewrows.moc"
