#include "models/instancesnapshots.h"

#include "operations/createsnapshot.h"

#include <algorithm>

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

InstanceSnapshots::InstanceSnapshots(const store::CloudStores &stores,
                                     const operations::OperationCenter &operations,
                                     QString serverId, QObject *parent)
    : QObject(parent)
    , m_stores(stores)
    , m_operations(operations)
    , m_serverId(std::move(serverId))
{
    connect(&stores.snapshotSets, &store::StoreBase::changed, this, &InstanceSnapshots::rebuild);
    connect(&stores.snapshotSets, &store::StoreBase::stateChanged, this,
            [this] { m_rows.setState(m_stores.snapshotSets.state()); });
    connect(&operations, &operations::OperationCenter::added, this, &InstanceSnapshots::rebuild);
    connect(&operations, &operations::OperationCenter::changed, this, &InstanceSnapshots::rebuild);
    connect(&operations, &operations::OperationCenter::finished, this, &InstanceSnapshots::rebuild);
    rebuild();
    m_rows.setState(m_stores.snapshotSets.state());
}

QString InstanceSnapshots::rowIdOf(const operations::Operation &operation)
{
    return operation.resultId().isEmpty() ? QStringLiteral("operation:") + operation.id()
                                          : operation.resultId();
}

void InstanceSnapshots::rebuild()
{
    std::vector<SnapshotRow> rows;
    QHash<QString, std::size_t> places;
    for (const auto &set : m_stores.setsOf(m_serverId)) {
        places.insert(set->id, rows.size());
        rows.push_back({.id = set->id, .set = *set, .operationId = {}, .doing = {}, .percent = -1});
    }

    std::vector<std::pair<QString, QString>> renamed;
    for (const auto &operation : m_operations.operations()) {
        const auto *capture = qobject_cast<const operations::CreateSnapshot *>(operation.get());
        if (!capture || capture->subject().id != m_serverId)
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
            row.set.serverId = m_serverId;
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
    if (!renamed.empty()) {
        // Both rows are there for a moment, so that a selection can go from one to the other.
        m_rows.upsert(rows);
        for (const auto &[oldId, newId] : renamed)
            Q_EMIT becameSet(oldId, newId);
    }
    m_rows.replaceAll(std::move(rows));
}

} // namespace oriel::models
