#pragma once

#include "operations/operation.h"
#include "ui/window/notice.h"

namespace oriel::ui {

/// The dynamic property of an Operation that names the scope it was started in, in words.
inline constexpr char operationScopeProperty[] = "orielScope";

/// The dynamic property of an Operation whose end a dialog has told already: no notice is needed.
inline constexpr char operationToldProperty[] = "orielTold";

/// The dynamic property of the last of several operations that were begun together: what is told of
/// all of them, in place of the end of this one.
inline constexpr char operationSummaryProperty[] = "orielSummary";

/// Where the thing that an operation is about, or has made, is seen; Activity where there is no
/// such place.
[[nodiscard]] Route operationRoute(const operations::Operation &operation);
[[nodiscard]] Route operationRoute(const operations::JournalEntry &entry);

/// What the window tells when an operation has ended.
[[nodiscard]] Notice operationNotice(const operations::Operation &operation);

} // namespace oriel::ui
