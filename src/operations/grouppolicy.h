#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace oriel::operations {

// What the policies of server groups mean, in words. Any thread.

/// Those that a group can be created with, the one that suits most first.
[[nodiscard]] QStringList groupPolicies();

/// "Different hosts if possible"; a policy that is not known keeps its own word.
[[nodiscard]] QString policyText(const QString &policy);

/// What it does to the placement of instances, in one or two sentences. `mostPerHost`: of
/// anti-affinity. Empty: the policy is not known.
[[nodiscard]] QString policyMeaning(const QString &policy, int mostPerHost = 1);

} // namespace oriel::operations
