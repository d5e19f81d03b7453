#include "unit/demo/harness.h"

#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

using namespace oriel::test;

namespace {

const QString edKey = u"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAIhCCkCrC3iIbUaqyI5sXX"
                      "pOpu1gPJq8k5gZ0yqkZ2A someone"_s;

} // namespace

class KeyPairsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_cloud = std::make_unique<Harness>();
        QCOMPARE(m_cloud->signIn().status, 201);
    }
    void fingerprintOfAKnownKey();
    void refusesWhatIsNoKey_data();
    void refusesWhatIsNoKey();
    void generatedKeyIsAPair();
    void generatedCertificate();
    void privateKeyIsAnsweredOnce();
    void noGenerationFrom292();
    void quota();
    void belongToTheUser();

private:
    Answer create(const QJsonObject &pair, const QByteArray &microversion = "2.2")
    {
        return m_cloud->call("POST", u"/compute/v2.1/os-keypairs"_s, {{u"keypair"_s, pair}},
                             {{"OpenStack-API-Version", "compute " + microversion}});
    }
    static QJsonObject pairIn(const Answer &answer)
    {
        return answer.json().value(u"keypair").toObject();
    }

    std::unique_ptr<Harness> m_cloud;
};

void KeyPairsTest::fingerprintOfAKnownKey()
{
    const Answer made = create({{u"name"_s, u"a"_s}, {u"public_key"_s, edKey}});
    QCOMPARE(made.status, 201);
    // As `ssh-keygen -l -E md5` prints it.
    QCOMPARE(pairIn(made).value(u"fingerprint").toString(),
             u"4f:47:2f:ae:17:4b:81:34:66:e9:bd:23:db:20:10:dd"_s);
    QVERIFY(!pairIn(made).contains(u"private_key"));
    QCOMPARE(create({{u"name"_s, u"a"_s}, {u"public_key"_s, edKey}}).status, 409);
}

void KeyPairsTest::refusesWhatIsNoKey_data()
{
    QTest::addColumn<QString>("key");
    const QString blob = edKey.section(u' ', 1, 1);
    QTest::newRow("empty") << u""_s;
    QTest::newRow("one word") << blob;
    QTest::newRow("another type") << QString(u"ssh-rsa "_s + blob);
    QTest::newRow("cut") << QString(u"ssh-ed25519 "_s + blob.chopped(4));
    QTest::newRow("too long") << QString(u"ssh-ed25519 "_s + blob + u"AAAA"_s);
    QTest::newRow("unknown type")
        << u"nonsense AAAACG5vbnNlbnNlAAAAAA=="_s; // the type stands in the blob, too
    QTest::newRow("private key") << u"-----BEGIN OPENSSH PRIVATE KEY-----\nx\n"_s;
}

void KeyPairsTest::refusesWhatIsNoKey()
{
    QFETCH(QString, key);
    const Answer refused = create({{u"name"_s, u"bad"_s}, {u"public_key"_s, key}});
    QCOMPARE(refused.status, 400);
    QCOMPARE(refused.message(), u"Keypair data is invalid: failed to generate fingerprint"_s);
}

void KeyPairsTest::generatedKeyIsAPair()
{
    const Answer made = create({{u"name"_s, u"made"_s}}, "2.91");
    QCOMPARE(made.status, 201);
    const QString privateKey = pairIn(made).value(u"private_key").toString();
    const QString publicKey = pairIn(made).value(u"public_key").toString();
    QVERIFY(privateKey.startsWith(u"-----BEGIN RSA PRIVATE KEY-----\n"));
    QVERIFY(publicKey.endsWith(u" Generated-by-Nova"));
    // The public key follows from the private one.
    const QString openssl = QStandardPaths::findExecutable(u"openssl"_s);
    QVERIFY(!openssl.isEmpty());
    QProcess process;
    process.start(openssl, {u"rsa"_s, u"-noout"_s, u"-modulus"_s});
    process.write(privateKey.toLatin1());
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished());
    const QByteArray modulus =
        QByteArray::fromHex(process.readAllStandardOutput().trimmed().mid(8)); // "Modulus="
    QCOMPARE(modulus.size(), 256);
    QVERIFY(QByteArray::fromBase64(publicKey.section(u' ', 1, 1).toLatin1()).endsWith(modulus));
    // Two keys differ.
    QVERIFY(pairIn(create({{u"name"_s, u"other"_s}})).value(u"public_key").toString() != publicKey);
}

void KeyPairsTest::generatedCertificate()
{
    const Answer made = create({{u"name"_s, u"cert"_s}, {u"type"_s, u"x509"_s}});
    QCOMPARE(made.status, 201);
    const QJsonObject pair = pairIn(made);
    QCOMPARE(pair.value(u"type").toString(), u"x509"_s);
    QVERIFY(pair.value(u"public_key").toString().startsWith(u"-----BEGIN CERTIFICATE-----\n"));
    QVERIFY(!pair.value(u"private_key").toString().isEmpty());
    // Imported again, the certificate has the fingerprint that was told.
    const Answer imported = create({{u"name"_s, u"again"_s},
                                    {u"type"_s, u"x509"_s},
                                    {u"public_key"_s, pair.value(u"public_key")}});
    QCOMPARE(imported.status, 201);
    QCOMPARE(pairIn(imported).value(u"fingerprint"), pair.value(u"fingerprint"));
}

void KeyPairsTest::privateKeyIsAnsweredOnce()
{
    QCOMPARE(create({{u"name"_s, u"made"_s}}).status, 201);
    QVERIFY(!pairIn(m_cloud->get(u"/compute/v2.1/os-keypairs/made"_s)).contains(u"private_key"));
    QVERIFY(!m_cloud->get(u"/compute/v2.1/os-keypairs"_s).body.contains("private_key"));
}

void KeyPairsTest::noGenerationFrom292()
{
    const Answer refused = create({{u"name"_s, u"made"_s}}, "2.92");
    QCOMPARE(refused.status, 400);
    QVERIFY(refused.message().contains(u"'public_key' is a required property"));
}

void KeyPairsTest::quota()
{
    int status = 201;
    int made = 0;
    for (; status == 201; ++made) {
        status = create({{u"name"_s, u"key-%1"_s.arg(made)}, {u"public_key"_s, edKey}}).status;
        QVERIFY(made < 200);
    }
    QCOMPARE(status, 403);
    QCOMPARE(made, 98); // three there were, and the last was refused
    // The quota is looked at before the key is.
    const Answer refused = create({{u"name"_s, u"x"_s}, {u"public_key"_s, u"nonsense"_s}});
    QCOMPARE(refused.message(), u"Quota exceeded, too many key pairs."_s);
}

void KeyPairsTest::belongToTheUser()
{
    QCOMPARE(create({{u"name"_s, u"mine"_s}, {u"public_key"_s, edKey}}).status, 201);
    // The same user sees it in another project; another user of the same project does not.
    QCOMPARE(m_cloud->signIn(u"demo"_s, u"demo"_s, u"lab"_s).status, 201);
    QCOMPARE(m_cloud->get(u"/compute/v2.1/os-keypairs/mine"_s).status, 200);
    QCOMPARE(m_cloud->signIn(u"reader"_s, u"demo-reader"_s).status, 201);
    QCOMPARE(m_cloud->get(u"/compute/v2.1/os-keypairs/mine"_s).status, 404);
    // Even a reader of the project has key pairs.
    QCOMPARE(create({{u"name"_s, u"mine"_s}, {u"public_key"_s, edKey}}).status, 201);
}

QTEST_GUILESS_MAIN(KeyPairsTest)
#include "tst_keypairs.moc"
