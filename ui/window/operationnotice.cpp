#include "ui/window/operationnotice.h"

#include "forms/operationtext.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ui {

Route operationRoute(const operations::JournalEntry &entry)
{
    using Kind = operations::Subject::Kind;
    const operations::Subject &subject = entry.subject;
    if (entry.kind == "restore-instance"_L1 && !entry.resultId.isEmpty())
        return {Route::Place::Instance, entry.resultId, {}};
    if (entry.kind == "create-volume"_L1 && !entry.resultId.isEmpty())
        return {Route::Place::Volumes, entry.resultId, {}};
    // What is deleted is seen nowhere else any more.
    if (subject.id.isEmpty() || entry.kind == "delete-snapshot"_L1)
        return {Route::Place::Activity, entry.id, {}};
    switch (subject.kind) {
    case Kind::Server:
        if (entry.kind == "create-snapshot"_L1 && !entry.resultId.isEmpty())
            return {Route::Place::Instance, subject.id, u"snapshots/"_s + entry.resultId};
        return {Route::Place::Instance, subject.id, {}};
    case Kind::Volume:
        return {Route::Place::Volumes, subject.id, {}};
    case Kind::VolumeSnapshot:
        return {Route::Place::Snapshots, subject.id, {}};
    case Kind::Image:
    case Kind::SnapshotSet:
        return {Route::Place::Images, subject.id, {}};
    }
    return {Route::Place::Activity, entry.id, {}};
}

Route operationRoute(const operations::Operation &operation)
{
    return operationRoute(operation.journalEntry());
}

Notice operationNotice(const operations::Operation &operation, const QString &summary)
{
    const auto tr = [](const char *text) {
        return QCoreApplication::translate("oriel::ui::OperationNotice", text);
    };
    Notice notice;
    if (operation.outcome() == operations::Outcome::Succeeded) {
        notice.kind = operation.notes().isEmpty() ? Notice::Kind::Done : Notice::Kind::Warning;
        notice.title = summary.isEmpty() ? forms::outcomeText(operation) : summary;
        notice.text = operation.notes().join(u'\n');
        notice.linkText = tr(QT_TRANSLATE_NOOP("oriel::ui::OperationNotice", "Show"));
        notice.link = operationRoute(operation);
        return notice;
    }
    if (operation.outcome() == operations::Outcome::Canceled) {
        notice.title = forms::outcomeText(operation);
        notice.text = operation.notes().join(u'\n');
        notice.linkText = tr(QT_TRANSLATE_NOOP("oriel::ui::OperationNotice", "Show"));
        notice.link = operationRoute(operation);
        return notice;
    }
    const forms::ErrorText text = forms::describe(operation);
    notice.kind = operation.outcome() == operations::Outcome::Unclear ? Notice::Kind::Warning
                                                                      : Notice::Kind::Error;
    notice.title = text.what;
    notice.text = QStringList{text.why, text.advice}.join(u'\n').trimmed();
    notice.details = text.details;
    notice.linkText = tr(QT_TRANSLATE_NOOP("oriel::ui::OperationNotice", "Details"));
    notice.link = Route{Route::Place::Activity, operation.id(), {}};
    return notice;
}

} // namespace oriel::ui
