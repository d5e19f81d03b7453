#include "openstack/compute/sshkey.h"

#include "base/literals.h"

#include <QtCore/QStringList>
#include <QtCore/QtEndian>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <memory>

namespace oriel::openstack {

namespace {

constexpr auto ed25519 = "ssh-ed25519";
constexpr std::size_t ed25519Size = 32;
constexpr auto firstLine = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
constexpr auto lastLine = "-----END OPENSSH PRIVATE KEY-----\n";

struct FreeKey
{
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
};

QByteArray number(quint32 value)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}

QByteArray field(const QByteArray &bytes)
{
    return number(static_cast<quint32>(bytes.size())) + bytes;
}

/// Base64 in lines, as ssh-keygen writes it.
QByteArray folded(const QByteArray &bytes)
{
    constexpr qsizetype lineLength = 70;
    const QByteArray all = bytes.toBase64();
    QByteArray lines;
    for (qsizetype at = 0; at < all.size(); at += lineLength)
        lines += all.mid(at, lineLength) + '\n';
    return lines;
}

bool isSupportedType(const QString &type)
{
    static const std::array types{"ssh-ed25519"_L1,
                                  "ssh-rsa"_L1,
                                  "ssh-dss"_L1,
                                  "ecdsa-sha2-nistp256"_L1,
                                  "ecdsa-sha2-nistp384"_L1,
                                  "ecdsa-sha2-nistp521"_L1};
    return std::find(types.begin(), types.end(), type) != types.end();
}

} // namespace

KeyFault publicKeyFault(const QString &text)
{
    const QString line = text.trimmed();
    if (line.isEmpty())
        return KeyFault::Empty;
    if (line.contains("PRIVATE KEY"_L1))
        return KeyFault::PrivateKey;
    if (line.startsWith("-----BEGIN CERTIFICATE"_L1))
        return KeyFault::Certificate;
    if (line.contains(u'\n') || line.contains(u'\r'))
        return KeyFault::Several;
    // Nova splits at single spaces.
    const QStringList words = line.split(u' ');
    if (words.size() < 2)
        return KeyFault::NotAKey;
    const auto blob = QByteArray::fromBase64Encoding(words[1].toLatin1(),
                                                     QByteArray::AbortOnBase64DecodingErrors);
    const QByteArray type = field(words[0].toLatin1());
    if (!blob || !blob.decoded.startsWith(type) || blob.decoded.size() <= type.size())
        return KeyFault::NotAKey;
    return isSupportedType(words[0]) ? KeyFault::None : KeyFault::UnknownType;
}

NewKey makeKey(const QString &comment)
{
    const std::unique_ptr<EVP_PKEY, FreeKey> key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    std::array<unsigned char, ed25519Size> half{};
    std::size_t size = half.size();
    const auto asBytes = [&half] {
        return QByteArray(reinterpret_cast<const char *>(half.data()), half.size());
    };
    EVP_PKEY_get_raw_public_key(key.get(), half.data(), &size);
    const QByteArray publicHalf = asBytes();
    EVP_PKEY_get_raw_private_key(key.get(), half.data(), &size);
    QByteArray privateHalf = asBytes() + publicHalf;
    OPENSSL_cleanse(half.data(), half.size());

    // https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
    const QByteArray publicBlob = field(ed25519) + field(publicHalf);
    std::array<unsigned char, 4> check{};
    RAND_bytes(check.data(), static_cast<int>(check.size()));
    const QByteArray checked(reinterpret_cast<const char *>(check.data()), check.size());
    QByteArray secret =
        checked + checked + publicBlob + field(privateHalf) + field(comment.toUtf8());
    for (char pad = 1; secret.size() % 8 != 0; ++pad)
        secret += pad;
    const QByteArray none = field("none");
    QByteArray file = QByteArray("openssh-key-v1", 15) + none + none + field({}) + number(1) +
                      field(publicBlob) + field(secret);
    NewKey made;
    made.privateKey = firstLine + folded(file) + lastLine;
    made.publicKey = QStringList{QString::fromLatin1(ed25519),
                                 QString::fromLatin1(publicBlob.toBase64()), comment}
                         .join(u' ')
                         .trimmed();
    for (QByteArray *bytes : {&privateHalf, &secret, &file})
        OPENSSL_cleanse(bytes->data(), static_cast<std::size_t>(bytes->size()));
    return made;
}

NewKey::~NewKey()
{
    OPENSSL_cleanse(privateKey.data(), static_cast<std::size_t>(privateKey.size()));
}

bool isPrivateKeyOf(const QByteArray &file, const QString &publicKey)
{
    // The public half is in the file, not encrypted.
    const auto blob = QByteArray::fromBase64(publicKey.section(u' ', 1, 1).toLatin1());
    if (!file.startsWith(firstLine) || !file.endsWith(lastLine) || blob.isEmpty())
        return false;
    QByteArray content = QByteArray::fromBase64(file.sliced(
        qstrlen(firstLine), file.size() - qsizetype(qstrlen(firstLine) + qstrlen(lastLine))));
    const bool holds = content.contains(field(blob));
    OPENSSL_cleanse(content.data(), static_cast<std::size_t>(content.size()));
    return holds;
}

} // namespace oriel::openstack
