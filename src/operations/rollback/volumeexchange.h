#pragma once

#include "openstack/blockstorage/volume.h"
#include "operations/rollback/rollbackplan.h"
#include "operations/step.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QStringList>

#include <vector>

namespace oriel::operations {

class ActionOperation;

/// Whether an earlier run has sent the request of this step, or may have, and it was not refused.
/// If it was sent several times, the last refusal says nothing about the others.
[[nodiscard]] bool mayHaveBeenSent(const ActionOperation &operation, const QString &step);

/// The part of an operation that exchanges or reverts volumes of an instance that is shut off, one
/// stage each: detaches all, names them, gives the new ones the places of the old ones in volume
/// groups, reverts, and attaches all in the order of their devices, because most clouds give the
/// next free device. The old volume is tagged with the ID of the one that takes its place
/// (replacedBy), so that this can be undone from anywhere.
///
/// Each step looks at the present state first. So everything can be called again after a crash, and
/// putBack() works from wherever carryOut() has stopped. `operation` outlives this.
class VolumeExchange
{
    Q_DECLARE_TR_FUNCTIONS(VolumeExchange)

public:
    /// `changes`: by device, all with the ID of the volume that is attached afterwards. `undoes`:
    /// it is the other way round: what is attached afterwards is tagged before.
    VolumeExchange(ActionOperation &operation, Subject server, std::vector<VolumeChange> changes,
                   bool undoes, std::size_t firstStage);

    [[nodiscard]] static Stage stageOf(const VolumeChange &change);
    /// mayHaveBeenSent() for the revert of any of them.
    [[nodiscard]] static bool mayHaveReverted(const ActionOperation &operation,
                                              const std::vector<VolumeChange> &changes);

    /// Succeeded: all are attached. Canceled: the user does not want it, and canPutBack(). If it
    /// cannot be put back, what can be attached is attached, whatever fails, and the error names
    /// the others.
    Task<Ending> carryOut();
    /// Whether nothing is lost yet.
    [[nodiscard]] bool canPutBack() const { return m_reverted.isEmpty(); }
    /// Detaches what was attached and attaches what was detached, with the names from before.
    /// Detaches nothing while the instance is running. Otherwise: what is not as it was, in words.
    Task<Ending> putBack();

private:
    using Volume = openstack::Volume;

    [[nodiscard]] Ending failure(const QString &why) const;
    /// The volume once nothing is being done to it.
    Task<Result<Volume>> settled(QString volumeId);
    /// Succeeded also if it is not attached, or does not exist.
    Task<Ending> detach(Subject volume, std::size_t index);
    Task<bool> canTellDeletion();
    Task<Ending> attach(Subject volume, std::size_t index);
    Task<Ending> name(Subject volume, QString name, QString replacedBy);
    Task<void> regroup(Subject from, Subject to);
    Task<Ending> detachAll();
    Task<Ending> nameAll();
    /// Everything before attachAll().
    Task<Ending> prepare();
    Task<Ending> detachBack(std::size_t index);
    Task<Ending> nameBack();
    Task<Ending> revertAll();
    Task<Ending> revert(std::size_t index);
    /// When the volume was changed last before the first request to revert it; empty: not known.
    Task<QString> changeBeforeRevert(std::size_t index);
    /// Of a refused revert: whether the volume may have been reverted by an earlier request.
    Task<bool> isChangedSince(std::size_t index, QString change);
    Task<Ending> attachAll();
    [[nodiscard]] Ending withMissing(Ending ending, const QStringList &missing) const;
    void failStage(std::size_t index, const Ending &ending);
    [[nodiscard]] bool isCanceled() const;

    ActionOperation &m_operation;
    Subject m_server;
    std::vector<VolumeChange> m_changes;
    bool m_undoes;
    std::size_t m_firstStage;
    QString m_prefix;       ///< of the steps' names
    QStringList m_reverted; ///< the IDs of volumes that were reverted, or may have been
};

} // namespace oriel::operations
