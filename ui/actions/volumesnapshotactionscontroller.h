#pragma once

#include "forms/snapshotactions.h"
#include "ui/actions/actionset.h"
#include "ui/navigation/route.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

namespace oriel::ui {

class DeleteFlows;
class RestoreFlows;

/// What can be done with volume snapshots, the same from the toolbar, the row
/// menu and the keyboard: the actions, whether they can be done now and why not, the dialogs before
/// them, and the start of their operations.
class VolumeSnapshotActionsController final : public QObject
{
    Q_OBJECT

public:
    /// Dialogs open over `window`, and the shortcuts work within it.
    VolumeSnapshotActionsController(const UiContext &ui, QWidget *window);

    /// The volume snapshots that the actions are about.
    void setSnapshots(const QStringList &ids);
    [[nodiscard]] const QStringList &snapshots() const { return m_ids; }

    [[nodiscard]] QAction *action(forms::VolumeSnapshotAction action) const
    {
        return m_actions.at(action);
    }
    void fillMenu(QMenu &menu) const;

Q_SIGNALS:
    /// An operation on one of them has been started.
    void started(oriel::operations::Operation *operation);
    /// The person wants to see something that a dialog names.
    void navigate(const oriel::ui::Route &route);

private:
    void addRestoreActions();
    void update();
    [[nodiscard]] forms::Availability availabilityOf(const QString &id,
                                                     forms::VolumeSnapshotAction action) const;
    [[nodiscard]] std::vector<operations::Subject>
    possible(forms::VolumeSnapshotAction action) const;

    UiContext m_ui;
    DeleteFlows *m_flows;
    RestoreFlows *m_restore;
    QStringList m_ids;
    ActionSet<forms::VolumeSnapshotAction> m_actions;
};

} // namespace oriel::ui
