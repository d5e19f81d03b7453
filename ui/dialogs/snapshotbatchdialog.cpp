#include "ui/dialogs/snapshotbatchdialog.h"

#include "ui/dialogs/choicelist.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/roomlist.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/commandbox.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QDateEdit>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int batchDialogWidth = 720;
constexpr int mostBatchRows = 6;
constexpr int widestBatchColumn = 180; ///< the names of the snapshots get the rest

enum BatchColumn { OfColumn, SnapshotColumn };

} // namespace

SnapshotBatchDialog::SnapshotBatchDialog(const UiContext &context,
                                         std::unique_ptr<forms::SnapshotBatchForm> form,
                                         QWidget *parent)
    : ActionDialog(context.theme, batchDialogWidth, parent)
    , m_form(std::move(form))
{
    setObjectName(u"snapshotBatchDialog"_s);
    setAction(m_form->actionText(), u"create"_s, ButtonKind::Primary);
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
    m_list = new ChoiceList(theme(),
                            {{tr("Of")},
                             {tr("Snapshot")},
                             {tr("Size"), Qt::AlignRight | Qt::AlignVCenter},
                             {tr("Note")}},
                            SnapshotColumn, mostBatchRows, body());
    m_list->table().setWidestColumn(widestBatchColumn);
    m_list->table().setObjectName(u"rows"_s);
    m_list->table().setAccessibleName(captured->text());
    captured->setBuddy(&m_list->table());
    m_summary = makeLabel({}, TextSize::Small, body());
    m_summary->setObjectName(u"summary"_s);
    m_summary->setWordWrap(true);
    setSecondary(m_summary);
    column()->addWidget(captured);
    column()->addWidget(m_list);
    column()->addWidget(m_summary);
    m_dataVolumes = new QCheckBox(body());
    m_dataVolumes->setObjectName(u"dataVolumes"_s);
    column()->addWidget(m_dataVolumes);
    m_dataVolumesNote = new NotePanel(theme(), body());
    m_dataVolumesNote->setObjectName(u"dataVolumesNote"_s);
    column()->addWidget(m_dataVolumesNote);

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
    connect(m_dataVolumes, &QCheckBox::clicked, form,
            &forms::SnapshotBatchForm::setWithDataVolumes);
    connect(m_list, &ChoiceList::ticked, form,
            [form](const QStringList &ids, bool on) { form->setLeftOut(ids, !on); });
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
    const QString offer = m_form->dataVolumesOffer();
    m_dataVolumes->setVisible(!offer.isEmpty());
    m_dataVolumes->setText(offer);
    m_dataVolumes->setAccessibleName(offer);
    m_dataVolumes->setChecked(m_form->withDataVolumes());
    m_dataVolumesNote->setNote(NotePanel::Kind::Caution, m_form->dataVolumesObstacle());
    m_command->setCommand([form = m_form.get()] { return form->command(); });
    setActionText(m_form->actionText());
    setImpact(m_form->interruption());
    setProblem(m_form->problem(), m_form->ready());
}

void SnapshotBatchDialog::fillRows()
{
    const std::vector<forms::BatchRow> &all = m_form->rows();
    const bool chooses = all.size() > 1;
    std::vector<CellRow> rows;
    rows.reserve(all.size());
    for (const forms::BatchRow &row : all) {
        CellRow shown{row.id,
                      {{row.of},
                       {row.possible ? row.snapshot : tr("None")},
                       {row.sizeGiB > 0 ? tr("%1 GiB").arg(row.sizeGiB) : u"–"_s},
                       {row.note}}};
        if (chooses && row.possible)
            shown.box = row.chosen ? CellRow::Box::Ticked : CellRow::Box::Unticked;
        shown.secondary = !row.made();
        rows.push_back(std::move(shown));
    }
    m_list->setRows(std::move(rows));
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
