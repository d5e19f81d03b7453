#pragma once

#include "forms/snapshotactions.h"
#include "ui/actions/actionset.h"
#include "ui/navigation/route.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

namespace oriel::ui {

class DeleteFlows;
class RestoreFlows;

/// What can be done with snapshots of instances and with images, the same from the toolbar, the row
/// menu and the keyboard: the actions, whether they can be done now and why not, the dialogs before
/// them, and the start of their operations.
class SetActionsController final : public QObject
{
    Q_OBJECT

public:
    /// Dialogs open over `window`, and the shortcuts work within it.
    SetActionsController(const UiContext &ui, QWidget *window);

    /// The sets that the actions are about, by the ids of their images. On Compute → Images also
    /// images that are no snapshots.
    void setSets(const QStringList &ids);
    [[nodiscard]] const QStringList &sets() const { return m_ids; }

    [[nodiscard]] QAction *action(forms::SetAction action) const { return m_actions.at(action); }
    void fillMenu(QMenu &menu) const;

Q_SIGNALS:
    /// An operation on one of the sets has been started.
    void started(oriel::operations::Operation *operation);
    /// The person wants to see something that a dialog names.
    void navigate(const oriel::ui::Route &route);

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
