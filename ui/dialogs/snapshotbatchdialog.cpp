#include "ui/dialogs/snapshotbatchdialog.h"

#include "ui/dialogs/commandbox.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/roomlist.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QDateEdit>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableWidget>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int batchDialogWidth = 720;
constexpr int batchRowHeight = 32;
constexpr int mostBatchRows = 6;

} // namespace

SnapshotBatchDialog::SnapshotBatchDialog(const UiContext &context,
                                         std::unique_ptr<forms::SnapshotBatchForm> form,
                                         QWidget *parent)
    : ActionDialog(context.theme, batchDialogWidth, parent)
    , m_form(std::move(form))
{
    setObjectName(u"snapshotBatchDialog"_s);
    setAction(tr("Create"), u"create"_s, ButtonKind::Primary);
    makeBody();
    follow();
    refresh();
    m_name->setFocus();
    m_name->selectAll();
}

SnapshotBatchDialog::~SnapshotBatchDialog() = default;

QWidget *SnapshotBatchDialog::makeFields()
{
    auto *fields = new QWidget(body());
    auto *grid = new QGridLayout(fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(metrics::pad);
    grid->setVerticalSpacing(metrics::gap);
    grid->setColumnStretch(1, 1);
    const auto add = [&](int row, const QString &text, QWidget *field, const QString &key) {
        auto *label = new QLabel(text, fields);
        label->setBuddy(field);
        field->setObjectName(key);
        QString plain = text;
        field->setAccessibleName(plain.remove(u'&'));
        grid->addWidget(label, row, 0);
    };
    m_name = new QLineEdit(m_form->name(), fields);
    add(0, tr("&Name"), m_name, u"name"_s);
    grid->addWidget(m_name, 0, 1);
    if (!m_form->nameHint().isEmpty()) {
        QLabel *hint = makeLabel(m_form->nameHint(), TextSize::Small, fields);
        hint->setWordWrap(true);
        setSecondary(hint);
        grid->addWidget(hint, 1, 1);
        m_name->setAccessibleDescription(hint->text());
    }
    m_date = new QDateEdit(fields);
    m_date->setCalendarPopup(true);
    m_date->setDisplayFormat(u"yyyy-MM-dd"_s);
    m_date->setMinimumWidth(m_date->fontMetrics().horizontalAdvance(u"0000-00-00"_s) +
                            4 * metrics::pad);
    m_date->setFixedHeight(m_name->sizeHint().height());
    m_date->setMinimumDate(m_form->today());
    m_date->setDate(m_form->keepUntil().value_or(m_form->today().addDays(7)));
    add(2, tr("&Keep until"), m_date, u"keepUntil"_s);
    m_noDate = new QCheckBox(tr("No &date"), fields);
    m_noDate->setObjectName(u"noDate"_s);
    m_noDate->setAccessibleName(tr("No date"));
    auto *dates = new QHBoxLayout;
    dates->setSpacing(metrics::pad);
    dates->addWidget(m_date);
    dates->addWidget(m_noDate);
    dates->addStretch();
    grid->addLayout(dates, 2, 1);
    m_why = new QLineEdit(fields);
    m_why->setPlaceholderText(tr("Optional, e.g. before the upgrade"));
    add(3, tr("&Why"), m_why, u"description"_s);
    grid->addWidget(m_why, 3, 1);
    return fields;
}

void SnapshotBatchDialog::makeBody()
{
    column()->setSpacing(metrics::gap);
    column()->addWidget(makeFields());
    column()->addSpacing(metrics::gap);

    QLabel *captured = makeSection(tr("What will be made"), body());
    m_table = new QTableWidget(body());
    m_table->setObjectName(u"rows"_s);
    m_table->setAccessibleName(captured->text());
    captured->setBuddy(m_table);
    m_table->setColumnCount(4);
    m_table->setHorizontalHeaderLabels({tr("Of"), tr("Snapshot"), tr("Size"), tr("Note")});
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setMinimumSectionSize(batchRowHeight);
    m_table->verticalHeader()->setDefaultSectionSize(batchRowHeight);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionsClickable(false);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setMaximumSectionSize(260);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_summary = makeLabel({}, TextSize::Small, body());
    m_summary->setObjectName(u"summary"_s);
    m_summary->setWordWrap(true);
    setSecondary(m_summary);
    column()->addWidget(captured);
    column()->addWidget(m_table);
    column()->addWidget(m_summary);

    m_shutOff = new QCheckBox(tr("Shut o&ff running instances first, and start them again "
                                 "(recommended)"),
                              body());
    m_shutOff->setObjectName(u"shutOffFirst"_s);
    column()->addWidget(m_shutOff);
    column()->addSpacing(metrics::gap);
    m_room = new RoomList(theme(), tr("Room in the quota"), body());
    column()->addWidget(m_room);
    column()->addSpacing(metrics::gap);
    m_consistency = new NotePanel(theme(), body());
    m_consistency->setObjectName(u"consistency"_s);
    column()->addWidget(m_consistency);
    auto *caution = new NotePanel(theme(), body());
    caution->setNote(NotePanel::Kind::Caution,
                     tr("A snapshot is not a backup: it is no safer than the storage it stands "
                        "on."));
    column()->addWidget(caution);
    m_command = addCommand();
}

void SnapshotBatchDialog::follow()
{
    forms::SnapshotBatchForm *form = m_form.get();
    connect(m_name, &QLineEdit::textChanged, form, &forms::SnapshotBatchForm::setName);
    connect(m_why, &QLineEdit::textChanged, form, &forms::SnapshotBatchForm::setDescription);
    connect(m_shutOff, &QCheckBox::clicked, form, &forms::SnapshotBatchForm::setShutOffFirst);
    const auto dateChanged = [this] {
        m_date->setEnabled(!m_noDate->isChecked());
        m_form->setKeepUntil(m_noDate->isChecked() ? std::nullopt : std::optional(m_date->date()));
    };
    connect(m_date, &QDateEdit::dateChanged, this, dateChanged);
    connect(m_noDate, &QCheckBox::toggled, this, dateChanged);
    connect(form, &forms::SnapshotBatchForm::changed, this, &SnapshotBatchDialog::refresh);
}

void SnapshotBatchDialog::refresh()
{
    setHead(m_form->title(), m_form->subtitle());
    fillRows();
    m_summary->setText(m_form->summary());
    m_shutOff->setVisible(m_form->offersShutOff());
    m_shutOff->setChecked(m_form->shutOffFirst());
    m_room->setLines(m_form->room());
    m_consistency->setNote(NotePanel::Kind::Plain, m_form->consistencyText());
    m_command->setCommand(m_form->command());
    action()->setText(m_form->shutOffFirst() ? tr("Shut off and create") : tr("Create"));
    setProblem(m_form->problem(), m_form->ready());
}

void SnapshotBatchDialog::fillRows()
{
    const std::vector<forms::BatchRow> rows = m_form->rows();
    m_table->setRowCount(static_cast<int>(rows.size()));
    for (int at = 0; at < m_table->rowCount(); ++at) {
        const forms::BatchRow &row = rows[static_cast<std::size_t>(at)];
        const QStringList texts{row.of, row.possible ? row.snapshot : tr("None"),
                                row.sizeGiB > 0 ? tr("%1 GiB").arg(row.sizeGiB) : u"–"_s, row.note};
        for (int column = 0; column < texts.size(); ++column) {
            auto *item = new QTableWidgetItem(texts.at(column));
            item->setFlags(Qt::ItemIsEnabled);
            item->setToolTip(texts.at(column));
            if (!row.possible)
                item->setForeground(theme().color(Theme::Color::TextDisabled));
            m_table->setItem(at, column, item);
        }
    }
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() +
                            std::clamp(m_table->rowCount(), 1, mostBatchRows) * batchRowHeight +
                            2 * m_table->frameWidth());
}

void SnapshotBatchDialog::act()
{
    if (!m_form->problem().isEmpty()) {
        refresh();
        return;
    }
    accept();
    Q_EMIT requested(*m_form);
}

} // namespace oriel::ui
