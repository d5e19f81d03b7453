#include "store/linker.h"

#include "store/cloudstores.h"
#include "store/listtopic.h"

#include <algorithm>

namespace oriel::store {

SnapshotLinker::SnapshotLinker(CloudStores &stores, QThreadPool &workers, QObject *parent)
    : QObject(parent)
    , m_stores(stores)
    , m_workers(workers)
{
    const std::initializer_list<StoreBase *> sources{&stores.images, &stores.volumeSnapshots,
                                                     &stores.volumes, &stores.servers};
    for (StoreBase *source : sources) {
        connect(source, &StoreBase::changed, this, [this] { ask(); });
        connect(source, &StoreBase::stateChanged, this, [this] { ask(); });
    }
}

void SnapshotLinker::ask()
{
    if (m_asked)
        return;
    m_asked = true;
    QMetaObject::invokeMethod(this, &SnapshotLinker::link, Qt::QueuedConnection);
}

void SnapshotLinker::link()
{
    m_asked = false;
    if (m_linking) {
        m_again = true;
        return;
    }
    SnapshotSources sources{m_stores.images.rows(), m_stores.volumeSnapshots.rows(),
                            m_stores.volumes.rows(), m_stores.servers.rows(),
                            m_stores.volumeSnapshots.state().loaded};
    if (sources.images.size() + sources.volumeSnapshots.size() < largeList) {
        apply(linkSnapshots(sources));
        return;
    }
    m_linking = true;
    m_workers.start([this, sources = std::move(sources)] {
        auto links = std::make_shared<SnapshotLinks>(linkSnapshots(sources));
        QMetaObject::invokeMethod(
            this,
            [this, links] {
                m_linking = false;
                apply(std::move(*links));
                if (std::exchange(m_again, false))
                    ask();
            },
            Qt::QueuedConnection);
    });
}

void SnapshotLinker::apply(SnapshotLinks links)
{
    m_links = std::move(links);
    // The index keeps ids only; the rows live in the store.
    m_stores.snapshotSets.replaceAll(std::exchange(m_links.sets, {}));
    followState();
}

void SnapshotLinker::followState()
{
    const LoadState &images = m_stores.images.state();
    const LoadState &snapshots = m_stores.volumeSnapshots.state();
    LoadState state;
    state.loaded = images.loaded && snapshots.loaded;
    state.loading = images.loading || snapshots.loading;
    state.error = images.error ? images.error : snapshots.error;
    state.asOf = std::min(images.asOf, snapshots.asOf);
    m_stores.snapshotSets.setState(std::move(state));
}

} // namespace oriel::store
