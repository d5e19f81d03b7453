#include "ui/dialogs/snapshotdialog.h"

#include "operations/capture/snapshotcheck.h"
#include "ui/dialogs/choicelist.h"
#include "ui/dialogs/consistencychoice.h"
#include "ui/dialogs/datefield.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/quotalist.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/commandbox.h"

#include <QtCore/QSignalBlocker>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int oneWidth = 640;
constexpr int manyWidth = 720;
constexpr int mostRows = 6;
constexpr int widestColumn = 180; ///< the names of the snapshots get the rest
constexpr int snapshotColumn = 1;
constexpr int diskRowHeight = 32;
constexpr int mostDiskRows = 5;

QString sizeText(int gigabytes)
{
    return gigabytes > 0 ? SnapshotDialog::tr("%1 GiB").arg(gigabytes) : u"–"_s;
}

CellRow diskRow(const forms::CapturedDisk &disk)
{
    CellRow row{disk.volumeId,
                {{disk.name, u"hard-drive"_s},
                 {disk.device.isEmpty() ? u"–"_s : disk.device},
                 {sizeText(disk.sizeGiB)},
                 {disk.captured ? SnapshotDialog::tr("Yes") : SnapshotDialog::tr("No"),
                  disk.captured ? u"check"_s : u"x"_s,
                  disk.captured ? Theme::Color::Good : Theme::Color::Error}}};
    row.secondary = !disk.captured;
    return row;
}

CellRow instanceRow(const forms::SnapshotRow &row)
{
    CellRow shown{row.id,
                  {{row.of},
                   //: No volume snapshots are created for this instance.
                   {row.possible ? row.snapshot : SnapshotDialog::tr("None")},
                   {sizeText(row.captured().gigabytes)},
                   {row.note}}};
    if (row.possible)
        shown.box = row.chosen ? CellRow::Box::Ticked : CellRow::Box::Unticked;
    shown.secondary = !row.made();
    return shown;
}

} // namespace

SnapshotDialog::SnapshotDialog(Theme &theme, std::unique_ptr<forms::SnapshotForm> form,
                               QWidget *parent)
    : ActionDialog(theme, form->isOfOne() ? oneWidth : manyWidth, parent)
    , m_form(std::move(form))
    , m_presets(m_form->edits())
{
    setObjectName(u"snapshotDialog"_s);
    setAction(m_form->actionText(), u"create"_s, ButtonKind::Primary);
    makeBody();
    follow();
    refresh();
    m_name->setFocus();
    m_name->selectAll();
}

SnapshotDialog::~SnapshotDialog() = default;

QWidget *SnapshotDialog::makeFields()
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

    m_date = new DateField(theme(), fields);
    m_date->setFixedHeight(m_name->sizeHint().height()); // otherwise slightly higher than the field
    const QDate wanted = m_form->keepUntil().value_or(m_form->today().addDays(7));
    // A date chosen days ago stays visible; the form reports that it has passed.
    m_date->setMinimumDate(std::min(m_form->today(), wanted));
    m_date->setDate(wanted);
    add(2, tr("&Keep until"), m_date, u"keepUntil"_s);
    m_noDate = new QCheckBox(tr("No &date"), fields);
    m_noDate->setObjectName(u"noDate"_s);
    m_noDate->setAccessibleName(tr("No date"));
    m_noDate->setChecked(!m_form->keepUntil());
    m_date->setEnabled(!m_noDate->isChecked());
    auto *dates = new QHBoxLayout;
    dates->setSpacing(metrics::pad);
    dates->addWidget(m_date);
    dates->addWidget(m_noDate);
    dates->addStretch();
    grid->addLayout(dates, 2, 1);

    m_description = new QLineEdit(m_form->description(), fields);
    m_description->setPlaceholderText(tr("Optional, e.g. before the upgrade"));
    add(3, tr("De&scription"), m_description, u"description"_s);
    grid->addWidget(m_description, 3, 1);
    return fields;
}

void SnapshotDialog::makeList(QLabel &heading)
{
    const CellModel::Column size{tr("Size"), Qt::AlignRight | Qt::AlignVCenter};
    if (m_form->isOfOne()) {
        m_table = new CellTable(theme(), {{tr("Disk")}, {tr("Device")}, size, {tr("Included")}}, 0,
                                diskRowHeight, mostDiskRows, body());
        m_table->setObjectName(u"disks"_s);
        column()->addWidget(m_table);
    } else {
        //: Column: the instance that a snapshot is taken of.
        m_list = new ChoiceList(theme(), {{tr("Of")}, {tr("Snapshot")}, size, {tr("Note")}},
                                snapshotColumn, mostRows, body());
        m_table = &m_list->table();
        m_table->setWidestColumn(widestColumn);
        m_table->setObjectName(u"rows"_s);
        column()->addWidget(m_list);
    }
    m_table->setAccessibleName(heading.text());
    heading.setBuddy(m_table);
}

void SnapshotDialog::makeBody()
{
    column()->setSpacing(metrics::gap);
    auto *caution = new NotePanel(theme(), body());
    caution->setObjectName(u"caution"_s);
    caution->setNote(NotePanel::Kind::Caution, operations::snapshotCaution());
    column()->addWidget(caution);
    column()->addWidget(makeFields());
    column()->addSpacing(metrics::gap);

    QLabel *captured = makeSection(tr("What will be captured"), body());
    column()->addWidget(captured);
    makeList(*captured);
    m_capture = makeLabel({}, TextSize::Small, body());
    m_capture->setObjectName(u"captureText"_s);
    m_capture->setWordWrap(true);
    setSecondary(m_capture);
    column()->addWidget(m_capture);
    m_dataVolumes = new QCheckBox(body());
    m_dataVolumes->setObjectName(u"dataVolumes"_s);
    m_dataVolumesNote = new NotePanel(theme(), body());
    m_dataVolumesNote->setObjectName(u"dataVolumesNote"_s);
    m_dataVolumesNote->setKeepsPlace();
    column()->addWidget(m_dataVolumes);
    column()->addWidget(m_dataVolumesNote);

    column()->addSpacing(metrics::gap);
    column()->addWidget(makeSection(tr("Consistency"), body()));
    m_consistency = new ConsistencyChoice(theme(), *m_form, body());
    column()->addWidget(m_consistency);
    m_group = new NotePanel(theme(), body());
    m_group->setObjectName(u"groupHint"_s);
    m_group->hide(); // few instances have one
    column()->addWidget(m_group);
    column()->addSpacing(metrics::gap);

    // Below what is chosen: it grows when a volume is included.
    m_quota = new QuotaList(theme(), tr("Quota"), body());
    column()->addWidget(m_quota);
    m_gap = new NotePanel(theme(), body());
    m_gap->setKeepsPlace();
    column()->addWidget(m_gap);
    m_command = addCommand();
}

void SnapshotDialog::follow()
{
    using forms::SnapshotForm;
    SnapshotForm *form = m_form.get();
    connect(m_name, &QLineEdit::textChanged, form, &SnapshotForm::setName);
    connect(m_description, &QLineEdit::textChanged, form, &SnapshotForm::setDescription);
    connect(m_dataVolumes, &QCheckBox::toggled, form, &SnapshotForm::setWithDataVolumes);
    const auto dateChanged = [this] {
        m_date->setEnabled(!m_noDate->isChecked());
        m_form->setKeepUntil(m_noDate->isChecked() ? std::nullopt : std::optional(m_date->date()));
    };
    connect(m_date, &QDateEdit::dateChanged, this, dateChanged);
    connect(m_noDate, &QCheckBox::toggled, this, dateChanged);
    if (m_list)
        connect(m_list, &ChoiceList::ticked, form,
                [form](const QStringList &ids, bool on) { form->setLeftOut(ids, !on); });
    connect(m_group, &NotePanel::linkFollowed, this, [this] {
        if (const auto way = m_form->groupWay())
            leave([this, copy = *way] { Q_EMIT otherWanted(copy); });
    });
    connect(form, &SnapshotForm::changed, this, &SnapshotDialog::refresh);
}

void SnapshotDialog::refresh()
{
    setHead(m_form->title(), m_form->subtitle());
    m_name->setPlaceholderText(m_form->namePlaceholder());
    if (m_name->text() != m_form->name()) { // the proposal has changed with the instance's name
        m_name->setText(m_form->name());
        m_name->selectAll();
    }
    fillTable();
    m_capture->setText(m_form->captureText());
    m_quota->setLines(m_form->room());
    m_gap->setNote(NotePanel::Kind::Plain, m_form->gap());
    const QString offer = m_form->dataVolumesOffer();
    m_dataVolumes->setVisible(!offer.isEmpty());
    m_dataVolumes->setText(offer);
    m_dataVolumes->setAccessibleName(offer);
    {
        // The form's default is not the user's choice.
        const QSignalBlocker blocker(m_dataVolumes);
        m_dataVolumes->setChecked(m_form->withDataVolumes());
    }
    m_dataVolumesNote->setNote(NotePanel::Kind::Caution, m_form->dataVolumesObstacle());
    m_dataVolumes->setAccessibleDescription(m_form->dataVolumesObstacle());
    m_consistency->refresh();
    const auto group = m_form->groupWay();
    m_group->setNote(NotePanel::Kind::Plain, m_form->groupHint(), group ? group->text : QString());
    if (m_list) // made only when it is shown: there may be a thousand
        m_command->setCommand([form = m_form.get()] { return form->command(); });
    else
        m_command->setCommand(m_form->command());
    setActionText(m_form->actionText());
    setImpact(m_form->interruption());
    setProblem(m_form->problem(), m_form->ready());
}

void SnapshotDialog::fillTable()
{
    const std::vector<forms::SnapshotRow> &rows = m_form->rows();
    std::vector<CellRow> shown;
    if (m_list) {
        std::ranges::transform(rows, std::back_inserter(shown), instanceRow);
        m_list->setRows(std::move(shown));
    } else {
        std::ranges::transform(rows.front().disks, std::back_inserter(shown), diskRow);
        m_table->setRows(std::move(shown));
    }
}

void SnapshotDialog::act()
{
    if (!m_form->problem().isEmpty()) {
        refresh();
        return;
    }
    accept();
    Q_EMIT requested();
}

} // namespace oriel::ui
