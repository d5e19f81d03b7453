#pragma once

#include "operations/actions/actionoperation.h"
#include "operations/launch/newvolumes.h"

#include <vector>

namespace oriel::operations {

/// A new volume with the data of a backup: part of an operation on the backup, with its own steps
/// and its first stages. Clouds before version 3.47 of block storage do not create a volume from a
/// backup: there, it creates an empty one of the same type in the same zone, and restores the
/// backup over it. The coroutines are awaited one after another; `operation` outlives this.
class BackupRestore
{
    Q_DECLARE_TR_FUNCTIONS(BackupRestore)

public:
    /// `wanted`: its source is the backup. `later`: the operation's stages after its own.
    BackupRestore(ActionOperation &operation, NewVolume wanted, std::vector<Stage> later = {});

    /// Sets the stages of the operation, again once it turns out that two requests are needed.
    void showStages();
    [[nodiscard]] std::size_t stageCount() const { return m_inTwoSteps ? 2 : 1; }
    [[nodiscard]] bool isInTwoSteps() const { return m_inTwoSteps; }

    /// Requests the volume.
    Task<void> request();
    /// Waits until it has the data. If the operation is being canceled, it waits until the volume
    /// can be deleted, and returns Canceled.
    Task<Ending> follow();
    /// In place of both, what an earlier run has created, without asking the cloud.
    void recall();
    /// Deletes the volume. If that is not possible, it becomes a leftover of the operation.
    Task<void> remove();
    void nameLeftovers() { m_volumes->nameLeftovers(); }
    /// Of the volume; empty: it was not created.
    [[nodiscard]] QString id() const { return m_volumes->ids().value(0); }

private:
    void takeTwoSteps();
    Task<Ending> write(QString volumeId);

    ActionOperation &m_operation;
    NewVolume m_wanted;
    std::vector<Stage> m_later;
    bool m_inTwoSteps = false;
    std::optional<NewVolumes> m_volumes; ///< one
};

/// `cinder create` of such a volume: Debian 12's `openstack` cannot. The name or the ID of the
/// backup, and what the new volume is like; what is empty is left out.
[[nodiscard]] QStringList createFromBackupCommand(const QString &backup, const NewVolume &wanted,
                                                  const QString &description = {});

/// Waits until a backup that is being restored over the volume is there, or has failed.
[[nodiscard]] Task<Ending> untilRestored(ActionOperation *operation, QString volumeId,
                                         std::size_t stage);

} // namespace oriel::operations
