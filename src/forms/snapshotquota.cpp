#include "forms/snapshotquota.h"

#include "forms/quotatext.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

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

std::vector<QuotaLine> snapshotQuota(const store::CloudStores &stores,
                                     const std::vector<operations::TypedStorage> &snapshots,
                                     int things)
{
    std::vector<QuotaLine> lines;
    for (const auto &use : operations::snapshotUses(stores, snapshots))
        lines.push_back(quotaLine(use.title, use.quota, use.more, use.unit, things));
    return lines;
}

QString quotaProblem(const std::vector<QuotaLine> &lines)
{
    const auto over = std::ranges::find(lines, false, &QuotaLine::fits);
    return over == lines.end() ? QString()
                               : SnapshotQuotaWords::tr("This exceeds the quota. %1: %2.")
                                     .arg(over->title, over->text);
}

} // namespace oriel::forms
