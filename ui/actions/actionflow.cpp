#include "ui/actions/actionflow.h"

#include "forms/operationtext.h"
#include "operations/actions/actionoperation.h"
#include "operations/actions/actions.h"
#include "ui/dialogs/confirmdialog.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/fieldsdialog.h"

#include <QtWidgets/QWidget>

namespace oriel::ui {

using operations::Subject;
using operations::Values;

ActionFlow::ActionFlow(const UiContext &context, const operations::Action &action, QWidget *window)
    : QObject(window)
    , m_context(context)
    , m_action(action)
    , m_window(window)
{}

void ActionFlow::begin(const std::vector<Subject> &targets)
{
    if (m_action.fields.empty())
        confirm(targets, {});
    else
        enter(targets, {});
}

void ActionFlow::enter(const std::vector<Subject> &targets, const Values &values)
{
    auto *dialog = new FieldsDialog(
        m_context, m_action, targets.empty() ? Subject() : targets.front(), values, m_window);
    connect(dialog, &FieldsDialog::requested, this, [this, targets](const Values &entered) {
        confirm(m_action.newSubject ? std::vector{m_action.newSubject(entered)} : targets, entered);
    });
    dialog->open();
}

void ActionFlow::confirm(const std::vector<Subject> &targets, const Values &values)
{
    if (!m_action.confirmation) {
        start(targets, values);
        return;
    }
    QStringList names;
    for (const Subject &target : targets)
        names.append(m_action.nameOf(target, values));
    const operations::Confirmation asked = m_action.confirmation(names);
    ConfirmDialog::Question question;
    question.title = asked.title;
    question.text = asked.text;
    question.action = asked.button;
    question.danger = m_action.dangerous;
    if (names.size() > 1)
        question.names = names;
    auto *dialog = new ConfirmDialog(m_context.theme, question, m_window);
    connect(dialog, &QDialog::accepted, this, [this, targets, values] { start(targets, values); });
    dialog->open();
}

void ActionFlow::start(const std::vector<Subject> &targets, const Values &values)
{
    const operations::Context context{m_context.client, m_context.stores, m_context.clock,
                                      m_context.userName};
    for (const Subject &target : targets) {
        // It may have changed while a dialog was open.
        const QString obstacle = m_action.obstacle(
            {m_context.stores, m_context.roles, &m_context.operations}, target.id);
        if (obstacle.isEmpty()) {
            Q_EMIT started(m_context.operations.start(
                operations::actOn(context, m_action.key, target, values), this,
                [this](operations::Operation &done) { return report(done); }));
        } else if (targets.size() == 1) {
            forms::ErrorText text;
            text.what = m_action.outcome(operations::Outcome::Failed, target, values);
            text.why = obstacle;
            refuse(text, target, values);
        }
    }
}

operations::Report ActionFlow::report(operations::Operation &operation)
{
    // To enter it again makes sense only if nothing was done the first time.
    const auto *done = qobject_cast<const operations::ActionOperation *>(&operation);
    if (!done || m_action.fields.empty() || operation.outcome() != operations::Outcome::Failed ||
        !operation.resultId().isEmpty())
        return {};
    refuse(forms::describe(operation), done->target(), done->values());
    return {.told = true};
}

void ActionFlow::refuse(const forms::ErrorText &text, const Subject &target, const Values &values)
{
    const bool editable = !m_action.fields.empty();
    auto *dialog = new ErrorDialog(m_context.theme, text,
                                   editable ? tr("Edit and retry…") : QString(), m_window);
    connect(dialog, &ErrorDialog::retried, this,
            [this, target, values] { enter({target}, values); });
    dialog->open();
}

} // namespace oriel::ui
