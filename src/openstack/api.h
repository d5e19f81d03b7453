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
class Value; // NOLINT(bugprone-forward-declaration-namespace): the rows refer to it
} // namespace oriel::net::json

/// The calls that every collection of resources has, as values for net::ApiClient::call() and
/// all(). They follow from the declarations in the row's type:
///
///     struct Flavor
///     {
///         static constexpr Kind kind = Kind::Flavor; // if it is a resource
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
/// fields() lists the members once, with their keys, for all visitors: the decoder (decoding.h) and
/// the cache (store/cache). It may use the verbs of FieldReader. The type's source file
/// instantiates the calls in use. A type whose calls differ
/// specializes them (List<Server>, List<Image>).
namespace oriel::openstack {

class TextPool;

/// How a list is divided into pages.
enum class Paging {
    None,   ///< it is returned in one piece
    Marker, ///< `marker` is the ID of the last row; a link in `ROWS_links` indicates a next page
    Path,   ///< `next` is the path of the next page (Glance)
};

/// Where the rows of one type are in their service's API.
struct Collection
{
    net::Service service;
    const char *path;          ///< "/volumes"
    const char *rows;          ///< the list's key in the answer: "volumes"
    const char *row = nullptr; ///< the key around a single row: "volume"; null: no such key
    const char *detail = "";   ///< appended to the path to get all fields: "/detail"
    Paging paging = Paging::Marker;
    int pageSize = 1000;  ///< rows per request; 0: the service's default
    bool wrapped = false; ///< in lists, too, each row is inside an object under the key `row`
    const char *nameFilter = nullptr;     ///< finds rows with exactly this name
    const char *nameLikeFilter = nullptr; ///< finds rows by part of their name
    net::Microversion since{}; ///< the lowest version that has the collection; {}: all versions
    bool onlyListed = false;   ///< no request returns one row: Get picks it from the list
};

/// What identifies a row: its ID or, if it has none, its name.
template <typename T>
[[nodiscard]] const QString &idOf(const T &row)
{
    if constexpr (requires { row.id; })
        return row.id;
    else
        return row.name;
}

/// What people know a row by: its name, or its address. Empty if it has neither.
template <typename T>
[[nodiscard]] QString knownAs(const T &row)
{
    if constexpr (requires { row.name; })
        return row.name;
    else if constexpr (requires { row.address; })
        return row.address;
    else
        return {};
}

/// The result of an accepted request: the request ID, which identifies Nova's instance action.
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

    QMap<QString, QString> filters = {}; ///< as in the API: {"status", "error"}
    int limit = T::api.pageSize;         ///< rows per page
    QString marker = {};                 ///< where the page begins; empty: at the start

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

/// POST a new row. Never repeat it blindly: two calls create two rows.
template <typename T>
struct Create
{
    using Value = T; ///< only what the service returns: at least its ID

    QJsonObject values = {}; ///< of the row, as in the API

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<T> decode(const net::Answer &answer) const;
};

/// PUT changed values of one row. Idempotent.
template <typename T>
struct Update
{
    using Value = T;

    QString id = {};
    QJsonObject values = {}; ///< only those that change, as in the API
    /// Neutron refuses it with the HTTP status 412 if this is no longer the row's
    /// `revision_number`; -1: it is changed in any case.
    int ifRevision = -1;

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<T> decode(const net::Answer &answer) const;
};

/// DELETE one row. Success means accepted: the service may take time, or fail.
template <typename T>
struct Delete
{
    using Value = ActionAccepted;

    QString id = {};
    QMap<QString, QString> options = {}; ///< as in the API: {"cascade", "True"}

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<ActionAccepted> decode(const net::Answer &answer) const;
};

/// POST one of a row's actions (Nova, Cinder). Conflict if the row's state does not allow it.
template <typename T>
struct Act
{
    using Value = ActionAccepted;

    QString id = {};
    QString action = {};          ///< "os-stop"
    QJsonValue arguments = {};    ///< null: none
    net::Microversion since = {}; ///< the lowest version that has the action; {}: all versions

    [[nodiscard]] net::Request request() const;
    [[nodiscard]] Result<ActionAccepted> decode(const net::Answer &answer) const;
};

} // namespace oriel::openstack
