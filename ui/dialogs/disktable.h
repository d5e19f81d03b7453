#pragma once

#include "forms/createsnapshotform.h"

#include <QtWidgets/QTableWidget>

#include <vector>

namespace oriel::ui {

class Theme;

/// What will be captured, disk by disk: name, device, size, and for those that are left out that
/// they are. As high as its rows, up to a few; more scroll.
class DiskTable final : public QTableWidget
{
    Q_OBJECT

public:
    explicit DiskTable(Theme &theme, QWidget *parent = nullptr);

    void setDisks(const std::vector<forms::CapturedDisk> &disks);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void fill();
    void fitRows();

    Theme &m_theme;
    std::vector<forms::CapturedDisk> m_disks;
};

} // namespace oriel::ui
