#pragma once

#include "forms/launchfault.h"
#include "forms/snapshotquota.h"
#include "operations/launch/launchrequest.h"
#include "store/cloudstores.h"

#include <vector>

namespace oriel::forms {

/// What a launch needs of a quota, and the field that it depends on.
struct LaunchQuotaLine
{
    QString field;
    QuotaLine line;
};

/// What so many instances need of the project's quotas, as far as they are known. GUI thread.
class LaunchQuota
{
    Q_DECLARE_TR_FUNCTIONS(LaunchQuota)

public:
    LaunchQuota(const store::CloudStores &stores, int count);

    [[nodiscard]] std::vector<LaunchQuotaLine>
    lines(const operations::LaunchRequest &request) const;
    /// What does not fit.
    [[nodiscard]] static std::vector<LaunchFault> faults(const std::vector<LaunchQuotaLine> &lines);
    /// Why they cannot have this flavor, as a sentence; empty: they can.
    [[nodiscard]] QString flavorObstacle(const openstack::Flavor &flavor) const;
    /// Why they cannot be in this server group, as a sentence; empty: they can.
    [[nodiscard]] QString serverGroupProblem(const QString &groupId) const;

private:
    using Lines = std::vector<LaunchQuotaLine>;

    void addCompute(Lines &lines, const operations::LaunchRequest &request) const;
    void addStorage(Lines &lines, const operations::LaunchRequest &request) const;
    void addNetwork(Lines &lines, const operations::LaunchRequest &request) const;
    void add(Lines &lines, const QString &field, const QString &title,
             const openstack::Quota &quota, qint64 more, const QString &unit = {}) const;

    const store::CloudStores &m_stores;
    int m_count;
};

} // namespace oriel::forms
