#pragma once

#include "store/rows.h"

#include <vector>

namespace oriel::store {

/// One way to search a cloud for the user's text.
template <typename T>
struct SearchWay
{
    openstack::List<T> list;
    bool exactNames = false; ///< it finds only complete names
};

/// The word to use for services that search for a single piece of text: the most specific one.
[[nodiscard]] QString longestWord(const QString &text);

/// The ways to search for `text`, the best first; if a cloud refuses one, the next is tried. None:
/// the type can only be found by ID. They may find more than intended: the page's filter does the
/// rest.
template <typename T>
[[nodiscard]] std::vector<SearchWay<T>> searchWays(const QString &text)
{
    const auto by = [](const char *filter, const QString &value) {
        return openstack::List<T>{.filters = {{QString::fromLatin1(filter), value}}};
    };
    std::vector<SearchWay<T>> ways;
    // Cinder searches parts of names if its operator has allowed that (since 3.34).
    if (T::api.nameLikeFilter)
        ways.push_back({by(T::api.nameLikeFilter, longestWord(text)), false});
    if (T::api.nameFilter)
        ways.push_back({by(T::api.nameFilter, text.trimmed()), true});
    return ways;
}

/// Nova accepts a regular expression for a name, and part of an address.
template <>
std::vector<SearchWay<openstack::Server>> searchWays<openstack::Server>(const QString &text);
/// Glance searches only complete names.
template <>
std::vector<SearchWay<openstack::Image>> searchWays<openstack::Image>(const QString &text);

} // namespace oriel::store
