#pragma once

namespace oriel {

/// Returns free memory to the system where the allocator keeps it: after decoding large answers,
/// glibc can hold more than the rows themselves need. Any thread.
void returnFreeMemory();

/// Makes the allocator return large blocks (answers and their decoded form) to the system as soon
/// as they are freed, and lets the workers share one heap. Otherwise glibc mixes large blocks with
/// small long-lived ones. Applies to the whole process; any thread, before workers are started.
void returnLargeBlocks();

} // namespace oriel
