#pragma once

#include "base/result.h"
#include "net/request.h"

#include <QtCore/QSet>
#include <QtCore/QString>

#include <concepts>
#include <optional>
#include <vector>

namespace oriel::net {

/// An API call as a value: a struct that knows its method, path, query, body, microversion range,
/// and how its answer is decoded. request() runs on the client's thread; decode() runs on a worker,
/// on a copy of the struct, and must touch nothing else. decode() sees answers with a status of 2xx
/// only.
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

/// One page of a list, and what asks for the next one.
template <typename Item>
struct Page
{
    std::vector<Item> items;
    /// The marker (nova, cinder, neutron) or the path with query (glance) of the next page, as this
    /// list's withMarker() takes it; nothing where this page is the last.
    std::optional<QString> next;
    /// How many items the whole list has, where that was asked for and told.
    std::optional<qint64> total{};
};

/// What a walk through a list's pages has come to.
struct Walked
{
    qsizetype count = 0;  ///< items that were handed out, those of `beyond` not counted
    bool hasMore = false; ///< the list has others behind them, which were not wanted
    QSet<QString> beyond; ///< ids of items that were handed out though they are behind those
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

/// A list that finds what asks for the next page in an answer that is not decoded yet, and quickly:
/// peek() runs on the client's thread. Nothing says nothing: decode() will tell.
template <typename E>
concept PeekingEndpoint = PagedEndpoint<E> && requires(const E &endpoint, const Answer &answer)
{
    {
        endpoint.peek(answer)
        } -> std::same_as<std::optional<QString>>;
};

/// A list that can be walked from its other end too: reversed() asks for the same items, by `id`,
/// in the opposite order. That order is one that nothing moves in, such as that of creation.
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
