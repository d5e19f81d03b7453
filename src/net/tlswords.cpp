#include "net/tlswords.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>
#include <QtCore/QStringList>
#include <QtNetwork/QSslCertificate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::net {

namespace {

struct TlsWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::net::Transport)
};

QString day(const QDateTime &time)
{
    return QLocale().toString(time.toUTC().date(), QLocale::LongFormat);
}

/// The hosts that the certificate is for.
QString hostsOf(const QSslCertificate &certificate)
{
    constexpr qsizetype most = 3;
    QStringList names = certificate.subjectAlternativeNames().values(QSsl::DnsEntry);
    if (names.isEmpty())
        names = certificate.subjectInfo(QSslCertificate::CommonName);
    std::sort(names.begin(), names.end());
    const bool more = names.size() > most;
    return names.mid(0, most).join(u", "_s) + (more ? u", …"_s : QString());
}

} // namespace

QString tlsWords(const QList<QSslError> &errors, const QString &host)
{
    const auto find = [&](std::initializer_list<QSslError::SslError> kinds) -> const QSslError * {
        for (const QSslError &error : errors) {
            if (std::find(kinds.begin(), kinds.end(), error.error()) != kinds.end())
                return &error;
        }
        return nullptr;
    };
    if (const auto *expired = find({QSslError::CertificateExpired}))
        return TlsWords::tr("The certificate expired on %1. The cloud's operator has to renew it. "
                            "If the date of this computer is wrong, correct it.")
            .arg(day(expired->certificate().expiryDate()));
    if (const auto *early = find({QSslError::CertificateNotYetValid}))
        return TlsWords::tr("The certificate is not valid before %1. Check the date of this "
                            "computer.")
            .arg(day(early->certificate().effectiveDate()));
    if (find({QSslError::CertificateRevoked, QSslError::CertificateBlacklisted}))
        return TlsWords::tr("The certificate was revoked. Do not sign in, and tell the cloud's "
                            "operator.");
    if (const auto *other = find({QSslError::HostNameMismatch})) {
        const QString hosts = hostsOf(other->certificate());
        return hosts.isEmpty()
                   ? TlsWords::tr("The certificate is not for %1. Check the address.").arg(host)
                   : TlsWords::tr("The certificate is for %1, not for %2. Check the address.")
                         .arg(hosts, host);
    }
    if (find({QSslError::SelfSignedCertificate, QSslError::SelfSignedCertificateInChain,
              QSslError::UnableToGetIssuerCertificate, QSslError::CertificateUntrusted,
              QSslError::UnableToGetLocalIssuerCertificate,
              QSslError::UnableToVerifyFirstCertificate, QSslError::InvalidCaCertificate}))
        return TlsWords::tr("The certificate is signed by an authority that this computer does not "
                            "trust: %1. Ask the cloud's operator for its CA certificate, and name "
                            "it as “cacert” in clouds.yaml.")
            .arg(errors.first().errorString());
    return errors.isEmpty() ? QString() : errors.first().errorString();
}

} // namespace oriel::net
