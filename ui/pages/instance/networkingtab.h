#pragma once

#include "models/instancedetails.h"
#include "ui/navigation/route.h"
#include "ui/uicontext.h"

#include <QtWidgets/QWidget>

class QLayout;

namespace oriel::ui {

class ActionsController;
class ListPanel;
class NotePanel;

/// The addresses of one instance with their security groups, and what may come in, from where, by
/// which rule.
class NetworkingTab final : public QWidget
{
    Q_OBJECT

public:
    /// `actions`: those of the instance, of which the tab shows the ones about its network.
    NetworkingTab(const UiContext &ui, QString serverId, const ActionsController &actions,
                  QWidget *parent = nullptr);
    ~NetworkingTab() override;

    [[nodiscard]] const ListPanel &panel() const { return *m_panel; }

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);

private:
    [[nodiscard]] QLayout *makeHeading(const ActionsController &actions);
    void addAddresses();
    void addOpenings();
    void update();

    UiContext m_ui;
    QString m_serverId;
    store::Store<models::AddressRow> m_rows;
    store::Store<models::OpeningRow> m_openingRows;
    ListPanel *m_panel = nullptr;
    ListPanel *m_openings = nullptr;
    ActionsController *m_portActions = nullptr; ///< for one address
    ActionsController *m_ruleActions = nullptr;
    NotePanel *m_note; ///< about ports that nothing filters
};

} // namespace oriel::ui
