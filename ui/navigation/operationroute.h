#pragma once

#include "operations/operation.h"
#include "ui/navigation/route.h"

namespace oriel::ui {

/// Where a resource that an operation names is shown. `serverId`: the instance that a snapshot is
/// of; with it, the snapshot is shown there.
[[nodiscard]] Route subjectRoute(const operations::Subject &subject, const QString &serverId = {});

/// Where the resource that an operation is about, or has created, is shown; Activity where there is
/// no such place.
[[nodiscard]] Route operationRoute(const operations::Operation &operation);
[[nodiscard]] Route operationRoute(const operations::JournalEntry &entry);

} // namespace oriel::ui
