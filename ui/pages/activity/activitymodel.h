#pragma once

#include "base/clock.h"
#include "operations/operationcenter.h"
#include "ui/theme/theme.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QSortFilterProxyModel>

namespace oriel::ui {

/// Every operation of this run, newest first, and below them those that the journal has of earlier
/// runs and other windows.
class ActivityModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Title, Outcome, Where, Started, Took, ColumnCount };

    ActivityModel(operations::OperationCenter &operations, Clock &clock, Theme &theme,
                  QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    /// Null where there is no such row. Good until the model changes.
    [[nodiscard]] const operations::JournalEntry *at(int row) const;
    /// Null for one that is not of this run.
    [[nodiscard]] operations::Operation *operationAt(int row) const;
    [[nodiscard]] int rowOf(const QString &id) const;
    /// Reads the journal anew.
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
    [[nodiscard]] QString startedText(const QDateTime &started, bool whole) const;

    operations::OperationCenter &m_operations;
    Clock &m_clock;
    Theme &m_theme;
    /// What the view knows of; the centre's own list changes before it says so. Those of this run
    /// come first.
    std::vector<Row> m_rows;
};

/// The rows that the person wants to see.
class ActivityFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    enum class Show { All, Unfinished, Troubled, Done };

    ActivityFilter(ActivityModel &model, QObject *parent);

    /// Words that must all be in the title, the name, the place, the outcome or a request-id.
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
