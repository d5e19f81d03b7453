#include "operations/actions/requests.h"

#include "operations/actions/actionoperation.h"
#include "operations/actions/actions.h"
#include "operations/journal/journalcodec.h"

using namespace Qt::StringLiterals;

namespace oriel::operations {

std::unique_ptr<ActionOperation> operationFor(Context context, const FloatingIpMove &move,
                                              const QString &portId, const QString &fixedIp)
{
    return actOn(std::move(context), u"move-floating-ip", {Kind::FloatingIp, move.id, move.address},
                 {{u"move"_s, toJson(move)}, {u"port"_s, portId}, {u"fixedIp"_s, fixedIp}});
}

} // namespace oriel::operations
