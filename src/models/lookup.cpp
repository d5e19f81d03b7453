#include "models/lookup.h"

#include <algorithm>

namespace oriel::models {

Lookup Lookup::frozen(const std::vector<Kind> &kinds) const
{
    Lookup copy(*this);
    if (!m_live)
        return copy;
    copy.m_frozen = std::make_shared<Frozen>();
    copy.m_frozen->project = m_live->project();
    const auto isWanted = [&kinds](Kind kind) {
        return std::ranges::find(kinds, kind) != kinds.end();
    };
    store::Rows::With<store::SnapshotSet>::each([&]<typename T>() {
        if (isWanted(T::kind))
            copy.m_frozen->template of<T>() = m_live->of<T>().rows();
    });
    for (const Kind kind : kinds) {
        if (m_live->at(kind).state().loaded)
            copy.m_frozen->loaded.insert(kind);
        if (m_live->at(kind).state().isComplete())
            copy.m_frozen->complete.insert(kind);
    }
    if (isWanted(Kind::VolumeSnapshot)) {
        for (const auto &snapshot : m_live->orphanedVolumeSnapshots())
            copy.m_frozen->orphans.insert(snapshot->id);
    }
    copy.m_live = nullptr;
    return copy;
}

void Lookup::prepare()
{
    if (m_live)
        return;
    for (const auto &set : std::as_const(m_frozen->of<store::SnapshotSet>())) {
        for (const store::SnapshotPart &part : set->parts)
            m_frozen->setOfSnapshot.insert(part.snapshotId, set);
    }
}

bool Lookup::isOrphan(const QString &volumeSnapshotId) const
{
    if (!m_live)
        return m_frozen->orphans.contains(volumeSnapshotId);
    const auto snapshot = m_live->volumeSnapshots.find(volumeSnapshotId);
    return snapshot && m_live->isOrphaned(*snapshot);
}

} // namespace oriel::models
