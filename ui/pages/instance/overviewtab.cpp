#include "ui/pages/instance/overviewtab.h"

#include "base/visible.h"
#include "models/names.h"
#include "models/words.h"
#include "store/cloudstores.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/noticebar.h"

#include <QtWidgets/QGridLayout>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int cardWidth = 400;

} // namespace

OverviewTab::OverviewTab(const UiContext &ui, QString serverId, QWidget *parent)
    : QScrollArea(parent)
    , m_ui(ui)
    , m_serverId(std::move(serverId))
{
    setObjectName(u"overviewTab"_s);
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    auto *inside = new QWidget(this);
    m_fault = new NoticeBar(ui.theme, inside);
    m_fault->setObjectName(u"faultNotice"_s);
    m_instance = new FactGrid(ui.theme, tr("Instance"), inside);
    m_machine = new FactGrid(ui.theme, tr("Machine"), inside);
    m_network = new FactGrid(ui.theme, tr("Network"), inside);
    m_metadata = new FactGrid(ui.theme, tr("Metadata"), inside);

    const auto card = [inside](FactGrid *grid) {
        auto *frame = new QFrame(inside);
        setPanelKind(frame, PanelKind::Card);
        // Both columns are as wide, whatever stands in them.
        frame->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        auto *layout = new QVBoxLayout(frame);
        layout->setContentsMargins(metrics::pad, metrics::pad, metrics::gap, metrics::pad);
        layout->addWidget(grid);
        layout->addStretch();
        return frame;
    };
    for (FactGrid *facts : {m_instance, m_machine, m_network, m_metadata})
        m_cards.push_back(card(facts));
    m_grid = new QGridLayout;
    m_grid->setSpacing(metrics::pad);
    m_grid->setColumnStretch(0, 1);
    arrange(2);
    auto *layout = new QVBoxLayout(inside);
    layout->setContentsMargins(0, metrics::pad, 0, metrics::pad);
    layout->setSpacing(metrics::pad);
    layout->addWidget(m_fault);
    layout->addLayout(m_grid);
    layout->addStretch();
    setWidget(inside);

    for (FactGrid *facts : {m_instance, m_machine, m_network, m_metadata})
        connect(facts, &FactGrid::linkClicked, this, &OverviewTab::follow);
    for (const store::StoreBase *source : std::initializer_list<const store::StoreBase *>{
             &ui.stores.servers, &ui.stores.volumes, &ui.stores.images, &ui.stores.flavors})
        connect(source, &store::StoreBase::changed, this, &OverviewTab::update);
    update();
}

void OverviewTab::arrange(int columns)
{
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (QWidget *card : m_cards)
        m_grid->removeWidget(card);
    for (int i = 0; i < static_cast<int>(m_cards.size()); ++i)
        m_grid->addWidget(m_cards[static_cast<std::size_t>(i)], i / columns, i % columns);
    m_grid->setColumnStretch(1, columns - 1);
    m_grid->setHorizontalSpacing(columns > 1 ? metrics::pad : 0);
}

void OverviewTab::resizeEvent(QResizeEvent *event)
{
    // Side by side only where an id and a time can be read whole.
    arrange(width() < 2 * cardWidth ? 1 : 2);
    QScrollArea::resizeEvent(event);
}

void OverviewTab::follow(const QString &link)
{
    const QString id = link.section(u':', 1);
    if (link.startsWith(QLatin1String("image:")))
        Q_EMIT navigate(Route::to(Kind::Image, id));
    else if (link.startsWith(QLatin1String("volume:")))
        Q_EMIT navigate(Route::to(Kind::Volume, id));
}

void OverviewTab::update()
{
    const auto server = m_ui.stores.servers.find(m_serverId);
    if (!server)
        return; // the page says so
    if (server->fault && server->status == QLatin1String("ERROR")) {
        if (m_fault->isHidden())
            m_fault->tell(NoticeBar::Kind::Error,
                          tr("The cloud reports an error: %1").arg(server->fault->message), {},
                          true);
    } else {
        m_fault->dismiss();
    }

    const QDateTime now = m_ui.clock.now();
    std::vector<FactGrid::Fact> facts{
        {.label = tr("Name"), .value = server->name},
        {.label = tr("ID"), .value = server->id, .copyable = true, .mono = true},
        {.label = tr("Status"), .value = models::serverStatus(*server).text},
        {.label = tr("Created"),
         .value = tr("%1 (%2)").arg(timeText(server->created), agoText(server->created, now))},
    };
    if (!server->description.isEmpty())
        facts.insert(facts.begin() + 1, {.label = tr("Description"), .value = server->description});
    facts.push_back({.label = tr("Availability zone"), .value = server->availabilityZone});
    facts.push_back(
        {.label = tr("Locked"),
         .value = models::readable(*server, {"locked"},
                                   !server->locked ? tr("No")
                                   : server->lockedReason.isEmpty()
                                       ? tr("Yes")
                                       : tr("Yes: %1").arg(isolated(server->lockedReason)))});
    if (!server->tags.isEmpty())
        facts.push_back({.label = tr("Tags"), .value = server->tags.join(u", "_s)});
    m_instance->setFacts(std::move(facts));
    showMachine(*server);
    showNetwork(*server);
    showMetadata(*server);
}

void OverviewTab::showMachine(const openstack::Server &server)
{
    const models::Lookup lookup(m_ui.stores, m_ui.clock.now());
    FactGrid::Fact source{.label = tr("Boot volume"),
                          .value = models::bootSourceText(server, lookup)};
    if (!server.bootsFromVolume()) {
        source.label = tr("Image");
        if (lookup.find<openstack::Image>(server.imageId))
            source.link = u"image:"_s + server.imageId;
    } else if (const auto volume = models::bootVolume(server, lookup)) {
        source.value = models::nameOrId(volume->name, volume->id);
        source.link = u"volume:"_s + volume->id;
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

void OverviewTab::showMetadata(const openstack::Server &server)
{
    std::vector<FactGrid::Fact> facts;
    for (auto at = server.metadata.cbegin(); at != server.metadata.cend(); ++at)
        facts.push_back({.label = at.key(), .value = at.value()});
    m_metadata->setFacts(std::move(facts));
}

} // namespace oriel::ui
