#pragma once

#include "openstack/quota.h"

#include <QtCore/QString>

namespace oriel::forms {

/// "4 of 10", or "4, no limit". `unit` ("GiB") may be empty; what is in MiB (memory) is shown in
/// GiB.
[[nodiscard]] QString quotaText(const openstack::Quota &quota, const QString &unit = {});

/// "5 of 10 after this one", "12 of 10 after this one: 2 too many", "5 after this one, no limit".
/// `things`: the number of resources requested together; "5 of 10 after all 3" if it is more than
/// one.
[[nodiscard]] QString quotaTextAfter(const openstack::Quota &quota, qint64 more,
                                     const QString &unit = {}, int things = 1);

/// The used share of the quota, 0 to 1; -1 if it is unlimited.
[[nodiscard]] double quotaShare(const openstack::Quota &quota);

} // namespace oriel::forms
