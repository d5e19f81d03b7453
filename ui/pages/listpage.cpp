#include "ui/pages/listpage.h"

#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/actionbutton.h"
#include "ui/widgets/cloudsearchbar.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/headbar.h"
#include "ui/widgets/noticebar.h"
#include "ui/widgets/tableview.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

ListPage::ListPage(const UiContext &ui, std::unique_ptr<models::RowModel> model, ListPageSpec spec,
                   QWidget *parent)
    : Page(parent)
    , m_ui(ui)
    , m_spec(std::move(spec))
    , m_notice(new NoticeBar(ui.theme, this))
    , m_panel(new ListPanel(ui, std::move(model), m_spec.words, this))
{
    setObjectName(m_spec.words.key + u"Page"_s);
    QLabel *title = makeLabel(m_spec.words.title, TextSize::Title, this);
    title->setObjectName(u"pageTitle"_s);
    auto *words = new QHBoxLayout;
    words->addWidget(title);
    m_head = new HeadBar(words, this);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    layout->setSpacing(metrics::pad);
    layout->addWidget(m_head);
    layout->addWidget(m_notice);
    layout->addWidget(m_panel, 1);

    setFocusProxy(&m_panel->table());

    m_panel->setRefresh([this] { refresh(); });
    m_panel->setMenu([this](QMenu &menu) {
        fillMenu(menu);
        if (!menu.isEmpty())
            menu.addSeparator();
        const QStringList ids = m_panel->table().selectedIds();
        QAction *copy =
            menu.addAction(ids.size() == 1 ? tr("Copy id") : tr("Copy %1 ids").arg(ids.size()));
        copy->setObjectName(u"copyId"_s);
        copy->setEnabled(!ids.isEmpty());
        connect(copy, &QAction::triggered, this,
                [ids] { QGuiApplication::clipboard()->setText(ids.join(u'\n')); });
    });
    m_panel->cloudSearch().setSearch(
        [this](const QString &text, CloudSearchBar::Then then) {
            m_ui.stores.find(m_spec.topics.front(), text, this, std::move(then));
        },
        m_spec.findBy);
    connect(&m_panel->table(), &TableView::linkClicked, this, &ListPage::follow);
    connect(&m_panel->table(), &TableView::opened, this, &ListPage::open);
    connect(m_panel, &ListPanel::countChanged, this, &Page::headingChanged);
}

ListPage::~ListPage() = default;

void ListPage::addToolbarAction(QAction &action, const QString &icon, bool primary)
{
    m_head->addAction(new ActionButton(action, m_ui.theme, icon, primary, this));
}

void ListPage::addLink(QMenu &menu, const QString &text, const std::optional<Route> &route,
                       const QString &reason)
{
    QAction *action = menu.addAction(text);
    action->setEnabled(route.has_value());
    if (!route) {
        action->setToolTip(reason);
        return;
    }
    connect(action, &QAction::triggered, this, [this, to = *route] { Q_EMIT navigate(to); });
}

void ListPage::entered(const Route &route)
{
    if (!m_subscription)
        m_subscription = m_ui.stores.watch(m_spec.topics);
    if (!route.id.isEmpty()) {
        if (m_panel->model().rowOf(route.id) < 0)
            m_panel->showAll(); // a filter must not hide what was asked for
        m_panel->table().selectId(route.id);
    }
    m_panel->table().setFocus(Qt::OtherFocusReason);
}

void ListPage::left()
{
    m_subscription.reset();
    m_notice->dismiss();
}

std::vector<Crumb> ListPage::crumbs() const
{
    return {{m_spec.group, std::nullopt}, {m_spec.words.title, std::nullopt}};
}

QString ListPage::statusText() const
{
    const models::RowModel &model = m_panel->model();
    const store::LoadState &state = model.source().state();
    if (!state.loaded && !state.cached())
        return {};
    const QString count = m_panel->countText();
    const QString rows =
        model.total() == 1 && !model.filtered() ? m_spec.one : m_spec.manyPattern.arg(count);
    const QString age = m_panel->asOfText();
    return age.isEmpty() ? rows : u"%1 · %2"_s.arg(rows, age);
}

void ListPage::refresh()
{
    m_ui.stores.refresh(m_spec.topics);
}

void ListPage::focusFilter()
{
    m_panel->filterBar().focusField();
}

} // namespace oriel::ui
