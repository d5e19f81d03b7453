#include "ui/pages/instance/snapshotdetails.h"

#include "base/visible.h"
#include "models/names.h"
#include "models/words.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/listpanel.h"
#include "ui/widgets/stagelist.h"
#include "ui/widgets/tableview.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int usualParts = 4; // volumes per instance; more are scrolled

} // namespace

SnapshotDetails::SnapshotDetails(const UiContext &ui, QWidget *parent)
    : QWidget(parent)
    , m_ui(ui)
    , m_title(new ElidedLabel({}, this))
    , m_text(makeLabel({}, TextSize::Body, this))
    , m_stages(new StageList(ui.theme, ui.clock, this))
    , m_scroll(new QScrollArea(this))
{
    setObjectName(u"snapshotDetails"_s);
    m_title->setObjectName(u"snapshotDetailsTitle"_s);
    setTextSize(m_title, TextSize::Heading);
    m_text->setWordWrap(true);
    setSecondary(m_text);
    m_panel = new ListPanel(
        ui, std::make_unique<models::SnapshotPartsModel>(m_parts, ui.stores, ui.clock),
        {.key = u"snapshotParts"_s,
         .title = tr("Parts of the snapshot"),
         .placeholder = {},
         .icon = u"layers"_s,
         .emptyTitle = tr("No volume snapshots"),
         .emptyText = {},
         .failed = tr("The parts could not be loaded.")},
        this);
    // One row is visible on the smallest screen; the usual height shows three or more.
    m_panel->setMinimumHeight(m_panel->table().horizontalHeader()->sizeHint().height() +
                              metrics::rowHeight + 4);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, metrics::gap, 0, 0);
    layout->setSpacing(metrics::gap);
    auto *head = new QHBoxLayout;
    head->setSpacing(metrics::pad);
    head->addWidget(m_title);
    head->addWidget(m_text, 1);
    head->addWidget(makeClose());
    layout->addLayout(head);
    // On a small screen the content scrolls; the name and the close button stay visible.
    auto *inside = new QWidget(this);
    auto *stack = new QVBoxLayout(inside);
    stack->setContentsMargins(0, 0, 0, 0);
    stack->setSpacing(metrics::gap);
    stack->addWidget(m_stages);
    stack->addWidget(m_panel, 1);
    stack->addStretch();
    m_scroll->setObjectName(u"snapshotDetailsScroll"_s);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidgetResizable(true);
    m_scroll->setMinimumHeight(metrics::rowHeight);
    m_scroll->setWidget(inside);
    layout->addWidget(m_scroll, 1);
    connect(&m_panel->table(), &TableView::linkClicked, this,
            [this](const QString &column, const QString &id) {
                Q_EMIT navigate(
                    Route::to(column == "volume"_L1 ? Kind::Volume : Kind::VolumeSnapshot, id));
            });
    connect(&m_panel->table(), &TableView::opened, this,
            [this](const QString &id) { Q_EMIT navigate(Route::to(Kind::VolumeSnapshot, id)); });
    m_panel->setMenu([this](QMenu &menu) { fillMenu(menu); });
    hide();
}

void SnapshotDetails::fillMenu(QMenu &menu)
{
    const QStringList ids = m_panel->table().selectedIds();
    const auto part = ids.size() == 1 ? m_parts.find(ids.front()) : nullptr;
    if (part) {
        connect(menu.addAction(tr("Show volume snapshot")), &QAction::triggered, this,
                [this, id = part->id] { Q_EMIT navigate(Route::to(Kind::VolumeSnapshot, id)); });
        QAction *volume = menu.addAction(tr("Show volume"));
        volume->setEnabled(m_ui.stores.volumes.find(part->part.volumeId) != nullptr);
        volume->setToolTip(volume->isEnabled() ? volume->text()
                                               : tr("The volume no longer exists."));
        connect(volume, &QAction::triggered, this,
                [this, id = part->part.volumeId] { Q_EMIT navigate(Route::to(Kind::Volume, id)); });
        menu.addSeparator();
    }
    const auto count = static_cast<int>(ids.size());
    connect(menu.addAction(tr("Copy %n ID(s)", nullptr, count)), &QAction::triggered, this,
            [ids] { QGuiApplication::clipboard()->setText(ids.join(u'\n')); });
}

QToolButton *SnapshotDetails::makeClose()
{
    auto *close = new QToolButton(this);
    close->setObjectName(u"closeSnapshotDetails"_s);
    close->setAccessibleName(tr("Close details"));
    close->setToolTip(tr("Close details (Esc)"));
    close->setFocusPolicy(Qt::StrongFocus);
    setButtonKind(close, ButtonKind::Quiet);
    const auto paint = [this, close] {
        close->setIcon(m_ui.theme.icon(u"x"_s));
    };
    connect(&m_ui.theme, &Theme::changed, close, paint);
    connect(close, &QToolButton::clicked, this, &SnapshotDetails::closed);
    paint();
    return close;
}

int SnapshotDetails::wantedHeight() const
{
    const int rows = std::clamp(m_panel->model().total(), 1, usualParts);
    const int parts = m_panel->minimumHeight() + (rows - 1) * metrics::rowHeight;
    const int margins = layout()->contentsMargins().top() + layout()->contentsMargins().bottom();
    const int head = layout()->itemAt(0)->sizeHint().height() + layout()->spacing() + margins;
    const int inside = m_scroll->widget()->sizeHint().height();
    return m_panel->isHidden() ? head + inside
                               : head + inside - m_panel->sizeHint().height() + parts;
}

SnapshotDetails::~SnapshotDetails()
{
    delete m_panel; // before the rows that it shows
}

const operations::Operation *SnapshotDetails::operationOf(const models::SnapshotRow &row) const
{
    for (const auto &operation : m_ui.operations.operations()) {
        if (operation->id() == row.operationId)
            return operation.get();
    }
    return nullptr;
}

QString SnapshotDetails::sentence(const models::SnapshotRow &row) const
{
    const store::SnapshotSet &set = row.set;
    if (set.parts.empty() && set.hasData)
        return tr("The whole disk is in the image: %1.")
            .arg(set.imageBytes > 0 ? models::bytesText(set.imageBytes) : tr("it is being saved"));
    if (set.parts.empty())
        return row.operationId.isEmpty() ? tr("Its parts are unknown.") : QString();
    QStringList sentences;
    if (set.hasData)
        sentences.append(tr("The instance's own disk is in the image: %1.")
                             .arg(set.imageBytes > 0 ? models::bytesText(set.imageBytes)
                                                     : tr("it is being saved")));
    //: %1: "3 volumes"; %2: a size: "40 GiB"
    sentences.append(tr("%1, %2 in total.")
                         .arg(models::volumesText(static_cast<qsizetype>(set.parts.size())),
                              models::gibText(set.volumesGiB)));
    if (set.status == store::SetStatus::Incomplete)
        sentences.append(tr("Some of its parts are missing."));
    if (set.evidence == store::SetEvidence::Deduced)
        sentences.append(
            tr("It was identified by its volumes, because the image does not name the instance."));
    return sentences.join(u' ');
}

void SnapshotDetails::setRow(const store::Row<models::SnapshotRow> &row)
{
    setVisible(row != nullptr);
    if (!row)
        return;
    m_title->setFullText(models::nameOrId(row->set.name, row->set.id));
    QStringList text;
    if (!row->set.description.isEmpty())
        text += tr("“%1”").arg(isolated(row->set.description));
    text += sentence(*row);
    if (!row->set.createdBy.isEmpty())
        text += tr("Created by %1.").arg(isolated(row->set.createdBy));
    text.removeAll(QString());
    m_text->setText(text.join(u' '));
    const operations::Operation *operation = operationOf(*row);
    m_stages->setVisible(operation != nullptr);
    if (operation)
        m_stages->setStages(operation->stages());
    m_parts.replaceAll(models::partRows(row->set));
    m_parts.setState(m_ui.stores.snapshotSets.state());
    m_panel->setVisible(!row->set.parts.empty());
}

} // namespace oriel::ui
