#pragma once

#include "models/instancedetails.h"
#include "ui/uicontext.h"

#include <QtWidgets/QWidget>

class QLabel;

namespace oriel::ui {

class ListPanel;

/// The addresses and security groups of one instance.
class NetworkingTab final : public QWidget
{
    Q_OBJECT

public:
    NetworkingTab(const UiContext &ui, QString serverId, QWidget *parent = nullptr);
    ~NetworkingTab() override;

    [[nodiscard]] const ListPanel &panel() const { return *m_panel; }

private:
    void update();

    UiContext m_ui;
    QString m_serverId;
    store::Store<models::AddressRow> m_rows;
    ListPanel *m_panel;
    QLabel *m_groups;
};

} // namespace oriel::ui
