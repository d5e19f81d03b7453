#pragma once

#include "openstack/config/cloudconfig.h"
#include "openstack/identity/scope.h"
#include "store/store.h"
#include "store/rows.h"

#include <QtCore/QDateTime>

#include <tuple>

namespace oriel::store {

/// One list as it was when the cloud last told it whole.
template <typename T>
struct CachedList
{
    QDateTime asOf; ///< UTC; invalid: the list is not known
    RowMap<T> rows;
};

/// The last known lists of one scope. Holds neither token nor secret, and not the quota: what is
/// checked before something is done must be what the cloud says now.
class CachedState
{
public:
    openstack::Scope scope;

    template <typename T>
    [[nodiscard]] CachedList<T> &of()
    {
        return std::get<CachedList<T>>(m_lists);
    }
    template <typename T>
    [[nodiscard]] const CachedList<T> &of() const
    {
        return std::get<CachedList<T>>(m_lists);
    }

    /// The oldest of what is known; invalid where nothing is.
    [[nodiscard]] QDateTime oldest() const;

private:
    template <typename... T>
    using Lists = std::tuple<CachedList<T>...>;
    Rows::Into<Lists> m_lists;
};

/// The name of the file for who signs in with `cloud`: the same cloud, region, project and user
/// make the same name, and nothing can be read from it.
[[nodiscard]] QString cacheFileName(const openstack::CloudConfig &cloud);

} // namespace oriel::store
