#include "net/tlswords.h"

#include <QtNetwork/QSslCertificate>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel::net;

class TestTlsWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void adviceFitsTheFault()
    {
        const auto certificates =
            QSslCertificate::fromPath(QStringLiteral(ORIEL_FIXTURES "/authority.pem"));
        QVERIFY(!certificates.isEmpty());
        const QSslCertificate &certificate = certificates.front();
        const auto words = [&](std::initializer_list<QSslError::SslError> kinds) {
            QList<QSslError> errors;
            for (const auto kind : kinds)
                errors.append(QSslError(kind, certificate));
            return tlsWords(errors, u"cloud.example"_s);
        };
        const QString unknown = words({QSslError::SelfSignedCertificate});
        QVERIFY2(unknown.contains("cacert"_L1), qPrintable(unknown));
        // A CA certificate is no cure for these, even if it is missing as well.
        const QString expired =
            words({QSslError::SelfSignedCertificate, QSslError::CertificateExpired});
        QVERIFY2(expired.contains("expired"_L1) && !expired.contains("cacert"_L1),
                 qPrintable(expired));
        const QString other =
            words({QSslError::UnableToGetLocalIssuerCertificate, QSslError::HostNameMismatch});
        QVERIFY2(other.contains("cloud.example"_L1) && !other.contains("cacert"_L1),
                 qPrintable(other));
        QVERIFY(words({QSslError::CertificateNotYetValid}).contains("not valid before"_L1));
        QVERIFY(words({QSslError::CertificateRevoked}).contains("revoked"_L1));
    }
};

QTEST_GUILESS_MAIN(TestTlsWords)
#include "tst_tlswords.moc"
