#pragma once

#include "base/error.h"
#include "openstack/kind.h"

#include <QtCore/QString>

#include <vector>

namespace oriel::forms {

/// What an advice leads to: the window offers it as a button beside the advice.
struct Offer
{
    enum class What {
        Action,  ///< `action` on the same resource, if it is possible now
        List,    ///< the list of `kind`
        Refresh, ///< the lists of the page
        Again,   ///< the same once more, if nothing was done
        Look,    ///< at the resource, to see whether it was done
        Quotas,
    };
    What what{};
    QString action{};
    openstack::Kind kind{};

    bool operator==(const Offer &) const = default;
};

/// An error as sentences, in the order in which the user needs them.
struct ErrorText
{
    QString what;    ///< what did not happen: "The snapshot was not created."
    QString why;     ///< the cloud's own message, cleaned, or Oriel's
    QString advice;  ///< what to do
    QString details; ///< service, HTTP status, request ID and time, copyable; never a token
    std::vector<Offer> offers{}; ///< of the advice

    /// "The volumes could not be read. The service …"
    [[nodiscard]] QString whatAndWhy() const { return (what + u' ' + why).trimmed(); }
    bool operator==(const ErrorText &) const = default;
};

/// The only place where errors become sentences. `what` comes first, verbatim.
[[nodiscard]] ErrorText describe(const Error &error, const QString &what);

} // namespace oriel::forms
