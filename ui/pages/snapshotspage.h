#pragma once

#include "ui/pages/listpage.h"

namespace oriel::ui {

/// Storage → Snapshots: one row per volume snapshot.
class SnapshotsPage final : public ListPage
{
    Q_OBJECT

public:
    explicit SnapshotsPage(const UiContext &ui, QWidget *parent = nullptr);

protected:
    void follow(const QString &columnKey, const QString &target) override;
    void open(const QString &id) override;
    void fillMenu(QMenu &menu) override;

private:
    [[nodiscard]] std::optional<Route> volumeOf(const QString &snapshotId);
    [[nodiscard]] std::optional<Route> instanceOf(const QString &snapshotId);
    [[nodiscard]] std::optional<Route> setOf(const QString &snapshotId);
};

} // namespace oriel::ui
