#pragma once

#include "store/cloudstores.h"

#include <type_traits>

namespace oriel::operations {

/// The store that holds rows of type T; nullptr if none does.
template <typename T>
[[nodiscard]] auto storeOf(store::CloudStores &stores)
{
    if constexpr (std::is_same_v<T, openstack::Server>)
        return &stores.servers;
    else if constexpr (std::is_same_v<T, openstack::Volume>)
        return &stores.volumes;
    else if constexpr (std::is_same_v<T, openstack::VolumeSnapshot>)
        return &stores.volumeSnapshots;
    else if constexpr (std::is_same_v<T, openstack::Image>)
        return &stores.images;
    else
        return nullptr;
}

template <typename T>
inline constexpr bool isStored =
    !std::is_null_pointer_v<decltype(storeOf<T>(std::declval<store::CloudStores &>()))>;

/// Puts a row of an answer into its store. Nothing is kept of what no store holds.
template <typename T>
void remember(store::CloudStores &stores, const T &row)
{
    if constexpr (isStored<T>)
        storeOf<T>(stores)->upsert({row});
}

/// Removes the row that `get` asked for and that is gone.
template <typename T, typename Get>
void forget(store::CloudStores &stores, const Get &get)
{
    if constexpr (isStored<T>)
        storeOf<T>(stores)->remove({get.id});
}

} // namespace oriel::operations
