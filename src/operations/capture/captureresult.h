#pragma once

#include "operations/operationtypes.h"

#include "base/error.h"

#include <optional>
#include <vector>

namespace oriel::operations {

/// How the capture of a part of a snapshot has ended.
struct CaptureResult
{
    std::optional<Error> error{}; ///< none: it is complete
    bool unclear = false;         ///< it is not known how it ended
    std::vector<Subject> leftovers{};
};

} // namespace oriel::operations
