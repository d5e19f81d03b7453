#pragma once

#include "operations/journal/journalentry.h"
#include "operations/launch/launchrequest.h"

#include <optional>

namespace oriel::forms {

/// The move of a floating IP by a finished operation, including its previous target; nullopt: none.
[[nodiscard]] std::optional<operations::FloatingIpMove>
movedFloatingIp(const operations::JournalEntry &entry);

/// "203.0.113.20 now points to “web-1 restored 2” instead of “web-1”".
[[nodiscard]] QString movedText(const operations::FloatingIpMove &move);

} // namespace oriel::forms
