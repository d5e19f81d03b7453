#include "ui/pages/instance/networkingtab.h"

#include "base/visible.h"
#include "store/cloudstores.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/listpanel.h"
#include "ui/widgets/tableview.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

NetworkingTab::NetworkingTab(const UiContext &ui, QString serverId, QWidget *parent)
    : QWidget(parent)
    , m_ui(ui)
    , m_serverId(std::move(serverId))
    , m_groups(makeLabel({}, TextSize::Body, this))
{
    setObjectName(u"networkingTab"_s);
    update();
    m_panel =
        new ListPanel(ui, std::make_unique<models::AddressesModel>(m_rows, ui.stores, ui.clock),
                      {.key = u"addresses"_s,
                       .title = tr("Addresses"),
                       .placeholder = {},
                       .icon = u"network"_s,
                       .emptyTitle = tr("No addresses"),
                       .emptyText = tr("This instance is not connected to a network."),
                       .failed = tr("The addresses could not be loaded.")},
                      this);
    m_groups->setObjectName(u"securityGroups"_s);
    m_groups->setWordWrap(true);
    m_groups->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setSecondary(m_groups);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, metrics::pad, 0, 0);
    layout->setSpacing(metrics::gap + metrics::unit);
    layout->addWidget(m_groups);
    layout->addWidget(m_panel, 1);

    m_panel->setRefresh([this] { m_ui.stores.refreshRow(openstack::Kind::Server, m_serverId); });
    m_panel->setMenu([this](QMenu &menu) {
        const QStringList addresses = m_panel->table().selectedIds();
        const auto count = static_cast<int>(addresses.size());
        connect(menu.addAction(tr("Copy %n address(es)", nullptr, count)), &QAction::triggered,
                this,
                [addresses] { QGuiApplication::clipboard()->setText(addresses.join(u'\n')); });
    });
    connect(&ui.stores.servers, &store::StoreBase::changed, this, &NetworkingTab::update);
    connect(&ui.stores.servers, &store::StoreBase::stateChanged, this, &NetworkingTab::update);
}

NetworkingTab::~NetworkingTab()
{
    delete m_panel; // before the rows that it shows
}

void NetworkingTab::update()
{
    const auto server = m_ui.stores.servers.find(m_serverId);
    m_rows.replaceAll(server ? models::addressRows(*server) : std::vector<models::AddressRow>());
    m_rows.setState(m_ui.stores.rowState(openstack::Kind::Server, m_serverId));
    if (server)
        m_groups->setText(
            server->securityGroups.isEmpty()
                ? tr("No security groups.")
                : tr("Security groups: %1").arg(isolated(server->securityGroups.join(u", "_s))));
}

} // namespace oriel::ui
