#pragma once

#include "openstack/kind.h"
#include "store/cloudstores.h"
#include "ui/navigation/route.h"

#include <QtCore/QString>

#include <functional>
#include <type_traits>
#include <vector>

namespace oriel::ui {

/// A resource found by the global search.
struct SearchHit
{
    QString title;
    QString kind;   ///< "Instance"
    QString detail; ///< further identification: an address, a size, its ID
    QString icon;
    Route route;
    int rank = 0; ///< lower is better

    bool operator==(const SearchHit &) const = default;
};

/// The text that the search shows beside a row's name.
struct SearchWords
{
    QString kind;
    QString detail; ///< empty: the row's ID
    QString icon;
};

/// Finds the rows that contain a text. Has a copy of the rows, so that a worker may call it.
using RowSearch = std::function<std::vector<SearchHit>(const QString &text)>;

constexpr int noMatch = 1000;
/// How well a resource matches: 0 whole name or ID, 1 the beginning of the name, 2 part of it, 3
/// the beginning of the ID, noMatch.
[[nodiscard]] int searchRank(const QString &name, const QString &id, const QString &text);
/// The same for one of its addresses.
[[nodiscard]] int searchRank(const QString &address, const QString &text);

/// Searches the names and IDs of a store's rows and, if `addresses` is not null, its results.
/// `words` is called only for hits. Both may be called in a worker.
template <typename T>
[[nodiscard]] std::function<RowSearch(const store::CloudStores &)>
searchIn(Kind kind, SearchWords (*words)(const T &), QStringList (*addresses)(const T &) = nullptr)
{
    return [kind, words, addresses](const store::CloudStores &stores) -> RowSearch {
        return [kind, words, addresses, copy = stores.of<T>().rows()](const QString &text) {
            std::vector<SearchHit> hits;
            for (const auto &row : copy) {
                const QString name = openstack::knownAs(*row);
                int rank = searchRank(name, openstack::idOf(*row), text);
                QString address;
                if (addresses) {
                    for (const QString &one : addresses(*row)) {
                        const int found = rank == 0 ? noMatch : searchRank(one, text);
                        if (address.isEmpty() || found != noMatch)
                            address = one;
                        rank = std::min(rank, found);
                    }
                }
                if (rank == noMatch)
                    continue;
                const SearchWords said = words(*row);
                const QString &detail = address.isEmpty() ? said.detail : address;
                hits.push_back({name.isEmpty() ? openstack::idOf(*row) : name, said.kind,
                                detail.isEmpty() ? openstack::idOf(*row) : detail, said.icon,
                                Route::to(kind, openstack::idOf(*row)), rank});
            }
            return hits;
        };
    };
}

} // namespace oriel::ui
