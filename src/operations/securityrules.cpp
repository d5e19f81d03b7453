#include "operations/securityrules.h"

#include "base/visible.h"
#include "operations/names.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::SecurityGroupRule;

class RuleWords
{
    Q_DECLARE_TR_FUNCTIONS(SecurityRules)

public:
    /// "TCP 22", "UDP 8000–8100", "All TCP"; of ICMP "ICMP type 8".
    static QString protocolText(const SecurityGroupRule &rule)
    {
        const QString protocol = protocolName(rule.protocol);
        if (rule.portMin < 0)
            //: All traffic of one protocol. %1: "TCP"
            return tr("All %1").arg(protocol);
        if (isIcmp(rule.protocol))
            return rule.portMax < 0
                       //: %1: "ICMP"; %2: a number
                       ? tr("%1 type %2").arg(protocol, QString::number(rule.portMin))
                       : tr("%1 type %2, code %3")
                             .arg(protocol, QString::number(rule.portMin),
                                  QString::number(rule.portMax));
        if (rule.portMin == rule.portMax)
            //: %1: "TCP"; %2: a port number
            return tr("%1 %2").arg(protocol, QString::number(rule.portMin));
        //: %1: "TCP"; %2, %3: the first and the last port number
        return tr("%1 %2–%3")
            .arg(protocol, QString::number(rule.portMin), QString::number(rule.portMax));
    }

    static bool isIcmp(const QString &protocol)
    {
        static const QStringList names{u"icmp"_s, u"1"_s, u"ipv6-icmp"_s, u"icmpv6"_s, u"58"_s};
        return names.contains(protocol);
    }

    static QString protocolName(const QString &protocol)
    {
        static const QHash<QString, QString> known{{u"tcp"_s, u"TCP"_s},
                                                   {u"6"_s, u"TCP"_s},
                                                   {u"udp"_s, u"UDP"_s},
                                                   {u"17"_s, u"UDP"_s},
                                                   {u"icmp"_s, u"ICMP"_s},
                                                   {u"1"_s, u"ICMP"_s},
                                                   {u"ipv6-icmp"_s, u"ICMPv6"_s},
                                                   {u"icmpv6"_s, u"ICMPv6"_s},
                                                   {u"58"_s, u"ICMPv6"_s},
                                                   {u"sctp"_s, u"SCTP"_s},
                                                   {u"gre"_s, u"GRE"_s},
                                                   {u"esp"_s, u"ESP"_s},
                                                   {u"ah"_s, u"AH"_s},
                                                   {u"vrrp"_s, u"VRRP"_s}};
        bool number = false;
        (void)protocol.toInt(&number);
        const QString name = known.value(protocol);
        //: An IP protocol without a name. %1: its number
        return name.isEmpty() ? (number ? tr("protocol %1").arg(protocol) : protocol.toUpper())
                              : name;
    }

    static std::vector<NetworkService> services()
    {
        const auto tcp = [](const QString &key, const QString &name, int port) {
            return NetworkService{key, name, u"tcp"_s, port, port};
        };
        return {tcp(u"ssh"_s, tr("SSH"), 22),
                tcp(u"rdp"_s, tr("Remote Desktop (RDP)"), 3389),
                tcp(u"http"_s, tr("HTTP"), 80),
                tcp(u"https"_s, tr("HTTPS"), 443),
                {u"ping"_s, tr("Ping"), u"icmp"_s, 8, 0},
                {u"dns"_s, tr("DNS"), u"udp"_s, 53, 53},
                tcp(u"smtp"_s, tr("SMTP"), 25),
                tcp(u"imaps"_s, tr("IMAPS"), 993),
                tcp(u"ldap"_s, tr("LDAP"), 389),
                tcp(u"mysql"_s, tr("MySQL"), 3306),
                tcp(u"postgresql"_s, tr("PostgreSQL"), 5432),
                tcp(u"mssql"_s, tr("Microsoft SQL Server"), 1433)};
    }

    static QString anywhere(const SecurityGroupRule &rule)
    {
        return rule.ethertype == "IPv6"_L1 ? tr("anywhere (IPv6)") : tr("anywhere");
    }

    static QString traffic(const SecurityGroupRule &rule)
    {
        if (rule.protocol.isEmpty())
            return tr("All traffic");
        const auto &known = networkServices();
        const auto service = std::ranges::find_if(known, [&](const NetworkService &one) {
            return protocolName(one.protocol) == protocolName(rule.protocol) &&
                   one.portMin == rule.portMin && one.portMax == rule.portMax;
        });
        const QString exact = protocolText(rule);
        //: A service and how it is spoken to: "SSH (TCP 22)".
        return service == known.end() ? exact : tr("%1 (%2)").arg(service->name, exact);
    }

    static QString remote(const SecurityGroupRule &rule, const QString &groupName)
    {
        if (!rule.remoteGroupId.isEmpty()) {
            const QString name = isolated(groupName.isEmpty() ? rule.remoteGroupId : groupName);
            //: The ports that have a security group. %1: its name
            return rule.ethertype == "IPv6"_L1 ? tr("members of “%1” (IPv6)").arg(name)
                                               : tr("members of “%1”").arg(name);
        }
        if (!rule.remoteAddressGroupId.isEmpty())
            return tr("the address group %1").arg(rule.remoteAddressGroupId);
        if (isAnywhere(rule))
            return anywhere(rule);
        const QString address = rule.remotePrefix.section(u'/', 0, 0);
        const QString length = rule.remotePrefix.section(u'/', 1);
        return length == "32"_L1 || length == "128"_L1 ? address : rule.remotePrefix;
    }

    static QString whole(const SecurityGroupRule &rule, const store::CloudStores &stores)
    {
        const auto group = stores.of<openstack::SecurityGroup>().find(rule.remoteGroupId);
        const QString what = traffic(rule);
        const QString where = remote(rule, group ? group->name : QString());
        //: A rule. %1: "SSH (TCP 22)"; %2: "anywhere", "192.0.2.0/24", "members of “web”"
        return rule.direction == "egress"_L1 ? tr("%1 to %2").arg(what, where)
                                             //: A rule, as above.
                                             : tr("%1 from %2").arg(what, where);
    }
};

} // namespace

const std::vector<NetworkService> &networkServices()
{
    static const std::vector<NetworkService> all = RuleWords::services();
    return all;
}

const NetworkService *networkServiceNamed(QStringView key)
{
    const auto found = std::ranges::find_if(
        networkServices(), [&](const NetworkService &one) { return one.key == key; });
    return found == networkServices().end() ? nullptr : &*found;
}

QString groupName(const store::CloudStores &stores, const QString &id)
{
    const auto group = stores.of<openstack::SecurityGroup>().find(id);
    return group ? nameOrId(group->name, id) : id;
}

bool isAnywhere(const SecurityGroupRule &rule)
{
    return rule.remoteGroupId.isEmpty() && rule.remoteAddressGroupId.isEmpty() &&
           (rule.remotePrefix.isEmpty() || rule.remotePrefix.endsWith("/0"_L1));
}

QString trafficText(const SecurityGroupRule &rule)
{
    return RuleWords::traffic(rule);
}

QString remoteText(const SecurityGroupRule &rule, const QString &groupName)
{
    return RuleWords::remote(rule, groupName);
}

QString ruleText(const SecurityGroupRule &rule, const store::CloudStores &stores)
{
    return RuleWords::whole(rule, stores);
}

} // namespace oriel::operations
