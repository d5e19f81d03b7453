#include "ui/pages/volumebody.h"

#include "base/humanize.h"
#include "forms/volumestate.h"
#include "operations/actions/actions.h"
#include "store/cloudstores.h"
#include "ui/actions/actionflow.h"
#include "ui/actions/statebar.h"
#include "ui/dialogs/situation.h"
#include "ui/pages/factsbody.h"
#include "ui/pages/resourcefacts.h"

#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr std::size_t mostMessages = 5;

} // namespace

VolumeBody::VolumeBody(const UiContext &ui, const ListPageSpec &spec, const QString &id,
                       QWidget *parent)
    : ResourceBody(parent)
    , m_ui(ui)
    , m_id(id)
    , m_facts(new FactsBody(ui, spec, id, &volumeFacts, this))
    , m_record(ui.client, ui.stores, id)
{
    m_facts->update();
    m_messages = m_facts->addCard(tr("Messages of the cloud"));
    m_transfer = m_facts->addCard(tr("Transfer to another project"));
    for (FactGrid *card : {m_messages, m_transfer})
        m_facts->setShown(card, false);
    auto *flow = new ActionFlow(m_ui, this);
    auto *state = new StateBar(
        m_ui, *flow, Kind::Volume, id,
        [this] {
            const operations::Situation now = situation(m_ui);
            const forms::VolumeState state = forms::volumeState(now, m_id);
            WaitingState waiting{state.text, state.isError, {}};
            for (const QString &key : state.actions) {
                const operations::Action *action = operations::actionNamed(key);
                if (action->obstacle(now, m_id).isEmpty())
                    waiting.ways.push_back(action);
            }
            return waiting;
        },
        this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_facts, 1);
    layout->addWidget(state);
    setFocusProxy(m_facts);
    connect(m_facts, &ResourceBody::navigate, this, &ResourceBody::navigate);
    connect(flow, &ActionFlow::navigate, this, &ResourceBody::navigate);
    for (const Kind kind : {Kind::VolumeSnapshot, Kind::SnapshotSet, Kind::Server, Kind::Backup})
        connect(&ui.stores.at(kind), &store::StoreBase::changed, m_facts, &FactsBody::update);
    connect(&m_record, &forms::VolumeRecord::changed, this, &VolumeBody::showRecord);
    m_record.update();
}

QList<QAction *> VolumeBody::commands() const
{
    return m_facts->commands();
}

void VolumeBody::show(const QString &detail)
{
    m_facts->show(detail);
}

void VolumeBody::refresh()
{
    m_record.refresh();
}

void VolumeBody::update()
{
    m_facts->update();
    m_record.update();
}

void VolumeBody::showRecord()
{
    std::vector<FactGrid::Fact> facts;
    for (const openstack::Message &message : m_record.messages()) {
        if (facts.size() < mostMessages)
            facts.push_back({.label = timeText(message.created),
                             .value = forms::messageText(message.userMessage)});
    }
    m_facts->setShown(m_messages, !facts.empty());
    m_messages->setFacts(std::move(facts));
    const auto &transfer = m_record.transfer();
    if (transfer)
        m_transfer->setFacts(
            {{.label = tr("Transfer ID"), .value = transfer->id, .copyable = true, .mono = true},
             {.label = tr("Name"), .value = transfer->name},
             {.label = tr("Offered"), .value = timeText(transfer->created)}});
    m_facts->setShown(m_transfer, transfer.has_value());
}

} // namespace oriel::ui
