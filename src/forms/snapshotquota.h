#pragma once

#include "operations/actions/volumequota.h"

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

/// The line for `more` of what `quota` limits. `things`: the number of instances or snapshots that
/// are requested together, for the text.
[[nodiscard]] QuotaLine quotaLine(const QString &title, const openstack::Quota &quota, qint64 more,
                                  const QString &unit = {}, int things = 1);

/// The free quota for these additional volume snapshots, in all and of each type with a separate
/// limit; empty if it is not known.
[[nodiscard]] std::vector<QuotaLine>
snapshotQuota(const store::CloudStores &stores,
              const std::vector<operations::TypedStorage> &snapshots, int things = 1);

/// Which quota they exceed, as sentences; empty: none.
[[nodiscard]] QString quotaProblem(const std::vector<QuotaLine> &lines);

} // namespace oriel::forms
