#include "ui/dialogs/disktable.h"

#include "ui/theme/theme.h"

#include <QtWidgets/QHeaderView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int diskRowHeight = 32;
constexpr int mostDiskRows = 5;

enum DiskColumn { NameColumn, DeviceColumn, SizeColumn, CapturedColumn, DiskColumnCount };

} // namespace

DiskTable::DiskTable(Theme &theme, QWidget *parent) : QTableWidget(parent), m_theme(theme)
{
    setColumnCount(DiskColumnCount);
    setHorizontalHeaderLabels({tr("Disk"), tr("Device"), tr("Size"), tr("Captured")});
    horizontalHeaderItem(SizeColumn)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(diskRowHeight);
    verticalHeader()->setMinimumSectionSize(diskRowHeight);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setHighlightSections(false);
    setEditTriggers(NoEditTriggers);
    setSelectionMode(NoSelection);
    setShowGrid(false);
    setWordWrap(false);
    setIconSize(QSize(16, 16));
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&theme, &Theme::changed, this, &DiskTable::fill);
    fill();
}

void DiskTable::setDisks(const std::vector<forms::CapturedDisk> &disks)
{
    if (disks == m_disks)
        return;
    m_disks = disks;
    fill();
}

void DiskTable::fill()
{
    setRowCount(static_cast<int>(m_disks.size()));
    for (int row = 0; row < rowCount(); ++row) {
        const forms::CapturedDisk &disk = m_disks[static_cast<std::size_t>(row)];
        const auto put = [&](int column, const QString &text) {
            auto *item = new QTableWidgetItem(text);
            item->setFlags(Qt::ItemIsEnabled);
            item->setToolTip(text);
            if (!disk.captured)
                item->setForeground(m_theme.color(Theme::Color::TextDisabled));
            setItem(row, column, item);
            return item;
        };
        put(NameColumn, disk.name)
            ->setIcon(m_theme.icon(u"hard-drive"_s, disk.captured ? Theme::Color::TextSecondary
                                                                  : Theme::Color::TextDisabled));
        put(DeviceColumn, disk.device.isEmpty() ? u"–"_s : disk.device);
        put(SizeColumn, disk.sizeGiB > 0 ? tr("%1 GiB").arg(disk.sizeGiB) : u"–"_s)
            ->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        put(CapturedColumn, disk.captured ? tr("Yes") : tr("No"))
            ->setIcon(disk.captured ? m_theme.icon(u"check"_s, Theme::Color::Good)
                                    : m_theme.icon(u"x"_s, Theme::Color::Error));
    }
    fitRows();
}

void DiskTable::showEvent(QShowEvent *event)
{
    fitRows(); // only now are the header's measures those of the style
    QTableWidget::showEvent(event);
}

void DiskTable::fitRows()
{
    const int rows = std::clamp(rowCount(), 1, mostDiskRows);
    setFixedHeight(horizontalHeader()->sizeHint().height() +
                   rows * verticalHeader()->defaultSectionSize() + 2 * frameWidth());
}

} // namespace oriel::ui
