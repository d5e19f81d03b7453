#pragma once

#include "models/storemodel.h"

#include <QtCore/QSet>

namespace oriel::models {

/// The volume snapshots of the project. Columns: name, status, size, volume, instance, part of (the
/// snapshot set), created, age; keep until and more from the chooser.
class VolumeSnapshotsModel final : public StoreModel<openstack::VolumeSnapshot>
{
public:
    VolumeSnapshotsModel(const store::CloudStores &stores, Clock &clock, QObject *parent = nullptr);

    /// Which volume snapshots are shown.
    enum class Show {
        All,
        Orphaned, ///< the image that they were created for no longer exists
        Due,      ///< their keep-until date, or their snapshot's, has passed
    };
    void setShow(Show show);

private:
    void narrow();

    const store::CloudStores &m_stores;
    Clock &m_clock;
    Show m_show = Show::All;
    QSet<QString> m_shown; ///< unless all are shown
};

} // namespace oriel::models
