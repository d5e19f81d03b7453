#pragma once

#include "forms/snapshotactions.h"
#include "ui/actions/actionset.h"
#include "ui/actions/rowactions.h"
#include "ui/uicontext.h"

namespace oriel::ui {

class DeleteFlows;
class RestoreFlows;

/// What can be done with snapshots of instances and with images, the same from the toolbar, the row
/// menu and the keyboard: the actions, whether they can be done now and why not, the dialogs before
/// them, and the start of their operations.
class SetActionsController final : public RowActions
{
    Q_OBJECT

public:
    /// Dialogs open over `window`, and the shortcuts work within it.
    SetActionsController(const UiContext &ui, QWidget *window);

    void setIds(const QStringList &ids) override;

    [[nodiscard]] QAction *action(forms::SetAction action) const { return m_actions.at(action); }
    void fillMenu(QMenu &menu) const override;
    [[nodiscard]] std::vector<Button> toolbar() const override;

private:
    void update();
    [[nodiscard]] forms::Availability availabilityOf(const QString &id,
                                                     forms::SetAction action) const;
    [[nodiscard]] std::vector<operations::Subject> possible(forms::SetAction action) const;

    UiContext m_ui;
    DeleteFlows *m_flows;
    RestoreFlows *m_restore;
    QStringList m_ids;
    ActionSet<forms::SetAction> m_actions;
};

} // namespace oriel::ui
