#include "forms/launchquota.h"

#include "base/humanize.h"
#include "openstack/compute/servergroup.h"
#include "operations/actions/volumequota.h"

using namespace Qt::StringLiterals;

namespace oriel::forms {

LaunchQuota::LaunchQuota(const store::CloudStores &stores, int count)
    : m_stores(stores)
    , m_count(count)
{}

std::vector<LaunchQuotaLine> LaunchQuota::lines(const operations::LaunchRequest &request) const
{
    Lines lines;
    addCompute(lines, request);
    addStorage(lines, request);
    addNetwork(lines, request);
    return lines;
}

void LaunchQuota::add(Lines &lines, const QString &field, const QString &title,
                      const openstack::Quota &quota, qint64 more, const QString &unit) const
{
    lines.push_back({field, quotaLine(title, quota, more, unit, m_count)});
}

void LaunchQuota::addCompute(Lines &lines, const operations::LaunchRequest &request) const
{
    const auto &limits = m_stores.computeLimits.value();
    if (!limits)
        return;
    add(lines, u"count"_s, tr("Instances"), limits->instances, m_count);
    const auto flavor = m_stores.flavors.find(request.server.flavorId);
    if (!flavor)
        return;
    add(lines, u"flavor"_s, tr("Cores"), limits->cores, qint64{flavor->vcpus} * m_count);
    add(lines, u"flavor"_s, tr("Memory"), limits->ramMiB, qint64{flavor->ramMiB} * m_count,
        u"MiB"_s);
}

void LaunchQuota::addStorage(Lines &lines, const operations::LaunchRequest &request) const
{
    for (const auto &use : operations::volumeUses(m_stores, request.newVolumes()))
        add(lines, u"disk"_s, use.title, use.quota, use.ofEach ? use.more : use.more * m_count,
            use.unit);
}

/// Of what it creates in the network, as far as the cloud says it.
void LaunchQuota::addNetwork(Lines &lines, const operations::LaunchRequest &request) const
{
    const auto &quotas = m_stores.networkQuotas.value();
    if (!quotas)
        return;
    const auto addKnown = [&](const QString &field, const QString &title,
                              const openstack::Quota &quota, qint64 more) {
        if (quota.known && more > 0)
            add(lines, field, title, quota, more);
    };
    addKnown(u"networks"_s, tr("Ports"), quotas->of(u"port"_s),
             static_cast<qint64>(request.server.networkIds.size()) * m_count);
    const bool allocates = request.floatingIp && request.floatingIp->id.isEmpty();
    addKnown(u"address"_s, tr("Floating IPs"), quotas->of(u"floatingip"_s), allocates ? 1 : 0);
    if (!request.group)
        return;
    addKnown(u"service"_s, tr("Security groups"), quotas->of(u"security_group"_s), 1);
    // Neutron adds two rules to each new group: everything may go out.
    constexpr int egressRules = 2;
    addKnown(u"service"_s, tr("Security group rules"), quotas->of(u"security_group_rule"_s),
             operations::ethertypesOf(*request.group).size() + egressRules);
}

std::vector<LaunchFault> LaunchQuota::faults(const std::vector<LaunchQuotaLine> &lines)
{
    std::vector<LaunchFault> faults;
    for (const auto &[field, line] : lines) {
        if (!line.fits)
            faults.push_back(
                {field, tr("This exceeds the quota. %1: %2.").arg(line.title, line.text)});
    }
    return faults;
}

QString LaunchQuota::flavorObstacle(const openstack::Flavor &flavor) const
{
    const auto &limits = m_stores.computeLimits.value();
    if (!limits)
        return {};
    if (!limits->cores.fits(qint64{flavor.vcpus} * m_count))
        return tr("This exceeds the quota of cores: %1 of %2 are in use.")
            .arg(QString::number(limits->cores.used), QString::number(limits->cores.limit));
    if (!limits->ramMiB.fits(qint64{flavor.ramMiB} * m_count))
        return tr("This exceeds the quota of memory: %1 of %2 are in use.")
            .arg(memoryText(limits->ramMiB.used), memoryText(limits->ramMiB.limit));
    return {};
}

QString LaunchQuota::serverGroupProblem(const QString &groupId) const
{
    const auto group = m_stores.of<openstack::ServerGroup>().find(groupId);
    const auto &limits = m_stores.computeLimits.value();
    if (!group || !limits || limits->mostServerGroupMembers < 0 ||
        group->members.size() + m_count <= limits->mostServerGroupMembers)
        return {};
    //: The quota of a server group: numbers of instances.
    return tr("A server group can have %1 instances, and this one has %2.")
        .arg(QString::number(limits->mostServerGroupMembers),
             QString::number(group->members.size()));
}

} // namespace oriel::forms
