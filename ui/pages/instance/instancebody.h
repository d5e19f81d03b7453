#pragma once

#include "ui/navigation/route.h"
#include "ui/uicontext.h"

#include <QtWidgets/QWidget>

class QLabel;
class QTabWidget;

namespace oriel::operations {
class Operation;
}

namespace oriel::ui {

class ElidedLabel;
class HeadBar;
class ListPanel;
class LogTab;
class NoticeBar;
class ActionsController;
class SnapshotsTab;

/// What the page of an instance shows while there is one: the head with its actions, and the tabs.
class InstanceBody final : public QWidget
{
    Q_OBJECT

public:
    InstanceBody(const UiContext &ui, const QString &serverId, QWidget *parent);

    /// Goes to a tab and, after a slash, a row there (Route::detail); empty: stays where it is.
    void show(const QString &detail);
    /// Name and status again from the store.
    void update();
    void refresh();
    void focusFilter();

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);

private:
    void addTab(QWidget *tab, const QString &key, const QString &title);
    void followOperation(const operations::Operation &operation);
    void tabChanged();
    QWidget *makeHead();
    ListPanel *makeVolumes();

    UiContext m_ui;
    QString m_serverId;
    ActionsController *m_actions;
    HeadBar *m_head = nullptr;
    ElidedLabel *m_name;
    QLabel *m_statusIcon;
    QLabel *m_status;
    QTabWidget *m_tabs;
    QStringList m_tabKeys;             ///< in the order of the tabs; see Route::detail
    QWidget *m_headSnapshot = nullptr; ///< "Create snapshot" in the head
    ListPanel *m_volumes;
    SnapshotsTab *m_snapshots;
    LogTab *m_log;
};

} // namespace oriel::ui
