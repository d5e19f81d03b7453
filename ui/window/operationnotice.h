#pragma once

#include "operations/operation.h"
#include "ui/window/notice.h"

namespace oriel::ui {

/// What the window tells when an operation has finished. `summary` replaces a successful outcome
/// where it is not empty.
[[nodiscard]] Notice operationNotice(const operations::Operation &operation,
                                     const QString &summary = {});

} // namespace oriel::ui
