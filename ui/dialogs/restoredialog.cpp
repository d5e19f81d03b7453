#include "ui/dialogs/restoredialog.h"

#include "ui/dialogs/commandbox.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/restoreoptions.h"
#include "ui/dialogs/restoretables.h"
#include "ui/dialogs/roomgauge.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/window/elidedlabel.h"

#include <QtGui/QScreen>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int restoreDialogWidth = 720;

QLabel *restoreSection(const QString &text, QWidget *parent)
{
    auto *label = makeLabel(text, TextSize::Body, parent);
    QFont font = label->font();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

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
    : QDialog(parent)
    , m_theme(context.theme)
    , m_form(std::move(form))
{
    setObjectName(u"restoreDialog"_s);
    setWindowTitle(tr("Launch instance"));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(makeHead());
    all->addWidget(makeLine(this));
    all->addWidget(makeBody(), 1);
    all->addWidget(makeLine(this));
    all->addWidget(makeFoot());
    follow();
    refresh();
    m_name->setFocus();
    m_name->selectAll();
}

RestoreDialog::~RestoreDialog() = default;

QWidget *RestoreDialog::makeHead()
{
    auto *head = new QWidget(this);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    column->setSpacing(metrics::unit / 2);
    column->addWidget(makeLabel(tr("Launch instance"), TextSize::Heading, head));
    m_title = new ElidedLabel({}, head);
    setTextSize(m_title, TextSize::Body);
    setSecondary(m_title);
    column->addWidget(m_title);
    return head;
}

QWidget *RestoreDialog::makeFields()
{
    auto *fields = new QWidget(m_body);
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
    auto *lists = new QWidget(m_body);
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
    grid->addWidget(restoreSection(tr("Networks"), lists), 0, 0);
    grid->addWidget(restoreSection(tr("Security groups"), lists), 0, 1);
    grid->addWidget(m_networks, 1, 0, Qt::AlignTop);
    grid->addWidget(m_groups, 1, 1, Qt::AlignTop);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    return lists;
}

QWidget *RestoreDialog::makeBody()
{
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_body = new QWidget;
    auto *column = new QVBoxLayout(m_body);
    column->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    column->setSpacing(metrics::gap);
    m_notes = new NotePanel(m_theme, m_body);
    m_notes->setObjectName(u"notes"_s);
    column->addWidget(m_notes);
    column->addWidget(makeFields());
    column->addSpacing(metrics::gap);
    column->addWidget(makeLists());
    column->addSpacing(metrics::gap);

    auto *disks = restoreSection(tr("Disks"), m_body);
    m_disks = new RestoreDiskTable(m_theme, m_body);
    m_disks->setObjectName(u"disks"_s);
    m_disks->setAccessibleName(disks->text());
    m_disksText = makeLabel({}, TextSize::Small, m_body);
    m_disksText->setObjectName(u"disksText"_s);
    m_disksText->setWordWrap(true);
    setSecondary(m_disksText);
    column->addWidget(disks);
    column->addWidget(m_disks);
    column->addWidget(m_disksText);
    m_floatingIp = new QCheckBox(m_body);
    m_floatingIp->setObjectName(u"floatingIp"_s);
    column->addWidget(m_floatingIp);
    column->addSpacing(metrics::gap);

    auto *differences = restoreSection(tr("What will be different"), m_body);
    m_differences = new DifferenceTable(m_theme, m_body);
    m_differences->setObjectName(u"differences"_s);
    m_differences->setAccessibleName(differences->text());
    column->addWidget(differences);
    column->addWidget(m_differences);

    m_roomBox = new QWidget(m_body);
    auto *room = new QVBoxLayout(m_roomBox);
    room->setContentsMargins(0, metrics::gap, 0, 0);
    room->setSpacing(metrics::gap);
    room->addWidget(restoreSection(tr("Room in the quota"), m_roomBox));
    m_roomGrid = new QGridLayout;
    m_roomGrid->setHorizontalSpacing(metrics::pad);
    m_roomGrid->setVerticalSpacing(metrics::gap);
    m_roomGrid->setColumnStretch(1, 1);
    room->addLayout(m_roomGrid);
    column->addWidget(m_roomBox);
    m_command = new CommandBox(m_theme, m_body);
    column->addWidget(m_command);
    column->addStretch();
    m_scroll->setWidget(m_body);
    return m_scroll;
}

QWidget *RestoreDialog::makeFoot()
{
    auto *foot = new QWidget(this);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    row->setSpacing(metrics::gap);
    m_problem = new NotePanel(m_theme, foot);
    m_problem->setObjectName(u"problem"_s);
    auto *cancel = new QPushButton(tr("Cancel"), foot);
    cancel->setObjectName(u"cancel"_s);
    cancel->setAutoDefault(false);
    m_launch = new QPushButton(tr("Launch"), foot);
    m_launch->setObjectName(u"launch"_s);
    m_launch->setDefault(true);
    setButtonKind(m_launch, ButtonKind::Primary);
    row->addWidget(m_problem, 1);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_launch);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_launch, &QPushButton::clicked, this, &RestoreDialog::launch);
    return foot;
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
    connect(m_command, &CommandBox::unfolded, this, [this](bool open) {
        fit();
        if (open) // once the layout has made room for it
            QMetaObject::invokeMethod(
                this, [this] { m_scroll->ensureWidgetVisible(m_command); }, Qt::QueuedConnection);
    });
}

void RestoreDialog::refresh()
{
    m_title->setWhole(m_form->sourceText());
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
        m_floatingIp->setText(tr("Move the floating IP %1 from “%2” when the new instance is up. "
                                 "It can be moved back.")
                                  .arg(address->address, address->fromName));
    m_differences->setDifferences(m_form->differences());
    updateRoom();
    m_notes->setNote(NotePanel::Kind::Plain, m_form->notes());
    m_command->setCommand(m_form->command());
    updateProblem();
}

void RestoreDialog::updateRoom()
{
    const auto lines = m_form->room();
    QStringList titles;
    for (const forms::RoomLine &line : lines)
        titles += line.title;
    if (titles != m_roomTitles) {
        m_roomTitles = titles;
        while (QLayoutItem *item = m_roomGrid->takeAt(0)) {
            delete item->widget();
            delete item;
        }
        for (int row = 0; row < titles.size(); ++row) {
            m_roomGrid->addWidget(makeLabel(titles.at(row), TextSize::Body, m_roomBox), row, 0);
            m_roomGrid->addWidget(new RoomGauge(m_theme, m_roomBox), row, 1, Qt::AlignVCenter);
            m_roomGrid->addWidget(makeLabel({}, TextSize::Small, m_roomBox), row, 2);
        }
    }
    for (int row = 0; row < titles.size(); ++row) {
        const forms::RoomLine &line = lines[static_cast<std::size_t>(row)];
        qobject_cast<RoomGauge *>(m_roomGrid->itemAtPosition(row, 1)->widget())->setLine(line);
        qobject_cast<QLabel *>(m_roomGrid->itemAtPosition(row, 2)->widget())->setText(line.text);
    }
    m_roomBox->setVisible(!lines.empty());
}

void RestoreDialog::updateProblem()
{
    const QString problem = m_form->problem();
    m_problem->setNote(m_form->ready() ? NotePanel::Kind::Problem : NotePanel::Kind::Busy, problem);
    m_launch->setEnabled(problem.isEmpty());
    m_launch->setToolTip(problem);
    m_launch->setAccessibleDescription(problem);
    fit();
}

void RestoreDialog::showEvent(QShowEvent *event)
{
    m_shown = true;
    fit();
    QDialog::showEvent(event);
}

void RestoreDialog::fit()
{
    if (!m_shown)
        return;
    const QSize room = screen()->availableSize() - QSize(2 * metrics::wide, 2 * metrics::wide);
    const int wide = std::min(std::max(restoreDialogWidth, width()), room.width());
    // Only ever higher, so that the dialog does not jump under the mouse when a line comes or goes.
    const int foot = sizeHint().height() - m_scroll->sizeHint().height();
    const int wanted = foot + m_body->layout()->totalHeightForWidth(wide);
    resize(wide, std::min(std::max(wanted, height()), room.height()));
}

void RestoreDialog::launch()
{
    if (!m_form->problem().isEmpty()) {
        updateProblem();
        return;
    }
    const operations::RestoreRequest request = m_form->request();
    accept();
    Q_EMIT requested(request);
}

} // namespace oriel::ui
