#include "ui/dialogs/disktable.h"

#include "ui/theme/theme.h"

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int diskRowHeight = 32;
constexpr int mostDiskRows = 5;

} // namespace

DiskTable::DiskTable(Theme &theme, QWidget *parent)
    : CellTable(theme,
                {{tr("Disk")},
                 {tr("Device")},
                 {tr("Size"), Qt::AlignRight | Qt::AlignVCenter},
                 {tr("Included")}},
                0, diskRowHeight, mostDiskRows, parent)
{}

void DiskTable::setDisks(const std::vector<forms::CapturedDisk> &disks)
{
    std::vector<CellRow> rows;
    rows.reserve(disks.size());
    for (const forms::CapturedDisk &disk : disks) {
        CellRow row{disk.volumeId,
                    {{disk.name, u"hard-drive"_s},
                     {disk.device.isEmpty() ? u"–"_s : disk.device},
                     {disk.sizeGiB > 0 ? tr("%1 GiB").arg(disk.sizeGiB) : u"–"_s},
                     {disk.captured ? tr("Yes") : tr("No"), disk.captured ? u"check"_s : u"x"_s,
                      disk.captured ? Theme::Color::Good : Theme::Color::Error}}};
        row.secondary = !disk.captured;
        rows.push_back(std::move(row));
    }
    setRows(std::move(rows));
}

} // namespace oriel::ui
