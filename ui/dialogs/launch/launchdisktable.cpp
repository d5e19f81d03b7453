#include "ui/dialogs/launch/launchdisktable.h"

#include "base/humanize.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QSpinBox>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int launchRowHeight = 40;
constexpr int launchFieldHeight = 32;
constexpr int largestVolumeGiB = 1'000'000;
/// All are visible: the dialog scrolls, not the table.
constexpr int anyNumberOfRows = 1000;

enum LaunchColumn { From, Device, Size, Deleted };

QString deviceOf(const forms::LaunchDisk &disk)
{
    return disk.device.deviceName.isEmpty() ? u"–"_s : disk.device.deviceName;
}

} // namespace

LaunchDiskTable::LaunchDiskTable(Theme &theme, QWidget *parent)
    : CellTable(theme,
                {{tr("Created from")}, {tr("Device")}, {tr("Size")}, {tr("Delete with instance")}},
                From, launchRowHeight, anyNumberOfRows, parent)
{
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void LaunchDiskTable::setDisks(const std::vector<forms::LaunchDisk> &disks)
{
    // Keep the field that the user is editing.
    const bool same = std::ranges::equal(disks, m_disks, [](const auto &a, const auto &b) {
        return a.device.uuid == b.device.uuid && a.name == b.name && a.leastGiB == b.leastGiB &&
               a.device.source == b.device.source && a.device.deviceName == b.device.deviceName;
    });
    m_disks = disks;
    if (same)
        return;
    setRows({}); // deletes the fields of the old rows
    std::vector<CellRow> rows;
    for (const forms::LaunchDisk &disk : disks)
        rows.push_back({disk.device.uuid,
                        {{disk.name, u"hard-drive"_s},
                         {deviceOf(disk)},
                         //: The size of a disk: that of the flavor's local disk.
                         {disk.isLocal()       ? tr("the flavor's")
                          : disk.isNewVolume() ? QString()
                                               : gibText(disk.device.sizeGiB)},
                         {disk.isLocal() ? tr("Yes") : QString()}}});
    setRows(std::move(rows));
    int widest = 0;
    for (int row = 0; row < cells().rowCount(); ++row) {
        addFields(row, disks[static_cast<std::size_t>(row)]);
        if (const QWidget *field = indexWidget(cells().index(row, Size)))
            widest = std::max(widest, field->sizeHint().width());
    }
    setNarrowest(Size, widest);
}

void LaunchDiskTable::addFields(int row, const forms::LaunchDisk &disk)
{
    if (disk.isLocal())
        return;
    const QString uuid = disk.device.uuid;
    if (disk.isNewVolume())
        addSize(row, disk);
    auto *deleted = new QCheckBox(this);
    deleted->setObjectName(u"delete%1"_s.arg(row));
    deleted->setAccessibleName(tr("Delete %1 with the instance").arg(deviceOf(disk)));
    deleted->setChecked(disk.device.deleteOnTermination);
    connect(deleted, &QCheckBox::toggled, this,
            [this, uuid](bool on) { Q_EMIT deletionChosen(uuid, on); });
    setField(row, Deleted, deleted);
}

void LaunchDiskTable::addSize(int row, const forms::LaunchDisk &disk)
{
    const QString uuid = disk.device.uuid;
    auto *size = new QSpinBox(this);
    size->setObjectName(u"size%1"_s.arg(row));
    //: For screen readers. %1: a device: "/dev/vda"
    size->setAccessibleName(tr("Size of %1").arg(deviceOf(disk)));
    size->setRange(std::max(1, disk.leastGiB), largestVolumeGiB);
    size->setFixedHeight(launchFieldHeight);
    //: After the number in a field, with a leading space.
    size->setSuffix(tr(" GiB"));
    size->setValue(disk.device.sizeGiB);
    size->setToolTip(disk.device.source == openstack::NewBlockDevice::Source::Snapshot
                         ? tr("At least %1 GiB, as large as the volume snapshot").arg(disk.leastGiB)
                         : tr("At least %1 GiB, as large as the image needs").arg(disk.leastGiB));
    size->setKeyboardTracking(false);
    connect(size, &QSpinBox::valueChanged, this,
            [this, uuid](int gib) { Q_EMIT sizeChosen(uuid, gib); });
    setField(row, Size, size);
}

void LaunchDiskTable::setField(int row, int column, QWidget *field)
{
    auto *cell = new QWidget(this);
    auto *line = new QHBoxLayout(cell);
    line->setContentsMargins(column == Size ? 0 : metrics::gap, 0, metrics::pad, 0);
    line->addWidget(field);
    setIndexWidget(cells().index(row, column), cell);
}

} // namespace oriel::ui
