#include "ui/widgets/listpanel.h"

#include "forms/errortext.h"
#include "models/ages.h"
#include "models/words.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cloudsearchbar.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/messagepane.h"
#include "ui/widgets/noticebar.h"
#include "ui/widgets/skeletonrows.h"
#include "ui/widgets/tablecolumns.h"
#include "ui/widgets/tableview.h"

#include <QtCore/QLocale>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedLayout>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

using namespace std::chrono_literals;

ListPanel::ListPanel(const UiContext &ui, std::unique_ptr<models::RowModel> model, ListWords words,
                     QWidget *parent)
    : QWidget(parent)
    , m_ui(ui)
    , m_words(std::move(words))
    , m_model(std::move(model))
    , m_filterBar(new FilterBar(ui.theme, m_words.placeholder, this))
    , m_stale(new NoticeBar(ui.theme, this))
    , m_cloudSearch(new CloudSearchBar(ui.theme, this))
    , m_table(new TableView(*m_model, ui.theme, ui.settings, m_words.key, this))
    , m_cachedAge(makeLabel({}, TextSize::Small, this))
    , m_skeleton(new SkeletonRows(ui.theme, this))
    , m_message(new MessagePane(ui.theme, this))
{
    m_table->setObjectName(m_words.key + u"Table"_s);
    m_table->setAccessibleName(m_words.title);
    m_stale->setObjectName(u"staleBanner"_s);
    m_filterBar->setVisible(!m_words.placeholder.isEmpty());

    QToolButton *columns = makeToolButton(u"columns-3"_s, tr("Columns"));
    columns->setObjectName(u"columnsButton"_s);
    columns->setPopupMode(QToolButton::InstantPopup);
    auto *chooser = new QMenu(columns);
    connect(chooser, &QMenu::aboutToShow, this, [this, chooser] {
        chooser->clear();
        m_table->columns().fillMenu(*chooser);
    });
    columns->setMenu(chooser);
    QToolButton *refresh = makeToolButton(u"refresh-cw"_s, tr("Refresh"));
    refresh->setObjectName(u"refreshButton"_s);
    connect(refresh, &QToolButton::clicked, this, [this] {
        if (m_refresh)
            m_refresh();
    });
    m_cachedAge->setObjectName(u"cachedAge"_s);
    setSecondary(m_cachedAge);
    m_cachedAge->hide();
    m_filterBar->addAtEnd(m_cachedAge);
    m_filterBar->addAtEnd(columns);
    m_filterBar->addAtEnd(refresh);

    auto *centre = new QFrame(this);
    setPanelKind(centre, PanelKind::Card);
    auto *inside = new QVBoxLayout(centre);
    inside->setContentsMargins(1, 1, 1, 1);
    m_stack = new QStackedLayout;
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_skeleton);
    m_stack->addWidget(m_message);
    // Invisible panes must not prevent the table from becoming as low as a small screen needs.
    m_message->setMinimumHeight(2 * metrics::rowHeight);
    m_skeleton->setMinimumHeight(2 * metrics::rowHeight);
    inside->addLayout(m_stack);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::gap + metrics::unit);
    layout->addWidget(m_filterBar);
    layout->addWidget(m_cloudSearch);
    layout->addWidget(centre, 1);
    layout->addWidget(m_stale); // below the rows, which it must not move

    connect(m_filterBar, &FilterBar::textChanged, this, [this](const QString &text) {
        m_model->setFilterText(text);
        updateState();
    });
    connect(m_filterBar, &FilterBar::leaveDown, this,
            [this] { m_table->setFocus(Qt::OtherFocusReason); });
    connect(m_filterBar, &FilterBar::entered, this, [this] {
        if (m_cloudSearch->offers())
            m_cloudSearch->search();
        else
            m_table->setFocus(Qt::OtherFocusReason);
    });
    connect(m_model.get(), &models::RowModel::applied, this, &ListPanel::updateState);
    connect(&m_model->source(), &store::StoreBase::stateChanged, this, &ListPanel::updateState);
    connect(m_stale, &NoticeBar::actionClicked, this, [this] {
        if (m_refresh)
            m_refresh();
    });
    connect(m_table, &TableView::menuRequested, this, &ListPanel::showMenu);
    connect(m_table, &TableView::selectedIdsChanged, this, &ListPanel::countChanged);
    m_model->keepAges(30s);
    tick();
    updateState();
}

ListPanel::~ListPanel()
{
    // The table must be destroyed before its model.
    delete m_table;
}

QToolButton *ListPanel::makeToolButton(const QString &icon, const QString &text)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::StrongFocus);
    setButtonKind(button, ButtonKind::Quiet);
    const auto paint = [this, button, icon] {
        button->setIcon(m_ui.theme.icon(icon));
    };
    connect(&m_ui.theme, &Theme::changed, button, paint);
    paint();
    return button;
}

void ListPanel::tick()
{
    m_ui.clock.after(5s, this, [this] {
        if (isVisible()) {
            updateBanner();
            Q_EMIT countChanged();
        }
        tick();
    });
}

void ListPanel::showAll()
{
    m_filterBar->clearAll();
}

QString ListPanel::countText() const
{
    const QLocale locale;
    const store::LoadState &state = m_model->source().state();
    if (!state.loaded && !state.cached())
        return {};
    const QString total = locale.toString(m_model->total()) + (state.hasMore ? u"+"_s : QString());
    //: The number of filtered rows and of all rows: "3 of 40".
    return m_model->filtered() ? tr("%1 of %2").arg(locale.toString(m_model->shown()), total)
                               : total;
}

QString ListPanel::selectionText() const
{
    const auto count = m_table->selectedCount();
    return count > 0 ? tr("%Ln selected", nullptr, count) : QString();
}

QString ListPanel::asOfText() const
{
    const store::LoadState &state = m_model->source().state();
    if (state.cached())
        return models::cachedText(state, m_ui.clock.now());
    const QDateTime asOf = state.asOf;
    if (!asOf.isValid())
        return {};
    //: %1: a time, or an age: "5 minutes ago"
    return state.error ? tr("data from %1").arg(pastText(asOf, m_ui.clock.now()))
                       : tr("updated %1").arg(agoText(asOf, m_ui.clock.now()));
}

void ListPanel::setNoneWords(const QString &title, const QString &text)
{
    m_noneTitle = title;
    m_noneText = text;
    updateState();
}

void ListPanel::updateBanner()
{
    const store::LoadState &state = m_model->source().state();
    const QString cached = models::cachedText(state, m_ui.clock.now());
    m_cachedAge->setText(cached);
    m_cachedAge->setVisible(!cached.isEmpty());
    if (state.loaded || (state.cached() && m_model->total() > 0))
        m_stale->showState(state, m_ui.clock.now(), m_words.failed);
    else
        m_stale->dismiss();
}

void ListPanel::updateState()
{
    updateBanner();
    Q_EMIT countChanged();
    const store::LoadState &state = m_model->source().state();
    m_cloudSearch->update(state, m_model->total(), m_filterBar->text());
    if (m_model->rowCount() > 0) {
        m_shownError.reset();
        m_stack->setCurrentWidget(m_table);
        return;
    }
    if (m_model->total() > 0) { // all are filtered out
        if (m_model->isUpdating())
            return;
        m_shownError.reset();
        showNothingMatches();
    } else if (!state.loaded && !state.error) {
        m_stack->setCurrentWidget(m_skeleton);
        return;
    } else if (!state.loaded) {
        if (m_shownError == state.error && m_stack->currentWidget() == m_message)
            return; // a Retry that failed the same way keeps open details open
        m_shownError = state.error;
        m_message->showError(forms::describe(*state.error, m_words.failed));
        QPushButton *retry = m_message->addButton(tr("Retry"), true);
        retry->setObjectName(u"retryButton"_s);
        connect(retry, &QPushButton::clicked, this, [this] {
            if (m_refresh)
                m_refresh();
        });
    } else if (state.absent) {
        m_shownError.reset();
        const forms::ErrorText words = forms::describe(*state.absent, {});
        m_message->show(m_words.icon, tr("Not offered by this cloud"),
                        words.why + u' ' + words.advice);
    } else {
        m_shownError.reset();
        m_message->show(m_words.icon, m_words.emptyTitle, m_words.emptyText);
        // An action on a selected row makes no sense here.
        if (m_emptyAction && m_emptyAction->isEnabled()) {
            QPushButton *button = m_message->addButton(m_emptyAction->text(), true);
            button->setObjectName(u"emptyAction"_s);
            button->setToolTip(m_emptyAction->toolTip());
            connect(button, &QPushButton::clicked, m_emptyAction, &QAction::trigger);
        }
    }
    m_stack->setCurrentWidget(m_message);
}

void ListPanel::showNothingMatches()
{
    const bool typed = m_noneTitle.isEmpty() || !m_filterBar->text().trimmed().isEmpty();
    if (typed)
        m_message->show(u"search"_s, tr("No matches"),
                        tr("%Ln row(s) hidden by the filter.", nullptr, m_model->total()));
    else
        m_message->show(m_words.icon, m_noneTitle, m_noneText);
    connect(m_message->addButton(typed ? tr("Clear the filter") : tr("Show all")),
            &QPushButton::clicked, this, &ListPanel::showAll);
}

void ListPanel::setMenu(std::function<void(QMenu &)> fill)
{
    m_fillMenu = std::move(fill);
    m_table->giveRowsMenus();
}

void ListPanel::showMenu(const QRect &place)
{
    if (!m_fillMenu || m_menu)
        return;
    m_menu = new QMenu(this);
    m_menu->setAttribute(Qt::WA_DeleteOnClose);
    m_menu->setToolTipsVisible(true);
    m_menu->setObjectName(u"rowMenu"_s);
    m_fillMenu(*m_menu);
    if (m_menu->isEmpty())
        delete m_menu;
    else
        m_menu->popup(place.isEmpty() ? place.topLeft()
                      : isRightToLeft()
                          ? place.bottomLeft() + QPoint(0, 1)
                          : place.bottomRight() + QPoint(1 - m_menu->sizeHint().width(), 1));
}

} // namespace oriel::ui
