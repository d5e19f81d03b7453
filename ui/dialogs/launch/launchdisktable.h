#pragma once

#include "forms/launchform.h"
#include "ui/dialogs/celltable.h"

#include <vector>

namespace oriel::ui {

/// The disks of the new instance: the source of each, its size, and whether it is deleted with the
/// instance.
class LaunchDiskTable final : public CellTable
{
    Q_OBJECT

public:
    explicit LaunchDiskTable(Theme &theme, QWidget *parent = nullptr);

    void setDisks(const std::vector<forms::LaunchDisk> &disks);

Q_SIGNALS:
    void sizeChosen(const QString &uuid, int gib);
    void deletionChosen(const QString &uuid, bool deleted);

private:
    /// Adds the fields of a row whose size and deletion can be chosen.
    void addFields(int row, const forms::LaunchDisk &disk);
    void addSize(int row, const forms::LaunchDisk &disk);
    void setField(int row, int column, QWidget *field);

    std::vector<forms::LaunchDisk> m_disks;
};

} // namespace oriel::ui
