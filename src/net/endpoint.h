#pragma once

#include "base/result.h"
#include "net/request.h"

#include <QtCore/QSet>
#include <QtCore/QString>

#include <concepts>
#include <optional>
#include <vector>

namespace oriel::net {

/// An API call as a value: a struct that knows its method, path, query, body and microversion
/// range, and how to decode its answer. request() runs on the client's thread; decode() runs on a
/// worker on a copy of the struct and must touch nothing else. decode() receives only 2xx answers.
template <typename E>
concept Endpoint = std::copyable<E> && requires(const E &endpoint, const Answer &answer)
{
    typename E::Value;
    {
        endpoint.request()
        } -> std::same_as<Request>;
    {
        endpoint.decode(answer)
        } -> std::same_as<Result<typename E::Value>>;
};

/// One page of a list, and how to request the next one.
template <typename Item>
struct Page
{
    std::vector<Item> items;
    /// The marker (nova, cinder, neutron) or the path with query (glance) of the next page, as the
    /// list's withMarker() takes it; nullopt: this is the last page.
    std::optional<QString> next;
    /// The number of items in the whole list, if it was requested and returned.
    std::optional<qint64> total{};
};

/// The result of walking a list's pages.
struct Walked
{
    qsizetype count = 0;  ///< delivered items, without those in `beyond`
    bool hasMore = false; ///< the list has further items, which were not wanted
    QSet<QString>
        beyond; ///< IDs of items that were delivered although they lie behind the wanted ones
};

/// A list that comes in pages.
template <typename E>
concept PagedEndpoint = Endpoint<E> && requires(const E &endpoint, const QString &marker)
{
    typename E::Item;
    requires std::same_as<typename E::Value, Page<typename E::Item>>;
    {
        endpoint.withMarker(marker)
        } -> std::same_as<E>;
};

/// A list that can find the next page's marker quickly in an answer that is not decoded yet: peek()
/// runs on the client's thread. nullopt: unknown; decode() decides.
template <typename E>
concept PeekingEndpoint = PagedEndpoint<E> && requires(const E &endpoint, const Answer &answer)
{
    {
        endpoint.peek(answer)
        } -> std::same_as<std::optional<QString>>;
};

/// A list that can also be walked from its end: reversed() requests the same items, by `id`, in the
/// opposite order. The order must be one in which items do not move, such as that of creation.
template <typename E>
concept TwoEndedEndpoint = PagedEndpoint<E> &&
    requires(const E &endpoint, const typename E::Item &item)
{
    {
        endpoint.reversed()
        } -> std::same_as<E>;
    {
        item.id
        } -> std::convertible_to<QString>;
};

} // namespace oriel::net
