#pragma once

#include "forms/snapshotform.h"
#include "ui/dialogs/celltable.h"

#include <vector>

namespace oriel::ui {

/// What will be captured, disk by disk: name, device, size, and for those that are left out that
/// they are.
class DiskTable final : public CellTable
{
    Q_OBJECT

public:
    explicit DiskTable(Theme &theme, QWidget *parent = nullptr);

    void setDisks(const std::vector<forms::CapturedDisk> &disks);
};

} // namespace oriel::ui
