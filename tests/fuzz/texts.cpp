// Texts from a service on their way to a log, a path, a clock, a screen.

#include "base/log.h"
#include "base/time.h"
#include "base/visible.h"
#include "net/classify.h"
#include "openstack/requestparts.h"

#include <cstdlib>

using namespace oriel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto *bytes = reinterpret_cast<const char *>(data);
    const QString text = QString::fromUtf8(bytes, static_cast<int>(size));
    [[maybe_unused]] const QString plain = net::withoutMarkup(text);
    [[maybe_unused]] const QString segment = openstack::pathSegment(text);
    [[maybe_unused]] const auto time = parseTime({bytes, size});
    // These are quadratic at worst; what is logged is cut before.
    if (size < 4096) [[maybe_unused]]
        const QString safe = redacted(text);

    const QString shown = visible(text);
    if (visible(shown) != shown || shown.contains(u'\n') || visibleLines(shown) != shown)
        std::abort();
    // Nothing in a quoted value ends the isolate that it stands in.
    const QString quoted = isolated(text);
    if (quoted.count(QChar(0x2068)) != quoted.count(QChar(0x2069)) ||
        withoutIsolates(quoted) != shown)
        std::abort();
    return 0;
}
