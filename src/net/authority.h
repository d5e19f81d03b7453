#pragma once

#include "base/result.h"
#include "net/request.h"
#include "net/tls.h"

#include <QtCore/QObject>
#include <QtCore/QUrl>

#include <functional>
#include <optional>

namespace oriel::net {

/// What the ApiClient must be told by who signs in: tokens and endpoints. Implemented by
/// openstack::Session. All on the client's thread; callbacks may come before the call returns.
class Authority
{
public:
    virtual ~Authority() = default;

    /// A token that is good for a while; signs in or renews first where it must. Single-flight: any
    /// number of callers share one sign-in. The callback is dropped when `context` is destroyed.
    virtual void token(QObject *context, std::function<void(Result<QByteArray>)> callback) = 0;

    /// Says that the cloud refused `token` with 401: the next token() must not return it.
    virtual void reject(const QByteArray &token) = 0;

    /// The service's endpoint in the signed-in region and interface, without a trailing slash; for
    /// identity the auth URL. Valid once token() has succeeded. Unsupported where the catalog has
    /// no such service.
    [[nodiscard]] virtual Result<QUrl> endpoint(Service service) const = 0;

    /// The highest microversion that the configuration allows for the service; nothing: any.
    [[nodiscard]] virtual std::optional<Microversion> ceiling(Service service) const
    {
        Q_UNUSED(service);
        return std::nullopt;
    }

    /// TLS as the cloud's configuration wants it (cacert, cert, key, verify).
    [[nodiscard]] virtual Tls tls() const = 0;
};

} // namespace oriel::net
