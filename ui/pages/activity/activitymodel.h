#pragma once

#include "base/clock.h"
#include "operations/operationcenter.h"
#include "ui/theme/theme.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QSortFilterProxyModel>

namespace oriel::ui {

/// Every operation of this run, newest first, followed by those of earlier runs and other windows
/// from the journal.
class ActivityModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Title, Outcome, Where, Started, Took, Menu, ColumnCount };

    ActivityModel(operations::OperationCenter &operations, Clock &clock, Theme &theme,
                  QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    /// Null if there is no such row. Valid until the model changes.
    [[nodiscard]] const operations::JournalEntry *at(int row) const;
    /// Null if it does not belong to this run.
    [[nodiscard]] operations::Operation *operationAt(int row) const;
    [[nodiscard]] int rowOf(const QString &id) const;
    /// Whether the start is a time of today or a day, for a narrow column; its tooltip has both.
    void setShortTimes(bool shortTimes);
    /// Reads the journal again.
    void reload();

private:
    struct Row
    {
        operations::JournalEntry entry;
        operations::Operation *operation = nullptr;
    };

    void added(operations::Operation *operation);
    void changed(operations::Operation *operation);
    void released(operations::Operation *operation);
    void setPast(std::vector<operations::JournalEntry> entries);
    /// The place without what it has in common with the current one, which is its project if all
    /// else is the same.
    [[nodiscard]] QString whereText(const operations::JournalScope &scope) const;
    [[nodiscard]] QString startedText(const QDateTime &started, bool whole) const;

    operations::OperationCenter &m_operations;
    Clock &m_clock;
    Theme &m_theme;
    bool m_shortTimes = false;
    /// The rows known to the view; the center's list changes before its signal. Those of this run
    /// come first.
    std::vector<Row> m_rows;
};

/// The rows that match the user's filter.
class ActivityFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    enum class Show { All, Unfinished, Troubled, Done };

    ActivityFilter(ActivityModel &model, QObject *parent);

    /// All words must occur in the title, the name, the place, the outcome or a request ID.
    void setText(const QString &text);
    void setShow(Show show);
    [[nodiscard]] Show what() const { return m_show; }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    ActivityModel &m_model;
    QStringList m_words;
    Show m_show = Show::All;
};

/// The icon of an outcome.
[[nodiscard]] QIcon outcomeIcon(Theme &theme, const operations::JournalEntry &entry);

} // namespace oriel::ui
