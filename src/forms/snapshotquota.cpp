#include "forms/snapshotquota.h"

#include "forms/quotatext.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::forms {

namespace {

struct SnapshotQuotaWords
{
    Q_DECLARE_TR_FUNCTIONS(SnapshotQuota)
};

} // namespace

QuotaLine quotaLine(const QString &title, const openstack::Quota &quota, qint64 more,
                    const QString &unit, int things)
{
    return {title,
            quota.used,
            quota.used + more,
            quota.limit,
            quotaTextAfter(quota, more, unit, things),
            quota.fits(more)};
}

std::vector<QuotaLine> snapshotQuota(const openstack::BlockStorageLimits &limits, int snapshots,
                                     int gigabytes, bool gigabytesCount, int things)
{
    std::vector<QuotaLine> lines{quotaLine(SnapshotQuotaWords::tr("Volume snapshots"),
                                           limits.snapshots, snapshots, {}, things)};
    if (gigabytesCount)
        lines.push_back(quotaLine(SnapshotQuotaWords::tr("Storage"), limits.gigabytes, gigabytes,
                                  u"GiB"_s, things));
    return lines;
}

} // namespace oriel::forms
