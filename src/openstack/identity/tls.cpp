#include "openstack/identity/tls.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslKey>

#include <utility>

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

Result<QList<QSslCertificate>> readCertificates(const QString &path)
{
    const auto pem = readPem(path);
    if (!pem)
        return pem.error();
    const QList<QSslCertificate> certificates = QSslCertificate::fromData(*pem, QSsl::Pem);
    if (certificates.isEmpty()) {
        return tlsTrouble(
            tlsText(QT_TRANSLATE_NOOP("oriel::openstack::Session", "%1 holds no PEM certificate."))
                .arg(path));
    }
    return certificates;
}

QSslKey anyKey(const QByteArray &pem)
{
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        const QSslKey key(pem, algorithm, QSsl::Pem, QSsl::PrivateKey);
        if (!key.isNull())
            return key;
    }
    return {};
}

} // namespace

Result<QSslConfiguration> tlsConfiguration(const CloudConfig &cloud)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    if (!cloud.verify)
        tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    if (!cloud.caCertificate.isEmpty() && cloud.verify) {
        auto authorities = readCertificates(cloud.caCertificate);
        if (!authorities)
            return authorities.error();
        tls.setCaCertificates(*authorities);
    }
    if (cloud.certificate.isEmpty())
        return tls;
    const auto chain = readCertificates(cloud.certificate);
    if (!chain)
        return chain.error();
    tls.setLocalCertificateChain(*chain);
    // Without `key` the certificate's file holds it as well.
    const QString keyPath = cloud.privateKey.isEmpty() ? cloud.certificate : cloud.privateKey;
    const auto pem = readPem(keyPath);
    if (!pem)
        return pem.error();
    const QSslKey key = anyKey(*pem);
    if (key.isNull()) {
        return tlsTrouble(
            tlsText(
                QT_TRANSLATE_NOOP("oriel::openstack::Session",
                                  "%1 holds no private key in PEM form, or one with a passphrase."))
                .arg(keyPath));
    }
    tls.setPrivateKey(key);
    return tls;
}

} // namespace oriel::openstack
