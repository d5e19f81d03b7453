#include "openstack/compute/windowspassword.h"

#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>

using namespace Qt::StringLiterals;
using namespace oriel::openstack;

namespace {

using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY *)>;

Key makeRsa(std::size_t bits = 2048)
{
    return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits), &EVP_PKEY_free);
}

/// As an agent in Windows does it.
QString encryptedWith(const Key &key, const QByteArray &plain)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key.get(), nullptr);
    std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(key.get()));
    QByteArray cipher(static_cast<qsizetype>(size), '\0');
    EVP_PKEY_encrypt_init(context);
    EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING);
    const bool works =
        EVP_PKEY_encrypt(context, reinterpret_cast<unsigned char *>(cipher.data()), &size,
                         reinterpret_cast<const unsigned char *>(plain.constData()),
                         static_cast<std::size_t>(plain.size())) > 0;
    EVP_PKEY_CTX_free(context);
    if (!works)
        qFatal("cannot encrypt");
    return QString::fromLatin1(cipher.toBase64());
}

enum class Form { Pkcs8, Pkcs1 };

QByteArray fileOf(const Key &key, Form form, const QByteArray &passphrase = {})
{
    BIO *bio = BIO_new(BIO_s_mem());
    const EVP_CIPHER *cipher = passphrase.isEmpty() ? nullptr : EVP_aes_256_cbc();
    const auto *secret = reinterpret_cast<const unsigned char *>(passphrase.constData());
    const auto length = static_cast<int>(passphrase.size());
    if (form == Form::Pkcs8)
        PEM_write_bio_PrivateKey(bio, key.get(), cipher, secret, length, nullptr, nullptr);
    else
        PEM_write_bio_PrivateKey_traditional(bio, key.get(), cipher, secret, length, nullptr,
                                             nullptr);
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    QByteArray text(data, static_cast<qsizetype>(size));
    BIO_free(bio);
    return text;
}

/// The same key as ssh-keygen writes it.
QByteArray asOpenSsh(const QByteArray &pem, const QString &passphrase)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"key"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(pem);
    file.close();
    QProcess keygen;
    keygen.start(u"ssh-keygen"_s,
                 {u"-p"_s, u"-q"_s, u"-N"_s, passphrase, u"-P"_s, QString(), u"-f"_s, path});
    if (!keygen.waitForFinished() || keygen.exitCode() != 0 || !file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll();
}

} // namespace

Q_DECLARE_METATYPE(oriel::openstack::DecryptionFault)

/// That the right key decrypts, in every format, and that everything else is refused in its way.
class TestWindowsPassword final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pemFiles_data();
    void pemFiles();
    void openSshFiles();
    void faults_data();
    void faults();
    void theWrongKeyNeverGivesNoise();

private:
    const Key m_key = makeRsa();
    const QString m_plain = u"gR8!ü x"_s;
    const QString m_encrypted = encryptedWith(m_key, m_plain.toUtf8());
};

void TestWindowsPassword::pemFiles_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("passphrase");
    QTest::newRow("PKCS #8") << fileOf(m_key, Form::Pkcs8) << QByteArray();
    QTest::newRow("PKCS #1") << fileOf(m_key, Form::Pkcs1) << QByteArray();
    QTest::newRow("PKCS #8, protected") << fileOf(m_key, Form::Pkcs8, "open") << QByteArray("open");
    QTest::newRow("PKCS #1, protected") << fileOf(m_key, Form::Pkcs1, "open") << QByteArray("open");
    QTest::newRow("a passphrase too many") << fileOf(m_key, Form::Pkcs1) << QByteArray("open");
    QTest::newRow("line ends of Windows")
        << fileOf(m_key, Form::Pkcs1).replace("\n", "\r\n") << QByteArray();
}

void TestWindowsPassword::pemFiles()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, passphrase);
    const DecryptedPassword decrypted = decryptPassword(m_encrypted, file, passphrase);
    QCOMPARE(decrypted.fault, DecryptionFault::None);
    QCOMPARE(decrypted.password, m_plain);
}

void TestWindowsPassword::openSshFiles()
{
    if (QStandardPaths::findExecutable(u"ssh-keygen"_s).isEmpty())
        QSKIP("there is no ssh-keygen");
    const QByteArray plain = asOpenSsh(fileOf(m_key, Form::Pkcs1), {});
    QVERIFY2(plain.startsWith("-----BEGIN OPENSSH"), plain.constData());
    QCOMPARE(decryptPassword(m_encrypted, plain).password, m_plain);
    const QByteArray locked = asOpenSsh(fileOf(m_key, Form::Pkcs1), u"opensesame"_s);
    QVERIFY2(locked.startsWith("-----BEGIN OPENSSH"), locked.constData());
    QCOMPARE(decryptPassword(m_encrypted, locked, "opensesame").fault,
             DecryptionFault::OpenSshPassphrase);
    for (qsizetype cut = 1; cut < plain.size(); cut += 97) { // never a crash, never a password
        const DecryptedPassword broken = decryptPassword(m_encrypted, plain.left(cut));
        QVERIFY(broken.fault != DecryptionFault::None);
        QVERIFY(broken.password.isEmpty());
    }
}

void TestWindowsPassword::faults_data()
{
    QTest::addColumn<QString>("encrypted");
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("passphrase");
    QTest::addColumn<DecryptionFault>("fault");
    const QByteArray none;
    const QByteArray good = fileOf(m_key, Form::Pkcs8);
    const QByteArray locked = fileOf(m_key, Form::Pkcs8, "open");
    const Key curve(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), &EVP_PKEY_free);
    QTest::newRow("empty file") << m_encrypted << none << none << DecryptionFault::NotAKey;
    QTest::newRow("text") << m_encrypted << QByteArray("hello") << none << DecryptionFault::NotAKey;
    QTest::newRow("public") << m_encrypted << QByteArray("ssh-rsa AAAA me") << none
                            << DecryptionFault::PublicKey;
    QTest::newRow("public PEM") << m_encrypted << QByteArray("-----BEGIN PUBLIC KEY-----\nAA\n")
                                << none << DecryptionFault::PublicKey;
    QTest::newRow("Ed25519") << m_encrypted << fileOf(curve, Form::Pkcs8) << none
                             << DecryptionFault::NotRsa;
    QTest::newRow("no passphrase")
        << m_encrypted << locked << none << DecryptionFault::NeedsPassphrase;
    QTest::newRow("wrong passphrase")
        << m_encrypted << locked << QByteArray("close") << DecryptionFault::WrongPassphrase;
    QTest::newRow("other key") << m_encrypted << fileOf(makeRsa(), Form::Pkcs8) << none
                               << DecryptionFault::WrongKey;
    QTest::newRow("longer key") << m_encrypted << fileOf(makeRsa(3072), Form::Pkcs8) << none
                                << DecryptionFault::WrongKey;
    QTest::newRow("not base64") << u"not ü base64"_s << good << none << DecryptionFault::Broken;
    QTest::newRow("nothing") << QString() << good << none << DecryptionFault::Broken;
}

void TestWindowsPassword::faults()
{
    QFETCH(QString, encrypted);
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, passphrase);
    QFETCH(DecryptionFault, fault);
    const DecryptedPassword decrypted = decryptPassword(encrypted, file, passphrase);
    QCOMPARE(decrypted.fault, fault);
    QVERIFY(decrypted.password.isEmpty());
}

void TestWindowsPassword::theWrongKeyNeverGivesNoise()
{
    const QByteArray other = fileOf(makeRsa(), Form::Pkcs8);
    for (int i = 0; i < 50; ++i)
        QCOMPARE(decryptPassword(encryptedWith(m_key, "a"), other).fault,
                 DecryptionFault::WrongKey);
}

QTEST_GUILESS_MAIN(TestWindowsPassword)
#include "tst_windowspassword.moc"
