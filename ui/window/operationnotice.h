#pragma once

#include "operations/operation.h"
#include "ui/window/notice.h"

namespace oriel::ui {

/// The window's notice for a finished operation. If `summary` is not empty, it replaces a
/// successful outcome.
[[nodiscard]] Notice operationNotice(const operations::Operation &operation,
                                     const QString &summary = {});

} // namespace oriel::ui
