#include "ui/dialogs/instanceflows.h"

#include "forms/createsnapshotform.h"
#include "forms/instancesnapshotsform.h"
#include "forms/operationtext.h"
#include "operations/journal/journal.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/leftovers.h"
#include "ui/dialogs/preferences.h"
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
    auto form = std::make_unique<forms::CreateSnapshotForm>(m_context.stores, m_context.clock,
                                                            serverId, m_context.roles);
    Preferences(m_context.settings).fillIn(*form);
    open(std::move(form));
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
    Preferences(m_context.settings).fillIn(*form);
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
    auto *dialog = new ErrorDialog(m_context.theme, text, tr("Edit and retry…"), m_window);
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
