#include "openstack/compute/sshkey.h"

#include "base/privatefile.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

using namespace oriel;
using namespace oriel::openstack;

class TestSshKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publicKeys_data();
    void publicKeys();
    void madeKeyIsAPair();
    void madeKeysDiffer();
    void aFileIsRecognized();
};

void TestSshKey::publicKeys_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<KeyFault>("fault");
    const QString blob = u"AAAAC3NzaC1lZDI1NTE5AAAAIAIhCCkCrC3iIbUaqyI5sXXpOpu1gPJq8k5gZ0yqkZ2A"_s;
    const QString key = u"ssh-ed25519 "_s + blob;
    QTest::newRow("key") << key << KeyFault::None;
    QTest::newRow("with a comment") << QString(key + " me@home, at work"_L1) << KeyFault::None;
    QTest::newRow("as a file has it") << QString(key + " me\n"_L1) << KeyFault::None;
    QTest::newRow("nothing") << u" \n"_s << KeyFault::Empty;
    QTest::newRow("two") << QString(key + u'\n' + key) << KeyFault::Several;
    QTest::newRow("private key") << u"-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn\n"_s
                                 << KeyFault::PrivateKey;
    QTest::newRow("private RSA key")
        << u"-----BEGIN RSA PRIVATE KEY-----\nMII\n"_s << KeyFault::PrivateKey;
    QTest::newRow("certificate") << u"-----BEGIN CERTIFICATE-----\nMII\n"_s
                                 << KeyFault::Certificate;
    QTest::newRow("without its type") << blob << KeyFault::NotAKey;
    QTest::newRow("another type") << u"ssh-rsa "_s + blob << KeyFault::NotAKey;
    QTest::newRow("not base64") << u"ssh-rsa nonsense!"_s << KeyFault::NotAKey;
    QTest::newRow("two spaces") << u"ssh-ed25519  "_s + blob << KeyFault::NotAKey;
    QTest::newRow("nothing behind the type") << u"ssh-rsa AAAAB3NzaC1yc2E="_s << KeyFault::NotAKey;
    QTest::newRow("prose") << u"my key"_s << KeyFault::NotAKey;
    QTest::newRow("hardware token")
        << u"sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIA=="_s
        << KeyFault::UnknownType;
}

void TestSshKey::publicKeys()
{
    QFETCH(QString, text);
    QTEST(publicKeyFault(text), "fault");
}

void TestSshKey::madeKeyIsAPair()
{
    const NewKey made = makeKey(u"key of Zoë"_s);
    QCOMPARE(publicKeyFault(made.publicKey), KeyFault::None);
    QVERIFY(made.publicKey.endsWith(u" key of Zoë"_s));
    // OpenSSH reads the private half, and finds the same public half in it.
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"key"_s);
    QVERIFY(writePrivateFile(path, made.privateKey).ok());
    QProcess keygen;
    keygen.start(u"ssh-keygen"_s, {u"-y"_s, u"-f"_s, path});
    QVERIFY2(keygen.waitForFinished(), qPrintable(keygen.errorString()));
    QCOMPARE(keygen.exitCode(), 0);
    QCOMPARE(QString::fromUtf8(keygen.readAllStandardOutput()).trimmed(), made.publicKey);
}

void TestSshKey::madeKeysDiffer()
{
    QVERIFY(makeKey({}).publicKey != makeKey({}).publicKey);
    QCOMPARE(makeKey({}).publicKey.count(u' '), 1);
}

void TestSshKey::aFileIsRecognized()
{
    const NewKey made = makeKey(u"me"_s);
    const NewKey other = makeKey(u"me"_s);
    QVERIFY(isPrivateKeyOf(made.privateKey, made.publicKey));
    QVERIFY(!isPrivateKeyOf(made.privateKey, other.publicKey));
    QVERIFY(!isPrivateKeyOf(made.privateKey, {}));
    QVERIFY(!isPrivateKeyOf(made.privateKey.chopped(40), made.publicKey));
    QVERIFY(!isPrivateKeyOf(made.publicKey.toUtf8(), made.publicKey));
    QVERIFY(!isPrivateKeyOf({}, made.publicKey));
}

QTEST_GUILESS_MAIN(TestSshKey)
#include "tst_sshkey.moc"
