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

/// The services that Oriel speaks to. The catalog types of each are in serviceTypes().
enum class Service { Identity, Compute, BlockStorage, Image, Network };

/// The service's name as errors and messages carry it: "identity", "compute", "block-storage",
/// "image", "network".
[[nodiscard]] QString serviceName(Service service);

/// "GET", "POST", …
[[nodiscard]] QByteArray methodName(Method method);

/// HTTP headers in their order. Names of what came in are in lower case.
using Headers = QList<std::pair<QByteArray, QByteArray>>;

/// The first value of `name` (in lower case); empty where it is missing.
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

/// What a request can live with: the client picks the highest version that both it and the service
/// know.
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
    QByteArray body; ///< JSON; empty for none
    QByteArray contentType = QByteArrayLiteral("application/json");
    std::optional<MicroversionRange> microversions; ///< nothing: no microversion header is sent
    std::chrono::milliseconds deadline{30'000}; ///< for one attempt, from sending to the last byte

    /// GET and HEAD: may be sent again. Everything else is sent exactly once.
    [[nodiscard]] bool idempotent() const noexcept
    {
        return method == Method::Get || method == Method::Head;
    }
};

/// Whether each segment of an encoded path arrives as it is. Empty segments and those of dots do
/// not: the libraries and proxies on the way take them for "here" and "one step up", encoded or
/// not.
[[nodiscard]] bool keepsItsSegments(const QString &path);

/// A whole answer. Decoders run on a worker thread with one of these by value.
struct Answer
{
    int status = 0;
    Headers headers; ///< names in lower case
    QByteArray body;
    std::optional<Microversion> microversion; ///< what was asked for, after negotiation
    QUrl url;
    QString requestId;
    QDateTime received; ///< UTC
    /// Where decoders put what they could not read; null: it is dropped.
    std::shared_ptr<Oddities> oddities = {};

    /// The header's value; empty where it is missing. `name` in lower case.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
};

} // namespace oriel::net
