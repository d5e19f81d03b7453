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
    [[nodiscard]] std::vector<BatchRow> rows() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QString command() const override;
    [[nodiscard]] bool offersShutOff() const override;
    /// One for each instance of which a snapshot can be taken.
    [[nodiscard]] std::vector<operations::CreateSnapshotRequest> requests() const;

protected:
    [[nodiscard]] std::pair<int, int> wanted() const override;

private:
    [[nodiscard]] QString nameFor(const QString &instance) const;
    [[nodiscard]] bool canShutOff(const openstack::Server &server) const;

    QStringList m_ids;
    QString m_now; ///< the same in all names, however long the dialog is open
};

} // namespace oriel::forms
