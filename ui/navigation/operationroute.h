#pragma once

#include "operations/operation.h"
#include "ui/navigation/route.h"

namespace oriel::ui {

/// Where a resource that an operation names is shown. `serverId`: the instance of a snapshot; if
/// given, the snapshot is shown on its page.
[[nodiscard]] Route subjectRoute(const operations::Subject &subject, const QString &serverId = {});

/// Where the resource that an operation changed or created is shown; Activity if there is no such
/// place.
[[nodiscard]] Route operationRoute(const operations::Operation &operation);
[[nodiscard]] Route operationRoute(const operations::JournalEntry &entry);

} // namespace oriel::ui
