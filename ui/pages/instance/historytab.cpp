#include "ui/pages/instance/historytab.h"

#include "base/visible.h"
#include "operations/journal/journal.h"
#include "operations/journal/journalfile.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/listpanel.h"
#include "ui/widgets/tableview.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

HistoryTab::HistoryTab(const UiContext &ui, QString serverId, QWidget *parent)
    : QWidget(parent)
    , m_ui(ui)
    , m_serverId(std::move(serverId))
    , m_record(ui.client, m_serverId)
    , m_older(new QPushButton(tr("Show older actions"), this))
    , m_events(makeLabel({}, TextSize::Small, this))
{
    setObjectName(u"historyTab"_s);
    makePanel();
    m_older->setObjectName(u"olderActions"_s);
    m_older->hide();
    connect(m_older, &QPushButton::clicked, this, [this] {
        m_older->setEnabled(false);
        m_record.loadOlder();
    });
    connect(&m_record, &forms::ActionRecord::listed, this, &HistoryTab::followList);
    connect(&m_record, &forms::ActionRecord::explained, this, [this] {
        showRows();
        showEvents();
    });
    m_events->setObjectName(u"actionEvents"_s);
    m_events->setTextFormat(Qt::PlainText);
    m_events->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_events->setWordWrap(true);
    setSecondary(m_events);
    m_events->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, metrics::pad, 0, 0);
    layout->setSpacing(metrics::gap);
    layout->addWidget(m_panel, 1);
    layout->addWidget(m_events);
    layout->addWidget(m_older, 0, Qt::AlignLeft);
    connect(&ui.stores.servers, &store::StoreBase::changed, this, &HistoryTab::follow);
    using operations::OperationCenter;
    for (const auto signal : {&OperationCenter::added, &OperationCenter::changed})
        connect(&ui.operations, signal, this, [this](const operations::Operation *operation) {
            if (m_shown && operation->subject().id == m_serverId)
                showRows();
        });
    connect(&ui.operations, &OperationCenter::finished, this,
            [this](const operations::Operation *operation) {
                if (m_shown && operation->subject().id == m_serverId)
                    load();
            });
}

HistoryTab::~HistoryTab()
{
    delete m_panel; // before the rows that it shows
}

void HistoryTab::makePanel()
{
    m_panel =
        new ListPanel(m_ui, std::make_unique<HistoryModel>(m_rows, m_ui.stores, m_ui.clock),
                      {.key = u"instanceHistory"_s,
                       .title = tr("Activity"),
                       .placeholder = tr("Filter actions"),
                       .icon = u"history"_s,
                       .emptyTitle = tr("No actions"),
                       .emptyText = tr("The cloud has no record of actions on this instance."),
                       .failed = tr("The actions on this instance could not be loaded.")},
                      this);
    m_panel->layout()->setContentsMargins(0, 0, 0, 0);
    m_panel->setRefresh([this] { load(); });
    m_panel->setMenu([this](QMenu &menu) {
        const QStringList ids = m_panel->table().selectedIds();
        const auto row = m_rows.find(ids.value(0));
        if (!row)
            return;
        if (!row->operationId.isEmpty())
            connect(menu.addAction(tr("Show in Activity")), &QAction::triggered, this,
                    [this, id = row->operationId] { Q_EMIT navigate(Route::activity(id)); });
        if (!row->requestId.isEmpty())
            connect(menu.addAction(tr("Copy request ID")), &QAction::triggered, this,
                    [id = row->requestId] { QGuiApplication::clipboard()->setText(id); });
    });
    connect(&m_panel->table(), &TableView::selectedIdsChanged, this, &HistoryTab::showEvents);
    connect(&m_panel->table(), &TableView::opened, this, [this](const QString &id) {
        const auto row = m_rows.find(id);
        if (row && !row->operationId.isEmpty())
            Q_EMIT navigate(Route::activity(row->operationId));
    });
}

void HistoryTab::setShown(bool shown)
{
    if (shown && !m_shown)
        load();
    m_shown = shown;
}

/// The instance has changed: something was done to it.
void HistoryTab::follow()
{
    const auto server = m_ui.stores.servers.find(m_serverId);
    if (m_shown && server && (server->updated != m_updated || server->taskState != m_task))
        load();
}

void HistoryTab::load()
{
    if (const auto server = m_ui.stores.servers.find(m_serverId)) {
        m_updated = server->updated;
        m_task = server->taskState;
    }
    m_record.load();
    readJournal();
}

void HistoryTab::followList()
{
    m_older->setEnabled(!m_record.isLoadingOlder());
    m_older->setVisible(m_record.hasOlder());
    store::LoadState state = m_rows.state();
    state.error = m_record.error();
    if (!state.error) {
        state.loaded = true;
        state.asOf = m_ui.clock.now();
    }
    showRows();
    m_rows.setState(state);
    for (const QString &requestId : unexplainedActions(m_history))
        m_record.explain(requestId);
}

void HistoryTab::readJournal()
{
    if (!m_ui.operations.journal())
        return;
    m_ui.operations.journal()->history(operations::JournalFile::keptEntries, this,
                                       [this](const auto &entries) {
                                           if (!entries.ok())
                                               return;
                                           m_past = *entries;
                                           showRows();
                                       });
}

void HistoryTab::showRows()
{
    m_history.userId = m_ui.userId;
    m_history.isBusy = !m_task.isEmpty();
    m_history.actions = m_record.actions();
    m_history.details = m_record.details();
    m_history.entries.clear();
    QSet<QString> known;
    for (const auto &operation : m_ui.operations.operations()) {
        m_history.entries.push_back(operation->journalEntry());
        known.insert(operation->id());
    }
    for (const operations::JournalEntry &entry : m_past) {
        if (!known.contains(entry.id))
            m_history.entries.push_back(entry);
    }
    m_rows.replaceAll(historyRows(m_serverId, m_history));
    Q_EMIT loaded();
}

/// The steps of the selected action, which are fetched once.
void HistoryTab::showEvents()
{
    const QStringList ids = m_panel->table().selectedIds();
    const auto row = ids.size() == 1 ? m_rows.find(ids.front()) : nullptr;
    const QString requestId = row ? row->requestId : QString();
    const bool recorded = std::ranges::any_of(
        m_history.actions, [&](const auto &action) { return action.requestId == requestId; });
    const auto known = m_history.details.constFind(requestId);
    if (recorded && known == m_history.details.cend()) {
        m_record.explain(requestId);
        return;
    }
    const QString text = recorded ? eventsText(*known) : QString();
    m_events->setText(visibleLines(text));
    m_events->setVisible(!text.isEmpty());
}

} // namespace oriel::ui
