#pragma once

namespace oriel {

/// Gives memory that is free back to the system, where that has to be asked for: glibc keeps what
/// the answers and their decoding took, which can be more than the rows themselves. Any thread.
void returnFreeMemory();

/// Has large blocks, such as an answer and what it is decoded in, returned to the system as soon as
/// they are free. Without it glibc mixes them with what is small and stays, once a large one has
/// been freed. Has the workers share one heap, too. For the whole process; any thread, before there
/// are workers.
void returnLargeBlocks();

} // namespace oriel
