#pragma once

#include "forms/snapshotform.h"
#include "openstack/blockstorage/volume.h"
#include "operations/actions/requests.h"

namespace oriel::forms {

/// What the dialog for a snapshot of one volume decides.
class VolumeSnapshotForm final : public SnapshotForm
{
    Q_OBJECT

public:
    VolumeSnapshotForm(store::CloudStores &stores, Clock &clock, QString volumeId,
                       QStringList roles, QObject *parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("Create volume snapshot"); }
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] QString actionText() const override { return title(); }
    [[nodiscard]] QString command() const override;
    [[nodiscard]] QString namePlaceholder() const override { return volumeName(); }
    [[nodiscard]] std::vector<CapturedDisk> disks() const override;
    [[nodiscard]] QString captureText() const override;
    [[nodiscard]] QString consistencyText() const override;
    [[nodiscard]] operations::VolumeSnapshotRequest request() const;

protected:
    [[nodiscard]] Amount needed() const override;
    [[nodiscard]] QString obstacle() const override;
    [[nodiscard]] QString nameProblem() const override;

private:
    [[nodiscard]] store::Row<openstack::Volume> volume() const;
    [[nodiscard]] QString volumeName() const;

    QString m_volumeId;
};

} // namespace oriel::forms
