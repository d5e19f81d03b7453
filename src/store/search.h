#pragma once

#include "store/rows.h"

#include <vector>

namespace oriel::store {

/// A way to ask a cloud for what a user looks for.
template <typename T>
struct SearchWay
{
    openstack::List<T> list;
    bool exactNames = false; ///< it knows no parts of names
};

/// A service that looks for one piece of text is given the word that says most.
[[nodiscard]] QString longestWord(const QString &text);

/// The ways to look for `text`, the best first; one that a cloud refuses is followed by the next.
/// None: the type is found by its ID only. They may find more than what was meant: the filter of
/// the page says the rest.
template <typename T>
[[nodiscard]] std::vector<SearchWay<T>> searchWays(const QString &text)
{
    const auto by = [](const char *filter, const QString &value) {
        return openstack::List<T>{.filters = {{QString::fromLatin1(filter), value}}};
    };
    std::vector<SearchWay<T>> ways;
    // Cinder knows parts of names where its operator has allowed that (from 3.34).
    if (T::api.nameLikeFilter)
        ways.push_back({by(T::api.nameLikeFilter, longestWord(text)), false});
    if (T::api.nameFilter)
        ways.push_back({by(T::api.nameFilter, text.trimmed()), true});
    return ways;
}

/// Nova takes a regular expression for a name, and a part of an address.
template <>
std::vector<SearchWay<openstack::Server>> searchWays<openstack::Server>(const QString &text);
/// Glance never knows parts of names.
template <>
std::vector<SearchWay<openstack::Image>> searchWays<openstack::Image>(const QString &text);

} // namespace oriel::store
