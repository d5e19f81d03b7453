#pragma once

#include "base/error.h"
#include "net/transport.h"

#include <QtCore/QDateTime>

#include <chrono>
#include <optional>

namespace oriel::net {

/// Makes an Error of an answer other than 2xx, from its status and its body in any of the services'
/// formats (nova and cinder `{"<key>": {"message"}}`, keystone `{"error": {…}}`, neutron
/// `{"NeutronError": {…}}`, glance `{"message"}`) or a proxy's HTML. Sets kind, httpStatus,
/// message, requestId, retryAfter and when; the caller adds service and request. Any thread.
[[nodiscard]] Error classify(const HttpAnswer &answer, const QDateTime &now);

/// Whether an OpenStack service has written this answer, and not a proxy in front of it: it has a
/// request ID, or its body is an error in one of the JSON formats above.
[[nodiscard]] bool isOfService(const HttpAnswer &answer);

/// The service's ID of the request; empty if it sent none.
[[nodiscard]] QString requestIdOf(const Headers &headers);

/// Retry-After, in seconds or as an HTTP date, as a span from `now`; never negative.
/// https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
[[nodiscard]] std::optional<std::chrono::milliseconds> retryAfterOf(const Headers &headers,
                                                                    const QDateTime &now);

/// The text without markup, with entities resolved and white space collapsed to one line.
[[nodiscard]] QString withoutMarkup(const QString &text);

} // namespace oriel::net
