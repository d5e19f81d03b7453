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
};

QTEST_MAIN(TestOverviewRows)
#include "tst_overviewrows.moc"
