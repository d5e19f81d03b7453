#pragma once

#include <chrono>

namespace oriel::app {

/// Ends the process with `code` after `patience` if it has not ended by then. To be called when all
/// of Oriel's own is written and gone: Qt waits at its end for names that are still being looked
/// up, as long as the resolver likes.
void leaveWithin(std::chrono::milliseconds patience, int code);

} // namespace oriel::app
