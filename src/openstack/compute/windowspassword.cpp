#include "openstack/compute/windowspassword.h"

#include "openstack/compute/server.h"
#include "openstack/decoding.h"

#include <QtCore/QScopeGuard>
#include <QtCore/QStringDecoder>
#include <QtCore/QtEndian>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <cstring>
#include <memory>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

struct FreeKeyPart
{
    void operator()(BIO *bio) const { BIO_free(bio); }
    void operator()(BIGNUM *number) const { BN_clear_free(number); }
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX *context) const { EVP_PKEY_CTX_free(context); }
    void operator()(OSSL_PARAM_BLD *builder) const { OSSL_PARAM_BLD_free(builder); }
    void operator()(OSSL_PARAM *parameters) const { OSSL_PARAM_free(parameters); }
};
template <typename T>
using WipedKey = std::unique_ptr<T, FreeKeyPart>;

struct ReadKey
{
    DecryptionFault fault = DecryptionFault::None;
    WipedKey<EVP_PKEY> key = {};
};

/// Hands over the passphrase, and notes that one was wanted.
struct Passphrase
{
    const QByteArray &text;
    bool wanted = false;

    static int give(char *buffer, int size, int, void *self)
    {
        auto *passphrase = static_cast<Passphrase *>(self);
        passphrase->wanted = true;
        if (passphrase->text.isEmpty() || passphrase->text.size() > size)
            return -1;
        std::memcpy(buffer, passphrase->text.constData(),
                    static_cast<std::size_t>(passphrase->text.size()));
        return static_cast<int>(passphrase->text.size());
    }
};

/// The fields of OpenSSH's format: a length of four bytes, then the content.
class SshFields
{
public:
    explicit SshFields(QByteArray bytes) : m_bytes(std::move(bytes)) {}
    ~SshFields() { OPENSSL_cleanse(m_bytes.data(), static_cast<std::size_t>(m_bytes.size())); }
    Q_DISABLE_COPY_MOVE(SshFields)

    /// Empty if there is none.
    QByteArray next()
    {
        constexpr qsizetype prefix = 4;
        if (m_at + prefix > m_bytes.size())
            return {};
        const qsizetype length = qFromBigEndian<quint32>(m_bytes.constData() + m_at);
        if (length > m_bytes.size() - m_at - prefix)
            return {};
        QByteArray field = m_bytes.mid(m_at + prefix, length);
        m_at += prefix + length;
        return field;
    }
    void skip(qsizetype count) { m_at += count; }
    WipedKey<BIGNUM> number()
    {
        QByteArray bytes = next();
        WipedKey<BIGNUM> number(
            BN_bin2bn(reinterpret_cast<const unsigned char *>(bytes.constData()),
                      static_cast<int>(bytes.size()), nullptr));
        OPENSSL_cleanse(bytes.data(), static_cast<std::size_t>(bytes.size()));
        return number;
    }

private:
    QByteArray m_bytes;
    qsizetype m_at = 0;
};

WipedKey<EVP_PKEY> rsaKey(SshFields &fields)
{
    const WipedKey<BIGNUM> n = fields.number();
    const WipedKey<BIGNUM> e = fields.number();
    const WipedKey<BIGNUM> d = fields.number();
    const WipedKey<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
    if (!n || !e || !d || !builder ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) <= 0 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) <= 0 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_D, d.get()) <= 0)
        return {};
    const WipedKey<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const WipedKey<EVP_PKEY_CTX> maker(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY *key = nullptr;
    if (EVP_PKEY_fromdata_init(maker.get()) <= 0 ||
        EVP_PKEY_fromdata(maker.get(), &key, EVP_PKEY_KEYPAIR, parameters.get()) <= 0)
        return {};
    return WipedKey<EVP_PKEY>(key);
}

/// `text`: what is between the lines BEGIN and END, in base64.
ReadKey readOpenSsh(const QByteArray &text)
{
    constexpr QByteArrayView magic("openssh-key-v1\0", 15);
    constexpr qsizetype countSize = 4;
    constexpr qsizetype checkSize = 8;
    QByteArray bytes = QByteArray::fromBase64(text);
    const auto wipe = qScopeGuard(
        [&bytes] { OPENSSL_cleanse(bytes.data(), static_cast<std::size_t>(bytes.size())); });
    if (!bytes.startsWith(magic))
        return {DecryptionFault::NotAKey};
    SshFields outer(bytes.sliced(magic.size()));
    const bool isPlain = outer.next() == "none";
    if (!isPlain)
        return {DecryptionFault::OpenSshPassphrase};
    outer.next(); // the derivation of the key and its options, of which there are none
    outer.next();
    outer.skip(countSize);
    outer.next(); // the public half
    SshFields inner(outer.next());
    inner.skip(checkSize);
    if (inner.next() != "ssh-rsa")
        return {DecryptionFault::NotRsa};
    WipedKey<EVP_PKEY> key = rsaKey(inner);
    return key ? ReadKey{DecryptionFault::None, std::move(key)} : ReadKey{DecryptionFault::NotAKey};
}

ReadKey readPem(const QByteArray &file, const QByteArray &passphrase)
{
    const WipedKey<BIO> input(BIO_new_mem_buf(file.constData(), static_cast<int>(file.size())));
    Passphrase given{passphrase};
    WipedKey<EVP_PKEY> key(
        PEM_read_bio_PrivateKey(input.get(), nullptr, &Passphrase::give, &given));
    ERR_clear_error();
    if (key && EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA)
        return {DecryptionFault::NotRsa};
    if (key)
        return {DecryptionFault::None, std::move(key)};
    if (!given.wanted)
        return {DecryptionFault::NotAKey};
    return {passphrase.isEmpty() ? DecryptionFault::NeedsPassphrase
                                 : DecryptionFault::WrongPassphrase};
}

ReadKey readPrivateKey(const QByteArray &file, const QByteArray &passphrase)
{
    constexpr QByteArrayView begin("-----BEGIN OPENSSH PRIVATE KEY-----");
    constexpr QByteArrayView end("-----END OPENSSH PRIVATE KEY-----");
    const qsizetype from = file.indexOf(begin);
    if (from >= 0) {
        const qsizetype start = from + begin.size();
        const qsizetype stop = file.indexOf(end, start);
        return stop < 0 ? ReadKey{DecryptionFault::NotAKey}
                        : readOpenSsh(file.sliced(start, stop - start));
    }
    const QByteArray text = file.trimmed();
    if (text.startsWith("ssh-") || text.startsWith("ecdsa-") || text.contains("PUBLIC KEY-----"))
        return {DecryptionFault::PublicKey};
    return readPem(file, passphrase);
}

} // namespace

net::Request GetServerPassword::request() const
{
    return requestTo(Server::api, net::Method::Get, serverId, u"/os-server-password"_s);
}

Result<QString> GetServerPassword::decode(const net::Answer &answer) const
{
    return net::json::decode<QString>(
        answer, [](const net::json::Object &root) { return root.string("password"); });
}

DecryptedPassword decryptPassword(const QString &encrypted, const QByteArray &keyFile,
                                  const QByteArray &passphrase)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        encrypted.simplified().remove(u' ').toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    const QByteArray &cipherText = decoded.decoded;
    if (!decoded || cipherText.isEmpty())
        return {DecryptionFault::Broken, {}};
    const ReadKey read = readPrivateKey(keyFile, passphrase);
    if (!read.key)
        return {read.fault, {}};
    const auto size = static_cast<std::size_t>(EVP_PKEY_get_size(read.key.get()));
    if (size != static_cast<std::size_t>(cipherText.size()))
        return {DecryptionFault::WrongKey, {}};
    const WipedKey<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(read.key.get(), nullptr));
    QByteArray plain(static_cast<qsizetype>(size), '\0');
    const auto wipe = qScopeGuard(
        [&plain] { OPENSSL_cleanse(plain.data(), static_cast<std::size_t>(plain.size())); });
    std::size_t length = size;
    bool works = EVP_PKEY_decrypt_init(context.get()) > 0 &&
                 EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) > 0;
    // Newer versions of OpenSSL would return noise for a wrong key.
    EVP_PKEY_CTX_ctrl_str(context.get(), "rsa_pkcs1_implicit_rejection", "0");
    works = works && EVP_PKEY_decrypt(
                         context.get(), reinterpret_cast<unsigned char *>(plain.data()), &length,
                         reinterpret_cast<const unsigned char *>(cipherText.constData()), size) > 0;
    ERR_clear_error();
    if (!works)
        return {DecryptionFault::WrongKey, {}};
    QStringDecoder decode(QStringDecoder::Utf8);
    const QString password = decode(QByteArrayView(plain).first(static_cast<qsizetype>(length)));
    const bool isText = !decode.hasError() && !password.isEmpty() &&
                        std::ranges::all_of(password, [](QChar c) { return c.isPrint(); });
    return isText ? DecryptedPassword{DecryptionFault::None, password}
                  : DecryptedPassword{DecryptionFault::WrongKey, {}};
}

} // namespace oriel::openstack
