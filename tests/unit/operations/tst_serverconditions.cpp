#include "operations/actions/actions.h"
#include "operations/actions/serverconditions.h"
#include "support/modelfixture.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest/QtTest>

#include <optional>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::Action;

namespace {

/// When Nova accepts an action: what the decorators check_instance_state and check_instance_lock of
/// the method in nova/compute/api.py say. tests/live/states.py asks Nova about the same rules.
struct NovaRule
{
    QString key;                      ///< of Oriel's action
    QStringList vmStates;             ///< empty: any
    std::optional<QStringList> tasks; ///< nullopt: any; an empty task: none
    bool lock;
    bool launched;
    /// "locked" or "unlocked": there Nova would do nothing, and Oriel offers nothing.
    QString idle;
};

/// fixtures/novarules.json
struct NovaRules
{
    QStringList vmStates;   ///< nova/objects/fields.py, InstanceState, without "deleted"
    QStringList taskStates; ///< InstanceTaskState in the same file; empty: none
    std::vector<NovaRule> rules;
};

NovaRules readRules()
{
    QFile file(QStringLiteral(ORIEL_FIXTURES "/novarules.json"));
    const QJsonObject whole = file.open(QIODevice::ReadOnly)
                                  ? QJsonDocument::fromJson(file.readAll()).object()
                                  : QJsonObject();
    NovaRules read{whole.value(u"vm_states").toVariant().toStringList(),
                   whole.value(u"task_states").toVariant().toStringList(),
                   {}};
    const QJsonArray rules = whole.value(u"rules").toArray();
    for (const auto &one : rules) {
        const QJsonValue tasks = one[u"tasks"];
        read.rules.push_back(
            {one[u"action"].toString(), one[u"vm_states"].toVariant().toStringList(),
             tasks.isArray() ? std::optional(tasks.toVariant().toStringList()) : std::nullopt,
             one[u"heeds_lock"].toBool(), one[u"must_have_run"].toBool(), one[u"idle"].toString()});
    }
    return read;
}

const NovaRules &nova()
{
    static const NovaRules rules = readRules();
    return rules;
}

/// As Nova derives it (nova/api/openstack/common.py), as far as conditions look at it.
QString statusOf(const QString &vmState)
{
    static const QHash<QString, QString> known{{u"active"_s, u"ACTIVE"_s},
                                               {u"building"_s, u"BUILD"_s},
                                               {u"paused"_s, u"PAUSED"_s},
                                               {u"suspended"_s, u"SUSPENDED"_s},
                                               {u"stopped"_s, u"SHUTOFF"_s},
                                               {u"rescued"_s, u"RESCUE"_s},
                                               {u"resized"_s, u"VERIFY_RESIZE"_s},
                                               {u"soft-delete"_s, u"SOFT_DELETED"_s},
                                               {u"error"_s, u"ERROR"_s},
                                               {u"shelved"_s, u"SHELVED"_s},
                                               {u"shelved_offloaded"_s, u"SHELVED_OFFLOADED"_s}};
    return known.value(vmState);
}

openstack::Server serverIn(const QString &vmState, const QString &task = {})
{
    openstack::Server server;
    server.id = u"s1"_s;
    server.name = u"web-1"_s;
    server.status = statusOf(vmState);
    server.vmState = vmState;
    server.taskState = task;
    server.launched = QDateTime(QDate(2026, 11, 1), QTime(12, 0), Qt::UTC);
    return server;
}

bool novaAccepts(const NovaRule &rule, const openstack::Server &server, bool administrator)
{
    if (!rule.vmStates.isEmpty() && !rule.vmStates.contains(server.vmState))
        return false;
    if (rule.tasks && !rule.tasks->contains(server.taskState))
        return false;
    if (rule.launched && !server.launched.isValid())
        return false;
    return administrator || !rule.lock || !server.locked;
}

} // namespace

/// Oriel offers exactly what Nova accepts: every action in every state, with every task, locked or
/// not, for members and administrators.
class TestServerConditions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asNova_data();
    void asNova();
    void everyActionHasARule();
    void whatNeverRanIsOnlyDeleted();
    void reasonsNameTheWayOut_data();
    void reasonsNameTheWayOut();
    void aHungActionIsInterrupted();
};

void TestServerConditions::asNova_data()
{
    QTest::addColumn<int>("at");
    for (std::size_t i = 0; i < nova().rules.size(); ++i)
        QTest::newRow(qPrintable(nova().rules[i].key)) << static_cast<int>(i);
}

void TestServerConditions::asNova()
{
    QFETCH(const int, at);
    const NovaRule &rule = nova().rules[static_cast<std::size_t>(at)];
    const Action *action = operations::actionNamed(rule.key);
    QVERIFY(action);
    test::ModelFixture cloud;
    int allowed = 0;
    for (const QString &state : nova().vmStates) {
        for (const QString &task : nova().taskStates) {
            for (const bool locked : {false, true}) {
                openstack::Server server = serverIn(state, task);
                server.locked = locked;
                cloud.stores.servers.upsert({server});
                for (const QString &role : {u"member"_s, u"admin"_s}) {
                    const QString why = action->obstacle({cloud.stores, {role}}, server.id);
                    const bool accepts = novaAccepts(rule, server, role == "admin"_L1) &&
                                         rule.idle != (locked ? "locked"_L1 : "unlocked"_L1);
                    const QString where = u"%1, task “%2”, locked %3, %4: “%5”"_s.arg(
                        state, task, QString::number(static_cast<int>(locked)), role, why);
                    QVERIFY2(why.isEmpty() == accepts, qPrintable(where));
                    QVERIFY2(!why.contains(u'%'), qPrintable(where));
                    allowed += accepts ? 1 : 0;
                }
            }
        }
    }
    QVERIFY(allowed > 0);
}

/// Of those on instances, unless Nova does not decide: then the reason is here.
void TestServerConditions::everyActionHasARule()
{
    const QSet<QString> otherwise{
        // Neutron changes ports and floating IPs whatever the instance does.
        u"add-security-group"_s,
        u"remove-security-group"_s,
        u"associate-floating-ip"_s,
        u"disassociate-server-floating-ip"_s,
        u"remove-server-fixed-ip"_s,
        // As attach-volume, if it has a volume that is not its root disk.
        u"detach-volume"_s,
        // Nova deletes an instance in every state; whether that keeps its disk decides.
        u"recreate-server"_s,
        // Exchanges volumes as attach-volume and detach-volume do.
        u"undo-rollback"_s,
        // As edit-server-tags and edit-server-metadata, of several instances.
        u"add-server-tag"_s,
        u"set-server-metadata-item"_s,
        // Changes nothing on the instance but, if wanted, shuts it off.
        u"copy-server-to-zone"_s,
        // Offered for instances only that the cloud keeps; Nova accepts it in every state.
        u"force-delete-server"_s,
    };
    QSet<QString> ruled;
    for (const NovaRule &rule : nova().rules)
        ruled.insert(rule.key);
    for (const Action &action : operations::actions()) {
        if (action.kind != openstack::Kind::Server || !action.perform || action.newSubject)
            continue;
        QVERIFY2(ruled.contains(action.key) != otherwise.contains(action.key),
                 qPrintable(action.key));
    }
}

void TestServerConditions::whatNeverRanIsOnlyDeleted()
{
    test::ModelFixture cloud;
    openstack::Server server = serverIn(u"error"_s);
    server.launched = {};
    cloud.stores.servers.upsert({server});
    const operations::Situation now{cloud.stores, {u"member"_s}};
    for (const NovaRule &rule : nova().rules) {
        const Action &action = *operations::actionNamed(rule.key);
        const QString why = action.obstacle(now, server.id);
        const bool accepts = novaAccepts(rule, server, false) && rule.idle != "unlocked"_L1;
        QVERIFY2(why.isEmpty() == accepts, qPrintable(rule.key + u": "_s + why));
        if (rule.launched)
            QVERIFY2(why.contains(u"never run"_s), qPrintable(rule.key + u": "_s + why));
    }
    QCOMPARE(operations::waysOut(server, {}), QStringList{u"delete-server"_s});
    // A cloud that hides when it was launched.
    server.unreadable = {u"OS-SRV-USG:launched_at"_s};
    QVERIFY(!operations::hasNeverRun(server));
}

void TestServerConditions::reasonsNameTheWayOut_data()
{
    QTest::addColumn<QString>("vmState");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("says");
    QTest::addColumn<QStringList>("remedies");
    const auto row = [](const char *name, const QString &state, const QString &key,
                        const QString &says, const QStringList &remedies) {
        QTest::newRow(name) << state << key << says << remedies;
    };
    row("resized", u"resized"_s, u"stop-server"_s, u"Confirm or revert"_s,
        {u"confirm-resize"_s, u"revert-resize"_s});
    row("rescued", u"rescued"_s, u"stop-server"_s, u"Leave rescue"_s, {u"unrescue-server"_s});
    row("shelved", u"shelved"_s, u"create-snapshot"_s, u"Unshelve"_s, {u"unshelve-server"_s});
    row("offloaded", u"shelved_offloaded"_s, u"start-server"_s, u"Unshelve"_s,
        {u"unshelve-server"_s});
    row("deleted", u"soft-delete"_s, u"start-server"_s, u"Restore"_s,
        {u"restore-server"_s, u"force-delete-server"_s});
    row("off", u"stopped"_s, u"pause-server"_s, u"shut off"_s, {u"start-server"_s});
    row("paused", u"paused"_s, u"resize-server"_s, u"paused"_s, {u"unpause-server"_s});
    row("suspended", u"suspended"_s, u"resize-server"_s, u"suspended"_s, {u"resume-server"_s});
    row("in error", u"error"_s, u"resize-server"_s, u"in error"_s, {u"hard-reboot-server"_s});
    row("running", u"active"_s, u"unrescue-server"_s, u"rescue mode"_s, {});
}

/// Each remedy is possible then, and none is offered where none is needed.
void TestServerConditions::reasonsNameTheWayOut()
{
    QFETCH(const QString, vmState);
    QFETCH(const QString, key);
    QFETCH(const QString, says);
    QFETCH(const QStringList, remedies);
    test::ModelFixture cloud;
    openstack::Server server = serverIn(vmState);
    cloud.stores.servers.upsert({server});
    const operations::Situation now{cloud.stores, {u"member"_s}};
    const Action &action = *operations::actionNamed(key);
    QVERIFY2(action.obstacle(now, server.id).contains(says),
             qPrintable(action.obstacle(now, server.id)));
    QStringList found;
    for (const operations::Way &way : operations::remediesOf(action, now, server.id))
        found.append(way.key());
    QCOMPARE(found, remedies);
    server.locked = true;
    cloud.stores.servers.upsert({server});
    const QStringList ways = operations::waysOut(server, {u"member"_s});
    QCOMPARE(ways, QStringList{u"unlock-server"_s});
}

/// Oriel waits for a reboot that hangs; a hard reboot need not.
void TestServerConditions::aHungActionIsInterrupted()
{
    test::ModelFixture cloud;
    cloud.stores.servers.upsert({serverIn(u"active"_s, u"reboot_started"_s)});
    const operations::Situation now{cloud.stores, {u"member"_s}};
    QVERIFY(!operations::actionNamed(u"reboot-server")->obstacle(now, u"s1"_s).isEmpty());
    QCOMPARE(operations::actionNamed(u"hard-reboot-server")->obstacle(now, u"s1"_s), QString());
}

QTEST_GUILESS_MAIN(TestServerConditions)
#include "tst_serverconditions.moc"
