#pragma once

#include "store/subscription.h"
#include "ui/actions/statebar.h"
#include "ui/navigation/resourcebody.h"
#include "ui/uicontext.h"

#include <memory>

class QTabWidget;

namespace oriel::operations {
class Operation;
}

namespace oriel::ui {

class ActionBar;
class HistoryTab;
class ListPanel;
class LogTab;
class ActionsController;
class NetworkingTab;
class OverviewTab;
class ResourceHead;
class SnapshotsTab;

/// The content of an instance's page while the instance exists: the head with its actions, and the
/// tabs.
class InstanceBody final : public ResourceBody
{
    Q_OBJECT

public:
    InstanceBody(const UiContext &ui, const QString &serverId, QWidget *parent);

    void show(const QString &detail) override;
    void update() override;
    void refresh() override;
    void focusFilter() override;
    [[nodiscard]] QList<QAction *> commands() const override;
    [[nodiscard]] const ListPanel *shownList() const override;

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    /// Once, when it is known whether the lists have all that belongs to the instance.
    [[nodiscard]] WaitingState waiting() const;
    void askForAttachments();
    void addTab(QWidget *tab, const QString &key, const QString &title);
    void watchTab();
    void followOperation(const operations::Operation &operation);
    void tabChanged();
    ListPanel *makeVolumes();

    UiContext m_ui;
    QString m_serverId;
    ActionsController *m_actions;
    ResourceHead *m_head;
    ActionBar *m_bar;
    QTabWidget *m_tabs;
    QStringList m_tabKeys; ///< in the order of the tabs; see Route::detail
    OverviewTab *m_overview;
    ListPanel *m_volumes;
    NetworkingTab *m_networking;
    SnapshotsTab *m_snapshots;
    LogTab *m_log;
    HistoryTab *m_history;
    std::unique_ptr<store::Subscription> m_tabSubscription; ///< for the list on the current tab
    bool m_attachmentsAsked = false;
};

} // namespace oriel::ui
