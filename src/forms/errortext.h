#pragma once

#include "base/error.h"

#include <QtCore/QString>

namespace oriel::forms {

/// An error in words, in the order in which a person needs them.
struct ErrorText
{
    QString what;    ///< what did not happen: "The snapshot was not created."
    QString why;     ///< the cloud's own message, cleaned, or ours
    QString advice;  ///< what can be done
    QString details; ///< service, HTTP status, request ID and time, copyable; never a token

    /// "The volumes could not be read. The service …"
    [[nodiscard]] QString whatAndWhy() const { return (what + u' ' + why).trimmed(); }
    bool operator==(const ErrorText &) const = default;
};

/// The one place where errors become words. `what` is said first as it is.
[[nodiscard]] ErrorText describe(const Error &error, const QString &what);

} // namespace oriel::forms
