#pragma once

#include "forms/serveractions.h"
#include "operations/poweroperation.h"
#include "ui/actions/actionset.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

namespace oriel::ui {

class InstanceFlows;

/// What can be done with instances, the same from the toolbar, the row menu, the instance's page
/// and the keyboard: the actions, whether they can be done now and why not, the questions before
/// them, and the start of their operations.
class ServerActionsController final : public QObject
{
    Q_OBJECT

public:
    /// Dialogs open over `window`, and the shortcuts work within it.
    ServerActionsController(const UiContext &ui, QWidget *window);

    /// The instances that the actions are about.
    void setServers(const QStringList &ids);
    [[nodiscard]] const QStringList &servers() const { return m_ids; }

    [[nodiscard]] QAction *action(forms::ServerAction action) const { return m_actions.at(action); }
    void fillMenu(QMenu &menu) const;

Q_SIGNALS:
    /// An operation on one of the instances has been started.
    void started(oriel::operations::Operation *operation);

private:
    void update();
    [[nodiscard]] forms::Availability availabilityOf(const QString &id,
                                                     forms::ServerAction action) const;
    [[nodiscard]] QStringList possible(forms::ServerAction action) const;
    [[nodiscard]] QStringList namesOf(const QStringList &ids) const;
    void createSnapshot();
    void power(operations::PowerAction action);
    void askForMany(const QStringList &ids, operations::PowerAction action);
    void begin(const QStringList &ids, operations::PowerAction action);

    UiContext m_ui;
    QWidget *m_window;
    InstanceFlows *m_flows;
    QStringList m_ids;
    ActionSet<forms::ServerAction> m_actions;
};

} // namespace oriel::ui
