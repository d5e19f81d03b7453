#include "ui/dialogs/deleteflows.h"

#include "base/visible.h"
#include "forms/due.h"
#include "forms/operationtext.h"
#include "ui/dialogs/deletedialog.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/keepuntildialog.h"

#include <algorithm>

namespace oriel::ui {

namespace {

/// Many deletions at once would make each of them slower, and the cloud slow for everybody.
constexpr int atATime = 4;

} // namespace

/// What was asked for in one dialog.
struct DeleteFlows::Batch
{
    int left = 0;
    int all = 0;
    bool images = false; ///< some of them are
    bool sets = false;
    int done = 0;
    std::vector<operations::Subject> failed; ///< what is left of them
    forms::ErrorText text;                   ///< of the first that failed
    QStringList reasons;
};

DeleteFlows::DeleteFlows(const UiContext &context, QWidget *window)
    : QObject(window)
    , m_context(context)
    , m_window(window)
{}

operations::Context DeleteFlows::operationContext() const
{
    return {m_context.client, m_context.stores, m_context.clock, m_context.userName};
}

void DeleteFlows::remove(const std::vector<operations::Subject> &subjects)
{
    if (subjects.empty())
        return;
    auto *dialog = new DeleteDialog(m_context, subjects, m_window);
    connect(dialog, &DeleteDialog::requested, this, &DeleteFlows::begin);
    connect(dialog, &DeleteDialog::navigate, this, &DeleteFlows::navigate);
    dialog->open();
}

void DeleteFlows::begin(const std::vector<operations::RemovalRequest> &requests)
{
    auto batch = std::make_shared<Batch>();
    batch->left = batch->all = static_cast<int>(requests.size());
    const auto limiter = std::make_shared<operations::Limiter>(atATime);
    for (const operations::RemovalRequest &request : requests) {
        batch->images |= request.subject.kind == openstack::Kind::Image;
        batch->sets |= request.subject.kind == openstack::Kind::SnapshotSet;
        auto removal = std::make_unique<operations::Removal>(
            operationContext(), request, requests.size() > 1 ? limiter : nullptr);
        const operations::Removal &begun = *removal;
        Q_EMIT started(m_context.operations.start(
            std::move(removal), this,
            [this, batch, &begun](const auto &) { return removed(*batch, begun); }));
    }
}

operations::Report DeleteFlows::removed(Batch &batch, const operations::Removal &removal)
{
    operations::Report report;
    --batch.left;
    if (removal.outcome() != operations::Outcome::Succeeded &&
        removal.outcome() != operations::Outcome::Canceled) {
        report.told = true;
        forms::ErrorText text = forms::describe(removal);
        if (removal.outcome() == operations::Outcome::Failed) {
            const QString name =
                removal.subject().name.isEmpty() ? removal.subject().id : removal.subject().name;
            text.what = removal.deletedAny()
                            ? tr("Only a part of “%1” was deleted.").arg(isolated(name))
                            : tr("“%1” was not deleted.").arg(isolated(name));
            if (removal.deletedAny())
                text.advice = tr("What is left remains listed under Storage → Snapshots and with "
                                 "its instance until it is deleted.");
        }
        if (batch.failed.empty())
            batch.text = text;
        batch.reasons += text.what + QLatin1Char(' ') + text.why;
        const operations::RemovalRequest left = removal.remaining();
        operations::Subject subject = left.subject;
        // Of an image whose volume snapshots were to stay only the image is left to be deleted.
        if (subject.kind == openstack::Kind::Image && !left.stays.empty())
            subject.kind = openstack::Kind::SnapshotSet;
        batch.failed.push_back(subject);
    } else if (batch.all > 1) {
        // One outcome for all that was requested at once. Where some failed, the dialog has it.
        if (batch.left == 0 && batch.failed.empty())
            report.summary = deletedText(batch);
        else
            report.told = removal.notes().isEmpty();
    }
    if (batch.left == 0 && !batch.failed.empty())
        notify(batch);
    return report;
}

QString DeleteFlows::deletedText(const Batch &batch)
{
    if (batch.images)
        return batch.sets ? tr("%1 images and snapshots were deleted.").arg(batch.all)
                          : tr("%1 images were deleted.").arg(batch.all);
    return batch.sets ? tr("%1 snapshots were deleted.").arg(batch.all)
                      : tr("%1 volume snapshots were deleted.").arg(batch.all);
}

void DeleteFlows::notify(const Batch &batch)
{
    forms::ErrorText text = batch.text;
    if (batch.all > 1) {
        text.what = tr("%1 of %2 could not be completely deleted.")
                        .arg(QString::number(batch.failed.size()), QString::number(batch.all));
        text.why = batch.reasons.mid(0, 3).join(QLatin1Char('\n'));
        if (batch.reasons.size() > 3)
            text.why += QLatin1Char('\n') + tr("… and %1 more.").arg(batch.reasons.size() - 3);
        text.advice = tr("See Activity for each of them.");
        text.details = batch.reasons.join(QLatin1Char('\n'));
    }
    auto *dialog = new ErrorDialog(m_context.theme, text, tr("Try again…"), m_window);
    connect(dialog, &ErrorDialog::retried, this, [this, failed = batch.failed] { remove(failed); });
    dialog->open();
}

void DeleteFlows::changeKeepUntil(const std::vector<operations::Subject> &subjects)
{
    if (subjects.empty())
        return;
    auto *dialog = new KeepUntilDialog(m_context, subjects, m_window);
    connect(dialog, &KeepUntilDialog::chosen, this,
            [this, subjects](std::optional<QDate> date) { change(subjects, date); });
    dialog->open();
}

void DeleteFlows::change(const std::vector<operations::Subject> &subjects,
                         const std::optional<QDate> &keepUntil)
{
    std::vector<operations::KeepUntilRequest> requests;
    for (const operations::Subject &subject : subjects) {
        if (auto request = forms::keepUntilRequest(subject, keepUntil, m_context.stores))
            requests.push_back(*std::move(request));
    }
    auto batch = std::make_shared<Batch>();
    batch->left = batch->all = static_cast<int>(requests.size());
    for (const operations::KeepUntilRequest &request : requests) {
        auto change = operations::operationFor(operationContext(), request);
        Q_EMIT started(m_context.operations.start(
            std::move(change), this,
            [batch](const operations::Operation &done) { return changed(*batch, done); }));
    }
}

operations::Report DeleteFlows::changed(Batch &batch, const operations::Operation &change)
{
    --batch.left;
    if (batch.all < 2 || change.outcome() != operations::Outcome::Succeeded)
        return {}; // the window tells of each that failed
    ++batch.done;
    if (batch.left == 0 && batch.done > 1)
        return {.summary = tr("The keep-until date of %1 snapshots was changed.").arg(batch.done)};
    return {.told = batch.left > 0 && change.notes().isEmpty()};
}

} // namespace oriel::ui
