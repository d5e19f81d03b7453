#pragma once

namespace oriel {

/// Gives memory that is free back to the system, where that has to be asked for: glibc keeps what
/// the answers and their decoding took, which can be more than the rows themselves. Any thread.
void returnFreeMemory();

} // namespace oriel
