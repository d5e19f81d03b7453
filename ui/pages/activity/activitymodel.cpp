#include "ui/pages/activity/activitymodel.h"

#include "base/humanize.h"
#include "ui/window/operationnotice.h"

#include <QtCore/QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

using operations::Operation;

QString outcomeWord(operations::Outcome outcome)
{
    switch (outcome) {
    case operations::Outcome::Running:
        return ActivityModel::tr("Running");
    case operations::Outcome::Succeeded:
        return ActivityModel::tr("Done");
    case operations::Outcome::Failed:
        return ActivityModel::tr("Failed");
    case operations::Outcome::Unclear:
        break;
    }
    return ActivityModel::tr("Not clear");
}

QIcon outcomeIcon(Theme &theme, operations::Outcome outcome)
{
    switch (outcome) {
    case operations::Outcome::Running:
        return theme.icon(u"loader-circle"_qs, Theme::Color::Busy);
    case operations::Outcome::Succeeded:
        return theme.icon(u"circle-check"_qs, Theme::Color::Good);
    case operations::Outcome::Failed:
        return theme.icon(u"circle-x"_qs, Theme::Color::Error);
    case operations::Outcome::Unclear:
        break;
    }
    return theme.icon(u"circle-help"_qs, Theme::Color::Warning);
}

ActivityModel::ActivityModel(operations::OperationCenter &operations, Clock &clock, Theme &theme,
                             QObject *parent)
    : QAbstractTableModel(parent)
    , m_operations(operations)
    , m_clock(clock)
    , m_theme(theme)
{
    for (const auto &operation : operations.operations())
        m_rows.push_back(operation.get());
    using operations::OperationCenter;
    connect(&operations, &OperationCenter::added, this, [this](Operation *operation) {
        beginInsertRows({}, 0, 0);
        m_rows.insert(m_rows.begin(), operation);
        endInsertRows();
    });
    const auto changed = [this](Operation *operation) {
        if (const int row = rowOf(operation); row >= 0)
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    };
    connect(&operations, &OperationCenter::changed, this, changed);
    connect(&operations, &OperationCenter::finished, this, changed);
}

int ActivityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ActivityModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ActivityModel::data(const QModelIndex &index, int role) const
{
    const Operation *operation = at(index.row());
    if (!index.isValid() || !operation)
        return {};
    if (role == Qt::DecorationRole && index.column() == Outcome)
        return outcomeIcon(m_theme, operation->outcome());
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Title:
        return operation->title();
    case Outcome:
        return outcomeWord(operation->outcome());
    case Where:
        return operation->property(operationScopeProperty);
    case Started:
        return QLocale().toString(operation->started().toLocalTime(),
                                  role == Qt::ToolTipRole ? u"yyyy-MM-dd HH:mm:ss"_qs
                                                          : u"HH:mm:ss"_qs);
    case Took: {
        const QDateTime end = operation->ended().isValid() ? operation->ended() : m_clock.now();
        return durationText(
            std::chrono::seconds(std::max<qint64>(0, operation->started().secsTo(end))));
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
        return tr("Outcome");
    case Where:
        return tr("Where");
    case Started:
        return tr("Started");
    case Took:
        return tr("Took");
    default:
        return {};
    }
}

Operation *ActivityModel::at(int row) const
{
    return row >= 0 && static_cast<std::size_t>(row) < m_rows.size()
               ? m_rows[static_cast<std::size_t>(row)]
               : nullptr;
}

int ActivityModel::rowOf(const QString &id) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [&](const Operation *one) { return one->id() == id; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int ActivityModel::rowOf(const Operation *operation) const
{
    const auto found = std::find(m_rows.begin(), m_rows.end(), operation);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

} // namespace oriel::ui
