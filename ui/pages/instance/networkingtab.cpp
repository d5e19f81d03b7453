#include "ui/pages/instance/networkingtab.h"

#include "base/visible.h"
#include "operations/actions/actions.h"
#include "operations/networkpaths.h"
#include "operations/reachability.h"
#include "store/cloudstores.h"
#include "ui/actions/actionscontroller.h"
#include "ui/dialogs/notepanel.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/actionbar.h"
#include "ui/widgets/listpanel.h"
#include "ui/widgets/tableview.h"

#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

NetworkingTab::NetworkingTab(const UiContext &ui, QString serverId,
                             const ActionsController &actions, QWidget *parent)
    : QWidget(parent)
    , m_ui(ui)
    , m_serverId(std::move(serverId))
    , m_note(new NotePanel(ui.theme, this))
{
    setObjectName(u"networkingTab"_s);
    update();
    addAddresses();
    addOpenings();
    m_note->setObjectName(u"portSecurity"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, metrics::pad, 0, 0);
    layout->setSpacing(metrics::gap);
    layout->addWidget(m_panel, 2);
    layout->addLayout(makeHeading(actions));
    layout->addWidget(m_note);
    layout->addWidget(m_openings, 3);
    std::vector<Kind> kinds = operations::reachabilityKinds();
    kinds.push_back(Kind::Server);
    for (const Kind kind : kinds) {
        const store::StoreBase &store = ui.stores.at(kind);
        connect(&store, &store::StoreBase::changed, this, &NetworkingTab::update);
        connect(&store, &store::StoreBase::stateChanged, this, &NetworkingTab::update);
    }
}

NetworkingTab::~NetworkingTab()
{
    delete m_panel; // before the rows that they show
    delete m_openings;
}

QLayout *NetworkingTab::makeHeading(const ActionsController &actions)
{
    std::vector<ToolbarAction> toolbar;
    for (const auto &[key, place] :
         {std::pair(QStringView(operations::connectServer), ActionPlace::Toolbar),
          std::pair(QStringView(operations::checkReach), ActionPlace::Toolbar),
          std::pair(QStringView(u"associate-floating-ip"), ActionPlace::More),
          std::pair(QStringView(u"disassociate-server-floating-ip"), ActionPlace::More),
          std::pair(QStringView(u"connect-network"), ActionPlace::More),
          std::pair(QStringView(u"connect-port"), ActionPlace::More),
          std::pair(QStringView(u"disconnect-interface"), ActionPlace::More),
          std::pair(QStringView(u"add-security-group"), ActionPlace::More),
          std::pair(QStringView(u"remove-security-group"), ActionPlace::More)})
        toolbar.push_back({actions.action(key), place, operations::actionNamed(key)->icon});
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::gap);
    row->addWidget(makeLabel(tr("Allowed incoming traffic"), TextSize::Heading, this), 1);
    row->addWidget(new ActionBar(m_ui.theme, std::move(toolbar), this));
    return row;
}

void NetworkingTab::addAddresses()
{
    m_panel = new ListPanel(
        m_ui, std::make_unique<models::AddressesModel>(m_rows, m_ui.stores, m_ui.clock),
        {.key = u"addresses"_s,
         .title = tr("Addresses"),
         .placeholder = {},
         .icon = u"network"_s,
         .emptyTitle = tr("No addresses"),
         .emptyText = tr("This instance is not connected to a network."),
         .failed = tr("The addresses could not be loaded.")},
        this);
    m_portActions = new ActionsController(m_ui, m_panel, Kind::Port);
    connect(m_portActions, &RowActions::navigate, this, &NetworkingTab::navigate);
    m_panel->setRefresh([this] {
        m_ui.stores.refreshRow(Kind::Server, m_serverId);
        m_ui.stores.refresh(operations::reachabilityKinds());
    });
    m_panel->setMenu([this](QMenu &menu) {
        QStringList addresses = m_panel->table().selectedIds();
        addresses.removeIf([this](const QString &id) {
            const auto row = m_rows.find(id);
            return !row || row->address.address.isEmpty();
        });
        const auto count = static_cast<int>(addresses.size());
        connect(menu.addAction(tr("Copy %n address(es)", nullptr, count)), &QAction::triggered,
                this,
                [addresses] { QGuiApplication::clipboard()->setText(addresses.join(u'\n')); });
        menu.addSeparator();
        m_portActions->fillMenu(menu);
    });
    connect(&m_panel->table(), &TableView::selectedIdsChanged, this, [this] {
        QStringList ports;
        for (const QString &address : m_panel->table().selectedIds()) {
            const auto row = m_rows.find(address);
            if (row && !row->portId.isEmpty() && !ports.contains(row->portId))
                ports.append(row->portId);
        }
        m_portActions->setIds(ports);
    });
}

void NetworkingTab::addOpenings()
{
    m_openings = new ListPanel(
        m_ui, std::make_unique<models::OpeningsModel>(m_openingRows, m_ui.stores, m_ui.clock),
        {.key = u"openings"_s,
         .title = tr("Allowed incoming traffic"),
         .placeholder = tr("Filter rules"),
         .icon = u"shield"_s,
         .emptyTitle = tr("No incoming traffic is allowed"),
         .emptyText = tr("No rule of its security groups lets anything in."),
         .failed = tr("The rules could not be loaded.")},
        this);
    m_ruleActions = new ActionsController(m_ui, m_openings, Kind::SecurityGroupRule);
    m_openings->setRefresh([this] { m_ui.stores.refresh(operations::reachabilityKinds()); });
    m_openings->setMenu([this](QMenu &menu) { m_ruleActions->fillMenu(menu); });
    const auto go = [this](const QString &, const QString &groupId) {
        Q_EMIT navigate(Route::to(Kind::SecurityGroup, groupId));
    };
    connect(&m_openings->table(), &TableView::linkClicked, this, go);
    connect(&m_openings->table(), &TableView::opened, this, [this, go](const QString &id) {
        if (const auto row = m_openingRows.find(id))
            go({}, row->groupId);
    });
    connect(&m_openings->table(), &TableView::selectedIdsChanged, this, [this] {
        QStringList rules;
        for (const QString &id : m_openings->table().selectedIds()) {
            const QString rule = id.section(u'/', 1);
            if (!rules.contains(rule))
                rules.append(rule);
        }
        m_ruleActions->setIds(rules);
    });
}

void NetworkingTab::update()
{
    const auto server = m_ui.stores.servers.find(m_serverId);
    m_rows.replaceAll(server ? models::addressRows(*server, m_ui.stores)
                             : std::vector<models::AddressRow>());
    m_rows.setState(m_ui.stores.rowState(Kind::Server, m_serverId));
    m_openingRows.replaceAll(models::openingRows(m_serverId, m_ui.stores));
    // They are made of several lists: the one that has arrived last, or has failed, counts.
    store::LoadState state = m_ui.stores.at(Kind::SecurityGroupRule).state();
    if (const store::LoadState &ports = m_ui.stores.at(Kind::Port).state();
        !ports.loaded || ports.error)
        state = ports;
    m_openingRows.setState(state);
    const auto ports = operations::portsOf(m_ui.stores, m_serverId);
    QStringList unfiltered;
    for (const auto &port : ports) {
        if (!port->portSecurity && !port->fixedIps.empty())
            unfiltered.append(port->fixedIps.front().address);
    }
    m_note->setNote(NotePanel::Kind::Caution,
                    unfiltered.isEmpty()
                        ? QString()
                        : tr("Port security is off at %1: everything may come in there.")
                              .arg(unfiltered.join(u", "_s)));
}

} // namespace oriel::ui
