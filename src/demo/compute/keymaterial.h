#pragma once

#include <QtCore/QString>

#include <optional>

namespace oriel::demo::keymaterial {

/// A key that Nova generates: the private half is returned once and not stored.
struct NewKey
{
    QString privateKey;
    QString publicKey;
    QString fingerprint;
};

/// The MD5 fingerprint of a public key in OpenSSH's format ("TYPE BASE64 COMMENT"); nullopt if Nova
/// cannot read the key.
std::optional<QString> sshFingerprint(const QString &publicKey);
/// The SHA-1 fingerprint of a PEM certificate; nullopt if it is not one.
std::optional<QString> certificateFingerprint(const QString &pem);

/// Generates a 2048-bit RSA key: PEM and OpenSSH's format.
NewKey makeSshKey();
/// Generates a certificate for logging in to Windows; its private half is a PKCS #12 file in
/// base64.
NewKey makeCertificate(const QString &userId);

/// A password as an agent in Windows posts it: with an RSA key in OpenSSH's format, PKCS #1 v1.5,
/// in base64. Empty if it is no such key.
QString encrypted(const QByteArray &password, const QString &publicKey);

} // namespace oriel::demo::keymaterial
