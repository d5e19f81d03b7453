#pragma once

#include "base/result.h"
#include "net/request.h"
#include "net/tls.h"

#include <QtCore/QObject>
#include <QtCore/QUrl>

#include <functional>
#include <optional>

namespace oriel::net {

/// What the ApiClient needs from the sign-in: tokens and endpoints. Implemented by
/// openstack::Session. All on the client's thread; callbacks may run before the call returns.
class Authority
{
public:
    virtual ~Authority() = default;

    /// A token that is valid for a while; signs in or renews first if necessary. Single-flight: all
    /// callers share one sign-in. The callback is dropped when `context` is destroyed.
    virtual void token(QObject *context, std::function<void(Result<QByteArray>)> callback) = 0;

    /// Reports that the cloud refused `token` with 401; token() must not return it again.
    virtual void reject(const QByteArray &token) = 0;

    /// The service's endpoint in the signed-in region and interface, without a trailing slash; the
    /// auth URL for identity. Valid once token() has succeeded. Unsupported if the catalog lacks
    /// the service.
    [[nodiscard]] virtual Result<QUrl> endpoint(Service service) const = 0;

    /// The highest microversion that the configuration allows for the service; nullopt: any.
    [[nodiscard]] virtual std::optional<Microversion> ceiling(Service service) const
    {
        Q_UNUSED(service);
        return std::nullopt;
    }

    /// The TLS settings of the cloud's configuration (cacert, cert, key, verify).
    [[nodiscard]] virtual Tls tls() const = 0;
};

} // namespace oriel::net
