#include "openstack/identity/tls.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslKey>

#include <optional>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

QString tlsText(const char *text)
{
    return QCoreApplication::translate("oriel::openstack::Session", text);
}

Error tlsTrouble(const QString &message)
{
    Error error;
    error.kind = ErrorKind::Configuration;
    error.message = message;
    return error;
}

Result<QByteArray> readPem(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return tlsTrouble(
            tlsText(QT_TRANSLATE_NOOP("oriel::openstack::Session", "%1 cannot be read: %2"))
                .arg(path, file.errorString()));
    }
    return file.read(qint64{16} * 1024 * 1024);
}

std::optional<Error> certificateProblem(const QString &path)
{
    const auto pem = readPem(path);
    if (!pem)
        return pem.error();
    if (!QSslCertificate::fromData(*pem, QSsl::Pem).isEmpty())
        return std::nullopt;
    return tlsTrouble(
        tlsText(QT_TRANSLATE_NOOP("oriel::openstack::Session", "%1 contains no PEM certificate."))
            .arg(path));
}

std::optional<Error> keyProblem(const QString &path)
{
    const auto pem = readPem(path);
    if (!pem)
        return pem.error();
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        if (!QSslKey(*pem, algorithm, QSsl::Pem, QSsl::PrivateKey).isNull())
            return std::nullopt;
    }
    return tlsTrouble(
        tlsText(QT_TRANSLATE_NOOP(
                    "oriel::openstack::Session",
                    "%1 contains no private key in PEM format, or one with a passphrase."))
            .arg(path));
}

} // namespace

Result<net::Tls> tlsConfiguration(const CloudConfig &cloud)
{
    net::Tls tls;
    tls.verify = cloud.verify;
    if (cloud.verify && !cloud.caCertificate.isEmpty()) {
        if (auto problem = certificateProblem(cloud.caCertificate))
            return *std::move(problem);
        tls.authorities = cloud.caCertificate;
    }
    if (cloud.certificate.isEmpty())
        return tls;
    tls.certificate = cloud.certificate;
    // Without `key`, the certificate's file must contain the key.
    tls.privateKey = cloud.privateKey.isEmpty() ? cloud.certificate : cloud.privateKey;
    auto problem = certificateProblem(tls.certificate);
    if (!problem)
        problem = keyProblem(tls.privateKey);
    if (problem)
        return *std::move(problem);
    return tls;
}

} // namespace oriel::openstack
