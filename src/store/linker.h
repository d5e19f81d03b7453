#pragma once

#include "store/snapshotsets.h"

#include <QtCore/QObject>

class QThreadPool;

namespace oriel::store {

class CloudStores;

/// Keeps CloudStores::snapshotSets in sync with the stores that it is derived from: once per turn
/// of the event loop, and in a worker if there is much to process. GUI thread.
class SnapshotLinker : public QObject
{
public:
    SnapshotLinker(CloudStores &stores, QThreadPool &workers, QObject *parent);

    /// Schedules the computation of the sets.
    void relink();

    [[nodiscard]] const SnapshotLinks &links() const { return m_links; }

private:
    /// The links and the resulting changes to the store of sets; computed in a worker if there are
    /// many.
    struct Work;

    void ask();
    void link();
    void apply(Work &work);

    CloudStores &m_stores;
    QThreadPool &m_workers;
    SnapshotLinks m_links;
    bool m_asked = false;   ///< link() is scheduled
    bool m_dirty = false;   ///< the rows have changed since they were last linked
    bool m_linking = false; ///< a worker is running
    bool m_again = false;   ///< something changed while the worker was running
    bool m_volumeSnapshotsKnown = false;
};

} // namespace oriel::store
