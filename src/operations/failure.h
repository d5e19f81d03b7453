#pragma once

#include "base/error.h"
#include "net/request.h"

namespace oriel::operations {

/// An error that no service reported: a state that was never reached, a resource that no longer
/// exists. `requestId` is that of the causing request, if any. Any thread.
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
