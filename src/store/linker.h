#pragma once

#include "store/snapshotsets.h"

#include <QtCore/QObject>

class QThreadPool;

namespace oriel::store {

class CloudStores;

/// Keeps CloudStores::snapshotSets in step with the stores that it is worked out from: once per
/// turn of the event loop however much has changed, and in a worker where there is much to work
/// through. GUI thread.
class SnapshotLinker : public QObject
{
public:
    SnapshotLinker(CloudStores &stores, QThreadPool &workers, QObject *parent);

    /// Works the sets out again, soon.
    void relink();

    [[nodiscard]] const SnapshotLinks &links() const { return m_links; }

private:
    /// The links, and what they change in the store of sets; made in a worker where there are many.
    struct Work;

    void ask();
    void link();
    void apply(Work &work);

    CloudStores &m_stores;
    QThreadPool &m_workers;
    SnapshotLinks m_links;
    bool m_asked = false;   ///< link() will run
    bool m_dirty = false;   ///< the rows have changed since they were last linked
    bool m_linking = false; ///< a worker is at it
    bool m_again = false;   ///< something changed meanwhile
    bool m_volumeSnapshotsKnown = false;
};

} // namespace oriel::store
