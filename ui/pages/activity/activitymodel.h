#pragma once

#include "base/clock.h"
#include "operations/operationcenter.h"
#include "ui/theme/theme.h"

#include <QtCore/QAbstractTableModel>

namespace oriel::ui {

/// Every operation of this run, newest first.
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

    [[nodiscard]] operations::Operation *at(int row) const;
    [[nodiscard]] int rowOf(const QString &id) const;

private:
    [[nodiscard]] int rowOf(const operations::Operation *operation) const;

    operations::OperationCenter &m_operations;
    Clock &m_clock;
    Theme &m_theme;
    /// What the view knows of, newest first; the centre's own list changes before it says so.
    std::vector<operations::Operation *> m_rows;
};

/// "Running", "Done", "Failed", "Not clear".
[[nodiscard]] QString outcomeWord(operations::Outcome outcome);
[[nodiscard]] QIcon outcomeIcon(Theme &theme, operations::Outcome outcome);

} // namespace oriel::ui
