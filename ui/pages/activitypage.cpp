#include "ui/pages/activitypage.h"

#include "base/visible.h"
#include "forms/operationtext.h"
#include "operations/actions/actions.h"
#include "operations/operationcenter.h"
#include "ui/actions/actionflow.h"
#include "ui/actions/undo.h"
#include "ui/dialogs/leftovers.h"
#include "ui/dialogs/movebackflow.h"
#include "ui/dialogs/situation.h"
#include "ui/pages/activity/activitymodel.h"
#include "ui/pages/activity/activitytable.h"
#include "ui/pages/activity/operationdetails.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/messagepane.h"
#include "ui/widgets/noticebar.h"

#include <QtCore/QEvent>
#include <QtCore/QPointer>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

#include <array>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int leastDetails = 270; ///< space for a stage with its time, and two buttons in a row
constexpr int leastTitle = 280;   ///< space for "Create snapshot “web-1 2026-11-25 22:41”"
constexpr int wholeTime = 136;
constexpr int shortTime = 62; ///< "22:41" or "25 Nov", if space is short in spite of that

/// In the order in which columns are hidden if space is short; when, what and how it finished stay.
constexpr std::array columnWidths{
    std::pair(ActivityModel::Took, 84),           std::pair(ActivityModel::Where, 128),
    std::pair(ActivityModel::Started, wholeTime), std::pair(ActivityModel::Outcome, 112),
    std::pair(ActivityModel::Menu, 36),
};

enum ActivityPane { EmptyPane, NoMatchPane, ListPane };

} // namespace

ActivityPage::ActivityPage(const UiContext &ui, QWidget *parent)
    : Page(parent)
    , m_ui(ui)
    , m_model(new ActivityModel(ui.operations, ui.clock, ui.theme, this))
    , m_filter(new ActivityFilter(*m_model, this))
    , m_filterBar(new FilterBar(ui.theme, tr("Filter activity"), this))
    , m_notice(new NoticeBar(ui.theme, this))
    , m_table(new ActivityTable(ui.theme, this))
    , m_details(new OperationDetails(ui.theme, ui.clock, this))
    , m_moveBack(new MoveBackFlow(ui, this))
    , m_undoing(new Undoing(ui, this))
    , m_stack(new QStackedWidget(this))
    , m_none(new MessagePane(ui.theme, m_stack))
{
    setObjectName(u"activityPage"_s);
    auto *title = makeLabel(tr("Activity"), TextSize::Title, this);
    title->setObjectName(u"pageTitle"_s);
    auto *intro = makeLabel(tr("What you did with Oriel, newest first. It is kept for 90 days."),
                            TextSize::Body, this);
    setSecondary(intro);
    auto *empty = new MessagePane(ui.theme, m_stack);
    empty->show(u"activity"_s, tr("Nothing has been done yet"),
                tr("What you do, such as creating a snapshot, is listed here with its steps, times "
                   "and outcome for 90 days."));
    m_stack->addWidget(empty);
    m_stack->addWidget(m_none);
    m_stack->addWidget(makeList());

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    layout->setSpacing(metrics::unit);
    layout->addWidget(title);
    layout->addWidget(intro);
    layout->addSpacing(metrics::gap);
    layout->addWidget(makeFilterBar());
    layout->addSpacing(metrics::gap);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_notice); // below the rows, which it must not move
    setFocusProxy(m_table);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ActivityPage::showDetails);
    connect(m_table, &ActivityTable::opened, m_details, &OperationDetails::open);
    connect(m_table, &ActivityTable::menuRequested, this, &ActivityPage::showMenu);
    connect(m_details, &OperationDetails::navigate, this, &Page::navigate);
    connect(m_details, &OperationDetails::navigateIn, this, &Page::navigateIn);
    connect(m_details, &OperationDetails::moveBackWanted, this,
            [this](const operations::JournalEntry &entry) { m_moveBack->moveBack(entry); });
    connect(m_details, &OperationDetails::undoWanted, m_undoing,
            [this](const operations::JournalEntry &entry) { m_undoing->undo({entry}); });
    connect(m_details, &OperationDetails::removalWanted, this, &ActivityPage::removeLeftoversOf);
    connect(&ui.operations, &operations::OperationCenter::runningChanged, this,
            &ActivityPage::showDetails);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_filter, signal, this, &ActivityPage::showWhatThereIs);
    connect(m_filter, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) {
                const int row = m_table->currentIndex().row();
                if (row >= first.row() && row <= last.row())
                    showDetails();
            });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_model, signal, this, &ActivityPage::showAbandoned);
    showWhatThereIs();
}

QWidget *ActivityPage::makeFilterBar()
{
    QComboBox *outcome = m_filterBar->addFacet(tr("Outcome"), u"outcomeFacet"_s);
    using Show = ActivityFilter::Show;
    for (const auto &[text, show] :
         //: Filter for outcomes; so are the following strings.
         {std::pair(tr("All"), Show::All),
          std::pair(tr("Running or not finished"), Show::Unfinished),
          std::pair(tr("Failed or unknown"), Show::Troubled), std::pair(tr("Done"), Show::Done)})
        outcome->addItem(text, static_cast<int>(show));
    connect(outcome, &QComboBox::currentIndexChanged, this, [this, outcome] {
        m_filter->setShow(static_cast<Show>(outcome->currentData().toInt()));
        showWhatThereIs();
    });
    connect(m_filterBar, &FilterBar::textChanged, this, [this](const QString &text) {
        m_filter->setText(text);
        showWhatThereIs();
    });
    connect(m_filterBar, &FilterBar::leaveDown, m_table,
            [this] { m_table->setFocus(Qt::TabFocusReason); });
    return m_filterBar;
}

QWidget *ActivityPage::makeList()
{
    m_table->setModel(m_filter);
    m_table->setObjectName(u"activityTable"_s);
    m_table->setAccessibleName(tr("Activity"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    // The end of a place is its project, the end of a snapshot's default name its time: elide the
    // middle.
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setIconSize(QSize(18, 18));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(metrics::rowHeight);
    QHeaderView *header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionResizeMode(ActivityModel::Title, QHeaderView::Stretch);
    header->setMinimumSectionSize(36);
    for (const auto &[column, width] : columnWidths)
        header->resizeSection(column, width);
    m_table->viewport()->installEventFilter(this);

    auto *splitter = new QSplitter(Qt::Horizontal, m_stack);
    splitter->addWidget(m_table);
    splitter->addWidget(m_details);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({740, 280});
    splitter->setChildrenCollapsible(false);
    m_details->setMinimumWidth(leastDetails);
    return splitter;
}

void ActivityPage::showWhatThereIs()
{
    const bool any = m_filter->rowCount() > 0;
    m_stack->setCurrentIndex(any ? ListPane : m_model->rowCount() > 0 ? NoMatchPane : EmptyPane);
    if (!any)
        showNoneText();
    m_filterBar->setVisible(m_model->rowCount() > 0);
    fitColumns();
    if (!m_wanted.isEmpty())
        select(m_wanted);
    if (any && !m_table->currentIndex().isValid())
        m_table->selectRow(0);
    Q_EMIT headingChanged();
}

void ActivityPage::showNoneText()
{
    using Show = ActivityFilter::Show;
    const Show show = m_filterBar->text().trimmed().isEmpty() ? m_filter->what() : Show::All;
    switch (show) {
    case Show::Unfinished:
        m_none->show(u"activity"_s, tr("Nothing is running"),
                     tr("All operations started here have finished."));
        break;
    case Show::Troubled:
        m_none->show(
            u"activity"_s, tr("Nothing has failed"),
            tr("In the last 90 days, no operation failed or finished with an unknown outcome."));
        break;
    case Show::Done:
        m_none->show(u"activity"_s, tr("Nothing has finished yet"),
                     tr("Operations that succeeded are listed here."));
        break;
    case Show::All:
        m_none->show(u"search"_s, tr("No matches"),
                     tr("%Ln operation(s) hidden by the filter.", nullptr, m_model->rowCount()));
        break;
    }
    connect(m_none->addButton(show == Show::All ? tr("Clear the filter") : tr("Show all")),
            &QPushButton::clicked, m_filterBar, &FilterBar::clearAll);
}

void ActivityPage::fitColumns()
{
    // Hide the place if all operations belong to the current one; if space is short, the operation,
    // its start and its outcome come first. The details contain everything.
    const QString here = m_ui.operations.scope().words;
    bool elsewhere = false;
    for (int row = 0; row < m_model->rowCount() && !elsewhere; ++row)
        elsewhere = m_model->at(row)->scope.words != here;
    int needed = leastTitle;
    for (const auto &[column, width] : columnWidths)
        needed += column == ActivityModel::Where && !elsewhere ? 0 : width;
    for (const auto &[column, width] : columnWidths) {
        const bool pointless = column == ActivityModel::Where && !elsewhere;
        const bool optional = column == ActivityModel::Took || column == ActivityModel::Where;
        const bool hidden = pointless || (optional && needed > m_table->viewport()->width());
        m_table->setColumnHidden(column, hidden);
        if (hidden && !pointless)
            needed -= width;
    }
    const bool isShort = needed > m_table->viewport()->width();
    m_model->setShortTimes(isShort);
    m_table->horizontalHeader()->resizeSection(ActivityModel::Started,
                                               isShort ? shortTime : wholeTime);
}

bool ActivityPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        fitColumns();
    return Page::eventFilter(watched, event);
}

void ActivityPage::showDetails()
{
    const int row = m_filter->mapToSource(m_table->currentIndex()).row();
    const operations::JournalEntry *entry = m_model->at(row);
    if (!entry) {
        m_details->show(std::nullopt, {});
        return;
    }
    m_details->show(*entry, m_ui.operations.scope(), m_model->operationAt(row));
    if (const auto offer = m_undoing->offer({*entry}))
        m_details->setUndo(offer->title, offer->reason);
    m_details->setHelp(helpFor(*entry));
    m_details->setLeaves(!m_removed.contains(entry->id) &&
                         mayHaveLeftovers(m_ui.stores, *entry, m_model->operationAt(row)));
}

bool ActivityPage::isOfThisProject(const operations::JournalEntry &entry) const
{
    const operations::JournalScope &here = m_ui.operations.scope();
    // In the demo cloud, only the words differ.
    return entry.scope.isSamePlace(here) && entry.scope.words == here.words;
}

std::vector<HelpOffer> ActivityPage::helpFor(const operations::JournalEntry &entry)
{
    if (!isOfThisProject(entry))
        return {};
    std::vector<HelpOffer> offers =
        helpAfter(m_ui, m_undoing->flow(), entry, [self = QPointer(this)](const Route &route) {
            if (self)
                Q_EMIT self->navigate(route);
        });
    std::erase_if(offers, [](const HelpOffer &offer) {
        return offer.key == "look"_L1; // the details have this button for every operation
    });
    return offers;
}

void ActivityPage::removeLeftoversOf(const operations::JournalEntry &entry)
{
    if (entry.outcome == operations::Outcome::Succeeded) {
        deleteKept(entry);
        return;
    }
    m_removed.insert(entry.id);
    for (const auto &operation : m_ui.operations.operations()) {
        if (operation->id() == entry.id) {
            removeLeftovers(m_ui, *operation);
            return;
        }
    }
    removeLeftovers(m_ui, entry.leftovers);
}

/// The volumes that a rollback has kept; the dialog shows what goes with them.
void ActivityPage::deleteKept(const operations::JournalEntry &entry)
{
    QStringList volumes;
    for (const operations::Subject &kept : entry.leftovers) {
        if (kept.kind == Kind::Volume && m_ui.stores.volumes.find(kept.id))
            volumes.append(kept.id);
    }
    if (!volumes.isEmpty())
        m_undoing->flow().begin(*operations::actionNamed(u"delete-volume"), volumes);
}

void ActivityPage::showMenu(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"rowMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    m_details->fillMenu(*menu);
    menu->popup(at);
}

void ActivityPage::showAbandoned()
{
    QStringList places;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const operations::JournalEntry &entry = *m_model->at(row);
        if (!forms::isAbandoned(entry) || forms::needsNewerOriel(entry))
            continue; // signing in does not help
        const QString where =
            //: %1: "mycloud / RegionOne / demo"; %2: a user
            tr("%1 as %2").arg(isolated(entry.scope.words), isolated(entry.userName));
        if (!places.contains(where))
            places += where;
    }
    if (places.isEmpty()) {
        m_notice->dismiss();
        return;
    }
    m_notice->showMessage(
        NoticeBar::Kind::Warning,
        tr("Some operations were not finished when Oriel quit. Sign in to %1 to finish them.")
            .arg(places.join(tr(", and to "))),
        {}, true);
}

void ActivityPage::select(const QString &id)
{
    const int row = m_model->rowOf(id);
    if (row < 0)
        return;
    m_wanted.clear();
    QModelIndex shown = m_filter->mapFromSource(m_model->index(row, 0));
    if (!shown.isValid()) {
        m_filterBar->clearAll(); // a filter must not hide the requested row
        shown = m_filter->mapFromSource(m_model->index(row, 0));
    }
    m_table->selectRow(shown.row());
    m_table->scrollTo(shown);
}

void ActivityPage::entered(const Route &route)
{
    m_model->reload();
    m_wanted = route.id;
    select(m_wanted);
    m_table->setFocus(Qt::OtherFocusReason);
    if (!m_shown) {
        m_shown = true;
        tick(++m_visit);
    }
}

void ActivityPage::left()
{
    m_shown = false;
}

void ActivityPage::refresh()
{
    m_model->reload();
}

void ActivityPage::focusFilter()
{
    m_filterBar->focusField();
}

void ActivityPage::tick(int visit)
{
    // The times of running operations change without signals.
    if (!m_shown || visit != m_visit)
        return;
    if (m_ui.operations.running() > 0) {
        m_table->viewport()->update();
        showDetails();
    }
    m_ui.clock.after(std::chrono::seconds(1), this, [this, visit] { tick(visit); });
}

std::vector<Crumb> ActivityPage::crumbs() const
{
    return {{tr("Activity"), std::nullopt}};
}

QString ActivityPage::statusText() const
{
    return tr("%n operation(s)", nullptr, m_filter->rowCount());
}

} // namespace oriel::ui
