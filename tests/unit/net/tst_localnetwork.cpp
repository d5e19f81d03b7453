#include "net/localnetwork.h"

#include "base/literals.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace oriel::net;

/// The network of this computer, by the addresses that it has.
class TestLocalNetwork final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void networks_data();
    void networks();
    void thisComputerSaysNothing();
};

void TestLocalNetwork::networks_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("network");
    const auto row = [](const char *name, const QString &address, const QString &network) {
        QTest::newRow(name) << address << network;
    };
    row("at home", u"192.168.1.23"_s, u"192.168.1.0/24"_s);
    row("not on a byte", u"10.99.7.130"_s, u"10.99.7.128/26"_s);
    row("a public one", u"198.51.100.77"_s, u"198.51.100.0/24"_s);
    row("a tunnel without others", u"10.8.0.6"_s, u"10.8.0.6/32"_s);
    row("of an unknown length", u"10.9.0.1"_s, u"10.9.0.1/32"_s);
    row("this computer only", u"127.0.0.1"_s, {});
    row("IPv6", u"2001:db8::7"_s, {}); // floating IPs are IPv4
    row("of another computer", u"192.168.1.24"_s, {});
    row("no route", {}, {});
}

void TestLocalNetwork::networks()
{
    QFETCH(const QString, address);
    const auto one = [](const QString &text, int length) {
        return LocalAddress{QHostAddress(text), length};
    };
    const std::vector<LocalAddress> addresses{
        one(u"127.0.0.1"_s, 8),      one(u"192.168.1.23"_s, 24), one(u"10.99.7.130"_s, 26),
        one(u"198.51.100.77"_s, 24), one(u"10.8.0.6"_s, 32),     one(u"10.9.0.1"_s, -1),
        one(u"2001:db8::7"_s, 64)};
    QTEST(networkOf(QHostAddress(address), addresses), "network");
}

/// Whatever network this computer has, it is never itself.
void TestLocalNetwork::thisComputerSaysNothing()
{
    for (const QString &host : {u"127.0.0.1"_s, u"::1"_s}) {
        const LocalNetwork network(host);
        const QString range = network.range();
        QVERIFY2(!range.startsWith(u"127."_s), qPrintable(range));
        QCOMPARE(network.range(), range);
    }
}

QTEST_GUILESS_MAIN(TestLocalNetwork)
#include "tst_localnetwork.moc"
