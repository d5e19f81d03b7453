#include "store/linker.h"

#include "store/cloudstores.h"
#include "store/listtopic.h"

#include <algorithm>

namespace oriel::store {

namespace {

/// The sets are as reliable as the stores that they are derived from.
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
    // A cloud without block storage also has snapshots: images. One without images has none.
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
    LoadState state; ///< the sources' state at the start, not when the work is finished
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
        // From now on, what is not in the list is known not to exist.
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
                // Destroying a large number of sets takes as long as computing them.
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
    // The index contains only IDs; the rows are in the store. The old index is destroyed with the
    // work.
    std::swap(m_links, work.links);
    const bool otherOrphans = m_links.unclaimed != work.links.unclaimed;
    m_stores.snapshotSets.apply(std::move(work.difference));
    // The orphaned volume snapshots may have changed although no set has.
    if (otherOrphans && m_stores.snapshotSets.state() == work.state)
        Q_EMIT m_stores.snapshotSets.stateChanged();
    m_stores.snapshotSets.setState(work.state);
}

} // namespace oriel::store
