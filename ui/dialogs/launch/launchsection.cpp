#include "ui/dialogs/launch/launchsection.h"

#include "operations/actions/actions.h"
#include "operations/operationcenter.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/dialogs/fieldsdialog.h"
#include "ui/dialogs/optioncombo.h"
#include "ui/dialogs/situation.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

LaunchSection::LaunchSection(const UiContext &context, forms::LaunchForm &form, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_form(form)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(metrics::gap);
}

QLabel *LaunchSection::addHeading(const QString &heading)
{
    m_column->addSpacing(metrics::gap);
    QLabel *section = makeSection(heading, this);
    m_column->addWidget(section);
    return section;
}

QLabel *LaunchSection::addText(const QString &key)
{
    QLabel *text = makeLabel({}, TextSize::Small, this);
    text->setObjectName(key);
    text->setWordWrap(true);
    setSecondary(text);
    m_column->addWidget(text);
    return text;
}

void LaunchSection::addHint(const QString &text)
{
    addText({})->setText(text);
}

QFormLayout *LaunchSection::addFields()
{
    QFormLayout *fields = ActionDialog::makeFields(nullptr);
    m_column->addLayout(fields);
    return fields;
}

void LaunchSection::addProblem(const QString &key)
{
    auto *panel = new NotePanel(m_context.theme, this);
    panel->setObjectName(key + "Problem"_L1);
    panel->setKeepsPlace();
    panel->hide();
    m_column->addWidget(panel);
    m_problems.emplace(key, panel);
}

void LaunchSection::showFaults(const std::vector<forms::LaunchFault> &faults)
{
    for (const auto &[key, panel] : m_problems) {
        const auto fault = std::ranges::find(faults, key, &forms::LaunchFault::field);
        panel->setNote(NotePanel::Kind::Problem, fault == faults.end() ? QString() : fault->text);
    }
}

OptionCombo *LaunchSection::makeCombo(const forms::LaunchField &field)
{
    auto *combo = new OptionCombo(field.prompt, this);
    connect(combo, &OptionCombo::chosen, &m_form,
            [this, &field](const QString &id) { m_form.choose(field, id); });
    return combo;
}

OptionCombo *LaunchSection::addWithNew(QFormLayout *fields, const forms::LaunchField &field,
                                       const std::vector<std::pair<QString, QString>> &actions)
{
    OptionCombo *combo = makeCombo(field);
    combo->setObjectName(field.key);
    combo->setAccessibleName(QString(field.label).remove(u'&'));
    auto *line = new QHBoxLayout;
    line->setSpacing(metrics::gap);
    line->addWidget(combo, 1);
    for (const auto &[key, text] : actions) {
        auto *button = new QPushButton(text, this);
        button->setObjectName(key);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this,
                [this, key = key, &field] { makeNew(key, field); });
        line->addWidget(button);
    }
    auto *label = new QLabel(field.label, this);
    label->setBuddy(combo);
    fields->addRow(label, line);
    return combo;
}

void LaunchSection::makeNew(QStringView key, const forms::LaunchField &field)
{
    const operations::Action &action = *operations::actionNamed(key);
    auto *dialog = new FieldsDialog(m_context, action, {QString()}, {}, window());
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
                                m_form.choose(field,
                                              made.id.isEmpty() ? operation->resultId() : made.id);
                        });
            });
    dialog->open();
}

} // namespace oriel::ui
