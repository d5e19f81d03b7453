#pragma once

#include "base/result.h"
#include "net/request.h"

#include <QtCore/QUrl>

#include <optional>

namespace oriel::net {

/// The microversions in a service's version document: both, or neither if the service has none.
struct ServiceVersions
{
    std::optional<MicroversionRange> range;
    bool operator==(const ServiceVersions &) const = default;
};

/// The address of an endpoint's version document: its path up to the version, without the project
/// that may follow, e.g. http://host:8776/v3/ for http://host:8776/v3/<project>.
[[nodiscard]] QUrl versionDocumentUrl(const QUrl &endpoint);

/// Reads a version document in any of the services' formats: {"version": …}, {"versions": [ … ]},
/// {"versions": {"values": [ … ]}}. Of several versions, takes the one in `endpoint`'s path,
/// otherwise the highest.
/// https://specs.openstack.org/openstack/api-sig/guidelines/microversion_specification.html#version-discovery
[[nodiscard]] Result<ServiceVersions> readVersions(const QByteArray &body, const QUrl &endpoint);

/// The highest version that both support; nullopt if the service has no microversions and `wanted`
/// begins with the API's first version, which needs no header; otherwise Unsupported, naming both
/// ranges.
[[nodiscard]] Result<std::optional<Microversion>>
agree(Service service, const ServiceVersions &offered, MicroversionRange wanted);

/// `wanted` limited to `ceiling`. Unsupported, naming both, if nothing remains.
[[nodiscard]] Result<MicroversionRange> below(Microversion ceiling, Service service,
                                              MicroversionRange wanted);

/// The version that a service speaks without a version header.
[[nodiscard]] Microversion firstVersion(Service service);

/// The version stated in an answer; nullopt if there is none.
[[nodiscard]] std::optional<Microversion> microversionOf(const Headers &headers);

/// The headers that request `version`: OpenStack-API-Version, and up to 2.26 also nova's older
/// header, which older clouds need.
[[nodiscard]] Headers microversionHeaders(Service service, Microversion version);

} // namespace oriel::net
