#include "ui/pages/instance/overviewtab.h"

#include "base/visible.h"
#include "models/names.h"
#include "models/words.h"
#include "operations/actions/actions.h"
#include "operations/actions/serverdetails.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/dialogs/detaileditor.h"
#include "ui/dialogs/situation.h"
#include "ui/widgets/cardgrid.h"
#include "ui/widgets/metadatafacts.h"

#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

OverviewTab::OverviewTab(const UiContext &ui, QString serverId, QWidget *parent)
    : QWidget(parent)
    , m_ui(ui)
    , m_serverId(std::move(serverId))
    , m_instance(new FactGrid(ui.theme, tr("Instance"), this))
    , m_machine(new FactGrid(ui.theme, tr("Hardware"), this))
    , m_network(new FactGrid(ui.theme, tr("Network"), this))
    , m_metadata(new FactGrid(ui.theme, tr("Metadata"), this))
{
    setObjectName(u"overviewTab"_s);
    auto *cards = new CardGrid(this);
    for (FactGrid *facts : {m_instance, m_machine, m_network, m_metadata}) {
        cards->add(facts);
        connect(facts, &FactGrid::linkClicked, this, &OverviewTab::follow);
        connect(facts, &FactGrid::editRequested, this, &OverviewTab::edit);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(cards, 1);
    for (const store::StoreBase *source : std::initializer_list<const store::StoreBase *>{
             &ui.stores.servers, &ui.stores.volumes, &ui.stores.images, &ui.stores.flavors})
        connect(source, &store::StoreBase::changed, this, &OverviewTab::update);
    connect(&ui.stores.images, &store::StoreBase::stateChanged, this, &OverviewTab::update);
    // An operation in progress prevents others.
    connect(&ui.operations, &operations::OperationCenter::added, this, &OverviewTab::update);
    connect(&ui.operations, &operations::OperationCenter::runningChanged, this,
            &OverviewTab::update);
    update();
}

FactGrid::Edit OverviewTab::editOf(const QString &key) const
{
    const operations::Action &action = *operations::actionNamed(key);
    return {key, action.words.button(), action.obstacle(situation(m_ui), m_serverId)};
}

void OverviewTab::edit(const QString &key)
{
    const auto server = m_ui.stores.servers.find(m_serverId);
    FactGrid *grid = key == operations::editServerMetadata ? m_metadata : m_instance;
    const operations::Action *action = operations::actionNamed(key);
    if (!server || !action || grid->edited() == key ||
        !action->obstacle(situation(m_ui), m_serverId).isEmpty())
        return;
    auto *editor = new DetailEditor(m_ui, *action, m_serverId);
    connect(editor, &DetailEditor::closed, this, [this, grid] {
        update(); // its button is enabled again, and can take the focus
        grid->closeEditor();
    });
    grid->openEditor(key, editor);
}

void OverviewTab::follow(const QString &link)
{
    if (const auto route = Route::fromLink(link))
        Q_EMIT navigate(*route);
}

void OverviewTab::update()
{
    const auto server = m_ui.stores.servers.find(m_serverId);
    if (!server)
        return; // the page shows a message
    const QDateTime now = m_ui.clock.now();
    std::vector<FactGrid::Fact> facts{
        {.label = tr("Name"),
         .value = server->name,
         .copyable = true,
         .edit = editOf(u"rename-server"_s)},
        {.label = tr("Description"),
         .value = server->description,
         .edit = editOf(operations::describeServer)},
        {.label = tr("ID"), .value = server->id, .copyable = true, .mono = true},
        {.label = tr("Status"), .value = models::serverStatus(*server).text},
        {.label = tr("Created"),
         .value = tr("%1 (%2)").arg(timeText(server->created), agoText(server->created, now))},
    };
    facts.push_back({.label = tr("Availability zone"), .value = server->availabilityZone});
    facts.push_back(
        {.label = tr("Locked"),
         .value = models::readable(*server, {"locked"},
                                   !server->locked ? tr("No")
                                   : server->lockedReason.isEmpty()
                                       ? tr("Yes")
                                       : tr("Yes: %1").arg(isolated(server->lockedReason)))});
    facts.push_back({.label = tr("Tags"),
                     .value = server->tags.join(u", "_s),
                     .edit = editOf(operations::editServerTags)});
    m_instance->setFacts(std::move(facts));
    showMachine(*server);
    showNetwork(*server);
    m_metadata->setFacts(metadataFacts(server->metadata));
    m_metadata->setEdit(editOf(operations::editServerMetadata));
}

void OverviewTab::showMachine(const openstack::Server &server)
{
    const models::Lookup lookup(m_ui.stores, m_ui.clock.now());
    FactGrid::Fact source{.label = tr("Boot volume"),
                          .value = models::bootSourceText(server, lookup)};
    if (!server.bootsFromVolume()) {
        source.label = tr("Image");
        if (lookup.find<openstack::Image>(server.imageId))
            source.link = Route::to(Kind::Image, server.imageId).link();
    } else if (const auto volume = models::bootVolume(server, lookup)) {
        source.value = models::nameOrId(volume->name, volume->id);
        source.link = Route::to(Kind::Volume, volume->id).link();
    }
    m_machine->setFacts({
        {.label = tr("Flavor"), .value = models::flavorName(server, lookup)},
        {.label = tr("Size"), .value = models::flavorSizes(server, lookup)},
        source,
        {.label = tr("Volumes"),
         .value = models::volumesText(static_cast<qsizetype>(server.volumes.size()))},
        {.label = tr("Key pair"), .value = server.keyName},
        {.label = tr("Host name"), .value = server.hostname},
    });
}

void OverviewTab::showNetwork(const openstack::Server &server)
{
    std::vector<FactGrid::Fact> facts;
    for (const openstack::ServerAddress &address : server.addresses) {
        facts.push_back({.label = address.floating
                                      ? tr("%1 (floating)").arg(isolated(address.network))
                                      : address.network,
                         .value = address.address,
                         .copyable = true});
    }
    if (facts.empty())
        facts.push_back({.label = tr("Addresses"), .value = tr("None")});
    facts.push_back({.label = tr("Security groups"), .value = server.securityGroups.join(u", "_s)});
    m_network->setFacts(std::move(facts));
}

} // namespace oriel::ui
