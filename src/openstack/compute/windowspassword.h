#pragma once

#include "openstack/api.h"

/// https://docs.openstack.org/api-ref/compute/#servers-password-servers-os-server-password
namespace oriel::openstack {

/// GET /servers/{id}/os-server-password: the password that an agent in Windows has made, encrypted
/// with the server's key pair, in base64. Empty if there is none, or not yet.
struct GetServerPassword
{
    using Value = QString;

    QString serverId = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
};

/// Why a password was not decrypted.
enum class DecryptionFault {
    None,
    NotAKey,         ///< no private key in PEM or in OpenSSH's format
    PublicKey,       ///< the other half
    NotRsa,          ///< passwords are encrypted with RSA
    NeedsPassphrase, ///< the key is encrypted
    WrongPassphrase,
    OpenSshPassphrase, ///< encrypted in OpenSSH's format, which only OpenSSH reads
    WrongKey,          ///< not the key that it was encrypted with
    Broken,            ///< not an encrypted password
};

struct DecryptedPassword
{
    DecryptionFault fault = DecryptionFault::None;
    QString password; ///< a secret
};

/// Decrypts a password with the private key in `keyFile`, the content of a file. Nothing is kept.
[[nodiscard]] DecryptedPassword decryptPassword(const QString &encrypted, const QByteArray &keyFile,
                                                const QByteArray &passphrase = {});

} // namespace oriel::openstack
