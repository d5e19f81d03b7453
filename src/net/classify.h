#pragma once

#include "base/error.h"
#include "net/transport.h"

#include <QtCore/QDateTime>

#include <chrono>
#include <optional>

namespace oriel::net {

/// Makes an Error of an answer that is not 2xx, by its status and what its body says, in any of the
/// services' forms (nova and cinder `{"<key>": {"message"}}`, keystone `{"error": {…}}`, neutron
/// `{"NeutronError": {…}}`, glance
/// `{"message"}`) or a proxy's HTML. kind, httpStatus, message, requestId, retryAfter and when are
/// set; service and request are the caller's to add. Any thread.
[[nodiscard]] Error classify(const HttpAnswer &answer, const QDateTime &now);

/// The service's own id of the request; empty where it gave none.
[[nodiscard]] QString requestIdOf(const Headers &headers);

/// Retry-After, in seconds or as an HTTP date, as a span from `now`; never negative.
/// https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
[[nodiscard]] std::optional<std::chrono::milliseconds> retryAfterOf(const Headers &headers,
                                                                    const QDateTime &now);

/// A text without markup, entities resolved, blanks and lines joined to one line.
[[nodiscard]] QString withoutMarkup(const QString &text);

} // namespace oriel::net
