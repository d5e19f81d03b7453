#pragma once

#include "net/endpoint.h"
#include "openstack/kind.h"

#include <QtCore/QJsonObject>
#include <QtCore/QMap>
#include <QtCore/QString>

#include <concepts>
#include <type_traits>
#include <utility>

namespace oriel::net::json {
class Object;
class Value;
} // namespace oriel::net::json

/// The calls that every collection of resources has, as values for net::ApiClient::call() and
/// all(). They follow from what the type of the rows says of itself:
///
///     struct Flavor
///     {
///         static constexpr Kind kind = Kind::Flavor; // if it is a resource by itself
///         static constexpr Collection api{.service = net::Service::Compute,
///                                         .path = "/flavors",
///                                         .rows = "flavors",
///                                         .row = "flavor",
///                                         .detail = "/detail"};
///
///         QString id;
///         QString name;
///         int vcpus = 0;
///
///         static void fields(auto &f, auto &flavor)
///         {
///             f.id("id", flavor.id);
///             f("name", flavor.name);
///             f("vcpus", flavor.vcpus);
///         }
///     };
///
/// fields() lists the members once, with their keys, for whatever goes over them: the decoder
/// (decoding.h) and the cache (store/cache). The verbs that it may use are those of FieldReader.
/// The type's source file instantiates the calls that are used. A type whose calls differ
/// specializes them (List<Server>, List<Image>).
namespace oriel::openstack {

class TextPool;

/// How a list comes in pages.
enum class Paging {
    None,   ///< it comes whole
    Marker, ///< `marker` is the ID of the last row; a link in `ROWS_links` tells of the next page
    Path,   ///< `next` is the path of the next page (Glance)
};

/// Where the rows of one type live in the API of their service.
struct Collection
{
    net::Service service;
    const char *path;          ///< "/volumes"
    const char *rows;          ///< the list's key in answers: "volumes"
    const char *row = nullptr; ///< the key around a single row: "volume"; null: none is
    const char *detail = "";   ///< follows the path where all fields are wanted: "/detail"
    Paging paging = Paging::Marker;
    int pageSize = 1000;  ///< rows that are asked for at once; 0: as the service has it
    bool wrapped = false; ///< in lists too, each row is inside an object, under the key `row`
    const char *nameFilter = nullptr;     ///< finds rows of exactly this name
    const char *nameLikeFilter = nullptr; ///< finds rows by a part of their name
    net::Microversion since{};            ///< the lowest that has the collection; {}: all have it
};

/// What a row is found by: its ID or, where it has none, its name.
template <typename T>
[[nodiscard]] const QString &idOf(const T &row)
{
    if constexpr (requires { row.id; })
        return row.id;
    else
        return row.name;
}

/// What an accepted request leaves behind: the request ID, by which Nova's instance action is
/// found.
struct ActionAccepted
{
    QString requestId;

    bool operator==(const ActionAccepted &) const = default;
};

/// GET the collection.
template <typename T>
struct List
{
    using Item = T;
    using Value = net::Page<T>;

    QMap<QString, QString> filters = {}; ///< as the API has them: {"status", "error"}
    int limit = T::api.pageSize;         ///< rows a page
    QString marker = {};                 ///< where the page begins; empty: the first

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<Value> decode(const net::Answer &answer) const;
    [[nodiscard]] List withMarker(const QString &marker) const;
    [[nodiscard]] std::optional<QString> peek(const net::Answer &answer) const;
};

/// GET one row.
template <typename T>
struct Get
{
    using Value = T;

    QString id = {};

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<T> decode(const net::Answer &answer) const;
};

/// POST a new row. Never to be repeated blindly: two calls create two.
template <typename T>
struct Create
{
    using Value = T; ///< as far as the service answers with it: at least its ID

    QJsonObject values = {}; ///< of the row, as the API has them

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<T> decode(const net::Answer &answer) const;
};

/// DELETE one row. Accepted only: services may take their time, or fail.
template <typename T>
struct Delete
{
    using Value = ActionAccepted;

    QString id = {};
    QMap<QString, QString> options = {}; ///< as the API has them: {"cascade", "True"}

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<ActionAccepted> decode(const net::Answer &answer) const;
};

/// POST one of a row's actions (Nova, Cinder). Conflict where its state does not allow it.
template <typename T>
struct Act
{
    using Value = ActionAccepted;

    QString id = {};
    QString action = {};          ///< "os-stop"
    QJsonValue arguments = {};    ///< null: none
    net::Microversion since = {}; ///< the lowest that has the action; {}: all have it

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<ActionAccepted> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
