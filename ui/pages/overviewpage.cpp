#include "ui/pages/overviewpage.h"

#include "base/humanize.h"
#include "forms/errortext.h"
#include "forms/quotarows.h"
#include "models/ages.h"
#include "operations/actions/actions.h"
#include "operations/operationcenter.h"
#include "operations/removal/removal.h"
#include "operations/schedule/schedules.h"
#include "store/attention.h"
#include "store/decisions.h"
#include "ui/actions/actionflow.h"
#include "ui/dialogs/situation.h"
#include "ui/pages/overview/counttile.h"
#include "ui/pages/overview/duesection.h"
#include "ui/pages/overview/evengrid.h"
#include "ui/pages/overview/overviewrows.h"
#include "ui/pages/overview/quotagauge.h"
#include "ui/pages/resourcemenus.h"
#include "ui/theme/look.h"

#include <QtCore/QElapsedTimer>
#include <QtWidgets/QFrame>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

const std::vector<Kind> overviewTopics{Kind::Server,         Kind::Volume,
                                       Kind::VolumeSnapshot, Kind::Image,
                                       Kind::ComputeQuotas,  Kind::BlockStorageQuotas,
                                       Kind::NetworkQuotas,  Kind::Backup};
/// In place of the quotas where a policy hides these.
const std::vector<Kind> overviewLimits{Kind::ComputeLimits, Kind::BlockStorageLimits};

} // namespace

OverviewPage::OverviewPage(const UiContext &ui, QWidget *parent)
    : Page(parent)
    , m_ui(ui)
    , m_running(new RowList(ui.theme, this))
    , m_decisions(new RowList(ui.theme, this))
    , m_attention(new RowList(ui.theme, this))
    , m_dueSection(new DueSection(ui, this))
    , m_problem(makeLabel({}, TextSize::Body, this))
{
    setObjectName(u"overviewPage"_s);
    m_running->setObjectName(u"running"_s);
    m_attention->setObjectName(u"attention"_s);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::wide);
    column->setSpacing(metrics::pad);
    auto *title = makeLabel(tr("Overview"), TextSize::Title, content);
    title->setObjectName(u"pageTitle"_s);
    column->addWidget(title);

    auto *problem = new QFrame(this);
    problem->setObjectName(u"overviewProblem"_s);
    setPanelKind(problem, PanelKind::Error);
    auto *problemLayout = new QHBoxLayout(problem);
    problemLayout->setContentsMargins(12, 10, 12, 10);
    m_problem->setWordWrap(true);
    problemLayout->addWidget(m_problem);
    problem->hide();

    column->addWidget(makeTiles());
    column->addWidget(makeSection(tr("Needs attention"), m_attention));
    m_decisions->setObjectName(u"decisions"_s);
    m_decisionSection = makeSection(tr("Waiting for your decision"), m_decisions);
    m_decisionSection->hide();
    column->addWidget(m_decisionSection);
    column->addWidget(makeSection(tr("Quota"), makeQuota()));
    column->addWidget(makeSection(tr("Running now"), m_running));
    column->addWidget(m_dueSection);
    column->addStretch();

    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_scroll, 1);
    // The notice is at the bottom, where it moves nothing.
    auto *below = new QHBoxLayout;
    below->setContentsMargins(metrics::wide, metrics::gap, metrics::wide, metrics::gap);
    below->addWidget(problem);
    layout->addLayout(below);
    setFocusProxy(m_instances);

    auto *menus = new ResourceMenus(ui, this);
    connect(menus, &ResourceMenus::navigate, this, &Page::navigate);
    for (RowList *rows : {m_running, m_decisions, m_attention, &m_dueSection->rows()})
        rows->setMenu([menus](const RowItem &row, QMenu &menu) { menus->fill(row, menu); });
    auto *flow = new ActionFlow(ui, this);
    connect(flow, &ActionFlow::navigate, this, &Page::navigate);
    for (RowList *rows : {m_decisions, m_attention})
        connect(rows, &RowList::actionRequested, flow,
                [flow](const QString &key, const QString &id) {
                    flow->begin(*operations::actionNamed(key), {id});
                });
    connect(m_decisions, &RowList::navigate, this, &Page::navigate);
    connect(m_running, &RowList::navigate, this, &Page::navigate);
    connect(m_attention, &RowList::navigate, this, &Page::navigate);
    connect(m_dueSection, &DueSection::navigate, this, &Page::navigate);
    const store::CloudStores &s = ui.stores;
    follow(s.servers);
    follow(s.volumes);
    follow(s.volumeSnapshots);
    follow(s.images);
    follow(s.snapshotSets);
    for (const Kind kind :
         {Kind::ComputeQuotas, Kind::BlockStorageQuotas, Kind::NetworkQuotas, Kind::ComputeLimits,
          Kind::BlockStorageLimits, Kind::KeyPair, Kind::Port, Kind::Backup}) {
        connect(&s.at(kind), &store::StoreBase::changed, this, [this] { later(); });
        connect(&s.at(kind), &store::StoreBase::stateChanged, this, [this] { later(); });
    }
    using operations::OperationCenter;
    connect(&ui.operations, &OperationCenter::changed, this, [this] { later(); });
    connect(&ui.operations, &OperationCenter::added, this, [this] { later(); });
    connect(&ui.operations, &OperationCenter::finished, this, [this] { later(); });
    if (ui.schedules)
        connect(ui.schedules, &operations::Schedules::changed, this, [this] { later(); });
}

OverviewPage::~OverviewPage() = default;

void OverviewPage::follow(const store::StoreBase &source)
{
    m_sources.push_back(&source);
    connect(&source, &store::StoreBase::changed, this, [this] { later(); });
    connect(&source, &store::StoreBase::stateChanged, this, [this] { later(); });
}

QWidget *OverviewPage::makeTiles()
{
    auto *row = new EvenGrid(4, {12, 12});
    const auto tile = [&](const QString &icon, const QString &title, Kind kind) {
        auto *made = new CountTile(m_ui.theme, icon, title, row);
        connect(made, &CountTile::clicked, this,
                [this, kind] { Q_EMIT navigate(Route::list(kind)); });
        row->add(made);
        return made;
    };
    m_instances = tile(u"server"_s, tr("Instances"), Kind::Server);
    m_images = tile(u"disc"_s, tr("Images"), Kind::Image);
    m_volumes = tile(u"hard-drive"_s, tr("Volumes"), Kind::Volume);
    m_snapshots = tile(u"camera"_s, tr("Volume snapshots"), Kind::VolumeSnapshot);
    return row;
}

QWidget *OverviewPage::makeQuota()
{
    auto *whole = new QWidget;
    m_quotas = new EvenGrid(4, {32, 14}, whole);
    m_limits = makeLabel({}, TextSize::Small, whole);
    m_limits->setObjectName(u"perResourceLimits"_s);
    m_limits->setWordWrap(true);
    setSecondary(m_limits);
    auto *layout = new QVBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::pad);
    layout->addWidget(m_quotas);
    layout->addWidget(m_limits);
    return whole;
}

QWidget *OverviewPage::makeSection(const QString &title, QWidget *content)
{
    auto *card = new QFrame;
    setPanelKind(card, PanelKind::Card);
    card->setAccessibleName(title);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(metrics::pad, 12, metrics::pad, 14);
    layout->setSpacing(10);
    layout->addWidget(makeLabel(title, TextSize::Heading, card));
    layout->addWidget(content);
    return card;
}

void OverviewPage::entered(const Route &)
{
    if (!m_subscription) {
        m_subscription = m_ui.stores.watch({Kind::Server});
        m_numbers = m_ui.stores.watch(overviewTopics, store::RefreshRate::Background);
    }
    m_scroll->verticalScrollBar()->setValue(0);
    showAll();
}

void OverviewPage::left()
{
    m_subscription.reset();
    m_numbers.reset();
    m_limitNumbers.reset();
}

std::vector<Crumb> OverviewPage::crumbs() const
{
    return {{tr("Overview"), std::nullopt}};
}

QString OverviewPage::statusText() const
{
    const store::LoadState &state = m_ui.stores.servers.state();
    if (state.cached())
        //: %1: "as of 14:02, refreshing"
        return tr("Data %1").arg(models::cachedText(state, m_ui.clock.now()));
    if (!state.loaded)
        return state.error ? QString() : tr("Loading…");
    // The page is as old as its oldest part.
    QDateTime oldest = state.asOf;
    bool failing = state.error.has_value();
    for (const store::StoreBase *source : m_sources) {
        const store::LoadState &one = source->state();
        failing = failing || one.error;
        if (one.loaded && one.asOf < oldest)
            oldest = one.asOf;
    }
    if (!failing)
        return tr("Updated %1").arg(agoText(oldest, m_ui.clock.now()));
    // "Just now" would suggest that everything is fine.
    const QDateTime at = oldest.toLocalTime();
    const bool today = at.date() == m_ui.clock.now().toLocalTime().date();
    return tr("Not refreshed since %1")
        .arg(at.toString(today ? u"HH:mm:ss"_s : u"yyyy-MM-dd HH:mm"_s));
}

void OverviewPage::refresh()
{
    m_ui.stores.refresh(overviewTopics);
}

void OverviewPage::later()
{
    if (m_due || !m_subscription)
        return; // not visible; entered() updates everything
    m_due = true;
    // This scans all lists: if they are long, limit it to a twentieth of the time.
    m_ui.clock.after(std::max(std::chrono::milliseconds(150), 20 * m_showTime), this, [this] {
        m_due = false;
        showAll();
    });
}

void OverviewPage::showAll()
{
    QElapsedTimer timer;
    timer.start();
    showCounts();
    showQuota();
    showProblem();
    const store::CloudStores &s = m_ui.stores;
    const bool known = s.servers.state().loaded;
    m_running->setRows(runningRows(m_ui.operations, s, m_ui.clock.now()),
                       known ? tr("No operations are running.") : tr("Checking…"));
    m_dueSection->refresh();
    // What is due has its own section, and what is being deleted needs no attention.
    auto needing = store::attention(s, m_ui.clock.now());
    const QSet<QString> going = operations::beingRemoved(m_ui.operations);
    std::erase_if(needing, [&](const store::Attention &one) {
        return one.reason == store::AttentionReason::SetDue || going.contains(one.id);
    });
    const operations::Situation now = situation(m_ui);
    auto waiting = store::decisions(s);
    std::erase_if(waiting, [&](const store::Decision &one) { return going.contains(one.id); });
    m_decisionSection->setVisible(!waiting.empty());
    m_decisions->setRows(decisionRows(waiting, now), {});
    std::vector<RowItem> attention;
    if (m_ui.schedules)
        attention = scheduleRows(*m_ui.schedules, m_ui.operations, m_ui.clock.now());
    std::ranges::move(attentionRows(needing, now), std::back_inserter(attention));
    m_attention->setRows(std::move(attention),
                         known ? tr("Nothing needs your attention.") : tr("Checking…"));
    m_showTime = std::chrono::milliseconds(timer.elapsed());
    Q_EMIT headingChanged();
}

void OverviewPage::showCounts()
{
    const store::CloudStores &s = m_ui.stores;
    const auto count = [](CountTile *tile, const auto &rows, const QString &note, bool alarming) {
        // Operations can add single rows before the list is loaded; they are not the count.
        const bool known = (rows.state().loaded && !rows.state().absent) || rows.state().cached();
        tile->setCount(known ? rows.size() : -1, known ? note : QString(), known && alarming,
                       rows.state().hasMore);
    };
    int active = 0;
    int broken = 0;
    for (const auto &server : s.servers.rows()) {
        active += server->status == u"ACTIVE"_s;
        broken += server->status == u"ERROR"_s;
    }
    count(m_instances, s.servers,
          //: Below the number of instances or volumes: how many of them are in the status "Error".
          broken > 0 ? tr("%n in error", nullptr, broken) : tr("%n active", nullptr, active),
          broken > 0);
    int own = 0;
    for (const auto &image : s.images.rows())
        own += image->visibility == u"private"_s;
    //: Below the number of images: how many of them have the visibility "Private".
    count(m_images, s.images, tr("%n private", nullptr, own), false);
    qint64 size = 0;
    for (const auto &volume : s.volumes.rows())
        size += volume->sizeGiB;
    const auto together = [](qint64 gib, qsizetype rows) {
        return gib > 0 || rows == 0 ? gibText(gib) : tr("size unknown");
    };
    count(m_volumes, s.volumes, together(size, s.volumes.size()), false);
    size = 0;
    for (const auto &snapshot : s.volumeSnapshots.rows())
        size += snapshot->sizeGiB;
    count(m_snapshots, s.volumeSnapshots, together(size, s.volumeSnapshots.size()), false);
}

void OverviewPage::showQuota()
{
    const store::CloudStores &s = m_ui.stores;
    const bool hidden = s.computeQuotas.state().error || s.blockStorageQuotas.state().error;
    if (hidden && m_subscription && !m_limitNumbers)
        m_limitNumbers = m_ui.stores.watch(overviewLimits, store::RefreshRate::Background);
    std::vector<QWidget *> shown;
    for (const forms::QuotaRow &row : forms::quotaRows(s)) {
        QuotaGauge *&gauge = m_gauges[row.key];
        if (!gauge)
            gauge = new QuotaGauge(m_ui.theme, row.title, row.unit, m_quotas);
        gauge->setQuota(row.quota);
        shown.push_back(gauge);
    }
    for (const auto &[key, gauge] : m_gauges)
        gauge->setVisible(std::ranges::find(shown, gauge) != shown.end());
    m_quotas->setWidgets(shown);
    const QStringList limits = forms::perResourceLimits(s);
    //: %1: a list: "128 metadata items per instance, 10 instances per server group"
    m_limits->setText(limits.isEmpty() ? QString() : tr("At most %1").arg(limits.join(u", "_s)));
    m_limits->setVisible(!limits.isEmpty());
}

void OverviewPage::showProblem()
{
    const store::CloudStores &s = m_ui.stores;
    QStringList problems;
    const auto look = [&problems](const store::StoreBase &source, const QString &what) {
        if (const auto &absent = source.state().absent) {
            // Show the same problem only once for all lists of a service.
            if (const QString line = forms::describe(*absent, {}).why; !problems.contains(line))
                problems << line;
        } else if (const auto &error = source.state().error) {
            const forms::ErrorText text = forms::describe(*error, what);
            const QString line = QStringList{text.what, text.why}.join(u' ').trimmed();
            if (!problems.contains(line))
                problems << line;
        }
    };
    look(s.servers, tr("The instances could not be loaded."));
    look(s.volumes, tr("The volumes could not be loaded."));
    look(s.volumeSnapshots, tr("The volume snapshots could not be loaded."));
    look(s.images, tr("The images could not be loaded."));
    look(s.of<openstack::Backup>(), tr("The backups could not be loaded."));
    if (s.computeQuotas.state().error)
        look(s.computeLimits, tr("The compute quota could not be loaded."));
    if (s.blockStorageQuotas.state().error)
        look(s.blockStorageLimits, tr("The storage quota could not be loaded."));
    m_problem->setText(problems.join(u'\n'));
    m_problem->parentWidget()->setVisible(!problems.isEmpty());
}

} // namespace oriel::ui
