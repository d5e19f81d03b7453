#pragma once

#include "forms/snapshotactions.h"
#include "ui/actions/actionset.h"
#include "ui/actions/rowactions.h"
#include "ui/uicontext.h"

namespace oriel::ui {

class DeleteFlows;
class RestoreFlows;

/// What can be done with volume snapshots, the same from the toolbar, the row
/// menu and the keyboard: the actions, whether they can be done now and why not, the dialogs before
/// them, and the start of their operations.
class VolumeSnapshotActionsController final : public RowActions
{
    Q_OBJECT

public:
    /// Dialogs open over `window`, and the shortcuts work within it.
    VolumeSnapshotActionsController(const UiContext &ui, QWidget *window);

    void setIds(const QStringList &ids) override;

    [[nodiscard]] QAction *action(forms::VolumeSnapshotAction action) const
    {
        return m_actions.at(action);
    }
    void fillMenu(QMenu &menu) const override;
    [[nodiscard]] std::vector<Button> toolbar() const override;

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
