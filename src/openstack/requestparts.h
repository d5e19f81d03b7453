#pragma once

#include "net/endpoint.h"
#include "net/json.h"

#include <QtCore/QJsonObject>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QUrlQuery>

#include <chrono>
#include <optional>
#include <string_view>

/// What requests and decoders are put together from. For the source files of the resources.
namespace oriel::openstack {

struct Collection;
struct Quota;

/// The microversions of a service that the decoders know; nothing where it has none.
[[nodiscard]] std::optional<net::MicroversionRange> microversionsOf(net::Service service);

/// A request to `service`, at those microversions. `path` is percent-encoded.
[[nodiscard]] net::Request requestTo(net::Service service, net::Method method, const QString &path);

/// A request to a whole collection.
[[nodiscard]] net::Request requestTo(const Collection &collection, net::Method method);

/// A request to one of its rows; `below` ("/action") follows the row's path and is percent-encoded.
[[nodiscard]] net::Request requestTo(const Collection &collection, net::Method method,
                                     const QString &id, const QString &below = {});

/// GET a page of a collection with all fields, from `marker` on. `limit`: 0: as the service has it.
[[nodiscard]] net::Request listOf(const Collection &collection,
                                  const QMap<QString, QString> &filters, int limit,
                                  const QString &marker);

/// One segment of a path, with everything percent-encoded that could end it. A request whose
/// segment is empty or consists of dots is refused when it is sent (net::keepsItsSegments()).
[[nodiscard]] QString pathSegment(const QString &text);

/// Adds `key=value`, both percent-encoded whole: QUrlQuery would leave "+", "%" and "&" as they
/// are.
void addQuery(QUrlQuery &query, const QString &key, const QString &value);
void addQuery(QUrlQuery &query, const QMap<QString, QString> &items);

/// Compact JSON.
[[nodiscard]] QByteArray jsonBody(const QJsonObject &object);

/// Metadata as JSON.
[[nodiscard]] QJsonObject textsObject(const QMap<QString, QString> &texts);

/// The marker of the next page; nothing on the last page.
[[nodiscard]] std::optional<QString> nextMarker(const net::json::Object &page,
                                                const Collection &collection);

/// The same for an answer that is not decoded yet; nothing where it is not found at once.
[[nodiscard]] std::optional<QString> peekMarker(const net::Answer &answer,
                                                const Collection &collection);

/// From a service's absolute limits: how much is `used`, and the `limit`, -1 where there is none.
[[nodiscard]] Quota readQuota(const net::json::Object &limits, std::string_view used,
                              std::string_view limit);

/// Remembers that a list has rows, and none of them can be identified.
void failWithoutRows(const net::json::Value &list);

/// Lists of a thousand rows take a busy cloud over ten seconds; half a minute would be too short.
inline constexpr std::chrono::milliseconds listDeadline = std::chrono::minutes(2);

} // namespace oriel::openstack
