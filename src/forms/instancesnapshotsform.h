#pragma once

#include "forms/snapshotbatchform.h"
#include "operations/createsnapshot.h"

namespace oriel::forms {

/// What the dialog for snapshots of several instances decides: one pattern for the names, one
/// pre-flight for all. Those of which none can be taken now are left out, with the reason.
class InstanceSnapshotsForm final : public SnapshotBatchForm
{
    Q_OBJECT

public:
    InstanceSnapshotsForm(store::CloudStores &stores, Clock &clock, QStringList serverIds,
                          QStringList roles, QObject *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] QString nameHint() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString command() const override;
    [[nodiscard]] bool offersShutOff() const override;
    [[nodiscard]] QString dataVolumesOffer() const override;
    [[nodiscard]] QString dataVolumesObstacle() const override;
    [[nodiscard]] bool withDataVolumes() const override;
    void setWithDataVolumes(bool with) override;
    [[nodiscard]] QString interruption() const override;
    [[nodiscard]] QString actionText() const override;
    /// One for each instance of which a snapshot can be taken.
    [[nodiscard]] std::vector<operations::CreateSnapshotRequest> requests() const;

protected:
    [[nodiscard]] std::vector<BatchRow> makeRows() const override;
    bool rename(std::vector<BatchRow> &rows) const override;
    void follow() override;

private:
    /// What the cloud leaves out by itself.
    struct DataVolumes
    {
        int instances = 0;
        int volumes = 0;
        int gigabytes = 0;
    };
    [[nodiscard]] const DataVolumes &dataVolumes() const;
    [[nodiscard]] int interrupted() const;
    /// The quota with the data volumes of all; empty where it is not known.
    [[nodiscard]] std::vector<RoomLine> roomWithData() const;
    [[nodiscard]] QString nameFor(const QString &instance) const;
    [[nodiscard]] bool canShutOff(const openstack::Server &server) const;

    QStringList m_ids;
    std::optional<bool> m_withDataVolumes; ///< as chosen; nothing: as the quota allows
    bool m_includedByDefault = false;
    mutable DataVolumes m_data; ///< as old as rows()
    QString m_now;              ///< the same in all names, however long the dialog is open
};

} // namespace oriel::forms
