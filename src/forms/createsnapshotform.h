#pragma once

#include "forms/snapshotform.h"
#include "operations/capture/createsnapshot.h"
#include "operations/journal/durations.h"

namespace oriel::forms {

/// What the dialog for a snapshot of one instance decides. The instance may vanish while it is
/// open.
class CreateSnapshotForm final : public SnapshotForm
{
    Q_OBJECT

public:
    CreateSnapshotForm(store::CloudStores &stores, Clock &clock, QString serverId,
                       QStringList roles, QObject *parent = nullptr);
    /// The same, filled in as `request` says: what the user had entered before the cloud refused
    /// it.
    CreateSnapshotForm(store::CloudStores &stores, Clock &clock,
                       const operations::CreateSnapshotRequest &request, QStringList roles,
                       QObject *parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("Create snapshot"); }
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] QString actionText() const override;
    [[nodiscard]] QString command() const override;
    [[nodiscard]] QString namePlaceholder() const override { return m_serverName; }
    [[nodiscard]] std::vector<CapturedDisk> disks() const override;
    [[nodiscard]] QString captureText() const override;
    [[nodiscard]] bool offersShutOff() const override;
    [[nodiscard]] QString shutOffObstacle() const override;
    [[nodiscard]] QString shutOffTitle() const override;
    [[nodiscard]] QString shutOffText() const override;
    [[nodiscard]] QString keepRunningTitle() const override { return tr("Keep it &running"); }
    [[nodiscard]] QString keepRunningText() const override;
    [[nodiscard]] QString consistencyText() const override;
    [[nodiscard]] QString estimate() const override;
    [[nodiscard]] QString interruption() const override;
    [[nodiscard]] QString dataVolumesOffer() const override;
    [[nodiscard]] QString gap() const override;
    [[nodiscard]] bool ready() const override;

    /// It stays when the instance vanishes.
    [[nodiscard]] QString serverName() const { return m_serverName; }
    /// "<instance> 2026-11-23 14:05", at most 255 characters.
    [[nodiscard]] QString defaultName() const;
    /// What will be sent: as typed without blanks at the ends; the instance's name where emptied.
    [[nodiscard]] QString effectiveName() const;
    /// How long earlier ones took in this cloud.
    void setDurations(const operations::Durations &durations);
    [[nodiscard]] operations::CreateSnapshotRequest request() const;

protected:
    [[nodiscard]] Amount needed() const override;
    [[nodiscard]] Amount dataVolumes() const override;
    [[nodiscard]] bool volumesKnown() const override;
    [[nodiscard]] bool recommendsShutOff() const override;
    [[nodiscard]] QString obstacle() const override;
    [[nodiscard]] QString nameProblem() const override;
    void storesChanged() override;

private:
    [[nodiscard]] store::Row<openstack::Server> server() const;
    [[nodiscard]] bool isVolumeBacked() const;
    [[nodiscard]] qsizetype longestName() const;
    [[nodiscard]] std::optional<std::chrono::milliseconds> expected() const;

    QString m_serverId;
    QString m_proposedName; ///< what stands in the field as long as the user has not typed
    QString m_serverName;
    operations::Durations m_durations;
};

} // namespace oriel::forms
