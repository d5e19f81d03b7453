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
    mallopt(M_MMAP_THRESHOLD, large); // setting it disables glibc's dynamic threshold
    // By default nearly every worker gets its own heap, and no other thread reuses what it freed.
    mallopt(M_ARENA_MAX, 2);
    // Merge freed blocks immediately. Otherwise the next large allocation merges all of them: with
    // 100,000 rows this blocked the GUI thread for 30 ms.
    mallopt(M_MXFAST, 0);
#endif
}

} // namespace oriel
