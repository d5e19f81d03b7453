#include "ui/pages/activity/activitymodel.h"

#include "base/humanize.h"
#include "forms/operationtext.h"
#include "operations/journal/journal.h"
#include "operations/journal/journalfile.h"

#include <QtCore/QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

using operations::JournalEntry;
using operations::Operation;

QIcon outcomeIcon(Theme &theme, const JournalEntry &entry)
{
    if (forms::isAbandoned(entry))
        return theme.icon(u"triangle-alert"_s, Theme::Color::Warning);
    switch (entry.outcome) {
    case operations::Outcome::Running:
        return theme.icon(u"loader-circle"_s, Theme::Color::Busy);
    case operations::Outcome::Succeeded:
        return theme.icon(u"circle-check"_s, Theme::Color::Good);
    case operations::Outcome::Failed:
        return theme.icon(u"circle-x"_s, Theme::Color::Error);
    case operations::Outcome::Canceled:
        return theme.icon(u"minus"_s, Theme::Color::TextDisabled);
    case operations::Outcome::Requested:
        return theme.icon(u"arrow-right"_s, Theme::Color::TextSecondary);
    case operations::Outcome::Unclear:
        break;
    }
    return theme.icon(u"circle-help"_s, Theme::Color::Warning);
}

ActivityModel::ActivityModel(operations::OperationCenter &operations, Clock &clock, Theme &theme,
                             QObject *parent)
    : QAbstractTableModel(parent)
    , m_operations(operations)
    , m_clock(clock)
    , m_theme(theme)
{
    for (const auto &operation : operations.operations())
        m_rows.push_back({operation->journalEntry(), operation.get()});
    using operations::OperationCenter;
    connect(&operations, &OperationCenter::added, this, &ActivityModel::added);
    connect(&operations, &OperationCenter::changed, this, &ActivityModel::changed);
    connect(&operations, &OperationCenter::finished, this, &ActivityModel::changed);
    connect(&operations, &OperationCenter::aboutToRelease, this, &ActivityModel::released);
    setPast({});
}

void ActivityModel::added(Operation *operation)
{
    // A resumed operation moves from the past rows to the current ones.
    if (const int past = rowOf(operation->id()); past >= 0) {
        beginRemoveRows({}, past, past);
        m_rows.erase(m_rows.begin() + past);
        endRemoveRows();
    }
    beginInsertRows({}, 0, 0);
    m_rows.insert(m_rows.begin(), {operation->journalEntry(), operation});
    endInsertRows();
}

void ActivityModel::changed(Operation *operation)
{
    const int row = rowOf(operation->id());
    if (row < 0)
        return;
    m_rows[static_cast<std::size_t>(row)].entry = operation->journalEntry();
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void ActivityModel::released(Operation *operation)
{
    const int row = rowOf(operation->id());
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
    std::vector<JournalEntry> past;
    for (const Row &shown : m_rows) {
        if (!shown.operation)
            past.push_back(shown.entry);
    }
    setPast(std::move(past));
}

void ActivityModel::reload()
{
    if (!m_operations.journal())
        return;
    m_operations.journal()->history(operations::JournalFile::keptEntries, this,
                                    [this](const auto &entries) {
                                        if (entries.ok())
                                            setPast(*entries);
                                    });
}

void ActivityModel::setPast(std::vector<JournalEntry> entries)
{
    // Entries that could not be written to the journal are known from this run.
    for (const JournalEntry &entry : m_operations.released()) {
        if (std::ranges::find(entries, entry.id, &JournalEntry::id) == entries.end())
            entries.push_back(entry);
    }
    const auto firstPast = std::ranges::find(m_rows, nullptr, &Row::operation);
    const auto live = static_cast<std::size_t>(firstPast - m_rows.begin());
    std::erase_if(entries, [&](const JournalEntry &entry) {
        return std::any_of(m_rows.begin(), firstPast,
                           [&](const Row &row) { return row.entry.id == entry.id; });
    });
    std::ranges::stable_sort(entries, std::ranges::greater(), &JournalEntry::started);
    // Keep the common beginning and end: entries are added at the front and removed at the back, so
    // nearly all are kept.
    const std::size_t before = m_rows.size() - live;
    const auto shorter = std::min(before, entries.size());
    const auto same = [&](std::size_t old, std::size_t now) {
        return m_rows[live + old].entry.id == entries[now].id;
    };
    std::size_t head = 0;
    while (head < shorter && same(head, head))
        ++head;
    std::size_t tail = 0;
    while (tail < shorter - head && same(before - 1 - tail, entries.size() - 1 - tail))
        ++tail;
    const auto at = [&](std::size_t past) {
        return static_cast<int>(live + past);
    };
    if (before > head + tail) {
        beginRemoveRows({}, at(head), at(before - tail) - 1);
        m_rows.erase(m_rows.begin() + at(head), m_rows.begin() + at(before - tail));
        endRemoveRows();
    }
    if (entries.size() > head + tail) {
        beginInsertRows({}, at(head), at(entries.size() - tail) - 1);
        std::vector<Row> fresh;
        for (std::size_t i = head; i < entries.size() - tail; ++i)
            fresh.push_back({entries[i], nullptr});
        m_rows.insert(m_rows.begin() + at(head), std::make_move_iterator(fresh.begin()),
                      std::make_move_iterator(fresh.end()));
        endInsertRows();
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        JournalEntry &shown = m_rows[live + i].entry;
        if (shown == entries[i])
            continue;
        shown = std::move(entries[i]);
        Q_EMIT dataChanged(index(at(i), 0), index(at(i), ColumnCount - 1));
    }
}

int ActivityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ActivityModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ActivityModel::whereText(const operations::JournalScope &scope) const
{
    QStringList parts = scope.words.split(u" / "_s);
    const QStringList here = m_operations.scope().words.split(u" / "_s);
    if (parts.size() != here.size())
        return scope.words;
    for (qsizetype i = 0; parts.size() > 1 && parts.constFirst() == here[i]; ++i)
        parts.removeFirst();
    return parts.join(u" / "_s);
}

QString ActivityModel::startedText(const QDateTime &started, bool whole) const
{
    if (!started.isValid())
        return {};
    const QDateTime local = started.toLocalTime();
    if (whole)
        return QLocale().toString(local, u"yyyy-MM-dd HH:mm:ss"_s);
    const bool today = local.date() == m_clock.now().toLocalTime().date();
    if (m_shortTimes)
        return QLocale().toString(local, today ? u"HH:mm"_s : u"d MMM"_s);
    return QLocale().toString(local, today ? u"HH:mm:ss"_s : u"yyyy-MM-dd HH:mm"_s);
}

void ActivityModel::setShortTimes(bool shortTimes)
{
    if (std::exchange(m_shortTimes, shortTimes) != shortTimes && !m_rows.empty())
        Q_EMIT dataChanged(index(0, Started), index(rowCount() - 1, Started));
}

QVariant ActivityModel::data(const QModelIndex &index, int role) const
{
    const JournalEntry *entry = at(index.row());
    if (!index.isValid() || !entry)
        return {};
    if (role == Qt::DecorationRole && index.column() == Outcome)
        return outcomeIcon(m_theme, *entry);
    if (index.column() == Menu) {
        if (role == Qt::DecorationRole)
            return m_theme.icon(u"ellipsis"_s, Theme::Color::TextSecondary);
        if (role == Qt::AccessibleTextRole)
            //: %1: the name of what the row shows
            return tr("Actions for %1").arg(entry->title);
        return role == Qt::ToolTipRole ? tr("Actions") : QVariant();
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Title:
        return entry->title;
    case Outcome:
        return forms::outcomeWord(*entry);
    case Where:
        return role == Qt::ToolTipRole ? entry->scope.words : whereText(entry->scope);
    case Started:
        return startedText(entry->started, role == Qt::ToolTipRole);
    case Took: {
        if (forms::isAbandoned(*entry) || !entry->started.isValid())
            return {};
        const QDateTime end = entry->ended.isValid() ? entry->ended : m_clock.now();
        return durationText(std::chrono::seconds(std::max<qint64>(0, entry->started.secsTo(end))));
    }
    default:
        return {};
    }
}

QVariant ActivityModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Title:
        return tr("Operation");
    case Outcome:
        //: Column: how an operation finished.
        return tr("Outcome");
    case Where:
        //: Column: cloud, region and project of an operation.
        return tr("Where");
    case Started:
        return tr("Started");
    case Took:
        //: Column: the duration of an operation.
        return tr("Took");
    default:
        return {};
    }
}

const JournalEntry *ActivityModel::at(int row) const
{
    return row >= 0 && static_cast<std::size_t>(row) < m_rows.size()
               ? &m_rows[static_cast<std::size_t>(row)].entry
               : nullptr;
}

Operation *ActivityModel::operationAt(int row) const
{
    return at(row) ? m_rows[static_cast<std::size_t>(row)].operation : nullptr;
}

int ActivityModel::rowOf(const QString &id) const
{
    const auto found =
        std::ranges::find_if(m_rows, [&](const Row &row) { return row.entry.id == id; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

} // namespace oriel::ui
