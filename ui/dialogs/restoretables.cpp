#include "ui/dialogs/restoretables.h"

#include "ui/theme/theme.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QSpinBox>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int restoreRowHeight = 40;
constexpr int restoreFieldHeight = 32;
constexpr int differenceRowHeight = 28;
constexpr int largestVolumeGiB = 1'000'000;

enum RestoreColumn { DiskColumn, MountColumn, NewSizeColumn, DeletedColumn, RestoreColumnCount };

/// All of them are seen: the dialog scrolls, not the table.
constexpr int anyNumberOfRows = 1000;

} // namespace

RestoreDiskTable::RestoreDiskTable(Theme &theme, QWidget *parent)
    : CellTable(theme,
                {{tr("Created from")}, {tr("Device")}, {tr("Size")}, {tr("Delete with instance")}},
                DiskColumn, restoreRowHeight, anyNumberOfRows, parent)
{
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void RestoreDiskTable::setDisks(const std::vector<forms::LaunchDisk> &disks)
{
    if (disks == m_disks)
        return;
    // What the user is changing stays under the cursor.
    const bool same = std::ranges::equal(disks, m_disks, [](const auto &a, const auto &b) {
        return a.device.uuid == b.device.uuid && a.name == b.name && a.leastGiB == b.leastGiB &&
               a.device.deviceName == b.device.deviceName;
    });
    m_disks = disks;
    if (same)
        return;
    setRows({}); // the fields of the old rows go with them
    std::vector<CellRow> rows;
    rows.reserve(disks.size());
    for (const forms::LaunchDisk &disk : disks) {
        const QString device = disk.device.deviceName.isEmpty() ? u"–"_s : disk.device.deviceName;
        rows.push_back({disk.device.uuid,
                        {{disk.name, u"hard-drive"_s},
                         {device},
                         {disk.local ? tr("the flavor's") : QString()},
                         {disk.local ? tr("Yes") : QString()}}});
    }
    setRows(std::move(rows));
    int widest = 0;
    for (int row = 0; row < cells().rowCount(); ++row) {
        addFields(row, disks[static_cast<std::size_t>(row)]);
        if (const QWidget *field = indexWidget(cells().index(row, NewSizeColumn)))
            widest = std::max(widest, field->sizeHint().width());
    }
    setNarrowest(NewSizeColumn, widest);
}

void RestoreDiskTable::addFields(int row, const forms::LaunchDisk &disk)
{
    if (disk.local)
        return;
    const QString device = disk.device.deviceName.isEmpty() ? u"–"_s : disk.device.deviceName;
    auto *size = new QSpinBox(this);
    size->setObjectName(u"size%1"_s.arg(row));
    size->setAccessibleName(tr("Size of %1").arg(device));
    size->setRange(std::max(1, disk.leastGiB), largestVolumeGiB);
    size->setFixedHeight(restoreFieldHeight);
    size->setSuffix(tr(" GiB"));
    size->setValue(disk.device.sizeGiB);
    size->setToolTip(tr("At least %1 GiB, as large as the volume snapshot").arg(disk.leastGiB));
    size->setKeyboardTracking(false);
    const QString uuid = disk.device.uuid;
    connect(size, &QSpinBox::valueChanged, this,
            [this, uuid](int gib) { Q_EMIT sizeChosen(uuid, gib); });
    auto *sizeCell = new QWidget(this);
    auto *sizeRow = new QHBoxLayout(sizeCell);
    sizeRow->setContentsMargins(0, 0, metrics::pad, 0);
    sizeRow->addWidget(size);
    setIndexWidget(cells().index(row, NewSizeColumn), sizeCell);
    auto *cell = new QWidget(this);
    auto *line = new QHBoxLayout(cell);
    line->setContentsMargins(metrics::gap, 0, metrics::gap, 0);
    auto *deleted = new QCheckBox(cell);
    deleted->setObjectName(u"delete%1"_s.arg(row));
    deleted->setAccessibleName(tr("Delete %1 with the instance").arg(device));
    deleted->setChecked(disk.device.deleteOnTermination);
    connect(deleted, &QCheckBox::toggled, this,
            [this, uuid](bool on) { Q_EMIT deletionChosen(uuid, on); });
    line->addWidget(deleted);
    line->addStretch();
    setIndexWidget(cells().index(row, DeletedColumn), cell);
}

DifferenceTable::DifferenceTable(Theme &theme, QWidget *parent)
    : CellTable(theme, {{QString()}, {tr("Original")}, {tr("New instance")}}, 2,
                differenceRowHeight, anyNumberOfRows, parent)
{
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
}

void DifferenceTable::setDifferences(const std::vector<forms::LaunchDifference> &differences)
{
    std::vector<CellRow> rows;
    rows.reserve(differences.size());
    for (const forms::LaunchDifference &one : differences) {
        CellRow row{QString::number(rows.size()),
                    {{one.what},
                     {one.original},
                     {one.fresh, {}, Theme::Color::TextSecondary, one.differs}}};
        row.cells[0].secondary = row.cells[1].secondary = true;
        row.cells[2].secondary = !one.differs;
        rows.push_back(std::move(row));
    }
    setRows(std::move(rows));
}

} // namespace oriel::ui
