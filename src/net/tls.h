#pragma once

#include <QtCore/QString>

namespace oriel::net {

/// How connections to a cloud are encrypted. Paths of PEM files; an empty one is not used.
struct Tls
{
    bool verify = true;    ///< whether the service's certificate must be good
    QString authorities{}; ///< the CAs to trust instead of the system's
    QString certificate{}; ///< the client's own, with its chain
    QString privateKey{};  ///< of `certificate`

    bool operator==(const Tls &) const = default;
};

} // namespace oriel::net
