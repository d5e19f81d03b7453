#pragma once

#include <QtCore/QString>

namespace oriel::net {

/// The TLS settings for connections to a cloud. Paths of PEM files; empty ones are not used.
struct Tls
{
    bool verify = true;    ///< whether to verify the service's certificate
    QString authorities{}; ///< the CAs to trust instead of the system's
    QString certificate{}; ///< the client certificate with its chain
    QString privateKey{};  ///< of `certificate`

    bool operator==(const Tls &) const = default;
};

} // namespace oriel::net
