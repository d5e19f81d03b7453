#include "operations/schedule/freshlists.h"

#include <algorithm>

namespace oriel::operations {

FreshLists::FreshLists(net::ApiClient &client, Clock &clock, const QString &projectId,
                       QObject *parent, std::vector<Kind> also)
    : QObject(parent)
    , m_stores(client, clock)
    , m_also(std::move(also))
{
    m_stores.setProject(projectId);
    for (const store::StoreBase *list : lists())
        connect(list, &store::StoreBase::stateChanged, this, &FreshLists::changed);
    std::vector<Kind> kinds{Kind::Server, Kind::Image, Kind::Volume, Kind::VolumeSnapshot,
                            Kind::SnapshotSet};
    kinds.insert(kinds.end(), m_also.begin(), m_also.end());
    m_subscription = m_stores.watch(kinds, store::RefreshRate::Background);
}

std::vector<const store::StoreBase *> FreshLists::lists() const
{
    std::vector<const store::StoreBase *> all{&m_stores.servers, &m_stores.images,
                                              &m_stores.volumes, &m_stores.volumeSnapshots,
                                              &m_stores.snapshotSets};
    for (const Kind kind : m_also)
        all.push_back(&m_stores.at(kind));
    return all;
}

bool FreshLists::areReady() const
{
    return std::ranges::all_of(lists(), [](const store::StoreBase *list) {
        const store::LoadState &state = list->state();
        return (state.loaded && !state.error) || state.absent;
    });
}

QString FreshLists::problem() const
{
    for (const store::StoreBase *list : lists()) {
        if (list->state().error)
            return list->state().error->message;
    }
    return {};
}

} // namespace oriel::operations
