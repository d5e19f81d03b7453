#include "ui/dialogs/instanceflows.h"

#include "base/visible.h"
#include "forms/createsnapshotform.h"
#include "forms/instancesnapshotsform.h"
#include "forms/operationtext.h"
#include "forms/serveractions.h"
#include "operations/actions/actions.h"
#include "operations/journal/journal.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/dialogs/confirmdialog.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/leftovers.h"
#include "ui/dialogs/snapshotdialog.h"

#include <QtCore/QPointer>

namespace oriel::ui {

namespace {

/// Snapshots that are taken side by side: more would only wait for each other in the storage.
constexpr int mostAtATime = 3;

} // namespace

InstanceFlows::InstanceFlows(const UiContext &context, QWidget *window)
    : QObject(window)
    , m_context(context)
    , m_window(window)
{}

operations::Context InstanceFlows::operationContext() const
{
    return {m_context.client, m_context.stores, m_context.clock, m_context.userName};
}

void InstanceFlows::createSnapshot(const QString &serverId)
{
    open(std::make_unique<forms::CreateSnapshotForm>(m_context.stores, m_context.clock, serverId,
                                                     m_context.roles));
}

void InstanceFlows::createSnapshot(const operations::CreateSnapshotRequest &request)
{
    open(std::make_unique<forms::CreateSnapshotForm>(m_context.stores, m_context.clock, request,
                                                     m_context.roles));
}

void InstanceFlows::open(std::unique_ptr<forms::CreateSnapshotForm> form)
{
    const QPointer raw = form.get();
    if (operations::Journal *journal = m_context.operations.journal())
        journal->durations(
            m_context.operations.scope(), raw,
            [raw](const operations::Durations &durations) { raw->setDurations(durations); });
    auto *dialog = new SnapshotDialog(m_context.theme, std::move(form), m_window);
    connect(dialog, &SnapshotDialog::requested, this, [this, raw] {
        begin(std::make_unique<operations::CreateSnapshot>(operationContext(), raw->request()));
    });
    dialog->open();
}

void InstanceFlows::createSnapshots(const QStringList &serverIds)
{
    auto form = std::make_unique<forms::InstanceSnapshotsForm>(m_context.stores, m_context.clock,
                                                               serverIds, m_context.roles);
    const QPointer raw = form.get();
    auto *dialog = new SnapshotDialog(m_context.theme, std::move(form), m_window);
    connect(dialog, &SnapshotDialog::requested, this, [this, raw] {
        const auto limiter = std::make_shared<operations::Limiter>(mostAtATime);
        for (const operations::CreateSnapshotRequest &request : raw->requests()) {
            auto operation =
                std::make_unique<operations::CreateSnapshot>(operationContext(), request);
            operation->setLimiter(limiter);
            Q_EMIT started(m_context.operations.start(std::move(operation)));
        }
    });
    dialog->open();
}

void InstanceFlows::power(const QString &serverId, forms::ServerAction action)
{
    using forms::ServerAction;
    const auto row = m_context.stores.servers.find(serverId);
    const QString name = row ? row->name : serverId;
    const auto start =
        [this, subject = operations::Subject{Kind::Server, serverId, name}](QStringView key) {
            begin(operations::actOn(operationContext(), key, subject));
        };
    if (action == ServerAction::Start) {
        start(u"start-server");
        return;
    }
    ConfirmDialog::Question question;
    if (action == ServerAction::ShutOff) {
        question.title = tr("Shut off “%1”?").arg(isolated(name));
        question.text = tr("Its operating system is asked to shut down; where it does not in time, "
                           "the power is cut. "
                           "What runs on it stops until it is started again.");
        question.action = tr("Shut off");
    } else {
        const bool soft =
            row && forms::availability(*row, forms::ServerAction::Reboot, m_context.roles).enabled;
        question.title = tr("Reboot “%1”?").arg(isolated(name));
        question.text = tr("What runs on it is interrupted until it is up again. A hard reboot is "
                           "like cutting the "
                           "power: what is not yet on disk is lost.");
        question.action = tr("Reboot");
        question.option = tr("Hard reboot");
        question.optionNeeded = action == ServerAction::HardReboot || !soft;
    }
    question.danger = true;
    auto *dialog = new ConfirmDialog(m_context.theme, question, m_window);
    connect(dialog, &QDialog::accepted, this, [start, dialog, action] {
        if (action == ServerAction::ShutOff)
            start(u"stop-server");
        else
            start(dialog->optionChecked() ? u"hard-reboot-server" : u"reboot-server");
    });
    dialog->open();
}

void InstanceFlows::begin(std::unique_ptr<operations::Operation> operation)
{
    Q_EMIT started(m_context.operations.start(
        std::move(operation), this, [this](operations::Operation &done) { return report(done); }));
}

operations::Report InstanceFlows::report(operations::Operation &operation)
{
    // To enter it again makes sense only where surely nothing was made by the first time. All else
    // is the window's to tell, for it is there even when the page that began it is not.
    const auto *snapshot = qobject_cast<const operations::CreateSnapshot *>(&operation);
    if (!snapshot || operation.outcome() != operations::Outcome::Failed ||
        !operation.resultId().isEmpty())
        return {};
    forms::ErrorText text = forms::describe(operation);
    if (hasOpenLeftovers(operation) && operation.error()) // said below, with a way to remove them
        text.advice = forms::describe(*operation.error(), {}).advice;
    auto *dialog = new ErrorDialog(m_context.theme, text, tr("Enter again…"), m_window);
    const operations::CreateSnapshotRequest request = snapshot->request();
    connect(dialog, &ErrorDialog::retried, this, [this, request] { createSnapshot(request); });
    if (hasOpenLeftovers(operation)) {
        dialog->setLeftovers(leftoverWords(operation));
        using State = operations::Operation::LeftoverState;
        operation.setLeftoverState(State::BeingAsked);
        connect(dialog, &ErrorDialog::leftoversUnwanted, &operation,
                [context = m_context, &operation] { removeLeftovers(context, operation); });
        connect(dialog, &QDialog::finished, &operation, [&operation] {
            if (operation.leftoverState() == State::BeingAsked)
                operation.setLeftoverState(State::Open);
        });
    }
    dialog->open();
    return {.told = true};
}

} // namespace oriel::ui
