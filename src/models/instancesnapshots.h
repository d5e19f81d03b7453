#pragma once

#include "operations/operationcenter.h"
#include "store/cloudstores.h"

namespace oriel::models {

/// A snapshot of one instance as its page lists it: a set that the cloud has, or one that is just
/// being made.
struct SnapshotRow
{
    QString id; ///< the set's; until it is known, operationRowId()
    store::SnapshotSet set;
    QString operationId; ///< of the operation that makes or deletes it; empty: none is running
    QString doing;       ///< the stage it is in
    int percent = -1;
    bool deleting = false; ///< that operation deletes it
    bool remains = false;  ///< its image is gone: volume snapshots that say that they were of it

    bool operator==(const SnapshotRow &) const = default;
};

/// The snapshots of one instance: its sets, joined with the operations that are making or deleting
/// one, and what is left of those whose image is gone. The new one is there as soon as its
/// operation is, and a deleted one until its last part is gone. GUI thread.
class InstanceSnapshots final : public QObject
{
    Q_OBJECT

public:
    InstanceSnapshots(const store::CloudStores &stores,
                      const operations::OperationCenter &operations, QString serverId,
                      QObject *parent = nullptr);

    [[nodiscard]] const store::Store<SnapshotRow> &rows() const { return m_rows; }
    /// The row of a snapshot that this operation is making.
    [[nodiscard]] static QString rowIdOf(const operations::Operation &operation);

Q_SIGNALS:
    /// The row that stood for an operation is now the row of a set; who had selected it selects the
    /// other.
    void becameSet(const QString &oldId, const QString &newId);

private:
    void rebuild();
    void addRemains(std::vector<SnapshotRow> &rows, QHash<QString, std::size_t> &places) const;
    void addRemovals(std::vector<SnapshotRow> &rows, QHash<QString, std::size_t> &places) const;

    const store::CloudStores &m_stores;
    const operations::OperationCenter &m_operations;
    QString m_serverId;
    store::Store<SnapshotRow> m_rows;
    QHash<QString, QString> m_rowOfOperation; ///< by the operation's id
};

} // namespace oriel::models
