#pragma once

#include "ui/dialogs/celltable.h"

#include <QtWidgets/QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace oriel::ui {

/// A CellTable in which the user ticks rows. If there are many, it has a filter, and buttons that
/// tick all or none of the visible ones.
class ChoiceList final : public QWidget
{
    Q_OBJECT

public:
    ChoiceList(Theme &theme, std::vector<CellModel::Column> columns, int stretched, int most,
               QWidget *parent = nullptr);

    [[nodiscard]] CellTable &table() const { return *m_table; }
    void setRows(std::vector<CellRow> rows);

Q_SIGNALS:
    /// The user has ticked or unticked these rows at once.
    void ticked(const QStringList &keys, bool on);

private:
    void count();

    QWidget *m_tools;
    QLineEdit *m_filter;
    QLabel *m_count;
    QPushButton *m_all;
    QPushButton *m_none;
    CellTable *m_table;
};

} // namespace oriel::ui
