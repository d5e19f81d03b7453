#include "ui/dialogs/launchdialog.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "operations/actions/actions.h"
#include "operations/operationcenter.h"
#include "ui/dialogs/celltable.h"
#include "ui/dialogs/fieldsdialog.h"
#include "ui/dialogs/launchdisktable.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/optioncombo.h"
#include "ui/dialogs/picktable.h"
#include "ui/dialogs/quotalist.h"
#include "ui/dialogs/radiochoice.h"
#include "ui/dialogs/situation.h"
#include "ui/dialogs/sourcepicker.h"
#include "ui/theme/captions.h"
#include "ui/widgets/commandbox.h"

#include <QtCore/QFile>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QSpinBox>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int launchDialogWidth = 800;
constexpr int lineHeight = 28;
constexpr int mostOptions = 4;
constexpr int visibleFlavors = 5;
/// A longer list of flavors has a filter.
constexpr int flavorsWithoutFilter = 10;
constexpr int userDataLines = 5;
/// All are visible: the dialog scrolls, not the table.
constexpr int allRows = 1000;

} // namespace

LaunchDialog::LaunchDialog(const UiContext &context, const operations::Subject &source,
                           QWidget *parent)
    : LaunchDialog(context,
                   std::make_unique<forms::LaunchForm>(context.client, context.stores, source,
                                                       context.roles),
                   parent)
{}

LaunchDialog::LaunchDialog(const UiContext &context, const operations::LaunchRequest &request,
                           QWidget *parent)
    : LaunchDialog(context,
                   std::make_unique<forms::LaunchForm>(context.client, context.stores, request,
                                                       context.roles),
                   parent)
{}

LaunchDialog::LaunchDialog(const UiContext &context, std::unique_ptr<forms::LaunchForm> form,
                           QWidget *parent)
    : ActionDialog(context.theme, launchDialogWidth, parent)
    , m_context(context)
    , m_form(std::move(form))
{
    setObjectName(u"launchDialog"_s);
    setAction(tr("Launch"), u"launch"_s, ButtonKind::Primary);
    makeBody();
    connect(m_form.get(), &forms::LaunchForm::changed, this, &LaunchDialog::refresh);
    refresh();
    m_name->setFocus();
    m_name->selectAll();
}

LaunchDialog::~LaunchDialog() = default;

const forms::LaunchField &LaunchDialog::field(const QString &key) const
{
    return *std::ranges::find(m_form->fields(), key, &forms::LaunchField::key);
}

void LaunchDialog::addHint(const QString &text)
{
    QLabel *hint = makeLabel(text, TextSize::Small, body());
    hint->setWordWrap(true);
    setSecondary(hint);
    column()->addWidget(hint);
}

void LaunchDialog::addProblem(const QString &key)
{
    auto *panel = new NotePanel(theme(), body());
    panel->setObjectName(key + "Problem"_L1);
    panel->setKeepsPlace();
    panel->hide();
    column()->addWidget(panel);
    m_problems.emplace(key, panel);
}

QLabel *LaunchDialog::addSection(const QString &heading)
{
    column()->addSpacing(metrics::gap);
    QLabel *section = makeSection(heading, body());
    column()->addWidget(section);
    return section;
}

void LaunchDialog::addTable(CellTable *table, const QString &heading, const QString &key)
{
    table->setObjectName(key);
    table->setAccessibleName(heading);
    table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column()->addWidget(table);
}

void LaunchDialog::makeName()
{
    auto *line = new QHBoxLayout;
    line->setSpacing(metrics::pad);
    m_name = new QLineEdit(m_form->name(), body());
    m_name->setObjectName(u"name"_s);
    auto *label = new QLabel(tr("&Name"), body());
    label->setBuddy(m_name);
    m_name->setAccessibleName(tr("Name"));
    connect(m_name, &QLineEdit::textChanged, m_form.get(), &forms::LaunchForm::setName);
    m_count = new QSpinBox(body());
    m_count->setObjectName(u"count"_s);
    m_count->setRange(1, forms::LaunchForm::mostInstances);
    //: How many instances to launch.
    m_count->setAccessibleName(tr("Number of instances"));
    auto *times = new QLabel(tr("N&umber"), body());
    times->setBuddy(m_count);
    connect(m_count, &QSpinBox::valueChanged, m_form.get(), &forms::LaunchForm::setCount);
    line->addWidget(label);
    line->addWidget(m_name, 1);
    line->addWidget(times);
    line->addWidget(m_count);
    column()->addLayout(line);
    m_names = makeLabel({}, TextSize::Small, body());
    m_names->setObjectName(u"names"_s);
    setSecondary(m_names);
    column()->addWidget(m_names);
    addHint(tr("The name in lists. Most images also use it as the host name."));
    addProblem(u"name"_s);
    addProblem(u"count"_s);
}

void LaunchDialog::makeSource()
{
    addSection(tr("Start from"));
    addHint(tr("What is on the disk that the instance boots from."));
    m_source = new SourcePicker(m_context, body());
    connect(m_source, &SourcePicker::picked, m_form.get(), &forms::LaunchForm::setSource);
    m_otherSource = new QPushButton(tr("Choose something else…"), body());
    m_otherSource->setObjectName(u"otherSource"_s);
    m_otherSource->setAutoDefault(false);
    connect(m_otherSource, &QPushButton::clicked, this, [this] {
        m_otherSource->hide();
        m_source->show();
        m_source->setFocus();
    });
    const bool given = !m_form->source().id.isEmpty();
    m_source->setVisible(!given);
    m_otherSource->setVisible(given);
    column()->addWidget(m_source);
    column()->addWidget(m_otherSource, 0, Qt::AlignLeft);
    addProblem(u"source"_s);
}

void LaunchDialog::makeFlavors()
{
    addSection(tr("Flavor"));
    addHint(tr("The number of processors and the memory. The smallest one that fits is chosen."));
    m_flavorFilter = new QLineEdit(body());
    m_flavorFilter->setObjectName(u"flavorFilter"_s);
    m_flavorFilter->setPlaceholderText(tr("Search flavors"));
    m_flavorFilter->setAccessibleName(m_flavorFilter->placeholderText());
    m_flavorFilter->setClearButtonEnabled(true);
    connect(m_flavorFilter, &QLineEdit::textChanged, this, &LaunchDialog::refreshFlavors);
    column()->addWidget(m_flavorFilter);
    const auto number = [this](auto text) {
        return [this, text](const QString &id) {
            const auto flavor = m_context.stores.flavors.find(id);
            return flavor ? text(*flavor) : QString();
        };
    };
    const auto obstacle = [this](const QString &id) {
        const auto flavor = m_context.stores.flavors.find(id);
        return flavor ? m_form->flavorObstacle(*flavor) : QString();
    };
    constexpr auto right = Qt::AlignRight | Qt::AlignVCenter;
    using Flavor = openstack::Flavor;
    m_flavors = new PickTable(
        theme(),
        {{tr("Name"), number([](const Flavor &flavor) { return flavor.name; })},
         {tr("vCPUs"), number([](const Flavor &flavor) { return QString::number(flavor.vcpus); }),
          right},
         {tr("Memory"), number([](const Flavor &flavor) { return memoryText(flavor.ramMiB); }),
          right},
         {tr("Disk"), number([](const Flavor &flavor) {
              return flavor.diskGiB > 0 ? gibText(flavor.diskGiB) : emptyCell();
          }),
          right},
         //: Column: whether a flavor can be chosen.
         {tr("Fits"),
          [obstacle](const QString &id) {
              return obstacle(id).isEmpty() ? tr("Yes") : tr("No");
          }}},
        0, visibleFlavors, body());
    m_flavors->setObjectName(u"flavor"_s);
    m_flavors->setAccessibleName(tr("Flavor"));
    m_flavors->setObstacle(obstacle);
    connect(m_flavors, &PickTable::picked, m_form.get(),
            [this](const QString &id) { m_form->choose(field(u"flavor"_s), id); });
    column()->addWidget(m_flavors);
    addProblem(u"flavor"_s);
}

void LaunchDialog::chooseFlavor(const QString &id)
{
    m_form->choose(field(u"flavor"_s), id);
}

void LaunchDialog::makeDisk()
{
    m_disksHeading = addSection(tr("Disks"));
    m_diskChoice = new QWidget(body());
    auto *choice = new QVBoxLayout(m_diskChoice);
    choice->setContentsMargins(0, 0, 0, 0);
    choice->setSpacing(metrics::gap);
    m_newVolume = new RadioChoice(tr("A new &volume"), u"newVolume"_s, m_diskChoice);
    m_newVolume->setText(tr("It can be kept when the instance is deleted, enlarged, and attached "
                            "to another instance."));
    m_volumeType = new OptionCombo({}, m_diskChoice);
    m_volumeType->setObjectName(u"volumeType"_s);
    m_volumeType->setAccessibleName(tr("Type of the volume"));
    connect(m_volumeType, &OptionCombo::chosen, m_form.get(), &forms::LaunchForm::setVolumeType);
    m_newVolume->addField(m_volumeType);
    m_localDisk = new RadioChoice(tr("The flavor's &own disk"), u"localDisk"_s, m_diskChoice);
    choice->addLayout(m_newVolume);
    choice->addLayout(m_localDisk);
    connect(&m_newVolume->button(), &QRadioButton::clicked, m_form.get(),
            [this] { m_form->setOnNewVolume(true); });
    connect(&m_localDisk->button(), &QRadioButton::clicked, m_form.get(),
            [this] { m_form->setOnNewVolume(false); });
    column()->addWidget(m_diskChoice);
    m_disks = new LaunchDiskTable(theme(), body());
    connect(m_disks, &LaunchDiskTable::sizeChosen, m_form.get(), &forms::LaunchForm::setSize);
    connect(m_disks, &LaunchDiskTable::deletionChosen, m_form.get(),
            &forms::LaunchForm::setDeletedWithInstance);
    addTable(m_disks, tr("Disks"), u"disks"_s);
    m_disksText = makeLabel({}, TextSize::Small, body());
    m_disksText->setObjectName(u"disksText"_s);
    m_disksText->setWordWrap(true);
    setSecondary(m_disksText);
    column()->addWidget(m_disksText);
    addProblem(u"disk"_s);
}

void LaunchDialog::makeLists()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::pad);
    for (const forms::LaunchField &field : m_form->fields()) {
        if (!field.isList())
            continue;
        auto *whole = new QWidget(body());
        auto *list =
            new CellTable(theme(), {CellModel::Column()}, 0, lineHeight, mostOptions, whole);
        list->setObjectName(field.key);
        list->setAccessibleName(field.label);
        connect(&list->cells(), &CellModel::ticked, m_form.get(),
                [form = m_form.get(), &field](const QString &id, bool on) {
                    form->choose(field, id, on);
                });
        const bool mayHide = field.key == "ports"_L1;
        m_choices.emplace_back([this, list, whole, mayHide, &field] {
            std::vector<CellRow> rows;
            for (const forms::LaunchOption &option : m_form->options(field))
                rows.push_back({option.id,
                                {{option.text}},
                                option.chosen ? CellRow::Box::Ticked : CellRow::Box::Unticked});
            if (mayHide)
                whole->setVisible(!rows.empty());
            list->setRows(std::move(rows));
        });
        auto *part = new QVBoxLayout(whole);
        part->setContentsMargins(0, 0, 0, 0);
        part->setSpacing(metrics::unit);
        part->addWidget(makeSection(field.label, whole));
        part->addWidget(list);
        part->addStretch();
        if (mayHide)
            m_ports = whole; // below the others: the addresses need the whole width
        else
            row->addWidget(whole);
    }
    column()->addLayout(row);
    column()->addWidget(m_ports);
    addHint(tr("The instance gets an address in each of the networks. The security groups decide "
               "what may reach it: what none of them allows is refused."));
    addProblem(u"networks"_s);
}

void LaunchDialog::makeAccess()
{
    QFormLayout *fields = addFields();
    for (const forms::LaunchField &field : m_form->fields()) {
        if (field.isList() || field.key == "flavor"_L1 || field.key == "serverGroup"_L1)
            continue;
        auto *combo = new OptionCombo(field.prompt, body());
        connect(combo, &OptionCombo::chosen, m_form.get(),
                [form = m_form.get(), &field](const QString &id) { form->choose(field, id); });
        m_choices.emplace_back(
            [this, combo, &field] { combo->setOptions(m_form->options(field)); });
        if (field.key != "keyPair"_L1) {
            addField(fields, field.label, combo, field.key);
            continue;
        }
        addWithNew(
            fields, field, combo,
            {{u"import-key-pair"_s, tr("Import…")}, {u"generate-key-pair"_s, tr("Generate…")}});
    }
    addHint(
        tr("The key pair is for logging in with SSH: without one, nobody can log in with a key. "
           "The zone is the part of the cloud where the instance runs, usually that of its "
           "volumes."));
    QFormLayout *more = addFields();
    auto *address = new QLineEdit(m_form->fixedAddress(), body());
    //: Shown in an empty field for an IP address: the cloud chooses.
    address->setPlaceholderText(tr("Any"));
    connect(address, &QLineEdit::textChanged, m_form.get(), &forms::LaunchForm::setFixedAddress);
    addField(more, tr("F&ixed address"), address, u"fixedAddress"_s);
    addProblem(u"fixedAddress"_s);
}

void LaunchDialog::addWithNew(QFormLayout *fields, const forms::LaunchField &field,
                              OptionCombo *combo,
                              const std::vector<std::pair<QString, QString>> &actions)
{
    combo->setObjectName(field.key);
    combo->setAccessibleName(QString(field.label).remove(u'&'));
    auto *line = new QHBoxLayout;
    line->setSpacing(metrics::gap);
    line->addWidget(combo, 1);
    for (const auto &[key, text] : actions) {
        auto *button = new QPushButton(text, body());
        button->setObjectName(key);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this,
                [this, key = key, &field] { makeNew(key, field); });
        line->addWidget(button);
    }
    auto *label = new QLabel(field.label, body());
    label->setBuddy(combo);
    fields->addRow(label, line);
}

void LaunchDialog::makeNew(QStringView key, const forms::LaunchField &field)
{
    const operations::Action &action = *operations::actionNamed(key);
    auto *dialog = new FieldsDialog(m_context, action, {QString()}, {}, this);
    connect(dialog, &FieldsDialog::requested, this,
            [this, &action, &field](const operations::Values &entered) {
                const operations::Values values =
                    action.complete ? action.complete(m_context.stores, {}, entered) : entered;
                const operations::Subject made = action.newSubject(values);
                operations::Operation *operation = m_context.operations.start(
                    operations::actOn(operationContext(m_context), action.key, made, values));
                connect(operation, &operations::Operation::finished, this,
                        [this, operation, made, &field] {
                            // A key pair is known by its name, so that it has an ID before.
                            if (operation->outcome() == operations::Outcome::Succeeded)
                                m_form->choose(field,
                                               made.id.isEmpty() ? operation->resultId() : made.id);
                        });
            });
    dialog->open();
}

void LaunchDialog::makeReach()
{
    addSection(tr("Make it reachable"));
    m_reachable =
        new QCheckBox(tr("Give it a floating &IP, so that it can be reached from outside"), body());
    m_reachable->setObjectName(u"reachable"_s);
    connect(m_reachable, &QCheckBox::clicked, m_form.get(), &forms::LaunchForm::setMadeReachable);
    column()->addWidget(m_reachable);
    m_reach = new QWidget(body());
    QFormLayout *fields = makeFields(m_reach);
    auto *address = new OptionCombo({}, m_reach);
    connect(address, &OptionCombo::chosen, m_form.get(), &forms::LaunchForm::setAddress);
    addField(fields, tr("Floating I&P"), address, u"address"_s);
    auto *service = new OptionCombo({}, m_reach);
    connect(service, &OptionCombo::chosen, m_form.get(), &forms::LaunchForm::setService);
    addField(fields, tr("&Let in"), service, u"service"_s);
    auto *from = new QLineEdit(m_form->openTo(), m_reach);
    //: Shown in an empty field for an address range.
    from->setPlaceholderText(tr("Anywhere, or a range such as 192.0.2.0/24"));
    connect(from, &QLineEdit::textChanged, m_form.get(), &forms::LaunchForm::setOpenTo);
    //: From where a service is let in: an address range.
    addField(fields, tr("F&rom"), from, u"openTo"_s);
    column()->addWidget(m_reach);
    m_choices.emplace_back([this, address, service, from] {
        address->setOptions(m_form->addresses());
        service->setOptions(m_form->services());
        from->setEnabled(!m_form->services().front().chosen);
    });
    m_reachText = makeLabel({}, TextSize::Small, body());
    m_reachText->setObjectName(u"reachText"_s);
    m_reachText->setWordWrap(true);
    setSecondary(m_reachText);
    column()->addWidget(m_reachText);
    addProblem(u"address"_s);
    addProblem(u"service"_s);
    addProblem(u"openTo"_s);
}

void LaunchDialog::refreshReach()
{
    const QString obstacle = m_form->reachObstacle();
    m_reachable->setEnabled(obstacle.isEmpty());
    m_reachable->setToolTip(obstacle);
    m_reachable->setChecked(m_form->isMadeReachable());
    m_reach->setVisible(m_form->isMadeReachable());
    m_reachText->setText(m_form->reachText());
}

void LaunchDialog::makeDifferences()
{
    m_floatingIp = new QCheckBox(body());
    m_floatingIp->setObjectName(u"floatingIp"_s);
    connect(m_floatingIp, &QCheckBox::toggled, m_form.get(),
            &forms::LaunchForm::setMovesFloatingIp);
    column()->addWidget(m_floatingIp);
    m_differencesHeading = addSection(tr("What will be different"));
    //: Column: the values of the instance that the snapshot was taken of.
    m_differences = new CellTable(theme(), {{QString()}, {tr("Original")}, {tr("New instance")}}, 2,
                                  lineHeight, allRows, body());
    m_differences->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    addTable(m_differences, m_differencesHeading->text(), u"differences"_s);
}

void LaunchDialog::makeMore()
{
    addSection(tr("More"));
    QFormLayout *fields = addFields();
    auto *description = new QLineEdit(m_form->description(), body());
    description->setPlaceholderText(tr("Optional"));
    connect(description, &QLineEdit::textChanged, m_form.get(), &forms::LaunchForm::setDescription);
    addField(fields, tr("&Description"), description, u"description"_s);
    auto *tags = new QLineEdit(m_form->tags(), body());
    tags->setPlaceholderText(tr("Optional, separated by commas"));
    connect(tags, &QLineEdit::textChanged, m_form.get(), &forms::LaunchForm::setTags);
    addField(fields, tr("&Tags"), tags, u"tags"_s);
    auto *metadata = new QLineEdit(m_form->metadataText(), body());
    metadata->setPlaceholderText(tr("Optional: key=value, separated by commas"));
    connect(metadata, &QLineEdit::textChanged, m_form.get(), &forms::LaunchForm::setMetadataText);
    addField(fields, tr("&Metadata"), metadata, u"metadata"_s);
    m_userData = new QPlainTextEdit(QString::fromUtf8(m_form->userData()), body());
    m_userData->setTabChangesFocus(true);
    m_userData->setPlaceholderText(u"#cloud-config"_s);
    setTextSize(m_userData, TextSize::Mono);
    m_userData->setFixedHeight(userDataLines * m_userData->fontMetrics().lineSpacing() +
                               2 * metrics::gap);
    connect(m_userData, &QPlainTextEdit::textChanged, m_form.get(),
            [this] { m_form->setUserData(m_userData->toPlainText().toUtf8()); });
    addField(fields, tr("U&ser data"), m_userData, u"userData"_s);
    auto *open = new QPushButton(tr("Open file…"), body());
    open->setObjectName(u"userDataFile"_s);
    open->setAutoDefault(false);
    connect(open, &QPushButton::clicked, this, &LaunchDialog::loadUserData);
    m_userDataText = makeLabel({}, TextSize::Small, body());
    m_userDataText->setObjectName(u"userDataText"_s);
    setSecondary(m_userDataText);
    auto *line = new QHBoxLayout;
    line->addWidget(open);
    line->addWidget(m_userDataText, 1);
    fields->addRow(QString(), line);
    auto *drive = new QCheckBox(tr("Give the instance its data on a &configuration drive"), body());
    drive->setObjectName(u"configDrive"_s);
    drive->setChecked(m_form->hasConfigDrive());
    connect(drive, &QCheckBox::toggled, m_form.get(), &forms::LaunchForm::setConfigDrive);
    fields->addRow(QString(), drive);
    addHint(tr("User data is a script or a #cloud-config that the instance runs when it starts for "
               "the first time. Oriel does not keep it."));
    makeServerGroup();
    addProblem(u"description"_s);
    addProblem(u"tags"_s);
    addProblem(u"metadata"_s);
    addProblem(u"userData"_s);
}

void LaunchDialog::makeServerGroup()
{
    const forms::LaunchField &group = field(u"serverGroup"_s);
    QFormLayout *fields = addFields();
    auto *combo = new OptionCombo(group.prompt, body());
    connect(combo, &OptionCombo::chosen, m_form.get(),
            [form = m_form.get(), &group](const QString &id) { form->choose(group, id); });
    addWithNew(fields, group, combo, {{u"create-server-group"_s, tr("New server group…")}});
    QLabel *text = makeLabel({}, TextSize::Small, body());
    text->setObjectName(u"serverGroupText"_s);
    text->setWordWrap(true);
    setSecondary(text);
    column()->addWidget(text);
    m_choices.emplace_back([this, combo, text, &group] {
        combo->setOptions(m_form->options(group));
        const QString meaning = m_form->serverGroupText();
        text->setText(
            meaning.isEmpty()
                ? tr("The instances of a server group run on the same host, or on separate "
                     "ones.")
                : meaning);
    });
    addProblem(u"serverGroup"_s);
}

void LaunchDialog::loadUserData()
{
    auto *dialog = new QFileDialog(this, tr("Open file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            m_userDataText->setText(tr("%1 cannot be read: %2").arg(path, file.errorString()));
        else
            m_userData->setPlainText(
                QString::fromUtf8(file.read(openstack::CreateServer::largestUserData)));
    });
    dialog->open();
}

void LaunchDialog::makeBody()
{
    column()->setSpacing(metrics::gap);
    m_notes = new NotePanel(theme(), body());
    m_notes->setObjectName(u"notes"_s);
    m_notes->setKeepsPlace();
    column()->addWidget(m_notes);
    makeName();
    makeSource();
    makeFlavors();
    makeDisk();
    column()->addSpacing(metrics::gap);
    makeLists();
    column()->addSpacing(metrics::gap);
    makeAccess();
    makeReach();
    makeDifferences();
    makeMore();
    column()->addSpacing(metrics::gap);
    m_quota = new QuotaList(theme(), tr("Quota"), body());
    column()->addWidget(m_quota);
    m_command = addCommand();
}

void LaunchDialog::refreshFlavors()
{
    auto rows = forms::flavorsBySize(m_context.stores);
    m_flavorFilter->setVisible(rows.size() > flavorsWithoutFilter);
    std::erase_if(rows, [filter = m_flavorFilter->text()](const auto &row) {
        return !row->name.contains(filter, Qt::CaseInsensitive);
    });
    QStringList ids;
    for (const auto &row : rows)
        ids += row->id;
    m_flavors->setIds(ids);
    m_flavors->setPicked(m_form->chosen(field(u"flavor"_s)).value(0));
}

void LaunchDialog::refreshDisk()
{
    const bool given = !m_form->source().id.isEmpty();
    m_disksHeading->setVisible(given);
    m_diskChoice->setVisible(given && m_form->choosesDisk());
    const bool fresh = m_form->onNewVolume();
    (fresh ? m_newVolume : m_localDisk)->button().setChecked(true);
    const QString obstacle = m_form->localDiskObstacle();
    m_localDisk->button().setEnabled(obstacle.isEmpty());
    m_localDisk->setText(obstacle.isEmpty()
                             ? tr("It is as large as the flavor says, and is deleted with the "
                                  "instance.")
                             : obstacle);
    m_volumeType->setOptions(m_form->volumeTypes());
    m_volumeType->setEnabled(fresh);
    const auto disks = m_form->disks();
    m_disks->setVisible(!disks.empty());
    m_disks->setDisks(disks);
    m_disksText->setText(m_form->disksText());
    m_disksText->setVisible(!m_form->disksText().isEmpty());
}

void LaunchDialog::refreshProblems()
{
    std::map<QString, QString> texts;
    const bool begun = !m_form->source().id.isEmpty();
    if (m_form->ready() && begun) {
        for (const forms::LaunchFault &fault : m_form->faults())
            texts.emplace(fault.field, fault.text);
    }
    for (const auto &[key, panel] : m_problems) {
        const auto found = texts.find(key);
        panel->setNote(NotePanel::Kind::Problem, found == texts.end() ? QString() : found->second);
    }
    setImpact(m_form->warning());
    if (m_form->ready() && !begun)
        setHint(m_form->problem());
    else
        setProblem(m_form->problem(), m_form->ready());
}

void LaunchDialog::refresh()
{
    setHead(tr("Launch instance"), m_form->sourceText());
    if (m_name->text() != m_form->name()) {
        const bool untouched = !m_name->isModified();
        m_name->setText(m_form->name());
        if (untouched)
            m_name->selectAll();
    }
    const int count = m_form->count();
    m_names->setVisible(count > 1);
    if (count > 1)
        //: The names of several new instances.
        m_names->setText(tr("“%1-1” to “%1-%2”")
                             .arg(isolated(m_form->name().trimmed()), QString::number(count)));
    m_source->setSource(m_form->source());
    refreshFlavors();
    for (const auto &show : m_choices)
        show();
    refreshDisk();
    refreshReach();
    const auto address = m_form->floatingIp();
    m_floatingIp->setVisible(address.has_value());
    if (address)
        m_floatingIp->setText(asCaption(tr("Move the floating IP %1 from “%2” once the new "
                                           "instance is running. You can move it back.")
                                            .arg(address->address, isolated(address->fromName))));
    std::vector<CellRow> differences = this->differences();
    m_differences->setVisible(!differences.empty());
    m_differencesHeading->setVisible(!differences.empty());
    m_differences->setRows(std::move(differences));
    m_userDataText->setText(m_form->userDataText());
    m_quota->setLines(m_form->room());
    m_notes->setNote(NotePanel::Kind::Plain, m_form->notes());
    m_command->setVisible(!m_form->source().id.isEmpty());
    m_command->setCommand(m_form->command());
    refreshProblems();
}

std::vector<CellRow> LaunchDialog::differences() const
{
    std::vector<CellRow> rows;
    for (const forms::LaunchDifference &one : m_form->differences()) {
        Cell fresh{.text = one.fresh, .bold = one.differs, .secondary = !one.differs};
        rows.push_back({one.what,
                        {{.text = one.what, .secondary = true},
                         {.text = one.original, .secondary = true},
                         std::move(fresh)}});
    }
    return rows;
}

void LaunchDialog::act()
{
    const operations::LaunchRequest request = m_form->request();
    const int count = m_form->count();
    accept();
    Q_EMIT requested(request, count);
}

} // namespace oriel::ui
