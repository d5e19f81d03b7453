#include "ui/dialogs/launchdialog.h"

#include "base/visible.h"
#include "ui/dialogs/celltable.h"
#include "ui/dialogs/launchdisktable.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/optioncombo.h"
#include "ui/dialogs/quotalist.h"
#include "ui/theme/captions.h"
#include "ui/widgets/commandbox.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int launchDialogWidth = 720;
constexpr int lineHeight = 28;
constexpr int mostOptions = 4;
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

void LaunchDialog::makeFields()
{
    QFormLayout *fields = addFields();
    m_name = new QLineEdit(m_form->name(), body());
    connect(m_name, &QLineEdit::textChanged, m_form.get(), &forms::LaunchForm::setName);
    addField(fields, tr("&Name"), m_name, u"name"_s);
    for (const forms::LaunchField &field : m_form->fields()) {
        if (field.isList())
            continue;
        auto *combo = new OptionCombo(field.prompt, body());
        addField(fields, field.label, combo, field.key);
        connect(combo, &OptionCombo::chosen, m_form.get(),
                [form = m_form.get(), &field](const QString &id) { form->choose(field, id); });
        m_choices.emplace_back(
            [this, combo, &field] { combo->setOptions(m_form->options(field)); });
    }
}

void LaunchDialog::makeLists()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::pad);
    for (const forms::LaunchField &field : m_form->fields()) {
        if (!field.isList())
            continue;
        auto *list =
            new CellTable(theme(), {CellModel::Column()}, 0, lineHeight, mostOptions, body());
        list->setObjectName(field.key);
        list->setAccessibleName(field.label);
        connect(&list->cells(), &CellModel::ticked, m_form.get(),
                [form = m_form.get(), &field](const QString &id, bool on) {
                    form->choose(field, id, on);
                });
        m_choices.emplace_back([this, list, &field] {
            std::vector<CellRow> rows;
            for (const forms::LaunchOption &option : m_form->options(field))
                rows.push_back({option.id,
                                {{option.text}},
                                option.chosen ? CellRow::Box::Ticked : CellRow::Box::Unticked});
            list->setRows(std::move(rows));
        });
        auto *part = new QVBoxLayout;
        part->setSpacing(metrics::unit);
        part->addWidget(makeSection(field.label, body()));
        part->addWidget(list);
        part->addStretch();
        row->addLayout(part);
    }
    column()->addLayout(row);
}

QLabel *LaunchDialog::addTable(const QString &heading, CellTable *table, const QString &key)
{
    table->setObjectName(key);
    table->setAccessibleName(heading);
    table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QLabel *section = makeSection(heading, body());
    column()->addWidget(section);
    column()->addWidget(table);
    return section;
}

void LaunchDialog::makeTables()
{
    m_disks = new LaunchDiskTable(theme(), body());
    connect(m_disks, &LaunchDiskTable::sizeChosen, m_form.get(), &forms::LaunchForm::setSize);
    connect(m_disks, &LaunchDiskTable::deletionChosen, m_form.get(),
            &forms::LaunchForm::setDeletedWithInstance);
    addTable(tr("Disks"), m_disks, u"disks"_s);
    m_disksText = makeLabel({}, TextSize::Small, body());
    m_disksText->setObjectName(u"disksText"_s);
    m_disksText->setWordWrap(true);
    setSecondary(m_disksText);
    column()->addWidget(m_disksText);
    m_floatingIp = new QCheckBox(body());
    m_floatingIp->setObjectName(u"floatingIp"_s);
    connect(m_floatingIp, &QCheckBox::toggled, m_form.get(),
            &forms::LaunchForm::setMovesFloatingIp);
    column()->addWidget(m_floatingIp);
    column()->addSpacing(metrics::gap);
    //: Column: the values of the instance that the snapshot was taken of.
    m_differences = new CellTable(theme(), {{QString()}, {tr("Original")}, {tr("New instance")}}, 2,
                                  lineHeight, allRows, body());
    m_differences->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_differencesHeading = addTable(tr("What will be different"), m_differences, u"differences"_s);
}

void LaunchDialog::makeBody()
{
    column()->setSpacing(metrics::gap);
    m_notes = new NotePanel(theme(), body());
    m_notes->setObjectName(u"notes"_s);
    m_notes->setKeepsPlace();
    column()->addWidget(m_notes);
    makeFields();
    column()->addSpacing(metrics::gap);
    makeLists();
    column()->addSpacing(metrics::gap);
    makeTables();
    column()->addSpacing(metrics::gap);
    m_quota = new QuotaList(theme(), tr("Quota"), body());
    column()->addWidget(m_quota);
    m_command = addCommand();
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
    for (const auto &show : m_choices)
        show();
    m_disks->setDisks(m_form->disks());
    m_disksText->setText(m_form->disksText());
    m_disksText->setVisible(!m_form->disksText().isEmpty());
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
    m_quota->setLines(m_form->room());
    m_notes->setNote(NotePanel::Kind::Plain, m_form->notes());
    m_command->setCommand(m_form->command());
    setImpact(m_form->warning());
    setProblem(m_form->problem(), m_form->ready());
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
    accept();
    Q_EMIT requested(request);
}

} // namespace oriel::ui
