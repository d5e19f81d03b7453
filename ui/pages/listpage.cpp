#include "ui/pages/listpage.h"

#include "operations/actions/actionoperation.h"
#include "operations/launch/launchinstance.h"
#include "operations/operationcenter.h"
#include "ui/pages/listpages.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/actionbar.h"
#include "ui/widgets/cloudsearchbar.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/headbar.h"
#include "ui/widgets/noticebar.h"
#include "ui/widgets/tablecolumns.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/viewswitch.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QStatusTipEvent>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

ListPage::ListPage(const UiContext &ui, ListPageSpec spec, QWidget *parent)
    : Page(parent)
    , m_ui(ui)
    , m_spec(std::move(spec))
    , m_notice(new NoticeBar(ui.theme, this))
    , m_panel(new ListPanel(ui, m_spec.model(ui), m_spec.words, this))
{
    setObjectName(m_spec.words.key + u"Page"_s);
    QLabel *title = makeLabel(m_spec.words.title, TextSize::Title, this);
    title->setObjectName(u"pageTitle"_s);
    auto *words = new QHBoxLayout;
    words->addWidget(title);
    makeViewSwitch(*words);
    if (m_spec.actions)
        m_actions = m_spec.actions(m_ui, this);
    auto *head = new HeadBar(words, this);
    if (m_actions)
        head->setActions(new ActionBar(ui.theme, m_actions->toolbar(), head));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    layout->setSpacing(metrics::pad);
    layout->addWidget(head);
    if (!m_spec.about.isEmpty()) {
        QLabel *about = makeLabel(m_spec.about, TextSize::Body, this);
        about->setObjectName(u"about"_s);
        about->setWordWrap(true);
        setSecondary(about);
        layout->addWidget(about);
    }
    layout->addWidget(m_panel, 1);
    layout->addWidget(m_notice); // below the rows, which it must not move

    setFocusProxy(&m_panel->table());

    m_panel->setRefresh([this] { refresh(); });
    m_panel->setMenu([this](QMenu &menu) { fillMenu(menu); });
    if (!m_spec.findBy.isEmpty())
        m_panel->cloudSearch().setSearch(
            [this](const QString &text, CloudSearchBar::Then then) {
                m_ui.stores.find(m_spec.kind, text, this, std::move(then));
            },
            m_spec.findBy);
    connect(&m_panel->table(), &TableView::opened, this, &ListPage::open);
    connect(m_panel, &ListPanel::countChanged, this, &Page::headingChanged);
    connect(&m_panel->table(), &TableView::linkClicked, this,
            [this](const QString &column, const QString &target) {
                if (m_spec.page && column == "name"_L1)
                    Q_EMIT navigate(Route::to(m_spec.kind, target));
                else if (const auto route =
                             m_spec.cell ? m_spec.cell(m_ui, column, target) : std::nullopt)
                    Q_EMIT navigate(*route);
            });
    m_kinds.push_back(m_spec.kind);
    m_kinds.insert(m_kinds.end(), m_spec.needs.begin(), m_spec.needs.end());
    makeActions();
    makeFacets();
    addBegunNotice();
    selectMade();
}

ListPage::~ListPage() = default;

QString ListPage::lastViewKey(Kind entry)
{
    return u"lists/lastViewOf/"_s + openstack::nameOf(entry);
}

void ListPage::makeViewSwitch(QHBoxLayout &head)
{
    const std::vector<const ListPageSpec *> views = viewsOf(m_spec.kind);
    if (views.size() < 2)
        return;
    auto *viewSwitch = new ViewSwitch(this);
    viewSwitch->setObjectName(u"viewSwitch"_s);
    for (const ListPageSpec *view : views)
        viewSwitch->add(view->viewTitle.isEmpty() ? view->words.title : view->viewTitle,
                        view->kind == m_spec.kind);
    connect(viewSwitch, &ViewSwitch::chosen, this, [this, views](int index) {
        Q_EMIT navigate(Route::list(views[static_cast<std::size_t>(index)]->kind));
    });
    head.addWidget(viewSwitch);
    head.addStretch();
}

QStringList ListPage::selectedWholes() const
{
    QStringList ids = m_panel->table().selectedIds();
    if (m_panel->model().hasParts())
        ids.removeIf([this](const QString &id) { return !m_panel->model().headOf(id).isEmpty(); });
    return ids;
}

void ListPage::makeActions()
{
    if (!m_actions)
        return;
    for (const ToolbarAction &value : m_actions->toolbar()) {
        if (value.place == ActionPlace::Main)
            m_panel->setEmptyAction(value.action);
    }
    connect(&m_panel->table(), &TableView::selectedIdsChanged, this,
            [this] { m_actions->setIds(selectedWholes(), partReason()); });
    connect(m_actions, &RowActions::navigate, this, &Page::navigate);
    if (!m_spec.partActions)
        return;
    auto *unseen = new QWidget(this); // so that its shortcuts are not those of the page
    unseen->hide();
    m_partActions = m_spec.partActions(m_ui, unseen);
    for (QAction *action : m_partActions->actions())
        action->setShortcutVisibleInContextMenu(false);
    connect(m_partActions, &RowActions::navigate, this, &Page::navigate);
}

QString ListPage::partReason() const
{
    const QStringList ids = m_panel->table().selectedIds();
    if (ids.isEmpty() || !selectedWholes().isEmpty())
        return {};
    const models::RowModel &model = m_panel->model();
    const QString whole = model.index(model.rowOf(model.headOf(ids.front())), 0).data().toString();
    return RowActions::partReason(whole);
}

void ListPage::makeFacets()
{
    for (const Facet &facet : m_spec.facets) {
        QComboBox *box = m_panel->filterBar().addFacet(facet.label, facet.objectName);
        for (const Facet::Choice &choice : facet.choices) {
            box->addItem(choice.text);
            box->setItemData(box->count() - 1, choice.toolTip, Qt::ToolTipRole);
        }
        connect(box, &QComboBox::currentIndexChanged, this, &ListPage::narrow);
        m_facets.push_back(box);
    }
    if (m_spec.note)
        connect(m_panel, &ListPanel::countChanged, this, &ListPage::explain);
}

std::vector<int> ListPage::chosen() const
{
    std::vector<int> out;
    for (const QComboBox *box : m_facets)
        out.push_back(box->currentIndex());
    return out;
}

void ListPage::narrow()
{
    if (!m_spec.narrow)
        return;
    const NoneWords none = m_spec.narrow(m_panel->model(), chosen());
    m_panel->setNoneWords(none.title, none.text);
    explain();
}

void ListPage::explain()
{
    if (!m_spec.note)
        return;
    if (const QString note = m_spec.note(m_panel->model(), chosen()); !note.isEmpty())
        m_notice->showMessage(NoticeBar::Kind::Note, note, {}, true);
    else
        m_notice->dismiss();
}

void ListPage::addBegunNotice()
{
    if (!m_spec.begun || !m_actions)
        return;
    connect(m_actions, &RowActions::started, this, [this](const operations::Operation *operation) {
        if (operation->kind() != m_spec.begun->operation ||
            operation->outcome() != operations::Outcome::Running)
            return;
        m_begun.push_back({operation->id(), operation->subject()});
        showBegunNotice();
    });
    connect(&m_ui.operations, &operations::OperationCenter::finished, this,
            [this](const operations::Operation *operation) {
                // The window reports its outcome.
                if (std::erase_if(m_begun, [operation](const Begun &one) {
                        return one.operationId == operation->id();
                    }) > 0)
                    showBegunNotice();
            });
    connect(m_notice, &NoticeBar::dismissed, this, [this] { m_begun.clear(); });
    connect(m_notice, &NoticeBar::actionClicked, this,
            [this] { Q_EMIT navigate(m_spec.begun->route(begunSubjects())); });
}

namespace {

/// The kind of what the operation makes; nothing: it acts on something.
std::optional<Kind> madeBy(const operations::Operation &operation)
{
    if (operation.kind() == operations::LaunchInstance::kindName)
        return Kind::Server;
    const auto *acting = qobject_cast<const operations::ActionOperation *>(&operation);
    return acting && acting->action().newSubject ? std::optional(acting->action().kind)
                                                 : std::nullopt;
}

} // namespace

void ListPage::selectMade()
{
    if (!m_actions)
        return;
    connect(m_actions, &RowActions::started, this, [this](const operations::Operation *operation) {
        if (madeBy(*operation) != m_spec.kind)
            return;
        m_making = operation->id();
        m_selectedBefore = m_panel->table().selectedIds();
        showMade(*operation); // it may have finished
    });
    connect(&m_ui.operations, &operations::OperationCenter::changed, this,
            [this](const operations::Operation *operation) { showMade(*operation); });
    connect(&m_ui.operations, &operations::OperationCenter::finished, this,
            [this](const operations::Operation *operation) {
                showMade(*operation);
                if (operation->id() == m_making)
                    m_making.clear();
            });
}

void ListPage::showMade(const operations::Operation &operation)
{
    if (operation.id() != m_making)
        return;
    QString id = operation.resultId();
    // A key pair is known by its name.
    if (id.isEmpty() && operation.outcome() == operations::Outcome::Succeeded)
        id = operation.subject().id;
    if (id.isEmpty())
        return;
    m_making.clear();
    // The user may have gone on to other rows.
    if (m_panel->table().selectedIds() == m_selectedBefore)
        m_panel->table().selectId(id);
}

std::vector<operations::Subject> ListPage::begunSubjects() const
{
    std::vector<operations::Subject> out;
    for (const Begun &one : m_begun)
        out.push_back(one.subject);
    return out;
}

void ListPage::showBegunNotice()
{
    if (m_begun.empty())
        m_notice->dismiss();
    else
        m_notice->showMessage(NoticeBar::Kind::Note, m_spec.begun->text(begunSubjects()),
                              //: Link: opens the page that lists what is being created.
                              tr("Show"));
}

void ListPage::open(const QString &id)
{
    if (!m_panel->model().headOf(id).isEmpty())
        follow(m_spec.partLinks, id);
    else if (m_spec.page)
        Q_EMIT navigate(Route::to(m_spec.kind, id));
    else
        follow(m_spec.links, id);
}

void ListPage::follow(const std::vector<RowLink> &links, const QString &id)
{
    QStringList reasons;
    for (const RowLink &link : links) {
        if (const auto route = link.route(m_ui, id)) {
            Q_EMIT navigate(*route);
            return;
        }
        reasons += link.reason;
    }
    if (links.empty()) {
        m_panel->table().requestMenuAtCurrent();
        return;
    }
    // Qt's mechanism for showing a widget's text in the status line of its window.
    QStatusTipEvent tip(reasons.join(u' '));
    QCoreApplication::sendEvent(this, &tip);
}

void ListPage::fillMenu(QMenu &menu)
{
    const QStringList selected = m_panel->table().selectedIds();
    const QStringList ids = selectedWholes();
    const auto addLink = [&](const QString &text, const std::optional<Route> &route,
                             const QString &reason) {
        QAction *action = menu.addAction(text);
        action->setEnabled(route.has_value());
        action->setToolTip(route ? text : reason);
        if (route)
            connect(action, &QAction::triggered, this,
                    [this, to = *route] { Q_EMIT navigate(to); });
    };
    const auto addSeparator = [&menu] {
        if (!menu.isEmpty())
            menu.addSeparator();
    };
    if (m_spec.page && ids.size() == 1)
        //: Menu entry: opens the page of the selected resource.
        addLink(tr("Open"), Route::to(m_spec.kind, ids.front()), {});
    const bool parts = ids.isEmpty() && !selected.isEmpty() && m_partActions;
    if (parts) {
        QStringList partIds;
        for (const QString &id : selected)
            partIds += m_spec.partOf(id);
        m_partActions->setIds(partIds);
        m_partActions->fillMenu(menu);
    } else if (m_actions) {
        addSeparator();
        m_actions->fillMenu(menu);
    }
    addFold(menu, selected);
    if (selected.size() == 1) {
        addSeparator();
        for (const RowLink &link : ids.isEmpty() ? m_spec.partLinks : m_spec.links)
            addLink(link.text, link.route(m_ui, selected.front()), link.reason);
    }
    if (ids.isEmpty() && !selected.isEmpty())
        return; // IDs of parts are those of what the links lead to
    addSeparator();
    const auto count = static_cast<int>(std::max(ids.size(), qsizetype{1}));
    QAction *copy = menu.addAction(m_spec.namesAreIds ? tr("Copy %n name(s)", nullptr, count)
                                                      : tr("Copy %n ID(s)", nullptr, count));
    copy->setObjectName(u"copyId"_s);
    copy->setEnabled(!ids.isEmpty());
    connect(copy, &QAction::triggered, this,
            [ids] { QGuiApplication::clipboard()->setText(ids.join(u'\n')); });
}

void ListPage::addFold(QMenu &menu, const QStringList &selected)
{
    const QString id = selected.size() == 1 ? selected.front() : QString();
    const int row = m_panel->model().rowOf(id);
    if (row < 0)
        return;
    const auto fold =
        static_cast<models::Fold>(m_panel->model().index(row, 0).data(models::FoldRole).toInt());
    if (fold != models::Fold::Folded && fold != models::Fold::Unfolded)
        return;
    menu.addSeparator();
    const bool folded = fold == models::Fold::Folded;
    QAction *action = menu.addAction(folded ? tr("Show its parts") : tr("Hide its parts"));
    connect(action, &QAction::triggered, this,
            [this, id, folded] { m_panel->model().setUnfolded(id, folded); });
}

void ListPage::entered(const Route &route)
{
    const std::vector<const ListPageSpec *> views = viewsOf(m_spec.kind);
    if (views.size() > 1)
        m_ui.settings.setValue(lastViewKey(views.front()->kind), m_spec.words.key);
    if (!m_subscription) {
        m_subscription = m_ui.stores.watch({m_spec.kind});
        m_references = m_ui.stores.watch(m_spec.needs, store::RefreshRate::Referenced);
    }
    if (!route.id.isEmpty()) {
        if (m_panel->model().rowOf(route.id) < 0)
            m_panel->showAll(); // a filter must not hide the row that the route refers to
        m_panel->model().setUnfolded(route.id, true);
        m_panel->table().selectId(route.id);
    }
    narrow(); // the result can depend on the time
    m_panel->table().setFocus(Qt::OtherFocusReason);
}

void ListPage::left()
{
    m_subscription.reset();
    m_references.reset();
    m_notice->dismiss();
}

std::vector<Crumb> ListPage::crumbs() const
{
    return {{titleOf(m_spec.group), std::nullopt}, {m_spec.words.title, std::nullopt}};
}

QString ListPage::statusText() const
{
    const models::RowModel &model = m_panel->model();
    const store::LoadState &state = model.source().state();
    if (!state.loaded && !state.cached())
        return {};
    QStringList parts{m_panel->selectionText(), m_spec.counted(m_panel->countText(), model.total()),
                      m_panel->asOfText()};
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

void ListPage::refresh()
{
    m_ui.stores.refresh(m_kinds);
}

int ListPage::usefulWidth() const
{
    const TableView &table = m_panel->table();
    return table.columns().neededWidth() + width() - table.viewport()->width();
}

QList<QAction *> ListPage::commands() const
{
    return m_actions ? m_actions->actions() : QList<QAction *>();
}

void ListPage::focusFilter()
{
    m_panel->filterBar().focusField();
}

} // namespace oriel::ui
