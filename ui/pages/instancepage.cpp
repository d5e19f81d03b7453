#include "ui/pages/instancepage.h"

#include "base/visible.h"
#include "forms/errortext.h"
#include "models/ages.h"
#include "models/names.h"
#include "models/words.h"
#include "ui/pages/instance/instancebody.h"
#include "ui/pages/listpages.h"
#include "ui/theme/theme.h"
#include "ui/widgets/messagepane.h"
#include "ui/widgets/skeletonrows.h"

#include <QtCore/QPointer>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

const std::vector<Kind> &instanceTopics()
{
    static const std::vector<Kind> topics{Kind::Server, Kind::Volume, Kind::VolumeSnapshot,
                                          Kind::Image, Kind::Flavor};
    return topics;
}

} // namespace

InstancePage::InstancePage(const UiContext &ui, QString serverId, QWidget *parent)
    : Page(parent)
    , m_ui(ui)
    , m_serverId(std::move(serverId))
    , m_stack(new QStackedLayout(this))
    , m_skeleton(new QWidget(this))
    , m_message(new MessagePane(ui.theme, this))
{
    setObjectName(u"instancePage"_s);
    auto *waiting = new QVBoxLayout(m_skeleton);
    waiting->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    waiting->addWidget(new SkeletonRows(ui.theme, m_skeleton));
    m_stack->addWidget(m_skeleton);
    m_stack->addWidget(m_message);
    connect(&ui.stores.servers, &store::StoreBase::changed, this, &InstancePage::update);
    connect(&ui.stores.servers, &store::StoreBase::stateChanged, this, &InstancePage::update);
    const std::initializer_list<store::StoreBase *> belongings{
        &ui.stores.images, &ui.stores.volumes, &ui.stores.volumeSnapshots};
    for (store::StoreBase *source : belongings)
        connect(source, &store::StoreBase::stateChanged, this, &InstancePage::askForBelongings);
}

InstancePage::~InstancePage() = default;

void InstancePage::entered(const Route &route)
{
    if (route.id != m_serverId) {
        delete m_body;
        m_body = nullptr;
        m_serverId = route.id;
        m_lastName.clear();
        m_told = false;
        m_gone = false;
        m_belongingsAsked = false;
    }
    if (!m_subscription)
        m_subscription = m_ui.stores.watch(instanceTopics(), store::RefreshRate::Watched);
    // The lists are shared and may be seconds old, and changes of what is attached tell themselves
    // in no list of changes. Where there is no list yet, it is on its way.
    const store::LoadState &state = m_ui.stores.servers.state();
    if (state.more && !m_ui.stores.servers.find(m_serverId))
        ask(); // not among the newest
    else if (state.loaded)
        m_ui.stores.refreshIfStale(openstack::Kind::Server, m_serverId);
    update();
    if (m_body)
        m_body->show(route.detail);
}

void InstancePage::ask()
{
    m_ui.stores.refreshRow(openstack::Kind::Server, m_serverId,
                           [page = QPointer<InstancePage>(this), id = m_serverId] {
                               if (page && page->m_serverId == id) {
                                   page->m_gone = true;
                                   page->update();
                               }
                           });
}

void InstancePage::askForBelongings()
{
    const store::CloudStores &stores = m_ui.stores;
    if (m_belongingsAsked || !m_subscription || !stores.servers.find(m_serverId) ||
        !stores.images.state().loaded || !stores.volumes.state().loaded ||
        !stores.volumeSnapshots.state().loaded)
        return;
    m_belongingsAsked = true;
    m_ui.stores.refreshAttachments(m_serverId);
}

void InstancePage::left()
{
    m_subscription.reset();
}

void InstancePage::update()
{
    if (m_serverId.isEmpty())
        return;
    const auto server = m_ui.stores.servers.find(m_serverId);
    if (server) {
        m_lastName = models::nameOrId(server->name, server->id);
        m_told = false;
        askForBelongings();
        if (!m_body) {
            m_body = new InstanceBody(m_ui, m_serverId, this);
            connect(m_body, &InstanceBody::navigate, this, &Page::navigate);
            m_stack->addWidget(m_body);
        }
        m_body->update();
        m_stack->setCurrentWidget(m_body);
        Q_EMIT headingChanged();
        return;
    }

    const store::LoadState &state = m_ui.stores.servers.state();
    const bool gone = state.whole() || (state.loaded && m_gone);
    if (gone && !m_told) {
        m_told = true;
        const QString name = m_lastName.isEmpty() ? tr("This instance") : m_lastName;
        m_message->show(u"server"_s, tr("%1 no longer exists").arg(isolated(name)),
                        tr("It was deleted, or it belongs to another project. Its snapshots, if "
                           "any, are still listed under Images and Snapshots."));
        QPushButton *back = m_message->addButton(tr("Back to Instances"), true);
        back->setObjectName(u"backToInstances"_s);
        connect(back, &QPushButton::clicked, this,
                [this] { Q_EMIT navigate(Route::list(Kind::Server)); });
    } else if (!state.loaded && state.error && !m_told) {
        m_told = true;
        m_message->showError(
            forms::describe(*state.error, tr("The instance could not be loaded.")));
        connect(m_message->addButton(tr("Retry"), true), &QPushButton::clicked, this, [this] {
            m_told = false;
            refresh();
        });
    } else if (!gone && !(state.error && !state.loaded)) {
        m_told = false;
        m_stack->setCurrentWidget(m_skeleton);
        return;
    }
    m_stack->setCurrentWidget(m_message);
    Q_EMIT headingChanged();
}

std::vector<Crumb> InstancePage::crumbs() const
{
    return crumbsOf(Kind::Server, m_serverId, m_lastName);
}

QString InstancePage::statusText() const
{
    const store::LoadState &state = m_ui.stores.servers.state();
    if (state.cached())
        return tr("Data %1").arg(models::cachedText(state, m_ui.clock.now()));
    const QDateTime asOf = state.asOf;
    if (!asOf.isValid())
        return {};
    return tr("Data as of %1").arg(agoText(asOf, m_ui.clock.now()));
}

void InstancePage::refresh()
{
    m_ui.stores.refreshRow(openstack::Kind::Server, m_serverId);
    m_ui.stores.refresh(instanceTopics());
    if (m_body)
        m_body->refresh();
}

void InstancePage::focusFilter()
{
    if (m_body)
        m_body->focusFilter();
}

} // namespace oriel::ui
