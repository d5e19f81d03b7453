#pragma once

#include "ui/navigation/route.h"
#include "ui/uicontext.h"

#include <QtWidgets/QScrollArea>

#include <vector>

class QGridLayout;

namespace oriel::openstack {
struct Server;
}

namespace oriel::ui {

class FactGrid;
class NoticeBar;

/// What is known of one instance, as a form of facts.
class OverviewTab final : public QScrollArea
{
    Q_OBJECT

public:
    OverviewTab(const UiContext &ui, QString serverId, QWidget *parent = nullptr);

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange(int columns);
    void update();
    void follow(const QString &link);
    void showMachine(const openstack::Server &server);
    void showNetwork(const openstack::Server &server);
    void showMetadata(const openstack::Server &server);

    UiContext m_ui;
    QString m_serverId;
    NoticeBar *m_fault;
    FactGrid *m_instance;
    FactGrid *m_machine;
    FactGrid *m_network;
    FactGrid *m_metadata;
    QGridLayout *m_grid = nullptr;
    std::vector<QWidget *> m_cards;
    int m_columns = 0;
};

} // namespace oriel::ui
