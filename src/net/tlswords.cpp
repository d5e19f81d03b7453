#include "net/tlswords.h"

#include <QtCore/QCoreApplication>

namespace oriel::net {

namespace {

struct TlsWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::net::Transport)
};

// From openssl/x509_vfy.h.
constexpr long unspecified = 1; // libcurl compares the names first and stops there
constexpr long notYetValid = 9;
constexpr long expired = 10;
constexpr long selfSigned = 18;
constexpr long selfSignedInChain = 19;
constexpr long issuerUnknown = 20;
constexpr long issuerOfLeafUnknown = 21;
constexpr long revoked = 23;
constexpr long otherHost = 62;
constexpr long otherAddress = 64;

} // namespace

QString tlsWords(long code, const QString &host, const QString &why)
{
    switch (code) {
    case unspecified:
    case otherHost:
    case otherAddress:
        return TlsWords::tr("The certificate is not for the host %1. Check the address.").arg(host);
    case expired:
        return TlsWords::tr("The certificate of %1 has expired. The cloud's operator must renew "
                            "it. If the date of this computer is wrong, correct it.")
            .arg(host);
    case notYetValid:
        return TlsWords::tr("The certificate of %1 is not valid yet. Check the date of this "
                            "computer.")
            .arg(host);
    case revoked:
        return TlsWords::tr("The certificate of %1 was revoked. Do not sign in, and tell the "
                            "cloud's operator.")
            .arg(host);
    case selfSigned:
    case selfSignedInChain:
    case issuerUnknown:
    case issuerOfLeafUnknown:
        return TlsWords::tr("The certificate is signed by an authority that this computer does not "
                            "trust (%1). Ask the cloud's operator for its CA certificate and set "
                            "it as “cacert” in clouds.yaml.")
            .arg(why);
    default:
        return why;
    }
}

} // namespace oriel::net
