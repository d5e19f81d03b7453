#pragma once

#include "ui/pages/page.h"
#include "ui/uicontext.h"

namespace oriel::ui {

/// Makes the page of a place; the caller owns it. `context` is copied by the page where it keeps
/// it, and what it refers to outlives the page. For an instance the page is that of `route.id`
/// alone.
[[nodiscard]] Page *makePage(const Route &route, UiContext &context);

} // namespace oriel::ui
