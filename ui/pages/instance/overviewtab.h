#pragma once

#include "ui/navigation/route.h"
#include "ui/uicontext.h"

#include <QtWidgets/QWidget>

namespace oriel::openstack {
struct Server;
}

namespace oriel::ui {

class FactGrid;

/// The facts about one instance in two columns.
class OverviewTab final : public QWidget
{
    Q_OBJECT

public:
    OverviewTab(const UiContext &ui, QString serverId, QWidget *parent = nullptr);

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);

private:
    void update();
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
