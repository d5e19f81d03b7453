#pragma once

#include "net/endpoint.h"
#include "net/json.h"
#include "openstack/textpool.h"

#include <QtCore/QJsonObject>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QUrlQuery>

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// What the requests of all resources are put together from.
namespace oriel::openstack {

struct Quota;

/// A request to `service`, at the microversions that Oriel's decoders of its answers know. `path`
/// is percent-encoded.
[[nodiscard]] net::Request requestTo(net::Service service, net::Method method, const QString &path);

/// A GET of the same kind.
[[nodiscard]] net::Request readFrom(net::Service service, const QString &path);

/// One segment of a path, with everything percent-encoded that could end it. A request whose
/// segment is empty or consists of dots is refused when it is sent (net::keepsItsSegments()).
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

/// Cinder's lists by their last change, the newest first, with the number of all rows (3.45). Rows
/// that never changed come last.
void addLastChangedFirst(QUrlQuery &query);

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

/// The marker of the next page of an answer `{key: [{…}, …], key_links: […]}` that is not decoded
/// yet; nothing where it is not found at once.
[[nodiscard]] std::optional<QString> peekMarker(const net::Answer &answer, const QByteArray &key);

/// What `read` makes of `object`; some take a pool for the texts that repeat themselves.
template <typename Read>
auto readObject(Read &read, const net::json::Object &object, TextPool &pool)
{
    if constexpr (std::is_invocable_v<Read &, const net::json::Object &, TextPool &>)
        return read(object, pool);
    else
        return read(object);
}

/// What readObject() gives.
template <typename Read>
using ReadBy = decltype(readObject(std::declval<Read &>(), std::declval<net::json::Object>(),
                                   std::declval<TextPool &>()));

/// Remembers that a list has rows, and none of them can be identified.
void failWithoutRows(const net::json::Value &list);

/// What `read` makes of `row`, with the keys that could not be read where it has a member for them.
template <typename Read>
auto readRow(Read &read, const net::json::Value &row, const net::json::RowScope &scope,
             TextPool &pool)
{
    auto value = readObject(read, row.object(), pool);
    if constexpr (requires { value.unreadable; })
        value.unreadable = pool.shared(scope.unreadable());
    return value;
}

/// The answer `{key: {…}}`, its object as `read` makes it.
template <typename Read>
auto decodeOne(const net::Answer &answer, std::string_view key, Read read)
{
    return net::json::decode<ReadBy<Read>>(answer, [key, &read](const net::json::Object &root) {
        TextPool pool;
        (void)root.requiredObject(key);
        const net::json::RowScope scope(root[key]);
        return readRow(read, root[key], scope, pool);
    });
}

/// The objects of the array at `key`, each as `read` makes it, without those that nothing
/// identifies. Where that is all of them, it is no list of such rows: a failure.
template <typename Read>
auto decodeRows(const net::json::Object &root, std::string_view key, Read read)
{
    TextPool pool;
    std::vector<ReadBy<Read>> rows;
    const net::json::Array array = root.requiredArray(key);
    for (const net::json::Value value : array) {
        net::json::RowScope scope(value);
        auto row = readRow(read, value, scope, pool);
        if (!scope.lost())
            rows.push_back(std::move(row));
    }
    if (rows.empty() && !array.isEmpty())
        failWithoutRows(root[key]);
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
    using Page = net::Page<ReadBy<Read>>;
    return net::json::decode<Page>(answer, [key, &read](const net::json::Object &root) {
        return Page{decodeRows(root, key, read),
                    nextMarker(root.array(std::string(key) + "_links")),
                    root.optionalInteger("count")};
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
