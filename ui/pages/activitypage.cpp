#include "ui/pages/activitypage.h"

#include "operations/operationcenter.h"
#include "ui/pages/activity/activitymodel.h"
#include "ui/pages/activity/operationdetails.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/messagepane.h"

#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QTableView>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

ActivityPage::ActivityPage(UiContext &ui, QWidget *parent)
    : Page(parent)
    , m_ui(ui)
    , m_model(new ActivityModel(ui.operations, ui.clock, ui.theme, this))
    , m_table(new QTableView(this))
    , m_details(new OperationDetails(ui.theme, ui.clock, this))
    , m_stack(new QStackedWidget(this))
{
    setObjectName(u"activityPage"_qs);
    auto *title = makeLabel(tr("Activity"), TextSize::Title, this);
    title->setObjectName(u"pageTitle"_qs);
    auto *intro = makeLabel(tr("What you have done since Oriel was started, newest first."),
                            TextSize::Body, this);
    setSecondary(intro);

    m_table->setModel(m_model);
    m_table->setObjectName(u"activityTable"_qs);
    m_table->setAccessibleName(tr("Activity"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(metrics::rowHeight);
    QHeaderView *header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionResizeMode(ActivityModel::Title, QHeaderView::Stretch);
    header->resizeSection(ActivityModel::Outcome, 100);
    header->resizeSection(ActivityModel::Where, 130);
    header->resizeSection(ActivityModel::Started, 84);
    header->resizeSection(ActivityModel::Took, 76);

    auto *splitter = new QSplitter(Qt::Horizontal, m_stack);
    splitter->addWidget(m_table);
    splitter->addWidget(m_details);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({680, 340});
    splitter->setChildrenCollapsible(false);
    auto *empty = new MessagePane(ui.theme, m_stack);
    empty->show(u"activity"_qs, tr("Nothing has been done yet"),
                tr("Whatever you start, like a snapshot of an instance, is listed here with its "
                   "stages, its times and its "
                   "outcome, until Oriel is closed."));
    m_stack->addWidget(empty);
    m_stack->addWidget(splitter);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    layout->setSpacing(metrics::unit);
    layout->addWidget(title);
    layout->addWidget(intro);
    layout->addSpacing(metrics::gap);
    layout->addWidget(m_stack, 1);
    setFocusProxy(m_table);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) { m_details->show(m_model->at(current.row())); });
    connect(m_details, &OperationDetails::navigate, this, &Page::navigate);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, [this] {
        showWhatThereIs();
        Q_EMIT headingChanged();
    });
    showWhatThereIs();
}

void ActivityPage::showWhatThereIs()
{
    m_stack->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
    if (m_model->rowCount() > 0 && !m_table->currentIndex().isValid())
        m_table->selectRow(0);
}

void ActivityPage::entered(const Route &route)
{
    if (const int row = m_model->rowOf(route.id); row >= 0) {
        m_table->selectRow(row);
        m_table->scrollTo(m_model->index(row, 0));
    }
    if (!m_shown) {
        m_shown = true;
        tick(++m_visit);
    }
}

void ActivityPage::left()
{
    m_shown = false;
}

void ActivityPage::tick(int visit)
{
    // Times of what is running grow without any news.
    if (!m_shown || visit != m_visit)
        return;
    if (m_ui.operations.running() > 0)
        m_table->viewport()->update();
    m_ui.clock.after(std::chrono::seconds(1), this, [this, visit] { tick(visit); });
}

std::vector<Crumb> ActivityPage::crumbs() const
{
    return {{tr("Activity"), std::nullopt}};
}

QString ActivityPage::statusText() const
{
    return tr("%n operation(s)", nullptr, m_model->rowCount());
}

} // namespace oriel::ui
