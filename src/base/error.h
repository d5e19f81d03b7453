#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <chrono>
#include <optional>

namespace oriel {

/// What went wrong, as far as somebody who has to react needs to tell it apart.
/// HTTP errors are classified by status and body, never by the network library's own code.
enum class ErrorKind {
    Unreachable,   ///< no connection: refused, unknown host, network gone
    Timeout,       ///< our own deadline passed, or the service said 504
    Tls,           ///< the certificate or the handshake was refused
    AnswerLost,    ///< a changing request left and its answer never came: it may have happened
    Unauthorized,  ///< 401 after one renewal, or a refused sign-in
    Forbidden,     ///< 403 by policy
    NotFound,      ///< 404
    Conflict,      ///< 409: the resource is in a state that does not allow it
    BadRequest,    ///< 400 and other refusals of what was sent
    OverQuota,     ///< 403 or 413 with a quota message
    RateLimited,   ///< 429, or 413 with Retry-After above zero
    Unavailable,   ///< 5xx
    BrokenAnswer,  ///< an answer that is not what the API describes (HTML, cut short, wrong types)
    NoService,     ///< the cloud's catalog has no endpoint of the service
    Unsupported,   ///< the service lacks the microversion or the feature
    Configuration, ///< clouds.yaml, secure.yaml or the environment is wrong
    Failed,        ///< accepted, and failed afterwards inside the cloud (a fault, a status "error")
    Cancelled,     ///< given up by the person or because its context is gone
    Storage,       ///< a file of Oriel's own (the journal) cannot be read or written
};

/// One failure, as a value. Made into words for a person in forms/errortext.h only.
struct Error
{
    ErrorKind kind = ErrorKind::BrokenAnswer;
    QString service;    ///< catalog type, e.g. "compute"; empty where no service is involved
    int httpStatus = 0; ///< 0 where no answer came
    QString message;    ///< the cloud's own message, cleaned of markup; or ours
    QString requestId;  ///< x-openstack-request-id, or the one that we sent
    QString request; ///< method and path, e.g. "POST /servers/…/action"; never a token or a body
    std::optional<std::chrono::milliseconds> retryAfter;
    QDateTime when; ///< UTC

    bool operator==(const Error &) const = default;
};

} // namespace oriel
