#pragma once

#include "operations/operationcenter.h"
#include "store/cloudstores.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

namespace oriel::models {

/// A listed snapshot: a set in the cloud, or one that is being created. Or one of its parts.
struct SnapshotRow
{
    QString id; ///< the set's; before it is known, rowIdOf(); for a part, partRowId()
    store::SnapshotSet set;
    QString operationId; ///< of the operation that creates or deletes it; empty: none is running
    QString doing;       ///< the operation's current stage
    int percent = -1;
    bool deleting = false; ///< the operation deletes it
    bool remains = false;  ///< its image no longer exists: volume snapshots whose tags refer to it
    bool unfolded = false; ///< its parts are listed
    int part = -1;         ///< which of set.parts the row shows; -1: the whole snapshot

    [[nodiscard]] const store::SnapshotPart *shownPart() const
    {
        return part < 0 ? nullptr : &set.parts[static_cast<std::size_t>(part)];
    }

    bool operator==(const SnapshotRow &) const = default;
};

/// The snapshots of one instance, or of all: sets, joined with the operations that create or delete
/// one, and volume snapshots left over from sets whose image no longer exists. A new row appears as
/// soon as its operation starts, and a deleted one stays until its last part is gone. GUI thread.
class SnapshotRows final : public QObject
{
    Q_OBJECT

public:
    /// `serverId`: the instance; empty: all snapshots, also those without an instance.
    SnapshotRows(const store::CloudStores &stores, const operations::OperationCenter &operations,
                 QString serverId, QObject *parent = nullptr);

    [[nodiscard]] const store::Store<SnapshotRow> &rows() const { return m_rows; }
    [[nodiscard]] bool ofAllInstances() const { return m_serverId.isEmpty(); }
    /// Shows or hides the parts of a snapshot below it; also for a row that does not exist yet.
    void setUnfolded(const QString &rowId, bool unfolded);
    [[nodiscard]] static QString partRowId(const QString &rowId, const QString &snapshotId)
    {
        return rowId + u'/' + snapshotId;
    }
    /// The volume snapshot of a part's row; empty: not a part.
    [[nodiscard]] static QString partOf(const QString &rowId)
    {
        const qsizetype slash = rowId.indexOf(u'/');
        return slash < 0 ? QString() : rowId.mid(slash + 1);
    }
    /// The ID of the row for the snapshot that this operation creates.
    [[nodiscard]] static QString rowIdOf(const operations::Operation &operation);

Q_SIGNALS:
    /// An operation's row was replaced by the set's row; views must move their selection.
    void becameSnapshotSet(const QString &oldId, const QString &newId);

private:
    void rebuild();
    void addRemains(std::vector<SnapshotRow> &rows, QHash<QString, std::size_t> &places) const;
    void addRemovals(std::vector<SnapshotRow> &rows, QHash<QString, std::size_t> &places);
    /// The snapshot as it was before its parts were deleted, with their status now.
    [[nodiscard]] store::SnapshotSet whileDeleted(const operations::Operation &removal,
                                                  const SnapshotRow &row);
    void unfoldNewest(const std::vector<SnapshotRow> &rows);
    void addParts(std::vector<SnapshotRow> &rows) const;
    [[nodiscard]] bool lists(const QString &serverId) const
    {
        return m_serverId.isEmpty() || serverId == m_serverId;
    }

    const store::CloudStores &m_stores;
    const operations::OperationCenter &m_operations;
    QString m_serverId;
    store::Store<SnapshotRow> m_rows;
    QHash<QString, QString> m_rowOfOperation;     ///< by the operation's ID
    QHash<QString, store::SnapshotSet> m_deleted; ///< as they were, by the operation's ID
    QSet<QString> m_unfolded;
    QString m_newest; ///< the row that was last unfolded automatically
};

} // namespace oriel::models
