#include "models/lookup.h"

namespace oriel::models {

Lookup Lookup::frozen(Needs needs) const
{
    Lookup copy(*this);
    if (!m_live)
        return copy;
    if (needs.testFlag(Servers))
        copy.m_servers = m_live->servers.rows();
    if (needs.testFlag(Volumes))
        copy.m_volumes = m_live->volumes.rows();
    if (needs.testFlag(Images))
        copy.m_images = m_live->images.rows();
    if (needs.testFlag(Flavors))
        copy.m_flavors = m_live->flavors.rows();
    if (needs.testFlag(SnapshotSets))
        copy.m_sets = m_live->snapshotSets.rows();
    if (needs.testFlag(Orphans)) {
        for (const auto &snapshot : m_live->orphanedVolumeSnapshots())
            copy.m_orphans.insert(snapshot->id);
    }
    copy.m_project = m_live->project();
    copy.m_live = nullptr;
    return copy;
}

void Lookup::prepare()
{
    if (m_live)
        return;
    for (const auto &set : std::as_const(m_sets)) {
        for (const store::SnapshotPart &part : set->parts)
            m_setOfSnapshot.insert(part.snapshotId, set);
    }
}

bool Lookup::isOrphan(const QString &volumeSnapshotId) const
{
    if (!m_live)
        return m_orphans.contains(volumeSnapshotId);
    const auto snapshot = m_live->volumeSnapshots.find(volumeSnapshotId);
    return snapshot && m_live->isOrphaned(*snapshot);
}

} // namespace oriel::models
