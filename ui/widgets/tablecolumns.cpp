#include "ui/widgets/tablecolumns.h"

#include "models/rowmodel.h"
#include "models/tone.h"
#include "models/words.h"

#include <QtCore/QTimer>
#include <QtGui/QAction>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QMenu>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int titlePad = 20;     // both margins of a title, plus some space
constexpr int leastUseful = 110; // wider columns do not shrink below this automatically
constexpr int alikeUseful = 140; // for texts of similar length in all rows
constexpr int longName = 330;    // for a name, until all other columns have shrunk
constexpr int comfortable = 240; // longer texts are elided in a table that scrolls horizontally
constexpr int measuredRows = 60; // slightly more than a window shows

} // namespace

TableColumns::TableColumns(QHeaderView &header, models::RowModel &model, QSettings &settings,
                           const QString &key, QObject *parent)
    : QObject(parent)
    , m_header(header)
    , m_model(model)
    , m_settings(settings)
    , m_key(u"tables/"_s + key)
    , m_defaultSort(model.sortColumn())
    , m_defaultOrder(model.sortOrder())
{
    restore();
    connect(&header, &QHeaderView::sectionResized, this, [this](int column, int before, int now) {
        // The change was caused by showing or hiding, or by stretching the last column: not the
        // user's.
        if (m_restoring || before == 0 || now == 0 || isLastShown(column))
            return;
        m_fitting = false;
        save();
    });
    const auto refit = [this] {
        m_refitPosted = false;
        if (m_fitting && m_width > 0 && measure({0, measuredRows}, false))
            fit(m_width);
    };
    const auto rowsChanged = [this, refit] {
        // Fit the first rows immediately, so that the columns do not jump visibly. Later, the
        // table's own update comes first, with events in between.
        if (std::ranges::all_of(m_contents, [](int width) { return width == 0; }))
            refit();
        else if (!std::exchange(m_refitPosted, true))
            QTimer::singleShot(0, this, refit);
    };
    connect(&model, &models::RowModel::applied, this, rowsChanged);
    connect(&model, &QAbstractItemModel::dataChanged, this,
            [rowsChanged](const QModelIndex &from, const QModelIndex &to) {
                // Single row changes are followed by one applied().
                if (from.row() != to.row())
                    rowsChanged();
            });
    connect(&header, &QHeaderView::sectionMoved, this, &TableColumns::save);
    connect(&header, &QHeaderView::sortIndicatorChanged, this,
            [this](int column, Qt::SortOrder order) {
                m_model.sort(column, order);
                save();
            });
}

int TableColumns::defaultWidth(int column) const
{
    const int text =
        m_header.fontMetrics().averageCharWidth() * m_model.columnWidthHint(column) + 24;
    // The title and the sort arrow fit with any font.
    return std::max(text, m_header.sectionSizeHint(column));
}

int TableColumns::titleWidth(int column) const
{
    if (column == m_header.sortIndicatorSection())
        return m_header.sectionSizeHint(column); // with the arrow
    const QString title = m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    return m_header.fontMetrics().horizontalAdvance(title) + titlePad;
}

/// Measures rows and returns whether a column needs more space. It never shrinks: a filter or a
/// refresh must not make the columns jump.
bool TableColumns::measure(const Rows &of, bool uncutOnly)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(m_header.parentWidget());
    const int columns = m_model.columnCount({});
    m_contents.resize(static_cast<std::size_t>(columns), 0);
    m_shortest.resize(static_cast<std::size_t>(columns), std::numeric_limits<int>::max());
    const int end = view ? std::min(m_model.rowCount({}), of.end) : 0;
    bool grown = false;
    for (int column = 0; column < columns; ++column) {
        if (m_header.isSectionHidden(column) || (uncutOnly && !isUncut(column)))
            continue;
        int &widest = m_contents[static_cast<std::size_t>(column)];
        const int before = widest;
        int &shortest = m_shortest[static_cast<std::size_t>(column)];
        std::vector<int> widths;
        for (int row = of.first; row < end; ++row) {
            const QModelIndex cell = m_model.index(row, column);
            const int width = view->sizeHintForIndex(cell).width();
            const bool part =
                cell.data(models::FoldRole).toInt() == static_cast<int>(models::Fold::Part);
            if (!part) // its name repeats that of the whole
                widths.push_back(width);
            widest = std::max(widest, width);
            if (cell.data().toString() != models::emptyCell())
                shortest = std::min(shortest, width);
        }
        if (m_header.visualIndex(column) == 0 && !widths.empty()) {
            const auto usual =
                widths.begin() + static_cast<std::ptrdiff_t>(widths.size() * 95 / 100);
            std::ranges::nth_element(widths, usual);
            m_usualName = std::max(m_usualName, *usual);
        }
        grown = grown || widest > before;
    }
    return grown;
}

void TableColumns::measureSeen(int first)
{
    if (m_fitting && m_width > 0 && measure({first, first + measuredRows}, true))
        fit(m_width);
}

bool TableColumns::isUncut(int column) const
{
    return m_model.index(0, column).data(models::CutRole).toInt() ==
           static_cast<int>(models::Cut::Never);
}

int TableColumns::neededWidth() const
{
    return m_fitting ? m_needed : m_header.length();
}

void TableColumns::fit(int width)
{
    m_width = width;
    if (!m_fitting || width <= 0)
        return;
    measure({0, measuredRows}, false);
    struct Width
    {
        int column, least, needed, liked;
        bool name; ///< the first, which identifies the row
    };
    std::vector<Width> widths;
    int needed = 0;
    int liked = 0;
    for (int column = 0; column < m_header.count(); ++column) {
        if (m_header.isSectionHidden(column))
            continue;
        const int end = isLastShown(column) ? m_endSpace : 0;
        const int usual = defaultWidth(column) + end;
        const int title = std::max(titleWidth(column), m_header.minimumSectionSize());
        const int contents = m_contents[static_cast<std::size_t>(column)];
        const bool name = m_header.visualIndex(column) == 0;
        const bool uncut = isUncut(column);
        // One very long name must not squeeze the other columns.
        const int most = uncut  ? contents
                         : name ? std::max(usual * 3 / 2, longName)
                                : usual * 3 / 2;
        const int need = std::max(title, std::min(contents > 0 ? contents : usual, most));
        // If all texts have a similar length, as times do, shrinking would elide every one of them.
        const bool alike = m_shortest[static_cast<std::size_t>(column)] >= contents * 4 / 5;
        const int useful = name    ? std::min(m_usualName, comfortable)
                           : alike ? alikeUseful + end
                                   : title;
        const int least = uncut ? need : std::max(title, std::min(need, useful));
        widths.push_back({column, least, need, std::max(need, usual), name});
        needed += need;
        liked += widths.back().liked;
    }
    if (widths.empty())
        return;
    m_needed = needed;
    const auto given = [](const Width &w, int limit, int nameLimit) {
        return std::max(w.least, std::min(w.needed, w.name ? nameLimit : limit));
    };
    int limit = std::numeric_limits<int>::max();
    int nameLimit = limit;
    if (needed > width) { // the widest shrink, down to a useful width; the name is the last
        const auto total = [&] {
            int sum = 0;
            for (const Width &w : widths)
                sum += given(w, limit, nameLimit);
            return sum;
        };
        limit = width;
        while (limit > leastUseful && total() > width)
            --limit;
        nameLimit = width;
        while (nameLimit > alikeUseful && total() > width)
            --nameLimit;
        if (total() > width) // it scrolls anyway, so keep the columns readable
            limit = nameLimit = comfortable;
    }
    m_restoring = true;
    for (const Width &w : widths) {
        int now = given(w, limit, nameLimit);
        if (liked <= width)
            now = static_cast<int>(w.liked * std::min(static_cast<double>(width) / liked, 1.6));
        else if (needed < width)
            now += (w.liked - w.needed) * (width - needed) / (liked - needed);
        m_header.resizeSection(w.column, now);
    }
    m_restoring = false;
}

bool TableColumns::isLastShown(int column) const
{
    for (int place = m_header.visualIndex(column) + 1; place < m_header.count(); ++place) {
        if (!m_header.isSectionHidden(m_header.logicalIndex(place)))
            return false;
    }
    return true;
}

int TableColumns::shownCount() const
{
    return m_header.count() - m_header.hiddenSectionCount();
}

void TableColumns::applyDefaults()
{
    for (int column = 0; column < m_model.columnCount({}); ++column) {
        m_header.moveSection(m_header.visualIndex(column), column);
        m_header.setSectionHidden(column, !m_model.columnShownByDefault(column));
        m_header.resizeSection(column, defaultWidth(column));
    }
    m_header.setSortIndicator(m_defaultSort, m_defaultOrder);
}

void TableColumns::restore()
{
    m_restoring = true;
    applyDefaults();

    QHash<QString, int> byKey;
    for (int column = 0; column < m_model.columnCount({}); ++column)
        byKey.insert(m_model.columnKey(column), column);

    const QStringList saved = m_settings.value(m_key + u"/columns"_s).toStringList();
    int place = 0;
    bool anyShown = false;
    for (const QString &entry : saved) {
        // "name:1:240": key, shown, width. An unreadable entry leaves the column at its default.
        const QStringList parts = entry.split(u':');
        const int column = parts.size() == 3 ? byKey.value(parts[0], -1) : -1;
        if (column < 0)
            continue;
        anyShown = anyShown || parts[1] == QLatin1String("1");
        m_header.moveSection(m_header.visualIndex(column), place++);
        m_header.setSectionHidden(column, parts[1] != QLatin1String("1"));
        // No width: the user has never set one.
        const int width = parts[2].toInt();
        m_fitting = m_fitting && width == 0;
        if (width >= m_header.minimumSectionSize())
            m_header.resizeSection(column, std::min(width, 4000));
    }
    if (!saved.isEmpty() && !anyShown)
        m_header.setSectionHidden(0, false);

    const int sort = byKey.value(m_settings.value(m_key + u"/sort"_s).toString(), -1);
    if (sort >= 0) {
        const bool descending = m_settings.value(m_key + u"/descending"_s).toBool();
        m_header.setSortIndicator(sort, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    }
    m_model.sort(m_header.sortIndicatorSection(), m_header.sortIndicatorOrder());
    m_restoring = false;
}

void TableColumns::save()
{
    if (m_restoring)
        return;
    QStringList columns;
    for (int place = 0; place < m_header.count(); ++place) {
        const int column = m_header.logicalIndex(place);
        const bool shown = !m_header.isSectionHidden(column);
        // A hidden section has no width; it reappears with its default one.
        const int width = m_fitting ? 0
                          : shown   ? m_header.sectionSize(column)
                                    : defaultWidth(column);
        columns.append(u"%1:%2:%3"_s.arg(m_model.columnKey(column), QString::number(shown ? 1 : 0),
                                         QString::number(width)));
    }
    m_settings.setValue(m_key + u"/columns"_s, columns);
    m_settings.setValue(m_key + u"/sort"_s, m_model.columnKey(m_header.sortIndicatorSection()));
    m_settings.setValue(m_key + u"/descending"_s,
                        m_header.sortIndicatorOrder() == Qt::DescendingOrder);
}

void TableColumns::setShown(int column, bool shown)
{
    m_header.setSectionHidden(column, !shown);
    if (shown && m_header.sectionSize(column) < m_header.minimumSectionSize())
        m_header.resizeSection(column, defaultWidth(column));
    fit(m_width);
    save();
}

void TableColumns::fillMenu(QMenu &menu)
{
    for (int column = 0; column < m_model.columnCount({}); ++column) {
        const QString title =
            m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        QAction *action = menu.addAction(title);
        action->setCheckable(true);
        action->setChecked(!m_header.isSectionHidden(column));
        // Keep the last one: a table without columns has no header to restore them.
        action->setEnabled(!action->isChecked() || shownCount() > 1);
        connect(action, &QAction::toggled, this,
                [this, column](bool shown) { setShown(column, shown); });
    }
    menu.addSeparator();
    connect(menu.addAction(tr("Reset columns")), &QAction::triggered, this, [this] {
        m_restoring = true;
        applyDefaults();
        m_restoring = false;
        m_fitting = true;
        m_contents.clear();
        m_shortest.clear();
        m_usualName = 0;
        fit(m_width);
        m_model.sort(m_defaultSort, m_defaultOrder);
        m_settings.remove(m_key);
    });
}

} // namespace oriel::ui
