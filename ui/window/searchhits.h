#pragma once

#include "store/cloudstores.h"
#include "ui/navigation/route.h"

#include <QtCore/QString>

#include <vector>

namespace oriel::ui {

/// One thing that the search for everything has found.
struct SearchHit
{
    QString title;
    QString kind;   ///< "Instance"
    QString detail; ///< what else tells it apart: an address, a size, its id
    QString icon;
    Route route;
    int rank = 0; ///< lower is better

    bool operator==(const SearchHit &) const = default;
};

/// What is searched: copies that a worker may read (they share their contents with the stores).
struct SearchSources
{
    explicit SearchSources(const store::CloudStores &stores);

    store::RowMap<openstack::Server> servers;
    store::RowMap<openstack::Volume> volumes;
    store::RowMap<openstack::VolumeSnapshot> snapshots;
    store::RowMap<openstack::Image> images;
};

/// Instances, volumes, snapshots and images whose name, id or IP address contains `text`, the best
/// first: the whole name, then how a name begins, then the rest; at most `most`. Any thread.
[[nodiscard]] std::vector<SearchHit> searchHits(const SearchSources &sources, const QString &text,
                                                std::size_t most = 12);

} // namespace oriel::ui
