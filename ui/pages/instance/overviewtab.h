#pragma once

#include "ui/navigation/route.h"
#include "ui/uicontext.h"
#include "ui/widgets/factgrid.h"

#include <QtWidgets/QWidget>

namespace oriel::openstack {
struct Server;
}

namespace oriel::ui {

/// The facts about one instance in two columns. What the user can change is edited in its place.
class OverviewTab final : public QWidget
{
    Q_OBJECT

public:
    OverviewTab(const UiContext &ui, QString serverId, QWidget *parent = nullptr);

    /// Opens the editor of what this action changes (Action::Form::InPlace), if it is possible now.
    void edit(const QString &action);

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);

private:
    void update();
    [[nodiscard]] FactGrid::Edit editOf(const QString &action) const;
    void follow(const QString &link);
    void showMachine(const openstack::Server &server);
    void showNetwork(const openstack::Server &server);

    UiContext m_ui;
    QString m_serverId;
    FactGrid *m_instance;
    FactGrid *m_machine;
    FactGrid *m_network;
    FactGrid *m_metadata;
};

} // namespace oriel::ui
