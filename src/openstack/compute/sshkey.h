#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace oriel::openstack {

/// Why a text is not a public key that Nova can import.
enum class KeyFault {
    None,
    Empty,
    PrivateKey, ///< the half that must not leave the user's computer
    Several,    ///< more than one line
    NotAKey,    ///< not "TYPE BASE64 COMMENT", or the two parts do not fit
    UnknownType,
    Certificate, ///< an X.509 certificate, which makes a key pair of another type
};

/// Checks a public key in OpenSSH's format, as ssh-keygen writes it to a file that ends in ".pub".
/// Spaces and line ends around it do not matter.
[[nodiscard]] KeyFault publicKeyFault(const QString &text);

/// A key pair that was made here: Nova gets the public half only.
struct NewKey
{
    QByteArray privateKey; ///< a whole file in OpenSSH's format, without a passphrase
    QString publicKey;     ///< "ssh-ed25519 BASE64 COMMENT"
};

/// Makes an Ed25519 key pair. The comment is what `ssh-add -l` shows; it has no line ends.
[[nodiscard]] NewKey makeKey(const QString &comment);

} // namespace oriel::openstack
