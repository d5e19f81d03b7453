#include "base/memory.h"

#include <QtCore/qglobal.h>

#if defined(Q_OS_LINUX) && defined(__GLIBC__)
#include <malloc.h>
#endif

namespace oriel {

void returnFreeMemory()
{
#if defined(Q_OS_LINUX) && defined(__GLIBC__)
    malloc_trim(0);
#endif
}

void returnLargeBlocks()
{
#if defined(Q_OS_LINUX) && defined(__GLIBC__)
    constexpr int large = 128 * 1024;
    mallopt(M_MMAP_THRESHOLD, large); // said once, it stays so
    // By default nearly every worker gets a heap of its own, and what one frees no other takes.
    mallopt(M_ARENA_MAX, 2);
    // What a worker frees is put together at once. Else whoever takes a larger block next does it
    // for all of them: with 100,000 rows that kept the GUI thread for 30 ms.
    mallopt(M_MXFAST, 0);
#endif
}

} // namespace oriel
