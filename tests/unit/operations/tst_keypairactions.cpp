#include "openstack/compute/keypair.h"
#include "openstack/compute/sshkey.h"
#include "operations/actions/actions.h"
#include "operations/journal/journal.h"
#include "operations/resume/resume.h"
#include "support/democloudfixture.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::operations;
using demo::FaultRule;
using openstack::KeyPair;
using test::DemoCloudFixture;

namespace {

const QRegularExpression pairsPath(u"/os-keypairs$"_s); // NOLINT(cert-err58-cpp)

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The demo cloud, a journal, and a folder for the private key.
struct Fixture : DemoCloudFixture
{
    Fixture() { center.setJournal(&journal, {}); }

    [[nodiscard]] Values values() const
    {
        return {{u"name"_s, u"web"_s}, {u"type"_s, u"ssh"_s}, {u"file"_s, file}};
    }
    [[nodiscard]] const Action &generating() const { return *actionNamed(u"generate-key-pair"); }
    [[nodiscard]] QString problem(const Action &action, const Values &values) const
    {
        return action.problem({*stores, {}, &center}, {}, values);
    }

    const ActionOperation *run(std::unique_ptr<Operation> operation)
    {
        const auto *started = center.start(std::move(operation));
        if (!pump([&] { return started->outcome() != Outcome::Running; }))
            qFatal("it does not finish");
        return qobject_cast<const ActionOperation *>(started);
    }
    const ActionOperation *generate()
    {
        return run(actOn(context(), generating().key, generating().newSubject(values()), values()));
    }
    void refuse(int status)
    {
        FaultRule rule;
        rule.method = "POST";
        rule.path = pairsPath;
        rule.count = 0;
        rule.status = status;
        cloud.faults().add(rule);
    }
    [[nodiscard]] int sent() { return cloud.faults().requestCount("POST", pairsPath); }
    QString publicKey() { return get(openstack::Get<KeyPair>{u"web"_s}).publicKey; }

    QTemporaryDir folder;
    QString file = folder.filePath(u"web"_s);
    Journal journal{folder.filePath(u"journal.sqlite"_s)};
};

} // namespace

/// Where the private key is, whatever happens, and what may be entered.
class TestKeyPairActions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTheUserHasThePrivateKey();
    void aFileIsNeverOverwritten();
    void theFileGoesIfTheCloudRefuses();
    void theFileStaysIfTheOutcomeIsUnknown();
    void aRunThatWasKilledIsCleanedUp_data();
    void aRunThatWasKilledIsCleanedUp();
    void names_data();
    void names();
    void publicKeys_data();
    void publicKeys();
    void files();
    void theFileFollowsTheName();
    void aTakenNameIsRefused();
    void rolesDoNotMatter();
    void certificatesAreImported();
};

void TestKeyPairActions::onlyTheUserHasThePrivateKey()
{
    QByteArray written;
    QString path;
    {
        Fixture fixture;
        fixture.folder.setAutoRemove(false);
        path = fixture.journal.path();
        const auto *operation = fixture.generate();
        QCOMPARE(operation->outcome(), Outcome::Succeeded);
        const QString said = fixture.generating().outcome(operation->journalEntry());
        QVERIFY2(said.contains(u"The private key is in"_s) && said.contains(fixture.file),
                 qPrintable(said));
        QVERIFY(operation->notes().isEmpty());
        written = contentOf(fixture.file);
        QVERIFY(openstack::isPrivateKeyOf(written, fixture.publicKey()));
        struct stat status
        {};
        QCOMPARE(::stat(QFile::encodeName(fixture.file).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777, mode_t{0600});
        QVERIFY(!operation->intent().value("values"_L1).toObject().contains(u"public_key"_s));
    } // the journal is closed
    const QByteArray secret = written.split('\n').at(3);
    QVERIFY(secret.size() > 30);
    for (const char *behind : {"", "-wal"}) {
        const QByteArray journal = contentOf(path + QLatin1StringView(behind));
        QVERIFY(!journal.contains("PRIVATE KEY") && !journal.contains(secret));
    }
    QVERIFY(contentOf(path).contains("ssh-ed25519")); // the public half is there
    QDir(QFileInfo(path).path()).removeRecursively();
}

void TestKeyPairActions::aFileIsNeverOverwritten()
{
    Fixture fixture;
    QCOMPARE(fixture.problem(fixture.generating(), fixture.values()), QString());
    QFile mine(fixture.file);
    QVERIFY(mine.open(QIODevice::WriteOnly));
    mine.write("mine");
    mine.close();
    QVERIFY(fixture.problem(fixture.generating(), fixture.values()).contains(u"already exists"_s));
    // It came after the form was checked.
    const auto *operation = fixture.generate();
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY(operation->error()->message.contains(fixture.file));
    QCOMPARE(fixture.sent(), 0);
    QCOMPARE(contentOf(fixture.file), "mine"_ba);
}

void TestKeyPairActions::theFileGoesIfTheCloudRefuses()
{
    Fixture fixture;
    fixture.refuse(403);
    const auto *operation = fixture.generate();
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY(!QFile::exists(fixture.file));
    QVERIFY(operation->notes().join(u' ').contains(fixture.file));
    // So that the same values can be sent again.
    QCOMPARE(fixture.problem(fixture.generating(), fixture.values()), QString());
}

void TestKeyPairActions::theFileStaysIfTheOutcomeIsUnknown()
{
    Fixture fixture;
    fixture.refuse(502);
    const auto *operation = fixture.generate();
    QCOMPARE(operation->outcome(), Outcome::Unclear);
    QVERIFY(contentOf(fixture.file).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----"));
    QVERIFY(operation->notes().join(u' ').contains(fixture.file));
}

void TestKeyPairActions::aRunThatWasKilledIsCleanedUp_data()
{
    QTest::addColumn<bool>("recorded");
    QTest::addColumn<bool>("foreign");
    QTest::newRow("after the file was written") << false << false;
    QTest::newRow("after that was recorded") << true << false;
    QTest::newRow("the file is another one now") << true << true;
}

/// Oriel was killed before it sent anything: the key is of no use.
void TestKeyPairActions::aRunThatWasKilledIsCleanedUp()
{
    QFETCH(const bool, recorded);
    QFETCH(const bool, foreign);
    Fixture fixture;
    const openstack::NewKey key = openstack::makeKey(u"web"_s);
    QFile file(fixture.file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(foreign ? openstack::makeKey({}).privateKey : key.privateKey);
    file.close();
    JournalEntry entry = actOn(fixture.context(), u"generate-key-pair",
                               {Kind::KeyPair, u"web"_s, u"web"_s}, fixture.values())
                             ->journalEntry();
    const Facts facts{{u"public_key"_s, key.publicKey}};
    entry.steps = {{u"save"_s, JournalStep::Phase::Intended, entry.started, facts}};
    if (recorded)
        entry.steps.push_back({u"save"_s, JournalStep::Phase::Recorded, entry.started, facts});
    const auto *operation = fixture.run(resumeOperation(entry, fixture.context()));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QVERIFY(operation->error()->message.contains(u"Nothing was done"_s));
    QCOMPARE(fixture.sent(), 0);
    QCOMPARE(QFile::exists(fixture.file), foreign);
}

void TestKeyPairActions::names_data()
{
    QTest::addColumn<bool>("valid");
    QTest::newRow("web") << true;
    QTest::newRow("a b_c-d@e.f 9") << true;
    QTest::newRow("") << false;
    QTest::newRow(" web") << false;
    QTest::newRow("web ") << false;
    QTest::newRow("wéb") << false;
    QTest::newRow("web/1") << false;
    QTest::newRow("web\n1") << false;
    QTest::newRow(QByteArray(255, 'x').constData()) << true;
    QTest::newRow(QByteArray(256, 'x').constData()) << false;
}

void TestKeyPairActions::names()
{
    QFETCH(const bool, valid);
    const Fixture fixture;
    Values values = fixture.values();
    values.insert(u"name"_s, QString::fromUtf8(QTest::currentDataTag()));
    QCOMPARE(fixture.problem(fixture.generating(), values).isEmpty(), valid);
}

void TestKeyPairActions::publicKeys_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("says");
    const QString key = openstack::makeKey(u"me"_s).publicKey;
    const QString certificate = u"-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----"_s;
    QTest::newRow("key") << u"ssh"_s << key << QString();
    QTest::newRow("as in a file") << u"ssh"_s << QString(key + u'\n') << QString();
    QTest::newRow("certificate") << u"x509"_s << certificate << QString();
    QTest::newRow("private key") << u"ssh"_s << QString::fromUtf8(openstack::makeKey({}).privateKey)
                                 << u"private key"_s;
    QTest::newRow("private key as a certificate")
        << u"x509"_s << QString(certificate + u"\n-----BEGIN RSA PRIVATE KEY-----"_s)
        << u"private key"_s;
    QTest::newRow("wrong type") << u"ssh"_s << certificate << u"certificate"_s;
    QTest::newRow("wrong type too") << u"x509"_s << key << u"not an X.509"_s;
    QTest::newRow("two") << u"ssh"_s << QString(key + u'\n' + key) << u"several lines"_s;
    QTest::newRow("cut") << u"ssh"_s << key.left(12) << u"not a public SSH key"_s;
    QTest::newRow("blank") << u"ssh"_s << u" "_s << u"not a public SSH key"_s;
    QTest::newRow("unknown") << u"ssh"_s << u"sk-x AAAABHNrLXgAAAAB"_s << u"type of key"_s;
}

void TestKeyPairActions::publicKeys()
{
    QFETCH(const QString, type);
    QFETCH(const QString, key);
    QFETCH(const QString, says);
    const Fixture fixture;
    const QString problem =
        fixture.problem(*actionNamed(u"import-key-pair"),
                        {{u"name"_s, u"web"_s}, {u"type"_s, type}, {u"public_key"_s, key}});
    QVERIFY2(says.isEmpty() ? problem.isEmpty() : problem.contains(says), qPrintable(problem));
}

void TestKeyPairActions::files()
{
    const Fixture fixture;
    Values values = fixture.values();
    const auto problem = [&](const QString &path) {
        values.insert(u"file"_s, path);
        return fixture.problem(fixture.generating(), values);
    };
    QCOMPARE(problem(fixture.file), QString());
    QVERIFY(problem(u"web"_s).contains(u"whole path"_s));
    QVERIFY(problem(fixture.folder.filePath(u"none/web"_s)).contains(u"does not exist"_s));
    QVERIFY(problem(fixture.folder.path()).contains(u"already exists"_s));
    QVERIFY(QFile::link(u"nowhere"_s, fixture.folder.filePath(u"link"_s)));
    QVERIFY(problem(fixture.folder.filePath(u"link"_s)).contains(u"already exists"_s));
}

void TestKeyPairActions::theFileFollowsTheName()
{
    const Fixture fixture;
    const auto &fields = fixture.generating().fields;
    const auto field = std::ranges::find(fields, u"file"_s, &Field::key);
    const operations::Situation now{.stores = *fixture.stores};
    QVERIFY(field->derived(now, {}, {}).isUndefined());
    const QString file = field->derived(now, {}, {{u"name"_s, u"web"_s}}).toString();
    QVERIFY(file.endsWith(u"/web"_s));
    QVERIFY(file.startsWith(QDir::homePath()));
}

void TestKeyPairActions::aTakenNameIsRefused()
{
    Fixture fixture;
    const Values values{{u"name"_s, u"Admin-Desk"_s},
                        {u"public_key"_s, openstack::makeKey({}).publicKey}};
    const Action &action = *actionNamed(u"import-key-pair");
    QCOMPARE(fixture.problem(action, values), QString()); // the list is not loaded
    const auto *operation =
        fixture.run(actOn(fixture.context(), action.key, action.newSubject(values), values));
    QCOMPARE(operation->outcome(), Outcome::Failed);
    QCOMPARE(operation->error()->kind, ErrorKind::Conflict);
    const auto watched = fixture.stores->watch({Kind::KeyPair});
    QVERIFY(fixture.pump([&] { return fixture.stores->of<KeyPair>().state().loaded; }));
    QVERIFY(fixture.problem(action, values).contains(u"already have"_s));
}

void TestKeyPairActions::rolesDoNotMatter()
{
    const Fixture fixture;
    const auto obstacle = [&](const QString &key) {
        return actionNamed(key)->obstacle({*fixture.stores, {u"reader"_s}}, u"admin-desk"_s);
    };
    KeyPair pair;
    pair.name = u"admin-desk"_s;
    fixture.stores->of<KeyPair>().upsert({pair});
    for (const QString &key : {u"import-key-pair"_s, u"generate-key-pair"_s, u"delete-key-pair"_s})
        QCOMPARE(obstacle(key), QString());
    fixture.stores->of<KeyPair>().remove({u"admin-desk"_s});
    QVERIFY(obstacle(u"delete-key-pair"_s).contains(u"no longer"_s));
}

void TestKeyPairActions::certificatesAreImported()
{
    Fixture fixture;
    QFile file(QStringLiteral(ORIEL_FIXTURES "/authority.pem"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Values values{{u"name"_s, u"web"_s},
                        {u"type"_s, u"x509"_s},
                        {u"public_key"_s, QString::fromUtf8(file.readAll())}};
    const Action &action = *actionNamed(u"import-key-pair");
    QCOMPARE(fixture.problem(action, values), QString());
    const auto *operation =
        fixture.run(actOn(fixture.context(), action.key, action.newSubject(values), values));
    QVERIFY2(operation->outcome() == Outcome::Succeeded,
             qPrintable(operation->error().value_or(Error()).message));
    QCOMPARE(fixture.get(openstack::Get<KeyPair>{u"web"_s}).type, u"x509"_s);
}

QTEST_GUILESS_MAIN(TestKeyPairActions)
#include "tst_keypairactions.moc"
