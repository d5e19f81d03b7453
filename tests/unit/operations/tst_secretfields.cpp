#include "operations/actions/actions.h"
#include "operations/journal/journal.h"
#include "support/democloudfixture.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::operations;
using demo::FaultRule;
using test::DemoCloudFixture;

namespace {

const QString typed = u"correct-horse-battery"_s; // NOLINT(cert-err58-cpp)

struct Fixture : DemoCloudFixture
{
    Fixture() { center.setJournal(&journal, {}); }

    const ActionOperation *set()
    {
        const auto row = server(u"web-1"_s);
        const auto *started =
            center.start(actOn(context(), u"set-password", {Kind::Server, row.id, row.name},
                               {{u"password"_s, typed}}));
        if (!pump([&] { return started->outcome() != Outcome::Running; }))
            qFatal("it does not finish");
        return qobject_cast<const ActionOperation *>(started);
    }
    /// Whether any of the journal's files has it.
    [[nodiscard]] bool isOnDisk() const
    {
        const QDir all(folder.path());
        for (const QString &name : all.entryList(QDir::Files)) {
            QFile file(all.filePath(name));
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(typed.toUtf8()))
                return true;
        }
        return false;
    }

    QTemporaryDir folder;
    Journal journal{folder.filePath(u"journal.sqlite"_s)};
};

} // namespace

/// That a password reaches the cloud, and nothing else.
class TestSecretFields final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsSentAndForgotten();
    void itIsForgottenIfItIsRefused();
    void theRecordDecides_data();
    void theRecordDecides();
    void whatAReporterKeepsIsForgotten();
};

void TestSecretFields::itIsSentAndForgotten()
{
    Fixture f;
    const ActionOperation *operation = f.set();
    QCOMPARE(operation->outcome(), Outcome::Succeeded);
    const QRegularExpression action(u"/servers/[^/]+/action$"_s);
    QCOMPARE(f.cloud.faults().requestCount("POST", action), 1);
    const auto &requests = f.cloud.faults().log();
    const bool sent = std::ranges::any_of(
        requests, [](const auto &request) { return request.body.contains(typed.toUtf8()); });
    QVERIFY(sent);
    QVERIFY(!operation->values().contains(u"password"_s));
    QVERIFY(!QJsonDocument(operation->intent()).toJson().contains(typed.toUtf8()));
    QVERIFY(!operation->command().contains(typed));
    QVERIFY(!operation->title().contains(typed));
    QVERIFY(!f.isOnDisk());
}

void TestSecretFields::itIsForgottenIfItIsRefused()
{
    Fixture f;
    f.cloud.faults().failNextAction(u"changePassword"_s);
    const ActionOperation *operation = f.set();
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY(operation->error()->message.contains("Failed to set admin password"_L1));
    QVERIFY(!operation->error()->message.contains(typed));
    QVERIFY(!operation->values().contains(u"password"_s));
    QVERIFY(!f.isOnDisk());
}

void TestSecretFields::theRecordDecides_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("fails");
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<QString>("why");
    const QString recorded = u"Failed to set admin password"_s;
    QTest::newRow("500, failed") << 500 << true << Outcome::Failed << recorded;
    QTest::newRow("502, failed") << 502 << true << Outcome::Failed << recorded;
    QTest::newRow("504, failed") << 504 << true << Outcome::Failed << recorded;
    QTest::newRow("500, set after that") << 500 << false << Outcome::Succeeded << QString();
    QTest::newRow("504, set after that") << 504 << false << Outcome::Succeeded << QString();
    QTest::newRow("the driver cannot") << 501 << true << Outcome::Failed << u"501"_s;
}

/// Nova's API waits for the host, so its answer may be an error although it has recorded the action
/// and leaves the instance as it was.
void TestSecretFields::theRecordDecides()
{
    QFETCH(const int, status);
    QFETCH(const bool, fails);
    QFETCH(const Outcome, outcome);
    QFETCH(const QString, why);
    Fixture f;
    FaultRule rule;
    rule.method = "POST";
    rule.path = QRegularExpression(u"/servers/[^/]+/action$"_s);
    rule.status = status;
    rule.reached = true;
    f.cloud.faults().add(rule);
    if (fails)
        f.cloud.faults().failNextAction(u"changePassword"_s);
    const ActionOperation *operation = f.set();
    QCOMPARE(operation->outcome(), outcome);
    QCOMPARE(f.cloud.faults().requestCount("POST", rule.path), 1);
    const QString message = operation->error().value_or(Error()).message;
    QVERIFY2(message.contains(why), qPrintable(message));
}

/// The window's reporter keeps what was typed, to offer it again.
void TestSecretFields::whatAReporterKeepsIsForgotten()
{
    Fixture f;
    const auto row = f.server(u"web-1"_s);
    auto kept = std::make_shared<Values>(Values{{u"password"_s, typed}});
    const std::weak_ptr<Values> left = kept;
    const auto *started = f.center.start(
        actOn(f.context(), u"set-password", {Kind::Server, row.id, row.name}, *kept), this,
        [kept](const Operation &) { return kept->isEmpty() ? Report{.told = true} : Report(); });
    kept.reset();
    QVERIFY(!left.expired());
    QVERIFY(f.pump([&] { return started->outcome() != Outcome::Running; }));
    QVERIFY(left.expired()); // although the operation is still listed
    QCOMPARE(f.center.operations().size(), 1U);
}

QTEST_GUILESS_MAIN(TestSecretFields)
#include "tst_secretfields.moc"
