#pragma once

#include "forms/serveractions.h"
#include "ui/actions/actionset.h"
#include "ui/actions/rowactions.h"
#include "ui/uicontext.h"

namespace oriel::operations {
class Operation;
}

namespace oriel::ui {

class InstanceFlows;

/// What can be done with instances, the same from the toolbar, the row menu, the instance's page
/// and the keyboard: the actions, whether they can be done now and why not, the questions before
/// them, and the start of their operations.
class ServerActionsController final : public RowActions
{
    Q_OBJECT

public:
    /// Dialogs open over `window`, and the shortcuts work within it.
    ServerActionsController(const UiContext &ui, QWidget *window);

    void setIds(const QStringList &ids) override;

    [[nodiscard]] QAction *action(forms::ServerAction action) const { return m_actions.at(action); }
    void fillMenu(QMenu &menu) const override;
    [[nodiscard]] std::vector<Button> toolbar() const override;

private:
    void update();
    [[nodiscard]] forms::Availability availabilityOf(const QString &id,
                                                     forms::ServerAction action) const;
    [[nodiscard]] QStringList possible(forms::ServerAction action) const;
    [[nodiscard]] QStringList namesOf(const QStringList &ids) const;
    void createSnapshot();
    void power(forms::ServerAction action);
    void askForMany(const QStringList &ids, forms::ServerAction action);
    void begin(const QStringList &ids, forms::ServerAction action);

    UiContext m_ui;
    QWidget *m_window;
    InstanceFlows *m_flows;
    QStringList m_ids;
    ActionSet<forms::ServerAction> m_actions;
};

} // namespace oriel::ui
