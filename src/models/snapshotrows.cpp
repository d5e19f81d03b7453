#include "models/snapshotrows.h"

#include "operations/capture/createsnapshot.h"
#include "operations/removal/removal.h"
#include "operations/snapshottags.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::models {

namespace {

int percentOf(const operations::Operation &operation)
{
    const auto &stages = operation.stages();
    if (stages.empty())
        return 0;
    int sum = 0;
    for (const operations::Stage &stage : stages) {
        if (stage.state == operations::StageState::Done ||
            stage.state == operations::StageState::Skipped)
            sum += 100;
        else if (stage.state == operations::StageState::Running)
            sum += std::clamp(stage.percent, 0, 100);
    }
    return sum / static_cast<int>(stages.size());
}

QString stageOf(const operations::Operation &operation)
{
    for (const operations::Stage &stage : operation.stages()) {
        if (stage.state == operations::StageState::Running)
            return stage.title;
    }
    return {};
}

} // namespace

SnapshotRows::SnapshotRows(const store::CloudStores &stores,
                           const operations::OperationCenter &operations, QString serverId,
                           QObject *parent)
    : QObject(parent)
    , m_stores(stores)
    , m_operations(operations)
    , m_serverId(std::move(serverId))
{
    connect(&stores.snapshotSets, &store::StoreBase::changed, this, &SnapshotRows::rebuild);
    connect(&stores.snapshotSets, &store::StoreBase::stateChanged, this,
            [this] { m_rows.setState(m_stores.snapshotSets.state()); });
    connect(&stores.volumeSnapshots, &store::StoreBase::changed, this, &SnapshotRows::rebuild);
    const auto follow = [this](const operations::Operation *operation) {
        if (qobject_cast<const operations::CreateSnapshot *>(operation) ||
            qobject_cast<const operations::Removal *>(operation))
            rebuild();
    };
    connect(&operations, &operations::OperationCenter::added, this, follow);
    connect(&operations, &operations::OperationCenter::changed, this, follow);
    connect(&operations, &operations::OperationCenter::finished, this, follow);
    rebuild();
    m_rows.setState(m_stores.snapshotSets.state());
}

QString SnapshotRows::rowIdOf(const operations::Operation &operation)
{
    return operation.resultId().isEmpty() ? u"operation:"_s + operation.id() : operation.resultId();
}

void SnapshotRows::rebuild()
{
    std::vector<SnapshotRow> rows;
    QHash<QString, std::size_t> places;
    const auto add = [&](const store::SnapshotSet &set) {
        places.insert(set.id, rows.size());
        rows.push_back({.id = set.id, .set = set, .operationId = {}, .doing = {}, .percent = -1});
    };
    if (m_serverId.isEmpty()) {
        for (const auto &set : m_stores.snapshotSets.rows())
            add(*set);
    } else {
        for (const auto &set : m_stores.setsOf(m_serverId))
            add(*set);
    }

    addRemains(rows, places);
    addRemovals(rows, places);
    std::vector<std::pair<QString, QString>> renamed;
    for (const auto &operation : m_operations.operations()) {
        const auto *capture = qobject_cast<const operations::CreateSnapshot *>(operation.get());
        if (!capture || !lists(capture->subject().id))
            continue;
        const QString rowId = rowIdOf(*capture);
        const QString before = m_rowOfOperation.value(capture->id());
        if (!before.isEmpty() && before != rowId)
            renamed.emplace_back(before, rowId);
        m_rowOfOperation.insert(capture->id(), rowId);
        if (capture->outcome() != operations::Outcome::Running)
            continue;
        if (!places.contains(rowId)) {
            // The cloud does not list it yet.
            SnapshotRow row;
            row.id = rowId;
            row.set.id = rowId;
            row.set.name = capture->request().name;
            row.set.serverId = capture->subject().id;
            row.set.serverName = capture->subject().name;
            row.set.status = store::SetStatus::Creating;
            row.set.created = capture->started();
            row.set.keepUntil = capture->request().keepUntil;
            places.insert(rowId, rows.size());
            rows.push_back(std::move(row));
        }
        SnapshotRow &row = rows[places.value(rowId)];
        row.operationId = capture->id();
        row.doing = stageOf(*capture);
        row.percent = percentOf(*capture);
    }
    for (const auto &[oldId, newId] : renamed) {
        if (m_unfolded.remove(oldId))
            m_unfolded.insert(newId);
        if (m_newest == oldId)
            m_newest = newId;
    }
    if (ofAllInstances() && m_stores.snapshotSets.state().loaded)
        unfoldNewest(rows);
    addParts(rows);
    if (!renamed.empty()) {
        // Both rows exist for a moment, so that a selection can move from one to the other.
        m_rows.upsert(rows);
        for (const auto &[oldId, newId] : renamed)
            Q_EMIT becameSnapshotSet(oldId, newId);
    }
    m_rows.replaceAll(std::move(rows));
}

void SnapshotRows::addRemains(std::vector<SnapshotRow> &rows,
                              QHash<QString, std::size_t> &places) const
{
    QHash<QString, SnapshotRow> found;
    const QString ofInstance = operations::tagKey("instance"_L1);
    for (const auto &snapshot : m_stores.orphanedVolumeSnapshots()) {
        const QString imageId = snapshot->metadata.value(operations::tagKey("image"_L1));
        const QString serverId = snapshot->metadata.value(ofInstance);
        if (imageId.isEmpty() || !lists(serverId))
            continue;
        SnapshotRow &row = found[imageId];
        if (row.id.isEmpty()) {
            row.id = row.set.id = imageId;
            row.remains = true;
            row.set.name = snapshot->name.startsWith("snapshot for "_L1) ? snapshot->name.mid(13)
                                                                         : snapshot->name;
            row.set.serverId = serverId;
            if (const auto server = m_stores.servers.find(serverId))
                row.set.serverName = server->name;
            row.set.created = snapshot->created;
            row.set.status = store::SetStatus::Incomplete;
            const QDate date = QDate::fromString(
                snapshot->metadata.value(operations::tagKey("keep_until"_L1)), Qt::ISODate);
            if (date.isValid())
                row.set.keepUntil = date;
        }
        store::SnapshotPart part;
        part.snapshotId = snapshot->id;
        part.volumeId = snapshot->volumeId;
        part.name = snapshot->name;
        if (const auto volume = m_stores.volumes.find(snapshot->volumeId)) {
            part.volumeName = volume->name;
            for (const openstack::VolumeUse &use : volume->attachments)
                part.device = use.device;
        }
        part.sizeGiB = snapshot->sizeGiB;
        part.status = snapshot->status;
        part.progress = snapshot->progress;
        row.set.parts.push_back(part);
        row.set.volumesGiB += part.sizeGiB;
    }
    for (SnapshotRow &row : found) {
        std::ranges::sort(row.set.parts, {}, [](const store::SnapshotPart &part) {
            return std::pair(part.device, part.snapshotId);
        });
        places.insert(row.id, rows.size());
        rows.push_back(std::move(row));
    }
}

store::SnapshotSet SnapshotRows::whileDeleted(const operations::Operation &removal,
                                              const SnapshotRow &row)
{
    const auto before = m_deleted.constFind(removal.id());
    if (before == m_deleted.cend())
        return *m_deleted.insert(removal.id(), row.set);
    store::SnapshotSet set = *before;
    set.status = store::SetStatus::Deleting;
    for (store::SnapshotPart &part : set.parts) {
        const auto snapshot = m_stores.volumeSnapshots.find(part.snapshotId);
        part.status = snapshot ? snapshot->status : u"deleted"_s;
    }
    return set;
}

void SnapshotRows::addRemovals(std::vector<SnapshotRow> &rows, QHash<QString, std::size_t> &places)
{
    m_deleted.removeIf([this](const QHash<QString, store::SnapshotSet>::iterator &before) {
        return std::ranges::none_of(m_operations.operations(), [&](const auto &operation) {
            return operation->id() == before.key() &&
                   operation->outcome() == operations::Outcome::Running;
        });
    });
    for (const auto &operation : m_operations.operations()) {
        const auto *removal = qobject_cast<const operations::Removal *>(operation.get());
        if (!removal || removal->outcome() != operations::Outcome::Running ||
            !lists(removal->request().serverId) ||
            removal->subject().kind == openstack::Kind::VolumeSnapshot)
            continue;
        const QString rowId = removal->subject().id;
        const bool isKnown = places.contains(rowId);
        if (!isKnown && m_serverId.isEmpty() &&
            removal->subject().kind != openstack::Kind::SnapshotSet)
            continue; // an image, but not of a snapshot
        if (!isKnown) {
            // Its image was deleted already, its volume snapshots were not.
            SnapshotRow row;
            row.id = row.set.id = rowId;
            row.set.name = removal->subject().name;
            row.set.serverId = removal->request().serverId;
            for (const operations::RemovalPart &part : removal->request().parts)
                row.set.volumesGiB += part.sizeGiB;
            places.insert(rowId, rows.size());
            rows.push_back(std::move(row));
        }
        SnapshotRow &row = rows[places.value(rowId)];
        row.operationId = removal->id();
        row.doing = stageOf(*removal);
        row.percent = percentOf(*removal);
        row.deleting = true;
        row.remains = false;
        row.set = whileDeleted(*removal, row);
    }
}

/// The newest snapshot is unfolded initially, to show that there is a volume snapshot per volume.
void SnapshotRows::unfoldNewest(const std::vector<SnapshotRow> &rows)
{
    const auto newest =
        std::ranges::max_element(rows, {}, [](const SnapshotRow &row) { return row.set.created; });
    if (newest == rows.end() || newest->id == m_newest)
        return;
    m_newest = newest->id;
    m_unfolded.insert(m_newest);
}

void SnapshotRows::addParts(std::vector<SnapshotRow> &rows) const
{
    const std::size_t wholes = rows.size();
    for (std::size_t i = 0; i < wholes; ++i) {
        rows[i].unfolded = m_unfolded.contains(rows[i].id);
        if (!rows[i].unfolded)
            continue;
        for (std::size_t part = 0; part < rows[i].set.parts.size(); ++part) {
            SnapshotRow below = rows[i];
            below.id = partRowId(below.id, below.set.parts[part].snapshotId);
            below.part = static_cast<int>(part);
            rows.push_back(std::move(below));
        }
    }
}

void SnapshotRows::setUnfolded(const QString &rowId, bool unfolded)
{
    if (unfolded == m_unfolded.contains(rowId))
        return;
    if (unfolded)
        m_unfolded.insert(rowId);
    else
        m_unfolded.remove(rowId);
    rebuild();
}

} // namespace oriel::models
