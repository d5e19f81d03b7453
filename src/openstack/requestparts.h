#pragma once

#include "net/endpoint.h"
#include "net/json.h"

#include <QtCore/QJsonObject>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QUrlQuery>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the requests of all resources are put together from.
namespace oriel::openstack {

struct Quota;

/// A request to `service`, at the microversions that Oriel's decoders of its answers know. `path`
/// is percent-encoded.
[[nodiscard]] net::Request requestTo(net::Service service, net::Method method, const QString &path);

/// A GET of the same kind.
[[nodiscard]] net::Request readFrom(net::Service service, const QString &path);

/// One segment of a path, with everything percent-encoded that could end it.
[[nodiscard]] QString pathSegment(const QString &text);

/// Adds `key=value`, both percent-encoded whole: QUrlQuery would leave "+", "%" and "&" as they
/// are.
void addQuery(QUrlQuery &query, const QString &key, const QString &value);

/// The same, unless `value` is empty.
void addFilter(QUrlQuery &query, const QString &key, const QString &value);

/// Asks for a page of at most `limit` rows, the first one where `marker` is empty.
void addPage(QUrlQuery &query, int limit, const QString &marker);

/// Nova's and Cinder's filters that every list of theirs has; `allProjects` is for administrators.
void addFilters(QUrlQuery &query, bool allProjects, const QString &name, const QString &status);

/// Compact JSON.
[[nodiscard]] QByteArray jsonBody(const QJsonObject &object);

/// Metadata as JSON.
[[nodiscard]] QJsonObject textsObject(const QMap<QString, QString> &texts);

/// The marker in the link with rel "next" of `links` (servers_links, volumes_links, …); nothing on
/// the last page.
[[nodiscard]] std::optional<QString> nextMarker(const net::json::Array &links);

/// A service's absolute limits: how much is `used`, and the `limit`, -1 where there is none.
[[nodiscard]] Quota decodeQuota(const net::json::Object &limits, std::string_view used,
                                std::string_view limit);

/// The answer `{key: {…}}`, its object as `read` makes it.
template <typename Read>
auto decodeOne(const net::Answer &answer, std::string_view key, Read read)
{
    using Value = decltype(read(net::json::Object()));
    return net::json::decode<Value>(answer, [key, &read](const net::json::Object &root) {
        return read(root.requiredObject(key));
    });
}

/// The objects of the array at `key`, each as `read` makes it.
template <typename Read>
auto decodeRows(const net::json::Object &root, std::string_view key, Read read)
{
    std::vector<decltype(read(net::json::Object()))> rows;
    for (const net::json::Object row : root.requiredArray(key).objects())
        rows.push_back(read(row));
    return rows;
}

/// The answer `{key: [{…}, …]}`, a list that comes whole.
template <typename Read>
auto decodeList(const net::Answer &answer, std::string_view key, Read read)
{
    using Value = decltype(decodeRows(net::json::Object(), key, read));
    return net::json::decode<Value>(answer, [key, &read](const net::json::Object &root) {
        return decodeRows(root, key, read);
    });
}

/// The answer `{key: [{…}, …], key_links: […]}`, a page of a list whose next one is asked for with
/// a marker.
template <typename Read>
auto decodePage(const net::Answer &answer, std::string_view key, Read read)
{
    using Page = net::Page<decltype(read(net::json::Object()))>;
    return net::json::decode<Page>(answer, [key, &read](const net::json::Object &root) {
        return Page{decodeRows(root, key, read),
                    nextMarker(root.array(std::string(key) + "_links"))};
    });
}

/// `list`, asking for the page behind `marker`.
template <typename List>
List pageBehind(List list, const QString &marker)
{
    list.marker = marker;
    return list;
}

/// Lists of a thousand rows take a busy cloud over ten seconds; half a minute would be too short.
inline constexpr std::chrono::milliseconds listDeadline = std::chrono::minutes(2);

} // namespace oriel::openstack
