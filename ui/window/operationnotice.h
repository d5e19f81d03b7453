#pragma once

#include "operations/operation.h"
#include "ui/window/notice.h"

namespace oriel::ui {

/// Where the thing that an operation is about, or has made, is seen; Activity where there is no
/// such place.
[[nodiscard]] Route operationRoute(const operations::Operation &operation);
[[nodiscard]] Route operationRoute(const operations::JournalEntry &entry);

/// What the window tells when an operation has finished. `summary` replaces a successful outcome
/// where it is not empty.
[[nodiscard]] Notice operationNotice(const operations::Operation &operation,
                                     const QString &summary = {});

} // namespace oriel::ui
