#pragma once

#include "openstack/blockstorage/limits.h"
#include <QtCore/QString>

#include <vector>

namespace oriel::forms {

/// One line of the free quota.
struct QuotaLine
{
    QString title; ///< "Volume snapshots"
    qint64 used = 0;
    qint64 after = 0;
    qint64 limit = -1; ///< -1: unlimited
    QString text;      ///< "4 of 10 after this one"
    bool fits = true;

    bool operator==(const QuotaLine &) const = default;
};

/// The line for `more` of what `quota` limits. `things`: see snapshotQuota().
[[nodiscard]] QuotaLine quotaLine(const QString &title, const openstack::Quota &quota, qint64 more,
                                  const QString &unit = {}, int things = 1);

/// The free quota for this many additional volume snapshots with this total size in GiB. `things`:
/// the number of snapshots requested together, for the text.
[[nodiscard]] std::vector<QuotaLine> snapshotQuota(const openstack::BlockStorageLimits &limits,
                                                   int snapshots, int gigabytes,
                                                   bool gigabytesCount, int things = 1);

} // namespace oriel::forms
