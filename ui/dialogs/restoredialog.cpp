#include "ui/dialogs/restoredialog.h"

#include "base/visible.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/quotalist.h"
#include "ui/dialogs/restoreoptions.h"
#include "ui/dialogs/restoretables.h"
#include "ui/theme/captions.h"
#include "ui/widgets/commandbox.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int restoreDialogWidth = 720;

} // namespace

RestoreDialog::RestoreDialog(const UiContext &context, const operations::Subject &source,
                             QWidget *parent)
    : RestoreDialog(context,
                    std::make_unique<forms::LaunchForm>(context.client, context.stores,
                                                        context.clock, source, context.roles),
                    parent)
{}

RestoreDialog::RestoreDialog(const UiContext &context, const operations::RestoreRequest &request,
                             QWidget *parent)
    : RestoreDialog(context,
                    std::make_unique<forms::LaunchForm>(context.client, context.stores,
                                                        context.clock, request, context.roles),
                    parent)
{}

RestoreDialog::RestoreDialog(const UiContext &context, std::unique_ptr<forms::LaunchForm> form,
                             QWidget *parent)
    : ActionDialog(context.theme, restoreDialogWidth, parent)
    , m_form(std::move(form))
{
    setObjectName(u"restoreDialog"_s);
    setAction(tr("Launch"), u"launch"_s, ButtonKind::Primary);
    makeBody();
    follow();
    refresh();
    m_name->setFocus();
    m_name->selectAll();
}

RestoreDialog::~RestoreDialog() = default;

QWidget *RestoreDialog::makeFields()
{
    auto *fields = new QWidget(body());
    auto *grid = new QGridLayout(fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(metrics::pad);
    grid->setVerticalSpacing(metrics::gap);
    grid->setColumnStretch(1, 1);
    int row = 0;
    const auto add = [&](const QString &text, QWidget *field, const QString &name) {
        auto *label = new QLabel(text, fields);
        label->setBuddy(field);
        field->setObjectName(name);
        field->setAccessibleName(QString(text).remove(u'&'));
        grid->addWidget(label, row, 0);
        grid->addWidget(field, row++, 1);
    };
    m_name = new QLineEdit(m_form->name(), fields);
    m_flavor = new OptionCombo(tr("Choose a flavor"), fields);
    m_keyPair = new OptionCombo(tr("None"), fields);
    m_zone = new OptionCombo(tr("Any"), fields);
    add(tr("&Name"), m_name, u"name"_s);
    add(tr("&Flavor"), m_flavor, u"flavor"_s);
    add(tr("&Key pair"), m_keyPair, u"keyPair"_s);
    add(tr("&Availability zone"), m_zone, u"zone"_s);
    return fields;
}

QWidget *RestoreDialog::makeLists()
{
    auto *lists = new QWidget(body());
    auto *grid = new QGridLayout(lists);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(metrics::pad);
    grid->setVerticalSpacing(metrics::unit);
    m_networks = new OptionList(lists);
    m_networks->setObjectName(u"networks"_s);
    m_networks->setAccessibleName(tr("Networks"));
    m_groups = new OptionList(lists);
    m_groups->setObjectName(u"securityGroups"_s);
    m_groups->setAccessibleName(tr("Security groups"));
    grid->addWidget(makeSection(tr("Networks"), lists), 0, 0);
    grid->addWidget(makeSection(tr("Security groups"), lists), 0, 1);
    grid->addWidget(m_networks, 1, 0, Qt::AlignTop);
    grid->addWidget(m_groups, 1, 1, Qt::AlignTop);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    return lists;
}

void RestoreDialog::makeBody()
{
    column()->setSpacing(metrics::gap);
    m_notes = new NotePanel(theme(), body());
    m_notes->setObjectName(u"notes"_s);
    column()->addWidget(m_notes);
    column()->addWidget(makeFields());
    column()->addSpacing(metrics::gap);
    column()->addWidget(makeLists());
    column()->addSpacing(metrics::gap);

    auto *disks = makeSection(tr("Disks"), body());
    m_disks = new RestoreDiskTable(theme(), body());
    m_disks->setObjectName(u"disks"_s);
    m_disks->setAccessibleName(disks->text());
    m_disksText = makeLabel({}, TextSize::Small, body());
    m_disksText->setObjectName(u"disksText"_s);
    m_disksText->setWordWrap(true);
    setSecondary(m_disksText);
    column()->addWidget(disks);
    column()->addWidget(m_disks);
    column()->addWidget(m_disksText);
    m_floatingIp = new QCheckBox(body());
    m_floatingIp->setObjectName(u"floatingIp"_s);
    column()->addWidget(m_floatingIp);
    column()->addSpacing(metrics::gap);

    auto *differences = makeSection(tr("What will be different"), body());
    m_differences = new DifferenceTable(theme(), body());
    m_differences->setObjectName(u"differences"_s);
    m_differences->setAccessibleName(differences->text());
    column()->addWidget(differences);
    column()->addWidget(m_differences);

    column()->addSpacing(metrics::gap);
    m_quota = new QuotaList(theme(), tr("Quota"), body());
    column()->addWidget(m_quota);
    m_command = addCommand();
}

void RestoreDialog::follow()
{
    forms::LaunchForm *form = m_form.get();
    connect(m_name, &QLineEdit::textEdited, form, &forms::LaunchForm::setName);
    connect(m_flavor, &OptionCombo::chosen, form, &forms::LaunchForm::setFlavor);
    connect(m_keyPair, &OptionCombo::chosen, form, &forms::LaunchForm::setKeyPair);
    connect(m_zone, &OptionCombo::chosen, form, &forms::LaunchForm::setZone);
    connect(m_networks, &OptionList::toggled, form, &forms::LaunchForm::setNetwork);
    connect(m_groups, &OptionList::toggled, form, &forms::LaunchForm::setSecurityGroup);
    connect(m_disks, &RestoreDiskTable::sizeChosen, form, &forms::LaunchForm::setSize);
    connect(m_disks, &RestoreDiskTable::deletionChosen, form,
            &forms::LaunchForm::setDeletedWithInstance);
    connect(m_floatingIp, &QCheckBox::toggled, form, &forms::LaunchForm::setMovesFloatingIp);
    connect(form, &forms::LaunchForm::changed, this, &RestoreDialog::refresh);
}

void RestoreDialog::refresh()
{
    setHead(tr("Launch instance"), m_form->sourceText());
    if (m_name->text() != m_form->name()) {
        const bool untouched = !m_name->isModified();
        m_name->setText(m_form->name());
        if (untouched)
            m_name->selectAll();
    }
    m_flavor->setOptions(m_form->flavors());
    m_keyPair->setOptions(m_form->keyPairs());
    m_zone->setOptions(m_form->zones());
    m_networks->setOptions(m_form->networks());
    m_groups->setOptions(m_form->securityGroups());
    m_disks->setDisks(m_form->disks());
    m_disksText->setText(m_form->disksText());
    m_disksText->setVisible(!m_form->disksText().isEmpty());
    const auto address = m_form->floatingIp();
    m_floatingIp->setVisible(address.has_value());
    if (address)
        m_floatingIp->setText(asCaption(tr("Move the floating IP %1 from “%2” once the new "
                                           "instance is running. You can move it back.")
                                            .arg(address->address, isolated(address->fromName))));
    m_differences->setDifferences(m_form->differences());
    m_quota->setLines(m_form->room());
    m_notes->setNote(NotePanel::Kind::Plain, m_form->notes());
    m_command->setCommand(m_form->command());
    setProblem(m_form->problem(), m_form->ready());
}

void RestoreDialog::act()
{
    const operations::RestoreRequest request = m_form->request();
    accept();
    Q_EMIT requested(request);
}

} // namespace oriel::ui
