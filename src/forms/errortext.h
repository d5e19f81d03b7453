#pragma once

#include "base/error.h"

#include <QtCore/QString>

namespace oriel::forms {

/// An error as sentences, in the order in which the user needs them.
struct ErrorText
{
    QString what;    ///< what did not happen: "The snapshot was not created."
    QString why;     ///< the cloud's own message, cleaned, or Oriel's
    QString advice;  ///< what to do
    QString details; ///< service, HTTP status, request ID and time, copyable; never a token

    /// "The volumes could not be read. The service …"
    [[nodiscard]] QString whatAndWhy() const { return (what + u' ' + why).trimmed(); }
    bool operator==(const ErrorText &) const = default;
};

/// The only place where errors become sentences. `what` comes first, verbatim.
[[nodiscard]] ErrorText describe(const Error &error, const QString &what);

} // namespace oriel::forms
