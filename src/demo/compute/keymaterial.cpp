#include "demo/compute/keymaterial.h"

#include "base/literals.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QHash>
#include <QtCore/QRegularExpression>
#include <QtCore/QtEndian>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace oriel::demo::keymaterial {

namespace {

struct Free
{
    void operator()(BIO *bio) const { BIO_free(bio); }
    void operator()(BIGNUM *number) const { BN_free(number); }
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION *extension) const { X509_EXTENSION_free(extension); }
    void operator()(PKCS12 *file) const { PKCS12_free(file); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

QByteArray bytesOf(const Owned<BIO> &bio)
{
    const char *data = nullptr;
    const auto size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<qsizetype>(size)};
}

/// Removes one field from the front of an SSH blob: a four-byte length, then the bytes.
std::optional<QByteArray> takeField(QByteArray &blob)
{
    if (blob.size() < 4)
        return std::nullopt;
    const auto length = qFromBigEndian<quint32>(blob.constData());
    if (length > static_cast<quint64>(blob.size() - 4))
        return std::nullopt;
    QByteArray field = blob.mid(4, length);
    blob.remove(0, 4 + static_cast<qsizetype>(length));
    return field;
}

QByteArray field(const QByteArray &bytes)
{
    QByteArray length(4, '\0');
    qToBigEndian(static_cast<quint32>(bytes.size()), length.data());
    return length + bytes;
}

/// A positive number of an RSA key in SSH's format: with a leading zero before a high bit.
QByteArray numberField(EVP_PKEY *key, const char *name)
{
    BIGNUM *number = nullptr;
    EVP_PKEY_get_bn_param(key, name, &number);
    const Owned<BIGNUM> owned(number);
    QByteArray bytes(BN_num_bytes(number), '\0');
    BN_bn2bin(number, reinterpret_cast<unsigned char *>(bytes.data()));
    if (bytes.at(0) & 0x80)
        bytes.prepend('\0');
    return field(bytes);
}

/// Whether the fields after the type are those of a key of this type.
bool isWhole(const QString &type, QByteArray blob)
{
    static const QHash<QString, int> numbers{{u"ssh-rsa"_s, 2}, {u"ssh-dss"_s, 4}};
    static const QHash<QString, int> points{{u"ecdsa-sha2-nistp256"_s, 65},
                                            {u"ecdsa-sha2-nistp384"_s, 97},
                                            {u"ecdsa-sha2-nistp521"_s, 133}};
    if (takeField(blob) != type.toLatin1())
        return false;
    if (type == u"ssh-ed25519") {
        const auto key = takeField(blob);
        return key && key->size() == 32 && blob.isEmpty();
    }
    if (const auto length = points.constFind(type); length != points.cend()) {
        const auto curve = takeField(blob);
        const auto point = takeField(blob);
        return curve == type.section(u'-', 2).toLatin1() && point && point->size() == *length &&
               point->at(0) == 4 && blob.isEmpty();
    }
    const int expected = numbers.value(type);
    for (int i = 0; i < expected; ++i) {
        if (!takeField(blob))
            return false;
    }
    return expected > 0 && blob.isEmpty();
}

QString colons(const QByteArray &digest)
{
    return QString::fromLatin1(digest.toHex(':'));
}

Owned<EVP_PKEY> makeRsa()
{
    return Owned<EVP_PKEY>(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048}));
}

} // namespace

std::optional<QString> sshFingerprint(const QString &publicKey)
{
    static const QRegularExpression form(u"^(\\S+)[ \\t]+(\\S+)"_s);
    const auto match = form.match(publicKey);
    if (!match.hasMatch())
        return std::nullopt;
    const auto blob = QByteArray::fromBase64Encoding(match.captured(2).toLatin1(),
                                                     QByteArray::AbortOnBase64DecodingErrors);
    if (!blob || !isWhole(match.captured(1), blob.decoded))
        return std::nullopt;
    // Nova accepts a tab or several spaces between the parts, but then takes the word after one
    // space.
    const QStringList words = publicKey.split(u' ');
    if (words.size() < 2)
        return std::nullopt;
    return colons(QCryptographicHash::hash(QByteArray::fromBase64(words[1].toLatin1()),
                                           QCryptographicHash::Md5));
}

std::optional<QString> certificateFingerprint(const QString &pem)
{
    const QByteArray text = pem.toUtf8();
    const Owned<BIO> source(BIO_new_mem_buf(text.constData(), static_cast<int>(text.size())));
    const Owned<X509> certificate(PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr));
    if (!certificate)
        return std::nullopt;
    QByteArray digest(EVP_MAX_MD_SIZE, '\0');
    unsigned int length = 0;
    X509_digest(certificate.get(), EVP_sha1(), reinterpret_cast<unsigned char *>(digest.data()),
                &length);
    return colons(digest.left(length));
}

NewKey makeSshKey()
{
    const Owned<EVP_PKEY> key = makeRsa();
    const Owned<BIO> pem(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey_traditional(pem.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                         nullptr);
    const QByteArray blob = field("ssh-rsa") + numberField(key.get(), OSSL_PKEY_PARAM_RSA_E) +
                            numberField(key.get(), OSSL_PKEY_PARAM_RSA_N);
    const QString publicKey =
        u"ssh-rsa "_s + QString::fromLatin1(blob.toBase64()) + u" Generated-by-Nova";
    return {QString::fromLatin1(bytesOf(pem)), publicKey,
            sshFingerprint(publicKey).value_or(u""_s)};
}

NewKey makeCertificate(const QString &userId)
{
    const Owned<EVP_PKEY> key = makeRsa();
    const Owned<X509> certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set_int64(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3650L * 86'400);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME *name = X509_get_subject_name(certificate.get());
    const QByteArray user = userId.toLatin1();
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char *>(user.constData()), -1, -1,
                               0);
    X509_set_issuer_name(certificate.get(), name);
    const auto extend = [&](int kind, const QByteArray &value) {
        const Owned<X509_EXTENSION> extension(
            X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.constData()));
        X509_add_ext(certificate.get(), extension.get(), -1);
    };
    extend(NID_ext_key_usage, "clientAuth");
    extend(NID_subject_alt_name,
           QByteArray("otherName:1.3.6.1.4.1.311.20.2.3;UTF8:" + user + "@localhost"));
    X509_sign(certificate.get(), key.get(), EVP_sha256());

    const Owned<BIO> pem(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(pem.get(), certificate.get());
    const Owned<PKCS12> file(
        PKCS12_create("", nullptr, key.get(), certificate.get(), nullptr, 0, 0, 0, 0, 0));
    const Owned<BIO> packed(BIO_new(BIO_s_mem()));
    i2d_PKCS12_bio(packed.get(), file.get());
    const QString publicKey = QString::fromLatin1(bytesOf(pem));
    return {QString::fromLatin1(bytesOf(packed).toBase64()), publicKey,
            certificateFingerprint(publicKey).value_or(u""_s)};
}

QString encrypted(const QByteArray &password, const QString &publicKey)
{
    QByteArray blob = QByteArray::fromBase64(publicKey.section(u' ', 1, 1).toLatin1());
    const auto type = takeField(blob);
    const auto exponent = takeField(blob);
    const auto modulus = takeField(blob);
    if (type != "ssh-rsa" || !exponent || !modulus)
        return {};
    const auto number = [](const QByteArray &bytes) {
        return Owned<BIGNUM>(BN_bin2bn(reinterpret_cast<const unsigned char *>(bytes.constData()),
                                       static_cast<int>(bytes.size()), nullptr));
    };
    const Owned<BIGNUM> n = number(*modulus);
    const Owned<BIGNUM> e = number(*exponent);
    const std::unique_ptr<OSSL_PARAM_BLD, void (*)(OSSL_PARAM_BLD *)> build(OSSL_PARAM_BLD_new(),
                                                                            &OSSL_PARAM_BLD_free);
    OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
    OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
    const std::unique_ptr<OSSL_PARAM, void (*)(OSSL_PARAM *)> parameters(
        OSSL_PARAM_BLD_to_param(build.get()), &OSSL_PARAM_free);
    using Keys = std::unique_ptr<EVP_PKEY_CTX, void (*)(EVP_PKEY_CTX *)>;
    const Keys maker(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr), &EVP_PKEY_CTX_free);
    EVP_PKEY *made = nullptr;
    if (EVP_PKEY_fromdata_init(maker.get()) <= 0 ||
        EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) <= 0)
        return {};
    const Owned<EVP_PKEY> key(made);
    const Keys cipher(EVP_PKEY_CTX_new(key.get(), nullptr), &EVP_PKEY_CTX_free);
    std::size_t size = 0;
    const auto *plain = reinterpret_cast<const unsigned char *>(password.constData());
    const auto length = static_cast<std::size_t>(password.size());
    if (EVP_PKEY_encrypt_init(cipher.get()) <= 0 ||
        EVP_PKEY_CTX_set_rsa_padding(cipher.get(), RSA_PKCS1_PADDING) <= 0 ||
        EVP_PKEY_encrypt(cipher.get(), nullptr, &size, plain, length) <= 0)
        return {};
    QByteArray text(static_cast<qsizetype>(size), '\0');
    if (EVP_PKEY_encrypt(cipher.get(), reinterpret_cast<unsigned char *>(text.data()), &size, plain,
                         length) <= 0)
        return {};
    text.truncate(static_cast<qsizetype>(size));
    return QString::fromLatin1(text.toBase64());
}

} // namespace oriel::demo::keymaterial
