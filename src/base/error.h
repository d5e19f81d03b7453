#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <chrono>
#include <optional>

namespace oriel {

/// The kinds of failure that callers handle differently. HTTP errors are classified by status and
/// body, never by the network library's own error code.
enum class ErrorKind {
    Unreachable,   ///< no connection: refused, unknown host, network gone
    Timeout,       ///< Oriel's own deadline passed, or the service answered 504
    Tls,           ///< the certificate or the handshake was refused
    AnswerLost,    ///< a changing request was sent and its answer did not arrive: it may have been
                   ///< carried out
    Unauthorized,  ///< 401 after one renewal, or a refused sign-in
    Forbidden,     ///< 403 by policy
    NotFound,      ///< 404
    Conflict,      ///< 409: the resource is in a state that does not allow it
    BadRequest,    ///< 400 and other rejections of the request's content
    OverQuota,     ///< 403 or 413 with a quota message
    RateLimited,   ///< 429, or 413 with Retry-After above zero
    Unavailable,   ///< 5xx other than 501 and 504
    BrokenAnswer,  ///< the answer is not what the API describes (HTML, truncated, wrong types)
    NoService,     ///< the cloud's catalog has no endpoint of the service
    Unsupported,   ///< the service lacks the microversion or the feature: 406, 501
    Configuration, ///< clouds.yaml, secure.yaml or the environment is wrong
    Failed,        ///< accepted, and failed later inside the cloud (a fault, the status "error")
    Cancelled,     ///< canceled by the user, or its context was destroyed
    Storage,       ///< one of Oriel's own files (the journal) cannot be read or written
};

/// One failure, as a value. Only forms/errortext.h turns it into sentences for the user.
struct Error
{
    ErrorKind kind = ErrorKind::BrokenAnswer;
    QString service;    ///< catalog type, e.g. "compute"; empty: no service is involved
    int httpStatus = 0; ///< 0: no answer arrived
    QString message;    ///< the service's own message without markup, or Oriel's
    QString requestId;  ///< x-openstack-request-id, or the ID that Oriel sent
    QString request; ///< method and path, e.g. "POST /servers/…/action"; never a token or a body
    std::optional<std::chrono::milliseconds> retryAfter;
    QDateTime when; ///< UTC

    bool operator==(const Error &) const = default;
};

} // namespace oriel
