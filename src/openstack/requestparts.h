#pragma once

#include "net/json.h"
#include "net/request.h"

#include <QtCore/QJsonObject>
#include <QtCore/QString>
#include <QtCore/QUrlQuery>

#include <optional>

/// What the requests of all resources are put together from.
namespace oriel::openstack {

/// One segment of a path, with everything percent-encoded that could end it.
[[nodiscard]] QString pathSegment(const QString &text);

/// Adds `key=value`, both percent-encoded whole: QUrlQuery would leave "+", "%" and "&" as they
/// are.
void addQuery(QUrlQuery &query, const QString &key, const QString &value);

/// The same, unless `value` is empty.
void addFilter(QUrlQuery &query, const QString &key, const QString &value);

/// Compact JSON.
[[nodiscard]] QByteArray jsonBody(const QJsonObject &object);

/// The marker in the link with rel "next" of `links` (servers_links, volumes_links, …); nothing on
/// the last page.
[[nodiscard]] std::optional<QString> nextMarker(const net::json::Array &links);

/// The versions that Oriel's compute requests and decoders know.
inline constexpr net::MicroversionRange computeVersions{{2, 1}, {2, 93}};

/// The same for block storage.
inline constexpr net::MicroversionRange blockStorageVersions{{3, 0}, {3, 70}};

/// Lists of a thousand rows take a busy cloud over ten seconds; half a minute would be too short.
inline constexpr std::chrono::milliseconds listDeadline = std::chrono::minutes(2);

} // namespace oriel::openstack
