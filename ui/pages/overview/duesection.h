#pragma once

#include "forms/due.h"
#include "ui/navigation/route.h"
#include "ui/uicontext.h"

#include <QtWidgets/QFrame>

class QLabel;
class QPushButton;

namespace oriel::ui {

class DeleteFlow;
class RowList;

/// "Due for deletion": snapshots past their keep-until date, their size, and a button to review and
/// delete them all. Hidden if nothing is due.
class DueSection final : public QFrame
{
    Q_OBJECT

public:
    explicit DueSection(const UiContext &ui, QWidget *parent = nullptr);

    /// Updates the list of what is due.
    void refresh();
    /// Gives access to the rows, to set their menus.
    [[nodiscard]] RowList &rows() { return *m_rows; }

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);

private:
    void review();

    UiContext m_ui;
    std::vector<forms::DueItem> m_items;
    QLabel *m_summary;
    QPushButton *m_review;
    RowList *m_rows;
    DeleteFlow *m_delete;
};

} // namespace oriel::ui
