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

/// Building blocks of requests and decoders. For the source files of the resources.
namespace oriel::openstack {

struct Collection;
struct Quota;

/// The microversions of a service that the decoders support; nullopt if the service has none.
[[nodiscard]] std::optional<net::MicroversionRange> microversionsOf(net::Service service);

/// A request to `service` with those microversions. `path` is percent-encoded.
[[nodiscard]] net::Request requestTo(net::Service service, net::Method method, const QString &path);

/// A request to a whole collection.
[[nodiscard]] net::Request requestTo(const Collection &collection, net::Method method);

/// A request to one of its rows; `below` ("/action") is appended to the row's path and is
/// percent-encoded.
[[nodiscard]] net::Request requestTo(const Collection &collection, net::Method method,
                                     const QString &id, const QString &below = {});

/// GET a page of a collection with all fields, starting after `marker`. `limit` 0: the service's
/// default.
[[nodiscard]] net::Request listOf(const Collection &collection,
                                  const QMap<QString, QString> &filters, int limit,
                                  const QString &marker);

/// One segment of a path, with every character that could end it percent-encoded. Requests with an
/// empty, "." or ".." segment are refused when they are sent (net::keepsItsSegments()).
[[nodiscard]] QString pathSegment(const QString &text);

/// Adds `key=value`, both fully percent-encoded: QUrlQuery would leave "+", "%" and "&" unchanged.
void addQuery(QUrlQuery &query, const QString &key, const QString &value);
void addQuery(QUrlQuery &query, const QMap<QString, QString> &items);

/// Compact JSON.
[[nodiscard]] QByteArray jsonBody(const QJsonObject &object);

/// Metadata as JSON.
[[nodiscard]] QJsonObject textsObject(const QMap<QString, QString> &texts);

/// The marker of the next page; nullopt on the last page.
[[nodiscard]] std::optional<QString> nextMarker(const net::json::Object &page,
                                                const Collection &collection);

/// The same for an answer that is not decoded yet; nullopt if it is not found quickly.
[[nodiscard]] std::optional<QString> peekMarker(const net::Answer &answer,
                                                const Collection &collection);

/// From a service's absolute limits: the keys of the amount `used` and of the `limit`; -1 if there
/// is no limit.
[[nodiscard]] Quota readQuota(const net::json::Object &limits, std::string_view used,
                              std::string_view limit);

/// Records a failure: a list has rows, but none of them can be identified.
void failWithoutRows(const net::json::Value &list);

/// The failure of a request for one row if the answer is a list without it.
[[nodiscard]] Error notListed(const net::Answer &answer);

/// Lists of a thousand rows take a busy cloud over ten seconds, so the default of 30 s is too
/// short.
inline constexpr std::chrono::milliseconds listDeadline = std::chrono::minutes(2);

} // namespace oriel::openstack
