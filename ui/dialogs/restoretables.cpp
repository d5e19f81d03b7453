#include "ui/dialogs/restoretables.h"

#include "ui/theme/theme.h"

#include <QtCore/QSignalBlocker>
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

void prepareTable(QTableWidget &table, int rowHeight)
{
    table.verticalHeader()->hide();
    table.verticalHeader()->setMinimumSectionSize(rowHeight);
    table.verticalHeader()->setDefaultSectionSize(rowHeight);
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table.horizontalHeader()->setSectionsClickable(false);
    table.horizontalHeader()->setHighlightSections(false);
    table.setEditTriggers(QTableWidget::NoEditTriggers);
    table.setSelectionMode(QTableWidget::NoSelection);
    table.setShowGrid(false);
    table.setWordWrap(false);
    table.setIconSize(QSize(16, 16));
    table.setTabKeyNavigation(false);
    table.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void fitTable(QTableWidget &table)
{
    table.setFixedHeight(table.horizontalHeader()->sizeHint().height() +
                         std::max(1, table.rowCount()) *
                             table.verticalHeader()->defaultSectionSize() +
                         2 * table.frameWidth());
}

QTableWidgetItem *putText(QTableWidget &table, int row, int column, const QString &text)
{
    auto *item = new QTableWidgetItem(text);
    item->setFlags(Qt::ItemIsEnabled);
    item->setToolTip(text);
    table.setItem(row, column, item);
    return item;
}

} // namespace

RestoreDiskTable::RestoreDiskTable(Theme &theme, QWidget *parent)
    : QTableWidget(parent)
    , m_theme(theme)
{
    setColumnCount(RestoreColumnCount);
    setHorizontalHeaderLabels(
        {tr("Made from"), tr("Device"), tr("Size"), tr("Delete with instance")});
    prepareTable(*this, restoreRowHeight);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(DiskColumn, QHeaderView::Stretch);
    connect(&theme, &Theme::changed, this, &RestoreDiskTable::fill);
}

void RestoreDiskTable::setDisks(const std::vector<forms::LaunchDisk> &disks)
{
    if (disks == m_disks)
        return;
    // What a person is just changing is not taken from under the cursor.
    const bool same = std::ranges::equal(disks, m_disks, [](const auto &a, const auto &b) {
        return a.device.uuid == b.device.uuid && a.name == b.name && a.leastGiB == b.leastGiB &&
               a.device.deviceName == b.device.deviceName;
    });
    m_disks = disks;
    if (!same)
        fill();
}

void RestoreDiskTable::fill()
{
    setRowCount(0);
    setRowCount(static_cast<int>(m_disks.size()));
    for (int row = 0; row < rowCount(); ++row)
        fillRow(row, m_disks[static_cast<std::size_t>(row)]);
    fitRows();
}

void RestoreDiskTable::fillRow(int row, const forms::LaunchDisk &disk)
{
    putText(*this, row, DiskColumn, disk.name)
        ->setIcon(m_theme.icon(u"hard-drive"_s, Theme::Color::TextSecondary));
    const QString device = disk.device.deviceName.isEmpty() ? u"–"_s : disk.device.deviceName;
    putText(*this, row, MountColumn, device);
    if (disk.local) {
        putText(*this, row, NewSizeColumn, tr("the flavor's"));
        putText(*this, row, DeletedColumn, tr("Yes"));
        return;
    }
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
    setCellWidget(row, NewSizeColumn, sizeCell);
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
    setCellWidget(row, DeletedColumn, cell);
}

void RestoreDiskTable::showEvent(QShowEvent *event)
{
    fitRows(); // only now are the header's measures those of the style
    QTableWidget::showEvent(event);
}

void RestoreDiskTable::fitRows()
{
    fitTable(*this);
}

DifferenceTable::DifferenceTable(Theme &theme, QWidget *parent)
    : QTableWidget(parent)
    , m_theme(theme)
{
    setColumnCount(3);
    setHorizontalHeaderLabels({QString(), tr("Original"), tr("New instance")});
    prepareTable(*this, differenceRowHeight);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    connect(&theme, &Theme::changed, this, &DifferenceTable::fill);
}

void DifferenceTable::setDifferences(const std::vector<forms::LaunchDifference> &rows)
{
    if (rows == m_rows)
        return;
    m_rows = rows;
    fill();
}

void DifferenceTable::fill()
{
    setRowCount(static_cast<int>(m_rows.size()));
    for (int row = 0; row < rowCount(); ++row) {
        const forms::LaunchDifference &shown = m_rows[static_cast<std::size_t>(row)];
        putText(*this, row, 0, shown.what)
            ->setForeground(m_theme.color(Theme::Color::TextSecondary));
        putText(*this, row, 1, shown.original)
            ->setForeground(m_theme.color(Theme::Color::TextSecondary));
        auto *fresh = putText(*this, row, 2, shown.fresh);
        if (shown.differs) {
            QFont font = this->font();
            font.setWeight(QFont::DemiBold);
            fresh->setFont(font);
        } else {
            fresh->setForeground(m_theme.color(Theme::Color::TextSecondary));
        }
    }
    fitRows();
}

void DifferenceTable::showEvent(QShowEvent *event)
{
    fitRows();
    QTableWidget::showEvent(event);
}

void DifferenceTable::fitRows()
{
    fitTable(*this);
}

} // namespace oriel::ui
