#pragma once

#include "ui/pages/listpage.h"

class QComboBox;

namespace oriel::models {
class VolumeSnapshotsModel;
}

namespace oriel::ui {

class VolumeSnapshotActionsController;

/// Storage → Snapshots: one row per volume snapshot; all, those that are left over, or those that
/// are due for deletion.
class SnapshotsPage final : public ListPage
{
    Q_OBJECT

public:
    explicit SnapshotsPage(const UiContext &ui, QWidget *parent = nullptr);

    void entered(const Route &route) override;

protected:
    void follow(const QString &columnKey, const QString &target) override;
    void open(const QString &id) override;
    void fillMenu(QMenu &menu) override;

private:
    void applyFacet();
    void explainOrphans();
    [[nodiscard]] std::optional<Route> volumeOf(const QString &snapshotId);
    [[nodiscard]] std::optional<Route> instanceOf(const QString &snapshotId);
    [[nodiscard]] std::optional<Route> setOf(const QString &snapshotId);

    models::VolumeSnapshotsModel &m_snapshots;
    VolumeSnapshotActionsController *m_actions;
    QComboBox *m_show;
};

} // namespace oriel::ui
