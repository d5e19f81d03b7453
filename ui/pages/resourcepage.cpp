#include "ui/pages/resourcepage.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "forms/errortext.h"
#include "models/ages.h"
#include "models/names.h"
#include "ui/navigation/resourcebody.h"
#include "ui/pages/listpages.h"
#include "ui/theme/theme.h"
#include "ui/widgets/messagepane.h"
#include "ui/widgets/noticebar.h"
#include "ui/widgets/skeletonrows.h"

#include <QtCore/QPointer>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedLayout>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

ResourcePage::ResourcePage(const UiContext &ui, const ListPageSpec &spec, QString id,
                           QWidget *parent)
    : Page(parent)
    , m_ui(ui)
    , m_spec(spec)
    , m_id(std::move(id))
    , m_stack(new QStackedLayout)
    , m_skeleton(new QWidget(this))
    , m_message(new MessagePane(ui.theme, this))
    , m_stale(new NoticeBar(ui.theme, this))
{
    setObjectName(u"resourcePage"_s);
    m_stale->setObjectName(u"staleBanner"_s);
    auto *below = new QHBoxLayout;
    below->setContentsMargins(metrics::wide, 0, metrics::wide, metrics::gap);
    below->addWidget(m_stale);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(m_stack, 1);
    layout->addLayout(below);
    auto *waiting = new QVBoxLayout(m_skeleton);
    waiting->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    waiting->addWidget(new SkeletonRows(ui.theme, m_skeleton));
    m_stack->addWidget(m_skeleton);
    m_stack->addWidget(m_message);
    for (const Kind kind : m_spec.page->needs)
        connect(&ui.stores.at(kind), &store::StoreBase::changed, this, &ResourcePage::update);
    connect(&source(), &store::StoreBase::changed, this, &ResourcePage::update);
    connect(&source(), &store::StoreBase::stateChanged, this, &ResourcePage::update);
    connect(m_stale, &NoticeBar::actionClicked, this, &ResourcePage::refresh);
    tick();
}

ResourcePage::~ResourcePage() = default;

void ResourcePage::entered(const Route &route)
{
    if (route.id != m_id) {
        delete m_body;
        m_body = nullptr;
        dropRemains();
        m_id = route.id;
        m_lastName.clear();
        m_explained = false;
        m_gone = false;
    }
    m_subscription = m_ui.stores.watchRow(m_spec.kind, m_id);
    m_references = m_ui.stores.watch(m_spec.page->needs, store::RefreshRate::Referenced);
    m_enteredAt = m_ui.clock.now();
    const bool loaded = source().state().loaded; // otherwise the list is being fetched
    if (loaded && !m_spec.page->name(m_ui.stores, m_id)) {
        ask();
        m_ui.stores.refresh({m_spec.kind});
    }
    update();
    if (m_body)
        m_body->show(route.detail);
}

void ResourcePage::ask()
{
    m_ui.stores.refreshRow(m_spec.kind, m_id, [page = QPointer<ResourcePage>(this), id = m_id] {
        if (page && page->m_id == id) {
            page->m_gone = true;
            page->update();
        }
    });
}

void ResourcePage::left()
{
    m_subscription.reset();
    m_references.reset();
}

void ResourcePage::update()
{
    if (!m_subscription)
        return; // not shown; entered() updates
    if (const auto name = m_spec.page->name(m_ui.stores, m_id)) {
        m_lastName = models::nameOrId(*name, m_id);
        m_explained = false;
        dropRemains();
        if (!m_body) {
            m_body = m_spec.page->body(m_ui, m_spec, m_id, this);
            connect(m_body, &ResourceBody::navigate, this, &Page::navigate);
            connect(m_body, &ResourceBody::selectionChanged, this, [this] {
                updateNotice();
                Q_EMIT headingChanged();
            });
            m_stack->addWidget(m_body);
        }
        m_body->update();
        m_stack->setCurrentWidget(m_body);
        updateNotice();
        Q_EMIT headingChanged();
        return;
    }

    m_stale->dismiss();
    const store::LoadState &state = source().state();
    const bool listed = state.isComplete() && (!m_lastName.isEmpty() || state.asOf >= m_enteredAt);
    const bool gone = listed || (state.loaded && m_gone);
    const bool failed = !state.loaded && state.error;
    if (!gone && !failed) {
        m_explained = false;
        m_stack->setCurrentWidget(m_skeleton);
        return;
    }
    if (!m_explained && gone)
        showGone();
    if (!m_explained && failed) {
        m_message->showError(forms::describe(*state.error, m_spec.page->failed));
        connect(m_message->addButton(tr("Retry"), true), &QPushButton::clicked, this, [this] {
            m_explained = false;
            refresh();
        });
    }
    m_explained = true;
    m_stack->setCurrentWidget(gone && m_remains ? static_cast<QWidget *>(m_remains) : m_message);
    Q_EMIT headingChanged();
}

void ResourcePage::updateNotice()
{
    // A list has its own notice.
    if (m_body && !m_body->shownList())
        m_stale->showState(m_ui.stores.rowState(m_spec.kind, m_id), m_ui.clock.now(),
                           m_spec.page->failed);
    else
        m_stale->dismiss();
}

void ResourcePage::tick()
{
    m_ui.clock.after(std::chrono::seconds(5), this, [this] {
        if (m_subscription)
            updateNotice(); // the age increases
        tick();
    });
}

void ResourcePage::dropRemains()
{
    if (!m_remains)
        return;
    m_stack->removeWidget(m_remains);
    m_remains->hide();
    m_remains->deleteLater(); // its signal may be the caller
    m_remains = nullptr;
}

void ResourcePage::showGone()
{
    if (m_spec.page->remains) {
        dropRemains();
        m_remains = m_spec.page->remains(m_ui, m_spec, m_id, m_lastName, this);
        connect(m_remains, &ResourceBody::navigate, this, &Page::navigate);
        connect(m_remains, &ResourceBody::selectionChanged, this, &Page::headingChanged);
        m_stack->addWidget(m_remains);
        return;
    }
    m_message->show(m_spec.words.icon,
                    m_lastName.isEmpty() ? m_spec.page->gone
                                         : tr("%1 no longer exists").arg(isolated(m_lastName)),
                    m_spec.page->goneText);
    QPushButton *back = m_message->addButton(tr("Back to %1").arg(m_spec.words.title), true);
    back->setObjectName(u"backToList"_s);
    connect(back, &QPushButton::clicked, this,
            [this] { Q_EMIT navigate(Route::list(m_spec.kind)); });
}

std::vector<Crumb> ResourcePage::crumbs() const
{
    return crumbsOf(m_spec.kind, m_id, m_lastName);
}

QString ResourcePage::statusText() const
{
    const ResourceBody *shown = m_remains ? m_remains : m_body;
    const ListPanel *list = shown ? shown->shownList() : nullptr;
    QStringList parts{list ? list->selectionText() : QString(), dataText()};
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

QString ResourcePage::dataText() const
{
    const store::LoadState state = m_ui.stores.rowState(m_spec.kind, m_id);
    const QDateTime now = m_ui.clock.now();
    if (state.cached())
        return tr("Data %1").arg(models::cachedText(state, now));
    if (!state.asOf.isValid())
        return {};
    return state.error ? tr("Data from %1").arg(pastText(state.asOf, now))
                       : tr("Updated %1").arg(agoText(state.asOf, now));
}

QList<QAction *> ResourcePage::commands() const
{
    return m_body ? m_body->commands() : QList<QAction *>();
}

void ResourcePage::refresh()
{
    m_ui.stores.refreshRow(m_spec.kind, m_id);
    m_ui.stores.refresh({m_spec.kind});
    m_ui.stores.refresh(m_spec.page->needs);
    if (ResourceBody *shown = m_remains ? m_remains : m_body)
        shown->refresh();
}

void ResourcePage::focusFilter()
{
    if (m_body)
        m_body->focusFilter();
}

} // namespace oriel::ui
