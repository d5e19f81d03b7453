#include "ui/dialogs/picktable.h"

#include "ui/theme/theme.h"

#include <QtCore/QScopedValueRollback>
#include <QtWidgets/QHeaderView>

#include <algorithm>

namespace oriel::ui {

namespace {

constexpr int pickRowHeight = 28;

} // namespace

class PickTable::Rows final : public QAbstractTableModel
{
public:
    Rows(Theme &theme, std::vector<PickColumn> columns, QObject *parent)
        : QAbstractTableModel(parent)
        , m_theme(theme)
        , m_columns(std::move(columns))
    {}

    void setIds(const QStringList &ids)
    {
        if (ids == m_ids) {
            if (!m_ids.isEmpty())
                Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
            return;
        }
        beginResetModel();
        m_ids = ids;
        endResetModel();
    }
    void setObstacle(std::function<QString(const QString &)> obstacle)
    {
        m_obstacle = std::move(obstacle);
    }
    [[nodiscard]] const QStringList &ids() const { return m_ids; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_ids.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        const QString &id = m_ids.at(index.row());
        const PickColumn &column = m_columns.at(static_cast<std::size_t>(index.column()));
        switch (role) {
        case Qt::DisplayRole:
            return column.text(id);
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(column.alignment);
        case Qt::ToolTipRole:
        case Qt::AccessibleDescriptionRole:
            return m_obstacle ? m_obstacle(id) : QString();
        case Qt::ForegroundRole:
            return m_obstacle && !m_obstacle(id).isEmpty()
                       ? QVariant(m_theme.color(Theme::Color::TextSecondary))
                       : QVariant();
        default:
            return {};
        }
    }
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override
    {
        if (orientation != Qt::Horizontal)
            return {};
        const PickColumn &column = m_columns.at(static_cast<std::size_t>(section));
        if (role == Qt::TextAlignmentRole)
            return QVariant::fromValue(column.alignment);
        return role == Qt::DisplayRole ? column.title : QVariant();
    }

private:
    Theme &m_theme;
    std::vector<PickColumn> m_columns;
    std::function<QString(const QString &)> m_obstacle;
    QStringList m_ids;
};

PickTable::PickTable(Theme &theme, std::vector<PickColumn> columns, int stretched, int most,
                     QWidget *parent)
    : AnnouncingView(parent)
    , m_rows(new Rows(theme, std::move(columns), this))
    , m_most(most)
{
    setModel(m_rows);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(pickRowHeight);
    verticalHeader()->setDefaultSectionSize(pickRowHeight);
    // By the visible rows only.
    horizontalHeader()->setResizeContentsPrecision(0);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(stretched, QHeaderView::Stretch);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setHighlightSections(false);
    setEditTriggers(NoEditTriggers);
    setSelectionMode(SingleSelection);
    setSelectionBehavior(SelectRows);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

QString fitText(const QString &obstacle)
{
    if (obstacle.isEmpty())
        return PickTable::tr("Yes");
    //: Column “Fits”. %1: why something cannot be chosen, a sentence
    return PickTable::tr("No: %1").arg(obstacle);
}

void PickTable::stretch(int column)
{
    horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
}

void PickTable::setObstacle(std::function<QString(const QString &)> obstacle)
{
    m_rows->setObstacle(std::move(obstacle));
}

const QStringList &PickTable::ids() const
{
    return m_rows->ids();
}

void PickTable::setIds(const QStringList &ids)
{
    const QScopedValueRollback setting(m_setting, true);
    const qsizetype before = m_rows->ids().size();
    m_rows->setIds(ids);
    if (before == 0 && !ids.isEmpty())
        fit();
    setPicked(m_picked);
}

void PickTable::reserve()
{
    m_reserved = true;
    fit();
}

void PickTable::setPicked(const QString &id)
{
    const QScopedValueRollback setting(m_setting, true);
    m_picked = id;
    const auto row = static_cast<int>(m_rows->ids().indexOf(id));
    if (row < 0) {
        selectionModel()->clear();
        return;
    }
    if (currentIndex().row() == row && selectionModel()->isRowSelected(row))
        return;
    selectRow(row);
    scrollTo(m_rows->index(row, 0));
}

void PickTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    AnnouncingView::selectionChanged(selected, deselected);
    if (m_setting || selected.isEmpty())
        return;
    const QString id = m_rows->ids().at(selected.first().top());
    // Assistive technology can add a row to the selection.
    if (selectionModel()->selectedRows().size() > 1) {
        const QScopedValueRollback setting(m_setting, true);
        selectRow(selected.first().top());
    }
    m_picked = id;
    Q_EMIT picked(id);
}

void PickTable::showEvent(QShowEvent *event)
{
    fit(); // only now does the header have the style's metrics
    QTableView::showEvent(event);
    if (currentIndex().isValid())
        scrollTo(currentIndex());
}

void PickTable::fit()
{
    // A filter does not change the height, so that nothing moves while the user types.
    const int rows =
        m_reserved ? m_most : std::clamp(m_rows->rowCount(), std::min(3, m_most), m_most);
    setFixedHeight(horizontalHeader()->sizeHint().height() +
                   rows * verticalHeader()->defaultSectionSize() + 2 * frameWidth());
}

} // namespace oriel::ui
