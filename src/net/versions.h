#pragma once

#include "base/result.h"
#include "net/request.h"

#include <QtCore/QUrl>

#include <optional>

namespace oriel::net {

/// What a service's version document says of microversions: both, or nothing where the service has
/// none.
struct ServiceVersions
{
    std::optional<MicroversionRange> range;
    bool operator==(const ServiceVersions &) const = default;
};

/// Where the version document of an endpoint is: its path up to the version, without the project
/// that may follow, e.g. http://host:8776/v3/<project> gives http://host:8776/v3/.
[[nodiscard]] QUrl versionDocumentUrl(const QUrl &endpoint);

/// Reads a version document in any of the services' forms: {"version": …}, {"versions": [ … ]},
/// {"versions": {"values": [ … ]}}. Of several, the one that `endpoint` names by its path, else the
/// highest.
/// https://specs.openstack.org/openstack/api-sig/guidelines/microversion_specification.html#version-discovery
[[nodiscard]] Result<ServiceVersions> readVersions(const QByteArray &body, const QUrl &endpoint);

/// The highest version that both know; nothing where the service has no microversions and `wanted`
/// begins with the API's first version, which needs no header; else Unsupported, naming what each
/// speaks.
[[nodiscard]] Result<std::optional<Microversion>>
agree(Service service, const ServiceVersions &offered, MicroversionRange wanted);

/// `wanted` with nothing above `ceiling`. Unsupported, naming both, where that leaves nothing.
[[nodiscard]] Result<MicroversionRange> below(Microversion ceiling, Service service,
                                              MicroversionRange wanted);

/// The version that needs no header: what a service speaks when it is not asked.
[[nodiscard]] Microversion firstVersion(Service service);

/// The version that an answer says it is of; nothing where it says none.
[[nodiscard]] std::optional<Microversion> microversionOf(const Headers &headers);

/// The headers that ask for `version`: OpenStack-API-Version, and nova's older one up to 2.26,
/// which older clouds read.
[[nodiscard]] Headers microversionHeaders(Service service, Microversion version);

} // namespace oriel::net
