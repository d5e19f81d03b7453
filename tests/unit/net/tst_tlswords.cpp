#include "net/tlswords.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel::net;

class TestTlsWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void adviceFitsTheFault_data()
    {
        QTest::addColumn<long>("code"); // of openssl/x509_vfy.h
        QTest::addColumn<QString>("says");
        QTest::addColumn<bool>("namesTheCa");
        QTest::newRow("signed by itself") << 18L << u"self-signed"_s << true;
        QTest::newRow("signed by itself, in a chain") << 19L << u"self-signed"_s << true;
        QTest::newRow("issuer unknown") << 20L << u"does not trust"_s << true;
        // A CA certificate is no cure for these.
        QTest::newRow("expired") << 10L << u"expired"_s << false;
        QTest::newRow("not valid yet") << 9L << u"not valid yet"_s << false;
        QTest::newRow("revoked") << 23L << u"revoked"_s << false;
        QTest::newRow("another host") << 62L << u"not for the host cloud.example"_s << false;
        QTest::newRow("another host, and not checked further")
            << 1L << u"not for the host cloud.example"_s << false;
        QTest::newRow("anything else") << 7L << u"self-signed"_s << false;
    }

    void adviceFitsTheFault()
    {
        QFETCH(long, code);
        QFETCH(QString, says);
        QFETCH(bool, namesTheCa);
        const QString words = tlsWords(code, u"cloud.example"_s, u"self-signed certificate"_s);
        QVERIFY2(words.contains(says), qPrintable(words));
        QCOMPARE(words.contains("cacert"_L1), namesTheCa);
    }
};

QTEST_GUILESS_MAIN(TestTlsWords)
#include "tst_tlswords.moc"
