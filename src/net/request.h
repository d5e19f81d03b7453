#pragma once

#include "net/oddity.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QDateTime>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QUrl>
#include <QtCore/QUrlQuery>

#include <chrono>
#include <compare>
#include <memory>
#include <optional>
#include <utility>

namespace oriel::net {

enum class Method { Get, Head, Post, Put, Patch, Delete };

/// The services that Oriel uses. serviceTypes() has the catalog types of each.
enum class Service { Identity, Compute, BlockStorage, Image, Network };

/// The service's name in errors and messages: "identity", "compute", "block-storage", "image",
/// "network".
[[nodiscard]] QString serviceName(Service service);

/// "GET", "POST", …
[[nodiscard]] QByteArray methodName(Method method);

/// HTTP headers in order. Names in answers are in lower case.
using Headers = QList<std::pair<QByteArray, QByteArray>>;

/// The first value of `name` (in lower case); empty if missing.
[[nodiscard]] QByteArray headerValue(const Headers &headers, QByteArrayView name);

/// A microversion such as 2.93.
/// https://specs.openstack.org/openstack/api-sig/guidelines/microversion_specification.html
struct Microversion
{
    int major = 0;
    int minor = 0;

    auto operator<=>(const Microversion &) const = default; // NOLINT(modernize-use-nullptr)
    [[nodiscard]] QByteArray toByteArray() const;
    static std::optional<Microversion> parse(QByteArrayView text);
};

/// The versions that a request works with: the client picks the highest one that the service
/// supports too.
struct MicroversionRange
{
    Microversion min;
    Microversion max;
    bool operator==(const MicroversionRange &) const = default;
};

/// One HTTP request, before it is bound to an endpoint of the catalog.
struct Request
{
    Method method = Method::Get;
    Service service = Service::Compute;
    QString path; ///< relative to the service's endpoint, percent-encoded, with a leading slash:
                  ///< "/servers/detail"
    QUrlQuery query;
    QByteArray body; ///< JSON; may be empty
    QByteArray contentType = QByteArrayLiteral("application/json");
    std::optional<MicroversionRange> microversions; ///< nullopt: no microversion header is sent
    std::chrono::milliseconds deadline{30'000};     ///< per attempt, from sending to the last byte
    Headers headers{};                              ///< in addition to those that every request has

    /// GET and HEAD may be sent again. Everything else is sent exactly once.
    [[nodiscard]] bool idempotent() const noexcept
    {
        return method == Method::Get || method == Method::Head;
    }
};

/// Whether each segment of an encoded path arrives unchanged. Empty segments, "." and ".." do not:
/// libraries and proxies resolve them, encoded or not.
[[nodiscard]] bool keepsItsSegments(const QString &path);

/// A complete answer. Decoders receive it by value on a worker thread.
struct Answer
{
    int status = 0;
    Headers headers; ///< names in lower case
    QByteArray body;
    std::optional<Microversion> microversion; ///< the negotiated version that was requested
    QUrl url;
    QString requestId;
    QDateTime received; ///< UTC
    /// Collects what decoders could not read; null: discarded.
    std::shared_ptr<Oddities> oddities = {};

    /// The header's value; empty if missing. `name` in lower case.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
};

} // namespace oriel::net
