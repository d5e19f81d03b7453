#include "store/linker.h"

#include "store/cloudstores.h"
#include "store/listtopic.h"

#include <algorithm>

namespace oriel::store {

namespace {

/// How far the sets can be trusted: as far as what they were worked out from.
LoadState stateOf(const CloudStores &stores)
{
    const LoadState &images = stores.images.state();
    const LoadState &snapshots = stores.volumeSnapshots.state();
    LoadState state;
    state.loaded = images.loaded && snapshots.loaded;
    state.hasMore = images.hasMore || snapshots.hasMore;
    state.loading = images.loading || snapshots.loading;
    state.error = images.error ? images.error : snapshots.error;
    state.asOf = std::min(images.asOf, snapshots.asOf);
    // A cloud without block storage has snapshots too: images. One without images has none.
    state.absent = images.absent;
    if (!state.loaded && (images.cached() || snapshots.cached()))
        state.cachedAt = images.cached() && snapshots.cached()
                             ? std::min(images.cachedAt, snapshots.cachedAt)
                             : (images.cached() ? images : snapshots).cachedAt;
    return state;
}

} // namespace

struct SnapshotLinker::Work
{
    SnapshotSources sources;
    LoadState state; ///< of the sources as they are here, not as they are when the work is done
    SnapshotLinks links;
    Difference<SnapshotSet> difference;

    void run(const RowMap<SnapshotSet> &before)
    {
        links = linkSnapshots(sources);
        difference = store::difference(before, std::exchange(links.sets, {}), {});
    }
};

SnapshotLinker::SnapshotLinker(CloudStores &stores, QThreadPool &workers, QObject *parent)
    : QObject(parent)
    , m_stores(stores)
    , m_workers(workers)
{
    const std::initializer_list<StoreBase *> sources{&stores.images, &stores.volumeSnapshots,
                                                     &stores.volumes, &stores.servers};
    for (StoreBase *source : sources)
        connect(source, &StoreBase::changed, this, &SnapshotLinker::relink);
    connect(&stores.images, &StoreBase::stateChanged, this, &SnapshotLinker::ask);
    connect(&stores.volumeSnapshots, &StoreBase::stateChanged, this, [this] {
        // What is not in the list is now known to be gone.
        const bool known = m_stores.volumeSnapshots.state().isComplete();
        m_dirty |= known != std::exchange(m_volumeSnapshotsKnown, known) || m_links.awaited;
        ask();
    });
}

void SnapshotLinker::relink()
{
    m_dirty = true;
    ask();
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
    if (!std::exchange(m_dirty, false)) {
        m_stores.snapshotSets.setState(stateOf(m_stores));
        return;
    }
    auto work = std::make_shared<Work>();
    work->sources = {m_stores.images.rows(),  m_stores.volumeSnapshots.rows(),
                     m_stores.volumes.rows(), m_stores.servers.rows(),
                     m_volumeSnapshotsKnown,  m_stores.volumeSnapshots.state().asOf,
                     m_stores.project()};
    work->state = stateOf(m_stores);
    if (work->sources.images.size() + work->sources.volumeSnapshots.size() < largeList) {
        work->run(m_stores.snapshotSets.rows());
        apply(*work);
        return;
    }
    m_linking = true;
    m_workers.start([this, work, before = m_stores.snapshotSets.rows()]() mutable {
        work->run(before);
        before.clear();
        QMetaObject::invokeMethod(
            this,
            [this, work]() mutable {
                m_linking = false;
                auto old = work->difference.before;
                apply(*work);
                // To destroy very many sets takes as long as to work them out.
                m_workers.start([work = std::move(work), old = std::move(old)]() mutable {
                    old.clear();
                    work.reset();
                });
                if (std::exchange(m_again, false))
                    ask();
            },
            Qt::QueuedConnection);
    });
}

void SnapshotLinker::apply(Work &work)
{
    // The index keeps ids only; the rows live in the store. What was before goes with the work.
    std::swap(m_links, work.links);
    const bool otherOrphans = m_links.unclaimed != work.links.unclaimed;
    m_stores.snapshotSets.apply(std::move(work.difference));
    // Which are orphaned may have changed where no set has.
    if (otherOrphans && m_stores.snapshotSets.state() == work.state)
        Q_EMIT m_stores.snapshotSets.stateChanged();
    m_stores.snapshotSets.setState(work.state);
}

} // namespace oriel::store
