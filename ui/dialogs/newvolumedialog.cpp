#include "ui/dialogs/newvolumedialog.h"

#include "ui/dialogs/commandbox.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/restoreoptions.h"
#include "ui/dialogs/roomgauge.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int newVolumeDialogWidth = 560;
constexpr int largestNewVolume = 1'000'000;

} // namespace

NewVolumeDialog::NewVolumeDialog(const UiContext &context, const QString &snapshotId,
                                 QWidget *parent)
    : NewVolumeDialog(context,
                      std::make_unique<forms::NewVolumeForm>(context.client, context.stores,
                                                             snapshotId, context.roles),
                      parent)
{}

NewVolumeDialog::NewVolumeDialog(const UiContext &context,
                                 const operations::NewVolumeRequest &request, QWidget *parent)
    : NewVolumeDialog(context,
                      std::make_unique<forms::NewVolumeForm>(context.client, context.stores,
                                                             request, context.roles),
                      parent)
{}

NewVolumeDialog::NewVolumeDialog(const UiContext &context,
                                 std::unique_ptr<forms::NewVolumeForm> form, QWidget *parent)
    : QDialog(parent)
    , m_theme(context.theme)
    , m_form(std::move(form))
{
    setObjectName(u"newVolumeDialog"_s);
    setWindowTitle(tr("Create volume"));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    setMinimumWidth(newVolumeDialogWidth);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    all->setSpacing(metrics::gap);
    all->addWidget(makeLabel(tr("Create volume"), TextSize::Heading, this));
    m_title = makeLabel({}, TextSize::Body, this);
    m_title->setWordWrap(true);
    setSecondary(m_title);
    all->addWidget(m_title);
    all->addSpacing(metrics::gap);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(metrics::pad);
    grid->setVerticalSpacing(metrics::gap);
    grid->setColumnStretch(1, 1);
    makeFields(grid);
    all->addLayout(grid);
    all->addSpacing(metrics::gap);
    m_room = new QGridLayout;
    m_room->setHorizontalSpacing(metrics::pad);
    m_room->setVerticalSpacing(metrics::gap);
    m_room->setColumnStretch(1, 1);
    all->addLayout(m_room);
    m_notes = new NotePanel(m_theme, this);
    m_notes->setObjectName(u"notes"_s);
    all->addWidget(m_notes);
    m_command = new CommandBox(m_theme, this);
    all->addWidget(m_command);
    all->addStretch();

    auto *buttons = new QHBoxLayout;
    m_problem = new NotePanel(m_theme, this);
    m_problem->setObjectName(u"problem"_s);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"cancel"_s);
    cancel->setAutoDefault(false);
    m_create = new QPushButton(tr("Create"), this);
    m_create->setObjectName(u"create"_s);
    m_create->setDefault(true);
    setButtonKind(m_create, ButtonKind::Primary);
    buttons->setSpacing(metrics::gap);
    buttons->addWidget(m_problem, 1);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_create);
    all->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_create, &QPushButton::clicked, this, &NewVolumeDialog::create);
    connect(m_form.get(), &forms::NewVolumeForm::changed, this, &NewVolumeDialog::refresh);
    refresh();
    m_name->setFocus();
    m_name->selectAll();
}

NewVolumeDialog::~NewVolumeDialog() = default;

void NewVolumeDialog::makeFields(QGridLayout *grid)
{
    forms::NewVolumeForm *form = m_form.get();
    m_name = new QLineEdit(form->name(), this);
    m_name->setObjectName(u"name"_s);
    m_name->setAccessibleName(tr("Name"));
    m_size = new QSpinBox(this);
    m_size->setObjectName(u"size"_s);
    m_size->setAccessibleName(tr("Size"));
    m_size->setSuffix(tr(" GiB"));
    m_size->setRange(form->leastGiB(), largestNewVolume);
    m_size->setValue(form->sizeGiB());
    m_least = makeLabel({}, TextSize::Small, this);
    setSecondary(m_least);
    m_type = new OptionCombo(QString(), this);
    m_type->setObjectName(u"type"_s);
    m_type->setAccessibleName(tr("Type"));
    auto *name = new QLabel(tr("&Name"), this);
    name->setBuddy(m_name);
    auto *size = new QLabel(tr("&Size"), this);
    size->setBuddy(m_size);
    auto *type = new QLabel(tr("&Type"), this);
    type->setBuddy(m_type);
    auto *sizes = new QHBoxLayout;
    sizes->setSpacing(metrics::pad);
    sizes->addWidget(m_size);
    sizes->addWidget(m_least, 1);
    grid->addWidget(name, 0, 0);
    grid->addWidget(m_name, 0, 1);
    grid->addWidget(size, 1, 0);
    grid->addLayout(sizes, 1, 1);
    grid->addWidget(type, 2, 0);
    grid->addWidget(m_type, 2, 1);
    connect(m_name, &QLineEdit::textEdited, form, &forms::NewVolumeForm::setName);
    connect(m_size, &QSpinBox::valueChanged, form, &forms::NewVolumeForm::setSize);
    connect(m_type, &OptionCombo::chosen, form, &forms::NewVolumeForm::setType);
}

void NewVolumeDialog::refresh()
{
    m_title->setText(m_form->sourceText());
    m_size->setMinimum(m_form->leastGiB());
    m_least->setText(tr("At least %1 GiB, as the volume snapshot").arg(m_form->leastGiB()));
    m_type->setOptions(m_form->types());
    updateRoom();
    m_notes->setNote(NotePanel::Kind::Plain, m_form->notes());
    m_command->setCommand(m_form->command());
    const QString problem = m_form->problem();
    m_problem->setNote(m_form->ready() ? NotePanel::Kind::Problem : NotePanel::Kind::Busy, problem);
    m_create->setEnabled(problem.isEmpty());
    m_create->setToolTip(problem);
    m_create->setAccessibleDescription(problem);
}

void NewVolumeDialog::updateRoom()
{
    const auto lines = m_form->room();
    if (m_room->count() == 0) {
        for (int row = 0; row < static_cast<int>(lines.size()); ++row) {
            const auto &line = lines[static_cast<std::size_t>(row)];
            m_room->addWidget(makeLabel(line.title, TextSize::Body, this), row, 0);
            m_room->addWidget(new RoomGauge(m_theme, this), row, 1, Qt::AlignVCenter);
            m_room->addWidget(makeLabel({}, TextSize::Small, this), row, 2);
        }
    }
    for (int row = 0; row < static_cast<int>(lines.size()); ++row) {
        const auto &line = lines[static_cast<std::size_t>(row)];
        qobject_cast<RoomGauge *>(m_room->itemAtPosition(row, 1)->widget())->setLine(line);
        qobject_cast<QLabel *>(m_room->itemAtPosition(row, 2)->widget())->setText(line.text);
    }
}

void NewVolumeDialog::create()
{
    if (!m_form->problem().isEmpty()) {
        refresh();
        return;
    }
    const operations::NewVolumeRequest request = m_form->request();
    accept();
    Q_EMIT requested(request);
}

} // namespace oriel::ui
