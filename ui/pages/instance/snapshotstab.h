#pragma once

#include "models/snapshotrows.h"
#include "ui/navigation/route.h"
#include "ui/uicontext.h"

#include <QtWidgets/QWidget>

class QAction;
class QSplitter;

namespace oriel::ui {

class ListPanel;
class ActionsController;
class SnapshotDetails;

/// The snapshots of one instance: one row per set, the selected set's details below, the button
/// that creates one, and when Oriel does so.
class SnapshotsTab final : public QWidget
{
    Q_OBJECT

public:
    /// `schedule`: the action on the instance.
    SnapshotsTab(const UiContext &ui, const QString &serverId, QAction &schedule,
                 QWidget *parent = nullptr);
    ~SnapshotsTab() override;

    /// Selects this row, now or as soon as it exists.
    void select(const QString &rowId);
    [[nodiscard]] ListPanel &panel() { return *m_panel; }

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);

private:
    void refresh();
    void showDetails();
    void fitDetails();
    void fillMenu(QMenu &menu);
    [[nodiscard]] QStringList selectedWholes() const;

    UiContext m_ui;
    models::SnapshotRows m_snapshots;
    ListPanel *m_panel;
    SnapshotDetails *m_details;
    QSplitter *m_splitter;
    ActionsController *m_actions;
    ActionsController *m_partActions; ///< for the menus of volume snapshots
    int m_given = 0;                  ///< the height that was given to the details automatically
};

} // namespace oriel::ui
