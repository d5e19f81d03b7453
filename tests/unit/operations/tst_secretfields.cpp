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

QTEST_GUILESS_MAIN(TestSecretFields)
#include "tst_secretfields.moc"
