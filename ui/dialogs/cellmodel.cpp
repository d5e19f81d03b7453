#include "ui/dialogs/cellmodel.h"

#include "base/visible.h"
#include "ui/theme/captions.h"

#include <QtCore/QSet>
#include <QtGui/QFont>
#include <QtWidgets/QApplication>

#include <algorithm>

namespace oriel::ui {

namespace {

/// If more runs of rows are inserted or removed, a reset is cheaper for views.
constexpr int mostRuns = 32;

/// Runs [first, last] of the indexes for which `holds` is true.
template <typename Holds>
std::vector<std::pair<int, int>> runsWhere(int count, const Holds &holds)
{
    std::vector<std::pair<int, int>> runs;
    for (int at = 0; at < count; ++at) {
        if (!holds(at))
            continue;
        if (!runs.empty() && runs.back().second == at - 1)
            runs.back().second = at;
        else
            runs.emplace_back(at, at);
    }
    return runs;
}

} // namespace

CellModel::CellModel(Theme &theme, std::vector<Column> columns, QObject *parent)
    : QAbstractTableModel(parent)
    , m_theme(theme)
    , m_columns(std::move(columns))
{
    connect(&theme, &Theme::changed, this, [this] {
        m_icons.clear();
        if (!m_shown.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    });
}

bool CellModel::hasTitles() const
{
    return std::ranges::any_of(m_columns, [](const Column &one) { return !one.title.isEmpty(); });
}

std::vector<int> CellModel::shownOf(const std::vector<CellRow> &rows) const
{
    std::vector<int> shown;
    shown.reserve(rows.size());
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const bool matches = std::ranges::all_of(m_filter, [&](const QString &word) {
            return std::ranges::any_of(rows[at].cells, [&](const Cell &cell) {
                return cell.text.contains(word, Qt::CaseInsensitive);
            });
        });
        if (matches)
            shown.push_back(static_cast<int>(at));
    }
    return shown;
}

void CellModel::setRows(std::vector<CellRow> rows)
{
    std::vector<int> shown = shownOf(rows);
    const auto keyOf = [](const std::vector<CellRow> &of, int at) -> const QString & {
        return of[static_cast<std::size_t>(at)].key;
    };
    const bool same = std::ranges::equal(shown, m_shown, [&](int fresh, int old) {
        return keyOf(rows, fresh) == keyOf(m_rows, old);
    });
    if (same) {
        updateInPlace(std::move(rows), std::move(shown));
    } else if (!insertAndRemove(rows, shown)) {
        beginResetModel();
        m_rows = std::move(rows);
        m_shown = std::move(shown);
        endResetModel();
    }
}

void CellModel::updateInPlace(std::vector<CellRow> rows, std::vector<int> shown)
{
    int first = -1;
    int last = -1;
    for (std::size_t at = 0; at < shown.size(); ++at) {
        if (rows[static_cast<std::size_t>(shown[at])] == this->at(static_cast<int>(at)))
            continue;
        first = first < 0 ? static_cast<int>(at) : first;
        last = static_cast<int>(at);
    }
    m_rows = std::move(rows);
    m_shown = std::move(shown);
    if (first >= 0)
        Q_EMIT dataChanged(index(first, 0), index(last, columnCount() - 1));
}

bool CellModel::insertAndRemove(std::vector<CellRow> &rows, const std::vector<int> &shown)
{
    QHash<QString, int> before;
    for (std::size_t at = 0; at < m_shown.size(); ++at)
        before.insert(this->at(static_cast<int>(at)).key, static_cast<int>(at));
    QSet<QString> after;
    int last = -1;
    for (const int place : shown) {
        const QString &key = rows[static_cast<std::size_t>(place)].key;
        after.insert(key);
        const int old = before.value(key, -1);
        if (old >= 0 && old < last)
            return false;
        last = std::max(last, old);
    }
    const auto gone =
        runsWhere(rowCount(), [&](int at) { return !after.contains(this->at(at).key); });
    const auto fresh = runsWhere(static_cast<int>(shown.size()), [&](int at) {
        return !before.contains(
            rows[static_cast<std::size_t>(shown[static_cast<std::size_t>(at)])].key);
    });
    if (gone.size() + fresh.size() > mostRuns)
        return false;
    for (auto run = gone.rbegin(); run != gone.rend(); ++run) {
        beginRemoveRows({}, run->first, run->second);
        m_shown.erase(m_shown.begin() + run->first, m_shown.begin() + run->second + 1);
        endRemoveRows();
    }
    // First show the remaining rows, in the order of the new ones.
    std::vector<int> staying;
    for (const int place : shown) {
        if (before.contains(rows[static_cast<std::size_t>(place)].key))
            staying.push_back(place);
    }
    updateInPlace(std::move(rows), std::move(staying));
    for (const auto &[first, end] : fresh) {
        beginInsertRows({}, first, end);
        m_shown.insert(m_shown.begin() + first, shown.begin() + first, shown.begin() + end + 1);
        endInsertRows();
    }
    return true;
}

void CellModel::setFilter(const QString &text)
{
    const QStringList words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words == m_filter)
        return;
    m_filter = words;
    setRows(m_rows);
}

const CellRow &CellModel::at(int shown) const
{
    return m_rows[static_cast<std::size_t>(m_shown[static_cast<std::size_t>(shown)])];
}

int CellModel::rowOf(const QString &key) const
{
    const auto found = std::ranges::find_if(
        m_shown, [&](int place) { return m_rows[static_cast<std::size_t>(place)].key == key; });
    return found == m_shown.end() ? -1 : static_cast<int>(found - m_shown.begin());
}

QStringList CellModel::shownWithBox() const
{
    QStringList keys;
    for (int row = 0; row < rowCount(); ++row) {
        if (at(row).box != CellRow::Box::None)
            keys += at(row).key;
    }
    return keys;
}

int CellModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int CellModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant CellModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const CellRow &row = at(index.row());
    const auto column = static_cast<std::size_t>(index.column());
    if (role == Qt::CheckStateRole && column == 0 && row.box != CellRow::Box::None)
        return row.box == CellRow::Box::Ticked ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(m_columns[column].alignment);
    if (column >= row.cells.size())
        return {};
    const Cell &cell = row.cells[column];
    switch (role) {
    case Qt::DisplayRole:
        return visible(cell.text);
    case Qt::ToolTipRole:
        return asToolTip(visible(cell.text));
    case Qt::DecorationRole:
        return cell.icon.isEmpty() ? QVariant() : iconOf(cell);
    case Qt::ForegroundRole:
        return row.secondary || cell.secondary
                   ? QVariant(m_theme.color(Theme::Color::TextSecondary))
                   : QVariant();
    case Qt::FontRole: {
        if (!cell.bold)
            return {};
        QFont font = QApplication::font();
        font.setWeight(QFont::DemiBold);
        return font;
    }
    default:
        return {};
    }
}

QIcon CellModel::iconOf(const Cell &cell) const
{
    QIcon &icon = m_icons[{cell.icon, static_cast<int>(cell.iconColor)}];
    if (icon.isNull())
        icon = m_theme.icon(cell.icon, cell.iconColor);
    return icon;
}

bool CellModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !index.isValid() || at(index.row()).box == CellRow::Box::None)
        return false;
    Q_EMIT ticked(at(index.row()).key, value.toInt() == Qt::Checked);
    return true;
}

Qt::ItemFlags CellModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (index.column() == 0 && at(index.row()).box != CellRow::Box::None)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant CellModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const Column &column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole)
        return column.title;
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(column.alignment);
    return {};
}

} // namespace oriel::ui
