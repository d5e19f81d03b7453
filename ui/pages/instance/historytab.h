#pragma once

#include "forms/actionrecord.h"
#include "ui/navigation/route.h"
#include "ui/pages/instance/instancehistory.h"
#include "ui/uicontext.h"

#include <QtWidgets/QWidget>

class QLabel;
class QPushButton;

namespace oriel::ui {

class ListPanel;

/// What was done to one instance, by anyone: the cloud's record, merged with Oriel's operations.
class HistoryTab final : public QWidget
{
    Q_OBJECT

public:
    HistoryTab(const UiContext &ui, QString serverId, QWidget *parent = nullptr);
    ~HistoryTab() override;

    [[nodiscard]] const ListPanel &panel() const { return *m_panel; }
    [[nodiscard]] const InstanceHistory &history() const { return m_history; }
    /// Fetches the newest actions and reads the journal.
    void load();
    /// Whether it is visible: then it follows what happens.
    void setShown(bool shown);

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);
    /// More of the history is known.
    void loaded();

private:
    void makePanel();
    void followList();
    void readJournal();
    void follow();
    void showRows();
    void showEvents();

    UiContext m_ui;
    QString m_serverId;
    InstanceHistory m_history;
    std::vector<operations::JournalEntry> m_past; ///< from the journal
    store::Store<HistoryRow> m_rows;
    forms::ActionRecord m_record;
    ListPanel *m_panel = nullptr;
    QPushButton *m_older;
    QLabel *m_events;
    QDateTime m_updated; ///< of the instance, when it was loaded
    QString m_task;
    bool m_shown = false;
};

} // namespace oriel::ui
