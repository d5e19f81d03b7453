#include "ui/dialogs/fieldsdialog.h"

#include "base/visible.h"
#include "ui/dialogs/fieldeditor.h"
#include "ui/widgets/commandbox.h"

#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int fieldsDialogWidth = 480;

} // namespace

FieldsDialog::FieldsDialog(const UiContext &context, const operations::Action &action,
                           operations::Subject target, const operations::Values &values,
                           QWidget *parent)
    : ActionDialog(context.theme, fieldsDialogWidth, parent)
    , m_context(context)
    , m_described(action)
    , m_target(std::move(target))
{
    setObjectName(action.key);
    const QString verb = QString(action.words.menu).remove(u'…');
    setHead(action.newSubject ? verb : action.titleOf(m_target, {}), {});
    setAction(verb, u"confirm"_s, action.dangerous ? ButtonKind::Danger : ButtonKind::Primary);
    for (const operations::Field &field : action.fields) {
        QJsonValue value = values.value(field.key);
        if (values.isEmpty() && field.preset)
            value = field.preset(situation(), m_target.id);
        const auto options = field.options ? field.options(situation(), m_target.id)
                                           : std::vector<operations::Field::Option>();
        auto *editor = new FieldEditor(theme(), field, options, value, body());
        // With a single option, there is nothing to choose.
        editor->setHidden(field.type == operations::Field::Type::Choice && options.size() == 1);
        connect(editor, &FieldEditor::edited, this, &FieldsDialog::refresh);
        column()->addWidget(editor);
        m_editors.push_back(editor);
    }
    m_command = addCommand();
    refresh();
    m_editors.front()->setFocus();
}

operations::Situation FieldsDialog::situation() const
{
    return {m_context.stores, m_context.roles, &m_context.operations};
}

operations::Values FieldsDialog::values() const
{
    operations::Values values;
    for (const FieldEditor *editor : m_editors) {
        if (const QJsonValue value = editor->value(); !value.isUndefined())
            values.insert(editor->field().key, value);
    }
    return values;
}

void FieldsDialog::refresh()
{
    for (FieldEditor *editor : m_editors) {
        if (editor->field().derived)
            editor->follow(editor->field().derived(values()));
    }
    const operations::Values entered = values();
    bool marked = false;
    QString missing;
    for (FieldEditor *editor : m_editors) {
        const operations::Field &field = editor->field();
        const bool empty = !entered.contains(field.key);
        const QString problem =
            !empty && field.problem ? field.problem(situation(), m_target.id, entered) : QString();
        // What is not entered yet is not wrong yet.
        editor->setProblem(problem);
        marked = marked || !problem.isEmpty();
        if (empty && field.required && missing.isEmpty())
            missing = tr("Fill in “%1”.").arg(isolated(field.label));
    }
    const operations::Subject target =
        m_described.newSubject ? m_described.newSubject(entered) : m_target;
    m_command->setCommand(
        m_described.commandLine(target.name.isEmpty() ? target.id : target.name, entered));
    if (marked)
        setHint(tr("Correct the marked field."));
    else if (!missing.isEmpty())
        setHint(missing);
    else
        setProblem(m_described.problem(situation(), m_target.id, entered), true);
}

void FieldsDialog::act()
{
    // The cloud may have changed since the user entered it.
    refresh();
    if (!action()->isEnabled())
        return;
    const operations::Values entered = values();
    accept();
    Q_EMIT requested(entered);
}

} // namespace oriel::ui
