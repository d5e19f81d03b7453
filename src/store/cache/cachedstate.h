#pragma once

#include "openstack/config/cloudconfig.h"
#include "openstack/identity/scope.h"
#include "store/rows.h"
#include "store/store.h"

#include <QtCore/QDateTime>

#include <tuple>

namespace oriel::store {

/// One list from its last complete answer.
template <typename T>
struct CachedList
{
    QDateTime asOf; ///< UTC; invalid: the list is unknown
    RowMap<T> rows;
};

/// The last known lists of one scope. Contains neither tokens nor secrets, and no quotas, because
/// checks before an action must use current values.
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

    /// The oldest list's time; invalid if there is none.
    [[nodiscard]] QDateTime oldest() const;

private:
    template <typename... T>
    using Lists = std::tuple<CachedList<T>...>;
    Rows::Into<Lists> m_lists;
};

/// The file name for a sign-in with `cloud`: the same cloud, region, project and user give the same
/// name, and the name reveals none of them.
[[nodiscard]] QString cacheFileName(const openstack::CloudConfig &cloud);

} // namespace oriel::store
