#include "ui/dialogs/deleteflow.h"

#include "base/visible.h"
#include "forms/operationtext.h"
#include "operations/names.h"
#include "ui/dialogs/deletedialog.h"
#include "ui/dialogs/errordialog.h"
#include "ui/dialogs/situation.h"

#include <algorithm>

namespace oriel::ui {

namespace {

class DeleteWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::DeleteFlow)

public:
    static QString deleted(const std::vector<operations::RemovalRequest> &requests, int done);
    static forms::ErrorText failed(const operations::Removal &removal);
};

QString DeleteWords::deleted(const std::vector<operations::RemovalRequest> &requests, int done)
{
    const auto has = [&](openstack::Kind kind) {
        return std::ranges::any_of(
            requests, [kind](const auto &request) { return request.subject.kind == kind; });
    };
    if (has(Kind::Server))
        return tr("%n instance(s) were deleted.", nullptr, done);
    if (has(Kind::Volume))
        return tr("%n volume(s) were deleted.", nullptr, done);
    if (has(Kind::Backup))
        return tr("%n backup(s) were deleted.", nullptr, done);
    const bool sets = has(openstack::Kind::SnapshotSet);
    if (has(openstack::Kind::Image))
        return sets ? tr("%n images and snapshots were deleted.", nullptr, done)
                    : tr("%n image(s) were deleted.", nullptr, done);
    return sets ? tr("%n snapshot(s) were deleted.", nullptr, done)
                : tr("%n volume snapshot(s) were deleted.", nullptr, done);
}

forms::ErrorText DeleteWords::failed(const operations::Removal &removal)
{
    forms::ErrorText text = forms::describe(removal);
    if (removal.outcome() != operations::Outcome::Failed)
        return text;
    const operations::Subject subject = removal.subject();
    const QString name = operations::nameOrId(subject.name, subject.id);
    if (removal.deletedAny()) {
        text.what = tr("Only a part of “%1” was deleted.").arg(isolated(name));
        text.advice = subject.kind == Kind::Backup
                          ? tr("What is left remains listed under Storage → Backups until it is "
                               "deleted.")
                      : subject.kind == Kind::Server || subject.kind == Kind::Volume
                          ? tr("What is left remains listed under Storage and Networking until it "
                               "is deleted.")
                          : tr("What is left remains listed under Storage → Snapshots and with its "
                               "instance until it is deleted.");
    } else {
        text.what = tr("“%1” was not deleted.").arg(isolated(name));
    }
    return text;
}

/// Many deletions at once would make each of them slower, and the cloud slow for everybody.
constexpr int atATime = 4;

} // namespace

/// What was requested in one dialog.
struct DeleteFlow::Removals
{
    explicit Removals(operations::Batch requested) : batch(std::move(requested)) {}

    operations::Batch batch;
    std::vector<operations::Subject> failed; ///< what is left of them
    std::vector<forms::ErrorText> texts;
};

DeleteFlow::DeleteFlow(const UiContext &context, QWidget *window)
    : QObject(window)
    , m_context(context)
    , m_window(window)
{}

void DeleteFlow::remove(const std::vector<operations::Subject> &subjects)
{
    if (subjects.empty())
        return;
    auto *dialog = new DeleteDialog(m_context, subjects, m_window);
    connect(dialog, &DeleteDialog::requested, this, &DeleteFlow::begin);
    connect(dialog, &DeleteDialog::navigate, this, &DeleteFlow::navigate);
    connect(dialog, &DeleteDialog::remedy, this, &DeleteFlow::remedy);
    dialog->open();
}

void DeleteFlow::begin(const std::vector<operations::RemovalRequest> &requests)
{
    const auto removals = std::make_shared<Removals>(operations::Batch(
        requests.size(), [requests](int done) { return DeleteWords::deleted(requests, done); }));
    const auto limiter = std::make_shared<operations::Limiter>(atATime);
    for (const operations::RemovalRequest &request : requests) {
        auto removal = std::make_unique<operations::Removal>(
            operationContext(m_context), request, requests.size() > 1 ? limiter : nullptr);
        const operations::Removal &begun = *removal;
        Q_EMIT started(m_context.operations.start(
            std::move(removal), this,
            [this, removals, &begun](const auto &) { return removed(*removals, begun); }));
    }
}

operations::Report DeleteFlow::removed(Removals &removals, const operations::Removal &removal)
{
    using operations::Outcome;
    operations::Report report = removals.batch.finished(removal);
    const Outcome outcome = removal.outcome();
    if (outcome == Outcome::Failed || outcome == Outcome::Unclear) {
        report.told = true;
        removals.texts.push_back(DeleteWords::failed(removal));
        const operations::RemovalRequest left = removal.remaining();
        const bool isWithout = left.subject.kind == Kind::Server && removal.deletedAny();
        for (const operations::RemovalPart &part : left.parts) {
            if (isWithout) // the instance itself is gone
                removals.failed.push_back(part.subject);
        }
        if (!isWithout)
            removals.failed.push_back(left.subject);
        // Of an image whose volume snapshots were to stay only the image is left to be deleted.
        if (left.subject.kind == openstack::Kind::Image && !left.stays.empty())
            removals.failed.back().kind = openstack::Kind::SnapshotSet;
    }
    if (removals.batch.left() == 0 && !removals.failed.empty())
        tell(removals);
    return report;
}

void DeleteFlow::tell(const Removals &removals)
{
    constexpr std::size_t shown = 3;
    forms::ErrorText text = removals.texts.front();
    const std::size_t count = removals.texts.size();
    if (removals.batch.count() > 1) {
        QStringList reasons;
        for (const forms::ErrorText &one : removals.texts)
            reasons += one.whatAndWhy();
        text.what = tr("%1 of %2 could not be completely deleted.")
                        .arg(QString::number(count), QString::number(removals.batch.count()));
        text.why = reasons.mid(0, shown).join(QLatin1Char('\n'));
        if (count > shown)
            text.why +=
                QLatin1Char('\n') + tr("… and %n more.", nullptr, static_cast<int>(count - shown));
        text.advice = tr("See Activity for each of them.");
        text.details = reasons.join(QLatin1Char('\n'));
    }
    auto *dialog = new ErrorDialog(m_context.theme, text, tr("Try again…"), m_window);
    connect(dialog, &ErrorDialog::retried, this,
            [this, failed = removals.failed] { remove(failed); });
    dialog->open();
}

} // namespace oriel::ui
