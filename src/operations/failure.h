#pragma once

#include "base/error.h"
#include "net/request.h"

namespace oriel::operations {

/// What went wrong without a service having answered so: a state that never came, something that
/// is gone. `requestId` is that of the request that led there, where there was one. Any thread.
[[nodiscard]] inline Error failureOf(net::Service service, ErrorKind kind, const QString &message,
                                     const QDateTime &when, const QString &requestId = {})
{
    Error error;
    error.kind = kind;
    error.service = net::serviceName(service);
    error.message = message;
    error.requestId = requestId;
    error.when = when;
    return error;
}

} // namespace oriel::operations
