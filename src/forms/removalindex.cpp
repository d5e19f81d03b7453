#include "forms/removalindex.h"

#include "operations/snapshottags.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::forms {

using operations::Subject;

RemovalIndex::RemovalIndex(const std::vector<Subject> &subjects, const store::CloudStores &stores)
{
    QSet<QString> images;
    QSet<QString> snapshots;
    for (const Subject &subject : subjects)
        (subject.kind == openstack::Kind::VolumeSnapshot ? snapshots : images).insert(subject.id);
    const QString tag = operations::tagKey("image"_L1);
    for (const auto &snapshot : stores.volumeSnapshots.rows()) {
        const QString image = snapshot->metadata.value(tag);
        if (image.isEmpty() || !images.contains(image) || !stores.owns(*snapshot))
            continue;
        m_madeFor[image].push_back(snapshot);
        snapshots.insert(snapshot->id);
    }
    for (auto &rows : m_madeFor) {
        std::ranges::sort(rows, {}, [](const auto &snapshot) {
            return std::pair(snapshot->created, snapshot->id);
        });
    }
    for (const QString &image : std::as_const(images)) {
        if (const auto set = stores.snapshotSets.find(image)) {
            for (const store::SnapshotPart &part : set->parts)
                snapshots.insert(part.snapshotId);
        }
    }
    for (const auto &set : stores.snapshotSets.rows()) {
        for (const store::SnapshotPart &part : set->parts) {
            if (snapshots.contains(part.snapshotId))
                m_sets[part.snapshotId].push_back(
                    {openstack::Kind::SnapshotSet, set->id, set->name});
        }
    }
    for (const auto &volume : stores.volumes.rows()) {
        if (!volume->snapshotId.isEmpty() && snapshots.contains(volume->snapshotId))
            m_made[volume->snapshotId].push_back(
                {openstack::Kind::Volume, volume->id, volume->name});
    }
    for (const auto &server : stores.servers.rows()) {
        if (!server->imageId.isEmpty() && images.contains(server->imageId))
            m_launched[server->imageId].push_back(
                {openstack::Kind::Server, server->id, server->name});
    }
    for (auto &servers : m_launched)
        std::ranges::sort(servers, {}, &Subject::name);
}

std::vector<Subject> RemovalIndex::launchedFrom(const QString &imageId) const
{
    return m_launched.value(imageId);
}

std::vector<Subject> RemovalIndex::madeFrom(const QString &snapshotId) const
{
    return m_made.value(snapshotId);
}

std::vector<store::Row<openstack::VolumeSnapshot>>
RemovalIndex::madeFor(const QString &imageId) const
{
    return m_madeFor.value(imageId);
}

std::vector<Subject> RemovalIndex::setsOf(const QString &snapshotId) const
{
    return m_sets.value(snapshotId);
}

} // namespace oriel::forms
