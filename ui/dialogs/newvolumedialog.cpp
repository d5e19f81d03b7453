#include "ui/dialogs/newvolumedialog.h"

#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/quotalist.h"
#include "ui/dialogs/optioncombo.h"
#include "ui/widgets/commandbox.h"

#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
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
    : ActionDialog(context.theme, newVolumeDialogWidth, parent)
    , m_form(std::move(form))
{
    setObjectName(u"newVolumeDialog"_s);
    setAction(tr("Create"), u"create"_s, ButtonKind::Primary);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(metrics::pad);
    grid->setVerticalSpacing(metrics::gap);
    grid->setColumnStretch(1, 1);
    makeFields(grid);
    column()->addLayout(grid);
    m_quota = new QuotaList(theme(), {}, body());
    column()->addWidget(m_quota);
    m_notes = new NotePanel(theme(), body());
    m_notes->setObjectName(u"notes"_s);
    column()->addWidget(m_notes);
    m_command = addCommand();
    connect(m_form.get(), &forms::NewVolumeForm::changed, this, &NewVolumeDialog::refresh);
    refresh();
    m_name->setFocus();
    m_name->selectAll();
}

NewVolumeDialog::~NewVolumeDialog() = default;

void NewVolumeDialog::makeFields(QGridLayout *grid)
{
    forms::NewVolumeForm *form = m_form.get();
    m_name = new QLineEdit(form->name(), body());
    m_name->setObjectName(u"name"_s);
    m_name->setAccessibleName(tr("Name"));
    m_size = new QSpinBox(body());
    m_size->setObjectName(u"size"_s);
    m_size->setAccessibleName(tr("Size"));
    m_size->setSuffix(tr(" GiB"));
    m_size->setFixedHeight(m_name->sizeHint().height()); // else a little higher than the field
    m_size->setRange(form->leastGiB(), largestNewVolume);
    m_size->setValue(form->sizeGiB());
    m_least = makeLabel({}, TextSize::Small, body());
    setSecondary(m_least);
    m_type = new OptionCombo(QString(), body());
    m_type->setObjectName(u"type"_s);
    m_type->setAccessibleName(tr("Type"));
    auto *name = new QLabel(tr("&Name"), body());
    name->setBuddy(m_name);
    auto *size = new QLabel(tr("&Size"), body());
    size->setBuddy(m_size);
    auto *type = new QLabel(tr("&Type"), body());
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
    setHead(tr("Create volume"), m_form->sourceText());
    m_size->setMinimum(m_form->leastGiB());
    m_least->setText(tr("At least %1 GiB, as the volume snapshot").arg(m_form->leastGiB()));
    m_type->setOptions(m_form->types());
    m_quota->setLines(m_form->room());
    m_notes->setNote(NotePanel::Kind::Plain, m_form->notes());
    m_command->setCommand(m_form->command());
    setProblem(m_form->problem(), m_form->ready());
}

void NewVolumeDialog::act()
{
    const operations::NewVolumeRequest request = m_form->request();
    accept();
    Q_EMIT requested(request);
}

} // namespace oriel::ui
