#pragma once

#include "forms/snapshotform.h"
#include "operations/capture/createsnapshot.h"

#include <QtCore/QSet>

namespace oriel::forms {

/// One instance of several, and the snapshot that will be made of it.
struct SnapshotRow
{
    QString id;       ///< of the instance
    QString of;       ///< its name
    QString snapshot; ///< the snapshot's name
    int sizeGiB = 0;  ///< of the volume snapshots; 0: none is made
    QString note;     ///< what is particular about it: "is shut off first", or why it is left out
    bool possible = true;
    bool chosen = true;      ///< false: the user leaves it out
    int volumeSnapshots = 0; ///< that are made
    bool there = true;       ///< false: the instance is gone
    bool shutOff = false;    ///< it is shut off first

    [[nodiscard]] bool made() const { return possible && chosen; }

    bool operator==(const SnapshotRow &) const = default;
};

/// What the dialog for snapshots of several instances decides: one pattern for the names, one
/// quota for all. Instances that cannot be captured now are left out, with the reason.
class InstanceSnapshotsForm final : public SnapshotForm
{
    Q_OBJECT

public:
    InstanceSnapshotsForm(store::CloudStores &stores, Clock &clock, QStringList serverIds,
                          QStringList roles, QObject *parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("Create snapshots"); }
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] QString actionText() const override;
    [[nodiscard]] QString command() const override;
    [[nodiscard]] QString nameHint() const override;
    [[nodiscard]] QString captureText() const override;
    [[nodiscard]] bool offersShutOff() const override;
    [[nodiscard]] QString shutOffTitle() const override;
    [[nodiscard]] QString shutOffText() const override;
    [[nodiscard]] QString keepRunningTitle() const override { return tr("Keep them &running"); }
    [[nodiscard]] QString keepRunningText() const override;
    [[nodiscard]] QString consistencyText() const override;
    [[nodiscard]] QString interruption() const override;
    [[nodiscard]] QString dataVolumesOffer() const override;

    /// Worked out once after each change, whatever asks for it.
    [[nodiscard]] const std::vector<SnapshotRow> &rows() const;
    /// How often rows() has been worked out so far.
    [[nodiscard]] int evaluations() const { return m_evaluations; }
    /// Leaves instances out, or includes them again, by their IDs.
    void setLeftOut(const QStringList &ids, bool out);
    /// One for each instance that is captured.
    [[nodiscard]] std::vector<operations::CreateSnapshotRequest> requests() const;

protected:
    [[nodiscard]] Amount needed() const override;
    [[nodiscard]] Amount dataVolumes() const override;
    [[nodiscard]] int made() const override;
    [[nodiscard]] QString obstacle() const override;
    [[nodiscard]] QString nameProblem() const override;
    void outdate() override;
    void nameChanged() override;
    /// Tells of all that changes in the stores in one go only once.
    void storesChanged() override;

private:
    [[nodiscard]] std::vector<SnapshotRow> makeRows() const;
    [[nodiscard]] int interrupted() const;
    [[nodiscard]] QString nameFor(const QString &instance) const;
    [[nodiscard]] bool canShutOff(const openstack::Server &server) const;

    QStringList m_ids;
    QSet<QString> m_leftOut;
    mutable std::optional<std::vector<SnapshotRow>> m_rows;
    mutable Amount m_data;      ///< volumes that the cloud leaves out by itself; as old as m_rows
    mutable int m_withData = 0; ///< the instances that have such volumes
    mutable int m_evaluations = 0;
    bool m_told = true; ///< false: changed() is to come for a change of the stores
    QString m_now;      ///< the same in all names, however long the dialog is open
};

} // namespace oriel::forms
