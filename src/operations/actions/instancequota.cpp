#include "operations/actions/instancequota.h"

#include "base/humanize.h"
#include "openstack/compute/flavor.h"
#include "openstack/compute/limits.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

struct InstanceQuota
{
    Q_DECLARE_TR_FUNCTIONS(InstanceQuota)
};

} // namespace

InstanceNeeds needsOfNew(const openstack::Flavor &flavor)
{
    return {.instances = 1, .vcpus = flavor.vcpus, .ramMiB = flavor.ramMiB};
}

InstanceNeeds needsOfChange(const openstack::Flavor &now, const openstack::Flavor &then)
{
    return {.vcpus = std::max(0, then.vcpus - now.vcpus),
            .ramMiB = std::max(0, then.ramMiB - now.ramMiB)};
}

std::vector<Briefing::Use> instanceUses(const store::CloudStores &stores,
                                        const InstanceNeeds &needs)
{
    std::vector<Briefing::Use> uses;
    const auto &limits = stores.computeLimits.value();
    if (!limits)
        return uses;
    if (needs.instances > 0)
        uses.push_back({InstanceQuota::tr("Instances"), limits->instances, needs.instances});
    if (needs.vcpus > 0)
        uses.push_back({InstanceQuota::tr("vCPUs"), limits->cores, needs.vcpus});
    if (needs.ramMiB > 0)
        uses.push_back({InstanceQuota::tr("Memory"), limits->ramMiB, needs.ramMiB, u"MiB"_s});
    return uses;
}

QString whyNotInQuota(const store::CloudStores &stores, const InstanceNeeds &needs)
{
    const auto &limits = stores.computeLimits.value();
    if (!limits)
        return {};
    if (needs.instances > 0 && !limits->instances.fits(needs.instances))
        return InstanceQuota::tr("It exceeds the quota: %1 of %2 instances are in use.")
            .arg(QString::number(limits->instances.used), QString::number(limits->instances.limit));
    if (needs.vcpus > 0 && !limits->cores.fits(needs.vcpus))
        return InstanceQuota::tr(
                   "It exceeds the quota: %1 of %2 vCPUs are in use, and %3 more are needed.")
            .arg(QString::number(limits->cores.used), QString::number(limits->cores.limit),
                 QString::number(needs.vcpus));
    if (needs.ramMiB > 0 && !limits->ramMiB.fits(needs.ramMiB))
        return InstanceQuota::tr(
                   "It exceeds the quota: %1 of %2 of memory are in use, and %3 more are needed.")
            .arg(memoryText(limits->ramMiB.used), memoryText(limits->ramMiB.limit),
                 memoryText(needs.ramMiB));
    return {};
}

} // namespace oriel::operations
