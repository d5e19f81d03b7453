#include "ui/dialogs/instanceflows.h"

#include "forms/operationtext.h"
#include "forms/snapshotform.h"
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

/// The number of concurrent snapshots: more would only wait for each other in the storage.
constexpr int mostAtATime = 3;

} // namespace

InstanceFlows::InstanceFlows(const UiContext &context, QWidget *window)
    : QObject(window)
    , m_context(context)
    , m_window(window)
{}

void InstanceFlows::createSnapshots(const QStringList &serverIds)
{
    auto form = std::make_unique<forms::SnapshotForm>(m_context.stores, m_context.clock, serverIds,
                                                      m_context.roles);
    Preferences(m_context.settings).fillIn(*form);
    open(std::move(form));
}

void InstanceFlows::open(std::unique_ptr<forms::SnapshotForm> form)
{
    const QPointer raw = form.get();
    if (operations::Journal *journal = m_context.operations.journal())
        journal->durations(
            m_context.operations.scope(), raw,
            [raw](const operations::Durations &durations) { raw->setDurations(durations); });
    auto *dialog = new SnapshotDialog(m_context.theme, std::move(form), m_window);
    connect(dialog, &SnapshotDialog::requested, this, [this, raw] { begin(raw->requests()); });
    connect(dialog, &SnapshotDialog::otherWanted, this, &InstanceFlows::otherWanted);
    dialog->open();
}

void InstanceFlows::begin(const std::vector<operations::CreateSnapshotRequest> &requests)
{
    const operations::Context context{m_context.client, m_context.stores, m_context.clock,
                                      m_context.userName};
    const auto limiter = std::make_shared<operations::Limiter>(mostAtATime);
    operations::OperationCenter::Reporter reporter;
    if (requests.size() == 1)
        reporter = [this](operations::Operation &done) {
            return report(done);
        };
    for (const operations::CreateSnapshotRequest &request : requests) {
        auto operation = std::make_unique<operations::CreateSnapshot>(context, request);
        operation->setLimiter(limiter);
        Q_EMIT started(m_context.operations.start(std::move(operation), this, reporter));
    }
}

operations::Report InstanceFlows::report(operations::Operation &operation)
{
    // Offer to correct the input only if the first attempt certainly created nothing. The window
    // reports everything else, because it exists even if the page that started the operation does
    // not.
    const auto *snapshot = qobject_cast<const operations::CreateSnapshot *>(&operation);
    if (!snapshot || operation.outcome() != operations::Outcome::Failed ||
        !operation.resultId().isEmpty())
        return {};
    forms::ErrorText text = forms::describe(operation);
    if (hasOpenLeftovers(operation) &&
        operation.error()) // shown below, with a button to remove them
        text.advice = forms::describe(*operation.error(), {}).advice;
    auto *dialog = new ErrorDialog(m_context.theme, text, tr("Edit and retry…"), m_window);
    connect(dialog, &ErrorDialog::retried, this, [this, request = snapshot->request()] {
        open(std::make_unique<forms::SnapshotForm>(m_context.stores, m_context.clock, request,
                                                   m_context.roles));
    });
    if (hasOpenLeftovers(operation)) {
        dialog->setLeftovers(tr("An incomplete snapshot was left in the cloud: %1.")
                                 .arg(leftoverWords(operation.leftovers())));
        offerRemoval(m_context, *dialog, operation);
    }
    dialog->open();
    return {.told = true};
}

} // namespace oriel::ui
