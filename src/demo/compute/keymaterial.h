#pragma once

#include <QtCore/QString>

#include <optional>

namespace oriel::demo::keymaterial {

/// A key that Nova generates: the private half is answered once and not kept.
struct NewKey
{
    QString privateKey;
    QString publicKey;
    QString fingerprint;
};

/// The MD5 fingerprint of a public key in OpenSSH's format ("TYPE BASE64 COMMENT"); nothing where
/// Nova cannot read the key.
std::optional<QString> sshFingerprint(const QString &publicKey);
/// The SHA-1 fingerprint of a certificate in PEM; nothing where it is not one.
std::optional<QString> certificateFingerprint(const QString &pem);

/// An RSA key of 2048 bits: PEM and OpenSSH's format.
NewKey makeSshKey();
/// A certificate for a client's log-in to Windows; its private half is a PKCS #12 file in base64.
NewKey makeCertificate(const QString &userId);

} // namespace oriel::demo::keymaterial
