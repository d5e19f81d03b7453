#include "operations/actions/actions.h"
#include "support/modelfixture.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::Values;

/// What "Add rule" makes of what was entered, and what it refuses.
class TestSecurityRules final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void made_data();
    void made();
};

void TestSecurityRules::made_data()
{
    QTest::addColumn<Values>("values");
    QTest::addColumn<QString>("command"); ///< from --ethertype on
    QTest::addColumn<QString>("problem"); ///< a part of it; empty: none
    const auto row = [](const char *name, Values values, const char *command,
                        const char *problem = "") {
        values.insert(u"service"_s, u"other"_s);
        if (!values.contains("remote"_L1))
            values.insert(u"remote"_s, u"anywhere"_s);
        QTest::newRow(name) << values << QString::fromLatin1(command) << QString::fromUtf8(problem);
    };
    row("a protocol by name", {{u"protocol"_s, u"ospf"_s}}, "IPv4 --protocol ospf");
    row("in capitals", {{u"protocol"_s, u"UDPLITE"_s}, {u"dst-port"_s, u"5000-5010"_s}},
        "IPv4 --protocol udplite --dst-port 5000:5010");
    row("by number", {{u"protocol"_s, u"47"_s}}, "IPv4 --protocol 47");
    row("by number in the window", {{u"protocol"_s, u"number"_s}, {u"protocol-number"_s, 115}},
        "IPv4 --protocol 115");
    row("0 is a number", {{u"protocol"_s, u"number"_s}, {u"protocol-number"_s, 0}},
        "IPv4 --protocol 0");
    row("ports of a number", {{u"protocol"_s, u"6"_s}, {u"dst-port"_s, u"22"_s}},
        "IPv4 --protocol 6 --dst-port 22");
    row("a type of ICMP", {{u"protocol"_s, u"icmp"_s}, {u"icmp-type"_s, u"8"_s}},
        "IPv4 --protocol icmp --icmp-type 8");
    row("a type and a code",
        {{u"protocol"_s, u"icmp"_s}, {u"icmp-type"_s, u"3"_s}, {u"icmp-code"_s, u"0"_s}},
        "IPv4 --protocol icmp --icmp-type 3 --icmp-code 0");
    row("only of IPv6", {{u"protocol"_s, u"ipv6-icmp"_s}, {u"icmp-type"_s, u"135"_s}},
        "IPv6 --protocol ipv6-icmp --icmp-type 135");
    row("the old name of ICMPv6", {{u"protocol"_s, u"icmpv6"_s}}, "IPv6 --protocol ipv6-icmp");
    row("ICMP of IPv6", {{u"protocol"_s, u"1"_s}, {u"ethertype"_s, u"IPv6"_s}},
        "IPv6 --protocol 58");
    row("no name", {{u"protocol"_s, u"nonsense"_s}}, nullptr, "0 to 255");
    row("too large", {{u"protocol"_s, u"256"_s}}, nullptr, "0 to 255");
    row("a code without a type", {{u"protocol"_s, u"icmp"_s}, {u"icmp-code"_s, u"1"_s}}, nullptr,
        "only with a type");
    row("no type", {{u"protocol"_s, u"icmp"_s}, {u"icmp-type"_s, u"256"_s}}, nullptr,
        "from 0 to 255");
    row("ports of a protocol that has none", {{u"protocol"_s, u"gre"_s}, {u"dst-port"_s, u"22"_s}},
        nullptr, "no meaning");
    row("IPv6 from IPv4",
        {{u"protocol"_s, u"ipv6-icmp"_s},
         {u"remote"_s, u"range"_s},
         {u"remote-ip"_s, u"192.0.2.0/24"_s}},
        nullptr, "IPv6 only");
}

void TestSecurityRules::made()
{
    QFETCH(const Values, values);
    QFETCH(const QString, command);
    QFETCH(const QString, problem);
    test::ModelFixture cloud;
    const operations::Action &action = *operations::actionNamed(u"add-security-group-rule");
    const QString found = action.problem({cloud.stores}, u"g"_s, values);
    if (problem.isEmpty()) {
        QCOMPARE(found, QString());
        QCOMPARE(
            action.command(u"web"_s, values).join(u' '),
            u"openstack security group rule create --ingress --ethertype %1 web"_s.arg(command));
    } else {
        QVERIFY2(found.contains(problem), qPrintable(found));
    }
}

QTEST_GUILESS_MAIN(TestSecurityRules)
#include "tst_securityrules.moc"
