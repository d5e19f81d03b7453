#pragma once

#include "store/cloudstores.h"

#include <type_traits>

namespace oriel::operations {

template <typename T, typename List>
inline constexpr bool isIn = false;
template <typename T, typename... Types>
inline constexpr bool isIn<T, store::TypeList<Types...>> = (std::is_same_v<T, Types> || ...);

/// Whether a store holds rows of this type.
template <typename T>
inline constexpr bool isStored = isIn<T, store::Rows>;

/// Puts a row of an answer into its store. Types without a store are ignored.
template <typename T>
void remember(store::CloudStores &stores, const T &row)
{
    if constexpr (isStored<T>)
        stores.of<T>().upsert({row});
}

/// Removes the row that `get` requested and that no longer exists.
template <typename T, typename Get>
void forget(store::CloudStores &stores, const Get &get)
{
    if constexpr (isStored<T>)
        stores.of<T>().remove({get.id});
}

} // namespace oriel::operations
