#include "forms/decryptiontext.h"

#include "base/visible.h"

#include <QtCore/QCoreApplication>

namespace oriel::forms {

namespace {

struct DecryptionWords
{
    Q_DECLARE_TR_FUNCTIONS(Decryption)
};

} // namespace

QString decryptionText(openstack::DecryptionFault fault, const QString &keyName)
{
    using Fault = openstack::DecryptionFault;
    switch (fault) {
    case Fault::NotAKey:
        return DecryptionWords::tr("This file is not a private key.");
    case Fault::PublicKey:
        return DecryptionWords::tr("This is a public key. Use the private key: the file without "
                                   "“.pub” at the end of its name.");
    case Fault::NotRsa:
        return DecryptionWords::tr("This is not an RSA key. Windows encrypts its password with RSA "
                                   "only.");
    case Fault::NeedsPassphrase:
        return DecryptionWords::tr("The key is protected. Enter its passphrase.");
    case Fault::WrongPassphrase:
        return DecryptionWords::tr("The passphrase is wrong.");
    case Fault::OpenSshPassphrase:
        return DecryptionWords::tr("The key is protected in OpenSSH’s own format. Copy the file, "
                                   "and convert the copy with: ssh-keygen -p -m PEM -f FILE");
    case Fault::WrongKey:
        return DecryptionWords::tr("This key does not fit. The password is encrypted with the key "
                                   "pair “%1”.")
            .arg(isolated(keyName));
    case Fault::Broken:
        return DecryptionWords::tr("What the cloud returned is not an encrypted password.");
    case Fault::None:
        break;
    }
    return {};
}

} // namespace oriel::forms
