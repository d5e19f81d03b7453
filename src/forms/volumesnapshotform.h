#pragma once

#include "forms/serveractions.h"
#include "forms/snapshotbatchform.h"
#include "openstack/blockstorage/volume.h"
#include "operations/capture/createvolumesnapshot.h"

namespace oriel::forms {

/// Whether a snapshot can be taken of a volume in this state, by somebody with these roles.
[[nodiscard]] Availability volumeSnapshotAvailability(const openstack::Volume &volume,
                                                      const QStringList &roles);

/// What the dialog for a snapshot of one volume decides.
class VolumeSnapshotForm final : public SnapshotBatchForm
{
    Q_OBJECT

public:
    VolumeSnapshotForm(store::CloudStores &stores, Clock &clock, QString volumeId,
                       QStringList roles, QObject *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] QString nameHint() const override { return {}; }
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString command() const override;
    [[nodiscard]] QString actionText() const override { return title(); }
    [[nodiscard]] QString consistencyText() const override;
    [[nodiscard]] operations::VolumeSnapshotRequest request() const;

protected:
    [[nodiscard]] std::vector<BatchRow> makeRows() const override;
    [[nodiscard]] QString nameProblem(const BatchRow &row) const override;

private:
    [[nodiscard]] store::Row<openstack::Volume> volume() const;
    [[nodiscard]] QString volumeName() const;

    QString m_volumeId;
};

} // namespace oriel::forms
