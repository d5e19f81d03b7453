#include "ui/actions/actionflow.h"

#include "operations/actions/actionoperation.h"
#include "operations/actions/actions.h"
#include "operations/actions/ofseveral.h"
#include "operations/actions/requests.h"
#include "operations/batch.h"
#include "operations/schedule/schedules.h"
#include "ui/actions/helpoffers.h"
#include "ui/dialogs/confirmdialog.h"
#include "ui/dialogs/connectdialog.h"
#include "ui/dialogs/consoledialog.h"
#include "ui/dialogs/deleteflow.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/fieldsdialog.h"
#include "ui/dialogs/instanceflows.h"
#include "ui/dialogs/launch/launchflow.h"
#include "ui/dialogs/reachdialog.h"
#include "ui/dialogs/restorechoice.h"
#include "ui/dialogs/scheduledialog.h"
#include "ui/dialogs/situation.h"
#include "ui/dialogs/windowspassworddialog.h"
#include "ui/navigation/operationroute.h"

#include <QtCore/QPointer>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QWidget>

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace oriel::ui {

using operations::Action;
using operations::Subject;
using operations::Values;

ActionFlow::ActionFlow(const UiContext &context, QWidget *window)
    : QObject(window)
    , m_context(context)
    , m_window(window)
    , m_capture(new InstanceFlows(context, window))
    , m_launch(new LaunchFlow(context, window))
    , m_delete(new DeleteFlow(context, window))
{
    connect(m_capture, &InstanceFlows::started, this, &ActionFlow::started);
    connect(m_capture, &InstanceFlows::otherWanted, this, &ActionFlow::follow);
    connect(m_launch, &LaunchFlow::started, this, &ActionFlow::started);
    connect(m_delete, &DeleteFlow::started, this, &ActionFlow::started);
    connect(m_delete, &DeleteFlow::navigate, this, &ActionFlow::navigate);
    connect(m_delete, &DeleteFlow::remedy, this,
            [this](const QString &action, const Subject &subject) {
                begin(*operations::actionNamed(action), {subject.id});
            });
}

void ActionFlow::begin(const Action &action, const QStringList &ids, const Values &values)
{
    switch (action.form) {
    case Action::Form::Fields:
        if (action.fields.empty())
            confirm(action, ids, values);
        else
            enter(action, ids, values);
        return;
    case Action::Form::Capture:
        m_capture->createSnapshots(ids);
        return;
    case Action::Form::Launch:
        m_launch->launch(targetOf(action, ids.front(), {}));
        return;
    case Action::Form::Restore:
        chooseRestore(action.kind, ids.front());
        return;
    case Action::Form::Reach:
        checkReach(ids.front());
        return;
    case Action::Form::Connect:
        connectTo(ids.front());
        return;
    case Action::Form::InPlace:
        Q_EMIT navigate(Route::to(action.kind, ids.front(), action.place));
        return;
    case Action::Form::Console:
        openConsole(ids.front());
        return;
    case Action::Form::WindowsPassword:
        (new WindowsPasswordDialog(m_context, ids.front(), m_window))->open();
        return;
    case Action::Form::Schedule:
        // As it is now: another window may have changed it.
        if (m_context.schedules)
            m_context.schedules->reload(this, [this, id = ids.front()] {
                (new ScheduleDialog(m_context, id, m_window))->open();
            });
        return;
    case Action::Form::Removal:
        break;
    }
    std::vector<Subject> targets;
    for (const QString &id : ids)
        targets.push_back(targetOf(action, id, {}));
    m_delete->remove(targets);
}

void ActionFlow::follow(const operations::Way &way)
{
    if (way.action)
        begin(*way.action, {way.id});
    else if (way.shows->id.isEmpty())
        Q_EMIT navigate(Route::list(way.shows->kind));
    else
        Q_EMIT navigate(subjectRoute(*way.shows));
}

void ActionFlow::chooseRestore(openstack::Kind kind, const QString &id)
{
    auto *dialog = new RestoreChoice(m_context, kind, id, m_window);
    connect(dialog, &RestoreChoice::chosen, this,
            [this](const Action *way, const QString &row) { begin(*way, {row}); });
    dialog->open();
}

void ActionFlow::checkReach(const QString &serverId)
{
    auto *dialog = new ReachDialog(m_context, serverId, m_window);
    connect(dialog, &ReachDialog::chosen, this,
            [this](const Action *action, const QString &id, const Values &values) {
                begin(*action, {id}, values);
            });
    dialog->open();
}

void ActionFlow::connectTo(const QString &serverId)
{
    auto *dialog = new ConnectDialog(m_context, serverId, m_window);
    connect(dialog, &ConnectDialog::chosen, this,
            [this](const Action *action, const QString &id) { begin(*action, {id}); });
    dialog->open();
}

Subject ActionFlow::targetOf(const Action &action, const QString &id, const Values &values) const
{
    return action.newSubject ? action.newSubject(values) : action.targetOf(m_context.stores, id);
}

void ActionFlow::openConsole(const QString &serverId)
{
    auto *dialog = new ConsoleDialog(m_context, serverId, m_window);
    connect(dialog, &ConsoleDialog::otherWanted, this,
            [this, serverId](const Action &other) { begin(other, {serverId}); });
    dialog->open();
}

void ActionFlow::enter(const Action &action, const QStringList &ids, const Values &values)
{
    auto *dialog = new FieldsDialog(m_context, action, ids, values, m_window);
    connect(dialog, &FieldsDialog::requested, this, [this, &action, ids](const Values &entered) {
        const operations::Situation now = situation(m_context);
        QStringList told;
        if (ids.size() > 1)
            std::ranges::copy_if(ids, std::back_inserter(told), [&](const QString &id) {
                return !operations::obstacleTo(action, now, id, true).isEmpty();
            });
        ask(action, ids, told, entered);
    });
    connect(dialog, &FieldsDialog::otherWanted, this, &ActionFlow::follow);
    dialog->open();
}

void ActionFlow::confirm(const Action &action, const QStringList &ids, const Values &values)
{
    ask(action, ids, {}, values);
}

void ActionFlow::ask(const Action &action, const QStringList &ids, const QStringList &told,
                     const Values &values)
{
    if (!action.confirmation) {
        start(action, ids, told, values);
        return;
    }
    QStringList names;
    for (const QString &id : ids) {
        if (!told.contains(id))
            names.append(action.nameOf(targetOf(action, id, values), values));
    }
    const operations::Confirmation asked = action.confirmation(names);
    ConfirmDialog::Question question;
    question.title = asked.title;
    question.text = asked.text;
    question.action = asked.button;
    question.danger = action.dangerous;
    if (names.size() > 1)
        question.names = names;
    auto *dialog = new ConfirmDialog(m_context.theme, question, m_window);
    connect(dialog, &QDialog::accepted, this,
            [this, &action, ids, told, values] { start(action, ids, told, values); });
    dialog->open();
}

void ActionFlow::start(const Action &action, const QStringList &ids, const QStringList &told,
                       const Values &values)
{
    QStringList possible;
    QStringList left;
    for (const QString &id : ids) {
        // It may have changed while a dialog was open.
        const QString obstacle =
            operations::obstacleTo(action, situation(m_context), id, ids.size() > 1);
        if (obstacle.isEmpty())
            possible.append(id);
        else if (ids.size() == 1)
            refuse(action, id, values, obstacle);
        else if (!told.contains(id))
            left.append(id);
    }
    if (!left.isEmpty())
        sayLeftOut(action, left, possible.isEmpty());
    const auto batch = std::make_shared<operations::Batch>(
        static_cast<std::size_t>(possible.size()), [&action](int done) {
            return action.words.doneToMany
                       ? action.words.doneToMany(done)
                       //: %1: what was done to several resources: "Pause: 3 succeeded."
                       : tr("%1: %n succeeded.", nullptr, done).arg(action.words.button());
        });
    for (const QString &id : possible) {
        const Subject target = targetOf(action, id, values);
        const Values own =
            operations::valuesFor(action, situation(m_context), id, ids.size() > 1, values);
        const Values whole = action.complete ? action.complete(m_context.stores, id, own) : own;
        const auto report = [this, &action, id, values, batch](const auto &operation) {
            // To enter it again makes sense only if nothing was done the first time.
            if (!action.fields.empty() && batch->count() == 1) {
                if (auto *dialog = ErrorDialog::offerRetry(m_context.theme, operation, m_window)) {
                    connect(dialog, &ErrorDialog::retried, this,
                            [this, &action, id, values] { enter(action, {id}, values); });
                    offerHelp(*dialog, operation);
                    return operations::Report{.told = true};
                }
            }
            return batch->finished(operation);
        };
        Q_EMIT started(m_context.operations.start(
            operations::actOn(operationContext(m_context), action.key, target, whole), this,
            report));
    }
}

/// Beside editing it, which the dialog offers already.
void ActionFlow::offerHelp(ErrorDialog &dialog, const operations::Operation &operation)
{
    const auto go = [self = QPointer(this)](const Route &route) {
        if (self)
            Q_EMIT self->navigate(route);
    };
    for (const HelpOffer &offer : helpAfter(m_context, *this, operation.journalEntry(), go)) {
        if (offer.key == "again"_L1)
            continue;
        QPushButton *button = dialog.addRemedy(offer.text);
        button->setObjectName(u"help-"_s + offer.key);
        button->setToolTip(offer.tip);
        connect(button, &QPushButton::clicked, this, offer.act);
    }
}

void ActionFlow::sayLeftOut(const Action &action, const QStringList &left, bool isAll)
{
    forms::ErrorText text;
    const QString button = action.words.button(left.size());
    text.what = isAll
                    //: %1: what was to be done to several resources: "Pause"
                    ? tr("%1: nothing was done.").arg(button)
                    //: %1: what was to be done to several resources: "Pause"
                    : tr("%1: not done to %n of the selected resource(s).", nullptr,
                         static_cast<int>(left.size()))
                          .arg(button);
    text.why = operations::leftOut(action, situation(m_context), left);
    (new ErrorDialog(m_context.theme, text, {}, m_window))->open();
}

void ActionFlow::refuse(const Action &action, const QString &id, const Values &values,
                        const QString &why)
{
    forms::ErrorText text;
    text.what = action.outcome(operations::Outcome::Failed, targetOf(action, id, values), values);
    text.why = why;
    auto *dialog = new ErrorDialog(
        m_context.theme, text, action.fields.empty() ? QString() : tr("Edit and retry…"), m_window);
    connect(dialog, &ErrorDialog::retried, this,
            [this, &action, id, values] { enter(action, {id}, values); });
    const operations::Situation now = situation(m_context);
    for (const operations::Way &way : operations::remediesOf(action, now, id)) {
        QPushButton *button = dialog->addRemedy(way.text);
        button->setObjectName(way.key());
        connect(button, &QPushButton::clicked, this, [this, way] { follow(way); });
    }
    dialog->open();
}

} // namespace oriel::ui
