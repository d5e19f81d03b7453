// What the journal's columns hold, as JSON: whatever stands there is read, and what was read is
// written so that it is read alike again.

#include "operations/capture/snapshotrequest.h"
#include "operations/journal/journalcodec.h"
#include "operations/launch/launchrequest.h"
#include "operations/removal/removalrequest.h"

#include <cstdlib>

using namespace oriel;
using namespace oriel::operations;

namespace {

/// Reads, writes, and reads again; both times the same must come out.
template <typename Json, typename Read>
void again(const Json &json, Read read)
{
    const auto first = read(json);
    if (toJson(read(toJson(first))) != toJson(first))
        std::abort();
}

template <typename Read>
void againWhereRead(const QJsonObject &json, Read read)
{
    const auto first = read(json);
    if (!first)
        return;
    const auto second = read(toJson(*first));
    if (!second || toJson(*second) != toJson(*first))
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QString text =
        QString::fromUtf8(reinterpret_cast<const char *>(data), static_cast<int>(size));
    const QJsonArray array = arrayFrom(text);
    again(array, &stagesFromJson);
    again(array, &subjectsFromJson);
    const QJsonObject object = objectFrom(text);
    again(object, &errorFromJson);
    again(object, &floatingIpMoveFromJson);
    againWhereRead(object, &snapshotRequestFromJson);
    againWhereRead(object, &removalFromJson);
    againWhereRead(object, &launchRequestFromJson);
    [[maybe_unused]] const QJsonObject safe = withoutSecrets(object);
    return 0;
}
